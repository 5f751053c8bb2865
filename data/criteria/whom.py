"""Whom a single criterion is of, as its own words or the line above it say.

`Part B only: …`, `For Group 2, …`, `… (female participants only)`, `Men must …`. What is not clear
names nobody: the criterion is then everybody's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from string import ascii_uppercase
from typing import Final, Literal

from data.criteria.kind import CriterionKind
from data.criteria.splitting import CriterionText
from data.words import phrases

Sex = Literal["female", "male"]

_NOUN = r"(?:parts?|phases?|cohorts?|groups?|arms?)"
_NUMBER = r"(?:\d{1,2}[a-z]?|[a-z]\d{0,2}|[ivx]{1,4})(?!\w)"
_NEXT = rf"\s*(?P<how>,\s*(?:and|or)?|/|&|and|or|-|–|to)\s*(?:{_NOUN}\s+)?"
_PEOPLE = r"(?:participants?|patients?|subjects?|volunteers?|individuals?|people|persons?|adults?)"
_FEMALE = r"(?:females?|wom[ae]n|girls?|[wf]ocbp)(?!\w)"
_MALE = r"(?:males?|m[ae]n|boys?)(?!\w)"
_SUCH = (
    r"(?:(?:all|adult|eligible|fertile|healthy|sexually\s+active|heterosexual(?:ly\s+active)?|"
    r"(?:pre|peri|post)[\s-]?menopausal|non[\s-]?sterili[sz]ed)\s+){0,2}"
)
_SOME = (
    rf"(?P<noun>{_NOUN})\s*\#?\s*"
    rf"(?P<numbers>{_NUMBER}(?:{_NEXT.replace('?P<how>', '?:')}{_NUMBER})*)"
)
_GROUPS: Final = phrases(rf"\b{_SOME}")
_WHO: Final = phrases(
    r"(?:appl(?:y|ies|icable)\s+(?:only\s+)?to\s+)?(?P<for>(?:for|in|if)\s+)?(?:the\s+)?"
    rf"(?:{_SUCH}{_PEOPLE}\s+(?:in|of|enrolled\s+in(?:to)?|assigned\s+to|(?:is|are))\s+(?:the\s+|an?\s+)?)?"
    rf"(?:{_SOME}|{_SUCH}(?:(?P<female>{_FEMALE})|(?P<male>{_MALE})))"
    rf"(?:\s+{_PEOPLE})?(?:\s+(?:of|with)\s+(?:child[\s-]?bearing|reproductive)\s+(?:potential|age))?"
    r"(?:\s+of\s+(?:the|this)\s+(?:study|trial))?"
    r"(?:\s*\([^()]*\))?(?P<only>\s*\(?only\)?)?",
)
_PARTS: Final = phrases(rf"(?:{_NEXT})?(?P<number>{_NUMBER})")
_HEADED: Final = phrases(
    r"^(?:[\w-]+\s+){0,3}(?:criteria|following)\s*(?:[,:(–—-]\s*)?|"
    r"\s*(?:inclusion|exclusion)\s+criteria$",
)
# Where the name at the beginning of a criterion may end; a comma is enough behind `For …`.
_ENDS: Final = (
    re.compile(r"[(\[]([^()\[\]]+)[)\]]"),
    re.compile(r"([^:–—]+?)\s*[:–—]"),
    re.compile(r"(.+?)\s-\s"),
    phrases(r"(.{1,80}?)\s+(?:must|should|needs?|ha(?:ve|s)\s+to)\b"),
    re.compile(r"([^,]+),"),
)
_LAST: Final = re.compile(r"[(\[]([^()\[\]]+)[)\]][\s.;]*\Z|,\s*([^,]+?)[\s.;]*\Z")
_CLEAR: Final = ("part", "cohort", "arm")  # `(Group 1)` and `(Phase 1)` may be of something else
_ASKED = (
    r"(?:must|should|needs?|agrees?|(?:have|has)\s+to|(?:are|is)\s+(?:required|only|eligible)|"
    r"can\s+only)"
)
_OF_SEX: Final = phrases(rf"{_SUCH}(?:(?P<female>{_FEMALE})|{_MALE})[^:;.]{{0,120}}?\b{_ASKED}\b")
_SEXES: Final = tuple(phrases(rf"\b{side}") for side in (_FEMALE, _MALE))
_PARTNERS: Final = phrases(r"\b(?:fe)?male\s+(?:sexual\s+)?partners?\b")


@dataclass(frozen=True, kw_only=True)
class Whom:
    """The people a criterion is only of.

    Args:
        sex: of one sex.
        groups: of groups or parts that the study numbers, each as `Part B`; none for all of them.
    """

    sex: Sex | None = None
    groups: tuple[str, ...] = ()


def whom(text: CriterionText, *, sexes_told: bool) -> Whom:
    """Read whom a criterion is of.

    Args:
        text: the criterion.
        sexes_told: whether the record says that it takes people of both sexes; only then is
            `Women must …` no requirement to be a woman.
    """
    above = [found for line in (text.cohort, text.lead_in) if line and (found := of_line(line))]
    named = [*above, *_own(text)]
    if sexes_told and text.kind == CriterionKind.INCLUSION:
        named += _asked_of_one_sex(text.text)
    # `Men only: 18 to 45 years` may ask everybody to be a man.
    sure = sexes_told or text.cohort or text.kind == CriterionKind.EXCLUSION
    return Whom(
        sex=next((one.sex for one in named if one.sex and sure), None),
        groups=next((one.groups for one in named if one.groups), ()),
    )


def of_line(line: str) -> Whom | None:
    """Read whom a line above criteria names: `Exclusion criteria (Part B):`; None for nobody."""
    bare = _HEADED.sub("", line.replace("*", "").strip(" \t#_:")).strip(" ():")
    name = re.split(r"\s*[:–—]\s*|\s-\s", bare, maxsplit=1)[0]
    found = _WHO.fullmatch(bare) or _WHO.fullmatch(name)
    # A heading of some women only, as by the menopause, is of a group to choose.
    return _read(found) if found and "menopausal" not in bare.lower() else None


def _own(criterion: CriterionText) -> Iterator[Whom]:
    """What a criterion itself begins or ends with, unless it names others too."""
    text = criterion.text
    for end in _ENDS:
        first = end.match(text)
        found = first and _WHO.fullmatch(first[1])
        if first and found and len(first[0]) < len(text.rstrip(" .")):
            if end is not _ENDS[-1] or found["for"] or (found["only"] and found["noun"]):
                yield from _alone(_read(found), text)
            return
    last = _LAST.search(text)
    found = last and _WHO.fullmatch(last[1] or last[2])
    if last and found:
        noun = (found["noun"] or "").casefold().removesuffix("s")
        clear = (last[1] and noun in _CLEAR) or found["only"]
        if not noun:  # `Adults (males only)` is asked of everybody
            clear = criterion.kind == CriterionKind.EXCLUSION and (last[1] or found["only"])
        if clear or found["for"]:
            yield from _alone(_read(found), text)


def _asked_of_one_sex(text: str) -> Iterator[Whom]:
    asked = _OF_SEX.match(text)
    if asked:
        yield from _alone(Whom(sex="female" if asked["female"] else "male"), text)


def _alone(found: Whom, text: str) -> Iterator[Whom]:
    own = _PARTNERS.sub("", text)  # a partner is somebody else
    both = all(side.search(own) for side in _SEXES)
    named = {group for one in _GROUPS.finditer(text) for group in _read(one).groups}
    if not (both if found.sex else named - set(found.groups)):
        yield found


def _read(found: re.Match[str]) -> Whom:
    if not found["noun"]:
        return Whom(sex="female" if found["female"] else "male")
    noun = found["noun"].removesuffix("s").capitalize()
    return Whom(groups=tuple(f"{noun} {number}" for number in _numbers(found["numbers"])))


def _numbers(written: str) -> tuple[str, ...]:
    numbers: list[str] = []
    for part in _PARTS.finditer(written):
        number = part["number"].upper()
        if part["how"] in ("-", "–", "to") and numbers:
            numbers += _between(numbers[-1], number)
        numbers.append(number)
    return tuple(dict.fromkeys(numbers))


def _between(first: str, last: str) -> list[str]:
    """What `1–4` and `A to D` leave out."""
    if first.isdecimal() and last.isdecimal():
        return [str(number) for number in range(int(first) + 1, int(last))]
    if len(first) == len(last) == 1 and first < last:
        after = ascii_uppercase[ascii_uppercase.find(first) + 1 :]
        return list(takewhile(lambda letter: letter != last, after))
    return []
