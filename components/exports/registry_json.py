r"""Write a study as the registry's JSON again, so that reading it gives the same study.

Reading undoes the registry's markup; what would be undone a second time (a real `\*` or `&lt;` in a
text) is escaped here first.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, Final, get_args

from pydantic import AfterValidator

from data.dates import PartialDate
from data.markup import line, prose
from data.registry_object import RegistryObject
from data.study import Study


def study_json(study: Study) -> str:
    """Write a study in the shape of the ClinicalTrials.gov API v2, by the API's own names.

    Args:
        study: as loaded; what the record left out stays out, and keys that only the record knows
            stay in.
    """
    return json.dumps(_object(study), ensure_ascii=False, indent=2) + "\n"


def _object(item: RegistryObject) -> dict[str, Any]:
    written = {}
    for name, field in type(item).model_fields.items():
        if name in item.model_fields_set:
            readers = [*_readers(field.annotation), *_readers_among(field.metadata)]
            written[field.alias or name] = _value(getattr(item, name), readers)
    return {**written, **(item.model_extra or {})}


def _value(value: Any, readers: list[Callable[[str], str]]) -> Any:
    if isinstance(value, RegistryObject):
        return _object(value)
    if isinstance(value, tuple):
        return [_value(item, readers) for item in value]
    if isinstance(value, PartialDate):
        return value.isoformat()
    if isinstance(value, str):
        for reader in readers:
            if reader(value) != value:
                return _ESCAPES[reader](value)
    return value


def _readers(annotation: Any) -> Iterator[Callable[[str], str]]:
    """Find what undoes markup when a field of this type is read."""
    yield from _readers_among(getattr(annotation, "__metadata__", ()))
    for part in get_args(annotation):
        yield from _readers(part)


def _readers_among(metadata: Any) -> Iterator[Callable[[str], str]]:
    for item in metadata:
        if isinstance(item, AfterValidator) and item.func in _ESCAPES:
            yield item.func  # type: ignore[misc]


def _escaped_line(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _escaped_prose(text: str) -> str:
    return _escaped_line(text.replace("\\", "\\\\"))


_ESCAPES: Final[dict[Any, Callable[[str], str]]] = {prose: _escaped_prose, line: _escaped_line}
