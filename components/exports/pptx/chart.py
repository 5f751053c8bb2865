"""Bars as a native chart, with the numbers in a workbook inside it."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any, Final

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from xlsxwriter import Workbook

from components.exports.pptx import drawing
from components.exports.pptx.drawing import emu
from components.palette import Palette
from data.deck.model import Chart
from data.pictures.scene import LINE_HEIGHT
from data.typography.width import text_width

_GAP: Final = 60  # between two bars, in percent of their thickness
_MOST_LABEL: Final = 0.5  # of the width; longer labels break
_AIR: Final = 12.0
_INTERVAL: Final = 2.5  # pixels, the line of an interval


def draw_chart(shapes: Any, chart: Chart, palette: Palette, made: datetime) -> None:
    """Draw bars in their place.

    Args:
        made: the date that the workbook inside carries.
    """
    if not chart.bars:
        return
    frame = chart.frame
    shape = shapes.add_chart(
        XL_CHART_TYPE.BAR_CLUSTERED,
        emu(frame.x),
        emu(frame.y),
        emu(frame.width),
        emu(frame.height),
        _Data(chart, made),
    )
    native = shape.chart
    native.has_legend = False
    drawing.style(native.font, chart.size, "text", palette)
    _title(native, chart, palette)
    _axes(native, chart, palette)
    _bars(native, chart, palette)
    _intervals(native, chart)
    _lay_out(native, chart)
    drawing.speak_british(native._chartSpace)
    drawing.describe(shape, "Chart", chart.alt)


class _Data(CategoryChartData):
    """What a chart shows, and the workbook behind it: dated, and with no text as a formula."""

    def __init__(self, chart: Chart, made: datetime) -> None:
        super().__init__()
        self.categories = [drawing.plain(bar.label) for bar in chart.bars]
        self.add_series(drawing.plain(chart.title), [bar.value for bar in chart.bars])
        self._chart, self._made = chart, made

    @property
    def xlsx_blob(self) -> bytes:
        """The workbook, its cells where python-pptx would have written them."""
        file = io.BytesIO()
        as_text = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        book = Workbook(file, as_text)
        book.set_properties({"created": self._made})
        sheet = book.add_worksheet("Sheet1")
        sheet.write_string(0, 1, drawing.plain(self._chart.title))
        for row, bar in enumerate(self._chart.bars, 1):
            sheet.write_string(row, 0, drawing.plain(bar.label))
            sheet.write_number(row, 1, bar.value)
        book.close()
        return file.getvalue()


def _title(native: Any, chart: Chart, palette: Palette) -> None:
    native.has_title = bool(chart.title)
    if not chart.title:
        return
    line = native.chart_title.text_frame.paragraphs[0]
    run = line.add_run()
    run.text = drawing.plain(chart.title)
    drawing.style(run.font, chart.size, "text", palette, bold=False)
    native.chart_title.include_in_layout = False
    _place(native.chart_title._element, 1, {"x": 0, "y": 0})


def _axes(native: Any, chart: Chart, palette: Palette) -> None:
    names, values = native.category_axis, native.value_axis
    names.reverse_order = True  # the first bar on top
    names.major_tick_mark = names.minor_tick_mark = XL_TICK_MARK.NONE
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.has_major_gridlines = False
    drawing.paint(names.format.line.color, "line", palette)
    drawing.style(names.tick_labels.font, chart.size, "text", palette)
    values.minimum_scale = 0
    values.maximum_scale = chart.maximum if chart.maximum > 0 else 1  # where every bar is nothing
    values.has_major_gridlines = False
    values.visible = False  # every bar has its number
    # python-pptx numbers them below zero, which the format does not allow.
    for reference in native._chartSpace.iter(qn("c:axId"), qn("c:crossAx")):
        reference.set("val", reference.get("val").lstrip("-"))


def _bars(native: Any, chart: Chart, palette: Palette) -> None:
    plot = native.plots[0]
    plot.gap_width = _GAP
    plot.vary_by_categories = False
    series = plot.series[0]
    series.invert_if_negative = False
    for number, bar in enumerate(chart.bars):
        point = series.points[number]
        point.format.fill.solid()
        drawing.paint(point.format.fill.fore_color, bar.colour, palette)
        label = point.data_label
        label.position = XL_LABEL_POSITION.OUTSIDE_END
        label.text_frame.word_wrap = False
        run = label.text_frame.paragraphs[0].add_run()
        run.text = drawing.plain(bar.text)
        drawing.style(run.font, chart.size, "text", palette, bold=True)


def _intervals(native: Any, chart: Chart) -> None:
    """Draw intervals as error bars, where an end is known; what is written stands behind them."""
    if not any(bar.has_interval for bar in chart.bars):
        return
    ends = {
        "plus": [0.0 if bar.high is None else bar.high - bar.value for bar in chart.bars],
        "minus": [0.0 if bar.low is None else bar.value - bar.low for bar in chart.bars],
    }
    # A cap at the end of the bar would look like an end that is known.
    is_open = any(bar.has_interval and None in (bar.low, bar.high) for bar in chart.bars)
    written = "".join(
        f"<c:{name}><c:numLit><c:formatCode>General</c:formatCode>"
        f'<c:ptCount val="{len(values)}"/>'
        + "".join(
            f'<c:pt idx="{place}"><c:v>{max(0.0, value):.6g}</c:v></c:pt>'
            for place, value in enumerate(values)
        )
        + f"</c:numLit></c:{name}>"
        for name, values in ends.items()
    )
    series = native.plots[0].series[0]
    bars = parse_xml(
        f"<c:errBars {nsdecls('c', 'a')}>"
        '<c:errBarType val="both"/><c:errValType val="cust"/>'
        f'<c:noEndCap val="{int(is_open)}"/>'
        f'{written}<c:spPr><a:ln w="{emu(_INTERVAL)}"><a:solidFill><a:schemeClr val="tx1"/>'
        "</a:solidFill></a:ln></c:spPr></c:errBars>"
    )
    series._element.find(qn("c:cat")).addprevious(bars)
    room = 1 - sum(_sides(chart))
    for number, bar in enumerate(chart.bars):
        shift = room * (bar.end - bar.value) / (chart.maximum or 1) + _AIR / chart.frame.width
        label = series.points[number].data_label._dLbl
        label.find(qn("c:idx")).addnext(
            parse_xml(
                f"<c:layout {nsdecls('c')}><c:manualLayout>"
                f'<c:x val="{shift:.4f}"/></c:manualLayout></c:layout>'
            )
        )
    # A label that was moved would be tied to its bar by a line that goes on from the interval.
    for leaders in series._element.iter(qn("c:showLeaderLines")):
        leaders.set("val", "0")


def _sides(chart: Chart) -> tuple[float, float]:
    """The room for the names and for the numbers, in shares of the width."""
    frame, size = chart.frame, chart.size
    names = max(text_width(bar.label, size) for bar in chart.bars) + 2 * _AIR
    numbers = max(text_width(bar.text, size, bold=True) for bar in chart.bars) + 2 * _AIR
    return min(names / frame.width, _MOST_LABEL), min(numbers / frame.width, _MOST_LABEL)


def _lay_out(native: Any, chart: Chart) -> None:
    """Keep room for the names on the left, for the numbers on the right, for the title above."""
    frame, size = chart.frame, chart.size
    left, right = _sides(chart)
    top = min((size * LINE_HEIGHT + _AIR) / frame.height, 0.5) if chart.title else 0.0
    plot = native._chartSpace.chart.plotArea
    _place(plot, 0, {"x": left, "y": top, "w": 1 - left - right, "h": 1 - top}, "inner")


def _place(element: Any, index: int, shares: dict[str, float], target: str = "") -> None:
    """Place a part of a chart by hand, in shares of the chart's width and height."""
    for layout in element.findall(qn("c:layout")):
        element.remove(layout)
    what = f'<c:layoutTarget val="{target}"/>' if target else ""
    modes = "".join(f'<c:{name}Mode val="edge"/>' for name in ("x", "y"))
    values = "".join(f'<c:{name} val="{share:.4f}"/>' for name, share in shares.items())
    layout = f"<c:manualLayout>{what}{modes}{values}</c:manualLayout>"
    element.insert(index, parse_xml(f"<c:layout {nsdecls('c')}>{layout}</c:layout>"))
