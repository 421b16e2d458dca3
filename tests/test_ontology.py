"""The ontology parses, stays in OWL 2 DL, is consistent and coherent, and infers what it is there to infer.

Three ways of looking at the profile: rules of our own (declarations, reserved words, datatypes, simple properties,
regular chains), the profile checker of the OWL API (it comes inside owlready2's HermiT.jar; Owl2DlProfile.java calls
it, which takes a Java with a compiler), and HermiT itself, which refuses much that is not DL.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from rdflib import BNode, Graph, Literal, URIRef, namespace
from rdflib.collection import Collection

ROOT = Path(__file__).parent.parent
MODULES = [*sorted((ROOT / "ontology").glob("*.ttl")), *sorted((ROOT / "ontology" / "schemes").glob("*.ttl"))]
OWL, RDF, RDFS, XSD = namespace.OWL, namespace.RDF, namespace.RDFS, namespace.XSD
NK = "https://w3id.org/navkg/ontology#"
PREFIXES = f"@prefix nk: <{NK}> . @prefix id: <https://w3id.org/navkg/id/> . @prefix owl: <{OWL}> . @prefix xsd: <{XSD}> .\n"
PROPERTY_KINDS = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
# https://www.w3.org/TR/owl2-syntax/#Datatype_Maps, as far as the ontology could want them
DATATYPES = {RDF.PlainLiteral, RDF.XMLLiteral, RDFS.Literal, XSD.string, XSD.boolean, XSD.decimal, XSD.double, XSD.integer} | {
    XSD.nonNegativeInteger, XSD.positiveInteger, XSD.anyURI, XSD.dateTime, XSD.dateTimeStamp, XSD.hexBinary, XSD.language
}  # fmt: skip


@cache
def read_ontology() -> Graph:
    graph = Graph()
    for path in MODULES:
        graph.parse(path)
    return graph


def need(found: object, what: str) -> None:
    """Skip where a tool is missing, except in continuous integration, where that is a failure."""
    if not found:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(what)


def run_hermit(folder: Path, sample: str = "") -> tuple[set[str], set[tuple[str, str]]]:
    """The unsatisfiable classes, and (individual, class) as HermiT infers them for the ontology and a sample."""
    need(shutil.which("java"), "HermiT needs Java: install a JRE (Debian: apt-get install default-jre-headless)")
    owlready2 = pytest.importorskip("owlready2")
    graph = Graph()
    for triple in read_ontology():
        graph.add(triple)
    graph.parse(data=PREFIXES + sample)
    graph.serialize(folder / "all.nt", format="nt11", encoding="utf-8")
    world = owlready2.World()
    ontology = world.get_ontology((folder / "all.nt").as_uri()).load()
    with ontology:
        owlready2.sync_reasoner_hermit(world, infer_property_values=False, debug=0)
    things = {str(each) for each in Graph().parse(data=PREFIXES + sample).subjects()}
    kinds = {(each, kind.iri) for each in things for kind in world[each].INDIRECT_is_a if hasattr(kind, "iri")}
    return {each.iri for each in world.inconsistent_classes()} - {str(OWL.Nothing)}, kinds


def list_profile_violations(graph: Graph, folder: Path) -> list[str]:
    """What the OWL API's checker says against OWL 2 DL."""
    modules = subprocess.run(["java", "--list-modules"], capture_output=True, text=True, check=False) if shutil.which("java") else None
    need(modules and "jdk.compiler" in modules.stdout, "the profile checker needs a JDK (apt-get install default-jdk-headless)")
    owlready2 = pytest.importorskip("owlready2")
    graph.serialize(folder / "all.owl", format="xml", encoding="utf-8")
    jar = Path(owlready2.__file__).parent / "hermit" / "HermiT.jar"
    command = ["java", "-cp", str(jar), str(Path(__file__).parent / "Owl2DlProfile.java"), str(folder / "all.owl")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    return done.stdout.splitlines()


def list_simple_violations(graph: Graph) -> set[URIRef]:
    """Properties that must be simple and are not (https://www.w3.org/TR/owl2-syntax/#Global_Restrictions_on_Axioms_in_OWL_2_DL)."""
    composite = set(graph.subjects(RDF.type, OWL.TransitiveProperty)) | set(graph.subjects(OWL.propertyChainAxiom))
    grown = set()
    while composite != grown:
        grown = set(composite)
        for each in grown:
            composite |= set(graph.objects(each, RDFS.subPropertyOf)) | set(graph.objects(each, OWL.inverseOf))
            composite |= set(graph.subjects(OWL.inverseOf, each))
    traits = (OWL.FunctionalProperty, OWL.InverseFunctionalProperty, OWL.AsymmetricProperty, OWL.IrreflexiveProperty)
    simple = {each for trait in traits for each in graph.subjects(RDF.type, trait)}
    for count in ("cardinality", "minCardinality", "maxCardinality", "qualifiedCardinality", "minQualifiedCardinality", "maxQualifiedCardinality"):
        simple |= {graph.value(restriction, OWL.onProperty) for restriction in graph.subjects(OWL[count])}
    for one, two in graph.subject_objects(OWL.propertyDisjointWith):
        simple |= {one, two}
    return {each for each in composite & simple if isinstance(each, URIRef)}


def has_regular_chains(graph: Graph) -> bool:
    """Whether the properties can be ordered so that every chain is regular (R R → R, R S… → R, S… R → R, S… → R)."""
    before: dict[object, set[object]] = {}
    same = {each: each for each in graph.subjects(RDF.type, OWL.ObjectProperty)}
    for one, two in graph.subject_objects(OWL.inverseOf):
        same[two] = same.get(one, one)
    for prop, chain in graph.subject_objects(OWL.propertyChainAxiom):
        members = list(Collection(graph, chain))
        if members in ([prop, prop], [prop]):
            continue
        if members[0] == prop:
            members = members[1:]
        elif members[-1] == prop:
            members = members[:-1]
        before.setdefault(same.get(prop, prop), set()).update(same.get(member, member) for member in members)
    for prop, above in graph.subject_objects(RDFS.subPropertyOf):
        if same.get(prop, prop) != same.get(above, above):
            before.setdefault(same.get(above, above), set()).add(same.get(prop, prop))
    try:
        TopologicalSorter(before).prepare()
    except CycleError:
        return False
    return True


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_module_parses(path: Path) -> None:
    """Every module is Turtle and says something."""
    assert len(Graph().parse(path)) > 5


def test_names_of_terms_are_declared_once() -> None:
    """A property is of one kind, and no class is a property: no punning."""
    graph = read_ontology()
    kinds = [set(graph.subjects(RDF.type, kind)) for kind in (*PROPERTY_KINDS, OWL.Class)]
    for number, one in enumerate(kinds):
        for other in kinds[number + 1 :]:
            assert not {each for each in one & other if isinstance(each, URIRef)}


def test_predicates_are_declared() -> None:
    """Whatever stands as predicate is RDF's, RDFS's or OWL's own, or declared as a property."""
    graph = read_ontology()
    declared = {each for kind in PROPERTY_KINDS for each in graph.subjects(RDF.type, kind)}
    own = (str(RDF), str(RDFS), str(OWL))
    assert {each for each in graph.predicates() if not str(each).startswith(own)} <= declared


def test_types_are_declared() -> None:
    """Whatever stands as type is OWL's own or declared as a class."""
    graph = read_ontology()
    types = {each for each in graph.objects(None, RDF.type) if not str(each).startswith(str(OWL))}
    assert types <= set(graph.subjects(RDF.type, OWL.Class))


def test_reserved_words_are_not_given_meaning() -> None:
    """Nothing is said about RDF's, RDFS's or OWL's own words (OWL 2 DL reserves them)."""
    reserved = (str(RDF), str(RDFS), str(OWL), str(XSD))
    assert not {each for each in read_ontology().subjects() if str(each).startswith(reserved)}


def test_datatypes_are_of_owl2() -> None:
    """Literals and ranges use datatypes of the OWL 2 datatype map only."""
    graph = read_ontology()
    used = {each.datatype for each in graph.objects() if isinstance(each, Literal) and each.datatype}
    for prop in graph.subjects(RDF.type, OWL.DatatypeProperty):
        used |= set(graph.objects(prop, RDFS.range))
    assert used <= DATATYPES


def test_properties_that_must_be_simple_are() -> None:
    """No transitive property, nor one made by a chain, is functional or counted; the rule finds one that is."""
    assert not list_simple_violations(read_ontology())
    wrong = Graph().parse(data=PREFIXES + "nk:a a owl:ObjectProperty, owl:TransitiveProperty, owl:FunctionalProperty .")
    assert list_simple_violations(wrong) == {URIRef(NK + "a")}


def test_chains_are_regular() -> None:
    """The property chains can be ordered; the rule finds two that cannot."""
    assert has_regular_chains(read_ontology())
    wrong = "nk:a owl:propertyChainAxiom ( nk:b nk:c ) . nk:b owl:propertyChainAxiom ( nk:a nk:c ) ."
    assert not has_regular_chains(Graph().parse(data=PREFIXES + wrong))


@pytest.mark.java
def test_owl_api_finds_no_profile_violation(tmp_path: Path) -> None:
    """The OWL API's own checker has nothing to say against OWL 2 DL."""
    assert list_profile_violations(read_ontology(), tmp_path) == []


@pytest.mark.java
def test_owl_api_would_find_one(tmp_path: Path) -> None:
    """The same checker reports an ontology that leaves the profile, so its silence means something."""
    wrong = "<https://example.org/o> a owl:Ontology . nk:a a owl:ObjectProperty, owl:TransitiveProperty, owl:FunctionalProperty ."
    assert list_profile_violations(Graph().parse(data=PREFIXES + wrong), tmp_path)


@pytest.mark.java
def test_consistent_and_coherent(tmp_path: Path) -> None:
    """HermiT finds a model, and no class that must be empty."""
    assert run_hermit(tmp_path)[0] == set()


SAMPLE = """
id:guidance a nk:Determinant . id:debt a nk:Determinant . id:modia a nk:InformationSystem ; nk:status id:status-wished-for .
id:f1 a nk:Finding ; nk:identifier "s/f001" ; nk:findingOf id:s ; nk:identifiesBarrier id:guidance, id:debt ; nk:basis id:basis-empirical ;
    nk:kind id:kind-barrier ; nk:importance id:importance-core ; nk:explainedBy id:complexity .
id:f2 a nk:Finding ; nk:identifier "t/f001" ; nk:findingOf id:t ; nk:identifiesEnabler id:guidance ; nk:basis id:basis-interpretation .
id:complexity a nk:Concept . id:theme-x a nk:Theme ; nk:themeOfStudy id:s, id:t . id:theme-y a nk:Theme ; nk:themeOfStudy id:s .
id:s a nk:Study . id:t a nk:Study . id:s owl:differentFrom id:t .
"""


@pytest.mark.java
def test_defined_classes_are_filled(tmp_path: Path) -> None:
    """The reasoner fills the defined classes, and a factor may be barrier and enabler at once."""
    kinds = run_hermit(tmp_path, SAMPLE)[1]
    members: dict[str, set[str]] = {}
    for individual, kind in kinds:
        members.setdefault(kind.removeprefix(NK), set()).add(individual.rsplit("/", 1)[1])
    assert members["Barrier"] == {"guidance", "debt"}
    assert members["Enabler"] == {"guidance"}
    assert members["ContestedDeterminant"] == {"guidance"}
    assert members["MultiStudyTheme"] == {"theme-x"}
    assert members["EmpiricalFinding"] == members["BarrierFinding"] == members["CoreFinding"] == members["TheoryInformedFinding"] == {"f1"}
    assert members["InterpretiveFinding"] == {"f2"}
    assert members["WishedForThing"] == {"modia"}


@pytest.mark.java
@pytest.mark.parametrize(
    "clash",
    [
        "id:x a nk:DigitalService, nk:InformationSystem .",
        "id:x a nk:InformationSystem, nk:Channel .",
        "id:x nk:findingOf id:s ; nk:basis id:basis-empirical, id:basis-cited .",
        "id:f nk:affects id:x . id:x a nk:DigitalService .",
        "id:x a nk:Study, nk:Finding .",
    ],
)
def test_contradiction_is_found(tmp_path: Path, clash: str) -> None:
    """HermiT sees what cannot be: two classes that exclude each other, two bases, an affected service."""
    owlready2 = pytest.importorskip("owlready2")
    need(shutil.which("java"), "HermiT needs Java")
    with pytest.raises(owlready2.OwlReadyInconsistentOntologyError):
        run_hermit(tmp_path, clash)


@pytest.mark.java
def test_year_literals_are_refused(tmp_path: Path) -> None:
    """HermiT stops at xsd:gYear, which is outside OWL 2's datatype map: whoever calls it takes such literals out first."""
    owlready2 = pytest.importorskip("owlready2")
    need(shutil.which("java"), "HermiT needs Java")
    with pytest.raises(owlready2.OwlReadyJavaError):
        run_hermit(tmp_path, 'id:x a nk:Law ; nk:year "1997"^^xsd:gYear .')


def test_every_class_that_data_fills_has_a_shape() -> None:
    """A class without a definition of its own, and which is no mere umbrella, is the target of a shape."""
    graph, shapes = read_ontology(), Graph()
    for path in (ROOT / "ontology" / "shapes").glob("*.ttl"):
        shapes.parse(path)
    filled = {each for each in graph.subjects(RDF.type, OWL.Class) if str(each).startswith(NK)}
    filled -= set(graph.subjects(OWL.equivalentClass))
    assert {str(each) for each in filled - set(shapes.objects(None, namespace.SH.targetClass)) if not isinstance(each, BNode)} == set()
