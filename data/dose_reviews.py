"""Doses from drafts to a schedule: what a draft means in days, and what a person makes of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from data.annotations.schedule import Amount, Course, DoseReview, Regimen, ScheduleAnnotation
from data.drafting.doses import DraftDose, GroupDose, amount_words, dose_words, drafted_groups
from data.drafting.doses.model import DAYS
from data.study import ArmGroup, Study
from data.vocabulary import NOT_STATED

_START: Final = "first dose"
_DRAFTED_START: Final = "first dose of each line"
_WEEK: Final = 7  # days
_UNNAMED: Final = "an arm group without a name"


def drafted_course(drafted: GroupDose) -> Course:
    """Say in days what a dose means that nobody has reviewed, each from a week 0 of its own."""
    dose = drafted.dose
    told = bool(dose.offsets or dose.days_between or dose.is_dense or dose.count or dose.duration)
    return course_of(drafted, 0 if told and not drafted.follows else None)


def course_of(drafted: GroupDose, first_day: int | None) -> Course:
    """Say in days what a drafted dose means, as far as its words do.

    Args:
        drafted: the dose.
        first_day: days from week 0 to its first; None where that is not known.
    """
    dose = drafted.dose
    days, cycle_days = _days(dose)
    between = dose.days_between
    every = round(between) if between and between >= _WEEK and not (days and cycle_days) else None
    at_least, at_most = _number(dose, len(days) or 1, cycle_days, every)
    open_end = dose.until or f"end {NOT_STATED}" if at_most is None else None
    window = dose.window
    wide = round(window.high * DAYS[window.unit]) if window and window.unit in DAYS else 0
    words = [part for part in dose_words(dose) if part != amount_words(dose)]
    return Course(
        key=f"line-{drafted.place}",
        drug=drafted.name,
        dose=_amount(dose),
        at_least=at_least,
        at_most=at_most,
        until=open_end,
        every_days=every,
        days=days,
        cycle_days=cycle_days,
        is_stretch=dose.is_dense and not _apart(dose),
        starts_on="not stated" if first_day is None else first_day,
        window_days=wide or None,
        rhythm=", ".join(words) or "how often is not drafted",
        quote=drafted.sentence,
    )


def _apart(dose: DraftDose) -> bool:
    """Whether its listed days do not follow one upon the other: each is drawn."""
    days = dose.offsets
    return bool(days) and days[-1] - days[0] >= len(days)


def _days(dose: DraftDose) -> tuple[tuple[int, ...], int | None]:
    """The days it is given on, and how long a cycle is; of a stretch the first and the last."""
    days, length = dose.offsets, dose.cycle.length if dose.cycle else None
    if dose.is_dense and not _apart(dose):
        whole = dose.duration
        if not days and length is None:
            last = round(whole.high * DAYS[whole.unit]) - 1 if whole and whole.unit in DAYS else 0
            return ((0, last) if last > 0 else (0,)), None
        days = (days[0], days[-1]) if len(days) > 1 else days
    fits = length is None or (bool(days) and days[-1] - days[0] < length)
    return (days, length if days else None) if fits else ((), None)


def _number(
    dose: DraftDose, in_cycle: int, cycle_days: int | None, every: int | None
) -> tuple[int, int | None]:
    """The least and the most administrations; without a most where no number is stated."""
    count, whole = dose.count, dose.duration
    if count is not None and dose.is_dense and not cycle_days:
        return in_cycle, in_cycle  # within its stretch
    if count is not None:
        each = in_cycle if count.of_cycles and cycle_days else 1
        return max(1, round(count.low or 1)) * each, max(1, round(count.high)) * each
    lasts = round(whole.high * DAYS[whole.unit]) if whole and whole.unit in DAYS else None
    if lasts and every:
        number = max(1, -(-lasts // every))
        return number, number
    if lasts and cycle_days:
        number = max(1, -(-lasts // cycle_days)) * in_cycle
        return number, number
    if in_cycle > 1 and not cycle_days and not every:
        return in_cycle, in_cycle
    return 1, None


def _amount(dose: DraftDose) -> Amount | None:
    if dose.amount is None or dose.amount.high <= 0:
        return None
    words = amount_words(dose)
    value, unit = dose.amount.high, (dose.unit or "").strip("{}[]").replace("ug", "µg")
    plain = f"{value:g} {unit}"
    return Amount(value=value, unit=unit, words=None if words == plain else words)


def drafted_regimen(group: ArmGroup, drafts: Sequence[GroupDose]) -> Regimen | None:
    """What an arm group is given, as drafted; None where that is nothing."""
    return _regimen(group, [drafted_course(draft) for draft in drafts], _DRAFTED_START)


def _regimen(group: ArmGroup, courses: Sequence[Course], start: str) -> Regimen | None:
    if not courses:
        return None
    name = group.label or _UNNAMED
    return Regimen(group=name, short=name, start=start, courses=tuple(courses))


def judged(schedule: ScheduleAnnotation, group: str | None, draft: GroupDose) -> DoseReview | None:
    """What was made of a draft: of the same words, read from the same sentence."""
    said = (group, draft.words, draft.sentence)
    reviews = schedule.reviews
    return next((one for one in reviews if (one.group, one.drafted, one.quote) == said), None)


def to_review(study: Study, schedule: ScheduleAnnotation) -> list[tuple[str, GroupDose]]:
    """The drafts that nobody has judged, each with the label of its arm group.

    Nothing of a record whose schedule a person has read without drafts, and nothing of groups that
    cannot be told apart by their labels.
    """
    if _read_by_a_person(schedule):
        return []
    labels = [group.label for group in study.arm_groups]
    return [
        (group.label, draft)
        for group, drafts in drafted_groups(study)
        for draft in drafts
        if group.label
        and labels.count(group.label) == 1
        and not judged(schedule, group.label, draft)
    ]


def with_review(
    study: Study, schedule: ScheduleAnnotation, review: DoseReview
) -> ScheduleAnnotation:
    """Put what a person has made of a draft into the schedule of a record."""
    kept = [one for one in schedule.reviews if _same(one) != _same(review)]
    return _made(study, schedule, (*kept, review))


def without_review(
    study: Study, schedule: ScheduleAnnotation, review: DoseReview
) -> ScheduleAnnotation:
    """Take back what was made of a draft."""
    return _made(study, schedule, tuple(one for one in schedule.reviews if one != review))


def standing(study: Study, schedule: ScheduleAnnotation) -> ScheduleAnnotation:
    """Keep the reviews whose sentence the record still has; name those that have lapsed."""
    told = {group.label: _texts(study, group) for group in study.arm_groups}
    stands = [
        review
        for review in schedule.reviews
        if any(review.quote in text for text in told.get(review.group, ()))
    ]
    lapsed = [f"{one.group}: {one.drafted}" for one in schedule.reviews if one not in stands]
    kept = schedule.model_copy(update={"lapsed": tuple(lapsed)})
    return _made(study, kept, tuple(stands))


def _read_by_a_person(schedule: ScheduleAnnotation) -> tuple[Regimen, ...]:
    """The regimens that are not made of reviews."""
    made = {review.group for review in schedule.reviews}
    return tuple(regimen for regimen in schedule.regimens if regimen.group not in made)


def _same(review: DoseReview) -> tuple[str, str, str]:
    return review.group, review.drafted, review.quote


def _texts(study: Study, group: ArmGroup) -> list[str]:
    """Everything the doses of a group are drafted from."""
    linked = [item for item in study.interventions if item.name]
    texts = [group.label, group.description]
    texts += [text for item in linked for text in (item.name, item.description)]
    return [text for text in texts if text]


def _made(
    study: Study, schedule: ScheduleAnnotation, reviews: tuple[DoseReview, ...]
) -> ScheduleAnnotation:
    """The schedule with these reviews: a group has a regimen once all its drafts are judged."""
    read = _read_by_a_person(schedule)
    told = schedule.model_copy(update={"reviews": reviews, "regimens": read})
    waiting = {group for group, _ in to_review(study, told)}
    regimens = []
    for group in study.arm_groups:
        courses = [one.course for one in reviews if one.group == group.label and one.course]
        regimen = _regimen(group, courses, _START)
        if regimen and group.label not in waiting:
            regimens.append(regimen)
    return told.model_copy(update={"regimens": (*read, *regimens)})
