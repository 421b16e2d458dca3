"""The registry and the schemes: everything that an id in the data can point to.

Entities come from `data/entities/*.yaml`, one file a kind; concepts from the SKOS schemes in `ontology/schemes/`, class names from the ontology itself. A new
kind of entity is a class in the ontology and a file here: nothing to register.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from types import MappingProxyType

import pyoxigraph as ox

from navkg.loaders.references import check_references
from navkg.loaders.yaml_file import Loc, YamlFile, read_models
from navkg.model import Entity, Term, Vocabulary
from navkg.namespaces import ID, NK, PREFIXES, expand
from navkg.problems import NavkgError, Problem, nearest
from navkg.project import Project, read_text

_SUBCLASS, _TYPE = ox.NamedNode(expand("rdfs:subClassOf")), ox.NamedNode(expand("rdf:type"))
_ACYCLIC = ("part_of", "broader")


def read_turtle(paths: Iterable[Path], project: Project) -> list[ox.Triple]:
    """The triples of the Turtle files. Raises NavkgError that names file and line of the first fault in each."""
    triples: list[ox.Triple] = []
    problems: list[Problem] = []
    for path in paths:
        name = project.name(path)
        try:
            text = read_text(path, name)
            triples += [quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE, base_iri=PREFIXES["id"])]
        except SyntaxError as error:
            problems.append(Problem(name, error.lineno or 0, f"is not Turtle: {error.msg}", "mend the line, or the one before it"))
        except NavkgError as error:
            problems += error.problems
    if problems:
        raise NavkgError(problems)
    return triples


def load_vocabulary(project: Project, triples: list[ox.Triple]) -> tuple[Vocabulary, list[Problem]]:
    """The vocabulary made of the ontology's `triples` and the registry's files, and what is wrong in the latter."""
    terms = _concepts(triples)
    classes = _entity_classes(triples)
    rows: list[tuple[YamlFile, Loc, Entity]] = []
    problems: list[Problem] = []
    for path in project.entities:
        file, good, bad = read_models(Entity, path, project.name(path))
        rows += [(file, loc, entity) for loc, entity in good]
        problems += bad
    entities: dict[str, Entity] = {}
    places: dict[str, tuple[str, int]] = {}
    for file, loc, entity in rows:
        line = file.line(loc)
        if entity.id in places or entity.id in terms:
            problems.append(
                Problem(
                    file.name, line, f"the id '{entity.id}' is taken", f"it stands in {_place(places, entity.id)}; use that one or choose another id"
                )
            )
            continue
        if entity.kind not in classes:
            problems.append(
                Problem(
                    file.name,
                    line,
                    f"'{entity.kind}' is no class of entities",
                    nearest(entity.kind, classes) or f"classes: {', '.join(sorted(classes))}",
                )
            )
        places[entity.id] = (file.name, line)
        entities[entity.id] = entity
        terms[entity.id] = Term(entity.id, entity.kind, entity.label.en, entity.label.nb, status=entity.status or "")
    vocabulary = Vocabulary(MappingProxyType(dict(sorted(entities.items()))), MappingProxyType(dict(sorted(terms.items()))), classes)
    for file, loc, entity in rows:
        problems += check_references(entity, vocabulary, {}, file, loc)
    problems += _cycles(entities, places)
    return vocabulary, problems


def _concepts(triples: list[ox.Triple]) -> dict[str, Term]:
    facts: dict[str, dict[str, list[ox.NamedNode | ox.Literal]]] = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        if isinstance(triple.subject, ox.NamedNode) and triple.subject.value.startswith(ID) and isinstance(triple.object, ox.NamedNode | ox.Literal):
            facts[triple.subject.value.removeprefix(ID)][triple.predicate.value].append(triple.object)
    terms = {}
    for slug, properties in facts.items():
        scheme = next((item.value.removeprefix(f"{ID}scheme/") for item in properties.get(expand("skos:inScheme"), [])), "")
        if not scheme:
            continue
        labels, definitions = (_texts(properties, name) for name in ("skos:prefLabel", "skos:definition"))
        kinds = [item.value.removeprefix(NK) for item in properties.get(expand("rdf:type"), []) if item.value.startswith(NK)]
        notation = next((item.value for item in properties.get(expand("skos:notation"), [])), "")
        broader = min((item.value.removeprefix(ID) for item in properties.get(expand("skos:broader"), [])), default="")
        texts = (labels.get("en", ""), labels.get("nb", ""), scheme, "", definitions.get("en", ""), definitions.get("nb", ""))
        terms[slug] = Term(slug, kinds[0] if kinds else "", *texts, notation, broader)
    return terms


def _texts(properties: dict[str, list[ox.NamedNode | ox.Literal]], name: str) -> dict[str, str]:
    return {item.language: item.value for item in properties.get(expand(name), []) if isinstance(item, ox.Literal) and item.language}


def _entity_classes(triples: list[ox.Triple]) -> frozenset[str]:
    """The names of the classes at and below `nk:Entity` that data may use: those without a definition of their own that a reasoner fills."""
    below: dict[str, set[str]] = defaultdict(set)
    defined = {
        triple.subject.value
        for triple in triples
        if triple.predicate.value == expand("owl:equivalentClass") and isinstance(triple.subject, ox.NamedNode)
    }
    for triple in triples:
        if triple.predicate == _SUBCLASS and isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.NamedNode):
            below[triple.object.value].add(triple.subject.value)
    found: set[str] = set()
    queue = [f"{NK}Entity"]
    while queue:
        for name in below[queue.pop()] - found:
            found.add(name)
            queue.append(name)
    return frozenset(name.removeprefix(NK) for name in found - defined if name.startswith(NK))


def _place(places: dict[str, tuple[str, int]], slug: str) -> str:
    return f"{places[slug][0]}:{places[slug][1]}" if slug in places else "ontology/schemes"


def _cycles(entities: dict[str, Entity], places: dict[str, tuple[str, int]]) -> list[Problem]:
    problems = []
    for relation in _ACYCLIC:
        try:
            TopologicalSorter({slug: getattr(entity, relation) for slug, entity in entities.items()}).prepare()
        except CycleError as error:
            loop = list(reversed(error.args[1]))
            problems.append(Problem(*places[loop[0]], f"{relation} goes round in a circle: {' → '.join(loop)}", "remove one of these relations"))
    return problems
