"""Where people are lost: by each criterion alone, in the record's order, and how many stay open."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.eligibility.checklist import Checklist
from data.eligibility.states import FAILS, OPEN, State, Verdict
from data.screening.expressions import DECIDING, OPEN_FACTS, VERDICT


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

    def add(self, batch: pa.Table) -> None:
        """Count the people of one batch of `settled`."""
        self.people += batch.num_rows
        self.verdicts.update(_counted(batch[VERDICT]))
        self.first.update(_counted(batch[DECIDING]))
        undecided = pc.equal(batch[VERDICT], Verdict.CANNOT_TELL.value).to_numpy()
        fails, opens, disputed = {}, {}, {}
        for one in self.checklist.criteria:
            column = batch[f"criterion {one.id}"].combine_chunks()
            states = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
            words, codes = states.dictionary.to_pylist(), states.indices.to_numpy()
            fails[one.id] = np.array([word in FAILS for word in words])[codes]
            opens[one.id] = np.array([word in OPEN for word in words])[codes]
            disputed[one.id] = np.array([word == State.DISPUTED for word in words])[codes]
        failing = np.sum(list(fails.values()), axis=0) if fails else np.zeros(0)
        for key, excludes in fails.items():
            self.alone[key] += int(excludes.sum())
            self.only[key] += int((excludes & (failing == 1)).sum())
            self.open[key] += int(opens[key].sum())
            self.open_then[key] += int((opens[key] & undecided).sum())
        # A dispute stays, whatever is answered.
        settling = undecided & ~np.any(list(disputed.values()), axis=0) if disputed else undecided
        listed = _counted(batch[OPEN_FACTS].filter(pa.array(settling)))
        for text, count in listed.items():
            if len(facts := text.split()) == 1:
                self.settles[facts[0]] += count

    def rows(self) -> list[dict[str, Any]]:
        """The table: one criterion a row, in the record's order."""
        left = self.people
        rows = []
        for one in self.checklist.criteria:
            left -= self.first[one.id]
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
                }
            )
        return rows


def _counted(column: pa.ChunkedArray) -> Counter[str]:
    return Counter(
        {str(one["values"]): int(one["counts"]) for one in pc.value_counts(column).to_pylist()}
    )
