"""The words for where a criterion, and the whole checklist, stands."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class State(StrEnum):
    """Where one criterion stands for one person.

    Inclusion criteria are met or not met; exclusion criteria exclude or do not. The others mean the
    same for both. Unknown, needs judgement and disputed are open: an answer may still settle them,
    or nothing in the record can (`DISPUTED`).
    """

    MET = "met"
    NOT_MET = "not met"
    DOES_NOT_EXCLUDE = "does not exclude"
    EXCLUDES = "excludes"
    NOT_APPLICABLE = "not applicable"
    UNKNOWN = "unknown"
    NEEDS_JUDGEMENT = "needs judgement"
    DISPUTED = "the record disagrees with itself"


PASSES: Final = frozenset({State.MET, State.DOES_NOT_EXCLUDE, State.NOT_APPLICABLE})
FAILS: Final = frozenset({State.NOT_MET, State.EXCLUDES})
OPEN: Final = frozenset({State.UNKNOWN, State.NEEDS_JUDGEMENT, State.DISPUTED})


class Verdict(StrEnum):
    """Where the whole checklist stands for one person."""

    EXCLUDED = "excluded"
    CANNOT_TELL = "cannot tell yet"
    MEETS = "meets every criterion as answered"
