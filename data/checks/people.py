"""Checks of who may take part: age, sex, and the headings of the criteria."""

from __future__ import annotations

import re
from collections.abc import Iterator

from data.checks.finding import Finding, FindingSide, Subject
from data.criteria.kind import CriterionKind
from data.criteria.splitting import CriterionText, split_criteria
from data.vocabulary import SEX, in_words
from data.words import phrases

_YEARS = r"(?:years?|yrs?\.?|y/?o?\b)"
_FIELD_AGE = phrases(rf"(\d+)\s*{_YEARS}")
# The least age: of `15 to 75`, `at least 18`, `18 or older`, `18 ≤ age`.
_OLDER = r"(?:and|or|&)\s+(?:older|over|above|more|up(?:wards?)?|greater)\b"
_OLD = rf"\s*(?:{_YEARS})?\s*(?:of\s+age\b|old\b)?"
_LEAST = phrases(
    rf"(?<![\d.,])(?P<low>\d{{1,3}})(?:{_OLD})\s*(?:-|–|—|\bto\b|\band\b|\bthrough\b)\s*"
    r"\d{1,3}\b",
    r"(?P<sign>≥|>=|=>|⩾|≧|>|\bat least|\bminimum(?: age)?(?: of| is)?:?|"
    r"\b(?:not?|never) (?:younger|less) than|\bover|\b(?:older|greater|more) than(?: or equal to)?|"
    r"\bequal to or (?:older|greater) than|\babove|\b(?:reached|attained))"
    r"\s*(?:the\s+)?(?:age\s+(?:of\s+)?)?(?P<age>\d{1,3})(?![\d.]*\d)",
    rf"(?<![\d.,])\b(?P<age2>\d{{1,3}})(?:\s*\+|{_OLD}\s*{_OLDER})",
    r"(?<![\d.,])\b(?P<age3>\d{1,3})\s*(?:≤|<=|<)\s*(?:the\s+)?age\b",
)
_SEXED = phrases(r"\b(?:females?|wom[ae]n|males?|m[ae]n)\b")
_STRICT = {">", "over", "older than", "greater than", "more than", "above"}
# When the participants are as old as that: now, and not when they fell ill.
_NOW = (
    r"(?:screening|enrol\w*|consent\w*|inclusion|(?:study |trial )?entry|baseline|"
    r"randomi[sz]ation|registration|recruitment|admission|visit(?: \d+)?)"
)
_WHO_ELSE = (
    r"(?:relati|famil|child|son\b|daughter|person|people|someone|mother|father|parent|partner|"
    r"sibling|care|spouse|onset|diagnos|histor|member|household|donor|scan)"
)
# What may stand before an age that is the participant's own. Anything else makes it the age of a
# relative, of a pregnancy, of a scan, or that of a subgroup.
_OWN = phrases(
    rf"(?:[≥>=:\s(/,•*-]|\b(?:\d+(?:\.\d+)?|older|over|than|adolescents?|adults?|age|aged|ages|all|"
    rf"ambulatory|an?|and|any|are|at|be|between|both|children|either|eligible|ethnicity|female|females|"
    rf"for|from|gender|has|have|healthy|hospitali[sz]ed|individuals?|inpatients?|is|least|male|males|"
    rf"man|men|minimum|must|old|or|outpatients?|participants?|patients?|people|persons?|race|range|"
    rf"of(?!\s+(?:the\s+|our\s+)?(?:participants|patients|subjects|adults|women|men)\b)|"
    rf"sex|sexes|should|subjects?|the|time|{_NOW}|volunteers?|was|were|who|whose|woman|women|years?|"
    rf"with(?:\s+(?!{_WHO_ELSE})[a-z’'-]+){{1,8}}?(?=\s+(?:aged?|who)\b))\b)*"
    r"(?:’s|'s)?\s*",
)
_UNDER = phrases(r"[<≤]|\b(?:under|below|less than|younger than|up to)\b")
# How such a criterion goes on: it ends, or says something of its own after a comma or an "and".
# Anything else (`with a risk factor`, `in Japan`, `when diagnosed`) may make it one for some only.
_GOES_ON = phrases(
    rf"{_OLD}(?:\s*{_OLDER}|\s*\(?(?:both )?(?:inclusive(?:ly)?|included)\)?"
    rf"|\s*,?\s*(?:at|on|by) (?:the )?(?:(?:time|day|date|start) of )?(?:the )?(?:signing )?"
    rf"(?:the )?(?:informed )?{_NOW}|\s*(?:-|–|to|and)?\s*(?:≤|<=|<)\s*\d{{1,3}}{_OLD})*"
    r"\s*(?:$|[.;)\n]|(?:,|\band\b)(?!\s*(?:with\b|having\b|ha[sv]e?\b|who\b|if\b|when\b|in\b|"
    r"an? (?:abnormal|comorbid)|abnormal|comorbid|living\b|at (?:high|increased))))",
)
_AGED = phrases(rf"\bage[ds]?\b|\b(?:older|younger|old)\b|{_YEARS}")
# With one of these behind it, the age is a condition for something else (`must use contraception`).
_CONDITION = re.compile(r"[^.;]{0,40}(?::|\b(?:must|should|need|needs|require|requires|if)\b)")
_WHOLE = re.compile(r"(?<![\d.])\d{1,3}(?![\d.]*\d)")
_OF_ONE_SEX = {
    "MALE": phrases(r"\b(?:females?|wom[ae]n)\b"),
    "FEMALE": phrases(r"\b(?:males?|m[ae]n)\b"),
}
_PREGNANCY = phrases(r"\b(?:pregnan|lactat|breast-?\s?feed|nursing (?:women|mothers))")
_OF_PARTNER = phrases(
    r"\b(?:partner|wife|wives|spouse|girlfriend|companion|couple|mother|contracepti|condom|"
    r"(?:caus|father)\w* (?:of )?a pregnan|sexual (?:contact|intercourse))",
)


def minimum_age(subject: Subject) -> Iterator[Finding]:
    """The age field against the ages that the inclusion criteria name."""
    module = subject.study.protocol_section.eligibility_module
    field = _FIELD_AGE.fullmatch((module.minimum_age or "").strip())
    if field is None:
        return
    told = [
        (age, criterion)
        for criterion in split_criteria(module.eligibility_criteria)
        if criterion.kind == CriterionKind.INCLUSION
        for age in _least_ages(criterion.text, module.sex)
    ]
    # Criteria may name other ages too, for a subgroup, a country or a risk: only when none fits is
    # it said.
    named = {int(number) for _, item in told for number in _WHOLE.findall(item.text)}
    if told and int(field[1]) not in {age for age, _ in told} | named:
        yield Finding(
            title="Two minimum ages",
            sides=(
                FindingSide(place="age field", said=f"Minimum age: {module.minimum_age}"),
                *(_side(criterion) for criterion in dict.fromkeys(item for _, item in told)),
            ),
            why="Whether people of the ages between could take part cannot be told.",
        )


def _least_ages(text: str, sex: str | None) -> Iterator[int]:
    """Yield every lowest age in whole years that a criterion asks of the participants themselves.

    Args:
        text: the criterion.
        sex: who can take part at all: an age of women alone is a subgroup's in a study of both.
    """
    for match in _LEAST.finditer(text):
        if not _is_own(text, match, sex):
            continue
        age = int(match["low"] or match["age"] or match["age2"] or match["age3"])
        # "Older than 21" begins at 22 for some and at 21 for others: both count as named.
        yield age
        if (match["sign"] or "").lower() in _STRICT:
            yield age + 1


def _is_own(text: str, match: re.Match[str], sex: str | None) -> bool:
    before, after = text[: match.start()], text[match.end() :]
    goes_on = _GOES_ON.match(after)
    if goes_on is None or not _OWN.fullmatch(before) or _UNDER.search(before):
        return False
    if _CONDITION.match(after) or not _AGED.search(before + match[0] + goes_on[0]):
        return False
    here = re.split(r"\d", before)[-1]  # of `men ≥ 45 or women ≥ 55` each has an age of its own
    named = {one for one, other in _OF_ONE_SEX.items() if not other.search(here)}
    words = _SEXED.search(here)
    return words is None or len(named) != 1 or sex in named


def _side(criterion: CriterionText) -> FindingSide:
    return FindingSide(place=f"{criterion.kind} criterion {criterion.number}", said=criterion.text)


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
                    FindingSide(place="sex field", said=in_words(SEX, module.sex)),
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
            sides=(FindingSide(place="eligibility criteria", said="nothing"),),
            why="Who could take part cannot be told from the record.",
        )
    unstated = [criterion for criterion in criteria if criterion.kind == CriterionKind.UNSTATED]
    if unstated:
        count = f"{len(unstated)} of {len(criteria)} criteria"
        yield Finding(
            title="Criteria under no heading",
            sides=(FindingSide(place="eligibility criteria", said=unstated[0].text),),
            why=f"{count} stand under neither “inclusion” nor “exclusion”: which they are must be "
            "read from their words.",
        )
