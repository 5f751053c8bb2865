"""The study in time: its milestones, and the clock of one participant."""

from components import participant_clock, plain_parts, timeline
from components.audience import in_detail
from components.first_run import through_app
from components.frame import page_title

through_app()
page_title("timeline")
timeline.as_of_input()

info = timeline.info()
timeline.contradictions(info)
timeline.figures(info)
plain_parts.milestones(info)
timeline.picture(info)
if in_detail("Show the dates as a table and as files, and one person's weeks"):
    timeline.table(info)
    timeline.downloads(info)
    participant_clock.section()
