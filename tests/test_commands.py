"""The commands as users meet them: what they print, what they write, how they fail."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
import yaml

import navkg as package
from navkg.cli import COMMANDS
from projects import ROOT, frozen_project, navkg, unwatched

RECORD_KEYS = {
    "id", "study", "statement_en", "statement_nb", "kind", "basis", "valence", "importance", "about", "affects", "reported_by", "theory", "themes",
    "prevalence", "passages", "source",
}  # fmt: skip


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The frozen example, built."""
    folder = frozen_project(tmp_path_factory.mktemp("commands"))
    done = navkg("build", "--root", str(folder))
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == f"open {folder / 'build' / 'site' / 'index.html'}"
    return folder


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str) -> None:
    """--help says what the command does and shows it in use."""
    done = navkg(command, "--help")
    assert done.returncode == 0
    assert "Example:" in done.stdout
    assert f"navkg {command}" in done.stdout


def test_a_wrong_command_line_has_its_own_status() -> None:
    """Unknown commands and options end with 2, so that scripts can tell them from wrong data."""
    assert navkg("bulid").returncode == 2
    assert navkg("build", "--fast").returncode == 2


def test_help_loads_nothing_heavy() -> None:
    """The list of commands is shown without importing the parts that commands need."""
    code = "import sys; sys.argv = ['navkg', '--help']\ntry:\n import navkg.cli; navkg.cli.navkg()\nexcept SystemExit: pass\nprint(sorted(set(sys.modules) & {'pydantic', 'yaml', 'rdflib', 'networkx', 'pyoxigraph', 'jinja2', 'pandas'}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_build_writes_every_format(project: Path) -> None:
    """Each RDF file holds the same triples, the networks and tables the same findings."""
    build = project / "build"
    quads = list(ox.parse((build / "navkg.nq").read_bytes(), format=ox.RdfFormat.N_QUADS))
    assert {quad.graph_name.value.rpartition("/graph/")[2] for quad in quads} == {
        "study/chat-study", "study/letter-study", "study/portal-study", "registry", "ontology", "inferred", "release", "synthesis",
    } - ({"synthesis"} if not any("graph/synthesis" in str(quad.graph_name) for quad in quads) else set())  # fmt: skip
    trig = set(ox.parse((build / "navkg.trig").read_bytes(), format=ox.RdfFormat.TRIG))
    assert len(trig) == len(quads)
    assert len(set(ox.parse((build / "navkg.ttl").read_bytes(), format=ox.RdfFormat.TURTLE))) == len({quad.triple for quad in quads})
    json_ld = set(ox.parse((build / "navkg.jsonld").read_bytes(), format=ox.RdfFormat.JSON_LD))
    assert {quad for quad in json_ld if "ontology" not in str(quad.graph_name)} == {quad for quad in quads if "ontology" not in str(quad.graph_name)}
    records = [json.loads(line) for line in (build / "findings.jsonl").read_text(encoding="utf-8").splitlines()]
    rows = list(csv.DictReader(io.StringIO((build / "findings.csv").read_text(encoding="utf-8"))))
    assert len(records) == len(rows) == 47
    for graph in (nx.read_graphml(build / "navkg.graphml", force_multigraph=True), nx.read_gexf(build / "navkg.gexf")):
        assert {record["id"] for record in records} <= set(graph.nodes)


def test_data_holds_no_blank_nodes(project: Path) -> None:
    """Only the ontology has blank nodes, and the N-Quads are what RDFC-1.0 makes of the whole dataset."""
    text = (project / "build" / "navkg.nq").read_bytes()
    quads = list(ox.parse(text, format=ox.RdfFormat.N_QUADS))
    assert {
        quad.graph_name.value.rpartition("/")[2] for quad in quads if isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)
    } == {"ontology"}
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert "".join(sorted(ox.serialize(dataset, format=ox.RdfFormat.N_QUADS).decode().splitlines(keepends=True))).encode() == text


def test_two_builds_are_the_same_bytes(project: Path, tmp_path: Path) -> None:
    """Another process with another hash seed writes exactly the same files."""
    for seed in ("1", "4711"):
        assert navkg("build", "--root", str(project), "--out", str(tmp_path / seed), seed=seed).returncode == 0
    first, second = (sorted(path for path in (tmp_path / seed).rglob("*") if path.is_file()) for seed in ("1", "4711"))
    assert [path.relative_to(tmp_path / "1") for path in first] == [path.relative_to(tmp_path / "4711") for path in second]
    different = [one.name for one, other in zip(first, second, strict=True) if one.read_bytes() != other.read_bytes()]
    assert different == []


def test_shortcuts_are_derived_and_say_from_what(project: Path) -> None:
    """A shortcut relation stands in the inferred graph and its mark names the findings it rests on."""
    query = """SELECT ?s ?o ?finding WHERE { GRAPH <https://w3id.org/navkg/id/graph/inferred> { ?s nk:hinders ?o }
        ?mark a nk:DerivedStatement ; rdf:subject ?s ; rdf:predicate nk:hinders ; rdf:object ?o ; prov:wasDerivedFrom ?finding . ?finding nk:identifiesBarrier ?s ; nk:about ?o }"""
    done = navkg("sparql", "-", "--format", "csv", "--root", str(project), stdin=query)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) > 5


def test_the_release_names_every_file(project: Path) -> None:
    """The release metadata list each input file with its sha256, and the codebook's version."""
    done = navkg("ask", "files-of-release", "--format", "json", "--root", str(project))
    assert done.returncode == 0, done.stderr
    said = json.dumps(json.loads(done.stdout))
    assert "data/studies/chat-study/findings.yaml" in said
    assert "ontology/navkg.ttl" in said


def test_findings_are_printed_as_records(project: Path) -> None:
    """Each JSON line has at least the promised keys, in the promised shapes."""
    done = navkg("findings", "--format", "jsonl", "--root", str(project))
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(records) == 47
    for record in records:
        assert set(record) >= RECORD_KEYS
        assert all(isinstance(record[key], list) for key in ("about", "affects", "reported_by", "theory", "themes"))
        assert record["prevalence"] is None or record["prevalence"]["level"]
        assert all(isinstance(start, int) and start < end for start, end in record["passages"])
        assert record["source"].endswith(".txt")


def test_filters_all_apply(project: Path) -> None:
    """Several filters give the findings that pass all of them; a misspelt value is named."""
    done = navkg("findings", "--study", "chat-study", "--kind", "barrier", "--format", "csv", "--root", str(project))
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert rows
    assert {(row["study"], row["kind"]) for row in rows} == {("chat-study", "barrier")}
    wrong = navkg("findings", "--kind", "barier", "--root", str(project))
    assert wrong.returncode == 1
    assert "did you mean 'barrier'?" in wrong.stderr


def test_entities_are_printed_as_records(project: Path) -> None:
    """Each entity has id, class, both labels, aliases, a description and the studies that name it."""
    done = navkg("entities", "--format", "jsonl", "--root", str(project))
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert records
    assert all(set(record) >= {"id", "class", "label_en", "label_nb", "aliases", "description_en", "studies"} for record in records)
    wrong = navkg("entities", "--class", "Servise", "--root", str(project))
    assert wrong.returncode == 1
    assert "there is no class" in wrong.stderr


@pytest.mark.parametrize("style", ["table", "csv", "json", "md"])
def test_questions_are_listed_and_answered(style: str, project: Path) -> None:
    """The list names every question, and an answer comes in each format."""
    listed = navkg("ask", "--format", style, "--lang", "nb", "--root", str(project))
    assert listed.returncode == 0
    assert "shared-barriers" in listed.stdout
    answer = navkg("ask", "shared-barriers", "-p", "k=1", "--format", style, "--root", str(project))
    assert answer.returncode == 0, answer.stderr
    assert len(answer.stdout.splitlines()) > 2


ASK_FAULTS = {
    "an unknown question": (["shared-bariers"], "did you mean 'shared-barriers'?"),
    "an unknown parameter": (["shared-barriers", "-p", "kk=2"], "has no parameter 'kk'"),
    "an ill-typed parameter": (["shared-barriers", "-p", "k=two"], "not a whole number"),
    "a parameter without a value": (["shared-barriers", "-p", "k"], "write -p name=value"),
    "an unknown study": (["study-themes", "-p", "study=chatstudy"], "did you mean 'chat-study'?"),
    "an unknown language": (["shared-barriers", "-p", "lang=sv"], "not a language"),
}


@pytest.mark.parametrize("case", ASK_FAULTS)
def test_a_wrong_question_gets_one_line(case: str, project: Path) -> None:
    """Each wrong call is answered by a line on standard error and status 1."""
    arguments, words = ASK_FAULTS[case]
    done = navkg("ask", *arguments, "--root", str(project))
    assert done.returncode == 1
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert done.stdout == ""


def test_a_query_that_runs_for_ever_is_stopped(project: Path) -> None:
    """The time limit ends the query with one line."""
    query = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    done = navkg("sparql", "-", "--timeout", "1", "--root", str(project), stdin=query)
    assert done.returncode == 1
    assert done.stderr.startswith("navkg: the query took longer than 1 s")


@pytest.mark.parametrize(
    ("query", "words"),
    [("SELEKT *", "does not parse"), ("INSERT DATA { <a:a> <a:a> <a:a> }", "read-only"), ("SELECT * { SERVICE <http://127.0.0.1/> {} }", "SERVICE")],
)
def test_a_wrong_query_gets_one_line(query: str, words: str, project: Path) -> None:
    """A query that does not parse, writes, or goes out is refused in a line."""
    done = navkg("sparql", "-", "--root", str(project), stdin=query)
    assert done.returncode == 1
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_the_check_reports_with_counts(project: Path) -> None:
    """The report counts what was looked at; as JSON it has the same checks."""
    done = navkg("check", "--root", str(project), "--only", "files", "--only", "shapes", "--only", "data", "--only", "questions")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == "passed"
    report = json.loads(navkg("check", "--root", str(project), "--only", "files", "--format", "json").stdout)
    assert report["passed"] is True
    assert [one["check"] for one in report["checks"]] == ["files"]
    assert navkg("check", "--root", str(project), "--only", "shape").returncode == 1


# what is done to a good project → (file, old text, new text, words of the one line)
BAD_INPUT = {
    "an unknown key": ("data/studies/chat-study/findings.yaml", "  kind: ", "  kimd: x\n  kind: ", "findings.yaml:{line}: unknown key 'kimd' — did you mean 'kind'?"),
    "an unknown kind": ("data/studies/chat-study/findings.yaml", "  kind: barrier", "  kind: barier", "'barier' is not in the scheme kinds — did you mean 'barrier'?"),
    "an unknown entity": ("data/studies/chat-study/findings.yaml", "  about: [", "  about: [portaal, ", "unknown id 'portaal'"),
    "a duplicate finding": ("data/studies/chat-study/findings.yaml", "- id: f002", "- id: f001", "the id 'f001' is used twice"),
    "a wrong type": ("data/studies/chat-study/findings.yaml", "  about: [", "  about: x # [", "about is 'x'"),
    "a passage outside the text": ("data/studies/chat-study/findings.yaml", "at: [", "at: [1, 99999999], sha256: " + "0" * 64 + ", first: a, last: b}\n    - {at: [", "outside the document's"),
    "an id that is no IRI part": ("data/entities/actors.yaml", "- id: ", "- id: Ø x\n  #", "use lower-case ASCII letters"),
    "a query without a header": ("ontology/queries/shared-barriers.rq", "# id: shared-barriers", "", "shared-barriers.rq:1: the header"),
    "a rule that does not parse": ("ontology/rules/50-hinders.rq", "CONSTRUCT", "CONSTRUKT", "50-hinders.rq: does not parse"),
    "an ontology that is no Turtle": ("ontology/navkg.ttl", "nk:Finding a owl:Class", "nk:Finding a a owl:Class", "navkg.ttl:"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD_INPUT)
def test_bad_input_gets_a_clear_line(case: str, tmp_path: Path) -> None:
    """The file, the line and what to write instead; status 1; the build that was there stays."""
    name, old, new, words = BAD_INPUT[case]
    folder = frozen_project(tmp_path / "project")
    (folder / "build").mkdir()
    (folder / "build" / "navkg.nq").write_text("the old build", encoding="utf-8")
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    done = navkg("check" if "query" in case else "build", "--root", str(folder), *(["--only", "questions"] if "query" in case else []))
    assert done.returncode == 1, done.stdout
    said = done.stderr + done.stdout
    line = text[: text.index(old)].count("\n") + 1
    assert words.format(line=line) in said, said
    assert "Traceback" not in said
    assert (folder / "build" / "navkg.nq").read_text(encoding="utf-8") == "the old build"
    assert [path.name for path in (folder / "build").iterdir()] == ["navkg.nq"]


def test_a_circle_of_parts_is_named(tmp_path: Path) -> None:
    """part_of that goes round is said with its whole circle."""
    folder = frozen_project(tmp_path / "project")
    entry = "- id: circle-{0}\n  class: Organisation\n  label: {{nb: Sirkel {0}, en: Circle {0}}}\n  description: {{nb: En., en: One.}}\n  part_of: [circle-{1}]\n"
    (folder / "data" / "entities" / "circle.yaml").write_text(entry.format("a", "b") + entry.format("b", "a"), encoding="utf-8")
    done = navkg("build", "--root", str(folder))
    assert done.returncode == 1
    assert "part_of goes round in a circle" in done.stderr


@pytest.mark.parametrize("missing", ["ontology", "data"])
def test_a_missing_folder_is_named(missing: str, tmp_path: Path) -> None:
    """A folder that is no project says which part is missing, and how to make one."""
    (tmp_path / ({"ontology": "data", "data": "ontology"}[missing])).mkdir()
    done = navkg("build", "--root", str(tmp_path))
    assert done.returncode == 1
    assert f"the folder {missing}/ is missing" in done.stderr
    assert "navkg init" in done.stderr


def test_nothing_built_yet_is_said(tmp_path: Path) -> None:
    """Asking before building says what to run."""
    folder = frozen_project(tmp_path / "project")
    done = navkg("ask", "--root", str(folder))
    assert done.returncode == 1
    assert "run `navkg build` first" in done.stderr


def test_an_unwritable_output_is_said(project: Path, tmp_path: Path) -> None:
    """An output folder that cannot be made gets one line."""
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    done = navkg("build", "--root", str(project), "--out", str(tmp_path / "file" / "build"))
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


def test_a_full_disk_is_said(project: Path, tmp_path: Path) -> None:
    """When no more can be written, one line says so and nothing is left behind."""
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)); import sys; sys.argv[0] = 'navkg'; from navkg.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", limit, "build", "--root", str(project), "--out", str(tmp_path / "build")],
        capture_output=True,
        env=unwatched(),
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "File too large" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_leaves_everything_as_it_was(project: Path, tmp_path: Path) -> None:
    """Interrupted while it writes, a build says so in a line, ends with 130 and leaves nothing."""
    process = subprocess.Popen(
        [sys.executable, "-m", "navkg", "build", "--root", str(project), "--out", str(tmp_path / "build")],
        stderr=subprocess.PIPE,
        env=unwatched(),
        stdout=subprocess.DEVNULL,
        text=True,
    )
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob(".build-*")) and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert "interrupted" in said
    assert "Traceback" not in said
    assert list(tmp_path.iterdir()) == []


def test_answers_warn_when_files_changed_since(tmp_path: Path) -> None:
    """A build older than its files is still asked, with a warning."""
    folder = frozen_project(tmp_path / "project")
    assert navkg("build", "--root", str(folder)).returncode == 0
    path = folder / "data" / "entities" / "actors.yaml"
    later = time.time() + 10
    os.utime(path, (later, later))
    done = navkg("entities", "--root", str(folder))
    assert done.returncode == 0
    assert "files have changed since the build" in done.stderr


def test_a_pipe_that_closes_early_is_no_fault(project: Path) -> None:
    """`navkg findings | head -1` ends quietly."""
    done = subprocess.run(
        f"'{sys.executable}' -m navkg findings --format jsonl --root '{project}' | head -1", shell=True, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == 1


def test_the_package_gives_the_same(project: Path) -> None:
    """From Python: typed findings, answers as data frames, the rdflib dataset, the networkx graph."""
    graph = package.open(project)
    findings = list(graph.findings())
    assert len(findings) == 47
    study, finding = findings[0]
    assert isinstance(study, package.Study)
    assert isinstance(finding, package.Finding)
    frame = graph.ask("shared-barriers", k="1")
    assert list(frame.columns)
    assert len(frame)
    assert isinstance(graph.dataset, rdflib.Dataset)
    assert graph.dataset.value(rdflib.URIRef("https://w3id.org/navkg/id/study/chat-study"), rdflib.RDF.type)
    assert graph.network.number_of_nodes() > 47
    assert len(package.open(project / "build").finding_records()) == 47


def test_the_public_names() -> None:
    """What `import navkg` promises; a change here is a change for users."""
    assert package.__all__ == ["Build", "Entity", "Finding", "NavkgError", "Passage", "Problem", "Study", "open"]
    assert all(getattr(package, name) for name in package.__all__)
    with pytest.raises(AttributeError):
        _ = package.nothing


def test_init_writes_a_working_project(tmp_path: Path) -> None:
    """A new project holds the example or nothing, builds, and is never written over files."""
    assert navkg("init", str(tmp_path / "empty"), "--empty").returncode == 0
    done = navkg("build", "--root", str(tmp_path / "empty"))
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("0 studies, 0 findings")
    again = navkg("init", str(tmp_path / "empty"))
    assert again.returncode == 1
    assert "is not empty" in again.stderr
    assert navkg("init", str(tmp_path / "full")).returncode == 0
    assert sorted(path.name for path in (tmp_path / "full" / "data" / "studies").iterdir()) == sorted(
        path.name for path in (ROOT / "data" / "studies").iterdir()
    )


def test_schemas_offer_the_projects_ids(project: Path) -> None:
    """The schemas that editors use list this project's kinds and themes, and accept its data files."""
    schemas = project / "build" / "schemas"
    said = (schemas / "findings.schema.json").read_text(encoding="utf-8")
    assert '"barrier"' in said
    assert '"theme-digital-exclusion"' in said
    for path in (project / "data").rglob("*.yaml"):
        name = {"entities": "entities", "synthesis": path.stem}.get(path.parent.name, path.stem)
        validator = jsonschema.Draft202012Validator(json.loads((schemas / f"{name}.schema.json").read_text(encoding="utf-8")))
        assert [error.message for error in validator.iter_errors(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader) or [])] == [], (
            path
        )
