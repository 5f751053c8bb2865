"""Doses drafted from the words of arm groups and interventions: silent where in doubt.

`draft_doses(text, name)` is the one door in. text → `normalise` → `find` (amounts, routes, times,
each with its place) → `assemble` (which belongs to which dose) → `DraftDose`s.
"""

from data.drafting.doses.assemble import draft_doses
from data.drafting.doses.groups import GroupDose, drafted_groups
from data.drafting.doses.model import Cycle, DraftDose, Interval, Range, Timespan
from data.drafting.doses.words import amount_words, dose_words

__all__ = [
    "Cycle",
    "DraftDose",
    "GroupDose",
    "Interval",
    "Range",
    "Timespan",
    "amount_words",
    "dose_words",
    "draft_doses",
    "drafted_groups",
]
