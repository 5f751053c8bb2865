"""The lines of a registry page, cut at its headings, each knowing whether it has been read.

The mark on each line is what lets the reader prove that it drops nothing: what no section has used
at the end is reported as unread.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from data.markup import plain_text

# Whether a text looks like a value of some field.
Shape = Callable[[str], bool]


@dataclass
class PageLine:
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
class PageSection:
    """The lines under one heading, blank ones included, since they separate paragraphs."""

    heading: str
    lines: list[PageLine]

    def unused(self) -> list[PageLine]:
        """The lines that hold text and have not been used."""
        return [line for line in self.lines if line.text and not line.used]

    def take_prose(self) -> str | None:
        """Use all that is left, as one text with its paragraphs; None when nothing is."""
        return joined([line for line in self.lines if not line.used])

    def take_span(self, lines: Sequence[PageLine]) -> str | None:
        """Use the given lines and return them with the blank lines that stand between them."""
        if not lines:
            return None
        first = bisect_left(self.lines, lines[0].position, key=_position)
        last = bisect_right(self.lines, lines[-1].position, key=_position)
        return joined(self.lines[first:last])

    def take_match(self, pattern: re.Pattern[str]) -> str | None:
        """Use the first line that the pattern matches in full and return its first group."""
        for line in self.unused():
            match = pattern.fullmatch(line.text)
            if match:
                line.used = True
                return match[1]
        return None

    def take_labelled(self, shapes: Mapping[str, Shape]) -> dict[str, str]:
        """Use lines that are one of the labels, each with the line below as its value.

        A label with nothing under it (the next label, a dash or the end follows) has no value. A
        label that stands again with another value is left unread.

        Args:
            shapes: each label, with what its values look like.
        """
        values: dict[str, str] = {}
        lines = self.unused()
        for line, below in zip_longest(lines, lines[1:]):
            if line.used or line.text not in shapes:
                continue
            if below is None or below.text in shapes or _is_of_another(below, line.text, shapes):
                line.used = True
            elif below.text == "-" or values.setdefault(line.text, below.text) == below.text:
                line.used = below.used = True
        return values

    def take_shaped(self, shapes: Mapping[str, Shape], values: dict[str, str]) -> None:
        """Use lines whose shape is that of one label only, as its value where it has none yet."""
        for line in self.unused():
            fitting = [label for label, fits in shapes.items() if fits(line.text)]
            if len(fitting) == 1 and values.setdefault(fitting[0], line.text) == line.text:
                line.used = True

    def blocks(self, marker: str) -> Iterator[tuple[list[PageLine], str]]:
        """Yield the unused lines before each line that starts with the marker, and what follows
        it."""
        block: list[PageLine] = []
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
        run: list[PageLine] = []
        for line in self.lines:
            if line.text and line.used:
                yield from self._as_unread(run)
                run = []
            elif line.text:
                run.append(line)
        yield from self._as_unread(run)

    def _as_unread(self, run: Sequence[PageLine]) -> Iterator[dict[str, str]]:
        if run:
            yield {"section": self.heading, "text": "\n".join(line.text for line in run)}


def joined(lines: Sequence[PageLine]) -> str | None:
    """Use the lines as one text, with blank lines kept single; None when they hold none."""
    text = "\n".join(line.use() for line in lines).strip()
    return re.sub(r"\n{3,}", "\n\n", text) or None


def page_lines(text: str) -> list[PageLine]:
    """Split a page into lines, with markdown escapes undone and odd white space made plain."""
    return [PageLine(position, _clean(raw)) for position, raw in enumerate(text.splitlines())]


def _clean(raw: str) -> str:
    return plain_text(raw.replace("\u00a0", " ").replace("\x00", "\ufffd").strip())


def _position(line: PageLine) -> int:
    return line.position


def _is_of_another(line: PageLine, label: str, shapes: Mapping[str, Shape]) -> bool:
    """Whether a value under a label is that of another label, which is missing."""
    return not shapes[label](line.text) and any(fits(line.text) for fits in shapes.values())


def sections(
    lines: Sequence[PageLine],
    introductions: Mapping[str, str],
    *,
    head: str,
    anywhere: Mapping[str, str],
) -> dict[str, PageSection]:
    """Cut a page at its headings.

    Args:
        lines: the page.
        introductions: every heading, in the page's order, and the sentence that introduces it.
        head: a name for what stands before the first heading.
        anywhere: headings that may stand at any place, and the heading of which each is a form.

    Returns:
        The sections by heading, each without its introduction. Of a section that stands more than
        once the fullest is the one; another that says something else is kept under a name of its
        own, which no reader asks for.
    """
    starts = _headings(lines, introductions, anywhere)
    cut = [PageSection(head, [])]
    for line in lines:
        if line.position in starts:
            line.used = True
            cut.append(PageSection(starts[line.position], []))
        else:
            cut[-1].lines.append(line)
    copies: dict[str, list[PageSection]] = {}
    for section in cut:
        _use_introduction(section, introductions.get(section.heading))
        copies.setdefault(section.heading, []).append(section)
    return dict(_named(copies))


def _named(copies: Mapping[str, list[PageSection]]) -> Iterator[tuple[str, PageSection]]:
    for heading, found in copies.items():
        fullest = max(found, key=lambda section: len(section.unused()))
        yield heading, fullest
        said = {line.text for line in fullest.lines}
        for number, other in enumerate(found, start=1):
            if other is fullest:
                continue
            again = all(line.text in said for line in other.unused())
            for line in other.lines:
                line.used = line.used or again
            yield f"{heading} ({number})", other


def _headings(
    lines: Sequence[PageLine], introductions: Mapping[str, str], anywhere: Mapping[str, str]
) -> dict[int, str]:
    """Find the lines that are headings, by position: introduced ones, or bare ones.

    An arm group may be called "Interventions", a line of a description "Conditions": a bare name
    counts only where the page has none of that name with its introduction, and in the page's
    order. Out of order it counts where it stands once and never has an introduction, or where the
    page hardly introduces anything. An introduction whose heading is missing stands for it.
    """
    introduced, alone = _introduced(lines, introductions)
    names_introduced = set(introduced.values())
    order = {heading: rank for rank, heading in enumerate(introductions)}
    times = Counter(line.text for line in lines)
    introduces = len(names_introduced) > len(order.keys() & times.keys() - names_introduced)
    found: dict[int, str] = {}
    last, current = -1, ""
    for line in lines:
        heading = introduced.get(line.position) or anywhere.get(line.text)
        if heading is None and alone.get(line.position) != current:
            heading = alone.get(line.position)
        rank = order.get(heading or line.text, -1)
        bare = heading is None and rank >= 0 and line.text not in names_introduced
        unruly = times[line.text] == 1 and not (introductions.get(line.text) and introduces)
        if bare and not line.used and (rank > last or unruly):
            heading = line.text
        if heading is None:
            continue
        found[line.position] = current = heading
        if heading not in anywhere.values():
            last = max(last, rank)
    return found


def _introduced(
    lines: Sequence[PageLine], introductions: Mapping[str, str]
) -> tuple[dict[int, str], dict[int, str]]:
    """Find the headings that are introduced, and the introductions that stand alone."""
    headings = {sentence: heading for heading, sentence in introductions.items() if sentence}
    texts = {line.text for line in lines}
    # Those may be introduced in other words.
    unsaid = {
        heading for heading, sentence in introductions.items() if sentence not in texts - {""}
    }
    introduced: dict[int, str] = {}
    alone: dict[int, str] = {}
    before: list[PageLine] = []  # the last lines of text, which may be one heading written twice
    for line in lines:
        heading = headings.get(line.text)
        name = before[-1].text if before else ""
        if heading is None and name in unsaid and _speaks(line.text):
            heading = name
        if heading is None:
            before = [*before[-2:], line] if line.text else before
            continue
        start = line
        # A heading that stands twice, or that was cut off, is the heading all the same.
        while before and heading.startswith(before[-1].text):
            start.used = start is not line
            start = before.pop()
        (alone if start is line else introduced)[start.position] = heading
        before = []
    return introduced, alone


# How such pages speak to their reader, for introductions that read otherwise than expected.
_INTRODUCTION = re.compile(
    r"(Additional|Browse|Check|Discover|Dive|Download|Explore|Find|Get|Identify|Learn|Meet|Review|See|"
    r"Understand|View)\b(\s+\S+){5,}\."
)


def _speaks(text: str) -> bool:
    return _INTRODUCTION.fullmatch(text) is not None


# Where a study's own first sentence may speak like that too: only the very introduction is dropped.
_PROSE = ("Brief Summary", "Detailed Description", "Eligibility Criteria")


def _use_introduction(section: PageSection, introduction: str | None) -> None:
    if introduction is None:
        return
    lines = section.unused()
    again = [line for line in lines if line.text == (introduction or section.heading)]
    if again:
        for line in again:
            line.used = True
        return
    # Another wording, or a sentence that was cut off, is only looked for in first place.
    for first in lines[:1]:
        cut_off = introduction.startswith(first.text) and len(first.text.split()) > 2
        speaks = section.heading not in _PROSE and _speaks(first.text)
        first.used = cut_off or speaks
