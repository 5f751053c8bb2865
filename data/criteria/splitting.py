"""Split the eligibility criteria of a record into single criteria, word for word.

Registries deliver one text, in which anyone may write headings, bullets, numbers or paragraphs.
What is taken off is what only formats: bullets, numbers. Every word stays, in its order, in some
criterion or in the line that leads in to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from data.criteria.groups import (
    are_apart,
    contrasted,
    groups_among,
    is_cohort,
    without_for,
)
from data.criteria.headings import (
    KindHeading,
    headings_on_lines_of_their_own,
    kind_of,
    read_heading,
    says_none,
)
from data.criteria.kind import CriterionKind
from data.criteria.marks import BULLET, SIGNS, follows, places
from data.words import phrases

__all__ = ["CriterionText", "in_one_line", "split_criteria"]

_TAB: Final = 4
# What stands for no criterion: an empty bullet, or words that say that there is none.
_NONE = (
    r"n/?\.?a\.?|not\s+(?:applicable|provided)|nil|nothing|néant|entfällt|sans\s+objet|no\s+aplica|"
    r"não\s+(?:se\s+)?aplic\w+|non\s+applicabile|niet\s+van\s+toepassing|nicht\s+zutreffend|"
    r"(?:there\s+(?:are|is)\s+)?(?:none|no|keine|aucune?|ningun[oa]|nessun[oa]|nenhuma?|geen)"
    r"(?:\s+(?:inclusion\s+criteria|known|specified|identified|stated|listed|noted|specific|additional|"
    r"other|further|at\s+this\s+time))*+"
)
_NOTHING = phrases(
    rf"[\s—{SIGNS}]*(?:\(?\d{{1,3}}[.)]?|\(?[A-Za-z][.)](?!\w))?\s*\(?(?:{_NONE})?\)?[\s.]*",
)
_INLINE_MARK = re.compile(
    r"(?:\A|(?<=\s))(?P<open>\()?(?P<mark>\d{1,2}|[ivx]{1,5}|[IVX]{1,5}|[A-Za-z])(?P<close>[.)])\s+(?=\S)"
)
_INLINE_BULLETS = {
    sign: re.compile(rf"(?<=\S)\s+(?={re.escape(sign)}\s+[^\W\d_])") for sign in SIGNS
} | {"o": re.compile(r"(?<=\S)\s+(?=o\s+[A-Z])")}
_LONGEST_LIST: Final = 20_000  # signs; the registry allows a text of about as many
_NAME_END = re.compile(r":\s|\s[–—-]\s")
_SEMICOLON = re.compile(r"(?<=;)\s+(?![^()]*\))")
_ENDS_IN_OR = phrases(r"(?:[;,.]\s*|\s)(?:and/)?or\s*[.:;,]?\Z|\bOR\s*\Z|\A\s*or\s*\Z")
_OR = phrases(r"(?:and/)?(?:or|ou|oder|oppure)\b|(?-i:o|of)\b(?=\s)")

# Lists of which not every item counts alone. `one of the following` asks for one of its items.
_HOW_MANY = (
    r"(?:\s+[\w/-]+){0,4}?\s+(?:following|below|criteria|criterion|conditions|listed|these)\b|"
    r"(?:\s+of)?\s*\)?\s*:?\Z"
)
_ONE = phrases(
    rf"(?:\b(?:(?:at\s+least|minimum\s+of)\s+(?:one|1)|one\s+or\s+more|any(?:\s+one)?|either|one|1\s+of)\b|"
    rf"(?:≥|>=)\s*1\b)(?:{_HOW_MANY})|"
    r"\b(?:(?:mindestens\s+)?eine?[srn]?\s+(?:der|von)|(?:l[’'])?une?\s+(?:des|de)|un[oa]\s+de|un[oa]?\s+dei|"
    r"una\s+delle|uma?\s+d[oa]s|[eé][eé]n\s+van)\b"
    r"(?:\s+[^\W\d_]+){0,3}?\s+(?:folgend\w+|suivant\w*|siguientes|seguent[ei]|seguintes|volgende)\b",
)
_ANNOUNCES = phrases(
    r"(?::|\b(?:following|these|below|folgenden|siguientes|suivants|seguenti|seguintes|volgende)"
    r"(?:\s+[^\W\d_]+){0,2})\Z",
)
_SEVERAL = phrases(
    r"\b(?:at\s+least\s+(?:two|three|four|five|[2-9])|(?:two|three|four|five|[2-9])\s+(?:or\s+more|of))"
    rf"\b(?:{_HOW_MANY})",
)
_EVERY = phrases(rf"\b(?:all|both|each)\b(?:{_HOW_MANY})")


@dataclass(frozen=True, kw_only=True)
class CriterionText:
    """One criterion in the record's own words.

    Args:
        number: its place among those of its kind, from 1.
        kind: what heading it stands under.
        text: verbatim, without its bullet; nested points stay inside, on lines of their own.
        lead_in: the line that introduces it and others (`General criteria:`), verbatim.
        cohort: the people it is only of, where a line above it names them, as first spelt.
    """

    number: int
    kind: CriterionKind
    text: str
    lead_in: str | None = None
    cohort: str | None = None


@dataclass(frozen=True, kw_only=True)
class _Line:
    indent: int
    text: str
    after_blank: bool
    inside: bool = False  # written on one line with the item before it

    @property
    def bullet(self) -> bool:
        return BULLET.match(self.text) is not None

    @property
    def number(self) -> int | None:
        """The number of its bullet."""
        bullet = BULLET.match(self.text)
        return int(digits) if bullet and (digits := bullet[0].strip(" ().")).isdecimal() else None

    @property
    def style(self) -> str:
        """Its bullet without its number: what lines of one list have in common."""
        bullet = BULLET.match(self.text)
        return re.sub(r"[A-Za-z]+", "a", re.sub(r"\d+", "1", bullet[0])) if bullet else ""


@dataclass(frozen=True, kw_only=True)
class _Section:
    """The lines below one heading.

    Args:
        of: the people it is only of.
        reaches: whether they are named by a heading further up, not by its own.
        cohort: its one line names people; it is content only if nothing stands below.
    """

    kind: CriterionKind
    label: str | None
    lines: tuple[_Line, ...]
    of: str | None = None
    reaches: bool = False
    cohort: bool = False


@dataclass(frozen=True, kw_only=True)
class _Block:
    """A criterion in the making; `indent` is where its bullet or its first word stands.

    Args:
        takes: the bullets that belong to it as its alternatives: all, those of another style, none.
    """

    kind: CriterionKind
    lines: tuple[str, ...]
    indent: int
    bullet: str
    lead_in: str | None = None
    takes: str = "none"
    cohort: str | None = None


def in_one_line(text: str) -> str:
    """Tell a criterion in one line: points on lines of their own are parted by semicolons."""
    first, *others = (line.strip() for line in text.split("\n"))
    points = [line[len(bullet[0]) :] if (bullet := BULLET.match(line)) else line for line in others]
    return " ".join(f"{first} {'; '.join(points)}".split())


def split_criteria(text: str | None) -> tuple[CriterionText, ...]:
    """Split criteria at their headings, bullets and paragraphs; no word is dropped.

    A list of alternatives (`at least one of the following:`) is one criterion. What says that there
    is no criterion (`None`) is none.

    Args:
        text: the record's `eligibilityCriteria`, its markup undone (`data.markup.prose`).
    """
    sections = _sections(tuple(_lines(text or "")))
    blocks = [block for section in sections for block in _listed(section)]
    return _numbered(block for block in blocks if not _is_none("".join(block.lines)))


def _is_none(text: str) -> bool:
    return bool(_NOTHING.fullmatch(text)) or says_none(text)


def _lines(text: str) -> Iterator[_Line]:
    after_blank = True
    for raw in text.expandtabs(_TAB).splitlines():
        stripped = raw.strip()
        indent = len(raw) - len(raw.lstrip())
        item = BULLET.match(stripped) is not None
        for place, part in enumerate(headings_on_lines_of_their_own(stripped) if stripped else ()):
            inside = item and place > 0
            yield _Line(indent=indent, text=part.strip(), after_blank=after_blank, inside=inside)
            after_blank = False
        after_blank = not stripped


def _sections(lines: tuple[_Line, ...]) -> list[_Section]:
    used: set[str | None] = set()
    kept: list[_Section] = []
    for section in reversed(list(_opened(lines))):
        if section.cohort and section.lines[0].text in used:
            used.clear()
        elif section.lines:
            used.add(section.label)
            kept.append(section)
    return _of_everybody_in_doubt(_told_apart(kept[::-1]))


def _told_apart(sections: list[_Section]) -> list[_Section]:
    """Take headings that differ in whom they are of for their groups: `… (HIV-negative)`."""
    kinds = {section.kind for section in sections}
    labels = {
        kind: contrasted(s.label for s in sections if s.kind == kind and s.label and not s.of)
        for kind in kinds
    }
    return [
        replace(section, of=section.label)
        if section.of is None and section.label in labels[section.kind]
        else section
        for section in sections
    ]


def _of_everybody_in_doubt(sections: list[_Section]) -> list[_Section]:
    """Take what stands below the last of several cohorts as everybody's if one before has none."""
    cohorts: set[str] = set()
    having: dict[CriterionKind, set[str]] = {}
    settled = []
    for section in sections:
        own = section.of
        if own is None:
            settled.append(section)
            continue
        have = having.setdefault(section.kind, set())
        without = len(cohorts) - len(have) - (own in cohorts and own not in have)
        if section.reaches and without:
            label = None if section.label == own else section.label
            settled.append(replace(section, of=None, label=label))
        else:
            cohorts.add(own)
            have.add(own)
            settled.append(section)
    return settled


def _opened(lines: tuple[_Line, ...]) -> Iterator[_Section]:
    now = _Section(kind=CriterionKind.UNSTATED, label=None, lines=())
    cohort: str | None = None
    seen: set[CriterionKind] = set()  # the kinds opened for this cohort
    below: list[_Line] = []
    opener: _Line | None = None  # an item of a list that opened a kind for what is nested in it
    around = now
    others = _others_have_criteria(lines)
    in_list = False  # whether the heading was an item of a list
    for position, line in enumerate(lines):
        if opener and line.indent <= opener.indent and line.style == opener.style:
            yield replace(now, lines=tuple(below))
            now, below, opener = around, [], None
        heading = read_heading(line.text, now.kind)
        if heading is None and _opens_cohort(lines, position, now.kind):
            yield replace(now, lines=tuple(below))
            yield _Section(kind=now.kind, label=None, lines=(line,), cohort=True)
            cohort, seen, below, opener = line.text, set(), [], None
            now = replace(now, label=cohort, of=cohort, reaches=True)
        elif heading is None:
            below.append(line)
        else:
            if heading.themselves and others:
                heading = replace(heading, label=heading.themselves, cohort=True)
            yield replace(now, lines=tuple(below))
            below = [replace(line, text=heading.rest)] if heading.rest else []
            if line.inside and heading.rest:
                # It stands within an item of a list, and speaks of nothing below.
                yield replace(now, kind=heading.kind, label=None, lines=tuple(below))
                below = []
                continue
            last = heading.sentence and not heading.rest and position + 1 == len(lines)
            if last or (heading.says_more and _ends_here(lines, position)):
                yield replace(now, kind=heading.kind, label=None, lines=(line,))
                continue
            alone = not heading.sure and now.kind != CriterionKind.UNSTATED and not in_list
            if line.bullet and (heading.sentence or alone):
                around = around if opener else now
                opener = line if _has_nested(lines, position) else None
                now = replace(now, kind=heading.kind, label=heading.label)
                if not heading.sure and not opener:
                    yield replace(now, lines=tuple(below))
                    # Nobody can tell whether what stands beside it belongs to it.
                    now, below = replace(now, kind=CriterionKind.UNSTATED), []
                continue
            in_list = line.bullet
            cohort, opener = _cohort_after(heading, cohort, seen), None
            seen = {heading.kind} if heading.cohort else seen | {heading.kind}
            now = _Section(
                kind=heading.kind,
                label=heading.label or cohort,
                lines=(),
                of=cohort,
                reaches=not heading.cohort,
            )
    yield replace(now, lines=tuple(below))


def _ends_here(lines: tuple[_Line, ...], position: int) -> bool:
    """Whether nothing stands below a line before the next heading."""
    if position + 1 == len(lines):
        return True
    return read_heading(lines[position + 1].text, CriterionKind.UNSTATED) is not None


def _others_have_criteria(lines: tuple[_Line, ...]) -> bool:
    """Whether a heading names other people than the patients or participants."""
    headings = (read_heading(line.text, CriterionKind.UNSTATED) for line in lines)
    return any(heading is not None and heading.cohort for heading in headings)


def _has_nested(lines: tuple[_Line, ...], position: int) -> bool:
    line, following = lines[position], lines[position + 1 : position + 2]
    return any(item.indent > line.indent or item.style != line.style for item in following)


def _cohort_after(heading: KindHeading, cohort: str | None, seen: set[CriterionKind]) -> str | None:
    """The cohort that a heading belongs to: one that opens a kind again is of all people."""
    if heading.cohort:
        return heading.label
    return None if heading.kind in seen else cohort


def _opens_cohort(lines: tuple[_Line, ...], position: int, kind: CriterionKind) -> bool:
    """Whether a line names the people to whom the headings below it belong."""
    line = lines[position]
    if line.bullet or position + 1 == len(lines):
        return False
    below = read_heading(lines[position + 1].text, kind)
    return (
        below is not None
        and not below.sentence
        and not below.cohort
        and is_cohort(line.text, begins=below.kind == CriterionKind.INCLUSION != kind)
    )


def _listed(section: _Section) -> list[_Block]:
    """The criteria of a section; one bullet with all others below it only leads in to them."""
    lines = _unfolded(section.lines)
    if section.label and lines and lines[0].bullet and _is_one(section.label, section.kind):
        opener = replace(lines[0], text=section.label, indent=lines[0].indent)
        return _blocks(replace(section, label=None, lines=(opener, *lines)))
    blocks = _of_their_groups(_blocks(replace(section, lines=lines)), section)
    if len(blocks) != 1 or not blocks[0].bullet or blocks[0].takes != "none":
        return blocks
    first, *others = blocks[0].lines
    below = tuple(_lines("\n".join(others)))
    if not first.endswith(":") or not below or not all(line.bullet for line in below):
        return blocks
    label = first if section.label is None else f"{section.label} · {first}"
    return _blocks(replace(section, label=label, lines=below))


def _of_their_groups(blocks: list[_Block], section: _Section) -> list[_Block]:
    """Give items to the groups that they name: `* Men: …` and `* Women: …` are met by nobody."""
    names = {place: name for place, block in enumerate(blocks) if (name := _first_name(block))}
    groups = groups_among(f"{name}:" for name in names.values())
    named = {place: name for place, name in names.items() if f"{name}:" in groups}
    for labels in (named, {place: blocks[place].lines[0] for place in named}):
        if len(set(labels.values())) > 1 and are_apart(set(labels.values())):
            break
    else:
        return blocks
    settled = []
    for place, block in enumerate(blocks):
        nested = tuple(_lines("\n".join(block.lines[1:])))
        if place not in labels:
            settled.append(block)
        elif nested and all(line.bullet for line in nested) and block.takes == "none":
            first = block.lines[0]
            label = first if block.lead_in is None else f"{block.lead_in} · {first}"
            inner = replace(section, label=label, of=labels[place], lines=nested)
            settled += _blocks(inner)
        else:
            settled.append(replace(block, cohort=labels[place]))
    return settled


def _first_name(block: _Block) -> str | None:
    """What an item names before it says more: `Cohort 1`, of `Cohort 1 - BRAF mutation`."""
    if not block.bullet or block.cohort:
        return None
    first, *nested = block.lines
    name = first if nested else _NAME_END.split(first, maxsplit=1)[0]
    return without_for(name) if nested or name != first else None


def _unfolded(lines: tuple[_Line, ...]) -> tuple[_Line, ...]:
    """Put each item of a list that was written as one paragraph on a line of its own."""
    alone = len(lines) == 1
    unfolded: list[_Line] = []
    for line in lines:
        first, *others = _items(line.text, alone=alone)
        unfolded += [replace(line, text=first)]
        unfolded += [replace(line, text=item, after_blank=True) for item in others]
    return tuple(unfolded)


def _items(text: str, *, alone: bool) -> list[str]:
    starts: list[re.Match[str]] = []
    for match in _INLINE_MARK.finditer(text):
        if _is_next(match, starts):
            starts.append(match)
    numbered = bool(starts) and starts[0]["mark"].isdecimal()
    at_first = bool(starts) and starts[0].start() == 0
    if len(starts) > 1 and ((at_first and (numbered or alone)) or (numbered and alone)):
        cuts = [*([] if at_first else [0]), *(found.start() for found in starts), len(text)]
        items = [text[start:end].strip() for start, end in pairwise(cuts)]
        return items if numbered else [f"* {_INLINE_MARK.sub('', item, count=1)}" for item in items]
    if not alone or len(text) > _LONGEST_LIST:
        return [text]
    if text[:1] in _INLINE_BULLETS and text[1:2].isspace():
        return _INLINE_BULLETS[text[0]].split(text)
    parts = _SEMICOLON.split(text)
    return [text] if any(_OR.match(part) for part in parts) or _ONE.search(text) else parts


def _is_next(match: re.Match[str], starts: list[re.Match[str]]) -> bool:
    """Whether a mark within a line goes on with the list that others before it began."""
    if not starts:
        return any(place == 1 for _, place in places(match["mark"]))
    first = starts[0]
    alike = (match["open"], match["close"]) == (first["open"], first["close"])
    return alike and follows(match["mark"], first["mark"], by=len(starts))


def _blocks(section: _Section) -> list[_Block]:
    blocks: list[_Block] = []
    lead_in, cohort = section.label, section.of
    above = (
        line.text
        for position, line in enumerate(section.lines)
        if _stands_above(section.lines, position)
    )
    groups = groups_among(above)
    open_block = False  # whether what comes may belong to the last block
    count = 0  # of the list that is of everybody
    for position, line in enumerate(section.lines):
        if open_block and line.number == count + 1 and _is_back(line, blocks[-1], lead_in):
            lead_in, cohort = section.label, section.of
        if lead_in == section.label and line.number:
            count = line.number
        if open_block and _continues(blocks[-1], line):
            blocks[-1] = _joined(blocks[-1], line)
        elif (
            _stands_above(section.lines, position)
            and (line.text.endswith(":") or line.text in groups)
            and (line.text in groups or not _is_one(line.text, section.kind))
        ):
            own = line.text
            lead_in = own if section.label is None else f"{section.label} · {own}"
            cohort = own if section.of is None and own in groups else section.of
            open_block = False
        else:
            if open_block and blocks[-1].bullet and not line.bullet:
                # A paragraph ends the list that was led in to.
                lead_in, cohort = section.label, section.of
            block = _block(line, section, lead_in, cohort)
            if block.takes == "others" and _is_flat(section.lines, position):
                block = replace(block, takes="all")
            blocks.append(block)
            open_block = True
    return _alternatives_joined(blocks) if section.kind == CriterionKind.INCLUSION else blocks


def _is_back(line: _Line, last: _Block, lead_in: str | None) -> bool:
    """Whether a number goes on with the list that a group's own list, of other bullets, broke."""
    return last.lead_in == lead_in and last.bullet not in ("", line.style)


def _is_flat(lines: tuple[_Line, ...], position: int) -> bool:
    """Whether the items of a list stand as far left as the line that announces them.

    Then nobody can tell where they end: all that is left of the list is one criterion, to be
    answered as a whole, since each of them alone would exclude whoever has another.
    """
    line, below = lines[position], lines[position + 1 : position + 2]
    return any(item.style == line.style and item.indent <= line.indent for item in below)


def _alternatives_joined(blocks: list[_Block]) -> list[_Block]:
    """Make one criterion of those with an `or` between them: whoever meets one meets it."""
    joined: list[_Block] = []
    for block in blocks:
        before = joined[-1] if joined else None
        either = _OR.match(block.lines[0]) or (before and _ENDS_IN_OR.search(before.lines[-1]))
        if before and before.lead_in == block.lead_in and either:
            joined[-1] = replace(before, lines=(*before.lines, *block.lines))
        else:
            joined.append(block)
    return joined


def _is_one(text: str, kind: CriterionKind) -> bool:
    """Whether the items below a line make one criterion: alone, none of them decides."""
    one, several, every = (bool(found.search(text)) for found in (_ONE, _SEVERAL, _EVERY))
    if kind == CriterionKind.INCLUSION:
        return one or several
    if kind == CriterionKind.EXCLUSION:
        return several or (every and not one)
    return one or several or every


def _continues(block: _Block, line: _Line) -> bool:
    """Whether a line belongs to the criterion before it: it is indented, or a sentence goes on."""
    if line.indent > block.indent:
        return True
    if line.bullet:
        return block.takes == "all" or (block.takes == "others" and line.style != block.bullet)
    return not line.after_blank and line.text[0].islower()


def _joined(block: _Block, line: _Line) -> _Block:
    own_indent = block.indent + (2 if block.bullet else 0)
    return replace(block, lines=(*block.lines, " " * max(0, line.indent - own_indent) + line.text))


def _stands_above(lines: tuple[_Line, ...], position: int) -> bool:
    """Whether a line stands above a list, or ends in a colon above paragraphs."""
    line, below = lines[position], lines[position + 1 : position + 2]
    return not line.bullet and any(line.text.endswith(":") or item.bullet for item in below)


def _block(line: _Line, section: _Section, lead_in: str | None, cohort: str | None) -> _Block:
    takes = "none"
    if _ANNOUNCES.search(line.text) and _is_one(line.text, section.kind):
        takes = "others" if line.bullet else "all"
    return _Block(
        kind=section.kind,
        lines=(line.text[len(bullet[0]) :] if (bullet := BULLET.match(line.text)) else line.text,),
        indent=line.indent,
        bullet=line.style,
        lead_in=lead_in,
        takes=takes,
        cohort=cohort,
    )


def _numbered(blocks: Iterable[_Block]) -> tuple[CriterionText, ...]:
    counts: dict[CriterionKind, int] = {}
    spelling: dict[str, str] = {}  # `Healthy volunteers:` and `Healthy Volunteers` are one group
    criteria = []
    for block in blocks:
        kind = kind_of(" ".join(block.lines), block.kind)
        counts[kind] = counts.get(kind, 0) + 1
        named = " ".join((block.cohort or "").strip(" :*#_").split())
        criteria.append(
            CriterionText(
                number=counts[kind],
                kind=kind,
                text="\n".join(block.lines),
                lead_in=block.lead_in,
                cohort=spelling.setdefault(named.casefold(), named) or None,
            )
        )
    return tuple(criteria)
