"""The whole app, page by page, without a browser."""

from __future__ import annotations

import json
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
    markdown = "\n".join(element.value for element in app.markdown)
    shown = texts(app) + markdown.replace("\\", "")
    assert "The aim of NETTER-2 was to determine if Lutathera" in shown
    assert "Sandostatin® LAR Depot" in shown
    assert "Advanced Accelerator Applications · industry" in shown
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


OWN = "NCT00000001-opened"


def with_address(record: str, page: str = "pages/eligibility.py") -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    app.query_params["record"] = record
    app.run()
    return app.switch_page(page).run()


def everything(app: AppTest) -> str:
    elements = (*app.text, *app.markdown, *app.caption, *app.title, *app.header, *app.error)
    return "\n".join(str(element.value) for element in elements)


@pytest.mark.parametrize(
    "page", [*PAGES, "pages/questions.py", "pages/compare.py", "pages/export.py"]
)
@pytest.mark.parametrize("record", [OWN, "NCT03972488-opened"])
def test_after_a_reload_a_record_of_ones_own_is_asked_for_and_no_other_shown(page, record):
    app = with_address(record, page)
    assert not app.exception
    assert f"{record[:11]} has to be opened again" in app.warning[0].value
    assert "NETTER-2" not in everything(app)
    assert "last update" not in everything(app)
    # Another reload says so again.
    assert app.query_params["record"] == record


def test_after_a_reload_the_slides_lead_to_where_the_record_is_opened():
    app = with_address(OWN, "pages/present.py")
    assert "has to be opened again" in app.warning[0].value


def test_after_a_reload_the_record_is_opened_again_or_another_chosen():
    content = {"protocolSection": {"identificationModule": {"nctId": "NCT00000001"}}}
    app = with_address(OWN, "pages/open.py")
    assert "has to be opened again" in app.warning[0].value
    file = ("own.json", json.dumps(content).encode(), "application/json")
    app.file_uploader[0].set_value(file).run()
    app.switch_page("pages/eligibility.py").run()
    assert not app.warning or "opened again" not in app.warning[0].value
    assert any("Record NCT00000001" in one.value for one in app.caption)
    assert app.query_params["record"] == OWN

    app = with_address(OWN)
    picker = next(one for one in app.selectbox if one.label == "Record")
    assert picker.value is None
    picker.set_value("NCT03972488").run()
    assert any("Record NCT03972488" in one.value for one in app.caption)
    assert "record" not in app.query_params


@pytest.mark.parametrize(
    "address", ["x" * 5000, "*bold* [a](http://a.test)", "../../etc", "NCT00000001"]
)
def test_an_address_that_names_no_record_shows_none_and_quotes_little(address):
    app = with_address(address)
    assert not app.exception
    assert "is not one of the records at hand" in app.warning[0].value
    assert len(app.warning[0].value) < 250
    assert "NETTER-2" not in everything(app)
