"""The whole checklist by keyboard: every criterion, and the focus where it should be after each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from playwright.sync_api import Page, expect

from data.annotations.eligibility import Fact
from data.eligibility import Checklist, assess
from data.eligibility.answers_file import split_number
from data.eligibility.asking import is_asked
from data.eligibility.calculators import calculator_of
from data.eligibility.typed import write_number
from tests.browser import wait_ready
from tests.eligibility_people import FIT, netter_2

# The words of what has the focus, also inside the component.
FOCUSED = """() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  const group = at?.closest('fieldset')?.querySelector('legend').textContent;
  return group ?? at?.getAttribute('aria-label') ?? at?.innerText ?? '';
}"""
TO_THE_ROWS = 80  # stops at most


class Stop(NamedTuple):
    """Where Tab stops: how the words of the place begin, and what is pressed there."""

    place: str
    keys: str = ""


def stops(checklist: Checklist, answers: dict[str, Any]) -> Iterator[Stop]:
    """Every stop in the rows, in order, for one who answers as told."""
    known = assess(checklist, answers)
    asked: set[str] = set()
    for group in checklist.groups:
        yield Stop(group.capitalize())
        for criterion in checklist.in_group(group):
            for fact in map(checklist.fact, criterion.facts):
                if fact.id not in asked and is_asked(fact, known.values):
                    yield from fields(fact, answers[fact.id])
                asked.add(fact.id)
            state = known.of(criterion.id).state
            yield Stop(f"{state.capitalize()}. Why, set by hand: {criterion.name}")


def fields(fact: Fact, answer: Any) -> Iterator[Stop]:
    if fact.kind == "number":
        number, unit = split_number(fact, answer) or (answer, None)
        yield Stop(fact.question, write_number(float(number)))
        if fact.asks_unit:
            # As far as a keyboard has it.
            yield Stop(f"Unit of {fact.label}", re.split("[^ -~]", unit or "")[0])
        if tool := calculator_of(fact):
            yield Stop(f"Calculate: {tool.name}")
    elif fact.choices:
        labels = {one.value: one.label for one in fact.choices}
        label = labels.pop(answer)
        if len("".join([label, *labels.values()])) < 27 and len(labels) < 4:
            # Grades all begin alike, and are told apart by their number.
            yield Stop(fact.label, label.split()[-1][:1])
        else:
            yield Stop(fact.question, beginning(label, labels.values()))
    else:
        yield Stop(fact.label, "y" if answer else "n")


def beginning(label: str, others: Iterable[str]) -> str:
    """As much of a label as tells it from the others."""
    begins = (label[:end] for end in range(1, len(label)))
    alone = (one for one in begins if not any(other.startswith(one) for other in others))
    return next(alone, label)


def tab(page: Page) -> str:
    page.keyboard.press("Tab")
    return str(page.evaluate(FOCUSED))


def test_all_criteria_by_keyboard_alone_never_lose_the_focus(app_page: Page):
    page = app_page
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/eligibility")
    wait_ready(page)
    expect(page.get_by_role("heading", name="Ask next")).to_be_visible()
    walk = list(stops(netter_2(), FIT))
    # The sections are listed beside the page too.
    in_rows = "() => Boolean(document.activeElement.closest('.group'))"
    at = next(place for _ in range(TO_THE_ROWS) if (place := tab(page)) and page.evaluate(in_rows))
    for stop in walk:
        assert at.startswith(stop.place), f"expected {stop.place}, focused: {at}"
        page.keyboard.type(stop.keys)
        at = tab(page)
        if stop.keys:
            # The answer comes back while the next field has the focus already.
            page.locator(".criteria:not(.waiting)").wait_for()
            at = page.evaluate(FOCUSED)
    expect(page.get_by_test_id("stBottom")).to_contain_text("Meets every criterion as answered")
    expect(page.get_by_role("dialog")).to_have_count(0)
