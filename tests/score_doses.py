"""Hold drafted doses against a gold set of arm groups and interventions, with the set's own scorer.

The scorer lies beside the set (`dosing/score.py`) and pairs, converts and compares; here the drafts
are written in the shape it reads.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from data.drafting.doses import DraftDose, Range, Timespan, draft_doses
from tests.score_sets import read


@dataclass(frozen=True, kw_only=True)
class DoseScore:
    """How the doses of one file came out; `wrong` names the text and the part, and no words."""

    texts: int
    emitted: int
    right: int
    stated: int
    silent: int
    without: int
    wrong: tuple[str, ...]


def score_doses(folder: Path) -> DoseScore:
    """Draft every text of the set in a folder and score it.

    Args:
        folder: with `score.py` and files `*.jsonl` of the gold's shape.
    """
    gold = [row for path in sorted(folder.glob("*.jsonl")) for row in read(path)]
    scorer = _scorer(folder / "score.py")
    drafted = [{"id": row["id"], "doses": [encoded(dose) for dose in _draft(row)]} for row in gold]
    totals, _, per, faults, _ = scorer.evaluate(gold, drafted)
    rates = scorer.rates(totals)
    return DoseScore(
        texts=len(gold),
        emitted=rates["emitted"],
        right=rates["right"],
        stated=rates["stated"],
        silent=per["abstain kept"],
        without=per["abstain"],
        wrong=tuple(_faults(faults)),
    )


def _draft(row: dict[str, Any]) -> Sequence[DraftDose]:
    return draft_doses(row["text"], row.get("intervention"), row.get("arm"))


def _faults(faults: Sequence[tuple[dict[str, Any], Sequence[Sequence[Any]]]]) -> Iterator[str]:
    for row, log in faults:
        for what in log:
            if what[0] in ("wrong", "extra", "extra dose", "over-claim"):
                part = f" {what[1]}" if isinstance(what[1], str) else ""
                yield f"{row['nct']} {row['id']}: {what[0]}{part}"


def _scorer(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("dosing_score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def encoded(dose: DraftDose) -> dict[str, Any]:
    """One drafted dose in the shape of the gold set."""
    interval, cycle = dose.interval, dose.cycle
    told: dict[str, Any] = {
        "substance": dose.substance,
        "amount": _number(dose.amount),
        "unit": dose.unit,
        "route": dose.route,
        "span": [dose.span.start, dose.span.end],
        "until": dose.until,
        "titration": dose.titration,
        "duration": _length(dose.duration, "value"),
        "window": _length(dose.window, "plus_minus"),
        "infusion": _length(dose.infusion, "duration"),
    }
    if interval is not None:
        number = _number(Range(low=interval.low, high=interval.high))
        per = {"d": "per_day", "wk": "per_wk"}.get(interval.per or "")
        told["interval"] = {per: number} if per else {"every": number, "unit": interval.every}
    if cycle is not None:
        days = list(cycle.days) if cycle.days else None
        told["cycle"] = {"days_given": days, "length_days": cycle.length, "unit": cycle.unit}
    if dose.count is not None:
        told["count"] = {"min": dose.count.low, "max": dose.count.high}
    return told


def _number(value: Range | None) -> float | list[float | None] | None:
    if value is None:
        return None
    return value.high if value.low == value.high else [value.low, value.high]


def _length(span: Timespan | None, key: str) -> dict[str, Any] | None:
    if span is None:
        return None
    return {key: _number(Range(low=span.low, high=span.high)), "unit": span.unit}
