"""The synthesis pages as files: every number leads to findings and from there to passages, nothing that was written becomes markup, data for scripts is right.

The pages in a browser: test_synthesis_pages_browser.py.
"""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element

import html5rdf
import pytest

from conftest import ROOT, build_site
from navkg.outputs.site.corpus import Corpus
from navkg.outputs.site.synthesis.desk import SECTIONS, SIGNS, Desk
from navkg.outputs.site.synthesis.gaps import CHOICES, gap_data
from navkg.pipeline import read_dataset
from navkg.project import find_project
from navkg.synthesis.gaps import gap_map
from navkg.synthesis.matrix import CONVERGENCES
from navkg.synthesis.tables import TABLES
from navkg.synthesis.tables.review import PROFILE_COLUMNS
from test_site import Reader, read_pages

CASE = Path(__file__).parent / "cases" / "synthesis"
HOSTILE = "</script><img src=x onerror=alert(1)> {{ 7 * 7 }} \"'&amp;"
PATHS = sorted({entry.path for _, entries in SECTIONS for entry in entries})
MORE = ("convergence-determinants.html", "convergence-outcomes.html", "contradictions-outcomes.html", "contradictions-determinants.html")
KINDS = (*PATHS, *MORE, "synthesis.html", "search.html", "review-finding-convergence.html", "review/rf-guidance.html", "review/rf-contact.html")


def synthesis_project(folder: Path) -> Path:
    """The three small studies with review findings and a judgement; without competency questions, which take their time."""
    for part in ("ontology", "viz"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("*.rq"))
    shutil.copytree(CASE / "data", folder / "data")
    return folder


@pytest.fixture(scope="module")
def synthesis_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_site(synthesis_project(tmp_path_factory.mktemp("synthesis-pages")))


@pytest.fixture(scope="module")
def hostile_synthesis(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with a review finding, a reason, a statement and a label that would be markup, script or template if they were not text."""
    root = synthesis_project(tmp_path_factory.mktemp("hostile-synthesis"))
    both = json.dumps(HOSTILE)
    for file, old in (
        ("synthesis/review-findings.yaml", "en: Guidance decides whether people manage Digisos."),
        ("synthesis/review-findings.yaml", "en: Users who apply for the first time."),
        ("synthesis/judgements.yaml", 'en: "The lack of guidance hinders, guidance helps: the same said from two sides."'),
        ("studies/beta/findings.yaml", "en: Lack of guidance makes Digisos hard to use."),
        ("entities/all.yaml", "en: Time use}"),
    ):
        path = root / "data" / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, f"en: {both}" + ("}" if old.endswith("}") else "")), encoding="utf-8")
    return build_site(root)


@pytest.fixture(scope="module")
def pages(synthesis_site: Path) -> dict[str, Reader]:
    return read_pages(synthesis_site)


@pytest.fixture(scope="module")
def desk(synthesis_site: Path) -> Desk:
    return Desk(Corpus(read_dataset(find_project(synthesis_site.parent.parent)), synthesis_site.parent))


def tree(site: Path, path: str) -> Element:
    """The main part of a page."""
    document: Element = html5rdf.parse((site / path).read_text(encoding="utf-8"), namespaceHTMLElements=False)
    main = document.find(".//main")
    assert main is not None
    return main


def words(node: Element) -> str:
    return " ".join(" ".join(node.itertext()).split())


def classes(node: Element) -> list[str]:
    return node.get("class", "").split()


def ids_of(link: Element) -> list[str]:
    """The findings that a link of the class `behind` names."""
    _, _, text = link.get("href", "").partition("findings.html#ids=")
    parts = (part.partition(":") for part in text.split(";"))
    return [f"{study}/{local}" for study, _, locals_ in parts for local in locals_.split(",")]


def behind(node: Element) -> Iterator[Element]:
    return (link for link in node.iter("a") if "behind" in classes(link))


def test_every_table_has_a_page(pages: dict[str, Reader]) -> None:
    """Each table of the synthesis has a page or a place on one; each entry of the navigation is a page, and every page leads to all of them."""
    for name in TABLES:
        assert f"{name}.html" in pages or name.startswith("structure-"), name
    for path in KINDS:
        assert path in pages, path
        if path != "search.html":
            here = {link.removeprefix("../") for link in pages[path].links()}
            assert set(PATHS) <= here, path


def test_pages_are_sound(synthesis_site: Path, pages: dict[str, Reader]) -> None:
    """Valid HTML, one main heading, levels without a jump, no id twice, nothing inline, every link resolves, both languages."""
    for path in KINDS:
        page = pages[path]
        parser = html5rdf.HTMLParser()
        parser.parse((synthesis_site / path).read_text(encoding="utf-8"))
        assert [(place, error) for place, error, _ in parser.errors] == [], path
        counts = Counter(tag for tag, _ in page.elements)
        assert (counts["h1"], counts["main"]) == (1, 1), path
        assert [name for name, number in page.ids.items() if number > 1] == [], path
        levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
        assert all(after <= before + 1 for before, after in pairwise(levels)), (path, levels)
        assert page.scripts == [], path
        assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on") or name == "style"], path
        spans = Counter(attributes.get("class") for tag, attributes in page.elements if tag == "span")
        assert spans["en"] == spans["nb"] > 5, path
        for link in page.links():
            target, _, fragment = link.partition("#")
            if link.startswith("https://") or not target:
                continue
            file = ((synthesis_site / path).parent / unquote(target)).resolve()
            assert file.is_file(), (path, link)
            if fragment and "=" not in fragment:
                assert fragment in pages[file.relative_to(synthesis_site.resolve()).as_posix()].ids, (path, link)


def test_every_number_is_a_link(synthesis_site: Path) -> None:
    """A cell that holds a number, and a counted fact of a review finding, is a link to findings; nought, where nothing stands behind it, and places in a list are not."""
    seen = 0
    for path in KINDS:
        main = tree(synthesis_site, path)
        cells = [node for node in main.iter("td") if "n" in classes(node)]
        cells += [node for part in main.iter("dl") if "counted" in classes(part) for node in part.iter("dd")]
        for node in cells:
            text = words(node)
            if not re.search(r"[1-9]", text):
                continue
            assert list(node.iter("a")), (path, text)
            seen += 1
    assert seen > 60


def test_numbers_lead_to_as_many_findings(synthesis_site: Path, pages: dict[str, Reader]) -> None:
    """The findings behind a number exist, have pages, and are as many as it says where it counts findings; their pages show where they stand."""
    counted = 0
    met = set()
    for path in KINDS:
        for link in behind(tree(synthesis_site, path)):
            names = ids_of(link)
            assert all(f"finding/{name}.html" in pages for name in names), (path, names)
            assert len(set(names)) == len(names)
            said = re.match(r"(\d+) findings?\b", words(link))
            if said:
                assert int(said.group(1)) == len(names), (path, words(link))
                counted += 1
            met.update(names)
    assert counted > 10
    assert len(met) >= 8
    for name in met:
        passages = next(part for part in tree(synthesis_site, f"finding/{name}.html").iter("section") if part.get("aria-labelledby") == "passages")
        assert re.search(r"\d+–\d+", words(passages)), name


def test_matrix_says_sign_word_reason_and_who_judged(synthesis_site: Path) -> None:
    """Each cell has its sign and its word and a reason; the judged one says so, by whom and why, beside what the rule gave."""
    main = tree(synthesis_site, "convergence-determinants.html")
    cells = [node for node in main.iter("td") if "conv" in classes(node)]
    assert len(cells) >= 3
    for node in cells:
        relation = next(name for name in SIGNS if f"c-{name}" in classes(node))
        assert SIGNS[relation] in words(node)
        assert CONVERGENCES[relation].nb in words(node)
        details = node.find("details")
        assert details is not None
        assert len(words(details)) > 20
    judged = [node for node in cells if any("judged" in classes(part) for part in node.iter("span"))]
    assert len(judged) == 1
    assert "The coding team" in words(judged[0])
    assert "The lack of guidance hinders" in words(judged[0])
    assert "the rule gave dissonance" in words(judged[0])


def test_evidence_profile_has_the_standard_columns(synthesis_site: Path) -> None:
    """Exactly the columns of the CERQual series, in their order; a finding that nobody judged says so."""
    main = tree(synthesis_site, "cerqual-evidence-profile.html")
    heads = [
        "".join(part.text or "" for part in node.iter("span") if "en" in classes(part)) or words(node)
        for node in main.iter("th")
        if node.get("scope") == "col"
    ]
    assert heads == [column.label.en for column in PROFILE_COLUMNS]
    assert "Not assessed" in words(main)


def test_review_finding_page(synthesis_site: Path, pages: dict[str, Reader]) -> None:
    """Every study's relation, stated or following from what it investigated, the findings, the counted facts, the judgement with its assessor, and what the program does not do."""
    text = pages["review/rf-guidance.html"].text
    for part in (
        "Guidance decides whether",
        "Users who apply for the first time",
        "Seen from the lack of it.",
        "partial agreement",
        "Low confidence",
        "The coding team",
        "never computes",
    ):
        assert part in text
    assert "../finding/alpha/f001.html" in pages["review/rf-guidance.html"].links()
    other = words(tree(synthesis_site, "review/rf-contact.html"))
    for part in (
        "Not assessed",
        "Nobody has judged it.",
        "rests on a single study",
        "dissonance",
        "not stated by the authors",
        "What contradicts it",
    ):
        assert part in other
    assert "review/rf-guidance.html" in pages["review-findings.html"].links()


def test_contradictions_show_both_sides(synthesis_site: Path) -> None:
    """Two sides, each with statement, locator, informants, methods and dates."""
    found = 0
    for path in ("contradictions.html", "contradictions-outcomes.html", "contradictions-determinants.html"):
        for article in tree(synthesis_site, path).iter("article"):
            sides = [node for node in article.iter("div") if "side-of" in classes(node)]
            assert len(sides) == 2
            for side in sides:
                text = words(side)
                for part in ("Informants", "Methods", "Data collected"):
                    assert part in text
                assert re.search(r"\d+–\d+", text)
                assert [link for link in side.iter("a") if "/finding/" in f"/{link.get('href')}"]
            found += 1
    assert found >= 2


def test_structure_says_formula_and_limits(synthesis_site: Path) -> None:
    """Beside each measure."""
    main = tree(synthesis_site, "structure.html")
    for part in [node for node in main.iter("dl") if "measure" in classes(node)]:
        assert "Formula" in words(part)
        assert "Limits" in words(part)
    assert sum("measure" in classes(node) for node in main.iter("dl")) == 4


def test_downloads_are_the_tables_of_the_build(synthesis_site: Path, pages: dict[str, Reader]) -> None:
    """Each table is offered in every format and language that it has (that the links resolve: test_pages_are_sound)."""
    offered = {link.rpartition("/")[2] for path in KINDS for link in pages[path].links() if "tables/" in link}
    assert offered == {path.name for path in (synthesis_site.parent / "tables").iterdir()}


def test_gap_data_gives_the_same_map(desk: Desk) -> None:
    """Counted from the rows of data/gaps.js, each cell has the findings and the investigators that the Python map has."""
    data = json.loads(json.dumps(gap_data(desk)))
    for place, (name, source, _, _) in enumerate(CHOICES):
        made = gap_map(desk.evidence, source, "theme")
        theme = [choice[0] for choice in CHOICES].index("theme")
        for row, value in enumerate(data["facets"][place]["values"]):
            for column, other in enumerate(data["facets"][theme]["values"]):
                rows = [one for one in data["findings"] if row in one[7 + place] and column in one[7 + theme]]
                cell = made.cells[(value[0], other[0])]
                assert [f"{data['studies'][one[0]][0]}/{one[1]}" for one in rows] == list(cell.findings), (name, value[0], other[0])
                assert [data["studies"][study][0] for study in value[3] if study in other[3]] == list(cell.investigated_by)


def test_search_index_is_that_of_the_build(synthesis_site: Path) -> None:
    """data/search.js holds build/search.json, escaped."""
    text = (synthesis_site / "data" / "search.js").read_text(encoding="utf-8")
    assert "<" not in text
    assert json.loads(text[text.index(".index=") + 7 :].rstrip().rstrip(";")) == json.loads(
        (synthesis_site.parent / "search.json").read_text(encoding="utf-8")
    )


def test_hostile_text_stays_text(hostile_synthesis: Path) -> None:
    """In review findings, reasons, statements and labels: shown as it is written, and no element or attribute is made of it."""
    made: dict[str, Any] = read_pages(hostile_synthesis)
    for path, page in made.items():
        assert page.scripts == [], path
        assert not [tag for tag, _ in page.elements if tag in {"img", "iframe", "object"}], path
        assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")], path
    for path in (
        "review-findings.html",
        "review/rf-guidance.html",
        "summary-of-findings.html",
        "convergence-determinants.html",
        "convergence-outcomes.html",
        "framework-matrix.html",
    ):
        assert HOSTILE[:40] in made[path].text, path
    for path in sorted((hostile_synthesis / "data").glob("*.js")):
        assert "<" not in path.read_text(encoding="utf-8"), path.name


def test_pages_without_any_synthesis(example_site: Path) -> None:
    """A project of one study without review findings has the pages too, and they say what is missing."""
    for path in (*PATHS, *MORE):
        assert (example_site / path).is_file(), path
    assert "No review finding has been written yet" in words(tree(example_site, "review-findings.html"))
