"""The flow: what stands in its boxes and on its arrows, as a table, and in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import pandas as pd

from data.annotations import Annotations
from data.annotations.plain import PlainAnnotation
from data.annotations.schedule import Infusion, InfusionDay
from data.flow import Flow, Step, flow_of
from data.flow.model import ORIGIN_IN_WORDS, Transition
from data.results.participant_flow import posted_started
from data.schedule import (
    Course,
    Regimen,
    course_text,
    regimen_of,
    rhythm_text,
)
from data.study import ArmGroup, Study
from data.vocabulary import (
    ARM_TYPE,
    ENROLLMENT_TYPE,
    INTERVENTION_TYPE,
    MASKING,
    NOT_STATED,
    bare_name,
    in_words,
    participants_in_words,
)
from data.words import tally, uncapitalised

TextStyle = Literal["phase", "title", "text", "count", "source"]
NOT_REPORTED: Final = "not reported in the record"
_POSTED: Final = "results posted in the registry"
ARM_COLOURS: Final = 6
"""So many arms have a colour of their own."""
# More than the 100 or so signs that the registry takes: arms often differ in the last of them.
_MOST_TITLE_LINES: Final = 14
_MOST_NAMED: Final = 3  # groups whose numbers are told one by one


def reading_help(info: FlowInfo) -> str:
    """Say what lines and colours mean."""
    again = any((step.root or 0) >= ARM_COLOURS for step in info.flow.steps)
    who = "the group in which people" if info.in_plain else "the arm in which participants"
    return (
        "Solid: everyone who gets this far. Dashed: "
        f"{'not for everyone' if info.in_plain else 'optional'}. The coloured edge shows {who} "
        "started"
        + ("; where a colour comes again, the edge is in one more piece." if again else ".")
    )


@dataclass(frozen=True, kw_only=True)
class Count:
    """How many participants, and who says so.

    Args:
        number: None where none is known.
        written: the number as its source writes it: `151 (67%)`.
        said: that with what it counts, or that there is none.
        record: what it is of the record's own: `the record, actual`; empty where it is not.
        is_planned: whether the record's number is an estimate.
        elsewhere: the publications, or the posted results, that say so.
    """

    number: float | None = None
    written: str = ""
    said: str
    record: str = ""
    is_planned: bool = False
    elsewhere: tuple[str, ...] = ()

    @property
    def source(self) -> str:
        """Who says so."""
        return self.record or ", ".join(self.elsewhere)

    def __str__(self) -> str:
        """Write it on one line."""
        return " · ".join(filter(None, (self.said, self.source)))


@dataclass(frozen=True, kw_only=True)
class BoxText:
    """One text in a box, and to how many lines it may be broken before it is cut."""

    text: str
    style: TextStyle
    most: int


@dataclass(frozen=True, kw_only=True)
class FlowInfo:
    """The flow, and what is written about it.

    Args:
        texts: in the box of each step, by its key.
        labels: on the arrows into a step, by its key: the condition, or that the record does not
            tell where participants come from; steps without one are left out.
        counts: how many participants, by the key of the step.
        in_plain: whether it is told in the words of people who are no experts.
    """

    flow: Flow
    texts: Mapping[str, tuple[BoxText, ...]]
    labels: Mapping[str, str]
    counts: Mapping[str, Count]
    title: str
    in_plain: bool = False


def flow_info(study: Study, annotations: Annotations, *, published: bool = False) -> FlowInfo:
    """Shape the flow of a record.

    Args:
        study: the record.
        annotations: what has been read out of it.
        published: also show published counts, and the steps only they know of.
    """
    flow = _shown(flow_of(study, annotations), published)
    counts = step_counts(study, annotations, flow, published)
    return FlowInfo(
        flow=flow,
        texts={
            step.key: _texts(step, study, annotations, counts.get(step.key)) for step in flow.steps
        },
        labels=_labels(flow),
        counts=counts,
        title=f"Flow of participants, {study.nct_id}",
    )


def in_plain_words(info: FlowInfo, study: Study, annotations: Annotations) -> FlowInfo:
    """Tell a flow in plain words, as far as somebody has written them."""
    plain = annotations.plain
    if plain.is_empty:
        return info
    flow = replace(
        info.flow,
        steps=tuple(
            replace(step, title=plain_title(step, study, annotations)) for step in info.flow.steps
        ),
        transitions=tuple(
            item.model_copy(update={"condition": item.plain or item.condition})
            for item in info.flow.transitions
        ),
    )
    return replace(
        info,
        flow=flow,
        texts={
            step.key: _boxed(
                "not for everyone" if step.optional else "",
                step.title,
                _particulars_in_plain_words(info, step, plain),
                info.counts.get(step.key),
            )
            for step in flow.steps
        },
        labels=_labels(flow),
        in_plain=True,
    )


def _particulars_in_plain_words(info: FlowInfo, step: Step, plain: PlainAnnotation) -> list[str]:
    """What a group gets, in the record's words where nobody has written plain ones."""
    if step.kind != "arm":
        return []
    words = plain.steps.get(step.key)
    own = (text.text for text in info.texts[step.key] if text.style == "text")
    return [words.plain] if words else [*own]


def plain_title(step: Step, study: Study, annotations: Annotations) -> str:
    """The name of a step in plain words; its own where nobody has written any."""
    group = None if step.position is None else study.arm_groups[step.position].label
    plain = annotations.plain.of_step(step.key, group)
    return plain.name if plain else step.title


def flow_in_brief(info: FlowInfo, most: int, *, in_lines: bool = False) -> FlowInfo:
    """Tell a flow that has groups, and a step that leads to them, in a few boxes.

    Args:
        info: the whole flow.
        most: how many boxes groups have; of more groups, the last box counts the others.
        in_lines: whether each box has one line, and what may follow none.
    """
    steps = info.flow.steps
    head = next(step for step in steps if step.kind in ("allocation", "enrolled"))
    arms = [step for step in steps if step.kind == "arm"]
    if len(arms) > most:
        more = len(arms) - (most - 1)
        rest = Step(key="", kind="arm", title=f"and {more} more groups", phase="")
        arms = [*arms[: most - 1], rest]
    later = [step.title for step in steps if step.kind == "later" and not in_lines]
    told = f"then, for some: {'; '.join(later[:2])}{'; …' if len(later) > 2 else ''}"
    after = Step(key="later", kind="later", title=told, phase="", optional=True)
    flow = Flow(
        steps=(head, *arms, *((after,) if later else ())),
        transitions=(
            *(Transition(source=head.key, target=arm.key) for arm in arms),
            *(Transition(source=arm.key, target=after.key) for arm in (arms if later else ())),
        ),
    )
    texts = {step.key: tuple(_in_a_box(info, step, in_lines=in_lines)) for step in flow.steps}
    return replace(info, flow=flow, texts=texts, labels={})


def _in_a_box(info: FlowInfo, step: Step, *, in_lines: bool) -> Iterator[BoxText]:
    count = info.counts.get(step.key)
    number = count.written if count else ""
    in_line = in_lines or step.kind in ("allocation", "enrolled")
    title = f"{step.title}: {number}" if number and in_line else step.title
    style: TextStyle = (
        "text" if step.kind == "later" or (in_lines and step.kind == "arm") else "title"
    )
    yield BoxText(text=title, style=style, most=1 if in_line else 4)
    if number and not in_line:
        yield BoxText(text=number, style="count", most=1)


def _shown(flow: Flow, published: bool) -> Flow:
    """Leave out the steps that only published figures know of, unless those are asked for."""
    if published:
        return flow
    hidden = {step.key for step in flow.steps if step.kind == "excluded" and step.published}
    return Flow(
        steps=tuple(step for step in flow.steps if step.key not in hidden),
        transitions=tuple(item for item in flow.transitions if item.target not in hidden),
        remarks=flow.remarks,
    )


def step_counts(
    study: Study, annotations: Annotations, flow: Flow, published: bool
) -> dict[str, Count]:
    """Say how many participants a step holds, with the source of the number.

    A step without a number is left out, unless it is known that none was reported: so it is of a
    group where others have posted ones.
    """
    counts = _counts_elsewhere(study, annotations, flow) if published else {}
    enrolled = _enrolment(study)
    holder = next(
        (step.key for step in flow.steps if step.kind in ("enrolled", "allocation")), None
    )
    if holder is not None and holder not in counts:
        counts[holder] = enrolled
    return counts


def _counts_elsewhere(study: Study, annotations: Annotations, flow: Flow) -> dict[str, Count]:
    """What was published or posted of each step; no group has its posted number alone."""
    counts: dict[str, Count] = {}
    posted = _posted(study, flow)
    for step in flow.steps:
        figure = annotations.published.get(step.published or "")
        if figure is not None:
            counts[step.key] = Count(
                number=figure.number,
                written=figure.value,
                said=f"participants: {figure.value}",
                elsewhere=tuple(annotations.citations[key].short for key in figure.citations),
            )
        elif (started := posted.get(step.key)) is not None:
            counts[step.key] = Count(
                number=started,
                written=f"{started:,}",
                said=f"started: {started:,}",
                elsewhere=(_POSTED,),
            )
        elif step.not_reported:
            counts[step.key] = Count(said=f"participants: {NOT_REPORTED}")
        elif posted and step.kind == "arm":
            counts[step.key] = Count(said="no number posted under this name", elsewhere=(_POSTED,))
    return counts


def _posted(study: Study, flow: Flow) -> dict[str, int]:
    """How many started in each step, where the posted results name its group as the record does."""
    posted = {_unspaced(name): number for name, number in posted_started(study).items()}
    labels = {
        step.key: _unspaced(study.arm_groups[step.position].label or "")
        for step in flow.steps
        if step.position is not None
    }
    return {key: posted[label] for key, label in labels.items() if label in posted}


def _unspaced(name: str) -> str:
    """A name as it is compared: spaces before brackets come and go."""
    return "".join(name.split()).casefold()


def has_more_counts(study: Study, annotations: Annotations) -> bool:
    """Whether there are counts to show besides the record's enrolment."""
    annotated = any(step.published for step in annotations.flow.steps.values())
    return annotated or bool(_posted(study, flow_of(study, annotations)))


def _enrolment(study: Study) -> Count:
    info = study.protocol_section.design_module.enrollment_info
    if info.count is None:
        return Count(said=participants_in_words(None))
    kind = f", {ENROLLMENT_TYPE[info.type]}" if info.type in ENROLLMENT_TYPE else ""
    return Count(
        number=info.count,
        written=f"{info.count:,}",
        said=participants_in_words(info.count),
        record=f"the record{kind}",
        is_planned=info.type == "ESTIMATED",
    )


def _texts(
    step: Step, study: Study, annotations: Annotations, count: Count | None
) -> tuple[BoxText, ...]:
    optional = " · optional" if step.optional else ""
    particulars = _particulars(step, study, annotations)
    return _boxed(f"{step.phase}{optional}", step.title, particulars, count)


def _boxed(
    above: str, title: str, particulars: Sequence[str], count: Count | None
) -> tuple[BoxText, ...]:
    texts: list[tuple[str, TextStyle, int]] = [
        (above, "phase", 2),
        (title, "title", _MOST_TITLE_LINES),
    ]
    texts += [(text, "text", 4) for text in particulars]
    if count:
        texts += [(count.said, "count", 3), (count.source, "source", 3)]
    return tuple(BoxText(text=text, style=style, most=most) for text, style, most in texts if text)


def _particulars(step: Step, study: Study, annotations: Annotations) -> list[str]:
    """What a box says besides its name: what is given, or how the allocation was done."""
    if step.kind == "allocation":
        return _allocation(study)
    if step.position is None:
        return []
    group = study.arm_groups[step.position]
    regimen = regimen_of(annotations, group.label)
    if regimen is not None:
        return regimen_lines(regimen)
    names = [bare_name(name) for name in group.intervention_names]
    if not names:
        return ["no intervention listed"]
    return names[:3] + ([f"and {len(names) - 3} more"] if len(names) > 3 else [])


def _allocation(study: Study) -> list[str]:
    design = study.protocol_section.design_module.design_info
    flow = flow_of(study, Annotations())
    arms = len(flow.out_of("allocated")) or sum(1 for step in flow.steps if step.kind == "arm")
    masking = design.masking_info.masking
    told = "open label" if masking == "NONE" else f"masking: {in_words(MASKING, masking).lower()}"
    return [" · ".join([tally(arms, "arm"), told])]


def regimen_lines(regimen: Regimen) -> list[str]:
    """Say what a regimen gives, one line for each drug and dose."""
    parts: dict[str, list[str]] = {}
    for course in regimen.courses:
        rhythm = rhythm_text(course, regimen, short=True)
        parts.setdefault(f"{course.drug} {course.dose or ''}".strip(), []).append(rhythm)
    return [f"{what}: {', '.join(filter(None, when))}" for what, when in parts.items()]


def _labels(flow: Flow) -> dict[str, str]:
    labels = {step.key: _label_text(flow, step) for step in flow.steps}
    return {key: text for key, text in labels.items() if text}


def _label_text(flow: Flow, step: Step) -> str:
    if not step.source_stated:
        return "from: not stated"
    conditions = {item.condition for item in flow.into(step.key)}
    condition = conditions.pop() if len(conditions) == 1 else None
    return f"if {condition}" if condition else ""


@dataclass(frozen=True, kw_only=True)
class FlowWay:
    """A way into a step, or its beginning, where none is known to lead there.

    Args:
        source: the step it comes from; empty for a first step.
        condition: on what it is taken; empty for a first step.
        known: how it is known.
        quote: the words of the record it was read from.
    """

    source: str
    condition: str
    known: str
    quote: str


def flow_ways(info: FlowInfo, step: Step) -> tuple[FlowWay, ...]:
    """Tell each way into a step; where there is none, what is known of its beginning."""
    unknown = "" if step.source_stated else NOT_STATED
    differs = f" (the wording alone would say {step.instead_of})" if step.instead_of else ""
    quote = step.quote or ""
    return tuple(
        FlowWay(
            source=info.flow.step(item.source).title,
            condition=item.condition or NOT_STATED,
            known=ORIGIN_IN_WORDS[item.origin] + differs,
            quote=item.quote or quote,
        )
        for item in info.flow.into(step.key)
    ) or (
        FlowWay(
            source=unknown,
            condition=unknown,
            known=ORIGIN_IN_WORDS[step.origin] + differs,
            quote=quote,
        ),
    )


def flow_finding(info: FlowInfo, *, in_brief: bool = False) -> str:
    """Say what the flow shows: `226 participants, randomised, in 2 groups: 151 and 75`.

    Args:
        info: the flow.
        in_brief: whether how many each group has, and what may follow, is left to the picture.

    Returns:
        Nothing for a record that names no groups.
    """
    steps = info.flow.steps
    arms = [step for step in steps if step.kind == "arm"]
    head = next((step for step in steps if step.kind in ("allocation", "enrolled")), None)
    if not arms or head is None:
        return ""
    count = info.counts.get(head.key)
    if count and count.written:
        who = f"{count.written} participants{' planned' if count.is_planned else ''}"
    else:
        who = "Participants, number not stated"
    numbers = [found.written for arm in arms if (found := info.counts.get(arm.key))]
    each = len(numbers) == len(arms) and 1 < len(arms) <= _MOST_NAMED and all(numbers)
    is_allocated = head.kind == "allocation" and not info.in_plain
    how = f", {uncapitalised(head.title)}," if is_allocated else ""
    groups = tally(len(arms), "group")
    later = sum(step.kind == "later" for step in steps)
    if in_brief:
        return f"{who}{how} in {groups}"
    told = (
        f"{who}{how} in {groups}",
        f": {' and '.join(numbers)}" if each else "",
        f"; {later} more {'part' if later == 1 else 'parts'} may follow" if later else "",
    )
    return "".join(told)


def flow_table(info: FlowInfo) -> pd.DataFrame:
    """Write the flow as a table: one row for each way into a step."""
    rows = [
        {
            "Step": step.title,
            "Phase": step.phase,
            "From": way.source,
            "Condition": way.condition,
            "Optional": "optional" if step.optional else "",
            "Participants": str(info.counts.get(step.key, "")),
            "How it is known": way.known,
            "In the record": way.quote,
        }
        for step in info.flow.steps
        for way in flow_ways(info, step)
    ]
    columns = ["Step", "Phase", "From", "Condition", "Optional", "Participants"]
    return pd.DataFrame(rows, columns=[*columns, "How it is known", "In the record"], dtype=str)


def flow_alt(info: FlowInfo) -> str:
    """Say in a few sentences what the picture shows."""
    parts = []
    for step in info.flow.in_order():
        targets = [info.flow.step(item.target) for item in info.flow.out_of(step.key)]
        if targets:
            names = ", or ".join(
                f"{target.title}{' (optional)' if target.optional else ''}" for target in targets
            )
            parts.append(f"{step.title} leads to {names}.")
    alone = [step.title for step in info.flow.steps if not step.source_stated]
    parts += [f"{title}: from which step is not stated." for title in alone]
    if not parts:
        parts = [f"{step.title}." for step in info.flow.steps]
    return f"{info.title}. {' '.join(parts)}"


@dataclass(frozen=True, kw_only=True)
class Given:
    """What is given in a step: one intervention, with the sentences it is known from.

    Args:
        name, kind: as the record lists it; kind in words.
        facts: dose, timing and route, each with the sentence of the record; empty without
            annotations.
        description: verbatim.
    """

    name: str
    kind: str
    facts: tuple[tuple[str, str], ...]
    description: str


@dataclass(frozen=True, kw_only=True)
class StepDetail:
    """All there is to say about one step."""

    title: str
    phase: str
    type: str
    label: str
    description: str
    known: str
    quote: str
    count: str
    way: tuple[str, ...]
    condition: str
    given: tuple[Given, ...]
    notes: tuple[tuple[str, str], ...]


def step_detail(info: FlowInfo, key: str, study: Study, annotations: Annotations) -> StepDetail:
    """Gather what the record says about one step of the flow.

    Raises:
        KeyError: the flow has no such step.
    """
    step = info.flow.step(key)
    group = study.arm_groups[step.position] if step.position is not None else ArmGroup()
    regimen = regimen_of(annotations, group.label)
    conditions = [item for item in info.flow.into(key) if item.condition]
    before = info.flow.before(key)
    known = ORIGIN_IN_WORDS[step.origin]
    if step.instead_of:
        known += f"; the wording alone would say {step.instead_of}"
    notes = regimen.notes if regimen else ()
    return StepDetail(
        title=step.title,
        phase=step.phase + (" (optional)" if step.optional else ""),
        type=in_words(ARM_TYPE, group.type) if step.position is not None else "",
        label=group.label or "",
        description=group.description or "",
        known=known,
        quote=next((item.quote for item in info.flow.into(key) if item.quote), None)
        or step.quote
        or "",
        count=str(info.counts.get(key, "")),
        way=tuple(item.title for item in info.flow.in_order() if item.key in before),
        condition=conditions[0].condition or "" if conditions else "",
        given=_given(group, regimen, study, annotations.schedule.infusion_day),
        notes=tuple((note.text, note.quote or "") for note in notes),
    )


def _given(
    group: ArmGroup, regimen: Regimen | None, study: Study, day: InfusionDay | None
) -> tuple[Given, ...]:
    listed = [bare_name(name) for name in group.intervention_names]
    kinds = {item.name: item for item in study.interventions}
    courses = regimen.courses if regimen else ()
    given = []
    for name in listed:
        item = kinds.get(name)
        facts = [fact for c in courses if c.intervention == name for fact in _facts(c, regimen)]
        facts += [
            (infusion_text(item, one), item.quote)
            for one in filter(None, (day,))
            for item in one.around
            if item.intervention == name
        ]
        given.append(
            Given(
                name=name,
                kind=in_words(INTERVENTION_TYPE, item.type) if item and item.type else "",
                facts=tuple(facts),
                description=(item.description if item else None) or "",
            )
        )
    given += [
        Given(
            name=course.drug,
            kind="in the description, not among the group's interventions",
            facts=tuple(_facts(course, regimen)),
            description="",
        )
        for course in courses
        if course.intervention is None
    ]
    return tuple(given)


def infusion_text(item: Infusion, day: InfusionDay) -> str:
    """Say how an infusion is given: `250 mL/h for 4 h, from 30 minutes before …`."""
    rate = f"{item.rate_ml_per_hour:g} mL/h " if item.rate_ml_per_hour else ""
    start = f"from {-item.starts_at} minutes before the {day.main.drug} infusion starts"
    after = (
        f" to at least {item.at_least_after / 60:g} h after it ends" if item.at_least_after else ""
    )
    return f"{rate}for {item.minutes / 60:g} h, {start}{after}"


def _facts(course: Course, regimen: Regimen | None) -> list[tuple[str, str]]:
    """Each reading of a course with its sentence; the reader checks one against the other."""
    if regimen is None:
        return []
    facts = [(course_text(course, regimen), course.quote)]
    if course.route:
        facts.append((course.route.value, course.route.quote))
    facts += [(f"with {item.value}", item.quote) for item in course.together_with]
    facts += [(note.text, note.quote or "") for note in course.notes]
    return facts
