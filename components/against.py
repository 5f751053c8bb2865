"""The record against the publication, with room for what a meeting notes, kept in a file."""

from __future__ import annotations

from functools import partial
from typing import Final

import pandas as pd
import streamlit as st

from components import session
from components.audience import is_sponsor
from components.downloads import Download, download_row, table_files
from components.exports.personal.unguessable import json_file
from components.folded import folded
from components.kept import kept_file, opened_file
from components.literal import READING_WIDTH, literal
from data.views.against import AgainstLine, Remark, against, against_table, agreements
from data.views.against_file import MAX_BYTES, MOST_SIGNS, read_remarks, remarks_content

_ROW: Final = 92  # pixels: so high that sentences wrap
# What a meeting works with comes first, as wide as it takes on a page, in pixels.
_WIDTHS: Final = {
    "Fact": 110,
    "Agreement": 90,
    "The record states": 190,
    "The publication states, in our words": 240,
    "Owner": 80,
    "Remark": 130,
}
_OWN: Final = ("Owner", "Remark")
_key: Final = partial(session.key, "meeting")


def record_against_publication() -> None:
    """Count the facts that both sides state alike and otherwise, and show them, for sponsors in
    sight; nothing for a record of which nobody has gathered what is published."""
    lines = session.once(("against",), against)
    if not lines:
        return
    st.text(f"{agreements(lines)}.", width=READING_WIDTH)
    if is_sponsor():
        _fact_by_fact(lines)
    else:
        folded("Fact by fact, with room for notes", partial(_fact_by_fact, lines), "against")


def _fact_by_fact(lines: tuple[AgainstLine, ...]) -> None:
    """Show both sides of each fact, take notes, and offer all of it as files."""
    remarks = _edited(lines)
    nct_id, rows = session.study().nct_id, against_table(lines, remarks)
    download_row(table_files(rows, "record-against-publication", "Record against publication"))
    with st.expander("Keep a meeting\u2019s notes, open them again", icon=":material/save:"):
        st.caption(
            "Owners and remarks stay in this visit: they are in no address, no log and no file of "
            "ours. To keep them, download them; opened here they stand beside their lines again."
        )

        def notes() -> str:
            return json_file(remarks_content(nct_id, lines, remarks))

        download_row([Download("Download the notes", "meeting", "json", notes)])
        kept_file(
            "Open a meeting\u2019s notes (they replace those above)",
            ["json"],
            MAX_BYTES,
            _key("file"),
            partial(_open, lines),
        )
        _told()


def _edited(lines: tuple[AgainstLine, ...]) -> dict[str, Remark]:
    """Show the table; give what stands beside the lines now.

    The field keeps what was changed against what it was given: so it is given the same as long as
    it is on the page, and what was noted before when it comes back.
    """
    editor = _key(f"editor_{st.session_state.get(_key('opened'), 0)}")
    if editor not in st.session_state:
        st.session_state[_key("base")] = dict(st.session_state.get(_key("remarks"), {}))
    rows = against_table(lines, st.session_state[_key("base")])
    shown = st.data_editor(
        pd.DataFrame(rows),
        hide_index=True,
        disabled=[name for name in rows[0] if name not in _OWN],
        column_order=list(dict.fromkeys((*_WIDTHS, *rows[0]))),
        column_config={
            name: st.column_config.TextColumn(
                width=width, max_chars=MOST_SIGNS if name in _OWN else None
            )
            for name, width in _WIDTHS.items()
        },
        row_height=_ROW,
        key=editor,
    )
    remarks = {
        line.key: Remark(owner=str(owner or ""), remark=str(remark or ""))
        for line, owner, remark in zip(lines, shown["Owner"], shown["Remark"], strict=True)
    }
    st.session_state[_key("remarks")] = remarks
    return remarks


def _open(lines: tuple[AgainstLine, ...], content: bytes) -> tuple[int, tuple[str, ...]]:
    remarks, told = read_remarks(content, session.study().nct_id, lines)
    st.session_state[_key("remarks")] = remarks
    st.session_state[_key("opened")] = st.session_state.get(_key("opened"), 0) + 1
    return len(remarks), told


def _told() -> None:
    """Say what came of opening a file."""
    found: tuple[int, tuple[str, ...]] | None = opened_file(_key("file"))
    if found:
        number, told = found
        st.success(f"{number} notes opened.", icon=":material/task_alt:")
        for sentence in told:
            st.warning(literal(sentence), icon=":material/update:")
