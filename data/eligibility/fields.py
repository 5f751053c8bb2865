"""Criteria from the record's own fields: minimum and maximum age, sex, healthy volunteers."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

from data.annotations.eligibility import AnyOf, Choice, CitedNote, Compare, Fact, Is, Rule, Unit
from data.study import EligibilityModule
from data.vocabulary import SEX, in_words

_AGE = re.compile(r"(\d{1,6}) (year|month|week|day|hour|minute)s?", re.IGNORECASE)
# Units that convert exactly into one another, by how many of the smallest of their family they are.
# A year has no fixed number of days, so the two families do not mix.
_CALENDAR: Final = {"years": 12, "months": 1}
_CLOCK: Final = {"weeks": 10_080, "days": 1_440, "hours": 60, "minutes": 1}
_OLDEST: Final = {"years": 120, "months": 1_440, "weeks": 6_300, "days": 44_000}
_OLDEST_OTHER: Final = 100_000_000


# How registries fill the field when there is no limit; words that may be one are asked about.
_NO_AGE = re.compile(
    r"\s*(?:n\s*[./]?\s*a\.?|not (?:applicable|available|stated|specified)|none|unlimited|"
    r"no(?: upper| lower| minimum| maximum| age)* limits?|no (?:minimum|maximum)(?: age)?|[-–—]+)?"
    r"\.?\s*",
    re.IGNORECASE,
)


def stated_age(text: str | None) -> str | None:
    """An age field of the record as it stands; None where it says that there is no limit."""
    return None if text is None or _NO_AGE.fullmatch(text) else text


@dataclass(frozen=True, kw_only=True)
class FieldCriterion:
    """A criterion built from a field of the record.

    Args:
        id: its key.
        text: the field and what it says, as the registry words it.
        label: a few words.
        rule: what must hold.
        facts: what it asks about.
        notes: how the field was read.
        limits: whether it limits who can take part; one that does not is only shown where a
            sentence of the record says otherwise.
    """

    id: str
    text: str
    label: str
    rule: Rule
    facts: tuple[Fact, ...]
    notes: tuple[CitedNote, ...] = ()
    limits: bool = True


def field_criteria(module: EligibilityModule, covered: Collection[str]) -> Iterator[FieldCriterion]:
    """Yield the criteria that a record's fields state.

    Args:
        module: the record's eligibility module.
        covered: names of fields (`minimumAge`) that a reviewed criterion already weighs.
    """
    lowest = None if "minimumAge" in covered else stated_age(module.minimum_age)
    highest = None if "maximumAge" in covered else stated_age(module.maximum_age)
    yield from _ages(lowest, highest)
    if module.sex and "sex" not in covered:
        yield _sex(module.sex)
    if module.gender_description:
        yield _question(
            "gender-description",
            f"Eligibility by gender: {module.gender_description}",
            "Gender",
            "Is this fulfilled?",
        )
    if module.healthy_volunteers is not None and "healthyVolunteers" not in covered:
        yield _healthy_volunteers(accepted=module.healthy_volunteers)


def _ages(lowest: str | None, highest: str | None) -> Iterator[FieldCriterion]:
    limits = [_age(text) for text in (lowest, highest) if text]
    unit_of = {unit: _common_unit(unit, limits) for _, unit in filter(None, limits)}
    for name, text in (("Minimum", lowest), ("Maximum", highest)):
        if not text:
            continue
        limit = _age(text)
        said, label = f"{name} age: {text}", f"{name} age {text.lower()}"
        key = f"{name.lower()}-age"
        if limit is None:
            yield _question(key, said, label, "Is this fulfilled?")
        else:
            yield _age_criterion(key, said, label, limit, unit_of[limit[1]])


def _age(text: str) -> tuple[int, str] | None:
    """Read `18 Years`."""
    match = _AGE.fullmatch(text.strip())
    return (int(match[1]), f"{match[2].lower()}s") if match else None


def _family(unit: str) -> dict[str, int]:
    return _CALENDAR if unit in _CALENDAR else _CLOCK


def _common_unit(unit: str, limits: list[tuple[int, str] | None]) -> str:
    """The smallest unit among the limits of the same family: in it, age is asked once."""
    family = _family(unit)
    used = [other for _, other in filter(None, limits) if other in family]
    return min(used, key=family.__getitem__)


def _age_criterion(
    key: str, text: str, label: str, limit: tuple[int, str], asked: str
) -> FieldCriterion:
    number, unit = limit
    factor = _family(unit)[unit] // _family(unit)[asked]
    fact = Fact(
        id="age" if asked == "years" else f"age_{asked}",
        kind="number",
        label="Age",
        question=f"Age in completed {asked}",
        units=(Unit(unit=asked, low=0, high=_OLDEST.get(asked, _OLDEST_OTHER)),),
        multiple_of=1,
    )
    comparison: dict[str, Any] = {"fact": fact.id}
    notes: tuple[CitedNote, ...] = ()
    if key == "minimum-age":
        comparison["at_least"] = number * factor
    else:
        # Somebody is 75 until the 76th birthday.
        comparison["below"] = (number + 1) * factor
        notes = (
            CitedNote(text=f"Read as inclusive: fulfilled until the age of {number + 1} {unit}."),
        )
    rule = Compare.model_validate(comparison)
    return FieldCriterion(id=key, text=text, label=label, rule=rule, facts=(fact,), notes=notes)


SEX_FACT: Final = Fact(
    id="sex",
    kind="choice",
    label="Sex",
    question="Sex",
    choices=(Choice(value="female", label="female"), Choice(value="male", label="male")),
)


def _sex(sex: str) -> FieldCriterion:
    said = in_words(SEX, sex)
    text = f"Sex: {said}"
    if sex not in SEX:
        return _question("sex-field", text, text, "Is this fulfilled?")
    everybody = sex == "ALL"
    return FieldCriterion(
        id="sex-field",
        text=text,
        label=text if everybody else f"{said} only",
        rule=Is(fact=SEX_FACT.id, one_of=("female", "male") if everybody else (sex.lower(),)),
        facts=(SEX_FACT,),
        limits=not everybody,
    )


def _healthy_volunteers(*, accepted: bool) -> FieldCriterion:
    fact = Fact(
        id="healthy_volunteer",
        kind="yes_no",
        label="Healthy volunteer",
        question="Would the person take part as a healthy volunteer?",
    )
    answers = (False, True) if accepted else (False,)
    either = tuple(Is.model_validate({"fact": fact.id, "is": answer}) for answer in answers)
    return FieldCriterion(
        id="healthy-volunteers",
        text=f"Accepts healthy volunteers: {'Yes' if accepted else 'No'}",
        label="Healthy volunteers accepted" if accepted else "No healthy volunteers",
        rule=AnyOf(any=either) if accepted else either[0],
        facts=(fact,),
        limits=not accepted,
    )


def _question(key: str, text: str, label: str, question: str) -> FieldCriterion:
    """A field that can only be read by a person."""
    fact = Fact(id=key, kind="yes_no", label=label, question=question)
    rule = Is.model_validate({"fact": fact.id, "is": True})
    return FieldCriterion(id=key, text=text, label=label, rule=rule, facts=(fact,))
