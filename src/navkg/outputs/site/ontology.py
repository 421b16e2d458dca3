"""The ontology page: every class and property with definition, place in the hierarchy, examples from the data and alignments; the schemes; a diagram."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox
from markupsafe import Markup

from navkg.namespaces import ID, NK, ONTOLOGY, expand, short_id
from navkg.outputs.site.corpus import PAGED, Corpus
from navkg.outputs.site.diagram import draw_diagram
from navkg.outputs.site.render import Page
from navkg.outputs.site.text import Pair

EXAMPLES = 3
_OBJECT, _DATA = "owl:ObjectProperty", "owl:DatatypeProperty"
_TRAITS = {
    "owl:FunctionalProperty": Pair("at most one value", "høyst én verdi"),
    "owl:TransitiveProperty": Pair("transitive", "transitiv"),
    "owl:SymmetricProperty": Pair("symmetric", "symmetrisk"),
    "owl:AsymmetricProperty": Pair("asymmetric", "asymmetrisk"),
    "owl:IrreflexiveProperty": Pair("irreflexive", "irrefleksiv"),
}


def pages(corpus: Corpus) -> Iterator[Page]:
    members, uses = _examples(corpus)
    classes = [_class(corpus, iri, members) for iri in _own(corpus, "owl:Class")]
    label_of = {entry["iri"]: entry["label"] for entry in classes}
    yield (
        "ontology.html",
        "ontology.html",
        {
            "title_of": corpus.facts.text(ONTOLOGY, "dcterms:title"),
            "description": corpus.facts.text(ONTOLOGY, "dcterms:description"),
            "version": next(iter(corpus.facts.words(ONTOLOGY, "owl:versionInfo")), ""),
            "iri": ONTOLOGY,
            "tree": [(depth, iri, label_of[iri]) for depth, iri in _tree(corpus, list(label_of))],
            "classes": sorted(classes, key=lambda entry: entry["name"]),
            "properties": sorted(
                (_property(corpus, iri, uses, kind) for kind in (_OBJECT, _DATA) for iri in _own(corpus, kind)), key=lambda entry: str(entry["name"])
            ),
            "schemes": list(_schemes(corpus)),
            "diagram": draw_diagram(corpus),
        },
    )


def _own(corpus: Corpus, kind: str) -> list[str]:
    return sorted({iri for iri in corpus.facts.subjects("rdf:type", expand(kind)) if iri.startswith(NK)})


def _examples(corpus: Corpus) -> tuple[dict[str, list[str]], dict[str, list[tuple[str, str]]]]:
    """The first things of each class and the first uses of each property of ours, in the order of the canonical lines."""
    type_start, own = f"<{expand('rdf:type')}> <{NK}", f"<{NK}"
    members: dict[str, list[str]] = defaultdict(list)
    uses: dict[str, list[tuple[str, str]]] = defaultdict(list)
    start = f"<{ID}"
    for line in corpus.dataset.lines:
        if not line.startswith(start):
            continue
        subject, _, rest = line.partition(" ")
        if rest.startswith(type_start):
            name = rest[len(type_start) :].partition(">")[0]
            if len(members[name]) < EXAMPLES and subject[1:-1] not in members[name]:
                members[name].append(subject[1:-1])
        elif rest.startswith(own):
            name, _, value = rest[len(own) :].partition("> ")
            if len(uses[name]) < EXAMPLES - 1 and value.startswith(start):
                uses[name].append((subject[1:-1], value[1:].partition(">")[0]))
    return members, uses


def _class(corpus: Corpus, iri: str, members: dict[str, list[str]]) -> dict[str, Any]:
    name = iri.removeprefix(NK)
    parents = corpus.facts.links(iri, "rdfs:subClassOf")
    named = [entity.id for entity in corpus.vocabulary.entities.values() if entity.kind == name]
    most = sorted(named, key=lambda slug: (-len(corpus.mentions.get(slug, ())), slug))[:EXAMPLES]
    return {
        **_common(corpus, iri),
        "parents": [parent for parent in parents if parent.startswith(NK)],
        "children": sorted(child for child in corpus.facts.subjects("rdfs:subClassOf", iri) if child.startswith(NK)),
        "conditions": [
            (heading, expression(corpus, node))
            for predicate, heading in (
                ("owl:equivalentClass", Pair("defined as", "definert som")),
                ("rdfs:subClassOf", Pair("always has", "har alltid")),
            )
            for node in corpus.facts.objects(iri, predicate)
            if isinstance(node, ox.BlankNode)
        ],
        "aligned": [(Pair("narrower than", "snevrere enn"), short_id(parent)) for parent in parents if not parent.startswith(NK)]
        + _matches(corpus, iri),
        "examples": [show(corpus, member) for member in ([f"{ID}{slug}" for slug in most] or members.get(name, []))],
    }


def _property(corpus: Corpus, iri: str, uses: dict[str, list[tuple[str, str]]], kind: str) -> dict[str, Any]:
    facts = corpus.facts
    parents = facts.links(iri, "rdfs:subPropertyOf")
    types = set(facts.links(iri, "rdf:type"))
    inverse = [*facts.links(iri, "owl:inverseOf"), *facts.subjects("owl:inverseOf", iri)]
    return {
        **_common(corpus, iri),
        "kind": Pair("relation", "relasjon") if kind == _OBJECT else Pair("value", "verdi"),
        "parents": [parent for parent in parents if parent.startswith(NK)],
        "children": sorted(child for child in facts.subjects("rdfs:subPropertyOf", iri) if child.startswith(NK)),
        "domain": [expression(corpus, node) for node in facts.objects(iri, "rdfs:domain")],
        "range": [expression(corpus, node) for node in facts.objects(iri, "rdfs:range")],
        "inverse": [other for other in dict.fromkeys(inverse) if other.startswith(NK)],
        "traits": [label for curie, label in _TRAITS.items() if expand(curie) in types],
        "aligned": [(Pair("narrower than", "snevrere enn"), short_id(parent)) for parent in parents if not parent.startswith(NK)]
        + _matches(corpus, iri),
        "examples": [(show(corpus, subject), show(corpus, value)) for subject, value in uses.get(iri.removeprefix(NK), [])],
    }


def _common(corpus: Corpus, iri: str) -> dict[str, Any]:
    name = iri.removeprefix(NK)
    return {
        "iri": iri,
        "name": name,
        "label": corpus.facts.text(iri, "rdfs:label") or Pair(name, name),
        "definition": corpus.facts.text(iri, "skos:definition"),
    }


def _matches(corpus: Corpus, iri: str) -> list[tuple[Pair, str]]:
    labels = {
        "skos:closeMatch": Pair("close to", "nær"),
        "skos:exactMatch": Pair("the same as", "det samme som"),
        "owl:equivalentClass": Pair("the same as", "det samme som"),
    }
    return [(label, short_id(target)) for curie, label in labels.items() for target in corpus.facts.links(iri, curie) if not target.startswith(NK)]


def term_link(corpus: Corpus, iri: str) -> Markup:
    """A term of ours as a link to its place on the page, any other as a CURIE."""
    name = iri.removeprefix(NK)
    return Markup('<a href="#{}"><code>{}</code></a>').format(name, name) if iri.startswith(NK) else Markup("<code>{}</code>").format(short_id(iri))


def expression(corpus: Corpus, node: object) -> Markup:
    """A class expression as one line: names, `some`, `only`, `and`, `or`, counts."""
    facts = corpus.facts
    if isinstance(node, ox.NamedNode):
        return term_link(corpus, node.value)
    if not isinstance(node, ox.BlankNode):
        return Markup("<code>{}</code>").format(str(node))
    name = f"_:{node.value}"
    for curie, word in (("owl:unionOf", "or"), ("owl:intersectionOf", "and")):
        for first in facts.objects(name, curie):
            if isinstance(first, ox.BlankNode):
                return Markup(" <i>{}</i> ").format(word).join(expression(corpus, member) for member in facts.members(first))
    inverse = facts.links(name, "owl:inverseOf")
    if inverse:
        return Markup("<i>inverse</i> {}").format(term_link(corpus, inverse[0]))
    on = facts.objects(name, "owl:onProperty")
    head = expression(corpus, on[0]) if on else Markup("")
    for curie, word in (("owl:someValuesFrom", "some"), ("owl:allValuesFrom", "only"), ("owl:hasValue", "value")):
        for value in facts.objects(name, curie):
            return Markup("{} <i>{}</i> {}").format(head, word, expression(corpus, value))
    for curie, word in (("owl:minQualifiedCardinality", "min"), ("owl:maxQualifiedCardinality", "max"), ("owl:qualifiedCardinality", "exactly")):
        for number in facts.words(name, curie):
            onto = Markup("").join(expression(corpus, value) for value in facts.objects(name, "owl:onClass")[:1])
            return Markup("{} <i>{}</i> {} {}").format(head, word, number, onto)
    return head


def show(corpus: Corpus, iri: str) -> Markup:
    """Something of the data as a link where it has a page."""
    slug = short_id(iri)
    if slug in corpus.records or corpus.has_page(slug):
        return Markup('<a href="{}">{}</a>').format(corpus.href(slug), slug)
    if slug.startswith("study/") and slug.count("/") == 1:
        return Markup('<a href="{}">{}</a>').format(f"{slug}.html", slug)
    return Markup("<code>{}</code>").format(slug)


def _tree(corpus: Corpus, classes: list[str]) -> Iterator[tuple[int, str]]:
    """(depth, class) from the top down; a class below several stands under the first."""
    known, seen = set(classes), set()
    parent_of = {iri: next((p for p in corpus.facts.links(iri, "rdfs:subClassOf") if p in known), None) for iri in classes}

    def walk(iri: str, depth: int) -> Iterator[tuple[int, str]]:
        if iri in seen:
            return
        seen.add(iri)
        yield depth, iri
        for child in sorted(other for other, parent in parent_of.items() if parent == iri):
            yield from walk(child, depth + 1)

    for top in sorted(iri for iri, parent in parent_of.items() if parent is None):
        yield from walk(top, 0)


def _schemes(corpus: Corpus) -> Iterator[dict[str, Any]]:
    for iri in sorted(set(corpus.facts.subjects("rdf:type", expand("skos:ConceptScheme")))):
        name = iri.rpartition("/")[2]
        concepts = sorted(dict.fromkeys(corpus.facts.subjects("skos:inScheme", iri)))
        yield {
            "name": name,
            "label": corpus.facts.text(iri, "skos:prefLabel") or Pair(name, name),
            "definition": corpus.facts.text(iri, "skos:definition"),
            "paged": name in PAGED,
            "concepts": [
                (corpus.label(slug), corpus.facts.text(concept, "skos:definition"), slug)
                for concept in concepts
                for slug in (concept.removeprefix(ID),)
            ],
        }
