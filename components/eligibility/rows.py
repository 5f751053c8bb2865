"""The checklist as a table to work through by keyboard: one row a criterion.

One component of our own holds every row and its inputs. It sends what was entered, and gets states
back, which it puts in place: no field is made anew, so that none loses the focus or what is being
typed, and an answer costs the same however many criteria there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import groupby
from typing import Any, Final

import streamlit as st

from components import readings
from components import session as record
from components.eligibility import session
from components.eligibility.drafts import asked_with_it, sentence_parts
from components.eligibility.inputs import placeholder
from components.eligibility.review import decide
from components.eligibility.telling import hearing, read_part, tell
from components.scenes import variables
from data.annotations.eligibility import Fact
from data.eligibility import (
    OPEN,
    PASSES,
    AssessedCriterion,
    Assessment,
    Checklist,
    Criterion,
    State,
    settable,
)
from data.eligibility.answers import NOT_YET, answer_in_words
from data.eligibility.answers_file import MAX_REASON
from data.eligibility.asking import is_asked
from data.eligibility.calculators import asked_with_calculators, calculator_of
from data.eligibility.checklist import group_facts
from data.eligibility.dependence import brought_up
from data.eligibility.other_units import in_other_units, unit_questions
from data.eligibility.reasons import Reason, dispute, why
from data.eligibility.thresholds import limits
from data.eligibility.windows import planned_facts, window_sentences
from data.views.drafts import DRAFTED, draft_info
from data.words import capitalised

_SHOWN_NEXT: Final = 5
_MANY: Final = 3  # questions
_MANY_BY_SENTENCE: Final = 2
_LONG: Final = 50  # characters
_MARKS: Final = {"for": "✓", "against": "✗", "open": "?", "": ""}


def rows(checklist: Checklist, verdict: Callable[[session.Standing], dict[str, Any]]) -> None:
    """Show every criterion in a row; what an answer changes is told to them, and to the verdict.

    Args:
        checklist: of the record.
        verdict: what its places are told, in one run with the rows: a second one would take as
            long again.
    """
    mount = st.components.v2.component(
        "criteria", html='<div class="criteria"></div>', css=_style(), js=hearing("rows.js")
    )
    mount(key=session.key(checklist, "rows"))

    @st.fragment(key=session.ROWS_FRAGMENT)
    def draw() -> None:
        known = session.standing(checklist)
        name = session.key(checklist, "standing-in-rows")
        told = {"verdict": verdict(known), "rows": _data(known)}
        tell(name, told, on_given=partial(_take, checklist, name))

    draw()


def _take(checklist: Checklist, name: str) -> None:
    """Put what was entered into the session, in the order in which it was."""
    given = st.session_state[name].get("given") or {}
    sent = _sent(checklist)
    sent.has = given.get("has", 0)
    seen = session.key(checklist, "seen")
    for one in given.get("entries", ()):
        if one["number"] <= st.session_state.get(seen, 0):
            continue
        st.session_state[seen] = one["number"]
        if one["what"] == "review":
            decide(checklist, one["key"], one["value"], str(one.get("reason") or ""))
            st.rerun()
        session.take(checklist, one)
    if session.shows_several(checklist):
        st.rerun([session.ROWS_FRAGMENT, session.PEOPLE_FRAGMENT])


@dataclass
class _Row:
    """A row as it was last sent: what it was made of, and in which version it came."""

    made_of: Any
    content: dict[str, Any]
    version: int


@dataclass
class _Sent:
    """What the browser of a visit was sent; the browser says which version of it it has."""

    rows: dict[str, _Row] = field(default_factory=dict)
    version: int = 0
    has: int = 0


def _sent(checklist: Checklist) -> _Sent:
    known: _Sent = st.session_state.setdefault(session.key(checklist, "sent"), _Sent())
    return known


def _data(known: session.Standing) -> dict[str, Any]:
    """All that the rows show; of the rows themselves those that the browser does not have yet."""
    checklist = known.checklist
    plan = record.once("rows", lambda *_: _plan(checklist))
    rows = _Rows(plan, known)
    sent = _sent(checklist)
    # What the browser has is said with what is entered: another run does not know it.
    has, sent.has = sent.has, 0
    if has > sent.version:
        has = 0
    sent.version += 1
    for item in known.assessment.criteria:
        rows.bring_up_to_date(item, sent)
    return {
        "record": checklist.nct_id,
        "seen": st.session_state.get(session.key(checklist, "seen"), 0),
        "version": sent.version,
        "since": has,
        "next": [
            {
                "fact": one.fact.id,
                "label": one.fact.label,
                "reason": one.reason,
                "names": ", ".join(item.name.lower() for item in one.criteria),
                "sentence": one.criteria[0].text,
            }
            for one in known.questions[:_SHOWN_NEXT]
        ],
        # What many criteria hang on is asked once, above all of them.
        "dates": [
            rows.fact(fact) for fact in (*group_facts(checklist), *planned_facts(checklist.facts))
        ],
        "groups": [_group(name, known.assessment) for name in checklist.groups],
        "rows": {
            item.id: sent.rows[item.id].content
            for item in checklist.criteria
            if sent.rows[item.id].version > has
        },
    }


def _group(name: str, assessment: Assessment) -> dict[str, Any]:
    items = [item for item in assessment.criteria if item.criterion.group == name]
    settled = sum(item.state not in OPEN for item in items)
    return {
        "key": name,
        "name": capitalised(name),
        "said": f"{settled} of {len(items)} settled",
        "settled": settled == len(items),
        "rows": [item.criterion.id for item in items],
    }


@dataclass(frozen=True)
class _Plan:
    """What the rows of a checklist are of, whoever it is worked through for.

    Args:
        heads: the lines of the record that introduce several rows on end, by each of those.
        facts: all that is asked, by id.
        own: the facts that a row asks; each is asked once, with the first criterion that needs it.
        brought_up: the facts that matter only after an answer to another, by that one.
    """

    heads: Mapping[str, str]
    facts: Mapping[str, Fact]
    own: Mapping[str, tuple[str, ...]]
    brought_up: Mapping[str, tuple[Fact, ...]]


def _plan(checklist: Checklist) -> _Plan:
    own: dict[str, tuple[str, ...]] = {}
    asked = {fact.id for fact in group_facts(checklist)}
    for group in checklist.groups:
        for item in checklist.in_group(group):
            own[item.id] = tuple(fact for fact in item.facts if fact not in asked)
            asked.update(own[item.id])
    return _Plan(
        heads=_heads(checklist),
        facts={fact.id: fact for fact in asked_with_calculators(checklist.facts)},
        own=own,
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


class _Rows:
    """Writes the rows for a person."""

    def __init__(self, plan: _Plan, known: session.Standing) -> None:
        self._plan = plan
        self._known = known
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

    def bring_up_to_date(self, item: AssessedCriterion, sent: _Sent) -> None:
        """Write a row anew if anything has changed that it shows, and note the version if so."""
        name = item.criterion.id
        entered = [
            self._entered.get(session.key(self._checklist, name, what)) or ""
            for what in ("state", "reason")
        ]
        told = [self._told[fact] for fact in self._told_on_by[name]]
        stands = (item.state, item.open, item.by_hand, item.answered, item.drafted)
        made_of = (self._checklist, stands, entered, told, self._reviewer)
        before = sent.rows.get(name)
        if before and before.made_of == made_of:
            return
        content = self._row(item, *entered)
        version = before.version if before and before.content == content else sent.version
        sent.rows[name] = _Row(made_of, content, version)

    def _row(self, item: AssessedCriterion, state: str, reason: str) -> dict[str, Any]:
        criterion, values = item.criterion, self._assessment.values
        own = self._plan.own[criterion.id]
        facts = [self._plan.facts[key] for key in criterion.facts]
        others = [one for fact in facts for one in in_other_units(criterion, fact, values)]
        asks = [one for fact in facts for one in unit_questions(criterion, fact, values)]
        sentence = _is_sentence(criterion)
        # What introduces several rows stands above them, and not in each.
        head = self._plan.heads.get(criterion.id, "")
        lead = f"{_lead(criterion)} " if _lead(criterion) and not head else ""
        many = _MANY_BY_SENTENCE if sentence else _MANY
        # That a field is denied by a sentence is said before anybody answers.
        told = dispute(criterion) if item.state in OPEN else None
        disputed = bool(told) and (item.state is State.DISPUTED or not criterion.number)
        sides = [told] if told and disputed else []
        shown = [self.fact(self._plan.facts[key], criterion) for key in own]
        elsewhere = [
            f"{fact.label}: {answer_in_words(fact, values)}" for fact in facts if fact.id not in own
        ]
        return {
            "key": criterion.id,
            "name": criterion.name,
            "short": f"{criterion.kind[0].upper()}{criterion.number}" if criterion.number else "",
            "head": head,
            "label": criterion.label if not sentence else f"{lead}{criterion.text}",
            "parts": _parts(criterion, lead),
            "state": capitalised(item.state),
            "look": "pass" if item.state in PASSES else "open" if item.state in OPEN else "fail",
            "hand": self._hand(item),
            "facts": shown,
            # So many questions, or so long an answer, stand on lines of their own.
            "wide": sum(self._plan.facts[key].asked_if is None for key in own) >= many
            or any(len(words) > _LONG for one in shown for _, words in one["choices"]),
            "sentence": sentence,
            "later": [one["label"] for one in shown if one["hidden"]],
            "said": [
                *map(capitalised, sides),
                *elsewhere,
                *(one.text for one in others),
                *asks,
                *self._windows(criterion, facts),
            ],
            "drafted": capitalised(DRAFTED) if criterion.draft else "",
            "warns": bool(asks) or any(one.disagrees for one in others) or disputed,
            "card": {**self._card(item), "state": state, "reason": reason},
        }

    def _windows(self, criterion: Criterion, facts: list[Fact]) -> list[str]:
        days = self._assessment.days
        return [
            sentence
            for fact in facts
            if fact.id in days
            for sentence in window_sentences(criterion, fact, days[fact.id])
        ]

    def _hand(self, item: AssessedCriterion) -> str:
        if not item.by_hand:
            return ""
        against = f", against its answer “{item.answered}”" if item.against_answer else ""
        return f"set by hand{against}"

    def fact(self, fact: Fact, criterion: Criterion | None = None) -> dict[str, Any]:
        several = fact.asks_unit
        value, unit, *_ = self._told[fact.id]
        given = fact.id in self._known.answers
        by_hand = criterion and criterion.number and not criterion.reviewed
        values = self._assessment.values
        result = self._assessment.derived.get(fact.id)
        follows = not given and fact.id in values
        told = f"{'calculated' if result else 'follows'}: {answer_in_words(fact, values)}"
        if given and result is not None and values.get(fact.id) != result:
            told, follows = f"entered in place of the calculated {result}", True
        problem = session.refused(self._checklist, fact) or self._assessment.problems.get(fact.id)
        one_unit = fact.units[0].unit if fact.units and not several else ""
        tool = calculator_of(fact)
        return {
            "key": fact.id,
            # What is answered by hand has the criterion's own words beside it.
            "label": fact.question if by_hand else fact.label,
            "question": f"{fact.question}{f' ({one_unit})' if one_unit else ''}",
            "help": fact.help or "",
            "kind": fact.kind,
            "unit": one_unit,
            "units": [unit.unit for unit in fact.units] if several else [],
            "chosen": unit or "",
            "choices": _choices(fact),
            "takes": placeholder(fact) or "",
            "takesDay": fact.kind == "date" or bool(fact.counted_to),
            "value": "" if value is None or value == session.UNKNOWN else value,
            "problem": problem or "",
            "follows": told if follows else "",
            "limits": limits(criterion, fact) if criterion else "",
            # What only matters after another answer comes with it.
            "hidden": not given and not is_asked(fact, values),
            "opens": {word: self._opened(fact, word) for word, _ in _choices(fact)},
            "tool": tool
            and {
                "name": tool.name,
                "about": f"{tool.formula} Source: {tool.source}",
                "facts": [self.fact(one) for one in tool.facts],
            },
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
            "lead": criterion.lead_in or "",
            "text": criterion.text,
            "why": _lines(why(self._checklist, item, self._assessment)),
            "notes": [
                f"{note.text}{f' The record says: “{note.quote}”' if note.quote else ''}"
                for note in criterion.notes
            ],
            "draft": draft
            and {
                "head": f"{capitalised(DRAFTED)}: {draft.heading}",
                "lines": _lines(draft.lines),
                "left": asked_with_it(draft.not_understood),
                "said": draft.outcome or "With the answers given it cannot be told.",
                "by": self._reviewer,
            },
            "states": [state.value for state in settable(criterion.kind)],
            "longest": MAX_REASON,
        }


def _is_sentence(criterion: Criterion) -> bool:
    """Whether a row is about the whole sentence, since only that can be answered."""
    return bool(criterion.number) and not criterion.reviewed


def _lead(criterion: Criterion) -> str:
    return criterion.lead_in or "" if _is_sentence(criterion) else ""


def _parts(criterion: Criterion, lead: str) -> list[dict[str, str | bool]]:
    """The sentence of a draft in stretches that were understood or not; none of any other."""
    if criterion.draft is None:
        return []
    found = sentence_parts(criterion.text, criterion.draft.not_understood)
    return [{"text": lead, "understood": False}, *found]


def _choices(fact: Fact) -> list[list[str]]:
    if fact.kind in session.TYPED:
        return []
    words = [[one.value, one.label] for one in fact.choices] or [["yes", "yes"], ["no", "no"]]
    return [*words, [NOT_YET, fact.not_yet]] if fact.not_yet else words


def _lines(reasons: Iterable[Reason]) -> list[list[Any]]:
    return [[line.level, f"{_MARKS[line.mark]} {line.text}".strip()] for line in reasons]


@cache
def _style() -> str:
    return variables(".criteria") + read_part("rows.css")
