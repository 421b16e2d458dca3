"""The one module that makes IRIs.

Terms of the ontology live under `NK`, individuals under `ID` with readable ASCII slugs that never change. A short id (`digisos`, `digisos-roles/f012`) is what
people type; `finding_iri` and its neighbours turn it into an IRI and `short_id` turns it back. A new kind of individual gets a function here.
"""

from __future__ import annotations

NK = "https://w3id.org/navkg/ontology#"
ONTOLOGY = "https://w3id.org/navkg/ontology"
ID = "https://w3id.org/navkg/id/"

PREFIXES: dict[str, str] = {
    "nk": NK,
    "id": ID,
    "cito": "http://purl.org/spar/cito/",
    "cpsv": "http://purl.org/vocab/cpsv#",
    "cv": "http://data.europa.eu/m8g/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "deo": "http://purl.org/spar/deo/",
    "doco": "http://purl.org/spar/doco/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "fabio": "http://purl.org/spar/fabio/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "pav": "http://purl.org/pav/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

# Individuals whose short id is what stands behind this path segment; everything else keeps its segment (`passage/…`).
_UNSAID = ("finding/",)


def expand(curie: str) -> str:
    """The IRI of a CURIE with one of `PREFIXES` (`nk:about`). Raises KeyError for an unknown prefix."""
    prefix, _, name = curie.partition(":")
    return PREFIXES[prefix] + name


def entity_iri(slug: str) -> str:
    """An entity of the registry, or a concept of a scheme: both share one flat space."""
    return ID + slug


def scheme_iri(name: str) -> str:
    return f"{ID}scheme/{name}"


def finding_iri(study: str, finding: str) -> str:
    """`finding` is local (`f001`), or belongs to another study (`digisos-roles/f012`)."""
    return f"{ID}finding/{finding}" if "/" in finding else f"{ID}finding/{study}/{finding}"


def part_iri(kind: str, study: str, local: str = "") -> str:
    """Something that belongs to a study: `kind` is study, document, section, passage, informants, coding …; `local` its own id."""
    return f"{ID}{kind}/{study}/{local}" if local else f"{ID}{kind}/{study}"


def graph_iri(name: str) -> str:
    """A named graph: `study/<study>`, `registry`, `ontology`, `synthesis`, `inferred` or `release`."""
    return f"{ID}graph/{name}"


def short_id(iri: str) -> str:
    """The id that people type for an IRI of ours; any other IRI comes back as a CURIE where a prefix fits, else unchanged."""
    if iri.startswith(ID):
        rest = iri.removeprefix(ID)
        return next((rest.removeprefix(segment) for segment in _UNSAID if rest.startswith(segment)), rest)
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def iri_of(short: str) -> str:
    """The IRI of a short id: the inverse of `short_id` for ids of ours (`digisos`, `digisos-roles/f012`, `study/digisos-roles`)."""
    head, _, tail = short.partition("/")
    is_finding = bool(tail) and "/" not in tail and tail[:1] == "f" and tail[1:].isdigit() and head not in {"study", "document", "textlayer"}
    return f"{ID}finding/{short}" if is_finding else ID + short
