"""Published results of a study whose record holds none: benefit and harm, told in the same way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from data.annotations import Annotations
from data.annotations.base import Citation, ConfidenceInterval, PublishedFigure
from data.annotations.results import ResultArm, ResultMeasure, ResultSide, Scale, Severity
from data.results.numbers import plain
from data.study import Study
from data.views.results_events import Dumbbell, EventsInfo, scale_end
from data.views.results_hundred import HUNDRED, Hundred, HundredInfo, of_hundred
from data.views.results_marks import MarksInfo, ResultBlock, ResultMark, marks_info
from data.words import capitalised

NOT_REPORTED: Final = "not reported here"

SIDES: Final = {ResultSide.BENEFIT: "Benefit", ResultSide.HARM: "Harm"}


@dataclass(frozen=True, kw_only=True)
class PublishedLine:
    """A published figure, or something that was not reported.

    Args:
        label: what it is, or whose.
        sources: the publications it was read from, or those that say it is missing.
        key: of the figure among the annotations; empty where there is none.
        figure: its number, interval and unit, and the statement as published.
        why_not: what is said where there is no figure.
        arm: whose it is; None for what compares the arms, or is of all of them.
        position: the place of the arm's group in the record, which gives its colour.
    """

    label: str
    sources: tuple[Citation, ...] = ()
    key: str = ""
    figure: PublishedFigure | None = None
    why_not: str = NOT_REPORTED
    arm: ResultArm | None = None
    position: int | None = None

    @property
    def value(self) -> str:
        """The figure as published, with what must be known beside it; or why there is none."""
        if self.figure is None:
            return self.why_not
        return ". ".join(filter(None, (self.figure.value, self.figure.note)))

    @property
    def statement(self) -> str:
        """What the publication states, in our wording; empty where it states nothing."""
        return f"{self.figure.label}: {self.value.rstrip('.')}." if self.figure else ""


@dataclass(frozen=True, kw_only=True)
class PublishedMeasure:
    """Something that was measured in each arm, in a lay reader's words and an investigator's.

    Args:
        title, technical: its two names.
        about: what it means.
        leaves_out: what it does not say.
        event: what happens to one who counts.
        by_arm: what was found in each arm.
        together: what was found in all arms, where the publication does not tell them apart.
        effects: what compares the arms.
        sources: the publications.
        in_plain: whether its arms and intervals are told in plain words.
    """

    title: str
    technical: str
    about: str
    leaves_out: str
    side: ResultSide
    leading: bool
    scale: Scale
    event: str
    severity: Severity
    by_arm: tuple[PublishedLine, ...]
    together: tuple[PublishedLine, ...]
    effects: tuple[PublishedLine, ...]
    sources: tuple[Citation, ...]
    in_plain: bool = False

    @property
    def exact(self) -> tuple[PublishedLine, ...]:
        """What was found, as published: of all arms, by arm; then what compares the arms."""
        return (*self.together, *self.by_arm, *self.effects)

    @property
    def is_drawn(self) -> bool:
        """Whether there is a picture: of every arm, or of none, which is then told in words."""
        return self.scale is not Scale.COUNT and all(line.figure for line in self.by_arm)

    @property
    def unit(self) -> str:
        """The unit of what was found in the arms; loading checks that they have the same."""
        return next((line.figure.unit or "" for line in self.by_arm if line.figure), "")

    @property
    def interval_name(self) -> str:
        """What the intervals of the arms are: `95% confidence interval`."""
        figures = (line.figure for line in self.by_arm if line.figure)
        levels = {figure.interval.level for figure in figures if figure.interval}
        return f"{f'{plain(levels.pop())}% ' if len(levels) == 1 else ''}confidence interval"

    @property
    def sentences(self) -> tuple[str, ...]:
        """What was found, in plain words; absolute numbers first."""
        return _sentences(self)

    @property
    def _numbers(self) -> tuple[str, ...]:
        """What was found in each arm; none where it is not drawn."""
        numbers = [line.figure.number for line in self.by_arm if line.figure]
        if not self.is_drawn or None in numbers:
            return ()
        share = self.scale is Scale.SHARE
        return tuple(str(of_hundred(n)) if share else plain(n) for n in numbers if n is not None)

    @property
    def found(self) -> str:
        """What was found, in numbers alone: `22.8 against 8.5 months`; empty where not drawn."""
        if not self._numbers:
            return ""
        unit = f"of {HUNDRED}" if self.scale is Scale.SHARE else self.unit
        return f"{' against '.join(self._numbers)} {unit}"

    @property
    def finding(self) -> str:
        """What was found, in a sentence; its name alone where that is not drawn."""
        if self.scale is Scale.TIME and self._numbers:
            first, *others = self._numbers
            half = f"Half went {first} {self.unit} or longer without {self.event}"
            return ", against ".join((half, *others))
        return ": ".join(filter(None, (self.title, self.found)))

    @property
    def technical_finding(self) -> str:
        """The same for those who know its technical name, with the shares as published."""
        if self.scale is Scale.TIME and self._numbers:
            return self.finding
        amounts = [amount(line.figure) for line in self.by_arm if line.figure and self._numbers]
        return ": ".join(filter(None, (self.technical, " against ".join(amounts))))

    @property
    def difference(self) -> str:
        """How far the first arm lies from the second; empty unless exactly two are drawn."""
        known = [(line.arm, line.figure) for line in self.by_arm if line.arm and line.figure]
        share = self.scale is Scale.SHARE
        more, less = ("more", "less") if share else ("longer", "shorter")
        unit = "percentage points" if share else self.unit
        say = lambda gap: f"{_with_unit(abs(gap), unit)} {more if gap > 0 else less}"  # noqa: E731
        return _apart(known, say) if self.is_drawn else ""

    @property
    def has_intervals(self) -> bool:
        """Whether it is published of every arm how sure the figure is."""
        return all(line.figure and line.figure.interval for line in self.by_arm)

    @property
    def picture(self) -> MarksInfo:
        """The values as bars or points."""
        is_share = self.scale is Scale.SHARE
        median = self.unit if self.in_plain else f"{self.unit}, median with {self.interval_name}"
        return marks_info(
            title=self.title if self.in_plain else self.technical,
            blocks=(ResultBlock(heading="", marks=tuple(map(_mark, self.by_arm))),),
            bars=is_share,
            axis_title="people, %" if is_share else median,
            whole=100.0 if is_share else None,
        )

    @property
    def hundred(self) -> HundredInfo | None:
        """The same as one hundred people per arm; None where there is no share of every arm."""
        if self.scale is not Scale.SHARE or not self.is_drawn:
            return None
        groups = tuple(map(_hundred, self.by_arm))
        return HundredInfo(title=self.title, event=self.event, groups=groups)


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

    def of(self, side: ResultSide, *, leading: bool) -> tuple[PublishedMeasure, ...]:
        """The measures of one side of the balance, what is fatal or severe first."""
        return tuple(m for m in self.measures if m.side is side and m.leading is leading)

    @property
    def in_words(self) -> tuple[PublishedMeasure, ...]:
        """What is not drawn, because it is not known of every arm."""
        return tuple(m for m in self.measures if not m.is_drawn)


def published_info(study: Study, annotations: Annotations) -> PublishedInfo:
    """Gather what has been published of a study's results."""
    results = annotations.results
    labels = [group.label for group in study.arm_groups]
    return PublishedInfo(
        arms=tuple((capitalised(arm.short), arm.title) for arm in results.arms.values()),
        measures=tuple(
            _measure(item, annotations, labels) for item in sorted(results.measures, key=_rank)
        ),
        groups=tuple(
            (group.title, tuple(published_line_of(annotations, key) for key in group.figures))
            for group in results.groups
        ),
        not_reported=tuple(
            PublishedLine(
                label=item.what, why_not=item.why, sources=_sources(annotations, item.citations)
            )
            for item in results.not_reported
        ),
        caveats=results.caveats,
        citations=tuple(
            (citation.text, tuple(citation.links.items()))
            for citation in annotations.citations.values()
        ),
    )


def in_plain_words(info: PublishedInfo, annotations: Annotations) -> PublishedInfo:
    """Name the arms, and tell the intervals, in plain words, as far as somebody has written them.

    Args:
        info: all that was published.
        annotations: hold the plain names of the groups.
    """
    return replace(
        info,
        measures=tuple(
            replace(
                item,
                by_arm=tuple(_plainly(line, item, annotations) for line in item.by_arm),
                in_plain=True,
            )
            for item in info.measures
        ),
    )


def _plainly(
    line: PublishedLine, item: PublishedMeasure, annotations: Annotations
) -> PublishedLine:
    arm, figure = line.arm, line.figure
    group = annotations.plain.groups.get(arm.group) if arm else None
    if arm and group:
        arm = arm.model_copy(update={"short": group.name})
    if figure and figure.number is not None:
        value = (
            f"about {of_hundred(figure.number)} of {HUNDRED} people"
            if item.scale is Scale.SHARE
            else f"{amount(figure)}{_most_likely(figure.interval)}"
        )
        figure = figure.model_copy(update={"value": value})
    return replace(line, arm=arm, label=arm.short if arm else line.label, figure=figure)


def _most_likely(interval: ConfidenceInterval | None) -> str:
    if interval is None:
        return ""
    low, high = (end if end is None else plain(end) for end in (interval.low, interval.high))
    ends = f"{low} to {high}" if low and high else f"{low} or more" if low else f"up to {high}"
    return f" (most likely {ends})"


def _rank(item: ResultMeasure) -> tuple[int, int]:
    """Benefit, then harm; what is fatal or severe first."""
    return list(ResultSide).index(item.side), list(Severity).index(item.severity)


def published_line_of(annotations: Annotations, key: str) -> PublishedLine:
    """Take one published figure, with its sources.

    Args:
        annotations: hold it.
        key: of the figure.
    """
    figure = annotations.published[key]
    return PublishedLine(
        label=figure.label, sources=_sources(annotations, figure.citations), key=key, figure=figure
    )


def _sources(annotations: Annotations, keys: tuple[str, ...]) -> tuple[Citation, ...]:
    return tuple(annotations.citations[key] for key in dict.fromkeys(keys))


def _measure(
    item: ResultMeasure, annotations: Annotations, labels: Sequence[str | None]
) -> PublishedMeasure:
    by_arm = tuple(
        replace(
            published_line_of(annotations, item.figures[key])
            if key in item.figures
            else PublishedLine(label=""),
            label=capitalised(arm.short),
            arm=arm,
            position=labels.index(arm.group) if arm.group in labels else None,
        )
        for key, arm in annotations.results.arms.items()
    )
    effects = tuple(published_line_of(annotations, key) for key in item.effects)
    together = (published_line_of(annotations, item.together),) if item.together else ()
    told = (*together, *by_arm, *effects)
    return PublishedMeasure(
        title=item.plain,
        technical=item.technical,
        about=item.about,
        leaves_out=item.leaves_out,
        side=item.side,
        leading=item.leading,
        scale=item.scale,
        event=item.event,
        severity=item.severity,
        by_arm=by_arm,
        together=together,
        effects=effects,
        sources=tuple(dict.fromkeys(source for line in told for source in line.sources)),
    )


def amount(figure: PublishedFigure) -> str:
    """Write a figure's number with its unit, without its interval: `22.8 months`, `43%`."""
    return _with_unit(figure.number or 0, figure.unit)


def with_interval(figure: PublishedFigure) -> str:
    """Write a figure's number with its interval, briefly: `8.5 months (7.7 to 13.8)`."""
    interval = figure.interval
    if interval is None:
        return amount(figure)
    low, high = (end if end is None else plain(end) for end in (interval.low, interval.high))
    ends = f"{low} to {high}" if low and high else f"from {low}" if low else f"up to {high}"
    return f"{amount(figure)} ({ends})"


def _with_unit(number: float, unit: str | None) -> str:
    return f"{plain(number)}%" if unit == "%" else " ".join(filter(None, (plain(number), unit)))


KnownFigures = Sequence[tuple[ResultArm, PublishedFigure]]


def _sentences(item: PublishedMeasure) -> tuple[str, ...]:
    """Say what was found: absolute numbers, then how far they lie apart, then how sure it is."""
    known = [(line.arm, line.figure) for line in item.by_arm if line.arm and line.figure]
    told = _TOLD[item.scale](item, known)
    missing = [f"the {line.arm.short}" for line in item.by_arm if line.arm and not line.figure]
    absent = f"For {' and '.join(missing)} this is not reported here." if missing else ""
    ratios = (_in_plain_words(line, item) for line in item.effects)
    return tuple(filter(None, (*told, absent, *ratios)))


def _medians(item: PublishedMeasure, known: KnownFigures) -> tuple[str, ...]:
    each = "; ".join(
        f"half of the people in the {arm.short} went {amount(figure)} or longer"
        for arm, figure in known
    )
    ends = "; ".join(
        f"from {_ends(figure.interval, figure.unit)} in the {arm.short}"
        for arm, figure in known
        if figure.interval
    )
    return (
        f"Without {item.event}: {each}.",
        _apart(known, lambda gap: _longer(gap, item)),
        f"How sure this is ({item.interval_name}s): {ends}." if ends else "",
    )


def _shares(item: PublishedMeasure, known: KnownFigures) -> tuple[str, ...]:
    each = " and ".join(
        f"about {of_hundred(figure.number or 0)} of {HUNDRED} people in the {arm.short}"
        for arm, figure in known
    )
    return (f"{capitalised(each)} {item.event}.", _apart(known, _more))


def _counts(item: PublishedMeasure, known: KnownFigures) -> tuple[str, ...]:
    each = [f"In the {arm.short}: {figure.value}." for arm, figure in known]
    return (" ".join([*(line.statement for line in item.together), *each]),)


_TOLD: Final = {Scale.TIME: _medians, Scale.SHARE: _shares, Scale.COUNT: _counts}


def _longer(gap: float, item: PublishedMeasure) -> str:
    apart = _with_unit(abs(gap), item.unit)
    return f"The median is {apart} {'longer' if gap > 0 else 'shorter'}"


def _more(gap: float) -> str:
    return f"That is about {of_hundred(abs(gap))} {'more' if gap > 0 else 'fewer'} of {HUNDRED}"


def _apart(known: KnownFigures, say: Callable[[float], str]) -> str:
    """Say how far the first arm lies from the second; nothing unless there are exactly two."""
    numbers = [figure.number for _, figure in known if figure.number is not None]
    if len(numbers) != 2:
        return ""
    gap = round(numbers[0] - numbers[1], 9)
    if not gap:
        return "That is the same in both."
    return f"{say(gap)} in the {known[0][0].short} (computed here from the two figures)."


def _ends(interval: ConfidenceInterval, unit: str | None) -> str:
    low, high = interval.low, interval.high
    last = "an end that could not be estimated yet" if high is None else _with_unit(high, unit)
    return f"{'an unknown beginning' if low is None else plain(low)} to {last}"


def _in_plain_words(line: PublishedLine, item: PublishedMeasure) -> str:
    """Say what a hazard ratio or an odds ratio means, and what it does not."""
    effect, comparator = line.figure, item.by_arm[-1].arm
    if effect is None or not effect.number or comparator is None:
        return ""
    if effect.ratio == "hazards":
        return (
            "At any moment of the study, among people to whom it had not happened yet, "
            f"{item.event} came at about {of_hundred(effect.number * 100)}% of the rate in the "
            f"{comparator.short} (hazard ratio {plain(effect.number)}). This compares speeds, "
            "averaged over the study; it does not say how many people are spared in the end."
        )
    if effect.ratio == "odds":
        return (
            f"The odds, those who did against those who did not, were {plain(effect.number)} times "
            f"those in the {comparator.short}. Odds are not chances: the numbers of {HUNDRED} say "
            "more."
        )
    return ""


def _mark(line: PublishedLine) -> ResultMark:
    interval = line.figure.interval if line.figure else None
    return ResultMark(
        text=f"{line.label}: {line.value}",
        position=line.position,
        value=line.figure.number if line.figure else None,
        low=interval.low if interval else None,
        high=interval.high if interval else None,
        low_open=interval is not None and interval.low is None,
        high_open=interval is not None and interval.high is None,
    )


def _hundred(line: PublishedLine) -> Hundred:
    number = line.figure.number if line.figure else None
    return Hundred(
        group=line.arm.short if line.arm else line.label,
        position=line.position,
        affected=None if number is None else of_hundred(number),
        exact=line.figure.value if line.figure else line.why_not,
    )


def compared(info: PublishedInfo) -> EventsInfo | None:
    """Set every share of benefit and harm side by side, by the difference between the arms.

    Hollow is harm of any grade, or of a grade that is not given.

    Returns:
        None unless there are two arms, and shares known of both.
    """
    shares = [m for m in info.measures if m.scale is Scale.SHARE and m.is_drawn]
    if not shares or any(len(item.by_arm) != 2 for item in shares):
        return None
    first, second = shares[0].by_arm
    drawn = tuple(sorted(map(_dumbbell, shares), key=_difference, reverse=True))
    return EventsInfo(
        title="Benefit and harm side by side",
        axis="people, %",
        groups=(first.label, second.label),
        positions=(first.position, second.position),
        events=drawn,
        most=scale_end(drawn),
    )


def _dumbbell(item: PublishedMeasure) -> Dumbbell:
    first, second = ((line.figure.number or 0) / 100 if line.figure else 0 for line in item.by_arm)
    return Dumbbell(
        name=f"{SIDES[item.side]} · {item.technical}",
        text=" · ".join(f"{line.label} {line.value}" for line in item.by_arm),
        first=first,
        second=second,
        is_open=item.side is ResultSide.HARM and item.severity is Severity.ANY,
    )


def _difference(item: Dumbbell) -> float:
    return (item.first or 0) - (item.second or 0)


def published_table(info: PublishedInfo) -> list[dict[str, str]]:
    """Tell everything published as rows of text: a line per figure, with its sources."""
    lines = (
        *(
            (SIDES[item.side], item.technical, line)
            for item in info.measures
            for line in item.exact
        ),
        *((heading, "", line) for heading, lines in info.groups for line in lines),
        *(("Not reported", "", line) for line in info.not_reported),
    )
    return [_table_row(*line) for line in lines]


def _table_row(section: str, measure: str, line: PublishedLine) -> dict[str, str]:
    figure = line.figure
    interval = figure.interval if figure else None
    return {
        "Section": section,
        "Figure": f"{measure}: {line.label}" if measure else line.label,
        "Value": line.value,
        "Arm group": line.arm.group if line.arm else "",
        "Number": _number(figure.number if figure else None),
        "Unit": figure.unit or "" if figure else "",
        "Confidence level, %": _number(interval.level if interval else None),
        "Interval from": _number(interval.low if interval else None),
        "Interval to": _number(interval.high if interval else None),
        "p value": figure.p_value or "" if figure else "",
        "Source": "; ".join(f"published: {source.short}" for source in line.sources),
        "Who says it, and where": "; ".join(source.where for source in line.sources),
        "Stated, in our words": line.statement,
        "Link": "; ".join(source.address for source in line.sources if source.address),
    }


def _number(value: float | None) -> str:
    return "" if value is None else plain(value)
