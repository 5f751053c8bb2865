"""The lines of an eligibility text that name inclusion or exclusion, and so open that kind.

Sponsors write them in any form and language: `II. EXCLUSION CRITERIA`, `Cohort 1 (MBM) Inclusion
Criteria`, `Critères de non-inclusion :`, `Patients will be excluded if they have:`. A sentence that
only mentions criteria (`Meets all inclusion criteria of the parent study`) opens nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

from data.criteria.kind import CriterionKind

# With the slips of the pen that registries hold: `Exlusion`, `Exculsion`, `Inclusive criteria`.
_INCLUSION = (
    r"(?:in[clus]{3,5}ion(?:s|ary)?|inclusive|inclusi[oó]n|inclus[aã]o|inclusione|inclusie|"
    r"in[ck]lu(?:sion|sjon)s?|einschlu(?:ss|ß)|aufnahme|insluitings?)"
)
_EXCLUSION = (
    r"(?:ex[clus]{3,5}(?:i{1,2}|ti|isi)on(?:s|ary)?|exclusive|exclusi[oó]n|exclus[aã]o|esclusione|exclusie|"
    r"eks?[ck]lu(?:sion|sjon)s?|exklusions?|ausschlu(?:ss|ß)|uitsluitings?|ineligibility)"
)
_ELIGIBILITY = r"[eé]l[ie]gg?ibili\w+"
_NEGATION = r"(?:non|not|no|n[aã]o|nicht|niet)[\s‐-–-]*"
_ONE_KIND = rf"(?:{_NEGATION})?(?:{_INCLUSION}|{_EXCLUSION}|{_ELIGIBILITY})"
_KINDS = rf"{_ONE_KIND}(?:\s*(?:/|and|&|or|et|und|y|e|en)\s*{_ONE_KIND})?"
_CRITERIA = r"(?:[ck]rit(?:[eèé]i?r|ier)\w{1,4}|c(?:it[eè]ri|rieri)\w{1,3}|standards?)"
# `exclusion criteria`, `Ausschlusskriterien`, `criteria for exclusion`, `critères d'exclusion`.
_NAMED = re.compile(
    rf"\b(?:{_KINDS}(?:\s*/\s*withdrawal)?[\s-]*{_CRITERIA}(?![^\W_])|"
    rf"(?:{_CRITERIA}|reasons?|grounds|conditions?|redenen)\s+(?:of|for|to|de|di|da|do|del|d|dell|pour|para|für|zum|voor)"
    rf"\b\s*[’'´]?\s*(?:(?:the|den|die|la|l|de)\b\s*[’'´]?\s*)?{_KINDS}\b)",
    re.IGNORECASE,
)
_BARE = re.compile(
    rf"(?P<before>(?:(?:key|main|major|other|general|additional|specific|further|common)\s+)*){_KINDS}\b",
    re.IGNORECASE,
)
_LAST = re.compile(rf"\b{_KINDS}\s*:\Z", re.IGNORECASE)
_OF_A_KIND = re.compile(
    r"\s*(?:factors?|diagnos[ei]s|conditions?|(?:from|for)\s+(?:the|this)\s+(?:study|trial)|"
    r",?\s*any\s+of(?:\s+the\s+following)?|of\s+(?:patients|subjects|participants|people|women|men)\b.*)"
    r"\s*",
    re.IGNORECASE,
)
_SAYS_INCLUSION = re.compile(rf"(?<!\w){_INCLUSION}|(?<!\w){_ELIGIBILITY}", re.IGNORECASE)
_SAYS_ELIGIBILITY = re.compile(_ELIGIBILITY, re.IGNORECASE)
_SAYS_EXCLUSION = re.compile(
    rf"{_EXCLUSION}|{_NEGATION}(?:{_INCLUSION}|{_ELIGIBILITY})", re.IGNORECASE
)
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
# Signs that look like others: the narrow blanks before a French colon, the colon of a ratio.
_LOOKS_LIKE: Final = str.maketrans(
    {"\u00a0": " ", "\u202f": " ", "\u2009": " ", "∶": ":", "：": ":"}
)
# Numbers, letters and signs that stand before a heading: `II.`, `A)`, `3.1`, `**`, `[`, `【`.
_ORNAMENT = re.compile(
    r"(?:[\s*#_•·▪◦‐-―.\[\]【】《》「」~(){}<>«»“”\"=-]|o(?=\s+[A-Z])|\d{1,3}(?:\.\d{1,2})*[.):]?(?=\s|\Z)|"
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
        "subjects the these trial volunteer volunteers what are",
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
_COHORT_COLON = re.compile(rf"(?:{_COHORT.pattern})\s*[:–—-]", re.IGNORECASE)
_ONE_COHORT = re.compile(
    r"(?P<noun>cohort|group|arm|stratum|cohorte|groupe|gruppe|grupo|gruppo)\b\s*#?"
    r"(?P<number>\d{1,3}[A-Za-z]?\b|[A-Z]\b|[IVX]{1,5}\b)?\s*(?P<colon>[:–—-])?",
    re.IGNORECASE,
)
_HEALTHY = re.compile(r"(?:healthy\s+|volunteers\b|controls?\b)", re.IGNORECASE)
# `Participants` may be all of them; those with something are not the healthy ones.
_PATIENTS = re.compile(
    r"(?:patients|cases)\b|(?:participants|subjects|people|individuals|adults|children|volunteers)\s+"
    r"(?:with|who|having)\b|.*\b(?:group|cohort)\Z",
    re.IGNORECASE,
)
# Who takes part beside the patients: `Caregiver Inclusion Criteria` are not the patient's.
_ROLE = re.compile(
    r"(?:(?:family|informal)\s+)?(?:care\s?givers?|carers?|parents?|mothers?|fathers?|partners?|"
    r"spouses?|relatives?|siblings?|family\s+members?|dyads?|clinicians?|physicians?|nurses?|"
    r"(?:health\s?care\s+)?providers?|therapists?|teachers?|donors?|recipients?|child(?:ren)?|"
    r"infants?|neonates?|newborns?|adolescents?|adults?)",
    re.IGNORECASE,
)
_THEMSELVES = re.compile(r"(?:patient|participant|subject|client|survivor)s?", re.IGNORECASE)
_DENIALS: Final = (
    (re.compile(r"\b(?:without|with no|not having|having no)\s+"), "with "),
    (re.compile(r"\bhaving\s+"), "with "),
    (re.compile(r"\bnon[\s-]*"), ""),
    (re.compile(r"\bun(?=(?:infected|treated|exposed|affected|vaccinated|medicated)\b)"), ""),
)
_OPPOSITES: Final = tuple(
    (frozenset(one.split()), frozenset(other.split()))
    for one, other in (
        ("men males male", "women females female"),
        ("donor donors", "recipient recipients patient patients"),
        (
            "mother mothers parent parents caregiver caregivers carer carers partner partners "
            "spouse spouses sibling siblings relative relatives clinician clinicians physician "
            "physicians nurse nurses provider providers therapist therapists teacher teachers",
            "infant infants newborn newborns neonate neonates baby babies child children "
            "adolescent adolescents patient patients participant participants survivor survivors",
        ),
    )
)
# A line that can only name a group, also where no colon says that a list follows.
_GROUP_LINE = re.compile(
    r"(?:(?:cohort|group|arm|stratum|cohorte|groupe|gruppe|grupo|gruppo)\s*#?"
    r"(?:\s*(?:\d{1,3}[A-Za-z]?|[A-Z]|[IVX]{1,5}))?\s*(?:\Z|[:–—(-])|"
    r"(?:(?:healthy|normal|control)\s+)?(?:volunteers?|controls?|subjects?|participants?|donors?|"
    r"patients?|cases?|caregivers?|carers?)\s*:?\Z|(?:[\w-]+\s+){1,3}(?:group|cohort|arm)\s*:?\Z|"
    r"(?:[\w-]+\s+){0,2}(?:m[ae]n|wom[ae]n|males|females|mothers|parents?|infants|newborns|children|"
    r"patients?|participants?|subjects?)\s*:\Z|for\s+[^:]{3,60}:\Z|(?:patients|cases|participants|subjects)\s+(?:with|without)\b)",
    re.IGNORECASE,
)
_SEVERAL_COHORTS = re.compile(
    r"\b(?:and|or|all|both|each|every|any|other|to|through)\b|[,&/+]|\d\s*[-–]\s*\d", re.IGNORECASE
)
_VERB = re.compile(r"\b(?:are|is|were|be|includ\w+|compris\w+)\b", re.IGNORECASE)
_FOR = re.compile(r"\Afor\s+(?:the\s+)?", re.IGNORECASE)
_GROUP_BEHIND = re.compile(
    r"(?:for\s+(?:the\s+)?|of\s+(?:the\s+)?|[-–—,|(\[]\s*)(?P<name>[^()\[\]]{3,60})[)\]]?",
    re.IGNORECASE,
)
# With one of these a line says something of criteria instead of naming them.
_SPEAKS_OF = re.compile(
    r"\b(?:meet\w*|met|fulfil\w*|satisf\w+|compl(?:y|ies|ying)|match\w*|violat\w*|defined|not|no|none|"
    r"without|other than|see|refer\w*|per|according|based|if|who|with|has|have|had)\b",
    re.IGNORECASE,
)
_LISTS = re.compile(r"\b(?:following|below|criteria (?:are|is|include))\b", re.IGNORECASE)
_LABEL_AFTER = re.compile(
    r"\s*(?:[({<\[,/|→_‐-―-]|(?:for|of|in|during|specific|applicable|common|at|to|on|only|pour|para|für|per|"
    r"before|after|as|which|that|prior|under|when|upon|des|du|de|del|della|dos|das|commun\w*|au|voor|van|"
    r"\d)\b)",
    re.IGNORECASE,
)
_ARE = re.compile(
    r"\s*(?:(?:will|shall|may|would|should|can)\s+)?(?:are|is|be|were|include[sd]?|including|comprise[sd]?|"
    r"consist(?:s|ed)?(?:\s+of)?|involve[sd]?|sont|sind|son|sono|são|zijn)\b"
    r"(?:\s+as follows|\s+the following)?\s*",
    re.IGNORECASE,
)
_FIRST_ITEM = re.compile(r"\s+(?:\(?\d[.)]|[A-Za-z][.)]|[*•-]\s+[^\W\d_])\s*")
_MAX_LABEL: Final = 14  # words; a longer line is a sentence
_LONGEST_LABEL: Final = 200  # signs

_PEOPLE = (
    r"(?:(?:any|all|an?|each|those|other|the|following|adult|female|male|pregnant|potential|study)\s+){0,4}"
    r"(?:patients?|subjects?|participants?|volunteers?|individuals?|persons?|people|wom[ae]n|m[ae]n|"
    r"females|males|children|adults|candidates?|those|anyone|donors?|infants?|they|you|who|following)\b"
)
_EXCLUDED = r"(?:also\s+)?(?:excluded|ineligible|not\s+(?:eligible|allowed|permitted))\b"
_WILL = r"(?:will|shall|must|should|would|can|may)"
# Of this study: `not eligible for surgery` and `excluded from the CORE trial` are no exclusion.
_OF_THIS_STUDY = (
    r"(?=\s*(?:\Z|[.;:,()–—-]|(?:if|when|because|as\s+follows|at|until|during|due\s+to)\b|"
    r"for\s+(?:any|one|the|these|either)\b[^.:]*\b(?:following|reasons?|criteria)|"
    r"(?:from|in|for|to)\s+(?:(?:enter|join|participat\w*|enrol\w*|inclusion|entry|randomi\w*|"
    r"take\s+part|be\s+(?:included|enrolled|randomi\w*)|screening)\b|"
    r"(?:(?:the|this|our|present|current)\s+){1,2}(?:study|trial|protocol|research|investigation|"
    r"analys[ie]s)\b)))"
)
# `Patients in whom infection is excluded by culture` are not.
_EXCLUDES_PEOPLE = re.compile(
    rf"(?:(?:in\s+addition|additionally|furthermore|also)\b,?\s*)?{_PEOPLE}"
    rf"(?:[^.:]*?\b{_WILL}\s*(?:(?:also\s+)?be\s+{_EXCLUDED}|not\s+(?:be\s+)?"
    rf"(?:eligible|included|enrolled|recruited|participate|enrol+|take\s+part)\b){_OF_THIS_STUDY}|"
    r"(?:(?!\b(?:whom|whose|which|where)\b)[^.:])*?\b(?<!that )(?:are|is|were|to\s+be)\s+"
    rf"{_EXCLUDED}{_OF_THIS_STUDY})",
    re.IGNORECASE,
)
# Lines of whom a study leaves out, which end in a colon or stand above a list.
_LEAVES_OUT = re.compile(
    r"[^.:]*\b(?:(?:will|would|shall|may|should)\s+exclude|(?:we|will)\s+(?:exclude|not\s+(?:include|"
    r"enrol+|recruit))|(?:can\W?t|cannot|not\s+be\s+able\s+to|unable\s+to|should\s+not|may\s+not)\s+"
    r"(?:take\s+part|participate|join)|exclus|exclue?s|excluid[oa]s|excluíd[oa]s|esclus[ie]|"
    r"ausgeschlossen|uitgesloten|non\s+éligibles|nicht\s+eingeschlossen|seront\s+pas\s+inclus\w*|"
    r"no\s+se\s+incluir[aá]n|não\s+serão\s+incluídos)\b[^.:]*(?:[:?]|\bif)\Z|"
    r"(?:patients?|subjects?|participants?|people|those|individuals?|volunteers?)\s+(?:excluded|"
    r"ineligible|not\s+eligible)\b[^.:]*:\Z|criteria\s+to\s+exclude\b[^.:]*:\Z|"
    r"the\s+following\s+(?:patients?|subjects?|participants?|people|individuals?)\s+(?:will|shall|must)"
    r"\s+be\s+excluded(?:\s+from\s+(?:the|this)\s+(?:study|trial))?\Z",
    re.IGNORECASE,
)
# `Patients must not have:` asks for none of what stands below.
_MUST_NOT = re.compile(
    rf"{_PEOPLE}[^.:]{{0,80}}?\b(?:must|should|may|can|shall)\s*not"
    r"(?:\s+(?:have|be|meet|take|use|receive))?"
    r"(?:\s+(?:had|been|received|any|either|one|of|the|following|these|criteria|conditions)){0,8}\s*:",
    re.IGNORECASE,
)
_EXCLUDE_WHOM = re.compile(
    r"(?:(?:not\s+eligible|ineligible|exclude[sd]?|excluding|do\s+not\s+(?:include|enrol+))\b"
    r"(?!\s+(?:for|by|in|to|from(?!\s+(?:(?:the|this)\s+)?(?:study|trial)))\b)[^:.]{0,80}|"
    r"contra-?indications?\s*):",
    re.IGNORECASE,
)
_INCLUDES_PEOPLE = re.compile(
    rf"(?:to\s+be\s+(?:eligible|included)\b|{_PEOPLE}[^.:]*?\b"
    r"(?:(?:will|must|should|may|can)\s+be|are|is)\s+(?:eligible|included|enrolled)\b|"
    r"in\s+order\s+to\s+(?:be\s+eligible|participate|take\s+part|join)\b|"
    r"(?:you|who)\s+(?:can|may)\s+(?:join|take\s+part|participate)\b|"
    rf"{_PEOPLE}\s+(?:must|should|need\s+to|have\s+to)\s*:)",
    re.IGNORECASE,
)
# What opens inclusion below exclusions too, where `patients with … are eligible if:` may be an
# exception: it speaks of everybody.
_INCLUDES_EVERYBODY = re.compile(
    r"(?:to\s+be\s+(?:eligible|included)\b[^.:]{0,60}\s)?"
    r"(?:(?:the|all|an?|each|study|eligible|healthy)\s+){0,3}"
    r"(?:(?:patients?|subjects?|participants?|volunteers?|individuals?|controls?|cases|people)\s+"
    r"(?:(?:(?:will|must|should|may|can)\s+be|are|is)\s+(?:eligible|included|enrolled)|"
    r"(?:must|should)(?:\s+(?:meet|fulfil+|satisfy|have)(?:\s+(?:all\s+)?(?:of\s+)?the\s+following)?)?)"
    r"\b[^.:]*|"
    r"(?:eligible|included?)(?:\s+(?:patients|subjects|participants))?(?:\s+if\b[^:.]{0,40})?\s*):",
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
    rf"(?=[A-Z])(?i:{_ONE_KIND})\s*:))|(?<=[.;])\s*(?=(?i:{_NAMED.pattern})\s*:)"
)
_LINKED = re.compile(
    r"\b(?:the|following|all|any|of|these|other|and|or|meet\w*|per|with|no|non|not|this|study|both|in|"
    r"above|below|each|specific|protocol|trial|for|to|key|main|de|di|da|do|del|dell|d|für|den|pour|para|"
    r"voor)[\s/&-]*\Z|[(\[/&-]\Z",
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
        says_more: its label may hold a criterion: it is one if nothing stands below.
        sentence: it is one of people, not of criteria: as an item of a list, it opens only what is
            nested below it.
        themselves: the patients or participants it names: a cohort where other people have criteria
            of their own, else everybody.
    """

    kind: CriterionKind
    label: str | None = None
    cohort: bool = False
    rest: str = ""
    says_more: bool = False
    sentence: bool = False
    themselves: str | None = None


def headings_on_lines_of_their_own(line: str) -> list[str]:
    """Break a line before each heading that is stuck inside it."""
    parts, start = [], 0
    for match in _INSIDE.finditer(line):
        end = match.start()
        if _LINKED.search(line[max(start, end - 80) : end]):
            continue
        before = line[start : min(end, start + _LONGEST_LABEL + 1)]
        bare = _bare(before)
        label = not bare or _may_stand_before(bare, bullet=_has_bullet(before), sure=False)
        if len(before) > _LONGEST_LABEL or _NAMED.search(before) or not label:
            parts.append(line[start:end])
            start = end
    return [*parts, line[start:]]


def read_heading(text: str, now: CriterionKind) -> Heading | None:
    """Read a line that opens a kind; None for one that is content.

    Args:
        text: the line, without the white space around it.
        now: the kind that is open where it stands.
    """
    text = _INVISIBLE.sub("", text).translate(_LOOKS_LIKE)
    core = _bare(text)
    if found := _NAMED.search(core):
        return _named(text, core, found)
    if found := _BARE.match(core):
        label = _clean(text) if found["before"] else None
        return _of_one_word(text, core[found.end() :], _kind(found[0]), label)
    if found := _LAST.search(core):
        return _of_last_word(text, core, found)
    return _sentence(text, core, now)


def is_cohort(text: str, *, below: CriterionKind, now: CriterionKind) -> bool:
    """Whether a line above a heading names people or a part of the study: `Group: with diabetes`.

    Args:
        text: the line.
        below: what the heading opens.
        now: the kind that is open at the line.
    """
    if len(text.split()) > _MAX_LABEL:
        return False
    if text.endswith(":") or _NUMBERED_COHORT.match(text) or _COHORT_COLON.match(text):
        return True
    # `Patients` alone may be a criterion's words, but not where a new list of inclusion begins.
    return (
        below == CriterionKind.INCLUSION != now
        and bool(_COHORT.match(text))
        and not text.endswith(".")
    )


def names_a_group(text: str, *, beside: bool = False) -> bool:
    """Whether a line above a list names the people it is of: `Patients with diabetes:`, `Group A`.

    Args:
        text: the line. One that names patients by what they have needs its colon: it may be a
            criterion.
        beside: another group is named above it; then it needs none.
    """
    line = text.strip(" \t*#_()")
    if len(line.split()) > _MAX_LABEL or line.endswith((".", ";", ",")):
        return False
    if _SEVERAL_COHORTS.search(line):
        return False  # `Males and females:` are everybody
    found = _GROUP_LINE.match(line)
    if not found:
        return False
    return beside or line.endswith(":") or not found[0].lower().endswith(("with", "without"))


def are_apart(labels: Collection[str]) -> bool:
    """Whether labels name groups of which nobody can be in two: `Cohort 1` and `Cohort 2`.

    Parts and phases of a study may follow one another for the same person, `Cohorts 1 and 2` holds
    two, and `Arm A` may be within `Cohort 1`: what is not sure is not apart.
    """
    labels = [_FOR.sub("", label.strip("() ")) for label in labels]
    if any(_SEVERAL_COHORTS.search(label) for label in labels):
        return False
    if sorted(bool(_HEALTHY.match(label)) for label in labels) == [False, True]:
        return any(_PATIENTS.match(label) and not _HEALTHY.match(label) for label in labels)
    if _one_denies_the_other(labels):
        return True
    found = [_ONE_COHORT.match(label) for label in labels]
    names = {(match["noun"].lower(), (match["number"] or "").lower()) for match in found if match}
    numbered = all(number for _, number in names) and len(names) == len(labels)
    described = all(not number for _, number in names) and all(
        match and match["colon"] for match in found
    )
    return all(found) and len({noun for noun, _ in names}) == 1 and (numbered or described)


def _one_denies_the_other(labels: Collection[str]) -> bool:
    """Whether one of two labels denies what the other says: `with` and `without`, men and women."""
    if len(labels) != 2:
        return False
    words = [set(re.findall(r"[a-z]+", label.casefold())) for label in labels]
    for one, other in _OPPOSITES:
        sides = [(bool(said & one), bool(said & other)) for said in words]
        if sorted(sides) == [(False, True), (True, False)]:
            return True
    plain = [" ".join(label.casefold().strip(" :").split()) for label in labels]
    bare = list(plain)
    for pattern, affirmed in _DENIALS:
        bare = [pattern.sub(affirmed, label) for label in bare]
    return bare[0] == bare[1] and plain[0] != plain[1]


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


def _named(text: str, core: str, found: re.Match[str]) -> Heading | None:
    before, after = core[: found.start()].strip(), core[found.end() :]
    kind = _kind(found[0])
    label, colon, rest = _at_colon(after)
    if colon and before and _LISTS.search(before) and len(before.split()) <= _MAX_LABEL:
        if _EXCEPTION.search(before):
            return None
        label = _clean(text[: len(text) - len(rest)])
        return Heading(kind=kind, label=label, rest=rest, sentence=True)
    if not _may_stand_before(before, bullet=_has_bullet(text), sure=bool(colon) and not rest):
        return None
    said = label.strip(_CLOSING)
    if kind == CriterionKind.UNSTATED and before and not colon:
        return None  # `Other inclusion/exclusion criteria`
    if are := _ARE.match(label):
        said, rest = "", rest or label[are.end() :].strip()
    elif said and not colon and _FIRST_ITEM.match(after):
        said, rest = "", after.strip()
    elif said and not (colon and _is_label(said, bullet=False)):
        named = _LABEL_AFTER.match(label) or _names_whom(said, sure=bool(colon))
        if kind == CriterionKind.UNSTATED and _has_bullet(text):
            return None  # `Eligibility criteria for surgery met: …` is an item
        if len(said.split()) > _MAX_LABEL:
            return None
        if not colon and (label.rstrip().endswith(".") or _SPEAKS_OF.search(said)):
            return None
        if not named and (before or colon or _has_bullet(text) or kind == CriterionKind.UNSTATED):
            return None
        if not named:
            said, rest = "", after.strip()  # `Exclusion criteria pregnancy, smoking`
    line = text[: len(text) - len(rest)] if rest else text
    heading = _labelled(kind, line, before, said, rest)
    return replace(heading, says_more=bool(said) and not colon and not heading.cohort)


def _names_whom(said: str, *, sure: bool) -> bool:
    """Whether what stands behind a heading's noun names people, a part, or what it is about."""
    if re.fullmatch(r"[IVX]{1,5}|[A-Z]|\d{1,2}[a-z]?", said):
        return True
    words = said.split()
    people = bool(
        _COHORT.match(said) or re.match(r"(?:all|both|each|control)\b", said, re.IGNORECASE)
    )
    if people and len(words) <= 5 and not _SPEAKS_OF.search(said):
        return True
    plain = all(word.lower() in _QUALIFIERS for word in words)
    return plain or (sure and len(words) <= 3 and not _SPEAKS_OF.search(said))


def _labelled(kind: CriterionKind, line: str, before: str, after: str, rest: str = "") -> Heading:
    """Say what a heading names beside its kind: a cohort, or the whole line that qualifies it."""
    plain = not set(before.lower().split()) - _PLAIN
    name = before or re.sub(r"\A(?:for|of)\s+(?:the\s+)?", "", after, flags=re.IGNORECASE)
    name = name.strip(" :–—-()[]’'")
    if not (before and after) and _THEMSELVES.fullmatch(name):
        return Heading(kind=kind, rest=rest, themselves=name)
    if not after and _ROLE.fullmatch(name):
        return Heading(kind=kind, label=name, cohort=True, rest=rest)
    if not plain and not after and (_COHORT.match(before) or before.endswith((":", "-", "–", "—"))):
        if "/" in before:
            return Heading(kind=kind, label=_clean(line), rest=rest)  # of two kinds of people
        return Heading(kind=kind, label=before.rstrip(" :–—-"), cohort=True, rest=rest)
    if plain and (group := _GROUP_BEHIND.fullmatch(after.rstrip(" :"))):
        name = group["name"].strip()
        says = _SEVERAL_COHORTS.search(name) or _VERB.search(name)
        if names_a_group(f"{name}:") and not says:
            return Heading(kind=kind, label=name, cohort=True, rest=rest)
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
    if not before or _is_label(before, bullet=bullet) or _ROLE.fullmatch(before):
        return True
    words = before.split(maxsplit=_MAX_LABEL)
    if len(words) > _MAX_LABEL or len(before) > _LONGEST_LABEL:
        return False
    if not bullet and before[0].isupper() and re.search(r"(?::|\s[‐-―-])\Z", before):
        return True  # `Patients with diabetes - Exclusion criteria`
    if re.match(r"(?:for|in)\s+[^,;]*,\Z", before, re.IGNORECASE) and not bullet:
        return not _SPEAKS_OF.search(before)  # `For healthy volunteers, exclusion criteria are:`
    if _SPEAKS_OF.search(before) or before[-1] in ",;":
        return False
    named = not bullet and (
        all(word[0].isupper() or not word[0].isalpha() for word in words)
        or (before[0].isupper() and len(words) <= 3 and bool(_COHORT.match(before)))
    )
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


def _of_one_word(text: str, after: str, kind: CriterionKind, said: str | None) -> Heading | None:
    """Read what begins with the kind alone: `Exclusion: pregnancy`, `INCLUSION`."""
    label, colon, rest = _at_colon(after)
    if colon and not label.strip(" *_"):
        return Heading(kind=kind, label=said, rest=rest)
    if not after.strip(_CLOSING):
        return Heading(kind=kind, label=said)
    if re.fullmatch(r"\s*[(\[][^)\]]{1,80}[)\]]\s*", label):
        return Heading(kind=kind, label=label.strip(), rest=rest, says_more=not colon)
    if colon and (_ARE.fullmatch(label) or _OF_A_KIND.fullmatch(label)):
        return Heading(kind=kind, label=_clean(text[: len(text) - len(rest)]), rest=rest)
    return None


def _of_last_word(text: str, core: str, found: re.Match[str]) -> Heading | None:
    """Read a line that ends in the kind alone: `Part B inclusions:`, `Additional exclusions:`."""
    before = core[: found.start()].strip()
    words = before.split()
    if _has_bullet(text) or not before:
        return None
    if before.endswith(("-", "–", "—")) and before[0].isupper() and len(words) <= _MAX_LABEL:
        return _labelled(_kind(found[0]), text, before, "")
    if len(words) > 5 or _SPEAKS_OF.search(before):
        return None
    plain = all(word.lower() in _QUALIFIERS or word[0].isupper() for word in words)
    people = _COHORT.match(before) or re.match(r"(?:controls?|healthy)\b", before, re.IGNORECASE)
    if not plain and not people:
        return None
    return _labelled(_kind(found[0]), text, before, "")


def is_exclusion(text: str) -> bool:
    """Whether a criterion says itself that whom it describes is excluded."""
    core = _bare(text)
    if _EXCEPTION.search(core):
        return False
    return bool(_EXCLUDES_PEOPLE.match(core) or _EXCLUDE_WHOM.match(core))


def _sentence(text: str, core: str, now: CriterionKind) -> Heading | None:
    bullet = _has_bullet(text)
    if found := _EXCLUDE_WHOM.match(core):
        rest = core[found.end() :].strip()
        if now == CriterionKind.EXCLUSION or (bullet and rest):
            return None
        return Heading(
            kind=CriterionKind.EXCLUSION, label=_clean(found[0]), rest=rest, sentence=True
        )
    core = core.rstrip(" *_")
    leaves_out = _LEAVES_OUT.match(core)
    if not leaves_out and not re.search(r"(?:[:?]|\bif|\bfollowing)\Z", core):
        return None
    heading = Heading(kind=CriterionKind.EXCLUSION, label=_clean(text), sentence=True)
    if (
        leaves_out
        or _EXCLUDES_PEOPLE.match(core)
        or (now != CriterionKind.EXCLUSION and _MUST_NOT.fullmatch(core))
    ):
        return None if _EXCEPTION.search(core) else heading
    if now == CriterionKind.UNSTATED and _INCLUDES_PEOPLE.match(core):
        return replace(heading, kind=CriterionKind.INCLUSION)
    if now == CriterionKind.EXCLUSION and not bullet and _INCLUDES_EVERYBODY.fullmatch(core):
        return replace(heading, kind=CriterionKind.INCLUSION)
    return None
