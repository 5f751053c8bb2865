r"""Undo the markup with which registries deliver text: escapes of markdown, HTML of some sponsors.

Tags known to format become lines and bullets, or go. Nothing else is interpreted: an unknown tag
stays the text it is, and so does what only looks like one, such as `p < 0.05` or `a<b>c`.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Final

# CommonMark lets a backslash escape any ASCII punctuation, and nothing else.
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
# Only with its semicolon: `&copy=2` in an address is no ©.
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")

# Escaped again and again, `&amp;amp;lt;`, in one step: a long row would take for ever one by one.
_ESCAPED_AGAIN = re.compile(r"&(?:(?:amp|#0*38|#[xX]0*26);)+(?=#?\w+;)")
_MOST_PASSES: Final = 5  # for references that spell others (`&am&#112;;`), which nobody writes

_LISTS: Final = {"ul", "ol"}
_BLOCKS: Final = {"p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", *_LISTS}
_INLINE: Final = {"b", "i", "u", "em", "strong", "span", "font", "small", "sub", "sup"}
# HTML lets these go without an end.
_OPEN_ENDED: Final = {"p", "li"}
_TAG = re.compile(
    rf"<(?P<end>/?)(?P<name>br|{'|'.join(sorted(_BLOCKS | _INLINE, key=len, reverse=True))})"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
# A raised number needs its sign: 10<sup>9</sup> is not 109. A raised letter or ® does not, and the
# mass number before an element's name has nothing that it would raise.
_RAISED = re.compile(r"[-+−±]?\d")

# Signs that say the same as the four that everybody, every font and every rule here knows.
_COMPARATORS: Final = {"⩾": "≥", "≧": "≥", "⩽": "≤", "≦": "≤", "˃": ">", "﹥": ">", "＞": ">"} | {
    "˂": "<",
    "﹤": "<",
    "＜": "<",
}
_UNUSUAL = re.compile(f"[{''.join(_COMPARATORS)}]")


def prose(text: str) -> str:
    """Return running text of a record without tags, markdown escapes and character references.

    Tags go first, so that what an escape or a reference spells (`&lt;p&gt;`) is never one.
    """
    return _with_usual_signs(_without_references(plain_text(_without_tags(text))))


def line(text: str) -> str:
    """Return a title or a name without tags and references; the registry knows no escapes there."""
    return _with_usual_signs(_without_references(_without_tags(text)))


def _with_usual_signs(text: str) -> str:
    if text.isascii():  # a record has thousands of short ones
        return text
    return _UNUSUAL.sub(lambda sign: _COMPARATORS[sign[0]], text)


def plain_text(text: str) -> str:
    r"""Return markdown as a person would read it: `\[68Ga\] \> 5` becomes `[68Ga] > 5`."""
    return _ESCAPE.sub(r"\1", text) if "\\" in text else text


def _without_references(text: str) -> str:
    """Write the characters that HTML tells by name or number, however often it was escaped.

    `&gt;` is `>`, and so are `&amp;gt;` and `&amp;amp;gt;`.
    """
    if "&" not in text:
        return text
    text = _ESCAPED_AGAIN.sub("&", text)
    for _ in range(_MOST_PASSES):
        before, text = text, _REFERENCE.sub(lambda match: unescape(match[0]), text)
        if text == before:
            break
    return text


def _without_tags(text: str) -> str:
    """Turn HTML into plain lines; text without any stays as it is."""
    if "<" not in text:
        return text
    tags = _tags(text)
    blocks = any(_name(tag) in _BLOCKS for tag in tags)
    page = _Lines() if blocks else _Run()
    position = 0
    for tag in tags:
        page.say(text[position : tag.start()])
        if _name(tag) == "sup":
            page.raise_next = not tag["end"]
        elif _name(tag) not in _INLINE:
            page.obey(_name(tag), ends=bool(tag["end"]))
        position = tag.end()
    page.say(text[position:])
    return page.finished()


def _name(tag: re.Match[str]) -> str:
    return tag["name"].lower()


def _tags(text: str) -> list[re.Match[str]]:
    """Find the tags that are ones: those that come in pairs, and those that need no other."""
    found = list(_TAG.finditer(text))
    paired: set[int] = set()
    waiting: dict[str, list[int]] = {}
    for position, tag in enumerate(found):
        name = _name(tag)
        if name == "br":
            paired.add(position)
        elif not tag["end"]:
            waiting.setdefault(name, []).append(position)
        elif waiting.get(name):
            paired |= {position, waiting[name].pop()}
    if any(_name(found[position]) in _BLOCKS for position in paired):
        paired.update(*(waiting.get(name, ()) for name in _OPEN_ENDED))
    return [found[position] for position in sorted(paired)]


class _Run:
    """Text that formats words only: it keeps its own lines."""

    def __init__(self) -> None:
        self.raise_next = False
        self._text = ""

    def say(self, words: str) -> None:
        if self.raise_next and words:
            raised = _RAISED.match(words) and re.search(r"[\w)\]]\Z", self._text)
            self._text += "^" if raised else ""
            self.raise_next = False
        self._text += words

    def obey(self, _name: str, *, ends: bool) -> None:
        self._text += "" if ends else "\n"

    def finished(self) -> str:
        return self._text


class _Lines(_Run):
    """HTML with paragraphs and lists, written as indented lines with bullets."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[str] = []
        self._inside = 0  # blocks around
        self._depth = 0  # lists around
        self._bullet = ""

    def obey(self, name: str, *, ends: bool) -> None:
        self._flush()
        if name == "br":
            return
        step = -1 if ends else 1
        self._inside = max(0, self._inside + step)
        if name in _LISTS:
            self._depth = max(0, self._depth + step)
        elif name == "li":
            self._bullet = "" if ends else "  " * max(1, self._depth) + "* "
        elif not ends and not self._depth and self._lines and self._lines[-1]:
            self._lines.append("")  # between paragraphs

    def finished(self) -> str:
        self._flush()
        return "\n".join(self._lines).rstrip()

    def _flush(self) -> None:
        written, self._text = self._text, ""
        # Between tags a line end is a space; outside of all, somebody meant it.
        parts = [written] if self._inside else written.splitlines()
        for words in filter(None, (" ".join(part.split()) for part in parts)):
            beside_bullet = "  " * (self._depth + 1) if self._depth else ""
            self._lines.append((self._bullet or beside_bullet) + words)
            self._bullet = ""
