"""Answers to take home: what their file says, and how it is read again later, also after the record
has changed.

The file holds the record's number and date, each answer with its question, and the states set by
hand with their sentence. It holds no name, and nothing reads it but whoever opens it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from data.annotations.eligibility import Fact
from data.compare import aligned
from data.eligibility.answers import AnswerError, read_answer
from data.eligibility.assess import ByHand, assess, settable
from data.eligibility.calculators import asked_with_calculators
from data.eligibility.checklist import Checklist
from data.eligibility.typed import TOO_LONG, NumberError, read_number, take_number
from data.eligibility.unit_names import unit_named
from data.errors import KeptFileError, StudyError
from data.loading import decoded, parsed_json, without_marks
from data.version import VERSION as APP_VERSION
from data.words import cut_short

FORMAT: Final = "Trial Explorer answers"
VERSION: Final = 1
# Ten times what the longest record's answers take.
MAX_BYTES: Final = 1_000_000
MAX_REASON: Final = 500
_MOST_CRITERIA: Final = 500
_LONGEST_SHOWN: Final = 80
_EXPECTED: Final = "expected one that “Download answers” has written"


@dataclass(frozen=True, kw_only=True)
class SavedAnswers:
    """What was read from an answers file.

    Args:
        answers: plain values by fact id; one that is not plausible is among them, to be shown and
            corrected.
        by_hand: states set by hand, by criterion id.
        left_out: one sentence for each thing in the file that no longer fits.
        record_date: the date of the record they were given for, if it is another than now.
        changes: one sentence for each criterion that has changed since, went or came.
    """

    answers: Mapping[str, Any]
    by_hand: Mapping[str, ByHand]
    left_out: tuple[str, ...] = ()
    record_date: str | None = None
    changes: tuple[str, ...] = ()


def answers_content(
    checklist: Checklist, answers: Mapping[str, Any], by_hand: Mapping[str, ByHand]
) -> dict[str, Any]:
    """Gather what a file of answers says.

    Args:
        checklist: what was asked.
        answers: plain values by fact id, as for `assess`.
        by_hand: states set by hand, by criterion id.
    """
    questions = {fact.id: fact.question for fact in asked_with_calculators(checklist.facts)}
    given = {
        key: {"question": questions[key], "answer": answer}
        for key, answer in answers.items()
        if key in questions and answer is not None
    }
    return {
        **head_of(checklist, FORMAT),
        "answers": given,
        "by_hand": by_hand_content(checklist, answers, by_hand),
    }


def head_of(checklist: Checklist, form: str) -> dict[str, Any]:
    """What every file says first: what it is, of which record, and what that asked for."""
    return {
        "format": form,
        "version": VERSION,
        "record": checklist.nct_id,
        "record_date": checklist.record_date,
        "app_version": APP_VERSION,
        "criteria": [{"name": one.name, "text": one.text} for one in checklist.criteria],
    }


def by_hand_content(
    checklist: Checklist, answers: Mapping[str, Any], by_hand: Mapping[str, ByHand]
) -> dict[str, Any]:
    """The states set by hand, each with its sentence and what the answers alone give."""
    return {
        item.criterion.id: {
            "criterion": item.criterion.text,
            "state": item.state.value,
            "reason": item.by_hand.reason,
            "state_from_answers": item.answered,
        }
        for item in assess(checklist, answers, by_hand).criteria
        if item.by_hand
    }


def read_saved_answers(checklist: Checklist, content: bytes) -> SavedAnswers:
    """Read an answers file.

    Args:
        checklist: of the record that is open now.
        content: the bytes of the file.

    Raises:
        KeptFileError: it is no answers file, or one of another record.
    """
    saved = checked_file(checklist, parsed_file(content), FORMAT)
    return read_entries(checklist, saved)


def read_entries(checklist: Checklist, saved: Mapping[str, Any]) -> SavedAnswers:
    """Read the answers and the states set by hand of one person, as far as they fit.

    Args:
        checklist: of the record that is open now.
        saved: with `answers` and `by_hand`, and what is known of the record of then.

    Raises:
        KeptFileError: one of them is of another kind.
    """
    left_out: list[str] = []
    answers = _answers(checklist, _object(saved, "answers"), left_out)
    by_hand = _by_hand(checklist, _object(saved, "by_hand"), left_out)
    date = saved.get("record_date")
    return SavedAnswers(
        answers=answers,
        by_hand=by_hand,
        left_out=tuple(left_out),
        record_date=None if date == checklist.record_date else _shown(date),
        changes=tuple(_changes(checklist, saved.get("criteria", []))),
    )


def parsed_file(content: bytes, most: int = MAX_BYTES) -> dict[str, Any]:
    """Read the bytes of a file as a JSON object.

    Args:
        content: of the file.
        most: how many bytes it may have.

    Raises:
        KeptFileError: they are none.
    """
    if len(content) > most:
        raise KeptFileError(f"This file is too large to be a file of answers: {_EXPECTED}.")
    try:
        text = without_marks(decoded(content))
        if not text:
            raise KeptFileError(f"This file is empty: {_EXPECTED}.")
        if text.startswith("<"):
            raise KeptFileError(f"This is a web page, not a file of answers: {_EXPECTED}.")
        saved = parsed_json(text)
    except StudyError as error:
        raise KeptFileError(f"This is not a file of answers: {error}.") from None
    if not isinstance(saved, dict):
        raise KeptFileError(f"This is not a file of answers: {_EXPECTED}.")
    return saved


def checked_file(checklist: Checklist, saved: dict[str, Any], form: str) -> dict[str, Any]:
    """See that a file is of a format, of a version that is read here, and of the open record.

    Raises:
        KeptFileError: it is not.
    """
    version = saved.get("version")
    if saved.get("format") != form or type(version) is not int or version < 1:
        raise KeptFileError("This is not a file of answers that this app has written.")
    if version > VERSION:
        raise KeptFileError(
            f"A later version of this app has written this file (version {_shown(version)}): "
            f"expected version {VERSION}."
        )
    if saved.get("record") != checklist.nct_id:
        other = _shown(saved.get("record"))
        raise KeptFileError(
            f"These answers belong to the record {other}, not to {checklist.nct_id}."
        )
    return saved


def _changes(checklist: Checklist, saved: Any) -> Iterator[str]:
    """Say what became of the criteria since: in their order, an edited one with its old words."""
    if not isinstance(saved, list) or len(saved) > _MOST_CRITERIA:
        raise KeptFileError("“criteria” in this file is not what this app has written.")
    before: dict[str, str] = {}
    for one in saved:
        name, text = (one.get("name"), one.get("text")) if isinstance(one, dict) else (None, None)
        if not isinstance(name, str) or not isinstance(text, str):
            raise KeptFileError("“criteria” in this file is not what this app has written.")
        before.setdefault(text, name)
    now = {item.text: item.name for item in reversed(checklist.criteria)}
    texts = list(dict.fromkeys(item.text for item in checklist.criteria))
    for old, new in aligned(list(before), texts) if before else ():
        if old is None and new is not None:
            yield f"{now[new]} came: “{new}”"
        elif new is None and old is not None:
            yield f"{cut_short(before[old], _LONGEST_SHOWN)} went: “{old}”"
        elif old is not None and new is not None:
            yield f"{now[new]} changed: “{new}”; before, it was “{old}”"


def _object(saved: Mapping[str, Any], key: str) -> dict[str, Any]:
    value = saved.get(key, {})
    if not isinstance(value, dict):
        raise KeptFileError(f"“{key}” in this file is not what this app has written.")
    return value


def _answers(checklist: Checklist, saved: Mapping[str, Any], left_out: list[str]) -> dict[str, Any]:
    facts = {fact.id: fact for fact in asked_with_calculators(checklist.facts)}
    answers = {}
    for key, entry in saved.items():
        given = entry if isinstance(entry, dict) else {"answer": entry}
        fact, question, answer = facts.get(key), given.get("question"), given.get("answer")
        if fact is None:
            left_out.append(
                f"{_shown(question or key)}: the record as it is now does not ask this."
            )
        elif question not in (None, fact.question):
            left_out.append(f"{_shown(question)}: this is now asked differently.")
        elif problem := _misfit(fact, answer):
            left_out.append(problem)
        elif answer is not None:
            answers[key] = answer
    return answers


def _misfit(fact: Fact, answer: Any) -> str | None:
    """Why an answer cannot even be shown in its field; None if it can."""
    try:
        read_answer(fact, answer)
    except AnswerError as error:
        shown = split_number(fact, answer) if fact.kind == "number" else None
        return None if shown else str(error)
    return None


def split_number(fact: Fact, answer: Any) -> tuple[float, str | None] | None:
    """Take the plain answer to a number apart for its field: the number, and the unit if any.

    Returns:
        None if it is no number that a field can hold, or in a unit the fact does not have.
    """
    if isinstance(answer, int | float) and not isinstance(answer, bool):
        return (float(answer), fact.units[0].unit) if abs(answer) < TOO_LONG else None
    if not isinstance(answer, str):
        return None
    written, unit = take_number(answer)
    try:
        number = read_number(written)
    except NumberError:
        return None
    found = unit_named(fact, unit) if unit else None
    if unit and found is None:
        return None
    return number, found.unit if found else (None if fact.asks_unit else fact.units[0].unit)


def _by_hand(
    checklist: Checklist, saved: Mapping[str, Any], left_out: list[str]
) -> dict[str, ByHand]:
    criteria = {criterion.id: criterion for criterion in checklist.criteria}
    by_hand = {}
    for key, entry in saved.items():
        given = entry if isinstance(entry, dict) else {}
        criterion, reason = criteria.get(key), given.get("reason")
        states = settable(criterion.kind) if criterion else ()
        state = next((one for one in states if one.value == given.get("state")), None)
        if criterion is None or given.get("criterion") != criterion.text:
            name = _shown(given.get("criterion") or key)
            left_out.append(f"{name}, set by hand: the record does not say this now.")
        elif state is None or not isinstance(reason, str) or not _fits(reason):
            left_out.append(f"{criterion.name}, set by hand: the state or the reason is missing.")
        else:
            by_hand[key] = ByHand(state=state, reason=reason)
    return by_hand


def _fits(reason: str) -> bool:
    return 0 < len(reason.strip()) <= MAX_REASON


def _shown(value: Any) -> str:
    written = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"“{cut_short(written, _LONGEST_SHOWN)}”"
