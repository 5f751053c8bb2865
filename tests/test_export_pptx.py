"""Slides as a PowerPoint file: native, editable, described, and the same on every day."""

from __future__ import annotations

import io
import re
import time
import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE, PP_PLACEHOLDER
from pptx.oxml.ns import qn

from components.exports.pptx import deck_pptx
from components.exports.pptx.route import route
from components.palette import DARK, LIGHT
from data import load_study
from data.annotations.shipped import annotations_of
from data.deck.build import deck
from data.deck.model import NARROW, SIZES, WIDE, Chart, Deck, Table
from data.pictures.scene import Connector, Outline, Scene
from tests import pptx_reading as reading
from tests.records import SAMPLES
from tests.sample_deck import QUOTE, sample_deck, with_text

ROOT = Path(__file__).parents[1]
DATES = re.compile(rb"20\d\d-\d\d-\d\d")


@pytest.fixture(scope="module")
def made() -> bytes:
    return deck_pptx(sample_deck(), LIGHT)


@pytest.fixture(scope="module")
def slides(made: bytes) -> dict[str, Any]:
    """The slides by their key, as python-pptx reads them."""
    native = Presentation(io.BytesIO(made)).slides
    return {slide.key: one for slide, one in zip(sample_deck().slides, native, strict=True)}


@pytest.fixture(scope="module")
def raw(made: bytes) -> dict[str, ET.Element]:
    """The slides by their key, as XML."""
    return {
        slide.key: one
        for slide, one in zip(sample_deck().slides, reading.slides(made), strict=True)
    }


def block(key: str) -> Any:
    return next(slide.blocks[0] for slide in sample_deck().slides if slide.key == key)


def native(slide: Any, kind: MSO_SHAPE_TYPE) -> Any:
    return next(shape for shape in slide.shapes if shape.shape_type == kind)


# Slides


@pytest.mark.parametrize("size", SIZES)
def test_the_file_has_the_format_that_was_asked_for(size: Any) -> None:
    presentation = reading.part(deck_pptx(sample_deck(size), LIGHT), "ppt/presentation.xml")
    extent = reading.find(presentation, "p:sldSz")
    inches = {WIDE: (13.333, 7.5), NARROW: (10, 7.5)}[size]
    assert int(extent.get("cx", "")) / 914400 == pytest.approx(inches[0], abs=0.001)
    assert int(extent.get("cy", "")) / 914400 == pytest.approx(inches[1], abs=0.001)
    assert extent.get("type") == {WIDE: None, NARROW: "screen4x3"}[size]


def test_the_outline_view_lists_every_title(slides: dict[str, Any]) -> None:
    for slide in sample_deck().slides:
        title = slides[slide.key].shapes.title
        assert title.placeholder_format.type is PP_PLACEHOLDER.TITLE
        assert title.text_frame.text == slide.title.text
        assert title.text_frame.paragraphs[0].runs[0].font.size.pt == 30  # 40 pixels


def test_what_is_read_aloud_comes_in_order(slides: dict[str, Any]) -> None:
    for slide in slides.values():
        kinds = [
            shape.placeholder_format.type if shape.is_placeholder else None
            for shape in slide.shapes
        ]
        assert kinds == [
            PP_PLACEHOLDER.TITLE,
            None,
            PP_PLACEHOLDER.FOOTER,
            PP_PLACEHOLDER.SLIDE_NUMBER,
        ]


def test_every_slide_says_where_it_is_from(raw: dict[str, ET.Element]) -> None:
    for number, slide in enumerate(raw.values(), 1):
        said = reading.text(slide)
        assert "NCT00000001 · last update 21 January 2026" in said
        assert "Author et al. Journal 2024" in said
        field = reading.find(slide, ".//a:fld[@type='slidenum']")
        assert "".join(field.itertext()) == str(number)


def test_the_speaker_has_the_quotes(slides: dict[str, Any]) -> None:
    for slide in sample_deck().slides:
        notes = slides[slide.key].notes_slide.notes_text_frame
        assert [paragraph.text for paragraph in notes.paragraphs] == [
            f"“{QUOTE}”",
            f"Notes on: {slide.title.text}",
        ]


# Text


def test_text_is_text_that_powerpoint_breaks(raw: dict[str, ET.Element]) -> None:
    slide = raw["overview"]
    assert "hold the tumours back for longer?" in reading.text(slide)
    assert not slide.findall(".//a:br", reading.NAMES)
    for body in slide.iterfind(".//p:sp/p:txBody/a:bodyPr", reading.NAMES):
        assert body.get("wrap", "square") == "square"
        assert body.find("a:normAutofit", reading.NAMES) is None


def test_a_number_stays_with_its_unit_where_powerpoint_breaks_lines() -> None:
    blob = deck_pptx(with_text(sample_deck(), "Octreotide LAR 30 mg every 8 weeks"), LIGHT)
    for slide in reading.slides(blob):
        assert "LAR 30\xa0mg every\xa08\xa0weeks" in reading.text(slide)
    notes = Presentation(io.BytesIO(blob)).slides[0].notes_slide.notes_text_frame.text
    assert notes == "Octreotide LAR 30 mg every 8 weeks"  # a quote stays as it is


def test_text_has_the_size_and_the_bullets_of_the_deck(slides: dict[str, Any]) -> None:
    box = native(slides["overview"], MSO_SHAPE_TYPE.TEXT_BOX)
    first, *others = box.text_frame.paragraphs
    assert first.runs[0].font.bold
    assert {paragraph.runs[0].font.size.pt for paragraph in others} == {21}  # 28 pixels
    bullets = [line._p.pPr.findall(".//a:buChar", reading.NAMES) for line in (first, *others)]
    assert [len(found) for found in bullets] == [0, 1, 1]


def test_every_word_is_marked_as_british_english(made: bytes) -> None:
    for name in reading.names(made):
        if not name.endswith(".xml") or name.startswith("docProps"):
            continue
        root = reading.part(made, name)
        spoken = {item.get("lang") for item in root.iter() if item.get("lang")}
        assert spoken <= {"en-GB"}, name
        if name.startswith(("ppt/slides/", "ppt/notesSlides/")):
            runs = root.findall(".//a:r", reading.NAMES)
            assert runs
            assert all(reading.find(run, "a:rPr").get("lang") == "en-GB" for run in runs)


# Pictures


def test_every_box_stands_where_the_deck_says_with_its_words(raw: dict[str, ET.Element]) -> None:
    found = {properties.get("name"): shape for shape, properties in reading.shapes(raw["flow"])}
    picture: Scene = block("flow")
    for key in ("start", "new", "usual", "extra", "left"):
        shape, box = found[f"Box: {key}"], picture.box(key)
        place = reading.find(shape, "p:spPr/a:xfrm/a:off")
        assert int(place.get("x", "")) == round(box.frame.x * reading.PIXEL)
        assert int(place.get("y", "")) == round(box.frame.y * reading.PIXEL)
        assert reading.text(shape) == "\n".join(item.text for item in box.paragraphs)
        kind = reading.find(shape, ".//a:prstGeom").get("prst")
        assert kind == ("roundRect" if box.rounded else "rect")
        dash = shape.find(".//a:prstDash", reading.NAMES)
        assert (dash is not None) == box.dashed


def test_a_box_and_its_stripe_move_together(slides: dict[str, Any]) -> None:
    picture = native(slides["flow"], MSO_SHAPE_TYPE.GROUP)
    striped = [shape for shape in picture.shapes if shape.shape_type == MSO_SHAPE_TYPE.GROUP]
    assert [group.name for group in striped] == [
        "Box with stripe: new",
        "Box with stripe: usual",
        "Box with stripe: extra",
    ]
    for group in striped:
        box, stripe = group.shapes
        assert box.left < stripe.left
        assert stripe.left + stripe.width < box.left + box.width / 8
        assert reading.is_decorative(stripe.element[0][0])


def test_arrows_are_glued_to_the_boxes_they_lead_between(raw: dict[str, ET.Element]) -> None:
    picture: Scene = block("flow")
    arrows = [item for item in picture.parts if isinstance(item, Connector)]
    shapes = list(reading.shapes(raw["flow"]))
    by_id = {properties.get("id"): (shape, properties) for shape, properties in shapes}
    drawn = [shape for shape, _ in shapes if shape.tag.endswith("cxnSp")]
    assert len(drawn) == len(arrows) == 4
    for shape, arrow in zip(drawn, arrows, strict=True):
        way = reading.corners(shape)
        for end, key, point in (
            ("stCxn", arrow.source, way[0]),
            ("endCxn", arrow.target, way[-1]),
        ):
            glue = reading.find(shape, f".//a:{end}")
            box, properties = by_id[glue.get("id")]
            assert properties.get("name") == f"Box: {key}"
            assert reading.near(reading.site(box, int(glue.get("idx", ""))), point)
        assert all(map(reading.near, way, arrow.points))
        assert reading.find(shape, ".//a:tailEnd").get("type") == "triangle"
        dash = shape.find(".//a:prstDash", reading.NAMES)
        assert (dash is not None) == arrow.dashed


steps = st.integers(-300, 300).filter(lambda step: abs(step) > 2)


@given(st.lists(steps, min_size=1, max_size=5), st.booleans())
def test_any_way_at_right_angles_is_a_connector(lengths: list[int], level: bool) -> None:
    """Drawn as the file format says, the connector goes where the deck's arrow goes."""
    points = [(400.0, 300.0)]
    for number, length in enumerate(lengths):
        x, y = points[-1]
        points.append((x + length, y) if (number % 2 == 0) == level else (x, y + length))
    way = route(points)
    guides = "".join(f'<a:gd name="adj" fmla="val {share}"/>' for share in way.corners)
    frame = {"x": way.x, "y": way.y, "cx": way.width, "cy": way.height}
    place = {name: round(value * reading.PIXEL) for name, value in frame.items()}
    connector = ET.fromstring(
        f'<p:cxnSp xmlns:a="{reading.NAMES["a"]}" xmlns:p="{reading.NAMES["p"]}"><p:spPr>'
        f'<a:xfrm rot="{5400000 * way.turned}" flipH="{way.flip_x:d}" flipV="{way.flip_y:d}">'
        f'<a:off x="{place["x"]}" y="{place["y"]}"/><a:ext cx="{place["cx"]}" cy="{place["cy"]}"/>'
        f'</a:xfrm><a:prstGeom prst="{way.preset}"><a:avLst>{guides}</a:avLst></a:prstGeom>'
        "</p:spPr></p:cxnSp>"
    )
    drawn = reading.corners(connector)
    assert len(drawn) == len(points)
    assert all(map(reading.near, drawn, points))


def test_a_way_that_is_no_connector_becomes_a_straight_one() -> None:
    slanted = route(((0, 0), (30, 40), (10, 90)))
    assert (slanted.preset, slanted.width, slanted.height) == ("straightConnector1", 10, 90)
    with_needless_corners = route(((0, 0), (5, 0), (5, 0), (60, 0)))
    assert with_needless_corners.preset == "straightConnector1"
    assert route(((7, 7), (7, 7))).width == 0


def test_a_country_is_one_freeform_with_its_islands_and_lakes(slides: dict[str, Any]) -> None:
    picture = native(slides["sites"], MSO_SHAPE_TYPE.GROUP)
    freeforms = [shape for shape in picture.shapes if shape.shape_type == MSO_SHAPE_TYPE.FREEFORM]
    assert len(freeforms) == 1
    path = reading.find(freeforms[0].element, ".//a:path")
    steps = [child.tag.split("}")[1] for child in path]
    assert steps.count("close") == 3
    outline: Outline = block("sites").parts[0]
    rings = [part.split() for part in " ".join(steps).split("close")[:-1]]
    assert [ring.count("lnTo") + 1 for ring in rings] == [len(ring) for ring in outline.rings]
    assert freeforms[0].left / reading.PIXEL == pytest.approx(280, abs=0.2)
    assert freeforms[0].width / reading.PIXEL == pytest.approx(440, abs=0.2)


def test_markers_are_shapes_of_their_own(raw: dict[str, ET.Element]) -> None:
    found = {
        properties.get("descr"): reading.find(shape, ".//a:prstGeom").get("prst")
        for shape, properties in reading.shapes(raw["sites"])
        if (properties.get("descr") or "").startswith("Site")
    }
    assert found == {
        "Site 1": "ellipse",
        "Site 2": "diamond",
        "Site 3": "triangle",
        "Site 4": "rect",
    }


# Tables and charts


def test_a_table_is_a_native_table_with_a_head(slides: dict[str, Any]) -> None:
    shape = native(slides["eligibility"], MSO_SHAPE_TYPE.TABLE)
    table: Table = block("eligibility")
    cells = [[cell.text_frame.text for cell in row.cells] for row in shape.table.rows]
    assert cells == [
        ["What counts", "Limit"],
        ["Age", "15\N{NO-BREAK SPACE}years or more"],
        ["Ki-67 of the tumour", "10 to 55 %"],
    ]
    assert shape.table.first_row
    assert [column.width / reading.PIXEL for column in shape.table.columns] == list(table.widths)
    assert [row.height / reading.PIXEL for row in shape.table.rows] == list(table.heights)
    head = shape.table.cell(0, 0).text_frame.paragraphs[0].runs[0].font
    assert (head.bold, head.size.pt) == (True, 18)
    assert shape.element[0][0].get("descr") == table.alt


def test_a_result_is_a_native_chart_with_its_numbers(slides: dict[str, Any]) -> None:
    shape = native(slides["results"], MSO_SHAPE_TYPE.CHART)
    chart: Chart = block("results")
    plot = shape.chart.plots[0]
    assert list(plot.categories) == ["New treatment", "=1+1 Usual treatment"]
    assert list(plot.series[0].values) == [22.8, 8.5]
    assert shape.chart.chart_title.text_frame.text == chart.title
    assert shape.chart.value_axis.maximum_scale == 25
    assert shape.chart.value_axis.minimum_scale == 0
    assert shape.chart.category_axis.reverse_order  # the first on top
    labels = [plot.series[0].points[n].data_label.text_frame.text for n in range(2)]
    assert labels == ["22.8", "8.5 (95% CI)"]
    colours = [plot.series[0].points[n].format.fill.fore_color.theme_color for n in range(2)]
    assert [colour.name for colour in colours] == ["ACCENT_1", "ACCENT_2"]
    assert shape.element[0][0].get("descr") == chart.alt


def test_an_interval_is_drawn_as_far_as_its_ends_are_known() -> None:
    chart: Chart = block("results")
    first, second = chart.bars
    bars = (replace(first, low=19.4), replace(second, low=7.7, high=13.8))
    (written,) = charts(replace(chart, bars=bars))
    series = written.plots[0].series[0]._element
    ends = {
        name: [
            float(v.text)
            for v in series.iter(qn("c:v"))
            if v.getparent().getparent().getparent().tag == qn(f"c:{name}")
        ]
        for name in ("minus", "plus")
    }
    assert ends["minus"] == pytest.approx([3.4, 0.8])
    assert ends["plus"] == pytest.approx([0, 5.3])
    # As the schema has it: before what the bars stand for; numbers stand behind the intervals.
    tags = [child.tag.split("}")[1] for child in series]
    assert tags.index("dLbls") < tags.index("errBars") < tags.index("cat")
    moved = [len(list(label.iter(qn("c:x")))) for label in series.iter(qn("c:dLbl"))]
    assert moved == [1, 1]
    # A cap would stand where no end is known.
    assert [cap.get("val") for cap in series.iter(qn("c:noEndCap"))] == ["1"]
    # A line from a label to its bar would look like more of the interval.
    assert [one.get("val") for one in series.iter() if one.tag.endswith("showLeaderLines")] == ["0"]
    (plain,) = charts(chart)
    assert not list(plain.plots[0].series[0]._element.iter(qn("c:errBars")))


def test_the_workbook_of_a_chart_runs_nothing(slides: dict[str, Any]) -> None:
    """A label of the record that begins like a formula stays a label, also in Excel."""
    shape = native(slides["results"], MSO_SHAPE_TYPE.CHART)
    with zipfile.ZipFile(io.BytesIO(shape.chart.part.chart_workbook.xlsx_part.blob)) as book:
        assert b"=1+1 Usual treatment" in book.read("xl/sharedStrings.xml")
        sheet = book.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"<v>22.8</v>" in sheet
    assert b"<v>8.5</v>" in sheet


def charts(chart: Chart) -> list[Any]:
    """The charts of a file whose only slide holds this one."""
    one = sample_deck()
    slide = replace(one.slides[-1], blocks=(chart,))
    written = Presentation(io.BytesIO(deck_pptx(replace(one, slides=(slide,)), LIGHT)))
    return [shape.chart for shape in written.slides[0].shapes if shape.has_chart]


def test_a_chart_without_bars_is_left_out() -> None:
    assert charts(replace(block("results"), bars=())) == []


def test_a_chart_of_nothing_but_zeros_still_has_an_axis() -> None:
    chart: Chart = block("results")
    zeros = tuple(replace(bar, value=0.0) for bar in chart.bars)
    (written,) = charts(replace(chart, bars=zeros, maximum=0.0))
    assert written.value_axis.maximum_scale == 1
    assert list(written.plots[0].series[0].values) == [0, 0]


# For those who cannot see it


def test_every_shape_has_words_or_is_decorative(raw: dict[str, ET.Element]) -> None:
    described = set()
    for slide in raw.values():
        for shape, properties in reading.shapes(slide):
            alt, said = properties.get("descr"), reading.text(shape).strip()
            assert bool(alt) != reading.is_decorative(properties) or (said and not alt)
            assert properties.get("name")
            described.add(alt)
    wanted = {
        item.alt
        for slide in sample_deck().slides
        for one in slide.blocks
        for item in (one, *getattr(one, "parts", ()))
        if getattr(item, "alt", "")
    }
    assert len(wanted) > 15
    assert wanted <= described


def test_no_two_shapes_of_a_slide_share_a_number(raw: dict[str, ET.Element]) -> None:
    for slide in raw.values():
        numbers = [properties.get("id") for _, properties in reading.shapes(slide)]
        assert len(numbers) == len(set(numbers))


# The file


def test_an_edited_deck_stays_in_style(made: bytes) -> None:
    for palette in (LIGHT, DARK):
        blob = deck_pptx(sample_deck(), palette)
        theme = reading.part(blob, "ppt/theme/theme1.xml")
        scheme = reading.find(theme, ".//a:clrScheme")
        codes = {slot.tag.split("}")[1]: f"#{slot[0].get('val')}" for slot in scheme}
        assert [codes[f"accent{number}"] for number in range(1, 7)] == list(palette.arms)
        assert (codes["lt1"], codes["dk1"]) == (palette.background, palette.text)
        latin = {
            item.get("typeface")
            for item in theme.iterfind(".//a:fontScheme/*/a:latin", reading.NAMES)
        }
        assert latin == {"Arial"}
        # The shapes ask the theme, but for the colour of lines, which no theme has.
        literal = {
            f"#{colour.get('val')}"
            for slide in reading.slides(blob)
            for colour in slide.iter(f"{{{reading.NAMES['a']}}}srgbClr")
        }
        assert literal == {palette.line}


def test_nothing_of_the_template_is_left_over(made: bytes) -> None:
    files = reading.names(made)
    assert [name for name in files if "slideLayout" in name and "rels" not in name] == [
        "ppt/slideLayouts/slideLayout6.xml"
    ]
    assert not [name for name in files if re.search("thumbnail|printer|app.xml", name)]


def test_the_file_says_what_it_is(made: bytes) -> None:
    properties = Presentation(io.BytesIO(made)).core_properties
    assert properties.title == "A new treatment and the usual one"
    assert properties.subject == "NCT00000001, for a lay audience"
    assert (properties.author, properties.language) == ("Trial Explorer", "en-GB")
    assert properties.created == properties.modified == datetime(2026, 1, 21)  # noqa: DTZ001
    undated = deck_pptx(replace(sample_deck(), last_update=""), LIGHT)
    assert Presentation(io.BytesIO(undated)).core_properties.created.year == 2000


def test_the_same_deck_becomes_the_same_bytes(made: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    assert deck_pptx(sample_deck(), LIGHT) == made
    assert deck_pptx(sample_deck(), DARK) != made


def test_the_file_knows_no_date_but_the_records(made: bytes) -> None:
    """Nor does the workbook in it."""
    assert reading.names(made) == sorted(set(reading.names(made)))
    waiting, read = [made], 0
    while waiting:
        with zipfile.ZipFile(io.BytesIO(waiting.pop())) as file:
            for entry in file.infolist():
                assert entry.date_time == (1980, 1, 1, 0, 0, 0)
                content = file.read(entry)
                if entry.filename.endswith("core.xml"):
                    assert set(DATES.findall(content)) == {b"2026-01-21"}
                    read += 1
                if entry.filename.endswith(".xlsx"):
                    waiting.append(content)
    assert read == 2


# What records hold

HOSTILE = {
    "control": "be\x00ll\x07 \x1b[31m\x0b tab\tline\nnext",
    "markup": "<b>&amp; ]]> <!-- \"'</a:t>",
    "long": "A title of many words " * 500,
    "unbroken": "x" * 10_000,
    "right to left": "דוח ניסוי (קליני) 12 مرحبا",
    "emoji": "👩‍🔬 💉 𝕏 ﷽",
    "not characters": "\ud800 \ufffe \uffff end",
    "formula": "=cmd|' /C calc'!A0",
    "link": "https://example.org/" + "a" * 3000,
    "empty": "",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_a_record_says_the_file_opens(name: str) -> None:
    blob = deck_pptx(with_text(sample_deck(), HOSTILE[name]), LIGHT)
    for file in reading.names(blob):
        if file.endswith((".xml", ".rels")):
            reading.part(blob, file)
    wanted = re.sub("[\t\n]", " ", HOSTILE[name])
    wanted = re.sub("[\x00-\x1f\ud800\ufffe\uffff]", "\ufffd", wanted)
    slides = Presentation(io.BytesIO(blob)).slides
    assert len(slides) == 6
    for slide in slides:
        assert slide.shapes.title.text_frame.text == wanted
        assert slide.notes_slide.notes_text_frame.text == wanted


def decks(path: Path) -> list[Deck]:
    study = load_study(path)
    read = annotations_of(study)
    day = date(2026, 1, 31)
    return [
        deck(study, read, audience="lay", size=WIDE, as_of=day),
        deck(study, read, audience="sponsor", size=NARROW, as_of=day),
    ]


def opens(path: Path) -> None:
    for one in decks(path):
        blob = deck_pptx(one, LIGHT)
        written = Presentation(io.BytesIO(blob)).slides
        titles = [slide.shapes.title.text_frame.text.replace("\xa0", " ") for slide in written]
        assert titles == [slide.title.text for slide in one.slides]
        for slide in reading.slides(blob):
            assert one.nct_id in reading.text(slide)
            shapes = list(reading.shapes(slide))
            assert len({properties.get("id") for _, properties in shapes}) == len(shapes)
            for shape, properties in shapes:
                words = properties.get("descr") or reading.text(shape).strip()
                assert words or reading.is_decorative(properties), properties.get("name")


def test_the_shipped_record_becomes_slides() -> None:
    opens(ROOT / "data" / "records" / "NCT03972488.txt")


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_any_record_becomes_slides(path: Path) -> None:
    opens(path)
