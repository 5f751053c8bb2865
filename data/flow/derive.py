"""Derive the flow of any record from its design, its arm groups and their wording.

Registries have fields for the allocation and the groups, and none for who goes from where to where.
What is read from the wording here is marked as derived and keeps the sentence. Where the wording
does not tell, the flow says so instead of guessing.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from data.flow import patterns
from data.flow.model import Flow, Step, Transition
from data.study import ArmGroup, DesignInfo, Study
from data.vocabulary import ARM_TYPE, bare_name


@dataclass(frozen=True, kw_only=True)
class _Group:
    """An arm group with its place in the record and the words about it."""

    position: int
    label: str
    type: str | None
    text: str
    drugs: tuple[str, ...]

    @property
    def key(self) -> str:
        return f"group-{self.position}"


def derive_flow(study: Study) -> Flow:
    """Derive the flow of a record, from none to any number of arm groups."""
    design = study.protocol_section.design_module
    groups = tuple(_group(position, group) for position, group in enumerate(study.arm_groups))
    later = _later(groups)
    later_keys = {group.key for group in later}
    starting = tuple(group for group in groups if group.key not in later_keys)
    head, gate = _head(study, len(starting))
    allocated = {group.key for group in _allocated(starting)}
    steps = list(head)
    transitions = [Transition(source=a.key, target=b.key) for a, b in itertools.pairwise(head)]
    for group in starting:
        chain = _chain(group, design.design_info)
        steps += chain
        source = gate if group.key in allocated else head[0].key
        transitions += [Transition(source=source, target=chain[0].key)]
        transitions += [_next_part(a, b) for a, b in itertools.pairwise(chain)]
    _add_later(steps, transitions, starting, later)
    ends = {group.key: told for group in groups if (told := _end(group))}
    _add_follow_up(steps, transitions, study, gate, ends)
    return Flow(
        steps=tuple(steps), transitions=tuple(transitions), remarks=_remarks(study, starting, later)
    )


def _group(position: int, group: ArmGroup) -> _Group:
    return _Group(
        position=position,
        label=group.label or f"Arm group {position + 1}, without a name",
        type=group.type,
        text=group.description or "",
        drugs=tuple(bare_name(name) for name in group.intervention_names),
    )


def _later(groups: tuple[_Group, ...]) -> tuple[_Group, ...]:
    """The groups that participants reach from another; none when no group would be left."""
    blinded = any(patterns.BLINDED_PART.search(group.label) for group in groups)
    found = tuple(
        group for group in groups if _comes_later(group) or (blinded and _is_open_part(group))
    )
    return found if len(found) < len(groups) else ()


def _comes_later(group: _Group) -> bool:
    if patterns.RUN_IN.search(group.label):
        return False
    if patterns.OPEN_LABEL.search(group.label) and patterns.AFTER_CORE.search(group.text):
        return True
    if patterns.LATER_LABEL.search(group.label):
        return True
    return bool(patterns.LATER_DESCRIPTION.search(group.text)) and not patterns.CHANCE.search(
        group.text
    )


def _is_open_part(group: _Group) -> bool:
    if not patterns.OPEN_PART.search(group.label) or patterns.RUN_IN.search(
        f"{group.label}. {group.text}"
    ):
        return False
    return not (patterns.CHANCE.search(group.text) or patterns.TOLD_RANDOMISED.search(group.text))


def _allocated(starting: tuple[_Group, ...]) -> tuple[_Group, ...]:
    """The groups that are allocated to: all whose words do not say plainly that they are not.

    Between fewer than two nothing is allocated: then the words are not trusted, but the record's
    field for the allocation is.
    """
    found = tuple(group for group in starting if not _is_outside_allocation(group))
    return found if len(found) > 1 else starting


def _is_outside_allocation(group: _Group) -> bool:
    if patterns.NAMED_NOT_RANDOMISED.search(group.label) or patterns.RUN_IN.search(group.label):
        return True
    told = patterns.TOLD_NOT_RANDOMISED.search(group.text)
    return bool(told) and not patterns.TOLD_RANDOMISED.search(group.text)


def _head(study: Study, arms: int) -> tuple[tuple[Step, ...], str]:
    """The steps before the arms, and the key of the one the arms come from."""
    design = study.protocol_section.design_module
    title = "To be enrolled" if design.enrollment_info.type == "ESTIMATED" else "Enrolled"
    enrolled = Step(key="enrolled", kind="enrolled", title=title, phase="Enrolment")
    allocation = design.design_info.allocation
    if design.study_type == "OBSERVATIONAL":
        return (enrolled,), enrolled.key
    if allocation == "RANDOMIZED":
        title = "Randomised"
    elif allocation == "NON_RANDOMIZED" and arms > 1:
        title = "Assigned, not randomised"
    elif arms > 1:
        title = "Assigned: how is not stated"
    else:
        return (enrolled,), enrolled.key
    gate = Step(key="allocated", kind="allocation", title=title, phase="Allocation")
    return (enrolled, gate), gate.key


def _chain(group: _Group, design: DesignInfo) -> list[Step]:
    """The step of a starting group, and one for each period of a cross-over group."""
    first = Step(
        key=group.key,
        kind="arm",
        title=group.label,
        phase=ARM_TYPE.get(group.type or "", "Group"),
        position=group.position,
        root=group.position,
        quote=group.label,
    )
    parts = _periods(group) if design.intervention_model == "CROSSOVER" else _stages(group)
    return [first] + [
        Step(
            key=f"{group.key}-{number}",
            kind="period",
            title=what,
            phase=name,
            root=group.position,
            origin="derived",
            quote=quote,
        )
        for number, (name, what, quote) in enumerate(parts, start=1)
    ]


def _stages(group: _Group) -> list[tuple[str, str, str]]:
    """The stages of an arm that its words set apart: induction, then maintenance."""
    marks = list(patterns.HEADED.finditer(group.text))
    if len(marks) > 1:
        ends = [mark.start() for mark in marks[1:]] + [len(group.text)]
        whole = [
            group.text[mark.start() : end].strip() for mark, end in zip(marks, ends, strict=True)
        ]
        named = [(mark[1].capitalize(), words) for mark, words in zip(marks, whole, strict=True)]
    elif after := patterns.STAGE_AFTER.search(group.text):
        named = [(after[1].capitalize(), after[0]), (after[2].capitalize(), after[0])]
    else:
        return []
    return [(patterns.STAGE_OF_ARM, name, words) for name, words in named]


def _periods(group: _Group) -> list[tuple[str, str, str]]:
    """The periods of a sequence: `Period 1: …` in the text, or `… followed by …` in the label."""
    marks = list(patterns.PERIOD.finditer(group.text))
    if len(marks) > 1 and [int(mark[2]) for mark in marks] == list(range(1, len(marks) + 1)):
        ends = [mark.start() for mark in marks[1:]] + [len(group.text)]
        found = []
        for mark, end in zip(marks, ends, strict=True):
            whole = group.text[mark.start() : end].strip()
            given = patterns.ANNOUNCEMENT.sub("", group.text[mark.end() : end])
            what = patterns.AND_AT_END.sub("", patterns.ASSIGNED.sub("", given)).strip(" ,;")
            found.append((f"{mark[1].capitalize()} {mark[2]}", what or whole, whole))
        return found
    label = patterns.CODE_ALONE.sub("", group.label)
    parts = [part.strip(" ,;") for part in patterns.THEN.split(label)]
    if len(parts) < 2 or not all(parts):
        return []
    treatments = itertools.count(1)
    return [
        (
            "Wash-out" if patterns.WASH_OUT.search(part) else f"Treatment {next(treatments)}",
            part,
            group.label,
        )
        for part in parts
    ]


def _add_later(
    steps: list[Step],
    transitions: list[Transition],
    starting: tuple[_Group, ...],
    later: tuple[_Group, ...],
) -> None:
    roots: dict[str, int | None] = {group.key: group.position for group in starting}
    pending = {group.key: _parents(group, starting, later) for group in later}
    for group in _parents_first(later, pending):
        parents = pending[group.key]
        come_from = {roots.get(parent.key) for parent in parents}
        root = come_from.pop() if len(come_from) == 1 else None
        roots[group.key] = root
        optional = bool(
            patterns.OPTIONAL.search(group.label) or patterns.OPTIONAL.search(group.text)
        )
        steps.append(
            Step(
                key=group.key,
                kind="later",
                title=group.label,
                phase=_phase(group),
                position=group.position,
                root=root,
                optional=optional,
                origin="derived",
                quote=group.label,
                source_stated=bool(parents),
            )
        )
        transitions += [
            Transition(
                source=_last_of(parent.key, steps),
                target=group.key,
                condition=_condition(group),
                optional=optional,
                origin="derived",
                quote=_telling_sentence(group.text) or group.label,
            )
            for parent in parents
        ]


def _last_of(key: str, steps: list[Step]) -> str:
    """The last period of a group, or the group itself."""
    return [step.key for step in steps if step.key == key or step.key.startswith(f"{key}-")][-1]


def _parents_first(
    later: tuple[_Group, ...], parents: dict[str, tuple[_Group, ...]]
) -> list[_Group]:
    left, ordered = list(later), []
    while left:
        waiting = {group.key for group in left}
        ready = [g for g in left if not waiting & {parent.key for parent in parents[g.key]}]
        if not ready:  # each names the other: the wording does not tell
            for group in left:
                parents[group.key] = ()
            ready = left[:]
        ordered += ready
        left = [group for group in left if group not in ready]
    return ordered


def _parents(
    group: _Group, starting: tuple[_Group, ...], later: tuple[_Group, ...]
) -> tuple[_Group, ...]:
    """The groups whose participants come here, as far as the wording tells."""
    words = f"{group.label}. {group.text}"
    others = tuple(other for other in later if other is not group)
    if named := [other for other in (*starting, *others) if _comes_from(group.text, other.label)]:
        return tuple(named) if len(named) == 1 else ()
    if in_part := _named_in_part(group, starting):
        return in_part if len(in_part) == 1 else ()
    if _is_retreatment(group) and patterns.CROSSOVER.search(words):
        crossed = [other for other in others if _is_crossover(other)]
        return tuple(crossed) if len(crossed) == 1 else ()
    by_code = _by_code(group, starting)
    if by_code:
        return by_code
    by_type = [other for other in starting if _mentions_type(group.text, other, starting)]
    if len(by_type) == 1:
        return tuple(by_type)
    if patterns.EVERYONE.search(group.text):
        return starting
    by_drug = [other for other in starting if _only_its_drug(group.text, other, starting)]
    return tuple(by_drug) if len(by_drug) == 1 else ()


def _names(text: str, label: str) -> bool:
    return next(_mentions(text, label), None) is not None


def _mentions(text: str, label: str) -> Iterator[re.Match[str]]:
    """Where a text names a group: a whole name, so not the placebo of `placebo-controlled`."""
    if len(label) > 3:
        whole = rf"(?<!\w)(?<!\w-){re.escape(label)}(?!-?\w)"
        yield from re.finditer(whole, text, re.IGNORECASE)


def _comes_from(text: str, label: str) -> bool:
    """Whether a text names a group otherwise than as what is given in this one."""
    return any(
        not patterns.GIVEN_HERE.search(text, 0, found.start())
        or patterns.GIVEN_BEFORE.search(text, 0, found.start())
        for found in _mentions(text, label)
    )


def _named_in_part(group: _Group, starting: tuple[_Group, ...]) -> tuple[_Group, ...]:
    """The groups of which the text gives the end of the name, as `the Active Control Arm`.

    Where several end so, those count whose name begins as this group's does.
    """
    found = [(other, begin) for other in starting if (begin := _unsaid(group.text, other.label))]
    if len(found) > 1:
        found = [(other, begin) for other, begin in found if _begins(group.label, begin)]
    return tuple(other for other, _ in found)


def _unsaid(text: str, label: str) -> str:
    """The beginning of a name that a text leaves out, where it gives the other words (two or more).

    Nothing where the text does not give the name.
    """
    words = label.split()
    for left_out in range(1, len(words) - 1):
        if _comes_from(text, " ".join(words[left_out:])):
            return " ".join(words[:left_out])
    return ""


def _begins(label: str, words: str) -> bool:
    return re.match(rf"{re.escape(words)}(?!\w)", label, re.IGNORECASE) is not None


def _by_code(group: _Group, starting: tuple[_Group, ...]) -> tuple[_Group, ...]:
    """`… from Arm A …` where exactly one starting group is called `Arm A …`."""
    codes = {match[0].lower() for match in patterns.CODE.finditer(group.text)}
    found = [
        other
        for other in starting
        if any(match[0].lower() in codes for match in patterns.CODE.finditer(other.label))
    ]
    return tuple(found) if len(found) == 1 else ()


def _mentions_type(text: str, other: _Group, starting: tuple[_Group, ...]) -> bool:
    if sum(1 for group in starting if group.type == other.type) != 1:
        return False
    return any(words in text.lower() for words in patterns.TYPE_WORDS.get(other.type or "", ()))


def _only_its_drug(text: str, other: _Group, starting: tuple[_Group, ...]) -> bool:
    elsewhere = {drug for group in starting if group is not other for drug in group.drugs}
    own = set(other.drugs) - elsewhere
    received = re.search(r"\breceived ([^.]*)", text, re.IGNORECASE)
    return bool(received) and any(_names(received[1], drug) for drug in own) if received else False


def _is_retreatment(group: _Group) -> bool:
    return patterns.RETREATMENT.search(group.label) is not None


def _is_crossover(group: _Group) -> bool:
    return patterns.CROSSOVER.search(group.label) is not None and not _is_retreatment(group)


def _phase(group: _Group) -> str:
    if _is_retreatment(group):
        return "Re-treatment"
    if _is_crossover(group):
        return "Cross-over"
    if re.search(r"extension|\b(?:OLE|LTE)\b", group.label, re.IGNORECASE):
        return "Extension"
    return "Open-label part" if patterns.OPEN_LABEL.search(group.label) else "Later phase"


def _condition(group: _Group) -> str | None:
    """The condition in a few words, only as far as the wording states one."""
    parts = _leads(f"{group.label}. {group.text}")
    if met := patterns.CRITERIA.search(group.text):
        parts.append(f"{met[1] or ''}eligibility criteria met".strip())
    elif patterns.ELIGIBLE.search(group.text):
        parts.append("eligible")
    return ", and ".join(parts) or None


def _leads(text: str) -> list[str]:
    """What the words say leads to a phase: of each kind the first that they name."""
    text = patterns.ENDS.sub("", text)  # what ends it
    found = []
    for kind in patterns.LEADS:
        matches = ((re.search(words, text, re.IGNORECASE), said) for words, said in kind.items())
        told = next((said.format(**match.groupdict()) for match, said in matches if match), None)
        if told is not None:
            found.append(told)
    return found


def _next_part(before: Step, after: Step) -> Transition:
    """From one part of an arm to the next; of stages, on what condition."""
    of_stages = before.phase == after.phase == patterns.STAGE_OF_ARM
    condition = ", and ".join(_leads(after.quote or "")) if of_stages else ""
    return Transition(
        source=before.key,
        target=after.key,
        origin="derived",
        quote=after.quote,
        condition=condition or None,
    )


def _end(group: _Group) -> tuple[str, str] | None:
    """What ends a treatment, as far as it is one of the events we know, and the words for it."""
    found = list(patterns.ENDS.finditer(group.text))
    if len({match[1] for match in found}) != 1:
        return None
    named = re.split(r",|\bor\b|\band\b|\bwhichever\b.*", found[0][1].lower())
    events = [_event(words) for words in named if words.strip()]
    if not any(events):
        return None
    told = list(dict.fromkeys(event or "another reason" for event in events))
    said = " or ".join(filter(None, (", ".join(told[:-1]), told[-1])))
    return said, found[0][0].strip()


def _event(words: str) -> str | None:
    return next((said for event, said in patterns.EVENTS.items() if re.search(event, words)), None)


def _telling_sentence(text: str) -> str:
    """The sentence that says who comes here, else the first, word for word as in the text."""
    found = [match[0] for match in patterns.SENTENCE.finditer(text.strip())]
    telling = (said for said in found if patterns.CROSSOVER.search(said) or _leads(said))
    return next(telling, found[0] if found else "")


def _add_follow_up(
    steps: list[Step],
    transitions: list[Transition],
    study: Study,
    gate: str,
    told_ends: Mapping[str, tuple[str, str]],
) -> None:
    """Add a follow-up where the study's description names such a phase; after each way's end."""
    description = study.protocol_section.description_module
    text = f"{description.detailed_description or ''}\n{description.brief_summary or ''}"
    clauses = (
        clause for clause in patterns.CLAUSE.finditer(text) if patterns.FOLLOW_UP.search(clause[0])
    )
    quote = next((clause[0].strip() for clause in clauses if _happens(clause)), None)
    if quote is None:
        return
    leaving = [step.key for step in steps if step.kind in ("arm", "later", "period")]
    # Within a sequence only its last period ends the treatment.
    within = {t.source for t in transitions if t.target in leaving and not t.optional}
    ends = [key for key in leaving if key not in within] or [gate]
    steps.append(
        Step(
            key="follow-up",
            kind="follow_up",
            title="Follow-up",
            phase="Follow-up",
            origin="derived",
            quote=quote,
        )
    )
    for key in ends:
        condition, words = told_ends.get("-".join(key.split("-")[:2]), (None, quote))
        transitions.append(
            Transition(
                source=key, target="follow-up", origin="derived", quote=words, condition=condition
            )
        )


def _happens(clause: re.Match[str]) -> bool:
    """Whether a sentence says that people come to a follow-up, or that the study has one."""
    start = clause.string.rfind(".", 0, clause.start()) + 1
    found = patterns.FOLLOW_UP.finditer(clause.string, clause.start(), clause.end())
    for named in itertools.islice(found, patterns.MOST_NAMED):
        begin = max(start, named.start() - patterns.LONGEST_SAID)
        said = f"{clause.string[begin : named.start()]}follow-up"
        if patterns.ELSEWHERE.search(said) or patterns.NO_FOLLOW_UP.search(said):
            continue
        if patterns.INTO_FOLLOW_UP.search(said) or patterns.OF_STUDY_PARTS.search(said):
            return True
    return False


def _remarks(
    study: Study, starting: tuple[_Group, ...], later: tuple[_Group, ...]
) -> tuple[str, ...]:
    model = study.protocol_section.design_module.design_info.intervention_model
    remarks = []
    if not study.arm_groups:
        remarks.append("The record lists no arm groups.")
    if model == "SEQUENTIAL" and len(starting) > 1:
        remarks.append(
            "Sequential: groups open one after another, when earlier ones reach a milestone. "
            "The record has no field for their order."
        )
    if model == "CROSSOVER" and not later and not any(_periods(group) for group in starting):
        ordered = any(patterns.ORDER.search(f"{group.label}. {group.text}") for group in starting)
        unsaid = "" if ordered else " The groups do not state the order."
        remarks.append(f"Cross-over: participants get more than one of these in turn.{unsaid}")
    if model == "FACTORIAL":
        remarks.append("Factorial: each group is one combination of the factors that are compared.")
    return tuple(remarks)
