"""The slides of any record: nothing overlaps, all can be read, and the facts are there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import vocabulary
from data.annotations import Annotations
from data.annotations.shipped import annotations_of
from data.deck import typeset
from data.deck.build import BUILDERS, deck
from data.deck.charts import title_fits
from data.deck.model import NARROW, SIZES, WIDE, Chart, Deck, DeckAudience, Slide, SlideSize, Table
from data.flow import flow_of
from data.loading import load_study
from data.pictures.outlines import outlines
from data.pictures.scene import (
    Box,
    Connector,
    Frame,
    Marker,
    Outline,
    Paragraph,
    RuledLine,
    Scene,
    SceneGroup,
    Text,
)
from data.pictures.typeset import text_height, width_of
from data.records import shipped_records
from data.schedule import administrations
from data.sites import sites_of
from data.sites.camera import fit
from data.study import Study
from data.views.schedule import SHOWN_WEEKS, schedule_of
from tests.deck_geometry import faults
from tests.records import SAMPLE_FOLDER, SAMPLES

AS_OF = date(2026, 1, 21)
AUDIENCES: tuple[DeckAudience, ...] = ("lay", "sponsor")
KEYS = ["overview", "eligibility", "flow", "schedule", "sites", "timeline", "results", "sources"]


@cache
def netter2() -> Study:
    return load_study(shipped_records()["NCT03972488"])


@cache
def shown(audience: DeckAudience, size: SlideSize = WIDE) -> Deck:
    return _deck(netter2(), audience, size)


def _deck(study: Study, audience: DeckAudience, size: SlideSize, **more: Any) -> Deck:
    annotations = annotations_of(study)
    return deck(study, annotations, audience=audience, size=size, as_of=AS_OF, **more)


def study(**sections: Any) -> Study:
    identification = {"identificationModule": {"nctId": "NCT00000000"}}
    content = {"protocolSection": {**identification, **sections}}
    return Study.model_validate(content)


def slides(of: Deck, key: str) -> list[Slide]:
    return [slide for slide in of.slides if slide.key == key]


def named(of: Deck, name: str) -> list[Slide]:
    return [slide for slide in of.slides if slide.name == name]


def words(slide: Slide) -> Iterator[str]:
    """Everything that can be read on a slide."""
    yield slide.title.text
    for block in slide.blocks:
        match block:
            case Text():
                yield from (item.text for item in block.paragraphs)
            case Table():
                yield from (cell.text for row in (block.head, *block.rows) for cell in row)
            case Chart():
                yield block.title
                yield from (f"{bar.label}: {bar.text}" for bar in block.bars)
            case Scene():
                for part in block.flat():
                    if isinstance(part, Box | Text):
                        yield from (item.text for item in part.paragraphs)


def said(of: Deck, key: str) -> str:
    return "\n".join(text for slide in slides(of, key) for text in words(slide))


def notes(of: Deck, key: str) -> str:
    return "\n".join(note for slide in slides(of, key) for note in slide.notes)


def parts(of: Deck, key: str, kind: type) -> list[Any]:
    pictures = [b for s in slides(of, key) for b in s.blocks if isinstance(b, Scene)]
    return [part for picture in pictures for part in picture.parts if isinstance(part, kind)]


def doses(of: Deck) -> list[tuple[str, Marker]]:
    """What each sign of the schedule stands for, and the sign."""
    groups = parts(of, "schedule", SceneGroup)
    signs = [(group.alt, group.parts[0]) for group in groups]
    return [(alt, sign) for alt, sign in signs if isinstance(sign, Marker)]


# Every record


@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.name)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_everything_of_netter2_fits_and_nothing_overlaps(
    audience: DeckAudience, size: SlideSize
) -> None:
    assert list(faults(shown(audience, size))) == []


@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.name)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_sample_record_makes_slides_that_fit(audience: DeckAudience, size: SlideSize) -> None:
    for path in SAMPLES:
        made = _deck(load_study(path), audience, size)
        assert list(faults(made)) == [], path.name
        assert {slide.key for slide in made.slides} == set(KEYS)
        assert not _raw_values(made), path.name
        if audience == "lay":
            talk = made.slides[: made.talk]
            assert 6 <= len(talk) <= 8, path.name
            assert not any(slide.name in ("asked-for", "kept-out") for slide in talk)
            told_alone = [slide.name for slide in talk if not _has_picture(slide)]
            assert told_alone == ["sources"], path.name


def _has_picture(slide: Slide) -> bool:
    return any(isinstance(block, Scene | Chart | Table) for block in slide.blocks)


def _raw_values(made: Deck) -> list[str]:
    tables = [value for value in vars(vocabulary).values() if isinstance(value, dict)]
    raw = {key for table in tables for key in table if "_" in key}
    seen = {word for slide in made.slides for text in words(slide) for word in text.split()}
    return sorted(raw & {word.strip(".,;:()") for word in seen})


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_record_that_says_nothing_says_so_on_every_slide(audience: DeckAudience) -> None:
    for size in SIZES:
        made = _deck(study(), audience, size)
        assert list(faults(made)) == []
        for key in ("overview", "eligibility", "sites"):
            assert "not stated" in said(made, key)
        assert "neither groups nor interventions" in said(made, "schedule")
        assert "does not say whether there are results" in said(made, "results")
        assert "last update of the record not stated" in made.footer


@pytest.mark.parametrize("long", ["W" * 400, "word " * 120, "Ünïcödé-测试 " * 40])
def test_a_record_of_overlong_texts_still_fits(long: str) -> None:
    site = {"facility": long, "city": long, "country": long}
    outcomes = [{"measure": long, "timeFrame": long, "description": long}] * 12
    record = study(
        identificationModule={"nctId": "NCT00000000", "briefTitle": long, "acronym": long[:60]},
        statusModule={"startDateStruct": {"date": "2020-01"}, "overallStatus": long},
        sponsorCollaboratorsModule={"leadSponsor": {"name": long}},
        descriptionModule={"briefSummary": f"{long}\n* {long}\n* {long}"},
        conditionsModule={"conditions": [long] * 5},
        designModule={"phases": ["PHASE1", "PHASE2"], "enrollmentInfo": {"count": 10**9}},
        armsInterventionsModule={
            "armGroups": [{"label": f"{n} {long}", "description": long} for n in range(9)],
            "interventions": [{"name": long, "description": long}],
        },
        outcomesModule={"primaryOutcomes": outcomes},
        eligibilityModule={
            "eligibilityCriteria": f"Inclusion Criteria:\n\n{f'* {long}' + chr(10)}" * 9,
            "minimumAge": long,
        },
        contactsLocationsModule={"locations": [site] * 70},
    )
    for audience in AUDIENCES:
        for size in SIZES:
            assert list(faults(_deck(record, audience, size))) == []


def test_the_same_record_makes_the_same_slides() -> None:
    for audience in AUDIENCES:
        outlines.cache_clear()
        assert _deck(netter2(), audience, WIDE) == shown(audience)


def test_slides_can_be_chosen_and_keep_their_order() -> None:
    made = _deck(netter2(), "lay", WIDE, slides={"sources", "overview"})
    assert [slide.key for slide in made.slides] == ["overview", "overview", "sources"]
    assert list(BUILDERS) == KEYS


@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.name)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_first_slide_is_a_cover(audience: DeckAudience, size: SlideSize) -> None:
    first = shown(audience, size).slides[0]
    assert (first.name, first.title.text) == ("cover", "NETTER-2")
    assert first.title.size > 2 * typeset.TITLE_SIZES[0] - 1
    told = " ".join(words(first))
    assert "Lutathera" in told
    assert "Advanced Accelerator Applications" in told


def test_a_study_without_a_short_name_has_its_title_on_the_cover() -> None:
    identification = {"nctId": "NCT00000000", "briefTitle": "A study of one thing and another"}
    first = _deck(study(identificationModule=identification), "lay", WIDE).slides[0]
    assert first.title.text == "A study of one thing and another"
    assert " ".join(words(first)).count("A study of one thing") == 1


def test_a_lay_talk_is_of_eight_slides_and_its_criteria_are_an_appendix_behind_it() -> None:
    keys = [slide.key for slide in shown("lay").slides]
    results = ["results"] * 3
    assert keys[:8] == ["overview", "overview", "flow", *results, "sites", "sources"]
    assert "eligibility" in keys[8:]
    assert shown("lay").talk == 8
    ends = [n for n, slide in enumerate(shown("lay").slides, 1) if "talk ends" in slide.notes[-1]]
    assert ends == [8]


@pytest.mark.parametrize("name", ["NCT02278250", "NCT02545049", "NCT01874431"])
def test_a_lay_talk_tells_harm_wherever_it_tells_a_result(name: str) -> None:
    made = _deck(load_study(SAMPLE_FOLDER / f"{name}.json"), "lay", WIDE)
    talk = [slide for slide in made.slides[: made.talk] if slide.key == "results"]
    told = [slide.name.removesuffix("-in-brief") for slide in talk]
    assert {"outcome", "harm"} <= set(told)
    assert told.index("outcome") < told.index("harm")
    assert "sources" in {slide.name for slide in made.slides[: made.talk]}


def test_eighteen_groups_are_told_on_one_slide_each_and_one_by_one_behind_the_talk() -> None:
    record = load_study(SAMPLE_FOLDER / "NCT02278250.json")
    for size in SIZES:
        made = _deck(record, "lay", size)
        talk, behind = made.slides[: made.talk], made.slides[made.talk :]
        told = {slide.name: "\n".join(words(slide)) for slide in talk}
        assert "18 groups" in told["design-in-brief"]
        assert "Main result (1 of 20)" in told["outcome-in-brief"]
        assert "Part C: M4344 250 mg QD" in told["design-in-brief"]
        (harm,) = (b for s in talk if s.name == "harm-in-brief" for b in s.blocks[:1])
        assert isinstance(harm, Scene)
        assert sum(isinstance(part, Marker) for part in harm.parts) == 18
        assert {"design", "harm", "deaths"} <= {slide.name for slide in behind}
        assert "Highest: 1 of 1 (100.0%) (Part A: M4344 160 mg BIW)" in told["harm-in-brief"]


def test_no_group_is_drawn_without_the_other_being_named() -> None:
    crossed = _deck(load_study(SAMPLE_FOLDER / "NCT03674112.json"), "sponsor", NARROW)
    (took_part,) = named(crossed, "took-part")
    (table,) = took_part.blocks
    assert isinstance(table, Table)
    assert [row[0].text[:2] for row in table.rows] == ["A:", "B:"]
    assert "…" not in took_part.title.text
    # A group of all is no group of the range.
    assert named(crossed, "harm")[0].title.text.endswith("0.0% to 3.8%, by group")
    one_arm_dosed = _deck(load_study(SAMPLE_FOLDER / "NCT02545049.json"), "sponsor", WIDE)
    (weeks,) = named(one_arm_dosed, "weeks")
    assert "No dose was read for: Placebo." in list(words(weeks))
    (design,) = named(one_arm_dosed, "design")
    assert {"3,714 people", "no number posted under this name"} <= set(words(design))


def _with_events(*groups: tuple[str, int, int | None]) -> Study:
    events = [
        {"id": f"EG{n}", "title": name, "seriousNumAffected": affected, "seriousNumAtRisk": risk}
        for n, (name, affected, risk) in enumerate(groups)
    ]
    results = {"adverseEventsModule": {"eventGroups": events}}
    identification = {"identificationModule": {"nctId": "NCT00000000"}}
    return Study.model_validate(
        {"protocolSection": identification, "resultsSection": results, "hasResults": True}
    )


@pytest.mark.parametrize("audience", AUDIENCES)
def test_harm_known_of_one_group_alone_is_said_and_never_drawn(audience: DeckAudience) -> None:
    for size in SIZES:
        made = _deck(_with_events(("New", 3, 7), ("Usual", 0, None)), audience, size)
        (harm,) = (slide for slide in made.slides if slide.name == "harm")
        assert not any(isinstance(block, Chart) for block in harm.blocks)
        told = "\n".join(words(harm))
        assert "3 of 7" in told
        assert "Not reported for: Usual." in told
        assert list(faults(made)) == []


def test_a_group_whose_harm_is_not_known_is_named_below_the_bars_of_the_others() -> None:
    known = [(f"Group {n}", n, 20) for n in range(9)]
    made = _deck(_with_events(*known, ("Silent", 0, None)), "sponsor", NARROW)
    told = [slide for slide in made.slides if slide.name == "harm"]
    assert sum(len(b.bars) for s in told for b in s.blocks if isinstance(b, Chart)) == 9
    assert all("Not reported for: Silent." in "\n".join(words(slide)) for slide in told)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_slide_of_one_number_has_it_in_its_title(audience: DeckAudience) -> None:
    (harm,) = named(_deck(_with_events(("All", 3, 7)), audience, WIDE), "harm")
    assert harm.title.text.endswith(": 3 of 7 (42.9%)")


@pytest.mark.parametrize("audience", AUDIENCES)
def test_harm_told_in_words_is_named_in_the_title(audience: DeckAudience) -> None:
    for size in SIZES:
        (harm,) = named(shown(audience, size), "harm-in-words")
        first = "unwanted events that led to death" if audience == "lay" else "fatal adverse events"
        assert harm.title.text.startswith(f"Harm: {first}; ")
        # As published for a sponsor, and of both arms.
        told = " ".join(words(harm))
        published = "Lutathera arm: 136 of 147 treated (93%). Control arm: not reported here."
        assert (published in told) == (audience == "sponsor")


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_title_of_a_chart_stays_on_the_line_that_powerpoint_gives_it(
    audience: DeckAudience,
) -> None:
    for size in SIZES:
        charts = [b for s in shown(audience, size).slides for b in s.blocks if isinstance(b, Chart)]
        assert charts
        assert all(title_fits(one.title, one.frame.width, one.size) for one in charts)


def test_a_sponsor_reads_record_against_publication_second_and_results_before_the_appendix() -> (
    None
):
    made = shown("sponsor").slides
    assert made[1].title.text.startswith("Record and publication: 2 differ, 6 missing")
    told = " ".join(words(made[1]))
    assert "45 centres" in told
    assert "40 sites" in told
    assert "Lowest age" in told
    assert "published: Lancet 2024, ASCO GI 2024" in made[1].sources
    assert any(note.startswith("Participants, match: ") for note in made[1].notes)
    # Behind it what does not fit within the record.
    names = [slide.name for slide in made]
    assert [*dict.fromkeys(names)][:4] == ["cover", "against", "misfits", "aim"]
    (misfits,) = named(shown("sponsor"), "misfits")
    assert "Cross-over" in " ".join(words(misfits))
    # Where nothing is published, that stands second.
    other = _deck(load_study(SAMPLE_FOLDER / "NCT02545049.json"), "sponsor", WIDE)
    assert other.slides[1].name == "misfits"
    keys = [slide.key for slide in made]
    assert keys.index("results") < keys.index("eligibility")
    assert keys == sorted(keys, key=keys.index)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_order_of_a_talk_loses_no_slide_and_parts_of_one_stay_together(audience) -> None:
    for size in SIZES:
        made = shown(audience, size).slides
        alone = [
            slide.title.text
            for key in BUILDERS
            for slide in _deck(netter2(), audience, size, slides={key}).slides
        ]
        assert sorted(alone) == sorted(slide.title.text for slide in made)
        parts = [(slide.key, slide.part_of or slide.title.text) for slide in made]
        assert parts == sorted(parts, key=parts.index)


def test_every_picture_table_and_chart_says_what_it_shows() -> None:
    for audience in AUDIENCES:
        for slide in shown(audience).slides:
            for block in slide.blocks:
                if not isinstance(block, Text):
                    assert len(block.alt) > 20, slide.title.text


def test_every_slide_names_its_source_and_has_notes() -> None:
    for audience in AUDIENCES:
        made = shown(audience)
        assert made.footer == "NCT03972488 · NETTER-2 · record last updated 21 Jan 2026"
        assert made.last_update == "2026-01-21"
        for slide in made.slides:
            assert slide.notes
            assert "ClinicalTrials.gov" in slide.sources


# What the study asks, who could join


def test_the_study_is_told_at_a_glance() -> None:
    for audience in AUDIENCES:
        tiles = [box for box in parts(shown(audience), "overview", Box) if "tile" in box.key]
        boxes = {box.alt.split(":")[0]: box for box in tiles}
        figures = {name: box.paragraphs[0].text for name, box in boxes.items()}
        assert figures == {"Participants": "226", "Phase": "3", "Sites": "40", "Countries": "9"}


def test_a_lay_audience_is_asked_the_question_in_plain_words_and_a_sponsor_verbatim() -> None:
    plain = annotations_of(netter2()).plain.summary[0]
    assert plain.plain in said(shown("lay"), "overview")
    assert str(plain.quote) in notes(shown("lay"), "overview")
    summary = netter2().protocol_section.description_module.brief_summary
    assert str(summary) in said(shown("sponsor"), "overview")


def test_both_ages_of_the_record_are_shown() -> None:
    for audience in AUDIENCES:
        told = said(shown(audience), "eligibility")
        assert "contradicts itself" in told
        assert "Minimum age: 18 Years" in told
        assert "≥ 15 years of age" in told


@pytest.mark.parametrize(
    ("least", "told"), [("N/A", "not stated"), ("18 Years", "18 years and over")]
)
def test_an_age_field_that_says_there_is_no_limit_is_no_age(least: str, told: str) -> None:
    module = {"minimumAge": least, "maximumAge": "N/A", "sex": "ALL", "healthyVolunteers": True}
    made = _deck(study(eligibilityModule=module), "lay", WIDE)
    assert told in {box.paragraphs[0].text for box in parts(made, "eligibility", Box)}


def test_a_summary_without_plain_words_keeps_its_list_for_every_audience() -> None:
    summary = "The aim is to see how safe it is.\n\nAlso asked:\n\n* What it may cause\n* How long"
    of = study(descriptionModule={"briefSummary": summary})
    for audience in AUDIENCES:
        (aim,) = named(_deck(of, audience, WIDE), "aim")
        text = next(block for block in aim.blocks if isinstance(block, Text))
        points = [item.text for item in text.paragraphs if item.bullet]
        assert points[:2] == ["What it may cause", "How long"]


def test_a_list_that_does_not_fit_is_left_out_with_the_line_that_leads_in_to_it() -> None:
    point = f"* {'What it may cause in the long run ' * 60}"
    of = study(descriptionModule={"briefSummary": f"It is about safety.\n\nAlso:\n\n{point}"})
    for audience in AUDIENCES:
        (aim,) = named(_deck(of, audience, NARROW), "aim")
        text = next(block for block in aim.blocks if isinstance(block, Text))
        first, second, *_ = (item.text for item in text.paragraphs)
        assert first == "It is about safety."
        assert second.startswith("These are the record's own words; the notes have")


def test_a_sponsor_sees_all_33_criteria_and_a_lay_audience_where_they_are() -> None:
    tables = [
        b for s in slides(shown("sponsor"), "eligibility") for b in s.blocks if isinstance(b, Table)
    ]
    rows = [tuple(cell.text for cell in row) for table in tables for row in table.rows]
    assert len(rows) == 33
    assert ("Inclusion", "2", "Ki-67 from 10% to 55%") in rows
    lay = said(shown("lay"), "eligibility")
    assert "Your Ki-67 index is from 10% to 55%" in lay
    assert "And 8 limits for blood tests and the heart" in lay
    assert "on the page Eligibility" in lay
    for audience in AUDIENCES:
        assert "Ki67 index ≥10 and ≤ 55%" in notes(shown(audience), "eligibility")
        assert "Creatinine clearance < 40 mL/min" in notes(shown(audience), "eligibility")


def test_no_slide_has_more_than_six_bullets() -> None:
    for size in SIZES:
        for slide in slides(shown("lay", size), "eligibility"):
            texts = [block for block in slide.blocks if isinstance(block, Text)]
            assert sum(item.bullet for text in texts for item in text.paragraphs) <= 6


# How it is built


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_step_and_every_way_of_the_flow_is_drawn_or_told(audience: DeckAudience) -> None:
    flow = flow_of(netter2(), annotations_of(netter2()))
    for size in SIZES:
        made = shown(audience, size)
        boxes = {box.key for box in parts(made, "flow", Box)}
        told = said(made, "flow")
        ends = {(item.source, item.target) for item in parts(made, "flow", Connector)}
        for step in flow.steps:
            assert step.key in boxes or f"Afterwards: {step.title}" in told
        for item in flow.transitions:
            drawn = (item.source, item.target) in ends
            assert drawn or flow.step(item.target).kind == "follow_up"


def test_arms_keep_their_colour_and_what_is_optional_is_dashed() -> None:
    boxes = {box.key: box for box in parts(shown("sponsor"), "flow", Box)}
    assert boxes["lutathera"].stripe == boxes["re_treatment"].stripe == "arm 0"
    assert boxes["control"].stripe == boxes["re_treatment_after_cross_over"].stripe == "arm 1"
    dashed = {key for key, box in boxes.items() if box.dashed}
    assert dashed == {"re_treatment", "cross_over", "re_treatment_after_cross_over"}


def test_published_counts_name_their_publication() -> None:
    for audience in AUDIENCES:
        first, *_ = slides(shown(audience), "flow")
        told = "\n".join(words(first))
        for number in ("261", "35", "226", "151 (67%)", "75 (33%)"):
            assert f"{number} people" in told
        assert "Numbers of people: Lancet 2024, ASCO GI 2024." in told
        assert "numbers: Lancet 2024, ASCO GI 2024" in first.sources


def test_eighteen_arms_are_split_over_slides_and_none_is_lost() -> None:
    record = load_study(SAMPLE_FOLDER / "NCT02278250.json")
    for size in SIZES:
        made = _deck(record, "sponsor", size)
        assert {f"group-{place}" for place in range(18)} <= {
            box.key for box in parts(made, "flow", Box)
        }
        assert len(slides(made, "flow")) > 2


LABELS = st.text(st.characters(categories=("L", "N", "Zs", "P", "S")), min_size=1, max_size=90)


@settings(max_examples=40)
@given(labels=st.lists(LABELS, min_size=0, max_size=20, unique=True), randomised=st.booleans())
def test_whatever_the_arms_are_called_their_flow_fits(labels: list[str], randomised: bool) -> None:
    arms = [{"label": label, "type": "EXPERIMENTAL", "description": label} for label in labels]
    allocation = "RANDOMIZED" if randomised else "NON_RANDOMIZED"
    record = study(
        designModule={"designInfo": {"allocation": allocation}},
        armsInterventionsModule={"armGroups": arms},
    )
    for size in SIZES:
        made = _deck(record, "sponsor", size, slides={"flow", "schedule"})
        assert list(faults(made)) == []


# What is given


def test_every_administration_of_the_schedule_is_drawn() -> None:
    annotations = annotations_of(netter2())
    schedule = schedule_of(netter2(), annotations)
    marks = [event.text for track in schedule.tracks for event in track.events]
    regimen = annotations.schedule.regimens[0]
    assert len(administrations(regimen, until_day=SHOWN_WEEKS * 7)) == 11
    for audience in AUDIENCES:
        for size in SIZES:
            drawn = [alt for alt, _ in doses(shown(audience, size))]
            assert sorted(drawn) == sorted(marks)


def test_a_dose_that_may_be_left_out_is_an_open_sign() -> None:
    for alt, sign in doses(shown("sponsor")):
        assert (sign.fill == "background") == ("may be left out" in alt)
    assert "open sign: may be left out" in said(shown("sponsor"), "schedule")


def test_a_dose_without_a_stated_week_stands_left_of_the_scale_below_the_words() -> None:
    for audience in AUDIENCES:
        for size in SIZES:
            made = shown(audience, size)
            week_0 = parts(made, "schedule", RuledLine)[0]
            for alt, mark in doses(made):
                assert ("interval not stated" in alt) == (mark.x + mark.radius < week_0.x1)
            assert "off the scale: week not stated" in said(made, "schedule")


def test_a_sponsor_reads_every_dose_and_interval_in_a_table() -> None:
    told = said(shown("sponsor"), "schedule")
    assert "Lutathera 7.4 GBq (200 mCi)" in told
    assert "Every 8 weeks ± 1 week, 4 times" in told
    assert "Octreotide LAR 60 mg" in told
    assert "7.4 GBq/200 mCi 4 × administrations every 8 weeks ± 1 week" in notes(
        shown("sponsor"), "schedule"
    )


def test_a_sponsor_sees_the_infusion_day_with_what_follows_from_it() -> None:
    for size in SIZES:
        groups = parts(shown("sponsor", size), "schedule", SceneGroup)
        told = {group.alt for group in groups if not isinstance(group.parts[0], Marker)}
        assert "Lutathera: 0 h to 0.5 h" in told
        assert any("Octreotide LAR 30 mg: the day after, and not before this" in x for x in told)
        said_there = said(shown("sponsor", size), "schedule")
        assert "Volume of 2.5% Lys-Arg solution: 1000 mL (1 litre) (computed)" in said_there


def test_a_group_with_more_than_a_slide_holds_gets_several() -> None:
    annotations = annotations_of(netter2())
    regimen = annotations.schedule.regimens[0]
    course = regimen.courses[0]
    courses = tuple(
        course.model_copy(update={"key": f"c{number}", "drug": f"Drug {number}"})
        for number in range(12)
    )
    many = regimen.model_copy(update={"courses": courses})
    schedule = annotations.schedule.model_copy(update={"regimens": (many,)})
    changed = annotations.model_copy(update={"schedule": schedule})
    for size in SIZES:
        made = deck(
            netter2(), changed, audience="sponsor", size=size, as_of=AS_OF, slides=["schedule"]
        )
        assert list(faults(made)) == []
        assert len(doses(made)) == 12 * 4


def test_without_a_schedule_the_groups_are_listed_and_their_text_is_in_the_notes() -> None:
    arm = {"label": "Arm A", "description": "word " * 200, "interventionNames": ["Drug: Pill"]}
    made = _deck(study(armsInterventionsModule={"armGroups": [arm]}), "lay", WIDE)
    told = said(made, "schedule")
    assert "Arm A" in told
    assert "Pill" in told
    assert told.count("word") == 200
    assert ("word " * 200).strip() in notes(made, "schedule")


# Where


def test_the_map_shows_every_country_and_the_tables_add_up() -> None:
    made = shown("lay")
    marks = {mark.alt for mark in parts(made, "sites", Marker)}
    assert len(marks) == 9
    assert "Italy: 8 sites" in marks
    table = next(b for s in slides(made, "sites") for b in s.blocks if isinstance(b, Table))
    assert sum(int(row[1].text) for row in table.rows) == 40
    assert slides(made, "sites")[0].title.text.endswith("place: 40 sites, in 9 countries")


def test_a_sponsor_sees_every_site_by_name() -> None:
    tables = [
        b for s in slides(shown("sponsor"), "sites") for b in s.blocks if isinstance(b, Table)
    ]
    rows = [row for table in tables for row in table.rows]
    assert len(rows) == 40
    noted = notes(shown("sponsor"), "sites")
    assert all(site.name in noted for site in sites_of(netter2()))


def test_975_sites_become_countries() -> None:
    record = load_study(SAMPLE_FOLDER / "NCT02545049.json")
    made = _deck(record, "sponsor", WIDE)
    tables = [b for s in slides(made, "sites") for b in s.blocks if isinstance(b, Table)]
    cells = [cell.text for table in tables for row in table.rows for cell in row]
    names, numbers = cells[::2], cells[1::2]
    assert len([name for name in names if name]) == 48
    assert sum(int(number) for number in numbers if number) == 975
    assert "8 are not on the map" in said(made, "sites")


def test_outlines_stay_in_their_frame_with_few_corners() -> None:
    frame = Frame(x=64, y=120, width=1152, height=440)
    for points in ([(41.9, 12.5)], [(52.5, 13.4), (-33.9, 151.2)], [(21.3, -157.8), (35.7, 139.7)]):
        camera = fit(points, width=1152, height=440)
        corners = [c for _, rings in outlines(camera, frame) for ring in rings for c in ring]
        assert 50 < len(corners) <= 4_000
        assert all(frame.x <= x <= frame.right for x, _ in corners)
        assert all(frame.y <= y <= frame.bottom for _, y in corners)


def test_countries_with_sites_stand_out() -> None:
    lands = {item.alt: item for item in parts(shown("lay"), "sites", Outline)}
    assert lands["Italy"].outline == "accent"
    assert lands["Portugal"].outline == "line"


# When


@pytest.mark.parametrize("audience", AUDIENCES)
def test_what_is_planned_has_a_sign_and_a_word_of_its_own(audience: DeckAudience) -> None:
    for size in SIZES:
        made = shown(audience, size)
        groups = {item.key: item for item in parts(made, "timeline", SceneGroup)}
        signs = {
            key: sign
            for key, item in groups.items()
            for sign in item.parts
            if isinstance(sign, Marker)
        }
        assert (signs["completion"].shape, signs["completion"].fill) == ("diamond", "background")
        assert (signs["start"].shape, signs["start"].fill) == ("square", "accent")
        told = said(made, "timeline")
        assert "29 Oct 2027 · planned" in told
        assert "8 Jan 2020 · past" in told
        assert "77% of the planned time" in told
        assert "As of 21 Jan 2026" in told
        legend = {mark.shape: mark.fill for mark in parts(made, "timeline", Marker)}
        assert legend == {"diamond": "background", "square": "muted", "triangle": "muted"}


def test_a_lay_audience_reads_plain_names_on_the_line_of_time_and_sees_the_results() -> None:
    for size in SIZES:
        told = said(shown("lay", size), "timeline")
        picture = next(b for s in slides(shown("lay", size), "timeline") for b in s.blocks)
        assert isinstance(picture, Scene)
        assert "The study starts, 8 Jan 2020 (past)" in picture.alt
        assert "publication-1" in {
            item.key for item in parts(shown("lay", size), "timeline", SceneGroup)
        }
        assert "The main results were published" in told


def test_every_date_is_in_the_table_of_a_sponsor() -> None:
    told = said(shown("sponsor", NARROW), "timeline")
    for name in ("Start", "Completion", "Last update", "Lancet", "Results posted"):
        assert name in told


# What was found


def test_published_medians_are_bars_with_their_interval_in_words() -> None:
    for audience in AUDIENCES:
        first = slides(shown(audience), "results")[0]
        chart = next(block for block in first.blocks if isinstance(block, Chart))
        assert [bar.value for bar in chart.bars] == [22.8, 8.5]
        assert [bar.colour for bar in chart.bars] == ["arm 0", "arm 1"]
        assert "95% CI 19.4 to not estimable" in chart.alt
        assert "95% CI 7.7 to 13.8" in chart.alt
        assert "published: Lancet 2024, ASCO GI 2024" in first.sources
        assert any("Lancet 2024;403(10446):2807-2817" in note for note in first.notes)
        assert "This does not say whether people lived longer" in "\n".join(words(first))


def test_benefit_and_harm_are_drawn_in_the_same_size_on_the_same_scale() -> None:
    for size in SIZES:
        made = slides(shown("sponsor", size), "results")
        on = [[b for b in slide.blocks if isinstance(b, Chart)] for slide in made]
        charts = [chart for found in on for chart in found]
        for alike in (
            [found[0] for found in on if len(found) == 1],
            [chart for found in on if len(found) > 1 for chart in found],
        ):
            assert len({chart.size for chart in alike}) == 1
            assert len({round(c.frame.height / len(c.bars), 2) for c in alike}) == 1
        assert {c.maximum for c in charts if "Share" in c.title or "share" in c.title} == {100.0}


def test_what_was_not_reported_is_said() -> None:
    for audience in AUDIENCES:
        told = said(shown(audience), "results")
        missing = {
            "lay": "For the octreotide group this is not reported",
            "sponsor": "Control arm: not reported here.",
        }
        assert missing[audience] in told
        assert "5 people died" in told if audience == "lay" else "5 in all" in told
        assert "overall survival" in told
        assert "What to keep in mind" in told


def test_posted_results_show_the_primary_outcome_and_serious_events() -> None:
    record = load_study(SAMPLE_FOLDER / "NCT02545049.json")
    made = _deck(record, "sponsor", WIDE)
    charts = {
        slide.title.text: block
        for slide in slides(made, "results")
        for block in slide.blocks
        if isinstance(block, Chart)
    }
    assert [bar.text for bar in charts["Primary outcome: 12.4% against 14.2%"].bars] == [
        "458 of 3686 (12.4%)",
        "519 of 3666 (14.2%)",
    ]
    assert {
        "Any serious adverse event: 31.4% against 33.2%",
        "Deaths from any cause: 9.2% against 10.4%",
    } <= set(charts)


def test_who_took_part_is_the_consort_flow_where_it_can_be_read_and_else_a_table() -> None:
    for size in SIZES:
        made = _deck(load_study(SAMPLE_FOLDER / "NCT02545049.json"), "sponsor", size)
        (slide,) = (one for one in made.slides if one.name == "took-part")
        assert slide.title.text == "Who took part: 7,437 started, 7,334 completed"
        boxes = [box.alt for box in parts(replace(made, slides=(slide,)), "results", Box)]
        assert "Placebo · Completed: 3653" in boxes
        assert any("Finerenone · Did not complete: 42" in alt for alt in boxes)
    many = _deck(load_study(SAMPLE_FOLDER / "NCT02278250.json"), "sponsor", WIDE)
    rows = [b for s in many.slides if s.name == "took-part" for b in s.blocks]
    assert all(isinstance(block, Table) for block in rows)


@pytest.mark.parametrize(
    ("has_results", "sentence"),
    [
        (None, "does not say whether there are results"),
        (True, "says that results exist, but holds none"),
        (False, "says that no results have been posted"),
    ],
)
def test_a_study_without_figures_says_so(has_results: bool | None, sentence: str) -> None:
    record = study().model_copy(update={"has_results": has_results})
    assert sentence in said(_deck(record, "lay", WIDE), "results")


def test_the_last_slide_says_what_it_is_from_and_what_it_is_not() -> None:
    for audience in AUDIENCES:
        told = said(shown(audience), "sources")
        assert "not medical advice" in told
        assert "Trial Explorer" in told
        assert "Singh S, et al. Lancet 2024;403(10446):2807-2817" in told
    unread = deck(netter2(), Annotations(), audience="lay", size=WIDE, as_of=AS_OF)
    assert "No person has checked this record" in said(unread, "sources")


# Setting text


@given(texts=st.lists(LABELS.filter(str.strip), min_size=1, max_size=30), bullet=st.booleans())
def test_splitting_paragraphs_loses_none_and_keeps_their_order(
    texts: list[str], bullet: bool
) -> None:
    given = [typeset.say(text, bullet=bullet) for text in texts]
    pages = typeset.text_pages(given, 700, 400, most=6)
    flat = [item for page in pages for item in page]
    assert [_bare(item.text) for item in flat] == [_bare(text) for text in texts]
    for page in pages:
        assert text_height(page) <= 400
        assert len(page) <= 6


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


@given(texts=st.lists(LABELS, min_size=1, max_size=40))
def test_splitting_a_table_loses_no_row(texts: list[str]) -> None:
    frame = Frame(x=0, y=0, width=600, height=300)
    rows = [(f"{place}", text) for place, text in enumerate(texts)]
    tables = typeset.tables(("No.", "Text"), rows, (1, 4), frame, alt="A list.")
    assert [row[0].text for table in tables for row in table.rows] == [row[0] for row in rows]
    for table in tables:
        assert table.frame.height <= 300
        assert table.frame.height == pytest.approx(sum(table.heights))


@given(
    needed=st.lists(st.floats(min_value=1, max_value=2000), min_size=1, max_size=6),
    width=st.floats(min_value=200, max_value=1200),
)
def test_columns_fill_a_table_and_none_goes_without(needed: list[float], width: float) -> None:
    widths = typeset.shared(width, needed)
    assert sum(widths) == pytest.approx(width)
    even = width / len(needed)
    for part, need in zip(widths, needed, strict=True):
        assert part >= min(need, even) - 0.01


@given(title=st.text(min_size=1, max_size=300))
def test_a_title_keeps_to_its_lines(title: str) -> None:
    for size in SIZES:
        heading = typeset.title(title, size, most=3)
        assert len(heading.lines) <= 3
        room = size.width - 2 * size.margin
        assert width_of(heading) <= room + 0.01
        assert isinstance(heading, Paragraph)


def _turns(count: int) -> Deck:
    """The slides of a cross-over study with so many groups, each with three periods."""
    groups = [{"label": f"Group {n}: A then B then C", "type": "OTHER"} for n in range(count)]
    modules = {
        "identificationModule": {"nctId": "NCT00000001"},
        "designModule": {"designInfo": {"interventionModel": "CROSSOVER"}},
        "armsInterventionsModule": {"armGroups": groups},
    }
    study = load_study(json.dumps({"protocolSection": modules}))
    return deck(study, Annotations(), audience="sponsor", size=WIDE, as_of=AS_OF, slides=["flow"])


def test_a_thousand_groups_are_drawn_as_far_as_anybody_reads_and_the_rest_is_said() -> None:
    start = process_time()
    many, few = _turns(1_000), _turns(60)
    assert process_time() - start < 15  # seconds; four on a quiet machine
    assert "940 more groups are not drawn: the full record has all 1,000." in many.slides[0].notes
    assert len(many.slides) < len(few.slides) + 5
    assert not any("not drawn" in note for slide in few.slides for note in slide.notes)
    (one,) = {note for slide in _turns(61).slides for note in slide.notes if "not drawn" in note}
    assert one.startswith("1 more group is not drawn")
