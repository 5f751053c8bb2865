"""What happened to 100 people of each group: whole people, the same hundred for all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

HUNDRED: Final = 100


@dataclass(frozen=True, kw_only=True)
class Hundred:
    """One hundred people of a group.

    Args:
        group: its name.
        position: its place, which gives its colour.
        affected: how many of the hundred; None where it was not reported.
        exact: the share as published.
    """

    group: str
    position: int | None
    affected: int | None
    exact: str


@dataclass(frozen=True, kw_only=True)
class HundredInfo:
    """One hundred people per group; `event` is what happens to those that are filled."""

    title: str
    event: str
    groups: tuple[Hundred, ...]


def of_hundred(percentage: float) -> int:
    """How many of 100 people a percentage is, in whole people; half is rounded up."""
    return int(percentage + 0.5)


def hundred_alt(info: HundredInfo) -> str:
    """Describe the picture to those who cannot see it."""
    told = "; ".join(f"{item.group}: {in_words(item)}" for item in info.groups)
    return (
        f"{info.title}. One hundred people per group as dots, filled for those who {info.event}. "
        f"{told}."
    )


def in_words(item: Hundred) -> str:
    """Say how many of a hundred."""
    if item.affected is None:
        return "not reported"
    return f"about {item.affected} of {HUNDRED}"
