"""Run typst in a process of its own: what it takes of memory is given back when that ends.

Each large record costs 150 to 300 MB, which the library keeps for as long as its process lives.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

_ROOT: Final = Path(__file__).parents[2]
_TEMPLATES: Final = Path(__file__).parent / "templates"
# Nobody waits longer for a file, and a process that hangs must not stay.
LONGEST_SECONDS: Final = 120.0


class TypesettingError(Exception):
    """A PDF could not be made; the message is one sentence for the visitor."""


def typeset(template: str, content: str, day: date, seconds: float = LONGEST_SECONDS) -> bytes:
    """Set a PDF in a process that ends with it.

    Args:
        template: the file name of the template.
        content: its data, as JSON.
        day: when the file says it was made.
        seconds: how long that may take.

    Raises:
        TypesettingError: it took too long, or the process failed.
    """
    command = [sys.executable, "-m", "components.exports.typesetting", template, day.isoformat()]
    try:
        made = subprocess.run(
            command,
            input=content.encode(),
            capture_output=True,
            cwd=_ROOT,
            timeout=seconds,
            check=True,
        )
    except subprocess.TimeoutExpired:
        raise TypesettingError(
            f"The PDF was not done after {seconds:g} seconds and was given up; the web page "
            "(HTML) holds the same."
        ) from None
    except subprocess.CalledProcessError as error:
        raise TypesettingError(
            "The PDF could not be made; the web page (HTML) holds the same."
        ) from error
    return made.stdout


def _compile(template: str, content: str, day: date) -> bytes:
    # Only here, so that the server never loads it.
    import typst

    from components.fonts import FOLDER

    return typst.compile(
        _TEMPLATES / template,
        font_paths=[FOLDER],
        ignore_system_fonts=True,
        sys_inputs={"data": content},
        pdf_standards=["ua-1"],
        timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC),
    )


if __name__ == "__main__":
    name, made_on = sys.argv[1:]
    data = sys.stdin.buffer.read().decode()
    sys.stdout.buffer.write(_compile(name, data, date.fromisoformat(made_on)))
