"""Is the ontology consistent and coherent, and does the data agree with it?

Two reasoners share the work. An OWL 2 RL reasoner (reasonable) closes the ontology with *all* data, and the rules of the profile that end in `false` are asked
as queries (`clashes.py`): quick, and each clash is said in words. HermiT (owlready2, needs Java) decides the ontology and a *sample* of the data in full OWL 2 DL:
every entity, every study's design, and findings until each property and class they use is there. When HermiT alone finds a contradiction, `minimise` shrinks the
axioms to a smallest set that still clashes.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

import pyoxigraph as ox

from navkg.check.clashes import find_clashes
from navkg.graph.quads import serialise
from navkg.namespaces import ID, ONTOLOGY, expand, short_id
from navkg.pipeline import Dataset
from navkg.problems import NavkgError, Problem, fault

SAMPLE = 150
MAX_RUNS = 80
# Datatypes outside the OWL 2 datatype map, and vocabulary that OWL 2 DL reserves: both are kept from HermiT.
_FOREIGN = frozenset(expand(f"xsd:{name}") for name in ("gYear", "gYearMonth", "date"))
_RESERVED = frozenset(expand(f"rdf:{name}") for name in ("subject", "predicate", "object"))
_DECLARATIONS = frozenset(
    expand(f"owl:{name}") for name in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty", "NamedIndividual", "Ontology")
)
_SAYS_NOTHING = frozenset(
    expand(name)
    for name in (
        "rdfs:label",
        "rdfs:comment",
        "rdfs:isDefinedBy",
        "skos:definition",
        "skos:prefLabel",
        "skos:altLabel",
        "skos:note",
        "skos:scopeNote",
        "dcterms:description",
        "nk:statement",
    )
)
_PLUMBING = frozenset(expand(f"rdf:{name}") for name in ("first", "rest"))
_TOLD_OF = ("study/", "registry")


@dataclass(frozen=True)
class Verdict:
    """What HermiT says: is there a model at all, and which classes can have no member."""

    consistent: bool
    unsatisfiable: tuple[str, ...] = ()


def has_java() -> bool:
    return shutil.which("java") is not None


def check(dataset: Dataset) -> tuple[str, Iterable[Problem]]:
    """Reason over the dataset; problems name the axioms and the data that clash."""
    ontology = list(dataset.content.ontology)
    facts = [quad.triple for quad in dataset.quads if _is_told(quad)]
    problems = [Problem("", 0, clash, "correct the data, or the axiom", check="owl-rl") for clash in find_clashes(ontology + facts)]
    if not has_java():
        problems.append(Problem("", 0, "no Java runtime: HermiT was not run, only the OWL RL reasoner", "install a Java runtime", "warning"))
        return f"OWL RL over {len(facts)} triples", problems
    told = dl_triples(ontology + sample(dataset))
    verdict = run_hermit(told)
    problems += [
        Problem("", 0, f"the class {short_id(name)} can have no member", explain_class(ontology, name), check="hermit")
        for name in verdict.unsatisfiable
    ]
    if not verdict.consistent and not problems:
        axioms = minimise(told, is_contradictory)
        problems.append(
            Problem("", 0, "ontology and data contradict each other", f"these axioms clash: {'; '.join(map(say, axioms))}", check="hermit")
        )
    return f"OWL RL over {len(facts)} triples, HermiT over {len(told)}", problems


def _is_told(quad: ox.Quad) -> bool:
    graph = quad.graph_name
    return isinstance(graph, ox.NamedNode) and graph.value.removeprefix(f"{ID}graph/").startswith(_TOLD_OF)


def sample(dataset: Dataset) -> list[ox.Triple]:
    """Told facts for HermiT: everything but findings, and findings in order until no new property or class appears, at most `SAMPLE`."""
    by_finding: dict[str, list[ox.Triple]] = {}
    rest: list[ox.Triple] = []
    for quad in dataset.quads:
        if _is_told(quad):
            owner = _finding_of(quad.subject)
            (by_finding.setdefault(owner, []) if owner else rest).append(quad.triple)
    seen: set[tuple[str, str]] = set()
    chosen: list[ox.Triple] = []
    taken = 0
    for triples in by_finding.values():
        features = {(triple.predicate.value, str(triple.object) if triple.predicate.value == expand("rdf:type") else "") for triple in triples}
        if taken < SAMPLE and (features - seen or taken < SAMPLE // 3):
            seen |= features
            chosen += triples
            taken += 1
    studies = [ox.NamedNode(f"{ID}study/{study.id}") for study in dataset.content.studies]
    return rest + chosen + _all_different(studies)


def _finding_of(subject: object) -> str:
    """`study/f001` for a finding and what hangs on it by its number; empty for everything else, passages included."""
    if not isinstance(subject, ox.NamedNode):
        return ""
    kind, _, local = subject.value.removeprefix(ID).partition("/")
    return local.partition("-")[0] if kind == "quantity" and "/" not in local.partition("-")[0] else local if kind in ("finding", "coding") else ""


def _all_different(nodes: Sequence[ox.NamedNode]) -> list[ox.Triple]:
    """owl:differentFrom between every two studies, so that counting studies works."""
    different = ox.NamedNode(expand("owl:differentFrom"))
    return [ox.Triple(one, different, other) for index, one in enumerate(nodes) for other in nodes[index + 1 :]]


def dl_triples(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    """The triples that OWL 2 DL can speak of."""
    return [
        triple
        for triple in triples
        if triple.predicate.value not in _RESERVED and not (isinstance(triple.object, ox.Literal) and triple.object.datatype.value in _FOREIGN)
    ]


def run_hermit(triples: Iterable[ox.Triple]) -> Verdict:
    """HermiT's verdict. Raises NavkgError when it cannot work on the triples at all."""
    import owlready2

    world = owlready2.World()
    data = serialise(triples, ox.RdfFormat.N_TRIPLES)
    world.get_ontology(f"{ONTOLOGY}#").load(fileobj=BytesIO(data), format="ntriples")
    try:
        owlready2.sync_reasoner_hermit(world, infer_property_values=False, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError:
        return Verdict(False)
    except owlready2.OwlReadyJavaError as error:
        message = next((line.strip() for line in str(error).splitlines() if "xception" in line), str(error).splitlines()[0])
        raise fault(f"HermiT cannot read the ontology: {message[:300]}", "keep to OWL 2 DL") from error
    return Verdict(True, tuple(sorted(each.iri for each in world.inconsistent_classes() if each is not owlready2.Nothing)))


def is_contradictory(triples: list[ox.Triple]) -> bool:
    """Does HermiT find no model? A part of the axioms that it cannot read on its own (a list cut in two) is no contradiction."""
    try:
        return not run_hermit(triples).consistent
    except NavkgError:
        return False


def explain_class(ontology: list[ox.Triple], name: str) -> str:
    """Why a class can have no member: give it one and look for the clash, by the quick reasoner first."""
    member = ox.Triple(ox.NamedNode(f"{ID}some-member"), ox.NamedNode(expand("rdf:type")), ox.NamedNode(name))
    clashes = find_clashes([*ontology, member])
    if clashes:
        return "; ".join(clashes[:3])
    told = dl_triples([*ontology, member])
    axioms = minimise(told, lambda part: is_contradictory([*part, member]))
    return "; ".join(map(say, axioms))


def minimise(triples: Sequence[ox.Triple], clashes: Callable[[list[ox.Triple]], bool], runs: int = MAX_RUNS) -> list[list[ox.Triple]]:
    """A smallest set of triples that still clashes (delta debugging, Zeller and Hildebrandt 2002, doi 10.1109/32.988498), within a number of `runs`.

    Blank nodes stay with the axiom they belong to, and declarations stay throughout: what they declare could not be read without them. They are not part of
    the result. When the runs are used up, the set is small but may not be smallest.
    """
    declarations = [triple for triple in triples if _declares(triple)]
    axioms = _axioms([triple for triple in triples if not _declares(triple) and triple.predicate.value not in _SAYS_NOTHING])
    pieces = 2
    while len(axioms) > 1 and runs > 0:
        size = -(-len(axioms) // pieces)
        blocks = [axioms[start : start + size] for start in range(0, len(axioms), size)]
        for index in range(len(blocks)):
            rest = [axiom for other, block in enumerate(blocks) if other != index for axiom in block]
            runs -= 1
            if runs < 0 or clashes([*declarations, *(triple for axiom in rest for triple in axiom)]):
                break
        else:
            if pieces >= len(axioms):
                break
            pieces = min(len(axioms), pieces * 2)
            continue
        if runs < 0:
            break
        axioms, pieces = rest, max(2, pieces - 1)
    return axioms


def _declares(triple: ox.Triple) -> bool:
    return (
        isinstance(triple.subject, ox.NamedNode)
        and triple.predicate.value == expand("rdf:type")
        and isinstance(triple.object, ox.NamedNode)
        and triple.object.value in _DECLARATIONS
    )


def _axioms(triples: Sequence[ox.Triple]) -> list[list[ox.Triple]]:
    """Triples grouped into axioms: those that share blank nodes belong together."""
    parent: dict[str, str] = {}

    def find(key: str) -> str:
        while parent.setdefault(key, key) != key:
            key = parent[key]
        return key

    for triple in triples:
        blanks = [term.value for term in (triple.subject, triple.object) if isinstance(term, ox.BlankNode)]
        if len(blanks) == 2:
            parent[find(blanks[0])] = find(blanks[1])
    groups: dict[str, list[ox.Triple]] = {}
    for number, triple in enumerate(triples):
        blank = next((term.value for term in (triple.subject, triple.object) if isinstance(term, ox.BlankNode)), None)
        groups.setdefault(find(blank) if blank is not None else f"triple {number}", []).append(triple)
    return list(groups.values())


def say(axiom: Sequence[ox.Triple]) -> str:
    """An axiom in words that people of the project know: short ids and CURIEs, and the names that a blank node holds together in brackets."""
    said = [triple for triple in axiom if triple.predicate.value not in _PLUMBING]
    if len(axiom) == 1:
        said = list(axiom)
    words = [
        "(" if isinstance(triple.subject, ox.BlankNode) else short_id(triple.subject.value)
        for triple in said[:1]
        if not isinstance(triple.subject, ox.Triple)
    ]
    names = [_word(term) for triple in said for term in (triple.predicate, triple.object) if not isinstance(term, ox.BlankNode)]
    members = (
        [_word(triple.object) for triple in axiom if triple.predicate.value == expand("rdf:first") and not isinstance(triple.object, ox.BlankNode)]
        if len(axiom) > 1
        else []
    )
    return " ".join([*(word for word in words if word != "("), *names, *([f"({', '.join(sorted(members))})"] if members else [])])


def _word(term: object) -> str:
    if isinstance(term, ox.NamedNode):
        return short_id(term.value)
    return f"“{term.value}”" if isinstance(term, ox.Literal) else "…"
