"""The record against what is published about it: the same fact, said in both, line by line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from data.annotations import Annotations, PublishedFigure
from data.dates import PartialDate
from data.study import Study
from data.views.results_published import NOT_REPORTED, PublishedLine, published_line_of
from data.vocabulary import NOT_STATED

_YEARS = re.compile(r"(\d+) Years?", re.IGNORECASE)


class Agreement(StrEnum):
    """How two statements of one fact stand to each other."""

    DIFFERS = "differs"
    UNCLEAR = "cannot be compared"
    MISSING = "missing"
    MATCH = "match"


_AGREEMENT: Final = {
    Agreement.DIFFERS: "differ",
    Agreement.UNCLEAR: "cannot be compared",
    Agreement.MISSING: "missing on one side",
    Agreement.MATCH: "match",
}


@dataclass(frozen=True, kw_only=True)
class AgainstLine:
    """One fact, as the record and as the publication state it.

    Args:
        what: the fact.
        record: what the record states, with its place.
        published: what is published of it; its statement is in our wording.
    """

    what: str
    record: str
    published: PublishedLine
    agreement: Agreement


def against(study: Study, annotations: Annotations) -> tuple[AgainstLine, ...]:
    """Set the record beside what is published, what differs first, then what one of them lacks.

    Only facts of which both have a field are held against each other; nothing is compared by
    reading prose. Other figures are in the table of all that is published. There is no line for
    a record of which nobody has gathered what is published.

    Args:
        study: the record.
        annotations: what has been published about it.
    """
    if not annotations.published:
        return ()
    lines = (
        AgainstLine(
            what=what,
            record=record or NOT_STATED,
            published=published_line_of(annotations, key)
            if key in annotations.published
            else PublishedLine(label=what, why_not=NOT_REPORTED),
            agreement=_agreement(record, annotations.published.get(key), same),
        )
        for what, key, record, same in _facts(study, annotations)
    )
    return tuple(sorted(lines, key=lambda line: list(Agreement).index(line.agreement)))


def _agreement(record: str, published: PublishedFigure | None, same: bool | None) -> Agreement:
    if not record or published is None:
        return Agreement.MISSING
    if same is None:
        return Agreement.UNCLEAR
    return Agreement.MATCH if same else Agreement.DIFFERS


def _facts(study: Study, annotations: Annotations) -> Iterator[tuple[str, str, str, bool | None]]:
    """Yield each fact: its name, its published figure, what the record says, whether it agrees.

    Whether it agrees is None where one of them is not in numbers.
    """
    published = annotations.published
    section = study.protocol_section

    def same(key: str, recorded: float | None) -> bool | None:
        number = published[key].number if key in published else None
        return None if number is None or recorded is None else number == recorded

    enrolled = section.design_module.enrollment_info
    count = enrolled.count
    told = f"{count:,} ({(enrolled.type or 'type not stated').lower()})" if count else ""
    yield "Participants", "randomised", told, same("randomised", count)

    sites = len(study.locations)
    yield "Sites", "centres", f"{sites:,} sites listed" if sites else "", same("centres", sites)

    age = section.eligibility_module.minimum_age or ""
    years = _YEARS.fullmatch(age)
    lowest = float(years[1]) if years else None
    yield "Lowest age", "age_limit", age and f"{age} (age field)", same("age_limit", lowest)

    start = section.status_module.start_date_struct.date
    figure = published.get("enrolment_period")
    first = figure.period.start if figure and figure.period else None
    yield (
        "Start",
        "enrolment_period",
        str(start) if start else "",
        _may_be_one(start, first) if start and first else None,
    )


def _may_be_one(one: PartialDate, other: PartialDate) -> bool:
    """Whether two dates can mean the same day, as precise as they are."""
    return one.first_day <= other.last_day and other.first_day <= one.last_day


def agreements(lines: tuple[AgainstLine, ...]) -> str:
    """Say how many facts differ, match, …: `1 differ, 2 missing on one side`."""
    counts = Counter(line.agreement for line in lines)
    return ", ".join(f"{counts[kind]} {_AGREEMENT[kind]}" for kind in Agreement if counts[kind])


def against_table(lines: tuple[AgainstLine, ...]) -> list[dict[str, str]]:
    """Tell the lines as rows of text, with room for who looks after each and a remark."""
    return [
        {
            "Fact": line.what,
            "Record against publication": line.agreement.value,
            "The record states": line.record,
            "The publication states, in our words": line.published.statement
            or line.published.why_not,
            "Published in": "; ".join(source.where for source in line.published.sources),
            "Link": "; ".join(
                source.address for source in line.published.sources if source.address
            ),
            "Owner": "",
            "Remark": "",
        }
        for line in lines
    ]
