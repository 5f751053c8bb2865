"""The parts of a document: sections, and the blocks that stand in them.

A document is described once and drawn by several renderers: as PDF, as HTML. Which of its words are
the record's own is said by each part, so that a renderer can tell them apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from data.details import Detail
from data.plain.glossary import Field


@dataclass(frozen=True, kw_only=True)
class Words:
    """Running text of ours, plain words among it."""

    text: str
    small: bool = False


@dataclass(frozen=True, kw_only=True)
class Verbatim:
    """The record's own words, with its own line breaks.

    Args:
        text: as it stands in the record.
        label: where in the record it stands, in a word or two.
        folded: whether it stands behind plain words, and a screen may fold it away.
    """

    text: str
    label: str = ""
    folded: bool = False


@dataclass(frozen=True, kw_only=True)
class Details:
    """Details, each with its label."""

    details: tuple[Detail, ...]


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing in a list.

    Args:
        title: what it is called.
        line: what kind of thing it is.
        plain: the same in plain words, where there are any.
        text: the record's own words.
        notes: what a careful reader must know beside it.
        links: where else to read: a name and an address each.
    """

    title: str = ""
    line: str = ""
    plain: str = ""
    text: str = ""
    notes: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Items:
    """Things with a text of their own, below each other."""

    items: tuple[Item, ...]


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A table: the head names the columns, every row has a cell for each.

    Args:
        caption: what it shows.
        folded: whether it only repeats a picture, and a screen may fold it away.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    folded: bool = False


@dataclass(frozen=True, kw_only=True)
class Image:
    """A picture, in one or several parts, which the renderer is given by its key.

    Args:
        caption: what stands below it.
        finding: what it shows, in a sentence that stands above it.
    """

    key: str
    caption: str
    finding: str = ""


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A heading within a section."""

    text: str


DocumentBlock = Words | Verbatim | Details | Items | Grid | Image | Heading


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of the document under a heading of its own; `key` names it in addresses."""

    key: str
    title: str
    blocks: tuple[DocumentBlock, ...]


@dataclass(frozen=True, kw_only=True)
class Document:
    """A whole record.

    Args:
        name: the study's short name; empty where it has none.
        status: in words.
        updated: the record's last update, in words.
        updated_on: the same as `2026-01-21`; empty when the record does not say.
        source: where the record was read.
        seen_from: the day it is seen from, in words.
        fields: of the study: they decide what words mean.
    """

    nct_id: str
    title: str
    name: str
    status: str
    updated: str
    updated_on: str
    source: str
    seen_from: str
    fields: frozenset[Field]
    sections: tuple[Section, ...]

    @property
    def about(self) -> tuple[Detail, ...]:
        """What stands at the head of the document about the record."""
        return (
            Detail(label="Status", value=self.status),
            Detail(label="Record last updated", value=self.updated),
            Detail(label="Source", value=self.source),
            Detail(label="Seen from", value=self.seen_from),
        )


def grid(
    caption: str, rows: Sequence[Mapping[Any, object]], *, folded: bool = False
) -> tuple[Grid, ...]:
    """Make a table of rows that all have the same columns; columns without anything are left out.

    Returns:
        The table; nothing where there are no rows.
    """
    if not rows:
        return ()
    texts = [{name: _cell(value) for name, value in row.items()} for row in rows]
    head = tuple(name for name in texts[0] if any(row[name] for row in texts))
    return (
        Grid(
            caption=caption,
            head=head,
            rows=tuple(tuple(row[name] for name in head) for row in texts),
            folded=folded,
        ),
    )


def _cell(value: object) -> str:
    return "" if value is None else str(value)
