"""Slides on somebody's own template: its master, fonts and colours, and none of its slides."""

from __future__ import annotations

import io
import random
import re
import zipfile
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches

from components.exports.pptx import TemplateError, deck_pptx, template_size
from components.palette import LIGHT
from data.deck.model import NARROW, WIDE
from tests.sample_deck import sample_deck

_SECTIONS = (
    '<p:ext {} uri="{{521415D9-36F7-43E2-AB2F-B90AF26B5E84}}"><p14:sectionLst '
    'xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"><p14:section '
    'name="Old" id="{{00000000-0000-0000-0000-000000000001}}"><p14:sldIdLst>'
    '<p14:sldId id="256"/></p14:sldIdLst></p14:section></p14:sectionLst></p:ext>'
).format(nsdecls("p"))


def own(width: float = 13.333, height: float = 7.5, *, keep: int | None = None) -> Any:
    """A presentation of somebody's: three slides with notes, in Georgia and crimson."""
    made = Presentation()
    made.slide_width, made.slide_height = Inches(width), Inches(height)
    for number in range(3):
        slide = made.slides.add_slide(made.slide_layouts[1])
        slide.shapes.title.text = f"SECRET {number}"
        slide.notes_slide.notes_text_frame.text = "SECRET note"
    lists = parse_xml(f"<p:extLst {nsdecls('p')}/>")
    lists.append(parse_xml(_SECTIONS))
    made.element.append(lists)
    theme = next(
        rel.target_part for rel in made.slide_master.part.rels.values() if "theme" in rel.reltype
    )
    blob = re.sub(rb'<a:latin typeface="[^"]*"', b'<a:latin typeface="Georgia"', theme.blob)
    theme._blob = re.sub(
        rb"<a:accent1>.*?</a:accent1>",
        b'<a:accent1><a:srgbClr val="DC143C"/></a:accent1>',
        blob,
        flags=re.DOTALL,
    )
    if keep is not None:
        for place, layout in enumerate(list(made.slide_layouts)):
            if place not in (1, keep):
                made.slide_layouts.remove(layout)
    return made


def saved(made: Any, kind: str = "presentation") -> bytes:
    """The bytes of a presentation; `template` and others are told from one by a word alone."""
    file = io.BytesIO()
    made.save(file)
    anew = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(anew, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "[Content_Types].xml":
                content = content.replace(b"presentation.main+xml", f"{kind}.main+xml".encode())
            new.writestr(name, content)
    return anew.getvalue()


def parts(blob: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(blob)) as file:
        assert len(set(file.namelist())) == len(file.namelist())
        return {name: file.read(name) for name in file.namelist()}


@pytest.mark.parametrize("kind", ["presentation", "template"])
def test_slides_have_the_master_fonts_and_colours_of_a_template_and_none_of_its_slides(
    kind: str,
) -> None:
    made = deck_pptx(sample_deck(), LIGHT, saved(own(), kind))
    files = parts(made)
    assert not [name for name, content in files.items() if b"SECRET" in content]
    assert b"sectionLst" not in files["ppt/presentation.xml"]
    theme = files["ppt/theme/theme1.xml"]
    assert b"Georgia" in theme
    assert b"DC143C" in theme
    opened = Presentation(io.BytesIO(made))
    deck = sample_deck()
    assert [slide.shapes.title.text for slide in opened.slides] == [
        slide.title.text for slide in deck.slides
    ]
    assert {slide.slide_layout.name for slide in opened.slides} == {"Title Only"}
    assert len(opened.slide_layouts) == 11
    for slide in opened.slides:
        # The title's colour is the master's; nothing stands empty on the slide.
        assert not list(slide.shapes.title.element.iter(qn("a:solidFill")))
        assert all(holder.text_frame.text for holder in slide.placeholders)
        assert "NCT00000001" in " ".join(s.text_frame.text for s in slide.placeholders)


def test_every_part_of_the_file_is_named_and_every_relation_leads_somewhere() -> None:
    """What PowerPoint would offer to repair: parts without a type, relations to nothing."""
    files = parts(deck_pptx(sample_deck(), LIGHT, saved(own())))
    types = files["[Content_Types].xml"].decode()
    for name in files:
        ending = name.rpartition(".")[2]
        assert f'PartName="/{name}"' in types or f'Extension="{ending}"' in types, name
    for name, content in files.items():
        if not name.endswith(".rels"):
            continue
        folder = name.replace("_rels/", "").rpartition("/")[0]
        for rel in ET.fromstring(content):
            if rel.get("TargetMode") != "External":
                target = rel.get("Target") or ""
                path = target[1:] if target.startswith("/") else f"{folder}/{target}"
                while "/../" in path:
                    path = re.sub(r"[^/]+/\.\./", "", path, count=1)
                assert path.lstrip("/") in files, (name, target)
    slides = ET.fromstring(files["ppt/presentation.xml"]).iter(qn("p:sldId"))
    assert len(list(slides)) == len(sample_deck().slides)


def test_a_layout_without_a_footer_gets_one_all_the_same() -> None:
    template = own()
    for holder in list(template.slide_layouts[5].placeholders):
        if "TITLE" not in str(holder.placeholder_format.type):
            holder.element.getparent().remove(holder.element)
    for slide in Presentation(io.BytesIO(deck_pptx(sample_deck(), LIGHT, saved(template)))).slides:
        assert any(
            "NCT00000001" in shape.text_frame.text for shape in slide.shapes if shape.has_text_frame
        )


def test_without_a_layout_of_titles_alone_what_else_it_asks_for_is_taken_away() -> None:
    made = deck_pptx(sample_deck(), LIGHT, saved(own(keep=8)))
    for slide in Presentation(io.BytesIO(made)).slides:
        kinds = {str(holder.placeholder_format.type).split(" ")[0] for holder in slide.placeholders}
        assert kinds == {"TITLE", "FOOTER", "SLIDE_NUMBER"}


@pytest.mark.parametrize(
    ("width", "height", "size"),
    [(13.333, 7.5, WIDE), (10, 5.625, WIDE), (10, 7.5, NARROW), (11.69, 8.27, NARROW)],
)
def test_the_slides_take_the_format_of_the_template_and_its_master_comes_along(
    width: float, height: float, size: Any
) -> None:
    template = saved(own(width, height))
    assert template_size(template) is size
    made = Presentation(io.BytesIO(deck_pptx(sample_deck(size), LIGHT, template)))
    assert (made.slide_width, made.slide_height) == (size.width * 9525, size.height * 9525)
    before, after = own(width, height), made
    for one, other in zip(before.slide_master.shapes, after.slide_master.shapes, strict=True):
        assert one.left / before.slide_width == pytest.approx(
            other.left / after.slide_width, abs=1e-4
        )
        assert one.top / before.slide_height == pytest.approx(
            other.top / after.slide_height, abs=1e-4
        )


def test_the_same_template_and_deck_become_the_same_bytes() -> None:
    template = saved(own())
    assert deck_pptx(sample_deck(), LIGHT, template) == deck_pptx(sample_deck(), LIGHT, template)


def _without_titles() -> bytes:
    made = own()
    for layout in made.slide_layouts:
        for holder in list(layout.placeholders):
            holder.element.getparent().remove(holder.element)
    return saved(made)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "another kind of file"),
        (b"Hello", "another kind of file"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600), "before 2007 or with a password"),
        (saved(own(), "slideshow.macroEnabled"), "macros"),
        (saved(own(), "other"), "another kind of file"),
        (saved(own())[:4000], "damaged"),
        (saved(own(7.5, 13.333)), "wider than high"),
        (_without_titles(), "a layout that has a title"),
    ],
)
def test_a_file_that_slides_cannot_stand_on_is_refused_in_one_sentence(
    content: bytes, said: str
) -> None:
    with pytest.raises(TemplateError, match=said) as told:
        template_size(content)
    assert str(told.value).startswith("expected a PowerPoint presentation or template")


def test_whatever_is_damaged_is_used_or_refused_and_never_breaks() -> None:
    whole = saved(own())
    seed = random.Random(19)
    for _ in range(25):
        damaged = bytearray(whole)
        for _ in range(seed.choice([1, 20, 400])):
            damaged[seed.randrange(len(damaged))] = seed.randrange(256)
        try:
            made = deck_pptx(sample_deck(), LIGHT, bytes(damaged))
        except TemplateError:
            continue
        assert Presentation(io.BytesIO(made)).slides
