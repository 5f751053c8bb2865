"""The annotations that ship with the product, by the number of the record they were read from."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from data.annotations.load import Annotations, check_annotations, read_annotations
from data.annotations.standing import signed_that_stand
from data.errors import StudyError
from data.study import Study

RECORDS: Final = Path(__file__).parents[1] / "records"


@cache
def shipped_annotations(nct_id: str) -> Annotations:
    """What was read out of the shipped record of this number; empty where there is none.

    It is not held against any record: a newer one of the same number may say other things.

    Args:
        nct_id: the number of a study that has been loaded, and so is NCT and eight digits.

    Raises:
        StudyError: the file cannot be read.
    """
    return read_annotations(RECORDS / f"{nct_id}.annotations.yaml")


def annotations_of(study: Study) -> Annotations:
    """The shipped annotations of a study, as far as they fit it.

    All of them, if each of their quotes stands in it. Else the readings of its criteria, which the
    checklist holds against their own sentences, and what was entered in the app and still stands.
    A picture of which one arrow is gone, or a figure without its citation, would mislead.

    Raises:
        StudyError: the file cannot be read.
    """
    annotations = shipped_annotations(study.nct_id)
    try:
        check_annotations(study, annotations)
    except StudyError:
        return signed_that_stand(study, annotations)
    return annotations
