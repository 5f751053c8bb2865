"""Where a statement comes from stands beside it, in the same words and signs on every page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block

ROOT = Path(__file__).parents[1]


def opened(page: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    app.query_params["as_of"] = "2026-01-21"
    app.switch_page(f"pages/{page}.py").run()
    assert not app.exception
    return app


def blocks(block: Block) -> Iterator[Block]:
    for child in block.children.values():
        if isinstance(child, Block):
            yield child
            yield from blocks(child)


def popovers(app: AppTest) -> list[tuple[str, str, str]]:
    """The label, the sign and the text of every popover of the page."""
    return [
        (block.proto.popover.label, block.proto.popover.icon, told(block))
        for block in blocks(app.main)
        if block.type == "popover"
    ]


def told(block: AppTest | Block) -> str:
    found = (item for kind in ("text", "caption", "markdown") for item in block.get(kind))
    return "\n".join(str(getattr(item, "value", "")) for item in found).replace("\\", "")


@pytest.mark.parametrize(
    "page", ["overview", "design", "sites", "eligibility", "timeline", "results"]
)
def test_each_sign_has_one_wording_on_every_page(page: str) -> None:
    app = opened(page)
    wordings = {
        "format_quote": "The record says",
        "menu_book": "Published in",
        "function": "How this is known",
    }
    for label, icon, text in popovers(app):
        sign = re.sub(r"\W|material", "", icon)
        if sign in wordings:
            assert label == wordings[sign]
            assert text, f"{label}: an empty popover"
    for line in told(app).splitlines():
        if ":material/menu_book:" in line:
            assert "Published in: " in line
        if ":material/format_quote:" in line:
            assert "The record says" in line


def test_the_overview_says_how_its_figures_are_known() -> None:
    shown = popovers(opened("overview"))
    (figures, *_) = [text for label, _, text in shown if label == "How this is known"]
    assert "It lies after the record's last update, 21 Jan 2026." in figures
    assert "Share of the planned time from start to completion" in figures
    assert any(label == "The record says" and "NETTER-2" in text for label, _, text in shown)


def test_a_published_figure_names_its_publication_and_leads_there() -> None:
    app = opened("results")
    lines = [line for line in told(app).splitlines() if "Published in: " in line]
    assert len(lines) > 5
    assert any("[Lancet 2024](https://" in line for line in lines)
    (full,) = [text for label, _, text in popovers(app) if label == "Published in"]
    stated = [text for label, _, text in popovers(app) if label == "What it states"]
    assert len(stated) > 5
    assert "Lancet" in full
    assert "[DOI](https://doi.org/" in full
    for text in stated:
        assert "in our words: no quotation" in text
        assert "](https://" in text
    blood = next(text for text in stated if "Blood toxicity" in text)
    assert "Blood toxicity, grade 3 or more, control arm: 1 (1%)." in blood
    assert "Bahri N, et al. Oncology (Williston Park) 2024;38(11):442-443 (the article" in blood


def test_what_is_computed_for_the_infusion_day_says_from_what() -> None:
    app = opened("design")
    assert "Computed from 7.4 GBq × 1000 MBq/GBq ÷ 370 MBq/mL = 20 mL" in told(app)
    quotes = [text for label, _, text in popovers(app) if label == "The record says"]
    assert any("370 MBq/mL" in text for text in quotes)


@pytest.mark.parametrize(
    ("milestone", "line"),
    [
        ("start", "The record says: “2020-01-08”"),
        ("enrolment", "Published in: Singh S, et al. Lancet 2024"),
    ],
)
def test_a_milestone_shows_its_source(milestone: str, line: str) -> None:
    app = opened("timeline")
    app.selectbox(key="milestone").select(milestone).run()
    assert line in told(app)


def test_the_record_check_names_the_publication_of_a_published_side() -> None:
    assert "Published in: [Lancet 2024](https://" in told(opened("overview"))
