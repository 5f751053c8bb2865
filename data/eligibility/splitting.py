"""Split the eligibility criteria of a record into single criteria, word for word.

Registries deliver one text, in which anyone may write headings, bullets, numbers or paragraphs.
What is taken off is what only formats: bullets, numbers. Every word stays, in its order, in some
criterion or in the line that leads in to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

Kind = Literal["inclusion", "exclusion", "not stated"]

_BULLET = re.compile(r"(?:[*•·▪◦–-]|\(?\d{1,3}[.)]|\(?[A-Za-z]\))\s+")
# `Inclusion Criteria:`, `KEY EXCLUSION CRITERIA`, `* Inclusion criteria (Part B):`, `Exclusion:
# pregnancy`.
_HEADING = re.compile(
    r"""[\s*\#_.)(\d-]*
    (?P<before>(?:[\w/&-]+\s+){0,4}?)
    (?P<kind>(?:inclusion|exclusion)s?(?:\s*(?:/|and|&)\s*(?:inclusion|exclusion)s?)?|eligibility)
    (?P<criteria>\s+criteri(?:a|on|ons)|)
    (?P<after>(?:\s*[(–—-][^:]{0,80}|\s+(?:for|of|in)\s[^:.]{1,80})?)
    [\s*_]*(?P<colon>:?)[\s*_]*
    (?P<rest>.*)""",
    re.IGNORECASE | re.VERBOSE,
)
# Words that may stand before a heading that ends without a colon.
_PLAIN_BEFORE = {
    "",
    "key",
    "main",
    "major",
    "general",
    "patient",
    "subject",
    "study",
    "participant",
}
_MID_LINE_HEADING = re.compile(r"(?<=[.;])\s+(?=(?:inclusion|exclusion) criteria:)", re.IGNORECASE)
_TAB: Final = 4


@dataclass(frozen=True, kw_only=True)
class CriterionText:
    """One criterion in the record's own words.

    Args:
        number: its place among those of its kind, from 1.
        kind: what heading it stands under.
        text: verbatim, without its bullet; nested points stay inside, on lines of their own.
        lead_in: the line that introduces it and others (`General criteria:`), verbatim.
    """

    number: int
    kind: Kind
    text: str
    lead_in: str | None = None


@dataclass(frozen=True, kw_only=True)
class _Line:
    indent: int
    text: str
    after_blank: bool

    @property
    def bullet(self) -> bool:
        return _BULLET.match(self.text) is not None


@dataclass(frozen=True, kw_only=True)
class _Block:
    """A criterion in the making; `indent` is where its bullet or its first word stands."""

    kind: Kind
    lines: tuple[str, ...]
    indent: int
    bullet: bool
    lead_in: str | None = None


def split_criteria(text: str | None) -> tuple[CriterionText, ...]:
    """Split criteria at their headings, bullets and paragraphs; no word is dropped.

    Args:
        text: the record's `eligibilityCriteria`, its markup undone (`data.markup.prose`).
    """
    lines = tuple(_lines(_MID_LINE_HEADING.sub("\n", text or "")))
    return _numbered(_blocks(lines))


def _lines(text: str) -> Iterator[_Line]:
    after_blank = True
    for raw in text.expandtabs(_TAB).splitlines():
        stripped = raw.strip()
        if stripped:
            indent = len(raw) - len(raw.lstrip())
            yield _Line(indent=indent, text=stripped, after_blank=after_blank)
        after_blank = not stripped


def _blocks(lines: tuple[_Line, ...]) -> list[_Block]:
    blocks: list[_Block] = []
    kind: Kind = "not stated"
    lead_in: str | None = None
    open_block = False  # whether what comes may belong to the last block
    for position, line in enumerate(lines):
        heading = _heading(line.text)
        if heading:
            (kind, lead_in, rest), open_block = heading, False
            if not rest:
                continue
            line = replace(line, text=rest)
        if open_block and _continues(blocks[-1], line):
            blocks[-1] = _joined(blocks[-1], line)
        elif _leads_in(lines, position):
            lead_in, open_block = line.text, False
        else:
            if open_block and lead_in and blocks[-1].bullet and not line.bullet:
                lead_in = None  # a paragraph ends the list that was led in to
            blocks.append(_block(line, kind, lead_in))
            open_block = True
    return blocks


def _heading(text: str) -> tuple[Kind, str | None, str] | None:
    """Read a heading: the kind it opens, what else it says, and the rest of its line."""
    match = _HEADING.fullmatch(text)
    if match is None:
        return None
    before, after, rest = match["before"].strip(), match["after"].strip(), match["rest"]
    plain = before.lower() in _PLAIN_BEFORE
    if match["colon"]:
        is_heading = (plain and not after) or (bool(match["criteria"]) and not rest)
    else:
        is_heading = plain and not rest.strip(".") and (not after or after.startswith("("))
    if not is_heading:
        return None
    words = match["kind"].lower()
    inclusion, exclusion = "inclusion" in words, "exclusion" in words
    kind: Kind = "not stated"
    if inclusion != exclusion:
        kind = "inclusion" if inclusion else "exclusion"
    lead_in = text.strip(" *#_") if after or not plain else None
    return kind, lead_in, rest.strip(" .") if not match["colon"] else rest.strip()


def _continues(block: _Block, line: _Line) -> bool:
    """Whether a line belongs to the criterion before it: it is indented, or a sentence goes on."""
    if line.indent > block.indent:
        return True
    return not (line.after_blank or line.bullet) and line.text[0].islower()


def _joined(block: _Block, line: _Line) -> _Block:
    own_indent = block.indent + (2 if block.bullet else 0)
    return replace(block, lines=(*block.lines, " " * max(0, line.indent - own_indent) + line.text))


def _leads_in(lines: tuple[_Line, ...], position: int) -> bool:
    """Whether a line only introduces the list or paragraphs below it."""
    line = lines[position]
    if not line.text.endswith(":") or line.bullet or position + 1 == len(lines):
        return False
    return _heading(lines[position + 1].text) is None


def _block(line: _Line, kind: Kind, lead_in: str | None) -> _Block:
    text = _BULLET.sub("", line.text, count=1) if line.bullet else line.text
    return _Block(kind=kind, lines=(text,), indent=line.indent, bullet=line.bullet, lead_in=lead_in)


def _numbered(blocks: list[_Block]) -> tuple[CriterionText, ...]:
    counts: dict[Kind, int] = {}
    criteria = []
    for block in blocks:
        counts[block.kind] = counts.get(block.kind, 0) + 1
        criteria.append(
            CriterionText(
                number=counts[block.kind],
                kind=block.kind,
                text="\n".join(block.lines),
                lead_in=block.lead_in,
            )
        )
    return tuple(criteria)
