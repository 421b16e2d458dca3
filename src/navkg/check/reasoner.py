"""Is the ontology consistent and coherent, and does the data agree with it?

Two reasoners share the work. An OWL 2 RL reasoner (reasonable) closes the ontology with *all* data, and the rules of the profile that end in `false` are asked
as queries (`clashes.py`): quick, and each clash is said in words. HermiT (owlready2, needs Java) decides the ontology and a *sample* of the data in full OWL 2 DL:
every entity, every study's design, and findings until each property and class they use is there. When HermiT alone finds a contradiction, `minimise` shrinks the
axioms to a smallest set that still clashes.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox

from navkg.check.clashes import find_clashes
from navkg.graph.quads import serialise
from navkg.namespaces import ID, expand, short_id
from navkg.pipeline import Dataset
from navkg.problems import NavkgError, Problem, fault

SAMPLE = 150
MAX_RUNS = 80
HERMIT_MEMORY = "2000M"
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
_OF_FINDINGS = frozenset({"finding", "coding", "passage", "selector", "quantity"})
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
    verdict = run_hermit(dl_triples(ontology))
    if verdict.consistent:
        verdict = Verdict(run_hermit(told, classes=False).consistent, verdict.unsatisfiable)
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
    """Told facts for HermiT: the registry, every study's design, and findings with their passages until no new property or class appears, at most `SAMPLE`."""
    parts: dict[str, list[ox.Triple]] = {}
    rest: list[ox.Triple] = []
    for quad in dataset.quads:
        if _is_told(quad):
            owner = _part_of(quad.subject)
            (parts.setdefault(owner, []) if owner else rest).append(quad.triple)
    seen: set[str] = set()
    chosen: dict[str, None] = {}
    findings = [owner for owner in parts if owner.startswith("finding/")]
    for number, owner in enumerate(findings):
        features = {triple.predicate.value for triple in parts[owner]}
        if len(chosen) < 4 * SAMPLE and (features - seen or number < SAMPLE // 3):
            seen |= features
            named = [triple.object.value.removeprefix(ID) for triple in parts[owner] if isinstance(triple.object, ox.NamedNode)]
            spans = [name.replace("passage/", "selector/", 1) for name in named if name.startswith("passage/")]
            wanted = (owner, owner.replace("finding/", "coding/", 1), *named, *spans)
            chosen |= dict.fromkeys(name for name in wanted if name in parts and (name == owner or not name.startswith("finding/")))
    studies = [ox.NamedNode(f"{ID}study/{study.id}") for study in dataset.content.studies]
    return rest + [triple for name in chosen for triple in parts[name]] + _all_different(studies)


def _part_of(subject: object) -> str:
    """The short id of a finding, or of what only exists because of one; empty for everything else."""
    if not isinstance(subject, ox.NamedNode):
        return ""
    short = subject.value.removeprefix(ID)
    return short if short.partition("/")[0] in _OF_FINDINGS else ""


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


def run_hermit(triples: Iterable[ox.Triple], classes: bool = True) -> Verdict:
    """HermiT's verdict. Its own command line is asked (the jar comes with owlready2): whether there is a model, and, when `classes`, which classes are empty in
    every model. owlready2's `sync_reasoner` would also classify every individual, which takes minutes where this takes seconds.

    Raises NavkgError when HermiT cannot work on the triples at all.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / "told.nt"
        path.write_bytes(serialise(triples, ox.RdfFormat.N_TRIPLES))
        output = _ask_hermit("-k", path)
        if "InconsistentOntologyException" in output:
            return Verdict(False)
        if "is satisfiable" not in output:
            reason = next(
                (line.strip() for line in output.splitlines() if "xception" in line),
                output.strip().splitlines()[-1] if output.strip() else "no answer",
            )
            raise fault(f"HermiT cannot read the ontology: {reason[:300]}", "keep to OWL 2 DL")
        return Verdict(True, _unsatisfiable(_ask_hermit("-U", path)) if classes else ())


def _ask_hermit(option: str, path: Path) -> str:
    import owlready2

    jar = Path(owlready2.__file__).parent / "hermit" / "HermiT.jar"
    command = ["java", f"-Xmx{HERMIT_MEMORY}", "-cp", str(jar), "org.semanticweb.HermiT.cli.CommandLine", option, path.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own words and a file of ours
    return done.stdout + done.stderr


def _unsatisfiable(output: str) -> tuple[str, ...]:
    """The classes that `-U` lists, one to a line, below its heading."""
    names = (line.strip().strip("<>") for line in output.splitlines() if line.startswith(("\t", " ")))
    return tuple(sorted(name for name in names if name and not name.endswith("owl#Nothing") and name != "owl:Nothing"))


def is_contradictory(triples: list[ox.Triple]) -> bool:
    """Does HermiT find no model? A part of the axioms that it cannot read on its own (a list cut in two) is no contradiction."""
    try:
        return not run_hermit(triples, classes=False).consistent
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
