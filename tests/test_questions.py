"""Questions for a doctor: what is left open, and never what was answered."""

from __future__ import annotations

import json
import re
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from components.exports.personal.questions import questions_html, shortened
from data import load_study
from data.annotations import Annotations, load_annotations
from data.eligibility import assess, load_checklist
from data.records import FOLDER
from data.statuses import STATUSES, status_of
from data.views.eligibility import eligibility_notice
from data.views.questions import (
    MOST_OPEN,
    DoctorQuestion,
    QuestionsInfo,
    more_in_words,
    questions_info,
)
from tests.browser import ROOT
from tests.eligibility_people import FIT, checklist_of

STUDY = load_study(FOLDER / "NCT03972488.json")
ANNOTATIONS = load_annotations(STUDY, FOLDER / "NCT03972488.annotations.yaml")
CHECKLIST = checklist_of(STUDY)
ABOUT_ME = "Am I like the people it studied? What is still open"
STILL_OPEN = "About me: what is still open"
TWO_THINGS = "Where the record says two things"


def info_of(answers: dict[str, Any]) -> QuestionsInfo:
    return questions_info(STUDY, ANNOTATIONS, CHECKLIST, assess(CHECKLIST, answers))


def asked(info: QuestionsInfo, heading: str) -> list[str]:
    groups = [group for group in info.groups if group.heading == heading]
    return [question.ask for group in groups for question in group.questions]


def page_of(info: QuestionsInfo) -> str:
    return questions_html(info, day=date(2026, 2, 3))


def every_question(info: QuestionsInfo) -> list[DoctorQuestion]:
    return [question for group in info.groups for question in group.questions]


def test_with_nothing_answered_the_most_decisive_come_first_and_the_rest_is_counted() -> None:
    info = info_of({})
    assert len(asked(info, ABOUT_ME)) == MOST_OPEN
    assert info.more == 33 - MOST_OPEN
    assert asked(info, ABOUT_ME)[0].startswith("What exactly is my tumour?")


def test_what_is_settled_is_asked_no_more() -> None:
    ki67 = "What is the Ki-67 index of my tumour?"
    assert ki67 in asked(info_of({}), ABOUT_ME)
    assert ki67 not in asked(info_of({"ki67": 20}), ABOUT_ME)


def test_what_remains_of_a_nearly_finished_checklist_is_asked() -> None:
    left = {key: value for key, value in FIT.items() if key not in ("kps", "ki67")}
    info = info_of(left)
    assert asked(info, ABOUT_ME) == [
        "What is the Ki-67 index of my tumour?",
        "What is my Karnofsky score?",
    ]
    assert info.more == 0


def test_with_everything_settled_only_the_study_is_asked_about() -> None:
    info = info_of(FIT)
    assert [group.heading for group in info.groups] == ["About the study"]


def test_an_excluded_person_can_still_ask_about_all_that_is_open() -> None:
    """The verdict stands, and nothing needs to be asked for it; a doctor may see it otherwise."""
    info = info_of({"ki67": 5})
    assert len(asked(info, ABOUT_ME)) + info.more == 32


def test_the_two_ages_of_the_record_are_asked_about_while_they_matter() -> None:
    for open_age in ({}, {"age": 16, "weight": 60}):
        info = info_of(open_age)
        assert asked(info, TWO_THINGS) == ["Which of the two holds for me?"]
        said = next(group for group in info.groups if group.heading == TWO_THINGS).questions[0]
        assert said.says == ("Patients ≥ 15 years of age", "18 Years")
    assert not asked(info_of({"age": 40, "weight": 60}), TWO_THINGS)


def test_the_page_holds_no_answer() -> None:
    """Only which criteria are open counts: whatever brought them there, the page is the same."""
    some = page_of(info_of({"brain_metastases": True, "brain_stable_weeks": 30}))
    assert page_of(info_of({"brain_metastases": True, "brain_treated": True})) == some
    assert page_of(info_of({})) == some
    telling = page_of(info_of({"heart_failure": True, "weight": 43.21, "nyha": "I"}))
    assert "43.21" not in telling
    assert "NYHA class I " not in telling


def test_what_the_record_does_not_say_is_said_to_be_unsaid() -> None:
    questions = {one.ask: one.because for one in every_question(info_of({}))}
    assert questions["Who pays for treatment, tests and travel?"] == (
        "This is not stated in the record."
    )
    assert "40 sites in 9 countries" in questions["Which hospital near me has this treatment?"]
    often = questions["How often would I be treated, and for how long?"]
    assert "Lutathera: every 8 weeks ± 1 week, 4 times" in often
    assert "Octreotide LAR: every 4 weeks" in often
    changed = questions["If the disease grows, could I change treatment or have it again?"]
    assert "Changing to Lutathera" in changed


RECRUITING = {
    "protocolSection": {
        "identificationModule": {"nctId": "NCT00000001", "briefTitle": "A <b>study</b>"},
        "statusModule": {"overallStatus": "RECRUITING"},
        "descriptionModule": {"briefSummary": "Travel costs are refunded: travel expenses."},
        "designModule": {"designInfo": {"allocation": "RANDOMIZED"}},
        "eligibilityModule": {
            "eligibilityCriteria": "Inclusion Criteria:\n\n* <script>x</script> Adult\n\n"
            "Exclusion Criteria:\n\n* Pregnant " + "and so on " * 80
        },
    }
}


def of_other(record: dict) -> QuestionsInfo:
    study = load_study(json.dumps(record))
    checklist = checklist_of(study)
    return questions_info(study, Annotations(), checklist, assess(checklist, {}))


def test_a_record_nobody_has_read_is_asked_about_in_its_own_words() -> None:
    info = of_other(RECRUITING)
    about_study = asked(info, "About the study")
    assert about_study[0] == "Can I still join this study?"
    assert "What if I do not get the treatment that I hope for?" in about_study
    assert "Who pays for treatment, tests and travel?" not in about_study, "the record says it"
    asks, keeps_out = info.groups[-1].questions
    assert asks.ask == "“<script>x</script> Adult”"
    assert asks.because == "The study asks for this. Is it true of me?"
    assert keeps_out.ask.startswith("“Pregnant")
    assert keeps_out.because == "This keeps people out. Is it true of me?"


@pytest.mark.parametrize(
    ("status", "asks", "because"),
    [
        ("RECRUITING", "still join", "looking for participants now"),
        ("ENROLLING_BY_INVITATION", "invite me", "invited"),
        ("NOT_YET_RECRUITING", "When does it start", "nobody can join yet"),
        ("ACTIVE_NOT_RECRUITING", "takes no new people", "Nobody new can join"),
        ("COMPLETED", "takes no new people", "ended as planned"),
        ("TERMINATED", "takes no new people", "stopped early and will not start again"),
        ("SUSPENDED", "if it starts again", "may start again"),
        ("WITHDRAWN", "Nobody ever joined", "before its first participant joined"),
        ("AVAILABLE", "without being in a study", "may be able to get the treatment"),
        ("TEMPORARILY_NOT_AVAILABLE", "get it later", "paused"),
        ("NO_LONGER_AVAILABLE", "no longer offered", "has ended"),
        ("APPROVED_FOR_MARKETING", "where I live", "Food and Drug Administration"),
        ("WITHHELD", "Does this study take new people?", "does not tell it"),
        ("UNKNOWN", "Does this study take new people?", "not been confirmed in two years"),
        (
            "A_STATUS_OF_TOMORROW",
            "Does this study take new people?",
            "A_STATUS_OF_TOMORROW".lower(),
        ),
    ],
)
def test_each_status_asks_what_can_be_asked_of_it(status, asks, because) -> None:
    record = json.loads(json.dumps(RECRUITING))
    record["protocolSection"]["statusModule"]["overallStatus"] = status
    first = of_other(record).groups[0].questions[0]
    assert asks in first.ask
    assert because in first.because


def test_of_a_closed_study_nothing_asks_as_if_one_could_join() -> None:
    record = json.loads(json.dumps(RECRUITING))
    record["protocolSection"]["statusModule"]["overallStatus"] = "COMPLETED"
    for info in (of_other(record), info_of({})):
        for one in every_question(info):
            said = f"{one.ask} {one.because}".lower()
            assert not re.search(
                r"must i come|want to stop|let me join|keep me from|you can(?:not)? join", said
            )
            assert "the study asks" not in said


def test_a_record_that_says_nothing_still_gives_questions() -> None:
    empty = {"protocolSection": {"identificationModule": {"nctId": "NCT00000001"}}}
    info = of_other(empty)
    assert asked(info, "About the study")[0] == "Does this study take new people?"
    assert "The record lists no sites." in page_of(info)
    assert info.more == 0


class Reader(HTMLParser):
    """Reads a page as a browser would: its tags, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_sheet_holds_every_question_with_a_line_and_needs_nothing_else() -> None:
    info = info_of({})
    read = Reader(page_of(info))
    asked_about = [one.ask for one in every_question(info)]
    assert read.tags.count("li") == len(asked_about)
    assert all(question in read.text for question in asked_about)
    assert more_in_words(info.more) in read.text
    assert "NCT03972488, record of 21 Jan 2026 · made on 3 Feb 2026" in read.text
    assert "Not medical advice" in read.text
    assert not {"script", "img", "link"} & set(read.tags)
    assert "http" not in page_of(info)


def test_text_of_a_record_never_becomes_markup() -> None:
    read = Reader(page_of(of_other(RECRUITING)))
    assert "script" not in read.tags
    assert "b" not in read.tags
    assert "<script>x</script> Adult" in read.text


@pytest.mark.parametrize(
    ("text", "length", "expected"),
    [
        ("Short.", 10, "Short."),
        ("One two. Three four five six.", 20, "One two. …"),
        ("One two three four five.", 15, "One two three…"),
        ("Onetwothreefourfive", 10, "Onetwothr…"),
        ("a \n b", 10, "a b"),
    ],
)
def test_long_texts_are_cut_at_a_sentence_or_a_word(text, length, expected) -> None:
    assert shortened(text, length) == expected
    assert len(shortened(text, length)) <= length


def opened(answers: dict[str, Any] | None = None) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    for fact, answer in (answers or {}).items():
        app.session_state[f"eligibility:NCT03972488:{fact}"] = answer
    return app.run().switch_page("pages/questions.py").run()


def test_the_page_shows_the_questions_and_offers_the_sheet() -> None:
    app = opened()
    assert not app.exception
    shown = [text.value.replace("\\", "").partition("  \n")[0] for text in app.markdown]
    for number, one in enumerate(every_question(info_of({})), start=1):
        assert any(text.startswith(f"**{number}. {one.ask}**") for text in shown)
    assert more_in_words(33 - MOST_OPEN) in [text.value for text in app.text]
    assert app.get("download_button")


def test_the_page_follows_what_has_been_answered_on_the_checklist() -> None:
    app = opened({"kps": "90"})
    shown = "\n".join(text.value for text in app.markdown)
    assert "What is my Karnofsky score" not in shown
    assert re.search("Ki.*67 index of my tumour", shown)


def test_the_checklist_leads_to_the_questions() -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run()
    app.switch_page("pages/eligibility.py").run()
    links = [element.proto.label for element in app.get("page_link")]
    assert any("Questions for my doctor" in label for label in links)


@pytest.mark.parametrize("status", [*STATUSES, "A_NEW_STATUS", None])
def test_each_status_has_its_own_sentence_wherever_somebody_might_hope_to_join(
    status: str | None,
) -> None:
    protocol = {
        "identificationModule": {"nctId": "NCT00000001"},
        "statusModule": {"overallStatus": status},
    }
    study = load_study(json.dumps({"protocolSection": protocol}))
    checklist = load_checklist(study, Annotations())
    notice = eligibility_notice(study, checklist)
    info = questions_info(study, Annotations(), checklist, assess(checklist, {}))
    about = info.groups[0].questions
    open_to_some = {"RECRUITING", "ENROLLING_BY_INVITATION", "AVAILABLE"}
    assert (notice.can_enrol is True) == (status in open_to_some)
    if status in {"SUSPENDED", "TEMPORARILY_NOT_AVAILABLE"}:
        assert "may" in notice.status
        assert "no longer recruits" not in notice.status
    if notice.is_past:
        assert "Nobody can enrol now" in notice.status
        assert "Which hospital in the study is nearest to me?" not in {one.ask for one in about}
    if status not in STATUSES or status == "UNKNOWN":
        assert "not known" in notice.status
        assert about[0].ask == "Does this study take new people?"
    assert status_of(status).meaning in about[0].because


def test_a_record_that_denies_results_is_not_said_to_be_silent_about_them() -> None:
    protocol = {"identificationModule": {"nctId": "NCT00000001"}}
    study = load_study(json.dumps({"protocolSection": protocol, "hasResults": False}))
    checklist = load_checklist(study, Annotations())
    info = questions_info(study, Annotations(), checklist, assess(checklist, {}))
    said = [one.because for one in info.groups[0].questions]
    assert "The record says that no results have been posted." in said


def test_each_status_has_a_few_plain_words_and_what_they_mean() -> None:
    assert all(status.meaning for status in STATUSES.values())
    # They stand beside the name of the study on a phone.
    assert max(len(status.short) for status in STATUSES.values()) <= len("Active, not recruiting")
