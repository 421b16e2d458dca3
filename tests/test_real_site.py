"""The site of what is in the repository, thousands of pages: every link of every page, and a sample of pages held against the parser of the HTML standard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import html5rdf
import pytest

from conftest import ROOT
from navkg.outputs import write_build
from navkg.pipeline import read_dataset
from navkg.project import find_project
from navkg.questions.opened import Build

_LINK = re.compile(r'<[^>]*? (?:href|src)="([^"]*)"')
_ID = re.compile(r'<[^>]*? id="([^"]*)"')
SAMPLE = 25


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The build at hand where it is up to date, else one of its own."""
    project = find_project(ROOT)
    folder = project.build
    if not (folder / "navkg.nq").is_file() or Build(folder, project).newer_files():
        folder = tmp_path_factory.mktemp("real") / "build"
        write_build(read_dataset(project), folder)
    return folder / "site"


def pages(site: Path) -> Iterator[tuple[Path, str]]:
    return ((path, path.read_text(encoding="utf-8")) for path in sorted(site.rglob("*.html")))


def test_every_link_resolves(site: Path) -> None:
    """Each link of each page leads to a file of the site, and to an id on it where it names one; lists of findings name findings that have pages."""
    folder, ids, links = site.resolve(), {}, []
    for path, text in pages(site):
        name = path.relative_to(site).as_posix()
        ids[name] = set(_ID.findall(text))
        links += [(name, unescape(link)) for link in dict.fromkeys(_LINK.findall(text))]
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert len(ids) > 3_000
    assert len(links) > 50_000
    known: dict[tuple[str, str], str] = {}
    for name, link in links:
        if link.startswith(("https://", "http://")):
            continue
        target, _, fragment = link.partition("#")
        here = name.rpartition("/")[0]
        found = known.get((here, target))
        if found is None:
            place = (folder / here / unquote(target)).resolve() if target else folder / name
            found = place.relative_to(folder).as_posix()
            if target:
                known[here, target] = found
        assert found in files, (name, link)
        if fragment.startswith("ids="):
            parts = (part.partition(":") for part in fragment.removeprefix("ids=").split(";"))
            assert all(f"finding/{study}/{local}.html" in ids for study, _, locals_ in parts for local in locals_.split(",")), (name, link)
        elif fragment and "=" not in fragment:
            assert fragment in ids.get(found, ()), (name, link)


def test_a_sample_is_valid_html(site: Path) -> None:
    """The pages at the top, and of the others one of every twenty-five: the parser of the standard finds no error."""
    found = [path for path in sorted(site.rglob("*.html")) if path.parent != site][::SAMPLE] + sorted(site.glob("*.html"))
    assert len(found) > 150
    for path in found:
        parser = html5rdf.HTMLParser()
        parser.parse(path.read_text(encoding="utf-8"))
        assert [(place, error) for place, error, _ in parser.errors] == [], path
