"""Criteria described for the component that draws them, as rows or as cards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from components import readings
from components import session as record
from components.eligibility import session
from components.eligibility.drafts import asked_with_it, draft_foot, sentence_parts
from components.eligibility.words import STATES
from components.explained import explained_parts
from components.plain import is_plain
from data.annotations.eligibility import CitedNote, Fact
from data.criteria.kind import CriterionKind
from data.eligibility import (
    OPEN,
    PASSES,
    AssessedCriterion,
    Checklist,
    Criterion,
    State,
    settable,
)
from data.eligibility.answers import NOT_YET, answer_in_words
from data.eligibility.answers_file import MAX_REASON
from data.eligibility.asking import is_asked, is_ruled_out
from data.eligibility.calculators import Calculator, asked_with_calculators, calculator_of
from data.eligibility.checklist import group_facts
from data.eligibility.dependence import brought_up
from data.eligibility.other_units import in_other_units, unit_questions
from data.eligibility.reasons import Reason, dispute, why
from data.eligibility.thresholds import limits
from data.eligibility.units_in_use import units_in_use
from data.eligibility.windows import window_sentences
from data.views.drafts import DRAFTED, DraftInfo, draft_info
from data.words import capitalised

_MANY: Final = 3  # questions
_MANY_BY_SENTENCE: Final = 2
_LONG: Final = 50  # characters
_MARKS: Final = {"for": "✓", "against": "✗", "open": "?", "": ""}
_WANTED: Final[Mapping[CriterionKind, str]] = {
    CriterionKind.INCLUSION: "To join, this must be true:",
    CriterionKind.EXCLUSION: "This keeps people from joining:",
    CriterionKind.UNSTATED: "Named without saying whether it is required or rules out:",
}
_WAS_WANTED: Final[Mapping[CriterionKind, str]] = {
    **_WANTED,
    CriterionKind.INCLUSION: "To join, this had to be true:",
    CriterionKind.EXCLUSION: "This kept people from joining:",
}


@dataclass(frozen=True)
class Plan:
    """What the criteria of a checklist ask, whoever it is worked through for.

    Args:
        heads: the lines of the record that introduce several rows on end, by each of those.
        facts: all that is asked, by id.
        homes: the name of the criterion that asks a fact, the first that needs it, by the fact;
            what is asked above all criteria is not among them.
        brought_up: the facts that matter only after an answer to another, by that one.
    """

    heads: Mapping[str, str]
    facts: Mapping[str, Fact]
    homes: Mapping[str, Criterion]
    brought_up: Mapping[str, tuple[Fact, ...]]


def plan_of(checklist: Checklist) -> Plan:
    """Tell which criterion asks what, each fact once."""
    homes: dict[str, Criterion] = {}
    above = {fact.id for fact in group_facts(checklist)}
    for group in checklist.groups:
        for item in checklist.in_group(group):
            for fact in item.facts:
                if fact not in above:
                    homes.setdefault(fact, item)
    return Plan(
        heads=_heads(checklist),
        facts={fact.id: fact for fact in asked_with_calculators(checklist.facts)},
        homes=homes,
        brought_up=brought_up(checklist.facts),
    )


def _heads(checklist: Checklist) -> dict[str, str]:
    heads: dict[str, str] = {}
    for group in checklist.groups:
        for lead, led in groupby(checklist.in_group(group), _lead):
            ids = [item.id for item in led]
            if lead and len(ids) > 1:
                heads.update(dict.fromkeys(ids, lead))
    return heads


class Describer:
    """Describes criteria as they stand for a person.

    Args:
        plan: what they ask.
        known: where the person stands.
        cards: whether for cards, which show the record's words and whole questions.
    """

    def __init__(self, plan: Plan, known: session.Standing, *, cards: bool) -> None:
        self._plan = plan
        self._known = known
        self._cards = cards
        self._plain = is_plain()
        self._checklist = known.checklist
        self._entered = session.inputs()
        self._assessment = known.assessment
        self._told_on_by = session.told_on_by(known.checklist)
        self._reviewer = readings.known_reviewer()
        self._told = {fact: self._told_of(fact) for fact in plan.facts}

    def _told_of(self, fact: str) -> tuple[Any, ...]:
        """All that is entered for a fact, and what follows from it."""
        assessment = self._assessment
        return (
            self._entered.get(session.key(self._checklist, fact)),
            self._entered.get(session.key(self._checklist, fact, "unit")),
            assessment.values.get(fact),
            assessment.problems.get(fact),
            assessment.derived.get(fact),
            assessment.days.get(fact),
        )

    def made_of(self, item: AssessedCriterion) -> Any:
        """All that the description of a criterion is made of."""
        told = [self._told[fact] for fact in self._told_on_by[item.criterion.id]]
        stands = (item.state, item.open, item.by_hand, item.answered, item.drafted)
        shown = (self._checklist, self._cards, self._plain, self._reviewer)
        return (shown, stands, self._hand_set(item.criterion), told)

    def _hand_set(self, criterion: Criterion) -> dict[str, str]:
        """The state that somebody sets by hand, and the reason, as far as they are entered."""
        return {
            name: self._entered.get(session.key(self._checklist, criterion.id, name)) or ""
            for name in ("state", "reason")
        }

    def row(self, item: AssessedCriterion) -> dict[str, Any]:
        """Describe a criterion: its words, what it asks, where it stands and why."""
        criterion, look = item.criterion, STATES[item.state]
        facts = [self._plan.facts[key] for key in criterion.facts]
        own = [fact for fact in facts if self._is_asked_with(fact, criterion)]
        shown = [self.fact(fact, criterion) for fact in own]
        sentence = _is_sentence(criterion)
        # What introduces several rows stands above them, and not in each.
        head = "" if self._cards else self._plan.heads.get(criterion.id, "")
        lead = f"{_lead(criterion)} " if _lead(criterion) and not head else ""
        drafted = [] if self._cards else _drafted_parts(criterion)
        return {
            "key": criterion.id,
            "name": criterion.name,
            "short": f"{criterion.kind[0].upper()}{criterion.number}" if criterion.number else "",
            "head": head,
            # In a row that is answered as a sentence, the sentence.
            "label": f"{lead}{criterion.text}" if sentence and not self._cards else criterion.label,
            # On a card whose words stand below, they need no name.
            "named": bool(criterion.plain) and not self._plain,
            "parts": [*([{"text": lead}] if lead else []), *drafted] if drafted else [],
            "text": self._text(item),
            "state": capitalised(item.state),
            "sign": look.sign,
            "colour": look.colour,
            "look": "pass" if item.state in PASSES else "open" if item.state in OPEN else "fail",
            "hand": self._marks(item),
            "facts": shown,
            # So many questions, or so long an answer, stand on lines of their own.
            "wide": sum(fact.asked_if is None for fact in own)
            >= (_MANY_BY_SENTENCE if sentence else _MANY)
            or any(len(words) > _LONG for one in shown for _, words in one["choices"]),
            "sentence": sentence,
            "later": [one["label"] for one in shown if one["hidden"] and not self._cards],
            "said": [*self._disputed(item), *self._said(criterion, facts)],
            "drafted": criterion.draft is not None and not self._plain,
            "card": {**self._card(item), **self._hand_set(criterion)},
        }

    def _is_asked_with(self, fact: Fact, criterion: Criterion) -> bool:
        home = self._plan.homes.get(fact.id)
        return home is not None and home.id == criterion.id

    def _text(self, item: AssessedCriterion) -> dict[str, Any]:
        """The record's words, or for patients plain ones in their place, whose terms open."""
        criterion = item.criterion
        plain = criterion.plain if self._plain else None
        verbatim = [criterion.text, *(note.quote for note in criterion.notes if note.quote)]
        drafted = self._cards and not self._plain and criterion.draft
        return {
            "wanted": self._wanted(criterion),
            "lead": [] if plain else self._parts(criterion.lead_in or ""),
            "parts": _drafted_parts(criterion) if drafted else self._parts(plain or criterion.text),
            "says": [self._parts(text) for text in verbatim] if plain else [],
            "foot": draft_foot(criterion, item.drafted) if drafted else "",
        }

    def _parts(self, text: str) -> list[dict[str, Any]]:
        return explained_parts(text) if self._plain else [{"text": text}]

    def _wanted(self, criterion: Criterion) -> str:
        # In plain words, an exclusion criterion says itself that it excludes.
        if not self._plain or (criterion.plain and criterion.kind == CriterionKind.EXCLUSION):
            return ""
        return (_WAS_WANTED if session.is_past(self._checklist) else _WANTED)[criterion.kind]

    def _marks(self, item: AssessedCriterion) -> str:
        """What stands beside a state: that it was set by hand, that nobody has reviewed it."""
        marks = []
        if item.by_hand:
            against = f", against its answer “{item.answered}”" if item.against_answer else ""
            marks.append(f"set by hand{against}")
        if item.criterion.draft:
            marks.append(capitalised(DRAFTED))
        elif self._cards and _is_sentence(item.criterion):
            marks.append("Not reviewed")
        return " · ".join(marks)

    def _disputed(self, item: AssessedCriterion) -> list[tuple[str, bool]]:
        """Where the record disagrees with itself, each line with whether it warns."""
        criterion = item.criterion
        told = dispute(criterion) if item.state in OPEN else None
        # That a field is denied by a sentence is said before anybody answers.
        if told and (self._cards or item.state is State.DISPUTED or not criterion.number):
            # What was published stands beside the two statements of the record.
            published = [(_note(note), False) for note in criterion.notes if note.citation]
            return [(capitalised(told), True), *(published if self._cards else [])]
        return []

    def _said(self, criterion: Criterion, facts: list[Fact]) -> list[tuple[str, bool]]:
        """What is known of the facts of a criterion, each line with whether it warns."""
        values, days = self._assessment.values, self._assessment.days
        lines = [
            (self._asked_elsewhere(fact), False)
            for fact in facts
            if not self._is_asked_with(fact, criterion)
        ]
        for fact in facts:
            for other in in_other_units(criterion, fact, values):
                source = f" ({other.source})" if self._cards and other.source else ""
                lines.append((f"{other.text}{source}", other.disagrees))
            lines += [(asked, True) for asked in unit_questions(criterion, fact, values)]
            if fact.id in days:
                told = window_sentences(criterion, fact, days[fact.id])
                lines += [(window, False) for window in told]
        return lines

    def _asked_elsewhere(self, fact: Fact) -> str:
        told = f"{fact.label}: {answer_in_words(fact, self._assessment.values)}"
        if not self._cards:
            return told
        home = self._plan.homes.get(fact.id)
        return f"{told} (asked {f'with {home.name.lower()}' if home else 'above all criteria'})"

    def fact(self, fact: Fact, criterion: Criterion | None = None) -> dict[str, Any]:
        """Describe what is asked, what is entered, and what is to be said of it.

        Args:
            fact: what is asked.
            criterion: that asks it, if it is one.
        """
        value, unit, *_ = self._told[fact.id]
        values = self._assessment.values
        given = fact.id in self._known.answers
        # What is answered by hand has the criterion's own words beside it.
        by_hand = criterion and _is_sentence(criterion)
        question = _question(fact, plain=self._plain)
        calculated = calculator_of(fact)
        choices = _choices(fact)
        return {
            "key": fact.id,
            "label": question if self._cards else fact.question if by_hand else fact.label,
            "question": question,
            "help": self._help(fact),
            "takes": _takes(fact) if self._cards else "",
            "unit": "" if self._cards else _one_unit(fact),
            "units": [unit.unit for unit in fact.units] if fact.asks_unit else [],
            "chosen": unit or "",
            "choices": choices,
            "takesDay": fact.kind == "date" or bool(fact.counted_to),
            "value": "" if value is None or value == session.UNKNOWN else value,
            "problem": session.refused(self._checklist, fact)
            or self._assessment.problems.get(fact.id, ""),
            "follows": self._follows(fact, given=given),
            "limits": limits(criterion, fact) if criterion and not self._cards else "",
            "hidden": not given and self._is_left_out(fact),
            "opens": {word: self._opened(fact, word) for word, _ in choices},
            "tool": calculated and self._tool(calculated, values),
        }

    def _help(self, fact: Fact) -> str:
        """What is said of a field while somebody is in it."""
        if not self._cards:
            takes = _takes(fact)
            return " ".join(filter(None, (fact.help, takes and f"Takes {takes}.")))
        doctors = f"For a doctor: {fact.question}" if self._plain and fact.plain else ""
        sources = "; ".join(dict.fromkeys(one.source for one in units_in_use(fact)))
        return " ".join(filter(None, (doctors, fact.help or sources)))

    def _is_left_out(self, fact: Fact) -> bool:
        """Whether a question is out of sight: on a card only once it is known not to matter, in a
        row until it is known to; there it comes with the answer before it."""
        if self._cards:
            return is_ruled_out(fact, self._assessment)
        return not is_asked(fact, self._assessment.values)

    def _follows(self, fact: Fact, *, given: bool) -> str:
        """What an answer that nobody gave follows from, or what stands in the place of it."""
        values, result = self._assessment.values, self._assessment.derived.get(fact.id)
        if given and result is not None and values.get(fact.id) != result:
            return f"entered in place of the calculated {result}"
        if not given and fact.id in values:
            told = answer_in_words(fact, values)
            return f"{'calculated' if result else 'follows'}: {told}"
        return ""

    def _tool(self, tool: Calculator, values: Mapping[str, Any]) -> dict[str, Any]:
        used = (self._plan.facts[one] for one in tool.uses if one in self._plan.facts)
        return {
            "name": tool.name,
            "about": [
                tool.formula,
                f"Source: {tool.source}",
                *(f"{one.label}: {answer_in_words(one, values)}" for one in used),
            ],
            "facts": [self.fact(one) for one in tool.facts],
        }

    def _opened(self, fact: Fact, word: str) -> list[str]:
        """What an answer brings up: at once, since Tab goes on before it has come back."""
        plain = {"yes": True, "no": False}.get(word, word) if not fact.choices else word
        values = {**self._assessment.values, fact.id: plain}
        gated = self._plan.brought_up.get(fact.id, ())
        return [one.id for one in gated if is_asked(one, values)]

    def _card(self, item: AssessedCriterion) -> dict[str, Any]:
        criterion = item.criterion
        draft = draft_info(criterion, self._assessment.values)
        return {
            "why": _lines(why(self._checklist, item, self._assessment)),
            "notes": [_note(note) for note in criterion.notes],
            "draft": draft and _drafted(draft),
            # Patients review nothing.
            "reviewer": self._reviewer if draft and not self._plain else None,
            "states": [state.value for state in settable(criterion.kind)],
            "longest": MAX_REASON,
        }


def _is_sentence(criterion: Criterion) -> bool:
    """Whether a criterion is about the whole sentence, since only that can be answered."""
    return bool(criterion.number) and not criterion.reviewed


def _lead(criterion: Criterion) -> str:
    return criterion.lead_in or "" if _is_sentence(criterion) else ""


def _drafted_parts(criterion: Criterion) -> list[dict[str, Any]]:
    """The sentence of a draft in stretches that were understood or not; none of any other."""
    if criterion.draft is None:
        return []
    return [*sentence_parts(criterion.text, criterion.draft.not_understood)]


def _question(fact: Fact, *, plain: bool) -> str:
    """What is asked, with the unit where there is one; for patients in plain words, if somebody
    has written them."""
    asked = (plain and fact.plain) or fact.question
    unit = _one_unit(fact)
    return f"{asked} ({unit})" if unit and unit not in asked else asked


def _one_unit(fact: Fact) -> str:
    return fact.units[0].unit if fact.units and not fact.asks_unit else ""


def _takes(fact: Fact) -> str:
    """Say what the field of a fact takes besides a bare number; empty for nothing."""
    if fact.kind == "date":
        return "such as 2026-09-03 or 3 Sep 2026"
    units = [item.unit for item in fact.units if item.converted and not fact.asks_unit]
    units += [one.unit for one in units_in_use(fact)]
    said = [*filter(None, [_one_unit(fact)]), f"or with {' or '.join(units)}"] if units else []
    if fact.counted_to:
        said.append("or the date")
    if fact.instead:
        said.append(f"or: {fact.instead}")
    return ", ".join(said)


def _choices(fact: Fact) -> list[list[str]]:
    if fact.kind in session.TYPED:
        return []
    words = [[one.value, one.label] for one in fact.choices] or [["yes", "yes"], ["no", "no"]]
    return [*words, [NOT_YET, fact.not_yet]] if fact.not_yet else words


def _note(note: CitedNote) -> str:
    support = f" The record says: “{note.quote}”" if note.quote else ""
    if note.citation:
        support += f" Published: {record.annotations().citations[note.citation].text}"
    return note.text + support


def _drafted(draft: DraftInfo) -> dict[str, Any]:
    return {
        "head": f"{capitalised(DRAFTED)}: {draft.heading}",
        "lines": _lines(draft.lines),
        "left": asked_with_it(draft.not_understood),
        "said": draft.outcome or "With the answers given it cannot be told.",
    }


def _lines(reasons: Iterable[Reason]) -> list[list[Any]]:
    return [[line.level, f"{_MARKS[line.mark]} {line.text}".strip()] for line in reasons]
