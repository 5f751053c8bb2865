"""What a criterion is for."""

from __future__ import annotations

from enum import StrEnum


class CriterionKind(StrEnum):
    """What a criterion is for, as the record's headings say."""

    INCLUSION = "inclusion"
    EXCLUSION = "exclusion"
    UNSTATED = "not stated"

    def named(self, count: int) -> str:
        """Name one of the kind, or several: `inclusion criteria`, `criterion under no heading`."""
        noun = "criterion" if count == 1 else "criteria"
        unstated = self is CriterionKind.UNSTATED
        return f"{noun} under no heading" if unstated else f"{self} {noun}"
