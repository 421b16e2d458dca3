"""The pages in Chromium, opened from the folder: quiet, in two languages and two themes, by mouse and by keyboard, wide and narrow, and accessible.

Every page is watched by the fixture `open_page`: a message on the console, an error or a request to the network fails the test.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from conftest import ROOT, build_site, example_project
from test_site import HOSTILE, hostile_site  # noqa: F401 - a fixture

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
Opened = Callable[..., "Page"]

KINDS = (
    "index.html",
    "graph.html",
    "studies.html",
    "study/example-study.html",
    "findings.html",
    "finding/example-study/f002.html",
    "entities.html",
    "entity/self-service.html",
    "determinants.html",
    "questions.html",
    "questions/study-contested-determinants.html",
    "ontology.html",
    "about.html",
)
DRAWN = "() => globalThis.navkg?.ready > 0"
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def address(site: Path, path: str) -> str:
    head, mark, fragment = path.partition("#")
    return (site / head).as_uri() + mark + fragment


def open_graph(open_page: Opened, site: Path, fragment: str = "", **options: Any) -> Page:
    page = open_page(address(site, f"graph.html{fragment}"), **options)
    page.wait_for_function(DRAWN)
    return page


@pytest.mark.parametrize("path", KINDS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_serious_violation(example_site: Path, open_page: Opened, path: str, theme: str) -> None:
    """axe-core finds no serious and no critical violation on any kind of page, in either theme."""
    page = open_page(address(example_site, path), color_scheme=theme)
    page.evaluate(AXE)
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations'], preload: false})")
    grave = [
        (entry["id"], [node["html"][:160] for node in entry["nodes"][:3]])
        for entry in found["violations"]
        if entry["impact"] in ("serious", "critical")
    ]
    assert grave == []


@pytest.mark.parametrize("width", [390, 768, 1280, 1920])
def test_no_sideways_scrolling(example_site: Path, open_page: Opened, width: int) -> None:
    """Every kind of page fits its width."""
    for path in KINDS:
        page = open_page(address(example_site, path), width=width)
        assert page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0, path


def test_language_and_theme_stay(example_site: Path, open_page: Opened) -> None:
    """Both switches hold over a reload and on another page, and the document says which language it speaks."""
    page = open_page(address(example_site, "index.html"))
    assert page.evaluate("() => document.documentElement.lang") == "en"
    assert page.get_by_role("heading", level=1).inner_text().startswith("What do the studies")
    page.get_by_role("button", name="Norsk").click()
    page.get_by_role("button", name="Mørk").click()
    ground = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    for step in (page.reload, lambda: page.goto(address(example_site, "study/example-study.html"))):
        step()
        assert page.evaluate("() => document.documentElement.lang") == "nb"
        assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == ground
    assert page.title().startswith("Et lite kontor")
    assert page.get_by_role("heading", level=1).inner_text() == "Et lite kontor tar i bruk selvbetjening"
    page.get_by_role("button", name="English").click()
    assert page.title().startswith("A small office")


def test_browser_language_and_theme_count_first(example_site: Path, open_page: Opened) -> None:
    """Before anything is chosen, a Norwegian browser gets Norwegian, and a dark one dark."""
    page = open_page(address(example_site, "about.html"), locale="nb-NO", color_scheme="dark")
    assert page.get_by_role("heading", level=1).inner_text() == "Om grafen"
    assert page.locator("#theme").get_attribute("aria-pressed") == "true"


def test_findings_are_filtered(example_site: Path, open_page: Opened) -> None:
    """Words and choices narrow the list, the address remembers them, and links from elsewhere set them."""
    page = open_page(address(example_site, "findings.html"))
    assert page.locator("#results > li").count() == 7
    page.get_by_label("Direction").select_option("positive")
    assert page.locator("#count").inner_text() == "2 of 7 findings"
    page.get_by_label("Words in the statement").fill("training ENOUGH")
    assert page.locator("#results > li").count() == 1
    page.reload()
    assert page.locator("#results > li").count() == 1
    page.get_by_role("button", name="Clear").click()
    page.wait_for_function("() => document.querySelectorAll('#results > li').length === 7")
    page.goto(address(example_site, "findings.html#relation=disagrees_with"))
    assert page.locator("#results > li").count() == 2
    page.goto(address(example_site, "study/example-study.html#informants"))
    page.locator("#ig-advisers td.n a").click()
    page.wait_for_url(lambda url: "from=example-study/ig-advisers" in url)
    assert 0 < page.locator("#results > li").count() < 7
    page.goto(address(example_site, "findings.html#relation=disagrees_with"))
    page.locator("#results a").first.click()
    page.wait_for_url(lambda url: url.endswith("f002.html"))


def test_lists_are_narrowed(example_site: Path, open_page: Opened) -> None:
    """The registry shows what holds the words and hides empty classes."""
    page = open_page(address(example_site, "entities.html"))
    page.get_by_label("Words in the name").fill("self-serv")
    assert page.locator("#registry li:visible").count() >= 1
    assert not page.locator("#Theory").is_visible()


def test_graph_search_panel_and_focus(example_site: Path, open_page: Opened) -> None:
    """A search hit is focused: the panel says what it is and lists its findings, with links; the way back leads to the overview."""
    page = open_graph(open_page, example_site)
    assert "How to read it" in page.locator("#panel").inner_text()
    page.get_by_role("combobox", name="Find an actor").fill("training")
    page.locator("#hits li").first.click()
    panel = page.locator("#panel")
    assert panel.get_by_role("heading", level=2).inner_text() == "Access to training"
    text = panel.inner_text()
    for part in (
        "Determinant",
        "Whether staff are taught",
        "Several advisers are not trained",
        "empirical",
        "said by: several",
        "Advisers",
        "Resultater, characters",
    ):
        assert part in text
    page.wait_for_url(lambda url: url.endswith("#n=access-to-training"))
    assert "Around Access to training" in page.locator("#caption").inner_text()
    panel.get_by_role("button", name="Findings in the picture").click()
    assert page.evaluate("() => navkg.view.current().nodes.filter(node => node.finding).length") == 3
    page.get_by_role("button", name="← Overview").click()
    page.wait_for_url(lambda url: "#" not in url)
    page.go_back()
    page.wait_for_url(lambda url: "n=access-to-training" in url)
    page.locator("#panel .finding a").first.click()
    page.wait_for_url(lambda url: "/finding/example-study/" in url)


def test_graph_click_answers_at_once(example_site: Path, open_page: Opened) -> None:
    """A click on a node fills the panel within a tenth of a second."""
    page = open_graph(open_page, example_site)
    spot = page.evaluate(
        """() => { const network = navkg.view.network(); const node = navkg.view.current().nodes[0];
        const at = network.canvasToDOM({x: node.x, y: node.y}); const box = document.getElementById('canvas').getBoundingClientRect();
        return {x: box.left + at.x, y: box.top + at.y, id: node.id, label: node.label}; }"""
    )
    page.mouse.click(spot["x"], spot["y"])
    page.wait_for_function("(label) => document.querySelector('#panel h2').textContent === label", arg=spot["label"])


def test_graph_filters(example_site: Path, open_page: Opened) -> None:
    """What is switched off is gone from the picture, the counts and the address, and comes back with Clear."""
    page = open_graph(open_page, example_site)
    shown = "() => navkg.view.current().nodes.map(node => node.id)"
    assert "adviser" in page.evaluate(shown)
    page.get_by_role("button", name="Filters").click()
    page.locator("#filters input[value=Role]").uncheck()
    assert "adviser" not in page.evaluate(shown)
    page.locator("#filters input[value=negative]").uncheck()
    page.wait_for_url(lambda url: "without=valence" in url)
    page.reload()
    page.wait_for_function(DRAWN)
    assert "adviser" not in page.evaluate(shown)
    assert page.evaluate("() => navkg.model.findingsOf('access-to-training').length") == 2
    page.get_by_role("button", name="Filters").click()
    page.locator("#clear").click()
    assert "adviser" in page.evaluate(shown)


def test_graph_path(example_site: Path, open_page: Opened) -> None:
    """Between two nodes: the steps, and the findings that carry each."""
    page = open_graph(open_page, example_site)
    page.get_by_role("button", name="Path").click()
    page.locator("#path-from").fill("Access to training")
    page.locator("#path-to").fill("Richness of a channel")
    page.get_by_role("button", name="Find the path").click()
    page.wait_for_url(lambda url: "path=access-to-training" in url)
    ids = page.evaluate("() => navkg.view.current().nodes.map(node => node.id)")
    assert ids[0] == "access-to-training"
    assert ids[-1] == "channel-richness"
    assert page.locator("#panel h3").count() == len(ids) - 1
    page.locator("#path-to").fill("nothing of the kind")
    page.get_by_role("button", name="Find the path").click()
    assert "Choose two different nodes" in page.get_by_role("alert").inner_text()


def test_graph_by_keyboard(example_site: Path, open_page: Opened) -> None:
    """Without a mouse: skip link, search with arrow keys, the list of nodes, Enter to focus."""
    page = open_graph(open_page, example_site)
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.id") == "search"
    page.keyboard.type("self")
    page.keyboard.press("ArrowDown")
    assert page.locator("#hits [aria-selected=true]").count() == 1
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "n=self-service" in url)
    page.locator("#list summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    name = page.evaluate("() => document.activeElement.textContent")
    page.keyboard.press("Enter")
    page.wait_for_function("(name) => document.querySelector('#panel h2').textContent === name", arg=name)


def test_graph_in_norwegian_and_narrow(example_site: Path, open_page: Opened) -> None:
    """At the width of a telephone and in Norwegian: labels, panel and caption follow the switch, and a dark theme is drawn dark."""
    page = open_graph(open_page, example_site, "#n=self-service", width=390, height=800, locale="nb-NO")
    assert page.locator("#panel h2").inner_text() == "Selvbetjeningen"
    assert "Rundt Selvbetjeningen" in page.locator("#caption").inner_text()
    page.locator("#language").click()
    assert page.locator("#panel h2").inner_text() == "Self-service"
    page.locator("#theme").click()
    tint = page.evaluate("() => navkg.view.current().nodes[0].tint")
    assert tint == page.evaluate("() => navkg.words.looks.DigitalService.dark")


def test_graph_is_saved_as_picture(example_site: Path, open_page: Opened, tmp_path: Path) -> None:
    """PNG and SVG; the SVG is XML that holds the labels as text."""
    page = open_graph(open_page, example_site)
    page.get_by_role("button", name="Save").click()
    for button, name, start in (("#png", "navkg.png", b"\x89PNG"), ("#svg", "navkg.svg", b"<svg")):
        with page.expect_download() as download:
            page.locator(button).click()
        target = tmp_path / name
        download.value.save_as(target)
        assert target.read_bytes().startswith(start)
    from xml.etree import ElementTree

    words = "".join(ElementTree.parse(tmp_path / "navkg.svg").getroot().itertext())
    assert "Self-service" in words


def test_hostile_text_in_the_graph(hostile_site: Path, open_page: Opened) -> None:  # noqa: F811
    """Hostile labels and statements are text in nodes, hits, panel, list, tooltip and path; no dialog opens and no element is made of them."""
    page = open_graph(open_page, hostile_site)
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    for slug, label in HOSTILE.items():
        page.evaluate("(id) => navkg.page.focus(id)", slug)
        assert page.locator("#panel h2").inner_text() == " ".join(label.split())
    page.get_by_role("combobox", name="Find an actor").fill("alert")
    assert page.locator("#hits li").count() >= 3
    page.evaluate("() => navkg.view.network().interactionHandler && navkg.page.focus('adviser')")
    page.locator("#list summary").click()
    assert page.locator("main img, main script, main b b").count() == 0
    assert "in a statement" in page.locator("#panel").inner_text()
    page.goto(address(hostile_site, "findings.html"))
    assert "</script><img" in page.locator("#results").inner_text()
    assert page.locator("#results img").count() == 0


def many_findings(folder: Path, nodes: int, findings: int) -> Path:
    """The example's study with as many made-up findings over as many determinants, always the same."""
    root = example_project(folder)
    registry = [
        {
            "id": f"factor-{number}",
            "class": "Determinant",
            "label": {"en": f"Factor {number}", "nb": f"Faktor {number}"},
            "description": {"en": "x", "nb": "y"},
        }
        for number in range(nodes)
    ]
    (root / "data" / "entities" / "many.yaml").write_text(json.dumps(registry), encoding="utf-8")
    design = root / "data" / "studies" / "example-study"
    row = {
        "kind": "effect",
        "basis": "empirical",
        "valence": "neutral",
        "importance": "minor",
        "about": ["self-service"],
        "themes": ["theme-competence"],
    }
    passage = {
        "at": [95, 142],
        "sha256": "38da2981e6f6e14ab19f6a535cdf1fdc43cbb6d9111949b62128e1980dfea691",
        "first": "De ansatte bruker mindre",
        "last": "på skjema enn før.",
    }
    rows = []
    for number in range(findings):
        base = number // 2 * 7
        named = [f"factor-{(base + step * step * 3) % nodes}" for step in range(4)]
        rows.append(
            {
                "id": f"f{number + 1:05}",
                "en": f"Claim {number}.",
                "nb": f"Påstand {number}.",
                **row,
                "determinants": sorted(set(named)),
                "passages": [passage],
            }
        )
    (design / "findings.yaml").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def large_graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """graph.html and its data alone, for 5,200 nodes: more than are drawn."""
    from navkg.outputs.site import NAVIGATION, assets, data, graph
    from navkg.outputs.site.corpus import Corpus
    from navkg.outputs.site.render import Renderer
    from navkg.pipeline import read_dataset
    from navkg.project import find_project

    root = many_findings(tmp_path_factory.mktemp("large"), 5_200, 6_000)
    site = root / "out" / "site"
    site.mkdir(parents=True)
    corpus = Corpus(read_dataset(find_project(root)), site.parent)
    renderer = Renderer(corpus, site, NAVIGATION)
    assets.write(corpus, site)
    data.write(corpus, site)
    for page in graph.pages(corpus):
        renderer.write(page)
    return site


def test_large_graph_opens_and_says_what_it_leaves_out(large_graph: Path, open_page: Opened) -> None:
    """Above 5,000 nodes and up to 15,000 edges: an overview first, everything drawn on demand, and a line that says what is left out."""
    page = open_graph(open_page, large_graph)
    assert page.evaluate("() => navkg.graph.nodes.length") == 5_000
    assert page.evaluate("() => navkg.graph.edges.length") > 9_000
    assert "only the most named of 520" in page.locator("#limits").inner_text()
    page.locator("#view").select_option("all")
    assert page.evaluate("() => navkg.view.current().nodes.length") > 4_900


@pytest.fixture(scope="module")
def real_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of what is in the repository."""
    import shutil

    if len(list((ROOT / "data" / "studies").glob("*/findings.yaml"))) == 0 or not list((ROOT / "data" / "entities").glob("*.yaml")):
        pytest.skip("the repository holds no coded study yet")
    root = tmp_path_factory.mktemp("real")
    for part in ("ontology", "viz", "data"):
        shutil.copytree(ROOT / part, root / part)
    return build_site(root)


def test_real_graph_is_usable_at_once(real_site: Path, open_page: Opened) -> None:
    """The graph of the repository's studies: readable letters, no label of the overview outside the picture."""
    page = open_graph(open_page, real_site)
    nodes = page.evaluate("() => navkg.view.current().nodes.length")
    assert 15 <= nodes <= 60
    assert (
        page.evaluate("() => navkg.view.network().getScale() * navkg.view.network().body.nodes[navkg.view.current().nodes[0].id].options.font.size")
        > 11
    )


def test_real_journey_from_a_barrier_to_its_passages(real_site: Path, open_page: Opened) -> None:
    """From the start page to a shared barrier, to one of its findings, to where that stands in the document."""
    page = open_page(address(real_site, "index.html"))
    page.locator("section[aria-labelledby=barriers] tbody a").first.click()
    page.wait_for_url(lambda url: "/entity/" in url)
    page.locator("details[open] .finding a").first.click()
    page.wait_for_url(lambda url: "/finding/" in url)
    assert page.get_by_role("heading", name="Where it stands").is_visible()
    page.locator("section[aria-labelledby=passages] tbody a").first.click()
    page.wait_for_url(lambda url: "/study/" in url)
