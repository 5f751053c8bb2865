"""What a person has read out of a record, each reading with the sentence it was read from."""

from data.annotations.base import (
    Annotation,
    Citation,
    PublishedFigure,
    PublishedPeriod,
    QuotedText,
    Weeks,
)
from data.annotations.load import Annotations, check_annotations, load_annotations

__all__ = [
    "Annotation",
    "Annotations",
    "Citation",
    "PublishedFigure",
    "PublishedPeriod",
    "QuotedText",
    "Weeks",
    "check_annotations",
    "load_annotations",
]
