"""The record as files to take away: slides, handouts, one web page, data."""

from components import export
from components.frame import page_title

page_title("Export")
source = export.about()
export.files(source, export.choices())
