"""Each shape passes its good example and reports, in words, what is wrong with each bad one.

To add a shape: ontology/shapes/<class>.ttl, tests/cases/shapes/<class>/pass.ttl, and one fail-<what>.ttl for each
message, whose first line is `# expects: ` and the English message (or a part of it that no other message has).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import BNode, Graph, Literal, URIRef, namespace
from rdflib.collection import Collection

ROOT = Path(__file__).parent.parent
SHAPES = sorted((ROOT / "ontology" / "shapes").glob("*.ttl"))
CASES = Path(__file__).parent / "cases" / "shapes"
GOOD = sorted(CASES.glob("*/pass.ttl"))
BAD = sorted(CASES.glob("*/fail-*.ttl"))
SH = namespace.SH
CORE = {
    "alternativePath", "class", "datatype", "equals", "hasValue", "in", "inversePath", "languageIn", "lessThan",
    "lessThanOrEquals", "maxCount", "message", "minCount", "minInclusive", "minLength", "nodeKind", "not", "or",
    "path", "pattern", "property", "severity", "targetClass", "uniqueLang", "xone",
}  # fmt: skip


@cache
def read_classes() -> Graph:
    """The class tree alone: all that SHACL needs of the ontology, and quick to copy."""
    classes = Graph()
    for subclass, superclass in Graph().parse(ROOT / "ontology" / "navkg.ttl").subject_objects(namespace.RDFS.subClassOf):
        if isinstance(superclass, URIRef):
            classes.add((subclass, namespace.RDFS.subClassOf, superclass))
    return classes


@cache
def read_shape(name: str) -> Graph:
    return Graph().parse(ROOT / "ontology" / "shapes" / f"{name}.ttl")


def report_messages(case: Path) -> list[set[Literal]]:
    """For each result of validating a case with the shape of its folder, its messages."""
    _, results, _ = validate(Graph().parse(case), shacl_graph=read_shape(case.parent.name), ont_graph=read_classes(), inference="none")
    assert isinstance(results, Graph)
    found = results.subjects(namespace.RDF.type, SH.ValidationResult)
    return [{text for text in results.objects(result, SH.resultMessage) if isinstance(text, Literal)} for result in found]


def expected(case: Path) -> str:
    first = case.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# expects: "), f"{case}: the first line must be '# expects: ' and the message"
    return first.removeprefix("# expects: ").strip()


def test_there_are_shapes_and_cases() -> None:
    """An empty folder is a failure, not a pass."""
    assert len(SHAPES) > 40
    assert len(BAD) > len(SHAPES)
    assert {path.parent.name for path in GOOD} == {path.stem for path in SHAPES}
    assert {path.parent.name for path in BAD} == {path.stem for path in SHAPES}


@pytest.mark.parametrize("case", GOOD, ids=lambda path: path.parent.name)
def test_good_case_passes(case: Path) -> None:
    """The good example of a shape is reported by nothing."""
    assert report_messages(case) == []


@pytest.mark.parametrize("case", BAD, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_bad_case_is_reported(case: Path) -> None:
    """A bad example is reported with the message it expects, in English and in Norwegian."""
    results = report_messages(case)
    hits = [texts for texts in results if any(expected(case) in text and text.language == "en" for text in texts)]
    assert hits, f"expected: {expected(case)}; reported: {sorted(str(text) for texts in results for text in texts)}"
    assert all({text.language for text in texts} == {"en", "nb"} for texts in results)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda path: path.stem)
def test_each_message_has_a_bad_case(shape: Path) -> None:
    """Every message of a shape is expected by some bad example."""
    asked = [expected(case) for case in BAD if case.parent.name == shape.stem]
    messages = [text for text in read_shape(shape.stem).objects(None, SH.message) if getattr(text, "language", "") == "en"]
    untested = [str(message) for message in messages if not any(part in message for part in asked)]
    assert messages
    assert not untested, f"write a fail-<what>.ttl in tests/cases/shapes/{shape.stem}/ for: {untested}"


@pytest.mark.parametrize("shape", SHAPES, ids=lambda path: path.stem)
def test_shape_is_plain(shape: Path) -> None:
    """A shape uses core constraints only, and whatever constrains has a severity and a message in both languages."""
    graph = read_shape(shape.stem)
    used = {str(term).removeprefix(str(SH)) for term in graph.predicates() if str(term).startswith(str(SH))}
    assert used <= CORE
    for node in {subject for subject in graph.subjects(namespace.RDF.type) if isinstance(subject, URIRef)}:
        if set(graph.predicates(node)) - {namespace.RDF.type, SH.targetClass, SH.property}:
            assert {text.language for text in graph.objects(node, SH.message)} == {"en", "nb"}, node
            assert (node, SH.severity, None) in graph, node


def test_listed_values_are_those_of_the_schemes() -> None:
    """Where a shape lists the values of a scheme, it lists all of them."""
    values: dict[str, set[str]] = {}
    for path in (ROOT / "ontology" / "schemes").glob("*.ttl"):
        for concept, scheme in Graph().parse(path).subject_objects(namespace.SKOS.inScheme):
            values.setdefault(str(scheme), set()).add(str(concept))
    for shape in SHAPES:
        graph = read_shape(shape.stem)
        for node, items in graph.subject_objects(SH["in"]):
            if not isinstance(node, BNode):
                listed = {str(item) for item in Collection(graph, items)}
                assert listed in values.values(), f"{node}: {sorted(listed)}"
