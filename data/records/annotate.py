"""Write the skeleton of an annotation file for a record in this folder (`make annotate NCT=…`)."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import yaml

from data.annotations.eligibility import Drafted
from data.criteria.kind import CriterionKind
from data.criteria.splitting import split_criteria
from data.drafting import Draft
from data.eligibility.drafted import draft_of
from data.errors import StudyError
from data.flow.derive import derive_flow
from data.flow.model import Step
from data.loading import load_study
from data.records import FOLDER
from data.study import Study

_HEAD = """\
# What a person has read out of the record {nct_id}. Every `quote` occurs verbatim in the record:
# loading checks it. A criterion whose rule is `unreviewed` is asked as it stands; give it an id, a
# label, plain words, a category and a rule as in NCT03972488.annotations.yaml, and list the facts
# that the rules ask about under `facts`; a `draft` is what the program read, which nobody has
# reviewed: nothing is read from it. An arm group's title and phase are what the picture shows.
"""


def skeleton(study: Study) -> str:
    """Prefill an annotation file: every arm group, every criterion with its quote and its draft.

    What it says is what would be derived anyway: the file loads as it is, and changes nothing until
    a person has completed it.
    """
    content: dict[str, Any] = {"nct_id": study.nct_id}
    arms = {step.key: _arm(study, step) for step in derive_flow(study).steps}
    content["flow"] = {"steps": {key: arm for key, arm in arms.items() if arm}}
    content["eligibility"] = {"criteria": _criteria(study)}
    body = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=100)
    return _HEAD.format(nct_id=study.nct_id) + body


def _arm(study: Study, step: Step) -> dict[str, Any] | None:
    """Tell the step of an arm group as an annotation; None for one that is no arm group."""
    label = None if step.position is None else study.arm_groups[step.position].label
    if not label or step.kind not in ("arm", "later"):
        return None
    arm = {"kind": step.kind, "title": step.title, "phase": step.phase, "group": label}
    return {**arm, "optional": True} if step.optional else arm


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
    return {
        "draft": told.model_dump(
            mode="json", by_alias=True, exclude_defaults=True, exclude_none=True
        )
    }


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
