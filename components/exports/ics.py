"""Calendar files (RFC 5545) that Outlook and Google open: here, of the milestones still to come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event

from data.timeline.milestones import Milestone, future_milestones


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
    calendar = new_calendar("Milestones")
    stamp = datetime.combine(as_of, time(), tzinfo=UTC)
    for item in future_milestones(milestones, as_of):
        calendar.add_component(_milestone(item, nct_id, name, stamp))
    return bytes(calendar.to_ical())


def new_calendar(what: str) -> Calendar:
    """Begin a calendar file, which says of what it is."""
    calendar = Calendar()
    calendar.add("prodid", f"-//Trial Explorer//{what}//EN")
    calendar.add("version", "2.0")
    return calendar


def all_day(
    key: str, summary: str, first: date, last: date, *, said: str, written: datetime
) -> Event:
    """Make an event of whole days that keeps nobody's time free.

    Args:
        key: tells it from all others; a program that opens it again under the same key updates it.
        summary: what it is called.
        first, last: its days.
        said: about it.
        written: when the file is written, with its time zone.
    """
    event = Event()
    event.add("uid", f"{key}@trial-explorer")
    event.add("dtstamp", written)
    event.add("summary", summary)
    event.add("dtstart", first)
    # In a calendar file the end of an all-day event is the day after it.
    event.add("dtend", last + min(timedelta(days=1), date.max - last))
    event.add("description", said)
    event.add("transp", "TRANSPARENT")
    return event


def _milestone(item: Milestone, nct_id: str, name: str, stamp: datetime) -> Event:
    said = (item.about, f"{item.source.place}: {item.source.text}", item.source.note)
    return all_day(
        f"{nct_id}-{item.key}",
        f"{name}: {item.name} ({item.certainty})",
        item.first_day,
        item.last_day,
        said="\n".join(filter(None, said)),
        written=stamp,
    )
