"""What is to be told, to whom, and in which format: what every builder of slides is given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from data.annotations import Annotations
from data.deck.model import DeckAudience, SlideSize
from data.study import Study


@dataclass(frozen=True, kw_only=True)
class Brief:
    """What is to be told.

    Args:
        study: the record.
        annotations: what has been read out of it.
        audience: to whom.
        size: the format of the slides.
        as_of: the day the study is seen from.
    """

    study: Study
    annotations: Annotations
    audience: DeckAudience
    size: SlideSize
    as_of: date

    @property
    def lay(self) -> bool:
        """Whether the audience is no expert."""
        return self.audience == "lay"

    @property
    def record(self) -> str:
        """The record as a source in a footer."""
        return "ClinicalTrials.gov"
