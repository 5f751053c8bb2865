"""What was planned, held against what was published or posted: the participants of each step."""

from __future__ import annotations

from data.annotations import Annotations
from data.study import Study
from data.views.flow import Count, flow_info
from data.vocabulary import NOT_STATED

NOT_PUBLISHED = "not published or posted"


def planned_table(study: Study, annotations: Annotations) -> tuple[dict[str, str], ...]:
    """List the steps of which either is known; empty where nothing is published or posted."""
    planned = flow_info(study, annotations).counts
    told = flow_info(study, annotations, published=True)
    found = {key: count for key, count in told.counts.items() if count.elsewhere}
    if not any(map(_known, found.values())):
        return ()
    return tuple(
        {
            "Participants": step.title,
            "In the record": _written(planned.get(step.key), NOT_STATED),
            "Published or posted": _written(found.get(step.key), NOT_PUBLISHED),
            "Source": ", ".join(found[step.key].elsewhere) if step.key in found else "",
        }
        for step in told.flow.steps
        if step.key in found or _known(planned.get(step.key))
    )


def _known(count: Count | None) -> bool:
    return bool(count and count.written)


def _written(count: Count | None, otherwise: str) -> str:
    """The number, or what a source says of there being none."""
    if count is None or not (count.written or count.elsewhere):
        return otherwise
    return count.written or count.said
