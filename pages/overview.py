"""The record at a glance, and everything it says about the study as a whole."""

from components import overview, session
from components.checks import record_check
from components.first_run import through_app
from data.checks import check_record
from data.views.overview import overview_info

through_app()
study, annotations, as_of = session.study(), session.annotations(), session.as_of()
info = overview_info(study, annotations, as_of)

overview.head(info)
overview.figures(info)
record_check(check_record(study, annotations, as_of))
overview.summary(info)
overview.arms(info)
overview.details(info)
overview.sources(info)
