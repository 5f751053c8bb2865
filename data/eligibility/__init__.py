"""Whether a person would fit a study: criteria, facts, rules, and what follows from the answers.

`load_checklist(study, annotations)` gives what is asked; `assess(checklist, answers)` says where a
person stands. Everything here is pure: answers come in as arguments and are kept nowhere.
"""

from data.eligibility.assess import (
    AssessedCriterion,
    Assessment,
    ByHand,
    assess,
    settable,
)
from data.eligibility.checklist import Checklist, Criterion, load_checklist
from data.eligibility.states import FAILS, OPEN, PASSES, State, Verdict

__all__ = [
    "FAILS",
    "OPEN",
    "PASSES",
    "AssessedCriterion",
    "Assessment",
    "ByHand",
    "Checklist",
    "Criterion",
    "State",
    "Verdict",
    "assess",
    "load_checklist",
    "settable",
]
