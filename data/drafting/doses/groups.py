"""The doses drafted for each arm group: from its own words and those of its interventions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from data.drafting.doses.assemble import draft_doses
from data.drafting.doses.model import DraftDose
from data.drafting.doses.words import amount_words, dose_words
from data.drafting.nodes import Span
from data.study import ArmGroup, Intervention, Study
from data.vocabulary import bare_name

_UNNAMED: Final = "a substance that is not named here"
_NO_DRUGS: Final = frozenset(["DEVICE", "BEHAVIORAL", "PROCEDURE", "DIAGNOSTIC_TEST"])


@dataclass(frozen=True, kw_only=True)
class GroupDose:
    """A drafted dose of an arm group.

    Args:
        dose: what was read.
        sentence: the whole words around it; `span` is where in them it was read.
        place: its place among those of its group.
        follows: it comes after another: when it begins is not drafted.
    """

    dose: DraftDose
    sentence: str
    span: Span
    place: int = 0
    follows: bool = False

    @property
    def name(self) -> str:
        """What is given."""
        return self.dose.substance or _UNNAMED

    @property
    def title(self) -> str:
        """What is given and how much: `Zelumab 200 mg`."""
        return f"{self.name} {amount_words(self.dose)}".strip()

    @property
    def words(self) -> str:
        """All of it in one line, which `draft_doses` reads again."""
        amount = amount_words(self.dose)
        rest = [part for part in dose_words(self.dose) if part != amount]
        return ", ".join((self.title, *rest))


def drafted_groups(study: Study) -> tuple[tuple[ArmGroup, tuple[GroupDose, ...]], ...]:
    """Draft what every arm group is given; without arm groups, what all participants are given."""
    given = {item.name or "": item for item in study.interventions}
    groups = study.arm_groups or (
        ArmGroup(
            label="All participants",
            intervention_names=tuple(item.name for item in study.interventions if item.name),
        ),
    )
    return tuple((group, tuple(_in_order(_read(group, given)))) for group in groups)


def _in_order(doses: Iterator[GroupDose]) -> Iterator[GroupDose]:
    before: dict[str, str | None] = {}  # `Zelumab` and `Zelumab (ZX-1)` are one
    for place, one in enumerate(doses):
        bare = re.sub(r"\s*\([^)]*\)", "", one.name).casefold()
        dose = replace(one.dose, substance=before.get(bare, one.dose.substance))
        follows = one.dose.later or (bare in before and one.dose.only is None)
        yield replace(one, dose=dose, place=place, follows=follows)
        before.setdefault(bare, one.dose.substance)


def _read(group: ArmGroup, given: Mapping[str, Intervention]) -> Iterator[GroupDose]:
    """Each drafted dose of a group: the group's own words first."""
    linked = [item for name in group.intervention_names if (item := given.get(bare_name(name)))]
    if linked and all(item.type in _NO_DRUGS for item in linked):
        return
    alone = linked[0].name if len(linked) == 1 else None
    found: dict[str, list[GroupDose]] = {}
    texts = [(group.description, alone), *((item.description, item.name) for item in linked)]
    names = [(group.label, alone), *((item.name, item.name) for item in linked)]
    for text, name in (*texts, *names):
        told: dict[str, list[GroupDose]] = {}
        for dose in draft_doses(text or "", name, group.label):
            one = _in_sentence(text or "", dose)
            told.setdefault(_key(one, linked), []).append(one)
        for key, doses in told.items():
            found.setdefault(key, doses)
    for doses in found.values():
        yield from doses


def _key(one: GroupDose, linked: list[Intervention]) -> str:
    """The intervention a dose is of, so that what two texts say of it is told once."""
    name = one.name.casefold()
    if len(linked) == 1:
        return linked[0].name or name
    of = (
        item.name
        for item in linked
        if item.name and (name in item.name.casefold() or item.name.casefold() in name)
    )
    return next(of, name)


def _in_sentence(text: str, dose: DraftDose) -> GroupDose:
    """A dose with the whole lines or sentence around its span."""
    span = dose.span
    start = max(text.rfind(". ", 0, span.start) + 1, text.rfind("\n", 0, span.start) + 1)
    ends = [end for sign in (". ", "\n") if (end := text.find(sign, span.end)) >= 0]
    sentence = text[start : min(ends, default=len(text))]
    start += len(sentence) - len(sentence.lstrip())
    return GroupDose(
        dose=dose,
        sentence=sentence.strip(),
        span=Span(start=span.start - start, end=span.end - start),
    )
