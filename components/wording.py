"""Put a record into plain words, text by text, each beside the record's own."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st

from components import readings, session
from components.literal import READING_WIDTH, literal
from components.plain import is_plain
from data.annotations.standing import typed
from data.wording import (
    Part,
    WordedPlace,
    WrittenWords,
    is_offered,
    places,
    strange_numbers,
    with_words,
    without_words,
)

_key: Final = partial(session.key, "wording")


def wording() -> None:
    """Offer to write plain words; nothing where a person has written them in a file, nor to
    patients, who read them."""
    readings.refused()
    readings.lapsed(session.annotations().plain.lapsed)
    if is_plain() or not is_offered(session.annotations()):
        return
    with readings.unfolded("Write plain words", _key("open")) as folded:
        if folded.open:
            found = session.once(("places of plain words",), places)
            written = sum(place.words is not None for place in found)
            st.caption(
                f"{written} written. Patients read them in place of the record's words, on every "
                "page, slide and handout; what is not written stays as the record has it. A number "
                "in them is the record's own."
            )
            by = readings.reviewer()
            part = st.selectbox("Part", [*Part], key=_key("part"), persist_state="session")
            _part([place for place in found if place.part is part and place.is_open], by)
            readings.keep()


def _part(found: list[WordedPlace], by: str) -> None:
    """Show one place of a part, and what is written in it."""
    if not found:
        st.caption("The record has nothing of this, or its words are written in a file.")
        return
    chosen = _key(f"{found[0].part.name}:place")
    keys = [place.key for place in found]
    if st.session_state.get(chosen) not in keys:
        st.session_state[chosen] = next((p.key for p in found if not p.words), keys[0])
    names = {place.key: f"{count}. {place.heading}" for count, place in enumerate(found, start=1)}
    key = st.selectbox(
        "Text", keys, format_func=names.__getitem__, key=chosen, persist_state="session"
    )
    place = next(place for place in found if place.key == key)
    readings.not_taken()
    own, said = st.columns(2, gap="medium")
    with own, st.container(border=True):
        st.caption("The record says")
        for text in place.own:
            st.text(text, width=READING_WIDTH)
        if not place.own:
            st.caption("Nothing in so many words.")
    with said:
        _write(place, by, partial(_go_on, chosen, keys, key))


def _go_on(chosen: str, keys: list[str], key: str) -> None:
    st.session_state[chosen] = (keys * 2)[keys.index(key) + 1]


def _write(place: WordedPlace, by: str, go_on: partial[None]) -> None:
    """Let plain words be written, and taken back."""
    study, annotations = session.study(), session.annotations()
    was = place.words or WrittenWords(plain="")
    name = partial(_field, place)
    called = ""
    if place.part.is_named:
        called = readings.line("Name in plain words", was.name, name("name"), place.heading)
    plain = typed(readings.lines("In plain words", was.plain, name("plain"), height=140))
    ask = ""
    if place.part is Part.CRITERIA:
        st.caption("Of an exclusion, say that one could not join: patients read it by itself.")
        ask = readings.line("What to ask a doctor about it (may stay empty)", was.ask, name("ask"))
    quote, silent = "", False
    if place.part not in (Part.CRITERIA, Part.QUESTIONS):
        asked = "Words of the record they rest on (part of what stands beside them, word for word)"
        quote = readings.line(asked, was.quote, name("quote"), if_empty=place.rests_on)
        silent = st.checkbox(
            "They say that the record does not tell it",
            was.not_stated,
            key=name("silent"),
            persist_state="session",
        )
    words = WrittenWords(plain=plain, name=called, ask=ask, quote=quote, not_stated=silent)
    if strange := strange_numbers(words.plain, (*place.own, quote)):
        said = f"Not in the record's words beside it: {', '.join(strange)}."
        st.caption(f":material/flag: {literal(said)}")

    def take() -> None:
        make = partial(with_words, study, annotations, place, words, readings.signed(by))
        if readings.taken(make):
            session.forget(name(""))
            go_on()

    with st.container(horizontal=True):
        st.button(
            "Enter the words", key=_key("enter"), on_click=take, disabled=not by, type="primary"
        )
        st.button("Next text", key=_key("next"), on_click=go_on)
    if not by:
        st.caption("Say first who writes.")
    if was.worded:
        readings.take_back(
            "Written", was.worded, "words", partial(without_words, study, annotations, place)
        )


def _field(place: WordedPlace, name: str) -> str:
    return _key(f"field:{place.part.name}:{place.key}:{name}")
