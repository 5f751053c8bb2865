"""What the speaker has beside a slide: every statement with the words it was taken from."""

from __future__ import annotations

from collections.abc import Iterable

from data.annotations import Annotations
from data.annotations.plain import PlainEntry, PlainText


def plain_notes(texts: Iterable[PlainText], annotations: Annotations) -> tuple[str, ...]:
    """Give plain words with the sentence of the record, or the publications, they were put from."""
    return tuple(_plain_note(item, annotations) for item in texts)


def _plain_note(item: PlainText, annotations: Annotations) -> str:
    name = f"{item.name}: " if isinstance(item, PlainEntry) else ""
    said = f"In plain words: {name}{item.plain}"
    if item.quote:
        return f"{said} In the record: “{item.quote}”"
    if item.citations:
        cited = "; ".join(annotations.citations[key].text for key in item.citations)
        return f"{said} Published: {cited}"
    return f"{said} Neither the record nor a publication at hand says more."
