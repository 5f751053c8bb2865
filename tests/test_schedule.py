"""When what is given: every dose, week and window of NETTER-2, the calendar and its files."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from components.exports.personal.calendar import calendar_ics, calendar_page, plan_name
from components.exports.spreadsheet import table_csv
from components.figures.schedule import infusion_day_figure, schedule_figure
from components.palette import DARK, LIGHT
from data import Study, StudyError, load_study
from data.annotations import Annotations, check_annotations, load_annotations
from data.schedule import (
    Regimen,
    administrations,
    dose_text,
    interval_text,
    is_open_ended,
    regimen_of,
    times_text,
)
from data.schedule.calendar import (
    FIRST_DAY,
    LAST_DAY,
    NOT_A_PLAN,
    Appointment,
    calendar_of,
    first_day_remarks,
)
from data.schedule.table import calendar_rows, calendar_table
from data.views.schedule import (
    infusion_day_alt,
    infusion_day_info,
    infusion_day_table,
    schedule_alt,
    schedule_info,
    schedule_notes,
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
    return [item.week for item in items if item.course.key == course]


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
    assert [item.week for item in items] == [0, 8, 16, 24]
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
    assert interval_text(course, LUTATHERA) == "every 8 weeks ± 1 week"
    assert times_text(course) == "4 times"


def test_the_doses_add_up_to_what_the_record_says() -> None:
    assert LUTATHERA.total is not None
    course = LUTATHERA.courses[0]
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
    assert times_text(after) == "until completion of the Treatment Phase"
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
    assert times_text(lutathera) == "at most 4 times"
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
    assert times_text(course) == "2 to 4 times"
    assert "2 - 4 cycles of Lutathera (7.4 GBq/200 mCi x 4 cycles)" in course.quote
    assert any("2 to 4 cycles and, in brackets, 4 cycles" in note.text for note in course.notes)
    for cycles in (2, 3, 4):
        assert len(administrations(regimen, until_day=0, cycles=cycles)) == cycles
    assert [i.optional for i in administrations(regimen, until_day=0)] == [False, False, True, True]


def test_an_interval_the_record_does_not_state_is_never_passed_off_as_stated() -> None:
    for regimen in (AGAIN, CROSSED, AGAIN_AFTER):
        course = regimen.courses[0]
        assert course.every_weeks is None
        assert interval_text(course, regimen) == "interval not stated for this phase"
        later = [i for i in administrations(regimen, until_day=0) if i.course is course][1:]
        assert not any(item.interval_stated for item in later)


def test_every_reading_has_its_sentence() -> None:
    notes = schedule_notes(ANNOTATIONS)
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


def test_the_picture_has_a_row_for_each_drug_and_dose_and_no_two_overlap() -> None:
    info = schedule_info(STUDY, ANNOTATIONS)
    assert [(row.group, row.label) for row in info.rows] == [
        ("Lutathera + octreotide LAR 30 mg", "Lutathera 7.4 GBq (200 mCi)"),
        ("Lutathera + octreotide LAR 30 mg", "Octreotide LAR 30 mg"),
        ("Octreotide LAR 60 mg (control)", "Octreotide LAR 60 mg"),
        ("Re-treatment with Lutathera", "Lutathera 7.4 GBq (200 mCi)"),
        ("Cross-over to Lutathera", "Lutathera 7.4 GBq (200 mCi)"),
        ("Cross-over to Lutathera", "Octreotide LAR 30 mg"),
        ("Re-treatment after cross-over", "Lutathera 7.4 GBq (200 mCi)"),
    ]
    assert [row.root for row in info.rows] == [0, 0, 1, 0, 1, 1, 1]
    assert all(b.y - a.y >= 50 for a, b in pairwise(info.rows))
    assert [bool(row.goes_on) for row in info.rows] == [
        False,
        True,
        True,
        False,
        False,
        True,
        False,
    ]


def test_the_activity_adds_up_dose_by_dose() -> None:
    marks = schedule_info(STUDY, ANNOTATIONS).rows[0].marks
    assert [mark.total for mark in marks] == [
        ("7.4 GBq", "200 mCi"),
        ("14.8 GBq", "400 mCi"),
        ("22.2 GBq", "600 mCi"),
        ("29.6 GBq", "800 mCi"),
    ]
    assert all("computed" in mark.text for mark in marks)


def test_the_schedule_is_a_table_and_words_too() -> None:
    info = schedule_info(STUDY, ANNOTATIONS)
    table = schedule_table(info)
    assert list(table[table["Drug and dose"].str.startswith("Lutathera")]["Week"])[:4] == [
        "0",
        "8",
        "16",
        "24",
    ]
    assert "7.4 GBq (200 mCi), 4 times, every 8 weeks ± 1 week" in schedule_alt(info)
    figure = schedule_figure(info, LIGHT)
    assert len(figure.data) == len(info.rows)
    assert list(figure.data[0].error_x.array) == [0, 1, 1, 1]


def test_a_record_nobody_annotated_has_no_schedule_and_says_so() -> None:
    info = schedule_info(STUDY, Annotations())
    assert info.rows == ()
    assert len(info.without) == 5
    assert "none has been read" in schedule_alt(info)
    assert len(schedule_table(info)) == 0
    assert schedule_figure(info, DARK).data == ()
    assert infusion_day_info(Annotations()) is None


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
    assert len(infusion_day_figure(info, LIGHT).data) == 2


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
        assert moved[key].day - plain[key].day == timedelta(days=4)
    assert moved["lutathera-3"].window == "19 Jun 2026 to 3 Jul 2026"


def test_a_dose_5_weeks_after_the_last_is_said_to_be_too_early() -> None:
    remark = calendar(actual={"lutathera-2": date(2026, 4, 6)})["lutathera-2"].remark
    assert remark == (
        "too early: 35 days after the one before; the record's interval is 49 to 63 days "
        "(20 Apr 2026 to 4 May 2026)"
    )
    late = calendar(actual={"lutathera-2": date(2026, 5, 5)})["lutathera-2"].remark
    assert late.startswith("too late: 64 days")


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
    assert [item.day for item in planned] == sorted(item.day for item in planned)
    courses: dict[str, list[Appointment]] = {}
    for item in sorted(planned, key=lambda item: item.item.number):
        courses.setdefault(item.item.course.key, []).append(item)
    for items in courses.values():
        every = items[0].item.course.every_weeks or items[0].item.course.drawn_every_weeks
        if items[0].item.course.follows == "each" and items[0].item.course.after:
            continue
        for before, after in pairwise(items):
            if not after.is_actual:
                assert after.day - before.day == timedelta(weeks=every or 0)
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


def test_a_plan_has_the_same_name_in_every_visit_and_no_other_plan_has_it() -> None:
    later = MONDAY + timedelta(days=1)
    plain = plan_name(STUDY, LUTATHERA, MONDAY, "")
    assert plan_name(STUDY, LUTATHERA, MONDAY, " ") == plain
    marked = plan_name(STUDY, LUTATHERA, MONDAY, "A")
    assert plan_name(STUDY, LUTATHERA, later, "A") == marked
    others = (
        plan_name(STUDY, LUTATHERA, later, ""),
        plan_name(STUDY, CONTROL, MONDAY, ""),
        plan_name(STUDY, CONTROL, MONDAY, "A"),
        plan_name(STUDY, LUTATHERA, MONDAY, "B"),
    )
    assert len({plain, marked, *others}) == 6
    assert "A" not in marked


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
    cells.feed(calendar_page(planned, LUTATHERA, study))
    assert "script" not in cells.tags
    assert cells.tags.count("tr") == len(planned) + 1
    assert "27 Apr 2026" in cells.texts
    assert NOT_A_PLAN in cells.texts


def test_the_table_says_what_may_be_left_out_and_what_is_not_stated() -> None:
    table = calendar_table(calendar_of(AGAIN, MONDAY, weeks=8))
    assert "may be left out" in table["Remarks"].iloc[3]
    assert "does not state this interval" in table["Remarks"].iloc[1]
    assert table["Remarks"].iloc[0] == ""
