"""The synthesis pages and the search in Chromium, opened from the folder: gap map, matrices, panel, filters, search; by mouse and keyboard, in two languages, quiet.

Every page is watched by the fixture `open_page`: a message on the console, an error or a request to the network fails the test.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from conftest import ROOT
from navkg.outputs.site.synthesis.gaps import CHOICES
from navkg.pipeline import Dataset, load_content
from navkg.project import find_project
from navkg.questions.search import Searcher
from navkg.synthesis.evidence import Evidence
from navkg.synthesis.gaps import gap_map
from test_pages_browser import AXE, address
from test_synthesis_pages import HOSTILE, KINDS, hostile_synthesis, synthesis_site  # noqa: F401 - fixtures

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
Opened = Callable[..., "Page"]


@pytest.fixture(scope="module")
def evidence(synthesis_site: Path) -> Evidence:  # noqa: F811
    content, _ = load_content(find_project(synthesis_site.parent.parent))
    return Evidence(content.vocabulary, content.studies, content.synthesis)


def open_map(open_page: Opened, site: Path, fragment: str = "", **options: Any) -> Page:
    page = open_page(address(site, f"gap-map.html{fragment}"), **options)
    page.wait_for_function("() => globalThis.navkg?.gapReady > 0")
    return page


def choice(page: Page, name: str) -> Any:
    return page.locator(f"#view [name={name}]")


def cell(page: Page, row: str, column: str) -> Any:
    return page.locator(f".gaps .cell[aria-label^='{row} × {column}:']")


def opened(page: Page) -> str:
    page.locator("#drawer[data-ready]").wait_for()
    return page.locator("#drawer").inner_text()


@pytest.mark.parametrize("path", KINDS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_serious_violation(synthesis_site: Path, open_page: Opened, path: str, theme: str) -> None:  # noqa: F811
    """axe-core finds no serious and no critical violation on any kind of page, in either theme."""
    page = open_page(address(synthesis_site, path), color_scheme=theme)
    page.evaluate(AXE)
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations'], preload: false})")
    grave = [
        (one["id"], [node["html"][:160] for node in one["nodes"][:3]]) for one in found["violations"] if one["impact"] in ("serious", "critical")
    ]
    assert grave == []


@pytest.mark.parametrize("width", [390, 768, 1280, 1920])
def test_no_sideways_scrolling(synthesis_site: Path, open_page: Opened, width: int) -> None:  # noqa: F811
    """Every kind of page fits its width; tables scroll in their own box."""
    for path in KINDS:
        page = open_page(address(synthesis_site, path), width=width)
        assert page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0, path


def test_map_is_the_one_of_python(synthesis_site: Path, open_page: Opened, evidence: Evidence) -> None:  # noqa: F811
    """For every pair of facets each cell has the state and the findings that the Python map gives it."""
    page = open_map(open_page, synthesis_site)
    counted = """([rows, columns]) => {
      const made = navkg.gapModel.make({rows, columns, study: '', basis: '', valence: '', kind: '', phase: ''});
      return made.rows.flatMap(row => made.columns.map(column => { const one = made.cell(row, column); return [row.id, column.id, one.state, one.findings.map(finding => finding.id), one.studies.size]; }));
    }"""
    for rows, source, _, _ in CHOICES:
        for columns, other, _, _ in CHOICES:
            cells = gap_map(evidence, source, other).cells
            for row, column, state, findings, studies in page.evaluate(counted, [rows, columns]):
                expected = cells[(row, column)]
                assert (state, sorted(findings), studies) == (expected.state, list(expected.findings), expected.independent), (
                    rows,
                    columns,
                    row,
                    column,
                )


def test_map_choices_and_permalink(synthesis_site: Path, open_page: Opened) -> None:  # noqa: F811
    """Rows, columns, division and size are chosen, stand in the address, and come back from it; the same on both sides swaps."""
    page = open_map(open_page, synthesis_site)
    assert "Digital service" in page.locator(".gaps .corner").inner_text()
    choice(page, "rows").select_option("determinant")
    choice(page, "columns").select_option("outcome")
    page.get_by_label("Cells divided by").select_option("basis")
    page.get_by_label("Size and number").select_option("studies")
    page.wait_for_url(lambda url: url.endswith("#rows=determinant&columns=outcome&by=basis&size=studies"))
    assert cell(page, "Access to guidance", "Time use").locator("rect.b-empirical").count() == 1
    assert page.locator("#legend-basis").is_visible()
    assert not page.locator("#legend-valence").is_visible()
    number = cell(page, "Access to guidance", "Time use").locator("b").inner_text()
    page.reload()
    page.wait_for_function("() => navkg.gapReady > 0")
    assert choice(page, "rows").input_value() == "determinant"
    assert cell(page, "Access to guidance", "Time use").locator("b").inner_text() == number
    choice(page, "rows").select_option("outcome")
    assert choice(page, "columns").input_value() == "determinant"
    page.locator("#swap").click()
    assert choice(page, "rows").input_value() == "determinant"
    page.get_by_role("button", name="Reset").click()
    page.wait_for_url(lambda url: "#" not in url)
    assert choice(page, "rows").input_value() == "service"


def test_map_size_follows_the_number(synthesis_site: Path, open_page: Opened) -> None:  # noqa: F811
    """More findings, a larger mark."""
    page = open_map(open_page, synthesis_site, "#rows=determinant&columns=theme")
    marks = page.evaluate(
        "() => [...document.querySelectorAll('.gaps .cell.found')].map(one => [Number(one.querySelector('b').textContent), one.querySelector('svg').width.baseVal.value])"
    )
    assert len(marks) >= 2
    assert all((one[0] > other[0]) == (one[1] > other[1]) for one in marks for other in marks)


def test_map_click_opens_the_findings(synthesis_site: Path, open_page: Opened) -> None:  # noqa: F811
    """A cell leads to its findings with study, basis, direction and passages; the address holds the cell; Escape closes and gives the focus back; the way back opens it again."""
    page = open_map(open_page, synthesis_site, "#rows=determinant&columns=outcome")
    cell(page, "Access to guidance", "Time use").click()
    text = opened(page)
    for part in (
        "Access to guidance × Time use",
        "Access to guidance makes Digisos easier",
        "empirical",
        "positive",
        "The study alpha",
        "characters 0–100",
        "Investigated both",
    ):
        assert part in text
    page.wait_for_url(lambda url: "cell=guidance" in url)
    assert page.evaluate("() => document.activeElement.id") == "drawer-title"
    page.keyboard.press("Escape")
    assert not page.locator("#drawer").is_visible()
    assert page.evaluate("() => document.activeElement.classList.contains('cell')")
    page.wait_for_url(lambda url: "cell=" not in url)
    cell(page, "Access to guidance", "Time use").click()
    opened(page)
    page.locator("#drawer .finding a").first.click()
    page.wait_for_url(lambda url: "/finding/" in url)
    assert page.get_by_role("heading", name="Where it stands").is_visible()
    page.go_back()
    assert "Access to guidance × Time use" in opened(page)


def test_map_tells_gaps_apart(synthesis_site: Path, open_page: Opened, evidence: Evidence) -> None:  # noqa: F811
    """Investigated without findings, and not investigated: other words, another ground, and the panel says who looked. Cited findings do not fill a cell."""
    page = open_map(open_page, synthesis_site, "#rows=determinant&columns=theme")
    states = {one.state for one in gap_map(evidence, "determinant", "theme").cells.values()}
    grounds = {}
    for state, word, full in (("nothing-found", "none found", "investigated, nothing found"), ("not-investigated", "not asked", "not investigated")):
        if state not in states:
            continue
        one = page.locator(f".gaps td.{state} .cell").first
        assert word in one.inner_text()
        grounds[state] = page.locator(f".gaps td.{state}").first.evaluate("node => getComputedStyle(node).backgroundImage")
        one.click()
        assert full in opened(page)
        page.keyboard.press("Escape")
    assert grounds
    assert len(set(grounds.values())) == len(grounds)
    assert "gradient" in next(iter(grounds.values()))
    cited = page.locator(".gaps td:not(.found) a.cell").first
    assert "cited" in cited.inner_text()
    demos = [
        page.locator(f".demo.{state}").evaluate("node => getComputedStyle(node).backgroundImage") for state in ("nothing-found", "not-investigated")
    ]
    assert demos[0] != demos[1]
    page.get_by_text("What a gap is here").click()
    assert page.get_by_text("It is a gap when no finding of own data").is_visible()


def test_map_filters(synthesis_site: Path, open_page: Opened) -> None:  # noqa: F811
    """Study, basis, direction, kind and phase narrow what is counted; a cell whose findings are all filtered out is no gap."""
    page = open_map(open_page, synthesis_site, "#rows=determinant&columns=outcome")
    before = int(cell(page, "Access to guidance", "Time use").locator("b").inner_text())
    page.locator("#more-filters summary").click()
    choice(page, "valence").select_option("positive")
    assert int(cell(page, "Access to guidance", "Time use").locator("b").inner_text()) < before
    assert page.locator("#active").inner_text() == "(1)"
    choice(page, "kind").select_option("recommendation")
    assert "filtered" in cell(page, "Access to guidance", "Time use").inner_text()
    choice(page, "kind").select_option("")
    choice(page, "valence").select_option("")
    choice(page, "basis").select_option("own")
    choice(page, "phase").select_option("use")
    choice(page, "study").select_option("gamma")
    page.wait_for_url(lambda url: "study=gamma" in url)
    assert "4 not investigated" in page.locator("#count").inner_text()


def test_map_by_keyboard(synthesis_site: Path, open_page: Opened) -> None:  # noqa: F811
    """One cell is in the order of the Tab key, arrows lead on, Enter opens."""
    page = open_map(open_page, synthesis_site, "#rows=determinant&columns=outcome")
    assert page.locator(".gaps .cell[tabindex='0']").count() == 1
    page.locator(".gaps .cell[tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("End")
    page.keyboard.press("Home")
    label = page.evaluate("() => document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("() => document.activeElement.getAttribute('aria-label')") != label
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    assert label.split(":")[0] in opened(page)
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.getElementById('drawer').contains(document.activeElement)")


def saved(page: Page, button: str) -> list[dict[str, str]]:
    with page.expect_download() as download:
        page.locator(button).click()
    return list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8"))))


def test_map_and_cell_as_csv(synthesis_site: Path, open_page: Opened, evidence: Evidence) -> None:  # noqa: F811
    """The whole map, and the findings of one cell with their passages."""
    page = open_map(open_page, synthesis_site, "#rows=determinant&columns=outcome")
    rows = saved(page, "#csv")
    made = gap_map(evidence, "determinant", "outcome")
    assert len(rows) == len(made.cells)
    for row in rows:
        expected = made.cells[(row["row_id"], row["column_id"])]
        assert (row["state"], int(row["findings"]), sorted(row["finding_ids"].split())) == (
            expected.state,
            len(expected.findings),
            list(expected.findings),
        )
    cell(page, "Access to guidance", "Time use").click()
    opened(page)
    one = saved(page, ".save-cell")
    assert {row["finding"] for row in one} == set(made.cells[("guidance", "time-use")].findings)
    assert one[0]["statement_nb"] == "Tilgang til veiledning gjør Digisos lettere å bruke."
    assert (one[0]["start"], one[0]["end"], one[0]["section"]) == ("0", "100", "s01")


def test_map_in_norwegian_and_narrow(synthesis_site: Path, open_page: Opened) -> None:  # noqa: F811
    """The switch of language redraws cells and panel; the panel fits a telephone."""
    page = open_map(open_page, synthesis_site, "#rows=determinant&columns=outcome&cell=guidance~time-use", width=390, locale="nb-NO")
    assert "Tilgang til veiledning × Tidsbruk" in opened(page)
    page.evaluate("() => document.getElementById('language').click()")
    page.locator("#drawer[data-ready]").wait_for()
    assert "Access to guidance × Time use" in page.locator("#drawer").inner_text()
    assert page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    assert cell(page, "Access to guidance", "Time use").count() == 1


def test_print_shows_the_whole_map(synthesis_site: Path, open_page: Opened) -> None:  # noqa: F811
    """On paper the box does not cut the table, and controls are gone."""
    page = open_map(open_page, synthesis_site)
    page.emulate_media(media="print")
    assert page.locator(".gapbox").evaluate("node => getComputedStyle(node).overflow") == "visible"
    for gone in (".subnav", "#view", "#csv"):
        assert not page.locator(gone).is_visible()
    assert page.locator("#legend-valence").is_visible()


def test_matrix_panel_and_reason(synthesis_site: Path, open_page: Opened) -> None:  # noqa: F811
    """The number of a cell opens its findings with the reason; the reason shows on focus and stands in the cell; the judged one is marked."""
    page = open_page(address(synthesis_site, "convergence-determinants.html"))
    link = page.locator("#row-guidance td.c-agreement a.behind").first
    link.focus()
    assert page.locator("#tip").is_visible()
    assert page.locator("#tip").inner_text()
    page.keyboard.press("Enter")
    text = opened(page)
    assert "Access to guidance × " in text
    assert "characters" in text
    page.keyboard.press("Escape")
    assert link.evaluate("node => node === document.activeElement")
    judged = page.locator("#row-guidance td:has(.judged)")
    judged.locator("summary").click()
    assert "the rule gave dissonance" in judged.inner_text()
    page.get_by_label("Rows with").select_option("overridden")
    assert page.locator("#rows tbody tr:visible").count() == 1
    page.wait_for_url(lambda url: url.endswith("#holds=overridden"))
    with page.expect_navigation():
        page.locator("#row-guidance td.c-agreement a.behind").first.evaluate("node => { location.href = node.href; }")
    page.locator("#results > li").first.wait_for()
    assert page.locator("#count").inner_text().startswith("1 of ")
    page.get_by_role("button", name="Clear").click()
    page.wait_for_function("() => !document.getElementById('count').textContent.includes(' of ')")


def test_lists_are_sifted(synthesis_site: Path, open_page: Opened) -> None:  # noqa: F811
    """Contradictions and review findings by choices and words, remembered in the address; a table by words, with a hint when nothing fits."""
    page = open_page(address(synthesis_site, "review-findings.html"))
    assert page.locator(".review:visible").count() == 2
    page.get_by_label("Some study is in").select_option("dissonance")
    assert page.locator(".review:visible").count() == 1
    page.reload()
    assert page.locator(".review:visible").count() == 1
    page.get_by_role("button", name="Clear").click()
    page.wait_for_function("() => !location.hash")
    page.locator(".review:visible .behind").first.click()
    assert "findings" in opened(page)
    page = open_page(address(synthesis_site, "contradictions-determinants.html"))
    page.locator("#words").fill("zzz")
    assert page.locator(".contest:visible").count() == 0
    assert "Nothing fits" in page.locator("#list-count").inner_text()
    page = open_page(address(synthesis_site, "codebook.html"))
    page.get_by_label("Words in the row").fill("guidance")
    assert 1 <= page.locator("#rows tbody tr:visible").count() < 10


def search(page: Page, words: str) -> list[str]:
    """The findings that the page lists for some words."""
    page.evaluate("() => { document.getElementById('count').textContent = ''; navkg.searched = 0; }")
    page.locator("#q").fill(words)
    page.wait_for_function("() => navkg.searched > 0")
    return [
        str(href).rpartition("/finding/")[2].removesuffix(".html")
        for href in page.locator("#results > li > a:first-child").evaluate_all("all => all.map(one => one.href)")
    ]


def test_search_reads_its_index_only_when_used(synthesis_site: Path, open_page: Opened) -> None:  # noqa: F811
    """Opening the page reads no index; the first word does."""
    page = open_page(address(synthesis_site, "search.html"))
    assert page.evaluate("() => navkg.index === undefined && navkg.findings === undefined")
    assert search(page, "guidance")
    assert page.evaluate("() => navkg.index.ids.length") > 5


def test_search_finds_inflections_compounds_and_both_languages(synthesis_site: Path, open_page: Opened) -> None:  # noqa: F811
    """As `navkg search` does: the same findings for the same words."""
    page = open_page(address(synthesis_site, "search.html"))
    searcher = Searcher(json.loads((synthesis_site.parent / "search.json").read_text(encoding="utf-8")))
    for words in ("veiledning", "oppfølging", "tid til oppfølging", "oppfølgingstid", "counsellors", "lost contact", "brukere digitale", "Modia"):
        expected = {name for name, _, _ in searcher.find(words)}
        assert set(search(page, words)) == expected, words
    assert search(page, "oppfølging")[0] == "alpha/f002"
    assert search(page, "brukerne")
    assert search(page, "oppfolgingstid") == ["alpha/f002"]
    assert page.locator("#results mark").count() >= 1 or page.locator("#results .other mark").count() >= 1


def test_search_filters_leads_on_and_advises(synthesis_site: Path, open_page: Opened) -> None:  # noqa: F811
    """Filters narrow and stand in the address; a result leads to its finding; without a result the page says what to try."""
    page = open_page(address(synthesis_site, "search.html#q=veiledning"))
    page.locator("#results > li").first.wait_for()
    number = page.locator("#results > li").count()
    page.get_by_label("Study").select_option("gamma")
    page.wait_for_function("(number) => document.querySelectorAll('#results > li').length < number", arg=number)
    page.wait_for_url(lambda url: "study=gamma" in url)
    page.get_by_label("Kind").select_option("recommendation")
    page.locator("#advice button").first.click()
    page.wait_for_function("(number) => document.querySelectorAll('#results > li').length === number", arg=number)
    assert search(page, "xylofonorkester") == []
    assert "Nothing found" in page.locator("#count").inner_text()
    assert "Fewer words" in page.locator("#advice").inner_text()
    assert search(page, "guidence") == [] or page.locator("#results > li").count() > 0
    assert "guidance" in page.locator("#advice").inner_text() or page.locator("#results > li").count() > 0
    for odd in ("constructor __proto__", "<img src=x onerror=alert(1)>", "((( \\ ---", "'\"; DROP"):
        search(page, odd + " veiledning")
    assert page.locator("main img").count() == 0
    search(page, "veiledning")
    page.locator("#results a").first.click()
    page.wait_for_url(lambda url: "/finding/" in url)


def test_search_from_every_page(synthesis_site: Path, open_page: Opened) -> None:  # noqa: F811
    """The box in the head leads to the results, and the key / to the box; on a telephone the key leads to the page."""
    page = open_page(address(synthesis_site, "finding/alpha/f001.html"))
    page.keyboard.press("/")
    assert page.evaluate("() => document.activeElement.id") == "find"
    page.keyboard.type("veiledning")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html#q=veiledning")
    page.locator("#results > li").first.wait_for()
    page = open_page(address(synthesis_site, "codebook.html"), width=390)
    page.keyboard.press("/")
    page.wait_for_url("**/search.html")
    page.keyboard.press("Tab")


def test_hostile_text_in_panel_map_and_search(hostile_synthesis: Path, open_page: Opened) -> None:  # noqa: F811
    """What would be markup is text in cells, panel, tooltip and results."""
    page = open_map(open_page, hostile_synthesis, "#rows=determinant&columns=outcome&cell=guidance~time-use")
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    assert HOSTILE[:40] in opened(page)
    assert HOSTILE[:40] in page.locator(".gaps").inner_text()
    assert page.locator("main img, aside img").count() == 0
    page = open_page(address(hostile_synthesis, "convergence-determinants.html"))
    page.locator("td:has(.judged) a").first.focus()
    assert HOSTILE[:40] in page.locator("#tip").inner_text()
    assert page.locator("img").count() == 0
    page = open_page(address(hostile_synthesis, "search.html#q=alert"))
    page.locator("#results > li").first.wait_for()
    assert page.locator("#results img").count() == 0


@pytest.fixture(scope="module")
def real_pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The synthesis pages of what is in the repository, with the data that they read; without the pages of findings and entities."""
    from navkg.outputs import search
    from navkg.outputs.site import NAVIGATION, assets, data, lists, synthesis
    from navkg.outputs.site.corpus import Corpus
    from navkg.outputs.site.render import Renderer

    content, _ = load_content(find_project(ROOT))
    if not content.studies:
        pytest.skip("the repository holds no coded study yet")
    site = tmp_path_factory.mktemp("real-synthesis") / "site"
    site.mkdir()
    dataset = cast("Dataset", SimpleNamespace(content=content))
    corpus = Corpus(dataset, site.parent)
    renderer = Renderer(corpus, site, NAVIGATION)
    assets.write(corpus, site)
    data.write(corpus, site)
    search.write(dataset, site.parent)
    for make in (synthesis.pages, lists.pages):
        for page in make(corpus):
            renderer.write(page)
    return site


@pytest.mark.parametrize("path", [path for path in KINDS if not path.startswith("review/")])
def test_real_pages_open_within_two_seconds(real_pages: Path, open_page: Opened, path: str) -> None:
    """From the folder, with all studies of the repository; and at the width of a telephone without scrolling sideways."""
    page = open_page(address(real_pages, path), width=390)
    assert page.evaluate("() => performance.getEntriesByType('navigation')[0].loadEventEnd") < 2_000
    assert page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def test_real_map_answers_at_once(real_pages: Path, open_page: Opened) -> None:
    """A change of columns redraws within a second, on a busy machine too; every row and column can be shown; a search answers within 300 ms."""
    page = open_map(open_page, real_pages)
    choice(page, "rows").select_option("determinant")
    start = page.evaluate("() => performance.now()")
    choice(page, "columns").select_option("outcome")
    assert page.evaluate("() => navkg.gapReady") - start < 1_000
    page.locator("#all-rows").click()
    page.locator("#all-columns").click()
    assert page.locator(".gaps tbody tr").count() > 100
    page = open_page(address(real_pages, "search.html#q=tid til oppfølging"))
    page.locator("#results > li").first.wait_for()
    assert page.evaluate("() => navkg.searched") < 300
