"""The whole app, page by page, without a browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[1]
PAGES = {
    "pages/overview.py": "NETTER-2",
    "pages/design.py": "Study design",
    "pages/sites.py": "Sites",
    "pages/eligibility.py": "Eligibility",
    "pages/timeline.py": "Timeline",
    "pages/results.py": "Results",
}


def opened(page: str = "pages/overview.py") -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run()
    return app.switch_page(page).run()


@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_with_the_record(path: str) -> None:
    app = opened(path)
    assert not app.exception
    assert not app.error
    assert PAGES[path] in app.title[0].value.replace("\\", "")
    assert any("NCT03972488" in caption.value for caption in app.caption)


def texts(app: AppTest) -> str:
    return "\n".join(element.value for element in app.text)


def test_the_overview_shows_the_record_in_its_own_words() -> None:
    app = opened()
    shown = texts(app)
    assert "The aim of NETTER-2 was to determine if Lutathera" in shown
    assert "Sandostatin® LAR Depot" in shown
    assert "Advanced Accelerator Applications · industry" in shown
    markdown = "\n".join(element.value for element in app.markdown)
    assert "https://pubmed.ncbi.nlm.nih.gov/38851203/" in markdown
    assert "https://doi.org/10.1016/S0140-6736%2824%2900701-3" in markdown


def test_text_of_the_record_goes_only_where_nothing_is_interpreted() -> None:
    """Headings and labels are markdown: each sign in them is escaped; prose is plain text."""
    app = opened()
    for element in app.markdown:
        assert "Lutathera® plus Octreotide LAR 30 mg (Investigational" not in element.value


def test_a_day_that_is_none_in_the_address_is_said_in_one_sentence() -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    app.query_params["as_of"] = "tomorrow"
    app.run()
    assert not app.exception
    assert "expected YYYY" in app.error[0].value.replace("\\", "")


def test_the_share_of_time_counts_from_the_day_in_the_address() -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    app.query_params["as_of"] = "2026-01-21"
    app.run()
    elapsed = next(figure for figure in app.metric if figure.label == "Time elapsed")
    assert elapsed.value == "77\\%"
