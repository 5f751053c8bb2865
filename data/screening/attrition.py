"""Where people are lost: by each criterion alone, in the record's order, and how many stay open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from data.eligibility.answers import with_unit
from data.eligibility.checklist import Checklist
from data.eligibility.states import FAILS, OPEN, State
from data.eligibility.thresholds import limit_in_words
from data.screening.batches import VERDICTS, Batch, among
from data.screening.expressions import NARROWLY, NEAR, NO, Threshold, thresholds
from data.spreadsheet import SheetRow

DRAFT: Final = "open, a draft that nobody has reviewed would exclude"


@dataclass(kw_only=True)
class Attrition:
    """Counts of people, added up batch by batch.

    Args:
        checklist: the study's checklist.
        people: how many.
        verdicts: how many of each verdict.
        alone: how many a criterion excludes, whatever the others say.
        only: how many it excludes that no other does: what it costs.
        first: how many it is the first to exclude, in the record's order.
        open: for how many it is open.
        open_then: for how many it is open whom no criterion excludes.
        settles: of whom nothing can be told yet, for how many one fact alone is missing.
        missed: how many of those whom its criterion excludes miss a threshold, by its column.
        narrowly: how many of these by up to half of it.
        drafted: for how many of those for whom it is open its draft would exclude, which nobody
            has reviewed; only of what was screened with drafts.
        unused: by fact, how many answers cannot be right and count as none.
        contradict: how many people's answers contradict each other; neither then counts.
    """

    checklist: Checklist
    people: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    alone: Counter[str] = field(default_factory=Counter)
    only: Counter[str] = field(default_factory=Counter)
    first: Counter[str] = field(default_factory=Counter)
    open: Counter[str] = field(default_factory=Counter)
    open_then: Counter[str] = field(default_factory=Counter)
    settles: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    narrowly: Counter[str] = field(default_factory=Counter)
    drafted: dict[str, int] = field(default_factory=dict)
    unused: Counter[str] = field(default_factory=Counter)
    contradict: int = 0

    def add(self, batch: Batch) -> None:
        """Count the people of one batch."""
        ids = [one.id for one in self.checklist.criteria]
        fails, undecided = batch.fails, batch.undecided
        opens = among(batch.states, OPEN)
        excluded = fails.sum(axis=1)
        first = np.bincount(fails.argmax(axis=1)[excluded > 0], minlength=len(ids)) if ids else ()
        self.people += len(batch.states)
        verdicts = np.bincount(batch.verdicts, minlength=len(VERDICTS))
        _add(self.verdicts, [one.value for one in VERDICTS], verdicts)
        _add(self.alone, ids, fails.sum(axis=0))
        _add(self.only, ids, fails[excluded == 1].sum(axis=0))
        _add(self.first, ids, first)
        _add(self.open, ids, opens.sum(axis=0))
        _add(self.open_then, ids, opens[undecided].sum(axis=0))
        # A dispute stays, whatever is answered.
        settling = undecided & ~among(batch.states, {State.DISPUTED}).any(axis=1)
        single = batch.open[settling & (batch.open.sum(axis=1) == 1)]
        _add(self.settles, [fact.id for fact in self.checklist.facts], single.sum(axis=0))
        limits = [one.column for one in thresholds(self.checklist)]
        _add(self.missed, limits, (batch.misses != NO).sum(axis=0))
        _add(self.narrowly, limits, (batch.misses == NARROWLY).sum(axis=0))
        for key, codes in batch.drafted.items():
            excluded_by_draft = int(among(codes, FAILS).sum())
            self.drafted[key] = self.drafted.get(key, 0) + excluded_by_draft
        self.unused.update(batch.unused)
        self.contradict += batch.contradict

    def rows(self) -> list[SheetRow]:
        """The table: one criterion a row, in the record's order."""
        left = self.people
        costs: dict[str, list[str]] = {}
        for cost in self.costs():
            said = costs.setdefault(cost.threshold.criterion.id, [])
            said.append(cost.sentence(self.checklist))
        rows: list[SheetRow] = []
        for one in self.checklist.criteria:
            left -= self.first[one.id]
            drafts = {DRAFT: self.drafted.get(one.id)} if self.drafted else {}
            rows.append(
                {
                    "criterion": one.id,
                    "name": one.name,
                    "label": one.label,
                    "excludes": self.alone[one.id],
                    "excludes, no other does": self.only[one.id],
                    "excludes first, in order": self.first[one.id],
                    "left after it": left,
                    "open": self.open[one.id],
                    "open, nobody excluded": self.open_then[one.id],
                    **drafts,
                    "thresholds": "; ".join(costs.get(one.id, ())),
                }
            )
        return rows

    def missing(self) -> list[SheetRow]:
        """The facts that alone keep people open, those first that would settle most."""
        return [
            {"fact": fact, "label": self.checklist.fact(fact).label, "would settle": count}
            for fact, count in self.settles.most_common()
        ]

    def costs(self) -> list[Cost]:
        """The thresholds that people miss whom their criterion excludes; the costliest first."""
        found = [
            Cost(threshold=one, missed=count, narrowly=self.narrowly[one.column])
            for one in thresholds(self.checklist)
            if (count := self.missed[one.column])
        ]
        return sorted(found, key=lambda cost: -cost.missed)

    def sentences(self) -> Iterator[str]:
        """Say what costs most, what would settle most, and what could not be used."""
        for cost in self.costs()[:1]:
            yield cost.sentence(self.checklist)
        for fact, count in self.settles.most_common(1):
            label = self.checklist.fact(fact).label
            yield f"{label} is the one missing fact of {count}: known, it would settle them"
        for fact, count in self.unused.most_common():
            if count:
                label = self.checklist.fact(fact).label
                yield f"{label}: {count} answers cannot be right and count as none"
        if self.contradict:
            yield f"{self.contradict} people: answers contradict each other, and none counts"


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What a threshold costs.

    Args:
        threshold: the limit.
        missed: how many miss it whom its criterion excludes.
        narrowly: how many of them miss it by up to half of it.
    """

    threshold: Threshold
    missed: int
    narrowly: int

    def sentence(self, checklist: Checklist) -> str:
        """Say it: `Ki-67 ≥ 10% excludes 412; 380 of them between 5% and 10%`."""
        limit, band = self.words(checklist)
        narrowly = f"; {self.narrowly} of them between {band}" if self.narrowly else ""
        return f"{limit} excludes {self.missed}{narrowly}"

    def words(self, checklist: Checklist) -> tuple[str, str]:
        """The limit, and the band of those who miss it narrowly."""
        leaf = self.threshold.leaf
        fact = checklist.fact(leaf.fact)
        below = (leaf.operator in ("at_least", "above")) is self.threshold.holds
        limits = {unit.unit: leaf.limit(unit.unit) for unit in fact.record_units}
        band = " or ".join(
            " and ".join(with_unit(one, unit) for one in sorted((limit, limit * far)))
            for unit, limit in limits.items()
            for far in (1 - NEAR if below else 1 + NEAR,)
        )
        return f"{fact.label} {limit_in_words(leaf, fact)}", band


def _add(counter: Counter[str], keys: Sequence[str], counts: Iterable[int]) -> None:
    for key, count in zip(keys, counts, strict=True):
        if count:
            counter[key] += int(count)
