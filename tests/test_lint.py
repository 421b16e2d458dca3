"""Each lint check reports its faulty ontology, and our own ontology has no errors and no warnings.

To add a check: ontology/lint/<id>.rq and tests/cases/lint/<id>.ttl, whose first line is `# reports: ` and the
terms that the check must report (and no others).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pyoxigraph
import pytest
import yaml

ROOT = Path(__file__).parent.parent
CHECKS = sorted((ROOT / "ontology" / "lint").glob("*.rq"))
CASES = Path(__file__).parent / "cases" / "lint"
OWN = [*sorted((ROOT / "ontology").glob("*.ttl")), *sorted((ROOT / "ontology" / "schemes").glob("*.ttl"))]


def load_turtle(*paths: Path) -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    for path in paths:
        store.load(path=path, format=pyoxigraph.RdfFormat.TURTLE)
    return store


@cache
def load_own() -> pyoxigraph.Store:
    return load_turtle(*OWN)


def read_header(check: Path) -> dict[str, object]:
    lines = check.read_text(encoding="utf-8").splitlines()
    header = yaml.safe_load("\n".join(line.removeprefix("# ") for line in lines if line.startswith("# ")))
    assert isinstance(header, dict)
    return header


def run_check(check: Path, store: pyoxigraph.Store) -> list[tuple[str, str]]:
    rows = store.query(check.read_text(encoding="utf-8"), use_default_graph_as_union=True)
    assert isinstance(rows, pyoxigraph.QuerySolutions)
    assert [variable.value for variable in rows.variables] == ["subject", "detail"]
    return [(str(row["subject"]), row["detail"].value) for row in rows]


def test_there_are_checks_and_cases() -> None:
    """Every check has a faulty ontology, and an empty folder is a failure."""
    assert len(CHECKS) >= 22
    assert {path.stem for path in CASES.glob("*.ttl")} == {path.stem for path in CHECKS}


@pytest.mark.parametrize("check", CHECKS, ids=lambda path: path.stem)
def test_header(check: Path) -> None:
    """The first comment lines say what is checked, how grave it is and how to mend it, in both languages."""
    header = read_header(check)
    assert header["id"] == check.stem
    assert header["level"] in {"error", "warning", "info"}
    mend = header["mend"]
    assert isinstance(mend, dict)
    for text in (header["en"], header["nb"], mend["en"], mend["nb"]):
        assert isinstance(text, str)
        assert text.endswith(".")


@pytest.mark.parametrize("check", CHECKS, ids=lambda path: path.stem)
def test_faulty_ontology_is_reported(check: Path) -> None:
    """The check reports exactly the terms that are at fault in its case."""
    case = CASES / f"{check.stem}.ttl"
    first, *rest = case.read_text(encoding="utf-8").splitlines()
    assert first.startswith("# reports: ")
    prefixes = {line.split()[1]: line.split()[2].strip("<>") for line in rest if line.startswith("@prefix ")}
    wanted = set()
    for term in first.removeprefix("# reports: ").split():
        prefix, _, name = term.partition(":")
        wanted.add(term if term.startswith("<") else f"<{prefixes[prefix + ':']}{name}>")
    rows = run_check(check, load_turtle(case))
    assert {subject for subject, _ in rows} == wanted
    assert all(detail for _, detail in rows)


@pytest.mark.parametrize("check", CHECKS, ids=lambda path: path.stem)
def test_own_ontology_is_clean(check: Path) -> None:
    """Our own ontology has no error and no warning; an information may remain."""
    header = read_header(check)
    rows = run_check(check, load_own())
    assert header["level"] == "info" or rows == [], header["mend"]
