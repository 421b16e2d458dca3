"""The checks find what is wrong and name it: shapes as pySHACL would, contradictions in words, faults of the data."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib.namespace import RDF, SH

from navkg.check import data, reasoner
from navkg.check.clashes import find_clashes
from navkg.check.shapes import Validator, validate
from navkg.loaders.registry import read_turtle
from navkg.model import Entity, Finding, Study
from navkg.namespaces import PREFIXES, expand
from navkg.pipeline import Content, Dataset, load_content
from navkg.problems import NavkgError
from navkg.project import Project, find_project
from projects import ROOT, frozen_project

CASES = sorted((Path(__file__).parent / "cases" / "shapes").glob("*/*.ttl"))
PREFIX_LINES = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())


def turtle(text: str) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(PREFIX_LINES + text, format=ox.RdfFormat.TURTLE, base_iri="https://w3id.org/navkg/id/")]


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """The frozen example, loaded and mapped."""
    content, problems = load_content(find_project(frozen_project(tmp_path_factory.mktemp("check"))))
    assert problems == []
    return Dataset(content)


@pytest.fixture(scope="module")
def ontology() -> list[ox.Triple]:
    project = Project(ROOT)
    return read_turtle(project.terms, project)


def reference(shapes: rdflib.Graph, data_graph: rdflib.Graph) -> set[tuple[str, str]]:
    """What pySHACL reports: focus node and English message of each result."""
    _, report, _ = pyshacl.validate(data_graph, shacl_graph=shapes, inference="none", advanced=False)
    assert isinstance(report, rdflib.Graph)
    found = set()
    for result in report.subjects(RDF.type, SH.ValidationResult):
        message = next(str(text) for text in report.objects(result, SH.resultMessage) if getattr(text, "language", None) == "en")
        found.add((str(report.value(result, SH.focusNode)), message))
    return found


def ours(shapes: list[ox.Triple], triples: list[ox.Triple]) -> set[str]:
    return {str(problem) for problem in Validator(shapes, triples).problems()}


def test_shapes_say_what_pyshacl_says_on_every_case() -> None:
    """On each example of each shape, the quick engine and the reference name the same nodes with the same messages."""
    assert len(CASES) > 250
    project = Project(ROOT)
    triples = read_turtle(project.shapes, project)
    classes = [
        triple
        for triple in read_turtle([project.ontology / "navkg.ttl"], project)
        if triple.predicate.value == expand("rdfs:subClassOf") and isinstance(triple.object, ox.NamedNode)
    ]
    shapes = rdflib.Graph()
    for path in project.shapes:
        shapes.parse(path)
    tree = rdflib.Graph().parse(data=ox.serialize(classes, format=ox.RdfFormat.N_TRIPLES), format="nt")
    for case in CASES:
        text = case.read_text(encoding="utf-8")
        expected = reference(shapes, rdflib.Graph().parse(data=text, format="turtle", publicID="https://w3id.org/navkg/id/") + tree)
        said = ours(triples, [quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE, base_iri="https://w3id.org/navkg/id/")] + classes)
        messages = {message for _, message in expected}
        assert all(any(message in one for one in said) for message in messages), (case, expected, said)
        assert all(any(message in one for message in messages) for one in said), (case, expected, said)


def test_good_data_breaks_no_shape(dataset: Dataset) -> None:
    """The frozen example conforms by the quick engine, and by pySHACL."""
    assert [problem for problem in validate(dataset) if problem.level == "error"] == []


def test_an_unsupported_constraint_is_refused() -> None:
    """A shape that the engine cannot evaluate is never passed over."""
    shapes = turtle("<s> a sh:NodeShape ; sh:targetClass nk:Finding ; sh:property [ sh:path nk:about ; sh:sparql [ sh:select '' ] ] .")
    with pytest.raises(NavkgError, match="sh:sparql, which is not supported"):
        Validator(shapes, [])


CLASHES = {
    "two disjoint classes": ("id:x a nk:DigitalService, nk:Law .", ["x is both nk:", "which are disjoint"]),
    "a range": (
        "id:portal nk:usedBy id:arena . id:arena a nk:InformationSystem .",
        ["arena is both nk:Actor and nk:InformationSystem", "“portal nk:usedBy arena”"],
    ),
}


@pytest.mark.parametrize("case", CLASHES)
def test_a_contradiction_is_said_in_words(case: str, ontology: list[ox.Triple]) -> None:
    """The clash names the things, the axiom, and the told facts that it follows from."""
    text, words = CLASHES[case]
    clashes = find_clashes(ontology + turtle(text))
    assert clashes
    assert all(word in clashes[0] for word in words), clashes
    assert find_clashes(ontology) == []


@pytest.mark.java
class TestHermit:
    """HermiT decides the ontology and a sample of the data."""

    @pytest.fixture(autouse=True)
    def needs_java(self) -> None:
        if shutil.which("java") is None:
            assert not os.environ.get("CI"), "no Java runtime, and CI is set"
            pytest.skip("no Java runtime")

    def test_the_example_is_consistent(self, dataset: Dataset) -> None:
        """Ontology and data have a model, and every class can have a member."""
        counted, problems = reasoner.check(dataset)
        assert list(problems) == []
        assert "HermiT over" in counted

    def test_an_empty_class_is_named_and_explained(self, ontology: list[ox.Triple]) -> None:
        """A class that can have no member is named, with the reason."""
        ghost = turtle("nk:Ghost a owl:Class ; rdfs:subClassOf nk:Actor, nk:Law .")
        verdict = reasoner.run_hermit(reasoner.dl_triples(ontology + ghost))
        assert verdict == reasoner.Verdict(True, ("https://w3id.org/navkg/ontology#Ghost",))
        assert "nk:Ghost" in reasoner.explain_class(ontology + ghost, "https://w3id.org/navkg/ontology#Ghost")

    def test_what_only_hermit_sees_is_shrunk_to_its_axioms(self) -> None:
        """A contradiction that OWL RL misses (a union) is cut down to the axioms that clash."""
        text = """nk:A a owl:Class . nk:B a owl:Class . nk:C a owl:Class ; owl:equivalentClass [ a owl:Class ; owl:unionOf ( nk:A nk:B ) ] .
            id:x a owl:NamedIndividual, nk:C, nk:D, nk:E . nk:D a owl:Class ; owl:disjointWith nk:A . nk:E a owl:Class ; owl:disjointWith nk:B ."""
        noise = "".join(f"nk:N{number} a owl:Class ; rdfs:subClassOf nk:M . " for number in range(40)) + "nk:M a owl:Class ."
        triples = turtle(text + noise)
        assert find_clashes(triples) == []
        axioms = reasoner.minimise(triples, reasoner.is_contradictory)
        said = {reasoner.say(axiom) for axiom in axioms}
        assert {"x rdf:type nk:C", "x rdf:type nk:D", "x rdf:type nk:E", "nk:D owl:disjointWith nk:A", "nk:E owl:disjointWith nk:B"} <= said
        assert len(axioms) == 6


@given(st.sets(st.integers(0, 60), min_size=1, max_size=4), st.integers(5, 60))
def test_the_minimiser_finds_a_smallest_set(guilty: set[int], size: int) -> None:
    """Of any number of axioms, those that clash together are left, and no other."""
    triples = [ox.Triple(ox.NamedNode(f"a:{number}"), ox.NamedNode("a:p"), ox.NamedNode("a:o")) for number in range(max(size, max(guilty) + 1))]
    names = {f"a:{number}" for number in guilty}
    left = reasoner.minimise(triples, lambda part: names <= {triple.subject.value for triple in part}, runs=10_000)
    assert {triple.subject.value for axiom in left for triple in axiom} == names


def changed(content: Content, study: str, finding: str, change: Callable[[Finding], Finding]) -> Content:
    """The content with one finding replaced."""
    studies = tuple(
        Study(one.design, tuple(change(item) if (one.id, item.id) == (study, finding) else item for item in one.findings)) for one in content.studies
    )
    return replace(content, studies=studies)


def with_entity(content: Content, entity: Entity) -> Content:
    entities = MappingProxyType({**content.vocabulary.entities, entity.id: entity})
    return replace(content, vocabulary=replace(content.vocabulary, entities=entities))


def twin(content: Content, slug: str, **changes: object) -> Content:
    entity = content.vocabulary.entities[slug]
    return with_entity(content, entity.model_copy(update={"id": f"{slug}-twin", **changes}))


def first(content: Content, kind: str) -> tuple[str, str]:
    return next((study.id, finding.id) for study in content.studies for finding in study.findings if finding.kind == kind)


DATA_FAULTS: dict[str, Callable[[Content], Content]] = {
    "shared-names": lambda content: twin(content, next(iter(content.vocabulary.entities))),
    "suspicious-pairs": lambda content: twin(content, next(iter(content.vocabulary.entities))),
    "unused-entities": lambda content: twin(content, next(iter(content.vocabulary.entities))),
    "unplaced-determinants": lambda content: twin(content, next(slug for slug, one in content.vocabulary.entities.items() if one.kind == "Determinant"), cfir=()),
    "same-statement": lambda content: changed(content, content.studies[0].id, "f002", lambda finding: finding.model_copy(update={"en": content.studies[0].findings[0].en})),
    "role-without-determinant": lambda content: changed(content, *first(content, "barrier"), lambda finding: finding.model_copy(update={"barriers": ()})),
    "who-says-it": lambda content: changed(content, *first(content, "barrier"), lambda finding: finding.model_copy(update={"basis": "cited", "reported_by": ()})),
    "uninvestigated-themes": lambda content: replace(
        content, studies=tuple(Study(one.design.model_copy(update={"themes_investigated": ()}), one.findings) for one in content.studies)
    ),
}  # fmt: skip


def test_every_data_check_has_a_case() -> None:
    """A check that no test has seen fail is no check."""
    assert set(DATA_FAULTS) == set(data.LINTS)


@pytest.mark.parametrize("name", data.LINTS)
def test_data_faults_are_found(name: str, dataset: Dataset) -> None:
    """Each check finds more in data with its fault than in the good example."""
    lint = data.LINTS[name]
    assert len(list(lint(DATA_FAULTS[name](dataset.content)))) > len(list(lint(dataset.content)))
