"""Published results of a study whose record holds none: benefit and harm, told in the same way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from data.annotations import Annotations
from data.annotations.base import PublishedFigure
from data.annotations.results import ResultArm, ResultMeasure, Scale, Side
from data.results.numbers import plain
from data.study import Study
from data.views.results_hundred import HUNDRED, Hundred, HundredInfo, of_hundred
from data.views.results_marks import Block, Mark, MarksInfo, marks_info

NOT_REPORTED: Final = "not reported here"

Arms = Mapping[str, ResultArm]
Figures = Mapping[str, PublishedFigure | None]


@dataclass(frozen=True, kw_only=True)
class Source:
    """A publication: its short name, and where to read it where that is known."""

    short: str
    address: str | None


@dataclass(frozen=True, kw_only=True)
class PublishedLine:
    """A figure, or something that was not reported, with its sources."""

    label: str
    value: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, kw_only=True)
class PublishedMeasure:
    """Something that was measured in each arm, in a lay reader's words and an investigator's.

    Args:
        title, technical: its two names.
        about: what it means.
        leaves_out: what it does not say.
        sentences: what was found, in plain words; absolute numbers first.
        exact: what was found, as published, by arm; then what compares the arms.
        picture: the values as bars or points.
        hundred: the same as one hundred people per arm; None for what is no share of people.
        sources: the publications.
    """

    title: str
    technical: str
    about: str
    leaves_out: str
    side: Side
    leading: bool
    sentences: tuple[str, ...]
    exact: tuple[PublishedLine, ...]
    picture: MarksInfo
    hundred: HundredInfo | None
    sources: tuple[Source, ...]


@dataclass(frozen=True, kw_only=True)
class PublishedInfo:
    """All published results; `measures` is empty where nobody has gathered any.

    Args:
        arms: the short name of each arm, and its name in full.
        citations: the publications in full, each with where to read it: names and addresses.
    """

    arms: tuple[tuple[str, str], ...]
    measures: tuple[PublishedMeasure, ...]
    groups: tuple[tuple[str, tuple[PublishedLine, ...]], ...]
    not_reported: tuple[PublishedLine, ...]
    caveats: tuple[str, ...]
    citations: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]

    def of(self, side: Side, *, leading: bool) -> tuple[PublishedMeasure, ...]:
        """The measures of one side of the balance."""
        return tuple(m for m in self.measures if m.side is side and m.leading is leading)


def published_info(study: Study, annotations: Annotations) -> PublishedInfo:
    """Gather what has been published of a study's results."""
    results = annotations.results
    labels = [group.label for group in study.arm_groups]
    positions = {
        key: labels.index(arm.group) for key, arm in results.arms.items() if arm.group in labels
    }
    return PublishedInfo(
        arms=tuple((_upper_first(arm.short), arm.title) for arm in results.arms.values()),
        measures=tuple(_measure(item, annotations, positions) for item in results.measures),
        groups=tuple(
            (group.title, tuple(_line(annotations, key) for key in group.figures))
            for group in results.groups
        ),
        not_reported=tuple(
            PublishedLine(
                label=item.what, value=item.why, sources=_sources(annotations, item.citations)
            )
            for item in results.not_reported
        ),
        caveats=results.caveats,
        citations=tuple(
            (citation.text, tuple(citation.links.items()))
            for citation in annotations.citations.values()
        ),
    )


def _line(annotations: Annotations, key: str) -> PublishedLine:
    figure = annotations.published[key]
    value = f"{figure.value}. {figure.note}" if figure.note else figure.value
    sources = _sources(annotations, figure.citations)
    return PublishedLine(label=figure.label, value=value, sources=sources)


def _sources(annotations: Annotations, keys: tuple[str, ...]) -> tuple[Source, ...]:
    found = (annotations.citations[key] for key in dict.fromkeys(keys))
    return tuple(
        Source(short=item.short, address=next(reversed(item.links.values()), None))
        for item in found
    )


def _measure(
    item: ResultMeasure, annotations: Annotations, positions: dict[str, int]
) -> PublishedMeasure:
    arms = annotations.results.arms
    figures = {
        key: annotations.published[item.figures[key]] if key in item.figures else None
        for key in arms
    }
    effects = tuple(annotations.published[key] for key in item.effects)
    comparator = list(arms.values())[-1].short
    used = [figure for figure in (*figures.values(), *effects) if figure]
    by_arm = tuple(
        _exact(annotations, _upper_first(arms[key].short), figure)
        for key, figure in figures.items()
    )
    return PublishedMeasure(
        title=item.plain,
        technical=item.technical,
        about=item.about,
        leaves_out=item.leaves_out,
        side=item.side,
        leading=item.leading,
        sentences=(
            *_sentences(item, arms, figures),
            *filter(None, (_in_plain_words(effect, item, comparator) for effect in effects)),
        ),
        exact=(*by_arm, *(_exact(annotations, effect.label, effect) for effect in effects)),
        picture=_picture(item, arms, figures, positions),
        hundred=_hundred(item, arms, figures, positions) if item.scale is Scale.SHARE else None,
        sources=_sources(annotations, tuple(key for figure in used for key in figure.citations)),
    )


def _exact(annotations: Annotations, label: str, figure: PublishedFigure | None) -> PublishedLine:
    if figure is None:
        return PublishedLine(label=label, value=NOT_REPORTED, sources=())
    sources = _sources(annotations, figure.citations)
    return PublishedLine(label=label, value=figure.value, sources=sources)


def _upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def _sentences(item: ResultMeasure, arms: Arms, figures: Figures) -> tuple[str, ...]:
    """Say what was found: absolute numbers, then how far they lie apart, then how sure it is."""
    known = {key: figure for key, figure in figures.items() if figure}
    told = _medians(item, arms, known) if item.scale is Scale.TIME else _shares(item, arms, known)
    missing = " and ".join(f"the {arms[key].short}" for key in arms if key not in known)
    absent = f"For {missing} this is not reported here." if missing else ""
    return tuple(filter(None, (*told, absent)))


def _medians(
    item: ResultMeasure, arms: Arms, known: Mapping[str, PublishedFigure]
) -> tuple[str, ...]:
    each = "; ".join(
        f"half of the people in the {arms[key].short} went {_amount(figure)} or longer"
        for key, figure in known.items()
    )
    ends = "; ".join(
        f"from {_interval(figure)} in the {arms[key].short}"
        for key, figure in known.items()
        if figure.interval
    )
    return (
        f"Without {item.event}: {each}.",
        _apart(known, arms, _longer),
        f"How sure this is (95% confidence intervals): {ends}." if ends else "",
    )


def _shares(
    item: ResultMeasure, arms: Arms, known: Mapping[str, PublishedFigure]
) -> tuple[str, ...]:
    each = " and ".join(
        f"about {of_hundred(figure.number or 0)} of {HUNDRED} people in the {arms[key].short}"
        for key, figure in known.items()
    )
    return (f"{_upper_first(each)} {item.event}.", _apart(known, arms, _more))


def _longer(gap: float) -> str:
    return f"The median is {plain(abs(gap))} months {'longer' if gap > 0 else 'shorter'}"


def _more(gap: float) -> str:
    return f"That is about {of_hundred(abs(gap))} {'more' if gap > 0 else 'fewer'} of {HUNDRED}"


def _apart(known: Mapping[str, PublishedFigure], arms: Arms, say: Callable[[float], str]) -> str:
    """Say how far the first arm lies from the second; nothing unless there are exactly two."""
    numbers = [figure.number for figure in known.values() if figure.number is not None]
    if len(numbers) != 2:
        return ""
    gap = round(numbers[0] - numbers[1], 9)
    if not gap:
        return "That is the same in both."
    return (
        f"{say(gap)} in the {arms[next(iter(known))].short} (computed here from the two figures)."
    )


def _amount(figure: PublishedFigure) -> str:
    return f"{plain(figure.number or 0)} {figure.unit or ''}".strip()


def _interval(figure: PublishedFigure) -> str:
    assert figure.interval is not None
    low, high = figure.interval.low, figure.interval.high
    unit = f" {figure.unit}" if figure.unit else ""
    last = "an end that could not be estimated yet" if high is None else f"{plain(high)}{unit}"
    return f"{'an unknown beginning' if low is None else plain(low)} to {last}"


def _in_plain_words(effect: PublishedFigure, item: ResultMeasure, comparator: str) -> str:
    """Say what a hazard ratio or an odds ratio means, and what it does not."""
    if effect.number is None or not effect.number:
        return ""
    if effect.ratio == "hazards":
        return (
            "At any moment of the study, among people to whom it had not happened yet, "
            f"{item.event} came at about {of_hundred(effect.number * 100)}% of the rate in the "
            f"{comparator} (hazard ratio {plain(effect.number)}). This compares speeds, averaged "
            "over the study; it does not say how many people are spared in the end."
        )
    if effect.ratio == "odds":
        return (
            f"The odds, those who did against those who did not, were {plain(effect.number)} times "
            f"those in the {comparator}. Odds are not chances: the numbers of {HUNDRED} say more."
        )
    return ""


def _picture(
    item: ResultMeasure, arms: Arms, figures: Figures, positions: Mapping[str, int]
) -> MarksInfo:
    is_share = item.scale is Scale.SHARE
    marks = tuple(
        _mark(_upper_first(arms[key].short), figure, positions.get(key))
        for key, figure in figures.items()
    )
    units = {figure.unit for figure in figures.values() if figure and figure.unit}
    return marks_info(
        title=item.technical,
        blocks=(Block(heading="", marks=marks),),
        bars=is_share,
        axis_title="people, %" if is_share else f"{', '.join(sorted(units))}, median with 95% CI",
        whole=100.0 if is_share else None,
    )


def _mark(name: str, figure: PublishedFigure | None, position: int | None) -> Mark:
    if figure is None:
        return Mark(text=f"{name}: {NOT_REPORTED}", position=position)
    interval = figure.interval
    return Mark(
        text=f"{name}: {figure.value}",
        position=position,
        value=figure.number,
        low=interval.low if interval else None,
        high=interval.high if interval else None,
        low_open=interval is not None and interval.low is None,
        high_open=interval is not None and interval.high is None,
    )


def _hundred(
    item: ResultMeasure, arms: Arms, figures: Figures, positions: Mapping[str, int]
) -> HundredInfo:
    groups = (
        Hundred(
            group=arms[key].short,
            position=positions.get(key),
            affected=of_hundred(figure.number) if figure and figure.number is not None else None,
            exact=figure.value if figure else NOT_REPORTED,
        )
        for key, figure in figures.items()
    )
    return HundredInfo(title=item.plain, event=item.event, groups=tuple(groups))


def published_table(info: PublishedInfo) -> list[dict[str, str]]:
    """Tell everything published as rows of text: a line per figure, with its sources."""
    rows = [
        _table_row(_SIDES[item.side], f"{item.technical}: {line.label}", line.value, line.sources)
        for item in info.measures
        for line in item.exact
    ]
    rows += [
        _table_row(heading, line.label, line.value, line.sources)
        for heading, lines in info.groups
        for line in lines
    ]
    rows += [
        _table_row("Not reported", line.label, line.value, line.sources)
        for line in info.not_reported
    ]
    return rows


_SIDES: Final = {Side.BENEFIT: "Benefit", Side.HARM: "Harm"}


def _table_row(section: str, label: str, value: str, sources: tuple[Source, ...]) -> dict[str, str]:
    return {
        "Section": section,
        "Figure": label,
        "Value": value,
        "Source": "; ".join(f"published: {source.short}" for source in sources),
    }
