"""The registry as quads: each entity with its class, labels, aliases, description and relations."""

from __future__ import annotations

from navkg.graph.quads import Quads
from navkg.model import Entity, Vocabulary
from navkg.namespaces import entity_iri, scheme_iri

RELATIONS: dict[str, str] = {
    "part_of": "nk:partOf",
    "owner": "nk:owner",
    "developed_by": "nk:developedBy",
    "replaces": "nk:replaces",
    "integrates_with": "nk:integratesWith",
    "governed_by": "nk:governedBy",
    "uses_channel": "nk:usesChannel",
    "used_by": "nk:usedBy",
    "broader": "skos:broader",
    "concept_of": "nk:conceptOf",
    "theorist": "nk:theorist",
    "author": "nk:author",
    "issuer": "nk:issuer",
    "about": "nk:worksAbout",
    "related": "nk:related",
    "cfir": "nk:cfirConstruct",
}


def registry_quads(vocabulary: Vocabulary) -> Quads:
    quads = Quads("registry")
    for entity in vocabulary.entities.values():
        _entity(quads, entity)
    return quads


def _entity(quads: Quads, entity: Entity) -> None:
    iri = entity_iri(entity.id)
    quads.a(iri, f"nk:{entity.kind}")
    quads.text(iri, "rdfs:label", entity.label)
    quads.words(iri, "skos:altLabel", *entity.aliases)
    quads.text(iri, "dcterms:description", entity.description)
    for field, predicate in RELATIONS.items():
        quads.link(iri, predicate, *(entity_iri(slug) for slug in getattr(entity, field)))
    if entity.status:
        quads.link(iri, "nk:status", entity_iri(f"status-{entity.status}"))
    quads.moment(iri, "nk:introduced", entity.introduced)
    quads.moment(iri, "nk:year", entity.year)
    quads.words(iri, "dcterms:identifier", entity.identifier)
    quads.link(iri, "skos:closeMatch", *entity.close_match)
    quads.link(iri, "skos:inScheme", scheme_iri("registry"))
