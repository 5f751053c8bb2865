"""When something is, in relation to the study: `within 14 days before randomisation`."""

from __future__ import annotations

from typing import Final

from data.drafting.limits import Bounds
from data.drafting.sentence import Sentence, SentencePart

_BEFORE: Final = frozenset({"before", "prior", "preceding"})
TIME_UNITS: Final = frozenset({"years", "months", "weeks", "days", "hours"})


def time_at(sentence: Sentence, place: int) -> SentencePart | None:
    """`within 14 days before randomisation`, `at screening`."""
    within = sentence.ends("within", place)
    if within is not None:
        bounds = _window(sentence, within)
        if bounds is not None:
            end = _anchor(sentence, bounds.end)
            return SentencePart(kind="time", start=place, end=end, bounds=bounds)
    if sentence.lexicon.comparators.has(sentence.tokens, place):
        return _ago(sentence, place)
    at = sentence.ends("at_time", place)
    if at is not None:
        anchor = sentence.ends("anchors", at)
        if anchor is not None:
            return SentencePart(kind="time", start=place, end=_more_anchors(sentence, anchor))
    whole = sentence.ends("times", place)
    if whole is not None:
        return SentencePart(kind="time", start=place, end=whole)
    return None


def _ago(sentence: Sentence, place: int) -> SentencePart | None:
    """`< 4 weeks before the first dose`, `less than 6 months ago`."""
    bounds = sentence.limits.at(place)
    if bounds is None or len(bounds.limits) > 1 or bounds.limits[0].unit not in TIME_UNITS:
        return None
    end = bounds.end
    if sentence.text(end) == "ago":
        return SentencePart(kind="time", start=place, end=end + 1, bounds=bounds)
    anchored = _anchor(sentence, end) if sentence.text(end) in _BEFORE else end
    return (
        SentencePart(kind="time", start=place, end=anchored, bounds=bounds)
        if anchored > end
        else None
    )


def _window(sentence: Sentence, place: int) -> Bounds | None:
    """The amount of time that a window is long."""
    while sentence.text(place) in ("the", "last", "past", "previous", "prior", "preceding"):
        place += 1
    # Read like `at most 14 days`: a window includes its end.
    amount = sentence.limits.time(place)
    return amount if amount and amount.limits[0].unit in TIME_UNITS else None


def _anchor(sentence: Sentence, place: int) -> int:
    """Where the time ends that a window is counted from: `before the first dose`."""
    end = place + (sentence.text(place) == "'")
    before = sentence.ends("before", end)
    if before is None:
        return end
    the = before
    while sentence.text(the) in ("the", "of", "to", "study", "their", "this") and not sentence.has(
        "anchors", the
    ):
        the += 1
    anchor = sentence.ends("anchors", the)
    if anchor is not None:
        return _more_anchors(sentence, anchor)
    ends = sentence.text(end) in ("prior", "before") and before >= len(sentence.tokens)
    return before if ends else end


def _more_anchors(sentence: Sentence, place: int) -> int:
    """Skip further words of the same kind: `of study drug`, `visit`, `(Day 1)`."""
    for _ in range(3):
        text = sentence.text(place)
        if text == "(":
            inside = sentence.ends("anchors", place + 1)
            if inside is None or sentence.text(inside) != ")":
                return place
            place = inside + 1
        elif text in ("visit", "period", "phase", "date"):
            place += 1
        elif text in ("or", "and", "/", "of", "in", "for", "into"):
            following = place + 1 + (sentence.text(place + 1) in ("the", "at"))
            anchor = sentence.ends("anchors", following)
            if anchor is None:
                return place
            place = anchor
        else:
            return place
    return place
