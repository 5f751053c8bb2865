"""The lines of a registry page, cut at its headings, each knowing whether it has been read.

The mark on each line is what lets the reader prove that it drops nothing: what no section has used
at the end is reported as unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from data.markup import plain_text


@dataclass
class Line:
    """One line of the page: its place, its text, and whether something has made use of it."""

    position: int
    text: str
    used: bool = False

    def use(self) -> str:
        """Mark the line as read and return its text."""
        self.used = True
        return self.text

    def after(self, marker: str) -> str | None:
        """What follows the marker on this line; None when the line does not start with it."""
        if self.text == marker or self.text.startswith(f"{marker} "):
            return self.text.removeprefix(marker).strip()
        return None


@dataclass(frozen=True)
class Section:
    """The lines under one heading, blank ones included, since they separate paragraphs."""

    heading: str
    lines: list[Line]

    def unused(self) -> list[Line]:
        """The lines that hold text and have not been used."""
        return [line for line in self.lines if line.text and not line.used]

    def take_prose(self) -> str | None:
        """Use all that is left, as one text with its paragraphs; None when nothing is."""
        return joined([line for line in self.lines if not line.used])

    def take_span(self, lines: Sequence[Line]) -> str | None:
        """Use the given lines and return them with the blank lines that stand between them."""
        if not lines:
            return None
        first, last = lines[0].position, lines[-1].position
        return joined([line for line in self.lines if first <= line.position <= last])

    def take_match(self, pattern: re.Pattern[str]) -> str | None:
        """Use the first line that the pattern matches in full and return its first group."""
        for line in self.unused():
            match = pattern.fullmatch(line.text)
            if match:
                line.used = True
                return match[1]
        return None

    def take_labelled(self, labels: Sequence[str]) -> dict[str, str]:
        """Use lines that are one of the labels, each with the line below as its value.

        A label with nothing under it (the next label, a dash or the end follows) has no value.
        """
        values, lines = {}, self.unused()
        for position, line in enumerate(lines):
            if line.text not in labels or line.used:
                continue
            line.used = True
            if position + 1 < len(lines) and lines[position + 1].text not in labels:
                value = lines[position + 1].use()
                if value != "-":
                    values[line.text] = value
        return values

    def blocks(self, marker: str) -> Iterator[tuple[list[Line], str]]:
        """Yield the unused lines before each line that starts with the marker, and what follows
        it."""
        block: list[Line] = []
        for line in self.unused():
            value = line.after(marker)
            if value is None:
                block.append(line)
            else:
                line.used = True
                yield block, value
                block = []

    def unread(self) -> Iterator[dict[str, str]]:
        """Yield what nothing has used, neighbouring lines together, with the section's name."""
        run: list[Line] = []
        for line in self.lines:
            if line.text and line.used:
                yield from self._as_unread(run)
                run = []
            elif line.text:
                run.append(line)
        yield from self._as_unread(run)

    def _as_unread(self, run: Sequence[Line]) -> Iterator[dict[str, str]]:
        if run:
            yield {"section": self.heading, "text": "\n".join(line.text for line in run)}


def joined(lines: Sequence[Line]) -> str | None:
    """Use the lines as one text, with blank lines kept single; None when they hold none."""
    text = "\n".join(line.use() for line in lines).strip()
    return re.sub(r"\n{3,}", "\n\n", text) or None


def page_lines(text: str) -> list[Line]:
    """Split a page into lines, with markdown escapes undone and odd white space made plain."""
    return [Line(position, _clean(raw)) for position, raw in enumerate(text.splitlines())]


def _clean(raw: str) -> str:
    return plain_text(raw.replace("\u00a0", " ").replace("\x00", "\ufffd").strip())


def sections(
    lines: Sequence[Line], introductions: Mapping[str, str], *, head: str
) -> dict[str, Section]:
    """Cut a page at its headings.

    Args:
        lines: the page.
        introductions: every heading, in the page's order, and the sentence that introduces it.
        head: a name for what stands before the first heading.

    Returns:
        The sections by heading, each without its introduction.
    """
    starts = _heading_positions(lines, introductions)
    found = {head: Section(head, [])}
    current = found[head]
    for line in lines:
        if line.position in starts:
            current = found[line.use()] = Section(line.text, [])
        else:
            current.lines.append(line)
    for section in found.values():
        _use_introduction(section, introductions.get(section.heading))
    return found


def _heading_positions(lines: Sequence[Line], introductions: Mapping[str, str]) -> set[int]:
    """Find the lines that are headings: known, in the page's order, and introduced where any is.

    An arm group may be called "Interventions", a line of a description "Conditions": a heading
    without its introduction counts only when the page has none of that name with it.
    """
    filled = [line for line in lines if line.text]
    following = {line.position: after.text for line, after in pairwise(filled)}
    introduced = {
        line.position
        for line in filled
        if introductions.get(line.text) and following.get(line.position) == introductions[line.text]
    }
    names_introduced = {lines[position].text for position in introduced}
    order = {heading: rank for rank, heading in enumerate(introductions)}
    found, last = set(), -1
    for line in filled:
        rank = order.get(line.text, -1)
        if rank > last and (line.text not in names_introduced or line.position in introduced):
            found.add(line.position)
            last = rank
    return found


# How such pages speak to their reader, for introductions that read otherwise than expected.
_INTRODUCTION = re.compile(
    r"(Additional|Browse|Check|Discover|Dive|Download|Explore|Find|Get|Identify|Learn|Meet|Review|See|"
    r"Understand|View)\b(\s+\S+){5,}\."
)
# Where a study's own first sentence may speak like that too: only the very introduction is dropped.
_PROSE = ("Brief Summary", "Detailed Description", "Eligibility Criteria")


def _use_introduction(section: Section, introduction: str | None) -> None:
    lines = section.unused()
    for line in lines:
        if line.text == introduction:
            line.used = True
            return
    # Another wording is only looked for in first place.
    if introduction is not None and section.heading not in _PROSE:
        for first in lines[:1]:
            first.used = _INTRODUCTION.fullmatch(first.text) is not None
