"""A small deck made by hand, with a block of every kind and a part of every kind."""

from __future__ import annotations

from dataclasses import replace

from data.deck.model import (
    WIDE,
    Chart,
    ChartBar,
    Deck,
    Slide,
    SlideBlock,
    SlideSize,
    Table,
    TableCell,
)
from data.pictures.scene import (
    Box,
    Connector,
    Frame,
    Marker,
    Outline,
    Paragraph,
    RuledLine,
    Scene,
    Text,
)

QUOTE = "Participants will be randomised 2:1 to the new treatment or to the usual one."


def paragraph(*lines: str, bullet: bool = False, bold: bool = False, size: float = 28) -> Paragraph:
    return Paragraph(lines=lines, bullet=bullet, bold=bold, size=size)


def question() -> Text:
    return Text(
        frame=Frame(x=48, y=140, width=860, height=200),
        paragraphs=(
            paragraph("Does the new treatment hold the tumours back", "for longer?", bold=True),
            paragraph("226 people took part", bullet=True),
            paragraph("45 hospitals, & < 10 countries", bullet=True),
        ),
    )


def criteria() -> Table:
    return Table(
        frame=Frame(x=48, y=140, width=860, height=156),
        head=(TableCell(lines=("What counts",), bold=True), TableCell(lines=("Limit",), bold=True)),
        rows=(
            (TableCell(lines=("Age",)), TableCell(lines=("15 years or more",))),
            (
                TableCell(lines=("Ki-67 of the", "tumour")),
                TableCell(lines=("10 to 55 %",), colour="muted"),
            ),
        ),
        widths=(430, 430),
        heights=(42, 42, 72),
        alt="Who could take part: 2 rules.",
    )


def flow() -> Scene:
    boxes = {
        "start": Frame(x=360, y=140, width=240, height=70),
        "new": Frame(x=100, y=290, width=300, height=90),
        "usual": Frame(x=560, y=290, width=300, height=90),
        "extra": Frame(x=560, y=470, width=300, height=90),
        "left": Frame(x=100, y=470, width=300, height=90),
    }
    words = {
        "start": "Randomised",
        "new": "New treatment",
        "usual": "Usual treatment",
        "extra": "New treatment, later",
        "left": "Follow-up",
    }
    stripes = {"new": "arm 0", "usual": "arm 1", "extra": "arm 1"}
    return Scene(
        frame=Frame(x=100, y=140, width=760, height=420),
        alt="From randomisation, two ways: new treatment or usual treatment.",
        parts=(
            Connector(
                source="start",
                target="new",
                points=((480, 210), (480, 250), (250, 250), (250, 290)),
                alt="From randomised to new treatment",
            ),
            Connector(
                source="start",
                target="usual",
                points=((480, 210), (480, 250), (710, 250), (710, 290)),
                alt="From randomised to usual treatment",
            ),
            Connector(
                source="usual",
                target="extra",
                points=((710, 380), (710, 470)),
                dashed=True,
                colour="accent",
                alt="From usual treatment to new treatment, if the tumours grow",
            ),
            Connector(
                source="extra",
                target="left",
                points=((560, 515), (400, 515)),
                alt="From new treatment, later, to follow-up",
            ),
            *(
                Box(
                    key=key,
                    frame=frame,
                    paragraphs=(
                        Paragraph(lines=(words[key],), size=24, bold=True),
                        *([Paragraph(lines=("151 people",), size=24)] if key == "new" else []),
                    ),
                    stripe=stripes.get(key, ""),
                    dashed=key == "extra",
                    rounded=key != "start",
                    alt=f"{words[key]}, a step",
                )
                for key, frame in boxes.items()
            ),
            Text(
                frame=Frame(x=720, y=410, width=180, height=34),
                paragraphs=(paragraph("if it grows", size=24),),
                align="end",
            ),
        ),
    )


def places() -> Scene:
    mainland = ((300.0, 200.0), (520.0, 180.0), (600.0, 380.0), (420.0, 460.0), (280.0, 330.0))
    lake = ((400.0, 280.0), (450.0, 280.0), (450.0, 320.0), (400.0, 320.0))
    island = ((650.0, 420.0), (720.0, 410.0), (700.0, 470.0))
    return Scene(
        frame=Frame(x=280, y=180, width=440, height=290),
        alt="A map: four sites in one country.",
        parts=(
            Outline(rings=(mainland, lake, island), alt="A country of two pieces, with a lake"),
            Marker(x=350, y=260, radius=8, alt="Site 1"),
            Marker(x=480, y=240, radius=8, shape="diamond", fill="background", alt="Site 2"),
            Marker(x=520, y=350, radius=10, shape="triangle", fill="arm 1", alt="Site 3"),
            Marker(x=690, y=435, radius=8, shape="square", fill="arm 2", alt="Site 4"),
        ),
    )


def time() -> Scene:
    return Scene(
        frame=Frame(x=48, y=280, width=860, height=80),
        alt="A line of time from 2020 to 2027.",
        parts=(
            RuledLine(x1=48, y1=300, x2=908, y2=300, width=3),
            RuledLine(x1=200, y1=318, x2=200, y2=270, dashed=True, colour="muted"),
            Marker(x=200, y=300, radius=9, alt="Start: 8 January 2020"),
            Text(
                frame=Frame(x=100, y=320, width=200, height=34),
                paragraphs=(paragraph("8 Jan 2020", size=24),),
                align="middle",
            ),
        ),
    )


def result() -> Chart:
    return Chart(
        frame=Frame(x=48, y=140, width=860, height=330),
        title="Median time without growth, months",
        bars=(
            ChartBar(label="New treatment", value=22.8, text="22.8", colour="arm 0"),
            ChartBar(label="=1+1 Usual treatment", value=8.5, text="8.5 (95% CI)", colour="arm 1"),
        ),
        maximum=25,
        alt="22.8 months with the new treatment, 8.5 with the usual one.",
    )


def sample_deck(size: SlideSize = WIDE) -> Deck:
    """The deck: six slides that fit both formats."""
    blocks: dict[str, tuple[str, SlideBlock]] = {
        "overview": ("What the study asks", question()),
        "eligibility": ("Who could join", criteria()),
        "flow": ("How it is built", flow()),
        "sites": ("Where", places()),
        "timeline": ("When", time()),
        "results": ("What was found", result()),
    }
    return Deck(
        nct_id="NCT00000001",
        title="A new treatment and the usual one",
        audience="lay",
        size=size,
        footer="NCT00000001 · last update 21 January 2026",
        last_update="2026-01-21",
        talk=len(blocks),
        slides=tuple(
            Slide(
                key=key,
                name=key,
                title=Paragraph(lines=(title,), size=40, bold=True),
                blocks=(block,),
                notes=(f"“{QUOTE}”", f"Notes on: {title}"),
                sources=("Record", "Author et al. Journal 2024"),
            )
            for key, (title, block) in blocks.items()
        ),
    )


def with_text(deck: Deck, text: str) -> Deck:
    """The same deck, with one text wherever text can stand."""
    said = Paragraph(lines=(text,))

    def changed(block: SlideBlock) -> SlideBlock:
        if isinstance(block, Text):
            return replace(block, paragraphs=(said,))
        if isinstance(block, Table):
            row = tuple(TableCell(lines=(text,)) for _ in block.head)
            return replace(block, head=row, rows=(row,) * len(block.rows), alt=text)
        if isinstance(block, Chart):
            bars = tuple(replace(bar, label=text, text=text) for bar in block.bars)
            return replace(block, title=text, bars=bars, alt=text)
        parts = tuple(
            replace(part, paragraphs=(said,))
            if isinstance(part, Text)
            else replace(part, paragraphs=(said,), alt=text)
            if isinstance(part, Box)
            else part
            if isinstance(part, RuledLine)
            else replace(part, alt=text)
            for part in block.parts
        )
        return replace(block, parts=parts, alt=text)

    return replace(
        deck,
        title=text,
        footer=text,
        slides=tuple(
            replace(
                slide,
                title=replace(slide.title, lines=(text,)),
                blocks=tuple(changed(block) for block in slide.blocks),
                notes=(text,),
                sources=(text,),
            )
            for slide in deck.slides
        ),
    )
