"""The glossary: terms of clinical trials, and where in a text they stand."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from functools import cache, lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Final, Literal, NamedTuple

import yaml
from pydantic import BaseModel, ConfigDict

from data.study import Study

_FILE: Final = Path(__file__).with_name("glossary.yaml")
# Between the words of a term a line may break, and a hyphen may be a space or another kind of dash.
_SPACES: Final = r"\s\u00a0\u2009\u202f"
_HYPHENS: Final = r"\u2010\u2011\u2013-"
_SEPARATORS: Final = re.compile(rf"([{_SPACES}{_HYPHENS}]+)")


Field = Literal["tumours"]
ALL_FIELDS: Final[frozenset[Field]] = frozenset({"tumours"})
_TUMOUR: Final = (
    r"(?:tumou?r|tumeur|cancer|cáncer|cancro|krebs|kanker|carcino|neoplas|malignan|metasta|sarcoma|lymphom|linfom"
    r"|leu[kc][aäeé]{1,2}mi|m[yi][eé]lom|m[eé]lanom|gliom|blastoma|oncolog|adenoma|mesothelioma|thymom"
    r"|hodgkin|waldenstr|myelodysplas|myelofibros|myeloproliferat|lymphoblastic|meningioma|ependymoma|"
    r"(?:astro|plasma|pheochromo|phaeochromo|oligodendro)cytoma|schwannoma|neurofibroma|chordoma|seminoma|"
    r"germinoma|hepatoma|insulinoma|gastrinoma|craniopharyngioma|mycosis fungoides|"
    r"\b(?:ewing|wilms|kaposi)\b)"
)
_FIELD_OF: Final[Mapping[Field, re.Pattern[str]]] = {
    "tumours": re.compile(
        rf"(?i:{_TUMOUR})|\bNETs?\b|\bGEP\b|\bMDS\b(?!-UPDRS)|\b(?:[atm]-?)?(?:AML|CLL|CML|DLBCL|NHL)\b"
        r"|\b(?:N?SCLC|HNSCC|[EO]SCC|cSCC|HCC|m?RCC|m?CRC|GIST|GBM|DIPG|m?(?:CRPC|HSPC)|m?PDAC|MPNSTs?|m?TNBC)\b"
    )
}
# What sounds like a tumour and is none, denies it, or is about people who have none.
_NOT_OF_IT: Final = re.compile(
    r"\btumou?r\s+necrosis\s+factor\w*|\b(?:pseudo|phantom|brown|puffy)[\s-]?tumou?r\w*|\btumou?ral\s+calcinosis|"
    r"\bmalignant\s+(?:arterial\s+)?(?:hypertension|hyperthermia|otitis|hyperpyrexia|arrhythmia|catatonia|"
    r"syndrome|MCA|middle|cerebral|brain|stroke|infarct|o?edema|syncope|vasovagal|migraine|malaria|pustul|ventric)\w*|"
    r"\bmetastatic\s+(?:calcif|infect|abscess|endophthalm|tubercul|ossif)\w*|"
    r"\bleuk[a]?emia[\s/-]+(?:lymphoma[\s/-]+)?virus\w*|\bKrebs\s+(?:cycle|von)|\bcancer\s+antigen|"
    r"\bmelanoma\s+differentiation[\s-]associated|"
    r"\bnon[\s-]?(?:cancer|malignan|neoplas|tumou?r)\w*|"
    r"\bneutrophil\s+extracellular\s+traps?(?:\s*\(NETs?\))?|\bNET-PD\b|"
    r"\bcancer\s+(?:caregivers?|carers?|screening|prevention|detection|awareness|worry|phobia)\b|"
    r"\b(?:(?:screening|prevention|detection)\s+(?:for|of)|without|free\s+(?:of|from)|excluding|except|"
    r"other\s+than|no|never\s+had|rule\s+out)\s+"
    r"(?:(?!in\b|with\b|among\b|for\b)[\w-]+\s+){0,4}?"
    rf"\w*{_TUMOUR}\w*|"
    r"\b(?:caregivers?|carers?|famil(?:y|ies)|relatives|partners|spouses|parents|children)\s+"
    rf"(?:of|for)\s+(?:[\w-]+\s+){{0,4}}?\w*{_TUMOUR}\w*|"
    rf"\b(?:not|unrelated|un-related)(?:\s+(?:be|directly))?\s+(?:due|related|caused|attribut\w+|secondary|linked|to|by)"
    rf"(?:\s+(?:to|by|a|an|any|the|active|underlying)){{0,3}}\s+\w*{_TUMOUR}\w*|"
    r"\boncology\s+(?:nurses?|staff|clinicians?|professionals?|physicians?)",
    re.IGNORECASE,
)
# What stands within the name of an institution is no term: Centers for Disease Control.
_LINKS: Final = r"(?:(?:for|of|and|on|the|in)\s+){0,3}"
_INSTITUTION: Final = re.compile(
    rf"(?:[A-Z][\w'’-]*\s+{_LINKS}){{0,6}}"
    r"(?:Cent(?:er|re)s?|Institut\w*|Hospitals?|Universit\w+|Society|Association|Foundation|College"
    r"|Organi[sz]ation|Academy|Clinic|Departments?|Ministry|Agency|Network|Consortium|Alliance"
    r"|(?:Oncology|Cooperative|Study|Research)\s+Group"
    rf"|(?i:cent(?:er|re)s?\s+for\s+disease\s+control))\b(?:\s+{_LINKS}[A-Z][\w'’-]*){{0,6}}"
)

_LONGEST_NAME: Final = 100  # signs, of what an abbreviation stands for
# Words of the glossary in a sense of their own: a nerve, a town, an allergy, labour, money.
_OTHER_SENSE: Final = re.compile(
    r"\bmedian\s+(?:nerves?|sternotomy|arcuate|eminence|lobes?|raphe|fissure|plane|cleft|line|palatal|"
    r"umbilical|rhomboid|preoptic|forehead|sulcus|sacral|cubital)\b|\brecurrent\s+laryngeal|"
    r"\bblinding\s+(?:diseases?|disorders?|eye|trachoma|keratitis|headaches?|pain|lights?|glare|flash\w*)|"
    r", CT\b|\bCT(?:/|\s+and\s+)NG\b|\bCT\s+\d{5}\b|\b(?:New\s+(?:Haven|London|Britain)|Hartford|"
    r"Bridgeport|Stamford|Waterbury|Norwalk|Danbury|Farmington|Greenwich|Middletown|Storrs|Groton)\s+CT\b|"
    r"\b(?:allergen|allergy|sublingual|subcutaneous|oral|epicutaneous|intralymphatic|food|peanut|nut|egg|milk|"
    r"wheat|cat|grass|birch|venom|pollen|mite)\b[\w\s-]{0,20}immunotherap(?:y|ies)|"
    r"\bimmunotherap(?:y|ies)\b[\w\s-]{0,40}\b(?:allerg\w+|peanuts?|eggs?|milk|wheat|pollen|mites?|venom|"
    r"hay\s+fever|rhinitis|rhinoconjunctivitis|dander)\b|"
    r"\bphase[\s-]+(?:\d|I{1,3}V?|IV)\s+(?:rehabilitation|cardiac|hypersensitivity|labou?r|sleep|insulin|"
    r"periodontal|orthodontic|menstrual|follicular|luteal|metaboli\w+|enzymes?|reactions?|detox\w*|"
    r"conjugation|biotransformation|block|reentry|re-entry|repolari[sz]ation)\b|"
    r"\bphase[\s-]+(?:\d|I{1,3}V?|IV)\s+of\s+(?:(?:the|a|her|his|their|this)\s+)?"
    r"(?!(?:this|the|a|our|clinical|stud\w+|trials?|protocol|project|program\w*|development|testing|research)\b)\w+|"
    r"\bsham\s+feeding|\bINR\s*\d{3,}|\bHR\s*(?:[<>≥≤=]\s*)?\d+\s*(?:bpm|beats)|"
    r"\b(?:child|visa|refugee|recovery|sobriety|12-step|AA|NA)\s+sponsors?\b|"
    r"\b(?:endodontic|root[\s-]canal|orthodontic|periodontal)\s+(?:\w+\s+)?re-?treat(?:ment|ed)s?|"
    r"\b(?:dentine?|dentinal|visceral|dental|tooth|teeth|rectal|carotid\s+sinus|sensory|gastric|o?esophageal|"
    r"bladder|central|pain|denervation)\s+hypersensitiv(?:ity|e)|"
    r"\bhypersensitiv(?:ity|e)\s+(?:of\s+(?:the\s+)?)?(?:dentine?|teeth|tooth)|"
    r"\binterferon[\s-]+(?:(?:gamma|γ|g)[\s-]+)?release\s+assays?",
    re.IGNORECASE,
)


class Term(BaseModel):
    """A term in plain words.

    Args:
        name: how it is called.
        plain: what it means, in one or two sentences.
        forms: other ways in which it is written.
        field: the only field in which this is what it means; none where it always does.
        beside: abbreviations that may mean something else; they count only in a text in which the
            term is written out too.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    plain: str
    field: Field | None = None
    forms: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()

    @property
    def written(self) -> tuple[str, ...]:
        """Every way in which it is written, its name first."""
        return (self.name, *self.forms, *self.beside)


class TermSpan(NamedTuple):
    """Where a term stands in a text: `text[start:end]`."""

    start: int
    end: int
    term: Term


@cache
def glossary() -> tuple[Term, ...]:
    """Read the terms, in the order of the file."""
    content = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return tuple(Term.model_validate(item) for item in content)


def fields_of(study: Study) -> frozenset[Field]:
    """The fields a study is of, by its conditions, its keywords and its title."""
    conditions = study.protocol_section.conditions_module
    said = " · ".join((*conditions.conditions, *conditions.keywords, study.title))
    said = _INSTITUTION.sub(" ", _NOT_OF_IT.sub(" ", said))
    return frozenset(field for field, words in _FIELD_OF.items() if words.search(said))


@lru_cache(maxsize=4096)
def find_terms(text: str, fields: frozenset[Field] = ALL_FIELDS) -> tuple[TermSpan, ...]:
    """Find the terms of the glossary in a text.

    Only whole words count, and the longest term that begins at a place: `octreotide LAR`, not
    `octreotide`. A word that follows a hyphen is part of another word: `non-randomised` is not
    `randomised`. Within the name of an institution nothing is a term, nor in a sense of its own
    (`median nerve`).

    Args:
        text: any text.
        fields: of the study: terms of other fields mean something else in it.

    Returns:
        The terms in order of appearance; they never overlap.
    """
    terms = _terms_by_form()
    found = [
        TermSpan(match.start(), match.end(), terms[_key(match[0])])
        for match in _pattern().finditer(text)
        if terms[_key(match[0])].field in {None, *fields}
    ]
    itself = {(span.start, span.end) for span in found}
    named = sorted(
        match.span()
        for other in (_INSTITUTION, _OTHER_SENSE)
        for match in other.finditer(text)
        if match.span() not in itself
    )
    starts = [start for start, _ in named]
    ends = [0, *accumulate((end for _, end in named), max)]
    found = [span for span in found if ends[bisect_right(starts, span.start)] < span.end]
    shorts = {(text[span.start : span.end], span.term) for span in found}
    others = {pair for pair in shorts if _is_defined_otherwise(text, *pair)}
    found = [span for span in found if (text[span.start : span.end], span.term) not in others]
    written_out = {
        span.term.name for span in found if text[span.start : span.end] not in span.term.beside
    }
    return tuple(span for span in found if span.term.name in written_out)


def _is_defined_otherwise(text: str, short: str, term: Term) -> bool:
    """Whether a text says what an abbreviation stands for, and it is not the term: `cognitive
    therapy (CT)`."""
    if not short.isupper() or not short.isalpha():
        return False
    last_words = {form.lower().split()[-1] for form in term.written}
    for found in re.finditer(rf"\({short}\)", text):
        before = text[max(0, found.start() - _LONGEST_NAME) : found.start()]
        words = re.findall(r"\w+", before)[-len(short) :]
        spelled = "".join(word[0] for word in words).upper()
        if spelled == short and words[-1].lower() not in last_words:
            return True
    return False


@cache
def _pattern() -> re.Pattern[str]:
    """One pattern of all forms, the longest first."""
    forms = sorted({form for term in glossary() for form in term.written}, key=len, reverse=True)
    return re.compile(rf"(?<![\w{_HYPHENS}])(?:{'|'.join(map(_form, forms))})(?!\w)")


def _form(form: str) -> str:
    """The pattern of one form; one without a capital letter is found in any case, and in the
    plural."""
    words = _SEPARATORS.split(form)
    # Every second part is what stands between two words.
    parts = [_gap(part) if place % 2 else re.escape(part) for place, part in enumerate(words)]
    written = "".join(parts)
    # ASCII: in any case means A for a, and not the long s of old prints for s.
    return f"(?ai:{written}s?)" if form == form.lower() else written


def _gap(separator: str) -> str:
    return f"[{_SPACES}{_HYPHENS}]+" if "-" in separator else f"[{_SPACES}]+"


@cache
def _terms_by_form() -> Mapping[str, Term]:
    """The term of each form, as `_key` writes what was found."""
    found: dict[str, Term] = {}
    for term in glossary():
        for form in term.written:
            found.setdefault(_key(form), term)
            if form == form.lower():
                found.setdefault(_key(f"{form}s"), term)
    return found


def _key(form: str) -> str:
    return _SEPARATORS.sub(" ", form).lower()
