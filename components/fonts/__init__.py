"""The fonts that pictures and PDFs are set with, so that they look the same on every machine."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent
FAMILY: Final = "Trial Explorer Sans"
_SCRIPTS: Final = ("CJK", "Arabic", "Armenian", "Georgian", "Hebrew", "Thai")
FAMILIES: Final = (FAMILY, *(f"{FAMILY} {script}" for script in _SCRIPTS))
"""By name, in the order in which they are asked for a sign."""
FILES: Final = tuple(sorted(path for path in FOLDER.iterdir() if path.suffix in (".ttf", ".otf")))


@cache
def signs() -> frozenset[str]:
    """Every sign that can be drawn, in the bold cut too where a script has one."""
    cuts = {path for path in FILES if path.stem.startswith("TrialExplorerSans-")}
    both = frozenset.intersection(*map(_signs_of, cuts))
    return both.union(*(_signs_of(path) for path in FILES if path not in cuts))


def _signs_of(path: Path) -> frozenset[str]:
    # Only here: it takes long to load, and most visits print nothing.
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))
