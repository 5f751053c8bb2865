"""The sites page as a visitor meets it, without a browser."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.sites import near
from data.sites.origin import Origin
from data.sites.street import AddressError

ROOT = Path(__file__).parents[1]


@pytest.fixture
def visit() -> AppTest:
    """The page of the shipped record."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run()
    return app.switch_page("pages/sites.py").run()


def said(app: AppTest) -> str:
    elements = (*app.text, *app.markdown, *app.caption, *app.header, *app.warning)
    return "\n".join(str(element.value) for element in elements).replace("\\", "")


def frame(app: AppTest, column: str) -> list[object]:
    """The column of the table of sites."""
    return list(app.dataframe[-1].value[column])


def test_the_page_lists_all_sites_and_says_how_well_they_are_placed(visit: AppTest) -> None:
    assert not visit.exception
    assert "40 sites, in 9 countries" in said(visit)
    assert "Every site is placed at the city centre" in said(visit)
    assert len(frame(visit, "Site")) == 40
    assert set(frame(visit, "Status")) == {"not stated in the record"}
    assert "GeoNames" in said(visit)
    assert "Natural Earth" in said(visit)


def test_who_looks_for_a_site_is_told_whether_anybody_can_join(visit: AppTest) -> None:
    told = " ".join(caption.value.replace("\\", "") for caption in visit.caption)
    assert "Nobody can enrol now: the study is going on, and no longer recruits" in told


def test_every_number_follows_the_chosen_country(visit: AppTest) -> None:
    visit.selectbox(key="where").set_value("Italy").run()
    assert frame(visit, "Country") == ["Italy"] * 8
    # Of one country there is nothing to draw and nothing to add up.
    assert "8 of 40 sites are in Italy." in said(visit)
    assert len(visit.dataframe) == 1
    assert "8 of 40 sites, in 1 country" in said(visit)


def test_the_text_filter_finds_and_finds_nothing(visit: AppTest) -> None:
    visit.text_input(key="find").set_value("london").run()
    assert len(frame(visit, "Site")) == 4
    visit.text_input(key="find").set_value("no such site").run()
    assert not visit.exception
    assert "0 of 40 sites" in said(visit)
    assert "No site has all these words" in said(visit)


def test_london_asks_which_and_the_answer_measures(visit: AppTest) -> None:
    visit.text_input(key="near").set_value("London").run()
    (question,) = [radio for radio in visit.radio if "London" in radio.label]
    assert question.options[:2] == [
        "London, England, United Kingdom".replace(",", "\\,"),
        "London, Ontario, Canada".replace(",", "\\,"),
    ]
    assert question.value is None
    assert "Nearest to" not in said(visit)
    question.set_value(1).run()
    assert "Nearest to London, Ontario, Canada" in said(visit)
    assert "London Health Sciences Centre" in said(visit)
    assert min(frame(visit, "Distance (km)")) == 0  # type: ignore[type-var]


def test_an_unknown_place_offers_spellings_to_click(visit: AppTest) -> None:
    visit.text_input(key="near").set_value("Clermont-Ferand").run()
    assert "no town of 1,000 people or more" in said(visit)
    visit.button(key="spelling_0").click().run()
    assert visit.text_input(key="near").value == "Clermont-Ferrand, Auvergne-Rhône-Alpes, France"
    assert "137 km (85 miles)" in said(visit)


def test_an_impossible_latitude_is_explained(visit: AppTest) -> None:
    visit.text_input(key="near").set_value("95, 0").run()
    assert "The latitude 95 lies beyond a pole" in said(visit)
    assert not [button for button in visit.button if "Nominatim" in button.label]


class Street:
    """Stands in for the address search: no test asks the real one."""

    def __init__(self, *answer: Origin) -> None:
        self.answer = answer
        self.asked: list[str] = []

    def find(self, address: str) -> tuple[Origin, ...]:
        self.asked.append(address)
        if not self.answer:
            raise AddressError("OpenStreetMap cannot be reached. Is there an internet connection?")
        return self.answer


def send(visit: AppTest, address: str) -> None:
    visit.text_input(key="near").set_value(address).run()
    (button,) = [button for button in visit.button if "Nominatim" in button.label]
    assert button.label == "Send this address to OpenStreetMap’s Nominatim"
    button.click().run()


def test_an_address_is_sent_only_when_the_button_says_so(
    visit: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Origin(label="58 Rue Montalembert, France", latitude=45.7592, longitude=3.0881)
    street = Street(home)
    monkeypatch.setattr(near, "street_search", lambda: street)
    visit.text_input(key="near").set_value("58 rue Montalembert, Clermont").run()
    assert street.asked == []
    send(visit, "58 rue Montalembert, Clermont")
    assert street.asked == ["58 rue Montalembert, Clermont"]
    assert "Nearest to 58 Rue Montalembert, France" in said(visit)
    assert "OpenStreetMap contributors" in said(visit)


def test_without_a_network_the_address_search_says_so_and_the_page_stays(
    visit: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(near, "street_search", Street)
    send(visit, "1 Nowhere Street, Nowhere")
    assert not visit.exception
    assert "OpenStreetMap cannot be reached" in said(visit)
    assert len(frame(visit, "Site")) == 40
    # To try again.
    assert [button for button in visit.button if "Nominatim" in button.label]


def test_a_record_without_sites_says_so() -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run()
    app.switch_page("pages/open.py").run()
    content = {"protocolSection": {"identificationModule": {"nctId": "NCT00000001"}}}
    record = json.dumps(content).encode()
    app.file_uploader[0].set_value(("record.json", record, "application/json")).run()
    app.switch_page("pages/sites.py").run()
    assert not app.exception
    assert "The record lists no sites." in said(app)
    assert not app.dataframe


def test_another_record_with_other_countries_starts_with_the_world() -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run()
    app.switch_page("pages/sites.py").run()
    app.selectbox(key="where").set_value("Italy").run()
    app.switch_page("pages/open.py").run()
    sites = [{"facility": "A", "city": "Lima", "country": "Peru"}, {"city": "Atlantis"}]
    content = {
        "protocolSection": {
            "identificationModule": {"nctId": "NCT00000001"},
            "contactsLocationsModule": {"locations": sites},
        }
    }
    record = json.dumps(content).encode()
    app.file_uploader[0].set_value(("record.json", record, "application/json")).run()
    app.switch_page("pages/sites.py").run()
    assert not app.exception
    assert app.selectbox(key="where").value == "World"
    assert "2 sites, in 1 country, 1 without a country" in said(app)
    assert "1 site is not on the map" in [expander.label for expander in app.expander]
