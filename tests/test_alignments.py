"""Every word that the ontology borrows is listed in ontology/borrowed.csv and exists in the vocabulary that owns it.

rdflib's closed namespaces are asked always. The other vocabularies are asked when the environment variable NAVKG_VOCAB
names a folder with their files; ELI and schema.org are not among them, so for these two the list is all there is.
To borrow a term: declare it in ontology/alignments.ttl and add its line to ontology/borrowed.csv.
"""

from __future__ import annotations

import csv
import os
from functools import cache
from pathlib import Path

import pytest
from rdflib import Graph, URIRef, namespace

ONTOLOGY = Path(__file__).parent.parent / "ontology"
OWN = ("https://w3id.org/navkg/",)
BUILT_IN = (
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://www.w3.org/2000/01/rdf-schema#",
    "http://www.w3.org/2002/07/owl#",
    "http://www.w3.org/2001/XMLSchema#",
)
PLACES = ("https://creativecommons.org/", "https://doi.org/", "https://data.norge.no/", "https://psi.norge.no/")
CLOSED = {
    "DCTERMS": namespace.DCTERMS, "FOAF": namespace.FOAF, "ORG": namespace.ORG,
    "PROV-O": namespace.PROV, "SKOS": namespace.SKOS, "VANN": namespace.VANN,
}  # fmt: skip
FILES = {
    "CPSV-AP": "cpsv-ap.ttl", "CiTO": "cito.ttl", "DEO": "deo.ttl", "DoCO": "doco.ttl", "FaBiO": "fabio.ttl",
    "MOD": "mod.ttl", "PAV": "pav.rdf", "SEPIO": "sepio-base.owl", "Web Annotation": "oa.ttl",
}  # fmt: skip
NAMESPACES = {
    "CPSV-AP": ("http://data.europa.eu/m8g/", "http://purl.org/vocab/cpsv#"), "CiTO": ("http://purl.org/spar/cito/",),
    "DEO": ("http://purl.org/spar/deo/",), "DoCO": ("http://purl.org/spar/doco/",), "FaBiO": ("http://purl.org/spar/fabio/",),
    "MOD": ("https://w3id.org/mod#",), "PAV": ("http://purl.org/pav/",), "SEPIO": ("http://purl.obolibrary.org/obo/SEPIO_",),
    "Web Annotation": ("http://www.w3.org/ns/oa#",),
}  # fmt: skip
UNCHECKED = {"ELI", "schema.org"}
LISTED = list(csv.DictReader((ONTOLOGY / "borrowed.csv").read_text(encoding="utf-8").splitlines()))
MODULES = sorted(ONTOLOGY.glob("*.ttl")) + sorted(ONTOLOGY.glob("schemes/*.ttl"))


@cache
def read_vocabulary(path: Path) -> Graph:
    return Graph().parse(path, format="turtle" if path.suffix == ".ttl" else "xml")


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_borrowed_terms_are_listed(module: Path) -> None:
    """A module uses no foreign IRI that the list does not hold."""
    listed = {row["iri"] for row in LISTED}
    used = {str(term) for triple in Graph().parse(module) for term in triple if isinstance(term, URIRef)}
    strangers = {iri for iri in used if not iri.startswith(OWN + BUILT_IN + PLACES)} - listed
    assert not strangers, f"add to ontology/borrowed.csv, after checking that they exist: {sorted(strangers)}"


def test_list_is_sorted_and_used() -> None:
    """The list is sorted by IRI, without doubles, and every term in it is declared in alignments.ttl as it says."""
    iris = [row["iri"] for row in LISTED]
    assert iris
    assert iris == sorted(set(iris))
    declared = {(str(term), kind) for term, kind in Graph().parse(ONTOLOGY / "alignments.ttl").subject_objects(namespace.RDF.type)}
    assert [row for row in LISTED if (row["iri"], namespace.OWL[row["kind"]]) not in declared] == []


def test_each_vocabulary_has_a_way_of_checking() -> None:
    """A vocabulary is closed in rdflib, has a file, or is named as one that cannot be checked."""
    assert {row["vocabulary"] for row in LISTED} == CLOSED.keys() | FILES.keys() | UNCHECKED


@pytest.mark.parametrize("row", [row for row in LISTED if row["vocabulary"] in CLOSED], ids=lambda row: row["iri"])
def test_term_exists_in_closed_namespace(row: dict[str, str]) -> None:
    """rdflib's closed namespace knows the term."""
    assert URIRef(row["iri"]) in CLOSED[row["vocabulary"]]


@pytest.mark.parametrize("row", [row for row in LISTED if row["vocabulary"] in FILES], ids=lambda row: row["iri"])
def test_term_exists_in_vocabulary_file(row: dict[str, str]) -> None:
    """The vocabulary's own file says what the term is; without the files, the term is at least in one of its namespaces."""
    assert row["iri"].startswith(NAMESPACES[row["vocabulary"]])
    if folder := os.environ.get("NAVKG_VOCAB"):
        vocabulary = read_vocabulary(Path(folder) / FILES[row["vocabulary"]])
        assert (URIRef(row["iri"]), namespace.RDF.type, None) in vocabulary, f"{row['iri']} does not exist in {row['vocabulary']}"
