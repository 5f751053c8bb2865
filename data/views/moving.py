"""Where participants go, stage by stage, in posted or published numbers and no others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from data.annotations import Annotations
from data.flow.model import Flow, Step
from data.study import Study
from data.views.flow import Count, FlowInfo, flow_info, in_plain_words


@dataclass(frozen=True, kw_only=True)
class MovingStage:
    """Where everybody is.

    Args:
        told: what has happened, in a sentence, with its numbers and where they are from.
        holding: how many are in a step, by its key; all stages hold the same people.
        unknown: the steps of which it is not known how many came to them.
    """

    told: str
    holding: Mapping[str, int]
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MovingInfo:
    """The flow, and its stages in order: two at least."""

    flow: FlowInfo
    stages: tuple[MovingStage, ...]


def moving_info(
    study: Study, annotations: Annotations, *, plain: bool = False
) -> MovingInfo | None:
    """Follow the participants of a study from the first step of its flow.

    Args:
        study: the record.
        annotations: what has been read out of it.
        plain: in plain words, as far as somebody has written them.

    Returns:
        None where not every group has a number that was posted or published, or where the numbers
        do not go together: more in the groups than there were to share out.
    """
    info = flow_info(study, annotations, published=True)
    if plain:
        info = in_plain_words(info, study, annotations)
    arms = [step for step in info.flow.steps if step.kind == "arm"]
    first = next(info.flow.in_order(), None)
    start = _number(info, first.key) if first else None
    if first is None or not start or not arms or not all(_reported(info, arm) for arm in arms):
        return None
    stages = [MovingStage(told=_told(info, annotations, [first.key]), holding={first.key: start})]
    here = [first.key]
    while going := [target for key in here for target in _targets(info, key)]:
        holding = dict(stages[-1].holding)
        for key in here:
            to = {target: _number(info, target) or 0 for target in _targets(info, key)}
            holding[key] -= sum(to.values())
            holding |= to
        left = sum(holding[key] for key in here if _targets(info, key))
        if min(holding.values()) < 0:
            return None
        stages.append(MovingStage(told=_told(info, annotations, going, left), holding=holding))
        here = going
    if not {arm.key for arm in arms} <= stages[-1].holding.keys():
        return None
    return MovingInfo(flow=info, stages=(*stages, *_unknown(info.flow, info.counts, stages[-1])))


def _number(info: FlowInfo, key: str) -> int | None:
    count = info.counts.get(key)
    return None if count is None or count.number is None else int(count.number)


def _reported(info: FlowInfo, step: Step) -> bool:
    count = info.counts.get(step.key)
    return count is not None and count.number is not None and bool(count.elsewhere)


def _targets(info: FlowInfo, key: str) -> list[str]:
    """The steps with a number to which people go from one, past those that have none."""
    found: list[str] = []
    for item in info.flow.out_of(key):
        step = info.flow.step(item.target)
        if len(info.flow.into(step.key)) > 1:
            continue  # nobody says how many came from where
        if _reported(info, step):
            found.append(step.key)
        elif step.kind == "allocation":
            found += _targets(info, step.key)
    return found


def _told(info: FlowInfo, annotations: Annotations, keys: list[str], left: int = 0) -> str:
    told = "; ".join(_counted(info, annotations, info.flow.step(key)) for key in keys)
    named = (source for key in keys for source in _sources(info.counts[key]))
    rest = f" Where the other {left:,} went is not told." if left else ""
    return f"{told} ({', '.join(dict.fromkeys(named))}).{rest}"


def _sources(count: Count) -> tuple[str, ...]:
    return (count.record,) if count.record else count.elsewhere


def _counted(info: FlowInfo, annotations: Annotations, step: Step) -> str:
    figure = None if info.in_plain else annotations.published.get(step.published or "")
    return f"{figure.label if figure else step.title}: {info.counts[step.key].written}"


def _unknown(flow: Flow, counts: Mapping[str, Count], last: MovingStage) -> Iterator[MovingStage]:
    """What comes after, of which nobody says how many came to it."""
    later = [
        step
        for step in flow.steps
        if step.kind in ("later", "follow_up")
        and (step.key not in counts or counts[step.key].number is None)
    ]
    if later:
        names = "; ".join(step.title for step in later)
        yield MovingStage(
            told=f"How many went on is not reported: {names}.",
            holding=last.holding,
            unknown=tuple(step.key for step in later),
        )
