"""Several people of one visit: each by a code, with the log that a screening team keeps of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from data.eligibility.assess import Assessment, ByHand, assess
from data.eligibility.checklist import Checklist
from data.eligibility.reasons import headline, in_short
from data.errors import quoted

MOST_PEOPLE: Final = 200
LONGEST_CODE: Final = 20
MAX_BY: Final = 60
_CODE: Final = re.compile(r"[A-Za-z][A-Za-z0-9._-]*")
# Words that stand in codes; any other may be somebody's name.
_WORDS: Final = (
    *("arm", "case", "code", "num", "pat", "patient", "person", "pid", "scr", "screen"),
    *("screening", "site", "sub", "subj", "subject", "test", "trial"),
)
_DATES: Final = tuple(
    re.compile(form)
    for form in (
        r"(?<!\d)(?:19|20)\d\d[._-]?(?:0[1-9]|1[0-2])[._-]?(?:0[1-9]|[12]\d|3[01])(?!\d)",
        r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])[._-](?:0?[1-9]|[12]\d|3[01])[._-](?:(?:19|20)\d\d|\d\d)(?!\d)",
        r"(?<!\d)(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|[12]\d|3[01])(?:19|20)\d\d(?!\d)",
        r"(?<!\d)(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d\d(?!\d)",
        r"(?<!\d)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)",
        r"(?<!\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d\d(?!\d)",
    )
)


class CodeError(ValueError):
    """A code that may tell who somebody is, or cannot be used; the message is one sentence."""


@dataclass(frozen=True, kw_only=True)
class Person:
    """One person in the session.

    Args:
        code: what they are called here; never a name.
        answers: plain values by fact id, as for `assess`.
        by_hand: states set by hand, by criterion id.
        screened_on: the day; None while nobody has said.
        screened_by: who screens, as they want to be named.
        changed: when the answers were last put into the log, UTC.
    """

    code: str
    answers: Mapping[str, Any] = field(default_factory=dict)
    by_hand: Mapping[str, ByHand] = field(default_factory=dict)
    screened_on: date | None = None
    screened_by: str = ""
    changed: datetime | None = None


def read_code(text: str, taken: Collection[str] = ()) -> str:
    """Read the code of a person, and refuse what may tell who it is.

    Args:
        text: as it was typed.
        taken: the codes of others.

    Raises:
        CodeError: it looks like a name or a date, or is none.
    """
    code = text.strip()
    shown = quoted(code)
    if not code:
        raise CodeError("Expected a code, such as P-07.")
    if re.search(r"\s", code):
        raise CodeError(f"{shown} holds a space, as names do: expected a code, such as P-07.")
    if any(form.search(code) for form in _DATES):
        raise CodeError(
            f"{shown} holds what can be read as a date, perhaps of birth: expected a code, such as "
            "P-07, and long numbers in parts (S101-001)."
        )
    if len(code) > LONGEST_CODE or not _CODE.fullmatch(code) or not re.search(r"\d", code):
        raise CodeError(
            f"{shown} is no code: expected a letter first, a digit in it, and at most "
            f"{LONGEST_CODE} letters (A–Z), digits, dots and hyphens, such as P-07."
        )
    if any(map(_may_be_a_name, re.findall(r"[A-Za-z]+", code))):
        raise CodeError(f"{shown} looks like a name: expected a code, such as P-07.")
    if code.casefold() in {one.casefold() for one in taken}:
        raise CodeError(f"{shown} is taken: expected another code.")
    return code


def _may_be_a_name(letters: str) -> bool:
    if letters.casefold() in _WORDS:
        return False
    return len(letters) > 3 or (len(letters) == 3 and not letters.isupper())


COLUMNS: Final = (
    *("code", "date screened", "screened by", "state", "decided by", "deciding sentence"),
    *("set by hand", "open", "last change (UTC)", "record", "record's last update"),
)


def log_row(checklist: Checklist, person: Person) -> dict[str, str]:
    """What a log says of a person, by column; where several criteria decide, the first."""
    assessment = assess(checklist, person.answers, person.by_hand)
    deciding = assessment.deciding[:1] or tuple(_of_cases(assessment))
    told = (
        person.code,
        person.screened_on.isoformat() if person.screened_on else "",
        person.screened_by,
        headline(assessment),
        "; ".join(item.criterion.name for item in deciding),
        "; ".join(item.criterion.text for item in deciding),
        "; ".join(
            f"{item.criterion.name}: {in_short(checklist, item, assessment)}"
            for item in assessment.criteria
            if item.by_hand
        ),
        "; ".join(item.criterion.name for item in assessment.open),
        person.changed.strftime("%Y-%m-%d %H:%M") if person.changed else "",
        checklist.nct_id,
        checklist.record_date or "",
    )
    return dict(zip(COLUMNS, told, strict=True))


def _of_cases(assessment: Assessment) -> Iterator[Any]:
    """The criteria of which one excludes whatever the open answers are."""
    found = {case.criterion.id for case in assessment.cases if case.criterion}
    return (item for item in assessment.criteria if item.criterion.id in found)
