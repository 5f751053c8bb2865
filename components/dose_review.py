"""Review the doses that the program has drafted, one sentence at a time."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final

import streamlit as st

from components import readings, session
from components.eligibility.drafts import underlined_sentence
from components.literal import literal
from data.annotations import Annotations
from data.annotations.schedule import Course, DoseReview, ScheduleAnnotation
from data.dose_reviews import course_of, to_review, with_review, without_review
from data.drafting.doses import GroupDose, draft_doses
from data.drafting.nodes import Span
from data.schedule import what_text

_DAYS_IN_WEEK: Final = 7
_MOST_WEEKS: Final = 520
_HOW_TO_WRITE: Final = (
    "Write one dose as a record would: “Zelumab 200 mg intravenously every 3 weeks, up to 35 "
    "cycles”. What the program reads in it stands below; only that is taken."
)
_key: Final = partial(session.key, "dose-review")


def open_key() -> str:
    """The key under which this review is unfolded."""
    return _key("open")


def dose_review(others: tuple[str, ...]) -> None:
    """Offer to review the drafted doses; nothing where a person has read the schedule.

    Args:
        others: the keys of the other reviews on the page.
    """
    schedule = session.annotations().schedule
    drafts = to_review(session.study(), schedule)
    readings.lapsed(schedule.lapsed)
    if not drafts and not schedule.reviews:
        return
    with readings.unfolded("Review drafted doses", open_key(), others) as folded:
        if folded.open:
            st.caption(
                f"{len(drafts)} to review, {len(schedule.reviews)} reviewed. An arm group is drawn "
                "as reviewed, and opens the planner, once all its drafts are judged."
            )
            by = readings.reviewer()
            if drafts:
                _one(drafts, by)
            _take_back(schedule)
            readings.keep()


def _one(drafts: list[tuple[str, GroupDose]], by: str) -> None:
    """Show one draft, and what can be done with it."""
    at = _key("at")
    number = st.session_state.get(at, 0) % len(drafts)
    group, draft = drafts[number]
    st.markdown(f"**{literal(group)}** ({number + 1} of {len(drafts)})")
    _sentence(draft, f"{group}:{number}")
    st.markdown(f"Drafted: {literal(draft.words)}")
    begins = _begins(group, draft)

    def skip() -> None:
        st.session_state[at] = number + 1

    decide = partial(_decide, group, draft, by)
    if readings.judging(
        by,
        changing=_key("changing"),
        shown=draft.words,
        accept=partial(decide, "accepted", course_of(draft, begins)),
        reject=partial(decide, "rejected", None),
        go_on=skip,
    ):
        _change(group, draft, by, begins)


def _begins(group: str, draft: GroupDose) -> int | None:
    """Ask when the dose begins, in days from the first of its arm; None: not stated."""
    week: int | None = st.number_input(
        "Begins in week (0: with the first dose of the arm; empty: the record does not say)",
        min_value=0,
        max_value=_MOST_WEEKS,
        step=1,
        value=None if draft.place else 0,
        key=_key(f"{group}:{draft.words}:week"),
    )
    return None if week is None else week * _DAYS_IN_WEEK


def _sentence(draft: GroupDose, key: str) -> None:
    """Show the sentence; underlined is where the dose was read."""
    before = Span(start=0, end=draft.span.start)
    after = Span(start=draft.span.end, end=len(draft.sentence))
    foot = "Drafted by a program, reviewed by nobody. Underlined: where this dose was read."
    underlined_sentence(draft.sentence, (before, after), foot, f"dose:{key}")


def _change(group: str, draft: GroupDose, by: str, begins: int | None) -> None:
    """Let a dose be written anew."""
    st.caption(literal(_HOW_TO_WRITE))
    written = st.text_input(
        "The dose in words", draft.words, max_chars=300, key=_key(f"{group}:{draft.words}:words")
    )
    read = draft_doses(written or "", draft.dose.substance)
    if len(read) != 1:
        said = "no dose is understood" if not read else f"{len(read)} doses are understood"
        st.error(literal(f"Here {said}; write one substance, its amount and how often."))
        return
    changed = replace(draft, dose=read[0])
    st.markdown(f"Read: {literal(changed.words)}")
    decide = partial(_decide, group, draft, by, "changed", course_of(changed, begins))
    st.button("Accept as changed", on_click=decide, type="primary")


def _decide(group: str, draft: GroupDose, by: str, decision: str, course: Course | None) -> None:
    review = DoseReview.model_validate(
        {
            **readings.signed(by).model_dump(),
            "group": group,
            "drafted": draft.words,
            "quote": draft.sentence,
            "decision": decision,
            "course": course,
        }
    )
    readings.take(_with(with_review(session.study(), session.annotations().schedule, review)))


def _with(schedule: ScheduleAnnotation) -> Annotations:
    return session.annotations().model_copy(update={"schedule": schedule})


def _take_back(schedule: ScheduleAnnotation) -> None:
    """List what has been reviewed, and let each be taken back."""
    for place, review in enumerate(schedule.reviews):
        what = what_text(review.course) if review.course else review.drafted
        said = f"{review.group}: {what}: {review.decision}"
        readings.take_back(said, review, f"dose-{place}", partial(_without, review))


def _without(review: DoseReview) -> Annotations:
    return _with(without_review(session.study(), session.annotations().schedule, review))
