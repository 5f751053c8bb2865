"""The study timeline: milestones, time passed, contradictions, and room for every label."""

import itertools
import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.exports.scene_svg import scene_svg
from components.palette import LIGHT
from data import load_study
from data.annotations import Annotations, load_annotations
from data.pictures.scene import Box, Marker, Scene, SceneGroup, Text
from data.pictures.timeline import PAGE, SLIDE, TimelineSpacing, timeline_scene
from data.pictures.typeset import text_height, width_of
from data.study import Study
from data.timeline.milestones import Certainty
from data.timeline.progress import duration_in_words, months_between, progress, whole_percent
from data.timeline.ticks import ticks
from data.typography.width import shortened, text_width
from data.views.timeline import (
    TimelineInfo,
    progress_in_brief,
    progress_in_words,
    timeline_alt,
    timeline_info,
    timeline_notes,
    timeline_table,
)
from tests.browser import ROOT
from tests.records import SAMPLES

NETTER = ROOT / "data" / "records" / "NCT03972488.json"
AS_OF = date(2026, 1, 21)
NO_ANNOTATIONS = Annotations()
# A small phone, a phone 390 px wide, a screen 1280 px wide, a projector; narrow and wide slides.
WIDTHS = (
    (328.0, PAGE),
    (358.0, PAGE),
    (738.0, PAGE),
    (1138.0, PAGE),
    (864.0, SLIDE),
    (1152.0, SLIDE),
)


def record(has_results: bool | None = None, references=(), **status) -> Study:
    """A small record with these fields of its status module."""
    content: dict[str, object] = {
        "protocolSection": {
            "identificationModule": {"nctId": "NCT00000001", "briefTitle": "A study"},
            "statusModule": status,
            "referencesModule": {"references": list(references)},
        }
    }
    if has_results is not None:
        content["hasResults"] = has_results
    return load_study(json.dumps(content))


def day(text: str, kind: str | None = None) -> dict[str, str]:
    return {"date": text} if kind is None else {"date": text, "type": kind}


def info_of(
    study: Study, annotations: Annotations = NO_ANNOTATIONS, as_of: date = AS_OF
) -> TimelineInfo:
    return timeline_info(study, annotations, as_of)


@pytest.fixture(scope="module")
def netter() -> tuple[Study, Annotations]:
    study = load_study(NETTER)
    return study, load_annotations(study, NETTER.with_suffix(".annotations.yaml"))


# What is on it


def test_netter_has_every_milestone_with_its_date_and_its_word(netter) -> None:
    info = info_of(netter[0], netter[1], AS_OF)
    assert [(item.name, item.when, str(item.certainty)) for item in info.dated] == [
        ("Start", "8 Jan 2020", "past"),
        ("Enrolment period", "Jan 2020 to Oct 2022", "published"),
        ("Completion", "29 Oct 2027", "planned"),
        ("Last update", "21 Jan 2026", "past"),
        ("Curr Opin Oncol", "1 Jul 2021", "published"),
        ("Lancet", "online 5 Jun 2024, issue of 29 Jun 2024", "published"),
        ("Oncology (Williston Park)", "5 Nov 2024", "published"),
    ]
    assert [item.name for item in info.undated] == ["Results posted"]


def test_results_that_exist_without_a_date_are_told_as_such(netter) -> None:
    (results,) = info_of(netter[0], netter[1], AS_OF).undated
    assert "does not say when" in results.source.text
    assert {"Milestone": "Results posted", "Date": "not stated in the record"}.items() <= (
        timeline_table(info_of(netter[0], netter[1], AS_OF))[-1].items()
    )


def test_a_planned_completion_says_that_this_is_derived(netter) -> None:
    completion = info_of(netter[0], netter[1], AS_OF).milestone("completion")
    assert completion is not None
    assert completion.source.text == "2027-10-29"
    assert "does not say whether this date is actual or estimated" in completion.source.note
    assert "after the record's last update, 21 Jan 2026" in completion.source.note


def test_a_publication_shows_its_citation_and_the_words_its_date_was_read_from(netter) -> None:
    lancet = info_of(netter[0], netter[1], AS_OF).milestone("publication-1")
    assert lancet is not None
    assert lancet.source.text.startswith("Singh S, Halperin D")
    assert "“2024 Jun 29” and “Epub 2024 Jun 5”" in lancet.source.note
    assert dict(lancet.source.links)["PubMed"] == "https://pubmed.ncbi.nlm.nih.gov/38851203/"


def test_the_record_of_every_registry_field_shows_them_all() -> None:
    study = record(
        startDateStruct=day("2018-02", "ACTUAL"),
        primaryCompletionDateStruct=day("2021-06-30", "ACTUAL"),
        completionDateStruct=day("2022", "ESTIMATED"),
        studyFirstPostDateStruct=day("2017-12-13", "ESTIMATED"),
        dispFirstPostDateStruct=day("2022-07-01", "ACTUAL"),
        resultsFirstPostDateStruct=day("2023-10-10", "ACTUAL"),
        lastUpdatePostDateStruct=day("2024-10-10", "ACTUAL"),
    )
    told = {item.key: (item.when, str(item.certainty)) for item in info_of(study).dated}
    assert told == {
        "start": ("Feb 2018", "actual"),
        "primary-completion": ("30 Jun 2021", "actual"),
        "completion": ("2022", "estimated"),
        "first-posted": ("13 Dec 2017", "estimated"),
        "disposition-posted": ("1 Jul 2022", "actual"),
        "results-posted": ("10 Oct 2023", "actual"),
        "last-update": ("10 Oct 2024", "actual"),
    }


def test_a_record_without_dates_lists_what_is_missing() -> None:
    info = info_of(record())
    assert info.dated == ()
    assert [item.name for item in info.undated] == ["Start", "Completion", "Last update"]
    assert info.progress is None
    assert "states no dates" in timeline_alt(info)


def test_a_date_without_a_type_and_without_an_update_to_compare_with_stays_unknown() -> None:
    start = info_of(record(startDateStruct=day("2019-03-01"))).milestone("start")
    assert start is not None
    assert start.certainty is Certainty.UNKNOWN
    assert str(start.certainty) == "type not stated"


def test_a_month_that_holds_the_last_update_is_neither_past_nor_planned() -> None:
    study = record(
        startDateStruct=day("2024-10"), lastUpdatePostDateStruct=day("2024-10-10", "ACTUAL")
    )
    start = info_of(study).milestone("start")
    assert start is not None
    assert start.certainty is Certainty.UNKNOWN


def test_background_literature_is_left_out_and_counted() -> None:
    cited = (
        ("A B. Old. J Foo. 1980 Jan;1:1.", "BACKGROUND"),
        ("A B. New. J Foo. 2021;1:1.", "RESULT"),
    )
    study = record(references=[{"citation": text, "type": kind} for text, kind in cited])
    info = info_of(study)
    assert [item.when for item in info.dated] == ["2021"]
    assert info.left_out == 1


# How far it has come


@pytest.mark.parametrize(
    ("as_of", "share", "elapsed", "remaining"),
    [
        ("2019-06-01", "0%", "0 days", "7 years 9 months"),
        ("2020-01-08", "0%", "0 days", "7 years 9 months"),
        ("2020-01-09", "0%", "1 day", "7 years 9 months"),
        ("2026-01-21", "77%", "6 years", "1 year 9 months"),
        ("2027-10-28", "99%", "7 years 9 months", "1 day"),
        ("2027-10-29", "100%", "7 years 9 months", "0 days"),
        ("2030-01-01", "100%", "7 years 9 months", "0 days"),
    ],
)
def test_elapsed_and_remaining_read_right(netter, as_of, share, elapsed, remaining) -> None:
    passed = progress(netter[0], date.fromisoformat(as_of))
    assert passed is not None
    assert (whole_percent(passed.share), passed.elapsed, passed.remaining) == (
        share,
        elapsed,
        remaining,
    )
    assert passed.planned


def test_dates_known_to_the_month_make_the_progress_inexact() -> None:
    study = record(startDateStruct=day("2020-01"), completionDateStruct=day("2022-01-01"))
    passed = progress(study, date(2021, 1, 1))
    assert passed is not None
    assert passed.inexact
    assert "About 50% of the time" in timeline_alt(info_of(study, as_of=date(2021, 1, 1)))


def test_what_is_over_is_not_about_over() -> None:
    study = record(startDateStruct=day("2020-01"), completionDateStruct=day("2022-01"))
    assert not progress(study, date(2022, 1, 30)).over  # type: ignore[union-attr]
    info = info_of(study, as_of=date(2022, 2, 1))
    assert progress_in_brief(info) == "It took about 2 years"
    assert "All the time from start to completion has passed: about 2 years." in timeline_alt(info)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2020-01-31", "2020-02-29", "1 month"),  # the end of a month is a month later
        ("2020-01-31", "2020-02-28", "28 days"),
        ("2020-02-29", "2021-02-28", "1 year"),
        ("2020-01-08", "2021-02-07", "1 year"),
        ("2020-01-08", "2021-02-08", "1 year 1 month"),
        ("2020-01-08", "2020-01-09", "1 day"),
        ("2020-01-08", "2020-01-08", "0 days"),
    ],
)
def test_durations_are_counted_by_the_calendar(first, last, words) -> None:
    assert duration_in_words(date.fromisoformat(first), date.fromisoformat(last)) == words


@given(st.dates(), st.integers(0, 40000))
def test_months_never_claim_more_than_has_passed(first, days) -> None:
    if days > (date.max - first).days:
        return
    months = months_between(first, first + timedelta(days=days))
    assert 28 * months <= days or months <= days / 28
    assert months >= days // 31 - 1


# What does not fit together


@pytest.mark.parametrize(
    ("status", "as_of", "said"),
    [
        (
            {"startDateStruct": day("2021-05"), "completionDateStruct": day("2020-05-01")},
            "2026-01-01",
            ["Start lies after completion: start May 2021, completion 1 May 2020."],
        ),
        # The month may hold the day: no contradiction.
        (
            {"startDateStruct": day("2020-05-20"), "completionDateStruct": day("2020-05")},
            "2026-01-01",
            [],
        ),
        (
            {"lastUpdatePostDateStruct": day("2026-01-21", "ACTUAL")},
            "2020-01-08",
            [
                "Seen from 8 Jan 2020, the record lies in the future: it was last updated on "
                "21 Jan 2026 and tells things that nobody knew then."
            ],
        ),
        (
            {
                "completionDateStruct": day("2027-10-29"),
                "lastUpdatePostDateStruct": day("2026-01-21"),
            },
            "2030-01-01",
            [
                "Completion was planned for 29 Oct 2027. By 1 Jan 2030 that has passed, and the "
                "record, last updated on 21 Jan 2026, does not say whether it happened."
            ],
        ),
        # Several of them are said at once.
        (
            {
                "startDateStruct": day("2025-08-01", "ESTIMATED"),
                "completionDateStruct": day("2026-08-01", "ESTIMATED"),
                "lastUpdatePostDateStruct": day("2025-07-24", "ACTUAL"),
            },
            "2026-11-27",
            [
                "By 27 Nov 2026 these have passed, and the record, last updated on 24 Jul 2025, "
                "does not say whether they happened: start (estimated for 1 Aug 2025), completion "
                "(estimated for 1 Aug 2026)."
            ],
        ),
        (
            {
                "completionDateStruct": day("2025-01-01", "ACTUAL"),
                "lastUpdatePostDateStruct": day("2024-01-01"),
            },
            "2026-01-01",
            [
                "Completion, 1 Jan 2025, is called actual, but lies after the last update, "
                "1 Jan 2024."
            ],
        ),
        # A posting whose day is estimated did happen: nothing to confirm.
        (
            {
                "studyFirstPostDateStruct": day("2009-09-09", "ESTIMATED"),
                "lastUpdatePostDateStruct": day("2015-08-19", "ESTIMATED"),
            },
            "2026-01-01",
            [],
        ),
    ],
)
def test_contradictions_are_told_with_both_sides(status, as_of, said) -> None:
    info = info_of(record(**status), as_of=date.fromisoformat(as_of))
    assert list(info.contradictions) == said
    assert set(said) <= set(timeline_notes(info))  # an exported picture flags them too


def test_start_after_completion_has_no_progress_bar() -> None:
    study = record(startDateStruct=day("2021-05"), completionDateStruct=day("2020-05-01"))
    assert info_of(study).progress is None
    assert all(group.key for group in groups_of(info_of(study)))


@pytest.mark.parametrize(
    ("as_of", "flags"), [("2020-01-08", 1), ("2026-01-21", 0), ("2027-10-29", 0), ("2030-01-01", 1)]
)
def test_netter_is_flagged_only_where_something_does_not_fit(netter, as_of, flags) -> None:
    assert len(info_of(netter[0], netter[1], date.fromisoformat(as_of)).contradictions) == flags


# Room for every label


def assert_everything_has_room(scene: Scene) -> None:
    texts = [part for part in scene.flat() if isinstance(part, Text)]
    for one, other in itertools.combinations(texts, 2):
        assert not one.frame.overlaps(other.frame), (one, other)
    for text in texts:
        assert text.frame.x >= scene.frame.x
        assert text.frame.right <= scene.frame.right + 1e-6
        assert text.frame.bottom <= scene.frame.bottom + 1e-6
        assert text.frame.width >= max(map(width_of, text.paragraphs)) - 1e-6
        assert text.frame.height >= text_height(text.paragraphs, gap=0) - 1e-6
    marks = [part for part in scene.flat() if isinstance(part, Marker)]
    for mark, text in itertools.product(marks, texts):
        inside = text.frame.x < mark.x < text.frame.right
        assert not (inside and text.frame.y < mark.y < text.frame.bottom), (mark, text)


@pytest.mark.parametrize("as_of", ["2020-01-08", "2026-01-21", "2027-10-29", "2030-01-01"])
@pytest.mark.parametrize(("width", "spacing"), WIDTHS)
def test_no_label_of_netter_overlaps_another(
    netter, as_of: str, width: float, spacing: TimelineSpacing
) -> None:
    info = info_of(netter[0], netter[1], date.fromisoformat(as_of))
    assert_everything_has_room(timeline_scene(info, width, spacing))


def test_no_label_of_any_sample_overlaps_another() -> None:
    paths = SAMPLES
    assert len(paths) == 20
    for path, as_of in itertools.product(paths, (date(2020, 1, 8), date(2026, 11, 22))):
        info = info_of(load_study(path), as_of=as_of)
        for width, spacing in WIDTHS:
            assert_everything_has_room(timeline_scene(info, width, spacing))


@pytest.mark.parametrize(("width", "spacing"), WIDTHS)
def test_no_name_of_netter_is_cut(netter, width: float, spacing: TimelineSpacing) -> None:
    drawn = timeline_scene(info_of(*netter), width, spacing).flat()
    told = [item.text for part in drawn if isinstance(part, Text) for item in part.paragraphs]
    assert "Oncology (Williston Park)" in told
    assert not any("…" in text for text in told)


def many_publications(count: int):
    journals = ("Lancet", "Eur Heart J Cardiovasc Pharmacother", "Ann Intern Med")
    return record(
        startDateStruct=day("2015-09-17", "ACTUAL"),
        completionDateStruct=day("2021-02-02", "ACTUAL"),
        references=[
            {
                "citation": f"A B. T. {journals[number % 3]}. 2023 Jun {number + 1};1:1. doi: x. "
                "Epub 2023 May 28."
            }
            for number in range(count)
        ],
    )


@pytest.mark.parametrize("count", [1, 8, 9, 18])
@pytest.mark.parametrize(("width", "spacing"), WIDTHS)
def test_eighteen_publications_in_one_month_do_not_collide(
    count: int, width: float, spacing: TimelineSpacing
) -> None:
    info = info_of(many_publications(count))
    scene = timeline_scene(info, width, spacing)
    assert_everything_has_room(scene)
    keys = [part.key for part in scene.parts if isinstance(part, SceneGroup) and part.key]
    assert keys == [item.key for item in info.in_order]


DATES = st.dates(min_value=date(1990, 1, 1), max_value=date(2040, 12, 31)).map(str)
PARTIAL = st.one_of(DATES, DATES.map(lambda text: text[:7]), DATES.map(lambda text: text[:4]))


@settings(max_examples=60, deadline=None)
@given(
    start=PARTIAL,
    completion=PARTIAL,
    updated=PARTIAL,
    published=st.lists(st.tuples(DATES, st.text(max_size=40)), max_size=20),
    as_of=st.dates(min_value=date(1990, 1, 1), max_value=date(2040, 12, 31)),
    place=st.sampled_from(WIDTHS),
)
def test_whatever_the_dates_and_names_everything_has_room(
    start, completion, updated, published, as_of, place
) -> None:
    references = [
        {"citation": f"A B. T. {name or 'X'}. {date.fromisoformat(on):%Y %b} 1;1:1."}
        for on, name in published
    ]
    study = record(
        startDateStruct=day(start),
        completionDateStruct=day(completion),
        lastUpdatePostDateStruct=day(updated),
        references=references,
    )
    assert_everything_has_room(timeline_scene(info_of(study, as_of=as_of), *place))


def test_the_measure_of_text_is_never_too_small_for_the_font() -> None:
    font = pytest.importorskip("PIL.ImageFont")
    fonts = ROOT / "components" / "fonts"
    texts = [
        "As of 21 Jan 2026",
        "Oncology (Williston Park)",
        "29 Oct 2027 · planned",
        "Eur Heart J Cardiovasc Pharmacother",
        "MMMWWW@@%%",
        "iiillljjj...",
        "Hôpital Vall d'Hebrón – ≥ 10 µg",
    ]
    for text, (name, bold) in itertools.product(texts, (("Regular", False), ("Bold", True))):
        really = font.truetype(str(fonts / f"TrialExplorerSans-{name}.ttf"), 100).getlength(text)
        assert text_width(text, 100, bold=bold) >= really, text


def test_texts_are_cut_to_the_room_there_is() -> None:
    assert shortened("Oncology", 500, 14) == "Oncology"
    cut = shortened("Eur Heart J Cardiovasc Pharmacother", 120, 14)
    assert cut.endswith("…")
    assert text_width(cut, 14) <= 120


@given(st.dates(), st.dates(), st.integers(1, 30))
def test_ticks_are_few_even_and_inside_the_axis(one, other, most) -> None:
    first, last = min(one, other), max(one, other)
    found = ticks(first, last, most=most)
    assert len(found) <= most
    assert all(first <= tick.day <= last for tick in found)
    assert len({tick.text for tick in found}) == len(found)


def test_ticks_are_years_over_years_and_months_over_months() -> None:
    assert [tick.text for tick in ticks(date(2019, 12, 1), date(2023, 2, 1), most=5)] == [
        "2020",
        "2021",
        "2022",
        "2023",
    ]
    assert [tick.text for tick in ticks(date(2020, 1, 15), date(2020, 4, 2), most=5)] == [
        "Feb 2020",
        "Mar 2020",
        "Apr 2020",
    ]


# The picture


def groups_of(info: TimelineInfo) -> list[SceneGroup]:
    return [part for part in timeline_scene(info, 820).parts if isinstance(part, SceneGroup)]


def marks_of(info: TimelineInfo) -> dict[str, list[Marker]]:
    """The marks of each milestone."""
    return {
        group.key: [part for part in group.parts if isinstance(part, Marker)]
        for group in groups_of(info)
        if group.key
    }


def sign_of(mark: Marker) -> str:
    return f"{mark.shape}{'-open' if mark.fill == 'background' else ''}"


@pytest.mark.parametrize("as_of", [date.min, AS_OF, date.max])
def test_every_milestone_is_a_part_with_a_mark_for_each_of_its_dates(netter, as_of) -> None:
    info = info_of(netter[0], netter[1], as_of)
    found = marks_of(info)
    assert list(found) == [item.key for item in info.in_order]
    for item in info.milestones:
        assert len(found[item.key]) == len(item.moments)


def test_the_picture_survives_an_empty_record_and_a_record_of_one_day() -> None:
    for study in (record(), record(startDateStruct=day("2020-01-08"))):
        assert timeline_scene(info_of(study), 350).frame.height > 100


def test_certainty_differs_by_shape_and_by_word() -> None:
    study = record(
        startDateStruct=day("2018-02-01", "ACTUAL"),
        primaryCompletionDateStruct=day("2019-02-01", "ESTIMATED"),
        completionDateStruct=day("2030-02-01"),
        studyFirstPostDateStruct=day("2017-02-01"),
        lastUpdatePostDateStruct=day("2024-02-01", "ACTUAL"),
    )
    info = info_of(study)
    shapes = {key: sign_of(marks[0]) for key, marks in marks_of(info).items() if marks}
    words = {item.key: str(item.certainty) for item in info.dated}
    keys = ("start", "primary-completion", "completion", "first-posted")
    assert [words[key] for key in keys] == ["actual", "estimated", "planned", "past"]
    assert len({shapes[key] for key in keys}) == 4


def test_nothing_ahead_of_the_as_of_date_is_called_past(netter) -> None:
    def words(year: int) -> dict[str, str]:
        info = info_of(netter[0], netter[1], date(year, 1, 8))
        shapes = {key: sign_of(marks[0]) for key, marks in marks_of(info).items() if marks}
        found = {item.key: str(item.certainty) for item in info.dated}
        keys = ("start", "last-update", "completion")
        return {key: f"{found[key]} {shapes[key]}" for key in keys}

    planned = "planned diamond-open"
    assert words(2019) == {
        "start": "later diamond",
        "last-update": "later diamond",
        "completion": planned,
    }
    assert words(2020) == {
        "start": "past square",
        "last-update": "later diamond",
        "completion": planned,
    }
    assert words(2030) == {
        "start": "past square",
        "last-update": "past square",
        "completion": planned,
    }


def test_a_month_is_drawn_as_a_month() -> None:
    info = info_of(record(startDateStruct=day("2020-01"), completionDateStruct=day("2021-03-05")))
    (start,) = (group for group in groups_of(info) if group.key == "start")
    (month,) = (
        part.frame for part in start.parts if isinstance(part, Box) and part.outline == "line"
    )
    ((mark,),) = (marks_of(info)["start"],)
    days = (info.last - info.first).days + 1
    assert month.width == pytest.approx(31 / days * (820 - 2 * (PAGE.mark + 2)))
    assert mark.x == pytest.approx(month.middle)


def test_text_of_a_record_is_no_markup_in_the_picture() -> None:
    evil = "A B. T. <b>J <a href='javascript:alert(1)'>Foo</a>. 2021 Jan 1;1:1."
    info = info_of(record(references=[{"citation": evil}]))
    assert info.dated[0].name.startswith("<b>J <a href=")
    drawn = scene_svg(timeline_scene(info, 1200), LIGHT)
    assert "<a" not in drawn
    assert "&lt;b&gt;J" in drawn


def test_the_text_twin_holds_everything_that_is_drawn(netter) -> None:
    info = info_of(netter[0], netter[1], AS_OF)
    rows = timeline_table(info)
    assert {row["Milestone"] for row in rows} == {item.name for item in info.milestones}
    assert [row["Milestone"] for row in rows][:2] == ["Start", "Enrolment period"]
    alt = timeline_alt(info)
    for item in info.dated:
        assert f"{item.name}, {item.when} ({item.certainty})" in alt


def test_every_sample_has_a_timeline_that_can_be_told() -> None:
    for path in SAMPLES:
        info = info_of(load_study(path))
        assert info.dated
        assert (info.progress is None) == info.is_withdrawn
        assert timeline_alt(info).startswith(f"Timeline of {info.nct_id}")
        assert scene_svg(timeline_scene(info, 350), LIGHT).startswith("<svg")


def test_a_withdrawn_study_has_nothing_to_come_and_nothing_unconfirmed() -> None:
    def seen(status: str, as_of: date) -> TimelineInfo:
        return info_of(
            record(
                overallStatus=status,
                startDateStruct=day("2024-01", "ESTIMATED"),
                completionDateStruct=day("2030-01", "ESTIMATED"),
            ),
            as_of=as_of,
        )

    for as_of in (date(2026, 1, 1), date(2031, 1, 1)):
        withdrawn = seen("WITHDRAWN", as_of)
        assert withdrawn.to_come == ()
        assert withdrawn.progress is None
        assert withdrawn.contradictions == ()
        assert progress_in_words(withdrawn).startswith("The study was withdrawn")
    assert seen("SUSPENDED", date(2026, 1, 1)).to_come
    assert seen("SUSPENDED", date(2031, 1, 1)).contradictions


def test_what_is_estimated_is_planned_in_plain_words_but_not_what_the_registry_did() -> None:
    study = record(
        completionDateStruct=day("2030-02-01", "ESTIMATED"),
        studyFirstPostDateStruct=day("2017-02-01", "ESTIMATED"),
    )
    info = info_of(study)
    words = {item.key: item.plain_certainty for item in info.dated}
    assert words == {"completion": "planned", "first-posted": "estimated"}
    drawn = timeline_scene(replace(info, in_plain=True), *WIDTHS[0]).flat()
    told = [item.text for part in drawn if isinstance(part, Text) for item in part.paragraphs]
    assert told[-1] == "planned, estimated"  # the sign they share


@pytest.mark.parametrize("status", ["COMPLETED", "TERMINATED"])
def test_of_a_study_that_has_ended_no_time_remains(status: str) -> None:
    def seen(end: str) -> TimelineInfo:
        study = record(
            overallStatus=status,
            startDateStruct=day("2020-01"),
            completionDateStruct=day(end),
            lastUpdatePostDateStruct=day("2024-06-30"),
        )
        return info_of(study, as_of=date(2024, 3, 1))

    ended = seen("2024-07-01")
    assert ended.progress is None
    assert ended.to_come == ()
    assert progress_in_words(ended).startswith("The study has ended, by its status, before")
    # Seen from a day before it ended, time remained.
    assert "remain" in progress_in_words(seen("2024-06-30"))
