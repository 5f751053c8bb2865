"""The data of a record in one ZIP: its JSON, a CSV file for each list, and what the columns mean.

The same record always becomes the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from components.exports.names import updated_on
from components.exports.registry_json import study_json
from components.exports.zipped import zipped
from data.annotations import Annotations
from data.eligibility import Criterion, load_checklist
from data.schedule import DAYS_IN_WEEK, Administration, Regimen, administrations
from data.schedule.words import total_texts, weeks_text
from data.sites import sites_of
from data.spreadsheet import table_csv, table_xlsx
from data.study import ArmGroup, Study
from data.timeline.milestones import Milestone, milestones
from data.views.overview import registry_address
from data.views.schedule import SHOWN_WEEKS
from data.views.sites import sites_info, sites_table
from data.vocabulary import ARM_TYPE, bare_name, in_words
from data.words import tally

ArchiveRow = dict[str, str]


@dataclass(frozen=True, kw_only=True)
class _Table:
    """A CSV file of the archive.

    Args:
        name: of the file.
        about: what a row is.
        columns: what each column holds, with its unit, in the order of the file.
        rows: what the record holds; the file is left out when it holds none.
        none: what to say then.
    """

    name: str
    about: str
    columns: dict[str, str]
    rows: list[ArchiveRow]
    none: str


def data_zip(study: Study, annotations: Annotations) -> bytes:
    """Make the archive."""
    tables = tuple(_tables(study, annotations))
    kept = [table for table in tables if table.rows]
    files = {table.name: table_csv(table.rows) for table in kept}
    files |= {_xlsx(table.name): table_xlsx(table.rows) for table in kept}
    files[f"{study.nct_id}.json"] = study_json(study).encode()
    files["README.txt"] = _readme(study, tables).encode("utf-8")
    return zipped(files)


def _tables(study: Study, annotations: Annotations) -> Iterator[_Table]:
    yield _Table(
        name="arms.csv",
        about="the arm groups, in the record's order",
        columns=_ARM_COLUMNS,
        rows=[_arm(number, group) for number, group in enumerate(study.arm_groups, start=1)],
        none="the record lists no arm groups",
    )
    yield _Table(
        name="criteria.csv",
        about="the eligibility criteria, in the record's order; fields of the record (age, sex, "
        "healthy volunteers) that no sentence covers come last",
        columns=_CRITERION_COLUMNS,
        rows=[_criterion(item) for item in load_checklist(study, annotations).criteria],
        none="the record states no criteria",
    )
    yield _Table(
        name="sites.csv",
        about="the sites, in the record's order",
        columns=_SITE_COLUMNS,
        rows=_sites(study),
        none="the record lists no sites",
    )
    yield _Table(
        name="milestones.csv",
        about="the dates of the study, each with where it is written",
        columns=_MILESTONE_COLUMNS,
        rows=[_milestone(item) for item in milestones(study, annotations)],
        none="the record states no dates",
    )
    yield _Table(
        name="administrations.csv",
        about=f"every administration of the dosing schedule; what has no set end, to week "
        f"{SHOWN_WEEKS}",
        columns=_ADMINISTRATION_COLUMNS,
        rows=list(_administrations(annotations)),
        none="nobody has read a dosing schedule out of this record",
    )


_ARM_COLUMNS: Final = {
    "Number": "its place in the record, from 1",
    "Arm group": "its label",
    "Type": "its type, in words",
    "Interventions": "what it is given, separated by semicolons",
    "Description": "the record's own words",
}


def _arm(number: int, group: ArmGroup) -> ArchiveRow:
    return {
        "Number": str(number),
        "Arm group": group.label or "",
        "Type": in_words(ARM_TYPE, group.type) if group.type else "",
        "Interventions": "; ".join(bare_name(name) for name in group.intervention_names),
        "Description": group.description or "",
    }


_CRITERION_COLUMNS: Final = {
    "Kind": "inclusion, exclusion, or not stated where no heading tells",
    "Number": "its place among those of its kind, from 1; empty for a field of the record",
    "Criterion": "the record's own words",
    "Introduced by": "the line of the record that leads in to it",
    "In plain words": "where a person has put it so",
    "Read by a person": "yes where a person has read the sentence; else no",
    "Notes": "choices made in reading it, with their reasons",
}


def _criterion(item: Criterion) -> ArchiveRow:
    return {
        "Kind": str(item.kind),
        "Number": str(item.number or ""),
        "Criterion": item.text,
        "Introduced by": item.lead_in or "",
        "In plain words": item.plain or "",
        "Read by a person": "yes" if item.reviewed else "no",
        "Notes": " ".join(note.text for note in item.notes),
    }


_SITE_COLUMNS: Final = {
    "Site": "the facility's name",
    "City": "",
    "State": "",
    "Postcode": "",
    "Country": "",
    "Status": "of the site, in words",
    "Contact": "name, telephone, e-mail; several are separated by semicolons",
    "Latitude": "degrees north (WGS 84)",
    "Longitude": "degrees east (WGS 84)",
    "Position": "whether the coordinates are the record's own or those of the city",
}


def _sites(study: Study) -> list[ArchiveRow]:
    rows = sites_table(sites_info(sites_of(study)))
    return [{name: "" if cell is None else str(cell) for name, cell in row.items()} for row in rows]


_MILESTONE_COLUMNS: Final = {
    "Milestone": "its name",
    "Part": "study, registry or publications",
    "First day": "the first day it can mean (ISO 8601)",
    "Last day": "the last day it can mean (ISO 8601)",
    "Date": "as precisely as it is written",
    "Certainty": "actual, estimated, published; planned or past where it is derived from the last "
    "update",
    "Source": "what says it",
    "Text": "the source's own words",
    "Note": "how the date or its certainty was come by",
}


def _milestone(item: Milestone) -> ArchiveRow:
    return {
        "Milestone": item.name,
        "Part": str(item.group),
        "First day": item.first_day.isoformat() if item.moments else "",
        "Last day": item.last_day.isoformat() if item.moments else "",
        "Date": item.when,
        "Certainty": str(item.certainty) if item.moments else "",
        "Source": item.source.place,
        "Text": item.source.text,
        "Note": item.source.note,
    }


_ADMINISTRATION_COLUMNS: Final = {
    "Arm group": "its label in the record",
    "Drug": "",
    "Number": "its place among those of the same drug and dose, from 1",
    "Dose": "a number, in the unit beside it",
    "Unit": "of the dose",
    "Dose (other unit)": "the same dose in the record's other unit",
    "Day": "days from the first administration of the phase; empty where the record does not say",
    "Week": "the same in weeks",
    "Earliest day": "the first day of its window; empty where the record states none",
    "Latest day": "the last day of its window",
    "In all": "the activity given up to and with it, in each unit (computed)",
    "May be left out": "yes where the record gives a range of numbers",
    "Interval stated": "no where the record does not state the time since the one before",
    "Goes on until": "what ends it, where the record sets no number",
    "Text": "the record's own words",
}


def _administrations(annotations: Annotations) -> Iterator[ArchiveRow]:
    for regimen in annotations.schedule.regimens:
        items = administrations(regimen, until_day=SHOWN_WEEKS * DAYS_IN_WEEK)
        yield from (_administration(item, items, regimen) for item in items)


def _administration(
    item: Administration, all_of_them: tuple[Administration, ...], regimen: Regimen
) -> ArchiveRow:
    course = item.course
    return {
        "Arm group": regimen.group,
        "Drug": course.drug,
        "Number": str(item.number),
        "Dose": f"{course.dose.value:g}" if course.dose else "",
        "Unit": course.dose.unit if course.dose else "",
        "Dose (other unit)": str(course.also or ""),
        "Day": _day(item.day),
        "Week": weeks_text(item.day),
        "Earliest day": _day(item.earliest),
        "Latest day": _day(item.latest),
        "In all": " = ".join(total_texts(item, all_of_them)),
        "May be left out": "yes" if item.optional else "no",
        "Interval stated": "no" if item.planned is None else "yes",
        "Goes on until": course.until or "" if course.at_most is None else "",
        "Text": course.quote,
    }


def _day(day: int | None) -> str:
    return "" if day is None else str(day)


def _readme(study: Study, tables: tuple[_Table, ...]) -> str:
    source = (
        "the text of the registry's page, converted to the API's shape; coordinates are derived"
        if study.registry_page
        else "ClinicalTrials.gov API v2"
    )
    return "\r\n".join(
        (
            f"{study.nct_id}: {' '.join(study.title.split())}",
            f"Record last updated: {updated_on(study) or 'not stated'}",
            f"Source: {source}",
            f"Where the registry shows it: {registry_address(study.nct_id)}",
            "",
            "Files",
            "=====",
            f"{study.nct_id}.json: the whole record in the shape of the ClinicalTrials.gov API v2.",
            "  Texts are plain: the registry's tags and escapes are undone.",
            "",
            *(line for table in tables for line in (*_told(table), "")),
            *(f"{_xlsx(table.name)}: the same as {table.name}." for table in tables if table.rows),
            "",
            "The XLSX files hold numbers as numbers and whole dates as dates, all else as text.",
            "The CSV files separate their columns by commas.",
            "The CSV files are in UTF-8, with a mark by which spreadsheet programs see it. Text",
            "that a program would run as a formula has an apostrophe in front.",
            "",
            "Where what is in them comes from",
            "================================",
            "What the columns give as the record's own words is the record's. What is marked as",
            "computed, or as put into plain words, is Trial Explorer's reading.",
            "ClinicalTrials.gov is a service of the U.S. National Library of Medicine; its records",
            "are entered by sponsors and investigators. Its terms let anyone use them, and ask to",
            "name ClinicalTrials.gov as the source, to give the date of the data and to say what",
            "was changed: here, the markup of texts. Published figures belong to the publications",
            "named beside them. Coordinates of cities are those of GeoNames, CC BY 4.0.",
            "",
            "This is not medical advice.",
            "",
        )
    )


def _xlsx(name: str) -> str:
    return name.replace(".csv", ".xlsx")


def _told(table: _Table) -> Iterator[str]:
    if not table.rows:
        yield f"{table.name}: left out, {table.none}."
        return
    yield f"{table.name}: {table.about}; {tally(len(table.rows), 'row')}."
    for name, meaning in table.columns.items():
        yield f"  {name}: {meaning}" if meaning else f"  {name}"
