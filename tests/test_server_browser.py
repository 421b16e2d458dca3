"""The query page and the reader in a browser, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from serving import TEXT, Server, running_server, shared_build
from test_pages_browser import AXE

__all__ = ["running_server", "shared_build"]

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Any, server: Server) -> Iterator[Any]:
    """A page of the server; whatever the console complains of fails the test."""
    context = browser.new_context(base_url=server.url, locale="nb-NO", accept_downloads=True)
    made = context.new_page()
    faults: list[str] = []
    made.on("pageerror", lambda error: faults.append(str(error)))
    made.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    yield made
    context.close()
    assert not [fault for fault in faults if "status of 4" not in fault], faults


def ready(page: Any, address: str = "/sparql") -> None:
    page.goto(address)
    page.wait_for_selector("html[data-ready]")


FIRST = TEXT.index("De ansatte sier")
KINDS = "SELECT ?kind (COUNT(?f) AS ?n) { ?f nk:kind ?kind } GROUP BY ?kind"
# Every kind of page that the server makes: its address, and what has to stand on it before it is looked at.
MADE = {
    "query": ("/sparql", "#query"),
    "question": ("/sparql#question=study-themes", "#parameters input"),
    "table": (f"/sparql#query={quote(KINDS)}", "#result table"),
    "chart": (f"/sparql#query={quote(KINDS)}&view=chart", "#result svg"),
    "graph": (f"/sparql#query={quote('CONSTRUCT { ?one nk:about ?other } WHERE { ?one nk:about ?other }')}&view=graph", "#result svg"),
    "wrong query": (f"/sparql#query={quote('SELECT * { ?s ?p }')}", "#status.fault"),
    "reader": ("/read/small-study/f001", "mark.passage"),
    "search": ("/search", "#q"),
    "hits": ("/search?q=system", ".hits li"),
    "thing": (f"/id/passage/small-study/{FIRST}-{TEXT.index('venter på det.') + len('venter på det.')}", "table.facts"),
    "no page": ("/no-such-page", "h1"),
    "too many words": (f"/search?q={'x' * 501}", "h1"),
    "question of the site": ("/questions/study-themes.html", "#nav a[href='/sparql']"),
}


@pytest.mark.parametrize("name", MADE)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_serious_violation(page: Any, name: str, theme: str) -> None:
    """axe-core finds no serious and no critical violation on any page that the server makes, in either theme."""
    address, there = MADE[name]
    page.emulate_media(color_scheme=theme)
    page.goto(address)
    page.wait_for_selector(there)
    assert_accessible(page)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_serious_violation_in_the_offers(page: Any, theme: str) -> None:
    """Nor where terms are offered."""
    page.emulate_media(color_scheme=theme)
    ready(page)
    page.fill("#query", "")
    page.focus("#query")
    page.keyboard.type("SELECT ?f { ?f nk:identifiesB")
    page.wait_for_selector("#offers li")
    assert_accessible(page)


def assert_accessible(page: Any) -> None:
    page.evaluate(AXE)
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations'], preload: false})")
    grave = [
        (one["id"], [node["html"][:160] for node in one["nodes"][:3]]) for one in found["violations"] if one["impact"] in ("serious", "critical")
    ]
    assert grave == []


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/no-such-page", 404),
        ("/id/no-such-thing", 404),
        ("/read/small-study/f999", 404),
        (f"/search?q={'x' * 501}", 400),
        ("/sparql?query=a&query=b", 400),
    ],
)
def test_refusals_lead_on(page: Any, address: str, status: int) -> None:
    """What is not there or cannot be answered is said in a page with the head of all others, in the reader's language, under its status."""
    answer = page.goto(address)
    assert answer.status == status
    assert page.inner_text("h1") == {404: "Siden finnes ikke", 400: "Dette kan ikke besvares"}[status]
    page.get_by_role("link", name="Til startsiden").click()
    page.wait_for_url(lambda url: url.rstrip("/").count("/") == 2)


def test_question_to_changed_query_to_download(page: Any, tmp_path: Path) -> None:
    """From a question to a changed query to a downloaded result, and back from its address."""
    ready(page)
    with page.expect_response("**/query?study=small-study&lang=nb"):
        page.select_option("#example", "study-themes")
    page.fill("#parameters input[name=lang]", "en")
    with page.expect_response("**/query?study=small-study&lang=en"):
        page.press("#parameters input[name=lang]", "Tab")
    page.wait_for_selector("#permalink[href*=small-study]")
    page.locator("#run").click()
    page.wait_for_selector("#result table")
    page.fill("#query", "SELECT ?f ?kind { ?f a nk:Finding ; nk:kind ?kind }")
    page.press("#query", "Control+Enter")
    page.wait_for_selector("#result table tbody tr:nth-child(3)")
    assert page.locator("#result tbody tr").count() == 3
    with page.expect_download() as got:
        page.click("#download-csv")
    got.value.save_as(tmp_path / "answer.csv")
    assert (tmp_path / "answer.csv").read_text().count("\n") == 4
    address = page.get_attribute("#permalink", "href")
    ready(page, f"/sparql?again{address}")
    page.wait_for_selector("#result table tbody tr:nth-child(3)")
    page.locator("#result td a", has_text="f001").first.click()
    page.wait_for_url("**/finding/small-study/f001.html")


def test_site_leads_to_what_only_a_server_has(page: Any) -> None:
    """From a question's page to its query, ready to be changed; from a finding to its passage in the document; from every page to the query page."""
    page.goto("/questions/study-themes.html")
    page.get_by_role("link", name="Endre spørsmålet eller spørringen").click()
    page.wait_for_selector("html[data-ready]")
    page.wait_for_function("() => document.getElementById('query').value.includes('SELECT')")
    assert page.locator("#example").input_value() == "study-themes"
    page.goto("/finding/small-study/f001.html")
    page.get_by_role("link", name="Les det i dokumentet").click()
    page.wait_for_selector("mark.passage")
    page.goto("/index.html")
    page.get_by_role("link", name="Spørring").click()
    page.wait_for_url("**/sparql")


def test_completion_by_keyboard(page: Any) -> None:
    """Terms are offered while one writes, chosen with arrow keys and inserted with Enter; words that may be meant as they stand are left alone."""
    ready(page)
    page.fill("#query", "")
    page.focus("#query")
    page.keyboard.type("SELECT ?f { ?f nk:identifiesB")
    assert page.locator("#offers li").first.inner_text().startswith("nk:identifiesBarrier")
    page.keyboard.press("Enter")
    page.keyboard.type("id:slow-r")
    page.keyboard.press("Tab")
    page.keyboard.type("}")
    assert page.input_value("#query") == "SELECT ?f { ?f nk:identifiesBarrier id:slow-response }"
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#result table")
    assert "f001" in page.inner_text("#result tbody")
    page.keyboard.type("\nFinding")
    page.keyboard.press("Enter")
    assert page.input_value("#query").endswith("Finding\n")
    page.keyboard.type("?f")
    page.keyboard.press("Escape")
    assert page.locator("#offers").is_hidden()


@pytest.mark.parametrize(
    ("query", "view"),
    [
        ("SELECT ?kind (COUNT(?f) AS ?n) { ?f nk:kind ?kind } GROUP BY ?kind", "chart"),
        ("SELECT ?one ?by ?other { ?one ?by ?other . FILTER(?by = nk:replaces || ?by = nk:about) }", "graph"),
        ("CONSTRUCT { ?one nk:about ?other } WHERE { ?one nk:about ?other }", "graph"),
    ],
)
def test_views(page: Any, query: str, view: str) -> None:
    """An answer that fits is drawn; the address keeps the view; hostile names stay text."""
    ready(page, f"/sparql#query={quote(query)}&view={view}")
    page.wait_for_selector("#result svg text")
    page.click("[data-view=table]")
    page.wait_for_selector("#result table")
    page.fill("#query", "SELECT ?l { id:old-system rdfs:label ?l }")
    page.click("#run")
    page.wait_for_selector("#result td:has-text('script')")
    assert "<script>alert(1)</script>" in page.inner_text("#result")
    assert page.locator("#result script").count() == 0


def test_faults_are_said(page: Any) -> None:
    """A query that is wrong is answered by one line that says where, in the page."""
    ready(page)
    page.fill("#query", "SELECT * { ?s ?p }")
    page.click("#run")
    page.wait_for_selector("#status.fault")
    assert "line 1" in page.inner_text("#status")
    page.fill("#query", "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    page.click("#run")
    page.click("#stop")
    page.wait_for_selector("#status.fault")


def test_language_and_theme(page: Any) -> None:
    """The switches work here as on the pages of the site, and stay."""
    ready(page)
    assert page.inner_text("h1") == "Spør med SPARQL"
    page.click("#language")
    assert page.inner_text("h1") == "Ask in SPARQL"
    page.click("#theme")
    page.goto("/search")
    assert page.inner_text("h1") == "Search"
    page.goto("/")
    assert page.get_attribute("html", "data-theme") == "dark"
    assert page.get_attribute("html", "lang") == "en"


def test_reader_turns_pages(page: Any) -> None:
    """The passage is in view beside its finding; arrow keys turn to the next finding of the document."""
    page.goto("/read/small-study/f001")
    assert page.locator("mark.passage").first.is_visible()
    assert page.evaluate("() => window.alerted === undefined")
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**/read/small-study/f002")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**/read/small-study/f001")
    box = page.locator("mark.passage").first.bounding_box()
    assert box
    assert 0 <= box["y"] <= page.viewport_size["height"]
