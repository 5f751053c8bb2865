"""The lines of an eligibility text that name groups of people: `Group: with diabetes`, `Controls:`.

Which of them exclude one another follows from what they say: the same word with another number,
with and without the same, one of a pair like men and women.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from itertools import combinations
from typing import Final

from data.words import phrases

MAX_LABEL: Final = 14  # words; a longer line is a sentence
_MANY: Final = 30  # groups; of more, each is not held against each

# What a study calls its groups. Parts and phases may follow one another for the same person.
_GROUP = (
    r"(?:cohorts?|groups?|arms?|stratum|strata|populations?|cohortes?|groupes?|gruppen?|grupos?|"
    r"grupp[oi]|[ck]oh?orten?|coort[ei]|groep(?:en)?|bras|bra[cç]ci?o)"
)
_PART = (
    r"(?:parts?|phases?|stages?|stud(?:y|ies)|trial|module|step|period|section|teil|partie|parte|"
    r"deel|fase)"
)
_NUMBER = (
    r"(?:\d{1,3}[A-Za-z]?|[A-Za-z]|[IVX]{1,5}|"
    r"(?i:one|two|three|four|five|six|seven|eight|nine|ten))"
)
_ORDINAL = r"(?:first|second|third|fourth|fifth|1st|2nd|3rd|4th|5th)"
_ANYBODY = (
    r"(?:participants?|subjects?|individuals?|people|persons?|volunteers?|volontaires|sujets|"
    r"teilnehmer\w*|probanden|personen|voluntari[oa]s|voluntári[oa]s|participantes|sujetos|soggetti|"
    r"volontari|vrijwilligers|deelnemers|proefpersonen)"
)
_PATIENTS = r"(?:patient\w{0,6}|pati[eë]nt\w*|pacientes?|pazient[ei]|cases?|malades)"
_HEALTHY = (
    r"(?:healthy|normal\s+volunteers?|controls?|sain[es]*|témoins?|gesunde\w*|kontroll\w*|san[oai]s?|"
    r"controles?|controlli|saud[aá]ve(?:l|is)|gezonde|volunteers)"
)
_SEX = (
    r"m[ae]n|males?|hommes?|männer|hombres|uomini|homens|mannen|boys",
    r"wom[ae]n|females?|femmes?|frauen|mujeres|donne|mulheres|vrouwen|girls",
)
_AGE = (
    r"adults?|adultes|erwachsene|adult[oi]s?|volwassenen",
    r"adolescents?|adolescentes|jugendliche|teenagers?",
    r"child(?:ren)?|p(?:a?e|é)diatric\w*|enfants|kinder|niños|bambini|crianças|kinderen|infants?|"
    r"newborns?|neonates?|bab(?:y|ies)",
)
_CARERS = (
    r"mothers?|fathers?|parents?|(?:care\s?giv|care)ers?|partners?|spouses?|siblings?|relatives?|"
    r"clinicians?|physicians?|nurses?|(?:health\s?care\s+)?providers?|therapists?|teachers?"
)
# Nobody is two of these, whatever else is said of them.
_PERSONS: Final = tuple(
    tuple(phrases(rf"\b(?:{side})(?!\w)") for side in sides)
    for sides in (
        _SEX,
        _AGE,
        (r"donors?", rf"recipients?|{_PATIENTS}"),
        (_CARERS, rf"{_AGE[2]}|{_AGE[1]}|{_PATIENTS}|participants?|survivors?"),
    )
)
# Nobody is two of these in the same matter: `mild asthma`, `severe asthma`.
_STATES: Final = tuple(
    tuple(re.compile(rf"\b(?:{side})(?!\w)") for side in sides)
    for sides in (
        ("mild", "moderate", "severe", "normal"),
        (r"type\s*(?:1|i)", r"type\s*(?:2|ii)", r"type\s*(?:3|iii)"),
        (r"na[iï]ve", "experienced|treated|pretreated"),
        ("positive", "negative"),
        (r"pre[\s-]*menopausal", r"post[\s-]*menopausal"),
        ("obese", "lean"),
        ("symptomatic", "asymptomatic"),
        ("acute", "chronic"),
    )
)
_DENIALS: Final = (
    (re.compile(r"\b(?:without|with no|not having|having no)\s+"), "with "),
    (re.compile(r"\bnon[\s-]*"), ""),
    (re.compile(r"\bun(?=(?:infected|treated|exposed|affected|vaccinated|medicated)\b)"), ""),
)
# What does not tell which matter it is: `mild renal impairment`, `normal renal function`.
_EMPTY = re.compile(
    rf"\b(?:for|the|with|having|{_ANYBODY}|{_PATIENTS}|impairment|function|disease|status|cohort|group)\b"
)
COHORT = phrases(
    rf"(?:sub-?)?(?:{_GROUP}|{_PART}|healthy|patients?|controls?|volunteers?|donors?)\b",
)
# Who takes part beside the patients: `Caregiver Inclusion Criteria` are not the patient's.
ROLE = phrases(
    rf"(?:(?:family|informal)\s+)?(?:{_CARERS}|family\s+members?|dyads?|donors?|recipients?|"
    rf"{'|'.join(_AGE)})",
)
NUMBERED_COHORT = re.compile(
    rf"(?i:{COHORT.pattern})\s*[#:]?\s*(?:\d|{_NUMBER}(?!\w))|(?i:{_ORDINAL}\s+{_GROUP}\b)"
)
_COHORT_COLON = phrases(rf"(?:{COHORT.pattern})\s*[:–—-]")
_ONE_COHORT = re.compile(
    rf"(?P<noun>(?i:{_GROUP}))\b\s*#?(?:(?P<number>{_NUMBER})(?!\w))?\s*(?P<colon>[:–—-])?|"
    rf"(?P<ordinal>(?i:{_ORDINAL}))\s+(?P<counted>(?i:{_GROUP}))\b"
)
_FOLLOWS = phrases(rf"{_PART}\b")
_PART_OF_A_STUDY = phrases(r"(?:parts?|phases?|teil|partie|parte|deel|fase)\b")
_PEOPLE = rf"(?:{_ANYBODY}|{_PATIENTS}|{_HEALTHY}|{'|'.join((*_SEX, *_AGE))}|{_CARERS}|donors?)"
# A line that can only name a group, also where no colon says that a list follows.
_GROUP_LINE = phrases(
    rf"(?:{_GROUP}\s*#?(?:\s*{_NUMBER}(?!\w))?\s*(?:\Z|[:–—(-])|{_ORDINAL}\s+{_GROUP}\s*:?\Z|"
    rf"(?:(?:healthy|normal|control|gesunde|gezonde)\s+)?{_PEOPLE}(?:\s+{_HEALTHY})?\s*:?\Z|"
    rf"(?:[\w-]+\s+){{1,3}}(?:group|cohort|arm)\s*:?\Z|"
    rf"(?:[\w-]+\s+){{0,2}}{_PEOPLE}(?:\s*\([^()]*\))?\s*:\Z|for\s+[^:]{{3,60}}:\Z)",
)
_GROUP_WITH = phrases(r"(?:patients|cases|participants|subjects)\s+(?:with|without)\b")
# Rules of contraception name no group either: whoever is neither would have none to choose.
_SEVERAL_COHORTS = phrases(
    r"\b(?:child[\s-]?bearing|and|or|all|both|each|every|any|other|following|to|through)\b|[,&/+]|\d\s*[-–]\s*\d",
)
_ARE_HEALTHY = re.compile(rf"(?:{_ANYBODY}\s+)?{_HEALTHY}(?!\w)")
_ARE_PATIENTS = re.compile(
    rf"{_PATIENTS}\b|{_PEOPLE}\s+(?:with|who|having)\b|.*\b(?:group|cohort)\Z|[\w-]+\s+patients\Z"
)
_ASIDE = re.compile(r"\([^()]*\)")
_FOR = phrases(r"\Afor\s+(?:the\s+)?")


def is_cohort(text: str, *, begins: bool) -> bool:
    """Whether a line above a heading names people or a part of the study: `Group: with diabetes`.

    Args:
        text: the line.
        begins: the heading begins inclusion anew; then `Patients` alone is no criterion's words.
    """
    if len(text.split()) > MAX_LABEL:
        return False
    if text.endswith(":") or NUMBERED_COHORT.match(text) or _COHORT_COLON.match(text):
        return True
    return begins and bool(COHORT.match(text)) and not text.endswith(".")


def names_a_group(text: str, *, beside: bool = False) -> bool:
    """Whether a line above a list names the people it is of: `Patients with diabetes:`, `Group A`.

    Args:
        text: the line. One that names patients by what they have needs its colon: it may be a
            criterion.
        beside: another group is named near it; then it needs none.
    """
    line = _unwrapped(text)
    if len(line.split()) > MAX_LABEL or line.endswith((".", ";", ",")):
        return False
    if names_several(line):
        return False  # `Males and females:` are everybody
    colon = beside or line.endswith(":")
    return bool(_GROUP_LINE.match(line) or (colon and _GROUP_WITH.match(line)))


def names_several(label: str) -> bool:
    """Whether a label is of no single group: `Cohorts 1 and 2`, `All patients`."""
    return bool(_SEVERAL_COHORTS.search(_ASIDE.sub("", _unwrapped(label))))


def groups_among(lines: Iterable[str]) -> frozenset[str]:
    """The lines that name groups, of those that stand above the lists of one section.

    `Mild asthma:` does so only beside `Severe asthma:`, and `Patients with asthma` without a colon
    only beside another group.
    """
    lines = [line for line in dict.fromkeys(lines) if len(line.split()) <= MAX_LABEL]
    found = {line for line in lines if names_a_group(line)} | contrasted(lines)
    beside = {line for line in lines if found and names_a_group(line, beside=True)}
    return frozenset(found | beside)


def contrasted(lines: Iterable[str]) -> frozenset[str]:
    """The lines of which another is of other people: `Mild asthma`, `Severe asthma`."""
    labels = {line: without_for(line) for line in dict.fromkeys(lines) if not names_several(line)}
    sides = {
        line: _sides(label).items()
        for line, label in labels.items()
        if len(label.split()) <= MAX_LABEL
    }
    matters = Counter(matter for found in sides.values() for matter, _ in found)
    same = Counter(side for found in sides.values() for side in found)
    return frozenset(
        line
        for line, found in sides.items()
        if any(matters[side[0]] > same[side] for side in found)
    )


def are_apart(labels: Collection[str]) -> bool:
    """Whether labels name groups of which nobody can be in two: `Cohort 1` and `Cohort 2`.

    Parts and phases of a study may follow one another for the same person, `Cohorts 1 and 2` holds
    two, and `Arm A` may be within `Cohort 1`: what is not sure is not apart.
    """
    if any(names_several(label) for label in labels):
        return False
    sides = [_sides(without_for(label)) for label in labels]
    shared = set.intersection(*map(set, sides)) if sides else set()
    if any(len({found[key] for found in sides}) == len(sides) for key in shared):
        return True
    return 1 < len(sides) <= _MANY and all(
        any(one[key] != other[key] for key in one.keys() & other.keys())
        for one, other in combinations(sides, 2)
    )


def to_choose_between(labels: Iterable[str]) -> tuple[str, ...]:
    """The labels of groups that a person can be said to be in one of.

    Parts of a study are only where no groups are named, which each may hold. Several groups at
    once, and what another label only says more of (`Patients`, beside `Patients with asthma`) are
    not: what stands under them is everybody's.
    """
    labels = tuple(dict.fromkeys(labels))
    if len(labels) > 1 and are_apart(labels):
        return labels
    if labels and all(map(_PART_OF_A_STUDY.match, labels)):
        return tuple(label for label in labels if not names_several(label))
    words = [without_for(label).casefold().split() for label in labels]
    longer = {tuple(found[:end]) for found in words for end in range(1, min(len(found), MAX_LABEL))}
    return tuple(
        label
        for label, found in zip(labels, words, strict=True)
        if not names_several(label)
        and not _FOLLOWS.match(label)
        and not re.fullmatch(_ANYBODY, " ".join(found), re.IGNORECASE)
        and tuple(found) not in longer
    )


def without_for(text: str) -> str:
    """Take off a label what only formats it, and the `for` before it."""
    return _FOR.sub("", _unwrapped(text).rstrip(" :"))


def _unwrapped(text: str) -> str:
    text = text.strip(" \t*#_")
    return text.strip("()") if text.startswith("(") else text


def _sides(label: str) -> Mapping[tuple[str, ...], str]:
    """What a label says in matters of which nobody is two: which matter, and which side of it."""
    found: dict[tuple[str, ...], str] = {}
    said = label.casefold()
    if cohort := _ONE_COHORT.match(label):
        noun = (cohort["noun"] or cohort["counted"]).casefold()
        if number := cohort["number"] or cohort["ordinal"]:
            found[noun,] = number.casefold()
        elif cohort["colon"]:
            found[noun, ":"] = said
    if side := _health(said):
        found["health",] = side
    for place, persons in enumerate(_PERSONS):
        which = [number for number, side in enumerate(persons) if side.search(said)]
        if len(which) == 1:
            found["person", str(place)] = str(which[0])
    for place, states in enumerate(_STATES):
        for number, state in enumerate(states):
            if state.search(said):
                found["state", str(place), _matter(state.sub("", said))] = str(number)
    affirmed = said
    for pattern, instead in _DENIALS:
        affirmed = pattern.sub(instead, affirmed)
    found["denied", _matter(affirmed)] = str(affirmed != said)
    return found


def _health(said: str) -> str | None:
    """Whether a label is of healthy people or of patients; `Participants` may be either."""
    if _ARE_HEALTHY.match(said):
        return "healthy"
    return "patients" if _ARE_PATIENTS.match(said) else None


def _matter(said: str) -> str:
    return " ".join(re.findall(r"\w+", _EMPTY.sub(" ", said)))
