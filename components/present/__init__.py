"""Present the record: slides that fill the window, one at a time.

The slides are sent to the browser all at once, in both formats; there `stage.js` turns the pages
without asking the server, and keeps the speaker's window (`speaker.js`) at the same slide. Their
colours are variables of the style sheet, so that light and dark are the same slides.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Final, get_args

import streamlit as st

from components import session
from components.audience import audience
from components.chosen_slides import keep_chosen
from components.exports.slide_html import SLIDE_CSS, slide_html
from components.moving import moving_over_slides
from components.palette import DARK, LIGHT, VARIABLES, colours
from data import Study
from data.annotations import Annotations
from data.deck.build import deck
from data.deck.model import NARROW, TALK_ENDS, WIDE, Deck, DeckAudience
from data.deck.places import (
    former_names,
    narrow_names,
    narrow_parts,
    same_slides,
    wide_names,
)
from data.deck.spoken import PACE, PACE_SOURCE, spoken_words
from data.topics import Topic

AUDIENCES: Final[dict[DeckAudience, str]] = {
    "lay": "Lay: patients, families, advocates",
    "sponsor": "Sponsor: those who run or review the study",
}
# What topics were called in addresses once: links that were kept go on leading there.
_FORMER: Final = {
    "question": Topic.OVERVIEW,
    "who": Topic.ELIGIBILITY,
    "given": Topic.SCHEDULE,
    "where": Topic.SITES,
    "when": Topic.TIMELINE,
    "found": Topic.RESULTS,
}
# For the rest of the visit.
_KEPT_AUDIENCE: Final = "kept_audience"
_KEY: Final = "stage"
_PARTS: Final = Path(__file__).parent


def presentation() -> None:
    """Show the slides of the open record over the whole window, until the visitor leaves them."""
    stage = st.components.v2.component(
        "stage",
        html=_part("stage.html"),
        css=SLIDE_CSS + _part("stage.css"),
        js=_part("speaker.js") + _part("stage.js"),
    )
    found = stage(
        key=_KEY,
        data=_data(slides_audience(), session.as_of())
        | {"dark": session.palette() is DARK, "moving": moving_over_slides()},
        on_audience_change=_keep_audience,
        on_left_change=lambda: None,
    )
    if found.left:
        keep_chosen(found.left["slides"])
        st.switch_page("pages/export.py" if found.left["take"] else session.last_page())


def slides_audience() -> DeckAudience:
    """The audience chosen for slides in this visit, else that of the pages, else the one that knows
    least."""
    asked = st.session_state.get(_KEPT_AUDIENCE) or audience()
    return next((one for one in get_args(DeckAudience) if one == asked), "lay")


def _data(audience: DeckAudience, as_of: date) -> dict[str, Any]:
    """The slides of the open record."""
    with st.spinner("Preparing the slides"):
        return session.once(
            ("slides", audience, as_of),
            lambda study, annotations: stage_data(
                study, annotations, audience=audience, as_of=as_of
            ),
        )


def stage_data(
    study: Study, annotations: Annotations, *, audience: DeckAudience, as_of: date
) -> dict[str, Any]:
    """Gather what the browser needs to show the slides, but for the visitor's theme.

    Args:
        study: the record.
        annotations: what has been read out of it.
        audience: whom the words are for.
        as_of: the day the study is seen from.
    """
    wide, narrow = (
        deck(study, annotations, audience=audience, size=size, as_of=as_of)
        for size in (WIDE, NARROW)
    )
    names = wide_names(wide.slides)
    return {
        "title": f"{study.nct_id}: {study.title}",
        "audience": audience,
        "audiences": [{"key": key, "name": name} for key, name in AUDIENCES.items()],
        "former": {"topics": _FORMER, "names": former_names(wide.slides, narrow.slides)},
        "talk_ends": TALK_ENDS,
        "pace": PACE,
        "pace_source": PACE_SOURCE,
        "speaker_css": SLIDE_CSS + _part("speaker.css"),
        "colours": {"light": colours(LIGHT), "dark": colours(DARK)},
        "decks": {
            "wide": _slides(wide, names, names, narrow),
            "narrow": _slides(
                narrow,
                narrow_names(wide.slides, narrow.slides),
                narrow_parts(wide.slides, narrow.slides),
                wide,
            ),
        },
    }


def _slides(
    one: Deck, names: tuple[str, ...], parts: tuple[str, ...], other: Deck
) -> list[dict[str, Any]]:
    same = same_slides(one.slides, other.slides)
    return [
        {
            "key": slide.key,
            "name": names[number - 1],
            "part": parts[number - 1],
            "talk": number <= one.talk,
            "words": spoken_words(slide),
            "other": same[number - 1],
            "title": slide.title.text,
            "html": slide_html(slide, one, VARIABLES, number),
            "notes": list(slide.notes),
        }
        for number, slide in enumerate(one.slides, start=1)
    ]


def _keep_audience() -> None:
    st.session_state[_KEPT_AUDIENCE] = st.session_state[_KEY].audience


def _part(name: str) -> str:
    return (_PARTS / name).read_text(encoding="utf-8")
