"""Questions to ask a doctor: built from what the checklist leaves open and what the record leaves
unsaid.

They hold no answer about a person. A criterion that is still open is asked about as a whole: which
of its facts have been answered would say what was answered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from data.annotations import Annotations
from data.annotations.eligibility import RecordDisagrees, nodes
from data.criteria.kind import CriterionKind
from data.eligibility import Assessment, Checklist, Criterion, assess
from data.eligibility.asking import ask_next
from data.flow import flow_of
from data.record_texts import record_texts
from data.schedule import rhythm_text
from data.statuses import status_of
from data.study import Study
from data.views.eligibility import expanded_access, is_past
from data.views.flow import plain_title
from data.views.results import results_standing
from data.vocabulary import NOT_STATED

# As many as leave room to write beside the others on one page of paper.
MOST_OPEN: Final = 7
_PAID: Final = re.compile(
    r"reimburs|compensat(?:ed|ion) for|travel (?:cost|expense)|free of charge|paid for",
    re.IGNORECASE,
)
_ABOUT_ME: Final = "About me: what is still open"
# Of a criterion for which nobody has written a question: what it does. Nobody can join a study that
# is over: what is left to ask is how far it speaks of somebody like me.
_DOES: Final = {
    CriterionKind.INCLUSION: ("The study asks for this", "The study asked for this"),
    CriterionKind.EXCLUSION: ("This keeps people out", "This kept people out"),
    CriterionKind.UNSTATED: ("The record does not say whether this lets people in",) * 2,
}


@dataclass(frozen=True, kw_only=True)
class DoctorQuestion:
    """One question.

    Args:
        ask: the question, as a person would put it.
        because: why it is asked, in plain words where there are any.
        says: the record's own words behind it; none where the record says nothing.
    """

    ask: str
    because: str
    says: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class QuestionGroup:
    """Questions under a heading."""

    heading: str
    questions: tuple[DoctorQuestion, ...]


@dataclass(frozen=True, kw_only=True)
class QuestionsInfo:
    """The page of questions.

    Args:
        title: of the study, in plain words where there are any.
        record_date: when the record was last updated, ISO 8601, if it says so.
        groups: the questions; a group without any is left out.
        more: how many other criteria are open.
    """

    nct_id: str
    title: str
    record_date: str | None
    groups: tuple[QuestionGroup, ...]
    more: int


def questions_info(
    study: Study,
    annotations: Annotations,
    checklist: Checklist,
    assessment: Assessment,
    about: Sequence[DoctorQuestion] = (),
) -> QuestionsInfo:
    """Gather the questions that are left.

    Args:
        study, annotations: the record.
        checklist: its criteria.
        assessment: where the person stands; only what is open is used.
        about: those about the study, where they are known already.
    """
    left = _left_open(checklist, assessment)
    over = is_past(study)
    about_me = "Am I like the people it studied? What is still open" if over else _ABOUT_ME
    groups = (
        ("About the study", tuple(about) or about_the_study(study, annotations)),
        ("Where the record says two things", tuple(_disputed(left))),
        (about_me, tuple(_of_criterion(one, over=over) for one in left[:MOST_OPEN])),
    )
    plain = annotations.plain.title
    return QuestionsInfo(
        nct_id=study.nct_id,
        title=plain.plain if plain else study.title,
        record_date=checklist.record_date,
        groups=tuple(
            QuestionGroup(heading=heading, questions=questions)
            for heading, questions in groups
            if questions
        ),
        more=max(0, len(left) - MOST_OPEN),
    )


def _left_open(checklist: Checklist, assessment: Assessment) -> tuple[Criterion, ...]:
    """The open criteria, those that decide most first.

    In the order of a checklist without answers: how near an answer has brought a criterion to its
    decision would tell something of that answer.
    """
    soonest = ask_next(checklist, assess(checklist, {}))
    in_order = {item.id: item for one in soonest for item in one.criteria}
    left = {item.criterion.id: item.criterion for item in assessment.open}
    return tuple({**{key: left[key] for key in in_order if key in left}, **left}.values())


def _of_criterion(criterion: Criterion, *, over: bool) -> DoctorQuestion:
    says = (criterion.text,) if criterion.plain else ()
    if criterion.ask:
        return DoctorQuestion(ask=criterion.ask, because=_asks(criterion, over=over), says=says)
    of = f", of “{criterion.cohort}”" if criterion.cohort else ""
    return DoctorQuestion(
        ask=criterion.plain or f"“{criterion.text}”",
        because=f"{_DOES[criterion.kind][over]}{of}. Is it true of me?",
        says=says,
    )


def _asks(criterion: Criterion, *, over: bool) -> str:
    """What the study asks; an exclusion criterion in plain words says itself that it excludes."""
    if criterion.plain and criterion.kind == CriterionKind.EXCLUSION:
        return criterion.plain
    return f"The study {'asked' if over else 'asks'}: {criterion.plain or criterion.text}"


def _disputed(left: Sequence[Criterion]) -> Iterator[DoctorQuestion]:
    for criterion in left:
        for rule in nodes(criterion.rule):
            if not isinstance(rule, RecordDisagrees):
                continue
            sides = (rule.record_disagrees.says, rule.record_disagrees.but)
            said = " and ".join(f"“{side.quote}” ({side.where})" for side in sides)
            yield DoctorQuestion(
                ask="Which of the two holds for me?",
                because=f"The record says {said}.",
                says=tuple(side.quote for side in sides),
            )


def about_the_study(study: Study, annotations: Annotations) -> tuple[DoctorQuestion, ...]:
    """Gather the questions about the study, the same for everybody."""
    return tuple(_about_the_study(study, annotations))


def _about_the_study(study: Study, annotations: Annotations) -> Iterator[DoctorQuestion]:
    # Who gets a treatment by expanded access is in no study.
    expanded = study.protocol_section.design_module.study_type == "EXPANDED_ACCESS"
    over = expanded or is_past(study)
    status = status_of(study.protocol_section.status_module.overall_status)
    said = f"Status: {status.name.lower()}."
    because = " ".join(filter(None, (said, status.meaning, expanded_access(study))))
    yield DoctorQuestion(ask=status.ask, because=because)
    randomised = study.protocol_section.design_module.design_info.allocation == "RANDOMIZED"
    if randomised and not over:
        yield DoctorQuestion(
            ask="What if I do not get the treatment that I hope for?",
            because="Chance decides who gets which treatment.",
        )
    near = "Which hospital near me has this treatment?"
    yield DoctorQuestion(
        ask=near if over else "Which hospital in the study is nearest to me?",
        because=_where(study, over=over),
    )
    yield DoctorQuestion(
        ask="How often would I be treated, and for how long?"
        if over
        else "How often must I come, and for how long?",
        because=_how_often(annotations),
    )
    later = [
        plain_title(step, study, annotations)
        for step in flow_of(study, annotations).steps
        if step.kind == "later"
    ]
    if later:
        yield DoctorQuestion(
            ask="If the disease grows, could I change treatment or have it again?",
            because=f"The study {'had' if over else 'has'} these later parts, for some: "
            f"{'; '.join(later)}.",
        )
    # Of what is found in groups nobody can expect a share.
    is_known = study.results_section is not None or annotations.published
    yield DoctorQuestion(
        ask="What good and what harm was found, and what does that mean for me?"
        if is_known
        else "What is known of its good and its harm?",
        because=_what_came_out(study, annotations),
    )
    if not over:
        yield DoctorQuestion(
            ask="What happens if I want to stop?",
            because=f"In any study you can stop when you want. What comes then is {NOT_STATED}.",
        )
    if not any(_PAID.search(text.text) for text in record_texts(study)):
        yield DoctorQuestion(
            ask="Who pays for treatment, tests and travel?", because=f"This is {NOT_STATED}."
        )


def _where(study: Study, *, over: bool) -> str:
    sites, countries = len(study.locations), len(study.countries)
    if not sites:
        return "The record lists no sites."
    one = "site" if sites == 1 else "sites"
    lands = "country" if countries == 1 else "countries"
    listed = f"The record lists {sites} {one} in {countries} {lands}."
    return f"{listed} They can be asked." if over else listed


def _how_often(annotations: Annotations) -> str:
    first = [
        f"{course.drug}: {rhythm_text(course, regimen)}"
        for regimen in annotations.schedule.regimens
        for course in regimen.courses[:1]
    ]
    # The arms that people start in; what may follow is asked about below.
    said = "; ".join(first[:2])
    visits = f"How many visits there are is {NOT_STATED}."
    return f"{said}. {visits}" if said else visits


def _what_came_out(study: Study, annotations: Annotations) -> str:
    if study.results_section is not None:
        return "The record holds results of this study."
    if annotations.published:
        return "Results of this study have been published."
    return results_standing(study, annotations).record


def more_in_words(more: int) -> str:
    """Say how many criteria are open beside those that are asked about."""
    if more == 1:
        return "1 more criterion is open. It is on the page Eligibility."
    return f"{more} more criteria are open. They are on the page Eligibility."
