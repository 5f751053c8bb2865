"""The record at a glance, and everything it says about the study as a whole."""

from components import overview, session
from data.views.overview import overview_info

info = overview_info(session.study(), session.annotations(), session.as_of())

overview.head(info)
overview.figures(info)
overview.summary(info)
overview.arms(info)
overview.details(info)
overview.sources(info)
