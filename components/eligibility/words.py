"""Icon, word and colour of each state and verdict: never colour alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from components.plain import is_plain
from data.eligibility import State, Verdict
from data.eligibility.reasons import ReasonMark
from data.words import capitalised

Colour = Literal["red", "orange", "blue", "green", "violet", "gray"]


class Look(NamedTuple):
    """How something is shown beside its word."""

    sign: str
    """Its name in Streamlit's font of signs."""
    colour: Colour


STATES: Final[Mapping[State, Look]] = {
    State.MET: Look("check_circle", "green"),
    State.NOT_MET: Look("cancel", "red"),
    State.DOES_NOT_EXCLUDE: Look("check_circle", "green"),
    State.EXCLUDES: Look("block", "red"),
    State.NOT_APPLICABLE: Look("remove_circle_outline", "gray"),
    State.UNKNOWN: Look("help", "gray"),
    State.NEEDS_JUDGEMENT: Look("stethoscope", "violet"),
    State.DISPUTED: Look("call_split", "orange"),
}
VERDICTS: Final[Mapping[Verdict, Look]] = {
    Verdict.EXCLUDED: Look("block", "red"),
    Verdict.CANNOT_TELL: Look("help", "gray"),
    Verdict.MEETS: Look("check_circle", "green"),
}
# After a number: `3 excluding`.
COUNTED: Final[Mapping[State, str]] = {
    State.MET: "met",
    State.NOT_MET: "not met",
    State.DOES_NOT_EXCLUDE: "not excluding",
    State.EXCLUDES: "excluding",
    State.NOT_APPLICABLE: "not applicable",
    State.UNKNOWN: "unknown",
    State.NEEDS_JUDGEMENT: "for a clinician to judge",
    State.DISPUTED: "where the record disagrees with itself",
}
# For patients, by the group of a checklist that somebody has put into plain words.
_PLAIN_GROUPS: Final[Mapping[str, str]] = {
    "patient": "About you",
    "tumour": "The tumour",
    "imaging": "Scans",
    "laboratory": "Blood and kidney tests",
    "heart": "The heart",
    "previous treatment": "Treatment so far",
    "other conditions": "Other illnesses",
    "consent": "Agreeing to take part",
}
MARKS: Final[Mapping[ReasonMark, str]] = {
    "for": ":green[:material/check:]",
    "against": ":red[:material/close:]",
    "open": ":material/help:",
    "": "",
}


def group_heading(name: str) -> str:
    """What a group of criteria is called: for patients in plain words."""
    return _PLAIN_GROUPS.get(name, capitalised(name)) if is_plain() else capitalised(name)
