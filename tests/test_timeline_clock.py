"""The participant's clock: every dose in its week, from the same facts as the study-design page."""

import itertools
from datetime import date

import pytest

from data import load_study
from data.annotations import Annotations, load_annotations
from data.pictures.scene import Marker, Scene, SceneGroup, Text
from data.pictures.schedule import schedule_scene
from data.schedule import administrations
from data.study import Study
from data.typography.width import text_width
from data.views.schedule import (
    TIME_WEEKS,
    Phase,
    Schedule,
    ScheduledEvent,
    schedule_alt,
    schedule_of,
    schedule_remarks,
    schedule_table,
)
from data.views.timeline import timeline_info
from tests.browser import ROOT

NETTER = ROOT / "data" / "records" / "NCT03972488.json"


@pytest.fixture(scope="module")
def netter() -> tuple[Study, Annotations]:
    study = load_study(NETTER)
    return study, load_annotations(study, NETTER.with_suffix(".annotations.yaml"))


def clock(netter: tuple[Study, Annotations]) -> Schedule:
    return schedule_of(*netter, whole=True)


def texts(scene: Scene) -> list[Text]:
    return [part for part in scene.flat() if isinstance(part, Text)]


def phase(netter: tuple[Study, Annotations], name: str) -> Phase:
    (found,) = (item for item in clock(netter).phases if item.name == name)
    return found


def weeks(of: Phase, track: int) -> list[float | None]:
    return [event.day and round(event.day / 7, 2) for event in of.tracks[track].events]


def test_lutathera_is_given_in_four_cycles_with_their_windows(netter) -> None:
    arm = phase(netter, "Lutathera + octreotide LAR 30 mg")
    assert weeks(arm, 0) == [0, 8, 16, 24]
    windows = [(event.earliest, event.latest) for event in arm.tracks[0].events]
    assert windows == [(None, None), (49, 63), (105, 119), (161, 175)]
    assert not any(event.optional for event in arm.tracks[0].events)


def test_octreotide_follows_each_lutathera_by_a_day_and_then_goes_on(netter) -> None:
    arm = phase(netter, "Lutathera + octreotide LAR 30 mg")
    assert weeks(arm, 1)[:6] == [0.14, 8.14, 16.14, 24.14, 28.14, 32.14]
    assert arm.tracks[1].goes_on
    assert "until completion of the Treatment Phase" in arm.tracks[1].rhythm


def test_control_gets_octreotide_every_four_weeks_without_a_stated_number(netter) -> None:
    control = phase(netter, "Octreotide LAR 60 mg (control)")
    assert weeks(control, 0) == list(range(0, TIME_WEEKS + 1, 4))
    assert control.tracks[0].goes_on


def test_tumour_assessments_are_those_published_and_say_so(netter) -> None:
    for name in ("Lutathera + octreotide LAR 30 mg", "Octreotide LAR 60 mg (control)"):
        track = phase(netter, name).tracks[-1]
        assert [event.day for event in track.events] == [7 * n for n in (0, 16, 24, 36, 48, 60)]
        assert track.published
        assert track.name == "Tumour assessment (published)"
        assert "Lancet 2024" in track.events[0].source


def test_optional_phases_say_who_gets_there_and_have_their_own_week_zero(netter) -> None:
    again = phase(netter, "Re-treatment with Lutathera")
    assert again.about.startswith("optional, if progressed")
    assert "week 0: first Lutathera administration of the re-treatment" in again.about
    assert [event.optional for event in again.tracks[0].events] == [False, False, True, True]
    assert "interval not stated" in again.tracks[0].rhythm
    assert weeks(again, 0) == [0, None, None, None]
    cross = phase(netter, "Cross-over to Lutathera")
    assert [event.optional for event in cross.tracks[0].events] == [False, True, True, True]


def test_screening_and_follow_up_say_that_their_length_is_not_stated(netter) -> None:
    for name in ("Screening", "Follow-up"):
        assert "not stated in the record" in phase(netter, name).about


def by_dose(schedule: Schedule) -> dict[tuple[str, str], list[ScheduledEvent]]:
    return {
        (phase.name, track.name): [
            event for event in track.events if event.day is None or event.day <= 40 * 7
        ]
        for phase in schedule.phases
        for track in phase.tracks
        if not track.published
    }


def test_the_clock_and_the_schedule_show_the_same_doses_in_the_same_words(netter) -> None:
    study, annotations = netter
    assert by_dose(schedule_of(study, annotations)) == by_dose(clock(netter))
    for regimen in annotations.schedule.regimens:
        given = administrations(regimen, until_day=TIME_WEEKS * 7)
        doses = [
            event
            for track in phase(netter, regimen.short).tracks
            if not track.published
            for event in track.events
        ]
        assert {event.text.partition(":")[0] for event in doses} == {item.name for item in given}
        assert len(doses) == len(given)


def test_every_dose_carries_the_sentence_it_was_read_from(netter) -> None:
    text = (ROOT / "data" / "records" / "NCT03972488.txt").read_text(encoding="utf-8")
    rows = schedule_table(clock(netter))
    doses = [row for row in rows if row["From"] == "record" and row["Week"]]
    assert len(doses) > 40
    assert all(row["Source"] in text for row in doses)


@pytest.mark.parametrize("width", [310.0, 560.0, 720.0, 1160.0])
@pytest.mark.parametrize("whole", [False, True])
def test_no_text_of_the_clock_overlaps_or_is_cut(netter, width, whole) -> None:
    scene = schedule_scene(schedule_of(*netter, whole=whole), width, totals=not whole)
    for one, other in itertools.combinations(texts(scene), 2):
        assert not one.frame.overlaps(other.frame), (one, other)
    signs = [part for part in scene.flat() if isinstance(part, Marker)]
    for text in texts(scene):
        assert text.frame.x >= 0
        assert text.frame.right <= width
        assert text.frame.bottom <= scene.frame.bottom
        for paragraph in text.paragraphs:
            assert "…" not in paragraph.text
            for line in paragraph.lines:
                wide = text_width(line, paragraph.size, bold=paragraph.bold)
                assert wide <= text.frame.width
                left = text.frame.x
                assert not any(
                    text.frame.y < mark.y < text.frame.bottom and left < mark.x < left + wide
                    for mark in signs
                )


def test_every_event_is_one_part_of_the_picture_that_says_what_and_when(netter) -> None:
    for width in (340, 800):
        scene = schedule_scene(clock(netter), width)
        groups = [part for part in scene.parts if isinstance(part, SceneGroup)]
        events = [event.text for track in clock(netter).tracks for event in track.events]
        assert [group.alt for group in groups] == events
        assert len({group.key for group in groups}) == len(events)
        assert any("week 8, window: weeks 7 to 9" in group.alt for group in groups)


def test_what_the_record_leaves_open_is_told(netter) -> None:
    notes = " ".join(schedule_remarks(clock(netter)))
    assert "counts from the first dose, not from randomisation" in notes
    assert "does not state the interval between the cycles" in notes
    assert "every 8 weeks ± 1 week" in schedule_alt(clock(netter))


def test_a_record_nobody_has_annotated_says_so_instead_of_drawing() -> None:
    study = load_study('{"protocolSection": {"identificationModule": {"nctId": "NCT00000001"}}}')
    schedule = schedule_of(study, Annotations(), whole=True)
    assert schedule.phases == ()
    assert schedule_table(schedule) == []
    assert schedule_remarks(schedule) == ()
    assert "Nobody has read the dosing schedule" in schedule_alt(schedule)
    assert timeline_info(study, Annotations(), date(2026, 1, 1)).dated == ()
