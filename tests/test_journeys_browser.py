"""The five ways that readers go, each by mouse and by the keys alone, in both languages: from a barrier to passages, from a user group to contradictions, from a theory
to what it explains, from a cell of the gap map to its findings and back, and on the running server from a question to a changed query to a file.

Every way begins on the start page and goes on by what stands on the pages. Four of them are walked in the folder, without a server.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from conftest import build_site
from projects import frozen_project
from serving import Server, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("means", ["mouse", "keys"]),
    pytest.mark.parametrize("language", ["nb", "en"]),
]
Opened = Callable[..., "Page"]
LOCALES = {"nb": "nb-NO", "en": "en-GB"}
MOST_STEPS = 200


@dataclass(frozen=True)
class Reader:
    """Somebody who reads in one language and goes by one means."""

    page: Page
    language: str
    means: str

    def says(self, english: str, norwegian: str) -> str:
        return norwegian if self.language == "nb" else english

    def reach(self, target: Locator) -> None:
        """Tab, until the target has the focus; the focus must be seen."""
        node = target.element_handle()
        assert node
        for _ in range(MOST_STEPS):
            if node.evaluate("node => node === document.activeElement"):
                assert node.evaluate("node => node.matches(':focus-visible') && getComputedStyle(node).outlineStyle") not in (False, "none")
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"the Tab key does not lead to {target}")

    def press(self, target: Locator) -> None:
        """A link or a button."""
        if self.means == "mouse":
            target.click()
        else:
            self.reach(target)
            self.page.keyboard.press("Enter")

    def follow(self, target: Locator, part: str) -> None:
        """A link that leads to a page whose address holds `part`."""
        self.press(target)
        self.page.wait_for_url(lambda url: part in url)
        self.page.wait_for_load_state()
        assert self.page.evaluate("() => document.documentElement.lang") == self.language

    def write(self, target: Locator, text: str) -> None:
        if self.means == "mouse":
            target.click()
        else:
            self.reach(target)
        self.page.keyboard.type(text)

    def back(self) -> None:
        """The browser's own way back. Its key is the window's, which a browser without a window lacks, so that both means go by the browser."""
        self.page.go_back()

    def head(self) -> str:
        return self.page.get_by_role("heading", level=1).inner_text()

    def in_navigation(self, english: str, norwegian: str) -> Locator:
        return self.page.locator("#nav").get_by_role("link", name=self.says(english, norwegian), exact=True)

    def reads_passages(self) -> None:
        """The page of a finding says where it stands: section, characters, first and last words."""
        assert self.page.get_by_role("heading", name=self.says("Where it stands", "Hvor det står")).is_visible()
        table = self.page.locator("section[aria-labelledby=passages] table")
        for heading in (self.says("Section", "Kapittel"), self.says("First and last words", "Første og siste ord")):
            assert table.get_by_role("columnheader", name=heading).is_visible()
        for row in table.locator("tbody tr").all():
            section, place, words, _ = (cell.inner_text() for cell in row.locator("td").all())
            assert section
            assert re.fullmatch(r"\d+–\d+", place)
            assert re.fullmatch("«.+ … .+»", words)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the three invented studies, of which here each names access to guidance as a barrier."""
    root = frozen_project(tmp_path_factory.mktemp("journeys") / "project")
    path = root / "data" / "studies" / "chat-study" / "findings.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count("barriers: [clear-rules]") == 1
    path.write_text(text.replace("barriers: [clear-rules]", "barriers: [clear-rules, guidance]"), encoding="utf-8")
    return build_site(root)


@pytest.fixture
def reader(site: Path, open_page: Opened, language: str, means: str) -> Reader:
    """On the start page in the folder."""
    return Reader(open_page((site / "index.html").as_uri(), locale=LOCALES[language]), language, means)


def test_from_a_barrier_to_the_passages_of_three_studies(reader: Reader) -> None:
    """The list of barriers, one that three studies share, a finding of each, and from each the way back to the barrier."""
    page, label = reader.page, reader.says("Access to guidance", "Tilgang til veiledning")
    reader.follow(reader.in_navigation("Barriers and enablers", "Barrierer og fremmere"), "/determinants.html")
    assert reader.head() == reader.says("Barriers and enablers", "Barrierer og fremmere")
    shared = page.locator("#rows tbody tr").filter(has=page.locator("td.cells:nth-of-type(n+4) .v-negative")).first
    assert shared.locator("td.cells .v-negative").count() == 3
    assert shared.locator("th").inner_text() == label
    reader.follow(shared.locator("th a"), "/entity/guidance.html")
    statements = set()
    for study in ("chat-study", "letter-study", "portal-study"):
        assert reader.head() == label
        reader.follow(page.locator(f"#of-{study} .finding.v-negative > a").first, f"/finding/{study}/")
        statements.add(reader.head())
        reader.reads_passages()
        barriers = page.locator("dl.facts dt", has_text=reader.says("Barriers", "Barrierer")).locator("+ dd")
        reader.follow(barriers.get_by_role("link", name=label), "/entity/guidance.html")
    assert len(statements) == 3


def test_from_a_user_group_to_the_contradictions_about_it(reader: Reader) -> None:
    """The registry, the group, the findings that stand against each other about it, and one side's passages."""
    page, label = reader.page, reader.says("Applicants", "Søkere")
    reader.follow(reader.in_navigation("Registry", "Register"), "/entities.html")
    reader.write(page.get_by_label(reader.says("Words in the name", "Ord i navnet")), label)
    reader.follow(page.locator("#UserGroup").get_by_role("link", name=label, exact=True), "/entity/applicants.html")
    assert reader.says("User group", "Brukergruppe").lower() in page.locator(".classname").inner_text().lower()
    contested = page.locator("dl.facts dt", has_text=reader.says("Contradictions", "Motsigelser")).locator("+ dd")
    assert contested.get_by_role("link").count() == 3
    number = int(contested.locator(".meta").first.inner_text())
    reader.follow(
        contested.get_by_role("link", name=reader.says("declared disagreement", "oppgitt uenighet")), "/contradictions.html#actor=applicants"
    )
    shown = page.locator(".contest:visible")
    assert shown.count() == number < page.locator(".contest").count()
    assert page.locator("#list-count").inner_text() == f"{number} {reader.says('of', 'av')} {page.locator('.contest').count()}"
    assert page.get_by_label(reader.says("Actor", "Aktør")).locator("option:checked").inner_text() == label
    for one in shown.all():
        assert one.locator(".side-of").count() == 2
        assert one.locator("dl.voices dt", has_text=reader.says("Informants", "Informanter")).count() == 2
    statement = shown.first.locator(".side-of").nth(1).locator("li a").first
    said = statement.inner_text()
    reader.follow(statement, "/finding/")
    assert reader.head() == said
    reader.reads_passages()
    ties = page.locator("section[aria-labelledby=related] h3").all_inner_texts()
    assert any(reader.says("contradict", "motsi") in tie.lower() for tie in ties)


def test_from_a_theory_to_what_it_explains(reader: Reader) -> None:
    """The registry, the theory, the findings that it explains, and in one of them the theory again."""
    page = reader.page
    reader.follow(reader.in_navigation("Registry", "Register"), "/entities.html")
    theory = page.locator("#Theory li a[href$='/street-level.html'], #Theory li a[href='entity/street-level.html']")
    label = theory.inner_text()
    reader.write(page.get_by_label(reader.says("Words in the name", "Ord i navnet")), label)
    reader.follow(theory, "/entity/street-level.html")
    assert reader.head() == label
    explains = page.locator("section[aria-labelledby=findings]").get_by_role("link", name=re.compile(reader.says(r"^explains \d", r"^forklarer \d")))
    number = int(explains.inner_text().split()[-1])
    reader.follow(explains, "/findings.html#ids=")
    assert page.locator("#results > li").count() == number >= 3
    assert page.locator("#count").inner_text().startswith(f"{number} {reader.says('of', 'av')} ")
    reader.follow(page.locator("#results > li > a").last, "/finding/")
    explained = page.locator("dl.facts dt", has_text=reader.says("Explained by", "Forklart med")).locator("+ dd")
    assert explained.inner_text() == label
    reader.reads_passages()
    reader.follow(explained.get_by_role("link", name=label), "/entity/street-level.html")


def to_cell(reader: Reader, place: tuple[int, int]) -> Locator:
    """Opens a cell of the gap map: with the keys, Tab leads to the first one and arrows from there."""
    cell = reader.page.locator(".gaps tbody tr").nth(place[0]).locator(".cell").nth(place[1])
    if reader.means == "mouse":
        cell.click()
    else:
        reader.reach(reader.page.locator(".gaps .cell[tabindex='0']"))
        for key, times in zip(("ArrowDown", "ArrowRight"), place, strict=True):
            for _ in range(times):
                reader.page.keyboard.press(key)
        reader.page.keyboard.press("Enter")
    return cell


def test_from_a_cell_of_the_gap_map_to_its_findings_and_back(reader: Reader) -> None:
    """A cell, its findings with their passages, one of them, and back: the cell is marked and open as before, and closing it leads to the cell."""
    page = reader.page
    reader.follow(reader.in_navigation("Synthesis", "Syntese"), "/synthesis.html")
    link = page.locator(".subnav").get_by_role("link", name=reader.says("Evidence gap map", "Kunnskapshull"), exact=True)
    reader.follow(link, "/gap-map.html")
    page.wait_for_function("() => globalThis.navkg?.gapReady > 0")
    assert reader.head() == reader.says("Evidence gap map", "Kart over kunnskapshull")
    place = page.evaluate(
        """() => { const found = [...document.querySelectorAll('.gaps td.found')].map(td => [td.parentNode.sectionRowIndex, td.cellIndex - 1]);
        return found.find(([row, column]) => row && column); }"""
    )
    cell = to_cell(reader, place)
    name = str(cell.get_attribute("aria-label")).partition(":")[0]
    drawer = page.locator("#drawer[data-ready]")
    drawer.wait_for()
    assert drawer.get_by_role("heading", level=2).inner_text() == name
    assert drawer.locator(".finding").count() == int(cell.locator("b").inner_text())
    for where in drawer.locator(".finding .where").all_inner_texts():
        assert re.search(reader.says(r"Stands in: .*characters \d+–\d+", r"Står i: .*tegn \d+–\d+"), where)
    finding = drawer.locator(".finding > a").first
    said = finding.inner_text()
    reader.follow(finding, "/finding/")
    assert reader.head() == said
    reader.reads_passages()
    reader.back()
    drawer.wait_for()
    assert drawer.get_by_role("heading", level=2).inner_text() == name
    marked = page.locator(".gaps .cell[aria-current=true]")
    assert str(marked.get_attribute("aria-label")).startswith(f"{name}:")
    assert marked.get_attribute("tabindex") == "0"
    assert page.locator(".gaps .cell[tabindex='0']").count() == 1
    if reader.means == "mouse":
        drawer.get_by_role("button", name=reader.says("Close", "Lukk")).click()
    else:
        page.keyboard.press("Escape")
    assert not page.locator("#drawer").is_visible()
    assert str(page.evaluate("() => document.activeElement.getAttribute('aria-label')")).startswith(f"{name}:")


@pytest.fixture(scope="module")
def running(site: Path) -> Iterator[Server]:
    """`navkg serve` on the same project."""
    with served(site.parent.parent) as server:
        yield server


@pytest.fixture
def client(running: Server, browser: Browser, language: str, means: str) -> Iterator[Reader]:
    """On the start page of the server; whatever the console complains of fails the test."""
    context = browser.new_context(base_url=running.url, locale=LOCALES[language], accept_downloads=True, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.set_default_timeout(10_000)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.goto("/")
    yield Reader(page, language, means)
    context.close()
    assert faults == []


def test_from_a_question_to_a_changed_query_to_a_file(client: Reader, tmp_path: Path) -> None:
    """A question with its answer, its query on the query page, a change, the new answer, and that as a file."""
    page: Any = client.page
    asks = client.says("in how many is each factor a barrier", "I hvor mange studier samlet er hver faktor en barriere")
    client.follow(client.in_navigation("Questions", "Spørsmål"), "/questions.html")
    client.follow(page.get_by_role("link", name=asks), "/questions/balance-of-determinants.html")
    assert asks in client.head()
    client.follow(page.get_by_role("link", name=client.says("Change the question or its query", "Endre spørsmålet eller spørringen")), "/sparql")
    page.wait_for_selector("html[data-ready]")
    assert client.head() == client.says("Ask in SPARQL", "Spør med SPARQL")
    query = page.get_by_role("combobox", name=client.says("Query", "Spørring"), exact=True)
    assert asks in query.input_value().splitlines()[0]
    client.write(query, "")
    page.keyboard.press("Control+End")
    page.keyboard.type("LIMIT 2")
    client.press(page.get_by_role("button", name=client.says("Run", "Kjør"), exact=True))
    page.locator("#result table").wait_for()
    assert page.locator("#status").inner_text().startswith(client.says("2 rows in", "2 rader på"))
    assert client.says("Access to guidance", "Tilgang til veiledning") in page.locator("#result tbody tr").first.inner_text()
    with page.expect_download() as download:
        client.press(page.get_by_role("button", name="CSV"))
    assert download.value.suggested_filename == "navkg-answer.csv"
    download.value.save_as(tmp_path / "answer.csv")
    rows = (tmp_path / "answer.csv").read_text(encoding="utf-8").splitlines()
    assert len(rows) == 3
    assert rows[0].startswith("determinant,determinant_label,")
    assert client.says("Access to guidance", "Tilgang til veiledning") in rows[1]
