"""Who goes where: the annotated flow of NETTER-2, and what is derived from any other record."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from components.exports.scene_svg import scene_png, scene_svg
from components.palette import LIGHT
from data import Study, StudyError, load_study
from data.annotations import Annotations, check_annotations, load_annotations
from data.flow import Flow, flow_of
from data.flow.participant import Way, activity, follow, starts
from data.flow.registry_counts import registry_count_remarks
from data.pictures.flow import PAGE, PHONE, flow_scene, room_for
from data.pictures.scene import Box, Connector
from data.schedule import regimen_of
from data.views.flow import (
    flow_alt,
    flow_finding,
    flow_info,
    flow_table,
    has_more_counts,
    in_plain_words,
    reading_help,
    step_detail,
)
from data.views.flow_way import way_info

RECORD = Path(__file__).parents[1] / "data" / "records" / "NCT03972488.json"
STUDY = load_study(RECORD)
ANNOTATIONS = load_annotations(STUDY, RECORD.with_suffix(".annotations.yaml"))
FLOW = flow_of(STUDY, ANNOTATIONS)
PUBLISHED = flow_info(STUDY, ANNOTATIONS, published=True)

ARROWS = {
    ("screening", "excluded"),
    ("screening", "randomised"),
    ("randomised", "lutathera"),
    ("randomised", "control"),
    ("lutathera", "re_treatment"),
    ("control", "cross_over"),
    ("cross_over", "re_treatment_after_cross_over"),
    ("lutathera", "follow_up"),
    ("control", "follow_up"),
    ("re_treatment", "follow_up"),
    ("cross_over", "follow_up"),
    ("re_treatment_after_cross_over", "follow_up"),
}


def study_of(
    *arms: dict[str, Any],
    allocation: str | None = "RANDOMIZED",
    model: str = "PARALLEL",
    kind: str = "INTERVENTIONAL",
    description: str = "",
    results: dict[str, Any] | None = None,
) -> Study:
    """A record with these arm groups."""
    design = {"interventionModel": model, **({"allocation": allocation} if allocation else {})}
    return load_study(
        json.dumps(
            {
                "protocolSection": {
                    "identificationModule": {"nctId": "NCT00000001"},
                    "descriptionModule": {"detailedDescription": description},
                    "designModule": {
                        "studyType": kind,
                        "designInfo": design,
                        "enrollmentInfo": {"count": 30, "type": "ACTUAL"},
                    },
                    "armsInterventionsModule": {"armGroups": list(arms)},
                },
                **({"resultsSection": results} if results else {}),
            }
        )
    )


def arm(label: str, text: str = "", type_: str = "EXPERIMENTAL", *drugs: str) -> dict[str, Any]:
    return {"label": label, "type": type_, "description": text, "interventionNames": list(drugs)}


def derived(*arms: dict[str, Any], **design: Any) -> Flow:
    return flow_of(study_of(*arms, **design), Annotations())


def ways(flow: Flow) -> set[tuple[str, str]]:
    return {
        (flow.step(item.source).title, flow.step(item.target).title) for item in flow.transitions
    }


# NETTER-2, as annotated


def test_netter_2_goes_where_its_arm_groups_say() -> None:
    assert {(item.source, item.target) for item in FLOW.transitions} == ARROWS
    optional = {item.target for item in FLOW.transitions if item.optional}
    assert optional == {"re_treatment", "cross_over", "re_treatment_after_cross_over"}
    assert {step.key for step in FLOW.steps if step.optional} == optional
    conditions = {item.target: item.condition for item in FLOW.transitions if item.condition}
    assert conditions == {
        "re_treatment": "progressed, and re-treatment eligibility criteria met",
        "cross_over": "progressed, and cross-over eligibility criteria met",
        "re_treatment_after_cross_over": "progressed a second time, and re-treatment eligibility "
        "criteria met",
    }


def test_in_plain_words_the_flow_keeps_its_numbers_and_loses_its_jargon() -> None:
    plain = in_plain_words(PUBLISHED, STUDY, ANNOTATIONS)
    said = [
        *(step.title for step in plain.flow.steps),
        *plain.labels.values(),
        *(text.text for texts in plain.texts.values() for text in texts),
    ]
    jargon = re.compile(r"[Cc]ross-over|[Rr]e-treatment|[Rr]andomis|criteria|\barms?\b|phase|GBq")
    assert not [text for text in said if jargon.search(text)]
    assert plain.counts == PUBLISHED.counts
    assert (
        plain.labels["cross_over"] == "if the disease grows, and they pass the checks for this part"
    )
    finding = "226 participants in 2 groups: 151 (67%) and 75 (33%); 3 more parts may follow"
    assert flow_finding(plain) == finding
    # What nobody has put plainly stays as it is.
    other = flow_info(study_of(arm("A"), arm("B")), Annotations())
    assert in_plain_words(other, study_of(arm("A"), arm("B")), Annotations()) is other


def test_each_transition_carries_the_sentence_it_was_read_from() -> None:
    texts = [group.description or "" for group in STUDY.arm_groups]
    texts.append(STUDY.protocol_section.description_module.detailed_description or "")
    for item in FLOW.transitions:
        if item.target != "excluded":  # which only a publication knows of
            assert item.quote
            assert any(item.quote in text for text in texts)


def test_every_arm_group_is_in_the_flow_and_keeps_the_colour_of_the_arm_it_started_in() -> None:
    roots = {step.position: step.root for step in FLOW.steps if step.position is not None}
    assert roots == {0: 0, 1: 1, 2: 0, 3: 1, 4: 1}


def test_planned_shows_226_from_the_record_and_nothing_published() -> None:
    info = flow_info(STUDY, ANNOTATIONS)
    assert {key: str(count) for key, count in info.counts.items()} == {
        "randomised": "226 participants · the record"
    }
    assert "excluded" not in info.texts
    assert "2 arms · open label" in written(info, "randomised")


def test_published_adds_each_figure_with_its_citation() -> None:
    assert {key: str(count) for key, count in PUBLISHED.counts.items()} == {
        "screening": "participants: 261 · Lancet 2024",
        "excluded": "participants: 35 · Lancet 2024",
        "randomised": "participants: 226 · Lancet 2024, ASCO GI 2024",
        "lutathera": "participants: 151 (67%) · Lancet 2024, ASCO GI 2024",
        "control": "participants: 75 (33%) · Lancet 2024, ASCO GI 2024",
        "re_treatment": "participants: not reported in the record",
        "cross_over": "participants: not reported in the record",
        "re_treatment_after_cross_over": "participants: not reported in the record",
    }


def written(info: Any, key: str) -> str:
    box = flow_scene(info).box(key)
    return " ".join(item.text for item in box.paragraphs).replace("\u00a0", " ")


def test_the_boxes_say_what_is_given() -> None:
    assert "Lutathera 7.4 GBq: every 8 weeks ± 1 week, 4 times" in written(PUBLISHED, "lutathera")
    assert "the day after each Lutathera, then every 4 weeks" in written(PUBLISHED, "lutathera")
    assert "Octreotide LAR 60 mg: every 4 weeks" in written(PUBLISHED, "control")
    assert "Lutathera 7.4 GBq: at most 4 times" in written(PUBLISHED, "cross_over")
    assert "Octreotide LAR 30 mg: every 8 weeks" in written(PUBLISHED, "cross_over")
    assert "Lutathera 7.4 GBq: 2 to 4 times" in written(PUBLISHED, "re_treatment")
    assert "2 to 4 times" in written(PUBLISHED, "re_treatment_after_cross_over")


def test_the_wording_alone_tells_the_same_flow_as_the_annotations() -> None:
    flow = flow_of(STUDY, Annotations())
    place = {step.key: step.position for step in flow.steps}
    later = {(place[t.source], place[t.target]) for t in flow.transitions if place[t.target]}
    assert later == {(None, 1), (0, 2), (1, 3), (3, 4)}
    known = {item.condition for item in FLOW.transitions if item.condition}
    assert {item.condition for item in flow.transitions if item.condition} == known
    assert {step.origin for step in flow.steps if step.kind == "later"} == {"derived"}
    assert {step.origin for step in FLOW.steps} == {"annotated"}


def test_a_marked_step_marks_the_way_that_leads_there() -> None:
    scene = flow_scene(flow_info(STUDY, ANNOTATIONS), selected="cross_over")
    boxes = [part for part in scene.parts if isinstance(part, Box)]
    assert max(boxes, key=lambda box: box.weight).key == "cross_over"
    marked = {box.key for box in boxes if box.outline == "accent"}
    assert marked == {"screening", "randomised", "control", "cross_over"}
    arrows = [part for part in scene.parts if isinstance(part, Connector)]
    walked = {(arrow.source, arrow.target) for arrow in arrows if arrow.colour == "accent"}
    assert walked == {
        ("screening", "randomised"),
        ("randomised", "control"),
        ("control", "cross_over"),
    }


def test_a_step_in_detail_has_its_words_and_each_intervention_with_its_sentence() -> None:
    detail = step_detail(PUBLISHED, "lutathera", STUDY, ANNOTATIONS)
    assert detail.type == "Experimental"
    assert detail.label == STUDY.arm_groups[0].label
    assert detail.description == STUDY.arm_groups[0].description
    assert detail.way == ("Screening", "Randomised", "Lutathera + octreotide LAR 30 mg")
    assert [f"Drug: {item.name}" for item in detail.given] == list(
        STUDY.arm_groups[0].intervention_names
    )
    assert "250 mL/h for 4 h, from 30 minutes before" in detail.given[2].facts[0][0]
    value, quote = detail.given[0].facts[0]
    assert value == "Lutathera 7.4 GBq (200 mCi): every 8 weeks ± 1 week, 4 times"
    assert quote == "7.4 GBq/200 mCi 4 × administrations every 8 weeks ± 1 week"
    crossed = step_detail(PUBLISHED, "cross_over", STUDY, ANNOTATIONS)
    assert "not among the group's interventions" in crossed.given[-1].kind


def test_the_table_has_a_row_for_each_way_into_a_step() -> None:
    table = flow_table(PUBLISHED)
    assert len(table) == len(ARROWS) + 1
    row = table[table["Step"] == "Cross-over to Lutathera"].iloc[0]
    assert row["From"] == "Octreotide LAR 60 mg (control)"
    assert row["Condition"] == "progressed, and cross-over eligibility criteria met"
    assert row["Optional"] == "optional"
    assert row["In the record"].startswith("Participants who received Octreotide LAR")


def test_the_alternative_text_tells_what_happens_to_a_control_participant() -> None:
    told = (
        "Octreotide LAR 60 mg (control) leads to Cross-over to Lutathera (optional), or Follow-up."
    )
    assert told in flow_alt(PUBLISHED)


# Annotations that are wrong


def sections() -> dict[str, Any]:
    """What the flow is read from, as it stands in the file."""
    text = RECORD.with_suffix(".annotations.yaml").read_text(encoding="utf-8")
    content = yaml.safe_load(text)
    return {key: content[key] for key in ("nct_id", "citations", "published", "flow", "schedule")}


def annotated(**changes: Any) -> Annotations:
    """The annotations of NETTER-2 with some parts replaced."""
    content = sections()
    for path, value in changes.items():
        place: Any = content
        *steps, last = path.split("__")
        for step in steps:
            place = place[int(step)] if step.isdigit() else place[step]
        place[int(last) if last.isdigit() else last] = value
    return Annotations.model_validate(content)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"flow__transitions__4__quote": "went home"}, r"flow\.transitions\[4\].*'went home'"),
        ({"flow__steps__control__group": "Arm Z"}, r"flow\.steps\.control.*'Arm Z'"),
        ({"flow__transitions__0__target": "nowhere"}, r"flow\.transitions\[0\].*'nowhere'"),
        ({"flow__steps__control__published": "none"}, r"flow\.steps\.control.*'none'"),
        ({"published__screened__number": 260.0}, r"flow\.steps\.screening: 260 .* 35 \+ 226"),
        ({"published__randomised_control__number": 76.0}, r"randomised: 226 .* 151 \+ 76"),
        ({"flow__transitions__4__quote": None}, r"flow\.transitions\[4\]: expected a quote"),
        ({"flow__transitions__4__source": "follow_up"}, "lead in a circle"),
    ],
)
def test_an_annotation_that_does_not_fit_is_an_error_that_names_it(
    changes: dict[str, Any], message: str
) -> None:
    with pytest.raises(StudyError, match=message):
        check_annotations(STUDY, annotated(**changes))


def test_more_cannot_stay_than_came() -> None:
    changed = annotated(flow__steps__cross_over__published="randomised_lutathera")
    with pytest.raises(StudyError, match=r"cross_over: 151 is more than the 75 who came"):
        check_annotations(STUDY, changed)


def test_an_annotation_that_differs_from_the_wording_says_so() -> None:
    flow = flow_of(STUDY, annotated(flow__transitions__5__source="lutathera"))
    step = flow.step("cross_over")
    assert step.instead_of == "from: Octreotide LAR 60 mg (control)"
    assert step.root == 0
    assert all(step.instead_of is None for step in FLOW.steps)


def test_groups_that_nobody_annotated_are_still_derived() -> None:
    content = sections()
    content["flow"]["steps"] = {
        key: step
        for key, step in content["flow"]["steps"].items()
        if key != "re_treatment_after_cross_over"
    }
    content["flow"]["transitions"] = [
        item
        for item in content["flow"]["transitions"]
        if "re_treatment_after_cross_over" not in (item["source"], item["target"])
    ]
    flow = flow_of(STUDY, Annotations.model_validate(content))
    assert [item.source for item in flow.into("group-4")] == ["cross_over"]
    assert flow.step("group-4").origin == "derived"
    assert flow.step("group-4").root == 1


# Any record


def test_parallel_arms_stand_side_by_side() -> None:
    flow = derived(arm("A"), arm("B", type_="PLACEBO_COMPARATOR"))
    assert ways(flow) == {("Enrolled", "Randomised"), ("Randomised", "A"), ("Randomised", "B")}


def test_a_single_arm_is_not_allocated() -> None:
    flow = derived(arm("A"), allocation="NA", model="SINGLE_GROUP")
    assert ways(flow) == {("Enrolled", "A")}


def test_no_arm_groups_leave_the_enrolment_and_say_so() -> None:
    flow = derived()
    assert flow.remarks == ("The record lists no arm groups.",)
    assert [step.kind for step in flow.steps] == ["enrolled", "allocation"]


def test_cohorts_of_an_observational_study_are_not_assigned() -> None:
    flow = derived(arm("A"), arm("B"), kind="OBSERVATIONAL", allocation=None)
    assert ways(flow) == {("Enrolled", "A"), ("Enrolled", "B")}


def test_arms_without_an_allocation_do_not_become_randomised() -> None:
    assert ("Enrolled", "Assigned: how is not stated") in ways(
        derived(arm("A"), arm("B"), allocation=None)
    )
    assert ("Enrolled", "Assigned, not randomised") in ways(
        derived(arm("A"), arm("B"), allocation="NON_RANDOMIZED")
    )


@pytest.mark.parametrize(
    ("model", "word"), [("FACTORIAL", "Factorial"), ("SEQUENTIAL", "Sequential")]
)
def test_a_model_that_arrows_cannot_show_is_said_in_words(model: str, word: str) -> None:
    assert derived(arm("A"), arm("B"), model=model).remarks[0].startswith(word)


def test_a_cross_over_group_goes_through_its_periods_in_order() -> None:
    text = (
        "Period 1: Participants assigned to Red Participants will then Crossover to Period 2. "
        "Period 2: Participants assigned to Blue"
    )
    flow = derived(arm("Red to Blue", text), arm("X followed by Y"), model="CROSSOVER")
    assert {("Red to Blue", "Red"), ("Red", "Blue")} <= ways(flow)
    assert {("X followed by Y", "X"), ("X", "Y")} <= ways(flow)


def test_a_cross_over_without_an_order_says_so() -> None:
    assert derived(arm("A"), arm("B"), model="CROSSOVER").remarks[0].startswith("Cross-over")


def test_a_later_group_without_a_parent_is_marked_and_not_guessed() -> None:
    flow = derived(arm("A"), arm("B"), arm("Open-label extension", "Everyone gets drug A."))
    later = flow.step("group-2")
    assert later.phase == "Extension"
    assert not later.source_stated
    assert flow.into("group-2") == ()
    info = flow_info(study_of(arm("A"), arm("B"), arm("Open-label extension")), Annotations())
    assert info.labels == {"group-2": "from: not stated"}
    assert "from: not stated" in scene_svg(flow_scene(info), LIGHT)
    row = flow_table(info).iloc[-1]
    assert row["From"] == "not stated in the record"


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("Participants in Arm B who progressed may receive drug A.", {"Arm B: placebo"}),
        ("Participants from the placebo arm who progressed.", {"Arm B: placebo"}),
        ("All participants who completed the first part.", {"Arm A: drug", "Arm B: placebo"}),
        ("Participants who progressed.", set()),
        ("Those of Arm A or of Arm B who progressed.", set()),
    ],
)
def test_the_wording_tells_where_a_later_group_comes_from(text: str, sources: set[str]) -> None:
    flow = derived(
        arm("Arm A: drug"), arm("Arm B: placebo", "", "PLACEBO_COMPARATOR"), arm("Next", text)
    )
    assert {flow.step(item.source).title for item in flow.into("group-2")} == sources


@pytest.mark.parametrize("label", ["Part A1 Optional", "Late implementation", "Crossover of A, B"])
def test_words_that_only_sound_like_a_later_phase_do_not_move_a_group(label: str) -> None:
    flow = derived(arm("A"), arm(label))
    assert flow.step("group-1").kind == "arm"


def test_when_every_group_sounds_later_all_are_where_participants_start() -> None:
    flow = derived(arm("Extension phase, 5 mg"), arm("Extension phase, 10 mg"))
    assert {step.kind for step in flow.steps if step.position is not None} == {"arm"}


def test_a_follow_up_is_drawn_only_where_the_record_names_one() -> None:
    assert "Follow-up" not in {step.title for step in derived(arm("A")).steps}
    flow = derived(arm("A"), description="There was treatment, and a follow-up period of a year.")
    assert ("A", "Follow-up") in ways(flow)
    assert flow.step("follow-up").quote == "and a follow-up period of a year"


def test_a_record_of_18_arms_and_one_of_none_are_drawn() -> None:
    for count in (0, 1, 18, 30):
        study = study_of(*(arm(f"Cohort {n}") for n in range(count)))
        info = flow_info(study, Annotations())
        boxes = [part for part in flow_scene(info).parts if isinstance(part, Box) and part.key]
        assert len(boxes) == len(flow_table(info)) > count
        assert flow_alt(info)


def test_a_label_from_a_record_is_never_markup() -> None:
    study = study_of(arm('<b onclick="x()">bold</b> & <a href="//evil">link</a>'))
    info = flow_info(study, Annotations())
    drawn = scene_svg(flow_scene(info), LIGHT)
    assert "<a" not in drawn
    assert "<b on" not in drawn
    assert "&lt;b" in drawn


@given(st.lists(st.tuples(st.text(max_size=80), st.text(max_size=200)), max_size=12))
def test_any_wording_gives_a_flow_without_circles(groups: list[tuple[str, str]]) -> None:
    try:
        study = study_of(*(arm(label, text) for label, text in groups))
    except StudyError:
        return  # text that no record can hold
    flow = flow_of(study, Annotations())
    assert len(list(flow.in_order())) == len(flow.steps)
    assert {step.position for step in flow.steps if step.position is not None} == set(
        range(len(groups))
    )


# One participant


def way_of(start: str, *answers: bool | None) -> Way:
    """Follow from an arm, answering the questions in the order in which they come."""
    given: dict[str, bool | None] = {}
    way = follow(FLOW, start, given)
    for answer in answers:
        assert way.open is not None
        given[way.open.key] = answer
        way = follow(FLOW, start, given)
    return way


def test_a_control_participant_who_progresses_twice_is_followed_to_the_end() -> None:
    way = way_of("control", True, True, True, True)
    assert way.open is None
    assert way.steps == (
        "screening",
        "randomised",
        "control",
        "cross_over",
        "re_treatment_after_cross_over",
        "follow_up",
    )
    told = way_info(way, PUBLISHED, STUDY, ANNOTATIONS)
    assert [step.here for step in told.steps if step.here] == [
        "1 to 4 × 7.4 GBq (200 mCi) = 7.4 to 29.6 GBq",
        "2 to 4 × 7.4 GBq (200 mCi) = 14.8 to 29.6 GBq",
    ]
    assert told.total == "22.2 to 59.2 GBq"


def test_a_lutathera_participant_gets_29_6_gbq_as_the_record_says() -> None:
    way = way_of("lutathera", False)
    assert way.steps == ("screening", "randomised", "lutathera", "follow_up")
    told = way_info(way, PUBLISHED, STUDY, ANNOTATIONS)
    assert told.total == "29.6 GBq"
    regimen = regimen_of(ANNOTATIONS, STUDY.arm_groups[0].label)
    assert regimen is not None
    assert regimen.total is not None
    assert str(regimen.total.amount) == str(activity(regimen))
    assert told.steps[-1].title == "Follow-up"


def test_an_answer_that_is_not_known_ends_the_way_and_says_what_it_depends_on() -> None:
    way = way_of("control", True)
    assert way.steps[-1] == "control"
    assert way.open is not None
    assert way.open.text == "Are the cross-over eligibility criteria met?"
    assert way_info(way, PUBLISHED, STUDY, ANNOTATIONS).open == way.open.text
    assert follow(FLOW, "control", {}).steps[-1] == "control"


def test_who_does_not_meet_the_criteria_goes_to_follow_up() -> None:
    assert way_of("control", True, False).steps[-2:] == ("control", "follow_up")
    assert way_of("lutathera", True, True).steps[-2:] == ("re_treatment", "follow_up")


@given(st.sampled_from(starts(FLOW)), st.lists(st.sampled_from([True, False, None]), max_size=4))
def test_a_way_follows_the_arrows(start: str, answers: list[bool | None]) -> None:
    given: dict[str, bool | None] = {}
    way = follow(FLOW, start, given)
    for answer in answers:
        if way.open is None:
            break
        given[way.open.key] = answer
        way = follow(FLOW, start, given)
    for pair in zip(way.steps, way.steps[1:], strict=False):
        assert pair in ARROWS
    optional = {"re_treatment", "cross_over", "re_treatment_after_cross_over"}
    for key in optional & set(way.steps):
        asked = [question.key for question in way.asked if question.target == key]
        assert asked
        assert all(given[question] is True for question in asked)


# The registry's own numbers, and pictures to take away


def posted(*started: int, completed: int) -> dict[str, Any]:
    ids = [f"FG00{n}" for n in range(len(started))]

    def counts(kind: str, numbers: list[int]) -> dict[str, Any]:
        pairs = zip(ids, numbers, strict=True)
        return {
            "type": kind,
            "achievements": [{"groupId": g, "numSubjects": str(n)} for g, n in pairs],
        }

    return {
        "participantFlowModule": {
            "groups": [{"id": g, "title": t} for g, t in zip(ids, "AB", strict=False)],
            "periods": [
                {
                    "title": "Overall Study",
                    "milestones": [
                        counts("STARTED", list(started)),
                        counts("COMPLETED", [completed] * len(started)),
                        counts("NOT COMPLETED", [0] * len(started)),
                    ],
                }
            ],
        }
    }


def test_numbers_of_the_registry_that_do_not_add_up_are_flagged() -> None:
    study = study_of(arm("A"), arm("B"), results=posted(15, 14, completed=14))
    remarks = registry_count_remarks(study)
    assert (
        remarks[0] == "The posted results count 29 participants at the start; the enrolment is 30."
    )
    assert "Overall Study, A: 14 completed" in remarks[1]
    assert len(remarks) == 2
    fine = study_of(arm("A"), arm("B"), results=posted(15, 15, completed=15))
    assert registry_count_remarks(fine) == ()
    assert registry_count_remarks(STUDY) == ()


def test_posted_results_give_arms_their_numbers() -> None:
    study = study_of(arm("A"), arm("B"), results=posted(20, 10, completed=10))
    counts = flow_info(study, Annotations(), published=True).counts
    assert str(counts["group-1"]) == "started: 10 · results posted in the registry"
    assert "group-1" not in flow_info(study, Annotations()).counts


def test_no_arm_has_its_posted_number_alone() -> None:
    """Of an arm that the posted results call otherwise it is said; a space is no other name."""
    of_both = posted(20, 10, completed=10)
    known = study_of(arm("A"), arm("b "), results=of_both)
    assert str(flow_info(known, Annotations(), published=True).counts["group-1"]).startswith(
        "started: 10"
    )
    renamed = study_of(arm("A"), arm("New name of B"), results=of_both)
    counts = flow_info(renamed, Annotations(), published=True).counts
    assert str(counts["group-0"]).startswith("started: 20")
    assert counts["group-1"].number is None
    assert counts["group-1"].said == "no number posted under this name"
    neither = study_of(arm("X"), arm("Y"), results=of_both)
    assert not has_more_counts(neither, Annotations())
    assert "group-0" not in flow_info(neither, Annotations(), published=True).counts


def test_the_picture_is_made_without_a_browser() -> None:
    scene = flow_scene(PUBLISHED)
    svg = scene_svg(scene, LIGHT)
    assert svg.startswith("<svg")
    for text in ("Randomised", "participants: 261", "Follow-up"):
        assert f">{text}</text>" in svg
    assert svg.count("stroke-dasharray") == 6  # three optional boxes and the arrows into them
    assert scene_svg(flow_scene(PUBLISHED), LIGHT) == svg
    assert scene_png(scene, LIGHT).startswith(b"\x89PNG")


def test_every_step_is_a_part_that_says_what_it_stands_for() -> None:
    boxes = [part for part in flow_scene(PUBLISHED).parts if isinstance(part, Box) and part.key]
    assert [box.key for box in boxes] == [step.key for step in PUBLISHED.flow.in_order()]
    told = {box.key: box.alt for box in boxes}
    assert "Re-treatment with Lutathera · " in told["re_treatment"]
    assert "optional" in told["re_treatment"]
    assert "participants: 151 (67%)" in told["lutathera"]


@pytest.mark.parametrize(
    "label",
    ["Extension: A to B", "LTE Period: 25 mg", "Open-label extension", "Drug (Extension)", "OLE"],
)
def test_an_extension_is_not_randomised_from_the_start(label: str) -> None:
    flow = derived(arm("Drug"), arm("Placebo"), arm(label))
    assert ("Randomised", label) not in ways(flow)
    assert next(step for step in flow.steps if step.title == label).kind == "later"


def test_what_everybody_gets_brings_nobody_to_a_later_arm() -> None:
    text = "All subjects receive the sensor. Then subjects in the Active Control Arm cross over."
    names = ("II Treatment Arm", "II Active Control Arm", "III Treatment Arm")
    starts = (*(arm(name) for name in names), arm("III Active Control Arm"))
    flow = derived(*starts, arm("II Crossover Arm", text))
    came = {source for source, target in ways(flow) if target == "II Crossover Arm"}
    assert came == {"II Active Control Arm"}


def test_a_sentence_about_an_outcome_is_no_follow_up() -> None:
    text = "The proportion who attain the target across a follow-up period of 24 months."
    assert all(step.kind != "follow_up" for step in derived(arm("A"), description=text).steps)
    text = "Everybody enters a follow-up phase."
    assert any(step.kind == "follow_up" for step in derived(arm("A"), description=text).steps)


def test_periods_of_a_sequence_have_no_stray_comma_and_state_their_order() -> None:
    sequences = (arm("Placebo First, then Drug"), arm("Drug first; followed by Placebo"))
    flow = derived(*sequences, model="CROSSOVER")
    periods = [step.title for step in flow.steps if step.kind == "period"]
    assert periods == ["Placebo First", "Drug", "Drug first", "Placebo"]
    assert not any("do not state the order" in remark for remark in flow.remarks)


@pytest.mark.parametrize(
    "label",
    [
        "Registry",
        "Non-randomised cohort",
        "Healthy controls",
        "Lead-in: drug",
        "Healthy Volunteers",
        "Caregivers",
        "Family caregivers group",
    ],
)
def test_an_arm_that_is_not_randomised_does_not_come_from_randomisation(label: str) -> None:
    flow = derived(arm("Drug"), arm("Placebo"), arm(label))
    assert ("Enrolled", label) in ways(flow)
    assert ("Randomised", label) not in ways(flow)


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("Observation arm", "Observation only."),
        ("Rituximab maintenance therapy", ""),
        ("Knee extension", "Exercises."),
        ("Flexion/Extension", ""),
        ("Open-label warfarin", "Dose-adjusted."),
        ("Drug B: dose escalation regimen", "Doses rise weekly."),
        ("Cooking", "Participants select dishes from a group of menus."),
        ("Drug A", "Patients of the national registry, compared with healthy volunteers."),
        ("Drug A", "Patients are randomised to drug A; those who are not randomised get care."),
    ],
)
def test_an_arm_stays_randomised_unless_its_words_say_plainly_that_it_is_not(
    label: str, text: str
) -> None:
    flow = derived(arm("Drug"), arm("Placebo"), arm(label, text))
    assert ("Randomised", label) in ways(flow)


def test_who_declines_randomisation_is_outside_it_and_not_counted_among_its_arms() -> None:
    study = study_of(arm("A"), arm("B"), arm("C", "Patients who declined to be randomised."))
    assert ("Enrolled", "C") in ways(flow_of(study, Annotations()))
    info = flow_info(study, Annotations())
    assert "2 arms" in written(info, "allocated")
    # Two healthy groups are what is randomised, when there are no others.
    healthy = derived(arm("Healthy volunteers"), arm("Healthy subjects"))
    assert ("Randomised", "Healthy subjects") in ways(healthy)


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("Participants will receive tirzepatide 5 mg.", set()),
        ("Everybody is switched over to tirzepatide 5 mg.", set()),
        ("After the placebo-controlled part, open drug.", set()),
        ("Both groups will receive the sensor.", set()),
        ("All patients will continue their background therapy.", set()),
        ("Patients who received placebo switch to tirzepatide 5 mg.", {"Placebo"}),
        ("Those previously treated with tirzepatide 5 mg.", {"Tirzepatide 5 mg"}),
        ("Participants from either group may enter.", {"Tirzepatide 5 mg", "Placebo"}),
        ("All subjects who completed the core study.", {"Tirzepatide 5 mg", "Placebo"}),
    ],
)
def test_what_a_later_arm_gives_is_not_where_its_people_come_from(
    text: str, sources: set[str]
) -> None:
    starts_ = (arm("Tirzepatide 5 mg"), arm("Placebo", "", "PLACEBO_COMPARATOR"))
    flow = derived(*starts_, arm("Open-label extension", text))
    assert {flow.step(item.source).title for item in flow.into("group-2")} == sources


def test_the_open_label_part_beside_a_blinded_one_is_no_arm_of_it() -> None:
    blinded = (arm("Double-Blind: Drug X"), arm("Double-Blind: Placebo"))
    flow = derived(*blinded, arm("Open-Label: Drug X"))
    assert ("Randomised", "Open-Label: Drug X") not in ways(flow)
    step = next(step for step in flow.steps if step.title == "Open-Label: Drug X")
    assert (step.kind, step.phase, step.source_stated) == ("later", "Open-label part", False)
    # Where the words randomise to it, or it comes before, it keeps its place.
    told = arm("Open-label: Drug Y", "Participants are randomised to open-label drug Y.")
    assert ("Randomised", told["label"]) in ways(derived(*blinded, told))
    before = arm("Open-label: run-in", "Everybody gets the drug in the run-in.")
    assert ("Enrolled", before["label"]) in ways(derived(*blinded, before))


def test_a_group_told_not_to_be_randomised_in_brackets_is_outside_the_allocation() -> None:
    escalation = arm("Dose escalation", "Three doses are tried in turn (not randomized).")
    flow = derived(arm("Drug"), arm("Placebo"), escalation)
    assert ("Enrolled", "Dose escalation") in ways(flow)


def test_an_open_label_arm_after_the_blinded_part_follows_it() -> None:
    text = "After the double-blind period, patients are offered the drug."
    flow = derived(arm("Drug"), arm("Placebo"), arm("Open-label drug", text))
    assert flow.step("group-2").kind == "later"


@pytest.mark.parametrize(
    "text", ["There is no follow-up period.", "Treatment without any follow-up phase."]
)
def test_a_follow_up_that_is_said_not_to_be_is_not_drawn(text: str) -> None:
    assert all(step.kind != "follow_up" for step in derived(arm("A"), description=text).steps)


@pytest.mark.parametrize(
    "text",
    [
        "Participants will then be followed in a 12-month follow-up period.",
        "After treatment, all patients enter the follow-up phase.",
        "The trial comprises a run-in, a treatment period and a follow-up period of 4 weeks.",
        "The study has a treatment phase and a follow-up phase, in which sleep is measured.",
        "Treatment for 12 weeks is followed by an 8-week follow-up period.",
        "Subjects continue into a follow-up period.",
        "There will be a 6-month follow-up period.",
        "A 2-week screening period, 24-week treatment period, and 4-week follow-up period.",
    ],
)
def test_people_who_come_to_a_follow_up_are_shown_in_it(text: str) -> None:
    assert any(step.kind == "follow_up" for step in derived(arm("A"), description=text).steps)


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("Rescue arm", "Those without response get drug."),
        ("Drug Y", "Inadequate responders at week 12 will receive drug Y."),
        ("Drug Y", "Patients who do not respond by month 3 switch to drug Y."),
    ],
)
def test_who_does_not_respond_comes_to_a_rescue_later(label: str, text: str) -> None:
    flow = derived(arm("Drug"), arm("Placebo"), arm(label, text))
    assert {step.title for step in flow.steps if step.kind == "later"} == {label}


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("Dose-escalation cohort", "Open label."),
        ("Dose escalation phase", ""),
        ("Phase Ib: dose finding", ""),
        ("China cohort", "A single-arm cohort."),
        ("China open-label cohort", ""),
        ("Preference cohort", ""),
        ("Own choice", "Participants may choose their preferred treatment."),
    ],
)
def test_a_part_beside_the_randomised_one_does_not_stand_under_it(label: str, text: str) -> None:
    flow = derived(arm("Drug"), arm("Placebo"), arm(label, text))
    assert ("Enrolled", label) in ways(flow)


def test_a_wash_out_is_no_treatment_and_no_word_is_left_over_at_the_end_of_a_period() -> None:
    washed = derived(arm("Drug then wash-out then Placebo"), model="CROSSOVER")
    phases = [(step.phase, step.title) for step in washed.steps if step.kind == "period"]
    assert phases == [("Treatment 1", "Drug"), ("Wash-out", "wash-out"), ("Treatment 2", "Placebo")]
    text = "Period 1: drug; and then period 2: placebo."
    told = derived(arm("Sequence", text), model="CROSSOVER")
    assert [step.title for step in told.steps if step.kind == "period"] == ["drug", "placebo."]


@pytest.mark.parametrize(
    ("label", "text", "unsaid"),
    [
        ("Drug", "Given for a week.", True),
        ("Drug", "Drug in period 1, placebo in period 2.", False),
        ("Sequence AB", "", False),
        ("Drug", "Drug, and placebo afterwards.", False),
        ("Drug before placebo", "", False),
        ("A to B", "", False),
        ("A / B", "", False),
        ("A-B", "Starts with A.", False),
        ("Week 1 drug; week 2 placebo", "", False),
        ("Immediate start", "", False),
        ("Drug", "Drug on days 1-5, placebo on days 15-19.", False),
        ("Drug", "Weeks 1 to 4 drug, weeks 5 to 8 placebo.", False),
        ("Drug - placebo", "", False),
        ("Drug – placebo", "", False),
        ("Arm 1 - drug", "", True),
        ("Anti-TNF", "Given for a week.", True),
    ],
)
def test_an_order_is_said_to_be_missing_only_where_none_is_stated(
    label: str, text: str, unsaid: bool
) -> None:
    (remark,) = derived(arm(label, text), arm("Placebo"), model="CROSSOVER").remarks
    assert remark.startswith("Cross-over: participants get more than one of these in turn.")
    assert remark.endswith("do not state the order.") == unsaid


# On every screen, and however alike the arms


def _crowd() -> list[Study]:
    after = "Participants from Arm A who completed."
    everyone = "All participants who completed the core study."
    arms = [arm(f"Arm {letter}: drug") for letter in "ABCDEFGH"]
    follow_up = "Everybody enters a follow-up phase."
    return [
        study_of(arms[0], *(arm(f"Extension: {n}", after) for n in range(3))),
        study_of(*arms, *(arm(f"OLE {n}", everyone) for n in range(4)), description=follow_up),
        study_of(*(arm(f"Cohort {n}") for n in range(30)), description=follow_up),
        STUDY,
    ]


@pytest.mark.parametrize("width", [288, 358, 600, 768, 1040, 1400])
def test_no_box_is_cut_on_any_screen(width: int) -> None:
    for study in _crowd():
        scene = flow_scene(flow_info(study, Annotations()), room_for(width))
        assert scene.frame.width <= width
        boxes = [part.frame for part in scene.parts if isinstance(part, Box)]
        assert all(box.x >= 0 and box.right <= width for box in boxes)


def test_arms_alike_in_their_first_hundred_signs_stay_apart() -> None:
    alike = (
        "Lutetium after one or two earlier lines in well-differentiated tumours of any site, and "
    )
    alike += "then capecitabine by mouth: "
    study = study_of(*(arm(f"{alike}{cycles} cycles") for cycles in (2, 4, 6)))
    assert len(alike) > 100
    for spacing in (PHONE, PAGE):
        scene = flow_scene(flow_info(study, Annotations()), spacing)
        assert len({scene.box(f"group-{place}").paragraphs for place in range(3)}) == 3


def test_a_colour_that_comes_again_is_explained() -> None:
    few, many = (study_of(*(arm(f"Cohort {n}") for n in range(count))) for count in (6, 7))
    assert "comes again" not in reading_help(flow_info(few, Annotations()))
    assert "comes again" in reading_help(flow_info(many, Annotations()))
    drawn = scene_svg(flow_scene(flow_info(many, Annotations())), LIGHT)
    stripe = f'rx="3" style="fill:{LIGHT.arm(0)}"'
    assert drawn.count(stripe) == 3  # one of the first arm, two of the seventh


@pytest.mark.parametrize(
    "sentence",
    [
        "Change in weight during the follow-up period will be measured.",
        "Major bleeding events are counted over the 12-month follow-up period.",
        "Mortality in the follow-up period.",
        "In a previous study, patients lost weight over the follow-up period.",
        "Safety will be monitored throughout the follow-up period.",
        "Falls were counted in the follow-up phase.",
        "Change of pain over the follow-up period is of interest.",
        "In the parent trial, patients entered a follow-up phase.",
        "It is hypothesised that fewer patients fall during the follow-up period.",
        "The study includes the assessment of sleep during the follow-up period.",
        "The use of care is collected until the end of the follow-up period.",
        "The number of participants who enter the follow-up phase is counted.",
        "Patients who have bleeding during the follow-up period are described.",
        "Sleep will be recorded during the treatment period and the follow-up period.",
        "Falls are compared between the treatment phase and the follow-up phase.",
    ],
)
def test_what_is_measured_or_was_found_elsewhere_is_no_follow_up_step(sentence: str) -> None:
    module = {"descriptionModule": {"briefSummary": sentence}}
    arms = {"armsInterventionsModule": {"armGroups": [arm("A"), arm("B")]}}
    named = {"identificationModule": {"nctId": "NCT00000001"}}
    study = load_study(json.dumps({"protocolSection": {**named, **module, **arms}}))
    assert "follow_up" not in {step.kind for step in flow_of(study, Annotations()).steps}


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("Completers", "Patients who have completed chemotherapy are randomised to drug"),
        ("Exercise", "Participants who have completed rehabilitation will do exercise"),
        ("Booster", "Participants who completed the primary vaccination series get a dose"),
        ("Relapsed", "Patients who have relapsed after 1 prior therapy"),
    ],
)
def test_what_was_completed_before_the_study_begins_no_later_phase(label: str, text: str) -> None:
    flow = derived(arm(label, text), arm("Usual care", "Usual care"))
    assert {step.title for step in flow.steps if step.kind == "arm"} == {label, "Usual care"}


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("Part B", "All participants from Part A who complete week 16 receive drug"),
        ("OL drug", "After week 24 all participants receive open-label drug"),
        ("Part 2", "Participants completing Part 1 roll over to Part 2"),
        ("Extension", "Participants who complete the core study will be offered drug"),
    ],
)
def test_what_follows_a_part_of_the_study_is_no_arm_of_the_start(label: str, text: str) -> None:
    flow = derived(arm("Drug", "Daily"), arm("Placebo", "Daily"), arm(label, text))
    assert {step.title for step in flow.steps if step.kind == "later"} == {label}
    assert ("Drug", label) not in ways(flow) or ("Placebo", label) in ways(flow)


def conditions(study: Study) -> dict[tuple[str, str], str | None]:
    """The condition of each way, by the titles of the steps it leads from and to."""
    flow = flow_of(study, Annotations())
    return {
        (flow.step(way.source).title, flow.step(way.target).title): way.condition
        for way in flow.transitions
    }


def test_maintenance_follows_induction_on_the_condition_its_words_state() -> None:
    text = (
        "INDUCTION THERAPY: Zelumab every 21 days for 4 courses. MAINTENANCE (Arm 1): Patients "
        "without disease progression after 4 courses receive zelumab until relapse or toxicity."
    )
    told = conditions(study_of({"label": "Zelumab", "description": text}, {"label": "Control"}))
    assert told["Induction therapy", "Maintenance"] == "not progressed, and 4 courses completed"
    assert ("Zelumab", "Induction therapy") in told


@pytest.mark.parametrize(
    ("text", "stages"),
    [
        ("Induction with zelplatin, followed by zelumab maintenance", ["Induction", "Maintenance"]),
        ("Induction: zelumab", []),
        ("Zelumab or induction, then observation or maintenance", []),
        ("Zelumab as maintenance therapy", []),
    ],
)
def test_stages_of_an_arm_are_drawn_only_where_its_words_set_them_apart(
    text: str, stages: list[str]
) -> None:
    flow = flow_of(study_of({"label": "Zelumab", "description": text}), Annotations())
    assert [step.title for step in flow.steps if step.kind == "period"] == stages


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("Zelumab until progression, death or unacceptable toxicity",
         "disease progression, death or unacceptable toxicity"),
        ("Zelumab until relapse", "relapse"),
        ("Zelumab until progression or the investigator's decision, whichever occurs first",
         "disease progression or another reason"),
        ("Zelumab until week 52", None),
        ("Zelumab until progression. Zelplatin until toxicity.", None),
        ("Zelumab", None),
    ],
)  # fmt: skip
def test_what_ends_the_treatment_leads_to_follow_up(text: str, condition: str | None) -> None:
    study = study_of(
        {"label": "Zelumab", "description": text}, description="Patients enter a follow-up period."
    )
    assert conditions(study)["Zelumab", "Follow-up"] == condition


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("Patients from Arm A who have not progressed may cross over", "not progressed"),
        ("Patients from Arm A who progressed may cross over", "progressed"),
        ("Patients from Arm A cross over after 6 cycles", "6 cycles completed"),
        ("Patients from Arm A who stop because of unacceptable toxicity cross over",
         "treatment stopped for toxicity"),
        ("Patients from Arm A cross over and go on until toxicity and progression", None),
    ],
)  # fmt: skip
def test_what_leads_to_a_later_arm_is_said_as_its_words_say_it(
    text: str, condition: str | None
) -> None:
    told = conditions(
        study_of(
            {"label": "Arm A"}, {"label": "Arm B"}, {"label": "Crossover arm", "description": text}
        )
    )
    assert told["Arm A", "Crossover arm"] == condition


@pytest.mark.parametrize("label", ["Year 2: Zelumab", "Period II: Placebo", "Long-term follow-up"])
def test_a_later_year_is_not_randomised_from_the_start(label: str) -> None:
    told = conditions(study_of({"label": "Zelumab"}, {"label": "Placebo"}, {"label": label}))
    assert ("Randomised", label) not in told


def test_the_sentence_that_tells_who_comes_is_shown_with_the_way() -> None:
    text = "Everybody wears a sensor. After a year the Active Control Arm crosses over."
    study = study_of(
        {"label": "II Treatment Arm"},
        {"label": "II Active Control Arm"},
        {"label": "II Crossover Arm", "description": text},
    )
    (way,) = flow_of(study, Annotations()).into("group-2")
    assert (way.source, way.quote) == ("group-1", text.partition(". ")[2])


def test_an_arm_s_code_is_no_part_of_its_last_period() -> None:
    study = study_of({"label": "Zelumab, then placebo (Arm A)"}, model="CROSSOVER")
    flow = flow_of(study, Annotations())
    periods = [step.title for step in flow.steps if step.kind == "period"]
    assert periods == ["Zelumab", "placebo"]
