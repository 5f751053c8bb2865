"""Where boxes and arrows are drawn: no overlaps, arrows only forward, for any flow."""

from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import Study, load_study
from data.annotations import Annotations, load_annotations
from data.flow.model import Flow, Step, Transition
from data.pictures.flow import PAGE, PHONE, flow_scene, room_for
from data.pictures.flow_down import FlowSpacing, Layout, lay_out
from data.pictures.scene import Box, Connector, Frame
from data.typography.width import text_width
from data.typography.wrap import wrap
from data.views.flow import FlowInfo, flow_info
from tests.records import SAMPLES

RECORD = Path(__file__).parents[1] / "data" / "records" / "NCT03972488.json"


@pytest.fixture(scope="module")
def netter_2() -> Study:
    return load_study(RECORD)


@pytest.fixture(scope="module")
def netter_2_notes(netter_2: Study) -> Annotations:
    return load_annotations(netter_2, RECORD.with_suffix(".annotations.yaml"))


SPACINGS = st.builds(
    FlowSpacing,
    column=st.sampled_from([120.0, 232.0]),
    gutter=st.sampled_from([8.0, 20.0]),
    margin=st.sampled_from([0.0, 8.0]),
    max_columns=st.integers(1, 5),
)


@st.composite
def flows(draw: st.DrawFn) -> Flow:
    """A head, up to 20 arms, and further steps that come from any steps before, or from nowhere."""
    steps = [Step(key="s", kind="screening", title="s", phase="p")]
    links = []
    if draw(st.booleans()):
        steps.append(Step(key="x", kind="excluded", title="x", phase="p"))
        links.append(("s", "x"))
    if draw(st.booleans()):
        steps.append(Step(key="r", kind="allocation", title="r", phase="p"))
        links.append(("s", "r"))
    gate = steps[-1].key if steps[-1].kind == "allocation" else "s"
    for number in range(draw(st.integers(0, 20))):
        steps.append(Step(key=f"a{number}", kind="arm", title="a", phase="p"))
        links.append((gate, f"a{number}"))
    inner = [step.key for step in steps if step.kind == "arm"]
    for number in range(draw(st.integers(0, 6))):
        key = f"l{number}"
        sources = draw(st.lists(st.sampled_from(inner), unique=True, max_size=4)) if inner else []
        steps.append(Step(key=key, kind="later", title="l", phase="p", source_stated=bool(sources)))
        links += [(source, key) for source in sources]
        inner.append(key)
    return Flow(
        steps=tuple(steps),
        transitions=tuple(Transition(source=a, target=b) for a, b in links),
    )


def check(flow: Flow, layout: Layout) -> None:
    """Every property a layout must have."""
    whole = Frame(x=0, y=0, width=layout.width + 0.01, height=layout.height + 0.01)
    assert set(layout.boxes) == {step.key for step in flow.steps}
    for box in (*layout.boxes.values(), *layout.labels.values()):
        assert box.x >= 0
        assert box.y >= 0
        assert box.right <= whole.right
        assert box.bottom <= whole.bottom
    everything = (*layout.boxes.values(), *layout.labels.values())
    for one, other in combinations(everything, 2):
        assert not one.overlaps(other)
    for item in flow.transitions:
        points = layout.arrows[item.source, item.target]
        check_arrow(points, layout.boxes[item.source], layout.boxes[item.target])
        for key, box in layout.boxes.items():
            for start, end in pairwise(points):
                assert not crosses(start, end, box), f"{item.source}->{item.target} crosses {key}"
        for key, label in layout.labels.items():
            if key != item.target:
                assert not any(crosses(a, b, label) for a, b in pairwise(points))


def check_arrow(points: tuple, source: Frame, target: Frame) -> None:
    (x0, y0), (x1, y1) = points[0], points[-1]
    assert y0 == source.bottom
    assert source.x < x0 < source.right
    assert y1 == target.y
    assert x1 == target.middle
    assert y1 > y0
    for (ax, ay), (bx, by) in pairwise(points):
        assert ax == bx or ay == by, "arrows run straight or across"
        assert by >= ay, "arrows never run back"
    assert points[-2][0] == x1, "the last piece comes down into the box"


def crosses(start: tuple, end: tuple, box: Frame) -> bool:
    """Whether a straight piece runs through the inside of a box."""
    (ax, ay), (bx, by) = start, end
    left, right = sorted((ax, bx))
    top, bottom = sorted((ay, by))
    return left < box.right and right > box.x and top < box.bottom and bottom > box.y


@settings(deadline=None, max_examples=60)
@given(flow=flows(), spacing=SPACINGS, data=st.data())
def test_nothing_overlaps_and_arrows_point_forward(flow: Flow, spacing: FlowSpacing, data):
    heights = {s.key: data.draw(st.floats(20, 200)) for s in flow.steps}
    labels = {s.key: data.draw(st.sampled_from([0.0, 15.0, 45.0])) for s in flow.steps}
    check(flow, lay_out(flow, heights, spacing, labels))


@settings(deadline=None, max_examples=60)
@given(flow=flows(), spacing=SPACINGS)
def test_two_different_ways_never_share_a_line(flow: Flow, spacing: FlowSpacing):
    layout = lay_out(flow, dict.fromkeys((s.key for s in flow.steps), 60.0), spacing)
    for one, other in combinations(flow.transitions, 2):
        if one.source == other.source or one.target == other.target:
            continue
        a = layout.arrows[one.source, one.target]
        b = layout.arrows[other.source, other.target]
        assert not any(share_a_line(p, q) for p in pairwise(a) for q in pairwise(b)), (one, other)


def share_a_line(one: tuple, other: tuple) -> bool:
    for axis in (0, 1):
        fixed = {point[axis] for point in (*one, *other)}
        if len(fixed) == 1:
            (a, b), (c, d) = sorted(p[1 - axis] for p in one), sorted(p[1 - axis] for p in other)
            return min(b, d) - max(a, c) > 0.5
    return False


ROOMS = {"phone": PHONE, "beside": room_for(500), "page": PAGE, "wall": room_for(960)}


@pytest.mark.parametrize(("spacing", "widest"), [(PHONE, 350), (PAGE, 500)])
def test_netter_2_fits_its_room(
    netter_2: Study, netter_2_notes: Annotations, spacing: FlowSpacing, widest: float
):
    for published in (False, True):
        info = flow_info(netter_2, netter_2_notes, published=published)
        check_info(info, spacing)
        assert flow_scene(info, spacing).frame.width <= widest


@pytest.mark.parametrize("spacing", ROOMS.values(), ids=ROOMS)
def test_real_records_are_drawn_without_overlaps(spacing: FlowSpacing):
    for path in SAMPLES:
        check_info(flow_info(load_study(path), Annotations()), spacing)


def check_info(info: FlowInfo, spacing: FlowSpacing) -> None:
    scene = flow_scene(info, spacing)
    boxes = [part for part in scene.parts if isinstance(part, Box)]
    arrows = [part for part in scene.parts if isinstance(part, Connector) and part.source]
    labels = dict(zip(info.labels, (box.frame for box in boxes if not box.key), strict=False))
    layout = Layout(
        boxes={box.key: box.frame for box in boxes if box.key},
        labels=labels,
        arrows={(arrow.source, arrow.target): arrow.points for arrow in arrows},
        width=scene.frame.width,
        height=scene.frame.height,
    )
    check(info.flow, layout)
    for box in boxes:
        for item in box.paragraphs:
            for line in item.lines:
                assert text_width(line, item.size, bold=item.bold) <= box.frame.width


@given(st.text(max_size=300), st.floats(20, 300), st.integers(1, 6))
def test_wrapped_lines_fit_and_lose_nothing_before_the_end(text: str, width: float, most: int):
    lines = wrap(text, width, 12, most=most)
    assert len(lines) <= most
    assert all(text_width(line, 12) <= width or len(line) <= 2 for line in lines)
    written = "".join("".join(lines).removesuffix("…").split())
    assert "".join(text.split()).startswith(written)


def test_a_long_label_ends_in_an_ellipsis_and_a_short_one_does_not():
    assert wrap("one two three four five six", 30, 12, most=2)[-1].endswith("…")
    assert wrap("Follow-up", 200, 12) == ("Follow-up",)


def test_a_number_stays_with_its_unit():
    for width in range(60, 200):
        assert not any(
            line.endswith("30") for line in wrap("Lutathera + octreotide LAR 30 mg", width, 12)
        )


def test_what_is_cut_ends_between_words_and_a_sign_of_it_stands_on_no_line_alone() -> None:
    (line,) = wrap("Participants with a histologically confirmed tumour", 300, 16, most=1)
    assert line.removesuffix("…") in ("Participants with a histologically", "Participants with a")
    (letters,) = wrap("Pneumonoultramicroscopicsilicovolcanoconiosis of the lung", 120, 16, most=1)
    assert letters.startswith("Pneumono")
    told = "then, for some: re-treatment; …"
    for width in range(120, 300, 7):
        assert "…" not in wrap(told, width, 13)


def test_a_time_in_years_and_months_stands_on_one_line() -> None:
    assert wrap("It took about 7 years 9 months", 170, 16) == ("It took about", "7 years 9 months")
