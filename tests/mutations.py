"""Damage records and pages at random, the same way for the same seed."""

from __future__ import annotations

import copy
import random
from typing import Any

VALUES: tuple[Any, ...] = (
    None,
    True,
    -1,
    0,
    10**12,
    1.5,
    float("nan"),
    "",
    " ",
    "\u202ex\u0000",
    "2020-02-30",
    "NA",
    "é" * 3000,
    "A\n\n* b\n  1. c",
    [],
    {},
    [None],
    [[]],
    {"": ""},
    {"k" * 3000: {"date": "soon"}},
)


def damaged_page(page: str, seed: int) -> str:
    """A page of which a few lines are dropped, doubled, cut off or moved."""
    chance = random.Random(seed)
    lines = page.split("\n")
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(lines))
        line = lines[place]
        until = place + chance.choice((1, 1, 2, 6, 40))
        changes: tuple[list[str], ...] = (
            [],
            lines[place:until] * 2,
            [line[: chance.randrange(len(line) + 1)]],
            [chance.choice(lines), line],
            ["x" * 5000 + line],
        )
        lines[place : until if chance.random() < 0.5 else place + 1] = chance.choice(changes)
    return "\n".join(lines)


def damaged_record(record: Any, seed: int) -> Any:
    """A record in which a few values are dropped, doubled, replaced or moved."""
    chance = random.Random(seed)
    changed = copy.deepcopy(record)
    for _ in range(chance.randint(1, 4)):
        places = _places(changed)
        holder, key = chance.choice(places)
        other, other_key = chance.choice(places)
        value = copy.deepcopy(other[other_key])
        match chance.choice(("drop", "replace", "move", "double")):
            case "drop":
                holder.pop(key)
            case "replace":
                holder[key] = copy.deepcopy(chance.choice(VALUES))
            case "move":
                holder[key] = value
            case "double":
                _double(holder, key)
    return changed


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Every place in a record: what holds it, and its key or number there."""
    found: list[tuple[Any, Any]] = []
    keys = value if isinstance(value, dict) else range(len(value))
    for key in keys:
        found.append((value, key))
        if isinstance(value[key], dict | list):
            found += _places(value[key])
    return found


def _double(holder: Any, key: Any) -> None:
    """Let an item of a list stand twice; a text, twice in itself."""
    value = holder[key]
    if isinstance(holder, list):
        holder.insert(key, copy.deepcopy(value))
    elif isinstance(value, str | list):
        holder[key] = value * 2
