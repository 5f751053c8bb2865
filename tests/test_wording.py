"""Plain words as they are written in the app: beside the record's own, at once in their place."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data import Study, StudyError, load_study
from data.annotations import Annotations, load_annotations
from data.annotations.base import Signed
from data.annotations.eligibility import RuleReview
from data.deck.build import deck
from data.deck.model import WIDE
from data.document.handout import handout
from data.eligibility.checklist import Criterion, load_checklist
from data.eligibility.reviewing import (
    read_readings,
    readings_file,
    with_review,
    without_review,
)
from data.flow import flow_of
from data.wording import (
    Part,
    WordedPlace,
    WrittenWords,
    is_offered,
    is_unfinished,
    places,
    strange_numbers,
    with_words,
    without_words,
)
from tests.records import SAMPLES

BY = Signed(reviewed_by="A. Reader", reviewed_on=date(2026, 1, 2), program="Trial Explorer")
DAY = date(2026, 1, 2)
RECORD = Path(__file__).parents[1] / "data" / "records" / "NCT03972488.json"
HOSTILE = "<script>alert(1)</script> **a** [x](javascript:y) \u202e =1+1 'q': {b: !!python/c}"


def study(**texts: str) -> Study:
    said = {
        "summary": "Does zelumab help?\nIt is compared with placebo.",
        "zelumab": "Zelumab 200 mg every 3 weeks.",
        "placebo": "Placebo every 3 weeks.",
        "outcome": "Overall survival",
        "criterion": "Age of at least 21 years",
        **texts,
    }
    section = {
        "identificationModule": {"nctId": "NCT00000001", "briefTitle": "Zelumab in Gout"},
        "descriptionModule": {"briefSummary": said["summary"]},
        "statusModule": {"startDateStruct": {"date": "2026-01"}},
        "designModule": {"designInfo": {"allocation": "RANDOMIZED"}},
        "armsInterventionsModule": {
            "armGroups": [
                {"label": "Zelumab", "description": said["zelumab"]},
                {"label": "Placebo", "description": said["placebo"]},
            ],
            "interventions": [{"name": "Zelumab", "description": "An antibody."}],
        },
        "outcomesModule": {
            "primaryOutcomes": [{"measure": said["outcome"]}, {"measure": "Pain"}],
        },
        "eligibilityModule": {
            "eligibilityCriteria": f"Inclusion Criteria:\n\n* {said['criterion']}\n* No gout"
        },
    }
    return load_study(json.dumps({"protocolSection": section}))


def place(part: Part, number: int = 0, made: Annotations | None = None) -> WordedPlace:
    found = places(study(), made or Annotations())
    return [one for one in found if one.part is part][number]


def written(part: Part, plain: str = "So it is.", number: int = 0, made: Annotations | None = None,
            **more: Any) -> Annotations:  # fmt: skip
    at = place(part, number, made)
    return with_words(study(), made or Annotations(), at, WrittenWords(plain=plain, **more), BY)


def reopened(of: Study, annotations: Annotations) -> Annotations:
    return read_readings(of, readings_file(of, annotations).encode())


def everything() -> Annotations:
    made = Annotations()
    for part in (one for one in Part if one is not Part.QUESTIONS):
        silent = not place(part, 0, made).rests_on
        made = written(part, f"Plain: {part}.", made=made, not_stated=silent)
    return made


def criterion(made: Annotations) -> Criterion:
    return load_checklist(study(), made).criteria[0]


def test_every_part_can_be_written_and_a_file_puts_it_all_back() -> None:
    made = everything()
    back = reopened(study(), made)
    assert (back.plain, back.eligibility, back.flow) == (
        made.plain,
        made.eligibility,
        made.flow,
    )
    told = {text.plain for texts in back.plain.sections.values() for text in texts}
    assert told == {f"Plain: {part}." for part in Part} - {
        f"Plain: {part}." for part in (Part.CRITERIA, Part.QUESTIONS)
    }
    assert all(one.words.worded == BY for one in places(study(), back) if one.words)


def test_what_was_written_is_said_at_once_on_slides_and_on_paper() -> None:
    made = everything()
    slides = repr(deck(study(), made, audience="lay", size=WIDE, as_of=DAY))
    paper = repr(handout(study(), made, DAY))
    for part in (Part.TITLE, Part.SUMMARY, Part.GROUPS, Part.CRITERIA):
        assert f"Plain: {part}." in paper, part
    for part in (Part.TITLE, Part.SUMMARY, Part.GROUPS):
        assert f"Plain: {part}." in slides, part


def test_what_is_not_written_stays_the_record_s_words() -> None:
    made = written(Part.GROUPS, "People get the drug.", name="The drug")
    assert is_unfinished(study(), made)
    for told in (
        repr(deck(study(), made, audience="lay", size=WIDE, as_of=DAY)),
        repr(handout(study(), made, DAY)),
    ):
        assert "People get the drug." in told
        assert "Placebo every 3 weeks." in told
        assert "Zelumab 200 mg every 3 weeks." not in told.split("notes=")[0]


def test_a_changed_sentence_makes_its_words_lapse_by_name_and_leaves_the_others() -> None:
    made = written(Part.GROUPS, number=1, made=everything(), name="No drug")
    made = written(Part.SUMMARY, "A second part.", 1, made, quote="compared  with placebo")
    other = study(zelumab="Zelumab 300 mg every 3 weeks.", summary="It is compared with placebo.")
    back = reopened(other, made)
    assert back.plain.lapsed == (f"Plain: {Part.SUMMARY}.", "Zelumab")
    assert [text.plain for text in back.plain.summary] == ["A second part."]
    assert list(back.plain.groups) == ["Placebo"]
    assert back.plain.title
    assert back.plain.treatments


def test_the_words_of_a_criterion_lapse_with_it_and_it_is_named() -> None:
    back = reopened(study(criterion="Age of at least 18 years"), written(Part.CRITERIA))
    checklist = load_checklist(study(criterion="Age of at least 18 years"), back)
    assert checklist.criteria[0].plain is None
    assert checklist.gone == ("Age of at least 21 years",)


def test_a_criterion_keeps_its_plain_words_whatever_becomes_of_its_draft() -> None:
    made = written(Part.CRITERIA, "You are 21 or older.", ask="Am I old enough?")
    draft = criterion(made).draft
    assert draft
    assert draft.rule
    said = ("You are 21 or older.", "Am I old enough?")
    for decision in ("accepted", "rejected"):
        review = RuleReview.model_validate(
            {**BY.model_dump(), "decision": decision, "draft": draft.rule}
        )
        read = with_review(made, criterion(made), review, draft.rule, draft.facts)
        assert (criterion(read).plain, criterion(read).ask) == said
        assert criterion(read).reviewed == (decision == "accepted")
        back = without_review(read, criterion(read))
        assert (criterion(back).plain, criterion(back).ask) == said
        assert criterion(back).draft
        assert load_checklist(study(), back).gone == ()


def test_the_question_about_a_fact_can_be_put_into_plain_words_once_its_rule_is_read() -> None:
    draft = criterion(Annotations()).draft
    assert draft
    assert draft.rule
    review = RuleReview.model_validate(
        {**BY.model_dump(), "decision": "accepted", "draft": draft.rule}
    )
    read = with_review(Annotations(), criterion(Annotations()), review, draft.rule, draft.facts)
    made = written(Part.QUESTIONS, "How old are you?", made=read)
    assert reopened(study(), made).eligibility.facts[0].plain == "How old are you?"


def test_what_is_taken_back_leaves_the_record_s_words_and_nothing_else() -> None:
    made = everything()
    for part in Part:
        for one in places(study(), made):
            if one.part is part and one.words:
                made = without_words(study(), made, one)
    assert made == Annotations()


def test_a_text_that_is_written_again_takes_the_place_of_the_first() -> None:
    made = written(Part.OUTCOMES, "How long people live.", name="Life")
    made = written(Part.OUTCOMES, "How much it hurts.", 1, made, name="Pain")
    made = written(Part.OUTCOMES, "How long people lived.", 0, made, name="Life")
    assert [text.plain for text in made.plain.outcomes] == [
        "How long people lived.",
        "How much it hurts.",
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (WrittenWords(plain=""), "no plain words yet"),
        (
            WrittenWords(plain="So.", quote="It is said nowhere."),
            "the record does not say 'It is said",
        ),
    ],
)
def test_what_cannot_be_taken_is_refused_in_one_sentence(words: WrittenWords, said: str) -> None:
    with pytest.raises(StudyError, match=said):
        with_words(study(), Annotations(), place(Part.GROUPS), words, BY)


def test_words_that_rest_on_nothing_are_refused_unless_they_say_so() -> None:
    at = place(Part.STEPS)  # enrolment: a field, no sentence
    with pytest.raises(StudyError, match="which words of the record these rest on"):
        with_words(study(), Annotations(), at, WrittenWords(plain="People join."), BY)
    silent = WrittenWords(plain="How people join is not told.", not_stated=True)
    made = with_words(study(), Annotations(), at, silent, BY)
    assert made.plain.steps["enrolled"].not_stated
    assert flow_of(study(), made) == flow_of(study(), Annotations())


def test_a_number_that_the_record_does_not_have_is_pointed_out() -> None:
    own = ("Zelumab 200 mg every 3 weeks.",)
    assert strange_numbers("People get 200 mg every 4 weeks, 4 times, 2.5 in all.", own) == (
        "4",
        "2.5",
    )


def test_hostile_words_come_back_as_they_were_typed() -> None:
    made = written(Part.GROUPS, HOSTILE, name=HOSTILE)
    back = reopened(study(), made)
    assert back.plain.groups["Zelumab"].plain == HOSTILE
    paper = handout(study(), back, DAY).second[0].parts[0].lists[0]
    assert f"{HOSTILE}: {HOSTILE}" in paper.points


def test_a_record_for_which_a_person_has_written_a_file_is_not_offered_anew() -> None:
    record = load_study(RECORD)
    shipped = load_annotations(record, RECORD.with_suffix(".annotations.yaml"))
    assert not is_offered(shipped)
    assert not is_unfinished(record, shipped)
    assert is_offered(Annotations())


@pytest.mark.parametrize("sample", SAMPLES[::4], ids=lambda path: path.stem)
def test_of_any_record_what_can_be_written_rests_on_what_it_says(sample: Path) -> None:
    record = load_study(sample)
    found = places(record, Annotations())
    assert len({(one.part, one.key) for one in found}) == len(found)
    made = Annotations()
    for part in Part:
        first = next((one for one in found if one.part is part), None)
        if first:
            words = WrittenWords(plain="So it is.", not_stated=not first.rests_on)
            made = with_words(record, made, first, words, BY)
    assert reopened(record, made).plain == made.plain
