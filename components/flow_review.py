"""Read the flow of a record step by step: what is derived, and what a person makes of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

import streamlit as st

from components import readings, session
from components.literal import literal, small
from components.plain import is_plain
from components.provenance import quote_line, record_says
from data.annotations import Annotations
from data.annotations.base import Signed
from data.annotations.flow import BY_FIELDS, FlowStep, StepKind
from data.annotations.standing import typed
from data.flow import Flow, Step, flow_of
from data.flow.model import ORIGIN_IN_WORDS
from data.flow.reviewing import (
    EnteredWay,
    accepted,
    can_be_read,
    entered,
    label_of,
    new_key,
    rejected,
    to_review,
    ways_in,
    without_step,
)
from data.study import ArmGroup, Study

_KINDS: Final[dict[StepKind, str]] = {
    "screening": "Before the arms: screening",
    "enrolled": "Enrolment",
    "allocation": "Allocation",
    "arm": "A group in which people begin",
    "period": "A part of an arm, or of all: run-in, period, stage",
    "later": "A later part: cross-over, re-treatment, extension",
    "follow_up": "Follow-up",
}
_OF_GROUPS: Final[tuple[StepKind, ...]] = ("arm", "later")
_OF_OTHERS: Final[tuple[StepKind, ...]] = ("screening", "period", "later", "follow_up")
_ADD: Final = ""
_key: Final = partial(session.key, "flow-review")


def open_key() -> str:
    """The key under which this review is unfolded."""
    return _key("open")


def flow_review(others: tuple[str, ...]) -> None:
    """Offer to read the flow; nothing where a person has read all of it in a file, nor to patients.

    Args:
        others: the keys of the other reviews on the page.
    """
    study, annotations = session.study(), session.annotations()
    readings.lapsed(annotations.flow.lapsed)
    judged = {key: step.review for key, step in annotations.flow.steps.items() if step.review}
    if is_plain() or (annotations.flow.read and not judged):
        return
    with readings.unfolded("Review the flow", open_key(), others) as folded:
        if folded.open:
            left = to_review(study, annotations)
            st.caption(
                f"{len(left)} derived by the program and to review, {len(judged)} reviewed. What "
                "you read stands in the picture at once, with the sentence it rests on."
            )
            by = readings.reviewer()
            _one(flow_of(study, annotations), left, by)
            for key, review in judged.items():
                title = annotations.flow.steps[key].title
                back = partial(without_step, study, annotations, key)
                readings.take_back(f"{title}: {review.decision}", review, f"flow-{key}", back)
            readings.keep()


def _one(flow: Flow, left: tuple[Step, ...], by: str) -> None:
    """Show one step, and what can be done with it."""
    study, annotations = session.study(), session.annotations()
    chosen, changing = _key("step"), _key("changing")
    steps = {step.key: step for step in flow.steps if can_be_read(study, step)}
    if st.session_state.get(chosen) not in {*steps, _ADD}:
        st.session_state[chosen] = left[0].key if left else next(iter(steps), _ADD)
    waiting = {step.key for step in left}
    key: str = st.selectbox(
        "Step to read",
        [*steps, _ADD],
        format_func={**_names(flow), _ADD: "Add a step …"}.__getitem__,
        key=chosen,
        persist_state="session",
    )
    readings.not_taken()
    if key == _ADD:
        _form(flow, None, new_key(flow), by)
        return
    step = steps[key]
    _told(flow, step, "to review" if key in waiting else ORIGIN_IN_WORDS[step.origin])

    def go_on() -> None:
        after = [one.key for one in left]
        place = after.index(key) + 1 if key in after else 0
        st.session_state[chosen] = (after * 2)[place] if after else key
        st.session_state.pop(changing, None)

    def judge(make: Callable[[Study, Annotations, str, Signed], Annotations]) -> None:
        if readings.taken(partial(make, study, annotations, key, readings.signed(by))):
            go_on()

    is_group = label_of(study, step) is not None
    if readings.judging(
        by,
        changing=changing,
        shown=key,
        accept=partial(judge, accepted) if key in waiting else None,
        reject=partial(judge, rejected) if key in waiting and not is_group else None,
        go_on=go_on,
        reject_label="No such step",
    ):
        _form(flow, step, key, by)


def _names(flow: Flow) -> dict[str, str]:
    """The names of the steps by their keys; counted, since several can have one title."""
    return {step.key: f"{place}. {step.title}" for place, step in enumerate(flow.steps, start=1)}


def _told(flow: Flow, step: Step, known: str) -> None:
    """Say what stands in the picture of a step, how it is known, and the sentences it rests on."""
    below = " · ".join(filter(None, (step.phase, "optional" if step.optional else "", known)))
    st.markdown(f"**{literal(step.title)}**  \n{small(below)}")
    names = _names(flow)
    ways = ways_in(flow, step.key)
    for way in ways:
        sources = ", ".join(names[source] for source in way.sources)
        condition = f"if {way.condition}" if way.condition else "no condition is stated"
        st.text(f"From: {sources}; {condition}")
    for quote in dict.fromkeys((*(way.quote for way in ways), step.quote)):
        if quote:
            quote_line(quote)


def _form(flow: Flow, step: Step | None, key: str, by: str) -> None:
    """Let a step be entered: what it is, and the ways into it."""
    study, annotations = session.study(), session.annotations()
    label = label_of(study, step) if step else None
    name = partial(_field, key)
    with st.container(border=True):
        record_says(*_own_words(study, step))
        title = readings.line("Name in the picture", step.title if step else "", name("title"))
        phase = readings.line("Phase of the study", step.phase if step else "", name("phase"))
        kind = _kind(step, label, name("kind"))
        optional = st.checkbox(
            "Optional: not everybody who gets this far goes on to it",
            value=bool(step and step.optional),
            key=name("optional"),
            persist_state="session",
        )
        said = ""
        if not label and kind not in BY_FIELDS:
            quote = (step and step.quote) or ""
            told = "Sentence of the record that tells of this step"
            said = _sentence(told, quote, name("quote"))
        ways = [] if kind in ("enrolled", "screening") else _ways(flow, step, key)

        def take() -> None:
            made = FlowStep(
                kind=kind,
                title=title,
                phase=phase,
                group=label,
                optional=optional,
                published=step.published if step else None,
                quote=said or None,
                not_reported=bool(step and step.not_reported),
                drafted=True,
            )
            make = partial(entered, study, annotations, key, made, ways, readings.signed(by))
            if readings.taken(make):
                session.forget(name(""))
                st.session_state.pop(_key("changing"), None)
                st.session_state[_key("step")] = key

        st.button("Enter the step", on_click=take, disabled=not by, type="primary")
        if not by:
            st.caption("Say first who reviews.")


def _own_words(study: Study, step: Step | None) -> list[str]:
    """What the record says of a step and of the study, for sentences to be copied from."""
    group = study.arm_groups[step.position] if step and step.position is not None else ArmGroup()
    told = study.protocol_section.description_module
    texts = (group.label, group.description, told.brief_summary, told.detailed_description)
    return [text for text in (*texts, study.title) if text]


def _kind(step: Step | None, label: str | None, key: str) -> StepKind:
    kinds = _OF_GROUPS if label else _OF_OTHERS
    if step and step.kind not in kinds:
        return step.kind
    chosen: StepKind = st.selectbox(
        "What it is",
        kinds,
        index=kinds.index(step.kind) if step else kinds.index("later"),
        format_func=_KINDS.__getitem__,
        key=key,
        persist_state="session",
    )
    return chosen


def _ways(flow: Flow, step: Step | None, key: str) -> list[EnteredWay]:
    """Ask for the ways into a step, alike ones together."""
    count = _field(key, "ways")
    known = ways_in(flow, key) if step else ()
    number = max(1, len(known)) + st.session_state.get(count, 0)
    blank = EnteredWay(sources=())
    found = [
        _way(flow, key, known[place] if place < len(known) else blank, place)
        for place in range(number)
    ]

    def one_more() -> None:
        st.session_state[count] = st.session_state.get(count, 0) + 1

    st.button("Another way into it", on_click=one_more, icon=":material/add:", type="tertiary")
    return found


def _way(flow: Flow, key: str, way: EnteredWay, place: int) -> EnteredWay:
    name = partial(_field, key)
    names = {step: told for step, told in _names(flow).items() if step != key}
    with st.container(border=True):
        sources = st.multiselect(
            "People come from (empty: the record does not say)",
            list(names),
            list(way.sources),
            format_func=names.__getitem__,
            key=name(f"{place}:sources"),
            persist_state="session",
        )
        condition = readings.line(
            "If, in a few words: progressed, and criteria met (empty: no condition is stated)",
            way.condition,
            name(f"{place}:condition"),
        )
        plain = readings.line("The same in plain words", way.plain, name(f"{place}:plain"))
        questions = readings.lines(
            "Asked about one participant, a question a line: Did the disease progress?",
            "\n".join(way.questions),
            name(f"{place}:questions"),
        )
        quote = _sentence("Sentence of the record it rests on", way.quote, name(f"{place}:quote"))
    return EnteredWay(
        sources=tuple(sources),
        condition=condition,
        plain=plain,
        questions=tuple(filter(None, map(typed, questions.splitlines()))),
        quote=quote,
    )


def _sentence(label: str, value: str, key: str) -> str:
    return typed(readings.lines(f"{label}, word for word", value, key))


def _field(step: str, name: str) -> str:
    return _key(f"field:{step}:{name}")
