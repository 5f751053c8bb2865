"""HTML by template: what a record says is data, and is escaped wherever it stands."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

# Signs that no document may hold; tabs and line breaks are white space.
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def number(value: float) -> str:
    """Write a length to a hundredth of a pixel: more is noise."""
    written = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


def without_controls(value: object) -> object:
    """Put a sign that can be seen in the place of those that no document may hold."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", value) if type(value) is str else value


_ENVIRONMENT: Final = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    finalize=without_controls,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.filters["number"] = number
_ENVIRONMENT.filters["kind"] = lambda block: type(block).__name__


def html(template: str, **values: Any) -> str:
    """Fill a template.

    Args:
        template: the name of its file.
        values: what it shows; a text is escaped, `markupsafe.Markup` is not.
    """
    return _ENVIRONMENT.get_template(template).render(values)
