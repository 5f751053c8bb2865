"""Text that a Plotly picture shows as it stands: Plotly reads tags and a few entities."""

from __future__ import annotations

from html import escape
from typing import Final

FONT: Final = "Source Sans, Helvetica, Arial, Liberation Sans, sans-serif"


def verbatim(text: str) -> str:
    """Write text so that Plotly takes nothing in it for a tag or an entity.

    Quotation marks stay what they are: Plotly would show the entity that stands for one.
    """
    return escape(text, quote=False)
