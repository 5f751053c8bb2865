"""The verdict: at the top with its reasons and what to ask next, and in view at the bottom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, Final

import streamlit as st

from components.eligibility import session
from components.eligibility.telling import hearing, styled
from components.eligibility.words import COUNTED, VERDICTS
from components.explained import explained_parts
from components.leaving import ask_before_leaving
from components.literal import literal
from components.plain import is_plain
from components.saying import read_aloud
from data.eligibility import (
    OPEN,
    AssessedCriterion,
    Assessment,
    Checklist,
    State,
)
from data.eligibility.outlook import WORDS, NeededChange, what_would_change
from data.eligibility.reasons import cases_in_words, headline, in_short
from data.views.drafts import hangs_on_drafts
from data.views.eligibility import EligibilityNotice
from data.words import capitalised

_SHOWN_WHY: Final = 2
_LOST: Final = (
    "The server was started anew, and the answers entered before are gone: they were kept in your "
    "visit alone. If you have downloaded them, open the file under *Keep, resume, print, reset*."
)


def notice(info: EligibilityNotice) -> None:
    """Say who can enrol, that this is no advice, and how far the criteria have been reviewed."""
    said = literal(f"{info.told('This page shows')} This is not medical advice.")
    if info.not_reviewed:
        one = info.not_reviewed == 1
        said += (
            f"  \n:small[:material/visibility_off: {info.not_reviewed} "
            f"{'criterion is' if one else 'criteria are'} not reviewed: nobody has turned "
            f"{'its sentence into a rule' if one else 'their sentences into rules'}. "
            "Read each sentence as it stands, and answer by hand"
            f"{'' if is_plain() else '; what the program has drafted can be reviewed below'}.]"
        )
    if info.can_enrol:
        st.info(said, icon=":material/info:")
    else:
        st.warning(said, icon=":material/event_busy:")
    if info.gone:
        labels = "; ".join(info.gone)
        st.warning(
            literal(f"The record no longer says what these readings were made from: {labels}."),
            icon=":material/difference:",
        )


def verdict(checklist: Checklist) -> Callable[[session.Standing], dict[str, Any]]:
    """Make the places of the verdict: at the top, and in view at the bottom.

    Returns:
        What those are told of a person, to be called in the fragment that an answer draws again.
    """
    with st.bottom, read_aloud("verdict"):
        _place("short")
    with st.container(border=True):
        _place("full")

    def told(known: session.Standing) -> dict[str, Any]:
        if ask_before_leaving("answers", checklist.nct_id, entered=session.is_answered(known)):
            st.warning(_LOST, icon=":material/cloud_off:")
        return _told(checklist, known)

    return told


def _place(part: str) -> None:
    mount = st.components.v2.component(
        "verdict",
        html='<div class="verdict"></div>',
        css=styled("verdict.css"),
        js=hearing("verdict.js"),
        # A search must find the words, and the words must look like all others.
        isolate_styles=False,
    )
    mount(key=f"verdict-{part}", data={"part": part})


def _told(checklist: Checklist, known: session.Standing) -> dict[str, Any]:
    """What the places of the verdict are told, by part of it."""
    assessment = known.assessment
    return {
        "head": _head(assessment),
        "reasons": [
            *(
                line
                for item in assessment.deciding
                for line in _decides(checklist, item, assessment)
            ),
            *_besides(checklist, assessment),
        ],
        "short": _in_short(checklist, known),
    }


def _head(assessment: Assessment) -> dict[str, Any]:
    total = len(assessment.criteria)
    settled = total - len(assessment.open)
    counts = Counter(item.state for item in assessment.criteria)
    return {
        **_headline(assessment),
        "share": settled / total if total else 0.0,
        "settled": f"{settled} of {total} settled",
        "counts": " · ".join(
            f"{counts[state]} {COUNTED[state]}" for state in State if counts[state]
        ),
    }


def _headline(assessment: Assessment) -> dict[str, str]:
    look = VERDICTS[assessment.verdict]
    return {"headline": headline(assessment), "sign": look.sign, "colour": look.colour}


def _decides(
    checklist: Checklist, item: AssessedCriterion, assessment: Assessment
) -> tuple[dict[str, Any], ...]:
    """Why a criterion decides, and its sentence; for patients in plain words, if there are any."""
    reason, text = _reason(checklist, item, assessment), item.criterion.text
    plain = item.criterion.plain if is_plain() else None
    if plain:
        return reason, {"parts": explained_parts(plain), "says": [explained_parts(text)]}
    return reason, {"text": f"“{text}”", "quote": True}


def _reason(
    checklist: Checklist, item: AssessedCriterion, assessment: Assessment
) -> dict[str, Any]:
    return {"name": item.criterion.name, "text": f": {in_short(checklist, item, assessment)}"}


def _besides(checklist: Checklist, assessment: Assessment) -> list[dict[str, Any]]:
    """What else there is to say: where the record disagrees with itself, what would need to change,
    what hangs on drafts and cases, and which answers contradict each other."""
    disputed = [item for item in assessment.criteria if item.state is State.DISPUTED]
    changes = what_would_change(checklist, assessment)
    drafts = [capitalised(line) for line in hangs_on_drafts(assessment)]
    contradictions = dict.fromkeys(assessment.contradictions.values())
    return [
        *(_reason(checklist, item, assessment) for item in disputed),
        *([{"name": "What would need to change", "text": ""}] if changes else []),
        *({"items": items} for items in (list(map(_change, changes)), drafts) if items),
        *({"text": told} for told in cases_in_words(checklist, assessment)),
        *({"text": problem, "disagrees": True} for problem in contradictions),
    ]


def _change(one: NeededChange) -> str:
    name, said = one.item.criterion.name, "; ".join(one.what)
    windows = " ".join(one.windows)
    return f"{name}, {WORDS[one.outlook]}: {said}. {windows}".strip()


def _in_short(checklist: Checklist, known: session.Standing) -> dict[str, Any]:
    assessment = known.assessment
    settled = sum(item.state not in OPEN for item in assessment.criteria)
    said = [f"{settled} of {len(assessment.criteria)} settled"]
    said += [in_short(checklist, item, assessment) for item in assessment.deciding[:_SHOWN_WHY]]
    if known.questions:
        fact = known.questions[0].fact
        said.append(f"ask next: {(is_plain() and fact.plain) or fact.label}")
    person = session.shown_person(checklist) or ""
    return {"person": person, **_headline(assessment), "said": " · ".join(said)}
