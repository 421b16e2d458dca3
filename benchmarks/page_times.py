"""How soon the graph page answers in Chromium, and how heavy the pages are: `measure(site)` prints both."""

from __future__ import annotations

import shutil
import statistics
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PAGES = ("index.html", "graph.html", "gap-map.html", "findings.html", "entity/digisos.html", "review-findings.html", "search.html")


def measure(site: Path) -> None:
    """Milliseconds until the graph is drawn (its own clock), until each page has loaded, and the pages' sizes."""
    from playwright.sync_api import sync_playwright

    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-background-networking"])
        page = browser.new_page()
        ready = []
        for _ in range(5):
            page.goto((site / "graph.html").as_uri())
            page.wait_for_function("() => globalThis.navkg?.ready > 0")
            ready.append(page.evaluate("() => navkg.ready"))
        print(f"graph.html usable after {min(ready):.0f} ms at best, {statistics.median(ready):.0f} ms in the middle of five")
        for name in PAGES:
            page.goto((site / name).as_uri())
            loaded = page.evaluate("() => performance.getEntriesByType('navigation')[0].loadEventEnd")
            print(f"{name:<24} {(site / name).stat().st_size / 1024:7.0f} kB   loaded after {loaded:5.0f} ms")
        browser.close()
