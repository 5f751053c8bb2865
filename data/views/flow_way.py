"""The way of one participant: each step, what is received there, and how much in all."""

from __future__ import annotations

from dataclasses import dataclass

from data.annotations import Annotations
from data.flow.participant import Activity, Way, activity, radioactive
from data.schedule import Regimen, dose_text, regimen_of
from data.study import Study
from data.views.flow import FlowInfo, regimen_lines
from data.vocabulary import bare_name


@dataclass(frozen=True, kw_only=True)
class WayStep:
    """One step of the way.

    Args:
        title: its name.
        receives: what is given there, one line for each drug.
        here: the activity given in this step; empty where none is.
        so_far: the activity given up to the end of this step; empty before the first.
        quote: the sentence of the record that the activity was computed from; likewise.
    """

    title: str
    receives: tuple[str, ...]
    here: str
    so_far: str
    quote: str


@dataclass(frozen=True, kw_only=True)
class WayInfo:
    """The way of one participant, and what is still to be known about it."""

    steps: tuple[WayStep, ...]
    open: str
    total: str

    @property
    def quotes(self) -> tuple[str, ...]:
        """The sentences that the total was computed from, each once."""
        return tuple(dict.fromkeys(step.quote for step in self.steps if step.quote))


def way_info(way: Way, info: FlowInfo, study: Study, annotations: Annotations) -> WayInfo:
    """Say what a participant receives on a way, step by step."""
    steps = []
    total: Activity | None = None
    for key in way.steps:
        step = info.flow.step(key)
        group = study.arm_groups[step.position] if step.position is not None else None
        regimen = regimen_of(annotations, group.label) if group else None
        given = activity(regimen)
        course = radioactive(regimen)
        if given is not None:
            total = given if total is None else total.plus(given)
        listed = tuple(bare_name(name) for name in group.intervention_names) if group else ()
        steps.append(
            WayStep(
                title=step.title,
                receives=tuple(regimen_lines(regimen)) if regimen else listed,
                here=_sum_in_words(regimen, given),
                so_far=str(total) if total else "",
                quote=course.quote if course and given is not None else "",
            )
        )
    return WayInfo(
        steps=tuple(steps),
        open=way.open.text if way.open else "",
        total=str(total) if total else "",
    )


def _sum_in_words(regimen: Regimen | None, given: Activity | None) -> str:
    """Show the sum: `4 × 7.4 GBq (200 mCi) = 29.6 GBq`."""
    course = radioactive(regimen)
    if course is None or given is None:
        return ""
    most = course.at_most
    times = f"{most}" if course.at_least == most else f"{course.at_least} to {most}"
    return f"{times} × {dose_text(course)} = {given}"
