"""When what is given: every dose, week and window of NETTER-2, the calendar and its files."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from components.exports.personal.calendar import (
    calendar_ics,
    calendar_page,
    plan_code,
    plan_name,
    read_plan_code,
)
from data import Study, StudyError, load_study
from data.annotations import Annotations, check_annotations, load_annotations
from data.pictures.infusion_day import infusion_day_scene
from data.pictures.scene import Box, Marker, Outline, RuledLine, Scene, SceneGroup, Text
from data.pictures.schedule import in_parts, schedule_scene
from data.schedule import (
    Regimen,
    administrations,
    dose_text,
    is_open_ended,
    regimen_of,
    rhythm_text,
)
from data.schedule.calendar import (
    FIRST_DAY,
    LAST_DAY,
    NOT_A_PLAN,
    Appointment,
    assessments_of,
    calendar_of,
    first_day_remarks,
)
from data.schedule.months import months_of
from data.schedule.signs import signs_of
from data.schedule.table import calendar_rows, calendar_table
from data.spreadsheet import table_csv
from data.views.infusion_day import infusion_day_alt, infusion_day_info, infusion_day_table
from data.views.schedule import (
    DRAFTED,
    Schedule,
    schedule_alt,
    schedule_key,
    schedule_notes,
    schedule_of,
    schedule_table,
)

RECORD = Path(__file__).parents[1] / "data" / "records" / "NCT03972488.json"
STUDY = load_study(RECORD)
ANNOTATIONS = load_annotations(STUDY, RECORD.with_suffix(".annotations.yaml"))
LUTATHERA, CONTROL, AGAIN, CROSSED, AGAIN_AFTER = ANNOTATIONS.schedule.regimens
MONDAY = date(2026, 3, 2)
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


def weeks_of(regimen: Regimen, course: str, until: int = 52) -> list[float]:
    items = administrations(regimen, until_day=until * 7)
    return [(item.day or 0) / 7 for item in items if item.course.key == course]


def later_by(day: date | None, days: int) -> date | None:
    return day and day + timedelta(days=days)


def calendar(**options: Any) -> dict[str, Appointment]:
    planned = calendar_of(LUTATHERA, MONDAY, weeks=40, **options)
    return {item.item.key: item for item in planned}


# What the record says


def test_every_arm_group_has_a_regimen_in_the_records_order() -> None:
    labels = [group.label for group in STUDY.arm_groups]
    assert [item.group for item in ANNOTATIONS.schedule.regimens] == [
        labels[0],
        labels[1],
        labels[2],
        labels[3],
        labels[4],
    ]
    assert regimen_of(ANNOTATIONS, labels[1]) is CONTROL
    assert regimen_of(ANNOTATIONS, "no such group") is None


def test_lutathera_is_given_in_weeks_0_8_16_and_24_each_within_a_week() -> None:
    items = [i for i in administrations(LUTATHERA, until_day=400) if i.course.drug == "Lutathera"]
    assert [item.day for item in items] == [0, 8 * 7, 16 * 7, 24 * 7]
    assert [(item.earliest, item.latest) for item in items] == [
        (None, None),
        (7 * 7, 9 * 7),
        (15 * 7, 17 * 7),
        (23 * 7, 25 * 7),
    ]
    assert {dose_text(item.course) for item in items} == {"7.4 GBq (200 mCi)"}
    assert not any(item.optional for item in items)
    course = items[0].course
    assert (course.at_least, course.at_most, course.every_weeks, course.window_days) == (4, 4, 8, 7)
    assert rhythm_text(course, LUTATHERA) == "every 8 weeks ± 1 week, 4 times"


def test_the_doses_add_up_to_what_the_record_says() -> None:
    assert LUTATHERA.total is not None
    course = LUTATHERA.courses[0]
    assert course.dose is not None
    assert course.dose.value * 4 == pytest.approx(LUTATHERA.total.amount.value) == 29.6
    assert course.also is not None
    assert LUTATHERA.total.also is not None
    assert course.also.value * 4 == LUTATHERA.total.also.value == 800


def test_octreotide_30_mg_is_given_the_day_after_and_not_before_4_hours() -> None:
    during = LUTATHERA.courses[1]
    items = [
        i for i in administrations(LUTATHERA, until_day=400) if i.course.key == "octreotide_during"
    ]
    assert [item.day for item in items] == [1, 57, 113, 169]
    assert dose_text(during) == "30 mg"
    assert (during.days_after, during.hours_after) == (1, 4)
    assert "the day after each administration of Lutathera" in during.quote
    assert "no earlier than 4 hours after completion" in during.quote


def test_octreotide_30_mg_goes_on_every_4_weeks_after_the_last_lutathera() -> None:
    weeks = weeks_of(LUTATHERA, "octreotide_after", until=60)
    assert weeks[0] == pytest.approx(28 + 1 / 7)
    assert {round(b - a, 6) for a, b in pairwise(weeks)} == {4}
    assert weeks[-1] <= 60
    after = LUTATHERA.courses[2]
    assert is_open_ended(after)
    assert after.until == "completion of the Treatment Phase"
    assert (
        rhythm_text(after, LUTATHERA)
        == "then every 4 weeks, until completion of the Treatment Phase"
    )
    numbers = [i.number for i in administrations(LUTATHERA, until_day=300) if "oct" in i.key]
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_control_arm_gets_60_mg_every_4_weeks_without_an_end() -> None:
    assert weeks_of(CONTROL, "octreotide_60", until=24) == [0, 4, 8, 12, 16, 20, 24]
    assert dose_text(CONTROL.courses[0]) == "60 mg"
    assert is_open_ended(CONTROL.courses[0])
    assert CONTROL.courses[0].window_days is None


def test_crossed_over_participants_get_at_most_4_cycles_and_30_mg_every_8_weeks() -> None:
    lutathera, octreotide = CROSSED.courses
    assert (lutathera.at_least, lutathera.at_most) == (1, 4)
    assert rhythm_text(lutathera, CROSSED).startswith("at most 4 times")
    assert rhythm_text(octreotide, CROSSED) == "every 8 weeks, end not stated in the record"
    assert (dose_text(octreotide), octreotide.every_weeks) == ("30 mg", 8)
    assert octreotide.until == "not stated in the record"
    optional = [i for i in administrations(CROSSED, until_day=0) if i.optional]
    assert [item.key for item in optional] == ["lutathera-2", "lutathera-3", "lutathera-4"]


@pytest.mark.parametrize(
    "regimen", [AGAIN, AGAIN_AFTER], ids=["after Lutathera", "after cross-over"]
)
def test_re_treatment_is_2_to_4_cycles_and_both_wordings_are_shown(regimen: Regimen) -> None:
    (course,) = regimen.courses
    assert (course.at_least, course.at_most) == (2, 4)
    assert rhythm_text(course, regimen) == "2 to 4 times, interval not stated in the record"
    assert rhythm_text(course, regimen, short=True) == "2 to 4 times"
    assert "2 - 4 cycles of Lutathera (7.4 GBq/200 mCi x 4 cycles)" in course.quote
    assert any("2 to 4 cycles and, in brackets, 4 cycles" in note.text for note in course.notes)
    for cycles in (2, 3, 4):
        assert len(administrations(regimen, until_day=0, cycles=cycles)) == cycles
    assert [i.optional for i in administrations(regimen, until_day=0)] == [False, False, True, True]


def test_an_interval_the_record_does_not_state_is_never_passed_off_as_stated() -> None:
    for regimen in (AGAIN, CROSSED, AGAIN_AFTER):
        course = regimen.courses[0]
        assert course.every_weeks is None
        first, *later = [i for i in administrations(regimen, until_day=0) if i.course is course]
        assert first.day == 0
        assert later
        assert all(item.day is None and item.earliest is None for item in later)


def test_a_dose_moved_to_its_day_gives_the_next_a_day_only_where_an_interval_is_stated() -> None:
    moved = administrations(AGAIN, until_day=0, actual={"lutathera-2": 60})
    assert [item.day for item in moved] == [0, 60, None, None]
    assert moved[2].previous == 60


def regimen(*courses: dict[str, Any]) -> Regimen:
    given = {"key": "a", "drug": "A", "dose": {"value": 2, "unit": "MBq"}, "quote": "q"}
    return Regimen.model_validate(
        {"group": "g", "short": "g", "start": "s", "courses": [{**given, **c} for c in courses]}
    )


@pytest.mark.parametrize(
    ("course", "days", "told"),
    [
        ({"at_most": 1}, [0], "once"),
        ({"at_least": 3, "at_most": 3, "every_weeks": 1}, [0, 7, 14], "every week, 3 times"),
        ({"at_most": 3}, [0, None, None], "at most 3 times, interval not stated in the record"),
        ({"until": "progression"}, [0], "until progression, interval not stated in the record"),
        (
            {"until": "progression", "every_weeks": 3, "window_days": 3},
            [0, 21],
            "every 3 weeks ± 3 days, until progression",
        ),
    ],
)
def test_what_is_stated_has_a_day_and_what_is_not_is_said(
    course: dict[str, Any], days: list[int | None], told: str
) -> None:
    made = regimen(course)
    assert [item.day for item in administrations(made, until_day=30)] == days
    assert rhythm_text(made.courses[0], made) == told


def test_what_follows_a_dose_of_unknown_day_has_no_day_either() -> None:
    after = {"key": "b", "drug": "B", "after": "a", "dose": {"value": 1, "unit": "mg"}}
    each = regimen({"at_least": 2, "at_most": 2}, {**after, "days_after": 2})
    assert [(i.key, i.day) for i in administrations(each, until_day=0)] == [
        *(("a-1", 0), ("b-1", 2)),
        *(("a-2", None), ("b-2", None)),
    ]
    assert rhythm_text(each.courses[1], each) == "2 days after each A"
    same = regimen({"at_most": 2}, after)
    assert rhythm_text(same.courses[1], same) == "with each A"
    last = {**after, "follows": "last", "weeks_after": 4, "at_most": 1}
    then = regimen({"at_least": 2, "at_most": 2}, last)
    assert [(i.key, i.day) for i in administrations(then, until_day=0)][-1] == ("b-1", None)
    assert rhythm_text(then.courses[1], then) == "once, 4 weeks after the last A"
    goes_on = regimen({"at_most": 2}, {**last, "at_most": None, "until": "death", "every_weeks": 4})
    assert [i.day for i in administrations(goes_on, until_day=100)] == [0, None, None]
    endless = regimen({"until": "death", "every_weeks": 4}, last)
    days = [(i.key, i.day) for i in administrations(endless, until_day=30)]
    assert days == [("a-1", 0), ("a-2", 28), ("b-1", None)]


def test_every_reading_has_its_sentence() -> None:
    notes = schedule_notes(ANNOTATIONS, schedule_of(STUDY, ANNOTATIONS))
    texts = "\n".join(str(value) for value in [STUDY.model_dump()])
    assert len(notes) >= 8
    for regimen in ANNOTATIONS.schedule.regimens:
        for course in regimen.courses:
            assert course.quote
            assert course.quote.split("\n")[0] in texts


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        (("group",), "Arm Z", r"schedule\.regimens\[0\].*'Arm Z'"),
        (("courses", 0, "intervention"), "Water", r"regimens\[0\]\.lutathera.*'Water'"),
        (("courses", 0, "quote"), "9 times", r"schedule\.regimens\[0\]\.courses\[0\].*'9 times'"),
    ],
)
def test_a_schedule_that_does_not_fit_the_record_is_an_error_that_names_it(
    place: tuple[Any, ...], value: str, message: str
) -> None:
    content = yaml.safe_load(RECORD.with_suffix(".annotations.yaml").read_text(encoding="utf-8"))
    target = content["schedule"]["regimens"][0]
    for step in place[:-1]:
        target = target[step]
    target[place[-1]] = value
    wrong = Annotations.model_validate({"schedule": content["schedule"]})
    with pytest.raises(StudyError, match=message):
        check_annotations(STUDY, wrong)


@pytest.mark.parametrize(
    "course",
    [
        {"at_least": 4, "at_most": 2},
        {"at_most": None},
        {"after": "nothing", "until": "the end"},
    ],
)
def test_a_course_that_contradicts_itself_is_refused(course: dict[str, Any]) -> None:
    one = {"key": "a", "drug": "A", "dose": {"value": 1, "unit": "mg"}, "quote": "x", "at_most": 4}
    regimen = {"group": "g", "short": "g", "start": "s", "courses": [{**one, **course}]}
    with pytest.raises(ValueError, match="a: "):
        Annotations.model_validate({"schedule": {"regimens": [regimen]}})


# The picture


def test_the_picture_has_a_track_for_each_drug_and_dose() -> None:
    schedule = schedule_of(STUDY, ANNOTATIONS)
    tracks = [(phase, track) for phase in schedule.phases for track in phase.tracks]
    assert [(phase.name, track.name) for phase, track in tracks] == [
        ("Lutathera + octreotide LAR 30 mg", "Lutathera 7.4 GBq (200 mCi)"),
        ("Lutathera + octreotide LAR 30 mg", "Octreotide LAR 30 mg"),
        ("Octreotide LAR 60 mg (control)", "Octreotide LAR 60 mg"),
        ("Re-treatment with Lutathera", "Lutathera 7.4 GBq (200 mCi)"),
        ("Cross-over to Lutathera", "Lutathera 7.4 GBq (200 mCi)"),
        ("Cross-over to Lutathera", "Octreotide LAR 30 mg"),
        ("Re-treatment after cross-over", "Lutathera 7.4 GBq (200 mCi)"),
    ]
    assert [phase.arm for phase, _ in tracks] == [0, 0, 1, 0, 1, 1, 1]
    assert [track.goes_on for track in schedule.tracks] == [
        False,
        True,
        True,
        False,
        False,
        True,
        False,
    ]


def test_the_activity_adds_up_dose_by_dose() -> None:
    events = schedule_of(STUDY, ANNOTATIONS).tracks[0].events
    assert [event.total for event in events] == [
        ("7.4 GBq", "200 mCi"),
        ("14.8 GBq", "400 mCi"),
        ("22.2 GBq", "600 mCi"),
        ("29.6 GBq", "800 mCi"),
    ]
    assert all("computed" in event.text for event in events)


def test_the_schedule_is_a_table_and_words_too() -> None:
    schedule = schedule_of(STUDY, ANNOTATIONS)
    rows = [row for row in schedule_table(schedule) if row["What"].startswith("Lutathera")]
    assert [row["Week"] for row in rows[:4]] == ["0", "8", "16", "24"]
    assert [row["Window (weeks)"] for row in rows[:4]] == ["", "7 to 9", "15 to 17", "23 to 25"]
    assert [row["Week"] for row in rows[4:8]] == ["0", *["not stated in the record"] * 3]
    assert "7.4 GBq (200 mCi), every 8 weeks ± 1 week, 4 times" in schedule_alt(schedule)


def signs(scene: Scene) -> list[tuple[str, Marker]]:
    """What each sign stands for, and the sign."""
    groups = [part for part in scene.parts if isinstance(part, SceneGroup)]
    return [(group.alt, part) for group in groups for part in group.parts[:1]]  # type: ignore[misc]


@pytest.mark.parametrize("width", [340, 560, 800, 1160])
def test_what_has_no_week_stands_off_the_scale_beside_the_words(width: int) -> None:
    scene = schedule_scene(schedule_of(STUDY, ANNOTATIONS), width, totals=True)
    grid = [part for part in scene.parts if isinstance(part, RuledLine) and part.x1 == part.x2]
    words = [part for part in scene.parts if isinstance(part, Text)]
    said = [text for text in words if text.paragraphs[0].text == "Week not stated:"]
    off = [sign for alt, sign in signs(scene) if "interval not stated" in alt]
    assert len(off) == 9
    assert len(said) == 3
    for sign in off:
        # No line of a week touches it, and the words stand before it.
        assert not any(
            abs(line.x1 - sign.x) <= sign.radius and line.y1 < sign.y < line.y2 for line in grid
        )
        assert any(-1 < sign.y - text.frame.y < 40 for text in said)
    on = [sign for alt, sign in signs(scene) if "interval not stated" not in alt]
    assert len(on) == 31
    for sign in on:
        assert any(line.y1 <= sign.y <= line.y2 for line in grid)


def test_a_dose_stands_at_its_week_within_its_window() -> None:
    scene = schedule_scene(schedule_of(STUDY, ANNOTATIONS), 800)
    weeks = {
        text.paragraphs[0].text.removeprefix("week "): text.frame.middle
        for text in scene.parts
        if isinstance(text, Text) and text.align == "middle"
    }
    at = {alt.partition(":")[0]: sign.x for alt, sign in signs(scene)[:4]}
    assert at["Lutathera 2"] == pytest.approx(weeks["8"])
    assert at["Lutathera 4"] == pytest.approx(weeks["24"])
    window = next(part for part in scene.parts if isinstance(part, Outline))
    week = (weeks["16"] - weeks["8"]) / 8
    left, right = window.rings[0][0][0], window.rings[0][1][0]
    assert (left, right) == pytest.approx((weeks["8"] - week, weeks["8"] + week))


def test_many_doses_without_a_week_are_broken_into_rows_and_none_is_lost() -> None:
    group = STUDY.arm_groups[0].label
    many = regimen({"at_least": 30, "at_most": 30}).model_copy(update={"group": group})
    alone = ANNOTATIONS.schedule.model_copy(update={"regimens": (many,)})
    annotations = ANNOTATIONS.model_copy(update={"schedule": alone})
    for width in (310, 800):
        scene = schedule_scene(schedule_of(STUDY, annotations), width, totals=True)
        spots = {(sign.x, sign.y) for _, sign in signs(scene)}
        assert len(spots) == 30
        assert all(0 < x < width and 0 < y < scene.frame.bottom for x, y in spots)


def test_a_schedule_is_split_between_its_phases_and_only_a_long_one_within() -> None:
    schedule = schedule_of(STUDY, ANNOTATIONS)
    assert in_parts(schedule, lambda _: True) == [schedule]
    parts = in_parts(schedule, lambda part: len(part.tracks) <= 3)
    assert [len(part.phases) for part in parts] == [2, 2, 1]
    assert tuple(phase for part in parts for phase in part.phases) == schedule.phases
    alone = in_parts(schedule, lambda part: len(part.tracks) <= 1)
    assert tuple(track for part in alone for track in part.tracks) == schedule.tracks
    assert len(alone) == len(schedule.tracks)


def test_the_scale_holds_every_dose_with_a_week() -> None:
    long = regimen({"at_least": 20, "at_most": 20, "every_weeks": 6})
    long = long.model_copy(update={"group": STUDY.arm_groups[0].label})
    alone = ANNOTATIONS.schedule.model_copy(update={"regimens": (long,)})
    schedule = schedule_of(STUDY, ANNOTATIONS.model_copy(update={"schedule": alone}))
    assert schedule.weeks == 120
    assert max(day for day, _ in schedule.tracks[0].on_scale) == 114 * 7
    assert schedule.ticks == (0, 16, 32, 48, 64, 80, 96, 112)


def test_the_key_tells_only_what_is_there() -> None:
    told = schedule_key(schedule_of(STUDY, ANNOTATIONS))
    assert "open sign: may be left out · box: the window" in told
    assert "off the scale: week not stated" in told
    alone = ANNOTATIONS.schedule.model_copy(update={"regimens": (CONTROL,)})
    told = schedule_key(schedule_of(STUDY, ANNOTATIONS.model_copy(update={"schedule": alone})))
    assert told == "Each phase has a week 0 of its own · dashed: goes on"


def test_a_record_nobody_annotated_and_without_doses_has_no_schedule_and_says_so() -> None:
    study = load_study('{"protocolSection": {"identificationModule": {"nctId": "NCT00000001"}}}')
    schedule = schedule_of(study, Annotations())
    assert schedule.phases == ()
    assert "Nobody has read" in schedule_alt(schedule)
    assert schedule_table(schedule) == []
    assert schedule_scene(schedule, 310).parts == ()
    assert infusion_day_info(Annotations()) is None


def drafted(*arms: dict[str, str]) -> Schedule:
    section = {
        "identificationModule": {"nctId": "NCT00000001"},
        "armsInterventionsModule": {"armGroups": list(arms)},
    }
    return schedule_of(load_study(json.dumps({"protocolSection": section})), Annotations())


def test_what_a_program_drafted_is_drawn_and_marked_wherever_it_is_told() -> None:
    words = "Zelumab 200 mg intravenously every 3 weeks (± 3 days) for 3 doses. Lunch is served."
    schedule = drafted({"label": "Arm A", "description": words}, {"label": "Placebo"})
    (track,) = schedule.tracks
    days = [(event.day, event.earliest, event.latest) for event in track.events]
    assert days == [(0, None, None), (21, 18, 24), (42, 39, 45)]
    assert track.events[0].source == words.partition(". Lunch")[0]
    assert schedule.without == ("Placebo",)
    told = (
        schedule_alt(schedule),
        schedule_key(schedule).lower(),
        schedule.phases[0].about,
        schedule_table(schedule)[0]["From"],
        *(text for _, text, _ in schedule_notes(Annotations(), schedule)),
    )
    assert all(DRAFTED in text for text in told)


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("Zelotaxel 80 mg/m2 on days 1 and 8 of each 21-day cycle for 2 cycles", [0, 7, 21, 28]),
        ("Zelovac 0.5 mL intramuscularly on days 0 and 28", [0, 28]),
        ("Zelovir 10 mg once daily for 12 weeks", [0, 83]),
        ("Zelovir 10 mg orally", [None]),
    ],
)
def test_what_the_words_leave_open_has_no_week(words: str, days: list[int | None]) -> None:
    (track,) = drafted({"label": "Arm A", "description": words}).tracks
    assert [event.day for event in track.events] == days


def test_the_infusion_day_in_hours() -> None:
    info = infusion_day_info(ANNOTATIONS)
    assert info is not None
    assert [(bar.label, bar.start, bar.end) for bar in info.bars] == [
        ("2.5% Lys-Arg solution", -0.5, 3.5),
        ("Lutathera", 0, 0.5),
    ]
    assert [(moment.hour, moment.label) for moment in info.moments] == [
        (4.5, "Octreotide LAR 30 mg: the day after, and not before this")
    ]
    assert len(infusion_day_table(info)) == 3
    assert "from -0.5 to 3.5 hours" in infusion_day_alt(info)


@pytest.mark.parametrize(("width", "size"), [(340, 13.0), (800, 13.0), (864, 24.0)])
def test_the_infusion_day_is_drawn_to_scale(width: float, size: float) -> None:
    info = infusion_day_info(ANNOTATIONS)
    assert info is not None
    scene = infusion_day_scene(info, width, size)
    groups = [part for part in scene.parts if isinstance(part, SceneGroup)]
    assert [group.alt for group in groups] == [
        "2.5% Lys-Arg solution: -0.5 h to 3.5 h",
        "Lutathera: 0 h to 0.5 h",
        "From 4.5 h: Octreotide LAR 30 mg: the day after, and not before this",
    ]
    around, main = (part.frame for part in scene.flat() if isinstance(part, Box))
    hour = around.width / 4
    assert main.width == pytest.approx(hour / 2)
    assert main.x == pytest.approx(around.x + hour / 2)
    (line,) = (part for part in scene.flat() if isinstance(part, RuledLine) and part.dashed)
    assert line.x1 == pytest.approx(main.x + 4.5 * hour)
    texts = [part for part in scene.flat() if isinstance(part, Text)]
    assert all(text.frame.x >= 0 and text.frame.right <= width for text in texts)
    for one, other in combinations(texts, 2):
        assert not one.frame.overlaps(other.frame)


def test_computed_values_show_their_sum() -> None:
    info = infusion_day_info(ANNOTATIONS)
    assert info is not None
    assert {item.label: (item.value, item.sum) for item in info.computed} == {
        "Volume of Lutathera at calibration time": (
            "20 mL",
            "7.4 GBq × 1000 MBq/GBq ÷ 370 MBq/mL = 20 mL",
        ),
        "Volume of 2.5% Lys-Arg solution": ("1000 mL (1 litre)", "250 mL/h × 4 h = 1000 mL"),
        "2.5% Lys-Arg solution after the end of Lutathera": (
            "3 h",
            "4 h − 30 min before − 30 min during = 3 h; as the record asks: at least 3 h",
        ),
    }


# The calendar


def test_a_first_dose_gives_every_date_with_its_window_and_weekday() -> None:
    planned = calendar()
    assert planned["lutathera-1"].day == MONDAY
    second = planned["lutathera-2"]
    assert (second.day, second.weekday) == (date(2026, 4, 27), "Monday")
    assert second.window == "20 Apr 2026 to 4 May 2026"
    assert planned["octreotide_during-2"].day == date(2026, 4, 28)
    assert planned["lutathera-4"].day == date(2026, 8, 17)
    assert planned["octreotide_after-5"].day == date(2026, 9, 15)
    assert not any(item.remark for item in planned.values())


def test_a_moved_date_moves_what_follows_and_nothing_before() -> None:
    moved = calendar(actual={"lutathera-2": date(2026, 5, 1)})
    plain = calendar()
    assert moved["lutathera-1"].day == plain["lutathera-1"].day
    assert moved["lutathera-2"].is_actual
    assert moved["lutathera-2"].remark == ""
    for key in ("octreotide_during-2", "lutathera-3", "lutathera-4", "octreotide_after-5"):
        assert moved[key].day == later_by(plain[key].day, 4)
    assert moved["lutathera-3"].window == "19 Jun 2026 to 3 Jul 2026"


def test_a_dose_5_weeks_after_the_last_is_said_to_be_too_early() -> None:
    remark = calendar(actual={"lutathera-2": date(2026, 4, 6)})["lutathera-2"].remark
    assert remark == (
        "14 days too early: 35 days after the one before; the record's interval is 49 to 63 days "
        "(20 Apr 2026 to 4 May 2026)"
    )
    late = calendar(actual={"lutathera-2": date(2026, 5, 5)})["lutathera-2"].remark
    assert late.startswith("1 day too late: 64 days")


@pytest.mark.parametrize("day", [date(2026, 4, 20), date(2026, 5, 4)])
def test_the_ends_of_the_window_belong_to_it(day: date) -> None:
    assert calendar(actual={"lutathera-2": day})["lutathera-2"].remark == ""


def test_dates_that_make_no_sense_are_said_and_break_nothing() -> None:
    for day in (FIRST_DAY, MONDAY, LAST_DAY):
        planned = calendar(actual={"lutathera-2": day, "octreotide_during-3": day})
        assert planned["lutathera-2"].remark
        assert planned["octreotide_during-3"].remark
    before = calendar(actual={"lutathera-2": MONDAY})["lutathera-2"].remark
    assert before == "not after the one before, 2 Mar 2026"
    other = calendar(actual={"octreotide_during-1": date(2026, 3, 5)})["octreotide_during-1"]
    assert other.remark == "3 days after the dose it follows; the record says 1 day after it"
    control = calendar_of(CONTROL, MONDAY, weeks=12, actual={"octreotide_60-2": date(2026, 4, 2)})[
        1
    ]
    assert control.remark.endswith("instead of 28; the record states no window")


def test_a_first_day_outside_the_study_is_said() -> None:
    today = date(2026, 1, 1)
    assert first_day_remarks(date(2019, 12, 31), STUDY, today) == (
        "This is before the study started (8 Jan 2020).",
    )
    assert first_day_remarks(date(2030, 1, 1), STUDY, today) == (
        "This is after the study's completion date (29 Oct 2027).",
    )
    assert first_day_remarks(date(2025, 1, 1), STUDY, today)[0].startswith("This day has passed")
    assert first_day_remarks(MONDAY, STUDY, today) == ()


DAYS = st.dates(FIRST_DAY, LAST_DAY)


@given(
    first=DAYS,
    regimen=st.sampled_from(ANNOTATIONS.schedule.regimens),
    weeks=st.integers(4, 104),
    moved=st.dictionaries(
        st.sampled_from(["lutathera-2", "lutathera-3", "octreotide_60-4"]), DAYS, max_size=2
    ),
)
def test_whatever_is_entered_the_intervals_are_the_records(
    first: date, regimen: Regimen, weeks: int, moved: dict[str, date]
) -> None:
    planned = calendar_of(regimen, first, weeks=weeks, actual=moved)
    days = [item.day for item in planned]
    known = [day for day in days if day]
    assert days == [*sorted(known), *[None] * (len(days) - len(known))]
    courses: dict[str, list[Appointment]] = {}
    for item in sorted(planned, key=lambda item: item.item.number):
        courses.setdefault(item.item.course.key, []).append(item)
    for items in courses.values():
        every = items[0].item.course.every_weeks
        if items[0].item.course.follows == "each" and items[0].item.course.after:
            continue
        for before, after in pairwise(items):
            if not after.is_actual:
                assert after.day == (later_by(before.day, every * 7) if every else None)
                assert after.remark == ""


# Files


def read_back(
    planned: tuple[Appointment, ...], regimen: Regimen = LUTATHERA, plan: str = "one"
) -> Calendar:
    return Calendar.from_ical(calendar_ics(planned, regimen, STUDY, NOON, plan=plan))


def test_the_calendar_file_holds_every_date_and_says_what_it_is() -> None:
    planned = calendar_of(LUTATHERA, MONDAY, weeks=40)
    events = list(read_back(planned).walk("VEVENT"))
    assert len(events) == len(planned)
    assert [event.decoded("dtstart") for event in events] == [item.day for item in planned]
    assert all(
        event.decoded("dtend") - event.decoded("dtstart") == timedelta(days=1) for event in events
    )
    assert len({str(event["uid"]) for event in events}) == len(events)
    assert str(events[2]["summary"]) == "Lutathera 2, 7.4 GBq (200 mCi)"
    text = str(events[2]["description"])
    assert "Window: 20 Apr 2026 to 4 May 2026" in text
    assert "every 8 weeks ± 1 week" in text
    assert all(NOT_A_PLAN in str(event["description"]) for event in events)


def test_a_moved_calendar_updates_the_same_events() -> None:
    plain = read_back(calendar_of(LUTATHERA, MONDAY, weeks=40)).walk("VEVENT")
    actual = {"lutathera-2": date(2026, 5, 1)}
    moved = read_back(calendar_of(LUTATHERA, MONDAY, weeks=40, actual=actual)).walk("VEVENT")
    assert {str(e["uid"]) for e in moved} <= {str(e["uid"]) for e in plain}


def test_the_calendars_of_two_people_never_share_an_event() -> None:
    planned = calendar_of(LUTATHERA, MONDAY, weeks=40)
    one, other, again = (read_back(planned, plan=plan) for plan in ("one", "other", "one"))
    uids = [{str(event["uid"]) for event in file.walk("VEVENT")} for file in (one, other, again)]
    assert uids[0].isdisjoint(uids[1])
    assert uids[0] == uids[2]


def test_two_plans_never_share_an_event_though_arm_and_first_day_are_the_same() -> None:
    names = {plan_name(STUDY, LUTATHERA, plan_code()) for _ in range(200)}
    assert len(names) == 200
    code = plan_code()
    assert plan_name(STUDY, CONTROL, code) != plan_name(STUDY, LUTATHERA, code)
    assert code not in plan_name(STUDY, LUTATHERA, code)


def test_a_code_that_is_typed_again_names_the_same_plan() -> None:
    code = plan_code()
    plan = plan_name(STUDY, LUTATHERA, code)
    for typed in (code.lower(), code.replace("-", ""), f" {code.replace('-', ' ')} "):
        assert plan_name(STUDY, LUTATHERA, typed) == plan
    for typed in ("", "A", code[:-1], f"{code}2", f"{code[:-1]}0", f"{code[:-1]}é"):
        assert read_plan_code(typed) is None


def test_the_calendar_file_says_its_code_so_that_it_can_be_gone_on_with() -> None:
    planned = calendar_of(LUTATHERA, MONDAY, weeks=8)
    code = plan_code()
    content = calendar_ics(planned, LUTATHERA, STUDY, NOON, plan="x", code=code)
    assert f"Plan code: {code}".encode() in content


def test_the_file_is_what_calendar_programs_expect() -> None:
    written = calendar_ics(
        calendar_of(LUTATHERA, MONDAY, weeks=40), LUTATHERA, STUDY, NOON, plan="x"
    )
    lines = written.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert all(len(line) <= 75 for line in lines)
    for needed in (b"VERSION:2.0", b"METHOD:PUBLISH", b"DTSTAMP:20260105T120000Z"):
        assert needed in lines


def test_the_csv_has_dates_no_program_mistakes() -> None:
    content = table_csv(calendar_rows(calendar_of(LUTATHERA, MONDAY, weeks=40))).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    assert rows[2]["Date"] == "2026-04-27"
    assert (rows[2]["Earliest"], rows[2]["Latest"]) == ("2026-04-20", "2026-05-04")
    assert rows[2]["Weekday"] == "Monday"


class Cells(HTMLParser):
    """Collects the cells of a page's table and every tag."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_the_page_to_print_has_every_row_and_no_markup_from_the_record() -> None:
    title = {"briefTitle": "<script>alert(1)</script>", "nctId": "NCT00000001"}
    study = Study.model_validate({"protocolSection": {"identificationModule": title}})
    planned = calendar_of(LUTATHERA, MONDAY, weeks=40)
    cells = Cells()
    cells.feed(calendar_page(planned, LUTATHERA, study, signs=signs_of(ANNOTATIONS)))
    assert "script" not in cells.tags
    first_month = cells.tags.index("caption")
    assert cells.tags[:first_month].count("tr") == len(planned) + 1
    assert cells.texts.count("April 2026") == 1
    assert {"● 1", "● 4"} <= set(cells.texts)
    assert "27 Apr 2026" in cells.texts
    assert NOT_A_PLAN in cells.texts


def test_the_table_says_what_may_be_left_out_and_what_is_not_stated() -> None:
    table = calendar_table(calendar_of(AGAIN, MONDAY, weeks=8))
    assert "may be left out" in table["Remarks"].iloc[3]
    assert table["Remarks"].iloc[1] == "interval not stated in the record"
    assert list(table["Date"]) == ["2 Mar 2026", *["not stated in the record"] * 3]
    assert table["Remarks"].iloc[0] == ""


def test_no_file_makes_up_a_date_the_record_does_not_state() -> None:
    planned = calendar_of(AGAIN, MONDAY, weeks=52)
    assert [event.decoded("dtstart") for event in read_back(planned, AGAIN).walk("VEVENT")] == [
        MONDAY
    ]
    assert [row["Date"] for row in calendar_rows(planned)] == [MONDAY, None, None, None]
    given = calendar_of(AGAIN, MONDAY, weeks=52, actual={"lutathera-2": date(2026, 5, 4)})
    assert [item.day for item in given] == [MONDAY, date(2026, 5, 4), None, None]
    early = calendar_of(AGAIN, MONDAY, weeks=52, actual={"lutathera-2": date(2026, 3, 1)})
    assert early[0].remark == "not after the one before, 2 Mar 2026"


def test_months_have_iso_weeks_weekends_and_windows() -> None:
    regimen = ANNOTATIONS.schedule.regimens[0]
    first = date(2026, 12, 28)
    planned = calendar_of(regimen, first, weeks=12)
    assessed = assessments_of(ANNOTATIONS, first, until=date(2027, 3, 1))
    months = months_of(planned, assessed)
    assert months[0].title == "December 2026"
    assert [number for number, _ in months[0].weeks] == [49, 50, 51, 52, 53]
    assert months[1].weeks[0][0] == 53
    days = {day.day: day for month in months for _, week in month.weeks for day in week if day}
    second = date(2027, 2, 22)
    assert "Lutathera 2" in [item.item.name for item in days[second].given]
    assert [day for day in days if "Lutathera 2" in days[day].within] == [
        second + timedelta(days=place) for place in range(-7, 8)
    ]
    assert days[date(2027, 1, 2)].is_weekend
    assert not days[date(2027, 1, 4)].is_weekend
    assert [item.text.split(",")[1] for item in days[first].assessed] == [" baseline (published)"]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (48, "1 day too early"),
        (49, ""),
        (63, ""),
        (64, "1 day too late"),
        (70, "7 days too late"),
    ],
)
def test_a_window_that_is_left_is_told_by_how_many_days(day: int, said: str) -> None:
    first = date(2026, 3, 2)
    actual = {"lutathera-2": first + timedelta(days=day)}
    planned = calendar_of(ANNOTATIONS.schedule.regimens[0], first, weeks=40, actual=actual)
    items = {item.item.key: item for item in planned}
    assert items["lutathera-2"].remark.partition(":")[0] == said
    assert items["lutathera-3"].day == first + timedelta(days=day + 56)


def test_every_file_of_a_plan_says_who_decides_and_holds_the_assessments() -> None:
    regimen = ANNOTATIONS.schedule.regimens[0]
    first = date(2026, 3, 2)
    planned = calendar_of(regimen, first, weeks=20, missed=["lutathera-2"])
    assessed = assessments_of(ANNOTATIONS, first, until=date(2026, 7, 1))
    written = datetime(2026, 1, 1, tzinfo=UTC)
    file = calendar_ics(planned, regimen, STUDY, written, plan="p", assessments=assessed)
    events = Calendar.from_ical(file).walk("VEVENT")
    assert all(NOT_A_PLAN in str(event["description"]) for event in events)
    titles = [str(event["summary"]) for event in events]
    assert any(title.startswith("Missed: Lutathera 2") for title in titles)
    assert {item.text for item in assessed} <= set(titles)
    assert all(row["Who decides"] == NOT_A_PLAN for row in calendar_rows(planned, assessed))
    page = calendar_page(planned, regimen, STUDY, assessed, signs=signs_of(ANNOTATIONS))
    assert all(item.text in page for item in assessed)
