"""Two versions of a record, side by side in their differences."""

from __future__ import annotations

from datetime import date
from itertools import groupby

import streamlit as st

from components import session
from components.downloads import download_row, table_files
from components.literal import literal
from data import Study, StudyError, load_studies
from data.compare import Change, Piece, amendments, compare_studies
from data.dates import day_in_words
from data.details import last_update
from data.loading import MAX_BYTES
from data.vocabulary import NOT_STATED

_FILE_READ = "version_file_read"
_WORDS = {"added": "Added", "removed": "Removed", "changed": "Changed"}
_COLOURS = {"added": "green", "removed": "red", "changed": "blue"}


def comparison() -> None:
    """Let the visitor choose two versions of a record, and show what differs."""
    versions = sorted(session.versions(), key=lambda version: _updated(version[1]))
    number = session.study().nct_id
    with st.expander(
        f"Open another version of {number}",
        expanded=len(versions) == 1,
        icon=":material/folder_open:",
    ):
        _open_version(number)
    if len(versions) == 1:
        st.info(
            f"Only one version of {number} is at hand: {literal(_said(versions[0]))}.",
            icon=":material/difference:",
        )
        return
    left, right = st.columns(2)
    places = range(len(versions))

    def said(place: int) -> str:
        return _said(versions[place])

    # A version that was added makes the choice anew: the oldest against the newest.
    one = left.selectbox(
        "One version", places, format_func=said, index=0, key=f"version_one_{len(versions)}"
    )
    other = right.selectbox(
        "Another version",
        places,
        format_func=said,
        index=len(versions) - 1,
        key=f"version_other_{len(versions)}",
    )
    first, last = sorted((one, other))
    st.text(f"From {said(first)} to {said(last)}")
    between = [study for _, study in versions[first : last + 1]]
    _changes(compare_studies(between[0], between[-1]))
    _amendments(between)


def _open_version(number: str) -> None:
    """Take a file of another version; it stays in this visit, and the open record stays open."""
    file = st.file_uploader(
        "Its JSON from ClinicalTrials.gov's API, or the text of its registry page",
        type=["json", "txt"],
        max_upload_size=MAX_BYTES // 10**6,
        key="version_file",
    )
    if file is None or st.session_state.get(_FILE_READ) == file.file_id:
        return
    try:
        studies = load_studies(file.getvalue())
    except StudyError as error:
        st.error(literal(str(error.within(file.name))), icon=":material/error:")
        return
    same = [study for study in studies if study.nct_id == number]
    if not same:
        held = ", ".join(dict.fromkeys(study.nct_id for study in studies))
        st.error(
            literal(f"{file.name}: expected a version of {number}, got {held}"),
            icon=":material/error:",
        )
        return
    st.session_state[_FILE_READ] = file.file_id
    for study in same:
        session.add_version(study)
    st.rerun()


def _updated(study: Study) -> date:
    """When a version was last updated; one that does not say so stands first."""
    return last_update(study) or date.min


def _said(version: tuple[str, Study]) -> str:
    name, study = version
    updated = last_update(study)
    return f"last update {day_in_words(updated) if updated else NOT_STATED} · {name}"


def _amendments(versions: list[Study]) -> None:
    """Offer what was amended as a table for a meeting, update by update."""
    rows = amendments(versions)
    if rows:
        st.header("Amendments to take away", anchor=False)
        st.text(
            "What, before, after, and since which update"
            + (", one update after the other." if len(versions) > 2 else ".")
        )
        download_row(table_files(rows, "amendments", "Amendments"))


def _changes(changes: tuple[Change, ...]) -> None:
    if not changes:
        st.success("The two say the same.", icon=":material/task_alt:")
        return
    st.text(_summary(changes))
    for section, group in groupby(changes, key=lambda change: change.section):
        st.header(section.capitalize(), anchor=False)
        for change in group:
            _change(change)


def _summary(changes: tuple[Change, ...]) -> str:
    counts = ((kind, sum(change.kind == kind for change in changes)) for kind in _WORDS)
    return " · ".join(f"{count} {kind}" for kind, count in counts if count)


def _change(change: Change) -> None:
    with st.container(border=True, gap="small"):
        colour, word = _COLOURS[change.kind], _WORDS[change.kind]
        by = f" · {literal(change.by)}" if change.by else ""
        st.markdown(f":{colour}-badge[{word}] {literal(change.place)}{by}")
        st.markdown("".join(_marked(piece) for piece in change.pieces))


def _marked(piece: Piece) -> str:
    """Mark a run of words: struck through when it is gone, bold when it is new."""
    text = piece.text
    left = " " if text[:1].isspace() else ""
    right = " " if text[-1:].isspace() and text.strip() else ""
    shown = literal(text)
    if not shown:
        return " "
    if piece.kind == "removed":
        shown = f":red-background[~~{shown}~~]"
    elif piece.kind == "added":
        shown = f":green-background[**{shown}**]"
    return f"{left}{shown}{right}"
