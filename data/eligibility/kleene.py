"""Three-valued logic after Kleene, written out: true, false, and None for unknown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import Final

Truth = bool | None

AND: Final[Mapping[tuple[Truth, Truth], Truth]] = {
    (True, True): True,
    (True, None): None,
    (True, False): False,
    (None, True): None,
    (None, None): None,
    (None, False): False,
    (False, True): False,
    (False, None): False,
    (False, False): False,
}
OR: Final[Mapping[tuple[Truth, Truth], Truth]] = {
    (True, True): True,
    (True, None): True,
    (True, False): True,
    (None, True): True,
    (None, None): None,
    (None, False): None,
    (False, True): True,
    (False, None): None,
    (False, False): False,
}
NOT: Final[Mapping[Truth, Truth]] = {True: False, None: None, False: True}


def all_of(truths: Iterable[Truth]) -> Truth:
    """Whether all are true; unknown where that hangs on one that is unknown."""
    start: Truth = True
    return reduce(lambda one, other: AND[one, other], truths, start)


def any_of(truths: Iterable[Truth]) -> Truth:
    """Whether at least one is true; unknown where that hangs on one that is unknown."""
    start: Truth = False
    return reduce(lambda one, other: OR[one, other], truths, start)


def at_least(count: int, truths: Sequence[Truth]) -> Truth:
    """Whether at least so many are true; unknown where that hangs on those that are unknown."""
    true = sum(truth is True for truth in truths)
    if true >= count:
        return True
    return None if true + sum(truth is None for truth in truths) >= count else False
