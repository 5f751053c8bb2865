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
from typing import Final

from data.flow.model import Flow, Step, Transition
from data.study import ArmGroup, DesignInfo, Study
from data.vocabulary import ARM_TYPE, bare_name

_LATER_LABEL: Final = re.compile(
    r"re-?treat(?:ment|ed)?\b|post-?progression|after (?:disease )?progression|\broll-?over\b"
    r"|cross(?:ed)?[- ]?over (?:to|phase|period|arm|group|treatment)\b|\bcross(?:ed)? over to\b"
    r"|(?:open[- ]label|long[- ]term|treatment|safety)[- ]extension"
    r"|extension (?:phase|period|study|arm|part|cohort|treatment)"
    # Alone or set off: `Knee extension` is an exercise.
    r"|^\W*extension\s*(?:[:(–-]|$)|(?:[(:,–]\s*|\s-\s*)extension\s*(?:\)|$)"
    r"|open[- ]label (?:phase|period|part)"
    r"|\b(?:OLE|LTE)\b"
    # `Maintenance therapy` is as often what participants are randomised to.
    r"|(?:maintenance|continuation|consolidation) (?:phase|period)"
    r"|^\W*(?:year|period) (?:[2-9]|I{2,3})\b|\blong[- ]term follow-?up\b|^\W*follow-?up\b"
    # `Rescue: Drug X`, `Rescue arm`; not `Rescue analgesia`, which may be what is compared.
    r"|^\W*rescue\s*(?:[:(–-]|\W*$|(?:arm|group|cohort|phase|period)\b)",
    re.IGNORECASE,
)
_OPEN_LABEL: Final = re.compile(r"\bopen[- ]label\b", re.IGNORECASE)
# Beside a part that is blinded, what is open-label is another part of the study, not another arm.
_OPEN_PART: Final = re.compile(r"^\W*open[- ]label\b", re.IGNORECASE)
_BLINDED_PART: Final = re.compile(r"^\W*(?:double|single|triple)[- ]blind(?:ed)?\b", re.IGNORECASE)
_AFTER_CORE: Final = re.compile(
    r"\b(?:after|following|upon|complet\w+|from)\b[^.]{0,60}\b(?:double-?blind|blinded|core|"
    r"randomi[sz]ed|placebo-controlled|main|feeder|parent)\b",
    re.IGNORECASE,
)
# What comes before chance assigns anybody.
_RUN_IN: Final = re.compile(
    r"\b(?:run|lead)-?\s?in\b|\bpre-?randomi[sz]ation\b|\bscreening (?:phase|period)\b",
    re.IGNORECASE,
)
_PEOPLE: Final = r"(?:participants|patients|subjects|individuals|those|volunteers)"
# What is completed here: `completed chemotherapy` was before the study.
_OF_STUDY: Final = (
    r"(?:(?:the|their|its|this|an?|all|at least|up to|first|initial) )*(?:[\w-]+ ){0,3}?"
    r"(?:study|trial|protocol|part|phase|stage|period|core|treatments?|weeks?|days?|months?|visits?|"
    r"cycles?|arm|group|cross-?over|double-?blind|NCT\d+)\b"
)
_LATER_DESCRIPTION: Final = re.compile(
    rf"^\W*(?:all |eligible |the )*{_PEOPLE}\b[^.]{{0,160}}?\b"
    r"(?:(?:who|that|having|and) (?:have |had |has )?(?:\w+ ){0,3}?"
    rf"(?:(?:complet(?:ed|e|es)|finish(?:ed|es)?) {_OF_STUDY}|crossed over|rolled over|"
    r"(?:progress(?:ed)?|relapsed)\b(?![^.]*\b(?:prior|previous\w*|on or after|lines?)\b))|"
    rf"(?:completing|finishing) {_OF_STUDY}|(?:may|will|can) (?:cross|roll) ?-?over\b)"
    rf"|^\W*after (?:the )?(?:\w+ ){{0,3}}?(?:week|month|day|visit) \d+,? (?:all )?{_PEOPLE}\b"
    # Who has not responded within the study: `Non-responders at week 16`.
    r"|^\W*(?:all |the )*(?:(?:(?:non|partial|inadequate|incomplete)[- ]?)?responders|"
    rf"{_PEOPLE} (?:who|that|with) (?:\w+ ){{0,4}}?(?:respon\w+|improv\w+|remission))\b"
    r"[^.]{0,60}?"
    r"\b(?:at|by|after|until|within) (?:the )?(?:end of )?(?:study )?"
    r"(?:weeks?|months?|days?|visit|cycle|\d+ (?:weeks|months|days))\b",
    re.IGNORECASE,
)
_CHANCE: Final = re.compile(r"\b(?:are|will be|were|be) randomi[sz]ed\b", re.IGNORECASE)
_OPTIONAL: Final = re.compile(
    r"\boptional(?:ly)?\b|\bcould receive\b|\bmay (?:receive|cross|enter|roll)", re.IGNORECASE
)
_COMPLETED: Final = "completed the phase before"
# What leads to a later phase, in the order in which it is asked; of one kind the first that fits.
_LEADS: Final = (
    {
        rf"\b(?:{_PEOPLE}|who|and|if)\b[^.]{{0,40}}?\b(?:not|without|no|never|free of) "
        r"(?:[\w-]+ ){0,2}progress": "not progressed",
        r"progressed (?:for )?(?:the |a )?second|second progression": "progressed a second time",
        r"\b(?:who|and|had|have|after|post|upon|following)[- ](?:\w+ )?progress": "progressed",
    },
    {
        r"\b(?:because of|due to|owing to|after|for) (?:an? )?"
        r"(?:unacceptable|intolerable|limiting) toxicit": "treatment stopped for toxicity",
    },
    {
        r"\b(?:after|following|complet\w+(?: of)?) (?:complet\w+ (?:of )?)?"
        r"(?P<number>[2-9]|\d\d|two|three|four|five|six|eight|ten|twelve) "
        r"(?:[\w-]+ )?(?P<of>cycle|course)s\b": "{number} {of}s completed",
        r"\b(?:who|after|upon|having|following) (?:\w+ )?complet(?:ed|ing|ion)": _COMPLETED,
    },
)
# What ends a treatment.
_ENDS: Final = re.compile(r"\b(?:until|in the absence of)\b([^.;]*)", re.IGNORECASE)
_EVENTS: Final = {
    r"progress": "disease progression",
    r"toxic|intoleran": "unacceptable toxicity",
    r"relaps|recurr": "relapse",
    r"\bdeath|\bdied?\b": "death",
    r"withdraw": "withdrawal",
    r"new (?:anti-?)?\s?(?:cancer|tumou?r|\w*therapy)": "new treatment",
}
# Parts of one arm, as registries head them: `INDUCTION THERAPY: …`.
_STAGE: Final = (
    r"(?:re-?)?(?:induction|consolidation|intensification|maintenance)"
    r"(?: (?:therapy|treatment|phase|period|chemotherapy|immunotherapy|course))*"
)
_SENTENCE: Final = re.compile(r"\S.*?(?:[.;](?=\s)|$)", re.DOTALL)
_STAGE_OF_ARM: Final = "Stage of the arm"
_HEADED: Final = re.compile(
    rf"(?:^|(?<=[.\n;]))\s*({_STAGE})\s*(?:\([^()]{{0,40}}\))?\s*:", re.IGNORECASE
)
_STAGE_AFTER: Final = re.compile(
    rf"\b({_STAGE})\b(?:(?!\bor\b)[^.])*?\b(?:followed by|then) "
    rf"(?:(?!\bor\b)[^.])*?\b({_STAGE})\b[^.]*",
    re.IGNORECASE,
)
_CRITERIA: Final = re.compile(r"met (?:the )?([\w-]+ )?eligibility criteria", re.IGNORECASE)
_ELIGIBLE: Final = re.compile(r"\beligib\w+|\bcriteria\b", re.IGNORECASE)
_CROSSOVER: Final = re.compile(r"cross(?:ed|es)?[- ]?over|crossing over", re.IGNORECASE)
_RETREATMENT: Final = re.compile(r"re-?treat", re.IGNORECASE)
# Everyone may get something without everyone coming here: only who moves on is meant.
_MOVES_ON: Final = (
    r"(?:(?:who|that|having|and|after|upon|will|have|had) (?:\w+ ){0,2}?complet(?:e|ed|ing)|"
    rf"complet(?:ing|ion of) {_OF_STUDY}|"
    r"cross(?:ed|ing)?[- ]?over|roll(?:ed|ing)?[- ]?over|enter(?:ed|ing)?|"
    r"(?:continue|proceed|switch|transition|move|progress)(?:d|ed)? (?:on |in)?to|"
    r"(?:offered|invited|eligible))\b"
)
_EVERYONE: Final = re.compile(
    rf"\ball {_PEOPLE}\b[^.]{{0,80}}?\b{_MOVES_ON}"
    rf"|\b(?:both|all|either|any|each)(?: of the)? (?:\w+ )?(?:arms?|groups?)\b"
    rf"[^.]{{0,80}}?\b{_MOVES_ON}"
    rf"|\b(?:from|in|of) (?:all {_PEOPLE}|(?:both|all|either|any|each)(?: of the)? (?:\w+ )?"
    r"(?:arms?|groups?))\b",
    re.IGNORECASE,
)
# Before a name: `will receive …`, `switch to …`; and `who received …`, which was before.
_GIVE: Final = (
    r"(?:receiv\w+|given|offered|get|administered|treated with|treatment with|on|start\w*|"
    r"initiat\w*|take|taking|continu\w+(?: with)?|"
    r"(?:switch|cross|convert|transition|chang|mov)\w*(?:[- ]?over)? (?:on|in)?to)"
)
_GIVEN_HERE: Final = re.compile(rf"\b{_GIVE}\s+(?:[\w-]+ ){{0,2}}$", re.IGNORECASE)
_GIVEN_BEFORE: Final = re.compile(
    r"\b(?:who|that|previously|originally|initially|had|having|were|while)\s+"
    r"(?:(?:were|was|had|have|previously|originally|initially|been) ){0,3}"
    r"(?:receiv\w+|given|administered|treated with|on|taking)\s+(?:\w+ ){0,2}$",
    re.IGNORECASE,
)
_CODE: Final = re.compile(
    r"\b(?:arm|group|cohort|part|stage|phase) ([a-z]?\d{1,2}[a-z]?|[a-z])\b", re.IGNORECASE
)
_FOLLOW_UP: Final = re.compile(r"\bfollow-?up (?:phase|period)", re.IGNORECASE)
_CLAUSE: Final = re.compile(r"[^.;,]+")
# Only where people come to a follow-up, or the study has one as a part; a sentence about what is
# counted over a follow-up says neither. Each ends where the follow-up is named.
_PHASE: Final = (
    r"(?:screening|treatment|run-?in|lead-?in|maintenance|blind(?:ed)?|induction|extension|wash-?out|"
    r"intervention|vaccination|observation|dosing|open[- ]label|randomi[sz]ation)"
)
_MEASURED: Final = (
    r"(?:assess|measur|monitor|record|evaluat|compar|chang|collect|analy|events?\b|during|over\b|"
    r"throughout|across|within|until)"
)
_WITHOUT_MEASURE: Final = rf"(?:(?!\b{_MEASURED})[^.;])"
_INTO_FOLLOW_UP: Final = re.compile(
    rf"(?:{_PEOPLE}|every(?:body|one)|they|all|who|children|infants|women|men|people|persons?|"
    r"participant|patient|subject|individual|volunteer)\b[^.;]{0,80}?\b(?:"
    r"enter(?:s|ed|ing)?\b[^.;]{0,60}"
    r"|(?:are|is|were|was|be|being) followed\b[^.;]{0,60}"
    r"|(?:continu|proceed|mov|transition|go|progress|advanc|pass|roll|switch|remain|stay)\w*"
    r" (?:over )?(?:on )?(?:in|to|into|with)\b[^.;]{0,40}"
    r"|(?:ha[sd]|have|undergo|complete|attend)\w* (?:an?|the) (?:[\w-]+ ){0,4})follow-?up$",
    re.IGNORECASE,
)
_OF_STUDY_PARTS: Final = re.compile(
    rf"\b(?:(?:consist|compris|compos|divid|split)\w*|followed by|"
    rf"(?:study|trial|protocol|participation|it)\b{_WITHOUT_MEASURE}{{0,60}}?\b(?:includ\w*|ha[sd]|have|"
    rf"contain\w*|involv\w*)|there (?:is|was|were|are|will be))\b"
    rf"{_WITHOUT_MEASURE}{{0,250}}?\bfollow-?up$"
    # A list of periods, as far as the sentence measures nothing in them.
    rf"|^{_WITHOUT_MEASURE}{{0,250}}?\b{_PHASE} (?:phase|period)s?\b"
    rf"{_WITHOUT_MEASURE}{{0,250}}?\bfollow-?up$",
    re.IGNORECASE,
)
_LONGEST_SAID: Final = 600  # signs of a sentence that are looked at, back from the follow-up
_MOST_NAMED: Final = 5  # in one clause
# What is told of another study, or only expected; and what is a share of those who enter.
_ELSEWHERE: Final = re.compile(
    r"\b(?:previous|earlier|parent|prior|other|another|published) (?:[\w-]+ ){0,2}(?:stud|trial)\w*"
    r"|\bhypothes\w+|\bexpect\w*|\b(?:proportion|percentage|number|rate|incidence|share) of\b|"
    r"\bdefined as\b",
    re.IGNORECASE,
)
_NO_FOLLOW_UP: Final = re.compile(r"\b(?:no|not|without|none)\b", re.IGNORECASE)
# By its name. `Observation arm` is none: it is what the other arm is compared with.
_NAMED_NOT_RANDOMISED: Final = re.compile(
    r"\b(?:non|not)[- ]?randomi[sz]ed\b|\bobservational cohort\b|\bhealthy controls?\b"
    r"|\bscreen(?:ing)? failures?\b|\bregistry (?:arm|group|cohort)\b|^\W*registry\W*$"
    r"|^\W*(?:healthy|normal) (?:volunteers?|subjects?|participants?)"
    r"(?: (?:arm|group|cohort))?\W*$"
    r"|\bopen[- ]label (?:[\w-]+ )?cohort\b|\bsingle[- ]arm\b|\bpreference (?:arm|group|cohort)\b"
    r"|\bphase (?:1|I)[ab]?\b[^.]*\bdose[- ](?:escalation|finding)\b"
    r"|\bdose[- ](?:escalation|finding)\b[^.]*\b(?:phase\b|period\b|part\b|cohorts?\b|stage\b)"
    r"|^\W*dose[- ](?:escalation|finding)\W*$"
    r"|^\W*(?:(?:family|informal) )?(?:care ?givers?|carers?|family members)"
    r"(?: (?:arm|group|cohort))?\W*$",
    re.IGNORECASE,
)
_TOLD_NOT_RANDOMISED: Final = re.compile(
    r"\b(?:are|is|were|was|be|been|being) not (?:be |been |being )?randomi[sz]ed\b"
    r"|\bnot be randomi[sz]ed\b|\b(?:non|not)[- ]?randomi[sz]ed\b(?! (?:to|into|in|\d))"
    r"|\b(?:declin|refus)\w+ (?:to be )?randomi[sz]\w+|\bsingle[- ]arm\b"
    rf"|\b(?:{_PEOPLE}|who) (?:may |can |will |could |are free to |freely )*"
    r"(?:choose|chose|select|selected|prefer) "
    r"(?:(?:their|the|a|which|what|own|preferred|one|of|study) ){0,4}?"
    r"(?:treatments?|therap(?:y|ies)|arms?|groups?|interventions?)\b",
    re.IGNORECASE,
)
_TOLD_RANDOMISED: Final = re.compile(
    r"(?<!not )(?<!not be )(?<!non-)\brandomi[sz]ed (?:to|into|in|\d)|\brandomly\b", re.IGNORECASE
)
# Anything that may state an order: then it is not said that none is stated.
_ORDER: Final = re.compile(
    r"\b(?:first|second|then|followed by|afterwards?|subsequent\w*|prior to|sequences?)\b"
    r"|→|->|\b(?:period|visit|phase|session|treatment|step|stage|week|day|month)s? ?(?:\d|I{1,3}\b)"
    r"|\b(?-i:[A-D]{2,4})\b|\b(?:starts?|begins?|ends?) with\b|\b(?:immediate|delayed|deferred)\b"
    # `Drug before Placebo`, `A to B`, `A / B`, `A - B`, `A-B`: as far as a label says nothing else.
    r"|^\W*(?!(?:arm|group|cohort)\b)[\w ]{1,40}?"
    r"(?: before | to | [/–—>-] |(?<=\b(?-i:[A-Z]))-(?=(?-i:[A-Z])\b))[\w ]{1,40}\.",
    re.IGNORECASE,
)
_PERIOD: Final = re.compile(r"\b(period|stage|step) ?(\d)\s*[:–-]\s*", re.IGNORECASE)
_THEN: Final = re.compile(
    r"\s*[,;]?\s+(?:and )?(?:followed by|then)\s+|\s*(?:→|->)\s*", re.IGNORECASE
)
# Where a new period is announced at the end of the one before, that is no part of what is given.
_ANNOUNCEMENT: Final = re.compile(
    rf"\s*{_PEOPLE} will then cross-?over to (?:period|stage|step) \d\s*\.?\s*$", re.IGNORECASE
)
_AND_AT_END: Final = re.compile(r"[\s,;]+(?:and|then|and then)[\s,;]*$", re.IGNORECASE)
_WASH_OUT: Final = re.compile(r"\bwash(?:ed)?[- ]?out\b", re.IGNORECASE)
_ASSIGNED: Final = re.compile(
    rf"^{_PEOPLE} (?:are |were |will be )?(?:assigned|randomi[sz]ed) to ", re.IGNORECASE
)
_TYPE_WORDS: Final = {
    "EXPERIMENTAL": (
        "experimental arm",
        "experimental group",
        "investigational arm",
        "treatment arm",
    ),
    "ACTIVE_COMPARATOR": (
        "active comparator arm",
        "active comparator",
        "comparator arm",
        "control arm",
    ),
    "PLACEBO_COMPARATOR": ("placebo arm", "placebo group", "control arm", "placebo comparator"),
    "NO_INTERVENTION": ("control arm", "control group"),
    "SHAM_COMPARATOR": ("sham arm", "sham group", "control arm"),
}


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
    steps, transitions = (
        list(head),
        [Transition(source=a.key, target=b.key) for a, b in itertools.pairwise(head)],
    )
    for group in starting:
        chain = _chain(group, design.design_info)
        steps += chain
        source = gate if group.key in allocated else head[0].key
        transitions += [Transition(source=source, target=chain[0].key)]
        transitions += [
            Transition(
                source=a.key, target=b.key, origin="derived", quote=b.quote,
                condition=_into_stage(b) if a.phase == b.phase == _STAGE_OF_ARM else None,
            )
            for a, b in itertools.pairwise(chain)
        ]  # fmt: skip
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
    blinded = any(_BLINDED_PART.search(group.label) for group in groups)
    found = tuple(
        group for group in groups if _comes_later(group) or (blinded and _is_open_part(group))
    )
    return found if len(found) < len(groups) else ()


def _comes_later(group: _Group) -> bool:
    if _RUN_IN.search(group.label):
        return False
    if _OPEN_LABEL.search(group.label) and _AFTER_CORE.search(group.text):
        return True
    if _LATER_LABEL.search(group.label):
        return True
    return bool(_LATER_DESCRIPTION.search(group.text)) and not _CHANCE.search(group.text)


def _is_open_part(group: _Group) -> bool:
    if not _OPEN_PART.search(group.label) or _RUN_IN.search(f"{group.label}. {group.text}"):
        return False
    return not (_CHANCE.search(group.text) or _TOLD_RANDOMISED.search(group.text))


def _allocated(starting: tuple[_Group, ...]) -> tuple[_Group, ...]:
    """The groups that are allocated to: all whose words do not say plainly that they are not.

    Between fewer than two nothing is allocated: then the words are not trusted, but the record's
    field for the allocation is.
    """
    found = tuple(group for group in starting if not _is_outside_allocation(group))
    return found if len(found) > 1 else starting


def _is_outside_allocation(group: _Group) -> bool:
    if _NAMED_NOT_RANDOMISED.search(group.label) or _RUN_IN.search(group.label):
        return True
    told = _TOLD_NOT_RANDOMISED.search(group.text)
    return bool(told) and not _TOLD_RANDOMISED.search(group.text)


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
    marks = list(_HEADED.finditer(group.text))
    if len(marks) > 1:
        ends = [mark.start() for mark in marks[1:]] + [len(group.text)]
        whole = [
            group.text[mark.start() : end].strip() for mark, end in zip(marks, ends, strict=True)
        ]
        named = [(mark[1].capitalize(), words) for mark, words in zip(marks, whole, strict=True)]
    elif after := _STAGE_AFTER.search(group.text):
        named = [(after[1].capitalize(), after[0]), (after[2].capitalize(), after[0])]
    else:
        return []
    return [(_STAGE_OF_ARM, name, words) for name, words in named]


def _periods(group: _Group) -> list[tuple[str, str, str]]:
    """The periods of a sequence: `Period 1: …` in the text, or `… followed by …` in the label."""
    marks = list(_PERIOD.finditer(group.text))
    if len(marks) > 1 and [int(mark[2]) for mark in marks] == list(range(1, len(marks) + 1)):
        ends = [mark.start() for mark in marks[1:]] + [len(group.text)]
        found = []
        for mark, end in zip(marks, ends, strict=True):
            whole = group.text[mark.start() : end].strip()
            given = _ANNOUNCEMENT.sub("", group.text[mark.end() : end])
            what = _AND_AT_END.sub("", _ASSIGNED.sub("", given)).strip(" ,;")
            found.append((f"{mark[1].capitalize()} {mark[2]}", what or whole, whole))
        return found
    label = re.sub(r"^\s*\w{1,2}\s*:\s*|\s*\((?:arm|group|sequence) \w{1,2}\)\s*$", "", group.label,
                   flags=re.IGNORECASE)  # fmt: skip
    parts = [part.strip(" ,;") for part in _THEN.split(label)]
    if len(parts) < 2 or not all(parts):
        return []
    treatments = itertools.count(1)
    return [
        (
            "Wash-out" if _WASH_OUT.search(part) else f"Treatment {next(treatments)}",
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
        optional = bool(_OPTIONAL.search(group.label) or _OPTIONAL.search(group.text))
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
    if _is_retreatment(group) and _CROSSOVER.search(words):
        crossed = [other for other in others if _is_crossover(other)]
        return tuple(crossed) if len(crossed) == 1 else ()
    by_code = _by_code(group, starting)
    if by_code:
        return by_code
    by_type = [other for other in starting if _mentions_type(group.text, other, starting)]
    if len(by_type) == 1:
        return tuple(by_type)
    if _EVERYONE.search(group.text):
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
        not _GIVEN_HERE.search(text, 0, found.start())
        or _GIVEN_BEFORE.search(text, 0, found.start())
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
    codes = {match[0].lower() for match in _CODE.finditer(group.text)}
    found = [
        other
        for other in starting
        if any(match[0].lower() in codes for match in _CODE.finditer(other.label))
    ]
    return tuple(found) if len(found) == 1 else ()


def _mentions_type(text: str, other: _Group, starting: tuple[_Group, ...]) -> bool:
    if sum(1 for group in starting if group.type == other.type) != 1:
        return False
    return any(words in text.lower() for words in _TYPE_WORDS.get(other.type or "", ()))


def _only_its_drug(text: str, other: _Group, starting: tuple[_Group, ...]) -> bool:
    elsewhere = {drug for group in starting if group is not other for drug in group.drugs}
    own = set(other.drugs) - elsewhere
    received = re.search(r"\breceived ([^.]*)", text, re.IGNORECASE)
    return bool(received) and any(_names(received[1], drug) for drug in own) if received else False


def _is_retreatment(group: _Group) -> bool:
    return _RETREATMENT.search(group.label) is not None


def _is_crossover(group: _Group) -> bool:
    return _CROSSOVER.search(group.label) is not None and not _is_retreatment(group)


def _phase(group: _Group) -> str:
    if _is_retreatment(group):
        return "Re-treatment"
    if _is_crossover(group):
        return "Cross-over"
    if re.search(r"extension|\b(?:OLE|LTE)\b", group.label, re.IGNORECASE):
        return "Extension"
    return "Open-label part" if _OPEN_LABEL.search(group.label) else "Later phase"


def _condition(group: _Group) -> str | None:
    """The condition in a few words, only as far as the wording states one."""
    parts = _leads(f"{group.label}. {group.text}")
    if met := _CRITERIA.search(group.text):
        parts.append(f"{met[1] or ''}eligibility criteria met".strip())
    elif _ELIGIBLE.search(group.text):
        parts.append("eligible")
    return ", and ".join(parts) or None


def _leads(text: str) -> list[str]:
    """What the words say leads to a phase: of each kind the first that they name."""
    text = _ENDS.sub("", text)  # what ends it
    found = []
    for kind in _LEADS:
        matches = ((re.search(words, text, re.IGNORECASE), said) for words, said in kind.items())
        told = next((said.format(**match.groupdict()) for match, said in matches if match), None)
        if told is not None:
            found.append(told)
    return found


def _into_stage(stage: Step) -> str | None:
    return ", and ".join(_leads(stage.quote or "")) or None


def _end(group: _Group) -> tuple[str, str] | None:
    """What ends a treatment, as far as it is one of the events we know, and the words for it."""
    found = list(_ENDS.finditer(group.text))
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
    return next((said for event, said in _EVENTS.items() if re.search(event, words)), None)


def _telling_sentence(text: str) -> str:
    """The sentence that says who comes here, else the first, word for word as in the text."""
    found = [match[0] for match in _SENTENCE.finditer(text.strip())]
    telling = (said for said in found if _CROSSOVER.search(said) or _leads(said))
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
    clauses = (clause for clause in _CLAUSE.finditer(text) if _FOLLOW_UP.search(clause[0]))
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
    found = _FOLLOW_UP.finditer(clause.string, clause.start(), clause.end())
    for named in itertools.islice(found, _MOST_NAMED):
        begin = max(start, named.start() - _LONGEST_SAID)
        said = f"{clause.string[begin : named.start()]}follow-up"
        if _ELSEWHERE.search(said) or _NO_FOLLOW_UP.search(said):
            continue
        if _INTO_FOLLOW_UP.search(said) or _OF_STUDY_PARTS.search(said):
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
        ordered = any(_ORDER.search(f"{group.label}. {group.text}") for group in starting)
        unsaid = "" if ordered else " The groups do not state the order."
        remarks.append(f"Cross-over: participants get more than one of these in turn.{unsaid}")
    if model == "FACTORIAL":
        remarks.append("Factorial: each group is one combination of the factors that are compared.")
    return tuple(remarks)
