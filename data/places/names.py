"""Fold the names of places and countries so that spellings of one name compare equal."""

import re
import unicodedata
from pathlib import Path

# Letters that Unicode does not take apart into a base letter and an accent.
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
_ABBREVIATIONS = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
_APOSTROPHES = re.compile("['’‘ʼʻ`´]")
_NOT_A_WORD = re.compile(r"[\W_]+")
# "69008", "D-69120", "SE-171 76", "02114-1234", "00-909", "1012 AB", "SW3 6JJ", "K1A 0B1",
# and what says a quarter of a large town by its number: "Praha 2", "Cedex 9", "København Ø".
_POSTCODE = re.compile(
    r"(?:^[A-Z]{1,3} ?|\b[A-Z]{1,3}-|\b)(?:\d{3} \d{2}|\d{2}-\d{3}|\d{3,})(?:-\d+)*"
    r"(?: ?[A-Z]{2}(?=,| |$))?\b"
    r"|\b(?i:cedex)(?: \d{1,2})?\b|(?<=\w )(?:\d{1,2}|[A-ZÆØÅ])(?=,|$)"
    r"|\b[A-Z]{1,2}\d[A-Z\d]?(?: ?\d[A-Z]{1,2}\d?)?\b"
)


def table_rows(path: Path) -> list[list[str]]:
    """Read a table whose columns tabs part, without its head."""
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:]]


def fold(text: str) -> str:
    """Reduce a name to what counts when names are compared.

    Case, accents, punctuation and runs of spaces do not count: `Saint-Étienne` and
    `saint etienne` fold to the same text. Letters of every script are kept.
    """
    if text.isascii():
        return _NOT_A_WORD.sub(" ", _APOSTROPHES.sub("", text).lower()).strip()
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)
    # Accents of Latin, Greek, Cyrillic, Hebrew and Arabic letters go; the vowel signs of Indic and
    # South-East Asian scripts, from U+0900 on, are part of the word.
    plain = "".join(c for c in plain if not (unicodedata.category(c) == "Mn" and c < "\u0900"))
    plain = _APOSTROPHES.sub("", unicodedata.normalize("NFC", plain))
    return " ".join("".join(c if _counts(c) else " " for c in plain).split())


def name_key(name: str) -> str:
    """Fold a place's name and write out its usual abbreviations: `St. Louis`, `saint louis`."""
    return " ".join(_ABBREVIATIONS.get(word, word) for word in fold(name).split())


def without_postcode(text: str) -> str:
    """Leave the postcode beside a town out: `Wien` of `A-1090 Wien`."""
    parts = (" ".join(part.split()) for part in _POSTCODE.sub(" ", text).split(","))
    return ", ".join(filter(None, parts))


def _counts(character: str) -> bool:
    """Tell whether a character is part of a word in any script."""
    return character.isalnum() or unicodedata.category(character) in ("Mn", "Mc")
