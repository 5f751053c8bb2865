"""The sentences of an eligibility text that leave people out, or take them in.

`Patients will be excluded if they have:`, `Nicht teilnehmen können Personen mit:`, `Must not have:`
open what stands below them; `Pregnant women are excluded` is a criterion that says itself what it
does. `Patients in whom infection is excluded` and `not eligible for surgery` leave nobody out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from data.criteria.kind import CriterionKind
from data.words import phrases

_PERSONS = (
    r"(?:patients?|subjects?|participants?|volunteers?|individuals?|persons?|people|wom[ae]n|m[ae]n|"
    r"females?|males?|children|adults?|candidates?|those|anyone|donors?|infants?|they|you|who|following|"
    r"smokers?|users|drinkers|students|veterans|employees|caregivers|parents|mothers|families|couples|"
    r"dyads|twins|physicians|nurses|residents|athletes|"
    r"patientes?|femmes|personnes|sujets|participantes?|patient(?:en|innen)|frauen|schwangere|personen|"
    r"probanden|teilnehmer\w*|pacientes|mujeres|hombres|personas|sujetos|pazienti|donne|soggetti|persone|"
    r"mulheres|pessoas|pati[eë]nten|vrouwen|deelnemers)\b"
)
_WHICH = (
    r"(?:(?:any|all|an?|each|those|other|the|following|adult|female|male|pregnant|potential|study|"
    r"les|las|los|la|il|le|i|gli|die|de|os|as|zwangere)\s+){0,4}"
)
PEOPLE: Final = _WHICH + _PERSONS
_HAVE_PEOPLE = phrases(rf"\b{_PERSONS}")
_STARTS_WITH_PEOPLE = phrases(
    r"(?:(?:in\s+addition|additionally|furthermore|also)\b,?\s*)?"
    rf"(?:(?!(?:in|of|for|with|by|to|from|among|no)\b)[\w-]+\s+){{0,2}}?{PEOPLE}",
)
_NOBODY = phrases(
    rf"no\s*(?:one\b|body\b|{_PERSONS})[^.:;]*\b(?:will|shall|can|may|should)\s+be\s+"
    r"(?:included|enrol+ed|eligible|recruited|accepted|admitted)\b",
)

_IN = (
    r"(?:eligible|included|enrol+ed|recruited|accepted|admitted|allowed|permitted|randomi[sz]ed|"
    r"suitable)"
)
_JOIN = r"(?:participate|qualify|take\s+part|enter|join|enrol+)"
_NOT = (
    r"(?:(?:will|shall|must|should|would|can|may|could|do(?:es)?|are|is|were)\s*(?:not|n[’']?t)|"
    r"can(?:not|[’']?t))"
)
# Of this study: `not eligible for surgery` and `excluded from the CORE trial` are no exclusion.
_HERE = (
    r"\s*(?:\Z|[.;:,()–—?-]|(?:if|when|because|as\s+follows|at|until|during|due\s+to|in\s+case|unless|"
    r"except\w*|other\s+than|regardless)\b|"
    r"for\s+(?:any|one|the|these|either)\b[^.:]*\b(?:following|reasons?|criteria)|"
    rf"(?:(?:from|in|for|to)\s+)?(?:(?:{_JOIN}|participat\w+|enrol\w*|inclusion|entry|"
    r"be\s+(?:included|enrolled|randomi\w*)|screening)\b|"
    r"(?:(?:the|this|our|present|current)\s+){1,2}(?:study|trial|protocol|research|investigation|"
    r"analys[ie]s)\b))"
)
_LEFT_OUT = (
    rf"(?:{_NOT}\s+(?:also\s+)?(?:be\s+)?(?:considered\s+)?(?:{_IN}|{_JOIN})|"
    rf"(?:un|not\s+(?:be\s+)?)able\s+to\s+{_JOIN}|not\s+(?:be\s+)?(?:considered\s+)?{_IN}|"
    r"excluded|ineligible|unsuitable|disqualified|rejected|screened\s+out|turned\s+away)\b"
)
# In other languages, where only what follows tells of a test: `exclus par l'examen`.
_ABROAD = (
    r"(?:exclus|exclue?s|non\s+(?:éligibles|inclus\w*)|"
    r"(?:pas|ne\s+(?:peuvent|peut|pourront))\s+(?:être\s+)?(?:inclus\w*|participer|éligibles)|"
    r"excluid[oa]s?|se\s+exclu(?:ir[aá]n|yen?)|excluíd[oa]s?|no\s+(?:se\s+incluir[aá]n|"
    r"podr[aá]n\s+participar|pueden\s+participar|ser[aá]n\s+incluid[oa]s|son\s+elegibles)|"
    r"não\s+(?:serão\s+incluíd[oa]s|pode(?:m|rão)\s+participar)|esclus[ieoa]|"
    r"non\s+(?:possono|potranno)\s+(?:partecipare|essere\s+inclus[ie])|"
    r"ausgeschlossen|nicht\s+(?:eingeschlossen|teilnehmen|aufgenommen)|uitgesloten|"
    r"niet\s+(?:deelnemen|ingesloten)|deelname\s+is\s+niet\s+mogelijk)\b"
    r"(?!\s+(?:à|au|aux|pour|par|para|für|durch|mittels|voor|door|per|da)\b)"
)
_OF_AN_ITEM = phrases(rf"\b(?:{_LEFT_OUT}(?={_HERE})|{_ABROAD})")
_OF_A_LIST = phrases(
    rf"\b(?:{_LEFT_OUT}(?={_HERE}|\s+(?:who|with|are|is|(?:any|all)\s+\w+|{_PERSONS}))|{_ABROAD})",
)
# Who or what does the excluding.
_EXCLUDES = phrases(
    rf"\b(?<!to )(?<!that )(?<!which )(?:excludes?|disqualif(?:y|ies)|"
    r"not\s+(?:include|enrol+|recruit|accept))\s*"
    rf"(?=\Z|[:?]|(?:from\s+)?(?:(?:an?|the|any|all|potential)\s+){{0,2}}(?:{_PERSONS}|participation\b|entry\b))|"
    r"\b(?:criteria|reasons|conditions)\s+(?:to|that|which)\s+exclude\b|"
    r"\b(?:is\s+an\s+exclusion|are\s+exclusions)\b|"
    r"\b(?:result|lead)s?\s+(?:in|to)\s+(?:exclusion|ineligibility)\b",
)
# Then it is something else that is excluded, or nobody.
_SOMETHING = phrases(r"\b(?:whom|whose|which|where)\b|\bthat\s+(?:are|is|were)\s*\Z")
_MODAL = phrases(rf"(?:{_NOT}|pas|não|non?|nicht|niet|se)\b")
# A condition that excludes may be named by what asks that there be none.
_RELATIVE = phrases(r"\b(?:that|which|who|absence|without|no|not|unless|if|free)\b")
_WILL_BE = phrases(r"\b(?:will|shall|would)\s+(?:also\s+)?be\s*\Z")
_BE = phrases(
    r"\b(?:are|is|were|be|sont|sera|seront|est|son|sono|são|serão|ser[aá]n|quedan|sind|werden|wird|"
    r"zijn|worden|saranno|considered|deemed)(?:\s+(?:also|automatically|considered|deemed))?\s*\Z",
)
_DENIED = phrases(r"\b(?:not|n[’']t|cannot|never)\s+(?:be\s+)?\Z|\A\s*(?:no|nobody|none)\b")
# A diagnosis is excluded, not a person: `Other causes must be excluded:`.
_DIAGNOSED = phrases(r"\b(?:must|should|needs?\s+to|ha[sd]|have|can|could)\b")
_OTHERS = phrases(
    rf"(?:[,–—]|\s-\s)\s*(?P<but>(?:but|while|whereas|though|although)\b)?\s*{PEOPLE}",
)
EXCEPTION = phrases(r"\b(?:unless|except\w*|other\s+than)\b")
_ASIDE = re.compile(
    r"\s*\([^()]*\)|\s*\[[^\[\]]*\]|(?<=[a-z]),[^,.:;]{1,60},(?=\s+(?:for|to|from)\b)"
)
_CLAUSE_END = re.compile(r"[.:;](?=\s|\Z)")
_LONGEST: Final = 600  # signs of a line in which it is looked for
_FEW: Final = 4  # words that are a subject alone; verbs that are looked at

_CONTRAINDICATIONS = (
    r"(?:[ck]ontra-?indi[ck]a\w+|contre-?indications?)"
    r"(?:\s+(?:to|for)\s+(?:participation|enrol\w+|(?:the|this)\s+(?:study|trial)))?"
)
_EXCLUDE_WHOM = phrases(
    r"(?:will\s+be\s+)?(?:(?:no[nt][\s-]*(?:eligible|included)|ineligible|exclude[sd]?|excluding|"
    r"do\s+not\s+(?:include|enrol+)|disqualif\w+)\b"
    r"(?!\s+(?:for|by|in|to|from(?!\s+(?:(?:the|this)\s+)?(?:study|trial)))\b)[^:.]{0,80}|"
    rf"{_CONTRAINDICATIONS}\s*):",
)
_EXCLUDED_IF = phrases(r"(?:exclude[sd]?|not\s+eligible|ineligible)\s+(?:if|when)\b")
_EXCLUDED_ALONE = phrases(
    rf"exclude[sd]|not\s+(?:eligible|included)|ineligible|{_CONTRAINDICATIONS}"
)
# A lead-in made of a denial and of words that say nothing of what is denied: `No history of:`.
_DENYING: Final = frozenset(
    re.findall(
        r"\S+",
        "not no none never denies deny without absence negative free cannot can't can’t don't "
        "don’t nor lack absent neither haven't hasn't nothing",
    )
)
_SAYING_NOTHING: Final = frozenset(
    re.findall(
        r"\S+",
        "and or concurrent concomitant other ongoing recent contraindication contraindications "
        "must should may can shall will do does have has had having be been being is are was "
        "were any of the following these those this either one history evidence prior "
        "previous current known presence sign signs symptoms use using take taking taken "
        "received receive meet criteria criterion conditions condition with for from a an in "
        "ever to tested test active past medical clinical personal clinically significant "
        "also currently listed below who they you that diagnosis diagnosed",
    )
)
_EITHER_WAY = phrases(r"\bwith(?:\s+or\s+|\s*/\s*)without\b")
_LEADS_IN = phrases(
    r"(?:[:?]|\b(?:if|when|following|with|who|have))\Z|\b(?:the|these)\s+following\b"
)
# What is not read, but may leave people out: nobody is asked to meet what stands below it.
_MAY_LEAVE_OUT = phrases(
    r"\A(?:no|not|without|absence|lack|never)\b(?!.*\b(?:more|less|least|fewer|later|limit|restriction))|"
    r"(?<!not )(?<!not be )\b(?:exclu[sd]|esclu[sd]|excluíd|ineligib|ausgeschl|"
    r"uitgesl|disqualif|ruled\s+out)(?!\w*\s+(?:for|from|by)\b)",
)
_EXCEPTION_FIRST = phrases(r"(?:unless|except|with\s+the\s+exception)\b")

_INCLUDES_PEOPLE = phrases(
    rf"(?:to\s+be\s+(?:eligible|included)\b|{PEOPLE}[^.:]*?\b"
    r"(?:(?:will|must|should|may|can)\s+be|are|is)\s+(?:eligible|included|enrolled)\b|"
    r"in\s+order\s+to\s+(?:be\s+eligible|participate|take\s+part|join)\b|"
    r"(?:you|who)\s+(?:can|may)\s+(?:join|take\s+part|participate)\b|"
    rf"{PEOPLE}\s+(?:must|should|need\s+to|have\s+to)\s*:)",
)
# What opens inclusion below exclusions too, where `patients with … are eligible if:` may be an
# exception: it speaks of everybody.
_INCLUDES_EVERYBODY = phrases(
    r"(?:to\s+be\s+(?:eligible|included)\b[^.:]{0,60}\s)?"
    r"(?:(?:the|all|an?|each|study|eligible|healthy)\s+){0,3}"
    r"(?:(?:patients?|subjects?|participants?|volunteers?|individuals?|controls?|cases|people)\s+"
    r"(?:(?:(?:will|must|should|may|can)\s+be|are|is)\s+(?:eligible|included|enrolled)|"
    r"(?:must|should)(?:\s+(?:meet|fulfil+|satisfy|have)(?:\s+(?:all\s+)?(?:of\s+)?the\s+following)?)?)"
    r"\b[^.:]*|"
    r"(?:eligible|included?)(?:\s+(?:patients|subjects|participants))?(?:\s+if\b[^:.]{0,40})?\s*):",
)


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What a sentence opens.

    Args:
        kind: of what stands below it; `not stated` where it speaks of exceptions.
        rest: what stands behind its colon.
        sure: whether it reaches further than what is nested below it.
    """

    kind: CriterionKind
    rest: str = ""
    sure: bool = True


def kind_said(text: str) -> CriterionKind | None:
    """What a criterion says itself of whom it describes; None where it leaves that to its heading.

    `not stated` where it can be read in two ways: `HIV is excluded` may ask for a test.
    """
    text = _ASIDE.sub("", text[:_LONGEST])
    if _EXCLUDE_WHOM.match(text) or _EXCLUDED_IF.match(text) or _NOBODY.match(text):
        return CriterionKind.EXCLUSION
    clause = _CLAUSE_END.split(text, maxsplit=1)[0]
    if (found := _EXCLUDES.search(clause)) and not _RELATIVE.search(clause[: found.start()]):
        return CriterionKind.EXCLUSION
    for found in islice(_OF_AN_ITEM.finditer(clause), _FEW):
        before = clause[: found.start()]
        if _is_of_something(before, found[0]) or not _is_said(before, found[0]):
            continue
        if not _STARTS_WITH_PEOPLE.match(before):
            return CriterionKind.UNSTATED if len(before.split()) <= _FEW else None
        others = _OTHERS.search(before)
        if not others:
            return CriterionKind.EXCLUSION
        return None if others["but"] else CriterionKind.UNSTATED
    return None


def opens(text: str, now: CriterionKind) -> Opening | None:
    """Read a sentence that says of what stands below it whether it takes people in or out.

    Args:
        text: the line, without its bullet.
        now: the kind that is open where it stands.
    """
    excluding = now == CriterionKind.EXCLUSION
    exclusion = Opening(kind=CriterionKind.EXCLUSION)
    unstated = Opening(kind=CriterionKind.UNSTATED)
    if found := _EXCLUDE_WHOM.match(text):
        return None if excluding else replace(exclusion, rest=text[found.end() :].strip())
    text = _ASIDE.sub("", text[:_LONGEST]).rstrip(" *_")
    if _EXCLUDED_ALONE.fullmatch(text):
        return exclusion
    if not _LEADS_IN.search(text):
        return None
    if _leaves_out(text):
        return unstated if EXCEPTION.search(text) else exclusion
    if _denies_all(text):
        return None if excluding else replace(exclusion, sure=False)
    if now == CriterionKind.UNSTATED and _INCLUDES_PEOPLE.match(text):
        return Opening(kind=CriterionKind.INCLUSION)
    if excluding and _INCLUDES_EVERYBODY.fullmatch(text):
        return Opening(kind=CriterionKind.INCLUSION)
    may_leave_out = now == CriterionKind.INCLUSION and _MAY_LEAVE_OUT.search(text)
    unsure = may_leave_out or _EXCEPTION_FIRST.match(text)
    return unstated if unsure and text.endswith(":") else None


def _leaves_out(text: str) -> bool:
    """Whether the last clause of a line says that people are left out."""
    clause = _CLAUSE_END.split(text.rstrip(" :?"))[-1].lstrip()
    if _NOBODY.match(clause):
        return True
    if (found := _EXCLUDES.search(clause)) and not _DENIED.search(clause[: found.start()]):
        return True
    for found in islice(_OF_A_LIST.finditer(clause), _FEW):
        before = clause[: found.start()]
        diagnosed = _DIAGNOSED.search(before) and not _HAVE_PEOPLE.search(before)
        if not diagnosed and not _is_of_something(before, found[0]):
            return True
    return False


def _is_of_something(before: str, verb: str) -> bool:
    """Whether what is excluded is something else than the people a sentence is of, or nothing."""
    if _DENIED.search(before):
        return True
    will = _WILL_BE.search(before) or _MODAL.match(verb)
    return bool(_SOMETHING.search(before)) and not will


def _is_said(before: str, verb: str) -> bool:
    """Whether a verb says it (`are excluded`) and does not only describe (`patients excluded`)."""
    return bool(_BE.search(before) or _MODAL.match(verb))


def _denies_all(text: str) -> bool:
    """Whether a line consists of a denial and of words that say nothing of what is denied."""
    people = _STARTS_WITH_PEOPLE.match(text)
    words = re.findall(
        r"[^\W\d_]+(?:[’'][^\W\d_]+)?", text[people.end() if people else 0 :].lower()
    )
    if _EITHER_WAY.search(text):
        return False
    return not _DENYING.isdisjoint(words) and all(
        word in _DENYING or word in _SAYING_NOTHING for word in words
    )
