"""The site as files: structure, both languages, escaping, links, equal builds, clear faults. The pages in a browser: test_pages_browser.py."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote
from xml.etree.ElementTree import Element

import html5rdf
import pytest
from markupsafe import Markup

from conftest import build_site, example_project
from navkg.outputs.site import NAVIGATION, PAGES, QUESTION_PAGES, TRIPLE_PAGES
from navkg.outputs.site.columns import heading
from navkg.outputs.site.layout import NARROW, WIDE, find_communities, place
from navkg.outputs.site.strip import Strip
from navkg.outputs.site.style import read_style
from navkg.outputs.site.text import Pair, t
from navkg.problems import NavkgError
from navkg.project import find_project

HOSTILE = {
    "self-service": "<script>alert(1)</script>",
    "access-to-training": '"onerror=alert(1) x="',
    "adviser": "</script><img src=x onerror=alert(1)>",
    "time-on-forms": "{{ 7 * 7 }} {% raw %} ${7*7} <b>&amp;",
}


class Reader(HTMLParser):
    """What a page is made of: elements with attributes, its ids, its links, its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.scripts: list[str] = []
        self._inside = ""
        self.feed(text)
        self.ids = Counter(attributes["id"] for _, attributes in self.elements if "id" in attributes)
        self.text = "".join(self.words)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self._inside = tag

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        (self.scripts if self._inside == "script" else self.words).append(data)

    def links(self) -> list[str]:
        return [attributes[name] for _, attributes in self.elements for name in ("href", "src") if name in attributes]


def read_pages(site: Path) -> dict[str, Reader]:
    pages = {path.relative_to(site).as_posix(): Reader(path.read_text(encoding="utf-8")) for path in sorted(site.rglob("*.html"))}
    assert pages
    return pages


@pytest.fixture(scope="module")
def pages(example_site: Path) -> dict[str, Reader]:
    return read_pages(example_site)


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example with labels and statements that would be markup, script or template if they were not text."""
    root = example_project(tmp_path_factory.mktemp("hostile"))
    registry = root / "data" / "entities" / "all.yaml"
    text = registry.read_text(encoding="utf-8")
    for slug, label in HOSTILE.items():
        both = json.dumps(label, ensure_ascii=False)
        text = re.sub(rf"(- id: {slug}\n  class: \w+\n  label: ).*", lambda match, both=both: f"{match.group(1)}{{en: {both}, nb: {both}}}", text)
        text = re.sub(rf"(- id: {slug}\n(?:  .*\n)*?  description: ).*", lambda match, both=both: f"{match.group(1)}{{en: {both}, nb: {both}}}", text)
    registry.write_text(text, encoding="utf-8")
    study = root / "data" / "studies" / "example-study"
    findings = study / "findings.yaml"
    text = findings.read_text(encoding="utf-8").replace(
        "en: Staff spend less time on forms than before.", f"en: {json.dumps(HOSTILE['adviser'] + ' in a statement')}"
    )
    findings.write_text(text, encoding="utf-8")
    design = study / "study.yaml"
    title = json.dumps("<script>alert(2)</script>")
    design.write_text(re.sub(r"(?m)^title: .*", f"title: {{en: {title}, nb: {title}}}", design.read_text(encoding="utf-8")), encoding="utf-8")
    return build_site(root)


def test_every_kind_of_page_is_written(pages: dict[str, Reader]) -> None:
    """Each kind yields pages, and each entry of the navigation is one of them."""
    assert len(PAGES) + len(TRIPLE_PAGES) + len(QUESTION_PAGES) >= 9
    for path in (
        "study/example-study.html",
        "finding/example-study/f001.html",
        "entity/self-service.html",
        "entity/theme-competence.html",
        "entity/cfir-iii-k.html",
    ):
        assert path in pages
    assert all(path in pages for path, _, _ in NAVIGATION)
    assert any(path.startswith("questions/") for path in pages)


def test_pages_are_valid_html(example_site: Path) -> None:
    """The HTML parser of the standard finds no error on any page."""
    for path in sorted(example_site.rglob("*.html")):
        parser = html5rdf.HTMLParser()
        parser.parse(path.read_text(encoding="utf-8"))
        assert [(place, error) for place, error, _ in parser.errors] == [], path


def test_structure(pages: dict[str, Reader]) -> None:
    """One main heading, one main landmark, a skip link, a title in both languages, and no id twice."""
    for path, page in pages.items():
        counts = Counter(tag for tag, _ in page.elements)
        assert (counts["h1"], counts["main"], counts["header"], counts["footer"]) == (1, 1, 1, 1), path
        assert {name for name, number in page.ids.items() if number > 1} == set(), path
        title = next(attributes for tag, attributes in page.elements if tag == "title")
        assert title["data-en"].endswith("navkg")
        assert title["data-nb"].endswith("navkg")
        levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
        assert all(after <= before + 1 for before, after in pairwise(levels)), (path, levels)


def test_nothing_inline_and_nothing_from_elsewhere(pages: dict[str, Reader]) -> None:
    """No inline script, no on… attribute, no style attribute, and no script, style or picture from the network."""
    for path, page in pages.items():
        assert page.scripts == [], path
        for tag, attributes in page.elements:
            assert not [name for name in attributes if name.startswith("on") or name == "style"], (path, tag)
            if tag in {"script", "link", "img", "iframe"}:
                assert not (attributes.get("src", "") + attributes.get("href", "")).startswith(("http:", "https:", "//")), path


def test_every_link_resolves(example_site: Path, pages: dict[str, Reader]) -> None:
    """Each link leads to a file of the site, and to an id on it where it names one."""
    for path, page in pages.items():
        for link in page.links():
            if link.startswith(("http://", "https://")):
                continue
            target, _, fragment = link.partition("#")
            file = ((example_site / path).parent / unquote(target)).resolve() if target else example_site / path
            assert file.is_file(), (path, link)
            if fragment and "=" not in fragment:
                assert fragment in pages[file.relative_to(example_site.resolve() if target else example_site).as_posix()].ids, (path, link)


def outside_links(node: Element) -> Iterator[tuple[Element, str]]:
    """Every text below an element that stands in no link, no code and no data of the document, with the element that it stands in."""
    if node.tag in {"a", "code", "pre", "svg", "select"} or "locator" in node.get("class", ""):
        return
    if node.text:
        yield node, node.text
    for child in node:
        yield from outside_links(child)
        if child.tail:
            yield node, child.tail


def main_of(path: Path) -> Element:
    main = html5rdf.parse(path.read_text(encoding="utf-8"), namespaceHTMLElements=False).find(".//main")
    assert main is not None
    found: Element = main
    return found


def test_every_number_is_a_link(example_site: Path) -> None:
    """A number that counts findings, studies or informants stands in a link, in tables, headings and sentences; nought, where nothing is behind it, may stand alone."""
    cells = 0
    for path in sorted(example_site.rglob("*.html")):
        main = main_of(path)
        for node, text in outside_links(main):
            assert not re.search(r"\b[1-9]\d* (findings?|funn|studies|studier|informants?|informanter)\b", text), (path, text)
            assert node.get("class") != "n" or node.tag != "td" or not re.search(r"[1-9]", text), (path, text)
        cells += sum(node.tag == "td" and node.get("class", "").startswith("n") and bool(list(node.iter("a"))) for node in main.iter())
    assert cells > 100


def test_numbers_lead_to_as_many_findings(example_site: Path) -> None:
    """A bare number leads to as many findings as it says, or to those of as many studies; each of them has a page that says where it stands."""
    met: set[str] = set()
    for path in sorted(example_site.rglob("*.html")):
        if path.parent.name == "questions":
            continue  # a row's counts all lead to the findings of the row
        for link in main_of(path).iter("a"):
            _, found, text = link.get("href", "").partition("findings.html#ids=")
            if not found:
                continue
            parts = [part.partition(":") for part in text.split(";")]
            names = [f"{study}/{local}" for study, _, locals_ in parts for local in locals_.split(",")]
            said = "".join(link.itertext()).strip()
            if said.isdigit():
                assert int(said) in (len(names), len(parts)) or path.stem.startswith(("cerqual", "structure", "rf-")), (path, said, text)
            met.update(names)
    assert len(met) >= 3
    for name in sorted(met):
        passages = next(
            part for part in main_of(example_site / "finding" / f"{name}.html").iter("section") if part.get("aria-labelledby") == "passages"
        )
        assert re.search(r"\d+–\d+", "".join(passages.itertext())), name


def test_markup_never_stands_in_for_the_same_text() -> None:
    """What has been shown as markup once is still escaped when it comes from data."""
    assert t(Markup("<b>1</b>"), Markup("<b>2</b>")).count("<b>") == 2
    assert "<b>" not in t("<b>1</b>", "<b>2</b>")


def test_both_languages_stand_on_every_page(pages: dict[str, Reader]) -> None:
    """What stands in English stands in Norwegian too."""
    for path, page in pages.items():
        counts = Counter(attributes.get("class") for tag, attributes in page.elements if tag == "span")
        assert counts["en"] == counts["nb"] > 5, path
    finding = pages["finding/example-study/f002.html"].text
    assert "Several advisers are not trained" in finding
    assert "Flere veiledere får ikke opplæring" in finding


def test_finding_page_says_everything(pages: dict[str, Reader]) -> None:
    """Statement, voices, how many, passage, contradiction, citation and triples."""
    text = pages["finding/example-study/f003.html"].text
    for part in ("good enough", "Veiledere", "1 of 6", "… opplæringen var god nok.", "motsier", "example-study/f003 ["):
        assert part in text
    assert "nk:identifiesEnabler id:access-to-training" in text
    assert "# inferred" in text
    assert "motsies av" in pages["finding/example-study/f002.html"].text


def test_entity_page_shows_both_directions(pages: dict[str, Reader]) -> None:
    """Relations stand on the pages of both ends, with findings, timeline and the theory's concepts."""
    assert "erstatter" in pages["entity/self-service.html"].text.lower()
    assert ("finding/example-study/f002.html" in link for link in pages["entity/access-to-training.html"].links())
    assert "../entity/self-service.html" in pages["entity/old-form.html"].links()
    assert "2021" in pages["entity/self-service.html"].text
    assert "../entity/channel-richness.html" in pages["entity/media-richness-theory.html"].links()
    assert "../entity/access-to-training.html" in pages["entity/cfir-iii-k.html"].links()


def test_questions_are_answered_for_the_project_at_hand(example_site: Path, pages: dict[str, Reader]) -> None:
    """A default that the project does not have is replaced by something it has; rows can be downloaded; nothing failed."""
    answers = json.loads((example_site / "questions" / "answers.json").read_text(encoding="utf-8"))
    assert len(answers) > 20
    assert {name: row["fault"] for name, row in answers.items() if row["fault"]} == {}
    assert answers["study-contested-determinants"]["given"]["study"] == "example-study"
    rows = (example_site / "questions" / "study-contested-determinants.en.csv").read_text(encoding="utf-8")
    assert "access-to-training" in rows
    assert "SELECT" in pages["questions/study-contested-determinants.html"].text


def test_the_query_on_a_page_gives_its_answer(example_site: Path) -> None:
    """Whoever copies the SPARQL of a question's page and runs it as it stands gets the rows that the page shows, in the same language."""
    from navkg.questions.opened import open_build

    built = open_build(example_site.parent)
    answers = json.loads((example_site / "questions" / "answers.json").read_text(encoding="utf-8"))
    seen = 0
    for name, answer in answers.items():
        page = (example_site / "questions" / f"{name}.html").read_text(encoding="utf-8")
        queries = dict(re.findall(r'<pre id="sparql(\w*)" tabindex="0">(.*?)</pre>', page, re.DOTALL))
        assert set(queries) == set(answer["rows"])
        for language, query in queries.items():
            rows = built.sparql(html.unescape(query))
            assert [list(row) for row in rows.values] == answer["rows"][language]["values"], name
            seen += len(rows.values)
    assert seen > 500


def test_columns_of_an_answer_are_named_in_the_language_of_the_page(pages: dict[str, Reader]) -> None:
    """The Norwegian table of an answer has Norwegian heads, whatever the query calls its variables; what nobody has a word for keeps its name."""
    text = pages["questions/study-contested-determinants.html"].text
    assert "påvirkningsfaktor, navn" in text
    assert "determinant label" in text
    assert heading("n_shared_outcomes") == ("number of shared outcomes", "antall felles utfall")
    assert heading("one_gizmo").nb == "one gizmo"


def test_data_for_scripts_holds_no_markup(hostile_site: Path) -> None:
    """In the files that scripts read every `<` is escaped, and they are the JSON that they claim to be."""
    for path in sorted((hostile_site / "data").glob("*.js")):
        text = path.read_text(encoding="utf-8")
        assert "<" not in text, path.name
        if path.name != "graph.js":
            json.loads(text[text.index("=", text.index(").")) + 1 :].rstrip().rstrip(";"))


def test_hostile_text_stays_text(hostile_site: Path) -> None:
    """A script, an attribute, a closing tag or a template in a label or a statement is shown as it is written, and makes no element and no attribute."""
    pages = read_pages(hostile_site)
    for path, page in pages.items():
        assert page.scripts == [], path
        assert all(attributes.get("src", "").endswith(".js") for tag, attributes in page.elements if tag == "script"), path
        assert not [tag for tag, _ in page.elements if tag in {"img", "iframe", "object"}], path
        assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")], path
    for slug, label in HOSTILE.items():
        assert label in pages[f"entity/{slug}.html"].text
        assert label in pages["entities.html"].text
    assert f"{HOSTILE['adviser']} in a statement" in pages["finding/example-study/f001.html"].text
    assert "<script>alert(2)</script>" in pages["index.html"].text


def test_two_builds_are_equal(tmp_path: Path) -> None:
    """In two processes with different hash seeds every file of the site has the same bytes, graph positions included."""
    project, sites = example_project(tmp_path / "project"), []
    for path in (project / "ontology" / "queries").glob("*.rq"):
        if not path.stem.startswith("study-t"):
            path.unlink()
    for seed in ("1", "2"):
        root = tmp_path / seed
        shutil.copytree(project, root)
        code = "import sys; sys.path.insert(0, sys.argv[2]); from pathlib import Path; from conftest import build_site; build_site(Path(sys.argv[1]))"
        subprocess.run([sys.executable, "-c", code, str(root), str(Path(__file__).parent)], check=True, env={**os.environ, "PYTHONHASHSEED": seed})
        sites.append(root / "build" / "site")
    files = [sorted(path.relative_to(site) for path in site.rglob("*") if path.is_file()) for site in sites]
    assert files[0] == files[1]
    assert len(files[0]) > 100
    assert [name for name in files[0] if (sites[0] / name).read_bytes() != (sites[1] / name).read_bytes()] == []


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("templates/about.html", None, "viz/templates/about.html: the template about.html is missing"),
        ("templates/about.html", "{% if %}", "viz/templates/about.html:1: does not parse"),
        ("templates/about.html", "{{ nothing.known }}", "viz/templates/about.html: cannot be filled: 'nothing' is undefined"),
        (
            "templates/about.html",
            "{% for one, two, three in files.items() %}{% endfor %}",
            "viz/templates/about.html: cannot be filled: not enough values",
        ),
        ("style.yaml", "families: [", "viz/style.yaml:"),
        ("style.yaml", "families: {}", "viz/style.yaml: other: field required"),
        ("assets", None, "viz/assets is missing"),
    ],
)
def test_faults_of_the_look_get_one_line(tmp_path: Path, file: str, text: str | None, message: str) -> None:
    """A template, a style sheet or assets that are missing or wrong: file, line, what is wrong; and no build is left."""
    root = example_project(tmp_path / "project")
    target = root / "viz" / file
    if text is None:
        shutil.rmtree(target) if target.is_dir() else target.unlink()
    else:
        target.write_text(text, encoding="utf-8")
    for path in (root / "ontology" / "queries").glob("*.rq"):
        path.unlink()
    with pytest.raises(NavkgError) as caught:
        build_site(root)
    assert str(caught.value).startswith(message)
    assert not (root / "build").exists()


def test_style_knows_every_class(example_site: Path) -> None:
    """Every class of the registry has a colour and a shape of its own."""
    project = find_project(example_site.parent.parent)
    style = read_style(project)
    classes = json.loads((example_site.parent / "models.json").read_text(encoding="utf-8"))["classes"]
    assert {name for name in classes if style.family(name) == "other"} <= {"Actor", "Entity"}
    looks = [(style.family(name), style.shape(name)) for name in style.family_of]
    assert len(set(looks) - {("themes", "hexagon")}) == len([look for look in looks if look != ("themes", "hexagon")])


def test_texts() -> None:
    """Equal texts stand once; everything is escaped."""
    assert str(t("Digisos")) == "Digisos"
    assert str(t(Pair("<a>", "b"))) == '<span class="en" lang="en">&lt;a&gt;</span><span class="nb" lang="nb">b</span>'


def test_places_are_apart_and_the_same_each_time() -> None:
    """No two nodes share a place, members of a tile stand in it, and a second run places alike."""
    nodes = [f"n{number}" for number in range(60)]
    weights = {(f"n{number}", f"n{other}"): 1.0 for number in range(60) for other in range(number + 1, 60) if number % 6 == other % 6}
    groups = find_communities(weights, nodes)
    assert groups == find_communities(weights, nodes)
    assert sorted(map(len, groups)) == [0, 10, 10, 10, 10, 10, 10]
    places = place(groups, {(0, 1): 2.0}, 90, 1.4)
    assert places == place(groups, {(0, 1): 2.0}, 90, 1.4)
    assert len(set(places.values())) == 60
    for tiles in (WIDE, NARROW):
        middles, spots = tiles.lay(groups[:-1], {(0, 1): 2.0})
        assert len(set(middles)) == 6
        for middle, group in zip(middles, groups, strict=False):
            for node in group[: len(tiles.spots)]:
                assert abs(spots[node][0] - middle[0]) < tiles.width / 2
                assert abs(spots[node][1] - middle[1]) < tiles.height / 2
    assert place([], {}, 90, 1.4) == {}


def test_strip_keeps_titles_text(example_site: Path) -> None:
    """A section's title is text in the picture too."""
    from navkg.questions.opened import open_build

    document = open_build(example_site.parent).studies[0].design.document
    hostile = document.model_copy(update={"sections": (document.sections[0].model_copy(update={"title": "<b>"}),)})
    drawn = str(Strip(hostile, links=True).draw([(0, 50, "positive")], t("Caption")))
    assert "<b>" not in drawn
    assert "&lt;b&gt;" in drawn
