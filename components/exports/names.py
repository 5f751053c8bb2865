"""What exported files are called."""

from __future__ import annotations

import re

from data.study import Study

# Whatever else a name may hold on one system means something on another.
_UNSAFE = re.compile(r"[^A-Za-z0-9-]+")


def file_name(study: Study, what: str, ending: str) -> str:
    """Name a file by its record, the record's last update and what it holds.

    Args:
        study: the record; what it says of itself may be anything.
        what: what the file holds: `flow`, `handout-lay-A4`.
        ending: without its dot: `pptx`.

    Returns:
        A name that every system takes: `NCT03972488_2026-01-21_flow.pptx`.
    """
    parts = (study.nct_id, updated_on(study) or "undated", what)
    return f"{'_'.join(_safe(part) for part in parts)}.{_safe(ending)}"


def updated_on(study: Study) -> str:
    """When the record was last updated, as precisely as it says: `2026-01-21`; empty if it does
    not."""
    status = study.protocol_section.status_module
    day = status.last_update_post_date_struct.date or status.last_update_submit_date
    return day.isoformat() if day else ""


def _safe(part: str) -> str:
    return _UNSAFE.sub("-", part).strip("-")
