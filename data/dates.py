"""Dates as registries give them: to the day, to the month, or to the year."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from data.errors import quoted

MONTHS: Final = tuple(calendar.month_abbr)[1:]
"""`Jan`, `Feb` …"""
EXPECTED = "YYYY-MM-DD, YYYY-MM or YYYY"
# A time of day may follow (`2022-05-24T04:50`); nothing here needs it.
_SHAPE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T[\d:.]+Z?)?)?)?", re.ASCII)


@dataclass(frozen=True, kw_only=True, order=False)
class PartialDate:
    """A date that keeps the precision with which it was written.

    Args:
        year: four digits.
        month: 1 to 12, or None when only the year is known.
        day: 1 to 31, or None when only the month is known.
    """

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read `2020-01-08`, `2020-01` or `2020`.

        Raises:
            ValueError: the text is no such date, or the day does not exist.
        """
        match = _SHAPE.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"expected {EXPECTED}, got {quoted(text)}")
        year, month, day = (int(part) if part else None for part in match.groups())
        try:
            date(year or 0, month or 1, day or 1)
        except ValueError:
            raise ValueError(f"expected a day that exists, got {quoted(text)}") from None
        return cls(year=year or 0, month=month, day=day)

    @property
    def first_day(self) -> date:
        """The first day the date can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        """The last day the date can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __str__(self) -> str:
        """Write it unambiguously: `8 Jan 2020`, `Jan 2020`, `2020`."""
        month = calendar.month_abbr[self.month] if self.month else None
        return " ".join(str(part) for part in (self.day, month, self.year) if part)

    def isoformat(self) -> str:
        """Write it as the registry does: `2020-01-08`, `2020-01`, `2020`."""
        parts = (
            f"{self.year:04d}",
            self.month and f"{self.month:02d}",
            self.day and f"{self.day:02d}",
        )
        return "-".join(part for part in parts if part)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Let pydantic read it from a string and write it as one."""
        return core_schema.no_info_plain_validator_function(
            cls._validate,
            serialization=core_schema.plain_serializer_function_ser_schema(cls.isoformat),
        )

    @classmethod
    def _validate(cls, value: Any) -> PartialDate:
        if isinstance(value, cls):
            return value
        if not isinstance(value, str):
            raise ValueError(f"expected {EXPECTED}, got {quoted(value)}")
        return cls.parse(value)


def in_words_if_date(text: str) -> str:
    """Write a text that is a date in words, `Jan 2020`; any other as it stands."""
    try:
        return str(PartialDate.parse(text))
    except ValueError:
        return text


def day_in_words(day: date) -> str:
    """Write a day unambiguously: `8 Jan 2020`."""
    return f"{day.day} {calendar.month_abbr[day.month]} {day.year}"
