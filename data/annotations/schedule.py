"""What has been read about dosing: for each arm group what is given, how much and when."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from pydantic import Field, model_validator

from data.annotations.base import Annotation, Decision, Note, QuotedText, Signed
from data.errors import StudyError


class Amount(Annotation):
    """A quantity with its unit, as the record writes it: 7.4 GBq.

    Args:
        words: how it is written, where the number and its unit are not all: `5 to 10 mg`, `AUC 5`.
    """

    value: float = Field(gt=0)
    unit: str
    words: str | None = None

    def __str__(self) -> str:
        """Write it: `7.4 GBq`."""
        return self.words or f"{self.value:g} {self.unit}"


class QuotedAmount(Annotation):
    """A quantity with the sentence it was read from, and the same in another unit."""

    amount: Amount
    also: Amount | None = None
    quote: str


class Course(Annotation):
    """A series of administrations of one drug to one arm group.

    Args:
        key: its name within the regimen.
        drug: what is given, short enough for a picture.
        intervention: the intervention of the record it belongs to; None where the record lists
            none.
        dose, also: the amount of one administration, and the same in another unit; None where the
            record does not state it.
        published: the key of a published figure: the amount of one administration.
        route: how it is given, with the sentence that says so; None where the record does not.
        at_least, at_most: how many administrations; `at_most` None means open-ended, and `until`
            says what ends it.
        together_with: what is given at the same time.
        every_weeks, every_days: the interval, one of them at most; neither where the record does
            not state one for this group.
        days: on which it is given, counted from 0, in each cycle where `cycle_days` says how long
            one is; the number of administrations counts each of them.
        is_stretch: it is given daily or oftener: `days` are the first and the last of each stretch.
        starts_on: days from week 0 to the first administration; `not stated` where the record does
            not say.
        rhythm: when and how often, in words, where the numbers do not say all of it.
        window_days: how far an interval may deviate, both ways; None where the record does not say.
        after: the course whose administrations this one follows.
        follows: `each` of them, or only the `last` one.
        days_after: days between.
        hours_after: least hours after the end of that administration, where the record gives them
            too.
        weeks_after: weeks between, for a course that follows the last administration of another.
        quote: the sentence this was read from.
    """

    key: str
    drug: str
    intervention: str | None = None
    dose: Amount | None = None
    also: Amount | None = None
    published: str | None = None
    route: QuotedText | None = None
    together_with: tuple[QuotedText, ...] = ()
    at_least: int = Field(default=1, ge=1)
    at_most: int | None = None
    until: str | None = None
    every_weeks: int | None = Field(default=None, gt=0)
    every_days: int | None = Field(default=None, gt=0)
    days: tuple[int, ...] = ()
    cycle_days: int | None = Field(default=None, gt=0)
    is_stretch: bool = False
    starts_on: int | Literal["not stated"] = 0
    rhythm: str | None = None
    window_days: int | None = Field(default=None, ge=0)
    after: str | None = None
    follows: Literal["each", "last"] = "each"
    days_after: int = 0
    weeks_after: int = 0
    hours_after: float | None = None
    quote: str
    notes: tuple[Note, ...] = ()

    @model_validator(mode="after")
    def _fits_together(self) -> Course:
        if self.at_most is not None and self.at_most < self.at_least:
            raise ValueError(f"{self.key}: at most {self.at_most} is less than {self.at_least}")
        if self.at_most is None and self.until is None and self.after is None:
            raise ValueError(f"{self.key}: an open-ended course needs `until`")
        if self.every_days and self.every_weeks:
            raise ValueError(f"{self.key}: give the interval in weeks or in days, not in both")
        if list(self.days) != sorted(set(self.days)):
            raise ValueError(f"{self.key}: the days of a cycle must rise")
        if self.days and self.cycle_days and self.days[-1] - self.days[0] >= self.cycle_days:
            raise ValueError(f"{self.key}: the days do not fit into a cycle of {self.cycle_days}")
        return self

    @property
    def first_day(self) -> int | None:
        """Days from week 0 to the first administration, where it is stated."""
        return None if self.starts_on == "not stated" else self.starts_on

    @property
    def interval(self) -> int | None:
        """Days from one administration to the next, where one interval is stated."""
        return self.every_weeks * 7 if self.every_weeks else self.every_days


class Regimen(Annotation):
    """All that one arm group is given.

    Args:
        group: the label of the arm group in the record.
        short: a short name for pictures.
        start: what week 0 is.
        total: the cumulative amount where the record states one.
    """

    group: str
    short: str
    start: str
    courses: tuple[Course, ...] = Field(min_length=1)
    total: QuotedAmount | None = None
    notes: tuple[Note, ...] = ()


class Infusion(Annotation):
    """One infusion of the infusion day, in minutes from the start of the radioactive one.

    Args:
        intervention: the intervention of the record it belongs to.
        starts_at: minutes; negative before.
        minutes: how long it lasts.
        at_least_after: the least minutes it goes on after the radioactive infusion has ended.
        rate_ml_per_hour: where the record states it.
    """

    drug: str
    intervention: str | None = None
    starts_at: int
    minutes: int = Field(gt=0)
    at_least_after: int | None = None
    rate_ml_per_hour: float | None = None
    quote: str


class InfusionDay(Annotation):
    """What is given around one administration of the radioactive drug.

    Args:
        main: the radioactive infusion.
        around: what is infused around it.
        dose: its activity.
        concentration: activity in 1 mL at calibration.
    """

    main: Infusion
    around: tuple[Infusion, ...] = ()
    dose: QuotedAmount
    concentration: QuotedAmount


class DoseReview(Signed):
    """What a person made of a dose that the program had drafted.

    Args:
        group: the label of the arm group.
        drafted: the dose as it was drafted, in words.
        quote: the sentence it was read from.
        decision: what became of the draft.
        course: as accepted or changed; None where the draft was rejected.
    """

    group: str
    drafted: str
    quote: str
    decision: Decision
    course: Course | None = None

    @model_validator(mode="after")
    def _has_a_course(self) -> DoseReview:
        if (self.course is None) != (self.decision == "rejected"):
            raise ValueError("a review has a course unless it rejects the draft")
        return self


class ScheduleAnnotation(Annotation):
    """The dosing schedule of a record, group by group.

    Args:
        regimens: what is drawn and planned; those made of reviews are here once every draft of
            their group is judged.
        reviews: of drafted doses.
        lapsed: reviews whose sentence the record no longer has, in words; they count for nothing.
    """

    regimens: tuple[Regimen, ...] = ()
    reviews: tuple[DoseReview, ...] = ()
    lapsed: tuple[str, ...] = ()
    infusion_day: InfusionDay | None = None

    @model_validator(mode="after")
    def _courses_are_found(self) -> ScheduleAnnotation:
        for regimen in self.regimens:
            earlier: set[str] = set()
            for course in regimen.courses:
                if course.after is not None and course.after not in earlier:
                    raise ValueError(f"{course.key}: there is no course {course.after!r} before it")
                earlier.add(course.key)
        return self


def check_schedule(
    schedule: ScheduleAnnotation,
    labels: set[str],
    interventions: set[str],
    published: Collection[str],
) -> None:
    """Hold a schedule against the record's arm groups and interventions, and published figures.

    Raises:
        StudyError: names the regimen whose arm group or intervention the record does not have, or
            whose published figure is not there.
    """
    for position, regimen in enumerate(schedule.regimens):
        place = f"schedule.regimens[{position}]"
        if regimen.group not in labels:
            raise StudyError(f"{place}: the record has no arm group {regimen.group!r}")
        for course in regimen.courses:
            if course.intervention is not None and course.intervention not in interventions:
                raise StudyError(
                    f"{place}.{course.key}: the record has no intervention {course.intervention!r}"
                )
            if course.published is not None and course.published not in published:
                raise StudyError(
                    f"{place}.{course.key}: there is no published figure {course.published!r}"
                )
