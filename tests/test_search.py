"""Finding search: inflections and compounds match, negations count, nothing that is typed is a fault."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from navkg.pipeline import load_content
from navkg.problems import NavkgError
from navkg.project import find_project
from navkg.questions.opened import open_build
from navkg.questions.search import STOP_WORDS, Index, Searcher, compound_parts, lemma, search, search_index, words_of
from navkg.records import Record, finding_records

ROOT = Path(__file__).parent.parent
CASE = Path(__file__).parent / "cases" / "synthesis"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("search") / "project"
    shutil.copytree(CASE, root)
    shutil.copytree(ROOT / "ontology", root / "ontology")
    return root


@pytest.fixture(scope="module")
def records(project: Path) -> list[Record]:
    content, _ = load_content(find_project(project))
    return list(finding_records(content.studies))


@pytest.fixture(scope="module")
def index(project: Path, records: list[Record]) -> Index:
    content, _ = load_content(find_project(project))
    return search_index(records, content.vocabulary)


@pytest.fixture(scope="module")
def searcher(index: Index) -> Searcher:
    return Searcher(index)


FOUND = {
    "oppfølging": "alpha/f002",  # part of a compound
    "tid til oppfølging": "alpha/f002",
    "oppfølgingstida": "alpha/f002",  # another inflection
    "oppfølgingssamtale tid": "alpha/f002",  # an unknown compound with a known part
    "time for follow-up": "alpha/f002",
    "followup": "alpha/f002",
    "veilederne": "alpha/f002",
    "KONTAKTEN": "beta/f002",
    "digital søknad": "alpha/f001",  # alias of what is named
    "ikke digitale": "beta/f003",  # a negation is looked for
    "telefonen": "gamma/f002",
}


@pytest.mark.parametrize("query", FOUND)
def test_what_is_meant_is_found(query: str, searcher: Searcher) -> None:
    """The finding is among the best three."""
    assert FOUND[query] in [name for name, _, _ in searcher.find(query)[:3]]


def test_complete_answers_come_first(searcher: Searcher) -> None:
    """Findings that match every word stand before those that match some, each by score."""
    found = searcher.find("veiledning telefon")
    assert found[0][0] == "gamma/f002"
    assert [whole for _, _, whole in found] == sorted((whole for _, _, whole in found), reverse=True)
    for whole in (True, False):
        scores = [score for _, score, one in found if one == whole]
        assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("query", ["", "   ", '"', "*", "og", "²", "NEAR(", "a" * 10_000, "' OR 1=1 --", "tokens:x", "-x", "\x00", "(" * 50])
def test_odd_queries_are_no_faults(query: str, searcher: Searcher) -> None:
    """Whatever is typed has an answer, if an empty one."""
    assert isinstance(searcher.find(query), list)


@settings(deadline=None)
@given(st.text(max_size=80))
def test_no_text_is_a_fault(searcher: Searcher, query: str) -> None:
    """Nothing reaches FTS5 as syntax."""
    searcher.find(query)


@settings(deadline=None)
@given(st.lists(st.sampled_from(["veiledning", '"', "*", "(", ")", "NOT", "AND", "NEAR", "^", ":", "-", "ikke"]), max_size=8))
def test_operators_are_words(searcher: Searcher, parts: list[str]) -> None:
    """FTS5's own operators are looked for, not obeyed."""
    searcher.find(" ".join(parts))


def test_negations_and_quantifiers_are_kept() -> None:
    """Words that carry findings are no stop words."""
    words = "ikke ingen aldri uten alle mange flere noen få bare not no never without all many some few only most"
    assert not set(words.split()) & STOP_WORDS
    assert words_of("Ikke alle brukere ved NAV-kontoret er på e-post") == [
        "ikke",
        "alle",
        "brukere",
        "nav",
        "kontoret",
        "navkontoret",
        "post",
        "epost",
    ]


def test_compounds_are_split_with_care() -> None:
    """A compound has its parts, with or without linking s, one within another; short or accidental parts are refused."""
    known = {"oppfølging", "tid", "sak", "behandling", "bruker", "møte", "vei", "leder", "digitalise", "ring"}
    assert compound_parts("oppfølgingstid", known) == ("oppfølging", "tid")
    assert compound_parts("brukermøte", known) == ("bruker", "møte")
    assert compound_parts("saksbehandling", known) == ("sak", "behandling")
    assert compound_parts("digitaliseringstrend", known | {"digitalisering"}, lambda part: part in ("trend", "strend")) == ("digitalisering", "trend")
    assert compound_parts("saksbehandlingstid", known | {"saksbehandling"}) == ("sak", "behandling", "tid")
    assert compound_parts("veileder", known) == ()
    assert compound_parts("digitalisering", known) == ()
    assert lemma("veilederne", "nb") == lemma("veiledere", "nb") == "veileder"
    assert lemma("løysingane", "nb") == "løysing"
    assert lemma("counsellors", "en") == "counsellor"


def test_filters_narrow_the_answer(searcher: Searcher, records: list[Record]) -> None:
    """The filters of `navkg findings` hold, and so does the limit."""
    every = search(searcher, records, "veiledning", {}, 50)
    assert {hit.record["study"] for hit in every} == {"alpha", "beta", "gamma"}
    assert {hit.record["id"] for hit in search(searcher, records, "veiledning", {"study": "beta", "kind": "barrier"}, 50)} >= {"beta/f001"}
    assert len(search(searcher, records, "veiledning", {}, 1)) == 1


def test_the_index_is_plain_compact_and_sound(index: Index, records: list[Record]) -> None:
    """It survives JSON, its numbers point where they should, and findings come in the order of the files."""
    assert json.loads(json.dumps(index)) == index
    assert index["ids"] == [record["id"] for record in records]
    assert index["tokens"] == sorted(set(index["tokens"]))
    for posting in index["postings"]:
        numbers = posting[::2]
        assert numbers == sorted(set(numbers))
        assert all(weight > 0 for weight in posting[1::2])
        assert all(0 <= number < len(records) for number in numbers)
    assert sum(index["lengths"]) == sum(weight for posting in index["postings"] for weight in posting[1::2])
    tokens = index["tokens"]
    parts = {tokens[int(number)]: [tokens[part] for part in found] for number, found in index["parts"].items()}
    assert parts["oppfølgingstid"] == ["oppfølging", "tid"]
    assert [tokens[number] for number in index["forms"]["veilederne"]] == ["veileder"]


def built(project: Path) -> Path:
    """The project with a build that search needs; made once."""
    from navkg.outputs import records as records_output
    from navkg.outputs import search as search_output
    from navkg.pipeline import read_dataset

    folder = project / "build"
    if not folder.is_dir():
        dataset = read_dataset(find_project(project))
        folder.mkdir()
        (folder / "navkg.nq").write_text("".join(dataset.lines), encoding="utf-8")
        for output in (records_output, search_output):
            output.write(dataset, folder)
    return project


def run(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "navkg", "search", "--root", str(built(project)), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_command(project: Path) -> None:
    """It prints the best findings in the language asked for, in the format asked for."""
    made = run(project, "tid til oppfølging", "--limit", "1")
    assert (made.returncode, made.stderr) == (0, "")
    assert "alpha/f002" in made.stdout
    assert "Veilederne fikk mer oppfølgingstid." in made.stdout
    made = run(project, "guidance", "--lang", "en", "--study", "beta", "--theme", "competence", "--format", "jsonl")
    first = json.loads(made.stdout.splitlines()[0])
    assert (first["id"], first["study"]) == ("beta/f001", "beta")
    assert first["score"] > 0
    assert run(project, "guidance", "--format", "csv").stdout.startswith("score,id,study")


def test_a_build_without_an_index_is_named(project: Path, tmp_path: Path) -> None:
    """An older build is answered with what to do."""
    old = tmp_path / "project"
    shutil.copytree(built(project), old)
    (old / "build" / "search.json").unlink()
    with pytest.raises(NavkgError, match="holds no search index — run `navkg build` first"):
        open_build(old).search("guidance")


def test_the_command_without_an_answer(project: Path) -> None:
    """No finding is no fault; an unknown filter value is, in one line."""
    made = run(project, "romferge")
    assert (made.returncode, made.stdout, made.stderr) == (0, "", "no finding speaks of 'romferge'\n")
    made = run(project, "guidance", "--kind", "barier")
    assert (made.returncode, made.stderr) == (1, "navkg: no finding has kind 'barier' — did you mean 'barrier'?\n")
