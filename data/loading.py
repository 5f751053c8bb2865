"""The one door in: a path, bytes or text becomes a `Study`."""

from __future__ import annotations

import codecs
import json
import re
import string
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from data.errors import StudyError, quoted
from data.readers.registry_page import read_registry_page
from data.study import Study
from data.words import uncapitalised

# The largest of the registry's own records are under 20 MB; a larger input is no record.
MAX_BYTES = 20 * 2**20
# A page's text says no more than its record; the longest at hand has 0.3 MB.
MAX_PAGE = 5_000_000

# A surrogate, written as an escape or as it stands; two in a row may make one sign.
_HALF_SIGN = re.compile(r"\\u[dD][89a-fA-F]")

# Byte-order mark, no-break space, soft hyphen, word joiner, and signs of no width.
_UNSEEN = "\ufeff\xa0\xad\u2060\u200b\u200c\u200d\u200e\u200f"

# Of text in UTF-8 hardly a byte is zero; what has more of them than this share is not in it.
_SAMPLE = 4096
_LEAST_ZEROS = 0.05

# Longer than any path, shorter than any record: decides what a one-line text is taken for.
_MAX_PATH = 4096
# A longer path is told by its last part alone, so that the sentence can be read.
_MAX_NAME = 60

_EXPECTED = {
    "missing": "expected a value, found none",
    "string_type": "expected text",
    "string_unicode": "expected text that is valid Unicode",
    "bool_type": "expected true or false",
    "int_type": "expected a whole number",
    "int_parsing": "expected a whole number",
    "int_parsing_size": "expected a whole number",
    "int_from_float": "expected a whole number",
    "float_type": "expected a number",
    "float_parsing": "expected a number",
    "finite_number": "expected a finite number",
    "tuple_type": "expected a list",
    "model_type": "expected an object",
    "model_attributes_type": "expected an object",
    "greater_than_equal": "expected a number of at least {ge:g}",
    "less_than_equal": "expected a number of at most {le:g}",
}


def load_study(source: str | bytes | Path) -> Study:
    """Open a study record: the API's JSON or the text of a registry page, told apart by content.

    Args:
        source: a path (a `Path`, or a one-line string), the file's bytes, or its text.

    Raises:
        StudyError: what cannot be read, where, and what was expected.
    """
    studies = load_studies(source)
    if len(studies) > 1:
        numbers = ", ".join(study.nct_id for study in studies[:3])
        more = ", …" if len(studies) > 3 else ""
        raise StudyError(f"expected one study, found {len(studies)}: {numbers}{more}")
    return studies[0]


def load_studies(source: str | bytes | Path) -> tuple[Study, ...]:
    """Open every study record that a source holds; most hold one.

    Besides what `load_study` opens, this takes a study wrapped as `{"study": …}`, a list of
    studies, and a page of the API's search (`{"studies": […]}`).

    Args:
        source: as for `load_study`.

    Returns:
        At least one study.

    Raises:
        StudyError: what cannot be read, where, and what was expected.
    """
    if isinstance(source, str) and _is_path(source):
        source = Path(source)
    if isinstance(source, Path):
        return _load_file(source)
    if len(source) > MAX_BYTES:
        raise StudyError(f"expected a record of at most {MAX_BYTES // 10**6} MB")
    return _read(source if isinstance(source, str) else decoded(source))


def _is_path(source: str) -> bool:
    text = without_marks(source)
    return 0 < len(text) < _MAX_PATH and "\n" not in text and text[0] not in "{["


def without_marks(text: str) -> str:
    """Take off white space, signs without a width, and byte-order marks, which may stand twice."""
    return text.strip(f"{_UNSEEN}{string.whitespace}")


def _load_file(path: Path) -> tuple[Study, ...]:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise StudyError(f"expected a file of at most {MAX_BYTES // 10**6} MB")
        return _read(decoded(path.read_bytes()))
    except StudyError as error:
        raise error.within(path.name) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        name = str(path) if len(str(path)) < _MAX_NAME else path.name
        raise StudyError(f"{quoted(name)} cannot be opened: {reason}") from None


def decoded(content: bytes) -> str:
    """Decode a file in UTF-8, UTF-16 or UTF-32.

    Raises:
        StudyError: it is in none of them.
    """
    encoding, name = _encoding(content)
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise StudyError(
            f"expected text in {name}, found byte 0x{content[error.start]:02x} "
            f"at position {error.start}: save it as UTF-8"
        ) from None


def _encoding(content: bytes) -> tuple[str, str]:
    """Tell the encoding by its mark, or by where its letters leave bytes of zero."""
    if content.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32", "UTF-32"
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", "UTF-16"
    sample = content[:_SAMPLE]
    if b"\0" not in content[:2] and sample.count(0) < _LEAST_ZEROS * len(sample) + 1:
        return "utf-8-sig", "UTF-8"
    # Of four bytes, UTF-32 leaves the one with the highest worth empty, and mostly the next.
    first, second, third, fourth = (sample[place::4] for place in range(4))
    if not any(fourth) and third.count(0) * 2 > len(third):
        return "utf-32-le", "UTF-32"
    if not any(first) and second.count(0) * 2 > len(second):
        return "utf-32-be", "UTF-32"
    big = sample[::2].count(0) > sample[1::2].count(0)
    return ("utf-16-be" if big else "utf-16-le"), "UTF-16"


def _read(text: str) -> tuple[Study, ...]:
    text = without_marks(text)
    if not text:
        raise StudyError("the record is empty: expected a study in JSON, or the text of its page")
    if text[0] not in "{[":
        if len(text) > MAX_PAGE:
            raise StudyError(
                f"this is no JSON, and too long for the text of a page: expected at most "
                f"{MAX_PAGE // 10**6} MB"
            )
        return (_study(read_registry_page(text)),)
    return tuple(_study(content, place) for place, content in _records(_parsed(text)))


def _records(content: Any) -> Iterator[tuple[tuple[str | int, ...], dict[str, Any]]]:
    """Yield each record in parsed JSON, with its place."""
    found = False
    for place, candidate in _candidates(content):
        if not isinstance(candidate, dict) or "protocolSection" not in candidate:
            where = f"{json_path(place)}: " if place else ""
            raise StudyError(
                f"{where}this is JSON, but not a study record: "
                "expected an object with 'protocolSection'"
            )
        found = True
        yield place, candidate
    if not found:
        raise StudyError("the list of studies is empty: expected at least one")


def _candidates(content: Any) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Yield what may be a record: the content itself, what it wraps, or each item of its list."""
    place: tuple[str | int, ...] = ()
    if isinstance(content, dict) and "protocolSection" not in content:
        for key in ("study", "studies"):
            if key in content:
                place, content = (key,), content[key]
                break
    if not isinstance(content, list):
        yield place, content
        return
    for position, item in enumerate(content):
        if isinstance(item, dict) and "study" in item:
            yield (*place, position, "study"), item["study"]
        else:
            yield (*place, position), item


def _parsed(text: str) -> Any:
    """Read JSON, or one study per line (NDJSON), as a list."""
    # Not splitlines: within a text, other signs than these end a line.
    if not _is_whole_object(text.partition("\n")[0]):
        return parsed_json(text)
    lines = {number: line for number, line in enumerate(text.split("\n"), 1) if line.strip()}
    if len(lines) > 1 and all(map(_is_whole_object, lines.values())):
        return [_parsed_line(number, line) for number, line in lines.items()]
    return parsed_json(text)


def _parsed_line(number: int, line: str) -> Any:
    try:
        return parsed_json(line)
    except StudyError as error:
        raise error.within(f"study on line {number}") from None


def _is_whole_object(line: str) -> bool:
    text = line.strip()
    return text.startswith("{") and text.endswith("}")


_SEVERAL = "; several studies stand in a list, [ ], or each whole on a line of its own"


def parsed_json(text: str) -> Any:
    """Read JSON in which each key stands once, numbers are numbers and text is whole.

    Raises:
        StudyError: where it is not, and what was expected.
    """
    try:
        content = json.loads(text, object_pairs_hook=_object, parse_constant=_no_number)
        # Half a sign, which nothing can show or write, may stand there as itself or as an escape.
        text.encode("utf-8")
        if _HALF_SIGN.search(text):
            json.dumps(content, ensure_ascii=False).encode("utf-8")
        return content
    except UnicodeEncodeError:
        raise StudyError("expected text that is valid Unicode, found half a sign") from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        # Some of Python's messages end with "starting at", and expect the place to follow.
        reason = uncapitalised(error.msg).removesuffix(" starting at")
        several = _SEVERAL if error.msg == "Extra data" else ""
        raise StudyError(f"{place}: expected JSON, but {reason}{several}") from None
    except RecursionError:
        raise StudyError("the JSON is nested too deeply") from None
    except ValueError as error:
        # For example an integer of more digits than Python converts.
        raise StudyError(f"expected JSON, but {uncapitalised(str(error))}") from None


def _no_number(written: str) -> None:
    """Refuse what Python writes for no number: it is not JSON, and not equal to itself."""
    raise StudyError(f"expected JSON, which knows no {written}")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object of its pairs; of a key that stands twice, no value can be trusted."""
    made = dict(pairs)
    if len(made) < len(pairs):
        [(twice, _)] = Counter(key for key, _ in pairs).most_common(1)
        raise StudyError(f"expected each key once, found {_shortened(twice)} twice in one object")
    return made


def _study(content: dict[str, Any], place: tuple[str | int, ...] = ()) -> Study:
    try:
        return Study.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = json_path((*place, *first["loc"]))
        raise StudyError(f"{where}: {_expectation(dict(first))}") from None


def json_path(steps: Sequence[str | int]) -> str:
    """Write a place in JSON: `protocolSection.contactsLocationsModule.locations[3].city`."""
    written = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
    return written.lstrip(".") or "the record"


def _expectation(error: dict[str, Any]) -> str:
    """Say what was expected and what was found instead."""
    kind, context = error["type"], error.get("ctx") or {}
    if kind == "value_error":  # our own validators say it themselves
        return str(context.get("error", error["msg"]))
    if kind == "missing":
        return _EXPECTED[kind]
    if kind == "string_pattern_mismatch":
        expected = "expected NCT and eight digits"
    else:
        expected = _EXPECTED.get(kind, "expected another value").format(**context)
    return f"{expected}, got {_shortened(error['input'])}"


def _shortened(value: Any) -> str:
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list | tuple):
        return "a list"
    return quoted(value)
