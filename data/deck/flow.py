"""How the study is built: from the first step to the last, split where a slide cannot hold it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile
from typing import Final

from data.deck import typeset
from data.deck.brief import Brief
from data.deck.flow_in_brief import flow_in_brief
from data.deck.model import LEAST_TYPE, SIZES, Slide, SlideBlock
from data.deck.typeset import say
from data.flow.model import ORIGIN_IN_WORDS, Flow, Step, Transition
from data.pictures.flow import flow_scene_across
from data.pictures.flow_across import columns_of, passes_columns
from data.pictures.scene import Box, Frame, Paragraph, Scene, Text
from data.pictures.typeset import NO_LIMIT, set_paragraph, text_height
from data.topics import Topic
from data.views.flow import BoxText, FlowInfo, flow_finding, flow_info, plain_title
from data.words import capitalised

KEY: Final = Topic.FLOW
_NAME: Final = "How the study is built"
_AFTER: Final = "What may come afterwards"
_HEAD: Final = ("screening", "enrolled", "excluded", "allocation")
_MOST_DRAWN: Final = 60  # groups in all: nobody turns more than a few slides of them
_MOST_ARMS: Final = 6
_FEWEST_ARMS: Final = 4  # on a slide, where there are as many and they fit
_LEAST_ARMS: Final = 2  # on a slide with nothing but their names
_TYPE: Final = (36.0, 32.0, 28.0, LEAST_TYPE)
_SHORT: Final = 6  # letters
_ABOVE_CAPTION: Final = 20.0
_MOST_LINES: Final = 5  # of a name


def slides(brief: Brief) -> tuple[Slide, ...]:
    """Draw the flow on as few slides as can be read; to a lay audience also in brief, on one, where
    it takes several in any format."""
    whole = flow_info(brief.study, brief.annotations, published=True)
    recorded = _first_groups(whole)
    info = _worded(brief, recorded)
    pages = tuple(_pages(brief, info))
    names = [page.name for page in pages]
    return _in_brief(brief, whole, info, names.count(_NAME)) + tuple(
        _slide(brief, recorded, page, names.count(page.name), names[: place + 1].count(page.name))
        for place, page in enumerate(pages)
    )


def _in_brief(brief: Brief, whole: FlowInfo, info: FlowInfo, pages: int) -> tuple[Slide, ...]:
    if not brief.lay or (pages < 2 and not _is_split_elsewhere(brief, info)):
        return ()
    recorded = _first_groups(whole)
    count = sum(step.kind == "arm" for step in whole.flow.steps)
    return (
        Slide(
            key=KEY,
            name="design-in-brief",
            title=typeset.title(_NAME, brief.size),
            blocks=flow_in_brief(info, _room(brief), count),
            notes=tuple(_notes(brief, recorded, recorded.flow)),
            sources=_sources(brief, recorded, recorded.flow),
        ),
    )


def _is_split_elsewhere(brief: Brief, info: FlowInfo) -> bool:
    """Whether the way to the groups takes several slides in the other format."""
    others = (replace(brief, size=size) for size in SIZES if size is not brief.size)
    return any(sum(page.name == _NAME for page in _pages(other, info)) > 1 for other in others)


def _first_groups(info: FlowInfo) -> FlowInfo:
    """Leave out the groups that are too many for slides, and what only they lead to, and say so."""
    arms = [step for step in info.flow.steps if step.kind == "arm"]
    more = len(arms) - _MOST_DRAWN
    if more <= 0:
        return info
    flow = _part(info.flow, info.flow.steps, arms=arms[:_MOST_DRAWN])
    noun = "group is" if more == 1 else "groups are"
    said = f"{more:,} more {noun} not drawn: the full record has all {len(arms):,}."
    return replace(info, flow=replace(flow, remarks=(said, *flow.remarks)))


def _worded(brief: Brief, info: FlowInfo) -> FlowInfo:
    """Say it in the words of the audience, and what numbers are from in one place below."""
    steps = tuple(
        replace(step, title=plain_title(step, brief.study, brief.annotations))
        if brief.lay
        else step
        for step in info.flow.steps
    )
    texts = {
        step.key: (*_title(step), *_particulars(brief, info, step), *_counted(info, step))
        for step in steps
    }
    return replace(info, flow=replace(info.flow, steps=steps), texts=texts)


def _title(step: Step) -> Iterator[BoxText]:
    phase = step.phase if step.kind == "period" else ""
    above = " · ".join(filter(None, (phase, "optional" if step.optional else "")))
    if above:
        yield BoxText(text=above, style="phase", most=2)
    yield BoxText(text=step.title, style="title", most=_MOST_LINES)


def _particulars(brief: Brief, info: FlowInfo, step: Step) -> Iterator[BoxText]:
    """What is asked, or what is given: in plain words for a lay audience, if somebody wrote them;
    else as on the page."""
    plain = brief.annotations.plain.steps.get(step.key)
    group = None if step.position is None else brief.study.arm_groups[step.position]
    if step.kind == "later" and not brief.lay and step.key in info.labels:
        yield BoxText(text=info.labels[step.key], style="text", most=NO_LIMIT)
    elif step.kind == "arm" and brief.lay and plain:
        yield BoxText(text=plain.plain, style="text", most=NO_LIMIT)
    elif step.kind == "arm" and group and group.intervention_names:
        yield from (text for text in info.texts[step.key] if text.style == "text")


def _counted(info: FlowInfo, step: Step) -> Iterator[BoxText]:
    count = info.counts.get(step.key)
    if count is not None and count.written:
        noun = "person" if count.number == 1 else "people"
        yield BoxText(text=f"{count.written} {noun}", style="count", most=2)
    elif count is not None and step.kind == "arm":
        yield BoxText(text=count.said, style="count", most=3)


@dataclass(frozen=True, kw_only=True)
class _Page:
    """What one slide shows: a part of the flow, and what is said below."""

    name: str
    flow: Flow
    picture: Scene | None
    caption: Text | None


def _slide(brief: Brief, recorded: FlowInfo, page: _Page, of: int, number: int) -> Slide:
    name = typeset.numbered(page.name, number, of)
    found = flow_finding(recorded, in_brief=True) if page.name == _NAME and of == 1 else ""
    heading = typeset.headline(found, name, brief.size)
    blocks: tuple[SlideBlock, ...] = tuple(filter(None, (page.picture, page.caption)))
    return Slide(
        key=KEY,
        name="design" if page.name == _NAME else "afterwards",
        title=heading,
        part_of=page.name,
        blocks=blocks,
        notes=tuple(_notes(brief, recorded, _part(recorded.flow, page.flow.steps))),
        sources=_sources(brief, recorded, page.flow),
    )


def _room(brief: Brief) -> Frame:
    return typeset.body(typeset.title(_NAME, brief.size), brief.size)


def _pages(brief: Brief, info: FlowInfo) -> Iterator[_Page]:
    """Show everything on one slide if it fits; else the way to the groups, then what follows."""
    flow = info.flow
    whole = _fitted(brief, info, _NAME, flow, levels=_LEVELS[:1])
    if whole is not None:
        yield whole
        return
    head = [step for step in flow.steps if step.kind in _HEAD]
    arms = [step for step in flow.steps if step.kind == "arm"]
    rest = [step for step in flow.steps if step not in head and step not in arms]
    only_follow_up = all(step.kind == "follow_up" for step in rest)
    if only_follow_up and rest:
        yield from _in_portions(brief, info, _NAME, [*head, *rest], arms)
    else:
        yield from _in_portions(brief, info, _NAME, head, arms)
        if rest:
            yield from _after(brief, info, arms, rest)


def _after(
    brief: Brief, info: FlowInfo, arms: Sequence[Step], rest: Sequence[Step]
) -> Iterator[_Page]:
    """Show what follows the groups: for those that something follows, in windows of columns."""
    flow = info.flow
    follow_up = [step for step in rest if step.kind == "follow_up"]
    between = [step for step in rest if step.kind != "follow_up"]
    led_on = [
        arm
        for arm in arms
        if any(item.target in {step.key for step in between} for item in flow.out_of(arm.key))
    ]
    name = "The periods, one after another" if all(s.kind == "period" for s in between) else _AFTER
    yield from _in_portions(brief, info, name, [*between, *follow_up], led_on)


def _in_portions(
    brief: Brief, info: FlowInfo, name: str, others: Sequence[Step], arms: Sequence[Step]
) -> Iterator[_Page]:
    """Show a part of the flow, with as many groups on each slide as can be read.

    Args:
        others: the steps that are shown beside the groups, as far as they belong to them.
        arms: the groups; none where what comes after stands alone.
    """
    if not arms:
        yield from _windows(brief, info, name, _part(info.flow, others))
        return
    for level in _LEVELS:
        for portions in _portions(arms, _LEAST_ARMS if level is _names else _FEWEST_ARMS):
            parts = [_part(info.flow, [*others, *some], arms=some) for some in portions]
            fitted = (_fitted(brief, info, name, part, levels=(level,)) for part in parts)
            # One part that does not fit spares the trial of the others.
            pages = list(takewhile(bool, fitted))
            if len(pages) == len(parts):
                yield from filter(None, pages)
                return
    for portion in ([arm] for arm in arms):
        yield from _windows(brief, info, name, _part(info.flow, [*others, *portion], arms=portion))


def _portions(arms: Sequence[Step], fewest: int) -> Iterator[list[Sequence[Step]]]:
    """Ever more portions of about the same size, as long as none is needlessly small."""
    for count in range(-(-len(arms) // _MOST_ARMS), -(-len(arms) // fewest) + 1):
        size, more = divmod(len(arms), count)
        ends = [place * size + min(place, more) for place in range(count + 1)]
        yield [arms[start:end] for start, end in pairwise(ends)]


def _part(flow: Flow, steps: Sequence[Step], arms: Sequence[Step] | None = None) -> Flow:
    """The flow between some steps; with groups, without what belongs to other groups."""
    keys = {step.key for step in steps}
    if arms is not None:
        every = {step.key for step in flow.steps if step.kind == "arm"}
        others = every - {arm.key for arm in arms}
        keys = {key for key in keys if not _only_after(flow.before(key) & every, others)}
    return Flow(
        steps=tuple(step for step in flow.steps if step.key in keys),
        transitions=tuple(
            item for item in flow.transitions if item.source in keys and item.target in keys
        ),
        remarks=flow.remarks,
    )


def _only_after(before: frozenset[str], arms: set[str]) -> bool:
    """Whether every way to a step, by the groups before it, leads through one of these groups."""
    return bool(before) and before <= arms


def _windows(brief: Brief, info: FlowInfo, name: str, flow: Flow) -> Iterator[_Page]:
    """Show a long way piece by piece; each slide begins with the end of the one before."""
    left = list(flow.in_order())
    while left:
        for count in range(len(left), 0, -1):
            page = _fitted(brief, info, name, _part(flow, left[:count]), levels=_LEVELS)
            if page is not None:
                yield page
                break
        else:
            yield from _told(brief, name, _part(flow, left))
            return
        # The last step stands at the beginning of the next slide again, unless it is the end.
        left = left[max(1, count - 1) :] if count < len(left) else []


def _told(brief: Brief, name: str, flow: Flow) -> Iterator[_Page]:
    """Say in words what no picture can hold."""
    listed = [say(step.title, bullet=True) for step in flow.steps]
    room = _room(brief)
    for page in typeset.text_pages(listed, room.width, room.height):
        caption = typeset.placed(page, room)
        yield _Page(name=name, flow=flow, picture=None, caption=caption)


_Texts = tuple[BoxText, ...]
_Level = Callable[[_Texts], _Texts]


def _fitted(
    brief: Brief, info: FlowInfo, name: str, flow: Flow, *, levels: Sequence[_Level]
) -> _Page | None:
    """Draw a flow with as much in its boxes as there is room for; without what follows every
    group, if that alone does not fit."""
    for level in levels:
        for shown, dropped in _with_and_without_follow_up(flow):
            page = _drawn(brief, info, name, shown, dropped, level)
            if page is not None:
                return page
    return None


def _with_and_without_follow_up(flow: Flow) -> Iterator[tuple[Flow, tuple[Step, ...]]]:
    ends = tuple(step for step in flow.steps if step.kind == "follow_up")
    # Arrows from everywhere into one box are a tangle: a sentence says the same.
    if not any(passes_columns(flow, step.key) for step in ends):
        yield flow, ()
    if ends and len(ends) < len(flow.steps):
        yield _part(flow, [step for step in flow.steps if step not in ends]), ends


def _drawn(
    brief: Brief,
    info: FlowInfo,
    name: str,
    flow: Flow,
    dropped: Sequence[Step],
    level: _Level,
) -> _Page | None:
    most = 4 if brief.size.width > 1100 else 3
    if columns_of(flow) > most + (1 if level is _names else 0):
        return None
    room = _room(brief)
    caption = _caption(info, flow, dropped, level, room)
    below = text_height(caption) + _ABOVE_CAPTION if caption else 0.0
    frame = replace(room, height=room.height - below)
    texts = {step.key: _told_of(info, flow, step, level) for step in flow.steps}
    shown = replace(info, flow=flow, texts=texts)
    drawn = (flow_scene_across(shown, frame, size) for size in _TYPE)
    picture = min(filter(None, drawn), key=_widows, default=None)
    if picture is None:
        return None
    text = typeset.placed(caption, room, top=picture.frame.bottom + _ABOVE_CAPTION)
    return _Page(name=name, flow=flow, picture=picture, caption=text if caption else None)


def _widows(picture: Scene) -> int:
    """How many paragraphs end in a line of one short word; the largest type without any is best."""
    paragraphs = [item for box in picture.parts if isinstance(box, Box) for item in box.paragraphs]
    return sum(len(item.lines) > 1 and len(item.lines[-1]) < _SHORT for item in paragraphs)


def _caption(
    info: FlowInfo, flow: Flow, dropped: Sequence[Step], level: _Level, room: Frame
) -> tuple[Paragraph, ...]:
    told = [f"Afterwards: {step.title}." for step in dropped]
    if any(step.optional for step in flow.steps):
        told.append("Dashed: not for everyone who comes this far.")
    told += flow.remarks
    if level is not _names:
        told += _counts_from(info, flow)
    return tuple(set_paragraph(say(text, colour="muted"), room.width, most=3) for text in told)


def _counts_from(info: FlowInfo, flow: Flow) -> list[str]:
    published = _publications(info, flow)
    return [f"Numbers of people: {', '.join(published)}."] if published else []


def _publications(info: FlowInfo, flow: Flow) -> list[str]:
    """What the numbers are from that are not the record's own enrolment."""
    shown = [step for step in flow.steps if not _is_repeated(flow, step)]
    counts = [info.counts[step.key] for step in shown if step.key in info.counts]
    return list(dict.fromkeys(name for count in counts for name in count.elsewhere))


def _told_of(info: FlowInfo, flow: Flow, step: Step, level: _Level) -> _Texts:
    texts = info.texts[step.key]
    return level(_names(texts) if _is_repeated(flow, step) else texts)


def _is_repeated(flow: Flow, step: Step) -> bool:
    """Whether a group stands at the beginning of a slide: another one has told about it."""
    return step.kind == "arm" and not flow.into(step.key)


def _everything(texts: _Texts) -> _Texts:
    """A name, what is given or asked, and how many people."""
    return texts


def _names_and_counts(texts: _Texts) -> _Texts:
    return tuple(text for text in texts if text.style != "text")


def _in_one(texts: _Texts) -> _Texts:
    """The name and how many people, one after the other."""
    *before, name = _names(texts)
    counts = (text.text for text in texts if text.style == "count")
    return (*before, replace(name, text=" · ".join((name.text, *counts))))


def _names(texts: _Texts) -> _Texts:
    return tuple(text for text in texts if text.style in ("phase", "title"))


_LEVELS: Final[tuple[_Level, ...]] = (_everything, _names_and_counts, _in_one, _names)


def _notes(brief: Brief, info: FlowInfo, flow: Flow) -> Iterator[str]:
    """How each step is known, in the record's own words."""
    yield from flow.remarks
    for step in flow.steps:
        count = info.counts.get(step.key)
        told = f"{step.title} ({ORIGIN_IN_WORDS[step.origin]})"
        quote = f": “{step.quote}”" if step.quote else ""
        number = f" {capitalised(str(count))}." if count else ""
        yield f"{told}{quote}.{number}"
        if step.position is not None and step.kind in ("arm", "later"):
            description = brief.study.arm_groups[step.position].description
            yield from (f"{step.title}, as described: “{description}”",) if description else ()
    yield from (_transition_note(flow, item) for item in flow.transitions if item.quote)


def _transition_note(flow: Flow, item: Transition) -> str:
    condition = f", if {item.condition}" if item.condition else ""
    source, target = flow.step(item.source).title, flow.step(item.target).title
    return f"From {source} to {target}{condition}: “{item.quote}”"


def _sources(brief: Brief, info: FlowInfo, flow: Flow) -> tuple[str, ...]:
    published = _publications(info, flow)
    return (brief.record, *((f"numbers: {', '.join(published)}",) if published else ()))
