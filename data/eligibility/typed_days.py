"""Days as people write them: read as they were meant, or refused."""

from __future__ import annotations

import re
from datetime import date
from typing import Final
from unicodedata import normalize

from data.dates import MONTHS
from data.errors import quoted

_NAME: Final = r"([a-z]{3,9})\.?"
_YEAR_FIRST: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)
_DAY_NAMED: Final = re.compile(rf"(\d{{1,2}})\.?[ -]{_NAME}[ -](\d{{4}})", re.ASCII)
_MONTH_NAMED: Final = re.compile(rf"{_NAME} (\d{{1,2}}),? (\d{{4}})", re.ASCII)
_YEAR_LAST: Final = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})", re.ASCII)
_YEARS: Final = range(1900, 2200)


class DayError(ValueError):
    """A text that is no clear day; the message says why, without a full stop."""


def looks_like_day(text: str) -> bool:
    """Whether a text is meant as a day."""
    plain = _plain(text)
    forms = (_YEAR_FIRST, _DAY_NAMED, _MONTH_NAMED, _YEAR_LAST)
    return any(form.fullmatch(plain) for form in forms)


def read_day(text: str) -> date:
    """Read `2026-09-03`, `3 Sep 2026` or `September 3, 2026`.

    Raises:
        DayError: it is no day, or one that people read in two ways (`03/09/2026`).
    """
    plain = _plain(text)
    if found := _YEAR_FIRST.fullmatch(plain):
        return _day(text, *(int(part) for part in found.groups()))
    if found := _DAY_NAMED.fullmatch(plain):
        return _day(text, int(found[3]), _month(text, found[2]), int(found[1]))
    if found := _MONTH_NAMED.fullmatch(plain):
        return _day(text, int(found[3]), _month(text, found[1]), int(found[2]))
    if found := _YEAR_LAST.fullmatch(plain):
        one, other, year = int(found[1]), int(found[3]), int(found[4])
        if one <= 12 and other <= 12 and one != other:
            raise DayError(
                f"{text.strip()} can be read in two ways; write {year}-{other:02}-{one:02} or "
                f"{year}-{one:02}-{other:02}"
            )
        return _day(text, year, min(one, other), max(one, other))
    raise DayError(f"expected a day such as 2026-09-03 or 3 Sep 2026, got {quoted(text)}")


def _plain(text: str) -> str:
    return " ".join(normalize("NFKC", text).casefold().split())


def _month(text: str, name: str) -> int:
    found = [number for number, month in enumerate(MONTHS, 1) if name.startswith(month.lower())]
    if not found:
        raise DayError(f"expected the month in English letters, or 2026-09-03, got {quoted(text)}")
    return found[0]


def _day(text: str, year: int, month: int, day: int) -> date:
    try:
        if year in _YEARS:
            return date(year, month, day)
    except ValueError:
        pass
    years = f"{_YEARS[0]} to {_YEARS[-1]}"
    raise DayError(f"expected a day that exists, in {years}, got {quoted(text)}")
