"""The competency questions: golden answers on the frozen example, both languages, any order of quads, hostile parameters, and the corpus itself.

The example is `cases/frozen/data/`: three invented studies, small enough to check an answer by hand. `cases/frozen/parameters.yaml` says what each question is asked
with there, `cases/frozen/answers/<id>.csv` what it answers. After a change: `pytest tests/test_questions.py --rewrite-golden`, then review the diff.
"""

from __future__ import annotations

import csv
import io
import os
import random
import re
import shutil
from collections import Counter, defaultdict
from importlib.metadata import version
from pathlib import Path

import pyoxigraph as ox
import pytest
import yaml

from navkg.graph.store import Store
from navkg.model import Study
from navkg.pipeline import Dataset, read_dataset
from navkg.problems import NavkgError
from navkg.project import find_project
from navkg.questions.answers import Rows, format_rows
from navkg.questions.catalog import CompetencyQuestion, Parameter, read_question
from navkg.questions.sparql import keywords_of

ROOT = Path(__file__).parents[1]
FROZEN = Path(__file__).parent / "cases" / "frozen"
ANSWERS = FROZEN / "answers"
QUERIES = sorted((ROOT / "ontology" / "queries").glob("*.rq"))
GIVEN: dict[str, dict[str, object]] = yaml.safe_load((FROZEN / "parameters.yaml").read_text(encoding="utf-8"))
EMPTY: dict[str, dict[str, object]] = yaml.safe_load((FROZEN / "empty-by-nature.yaml").read_text(encoding="utf-8"))
LEAST = 75  # 25 about one study and 50 across studies were asked for
MOST_ROWS = 1500
OWN = ("empirical", "interpretation")
MEND = "if the new answer is right, run `pytest tests/test_questions.py --rewrite-golden` and review the diff"

QUESTIONS = {path.stem: read_question(path, path.name) for path in QUERIES}
every_question = pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)


def given_to(question: CompetencyQuestion, **more: str) -> dict[str, str]:
    """The parameters that a question is asked with on the frozen example."""
    found = {**GIVEN["every"], **GIVEN.get(question.id, {}), **more}
    return {name: str(value) for name, value in found.items() if name in question.header.parameters}


def ask(dataset: Dataset, question: CompetencyQuestion, given: dict[str, str], store: Store | None = None) -> Rows:
    return question.answer(store or dataset.store, given, dataset.content.vocabulary, [study.id for study in dataset.content.studies])


def as_golden(question: CompetencyQuestion, rows: Rows) -> str:
    """The answer as the golden file has it: CSV, without the rows that `only` leaves out and without the program's version."""
    head, *lines = list(csv.reader(io.StringIO(format_rows(rows, "csv"))))
    only = re.compile(str(GIVEN.get(question.id, {}).get("only", "")))
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerows([head, *(line for line in lines if only.search(",".join(line)))])
    return buffer.getvalue().replace(f"navkg {version('navkg')}", "navkg")


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """The frozen example under the project's own ontology."""
    root = tmp_path_factory.mktemp("frozen")
    shutil.copytree(FROZEN / "data", root / "data")
    for name in ("ontology", "viz"):
        (root / name).symlink_to(ROOT / name)
    return read_dataset(find_project(root))


@pytest.fixture(scope="module")
def shuffled(frozen: Dataset) -> Store:
    """The frozen example's quads, put into a store in another order."""
    quads = sorted(set(frozen.quads), key=str)
    random.Random(7).shuffle(quads)
    store = Store()
    for quad in quads:
        store.add([quad])
    return store


@pytest.fixture(scope="session")
def corpus() -> Dataset:
    """The repository's own data. While they are incomplete the tests of the corpus are skipped; with CI set they fail."""
    project = find_project(ROOT)
    unfinished = [study.name for study in project.studies if not (study / "study.yaml").is_file() or not (study / "findings.yaml").is_file()]
    if not project.studies or not project.entities or unfinished:
        message = f"data/ is incomplete: {', '.join(unfinished) or 'no entities or no studies'}"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    return read_dataset(project)


def test_there_are_enough_questions():
    """At least as many questions as were asked for, about one study and across studies, lie in ontology/queries."""
    scopes = Counter(question.header.scope for question in QUESTIONS.values())
    assert len(QUERIES) >= LEAST
    assert scopes["study"] >= 25
    assert scopes["corpus"] >= 50


@every_question
def test_golden(question: CompetencyQuestion, frozen: Dataset, request: pytest.FixtureRequest):
    """Each question's answer on the frozen example is its golden answer, which has rows and no row twice."""
    rows = ask(frozen, question, given_to(question))
    assert rows.values, "the frozen example has no answer: add what is missing to cases/frozen/data, or ask with other parameters"
    assert len(set(rows.values)) == len(rows.values)
    text, path = as_golden(question, rows), ANSWERS / f"{question.id}.csv"
    if request.config.getoption("--rewrite-golden", default=False):
        ANSWERS.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.is_file(), MEND
    assert path.read_text(encoding="utf-8") == text, MEND
    assert text.count("\n") > 1, "`only` leaves nothing of the answer"


def test_files_beside_the_questions_belong_to_one():
    """Every golden answer, every set of parameters and every excuse for an empty answer belongs to a question, and every question has its golden answer."""
    assert {path.stem for path in ANSWERS.glob("*.csv")} == set(QUESTIONS), MEND
    assert set(GIVEN) - {"every"} <= set(QUESTIONS)
    assert set(EMPTY) <= set(QUESTIONS)
    for name, given in GIVEN.items():
        assert name == "every" or set(given) - {"only"} <= set(QUESTIONS[name].header.parameters), name


@every_question
def test_header(question: CompetencyQuestion):
    """Question and row are said in both languages, and no parameter stands among the columns, where every row would repeat it."""
    header = question.header
    assert header.en.endswith("?")
    assert header.nb.endswith("?")
    assert header.en != header.nb
    assert header.row.en.startswith("One row is")
    assert header.row.nb.startswith("Én rad er")
    assert all(parameter.default is not None for parameter in header.parameters.values())
    assert "lang" not in list(header.parameters)[:-1], "the language is the last parameter"
    columns = re.findall(r"\?(\w+)", keywords_of(question.sparql).partition("WHERE")[0])
    assert not set(columns) & set(header.parameters)
    assert ("study" in header.parameters) == (header.scope == "study")


# Columns whose words the query itself holds, in both languages.
WORDS = ("direction", "state", "because", "limited_by", "way", "sort", "fact", "rests_on")


@pytest.mark.parametrize("question", [one for one in QUESTIONS.values() if "lang" in one.header.parameters], ids=lambda one: one.id)
def test_languages(question: CompetencyQuestion, frozen: Dataset):
    """Both languages give the same number of rows, the same findings and the same gaps, and no statement or word of the one stands in the other."""
    english, norwegian = (ask(frozen, question, given_to(question, lang=lang)) for lang in ("en", "nb"))
    assert english.columns == norwegian.columns
    assert len(english.values) == len(norwegian.values)
    assert Counter(_gaps(english)) == Counter(_gaps(norwegian))
    for place, column in enumerate(english.columns):
        if column.endswith(("finding", "findings", "study", "studies")):
            assert Counter(row[place] for row in english.values) == Counter(row[place] for row in norwegian.values)
        if column.endswith("statement") or column in WORDS:
            assert {row[place] for row in english.values}.isdisjoint({row[place] for row in norwegian.values} - {None})


def _gaps(rows: Rows) -> list[tuple[bool, ...]]:
    return [tuple(value in (None, "") for value in row) for row in rows.values]


@every_question
def test_order_of_quads_does_not_matter(question: CompetencyQuestion, frozen: Dataset, shuffled: Store):
    """The rows, their order and the order within their cells are the same when the quads come in another order."""
    assert ask(frozen, question, given_to(question), shuffled) == ask(frozen, question, given_to(question))


HOSTILE = (
    "",
    " ",
    "no-such-id",
    "LETTER-STUDY",
    "'",
    '"',
    "}",
    "{",
    "\\",
    "?s",
    "*",
    "1.5",
    "2e3",
    "--5",
    "٣",
    "9" * 30,
    "\x00",
    "letter-study\n",
    'x" } UNION { ?s ?p ?o } #',
    "portal> . ?s ?p ?o . <x",
    "portal } } ; DROP ALL #",
    "letter-study/f001> ?p ?o . ?s",
    "SERVICE <http://localhost:1/> { ?s ?p ?o }",
    "https://w3id.org/navkg/id/portal",
    "../../etc/passwd",
    "å" * 5000,
)


def is_refused_or_empty(dataset: Dataset, question: CompetencyQuestion, given: dict[str, str]) -> bool:
    try:
        return not ask(dataset, question, given).values
    except NavkgError as error:
        return len(error.problems) == 1


PARAMETERS = [(question, name) for question in QUESTIONS.values() for name in question.header.parameters]


@pytest.mark.parametrize(("question", "name"), PARAMETERS, ids=[f"{question.id}-{name}" for question, name in PARAMETERS])
def test_hostile_values(question: CompetencyQuestion, name: str, frozen: Dataset):
    """A value of the wrong type, an unknown id, or a piece of SPARQL is refused in one line or gives an empty answer; it never becomes part of the query."""
    before = len(frozen.store)
    for value in HOSTILE:
        assert is_refused_or_empty(frozen, question, given_to(question, **{name: value})), ascii(value)
    assert len(frozen.store) == before


@pytest.mark.parametrize(
    "value", ["letter-study/f999999", "no-such-study/f001", "finding/letter-study/f001 f002", "finding/a> ?p ?o . <b", "finding/"]
)
def test_findings_that_are_none(value: str, frozen: Dataset):
    """A finding that does not exist is an empty answer, and what cannot be a finding is refused."""
    question = QUESTIONS["passages-of-finding"]
    assert is_refused_or_empty(frozen, question, {"finding": value})


@every_question
def test_unknown_parameter(question: CompetencyQuestion, frozen: Dataset):
    """A parameter that the question does not have is refused."""
    with pytest.raises(NavkgError, match="no parameter 'nonsense'"):
        ask(frozen, question, given_to(question) | {"nonsense": "1"})


@pytest.mark.parametrize("value", ["-1", "0", "1", "99"])
def test_thresholds(value: str, frozen: Dataset):
    """A higher least number never gives more rows, and every row reaches it."""
    question = QUESTIONS["shared-barriers"]
    rows, lower = (ask(frozen, question, {"k": number}).records() for number in (value, str(int(value) - 1)))
    assert len(rows) <= len(lower)
    assert all(int(str(row["n_studies"])) >= int(value) for row in rows)


def test_identifiers_of_entities_are_not_needed(frozen: Dataset):
    """Only studies, informant groups and findings carry nk:identifier, so that no golden answer can rest on another."""
    found = {quad.subject.value for quad in frozen.quads if quad.predicate.value.endswith("#identifier") and isinstance(quad.subject, ox.NamedNode)}
    assert {re.sub(r"^https://w3id.org/navkg/id/([a-z]+)/.*", r"\1", iri) for iri in found} <= {"study", "informants", "finding", "review"}


# What the questions must agree with: the same, counted from the models without RDF.


def check_shared_barriers(dataset: Dataset) -> None:
    studies: dict[str, set[str]] = defaultdict(set)
    for study in dataset.content.studies:
        for finding in study.findings:
            for barrier in finding.barriers:
                studies[barrier].add(study.id)
    rows = ask(dataset, QUESTIONS["shared-barriers"], {}).records()
    assert {row["barrier"]: row["n_studies"] for row in rows} == {barrier: len(where) for barrier, where in studies.items() if len(where) >= 2}


def check_needs_without_addressee(dataset: Dataset) -> None:
    rows = ask(dataset, QUESTIONS["needs-without-addressee"], {}).records()
    found = [
        f"{study.id}/{one.id}"
        for study in dataset.content.studies
        for one in study.findings
        if one.kind in ("need", "recommendation") and not one.addressed_to
    ]
    assert [row["finding"] for row in rows] == sorted(found)


def check_user_groups_not_heard(dataset: Dataset) -> None:
    entities = dataset.content.vocabulary.entities
    heard = {role for study in dataset.content.studies for group in study.design.informants for role in group.role}
    queue = [*heard]
    while queue:
        new = [wider for wider in entities[queue.pop()].broader if wider not in heard]
        heard.update(new)
        queue += new
    groups = {entity.id for entity in entities.values() if entity.kind == "UserGroup"}
    rows = ask(dataset, QUESTIONS["user-groups-not-heard"], {}).records()
    assert {row["user_group"] for row in rows} == groups - heard


def check_contradictions_by_direction(dataset: Dataset) -> None:
    sides: dict[tuple[str, str], tuple[dict[str, set[str]], dict[str, set[str]]]] = defaultdict(lambda: (defaultdict(set), defaultdict(set)))
    for study in dataset.content.studies:
        for finding in (one for one in study.findings if one.basis in OWN):
            if finding.kind in ("need", "recommendation") or finding.status in ("wished-for", "planned", "discontinued"):
                continue
            ways = finding.outcomes
            for number, outcomes in enumerate(((*ways.increases, *ways.enables), (*ways.decreases, *ways.hinders))):
                for outcome in outcomes:
                    for subject in finding.about:
                        sides[(subject, outcome)][number][study.id].add(f"{study.id}/{finding.id}")
    wanted = {
        (subject, outcome, f"study/{one}", f"study/{other}"): (" ".join(sorted(more[one])), " ".join(sorted(less[other])))
        for (subject, outcome), (more, less) in sides.items()
        for one in more
        for other in less
        if one != other
    }
    rows = ask(dataset, QUESTIONS["contradictions-by-direction"], {}).records()
    keys = ("subject", "outcome", "more_study", "less_study")
    assert {tuple(row[key] for key in keys): (row["more_findings"], row["less_findings"]) for row in rows} == wanted


def check_figures_that_differ(dataset: Dataset) -> None:
    quantities = {
        f"quantity/{study.id}/{finding.id}-{number}": (study.id, set(finding.about), quantity)
        for study in dataset.content.studies
        for finding in study.findings
        for number, quantity in enumerate(finding.quantities, 1)
    }
    rows = ask(dataset, QUESTIONS["figures-that-differ"], {}).records()
    for row in rows:
        (one_study, one_about, one), (other_study, other_about, other) = quantities[str(row["one"])], quantities[str(row["other"])]
        assert one_study != other_study
        assert one_about & other_about
        assert one.unit == other.unit
        assert one.value != other.value
        assert set(re.findall(r"\w+", one.what.en.lower())) & set(re.findall(r"\w+", other.what.en.lower())) or one.base == other.base


def check_chains(dataset: Dataset) -> None:
    following = {
        f"{study.id}/{finding.id}": [target if "/" in target else f"{study.id}/{target}" for target in finding.relations.leads_to]
        for study in dataset.content.studies
        for finding in study.findings
    }
    rows = ask(dataset, QUESTIONS["longest-chains"], {}).records()
    for row in rows:
        reached: set[str] = set()
        queue = [str(row["finding"])]
        while queue:
            new = [target for target in following[queue.pop()] if target not in reached]
            reached.update(new)
            queue += new
        assert row["n_after"] == len(reached)


CHECKS = [
    check_shared_barriers,
    check_needs_without_addressee,
    check_user_groups_not_heard,
    check_contradictions_by_direction,
    check_figures_that_differ,
    check_chains,
]


@pytest.mark.parametrize("check", CHECKS)
def test_agrees_with_the_models(check, frozen: Dataset):
    """A question gives the same as counting in the models does."""
    check(frozen)


# The corpus.


@pytest.mark.parametrize("check", CHECKS)
def test_agrees_with_the_models_of_the_corpus(check, corpus: Dataset):
    """A question gives the same as counting in the models of the corpus does."""
    check(corpus)


@every_question
def test_corpus(question: CompetencyQuestion, corpus: Dataset):
    """Each question has an answer of readable length, for every study where it is about one, unless emptiness is the answer, as cases/frozen/empty-by-nature.yaml says."""
    studies = [study.id for study in corpus.content.studies] if question.header.scope == "study" else [""]
    empty = []
    for study in studies:
        rows = ask(corpus, question, {"study": study} if study else {})
        assert len(rows.values) <= MOST_ROWS
        assert len(set(rows.values)) == len(rows.values)
        if not rows.values:
            empty.append(study)
    excuse = EMPTY.get(question.id)
    allowed = (excuse.get("studies") or studies) if excuse else []
    assert set(empty) <= set(allowed), "no answer: choose another default, or say in empty-by-nature.yaml why emptiness is the answer"
    assert not excuse or set(empty) == set(allowed), "has an answer now: take it out of empty-by-nature.yaml"


@every_question
def test_findings_of_the_corpus_exist(question: CompetencyQuestion, corpus: Dataset):
    """Every finding that an answer names is one of the corpus, and a row that counts findings names as many."""
    known = {f"{study.id}/{finding.id}" for study in corpus.content.studies for finding in study.findings}
    for row in ask(corpus, question, {}).records():
        for column, value in row.items():
            if column.endswith("findings") and isinstance(value, str):
                assert set(value.split()) <= known
        if isinstance(row.get("findings"), str) and "n_findings" in row:
            assert len(str(row["findings"]).split()) == row["n_findings"]


def default_of(parameter: Parameter) -> str:
    return str(parameter.default)


@every_question
def test_defaults_name_something(question: CompetencyQuestion, corpus: Dataset):
    """The default of each parameter is an id of the corpus of the class that the parameter says, and a finding that exists."""
    content = corpus.content
    findings = {f"{study.id}/{finding.id}" for study in content.studies for finding in study.findings}
    for parameter in question.header.parameters.values():
        if parameter.type == "finding":
            assert default_of(parameter) in findings
        if parameter.type == "entity" and parameter.class_:
            kind = content.vocabulary.terms[default_of(parameter)].kind
            assert kind == parameter.class_ or (parameter.class_ == "Actor" and kind in ("Organisation", "OrganisationalUnit", "Role", "UserGroup"))


def test_the_frozen_example_is_invented(frozen: Dataset):
    """The example is three small invented studies in both languages, about 45 findings."""
    studies: tuple[Study, ...] = frozen.content.studies
    assert len(studies) == 3
    assert 40 <= sum(len(study.findings) for study in studies) <= 60
    assert all(study.design.document.file.startswith("example-") for study in studies)
