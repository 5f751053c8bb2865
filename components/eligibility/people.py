"""Several people of one visit: who is shown, the log of all of them, and its files."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial

import pandas as pd
import streamlit as st

from components import session as record
from components.downloads import Download, download_row
from components.eligibility import session
from components.eligibility.keep import say_what_changed
from components.exports.personal.summary import summary_html
from components.exports.personal.unguessable import csv_file, html_file, json_file, nonce
from components.kept import kept_file, opened_file
from components.literal import literal
from components.plain import is_plain
from data.eligibility import Checklist
from data.eligibility.answers_file import SavedAnswers
from data.eligibility.log_file import MAX_BYTES, SavedLog, log_content, log_rows, read_log
from data.eligibility.people import (
    LONGEST_CODE,
    MAX_BY,
    MOST_PEOPLE,
    CodeError,
    Person,
    log_row,
    read_code,
)
from data.eligibility.typed_days import DayError, read_day
from data.spreadsheet import SEPARATOR, table_csv, table_xlsx
from data.views.eligibility import EligibilityNotice
from data.words import tally

_IN_TABLE = 7  # columns of the log that the page shows; the files have all


def choose_several(checklist: Checklist) -> None:
    """Let a screening team open the log of several people: patients see the one they ask about."""
    if not is_plain():
        st.toggle(
            "Several people",
            key=session.key(checklist, *session.SEVERAL),
            help="Work through several people in one visit, each by a code, and keep a log.",
            persist_state="session",
        )


def people(checklist: Checklist, info: EligibilityNotice) -> None:
    """Work through several people in one visit, each by a code, with a log of them."""
    if not session.shows_several(checklist):
        return
    # A place of its own: without one, the news would push the rest down.
    with st.container():
        _told(checklist)
    with st.container(border=True):
        st.caption(
            "Each person by a code of yours, never a name. The log lives in this browser tab, like "
            "the answers, and is gone when it is closed; download it to keep it."
        )
        _who(checklist)

        @st.fragment(key=session.PEOPLE_FRAGMENT)
        def log() -> None:
            _log(checklist, info)

        log()
        kept_file(
            "Open a log again (CSV, XLSX or JSON; it takes the place of the people here)",
            ["csv", "xlsx", "json"],
            MAX_BYTES,
            _key(checklist, "saved"),
            partial(_open, checklist),
        )


def _key(checklist: Checklist, *names: str) -> str:
    return session.key(checklist, "people", *names)


def _who(checklist: Checklist) -> None:
    """Choose who is shown, and add somebody."""
    codes = list(session.people(checklist))
    shown = session.shown_person(checklist)
    if codes:
        name = _key(checklist, "chosen")
        st.session_state[name] = shown
        st.pills(
            "Person shown",
            codes,
            required=True,
            key=name,
            on_change=partial(_choose, checklist, name),
            wrap=True,
        )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            "Code of the next person" if codes else "Code of this person",
            key=_key(checklist, "code"),
            max_chars=2 * LONGEST_CODE,
            placeholder="such as P-07",
            width=220,
            on_change=partial(_add, checklist),
        )
        st.button("Add", icon=":material/person_add:", key=_key(checklist, "add"))
        if shown and st.button(
            f"Remove {shown}",
            icon=":material/person_remove:",
            key=_key(checklist, "remove"),
        ):
            _confirm_removal(checklist, shown)
    if problem := st.session_state.get(_key(checklist, "problem")):
        st.markdown(f":red[:material/error: {literal(problem)}]")
    if shown:
        with st.container(horizontal=True):
            for name, label, most in (("on", "Date screened", 40), ("by", "Screened by", MAX_BY)):
                st.text_input(
                    label,
                    key=_key(checklist, name),
                    max_chars=most,
                    placeholder="such as 2026-09-03" if name == "on" else "initials or a role",
                    width=220,
                    persist_state="session",
                )
        if problem := _day(checklist)[1]:
            st.markdown(f":red[:material/error: {literal(problem)}]")


def _day(checklist: Checklist) -> tuple[date | None, str]:
    """The date screened as it stands in its field, or why it is none."""
    text = (st.session_state.get(_key(checklist, "on")) or "").strip()
    try:
        return (read_day(text) if text else None), ""
    except DayError as error:
        return None, f"Date screened: {error}."


def _put_aside(checklist: Checklist) -> dict[str, Person]:
    """Take what stands in the inputs into the log; return the log."""
    found = session.people(checklist)
    code = session.shown_person(checklist)
    if code in found:
        by = (st.session_state.get(_key(checklist, "by")) or "").strip()
        now = replace(
            found[code],
            answers=session.answers_to_keep(checklist, session.plain_answers(checklist)),
            by_hand=session.by_hand(checklist),
            screened_on=_day(checklist)[0],
            screened_by=by[:MAX_BY],
        )
        if now != found[code]:
            found[code] = replace(now, changed=datetime.now(UTC).replace(second=0, microsecond=0))
    return found


def _show(checklist: Checklist, code: str | None) -> None:
    """Put a person's answers into the inputs."""
    person = session.people(checklist).get(code or "", Person(code=""))
    st.session_state[_key(checklist, "shown")] = code
    session.restore(checklist, SavedAnswers(answers=person.answers, by_hand=person.by_hand))
    day = person.screened_on
    st.session_state[_key(checklist, "on")] = day.isoformat() if day else ""
    st.session_state[_key(checklist, "by")] = person.screened_by


def _choose(checklist: Checklist, name: str) -> None:
    _put_aside(checklist)
    _show(checklist, st.session_state[name])


def _add(checklist: Checklist) -> None:
    """Begin with another person; the first one gets the answers that are there."""
    name, problem = _key(checklist, "code"), _key(checklist, "problem")
    found = _put_aside(checklist)
    st.session_state.pop(problem, None)
    if not (st.session_state.get(name) or "").strip():
        return
    try:
        code = read_code(st.session_state[name], found)
        if len(found) == MOST_PEOPLE:
            raise CodeError(f"There are {MOST_PEOPLE} people: download the log, and begin another.")
    except CodeError as error:
        st.session_state[problem] = str(error)
        return
    st.session_state[name] = ""
    by = st.session_state.get(_key(checklist, "by")) or ""
    today = datetime.now(UTC).date()
    first = not found
    found[code] = Person(code=code, screened_on=today, screened_by=by)
    if first:
        st.session_state[_key(checklist, "shown")] = code
        st.session_state[_key(checklist, "on")] = today.isoformat()
        _put_aside(checklist)
    else:
        _show(checklist, code)


@st.dialog("Remove this person?", icon=":material/person_remove:")
def _confirm_removal(checklist: Checklist, code: str) -> None:
    st.text(f"{code} and every answer about this person are removed from the log and this page.")
    with st.container(horizontal=True):
        if st.button(f"Remove {code} for good", key=_key(checklist, "removed")):
            found = session.people(checklist)
            found.pop(code, None)
            _show(checklist, next(iter(found), None))
            st.rerun()
        if st.button("Keep"):
            st.rerun()


def _log(checklist: Checklist, info: EligibilityNotice) -> None:
    """Show the log and offer its files; drawn again at every answer."""
    everybody = tuple(_put_aside(checklist).values())
    if not everybody:
        return
    rows = [_row(checklist, person) for person in everybody]
    st.dataframe(
        pd.DataFrame([dict(list(row.items())[:_IN_TABLE]) for row in rows]), hide_index=True
    )
    title = record.study().title

    def table() -> list[dict[str, str]]:
        return log_rows(checklist, everybody)

    def sheets() -> str:
        page = summary_html(
            checklist,
            everybody,
            title=title,
            day=datetime.now(UTC).date(),
            status=info.told("This page shows"),
        )
        return html_file(page)

    download_row(
        (
            Download("Log as CSV", "log", "csv", lambda: csv_file(table_csv(table()))),
            Download("Log as XLSX", "log", "xlsx", lambda: table_xlsx(table(), comment=nonce())),
            Download(
                *("Log as JSON", "log", "json"),
                lambda: json_file(log_content(checklist, everybody)),
            ),
            Download("A page each, to print", "log", "html", sheets, to_print=True),
        )
    )
    st.caption(SEPARATOR)


def _row(checklist: Checklist, person: Person) -> dict[str, str]:
    """What the log says of a person; worked out again only when something has changed."""
    known: dict[str, tuple[Person, dict[str, str]]]
    known = st.session_state.setdefault(_key(checklist, "rows"), {})
    if person.code not in known or known[person.code][0] != person:
        known[person.code] = (person, log_row(checklist, person))
    return known[person.code][1]


def _open(checklist: Checklist, content: bytes) -> SavedLog:
    saved = read_log(checklist, content)
    found = session.people(checklist)
    found.clear()
    found.update({person.code: person for person in saved.people})
    _show(checklist, next(iter(found), None))
    return saved


def _told(checklist: Checklist) -> None:
    """Say what came of opening a log."""
    told: SavedLog | None = opened_file(_key(checklist, "saved"))
    if told:
        st.success(f"{tally(len(told.people), 'person', 'people')} opened.")
        say_what_changed(told)
