"""Screen a list: a file of many people, its columns as facts, who is lost where, and the log.

The list stays in the visitor's session: it is written to no disk, cached for nobody else, and in no
address.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from components import eligibility, session
from components.downloads import Download, download_row, picture_files, table_files
from components.eligibility import session as person
from components.exports.personal.screened import log_csv, log_xlsx
from components.literal import READING_WIDTH, literal
from components.scenes import drawing, scene
from data.annotations.eligibility import Fact
from data.eligibility import Checklist, Verdict
from data.eligibility.answers_file import SavedAnswers
from data.eligibility.calculators import asked_with_calculators
from data.pictures.attrition import attrition_alt, attrition_scene
from data.pictures.sheet import sheet
from data.screening import Attrition, ScreeningError, screened, settled
from data.screening.batches import VERDICTS, Batch, Settling, answers_of, written_columns
from data.screening.expressions import drafted
from data.screening.files import table_of
from data.screening.mapping import Answered, MappingFile, mapped, mapping_yaml
from data.screening.reading import (
    PERSON,
    People,
    Read,
    answers_to,
    check_kept,
    plain_sources,
    read_held,
)
from data.screening.standards import circe, fhir_group
from data.screening.writing import plain_table
from data.spreadsheet import SEPARATOR

_STATE: Final = "screening"
_MOST_PEOPLE: Final = 200_000  # beyond, the command keeps one batch in memory at a time
_MOST_MB: Final = 80  # so many in a CSV file of 62 columns; `server.maxUploadSize` lets it through
_MOST_IN_XLSX: Final = 10_000
_MOST_ROWS: Final = 1_000  # in the table on the page
_MOST_CELLS: Final = 12  # different words of a column that are mapped by choosing
_MAPPED_HEIGHT: Final = 215  # pixels: five facts and a half, so that it is seen to go on
_WIDTHS: Final = (340.0, 720.0, 900.0)
_SHEET: Final = 900.0
_NOTHING: Final = "—"


@dataclass(kw_only=True)
class _List:
    """A file that a visitor has dropped, and what has been worked out of it.

    What one mapping reads is read for the next only where it differs.
    """

    name: str
    key: str
    table: pa.Table
    read: Read = field(default_factory=dict)
    settling: Settling | None = None

    def settling_by(self, checklist: Checklist) -> Settling:
        """What settles its people by a checklist, with what it remembers of them."""
        if self.settling is None or self.settling.checklist is not checklist:
            self.settling = Settling(checklist)
        return self.settling


@dataclass(frozen=True, kw_only=True)
class _Screened:
    """What came of it."""

    key: object
    batches: tuple[Batch, ...]
    found: Attrition
    remarks: tuple[str, ...]


def screen_a_list() -> None:
    """Take a list, map its columns, and show where its people are lost."""
    checklist = eligibility.checklist()
    st.text(
        "A CSV or Parquet file, one person a row: everybody is held against every criterion. A "
        "value that is missing leaves a criterion open; nobody is dropped for it.",
        width=READING_WIDTH,
    )
    st.caption(
        "The list stays in this visit: it is in no address, no log and no file of ours. Up to "
        f"{_MOST_PEOPLE:,} people in a file of {_MOST_MB} MB; a longer list is screened by the "
        "command python -m data.screening, which keeps no more than a part of it in memory."
    )
    unread = sum(not one.reviewed and one.number > 0 for one in checklist.criteria)
    if unread:
        st.info(
            f"Nobody has reviewed {unread} of the {len(checklist.criteria)} criteria of this "
            "record: they stay open, unless a column answers them by hand.",
            icon=":material/info:",
        )
    with st.container():
        listed = _dropped()
    if listed is None:
        _rules(checklist)
        return
    with st.container():
        mapping = _mapping(checklist, listed)
    drafts = bool(drafted(checklist)) and st.toggle(
        "Say, too, where drafts would put people for whom a criterion is open",
        help="The program has drafted these rules and nobody has reviewed them: they decide "
        "nothing. Their columns are named “draft, not reviewed”.",
        key=f"{_STATE}_drafts",
    )
    try:
        told = _screened(checklist, listed, mapping, drafts)
    except ScreeningError as error:
        st.error(literal(f"{listed.name}: {error}"), icon=":material/error:")
        return
    _result(checklist, told)
    _files(told, mapping)
    _one_person(checklist, told, mapping.person)
    _rules(checklist)


def _dropped() -> _List | None:
    uploaded = st.file_uploader("The list", max_upload_size=_MOST_MB, key=f"{_STATE}_file")
    kept: _List | None = st.session_state.get(_STATE)
    if uploaded is None:
        return kept
    if kept is None or kept.key != uploaded.file_id:
        try:
            table = table_of(uploaded.getvalue(), uploaded.name)
        except ScreeningError as error:
            st.error(literal(str(error)), icon=":material/error:")
            return None
        if table.num_rows > _MOST_PEOPLE:
            st.error(
                f"The list has {table.num_rows:,} people: more than {_MOST_PEOPLE:,} are screened "
                "by the command python -m data.screening.",
                icon=":material/error:",
            )
            return None
        kept = _List(name=uploaded.name, key=uploaded.file_id, table=table)
        st.session_state[_STATE] = kept
    return kept


def _mapping(checklist: Checklist, listed: _List) -> MappingFile:
    """Let the visitor say which column is which fact; those named like facts are taken for them."""
    columns = listed.table.schema.names
    asked = asked_with_calculators(checklist.facts)
    facts = {fact.id: fact for fact in asked if fact.kind != "date"}
    name = f"{_STATE}:{checklist.nct_id}:{listed.key}"
    chosen: dict[str, Answered] = st.session_state.setdefault(
        name,
        {
            one.fact.id: Answered(column=one.column, unit_column=one.unit_column)
            for one in plain_sources(checklist, columns)
        },
    )
    place = columns.index(PERSON) if PERSON in columns else 0
    with st.expander("Which column is which fact", icon=":material/table_chart:"):
        who = st.selectbox(
            "Column that tells people apart", columns, index=place, key=f"{name}:person"
        )
        decimal = st.segmented_control(
            "Decimals in text are written",
            ["5.5", "5,5"],
            default="5.5",
            required=True,
            key=f"{name}:decimal",
        )
        fact = st.selectbox(
            "Fact", list(facts), format_func=lambda key: facts[key].label, key=f"{name}:fact"
        )
        with st.container():
            _map_one(facts[fact], listed, chosen, name)
        st.caption(
            f"{len(chosen)} of {len(facts)} facts are mapped. What a fact is calculated from can "
            "be mapped in its place. Columns of days, and long tables, are mapped in a file, for "
            "the command."
        )
        if chosen:
            told = [
                {
                    "Fact": facts[key].label,
                    "Column": one.column,
                    "Unit": one.unit or one.unit_column or "",
                }
                for key, one in chosen.items()
            ]
            st.dataframe(told, hide_index=True, height=_MAPPED_HEIGHT)
    return MappingFile(
        person=who, decimal="," if decimal == "5,5" else ".", facts=dict(sorted(chosen.items()))
    )


def _map_one(fact: Fact, listed: _List, chosen: dict[str, Answered], name: str) -> None:
    """Choose the column of a fact, its unit, and what its cells stand for."""
    columns = [_NOTHING, *listed.table.schema.names]
    now = chosen.get(fact.id, Answered())
    key = f"{name}:{fact.id}"
    column = st.selectbox(
        literal(f"Column with: {fact.label}"),
        columns,
        index=columns.index(now.column) if now.column in columns else 0,
        key=f"{key}:column",
    )
    if column == _NOTHING:
        chosen.pop(fact.id, None)
        return
    unit = unit_column = None
    units = [unit.unit for unit in fact.units if unit.unit]
    if len(units) > 1:
        options = [*units, *(f"in column {one}" for one in columns[1:])]
        wanted = f"in column {now.unit_column}" if now.unit_column else now.unit
        said = st.selectbox(
            "Unit",
            options,
            index=options.index(wanted) if wanted in options else 0,
            key=f"{key}:unit",
        )
        unit = said if said in units else None
        unit_column = None if unit else said.removeprefix("in column ")
    values = _values(fact, listed.table[column], key) if fact.kind != "number" else {}
    chosen[fact.id] = Answered(column=column, unit=unit, unit_column=unit_column, values=values)


def _values(fact: Fact, cells: pa.ChunkedArray, key: str) -> Mapping[str, str | None]:
    """Ask what each word of a column stands for that is no answer itself."""
    if pa.types.is_boolean(cells.type):
        return {}
    answers = dict.fromkeys(answers_to(fact).values())
    words = sorted({str(one).strip() for one in pc.unique(cells).to_pylist() if one is not None})
    strange = [one for one in words if one and one.casefold() not in answers_to(fact)]
    if len(strange) > _MOST_CELLS:
        st.text(f"More than {_MOST_CELLS} different cells are no answers: is it the right column?")
        return {}
    said = {
        one: st.selectbox(
            literal(f"“{one}” stands for"), [_NOTHING, *answers], key=f"{key}:value:{one}"
        )
        for one in strange
    }
    return {one: None if meant == _NOTHING else meant for one, meant in said.items()}


def _screened(checklist: Checklist, listed: _List, mapping: MappingFile, drafts: bool) -> _Screened:
    """Screen the list, once for what is chosen."""
    kept: _Screened | None = st.session_state.get(f"{_STATE}_result")
    key = (checklist.nct_id, checklist.record_date, listed.key, mapping.model_dump_json(), drafts)
    if kept is not None and kept.key == key:
        return kept
    with st.spinner(
        f"{listed.table.num_rows:,} people are held against every criterion: a second or two for "
        "each 100,000.",
        show_time=True,
    ):
        read = _read(checklist, listed, mapping)
        check_kept(read.kept, written_columns(checklist))
        frame = screened(checklist, read.answers, drafts=drafts)
        batches = tuple(settled(checklist, frame, settling=listed.settling_by(checklist)))
    found = Attrition(checklist=checklist)
    for batch in batches:
        found.add(batch)
    told = _Screened(key=key, batches=batches, found=found, remarks=read.remarks)
    st.session_state[f"{_STATE}_result"] = told
    return told


def _read(checklist: Checklist, listed: _List, mapping: MappingFile) -> People[pa.Table]:
    with duckdb.connect(config={"temp_directory": ""}) as connection:  # never onto a disk
        meant = mapped(mapping, checklist, connection.from_arrow(listed.table), connection)
    return read_held(checklist, listed.table, meant.sources, meant.person, listed.read)


def _result(checklist: Checklist, told: _Screened) -> None:
    """Show how many there are of each verdict, and where people are lost."""
    st.header("Where people are lost", anchor=False)
    with st.container(horizontal=True):
        st.metric("People", f"{told.found.people:,}")
        for verdict in Verdict:
            st.metric(verdict.value.capitalize(), f"{told.found.verdicts[verdict.value]:,}")
    for sentence in told.found.sentences():
        st.text(sentence, width=READING_WIDTH)
    for remark in told.remarks:
        st.caption(literal(remark))
    if not checklist.criteria:
        return
    st.caption(
        "From the first criterion of the record to the last: who is left, whom it is the first to "
        "exclude (filled), and who was excluded before (dashed)."
    )
    scene(drawing(attrition_scene(told.found, width) for width in _WIDTHS), key=f"{_STATE}_picture")
    with st.expander("As a table", icon=":material/table:"):
        st.dataframe(told.found.rows(), hide_index=True)
    if told.found.settles:
        with st.expander("Which missing fact would settle most", icon=":material/help:"):
            st.dataframe(told.found.missing(), hide_index=True)


def _files(told: _Screened, mapping: MappingFile) -> None:
    study = session.study()
    count = told.found.people
    download_row(
        [
            Download(
                *("Log (CSV)", "screened", "csv", partial(log_csv, told.batches)),
                about=f"Everybody, with every criterion. {SEPARATOR}",
            ),
            Download(
                *("Log (XLSX)", "screened", "xlsx", partial(log_xlsx, told.batches)),
                unavailable=""
                if count <= _MOST_IN_XLSX
                else f"Made for up to {_MOST_IN_XLSX:,} people; the CSV has everybody.",
            ),
            *table_files(told.found.rows(), "attrition", "Attrition"),
            *picture_files(
                lambda: sheet(
                    attrition_scene(told.found, _SHEET),
                    f"{study.nct_id}: where people of a list are lost",
                    finding=attrition_alt(told.found),
                ),
                "attrition",
                "Attrition",
            ),
            Download(
                *("Mapping (YAML)", "mapping", "yaml", lambda: mapping_yaml(mapping)),
                about="For the command: --mapping",
            ),
        ]
    )


def _rules(checklist: Checklist) -> None:
    """Offer the rules themselves in the forms of others, and say what those cannot say."""
    st.header("The rules, for other tools", anchor=False)
    forms = session.once(
        "rules of a list in other forms",
        lambda *_: {
            "FHIR Group": (fhir_group(checklist), "group"),
            "OHDSI Circe": (circe(checklist), "cohort"),
        },
    )
    total = len(checklist.criteria)
    download_row(
        [
            Download(
                *(f"{label} (JSON)", name, "json", standard.file),
                about="The rules, and nobody's answers.",
                unavailable=""
                if len(standard.left_out) < total
                else "It can say no criterion; the command takes concept ids from a mapping.",
            )
            for label, (standard, name) in forms.items()
        ]
    )
    for label, (standard, _) in forms.items():
        if standard.left_out:
            with st.expander(f"Not in {label}: {len(standard.left_out)} of {total} criteria"):
                for sentence in standard.left_out:
                    st.text(sentence)


def _one_person(checklist: Checklist, told: _Screened, who: str) -> None:
    """Find one person, and open the checklist with that person's answers."""
    st.header("One person", anchor=False)
    wanted = st.segmented_control(
        "Verdict", [one.value for one in VERDICTS], default=VERDICTS[0].value, required=True
    )
    shown = _of_verdict(told.batches, who, wanted or VERDICTS[0].value)
    if shown.num_rows == _MOST_ROWS:
        st.caption(f"The first {_MOST_ROWS:,}; the log has everybody.")
    picked = st.dataframe(
        shown,
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key=f"{_STATE}_people:{wanted}",
    )
    rows: Sequence[int] = picked["selection"]["rows"]
    typed = st.text_input("Or the id of anybody on the list", key=f"{_STATE}_id").strip()
    name = typed or (str(shown[who][rows[0]].as_py()) if rows else "")
    if not name:
        return
    found = _find(told.batches, who, name)
    if found is None:
        st.text(f"Nobody on the list has the id {name}.")
        return
    batch, row = found
    answers = batch.answers.slice(row, 1).to_pylist()[0]
    given = answers_of(asked_with_calculators(checklist.facts), answers)
    st.text(f"{name}: {VERDICTS[batch.verdicts[row]].value}; {len(given)} answers")
    criteria = [
        one for one, fails in zip(checklist.criteria, batch.fails[row], strict=True) if fails
    ]
    for one in criteria:
        st.text(f"{one.name} excludes: {one.label}")
    if person.is_answered(person.standing(checklist)):
        st.caption("The checklist holds answers already; they make room for this person's.")
    saved = SavedAnswers(answers=given, by_hand={})
    if st.button(
        "Open this person's checklist",
        icon=":material/checklist:",
        key=f"{_STATE}_open",
        on_click=partial(person.restore, checklist, saved),
    ):
        st.switch_page("pages/eligibility.py")


def _of_verdict(batches: Sequence[Batch], who: str, verdict: str) -> pa.Table:
    code = [one.value for one in VERDICTS].index(verdict)
    tables, left = [], _MOST_ROWS
    for batch in batches:
        some = batch.some(np.flatnonzero(batch.verdicts == code)[:left])
        columns = dict.fromkeys((who, *written_columns(batch.checklist)[:3]))
        tables.append(plain_table(some.table.select(list(columns))))
        left -= tables[-1].num_rows
    return pa.concat_tables(tables)


def _find(batches: Sequence[Batch], who: str, name: str) -> tuple[Batch, int] | None:
    for batch in batches:
        place = pc.index(batch.kept[who].cast(pa.string()), name).as_py()
        if place >= 0:
            return batch, place
    return None
