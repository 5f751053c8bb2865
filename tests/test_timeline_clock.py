"""The participant's clock: every dose in its week, from the same facts as the study-design page."""

import itertools
from datetime import date

import pytest

from components.figures.participant_clock import clock_figure
from components.palette import DARK
from data import load_study
from data.annotations import Annotations, load_annotations
from data.schedule import administrations, regimen_of
from data.study import Study
from data.timeline.participant import LAST_WEEK, Phase, participant_phases
from data.typography.width import text_width
from data.views.participant_clock import clock_alt, clock_info, clock_notes, clock_table
from data.views.timeline import timeline_info
from tests.browser import ROOT

NETTER = ROOT / "data" / "records" / "NCT03972488.json"


@pytest.fixture(scope="module")
def netter() -> tuple[Study, Annotations]:
    study = load_study(NETTER)
    return study, load_annotations(study, NETTER.with_suffix(".annotations.yaml"))


def phase(netter: tuple[Study, Annotations], name: str) -> Phase:
    (found,) = (item for item in participant_phases(*netter) if item.name == name)
    return found


def weeks(of: Phase, track: int) -> list[float]:
    return [round(event.week, 2) for event in of.tracks[track].events]


def test_lutathera_is_given_in_four_cycles_with_their_windows(netter) -> None:
    arm = phase(netter, "Lutathera + octreotide LAR 30 mg")
    assert weeks(arm, 0) == [0, 8, 16, 24]
    windows = [(event.earliest, event.latest) for event in arm.tracks[0].events]
    assert windows == [(None, None), (7, 9), (15, 17), (23, 25)]
    assert not any(event.optional for event in arm.tracks[0].events)


def test_octreotide_follows_each_lutathera_by_a_day_and_then_goes_on(netter) -> None:
    arm = phase(netter, "Lutathera + octreotide LAR 30 mg")
    assert weeks(arm, 1) == [0.14, 8.14, 16.14, 24.14]
    assert weeks(arm, 2)[:2] == [28.14, 32.14]
    assert arm.tracks[2].goes_on
    assert "until completion of the Treatment Phase" in arm.tracks[2].rhythm


def test_control_gets_octreotide_every_four_weeks_without_a_stated_number(netter) -> None:
    control = phase(netter, "Octreotide LAR 60 mg (control)")
    assert weeks(control, 0) == list(range(0, LAST_WEEK + 1, 4))
    assert control.tracks[0].goes_on


def test_tumour_assessments_are_those_published_and_say_so(netter) -> None:
    for name in ("Lutathera + octreotide LAR 30 mg", "Octreotide LAR 60 mg (control)"):
        track = phase(netter, name).tracks[-1]
        assert [event.week for event in track.events] == [0, 16, 24, 36, 48, 60]
        assert track.published
        assert track.name == "Tumour assessment (published)"
        assert "Lancet 2024" in track.source


def test_optional_phases_say_who_gets_there_and_have_their_own_week_zero(netter) -> None:
    again = phase(netter, "Re-treatment with Lutathera")
    assert again.about.startswith("optional, if progressed")
    assert "week 0: first Lutathera administration of the re-treatment" in again.about
    assert [event.optional for event in again.tracks[0].events] == [False, False, True, True]
    assert "interval not stated" in again.tracks[0].rhythm
    cross = phase(netter, "Cross-over to Lutathera")
    assert [event.optional for event in cross.tracks[0].events] == [False, True, True, True]


def test_screening_and_follow_up_say_that_their_length_is_not_stated(netter) -> None:
    for name in ("Screening", "Follow-up"):
        assert "not stated in the record" in phase(netter, name).about


def test_the_clock_shows_the_facts_of_the_schedule_and_no_others(netter) -> None:
    study, annotations = netter
    for regimen in annotations.schedule.regimens:
        given = administrations(regimen, until_day=LAST_WEEK * 7)
        step = next(
            item
            for item in participant_phases(study, annotations)
            if any(track.source == regimen.courses[0].quote for track in item.tracks)
        )
        doses = [event for track in step.tracks if not track.published for event in track.events]
        assert sorted(event.week for event in doses) == sorted(item.week for item in given)
    assert regimen_of(annotations, study.arm_groups[0].label) is not None


def test_every_dose_carries_the_sentence_it_was_read_from(netter) -> None:
    text = (ROOT / "data" / "records" / "NCT03972488.txt").read_text(encoding="utf-8")
    rows = clock_table(clock_info(netter[0], netter[1], 310))
    doses = [row for row in rows if row["From"] == "record" and row["Week"]]
    assert len(doses) > 40
    assert all(row["Source"] in text for row in doses)


@pytest.mark.parametrize("width", [310.0, 720.0, 1120.0])
def test_no_text_of_the_clock_overlaps_or_is_cut(netter, width) -> None:
    info = clock_info(netter[0], netter[1], width)
    for one, other in itertools.combinations(info.texts, 2):
        assert not one.box.overlaps(other.box)
    for text in info.texts:
        assert text.box.right <= width
        assert "…" not in "".join(text.lines)
        for line in text.lines:
            assert text_width(line, 14 if text.bold else 13, bold=text.bold) <= width
    for placed in info.tracks:
        assert not any(text.box.top < placed.y < text.box.bottom for text in info.texts)


def test_the_figure_draws_every_event(netter) -> None:
    info = clock_info(netter[0], netter[1], 310)
    figure = clock_figure(info, DARK)
    drawn = sum(len(trace.x) for trace in figure.data)
    assert drawn == sum(len(track.events) for item in info.phases for track in item.tracks)


def test_what_the_record_leaves_open_is_told(netter) -> None:
    notes = " ".join(clock_notes(clock_info(netter[0], netter[1], 310)))
    assert "counts from the first dose, not from randomisation" in notes
    assert "does not state the interval between the cycles" in notes
    assert "every 8 weeks ± 1 week" in clock_alt(clock_info(netter[0], netter[1], 310))


def test_a_record_nobody_has_annotated_says_so_instead_of_drawing() -> None:
    study = load_study('{"protocolSection": {"identificationModule": {"nctId": "NCT00000001"}}}')
    info = clock_info(study, Annotations(), 310)
    assert info.phases == ()
    assert clock_table(info) == []
    assert clock_notes(info) == ()
    assert "has not been read by a person" in clock_alt(info)
    assert timeline_info(study, Annotations(), date(2026, 1, 1)).dated == ()
