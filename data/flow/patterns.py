"""How records tell of a flow: the words by which `data.flow.derive` knows what follows on what."""

from __future__ import annotations

import re
from typing import Final

from data.words import phrases

LATER_LABEL: Final = phrases(
    r"re-?treat(?:ment|ed)?\b|post-?progression|after (?:disease )?progression|\broll-?over\b",
    r"cross(?:ed)?[- ]?over (?:to|phase|period|arm|group|treatment)\b|\bcross(?:ed)? over to\b",
    r"(?:open[- ]label|long[- ]term|treatment|safety)[- ]extension",
    r"extension (?:phase|period|study|arm|part|cohort|treatment)",
    # Alone or set off: `Knee extension` is an exercise.
    r"^\W*extension\s*(?:[:(–-]|$)|(?:[(:,–]\s*|\s-\s*)extension\s*(?:\)|$)",
    r"open[- ]label (?:phase|period|part)",
    r"\b(?:OLE|LTE)\b",
    # `Maintenance therapy` is as often what participants are randomised to.
    r"(?:maintenance|continuation|consolidation) (?:phase|period)",
    r"^\W*(?:year|period) (?:[2-9]|I{2,3})\b|\blong[- ]term follow-?up\b|^\W*follow-?up\b",
    # `Rescue: Drug X`, `Rescue arm`; not `Rescue analgesia`, which may be what is compared.
    r"^\W*rescue\s*(?:[:(–-]|\W*$|(?:arm|group|cohort|phase|period)\b)",
)
OPEN_LABEL: Final = phrases(r"\bopen[- ]label\b")
# Beside a part that is blinded, what is open-label is another part of the study, not another arm.
OPEN_PART: Final = phrases(r"^\W*open[- ]label\b")
BLINDED_PART: Final = phrases(r"^\W*(?:double|single|triple)[- ]blind(?:ed)?\b")
AFTER_CORE: Final = phrases(
    r"\b(?:after|following|upon|complet\w+|from)\b[^.]{0,60}\b(?:double-?blind|blinded|core|"
    r"randomi[sz]ed|placebo-controlled|main|feeder|parent)\b",
)
# What comes before chance assigns anybody.
RUN_IN: Final = phrases(
    r"\b(?:run|lead)-?\s?in\b|\bpre-?randomi[sz]ation\b|\bscreening (?:phase|period)\b",
)
_PEOPLE: Final = r"(?:participants|patients|subjects|individuals|those|volunteers)"
# What is completed here: `completed chemotherapy` was before the study.
_OF_STUDY: Final = (
    r"(?:(?:the|their|its|this|an?|all|at least|up to|first|initial) )*(?:[\w-]+ ){0,3}?"
    r"(?:study|trial|protocol|part|phase|stage|period|core|treatments?|weeks?|days?|months?|visits?|"
    r"cycles?|arm|group|cross-?over|double-?blind|NCT\d+)\b"
)
LATER_DESCRIPTION: Final = phrases(
    rf"^\W*(?:all |eligible |the )*{_PEOPLE}\b[^.]{{0,160}}?\b"
    r"(?:(?:who|that|having|and) (?:have |had |has )?(?:\w+ ){0,3}?"
    rf"(?:(?:complet(?:ed|e|es)|finish(?:ed|es)?) {_OF_STUDY}|crossed over|rolled over|"
    r"(?:progress(?:ed)?|relapsed)\b(?![^.]*\b(?:prior|previous\w*|on or after|lines?)\b))|"
    rf"(?:completing|finishing) {_OF_STUDY}|(?:may|will|can) (?:cross|roll) ?-?over\b)",
    rf"^\W*after (?:the )?(?:\w+ ){{0,3}}?(?:week|month|day|visit) \d+,? (?:all )?{_PEOPLE}\b",
    # Who has not responded within the study: `Non-responders at week 16`.
    r"^\W*(?:all |the )*(?:(?:(?:non|partial|inadequate|incomplete)[- ]?)?responders|"
    rf"{_PEOPLE} (?:who|that|with) (?:\w+ ){{0,4}}?(?:respon\w+|improv\w+|remission))\b"
    r"[^.]{0,60}?"
    r"\b(?:at|by|after|until|within) (?:the )?(?:end of )?(?:study )?"
    r"(?:weeks?|months?|days?|visit|cycle|\d+ (?:weeks|months|days))\b",
)
CHANCE: Final = phrases(r"\b(?:are|will be|were|be) randomi[sz]ed\b")
OPTIONAL: Final = phrases(
    r"\boptional(?:ly)?\b|\bcould receive\b|\bmay (?:receive|cross|enter|roll)"
)
_COMPLETED: Final = "completed the phase before"
# What leads to a later phase, in the order in which it is asked; of one kind the first that fits.
LEADS: Final = (
    {
        rf"\b(?:{_PEOPLE}|who|and|if)\b[^.]{{0,40}}?\b(?:not|without|no|never|free of) "
        r"(?:[\w-]+ ){0,2}progress": "not progressed",
        r"progressed (?:for )?(?:the |a )?second|second progression": "progressed a second time",
        r"\b(?:who|and|had|have|after|post|upon|following)[- ](?:\w+ )?progress": "progressed",
    },
    {
        r"\b(?:because of|due to|owing to|after|for) (?:an? )?"
        r"(?:unacceptable|intolerable|limiting) toxicit": "treatment stopped for toxicity",
    },
    {
        r"\b(?:after|following|complet\w+(?: of)?) (?:complet\w+ (?:of )?)?"
        r"(?P<number>[2-9]|\d\d|two|three|four|five|six|eight|ten|twelve) "
        r"(?:[\w-]+ )?(?P<of>cycle|course)s\b": "{number} {of}s completed",
        r"\b(?:who|after|upon|having|following) (?:\w+ )?complet(?:ed|ing|ion)": _COMPLETED,
    },
)
# What ends a treatment.
ENDS: Final = phrases(r"\b(?:until|in the absence of)\b([^.;]*)")
EVENTS: Final = {
    r"progress": "disease progression",
    r"toxic|intoleran": "unacceptable toxicity",
    r"relaps|recurr": "relapse",
    r"\bdeath|\bdied?\b": "death",
    r"withdraw": "withdrawal",
    r"new (?:anti-?)?\s?(?:cancer|tumou?r|\w*therapy)": "new treatment",
}
# Parts of one arm, as registries head them: `INDUCTION THERAPY: …`.
_STAGE: Final = (
    r"(?:re-?)?(?:induction|consolidation|intensification|maintenance)"
    r"(?: (?:therapy|treatment|phase|period|chemotherapy|immunotherapy|course))*"
)
SENTENCE: Final = re.compile(r"\S.*?(?:[.;](?=\s)|$)", re.DOTALL)
STAGE_OF_ARM: Final = "Stage of the arm"
HEADED: Final = phrases(rf"(?:^|(?<=[.\n;]))\s*({_STAGE})\s*(?:\([^()]{{0,40}}\))?\s*:")
STAGE_AFTER: Final = phrases(
    rf"\b({_STAGE})\b(?:(?!\bor\b)[^.])*?\b(?:followed by|then) "
    rf"(?:(?!\bor\b)[^.])*?\b({_STAGE})\b[^.]*",
)
CRITERIA: Final = phrases(r"met (?:the )?([\w-]+ )?eligibility criteria")
ELIGIBLE: Final = phrases(r"\beligib\w+|\bcriteria\b")
CROSSOVER: Final = phrases(r"cross(?:ed|es)?[- ]?over|crossing over")
RETREATMENT: Final = phrases(r"re-?treat")
# Everyone may get something without everyone coming here: only who moves on is meant.
_MOVES_ON: Final = (
    r"(?:(?:who|that|having|and|after|upon|will|have|had) (?:\w+ ){0,2}?complet(?:e|ed|ing)|"
    rf"complet(?:ing|ion of) {_OF_STUDY}|"
    r"cross(?:ed|ing)?[- ]?over|roll(?:ed|ing)?[- ]?over|enter(?:ed|ing)?|"
    r"(?:continue|proceed|switch|transition|move|progress)(?:d|ed)? (?:on |in)?to|"
    r"(?:offered|invited|eligible))\b"
)
EVERYONE: Final = phrases(
    rf"\ball {_PEOPLE}\b[^.]{{0,80}}?\b{_MOVES_ON}",
    rf"\b(?:both|all|either|any|each)(?: of the)? (?:\w+ )?(?:arms?|groups?)\b"
    rf"[^.]{{0,80}}?\b{_MOVES_ON}",
    rf"\b(?:from|in|of) (?:all {_PEOPLE}|(?:both|all|either|any|each)(?: of the)? (?:\w+ )?"
    r"(?:arms?|groups?))\b",
)
# Before a name: `will receive …`, `switch to …`; and `who received …`, which was before.
_GIVE: Final = (
    r"(?:receiv\w+|given|offered|get|administered|treated with|treatment with|on|start\w*|"
    r"initiat\w*|take|taking|continu\w+(?: with)?|"
    r"(?:switch|cross|convert|transition|chang|mov)\w*(?:[- ]?over)? (?:on|in)?to)"
)
GIVEN_HERE: Final = phrases(rf"\b{_GIVE}\s+(?:[\w-]+ ){{0,2}}$")
GIVEN_BEFORE: Final = phrases(
    r"\b(?:who|that|previously|originally|initially|had|having|were|while)\s+"
    r"(?:(?:were|was|had|have|previously|originally|initially|been) ){0,3}"
    r"(?:receiv\w+|given|administered|treated with|on|taking)\s+(?:\w+ ){0,2}$",
)
CODE_ALONE: Final = phrases(r"^\s*\w{1,2}\s*:\s*", r"\s*\((?:arm|group|sequence) \w{1,2}\)\s*$")
"""At an edge of a label."""
CODE: Final = phrases(r"\b(?:arm|group|cohort|part|stage|phase) ([a-z]?\d{1,2}[a-z]?|[a-z])\b")
FOLLOW_UP: Final = phrases(r"\bfollow-?up (?:phase|period)")
CLAUSE: Final = re.compile(r"[^.;,]+")
# Only where people come to a follow-up, or the study has one as a part; a sentence about what is
# counted over a follow-up says neither. Each ends where the follow-up is named.
_PHASE: Final = (
    r"(?:screening|treatment|run-?in|lead-?in|maintenance|blind(?:ed)?|induction|extension|wash-?out|"
    r"intervention|vaccination|observation|dosing|open[- ]label|randomi[sz]ation)"
)
_MEASURED: Final = (
    r"(?:assess|measur|monitor|record|evaluat|compar|chang|collect|analy|events?\b|during|over\b|"
    r"throughout|across|within|until)"
)
_WITHOUT_MEASURE: Final = rf"(?:(?!\b{_MEASURED})[^.;])"
INTO_FOLLOW_UP: Final = phrases(
    rf"(?:{_PEOPLE}|every(?:body|one)|they|all|who|children|infants|women|men|people|persons?|"
    r"participant|patient|subject|individual|volunteer)\b[^.;]{0,80}?\b(?:"
    r"enter(?:s|ed|ing)?\b[^.;]{0,60}"
    r"|(?:are|is|were|was|be|being) followed\b[^.;]{0,60}"
    r"|(?:continu|proceed|mov|transition|go|progress|advanc|pass|roll|switch|remain|stay)\w*"
    r" (?:over )?(?:on )?(?:in|to|into|with)\b[^.;]{0,40}"
    r"|(?:ha[sd]|have|undergo|complete|attend)\w* (?:an?|the) (?:[\w-]+ ){0,4})follow-?up$",
)
OF_STUDY_PARTS: Final = phrases(
    rf"\b(?:(?:consist|compris|compos|divid|split)\w*|followed by|"
    rf"(?:study|trial|protocol|participation|it)\b{_WITHOUT_MEASURE}{{0,60}}?\b(?:includ\w*|ha[sd]|have|"
    rf"contain\w*|involv\w*)|there (?:is|was|were|are|will be))\b"
    rf"{_WITHOUT_MEASURE}{{0,250}}?\bfollow-?up$",
    # A list of periods, as far as the sentence measures nothing in them.
    rf"^{_WITHOUT_MEASURE}{{0,250}}?\b{_PHASE} (?:phase|period)s?\b"
    rf"{_WITHOUT_MEASURE}{{0,250}}?\bfollow-?up$",
)
LONGEST_SAID: Final = 600  # signs of a sentence that are looked at, back from the follow-up
MOST_NAMED: Final = 5  # in one clause
# What is told of another study, or only expected; and what is a share of those who enter.
ELSEWHERE: Final = phrases(
    r"\b(?:previous|earlier|parent|prior|other|another|published) (?:[\w-]+ ){0,2}(?:stud|trial)"
    r"\w*",
    r"\bhypothes\w+|\bexpect\w*|\b(?:proportion|percentage|number|rate|incidence|share) of\b",
    r"\bdefined as\b",
)
NO_FOLLOW_UP: Final = phrases(r"\b(?:no|not|without|none)\b")
# By its name. `Observation arm` is none: it is what the other arm is compared with.
NAMED_NOT_RANDOMISED: Final = phrases(
    r"\b(?:non|not)[- ]?randomi[sz]ed\b|\bobservational cohort\b|\bhealthy controls?\b",
    r"\bscreen(?:ing)? failures?\b|\bregistry (?:arm|group|cohort)\b|^\W*registry\W*$",
    r"^\W*(?:healthy|normal) (?:volunteers?|subjects?|participants?)"
    r"(?: (?:arm|group|cohort))?\W*$",
    r"\bopen[- ]label (?:[\w-]+ )?cohort\b|\bsingle[- ]arm\b|\bpreference (?:arm|group|cohort)\b",
    r"\bphase (?:1|I)[ab]?\b[^.]*\bdose[- ](?:escalation|finding)\b",
    r"\bdose[- ](?:escalation|finding)\b[^.]*\b(?:phase\b|period\b|part\b|cohorts?\b|stage\b)",
    r"^\W*dose[- ](?:escalation|finding)\W*$",
    r"^\W*(?:(?:family|informal) )?(?:care ?givers?|carers?|family members)"
    r"(?: (?:arm|group|cohort))?\W*$",
)
TOLD_NOT_RANDOMISED: Final = phrases(
    r"\b(?:are|is|were|was|be|been|being) not (?:be |been |being )?randomi[sz]ed\b",
    r"\bnot be randomi[sz]ed\b|\b(?:non|not)[- ]?randomi[sz]ed\b(?! (?:to|into|in|\d))",
    r"\b(?:declin|refus)\w+ (?:to be )?randomi[sz]\w+|\bsingle[- ]arm\b",
    rf"\b(?:{_PEOPLE}|who) (?:may |can |will |could |are free to |freely )*"
    r"(?:choose|chose|select|selected|prefer) "
    r"(?:(?:their|the|a|which|what|own|preferred|one|of|study) ){0,4}?"
    r"(?:treatments?|therap(?:y|ies)|arms?|groups?|interventions?)\b",
)
TOLD_RANDOMISED: Final = phrases(
    r"(?<!not )(?<!not be )(?<!non-)\brandomi[sz]ed (?:to|into|in|\d)|\brandomly\b"
)
# Anything that may state an order: then it is not said that none is stated.
ORDER: Final = phrases(
    r"\b(?:first|second|then|followed by|afterwards?|subsequent\w*|prior to|sequences?)\b",
    r"→|->|\b(?:period|visit|phase|session|treatment|step|stage|week|day|month)s? ?(?:\d|I{1,3}\b)",
    r"\b(?-i:[A-D]{2,4})\b|\b(?:starts?|begins?|ends?) with\b|\b(?:immediate|delayed|deferred)\b",
    # `Drug before Placebo`, `A to B`, `A / B`, `A - B`, `A-B`: as far as a label says nothing else.
    r"^\W*(?!(?:arm|group|cohort)\b)[\w ]{1,40}?"
    r"(?: before | to | [/–—>-] |(?<=\b(?-i:[A-Z]))-(?=(?-i:[A-Z])\b))[\w ]{1,40}\.",
)
PERIOD: Final = phrases(r"\b(period|stage|step) ?(\d)\s*[:–-]\s*")
THEN: Final = phrases(r"\s*[,;]?\s+(?:and )?(?:followed by|then)\s+|\s*(?:→|->)\s*")
# Where a new period is announced at the end of the one before, that is no part of what is given.
ANNOUNCEMENT: Final = phrases(
    rf"\s*{_PEOPLE} will then cross-?over to (?:period|stage|step) \d\s*\.?\s*$"
)
AND_AT_END: Final = phrases(r"[\s,;]+(?:and|then|and then)[\s,;]*$")
WASH_OUT: Final = phrases(r"\bwash(?:ed)?[- ]?out\b")
ASSIGNED: Final = phrases(rf"^{_PEOPLE} (?:are |were |will be )?(?:assigned|randomi[sz]ed) to ")
TYPE_WORDS: Final = {
    "EXPERIMENTAL": (
        "experimental arm",
        "experimental group",
        "investigational arm",
        "treatment arm",
    ),
    "ACTIVE_COMPARATOR": (
        "active comparator arm",
        "active comparator",
        "comparator arm",
        "control arm",
    ),
    "PLACEBO_COMPARATOR": ("placebo arm", "placebo group", "control arm", "placebo comparator"),
    "NO_INTERVENTION": ("control arm", "control group"),
    "SHAM_COMPARATOR": ("sham arm", "sham group", "control arm"),
}
