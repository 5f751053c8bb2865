"""The parts of the export page: what may be chosen, and every file that can be taken away.

A file is made when its button is clicked, on a thread of its own: what it needs is gathered before.
None holds an answer about a person: answers are in no record, and nothing here asks for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import streamlit as st

from components import audience as pages
from components import session
from components.chosen_slides import chosen_in_address, chosen_slides
from components.downloads import Download, download_row
from components.exports.archive import data_zip
from components.exports.document import document_html
from components.exports.pdf import PAPERS, Paper, full_pdf, lay_pdf
from components.exports.pictures import lay_flow, pictures
from components.exports.pptx import MAX_BYTES, TemplateError, deck_pptx, template_size
from components.literal import READING_WIDTH, literal
from components.palette import LIGHT, VARIABLES
from components.present import slides_audience
from data import Study
from data.annotations import Annotations
from data.dates import day_in_words
from data.deck.build import deck
from data.deck.model import SIZES, WIDE, Deck, DeckAudience, SlideSize
from data.deck.places import chosen, wide_names
from data.document.full import full_document
from data.document.handout import OWN_WORDS, handout

_AUDIENCES: Final[dict[DeckAudience, str]] = {"lay": "A lay audience", "sponsor": "A sponsor"}
# What each audience is offered first.
_FIRST: Final = {
    pages.Audience.CLINICIAN: "paper",
    pages.Audience.PATIENT: "handout",
    pages.Audience.SPONSOR: "slides",
}
_CHOSEN, _ALL = "chosen", "all"
_TRIED: Final = "export_templates_tried"
_SIZES: Final = {size.name: size for size in SIZES}


@dataclass(frozen=True, kw_only=True)
class ExportChoice:
    """What was chosen: for whom the slides are, their format, what they stand on, and the paper.

    Args:
        slides: the names of those that were chosen for presenting and that the deck for this
            audience has, in their order; none for all.
        template: the visitor's own presentation or template; None for ours.
    """

    audience: DeckAudience
    size: SlideSize
    slides: tuple[str, ...]
    template: bytes | None
    paper: Paper


@dataclass(frozen=True, kw_only=True)
class ExportSource:
    """What every file is made of.

    Args:
        as_of: the day the study is seen from.
    """

    study: Study
    annotations: Annotations
    as_of: date


def about() -> ExportSource:
    """Say what the files hold, and gather what they are made of."""
    source = ExportSource(
        study=session.study(), annotations=session.annotations(), as_of=session.as_of()
    )
    st.text(
        "Files to show, print, keep or compute with. Each names the record, its last update and "
        f"its sources, and shows the study as seen from {day_in_words(source.as_of)}. "
        "They are made on this server when you click, without the internet, and none holds an "
        "answer about a person.",
        width=READING_WIDTH,
    )
    if source.annotations.plain.is_empty:
        st.info(literal(OWN_WORDS), icon=":material/info:")
    return source


def choices() -> ExportChoice:
    """Let the visitor choose for whom, and in which format."""
    with st.container(horizontal=True, gap="medium"):
        audience: DeckAudience = st.segmented_control(
            "Slides for",
            list(_AUDIENCES),
            default=slides_audience(),
            required=True,
            format_func=_AUDIENCES.__getitem__,
            key="export_audience",
            persist_state="session",
        )
        size = st.segmented_control(
            "Slide format",
            list(_SIZES),
            default=SIZES[0].name,
            required=True,
            key="export_size",
            persist_state="session",
        )
        paper: Paper = st.segmented_control(
            "Paper",
            list(PAPERS),
            default="A4",
            required=True,
            key="export_paper",
            persist_state="session",
        )
    slides = _chosen(audience)
    template = _template()
    if template is not None:
        content, own = template
        st.caption(f"The slides stand on your template, in the format next to its own: {own.name}.")
        return ExportChoice(
            audience=audience, size=own, slides=slides, template=content, paper=paper
        )
    return ExportChoice(
        audience=audience, size=_SIZES[size], slides=slides, template=None, paper=paper
    )


def _chosen(audience: DeckAudience) -> tuple[str, ...]:
    """Say which slides are taken away: those chosen for presenting, or all; and where to choose."""
    names = tuple(dict.fromkeys(chosen_slides()))
    chosen_in_address()
    found = tuple(name for name in names if name in _names(audience)) if names else ()
    if found:
        offered = {_CHOSEN: f"The {len(found)} chosen, in their order", _ALL: "All, as they were"}
        taken = st.segmented_control(
            "Slides",
            list(offered),
            default=_CHOSEN,
            required=True,
            format_func=offered.__getitem__,
            key="export_slides",
        )
    if len(found) < len(names):
        has = f"{len(found)} of them" if found else "none of them: all of it is taken"
        deck_for = f"the deck for {_AUDIENCES[audience].lower()}"
        st.caption(f"{len(names)} slides were chosen under Present; {deck_for} has {has}.")
    st.page_link(
        "pages/present.py",
        label="Choose, order or leave out slides, under Present",
        icon=":material/slideshow:",
    )
    return found if found and taken == _CHOSEN else ()


def _names(audience: DeckAudience) -> frozenset[str]:
    """What the slides for an audience are called."""
    as_of = session.as_of()
    return session.once(
        ("names of slides", audience, as_of),
        lambda study, annotations: frozenset(
            wide_names(deck(study, annotations, audience=audience, size=WIDE, as_of=as_of).slides)
        ),
    )


def _template() -> tuple[bytes, SlideSize] | None:
    """Take the visitor's own template and its format, or say in one sentence why it is not used."""
    with st.expander("Your own PowerPoint template", icon=":material/palette:"):
        file = st.file_uploader(
            "A presentation or template (.pptx, .potx) whose master, fonts and colours the slides "
            "take; its own slides are left out",
            type=["pptx", "potx"],
            max_upload_size=MAX_BYTES // 10**6,
            key="export_template",
            help="It stays in this visit. Text is measured for letters as wide as Arial's: with "
            "wider ones, look the slides through.",
        )
        if file is None:
            return None
        content: bytes = file.getvalue()
        tried: dict[str, SlideSize | str] = st.session_state.setdefault(_TRIED, {})
        if file.file_id not in tried:
            try:
                tried[file.file_id] = template_size(content)
            except TemplateError as error:
                tried[file.file_id] = f"{file.name}: {error}"
        found = tried[file.file_id]
        if isinstance(found, str):
            st.error(literal(found), icon=":material/error:")
            return None
        return content, found


def files(source: ExportSource, choice: ExportChoice) -> None:
    """Offer every file, each with what it is for; first what this audience is likely to want."""
    slides = f"slides-{choice.audience}-{choice.size.name.replace(':', 'x')}"
    slides += "-chosen" if choice.slides else ""
    which = _which(choice)
    offers = {
        "slides": (
            "Slides",
            f"{which} PowerPoint, with shapes, charts and tables that can be edited; the record's "
            "sentences are in the speaker's notes; on your own template, if you give one above.",
            Download("PowerPoint", slides, "pptx", lambda: _slides(source, choice)),
        ),
        "handout": (
            "Handout on two pages",
            "For anybody: what the study asks, who could join, what is given, where, when, and "
            "what was found. Tagged for screen readers.",
            Download(
                "Handout (PDF)",
                f"handout-{choice.paper}",
                "pdf",
                lambda: _handout(source, choice.paper),
            ),
        ),
        "paper": (
            "The full record on paper",
            "For an investigator: every section, every criterion word for word, all pictures, "
            "tables, results and contradictions. Tagged for screen readers.",
            Download(
                "Full record (PDF)",
                f"record-{choice.paper}",
                "pdf",
                lambda: _full(source, choice.paper),
            ),
        ),
        "page": (
            "The full record in one file",
            "A web page that opens offline, light or dark, with everything in it. It loads nothing "
            "and runs nothing.",
            Download("Web page (HTML)", "record", "html", lambda: _page(source)),
        ),
        "data": (
            "The data",
            "The record as JSON (API v2), and its arms, criteria, sites, milestones and "
            "administrations as CSV (columns separated by commas) and as XLSX, with a description "
            "of every column.",
            Download(
                "Data (ZIP)", "data", "zip", lambda: data_zip(source.study, source.annotations)
            ),
        ),
    }
    first = _FIRST[pages.audience()]
    own = (first, *(name for name in ("slides", "handout") if name != first))
    rest = tuple(name for name in offers if name not in own)
    _offer_side_by_side([offers[name] for name in own])
    if pages.in_detail("Show the full record and its data as files"):
        _offer_side_by_side([offers[name] for name in rest])


def _which(choice: ExportChoice) -> str:
    """Say which slides the file has."""
    if not choice.slides:
        return "The whole deck: the talk, and its appendix behind it."
    count = len(choice.slides)
    several = "" if choice.size is WIDE else f"; in {choice.size.name} one may go on over several"
    noun = "slide" if count == 1 else f"{count} slides"
    return f"The {noun} chosen under Present, in their order{several}."


def _offer_side_by_side(offers: Sequence[tuple[str, str, Download]]) -> None:
    """Show two in a row where there is room; read, they keep their order."""
    for start in range(0, len(offers), 2):
        for place, offer in zip(st.columns(2), offers[start : start + 2], strict=False):
            with place:
                _offer(*offer)


def _offer(title: str, text: str, item: Download) -> None:
    with st.container(border=True, height="stretch"):
        st.header(title, anchor=False)
        st.text(text, width=READING_WIDTH)
        download_row([item])
        st.caption(literal(item.file_name))


def _slides(source: ExportSource, choice: ExportChoice) -> bytes:
    made = _deck(source, choice, choice.size)
    if choice.slides:
        wide = _deck(source, choice, WIDE).slides
        made = replace(made, slides=chosen(choice.slides, made.slides, wide))
    return deck_pptx(made, LIGHT, choice.template)


def _deck(source: ExportSource, choice: ExportChoice, size: SlideSize) -> Deck:
    study, annotations = source.study, source.annotations
    return deck(study, annotations, audience=choice.audience, size=size, as_of=source.as_of)


def _handout(source: ExportSource, paper: Paper) -> bytes:
    flow = lay_flow(source.study, source.annotations, source.as_of)
    return lay_pdf(handout(source.study, source.annotations, source.as_of), flow, paper)


def _full(source: ExportSource, paper: Paper) -> bytes:
    document = full_document(source.study, source.annotations, source.as_of)
    return full_pdf(document, pictures(source.study, source.annotations, source.as_of), paper)


def _page(source: ExportSource) -> bytes:
    document = full_document(source.study, source.annotations, source.as_of)
    drawn = pictures(source.study, source.annotations, source.as_of, VARIABLES)
    return document_html(document, drawn)
