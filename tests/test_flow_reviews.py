"""The flow as a person reads it in the app: shown at once, kept in a file, each step by itself."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data import Study, StudyError, load_study
from data.annotations import Annotations, load_annotations
from data.annotations.base import Signed
from data.annotations.flow import FlowStep
from data.annotations.plain import PlainAnnotation, PlainText
from data.deck.build import deck
from data.deck.model import WIDE, Deck
from data.eligibility.reviewing import read_readings, readings_file
from data.flow import Flow, flow_of
from data.flow.participant import follow
from data.flow.reviewing import (
    EnteredWay,
    accepted,
    as_read,
    entered,
    flow_skeleton,
    is_read,
    new_key,
    rejected,
    to_review,
    without_step,
)
from data.pictures.flow import flow_scene, room_for
from data.views.flow import flow_info, flow_table, in_plain_words
from tests.records import SAMPLE_FOLDER, SAMPLES

BY = Signed(reviewed_by="A. Reader", reviewed_on=date(2026, 1, 2), program="Trial Explorer")
RECORD = Path(__file__).parents[1] / "data" / "records" / "NCT03972488.json"
CROSSOVER = SAMPLE_FOLDER / "NCT03674112.json"
GROWN = "Participants whose disease had grown could cross over to Zelumab."
TOLD = f"First a run-in of\n\n4 weeks. {GROWN} Then a safety visit."
HOSTILE = "<script>alert(1)</script> **a** [x](javascript:y) $z$ \u202e =1+1 'q': {b: !!python/c}"


def study(summary: str = TOLD, *labels: str) -> Study:
    groups = [
        {"label": label, "description": f"{label} once daily."}
        for label in labels or ("Zelumab", "Placebo")
    ]
    section = {
        "identificationModule": {"nctId": "NCT00000001"},
        "descriptionModule": {"briefSummary": summary},
        "designModule": {"designInfo": {"allocation": "RANDOMIZED"}},
        "armsInterventionsModule": {"armGroups": groups},
    }
    return load_study(json.dumps({"protocolSection": section}))


def step(kind: Any = "later", title: str = "Cross-over to Zelumab", **more: Any) -> FlowStep:
    content = {"kind": kind, "title": title, "phase": "Cross-over", "drafted": True, **more}
    return FlowStep.model_validate(content)


def cross_over(made: Annotations | None = None, of: Study | None = None) -> Annotations:
    """The record read so: whose disease has grown on placebo may go on to the drug."""
    way = EnteredWay(
        sources=("group-1",),
        condition="the disease has grown",
        plain="the disease grows",
        questions=("Has the disease grown?",),
        quote=GROWN.replace(" ", "\n "),
    )
    read = step(optional=True, quote=GROWN)
    return entered(of or study(), made or Annotations(), "cross", read, [way], BY)


def reopened(of: Study, annotations: Annotations) -> Annotations:
    return read_readings(of, readings_file(of, annotations).encode())


def slides(of: Study, made: Annotations, audience: Any) -> Deck:
    return deck(of, made, audience=audience, size=WIDE, as_of=date(2026, 1, 2))


def told(of: Study, annotations: Annotations) -> list[tuple[str, ...]]:
    table = flow_table(flow_info(of, annotations))
    return [tuple(row) for row in table.drop(columns="How it is known").to_numpy()]


def test_what_was_entered_is_drawn_asked_and_told_with_its_sentence() -> None:
    made = cross_over()
    info = flow_info(study(), made)
    assert info.labels["cross"] == "if the disease has grown"
    (way,) = info.flow.into("cross")
    assert (way.source, way.quote, way.optional) == ("group-1", GROWN, True)
    asked = follow(info.flow, "group-1", {}).open
    assert asked
    assert (asked.text, asked.quote) == ("Has the disease grown?", GROWN)
    assert follow(info.flow, "group-1", {asked.key: True}).steps[-1] == "cross"
    worded = PlainAnnotation(title=PlainText(plain="A study", not_stated=True))
    plain = in_plain_words(info, study(), made.model_copy(update={"plain": worded}))
    assert plain.labels["cross"] == "if the disease grows"


def test_a_file_that_was_saved_gives_the_same_pictures_and_slides() -> None:
    made = cross_over(accepted(study(), Annotations(), "group-0", BY))
    back = reopened(study(), made)
    assert back.flow == made.flow
    assert flow_of(study(), back) == flow_of(study(), made)
    for audience in ("lay", "sponsor"):
        assert slides(study(), made, audience) == slides(study(), back, audience)
    (review,) = (one.review for key, one in back.flow.steps.items() if key == "cross")
    assert review
    assert (review.reviewed_by, review.decision) == ("A. Reader", "added")


@pytest.mark.parametrize("sample", [*SAMPLES[::4], CROSSOVER, RECORD], ids=lambda path: path.stem)
def test_a_flow_that_is_accepted_as_it_was_derived_is_drawn_as_before(sample: Path) -> None:
    record = load_study(sample)
    made = Annotations()
    for one in to_review(record, made):
        made = accepted(record, made, one.key, BY)
    assert told(record, made) == told(record, Annotations())
    assert not to_review(record, made)
    drafted = Annotations(flow=flow_skeleton(record))
    assert flow_of(record, drafted) == flow_of(record, Annotations())


def test_a_person_can_read_a_record_as_deeply_as_the_one_that_ships() -> None:
    """All of its flow but the published counts, entered step by step beside the bare record."""
    record = load_study(RECORD)
    shipped = load_annotations(record, RECORD.with_suffix(".annotations.yaml"))
    named = {group.label: f"group-{place}" for place, group in enumerate(record.arm_groups)}
    kinds = {"allocation": "allocated", "follow_up": "follow-up"}
    keys = {
        key: named.get(one.group) or kinds.get(one.kind, key)
        for key, one in shipped.flow.steps.items()
        if one.kind != "excluded"
    }
    made = Annotations()
    for key, mine in keys.items():
        one = shipped.flow.steps[key].model_copy(update={"published": None, "drafted": True})
        ways = [
            EnteredWay(
                sources=(keys[item.source],),
                condition=item.condition or "",
                plain=item.plain or "",
                questions=tuple(asked.text for asked in item.asks),
                quote=item.quote or "",
            )
            for item in shipped.flow.transitions
            if item.target == key
        ]
        made = entered(record, made, mine, one, ways, BY)
    assert is_read(record, made)

    def drawn(of: Annotations) -> set[tuple[str, ...]]:
        return set(told(record, of))

    without_counts = Annotations.model_validate(
        {
            "flow": {
                "steps": {key: {**one.model_dump(), "published": None} for key, one in
                          shipped.flow.steps.items() if key in keys},
                "transitions": [one.model_dump() for one in shipped.flow.transitions
                                if one.target in keys],
            }
        }
    )  # fmt: skip
    assert drawn(made) == drawn(without_counts)


def test_a_changed_sentence_makes_its_reading_lapse_and_leaves_the_others() -> None:
    made = cross_over(accepted(study(), Annotations(), "group-0", BY))
    other = study(TOLD.replace("had grown", "had not grown"))
    back = reopened(other, made)
    assert back.flow.lapsed == ("Cross-over to Zelumab",)
    flow = flow_of(other, back)
    assert "cross" not in {one.key for one in flow.steps}
    assert flow.step("group-0").origin == "annotated"
    assert flow_of(other, Annotations()).steps != flow.steps


def test_what_leads_on_from_a_lapsed_step_lapses_with_it() -> None:
    made = cross_over()
    way = EnteredWay(sources=("cross",), quote="Then a safety visit.")
    made = entered(study(), made, "after", step("follow_up", "Visit", quote="a safety"), [way], BY)
    back = reopened(study(TOLD.replace("had grown", "grew")), made)
    assert back.flow.lapsed == ("Cross-over to Zelumab", "Visit")


def test_a_way_follows_its_group_when_the_record_lists_them_in_another_order() -> None:
    back = reopened(study(TOLD, "Another", "Placebo", "Zelumab"), cross_over())
    flow = flow_of(study(TOLD, "Another", "Placebo", "Zelumab"), back)
    (way,) = flow.into("cross")
    assert flow.step(way.source).title == "Placebo"


def test_a_group_that_is_gone_takes_the_ways_from_it_along() -> None:
    other = study(TOLD, "Zelumab", "Comparator")
    back = reopened(other, cross_over())
    assert back.flow.lapsed == ("Cross-over to Zelumab",)
    assert {one.title for one in flow_of(other, back).steps} >= {"Zelumab", "Comparator"}


@pytest.mark.parametrize(
    ("way", "said"),
    [
        ({"sources": ["group-1"], "quote": "It is said nowhere."}, "the record does not say 'It"),
        ({"sources": ["group-1"], "condition": "grown"}, "which sentence .* the condition rests"),
        ({"sources": ["group-1"]}, "say for each way in which sentence"),
        ({"condition": "grown", "quote": GROWN}, "say from which step people come"),
        ({"sources": ["cross"], "quote": GROWN}, "in a circle: Cross-over to Zelumab"),
        ({"sources": ["nowhere"], "quote": GROWN}, "there is no step 'nowhere'"),
    ],
)
def test_what_cannot_be_taken_is_refused_in_one_sentence(way: dict[str, Any], said: str) -> None:
    ways = [EnteredWay(**{**way, "sources": tuple(way.get("sources", ()))})]
    with pytest.raises(StudyError, match=said) as error:
        entered(study(), cross_over(), "cross", step(quote=GROWN), ways, BY)
    assert "\n" not in str(error.value)


def test_a_step_without_a_sentence_or_a_name_is_refused() -> None:
    way = EnteredWay(sources=("group-1",), quote=GROWN)
    with pytest.raises(StudyError, match="which sentence of the record the step rests"):
        entered(study(), Annotations(), "cross", step(), [way], BY)
    with pytest.raises(StudyError, match="no name"):
        entered(study(), Annotations(), "cross", step(title="", quote=GROWN), [way], BY)


def test_a_later_part_of_which_the_record_tells_no_source_says_so() -> None:
    made = entered(study(), Annotations(), "cross", step(quote=GROWN), [], BY)
    assert flow_info(study(), made).labels["cross"] == "from: not stated"


def test_a_run_in_and_a_screening_are_put_where_they_belong() -> None:
    screening = step("screening", "Screening", quote="First a run-in")
    made = entered(study(), Annotations(), "screened", screening, [], BY)
    run_in = step("period", "Run-in", quote="a run-in of 4 weeks")
    way = EnteredWay(sources=("screened",), quote="First a run-in of")
    made = entered(study(), made, "run-in", run_in, [way], BY)
    allocated = as_read(study(), flow_of(study(), made).step("allocated"), drafted=True)
    ways = [EnteredWay(sources=("run-in",), quote="a run-in of 4 weeks")]
    made = entered(study(), made, "allocated", allocated, ways, BY)
    flow = flow_of(study(), made)
    assert [one.title for one in flow.in_order()][:3] == ["Screening", "Run-in", "Randomised"]
    assert flow.step("run-in").quote == "a run-in of\n\n4 weeks"
    for width in (350.0, 960.0):
        assert "Run-in" in flow_scene(flow_info(study(), made), room_for(width)).alt


def periods() -> Study:
    section = {
        "identificationModule": {"nctId": "NCT00000001"},
        "designModule": {
            "designInfo": {"allocation": "RANDOMIZED", "interventionModel": "CROSSOVER"}
        },
        "armsInterventionsModule": {
            "armGroups": [{"label": "Zelumab then wash-out then Placebo"}, {"label": "Other"}]
        },
    }
    return load_study(json.dumps({"protocolSection": section}))


def test_what_is_no_step_is_not_drawn_and_what_followed_it_follows_on() -> None:
    made = rejected(periods(), Annotations(), "group-0-2", BY)
    flow = flow_of(periods(), made)
    assert "group-0-2" not in {one.key for one in flow.steps}
    assert [item.source for item in flow.into("group-0-3")] == ["group-0-1"]
    assert reopened(periods(), made).flow == made.flow
    assert flow_of(periods(), without_step(periods(), made, "group-0-2")) == flow_of(
        periods(), Annotations()
    )


def test_an_arm_group_cannot_be_rejected() -> None:
    with pytest.raises(ValueError, match="an arm group is a step"):
        rejected(study(), Annotations(), "group-0", BY)


def test_what_is_taken_back_is_as_the_program_derived_it() -> None:
    made = accepted(study(), cross_over(), "group-1", BY)
    left = without_step(study(), made, "cross")
    assert [key for key, one in left.flow.steps.items() if one.review] == ["group-1"]
    assert without_step(study(), left, "group-1").flow == Annotations().flow


def test_a_person_s_way_wins_over_a_derived_one_that_would_close_a_circle() -> None:
    """Who comes from where is read anew, against the wording."""
    words = "Participants from the Placebo arm who progressed. "
    groups = [{"label": "Placebo"}, {"label": "Extension phase", "description": words}]
    section = {
        "identificationModule": {"nctId": "NCT00000001"},
        "armsInterventionsModule": {"armGroups": groups},
    }
    record = load_study(json.dumps({"protocolSection": section}))
    assert [item.source for item in flow_of(record, Annotations()).into("group-1")] == ["group-0"]
    way = EnteredWay(sources=("group-1",), quote="who progressed")
    turned = step("later", "Placebo", group="Placebo")
    flow = flow_of(record, entered(record, Annotations(), "group-0", turned, [way], BY))
    assert [item.source for item in flow.into("group-0")] == ["group-1"]
    assert list(flow.in_order())
    assert not flow.step("group-1").source_stated


def test_entered_text_is_shown_as_it_stands_and_comes_back_the_same() -> None:
    way = EnteredWay(sources=("group-1",), condition=HOSTILE, questions=(HOSTILE,), quote=GROWN)
    made = entered(study(), Annotations(), "x", step(title=HOSTILE, quote=GROWN), [way], BY)
    back = reopened(study(), made)
    assert back.flow == made.flow
    info = flow_info(study(), back)
    assert info.labels["x"] == f"if {HOSTILE}"
    assert HOSTILE in flow_scene(info, room_for(740)).alt


@pytest.mark.parametrize("labels", [(), ("Same", "Same"), ("", "A")])
def test_any_record_can_be_read_even_one_without_groups_or_with_groups_alike(
    labels: tuple[str, ...],
) -> None:
    groups = [{"label": label} for label in labels]
    section = {
        "identificationModule": {"nctId": "NCT00000001"},
        "descriptionModule": {"briefSummary": TOLD},
        "armsInterventionsModule": {"armGroups": groups},
    }
    record = load_study(json.dumps({"protocolSection": section}))
    made = Annotations()
    for one in to_review(record, made):
        made = accepted(record, made, one.key, BY)
    first = flow_of(record, made).steps[0].key
    way = EnteredWay(sources=(first,), quote=GROWN)
    key = new_key(flow_of(record, made))
    made = entered(record, made, key, step(quote=GROWN), [way], BY)
    flow: Flow = flow_of(record, reopened(record, made))
    assert flow.step(key).title == "Cross-over to Zelumab"
    assert len([one for one in flow.steps if one.position is not None]) == len(labels)


def test_the_slides_say_that_a_person_read_the_flow_only_when_no_step_is_left() -> None:
    def said(made: Annotations) -> str:
        return repr(slides(study(), made, "sponsor"))

    one = accepted(study(), Annotations(), "group-0", BY)
    assert "A person has read the flow" not in said(one)
    assert "A person has read the flow" in said(accepted(study(), one, "group-1", BY))
