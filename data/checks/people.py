"""Checks of who may take part: age, sex, and the headings of the criteria."""

from __future__ import annotations

import re
from collections.abc import Iterator

from data.checks.finding import Finding, Side, Subject
from data.eligibility.splitting import CriterionText, split_criteria
from data.vocabulary import SEX, in_words

_YEARS = r"(?:years?|yrs?\.?|y/?o\b)"
_FIELD_AGE = re.compile(rf"(\d+)\s*{_YEARS}", re.IGNORECASE)
# `15 to 75 years`, `35-85 years old`, `aged 18 - 65`
_RANGE = re.compile(
    rf"(?P<low>\d{{1,3}})\s*(?:years?\s*)?(?:-|–|to|and)\s*(?P<high>\d{{1,3}})\s*{_YEARS}"
    r"|\bage[ds]?\s*(?:of\s*)?:?\s*(?:between\s*)?(?P<low2>\d{1,3})\s*(?:-|–|to|and)\s*"
    r"(?P<high2>\d{1,3})\b",
    re.IGNORECASE,
)
_LEAST = re.compile(
    rf"(?P<sign>≥|>=|=>|>|at least|minimum(?: age)? of|over|older than|greater than|above)\s*"
    rf"(?:the\s+age\s+of\s*)?(?P<age>\d{{1,3}})\s*{_YEARS}"
    rf"|\bage[ds]?\s*(?:of\s*)?:?\s*(?P<sign2>≥|>=|>)\s*(?P<age2>\d{{1,3}})"
    rf"|\b(?P<age3>\d{{1,3}})\s*{_YEARS}\s*(?:of\s+age\s*)?(?:and|or)\s+(?:older|over|above)",
    re.IGNORECASE,
)
_STRICT = {">", "over", "older than", "greater than", "above"}
# Years that are no age of a participant: of a disease, of a test, of a relative.
_ABOUT_AGE = re.compile(r"\bage[ds]?\b|\bold(?:er)?\b", re.IGNORECASE)
_PREGNANCY = re.compile(
    r"\b(?:pregnan|lactat|breast-?\s?feed|nursing (?:women|mothers))", re.IGNORECASE
)
_OF_PARTNER = re.compile(r"\b(?:partner|wife|spouse|contracepti)", re.IGNORECASE)


def minimum_age(subject: Subject) -> Iterator[Finding]:
    """The age field against the ages that the inclusion criteria name."""
    module = subject.study.protocol_section.eligibility_module
    field = _FIELD_AGE.fullmatch((module.minimum_age or "").strip())
    if field is None:
        return
    told = [
        (age, criterion)
        for criterion in split_criteria(module.eligibility_criteria)
        if criterion.kind == "inclusion"
        for text in filter(None, (criterion.lead_in, criterion.text))
        if _ABOUT_AGE.search(text)
        for age in _least_ages(text)
    ]
    # Criteria may name other ages too, for a subgroup or a risk: only when none fits is it said.
    if told and all(age != int(field[1]) for age, _ in told):
        yield Finding(
            title="Two minimum ages",
            sides=(
                Side(place="age field", said=f"Minimum age: {module.minimum_age}"),
                *(_side(criterion) for criterion in dict.fromkeys(item for _, item in told)),
            ),
            why="Whether people of the ages between could take part cannot be told.",
        )


def _least_ages(text: str) -> Iterator[int]:
    """Yield every lowest age in whole years that a sentence names."""
    for match in _RANGE.finditer(text):
        yield int(match["low"] or match["low2"])
    for match in _LEAST.finditer(text):
        age = int(match["age"] or match["age2"] or match["age3"])
        sign = (match["sign"] or match["sign2"] or "").lower()
        # "Older than 21" begins at 22 for some and at 21 for others: both count as named.
        yield age
        if sign in _STRICT:
            yield age + 1


def _side(criterion: CriterionText) -> Side:
    return Side(place=f"{criterion.kind} criterion {criterion.number}", said=criterion.text)


def sex_and_pregnancy(subject: Subject) -> Iterator[Finding]:
    """A study for males whose criteria ask about pregnancy of the participant."""
    module = subject.study.protocol_section.eligibility_module
    if module.sex != "MALE":
        return
    for criterion in split_criteria(module.eligibility_criteria):
        if _PREGNANCY.search(criterion.text) and not _OF_PARTNER.search(criterion.text):
            yield Finding(
                title="A study for males with a criterion about pregnancy",
                sides=(
                    Side(place="sex field", said=in_words(SEX, module.sex)),
                    _side(criterion),
                ),
                why="Either the field or the criterion does not belong to this study.",
            )


def criteria_headings(subject: Subject) -> Iterator[Finding]:
    """Criteria that do not say whether they include or exclude."""
    module = subject.study.protocol_section.eligibility_module
    criteria = split_criteria(module.eligibility_criteria)
    if not criteria:
        yield Finding(
            title="No eligibility criteria",
            sides=(Side(place="eligibility criteria", said="nothing"),),
            why="Who could take part cannot be told from the record.",
        )
    unstated = [criterion for criterion in criteria if criterion.kind == "not stated"]
    if unstated:
        count = f"{len(unstated)} of {len(criteria)} criteria"
        yield Finding(
            title="Criteria under no heading",
            sides=(Side(place="eligibility criteria", said=unstated[0].text),),
            why=f"{count} stand under neither “inclusion” nor “exclusion”: which they are must be "
            "read from their words.",
        )
