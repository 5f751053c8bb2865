"""The lines of an eligibility text that name inclusion or exclusion, and so open that kind.

Sponsors write them in any form and language: `II. EXCLUSION CRITERIA`, `Cohort 1 (MBM) Inclusion
Criteria`, `Critères de non-inclusion :`, `Patients will be excluded if they have:`. A sentence that
only mentions criteria (`Meets all inclusion criteria of the parent study`) opens nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["inclusion", "exclusion", "not stated"]

_INCLUSION = r"(?:inclusions?|inclusi[oó]n|inclus[aã]o|inclusione|inclusie|einschlu(?:ss|ß))"
_EXCLUSION = (
    r"(?:exclusions?|exclusi[oó]n|exclus[aã]o|esclusione|exclusie|ausschlu(?:ss|ß)|ineligibility)"
)
_NEGATION = r"(?:non|not|no|n[aã]o|nicht|niet)[\s‐-–-]*"
_ONE_KIND = rf"(?:{_NEGATION})?(?:{_INCLUSION}|{_EXCLUSION}|eligibility)"
_KINDS = rf"{_ONE_KIND}(?:\s*(?:/|and|&|or|et|und|y|e|en)\s*{_ONE_KIND})?"
_CRITERIA = r"(?:[ck]rit[eèé]r\w{1,4}|standards?)"
# `exclusion criteria`, `Ausschlusskriterien`, `criteria for exclusion`, `critères d'exclusion`.
_NAMED = re.compile(
    rf"\b(?:{_KINDS}[\s-]*{_CRITERIA}\b|"
    rf"{_CRITERIA}\s+(?:of|for|to|de|di|da|do|del|d|dell|pour|para)\b\s*[’'´]?\s*(?:the\s+)?{_KINDS}\b)",
    re.IGNORECASE,
)
_BARE = re.compile(rf"{_KINDS}\b", re.IGNORECASE)
_SAYS_INCLUSION = re.compile(rf"(?<!\w){_INCLUSION}|(?<!\w)eligibility", re.IGNORECASE)
_SAYS_EXCLUSION = re.compile(
    rf"{_EXCLUSION}|{_NEGATION}(?:{_INCLUSION}|eligibility)", re.IGNORECASE
)
# Numbers, letters and signs that stand before a heading: `II.`, `A)`, `3.1`, `**`, `[`, `【`.
_ORNAMENT = re.compile(
    r"(?:[\s*#_•·▪◦‐-―.\[\]【】(){}<>«»“”\"=-]|\d{1,3}(?:\.\d{1,2})*[.):]?(?=\s|\Z)|"
    r"(?:[IVX]{1,5}|[A-Za-z])[.):](?=\s|\Z))*+"
)
_EMPHASIS = re.compile(
    r"\A(?:\*\*|__|[*_]+\Z)\s*|\s*(?:\*\*|__)\Z"
)  # what is left of `**…:** rest`
_CLOSING = ' \t*#_.]】}>»”"='

# Words of which a heading's label may wholly consist.
_QUALIFIERS: Final = frozenset(
    re.findall(
        r"\w+",
        "additional all applicable basic child clinical common core detailed for following full "
        "further general important key main major minimum other overall participant participants "
        "patient patients primary principal protocol secondary some specific study subject "
        "subjects the these trial volunteer volunteers",
    )
)
_PLAIN: Final = frozenset({"general", "participant", "patient", "study", "subject", "the", "trial"})
_COHORT = re.compile(
    r"(?:sub-?)?(?:cohorts?|groups?|parts?|phases?|arms?|stages?|stratum|strata|stud(?:y|ies)|trial|"
    r"population|module|step|period|section|cohorte|groupe|gruppe|grupo|gruppo|teil|partie|parte|"
    r"healthy|patients?|controls?|volunteers?|donors?)\b",
    re.IGNORECASE,
)
_NUMBERED_COHORT = re.compile(
    rf"{_COHORT.pattern}\s*[#:]?\s*(?:\d|[A-Z]\b|[IVX]+\b)", re.IGNORECASE
)
# With one of these a line says something of criteria instead of naming them.
_SPEAKS_OF = re.compile(
    r"\b(?:meet\w*|met|fulfil\w*|satisf\w+|compl(?:y|ies|ying)|match\w*|violat\w*|defined|not|no|none|"
    r"without|other than|see|refer\w*|per|according|based|if|who|with|has|have|had)\b",
    re.IGNORECASE,
)
_LISTS = re.compile(r"\b(?:following|below|criteria (?:are|is|include))\b", re.IGNORECASE)
_LABEL_AFTER = re.compile(
    r"\s*(?:[(\[,/‐-―-]|(?:for|of|in|during|specific|applicable|common|at|to|on|only|pour|para|für|per|"
    r"before|after|as|which|that|\d)\b)",
    re.IGNORECASE,
)
_ARE = re.compile(
    r"\s*(?:are|is|were|include[sd]?|including|comprise[sd]?|will be|sont|sind|son|sono|são|zijn)\b"
    r"(?:\s+as follows|\s+the following)?\s*",
    re.IGNORECASE,
)
_FIRST_ITEM = re.compile(r"\s+(?:\(?\d[.)]|[A-Za-z][.)]|[*•-]\s+[^\W\d_])\s*")
_MAX_LABEL: Final = 14  # words; a longer line is a sentence

_PEOPLE = (
    r"(?:(?:any|all|those|other|the|adult|female|male|pregnant|potential)\s+)*"
    r"(?:patients?|subjects?|participants?|volunteers?|individuals?|persons?|people|wom[ae]n|m[ae]n|"
    r"children|adults|candidates?|those|anyone|donors?|infants?|they)\b"
)
_OUT = (
    r"(?:(?:will|shall|must|should|would|can|may)\s+(?:also\s+)?be|are|is|were|to\s+be)\s+(?:also\s+)?"
    r"(?:excluded|ineligible|not\s+(?:eligible|allowed|permitted))|"
    r"(?:will|shall|must|should|can|may)\s*not\s+(?:be\s+)?"
    r"(?:eligible|included|enrolled|recruited|participate|enrol+|take\s+part)"
)
_EXCLUDES_PEOPLE = re.compile(rf"{_PEOPLE}[^.:]*?\b(?:{_OUT})\b", re.IGNORECASE)
_EXCLUDE_WHOM = re.compile(
    r"(?:not\s+eligible|ineligible|exclude[sd]?|excluding)\b[^:.]{0,80}:", re.IGNORECASE
)
_INCLUDES_PEOPLE = re.compile(
    rf"(?:to\s+be\s+(?:eligible|included)\b|{_PEOPLE}[^.:]*?\b"
    r"(?:(?:will|must|should|may|can)\s+be|are|is)\s+(?:eligible|included|enrolled)\b)",
    re.IGNORECASE,
)
_EXCEPTION = re.compile(
    r"\b(?:unless|except\w*|not\s+(?:be\s+)?excluded|(?<!not )(?<!not be )eligible\s+if)\b",
    re.IGNORECASE,
)

# A heading stuck to the line before it begins with a capital; `exclusion criteria` in the middle of
# a sentence does not.
_INSIDE = re.compile(
    rf"(?<=\S)\s+(?=(?:(?:Key|Main|KEY|MAIN)\s+)?(?:(?=[A-Z])(?i:{_NAMED.pattern})\s*(?::|$)|"
    rf"(?=[A-Z])(?i:{_ONE_KIND})\s*:))|(?<=[.;])\s+(?=(?i:{_NAMED.pattern})\s*:)"
)
_LINKED = re.compile(
    r"\b(?:the|following|all|any|of|these|other|and|or|meet\w*|per|with|no|non|not|this|study|both|in|"
    r"above|below|each|specific|protocol|trial|for|to|key|main)[\s/&-]*\Z|[(\[/&-]\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A line that opens a kind.

    Args:
        kind: what it opens.
        label: what else it says (`Cohort 1 (MBM)`, `Key Inclusion Criteria`), verbatim.
        cohort: whether the label names people to whom the headings below belong too.
        rest: what stands behind it on its line, the first criterion.
        alone: it is a criterion of that kind itself, and opens nothing for the lines below.
    """

    kind: Kind
    label: str | None = None
    cohort: bool = False
    rest: str = ""
    alone: bool = False


def headings_on_lines_of_their_own(line: str) -> list[str]:
    """Break a line before each heading that is stuck inside it."""
    parts, start = [], 0
    for match in _INSIDE.finditer(line):
        before = line[start : match.start()]
        bare = _bare(before)
        if not bare or _LINKED.search(before[-80:]):
            continue
        if len(bare) > 200 or not _is_label(bare, bullet=_has_bullet(before)):
            parts.append(before)
            start = match.start()
    return [*parts, line[start:]]


def read_heading(text: str, now: Kind) -> Heading | None:
    """Read a line that opens a kind; None for one that is content.

    Args:
        text: the line, without the white space around it.
        now: the kind that is open where it stands.
    """
    core = _bare(text)
    if found := _NAMED.search(core):
        return _named(text, core, found)
    if found := _BARE.match(core):
        return _of_one_word(core[found.end() :], _kind(found[0]))
    return _sentence(text, core, now)


def is_cohort(text: str) -> bool:
    """Whether a line alone names people or a part of the study: `Group 1: with diabetes`."""
    return len(text.split()) <= _MAX_LABEL and bool(
        text.endswith(":") or _NUMBERED_COHORT.match(text)
    )


def _bare(text: str) -> str:
    return _ORNAMENT.sub("", text, count=1)


def _has_bullet(text: str) -> bool:
    return _bare(text) != text.lstrip()


def _kind(phrase: str) -> Kind:
    exclusion = bool(_SAYS_EXCLUSION.search(phrase))
    inclusion = bool(_SAYS_INCLUSION.search(_SAYS_EXCLUSION.sub("", phrase)))
    if "eligibility" in phrase.lower() and not exclusion:
        return "not stated"
    if inclusion == exclusion:
        return "not stated"
    return "inclusion" if inclusion else "exclusion"


def _named(text: str, core: str, found: re.Match[str]) -> Heading | None:
    before, after = core[: found.start()].strip(), core[found.end() :]
    kind = _kind(found[0])
    label, colon, rest = _at_colon(after)
    if colon and before and _LISTS.search(before) and len(before.split()) <= _MAX_LABEL:
        return Heading(kind=kind, label=_clean(text[: len(text) - len(rest)]), rest=rest)
    if not _may_stand_before(before, bullet=_has_bullet(text), sure=bool(colon) and not rest):
        return None
    said = label.strip(_CLOSING)
    if kind == "not stated" and before and not colon:
        return None  # `Other inclusion/exclusion criteria`
    if are := _ARE.match(label):
        said, rest = "", rest or label[are.end() :].strip()
    elif said and not colon and _FIRST_ITEM.match(after):
        said, rest = "", after.strip()
    elif said:
        if not _LABEL_AFTER.match(label) or len(said.split()) > _MAX_LABEL:
            return None
        if not colon and (label.rstrip().endswith(".") or _SPEAKS_OF.search(said)):
            return None
    return _labelled(kind, text[: len(text) - len(rest)] if rest else text, before, said, rest)


def _labelled(kind: Kind, line: str, before: str, after: str, rest: str = "") -> Heading:
    """Say what a heading names beside its kind: a cohort, or the whole line that qualifies it."""
    plain = not set(before.lower().split()) - _PLAIN
    if not plain and not after and _COHORT.match(before):
        return Heading(kind=kind, label=before.rstrip(" :–—-"), cohort=True, rest=rest)
    if plain and after.startswith(("-", "–", "—")):
        return Heading(kind=kind, label=after.lstrip(" –—-"), rest=rest)
    return Heading(kind=kind, label=None if plain and not after else _clean(line), rest=rest)


def _clean(line: str) -> str:
    return line.strip(" \t*#_")


def _at_colon(text: str) -> tuple[str, str, str]:
    parts = re.split(r"([:：])", text, maxsplit=1)
    if len(parts) == 1:
        return text, "", ""
    return parts[0], ":", _EMPHASIS.sub("", parts[2].strip())


def _may_stand_before(before: str, *, bullet: bool, sure: bool) -> bool:
    if not before or _is_label(before, bullet=bullet):
        return True
    words = before.split()
    if len(words) > _MAX_LABEL or _SPEAKS_OF.search(before) or before[-1] in ",;":
        return False
    named = not bullet and all(word[0].isupper() or not word[0].isalpha() for word in words)
    return len(words) <= 6 and (sure or named)


def _is_label(text: str, *, bullet: bool) -> bool:
    words = re.findall(r"[^\W\d_]+", text.lower())
    if len(text.split()) > _MAX_LABEL:
        return False
    if all(word in _QUALIFIERS for word in words):
        return True
    return bool(_NUMBERED_COHORT.match(text)) or (
        not bullet and text.rstrip().endswith(":") and bool(_COHORT.match(text))
    )


def _of_one_word(after: str, kind: Kind) -> Heading | None:
    """Read what begins with the kind alone: `Exclusion: pregnancy`, `INCLUSION`."""
    label, colon, rest = _at_colon(after)
    if colon and not label.strip(" *_"):
        return Heading(kind=kind, rest=rest)
    if not after.strip(_CLOSING):
        return Heading(kind=kind)
    if re.fullmatch(r"\s*[(\[][^)\]]{1,80}[)\]]\s*", label):
        return Heading(kind=kind, label=label.strip(), rest=rest)
    return None


def _sentence(text: str, core: str, now: Kind) -> Heading | None:
    opens = core.endswith(":") or bool(re.search(r"\b(?:if|following)\Z", core))
    if _EXCLUDES_PEOPLE.match(core) and not _EXCEPTION.search(core):
        if opens:
            return Heading(kind="exclusion", label=_clean(text))
        return Heading(kind="exclusion", rest=text, alone=True)
    if (found := _EXCLUDE_WHOM.match(core)) and now != "exclusion":
        return Heading(kind="exclusion", label=_clean(found[0]), rest=core[found.end() :].strip())
    if now == "not stated" and opens and _INCLUDES_PEOPLE.match(core):
        return Heading(kind="inclusion", label=_clean(text))
    return None
