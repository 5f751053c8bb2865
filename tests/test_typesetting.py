"""Typesetting takes no memory that the server keeps, and ends in time with one sentence."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from components.exports.typesetting import TypesettingError, typeset

_DAY = date(2026, 1, 1)


def test_the_server_never_loads_what_keeps_the_memory() -> None:
    """Typst keeps what it took for as long as its process lives: only one that ends may load it."""
    server = "import sys, components.export; sys.exit('typst' in sys.modules)"
    root = Path(__file__).parents[1]
    assert subprocess.run([sys.executable, "-c", server], cwd=root, check=False).returncode == 0


def test_what_takes_too_long_is_given_up_with_a_sentence() -> None:
    with pytest.raises(TypesettingError, match=r"not done after 0\.01 seconds"):
        typeset("full.typ", "{}", _DAY, seconds=0.01)


def test_data_that_cannot_be_set_is_one_sentence() -> None:
    with pytest.raises(TypesettingError, match=r"^The PDF could not be made; .*\.$"):
        typeset("full.typ", "{}", _DAY)
