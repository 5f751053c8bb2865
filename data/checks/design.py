"""Checks of how the study is built: its model, its arm groups, its interventions, its size."""

from __future__ import annotations

import re
from collections.abc import Iterator

from data.annotations import PublishedFigure
from data.checks.finding import MISSING, Finding, FindingSide, Subject
from data.results.participant_flow import posted_totals
from data.vocabulary import ALLOCATION, INTERVENTION_MODEL, in_words

# Not a step that comes `after cross-over`.
_OPTIONAL_CROSS_OVER = re.compile(
    r"\boptional\b(?:(?!\bafter\b)[^.])*\bcross-?\s?over", re.IGNORECASE
)


def cross_over_model(subject: Subject) -> Iterator[Finding]:
    """The cross-over model against arm groups that do not all cross over."""
    study = subject.study
    model = study.protocol_section.design_module.design_info.intervention_model
    if model != "CROSSOVER":
        return
    said = FindingSide(place="intervention model", said=in_words(INTERVENTION_MODEL, model))
    optional = [
        group.label
        for group in study.arm_groups
        if group.label and _OPTIONAL_CROSS_OVER.search(group.label)
    ]
    if len(study.arm_groups) == 1:
        yield Finding(
            title="Cross-over with a single arm group",
            sides=(said, FindingSide(place="arm groups", said=study.arm_groups[0].label or "one")),
            why="In a cross-over design participants move between treatments; one group does not.",
        )
    elif optional:
        yield Finding(
            title="Cross-over by design, and optional by its arm groups",
            sides=(said, *(FindingSide(place="arm group", said=label) for label in optional)),
            why="In a cross-over design every participant gets each treatment in turn. Where it is "
            "optional, only some do, and the groups are compared as parallel ones.",
        )


def randomised_single_group(subject: Subject) -> Iterator[Finding]:
    """An allocation at random in a model with a single group."""
    design = subject.study.protocol_section.design_module.design_info
    if (design.allocation, design.intervention_model) == ("RANDOMIZED", "SINGLE_GROUP"):
        model = in_words(INTERVENTION_MODEL, design.intervention_model)
        yield Finding(
            title="Randomised, with a single group",
            sides=(
                FindingSide(place="allocation", said=in_words(ALLOCATION, design.allocation)),
                FindingSide(place="intervention model", said=model),
            ),
            why="Chance assigns participants to one of several groups; to a single one it cannot.",
        )


def _key(name: str | None) -> str:
    """A name without what nobody means by it: capitals, blanks at its ends."""
    return " ".join((name or "").split()).casefold()


def interventions_of_arms(subject: Subject) -> Iterator[Finding]:
    """Arm groups that name an intervention which is not listed, and the other way round."""
    study = subject.study
    listed = {item.name for item in study.interventions}
    known = {_key(name) for name in listed}
    labels = {group.label for group in study.arm_groups}
    for group in study.arm_groups:
        for name in group.intervention_names:
            if not known & {_key(name), _key(name.partition(": ")[2])}:
                yield Finding(
                    title="An arm group names an intervention that is not listed",
                    sides=(
                        FindingSide(
                            place=f"arm group {group.label or 'without a name'}", said=name
                        ),
                        FindingSide(place="interventions", said=_enumerated(listed)),
                    ),
                    why="What is given in this arm group is not described.",
                )
    for item in study.interventions:
        for label in item.arm_group_labels:
            if _key(label) not in map(_key, labels):
                yield Finding(
                    title="An intervention names an arm group that is not listed",
                    sides=(
                        FindingSide(
                            place=f"intervention {item.name or 'without a name'}", said=label
                        ),
                        FindingSide(place="arm groups", said=_enumerated(labels)),
                    ),
                    why="Who gets this intervention cannot be told.",
                )


def _enumerated(names: set[str | None]) -> str:
    return "; ".join(sorted(name for name in names if name)) or "none"


def enrolment(subject: Subject) -> Iterator[Finding]:
    """The number of participants against the number published as randomised."""
    count = subject.study.protocol_section.design_module.enrollment_info.count
    published = subject.annotations.published.get("randomised")
    if count is None or published is None or published.number is None:
        return
    if count != published.number:
        yield Finding(
            title="Two numbers of participants",
            sides=(
                FindingSide(place="enrolment", said=f"{count:,}"),
                _published(subject, published),
            ),
            why="Shares and rates depend on which of the two they are counted from.",
        )


def posted_enrolment(subject: Subject) -> Iterator[Finding]:
    """The number of participants against those who started, by the posted participant flow."""
    enrolled = subject.study.protocol_section.design_module.enrollment_info
    totals = posted_totals(subject.study)
    if len(totals) != 1 or enrolled.count in (None, *totals) or enrolled.type == "ESTIMATED":
        return
    yield Finding(
        title="Enrolled and started are two numbers",
        sides=(
            FindingSide(place="enrolment", said=f"{enrolled.count:,}"),
            FindingSide(
                place="posted participant flow", said=f"{totals[0]:,} started the first period"
            ),
        ),
        why="Some may never have started, or were counted otherwise: shares depend on which of the "
        "two they are counted from.",
    )


def sites_in_the_paper(subject: Subject) -> Iterator[Finding]:
    """The sites the record lists against the number of centres that has been published."""
    published = subject.annotations.published.get("centres")
    listed = len(subject.study.locations)
    if published is not None and published.number is not None and listed != published.number:
        yield Finding(
            title="Fewer sites listed than published"
            if listed < published.number
            else "More sites listed than published",
            sides=(
                FindingSide(place="locations", said=f"{listed:,} sites"),
                _published(subject, published),
            ),
            why="Some sites that took part may be missing from the map and from the list.",
        )


def _published(subject: Subject, figure: PublishedFigure) -> FindingSide:
    citations = [subject.annotations.citations[key] for key in figure.citations]
    sources = tuple((item.short, next(iter(item.links.values()), None)) for item in citations)
    named = ", ".join(item.short for item in citations)
    return FindingSide(place=f"published ({named})", said=figure.value, sources=sources)


def gaps(subject: Subject) -> Iterator[Finding]:
    """What a reader would look for and the record does not hold."""
    section = subject.study.protocol_section
    outcomes = section.outcomes_module
    missing = {
        "arm groups": not subject.study.arm_groups
        and section.design_module.study_type == "INTERVENTIONAL",
        "outcome measures": not outcomes.primary_outcomes,
        "sites": not subject.study.locations,
        "number of participants": section.design_module.enrollment_info.count is None,
        "start date": section.status_module.start_date_struct.date is None,
        "completion date": section.status_module.completion_date_struct.date is None,
    }
    names = [name for name, is_missing in missing.items() if is_missing]
    if names:
        yield Finding(
            title="Not in the record",
            sides=tuple(FindingSide(place=name, said=MISSING) for name in names),
            why="What is not in the record is shown nowhere: it is not filled in from elsewhere.",
        )
    if subject.study.unread:
        yield Finding(
            title="Text of the page that could not be placed",
            sides=tuple(
                FindingSide(place=item.section, said=item.text) for item in subject.study.unread
            ),
            why="The page says something that has no place in the record as it was read.",
        )
    if subject.study.uncertain:
        yield Finding(
            title="Read from the page, but not for certain",
            sides=tuple(
                FindingSide(place=item.section, said=item.text) for item in subject.study.uncertain
            ),
            why="The page can be read in another way: see how the registry shows it.",
        )
