"""Follow one participant through the flow: what happened so far decides where the way goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data.flow.model import Flow, Transition
from data.schedule import Course, Regimen, gives_activity

Answer = bool | None
"""Yes, no, or not known."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question on the way, and its name among the answers."""

    key: str
    text: str
    quote: str
    target: str


@dataclass(frozen=True, kw_only=True)
class Way:
    """The way of one participant.

    Args:
        steps: the keys of the steps reached, in order.
        asked: every question met on the way, answered or not, in order.
        open: what the next step depends on; None when nothing is left to ask.
    """

    steps: tuple[str, ...]
    asked: tuple[Asked, ...]
    open: Asked | None


def starts(flow: Flow) -> tuple[str, ...]:
    """The keys of the steps a participant can begin treatment in."""
    return tuple(step.key for step in flow.steps if step.kind == "arm")


def follow(flow: Flow, start: str, answers: Mapping[str, Answer]) -> Way:
    """Follow a participant from an arm as far as the answers tell.

    A step is reached only when each of its questions is answered yes. A question that is not
    answered ends the way there: unknown is never yes, and not no either.

    Args:
        flow: the flow.
        start: the key of an arm.
        answers: by the key of the question; a missing one is not known.
    """
    steps = [step.key for step in flow.in_order() if step.key in flow.before(start)]
    asked: list[Asked] = []
    here = start
    while True:
        options = sorted(flow.out_of(here), key=lambda item: not _questions(item))
        for item in options:
            answer, met = _answered(item, answers)
            asked += met
            if answer is None:
                return Way(steps=tuple(steps), asked=tuple(asked), open=met[-1])
            if answer:
                here = item.target
                steps.append(here)
                break
        else:
            return Way(steps=tuple(steps), asked=tuple(asked), open=None)


def _answered(item: Transition, answers: Mapping[str, Answer]) -> tuple[Answer, list[Asked]]:
    """Whether a participant takes a transition, and the questions up to the one that decides."""
    met = []
    for question in _questions(item):
        met.append(question)
        answer = answers.get(question.key)
        if answer is not True:
            return answer, met
    return True, met


def _questions(item: Transition) -> tuple[Asked, ...]:
    if item.asks:
        return tuple(
            Asked(
                key=f"{item.target}-{number}",
                text=question.text,
                quote=question.quote,
                target=item.target,
            )
            for number, question in enumerate(item.asks, start=1)
        )
    if not (item.optional or item.condition):
        return ()
    text = f"Does this hold: {item.condition}?" if item.condition else "Is the optional step taken?"
    return (Asked(key=f"{item.target}-1", text=text, quote=item.quote or "", target=item.target),)


@dataclass(frozen=True, kw_only=True)
class Activity:
    """An amount between two limits, in one unit: 14.8 to 29.6 GBq."""

    least: float
    most: float
    unit: str

    def __str__(self) -> str:
        """Write it: `29.6 GBq`, or `14.8 to 29.6 GBq`."""
        if self.least == self.most:
            return f"{self.most:g} {self.unit}"
        return f"{self.least:g} to {self.most:g} {self.unit}"

    def plus(self, other: Activity) -> Activity:
        """Add another amount in the same unit."""
        return Activity(
            least=round(self.least + other.least, 6),
            most=round(self.most + other.most, 6),
            unit=self.unit,
        )


def radioactive(regimen: Regimen | None) -> Course | None:
    """The course that gives activity (in becquerel), if any."""
    courses = regimen.courses if regimen else ()
    return next(filter(gives_activity, courses), None)


def activity(regimen: Regimen | None) -> Activity | None:
    """Compute the activity a regimen gives: one dose times the number of doses.

    None where it gives no activity, or no number of doses is set.
    """
    course = radioactive(regimen)
    if course is None or course.at_most is None or course.dose is None:
        return None
    return Activity(
        least=round(course.dose.value * course.at_least, 6),
        most=round(course.dose.value * course.at_most, 6),
        unit=course.dose.unit,
    )
