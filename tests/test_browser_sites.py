"""The map of the sites in a browser, with the network off: shapes, circles, clicks, files."""

from __future__ import annotations

import io
import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserType, Page, expect

from components.palette import LIGHT
from data import load_study
from data.sites import sites_of
from data.views.sites import SitesInfo, sites_info
from tests.browser import App, axe_violations, launch_options, open_file, wait_ready
from tests.geodesy import vincenty
from tests.records import SAMPLE_FOLDER

ROOT = Path(__file__).parents[1]
SITES = sites_of(load_study(ROOT / "data" / "records" / "NCT03972488.json"))
# As an atlas gives them, not as the gazetteer does.
CLERMONT = (45.783, 3.083)
DRAWN_WITHIN = 20  # seconds
NEAREST = {"Lyon": (45.758, 4.842), "Montpellier": (43.611, 3.877), "Villejuif": (48.794, 2.360)}

Colour = tuple[int, int, int]
Point = tuple[float, float]


def rgb(colour: str) -> Colour:
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))  # type: ignore[return-value]


class Map:
    """The map as it is drawn, asked by latitude and longitude."""

    def __init__(self, page: Page, info: SitesInfo) -> None:
        self.page, self.info = page, info
        self.box = page.locator(".st-key-sites_map .stPlotlyChart, .st-key-sites_map").first

    def position(self, point: Point) -> Point:
        box = self.box.bounding_box()
        assert box is not None
        x, y = self.info.camera.pixel(point)
        return box["x"] + box["width"] / 2 + x, box["y"] + self.info.camera.height / 2 + y

    def colour(self, point: Point) -> Colour:
        x, y = self.position(point)
        clip = {"x": x, "y": y, "width": 1, "height": 1}
        image = Image.open(io.BytesIO(self.page.screenshot(clip=clip)))  # type: ignore[arg-type]
        return image.convert("RGB").getpixel((0, 0))  # type: ignore[return-value]

    def wait_until(self, point: Point, is_right: Callable[[Colour], bool]) -> None:
        end = time.monotonic() + DRAWN_WITHIN
        while time.monotonic() < end:
            if is_right(self.colour(point)):
                return
        pytest.fail(f"at {point} the map has {self.colour(point)}")

    def click(self, name: str) -> None:
        mark = next(mark for mark in self.info.marks if mark.name == name)
        self.page.mouse.move(*self.position((mark.latitude, mark.longitude)))
        # Plotly selects what it has seen hovered.
        hover = self.page.locator(".st-key-sites_map .hoverlayer")
        expect(hover).to_contain_text(name)
        self.page.mouse.click(*self.position((mark.latitude, mark.longitude)))


def near(one: Colour, other: Colour, by: int = 6) -> bool:
    return all(abs(a - b) <= by for a, b in zip(one, other, strict=True))


def is_tinted(colour: Colour) -> bool:
    """A country with sites: between the land and the accent, which has hardly any red."""
    land, accent = rgb(LIGHT.surface), rgb(LIGHT.accent)
    return accent[0] + 40 < colour[0] < land[0] - 15 and colour[2] > colour[0] + 15


ALGERIA, CENTRAL_CANADA, ATLANTIC = (29.0, 2.5), (60.0, -110.0), (30.0, -40.0)


def test_the_sites_page_answers_where_and_where_near_me(app_page: Page) -> None:
    page = app_page
    page.set_viewport_size({"width": 1280, "height": 1400})
    sent: list[object] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame)))
    page.goto("/sites")
    wait_ready(page)

    # The country shapes are drawn, and 40 sites are on them.
    world = Map(page, sites_info(SITES, width=820))
    world.wait_until(CENTRAL_CANADA, is_tinted)
    world.wait_until(ALGERIA, lambda colour: near(colour, rgb(LIGHT.surface)))
    world.wait_until(ATLANTIC, lambda colour: near(colour, rgb(LIGHT.background)))
    for mark in world.info.marks:
        off_centre = world.info.camera.pixel((mark.latitude, mark.longitude))
        edge = (off_centre[0], off_centre[1] - mark.diameter / 2 + 2)
        world.wait_until(
            world.info.camera.point(edge), lambda colour: near(colour, rgb(LIGHT.accent), 40)
        )
    expect(page.get_by_text("40 sites, in 9 countries", exact=True).first).to_be_visible()
    description = page.get_by_role("img", name=re.compile("Map of the world: 40 sites"))
    expect(description.or_(page.get_by_label(re.compile("Map of the world"))).first).to_be_visible()

    # To zoom and to drag asks the server for nothing.
    count = len(sent)
    page.mouse.move(*world.position(ATLANTIC))
    page.mouse.wheel(0, -300)
    page.mouse.down()
    page.mouse.move(*world.position((20.0, -45.0)), steps=4)
    page.mouse.up()
    world.wait_until(ALGERIA, lambda colour: not near(colour, rgb(LIGHT.surface)))
    wait_ready(page)
    assert len(sent) == count
    page.reload()
    wait_ready(page)
    world.wait_until(CENTRAL_CANADA, is_tinted)

    # A country's circle opens the country; a city's circle opens its sites.
    world.click("Italy")
    expect(page.get_by_text("8 of 40 sites, in 1 country", exact=True).first).to_be_visible()
    expect(page).to_have_url(re.compile(r"/sites\?where=Italy$"))
    wait_ready(page)
    # The address alone brings the same sites, to whomever it is sent.
    page.reload()
    expect(page.get_by_text("8 of 40 sites, in 1 country", exact=True).first).to_be_visible()
    wait_ready(page)
    italy = Map(page, sites_info(SITES, area="Italy", width=820))
    italy.wait_until((42.6, 13.0), is_tinted)
    italy.click("Milan")
    opened = page.locator(".st-key-opened")
    expect(opened.get_by_text("2 sites: Milan")).to_be_visible()
    expect(opened.get_by_text("Ieo, Irccs", exact=True)).to_be_visible()
    expect(opened.get_by_text("placed at the city centre")).to_have_count(2)
    assert axe_violations(page) == []

    # What is shown can be taken away.
    wait_ready(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Sites (CSV)", exact=True).click()
    frame = pd.read_csv(waiting.value.path(), encoding="utf-8-sig")
    assert waiting.value.suggested_filename == "NCT03972488_2026-01-21_sites.csv"
    assert list(frame["Country"]) == ["Italy"] * 8
    wait_ready(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="GeoJSON", exact=True).click()
    features = json.loads(Path(waiting.value.path()).read_text(encoding="utf-8"))["features"]
    assert len(features) == 8
    for feature in features:
        longitude, latitude = feature["geometry"]["coordinates"]
        assert 6 < longitude < 19
        assert 36 < latitude < 48

    # Nearest to a town: asked of all sites, measured right, and kept out of the address.
    field = page.get_by_role("textbox", name="Nearest to")
    field.fill("Clermont-Ferrand")
    field.press("Enter")
    expect(page.get_by_role("heading", name="Nearest to Clermont-Ferrand")).to_be_visible()
    cards = page.locator(".st-key-near_cards")
    wait_ready(page)
    shown = re.findall(r"([\d,]+) km \(([\d,]+) miles\)", cards.inner_text())
    assert len(shown) == 3
    for (km, miles), place in zip(shown, NEAREST.values(), strict=True):
        expected = vincenty(CLERMONT, place)
        assert float(km) == pytest.approx(expected, abs=2.5)
        assert float(miles) == pytest.approx(expected / 1.609344, abs=2)
    for city in NEAREST:
        expect(cards.get_by_text(f"{city}, France", exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile(r"/sites\?where=Italy$"))

    # London asks which.
    field.fill("London")
    field.press("Enter")
    expect(page.get_by_text("Which “London”?")).to_be_visible()
    expect(page.get_by_role("heading", name="Nearest to")).to_have_count(0)
    page.get_by_text("London, Ontario, Canada").click()
    expect(page.get_by_role("heading", name="Nearest to London, Ontario")).to_be_visible()
    expect(
        cards.get_by_text("in the same town; under 1 km apart on the map", exact=True)
    ).to_be_visible()
    assert axe_violations(page) == []


@pytest.fixture
def browser_without_webgl(browser_type: BrowserType) -> Iterator[Browser]:
    """A browser as on some projectors and remote desktops."""
    options: dict[str, Any] = launch_options()
    arguments = [one for one in options.pop("args") if "swiftshader" not in one]
    browser = browser_type.launch(**options, args=[*arguments, "--disable-3d-apis"])
    yield browser
    browser.close()


def test_a_browser_without_webgl_gets_the_simple_map(
    browser_without_webgl: Browser, app_server: App
) -> None:
    page = browser_without_webgl.new_page(viewport={"width": 1280, "height": 1200})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{app_server.url}/sites")
    wait_ready(page)
    drawn = page.locator(".st-key-sites_map")
    expect(page.get_by_text("This browser cannot draw the detailed map")).to_be_visible()
    expect(drawn.locator(".layer.land path")).to_have_count(1)
    # Countries that are tinted, the numbers in the circles, and what they open.
    expect(drawn.locator(".choroplethlayer path")).to_have_count(9)
    expect(drawn.locator(".scatterlayer text")).to_have_text(
        ["8", "6", "5", "5", "4", "4", "4", "2", "2"]
    )
    drawn.locator(".scatterlayer text").first.click(force=True)
    expect(page.get_by_text("8 of 40 sites, in 1 country", exact=True).first).to_be_visible()
    hosts = {re.sub(r"^\w+://([^/:]+).*", r"\1", url) for url in asked if url.startswith("http")}
    assert hosts <= {"localhost", "127.0.0.1"}


def test_a_large_trial_opens_and_filters_on_a_phone(app_page: Page) -> None:
    page = app_page
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/open")
    wait_ready(page)
    large = SAMPLE_FOLDER / "NCT02545049.json"
    open_file(page, large)
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_role("link", name="Sites", exact=True).click()
    expect(page.get_by_text("975 sites, in 48 countries", exact=True).first).to_be_visible()
    expect(page.get_by_text("8 sites are not on the map")).to_be_visible()
    wait_ready(page)
    page.get_by_role("textbox", name="Site or city").fill("tokyo")
    page.get_by_role("textbox", name="Site or city").press("Enter")
    expect(page.get_by_text(re.compile(r"^\d+ of 975 sites, in 1 country$")).first).to_be_visible()
    assert page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )
