"""What one visit has open: the record, its annotations and the day it is seen from."""

import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from threading import RLock
from typing import Any, Final, NoReturn, TypeVar

import streamlit as st
from streamlit.navigation.page import Page

from components.literal import literal
from components.palette import DARK, LIGHT, Palette
from data import Study, StudyError, load_study
from data.annotations import Annotations, load_annotations
from data.annotations.shipped import annotations_of
from data.errors import quoted
from data.plain.glossary import Field, fields_of
from data.records import shipped_records

DEFAULT: Final = "NCT03972488"
# The name of the open record in the address: `?record=NCT…`.
RECORD: Final = "record"
# The day the record is seen from, in the address.
AS_OF: Final = "as_of"
_KEPT_AS_OF: Final = "kept_as_of"
_LAST_PAGE: Final = "last_page"
_OPENED: Final = "opened_studies"
_VERSIONS: Final = "other_versions"
# Marks a record that the visitor has opened, so that it stands beside a shipped one of its number.
_MARK: Final = "-opened"
_OPENED_KEY: Final = re.compile(rf"NCT\d{{8}}{_MARK}", re.ASCII)
_CHOSEN: Final = "chosen_record"
_PICKERS: Final = "record_pickers_before"
# A day in the address makes another timeline: what is oldest makes room.
_MOST_ON_A_SHELF: Final = 100
_MISSING: Final[Any] = object()


@lru_cache(maxsize=50)
def _shipped_study(path: Path) -> Study:
    return load_study(path)


@lru_cache(maxsize=50)
def _shipped_annotations(path: Path) -> Annotations:
    return load_annotations(_shipped_study(path), path.with_suffix(".annotations.yaml"))


T = TypeVar("T")


@dataclass(frozen=True)
class Shelf:
    """What was worked out of a record, by what it is; what many ask for is worked out by one."""

    found: dict[Hashable, Any] = field(default_factory=dict)
    working: RLock = field(default_factory=RLock)


@lru_cache(maxsize=50)
def _shipped_shelf(record: str) -> Shelf:  # noqa: ARG001 - one for each record
    return Shelf()


@dataclass(frozen=True, kw_only=True)
class _Opened:
    study: Study
    annotations: Annotations
    shelf: Shelf = field(default_factory=Shelf)


def _opened() -> dict[str, _Opened]:
    """The records this visitor has opened: in this session, and in no cache shared with others."""
    opened: dict[str, _Opened] = st.session_state.setdefault(_OPENED, {})
    return opened


def record_key() -> str:
    """The key of the open record."""
    chosen: str = st.session_state.get(_CHOSEN, DEFAULT)
    return chosen


def key(part: str, name: str) -> str:
    """Name a widget of a part of the app for the open record: what is entered or chosen for one
    record is not another's."""
    return f"{part}:{record_key()}:{name}"


def missing_record() -> str | None:
    """The key of the open record, if it is not at hand: one that was opened before a reload, or
    whose address was sent."""
    key = record_key()
    return None if key in shipped_records() or key in _opened() else key


def own_number(key: str) -> str | None:
    """The number of a record that a visitor has opened, from its key; None for other keys."""
    return key.removesuffix(_MARK) if _OPENED_KEY.fullmatch(key) else None


def fields() -> frozenset[Field]:
    """The fields that the open record is of: some words mean something else in others."""
    return fields_of(study())


def record_names() -> dict[str, str]:
    """Every record that can be shown, by its key: its short name where it has one, its number."""
    return {
        **{number: _shipped_name(number) for number in shipped_records()},
        **{record: f"{item.study.nct_id} (opened by you)" for record, item in _opened().items()},
    }


def _shipped_name(number: str) -> str:
    acronym = _shipped_annotations(shipped_records()[number]).acronym
    return f"{acronym.value} · {number}" if acronym else number


def open_studies(studies: Sequence[Study]) -> NoReturn:
    """Open records for this visitor alone, and start again with the first of them.

    A record gets the annotations of its number as long as every quote of theirs stands in it.
    """
    for one in studies:
        key = f"{one.nct_id}{_MARK}"
        if key in _opened():
            add_version(_opened()[key].study)
        _opened()[key] = _Opened(study=one, annotations=annotations_of(one))
    st.session_state[_CHOSEN] = f"{studies[0].nct_id}{_MARK}"
    # The picker is made anew: a click in this moment still sends the value of the one before.
    st.session_state[_PICKERS] = st.session_state.get(_PICKERS, 0) + 1
    st.rerun()


def add_version(study: Study) -> None:
    """Keep another version of a record, for this visitor alone, to be compared with."""
    kept: list[Study] = st.session_state.setdefault(_VERSIONS, [])
    if study not in kept:
        kept.append(study)


def versions() -> list[tuple[str, Study]]:
    """Every version of the open record that is at hand, with where it is from; each once."""
    number = study().nct_id
    names = record_names()
    found = [(names[key], one) for key in names if (one := study_of(key)).nct_id == number]
    for one in st.session_state.get(_VERSIONS, []):
        if one.nct_id == number and one not in [version for _, version in found]:
            found.append((f"{number} (another version, opened by you)", one))
    return found


def read_again(annotations: Annotations) -> None:
    """Let this visitor see the open record with other readings; nobody else sees them."""
    _opened()[record_key()] = _Opened(study=study(), annotations=annotations)


def forget(beginning: str) -> None:
    """Forget what was entered under keys that begin so."""
    for key in [key for key in st.session_state if str(key).startswith(beginning)]:
        del st.session_state[key]


def choose_record() -> None:
    """Open the record that the address names, at the start of a visit; later it counts no more."""
    st.session_state.setdefault(_CHOSEN, st.query_params.get(RECORD) or DEFAULT)


def record_picker() -> None:
    """Let the visitor choose among the records at hand; name the one where there is no other."""
    names = record_names()
    missing = missing_record() is not None
    if len(names) == 1 and not missing:
        st.caption(f"Record  \n{literal(names[record_key()])}")
        return
    key = f"{RECORD}-missing" if missing else f"{RECORD}{st.session_state.get(_PICKERS, '')}"
    if not missing:
        st.session_state.setdefault(key, record_key())

    def pick() -> None:
        st.session_state[_CHOSEN] = st.session_state[key] or record_key()

    st.selectbox(
        "Record",
        list(names),
        index=None if missing else 0,
        format_func=names.__getitem__,
        key=key,
        placeholder="Choose a record",
        on_change=pick,
    )


def show_in_address() -> None:
    """Let the address name the open record unless it is the first.

    A shipped one can then be sent. One that the visitor has opened cannot, but after a reload the
    address tells that it has to be opened again.
    """
    if record_key() != DEFAULT:
        st.query_params[RECORD] = record_key()
    elif RECORD in st.query_params:
        del st.query_params[RECORD]


def come_back_to(page: Page) -> None:
    """Remember the page that a presentation leads back to."""
    st.session_state[_LAST_PAGE] = page


def last_page() -> Page | str:
    """The page to come back to: the one seen last, else the first."""
    page: Page | str = st.session_state.get(_LAST_PAGE, "pages/overview.py")
    return page


def study() -> Study:
    """The record that is open."""
    return study_of(record_key())


def study_of(record: str) -> Study:
    """The record of a key.

    Raises:
        StudyError: it is not at hand. Another record is never shown in its place.
    """
    opened = _opened().get(record)
    if opened is None and record not in shipped_records():
        raise StudyError(f"{own_number(record) or quoted(record)} is not at hand: open it again")
    return opened.study if opened else _shipped_study(shipped_records()[record])


def annotations() -> Annotations:
    """What has been read out of the open record by a person; nothing for a record without any."""
    opened = _opened().get(record_key())
    return opened.annotations if opened else _shipped_annotations(shipped_records()[record_key()])


def once(what: Hashable, make: Callable[[Study, Annotations], T]) -> T:
    """Work something out of the open record once: for everybody if it is a shipped one, else for
    this visit.

    Args:
        what: names it, with all that it depends on besides the record: never on a person.
        make: works it out; what it returns must not be changed.
    """
    opened = _opened().get(record_key())
    shelf = opened.shelf if opened else _shipped_shelf(record_key())
    # Visitors share a shelf: what was there a moment ago may have made room since.
    found: T = shelf.found.get(what, _MISSING)
    return _worked_out(shelf, what, make) if found is _MISSING else found


def _worked_out(shelf: Shelf, what: Hashable, make: Callable[[Study, Annotations], T]) -> T:
    with shelf.working:
        if what not in shelf.found:
            made = make(study(), annotations())
            for oldest in list(shelf.found)[: max(0, len(shelf.found) - _MOST_ON_A_SHELF + 1)]:
                del shelf.found[oldest]
            shelf.found[what] = made
        found: T = shelf.found[what]
        return found


def carry_as_of() -> None:
    """Keep the day in the address when the page changes: Streamlit drops it."""
    if AS_OF in st.query_params:
        st.session_state[_KEPT_AS_OF] = st.query_params[AS_OF]
    elif _KEPT_AS_OF in st.session_state:
        st.query_params[AS_OF] = st.session_state[_KEPT_AS_OF]


def forget_as_of() -> None:
    """See the record from today again."""
    st.session_state.pop(_KEPT_AS_OF, None)
    st.query_params.pop(AS_OF, None)


def as_of() -> date:
    """The day the record is seen from: `?as_of=2026-01-21` in the address, else today.

    Raises:
        StudyError: the address names no day.
    """
    written = st.query_params.get(AS_OF)
    if written is None:
        return datetime.now(UTC).date()
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise StudyError(f"as_of in the address: expected YYYY-MM-DD, got {written!r}") from None


def palette() -> Palette:
    """The colours that go with the appearance the visitor has chosen."""
    return DARK if st.context.theme.type == "dark" else LIGHT
