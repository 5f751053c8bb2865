"""Take the pictures of the README again: `make screenshots`."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser import ROOT, launch_options, serve, wait_ready

FOLDER = ROOT / "static" / "screenshots"
# The day of the record's last update, so that the pictures do not change with the calendar.
AS_OF = "as_of=2026-01-21"
PICTURES = {
    "overview": ("/", "light"),
    "design": ("/design", "light"),
    "sites": ("/sites", "light"),
    "eligibility": ("/eligibility", "light"),
    "timeline": ("/timeline", "dark"),
    "present": ("/present?slide=design", "light"),
}


def main(folder: Path = FOLDER) -> None:
    """Open each page in a browser and keep what its first screen shows."""
    folder.mkdir(parents=True, exist_ok=True)
    with serve() as app, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        for name, (path, scheme) in PICTURES.items():
            page = browser.new_page(
                viewport={"width": 1280, "height": 800},
                color_scheme="dark" if scheme == "dark" else "light",
                reduced_motion="reduce",
            )
            page.goto(f"{app.url}{path}{'&' if '?' in path else '?'}{AS_OF}")
            wait_ready(page)
            if name == "eligibility":  # what is answered, below what is said about all answers
                page.get_by_role("heading", name="Ask next").evaluate("one => one.scrollIntoView()")
            page.wait_for_timeout(1500)  # map tiles and charts draw after the page is ready
            page.screenshot(path=folder / f"{name}.png")
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
