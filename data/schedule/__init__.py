"""When what is given: the annotated dosing schedule, administration by administration.

How to use it:

    for regimen in annotations.schedule.regimens:          # one for each arm group that has one
        regimen.group, regimen.short, regimen.start        # the group's label; what day 0 is
        for item in administrations(regimen, until_day=52 * 7):
            administration_text(item)                      # "Lutathera 2: 7.4 GBq, week 8"
            item.day                                       # from day 0; None: not stated
            item.earliest, item.latest                     # its window in days; None: not stated
            item.optional                                  # beyond the least number asked for
            item.course.quote                              # the record's sentence
        for course in regimen.courses:
            course_text(course, regimen)                   # how much, how often and when
            is_open_ended(course), course.until            # no number is set: what ends it

Day 0 is the first administration of the regimen: for the randomised arms the nearest the record
comes to randomisation, for the later phases the first dose of that phase. `data.schedule.calendar`
turns days into dates, `data.schedule.signs` gives each drug its sign. Nothing here knows today's
date.
"""

from data.annotations.schedule import Course, InfusionDay, Regimen
from data.schedule.plan import (
    DAYS_IN_WEEK,
    Administration,
    administrations,
    gives_activity,
    is_open_ended,
    regimen_of,
)
from data.schedule.words import administration_text, course_text, dose_text, rhythm_text, what_text

__all__ = [
    "DAYS_IN_WEEK",
    "Administration",
    "Course",
    "InfusionDay",
    "Regimen",
    "administration_text",
    "administrations",
    "course_text",
    "dose_text",
    "gives_activity",
    "is_open_ended",
    "regimen_of",
    "rhythm_text",
    "what_text",
]
