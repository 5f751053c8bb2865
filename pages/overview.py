"""The record at a glance, and everything it says about the study as a whole."""

from components import overview
from components.checks import record_check
from components.first_run import through_app

through_app()
info = overview.gathered()

overview.head(info)
overview.figures(info)
record_check()
overview.summary(info)
overview.arms(info)
overview.details(info)
overview.sources(info)
