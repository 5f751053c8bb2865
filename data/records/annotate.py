"""Write the skeleton of an annotation file for a record in this folder (`make annotate NCT=…`)."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import yaml

from data.annotations import Annotation, Annotations
from data.annotations.eligibility import Drafted
from data.criteria.kind import CriterionKind
from data.criteria.splitting import split_criteria
from data.drafting import Draft
from data.eligibility.drafted import draft_of
from data.errors import StudyError
from data.flow.reviewing import flow_skeleton
from data.loading import load_study
from data.records import FOLDER
from data.study import Study
from data.wording import Part, places

_HEAD = """\
# What a person has read out of the record {nct_id}. Every `quote` occurs verbatim in the record:
# loading checks it. A criterion whose rule is `unreviewed` is asked as it stands; give it an id, a
# label, plain words, a category and a rule as in NCT03972488.annotations.yaml, and list the facts
# that the rules ask about under `facts`; a `draft` is what the program read, which nobody has
# reviewed: nothing is read from it. Nor is anything from a step of the flow that is `drafted`:
# take that line away once its title, phase and the ways into it are as you read them.
"""
_PLAIN = """\
# Plain words: take the # away where you have written them. A text without `plain` is refused, and
# what is left out stays as the record has it.
"""


def skeleton(study: Study) -> str:
    """Prefill an annotation file: every arm group, every criterion with its quote and its draft.

    What it says is what would be derived anyway: the file loads as it is, and changes nothing until
    a person has completed it.
    """
    content: dict[str, Any] = {"nct_id": study.nct_id}
    content["flow"] = _told(flow_skeleton(study))
    content["eligibility"] = {"criteria": _criteria(study)}
    plain = "".join(
        f"# {line}".rstrip() + "\n" for line in _written({"plain": _plain(study)}).splitlines()
    )
    return _HEAD.format(nct_id=study.nct_id) + _written(content) + _PLAIN + plain


def _written(content: dict[str, Any]) -> str:
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=100)


def _plain(study: Study) -> dict[str, Any]:
    """Every text that plain words can stand for, with the words of the record they rest on."""
    told: dict[str, Any] = {}
    for place in places(study, Annotations()):
        entry = {"name": place.heading} if place.part.is_named else {}
        source = {"quote": place.rests_on} if place.rests_on else {"not_stated": True}
        text = {**entry, "plain": "", **source}
        section = place.part.name.lower()
        if place.part is Part.TITLE:
            told[section] = text
        elif place.part in (Part.SUMMARY, Part.OUTCOMES):
            told.setdefault(section, []).append(text)
        elif place.part is not Part.CRITERIA:
            told.setdefault(section, {})[place.key] = text
    return told


def _criteria(study: Study) -> list[dict[str, Any]]:
    text = study.protocol_section.eligibility_module.eligibility_criteria
    return [
        {
            "id": f"{criterion.kind}-{criterion.number}",
            "kind": str(criterion.kind),
            "quote": criterion.text,
            "rule": "unreviewed",
            **_drafted(draft_of(criterion)),
        }
        for criterion in split_criteria(text)
        if criterion.kind != CriterionKind.UNSTATED
    ]


def _drafted(draft: Draft | None) -> dict[str, Any]:
    """What the program has drafted, for whoever completes the file."""
    if draft is None or draft.rule is None:
        return {}
    words = tuple(span.of(draft.text) for span in draft.not_understood)
    told = Drafted(rule=draft.rule, facts=draft.facts, not_understood=words)
    return {"draft": _told(told)}


def _told(annotation: Annotation) -> dict[str, Any]:
    told: dict[str, Any] = annotation.model_dump(
        mode="json", by_alias=True, exclude_defaults=True, exclude_none=True
    )
    return told


def write_skeleton(nct_id: str, folder: Path = FOLDER) -> Path:
    """Write the skeleton beside the record.

    Raises:
        StudyError: there is no such record, or it has annotations already.
    """
    if not re.fullmatch(r"NCT\d{8}", nct_id):
        raise StudyError(f"expected NCT and eight digits, as in NCT=NCT03972488, got {nct_id!r}")
    record = folder / f"{nct_id}.json"
    target = folder / f"{nct_id}.annotations.yaml"
    if target.exists():
        raise StudyError(f"{target.name} is there already: move it away to start again")
    text = skeleton(load_study(record))
    target.write_text(text, encoding="utf-8", newline="\n")
    return target


def main() -> None:
    """Write the skeleton for the number given, or say why not."""
    try:
        target = write_skeleton(sys.argv[1] if len(sys.argv) > 1 else "")
    except StudyError as error:
        sys.exit(str(error))
    print(f"{target.name} is written: complete it, then start the app again")


if __name__ == "__main__":
    main()
