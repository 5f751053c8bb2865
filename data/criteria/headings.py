"""The lines of an eligibility text that name inclusion or exclusion, and so open that kind.

Sponsors write them in any form and language: `II. EXCLUSION CRITERIA`, `Cohort 1 (MBM) Inclusion
Criteria`, `Critères de non-inclusion :`, `Patients will be excluded if they have:`. A sentence that
only mentions criteria (`Meets all inclusion criteria of the parent study`) opens nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from data.criteria.groups import (
    COHORT,
    MAX_LABEL,
    NUMBERED_COHORT,
    ROLE,
    names_a_group,
    names_several,
)
from data.criteria.kind import CriterionKind
from data.criteria.marks import follows
from data.criteria.sentences import EXCEPTION, kind_said, opens
from data.words import phrases


def _misspelt(word: str) -> str:
    """Make a pattern of a word and of it with one letter lost, changed, added or moved."""
    added, moved, changed = [], [], []
    for place in range(len(word)):
        before, letter, after = word[:place], word[place], word[place + 1 :]
        added.append(rf"{before}\w{letter}{after}")
        moved += [f"{before}{after[0]}{letter}{after[1:]}"] if after else []
        changed.append(rf"{before}\w?{after}")
    return rf"(?>{'|'.join((word, *added, *moved, *changed))})"  # atomic: many fit one word


_INCLUSION = (
    rf"(?:{_misspelt('inclusion')}(?:s|ary)?|inclusive|inclusi[oó]n|inclus[aã]o|inclusione|inclusie|"
    r"in[ck]lu(?:sion|sjon)s?|einschlu(?:ss|ß)|aufnahme|insluit(?:ings?)?)"
)
_EXCLUSION = (
    rf"(?:{_misspelt('exclusion')}(?:s|ary)?|exclusive|exclusi[oó]n|exclus[aã]o|esclusione|exclusie|"
    r"eks?[ck]lu(?:sion|sjon)s?|exklusions?|ausschlu(?:ss|ß)|uitsluit(?:ings?)?|ineligibility|disqualifying)"
)
_ELIGIBILITY = r"[eé]l[ie]gg?ibili\w+"
# Words that name exclusion where they stand with criteria: `Rejection criteria`.
_REJECTION = (
    r"(?:rejection|eliminat?ion|eliminaci[oó]n|elimina[cç][aã]o|de-?selection|withdrawal|"
    r"disqualification|discontinuation|excl?\.?)"
)
_NEGATION = r"(?:non|not|no|n[aã]o|nicht|niet)[\s‐-–-]*"
_ONE_KIND = rf"(?:{_NEGATION})?(?:{_INCLUSION}|{_EXCLUSION}|{_ELIGIBILITY})"
_KINDS = rf"{_ONE_KIND}(?:\s*(?:/|and|&|or|et|und|y|e|en)\s*{_ONE_KIND})?"
_CRITERIA = rf"(?:{_misspelt('criteria')}s?|[ck]rit(?:[eèé]i?r|ier)\w{{1,4}}|standards?)"
_NOUN = (
    rf"(?:{_CRITERIA}|requirements?|rules?|characteristics?|parameters?|guidelines?|checklists?|lists?|"
    r"items?|points?|features?|indications?|factors?|conditions?|diagnos[ei]s|questions?|aspects?|"
    r"considerations?|section|reasons?|grounds)"
)
_GAP = r"[\s_‐-―-]*"
# `exclusion criteria`, `Ausschlusskriterien`, `criteria for exclusion`, `critères d'exclusion`.
_NAMED = phrases(
    rf"(?<![^\W_])(?:{_KINDS}(?:\s*/\s*withdrawal)?{_GAP}{_NOUN}(?![^\W_])|{_REJECTION}{_GAP}{_CRITERIA}(?![^\W_])|"
    rf"(?:{_CRITERIA}|reasons?|grounds|conditions?|redenen|lists?|table|summary|overview)\s+"
    r"(?:of|for|to|de|di|da|do|del|d|dell|pour|para|für|zum|voor)"
    r"\b\s*[’'´]?\s*(?:(?:the|den|die|la|l|de)\b\s*[’'´]?\s*)?"
    rf"(?:{_KINDS}\b(?:{_GAP}{_CRITERIA}(?![^\W_]))?|"
    rf"(?:(?<=for )|(?<=de )){_REJECTION}\b))",
)
_BARE = phrases(
    rf"(?P<before>(?:(?:key|main|major|other|general|additional|specific|further|common)\s+)*){_KINDS}\b",
)
_KIND_ALONE = phrases(rf"(?:(?:the|key|main|major)\s+)*{_KINDS}(?:{_GAP}{_CRITERIA})?[\s:.]*")
_LAST = phrases(rf"\b{_KINDS}\s*:?\Z")
_OF_A_KIND = phrases(
    r"\s*(?:(?:from|for)\s+(?:the|this)\s+(?:study|trial)|"
    r",?\s*any\s+of(?:\s+the\s+following)?|of\s+(?:patients|subjects|participants|people|women|men)\b.*)"
    r"\s*",
)
_SAYS_INCLUSION = phrases(rf"(?<!\w){_INCLUSION}|(?<!\w){_ELIGIBILITY}")
_SAYS_ELIGIBILITY = re.compile(_ELIGIBILITY, re.IGNORECASE)
_SAYS_EXCLUSION = phrases(rf"{_EXCLUSION}|{_NEGATION}(?:{_INCLUSION}|{_ELIGIBILITY})|{_REJECTION}")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
# Signs that look like others: the narrow blanks before a French colon, the colon of a ratio.
_LOOKS_LIKE: Final = str.maketrans(
    {"\u00a0": " ", "\u202f": " ", "\u2009": " ", "∶": ":", "：": ":"}
)
# Numbers, letters and signs that stand before a heading: `II.`, `A)`, `3.1`, `**`, `[`, `【`.
_ORNAMENT = re.compile(
    r"(?:[\s*#_•·▪◦●■□►➢‐-―.\[\]【】《》「」~(){}<>«»“”\"=-]|o(?=\s+[A-Z])|\d{1,3}(?:\.\d{1,2})*[.):]?(?=\s|\Z)|"
    r"(?:[IVX]{1,5}|[ivx]{1,5}|[A-Za-z])(?:[.):]|-(?=\s))(?=\s|\Z)|(?:I[IVX]|V?I{2,3}|VI)(?=\s))*+"
)
_EMPHASIS = re.compile(
    r"\A(?:\*\*|__|[*_]+\Z)\s*|\s*(?:\*\*|__)\Z"
)  # what is left of `**…:** rest`
_CLOSING = ' \t*#_.;?|]】》」~^†}>»”"='

# Words of which a heading's label may wholly consist.
_QUALIFIERS: Final = frozenset(
    re.findall(
        r"\w+",
        "additional all applicable basic child clinical common core detailed for following full "
        "further general important key main major minimum other overall participant participants "
        "patient patients primary principal protocol secondary some specific study subject "
        "subjects the these trial volunteer volunteers what are list table summary overview of "
        "les los las i os die de le",
    )
)
_PLAIN: Final = frozenset({"general", "participant", "patient", "study", "subject", "the", "trial"})
_THEMSELVES = phrases(r"(?:patient|participant|subject|client|survivor)s?")
_VERB = phrases(r"\b(?:are|is|were|be|includ\w+|compris\w+)\b")
_GROUP_BEHIND = phrases(
    r"(?:for\s+(?:the\s+)?|of\s+(?:the\s+)?|[-–—,|(\[]+\s*)(?P<name>[^()\[\]]{3,60})[)\]]?",
)
# With one of these a line says something of criteria instead of naming them.
_MEETS = r"meet\w*|met|fulfil\w*|satisf\w+|compl(?:y|ies|ying)|violat\w*|see|refer\w*|none"
_MET = phrases(rf"\b(?:{_MEETS})\b")
_SPEAKS_OF = phrases(
    rf"\b(?:{_MEETS}|match\w*|defined|not|no|without|other than|per|according|based|if|who|with|"
    r"has|have|had)\b",
)
_LISTS = phrases(r"\b(?:following|below|criteria (?:are|is|include))\b")
_LABEL_AFTER = phrases(
    r"\s*(?:[({<\[,/|→_‐-―-]|(?:for|of|in|during|specific|applicable|common|at|to|on|only|pour|para|für|per|"
    r"before|after|as|which|that|prior|under|when|upon|des|du|de|del|della|dos|das|commun\w*|au|voor|van|"
    r"\d)\b)",
)
_ARE = phrases(
    r"\s*(?:(?:will|shall|may|would|should|can)\s+)?(?:are|is|be|were|include[sd]?|including|comprise[sd]?|"
    r"consist(?:s|ed)?(?:\s+of)?|involve[sd]?|sont|sind|son|sono|são|zijn)\b\s*",
)
# Words that only announce a list: `are summarised as follows`, `include but are not limited to`.
_ANNOUNCING: Final = frozenset(
    re.findall(
        r"\S+",
        "a all an and any are as at be below both but criteria defined described following "
        "follow follows given in include included is least limited listed more not of one or "
        "outlined presence specified summarised summarized the these those to were folgende "
        "folgenden die i seguenti les suivants suivantes los las siguientes os seguintes de "
        "volgende",
    )
)
_FIRST_ITEM = re.compile(r"\s+(?:\(?\d[.)]|[A-Za-z][.)]|[*•-]\s+[^\W\d_])\s*")
_LONGEST_LABEL: Final = 200  # signs

# `No exclusion criteria will be applied` opens nothing.
_NO_CRITERIA = phrases(
    r"(?:there\s+(?:are|is|will\s+be)\s+)?(?:no|keine|aucune?|pas\s+de|sin|ning[uú]n|nessun|nenhum|"
    r"geen|no\s+hay)\s+(?:(?:additional|other|further|specific|special|particular|hay)\s+)*"
    rf"(?:{_EXCLUSION}{_GAP}{_CRITERIA}|{_CRITERIA}\s+(?:d|de|di|do)\b\s*[’'´]?\s*{_EXCLUSION}|exclusions?)"
    r"(?:\s+(?:will|be|are|is|were|appl(?:y|ied)|defined|planned|specified|stated|listed|known|used|set|"
    r"for|in|of|this|the|study|trial|protocol|at|time|currently|other|than|above))*[\s.]*",
)

# A heading stuck to the line before it begins with a capital, or behind the end of a sentence;
# `exclusion criteria` in the middle of one does not.
_SAYS = r"\s*(?::|[‐-―-]\s|(?:(?:will|shall|may)\s+)?(?:are|is|be|includes?|comprises?)\b)"
_FIRST = r"(?:(?:[Tt]he|Key|Main|KEY|MAIN|key|main)\s+)?"
_INSIDE = re.compile(
    rf"(?<=\S)\s+(?={_FIRST}(?=[A-Z])(?:(?i:{_NAMED.pattern})(?:{_SAYS}|\s*\**\s*$)|"
    rf"(?i:{_ONE_KIND})\s*:))|"
    rf"(?<=[.;])\s*(?={_FIRST}(?i:{_NAMED.pattern})(?:{_SAYS}|\s*$))|"
    rf"(?<=[.;,])\s*(?=(?i:{_NAMED.pattern}|{_ONE_KIND})\s*(?::|[‐-―-]\s))|"
    r"(?<=[a-z0-9)%])(?<![Nn]on)(?=(?:Exclusion|EXCLUSION|Inclusion|INCLUSION)[\s-]*(?i:crit))|"
    rf"(?<=\S)\s*(?=[(\[]\s*(?i:{_NAMED.pattern})\s*:\s*[)\]]\W*$)"
)
_LINKED = phrases(
    r"\b(?:the|following|all|any|of|these|other|and|or|meet\w*|per|with|no|non|not|this|study|both|in|"
    r"above|below|each|specific|protocol|trial|for|to|key|main|de|di|da|do|del|dell|d|für|den|pour|para|"
    r"voor)[\s/&-]*\Z|[(\[/&]\Z|(?<!\s)-\Z",
)
_FIRST_MARK = re.compile(r"\W*(?P<mark>\d{1,2}|[IVX]{1,4}|[A-Z])[.)]\s")
_LEFT_OVER = re.compile(r"\s+(?:(?P<mark>\d{1,2}|[IVX]{1,4}|[A-Z])[.)]|[*•·▪◦●■–—-]+)\s*\Z")
_STUCK_PEOPLE = re.compile(
    r"(?<=[a-z.;)])\s+(?=(?:Patients?|Subjects?|Participants?|Volunteers|Individuals|People|Women|"
    r"Those|You)\b)"
)


@dataclass(frozen=True, kw_only=True)
class KindHeading:
    """A line that opens a kind.

    Args:
        kind: what it opens.
        label: what else it says (`Cohort 1 (MBM)`, `Key Inclusion Criteria`), verbatim.
        cohort: whether the label names people to whom the headings below belong too.
        rest: what stands behind it on its line, the first criterion.
        says_more: its label may hold a criterion: it is one if nothing stands below.
        sentence: it is one of people, not of criteria: as an item of a list, it opens only what is
            nested below it.
        themselves: the patients or participants it names: a cohort where other people have criteria
            of their own, else everybody.
        sure: as an item of a list it speaks of more than itself and what is nested below it.
    """

    kind: CriterionKind
    label: str | None = None
    cohort: bool = False
    rest: str = ""
    says_more: bool = False
    sentence: bool = False
    themselves: str | None = None
    sure: bool = True


def kind_of(text: str, under: CriterionKind) -> CriterionKind:
    """The kind of a criterion: what it says itself, else that of what it stands under."""
    said = kind_said(_bare(text))
    return (
        under
        if said is None or (said, under) == (CriterionKind.UNSTATED, CriterionKind.EXCLUSION)
        else said
    )


def headings_on_lines_of_their_own(line: str) -> list[str]:
    """Break a line before each heading that is stuck inside it."""
    first = _FIRST_MARK.match(line)
    parts, start = [], 0
    for match in _INSIDE.finditer(line):
        end = match.start()
        near = line[max(start, end - 80) : end]
        over = _LEFT_OVER.search(near)
        if over and (not over["mark"] or (first and follows(over["mark"], first["mark"]))):
            end -= len(over[0])
            near = near[: over.start()]
        before = line[start : min(end, start + _LONGEST_LABEL + 1)]
        bare = _bare(before)
        if _LINKED.search(near) or end <= start:
            continue
        label = not bare or _may_stand_before(
            _bare(line[start : match.start()][: _LONGEST_LABEL + 1]),
            bullet=_has_bullet(before),
            sure=False,
        )
        if len(before) > _LONGEST_LABEL or _NAMED.search(before) or not label:
            parts.append(line[start:end])
            start = end
    return [*parts, *_before_a_sentence(line[start:])]


def _before_a_sentence(line: str) -> list[str]:
    """Break a line before a sentence at its end that opens a kind."""
    if not line.rstrip().endswith((":", " if")):
        return [line]
    for found in _STUCK_PEOPLE.finditer(line, max(0, len(line) - _LONGEST_LABEL)):
        before, after = line[: found.start()], line[found.end() :]
        words = _bare(before).split()
        whole = len(words) > 1 or before.endswith((".", ";", ")"))
        opening = opens(after, CriterionKind.INCLUSION) if words and whole else None
        if opening and opening.kind == CriterionKind.EXCLUSION:
            return [before, after]
    return [line]


def read_heading(text: str, now: CriterionKind) -> KindHeading | None:
    """Read a line that opens a kind; None for one that is content.

    Args:
        text: the line, without the white space around it.
        now: the kind that is open where it stands.
    """
    text = _INVISIBLE.sub("", text).translate(_LOOKS_LIKE)
    core = _bare(text)
    if says_none(core):
        return None
    heading = None
    if found := _NAMED.search(core):
        heading = _named(text, core, found)
    elif found := _BARE.match(core):
        label = _clean(text) if found["before"] else None
        heading = _of_one_word(text, core[found.end() :], _kind(found[0]), label)
    elif found := _LAST.search(core):
        heading = _of_last_word(text, core, found)
    return heading or _sentence(text, core, now)


def says_none(text: str) -> bool:
    """Whether a line says that nothing excludes: `No exclusion criteria will be applied`."""
    return bool(_NO_CRITERIA.fullmatch(text))


def _bare(text: str) -> str:
    return _ORNAMENT.sub("", text, count=1)


def _has_bullet(text: str) -> bool:
    return _bare(text) != text.lstrip()


def _kind(phrase: str) -> CriterionKind:
    exclusion = bool(_SAYS_EXCLUSION.search(phrase))
    inclusion = bool(_SAYS_INCLUSION.search(_SAYS_EXCLUSION.sub("", phrase)))
    if _SAYS_ELIGIBILITY.search(phrase) and not exclusion:
        return CriterionKind.UNSTATED
    if inclusion == exclusion:
        return CriterionKind.UNSTATED
    return CriterionKind.INCLUSION if inclusion else CriterionKind.EXCLUSION


def _named(text: str, core: str, found: re.Match[str]) -> KindHeading | None:
    before, after = core[: found.start()].strip(), core[found.end() :]
    kind, bullet = _kind(found[0]), _has_bullet(text)
    label, colon, rest = _at_colon(after)
    if rest and _only_announces(rest):
        label, rest = f"{label}: {rest}", ""  # `Critères d'exclusion : les suivants`
    if colon and before and _LISTS.search(before) and len(before.split()) <= MAX_LABEL:
        if EXCEPTION.search(before):
            return None
        label = _clean(text[: len(text) - len(rest)])
        return KindHeading(kind=kind, label=label, rest=rest, sentence=True)
    if not _may_stand_before(before, bullet=bullet, sure=bool(colon) and not rest):
        return None
    said = label.strip(_CLOSING)
    if kind == CriterionKind.UNSTATED and before and not colon:
        return None  # `Other inclusion/exclusion criteria`
    announced = False
    if are := _ARE.match(label):
        said = label[are.end() :].strip(_CLOSING)
        announced = _only_announces(said)
        if not announced:
            said, rest = "", after[are.end() :].strip(" :") if rest else after[are.end() :].strip()
    elif _only_announces(said):
        announced = True
    elif said and not colon and _FIRST_ITEM.match(after) and not _names_whom(said.lstrip(" -")):
        said, rest = "", after.strip()
    elif said and not (colon and _is_label(said, bullet=False)):
        if kind == CriterionKind.UNSTATED and bullet:
            return None  # `Eligibility criteria for surgery met: …` is an item
        ends = bool(colon) and not rest
        if len(said.split()) > (2 * MAX_LABEL if ends else MAX_LABEL):
            return None
        speaks = (_MET if kind == CriterionKind.EXCLUSION and not bullet else _SPEAKS_OF).search(
            said
        )
        whom = _names_whom(said.lstrip(" ‐‑‒–—-"))
        if not colon and (label.rstrip().endswith(".") or (speaks and not whom)):
            return None
        named = _LABEL_AFTER.match(label) or speaks or whom
        if not named and not ends and (before or bullet or kind == CriterionKind.UNSTATED):
            return None
        if not named and not colon:
            said, rest = "", after.strip()  # `Exclusion criteria pregnancy, smoking`
    line = text[: len(text) - len(rest)] if rest else text
    heading = _labelled(kind, line, before, said, rest)
    dashed = bool(_FIRST_ITEM.match(after)) or after.lstrip().startswith(("–", "—"))
    more = bool(said) and not colon and not announced and (dashed or not heading.cohort)
    return replace(heading, says_more=more)


def _only_announces(said: str) -> bool:
    """Whether words say no more than that a list follows."""
    return all(word in _ANNOUNCING for word in re.findall(r"[^\W\d_]+", said.lower())) and not (
        re.search(r"\d", said)
    )


def _names_whom(said: str) -> bool:
    """Whether what stands behind a heading's noun names people, a part, or what it is about."""
    if re.fullmatch(r"[IVX]{1,5}|[A-Z]|\d{1,2}[a-z]?", said):
        return True
    words = said.split()
    people = bool(
        COHORT.match(said) or re.match(r"(?:all|both|each|control)\b", said, re.IGNORECASE)
    )
    if people and len(words) <= 5 and not _SPEAKS_OF.search(said):
        return True
    return all(word.lower() in _QUALIFIERS for word in words) or names_a_group(f"{said}:")


def _labelled(
    kind: CriterionKind, line: str, before: str, after: str, rest: str = ""
) -> KindHeading:
    """Say what a heading names beside its kind: a cohort, or the whole line that qualifies it."""
    plain = not set(before.lower().split()) - _PLAIN
    name = before or re.sub(r"\A(?:for|of)\s+(?:the\s+)?", "", after, flags=re.IGNORECASE)
    name = name.strip(" :–—-()[]’'")
    if not (before and after) and _THEMSELVES.fullmatch(name):
        return KindHeading(kind=kind, rest=rest, themselves=name)
    if not after and ROLE.fullmatch(name):
        return KindHeading(kind=kind, label=name, cohort=True, rest=rest)
    if not plain and not after and (COHORT.match(before) or before.endswith((":", "-", "–", "—"))):
        if "/" in before:
            return KindHeading(kind=kind, label=_clean(line), rest=rest)  # of two kinds of people
        return KindHeading(kind=kind, label=before.rstrip(" :–—-"), cohort=True, rest=rest)
    if plain and (group := _GROUP_BEHIND.fullmatch(after.rstrip(" :"))):
        name = group["name"].strip()
        says = names_several(name) or _VERB.search(name)
        if names_a_group(f"{name}:") and not says:
            return KindHeading(kind=kind, label=name, cohort=True, rest=rest)
    if plain and after.startswith(("-", "–", "—")):
        return KindHeading(kind=kind, label=after.lstrip(" –—-"), rest=rest)
    return KindHeading(kind=kind, label=None if plain and not after else _clean(line), rest=rest)


def _clean(line: str) -> str:
    return line.strip(" \t*#_")


def _at_colon(text: str) -> tuple[str, str, str]:
    parts = re.split(r"([:：])", text, maxsplit=1)
    if len(parts) == 1:
        return text, "", ""
    return parts[0], ":", _EMPHASIS.sub("", parts[2].strip())


def _may_stand_before(before: str, *, bullet: bool, sure: bool) -> bool:
    if not before or _is_label(before, bullet=bullet) or ROLE.fullmatch(before):
        return True
    words = before.split(maxsplit=MAX_LABEL)
    if len(words) > MAX_LABEL or len(before) > _LONGEST_LABEL:
        return False
    if not bullet and before[0].isupper() and re.search(r"(?::|\s[‐-―-])\Z", before):
        return True  # `Patients with diabetes - Exclusion criteria`
    if re.match(r"(?:for|in)\s+[^,;]*,\Z", before, re.IGNORECASE) and not bullet:
        return not _SPEAKS_OF.search(before)  # `For healthy volunteers, exclusion criteria are:`
    if _SPEAKS_OF.search(before) or before[-1] in ",;":
        return False
    named = not bullet and (
        all(word[0].isupper() or not word[0].isalpha() for word in words)
        or (before[0].isupper() and len(words) <= 3 and bool(COHORT.match(before)))
    )
    return len(words) <= 6 and (sure or named)


def _is_label(text: str, *, bullet: bool) -> bool:
    words = re.findall(r"[^\W\d_]+", text.lower())
    if len(text.split()) > MAX_LABEL:
        return False
    if all(word in _QUALIFIERS for word in words):
        return True
    return bool(NUMBERED_COHORT.match(text)) or (
        not bullet and text.rstrip().endswith(":") and bool(COHORT.match(text))
    )


def _of_one_word(
    text: str, after: str, kind: CriterionKind, said: str | None
) -> KindHeading | None:
    """Read what begins with the kind alone: `Exclusion: pregnancy`, `INCLUSION`."""
    label, colon, rest = _at_colon(after)
    if colon and not label.strip(" *_"):
        # `* Exclusion: pregnancy` may be a heading or an item.
        return KindHeading(kind=kind, label=said, rest=rest, sure=not rest)
    if not after.strip(_CLOSING + "-–—"):
        return KindHeading(kind=kind, label=said)
    if re.fullmatch(r"\s*[(\[][^)\]]{1,80}[)\]]\s*", label):
        return KindHeading(kind=kind, label=label.strip(), rest=rest, says_more=not colon)
    item = rest and _has_bullet(text)  # `* Inclusion of subjects of other trials: allowed`
    if colon and not item and (_ARE.fullmatch(label) or _OF_A_KIND.fullmatch(label)):
        return KindHeading(kind=kind, label=_clean(text[: len(text) - len(rest)]), rest=rest)
    return None


def _of_last_word(text: str, core: str, found: re.Match[str]) -> KindHeading | None:
    """Read a line that ends in the kind alone: `Part B inclusions:`, `Additional exclusions:`."""
    before = core[: found.start()].strip()
    words = before.split()
    if _has_bullet(text) or not before:
        return None
    colon, kind = found[0].endswith(":"), _kind(found[0])
    titled = before.istitle() and len(words) <= 2 and found[0].lower().endswith("s")
    if not colon and not titled and not (COHORT.match(before) and before[-1] in ":-–—"):
        return None
    if before[-1] in ":-–—" and before[0].isupper() and len(words) <= MAX_LABEL:
        return _labelled(kind, text, before, "")
    if len(words) > 5 or _SPEAKS_OF.search(before):
        return None
    plain = all(word.lower() in _QUALIFIERS or word[0].isupper() for word in words)
    people = COHORT.match(before) or re.match(r"(?:controls?|healthy)\b", before, re.IGNORECASE)
    if not plain and not people and not (kind == CriterionKind.EXCLUSION and len(words) <= 3):
        return None
    return _labelled(kind, text, before, "")


def _sentence(text: str, core: str, now: CriterionKind) -> KindHeading | None:
    bullet = _has_bullet(text)
    opening = opens(core, now)
    if opening is None or (bullet and (opening.rest or opening.kind == CriterionKind.UNSTATED)):
        return None  # an item, which is answered as a whole
    if bullet and opening.kind == CriterionKind.INCLUSION and now == CriterionKind.EXCLUSION:
        return None  # an exception of what excludes
    label = _clean(text[: len(text) - len(opening.rest)])
    return KindHeading(
        kind=opening.kind, label=label, rest=opening.rest, sentence=True, sure=opening.sure
    )


def is_heading(line: str) -> bool:
    """Whether a line only names the kind of what stands below it: `Key Inclusion Criteria`."""
    heading = read_heading(line, CriterionKind.UNSTATED)
    return heading is not None and not heading.sentence and not heading.rest


def says_kind_alone(line: str) -> bool:
    """Whether a line tells only the kind of what stands below it: `Key Inclusion Criteria`."""
    return _KIND_ALONE.fullmatch(line.strip()) is not None
