"""The words of doses, from `lexicon.yaml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, cast

import yaml

_PATH: Final = Path(__file__).with_suffix(".yaml")


@cache
def _groups() -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", yaml.safe_load(_PATH.read_text("utf-8")))


def table(group: str) -> Mapping[str, str]:
    """What a group calls a thing, and how texts write it: `{"mg": "mgs?|milligrams?"}`."""
    return cast("Mapping[str, str]", _groups()[group])


def words(group: str) -> frozenset[str]:
    """The plain words of a group."""
    return frozenset(_groups()[group].split())


def any_of(group: str) -> str:
    """A pattern that finds any entry of a group."""
    found: str = _groups()[group]
    if "|" in found:
        return f"(?:{found.replace('| ', '|')})"  # the lines of the file are joined by a space
    return f"(?:{'|'.join(map(re.escape, found.split()))})"
