"""Milestones that are still to come, as a calendar file (RFC 5545) that Outlook and Google open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from icalendar import Calendar, Event

from data.timeline.milestones import Milestone, future_milestones

ICS_MIME: Final = "text/calendar"


def milestone_calendar(
    milestones: Sequence[Milestone], *, nct_id: str, name: str, as_of: date
) -> bytes:
    """Write the milestones that lie after a day as all-day events.

    A date known only to the month becomes an event of that whole month. The same milestones seen
    from the same day always become the same file.

    Args:
        milestones: any; those that are past are left out.
        nct_id, name: the study's number, and what the events call it.
        as_of: the day the study is seen from.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Trial Explorer//Milestones//EN")
    calendar.add("version", "2.0")
    stamp = datetime.combine(as_of, time(), tzinfo=UTC)
    for item in future_milestones(milestones, as_of):
        calendar.add_component(_milestone(item, nct_id, name, stamp))
    return bytes(calendar.to_ical())


def _milestone(item: Milestone, nct_id: str, name: str, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", f"{nct_id}-{item.key}@trial-explorer")
    event.add("dtstamp", stamp)
    event.add("summary", f"{name}: {item.name} ({item.certainty})")
    event.add("dtstart", item.first_day)
    # In a calendar file the end of an all-day event is the day after it.
    event.add("dtend", item.last_day + min(timedelta(days=1), date.max - item.last_day))
    said = (item.about, f"{item.source.place}: {item.source.text}", item.source.note)
    event.add("description", "\n".join(filter(None, said)))
    event.add("transp", "TRANSPARENT")
    return event
