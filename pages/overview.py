"""The record at a glance, and everything it says about the study as a whole."""

from components import overview
from components.audience import in_detail, is_sponsor
from components.checks import record_check
from components.first_run import through_app
from components.glance import glance_tiles
from components.moving import moving_participants
from components.plain import is_plain
from components.planned import planned_against_published
from components.wording import wording

through_app()
info = overview.gathered()

overview.head(info)
glance_tiles()
if is_sponsor():
    planned_against_published()
    record_check()
moving_participants()
if not is_plain():
    overview.figures(info)
overview.summary(info)
wording()
if not is_sponsor():
    record_check()
overview.arms(info)
if in_detail("Show everything else the record says, in its own words"):
    overview.details(info)
    overview.sources(info)
