"""When what is given: the annotated dosing schedule, administration by administration.

How to use it:

    for regimen in annotations.schedule.regimens:          # one for each arm group that has one
        regimen.group, regimen.short, regimen.start        # the group's label; what day 0 is
        for item in administrations(regimen, until_day=52 * 7):
            item.course.drug, dose_text(item.course)       # "Lutathera", "7.4 GBq (200 mCi)"
            item.day, item.week                            # from the regimen's day 0
            item.earliest, item.latest                     # its window in days; None: not stated
            item.optional                                  # beyond the least number asked for
            item.course.quote                              # the record's sentence
        for course in regimen.courses:
            is_open_ended(course), course.until            # no number is set: what ends it

Day 0 is the first administration of the regimen: for the randomised arms the nearest the record
comes to randomisation, for the later phases the first dose of that phase. `data.schedule.calendar`
turns days into dates. Nothing here knows today's date.
"""

from data.annotations.schedule import Course, InfusionDay, Regimen
from data.schedule.plan import (
    Administration,
    administrations,
    dose_text,
    interval_text,
    is_open_ended,
    regimen_of,
    times_text,
    when_text,
)

__all__ = [
    "Administration",
    "Course",
    "InfusionDay",
    "Regimen",
    "administrations",
    "dose_text",
    "interval_text",
    "is_open_ended",
    "regimen_of",
    "times_text",
    "when_text",
]
