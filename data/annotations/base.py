"""The parts every annotation is made of: readings with their sentence, figures with their
citation."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from data.dates import PartialDate

Decision = Literal["accepted", "changed", "rejected"]
"""What became of what the program had drafted."""


class Annotation(BaseModel):
    """A reading of the record, of any kind: frozen, and strict about its keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Signed(Annotation):
    """Who made a reading, when, and with which program.

    Args:
        reviewed_by: as the person wants to be named.
        reviewed_on: the day.
        program: the program and its version.
    """

    reviewed_by: str = Field(min_length=1, max_length=200)
    reviewed_on: date
    program: str


class QuotedText(Annotation):
    """A short text with the sentence of the record that it was read from.

    Args:
        value: the reading.
        quote: occurs verbatim in the record; loading checks it.
    """

    value: str
    quote: str


class Citation(Annotation):
    """A publication.

    Args:
        short: how it is named beside a figure: `Lancet 2024`.
        text: authors, title or number, journal.
        place: where in it the figures stand: `the abstract`, a table; or that it was not noted.
        pmid: its number in PubMed; when given, the record must cite it too.
        doi: where to read it.
    """

    short: str
    text: str
    place: str = ""
    pmid: str | None = None
    doi: str | None = None

    @property
    def links(self) -> dict[str, str]:
        """Where to read it: the name of the place and its address."""
        pubmed = {"PubMed": f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/"} if self.pmid else {}
        return {**pubmed, **({"DOI": f"https://doi.org/{self.doi}"} if self.doi else {})}

    @property
    def address(self) -> str | None:
        """Where to read it first of all, where that is known."""
        return next(reversed(self.links.values()), None)

    @property
    def where(self) -> str:
        """Who says it, and where: `Singh S, et al. … 2807-2817 (the abstract)`."""
        return f"{self.text} ({self.place})" if self.place else self.text


class Note(Annotation):
    """What a careful reader must know: why a sentence was read as it was, or words of the record
    that do not fit together.

    Args:
        quote: another sentence of the record that supports it.
    """

    text: str
    quote: str | None = None


class PublishedPeriod(Annotation):
    """A stretch of time, as precise as it was published.

    Args:
        start, end: both belong to it.
    """

    start: PartialDate
    end: PartialDate


class Weeks(Annotation):
    """Weeks from randomisation in which something is done, without an end where it goes on.

    Args:
        at: the weeks that are named, in order; 0 is the baseline.
        then_every: the interval in weeks after the last of them.
    """

    at: tuple[int, ...] = Field(min_length=1)
    then_every: int | None = Field(default=None, gt=0)

    def until(self, last: int) -> tuple[int, ...]:
        """All of them up to a week."""
        later = range(self.at[-1], last + 1, self.then_every)[1:] if self.then_every else ()
        return (*(week for week in self.at if week <= last), *later)


class ConfidenceInterval(Annotation):
    """A confidence interval, as published.

    Args:
        level: in per cent: 95.
        low, high: its ends, in the unit of the figure; None where an end was not estimable.
    """

    level: float = Field(gt=0, lt=100)
    low: float | None = None
    high: float | None = None


class PublishedFigure(Annotation):
    """A figure the record does not hold, and the publications it was read from.

    Args:
        label: what it is.
        value: the figure as published, in words for a reader.
        citations: keys of `Annotations.citations`, at least one.
        number, period, weeks: the same as a number, as dates or as weeks, where something is
            computed or drawn from it.
        interval: the confidence interval of the number.
        unit: of the number: `months`, `%`.
        p_value: as published: `< 0.0001`.
        ratio: of what it is a ratio, if it is one.
        note: what a reader must know beside it.
    """

    label: str
    value: str
    citations: tuple[str, ...] = Field(min_length=1)
    number: float | None = None
    period: PublishedPeriod | None = None
    weeks: Weeks | None = None
    interval: ConfidenceInterval | None = None
    unit: str | None = None
    p_value: str | None = None
    ratio: Literal["hazards", "odds"] | None = None
    note: str | None = None
