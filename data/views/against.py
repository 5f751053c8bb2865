"""The record against what is published about it: the same fact, said in both, line by line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from data.annotations import Annotations, PublishedFigure
from data.annotations.results import ResultSide
from data.annotations.schedule import Amount, Course, Regimen
from data.checks.finding import Subject
from data.checks.people import minimum_age
from data.dates import PartialDate
from data.flow import flow_of
from data.flow.model import Step
from data.schedule import administrations, gives_activity, rhythm_text, what_text
from data.study import Study
from data.timeline.milestones import ENROLMENT
from data.views.results_published import NOT_REPORTED, PublishedLine, published_line_of
from data.vocabulary import INTERVENTION_MODEL, NOT_STATED, in_words

_LONGEST: Final = 10 * 365  # days, within which every set number of doses has been given
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
        key: names it in a file of remarks.
        what: the fact.
        record: what the record states, with its place.
        quote: the record's sentence, where that does not stand in `record`.
        published: what is published of it; its statement is in our wording.
        computed: what follows from the two, or from the record alone; empty where nothing does.
    """

    key: str
    what: str
    record: str
    published: PublishedLine
    agreement: Agreement
    computed: str = ""
    quote: str = ""

    @property
    def record_in_full(self) -> str:
        """What the record states, with its sentence."""
        return f"{self.record}: “{self.quote}”" if self.quote else self.record


@dataclass(frozen=True, kw_only=True)
class Remark:
    """What a meeting notes beside a line: who looks after it, and what was said."""

    owner: str = ""
    remark: str = ""


NO_REMARKS: Final[Mapping[str, Remark]] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class _Fact:
    """A fact of the record, and which published figure states the same.

    Args:
        record: what the record states; empty where it states nothing.
        says: what is shown then, where the record says something of it all the same.
        same: whether the two agree; None where one of them is not in numbers.
    """

    what: str
    figure: str
    record: str
    says: str = ""
    same: bool | None = None
    computed: str = ""
    quote: str = ""


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
    facts = [
        fact
        for part in (_size, _who, _when, _doses, _outcomes, _cross_over)
        for fact in part(study, annotations)
    ]
    names = [fact.what for fact in facts]
    lines = (
        AgainstLine(
            key=f"{fact.what} {names[: place + 1].count(fact.what)}",
            what=fact.what,
            record=fact.record or fact.says or NOT_STATED,
            published=published_line_of(annotations, fact.figure)
            if fact.figure in annotations.published
            else PublishedLine(label=fact.what, why_not=NOT_REPORTED),
            agreement=_agreement(fact, annotations.published.get(fact.figure)),
            computed=fact.computed,
            quote=fact.quote,
        )
        for place, fact in enumerate(facts)
    )
    return tuple(sorted(lines, key=lambda line: list(Agreement).index(line.agreement)))


def _agreement(fact: _Fact, published: PublishedFigure | None) -> Agreement:
    if not fact.record or published is None:
        return Agreement.MISSING
    if fact.same is None:
        return Agreement.UNCLEAR
    return Agreement.MATCH if fact.same else Agreement.DIFFERS


def _number(
    annotations: Annotations,
    what: str,
    figure: str,
    record: str,
    value: float | None,
    unit: str = "",
    computed: str = "",
    quote: str = "",
) -> _Fact:
    """Hold a number of the record against a published one."""
    published = annotations.published.get(figure)
    number = published.number if published else None
    known = None if number is None or value is None else round(value - number, 6)
    apart = (
        f"{abs(known):,g}{unit} {'more' if known > 0 else 'fewer'} in the record" if known else ""
    )
    return _Fact(
        what=what,
        figure=figure,
        record=record,
        same=None if known is None else known == 0,
        computed="; ".join(filter(None, (computed, apart))),
        quote=quote,
    )


def _size(study: Study, annotations: Annotations) -> Iterator[_Fact]:
    enrolled = study.protocol_section.design_module.enrollment_info
    count = enrolled.count
    told = f"enrolment: {count:,} ({(enrolled.type or 'type not stated').lower()})" if count else ""
    yield _number(annotations, "Participants", "randomised", told, count)
    for step in flow_of(study, annotations).steps:
        if step.kind == "arm" and step.published:
            says = f"arm group “{_label(study, step)}”; its size is {NOT_STATED}"
            yield _Fact(what=f"Arm: {step.title}", figure=step.published, record="", says=says)
    sites, countries = len(study.locations), len(study.countries)
    told = f"{sites:,} sites listed" if sites else ""
    yield _number(annotations, "Sites", "centres", told, sites)
    told = f"{countries:,}: {', '.join(study.countries)}" if countries else ""
    yield _number(annotations, "Countries", "countries", told, countries)


def _who(study: Study, annotations: Annotations) -> Iterator[_Fact]:
    age = study.protocol_section.eligibility_module.minimum_age or ""
    years = _YEARS.fullmatch(age)
    subject = Subject(study=study, annotations=annotations, as_of=date.min)
    sides = [side for finding in minimum_age(subject) for side in finding.sides[1:]]
    told = [f"{age} (age field)", *(f"{side.place}: “{side.said}”" for side in sides)]
    yield _number(
        annotations,
        "Lowest age",
        "age_limit",
        "; ".join(told) if age else "",
        float(years[1]) if years else None,
        " years",
    )


def _when(study: Study, annotations: Annotations) -> Iterator[_Fact]:
    status = study.protocol_section.status_module
    figure = annotations.published.get(ENROLMENT)
    period = figure.period if figure else None
    start = status.start_date_struct.date
    yield _Fact(
        what="Start",
        figure=ENROLMENT,
        record=str(start) if start else "",
        same=_may_be_one(start, period.start) if start and period else None,
    )
    if period:
        yield _Fact(what="End of enrolment", figure=ENROLMENT, record="")
    for what, struct in (
        ("Primary completion", status.primary_completion_date_struct),
        ("Completion", status.completion_date_struct),
    ):
        if struct.date:
            yield _Fact(what=what, figure="", record=str(struct.date))


def _doses(study: Study, annotations: Annotations) -> Iterator[_Fact]:
    """What each arm is given: of a drug that gives activity, how much the schedule plans in all."""
    steps = flow_of(study, annotations).steps
    arms = {_label(study, step) for step in steps if step.kind == "arm"}
    for regimen in annotations.schedule.regimens:
        for course in regimen.courses if regimen.group in arms else ():
            told = f"{what_text(course)}, {rhythm_text(course, regimen)}"
            if gives_activity(course) and course.dose:
                yield _planned_activity(annotations, regimen, course, course.dose, told)
            else:
                yield _dose(annotations, course, told)


def _planned_activity(
    annotations: Annotations, regimen: Regimen, course: Course, dose: Amount, told: str
) -> _Fact:
    # What is published is of the arm that is studied, which the schedule has first.
    figure = "planned_activity" if regimen is annotations.schedule.regimens[0] else ""
    items = administrations(regimen, until_day=_LONGEST)
    count = sum(item.course is course for item in items)
    total = count * dose.value
    return _number(
        annotations,
        f"Planned activity: {course.drug}",
        figure,
        told,
        total,
        f" {dose.unit}",
        f"{count} × {dose} = {total:g} {dose.unit}",
        course.quote,
    )


def _dose(annotations: Annotations, course: Course, told: str) -> _Fact:
    """The amount of one administration; how often it is given is not held against anything."""
    figure = annotations.published.get(course.published or "")
    dose = course.dose
    is_same_unit = bool(figure and dose and figure.unit == dose.unit)
    return _number(
        annotations,
        f"Dose: {course.drug}",
        course.published or "",
        told,
        dose.value if dose and is_same_unit else None,
        f" {dose.unit}" if dose else "",
        "the amounts are compared, not the times" if is_same_unit else "",
        course.quote,
    )


def _outcomes(study: Study, annotations: Annotations) -> Iterator[_Fact]:
    """What was to be measured first: whether two names mean one outcome is left to a reader."""
    outcomes = study.protocol_section.outcomes_module.primary_outcomes
    told = "; ".join(" · ".join(filter(None, (item.measure, item.time_frame))) for item in outcomes)
    for measure in annotations.results.measures:
        if measure.leading and measure.side is ResultSide.BENEFIT:
            figure = next(iter(measure.figures.values()), measure.together)
            yield _Fact(what="Primary outcome", figure=figure, record=told)


def _cross_over(study: Study, annotations: Annotations) -> Iterator[_Fact]:
    """What the record says of changing over; how many did is nowhere in it."""
    model = study.protocol_section.design_module.design_info.intervention_model
    later = [step for step in flow_of(study, annotations).steps if step.kind == "later"]
    told = [f"intervention model: {in_words(INTERVENTION_MODEL, model)}"] if model else []
    labels = ", ".join(f"“{_label(study, step)}”" for step in later)
    told += [f"arm groups: {labels}"] if later else []
    if later or model == "CROSSOVER":
        yield _Fact(what="Cross-over", figure="crossed_over", record="; ".join(told))


def _label(study: Study, step: Step) -> str:
    """What the record calls an arm group."""
    return step.title if step.position is None else study.arm_groups[step.position].label or ""


def _may_be_one(one: PartialDate, other: PartialDate) -> bool:
    """Whether two dates can mean the same day, as precise as they are."""
    return one.first_day <= other.last_day and other.first_day <= one.last_day


def agreements(lines: tuple[AgainstLine, ...]) -> str:
    """Say how many facts differ, match, …: `1 differ, 2 missing on one side`."""
    counts = Counter(line.agreement for line in lines)
    return ", ".join(f"{counts[kind]} {_AGREEMENT[kind]}" for kind in Agreement if counts[kind])


def against_table(
    lines: Sequence[AgainstLine], remarks: Mapping[str, Remark] = NO_REMARKS
) -> list[dict[str, str]]:
    """Tell the lines as rows of text, with who looks after each and a remark.

    Args:
        lines: of the record against the publication.
        remarks: by the keys of lines.
    """
    return [
        {
            "Fact": line.what,
            "Agreement": line.agreement.value,
            "The record states": line.record_in_full,
            "Computed": line.computed,
            "The publication states, in our words": line.published.statement
            or line.published.why_not,
            "Published in": "; ".join(source.where for source in line.published.sources),
            "Link": "; ".join(
                source.address for source in line.published.sources if source.address
            ),
            "Owner": remarks.get(line.key, Remark()).owner,
            "Remark": remarks.get(line.key, Remark()).remark,
        }
        for line in lines
    ]
