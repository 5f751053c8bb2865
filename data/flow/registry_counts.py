"""Hold the posted participant flow, where there is one, against itself and the enrolment."""

from __future__ import annotations

from typing import Final

from data.results.participant_flow import participant_flow, posted_totals
from data.study import Study

_MOST: Final = 5
"""A reader needs to know that numbers do not fit, and where; a record can have hundreds of them."""


def registry_count_remarks(study: Study) -> tuple[str, ...]:
    """Say which numbers of the registry's participant flow do not add up; nothing when all do."""
    if study.results_section is None:
        return ()
    problems = participant_flow(study.results_section.participant_flow_module).problems
    remarks = (*_against_enrolment(study), *problems)
    if len(remarks) > _MOST:
        return (*remarks[:_MOST], f"{len(remarks) - _MOST} more of its numbers do not fit.")
    return remarks


def _against_enrolment(study: Study) -> tuple[str, ...]:
    enrolled = study.protocol_section.design_module.enrollment_info.count
    totals = posted_totals(study)
    if len(totals) != 1 or not totals[0] or enrolled in (None, *totals):
        return ()
    return (
        f"The posted results count {totals[0]:,} participants at the start; "
        f"the enrolment is {enrolled:,}.",
    )
