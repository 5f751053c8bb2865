"""Read the arm groups of a registry page, and tell them from the interventions between them.

The page lists, for each group: its label, its description, its type, and then each intervention's
name, type and description. Only the two types are marked, so a label after a description looks
like one more paragraph of it; what the page says of the interventions elsewhere tells them apart.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile, zip_longest
from typing import Final

from data.readers.page_lines import PageLine, PageSection

GROUP_TYPE = "Group Type"
INTERVENTION_TYPE = "Intervention Type"
_SENTENCE_END = (".", ";", ":", "!", "?")


@dataclass
class GivenIntervention:
    """An intervention as an arm group names it."""

    name: str
    type: str | None = None
    description: str | None = None


@dataclass
class PageGroup:
    """An arm group as the page tells it."""

    label: str | None = None
    type: str | None = None
    description: str | None = None
    interventions: list[GivenIntervention] = field(default_factory=list)


def read_groups(
    section: PageSection,
    descriptions: Mapping[str, Sequence[str]],
    doubt: Callable[[str], None],
) -> list[PageGroup]:
    """Read the arm groups in the page's order.

    Lines of which it cannot be told whether they describe an intervention or begin the next group
    are left unread: a group may then have no label.

    Args:
        section: the page's section of arm groups.
        descriptions: the lines of each known intervention's description, by the intervention's
        name.
        doubt: is told what could be meant otherwise.
    """
    lines = section.unused()
    if not any(_is_marker(line) for line in lines):
        return _unmarked_groups(section, lines, doubt)
    known = {**_repeated(lines), **descriptions}
    groups: list[PageGroup] = []
    gap: list[PageLine] = []
    for line in lines:
        if not _is_marker(line):
            gap.append(line)
            continue
        group_type = line.after(GROUP_TYPE)
        if group_type is not None:
            gap = _after_description(section, groups, gap, known, label_follows=True)
            # The same mark once more begins no group.
            if gap or not groups or groups[-1].interventions or groups[-1].type != group_type:
                groups.append(_group(section, gap, group_type or None))
            line.used = True
        elif gap:
            *before, name = gap
            while before and before[-1].text == name.text:
                before.pop().used = True
            before = _after_description(section, groups, before, known, label_follows=False)
            if before or not groups:
                groups.append(_group(section, before, None))
            kind = line.after(INTERVENTION_TYPE)
            groups[-1].interventions.append(GivenIntervention(name.use(), kind or None))
            line.used = True
        gap = []
    _read_end(section, groups, gap, known)
    if any(group.label is None for group in groups):
        doubt("the name of an arm could not be told from the lines around it")
    return groups


def _is_marker(line: PageLine) -> bool:
    return line.after(GROUP_TYPE) is not None or line.after(INTERVENTION_TYPE) is not None


def _repeated(lines: Sequence[PageLine]) -> dict[str, list[str]]:
    """Find the descriptions that stand below more than one mention of their intervention."""
    found: dict[str, list[str]] = {}
    once: dict[str, list[str]] = {}
    name, gap, inside = "", list[str](), False
    for line in lines:
        if not _is_marker(line):
            gap.append(line.text)
            continue
        if inside:
            # The last line before a mark is the name of something else.
            here = gap[:-1]
            before = found.get(name, once.get(name))
            if before is not None:
                found[name] = before[: _alike(before, here)]
            once.setdefault(name, here)
        inside = line.after(INTERVENTION_TYPE) is not None
        name, gap = (gap[-1] if gap else ""), []
    return found


def _alike(some: Sequence[str], others: Sequence[str]) -> int:
    """Count the first lines that two have in common."""
    count = 0
    for one, other in zip(some, others, strict=False):
        if one != other:
            break
        count += 1
    return count


def _group(section: PageSection, lines: Sequence[PageLine], kind: str | None) -> PageGroup:
    if not lines:
        return PageGroup(type=kind)
    label, *description = lines
    again = list(takewhile(lambda line: line.text == label.text, description))
    for line in again:
        line.used = True
    description = description[len(again) :]
    return PageGroup(label.use(), kind, section.take_span(description))


def _after_description(
    section: PageSection,
    groups: Sequence[PageGroup],
    gap: list[PageLine],
    descriptions: Mapping[str, Sequence[str]],
    *,
    label_follows: bool,
) -> list[PageLine]:
    """Use the description of the intervention named last and return the lines after it."""
    if not groups or not groups[-1].interventions:
        return gap
    intervention = groups[-1].interventions[-1]
    known = descriptions.get(intervention.name)
    if known is None:
        end = _certain_end(gap, label_follows=label_follows)
        rest = gap[end:]
        is_certain = not rest or (label_follows and _labels(rest) == 1)
    else:
        end, is_certain = _matching(gap, known), True
        rest = gap[end:]
    intervention.description = section.take_span(gap[:end])
    return rest if is_certain else []


def _matching(gap: Sequence[PageLine], known: Sequence[str]) -> int:
    """Count the first lines that repeat the description; one may be missing, cut off or double."""
    count = place = 0
    for line in gap:
        again = place > 0 and line.text == known[place - 1]
        for ahead in range(place, min(place + 2, len(known))):
            if _is_cut(line.text, known[ahead]):
                place, again = ahead + 1, True
                break
        if not again:
            break
        count += 1
    return count


_FEW: Final = 12  # signs: fewer may begin two texts by chance


def _is_cut(some: str, other: str) -> bool:
    """Whether two lines are one, of which either may have lost its end."""
    short, long = sorted((some, other), key=len)
    return some == other or (len(short) >= _FEW and long.startswith(short))


def _certain_end(gap: Sequence[PageLine], *, label_follows: bool) -> int:
    """Where a description nobody knows ends: with its sentences, which no label is.

    A line alone is the description, or, where a label must follow, the label.
    """
    if len(gap) == 1:
        return 0 if label_follows else 1
    for place, line in enumerate(gap):
        if not line.text.endswith(_SENTENCE_END):
            return place
    return len(gap)


def _labels(lines: Sequence[PageLine]) -> int:
    """Count the lines that could be labels, since they are no sentences; one alone is one."""
    return 1 if len(lines) == 1 else sum(not x.text.endswith(_SENTENCE_END) for x in lines)


def _read_end(
    section: PageSection,
    groups: list[PageGroup],
    gap: list[PageLine],
    descriptions: Mapping[str, Sequence[str]],
) -> None:
    """Read what follows the last type: a description, and perhaps a group without a type.

    A page cut off in the middle can end with the bare name of an intervention. What follows a
    description nobody knows may be more of it as well as another group: it stays unread.
    """
    is_known = bool(groups) and (
        not groups[-1].interventions or groups[-1].interventions[-1].name in descriptions
    )
    if not is_known and groups:
        intervention = groups[-1].interventions[-1]
        end = next((n for n, x in enumerate(gap) if not x.text.endswith(_SENTENCE_END)), len(gap))
        intervention.description = section.take_span(gap[:end])
        return
    gap = _after_description(section, groups, gap, descriptions, label_follows=True)
    if gap and groups and gap[0].text in descriptions:
        groups[-1].interventions.append(GivenIntervention(gap[0].use()))
        gap = gap[1:]
    if gap:
        groups.append(_group(section, gap, None))


def _unmarked_groups(
    section: PageSection, lines: Sequence[PageLine], doubt: Callable[[str], None]
) -> list[PageGroup]:
    """Read groups of which no type is told: a line that is no sentence is a label."""
    starts = [line for line in lines if not line.text.endswith(_SENTENCE_END)]
    if any(one.position + 2 >= other.position for one, other in pairwise(starts)):
        doubt("a line that was read as the name of an arm may be the description of one")
    found = []
    for start, following in zip_longest(starts, starts[1:]):
        end = following.position if following else lines[-1].position + 1
        first, last = (bisect_left(lines, at, key=_position) for at in (start.position, end))
        found.append(_group(section, lines[first:last], None))
    return found


def _position(line: PageLine) -> int:
    return line.position
