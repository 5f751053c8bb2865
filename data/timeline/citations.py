"""Read when and where a publication appeared from its citation, as PubMed writes citations.

`Lancet. 2024 Jun 29;403(10446):2807-2817. doi: 10.1016/… Epub 2024 Jun 5.` appeared in the Lancet:
online on 5 June 2024, in print on 29 June 2024. A citation written in another way has no date here:
none is
guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from data.dates import MONTHS, PartialDate

_MONTH: Final = "|".join(MONTHS)
_DATE: Final = rf"(?P<year>(?:19|20)\d\d)(?: (?P<month>{_MONTH})(?: (?P<day>\d{{1,2}}))?)?"
# The end of an issue that covers more than one month or day: `2002 Jan-Feb`, `2010 Dec-2011 Jan`,
# `Jun 1-15`.
_UNTIL: Final = (
    rf"(?:-(?:(?P<to_year>(?:19|20)\d\d) )?"
    rf"(?:(?P<to_month>{_MONTH})(?: (?P<to_day>\d{{1,2}}))?|(?P<to_day_only>\d{{1,2}})))?"
)
# A season or a supplement (`2010 Winter;`, `2012 Aug Suppl 1;`) adds nothing that can be drawn.
_REST: Final = r"(?: (?:Spring|Summer|Autumn|Fall|Winter|Suppl?)[^;.:]*)?"
_PRINTED: Final = re.compile(
    rf"(?:^|[.?!\]] )(?P<journal>[^.?!\]]*[^.?!\]\s]) ?\. {_DATE}{_UNTIL}{_REST}(?P<end>[;:.])"
)
_ONLINE: Final = re.compile(rf"\bEpub (?:ahead of print )?{_DATE}\b")
_AHEAD: Final = re.compile(r"\b(?:Online|Epub) ahead of print\b", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class DateSpan:
    """When something happened: between two dates, each as precise as it was written.

    Args:
        first: when it began, or the earliest it can have been.
        last: when it ended; the same as `first` for a single date.
    """

    first: PartialDate
    last: PartialDate

    @classmethod
    def at(cls, date: PartialDate) -> DateSpan:
        """A single date."""
        return cls(first=date, last=date)

    @property
    def is_day(self) -> bool:
        """Whether it is one known day."""
        return self.first == self.last and self.first.day is not None

    def __str__(self) -> str:
        """Write it unambiguously: `8 Jan 2020`, `Jan 2020 to Oct 2022`."""
        return str(self.first) if self.first == self.last else f"{self.first} to {self.last}"


@dataclass(frozen=True, kw_only=True)
class Appearance:
    """Where and when a publication appeared, as far as its citation says.

    Args:
        journal: the journal's name as the citation gives it.
        online: the day it appeared ahead of its issue.
        issue: the date its journal gives it: that of the issue, or of the article where there are
            none.
        matched: the words of the citation that the dates were read from.
    """

    journal: str | None = None
    online: DateSpan | None = None
    issue: DateSpan | None = None
    matched: tuple[str, ...] = ()


def appearance(citation: str) -> Appearance:
    """Read where and when a publication appeared.

    Args:
        citation: the citation as the record gives it; HTML entities in it are understood.

    Returns:
        What could be read; nothing for a citation that is not written as PubMed writes them.
    """
    text = " ".join(citation.split())
    match = _in_print(text)
    journal = match["journal"].strip() if match else None
    issue = _span(match) if match else None
    epub = _ONLINE.search(text)
    online = _span(epub) if epub else None
    if online is None and _AHEAD.search(text):
        online, issue = issue, None
    found = (_written(match) if match and (issue or online) else "", epub[0] if epub else "")
    return Appearance(
        journal=journal, online=online, issue=issue, matched=tuple(filter(None, found))
    )


def _in_print(text: str) -> re.Match[str] | None:
    """Find the journal and its date: before a volume if there is one, else before the rest."""
    matches = list(_overlapping(text))
    return next(
        (match for match in matches if match["end"] == ";"), matches[0] if matches else None
    )


def _overlapping(text: str) -> list[re.Match[str]]:
    """Find every match, also one inside another: a title may end in what looks like a date."""
    found, start = [], 0
    while match := _PRINTED.search(text, start):
        found.append(match)
        start = match.start() + 1
    return found


def _written(match: re.Match[str]) -> str:
    return match[0][match.start("year") - match.start() :].rstrip(";:.")


def _span(match: re.Match[str]) -> DateSpan | None:
    parts = match.groupdict()
    first = _date(parts["year"], parts["month"], parts["day"])
    if first is None:
        return None
    month = parts.get("to_month") or parts["month"]
    day = parts.get("to_day") or parts.get("to_day_only")
    is_period = parts.get("to_month") or parts.get("to_day_only")
    last = _date(parts.get("to_year") or parts["year"], month, day) if is_period else first
    if last is None or last.last_day < first.first_day:
        last = first
    return DateSpan(first=first, last=last)


def _date(year: str, month: str | None, day: str | None) -> PartialDate | None:
    """Make a date of its parts; None for a day that does not exist."""
    written = f"{year}-{MONTHS.index(month) + 1:02d}" if month else year
    try:
        return PartialDate.parse(f"{written}-{int(day):02d}" if month and day else written)
    except ValueError:
        return None
