"""The record at a glance, and everything it says about the study as a whole."""

from components import overview
from components.checks import record_check
from components.first_run import through_app
from components.glance import glance_tiles
from components.moving import moving_participants

through_app()
info = overview.gathered()

overview.head(info)
glance_tiles()
moving_participants()
overview.figures(info)
overview.summary(info)
record_check()
overview.arms(info)
overview.details(info)
overview.sources(info)
