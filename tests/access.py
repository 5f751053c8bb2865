"""Look for what breaks an accessibility rule: every state, audience, size and appearance.

`make access` takes half an hour or more and needs no network; `make access ARGS="design patient"`
takes the states whose names begin so, for that audience. The tests look at a part of it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from playwright.sync_api import BrowserContext, Error, Page, expect, sync_playwright

from components.audience import Audience
from tests.browser import (
    AXE_COLOURS,
    AXE_OPTIONS,
    STILL,
    WATCH_SERVER,
    axe_violations,
    launch_options,
    serve,
    wait_ready,
)
from tests.states import STATES, State


class View(NamedTuple):
    """A window: in CSS pixels, as zoom leaves them."""

    width: int
    height: int


VIEWS: Final = {
    "1280 px": View(1280, 800),
    "390 px": View(390, 844),
    "320 px": View(320, 640),
    "200 %": View(640, 400),
    "400 %": View(320, 256),
}
# Whatever is seen stands in the window, or in something that scrolls for itself (WCAG 1.4.10).
OUTSIDE: Final = """() => {
    const roots = [document], outside = [];
    const seen = 'a,button,h1,h2,h3,img,input,label,li,p,select,span,svg,td';
    for (let at = 0; at < roots.length; at++) {
        for (const one of roots[at].querySelectorAll('*')) {
            if (one.shadowRoot) roots.push(one.shadowRoot);
        }
    }
    const pane = '[data-testid=stMain], [data-testid=stApp], body, html';
    const isCut = (one) => {
        for (let at = one; at; at = at.parentNode ?? at.host) {
            if (!(at instanceof Element) || at.matches(pane)) continue;
            if (getComputedStyle(at).overflowX !== 'visible') return true;
        }
        return false;
    };
    for (const root of roots) {
        for (const one of root.querySelectorAll(seen)) {
            if (!one.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
            const { left, right, width } = one.getBoundingClientRect();
            if (width && right > innerWidth + 1 && left < 3 * innerWidth && !isCut(one)) {
                outside.push(`${one.localName} ${one.textContent.trim().slice(0, 50)}`);
            }
        }
    }
    const html = document.documentElement, main = document.querySelector('[data-testid=stMain]');
    if (html.scrollWidth > html.clientWidth) outside.push('the page scrolls sideways');
    if (main && main.scrollWidth > main.clientWidth + 1) outside.push('its text scrolls sideways');
    return outside;
}"""


def bring(page: Page, state: State, audience: str, base: str = "") -> None:
    """Open a page for an audience, and bring it into a state."""
    path = state.path
    if "audience=" not in path:
        path += f"{'&' if '?' in path else '?'}audience={audience}"
    page.goto(f"{base}{path}")
    wait_ready(page)
    state.step(page)
    wait_ready(page)


def wrong(page: Page, options: dict[str, Any] = AXE_OPTIONS) -> list[str]:
    """Say what is wrong with a page as it is: rules of axe, and what stands outside the window."""
    wait_ready(page)
    page.mouse.move(0, 0)  # what a pointer rests on has colours of its own
    page.wait_for_function(STILL)
    told = [f"{one.rule}: {one.target}: {one.message}" for one in axe_violations(page, options)]
    return told + [f"reflow: {one}" for one in page.evaluate(OUTSIDE)]


def every_view(page: Page) -> Iterator[str]:
    """Look at a page in every window, light and dark; in the dark, colours alone can differ."""
    for name, view in VIEWS.items():
        page.set_viewport_size({"width": view.width, "height": view.height})
        page.emulate_media(color_scheme="light")
        yield from (f"{name}, light: {told}" for told in wrong_twice(page, AXE_OPTIONS))
        page.emulate_media(color_scheme="dark")
        yield from (f"{name}, dark: {told}" for told in wrong_twice(page, AXE_COLOURS))


def wrong_twice(page: Page, options: dict[str, Any]) -> list[str]:
    """Say what is wrong, and still is: a page that is drawn anew fades for a moment."""
    first = wrong(page, options)
    return first and [told for told in wrong(page, options) if told in first]


def walk(context: BrowserContext, state: State, audience: str) -> list[str]:
    """Look at one state for one audience: a visit of its own, with scripts that are known."""
    try:
        page = context.new_page()
        bring(page, state, audience)
        return list(dict.fromkeys(every_view(page)))
    except (Error, AssertionError) as error:
        return [f"not reached: {error}"]
    finally:
        for one in context.pages:
            one.close()


def chosen(wanted: list[str]) -> tuple[list[Audience], list[State]]:
    """The audiences and states that are meant; all, where none is named.

    Raises:
        SystemExit: something is named that is neither.
    """
    audiences = [one for one in Audience if one in wanted]
    names = [one for one in wanted if one not in audiences]
    for name in names:
        if not any(state.name.startswith(name) for state in STATES):
            raise SystemExit(f"{name!r} is no audience, and no state begins so (tests/states.py).")
    states = [one for one in STATES if not names or one.name.startswith(tuple(names))]
    return audiences or list(Audience), states


def main(wanted: list[str]) -> int:
    """Look at everything, or at what is wanted; say what is wrong."""
    audiences, states = chosen(wanted)
    expect.set_options(timeout=30_000)
    count = looks = 0
    with serve() as app, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        context = browser.new_context(
            viewport={"width": 1280, "height": 800}, base_url=app.url, reduced_motion="reduce"
        )
        context.add_init_script(WATCH_SERVER)
        for audience in audiences:
            for state in states:
                if audience is Audience.PATIENT and not state.patients:
                    continue
                looks += 2 * len(VIEWS)
                found = walk(context, state, audience)
                count += len(found)
                print(f"{audience}: {state.name}: {len(found) or 'nothing'}", flush=True)
                for told in found:
                    print(f"    {told}", flush=True)
        browser.close()
    print(f"{count} found in {looks} looks")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
