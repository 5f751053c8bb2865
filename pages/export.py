"""The record as files to take away: slides, handouts, one web page, data."""

from components import export
from components.first_run import through_app
from components.frame import page_title

through_app()
page_title("export")
source = export.about()
export.files(source, export.choices())
