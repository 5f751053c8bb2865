"""The full record as one HTML file that opens offline and needs nothing else: no script, no font.

By its own rule (Content-Security-Policy) it loads nothing from anywhere.

Everything from a record is escaped, and stands in elements, never in attributes that do something.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from typing import Final

from components.exports.pictures import Drawn, Pictures
from components.palette import DARK, LIGHT, Palette
from data.document.model import (
    Block,
    Document,
    Facts,
    Grid,
    Heading,
    Image,
    Item,
    Items,
    Section,
    Verbatim,
    Words,
)
from data.plain.glossary import Term, find_terms
from data.views.facts import Fact
from data.views.overview import registry_address

HTML_MIME: Final = "text/html"
_STYLE: Final = Path(__file__).parent / "templates" / "document.css"
_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'"
)
_ARMS: Final = range(len(LIGHT.arms))
VARIABLES: Final = Palette(
    background="var(--background)",
    surface="var(--surface)",
    text="var(--text)",
    muted="var(--muted)",
    line="var(--line)",
    accent="var(--accent)",
    arms=tuple(f"var(--arm-{place})" for place in _ARMS),
)
"""The colours by name: pictures drawn with it are light or dark as the reader's screen is."""
_MANY_ROWS: Final = 60
_SCREEN: Final = 1.8  # pixels for each point that a picture needs on paper
# Signs that no document may hold; tabs and line breaks are white space.
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def document_html(document: Document, pictures: Pictures) -> bytes:
    """Write the file.

    Args:
        document: the record as a document.
        pictures: by the keys that its images name, drawn with `VARIABLES`.
    """
    terms = _terms(document)
    sections = [_section(section, pictures) for section in document.sections]
    if terms:
        sections.append(_glossary(terms))
    names = [(section.key, section.title) for section in document.sections]
    names += [("glossary", "Words explained")] if terms else []
    page = f"""<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{_escaped(f"{document.nct_id}: {document.title}")}</title>
<style>
{_colours()}
{_STYLE.read_text(encoding="utf-8")}
</style>
</head>
<body>
<a class="skip" href="#record">Skip to the record</a>
{_header(document)}
{_contents(names)}
<main id="record">
{"".join(sections)}
</main>
{_footer(document)}
</body>
</html>
"""
    return page.encode("utf-8")


def _colours() -> str:
    dark = f"@media (prefers-color-scheme: dark) {{ {_variables(DARK)} }}"
    # Paper is white, whatever the screen is.
    return f"{_variables(LIGHT)}\n{dark}\n@media print {{ {_variables(LIGHT)} }}"


def _variables(palette: Palette) -> str:
    named = {
        name: getattr(palette, name)
        for name in ("background", "surface", "text", "muted", "line", "accent")
    }
    arms = {f"arm-{place}": palette.arm(place) for place in _ARMS}
    values = "; ".join(f"--{name}: {value}" for name, value in {**named, **arms}.items())
    return f":root {{ {values} }}"


def _header(document: Document) -> str:
    name = " · ".join(filter(None, (document.name, document.nct_id)))
    facts = (
        Fact(label="Status", value=document.status),
        Fact(label="Record last updated", value=document.updated),
        Fact(label="Source", value=document.source),
        Fact(label="Seen from", value=document.seen_from),
    )
    return f"""<header>
<p class="name">{_escaped(name)}</p>
<h1>{_escaped(document.title)}</h1>
{_facts(facts)}
<p><strong>Not medical advice.</strong> Only the study’s own team can say who takes part.</p>
</header>"""


def _contents(names: Iterable[tuple[str, str]]) -> str:
    links = "".join(
        f'<li><a href="#{_escaped(key)}">{_escaped(title)}</a></li>' for key, title in names
    )
    return f'<nav aria-label="Contents"><ul>{links}</ul></nav>'


def _footer(document: Document) -> str:
    address = registry_address(document.nct_id)
    return f"""<footer>
<p>Record {_escaped(document.nct_id)} · last update {_escaped(document.updated)} · source:
{_escaped(document.source)} · {_link("ClinicalTrials.gov", address)}</p>
<p>Made with Trial Explorer. Country shapes: Natural Earth, public domain. Places of cities:
GeoNames, CC BY 4.0. Not medical advice.</p>
</footer>"""


def _section(section: Section, pictures: Pictures) -> str:
    name = _escaped(section.key)
    blocks = "\n".join(_block(block, pictures) for block in section.blocks)
    return (
        f'<section id="{name}" aria-labelledby="{name}-title">\n'
        f'<h2 id="{name}-title">{_escaped(section.title)}</h2>\n{blocks}\n</section>\n'
    )


def _block(block: Block, pictures: Pictures) -> str:
    match block:
        case Words():
            kind = ' class="small"' if block.small else ""
            return f"<p{kind}>{_escaped(block.text)}</p>"
        case Verbatim():
            label = f"In the record: {block.label}" if block.label else "In the record"
            return _verbatim(block.text, label, folded=block.folded)
        case Facts():
            return _facts(block.facts)
        case Items():
            return "\n".join(map(_item, block.items))
        case Grid():
            return _grid(block)
        case Image():
            return _image(block, pictures.get(block.key, ()))
        case Heading():
            return f"<h3>{_escaped(block.text)}</h3>"


def _verbatim(text: str, label: str, *, folded: bool) -> str:
    quoted = f'<blockquote class="verbatim">{_escaped(text)}</blockquote>'
    if folded:
        return f"<details><summary>{_escaped(label)}</summary>{quoted}</details>"
    return f'<p class="small">{_escaped(label)}</p>{quoted}'


def _facts(facts: Iterable[Fact]) -> str:
    return f"<dl>{''.join(map(_fact, facts))}</dl>"


def _fact(fact: Fact) -> str:
    kind = f", {_escaped(fact.kind)}" if fact.kind else ""
    note = f'<span class="small note">{_escaped(fact.note)}</span>' if fact.note else ""
    return (
        f"<div><dt>{_escaped(fact.label)}</dt>"
        f'<dd><span class="value">{_escaped(fact.value)}{kind}</span>{note}</dd></div>'
    )


def _item(item: Item) -> str:
    return f'<div class="item">{"".join(_parts(item))}</div>'


def _parts(item: Item) -> Iterator[str]:
    if item.title:
        yield f'<p class="title">{_escaped(item.title)}</p>'
    if item.line:
        yield f'<p class="small">{_escaped(item.line)}</p>'
    if item.plain:
        yield f"<p>{_escaped(item.plain)}</p>"
        if item.text:
            yield _verbatim(item.text, "In the record’s words", folded=True)
    elif item.text:
        yield f'<blockquote class="verbatim">{_escaped(item.text)}</blockquote>'
    yield from (f'<p class="small">Note: {_escaped(note)}</p>' for note in item.notes)
    if item.links:
        yield f"<p>{' · '.join(_link(name, address) for name, address in item.links)}</p>"


def _link(name: str, address: str) -> str:
    """Write a link to a page of the web; any other address stays the text it is."""
    if not address.startswith("https://"):
        return _escaped(f"{name}: {address}")
    return f'<a href="{_escaped(address)}" rel="noreferrer">{_escaped(name)}</a>'


def _grid(block: Grid) -> str:
    head = "".join(f'<th scope="col">{_escaped(cell)}</th>' for cell in block.head)
    rows = "\n".join(
        f"<tr>{''.join(f'<td>{_escaped(cell)}</td>' for cell in row)}</tr>" for row in block.rows
    )
    caption = _escaped(block.caption)
    table = (
        f'<div class="scroll" role="group" aria-label="{caption}" tabindex="0"><table>'
        f"<caption>{caption}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>\n{rows}\n</tbody></table></div>"
    )
    if block.folded or len(block.rows) > _MANY_ROWS:
        rows_told = f"{len(block.rows):,} {'row' if len(block.rows) == 1 else 'rows'}"
        return f"<details><summary>{caption} ({rows_told})</summary>{table}</details>"
    return table


def _image(block: Image, parts: tuple[Drawn, ...]) -> str:
    """Show a picture; one wider than the screen scrolls, so that its text stays readable."""
    if not parts:
        return ""
    drawn = "".join(
        f'<div class="scroll picture" style="--least:{_least(part):.0f}px" role="group" '
        f'aria-label="Picture" tabindex="0">{part.svg}</div>'
        for part in parts
    )
    caption = f"<figcaption>{_escaped(block.caption)}</figcaption>" if block.caption else ""
    return f"<figure>{drawn}{caption}</figure>"


def _least(part: Drawn) -> float:
    """How wide a picture must be on a screen, in pixels, for its text to be read."""
    return part.width * part.least_scale * _SCREEN


def _terms(document: Document) -> tuple[Term, ...]:
    """The terms of the glossary that occur in the document, by name."""
    found = {
        span.term.name: span.term
        for section in document.sections
        for block in section.blocks
        for text in _texts(block)
        for span in find_terms(text, document.fields)
    }
    return tuple(found[name] for name in sorted(found, key=str.casefold))


def _texts(block: Block) -> Iterator[str]:
    match block:
        case Words() | Verbatim() | Heading():
            yield block.text
        case Facts():
            yield from (fact.value for fact in block.facts)
        case Items():
            for item in block.items:
                yield from (item.title, item.line, item.plain, item.text)
        case Grid() | Image():
            yield block.caption


def _glossary(terms: Iterable[Term]) -> str:
    told = "".join(
        f"<div><dt>{_escaped(term.name)}</dt><dd>{_escaped(term.plain)}</dd></div>"
        for term in terms
    )
    return (
        '<section id="glossary" aria-labelledby="glossary-title">\n'
        f'<h2 id="glossary-title">Words explained</h2>\n<dl class="terms">{told}</dl>\n</section>\n'
    )


def _escaped(text: str) -> str:
    return escape(_CONTROL.sub("\N{REPLACEMENT CHARACTER}", text))
