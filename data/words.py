"""Small forms of English that many sentences share."""

from __future__ import annotations

import re


def phrases(*ways: str) -> re.Pattern[str]:
    """Any of several ways of saying something, each a regular expression; case does not matter."""
    return re.compile("|".join(ways), re.IGNORECASE)


def capitalised(text: str) -> str:
    """Begin with a capital letter; all else stays."""
    return text[:1].upper() + text[1:]


def uncapitalised(text: str) -> str:
    """Begin with a small letter; all else stays."""
    return text[:1].lower() + text[1:]


def tally(number: int, noun: str, nouns: str = "") -> str:
    """Count things: `1 site`, `1,234 sites`, `2 countries`.

    Args:
        number: how many there are.
        noun: what one is called.
        nouns: what several are called; by default with an `s` behind it.
    """
    return f"{number:,} {noun if number == 1 else nouns or f'{noun}s'}"


def cut_short(text: str, most: int) -> str:
    """Keep so many signs of a text, the one for what is left out among them."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
