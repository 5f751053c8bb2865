"""The substance beside an amount: the words around it that are not words of dosing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from data.drafting.normalise import Normalised

_WORDS_OF_DOSING: Final = """
a about according additional administered administer administration administrations all an
and another any approximately arm arms as at bag be been before being between body bolus
both by can capsule capsules cohort combination commencing comprising consisting concomitant
concomitantly continuous continuously control cream cycle cycles d daily day days delivered
delivery divided dosage dose doses dosed dosing drug during each either escalating every
experimental first fixed flat followed for fraction fractions from full gel get give given
group had half has have high higher hour hours i im in infused infusion infusions ingest
ingested initial initially injected injection injections instilled intervention into
intradermal intradermally intramuscular intramuscularly intranasal intrathecal intravenous
intravenously intravitreal is it iv kg level load loading low lower maintenance matching
medication mg minutes month months morning night no non of on once one only or oral orally
over part participant participants patient patients per period phase po plus population pre
prior product q randomized randomised rate receive received receives receiving regimen
repeated same sc second simultaneous single solution standard start started starting
subcutaneous subcutaneously subject subjects subsequent subsequently sublingual tablet
tablets take taken takes taking target than that the their them then therapeutic therapy
these they third this three time times to topical total treated treatment treatments twice
two under until up used using usual was week weekly weeks were when where which will with
within without x children adults women men who dosis weight based consists include includes
including concurrent concurrently alone intraperitoneal study after also approx test active
investigational eye eyes spray volume applied volunteers healthy infants undergo systemic
premedication pretreatment chemotherapy radiation consisted there water food gbq mbq mci uci
gy cgy mmol iu ml intratumoral epidural rectal vaginal inhaled inhalation nebulized
nebulised versus vs be-administered prescribed assigned enrolled initiate initiated added
combined along together
"""
NAMELESS: Final = frozenset(_WORDS_OF_DOSING.split())
"""Words that are beside amounts and name no substance."""
_WORD: Final = re.compile(r"[a-z0-9α-ω][\wα-ω®™-]*(?:\.\d+)?")
_JOINS: Final = re.compile(
    r"(?<!\w)[\s,:(=-]*(?:(?:at|in|with|as|using|is|was|given|administered|will|be|,|a|an|the|"
    r"of|dose|doses|dosed|"
    r"dosage|daily|dose level|single|fixed|initial|starting|loading|maintenance|oral|orally|"
    r"intravenous|"
    r"intravenously|iv|sc|im|po|subcutaneous|subcutaneously|intramuscular|injection|infusion|"
    r"tablets?|capsules?)"
    r"[\s,:(]+)*$"
)
_DESCRIBES: Final = re.compile(r"-(?:based|dose|release|label|blind|week|day|hour|minute)$")
_MOST_WORDS: Final = 4


@dataclass(frozen=True, kw_only=True)
class Name:
    """A substance as the text writes it, and its place in the normalised text."""

    text: str
    start: int
    end: int


def name_at(
    normalised: Normalised, start: int, before: int, after: int, *, before_only: bool = False
) -> Name | None:
    """Name the substance of what stands between two places of a sentence.

    Args:
        normalised: the text.
        start: where the sentence begins.
        before, after: where the amount begins and ends.
        before_only: do not look behind it.
    """
    text = normalised.text
    if not before_only:
        behind = re.compile(r"[ -]*(?:(?:dose )?of )?(?:the )?(?:\d+(?:\.\d+)?\s*% )?").match(
            text, after
        )
        words = _forward(text, behind.end() if behind else after)
        if words is not None:
            return _name(normalised, *words)
    joined = _JOINS.search(text[start:before])
    place = start + (joined.start() if joined else before - start)
    words = _backward(text, start, place)
    return _name(normalised, *words) if words else None


def _name(normalised: Normalised, start: int, end: int) -> Name | None:
    first, last = normalised.original(start, end)
    text = normalised.source[first:last].strip(" ®™,-")
    return (
        Name(text=text, start=start, end=end)
        if re.search(r"[^\W\d]{3}|[A-Za-z]+-?\d{2}", text)
        else None
    )


def _is_name(word: str) -> bool:
    bare = word.strip("®™-")
    return (
        bool(re.search(r"[a-zα-ω]", bare))
        and bare not in NAMELESS
        and not _DESCRIBES.search(bare)
        and not re.fullmatch(
            r"(?:auc)?\d+[a-z]{0,2}|[a-z]|[qbt]\.?i\.?d|[bt]iw|q[dw]|q\d+\w|qod|od|bd|ml|mcg|m2|"
            r"gy|nbsp",
            bare,
        )
    )


def _forward(text: str, place: int) -> tuple[int, int] | None:
    start = end = place
    for count in range(_MOST_WORDS):
        match = _WORD.match(text, end if count == 0 else end + 1)
        if match is None or not _is_name(match[0]) or (count and text[end] != " "):
            break
        if count and match[0].endswith(("ly", "ed", "ing")):
            break
        if not count and match[0].endswith(("ly", "ed")):
            return None
        end = match.end()
    return (start, end) if end > start else None


def _backward(text: str, start: int, place: int) -> tuple[int, int] | None:
    end = place
    while end > start and text[end - 1] in " ,:(=-®™)":
        if text[end - 1] == ")":
            opened = text.rfind("(", start, end)
            if opened <= start:
                return None
            end = opened
            continue
        end -= 1
    first = end
    for _ in range(_MOST_WORDS):
        match = None
        begin = first
        while begin > start and (text[begin - 1].isalnum() or text[begin - 1] in "-®™"):
            begin -= 1
        match = _WORD.fullmatch(text, begin, first)
        if match is None or not _is_name(match[0]):
            break
        kept, first = begin, begin
        if begin > start and text[begin - 1] == " " and begin - 1 > start:
            first = begin - 1
            following = text[first - 1]
            if not (following.isalnum() or following in "-®™"):
                return kept, end
            word_start = first
            while word_start > start and (
                text[word_start - 1].isalnum() or text[word_start - 1] in "-®™"
            ):
                word_start -= 1
            if not _is_name(text[word_start:first]):
                return kept, end
            continue
        return kept, end
    return (first, end) if first < end and _is_name(text[first:end].split(" ")[0]) else None


def stands_alone(sentence: str) -> bool:
    """Whether a sentence is a bare instruction, `Single dose intravenous (IV) infusion`."""
    words = re.findall(r"[a-z]+", sentence)
    return 0 < len(words) <= 14 and all(word in NAMELESS or len(word) < 4 for word in words)
