"""What a file can be refused with, and how that quotes what was met."""

from typing import Any, Final

_MOST: Final = 60  # signs: a sentence is to be read


class StudyError(Exception):
    """A record or an annotation that cannot be read: says where, and what was expected."""

    def within(self, place: str) -> "StudyError":
        """Name the larger thing (a file, an annotation) in which the error happened."""
        return StudyError(f"{place}: {self}")


class KeptFileError(ValueError):
    """A file that a visitor kept, and that cannot be opened again; the message is one sentence."""


def quoted(value: Any) -> str:
    """Quote a value in an error: at most some 60 signs, and none that cannot be seen."""
    written = ascii(value) if isinstance(value, str) and not value.isprintable() else repr(value)
    return written if len(written) <= _MOST else f"{written[: _MOST - 3]}…"
