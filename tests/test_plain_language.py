"""Plain language: simple enough to read, and exactly what the record and the publications say."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from textstat import textstat

from data import StudyError, load_study
from data.annotations import Annotations, check_annotations, load_annotations
from data.annotations.eligibility import Compare, CriterionReading, RecordDisagrees, leaves
from data.annotations.plain import PlainAnnotation, PlainEntry, PlainResult, PlainText
from data.criteria.kind import CriterionKind
from data.eligibility import assess
from data.plain.glossary import find_terms, glossary
from data.records import FOLDER
from data.timeline.milestones import milestones
from data.views.questions import questions_info
from tests.eligibility_people import asked, checklist_of, criteria
from tests.records import SAMPLE_FOLDER

ROOT = Path(__file__).parents[1]
STUDY = load_study(FOLDER / "NCT03972488.json")
ANNOTATIONS = load_annotations(STUDY, FOLDER / "NCT03972488.annotations.yaml")
PLAIN = ANNOTATIONS.plain
CRITERIA = ANNOTATIONS.eligibility.criteria

HIGHEST_GRADE = 8
# Names of drugs and diseases, and what stands in for them when the grade is worked out. Nothing
# else is put aside: not the names of tests, procedures or values.
NAMES = {
    "octreotide LAR": "drug",
    "octreotide": "drug",
    "lutathera": "drug",
    "everolimus": "drug",
    "interferon": "drug",
    "somatostatin analogues": "drugs",
    "somatostatin": "drug",
    "neuroendocrine": "",
    "carcinoma": "cancer",
    "melanoma": "cancer",
    "diabetes": "illness",
    "diarrhoea": "illness",
}


def grade(text: str) -> float:
    """The Flesch-Kincaid grade of a text without the names of drugs and diseases."""
    for name, neutral in NAMES.items():
        text = re.sub(rf"\b{name}\b", neutral, text, flags=re.IGNORECASE)
    return float(textstat.flesch_kincaid_grade(text))


CONDITIONS = [item for item in ANNOTATIONS.flow.transitions if item.condition]


def told(text: PlainText) -> str:
    """What a reader sees of a text: its name, if it has one, then what it says."""
    name = f"{text.name}. " if isinstance(text, PlainEntry) else ""
    return name + text.plain


def questions() -> list[str]:
    checklist = checklist_of(STUDY)
    info = questions_info(STUDY, ANNOTATIONS, checklist, assess(checklist, {}))
    return [question.ask for group in info.groups for question in group.questions]


def sections() -> dict[str, list[str]]:
    results = ANNOTATIONS.results
    return {
        **{name: [told(text) for text in texts] for name, texts in PLAIN.sections.items()},
        "criteria": [criterion.plain for criterion in CRITERIA],
        "questions about criteria": [criterion.ask or "" for criterion in CRITERIA],
        "questions for a doctor": questions(),
        "what is asked of a person": [fact.plain or "" for fact in ANNOTATIONS.eligibility.facts],
        "conditions of the flow": [f"If {item.plain}." for item in CONDITIONS],
        "words of the results page": [
            *(f"{m.plain}. {m.about} It leaves out {m.leaves_out}" for m in results.measures),
            *(f"{item.what}. {item.why}" for item in results.not_reported),
            *results.caveats,
        ],
        "glossary": [term.plain for term in glossary()],
    }


@pytest.mark.parametrize("name", sections())
def test_every_section_reads_at_grade_8_or_below(name: str, record_property) -> None:
    texts = sections()[name]
    assert texts
    reached = grade(" ".join(texts))
    record_property(f"Flesch-Kincaid grade, {name}", round(reached, 1))
    print(f"Flesch-Kincaid grade {reached:4.1f}  {name} ({len(texts)} texts)")
    assert reached <= HIGHEST_GRADE


def test_no_single_text_hides_behind_easy_ones() -> None:
    hard = {
        text: round(grade(text), 1)
        for name, texts in sections().items()
        if name != "glossary"  # a name in two or three words has no grade
        for text in texts
        if grade(text) > HIGHEST_GRADE
    }
    assert not hard


def test_the_grade_tells_hard_from_easy() -> None:
    """The judge itself: the record's own words fail, and names alone decide nothing."""
    summary = STUDY.protocol_section.description_module.brief_summary or ""
    assert grade(summary) > 15
    assert grade("You get Lutathera.") == grade("You get octreotide.")


def test_everything_of_the_record_has_plain_words() -> None:
    assert PLAIN.title
    assert len(PLAIN.summary) >= 3
    assert set(PLAIN.groups) == {group.label for group in STUDY.arm_groups}
    assert set(PLAIN.treatments) == {item.name for item in STUDY.interventions}
    assert set(PLAIN.steps) == set(ANNOTATIONS.flow.steps)
    assert set(PLAIN.milestones) == {item.key for item in milestones(STUDY, ANNOTATIONS)}
    assert len(CRITERIA) == 33
    assert all(criterion.plain and criterion.ask for criterion in CRITERIA)
    assert all(fact.plain for fact in ANNOTATIONS.eligibility.facts)
    assert CONDITIONS
    assert all(item.plain for item in CONDITIONS)
    told_of = {figure for result in PLAIN.results for figure in result.figures}
    shown = {key for measure in ANNOTATIONS.results.measures for key in measure.figures.values()}
    assert shown <= told_of


NUMBER = re.compile(r"(?<![\w.-])\d+(?:\.\d+)?")
# Names that hold a digit.
DIGIT_NAMES = re.compile(r"Ki-67|HbA1c")


def numbers(text: str) -> set[float]:
    return {float(number) for number in NUMBER.findall(DIGIT_NAMES.sub("", text))}


def numbers_within(text: str) -> set[float]:
    """The numbers of a text of the record, however they are written: `2x10E9`."""
    return {float(number) for number in re.findall(r"\d+(?:\.\d+)?", text)}


def said_about(criterion: CriterionReading) -> str:
    """What the record says: the criterion, and the other side where it disagrees with itself."""
    return " ".join([criterion.quote, *_sides(criterion.rule)])


def _sides(rule) -> Iterator[str]:
    if isinstance(rule, RecordDisagrees):
        yield rule.record_disagrees.but.quote
    for part in getattr(rule, "all", ()):
        yield from _sides(part)


@pytest.mark.parametrize("criterion", CRITERIA, ids=lambda item: item.id)
def test_a_threshold_in_plain_words_is_exactly_the_records(criterion: CriterionReading) -> None:
    assert numbers(criterion.plain) <= numbers_within(said_about(criterion))


@pytest.mark.parametrize("criterion", CRITERIA, ids=lambda item: item.id)
def test_no_threshold_of_a_rule_is_left_out(criterion: CriterionReading) -> None:
    for leaf in leaves(criterion.rule):
        if isinstance(leaf, Compare):
            limit = getattr(leaf, leaf.operator)
            limits = set(limit.values()) if hasattr(limit, "values") else {limit}
            assert limits & numbers(criterion.plain), leaf


@pytest.mark.parametrize("criterion", CRITERIA, ids=lambda item: item.id)
def test_an_exclusion_says_that_it_excludes(criterion: CriterionReading) -> None:
    excludes = "could not join" in criterion.plain or "could join only if" in criterion.plain
    assert excludes == (criterion.kind is CriterionKind.EXCLUSION)


@pytest.mark.parametrize("section", ["summary", "arm groups", "treatments", "steps", "outcomes"])
def test_a_number_in_plain_words_stands_in_its_sentence(section: str) -> None:
    for text in PLAIN.sections[section]:
        if text.quote:
            # A grade is written G2 there; what is named in the record is named in its own words.
            named = numbers_within(STUDY.title)
            assert numbers(text.plain) <= numbers_within(text.quote) | named, text.plain


def figures_of(result: PlainResult) -> list[str]:
    return [ANNOTATIONS.published[key].value for key in result.figures]


@pytest.mark.parametrize("result", PLAIN.results, ids=lambda item: item.name)
def test_a_result_tells_the_published_figures_and_cites_them(result: PlainResult) -> None:
    values = " ".join(figures_of(result))
    published = numbers_within(values)
    about = {float(number) for number in re.findall(r"[Aa]bout (\d+) of 100", result.plain)}
    per_cent = {float(number) for number in re.findall(r"([\d.]+)%", values)}
    assert about <= {float(round(number)) for number in per_cent}
    assert numbers(result.plain) - about <= published | ({100.0} if about else set())
    for key in result.figures:
        assert set(ANNOTATIONS.published[key].citations) & set(result.citations)
    assert result.not_stated != bool(result.citations)


def test_what_is_not_known_is_said_in_so_many_words() -> None:
    for result in PLAIN.results:
        if not result.figures:
            assert not numbers(result.plain)
            assert re.search("do not know|cannot say", result.plain)


def test_harm_is_told_like_benefit() -> None:
    """The same sentence for both, with the same two groups in the same order, and no adjectives."""
    shares = [
        result for result in PLAIN.results if len(result.figures) == 2 and "of 100" in result.plain
    ]
    assert {result.side for result in shares} == {"benefit", "harm"}
    same = (
        r"In the Lutathera group, about \d+ of 100 people .*\. In the octreotide group it was about"
    )
    assert not [result.plain for result in shares if not re.match(same, result.plain)]
    hype = re.compile("only|breakthrough|dramatic|luckily|unfortunately|sadly|great", re.IGNORECASE)
    assert not [told(r) for r in PLAIN.results if hype.search(told(r))]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"title": {"plain": "p", "quote": "not there"}}, "plain.title"),
        ({"groups": {"No such arm": {"name": "n", "plain": "p", "not_stated": True}}}, "No such"),
        ({"treatments": {"Aspirin": {"name": "n", "plain": "p", "not_stated": True}}}, "Aspirin"),
        ({"steps": {"lunch": {"name": "n", "plain": "p", "not_stated": True}}}, "lunch"),
        ({"summary": [{"plain": "p", "citations": ["nobody"]}]}, "nobody"),
        (
            {"results": [{"name": "n", "plain": "p", "citations": ["lancet"], "figures": ["x"]}]},
            "'x'",
        ),
    ],
)
def test_plain_words_that_stand_for_nothing_are_an_error(change, expected) -> None:
    plain = PlainAnnotation.model_validate(change)
    wrong = ANNOTATIONS.model_copy(update={"plain": plain})
    with pytest.raises(StudyError, match=expected):
        check_annotations(STUDY, wrong)


@pytest.mark.parametrize(
    "sources", [{}, {"quote": "q", "citations": ["c"]}, {"quote": "q", "not_stated": True}]
)
def test_plain_words_have_exactly_one_kind_of_source(sources) -> None:
    with pytest.raises(ValueError, match="expected one of"):
        PlainText.model_validate({"plain": "p", **sources})


def test_a_record_nobody_has_written_for_is_empty_and_loads() -> None:
    assert Annotations().plain.is_empty
    assert not PLAIN.is_empty


# The audience, on every page.

PAGES = sorted(
    str(path.relative_to(ROOT))
    for path in (ROOT / "pages").glob("*.py")
    if path.stem != "present"  # fills the window: it has a choice of audience of its own
)


def opened(page: str, **address: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    return app.switch_page(page).run() if page != "pages/overview.py" else app


def in_address(app: AppTest) -> str | None:
    """The audience that the address names."""
    return app.query_params.get("audience")


def explained(app: AppTest) -> list[str]:
    """What the blocks of text say whose terms can be opened."""
    blocks = [element.proto for element in app.get("bidi_component")]
    parts = [json.loads(block.json).get("parts") for block in blocks if block.json]
    return ["".join(part["text"] for part in block) for block in parts if block]


def everything_unfolded(app: AppTest) -> AppTest:
    """Ask for every part that patients see only when they ask."""
    app.session_state["details_unfolded"] = True
    return app.run()


def everything(app: AppTest) -> str:
    kinds = (app.header, app.subheader, app.text, app.caption, app.markdown)
    said = [one.value for kind in kinds for one in kind]
    return "\n".join([*said, *explained(app), *of_the_criteria(app)])


def of_the_criteria(app: AppTest) -> list[str]:
    """What the criteria say and ask, as far as they are not folded."""
    if not any(one.proto.component_name == "standing" for one in app.get("bidi_component")):
        return []
    shown = criteria(app)
    unfolded = (group for group in shown["groups"] if not group["folds"])
    rows = [shown["rows"][key] for group in unfolded for key in group["rows"]]
    texts = [row["text"] for row in rows]
    blocks = [block for text in texts for block in (text["lead"], text["parts"], *text["says"])]
    asked = [fact["label"] for row in rows for fact in row["facts"]]
    wanted = [text["wanted"] for text in texts]
    said = ["".join(part["text"] for part in block) for block in blocks if block]
    return [*asked, *wanted, *said]


SAME_FOR_ALL = ("pages/open.py", "pages/compare.py", "pages/planner.py", "pages/screen.py")


@pytest.mark.parametrize("path", PAGES)
def test_every_page_knows_its_audience_and_keeps_it_in_the_address(path: str) -> None:
    said = {}
    for one in ("clinician", "patient", "sponsor"):
        app = opened(path, audience=one)
        assert not app.exception
        assert not app.error
        assert in_address(app) == (None if one == "clinician" else one)
        assert bool(explained(app)) <= (one == "patient")
        said[one] = everything(app)
    assert said["patient"] != said["clinician"] or path in SAME_FOR_ALL


@pytest.mark.parametrize(
    ("address", "audience"),
    [
        ({"plain": "true"}, "patient"),
        ({"plain": "false"}, None),
        ({"plain": "true", "audience": "sponsor"}, "sponsor"),
        ({"audience": "lay"}, None),  # of slides
        ({"audience": "nobody"}, None),
        ({"audience": "PATIENT"}, None),
    ],
)
def test_an_address_of_before_leads_to_the_same_words(address, audience) -> None:
    app = opened("pages/sites.py", **address)
    assert in_address(app) == audience
    assert "plain" not in app.query_params


STUDY_PAGES = ("overview", "design", "sites", "eligibility", "timeline", "results")


def test_what_is_searched_for_is_on_the_patients_page_without_another_click() -> None:
    app = opened("pages/eligibility.py", audience="patient")
    plain = re.sub(r"\W", "", CRITERIA[1].plain)
    assert plain not in re.sub(r"\W", "", everything(app))
    app.session_state["details_unfolded"] = True
    assert plain in re.sub(r"\W", "", everything(app.run()))


def test_clinicians_read_the_records_words_alone() -> None:
    shown = everything(opened("pages/eligibility.py", view="cards"))
    for criterion in CRITERIA:
        assert criterion.quote in shown
        assert criterion.plain not in shown
    results = everything(opened("pages/results.py")).replace("\\", "")  # as it is read
    for measure in ANNOTATIONS.results.measures:
        assert measure.technical in results or not measure.leading
        assert not measure.about or measure.about not in results
    assert "of the people in the" not in results


def test_patients_are_asked_in_plain_words_and_a_doctors_are_their_help() -> None:
    app = opened("pages/eligibility.py", audience="patient")
    ki67 = asked(app)["ki67"]
    assert ki67["label"] == "What is the Ki-67 index of your tumour? (%)"
    assert ki67["help"].startswith("For a doctor: Ki-67 index")
    assert "Review drafts" not in [one.label for one in app.expander]


def test_patients_of_a_closed_study_are_not_told_that_they_can_join() -> None:
    for name in STUDY_PAGES:
        shown = everything(everything_unfolded(opened(f"pages/{name}.py", audience="patient")))
        assert not re.search(
            r"[Yy]ou get (?!on)|you can(not)? join|old enough|To join, this must", shown
        )


def test_a_sponsor_sees_what_does_not_fit_and_what_was_planned_first() -> None:
    app = opened("pages/overview.py", audience="sponsor")
    headings = [one.value for one in app.header]
    assert headings[:2] == ["Planned against published", "Record check"]
    assert opened("pages/overview.py").header[0].value != "Record check"
    for name, first in (
        ("eligibility", "Two minimum ages"),
        ("sites", "Fewer sites listed than published"),
    ):
        assert opened(f"pages/{name}.py", audience="sponsor").expander[0].label == first
        assert first not in [one.label for one in opened(f"pages/{name}.py").expander]
    results = [one.value for one in opened("pages/results.py", audience="sponsor").header]
    assert results[0] == "The record against the publication"


FIRST_FILE = {"clinician": "full record on paper", "patient": "Handout", "sponsor": "Slides"}


@pytest.mark.parametrize("audience", FIRST_FILE)
def test_what_is_offered_first_is_for_this_audience_and_nothing_is_left_out(audience) -> None:
    app = opened("pages/export.py", audience=audience)
    assert FIRST_FILE[audience] in app.header[0].value
    # What investigators take along stands behind a switch for patients.
    headings = [one.value for one in everything_unfolded(app).header]
    assert len(set(headings)) == 5


# What stands first in plain language, and what the record says of it.
FIRST = {
    "pages/overview.py": (PLAIN.summary[0].plain, "The aim of NETTER-2 was to determine"),
    "pages/design.py": (PLAIN.groups["Octreotide LAR 60 mg (Control arm)"].plain, "4-week"),
    "pages/eligibility.py": (CRITERIA[1].plain, CRITERIA[1].quote),
    "pages/questions.py": (CRITERIA[1].plain, CRITERIA[1].quote),
    "pages/timeline.py": (PLAIN.milestones["completion"].plain, "2027-10-29"),
    "pages/results.py": (PLAIN.results[1].plain, "Singh S, et al."),
}


@pytest.mark.parametrize("path", FIRST)
def test_plain_words_come_first_and_the_records_own_are_one_click_away(path: str) -> None:
    plain, verbatim = FIRST[path]
    app = everything_unfolded(opened(path, audience="patient"))
    assert not app.exception
    shown = everything(app)
    assert plain in shown or re.sub(r"\W", "", plain) in re.sub(r"\W", "", shown)
    assert verbatim in shown


def test_a_text_without_a_term_needs_no_component() -> None:
    assert not find_terms("The day the study started.")
    app = opened("pages/timeline.py", audience="patient")
    assert "The day the study started." in [text.value for text in app.text]


# Any other record.

TWICE = {
    "protocolSection": {
        "identificationModule": {"nctId": "NCT00000001", "briefTitle": "A randomised trial"},
        "descriptionModule": {"briefSummary": "A placebo. **Bold** <script>x</script> placebo"},
        "armsInterventionsModule": {
            "armGroups": [{"label": "Placebo arm", "description": "Placebo"}] * 2,
            "interventions": [{"name": "Placebo", "description": "Placebo"}] * 2,
        },
        "outcomesModule": {
            "primaryOutcomes": [{"measure": "Overall survival", "description": "RECIST"}] * 2
        },
        "conditionsModule": {"conditions": ["Neuroendocrine Tumors"]},
        "eligibilityModule": {
            "eligibilityCriteria": "Inclusion Criteria:\n\n* RECIST\n* RECIST\n\n"
            "Exclusion Criteria:\n\n* PRRT"
        },
    }
}


def walk_in_plain_language(content: bytes) -> dict[str, str]:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.query_params["plain"] = "true"
    app.run().switch_page("pages/open.py").run()
    app.file_uploader[0].set_value(("record.json", content, "application/json")).run()
    said = {}
    for path in PAGES:
        app.switch_page(path).run()
        assert not app.exception, f"{path}: {app.exception[0].message}"
        assert not app.error, f"{path}: {app.error[0].value}"
        notes = [note.value for note in app.caption]
        assert any("Not yet in plain words" in note for note in notes), path
        said[path] = everything(everything_unfolded(app))
    return said


def test_a_record_without_plain_words_says_so_on_every_page_and_explains_its_own() -> None:
    said = walk_in_plain_language(json.dumps(TWICE).encode())
    assert "A placebo. **Bold**" in said["pages/overview.py"]
    assert said["pages/eligibility.py"].endswith("RECIST\nRECIST\nPRRT")


@pytest.mark.parametrize("nct_id", ["NCT02278250", "NCT03674112", "NCT05772754"])
def test_a_real_record_without_plain_words_opens_in_plain_language(nct_id: str) -> None:
    walk_in_plain_language((SAMPLE_FOLDER / f"{nct_id}.json").read_bytes())
