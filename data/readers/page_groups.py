"""Read the arm groups of a registry page, and tell them from the interventions between them.

The page lists, for each group: its label, its description, its type, and then each intervention's
name, type and description. Only the two types are marked, so a label after a description looks
like one more paragraph of it; what the page says of the interventions elsewhere tells them apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from data.readers.page_lines import Line, Section

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
class Group:
    """An arm group as the page tells it."""

    label: str | None = None
    type: str | None = None
    description: str | None = None
    interventions: list[GivenIntervention] = field(default_factory=list)


def read_groups(section: Section, descriptions: Mapping[str, Sequence[str]]) -> list[Group]:
    """Read the arm groups in the page's order.

    Args:
        section: the page's section of arm groups.
        descriptions: the lines of each known intervention's description, by the intervention's
        name.
    """
    lines = section.unused()
    if not any(_is_marker(line) for line in lines):
        return _unmarked_groups(section, lines)
    groups: list[Group] = []
    gap: list[Line] = []
    for line in lines:
        if not _is_marker(line):
            gap.append(line)
            continue
        gap = _after_description(section, groups, gap, descriptions)
        group_type = line.after(GROUP_TYPE)
        if group_type is not None:
            groups.append(_group(section, gap, group_type or None))
        elif gap:
            *before, name = gap
            if before or not groups:
                groups.append(_group(section, before, None))
            kind = line.after(INTERVENTION_TYPE)
            groups[-1].interventions.append(GivenIntervention(name.use(), kind or None))
        line.used = True
        gap = []
    _read_end(section, groups, gap, descriptions)
    return groups


def _is_marker(line: Line) -> bool:
    return line.after(GROUP_TYPE) is not None or line.after(INTERVENTION_TYPE) is not None


def _group(section: Section, lines: Sequence[Line], kind: str | None) -> Group:
    if not lines:
        return Group(type=kind)
    label, *description = lines
    return Group(label.use(), kind, section.take_span(description))


def _after_description(
    section: Section,
    groups: Sequence[Group],
    gap: list[Line],
    descriptions: Mapping[str, Sequence[str]],
) -> list[Line]:
    """Use the description of the intervention named last and return the lines after it."""
    if not groups or not groups[-1].interventions:
        return gap
    intervention = groups[-1].interventions[-1]
    known = descriptions.get(intervention.name)
    end = _matching(gap, known) if known is not None else _guessed_end(gap)
    intervention.description = section.take_span(gap[:end])
    return gap[end:]


def _matching(gap: Sequence[Line], known: Sequence[str]) -> int:
    """Count the first lines that repeat the description; the last may be cut off."""
    count = 0
    for line, text in zip(gap, known, strict=False):
        if not (line.text == text or (text.startswith(line.text) and line is gap[-1])):
            break
        count += 1
    return count


def _guessed_end(gap: Sequence[Line]) -> int:
    """Where a description nobody knows ends: before the last line, or the first that is no
    sentence."""
    for position, line in enumerate(gap):
        if not line.text.endswith(_SENTENCE_END):
            return position
    return max(0, len(gap) - 1)


def _read_end(
    section: Section,
    groups: list[Group],
    gap: list[Line],
    descriptions: Mapping[str, Sequence[str]],
) -> None:
    """Read what follows the last type: a description, and perhaps a group without a type.

    A page cut off in the middle can end with the bare name of an intervention.
    """
    gap = _after_description(section, groups, gap, descriptions)
    if gap and groups and gap[0].text in descriptions:
        groups[-1].interventions.append(GivenIntervention(gap[0].use()))
        gap = gap[1:]
    if gap:
        groups.append(_group(section, gap, None))


def _unmarked_groups(section: Section, lines: Sequence[Line]) -> list[Group]:
    """Read groups of which no type is told: a line that is no sentence is a label."""
    starts = [line for line in lines if not line.text.endswith(_SENTENCE_END)]
    groups = []
    for start, following in zip(starts, [*starts[1:], None], strict=True):
        end = following.position if following else lines[-1].position + 1
        groups.append(
            _group(section, [line for line in lines if start.position <= line.position < end], None)
        )
    return groups
