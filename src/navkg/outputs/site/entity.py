"""A page for each entity, theme and CFIR construct, at entity/<id>.html: what it is, how it relates, and every finding that names it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from navkg.namespaces import entity_iri
from navkg.outputs.site.corpus import VALENCES, Corpus
from navkg.outputs.site.render import Page
from navkg.outputs.site.synthesis.contradictions import of_actors
from navkg.outputs.site.synthesis.desk import Desk
from navkg.outputs.site.text import Pair, pair
from navkg.outputs.site.words import PARTS

NEIGHBOURS = 14


def pages(corpus: Corpus) -> Iterator[Page]:
    below, contested = classified(corpus), of_actors(Desk(corpus))
    for slug in corpus.paged:
        findings = corpus.mentions.get(slug, {})
        if corpus.kind(slug) == "Construct":
            findings = {key: roles for determinant in below.get(slug, ()) for key, roles in corpus.mentions.get(determinant, {}).items()}
        yield (
            f"entity/{slug}.html",
            "entity.html",
            {
                "slug": slug,
                "iri": entity_iri(slug),
                "label": corpus.label(slug),
                "kind": corpus.kind(slug),
                "about": _about(corpus, slug),
                "relations": _relations(corpus, slug),
                "studies": _studies(corpus, findings),
                "total": len(findings),
                "all": list(findings),
                "parts": _parts(findings),
                "contested": contested.get(slug, []),
                "designs": [study for study in corpus.design_mentions.get(slug, ()) if study in corpus.study],
                "timeline": timeline(corpus, slug, findings),
                "neighbours": _neighbours(corpus, slug, findings),
            },
        )


def classified(corpus: Corpus) -> dict[str, list[str]]:
    """CFIR construct → the determinants placed in it."""
    found: dict[str, list[str]] = {}
    for entity in corpus.vocabulary.entities.values():
        for construct in entity.cfir:
            found.setdefault(construct, []).append(entity.id)
    return found


def _about(corpus: Corpus, slug: str) -> dict[str, Any]:
    """Description, other names, identifiers and years, from the registry or from the scheme."""
    entity = corpus.vocabulary.entities.get(slug)
    if entity is None:
        iri = entity_iri(slug)
        return {
            "description": corpus.facts.text(iri, "skos:definition"),
            "aliases": corpus.facts.words(iri, "skos:altLabel"),
            "status": None,
            "years": [],
            "identifier": None,
            "matches": [link for link in corpus.facts.links(iri, "skos:closeMatch") if link.startswith("http")],
        }
    years = [(Pair("introduced", "innført"), entity.introduced), (Pair("year", "år"), entity.year)]
    return {
        "description": pair(entity.description),
        "aliases": entity.aliases,
        "status": corpus.value("status", entity.status) if entity.status else None,
        "years": [(name, year) for name, year in years if year],
        "identifier": entity.identifier,
        "matches": entity.close_match,
    }


def _relations(corpus: Corpus, slug: str) -> list[tuple[Pair, list[str]]]:
    groups: dict[Pair, list[str]] = {}
    for label, other in corpus.relations.get(slug, ()):
        groups.setdefault(label, []).append(other)
    return list(groups.items())


def _parts(findings: dict[str, list[str]]) -> list[tuple[Pair, list[str]]]:
    """Each part that it has in findings, with these."""
    played: dict[str, list[str]] = {}
    for key, roles in findings.items():
        for role in set(roles):
            played.setdefault(role, []).append(key)
    return [(PARTS[role], played[role]) for role in PARTS if role in played]


def _studies(corpus: Corpus, findings: dict[str, list[str]]) -> list[dict[str, Any]]:
    """The findings under study and direction, with the counts of the table."""
    rows = []
    for study, keys in corpus.by_study(findings).items():
        groups = {valence: [key for key in keys if corpus.records[key]["valence"] == valence] for valence in VALENCES}
        rows.append({"study": study, "total": len(keys), "all": keys, "groups": groups})
    return rows


def timeline(corpus: Corpus, slug: str, findings: dict[str, list[str]]) -> list[tuple[int, str, Any]]:
    """(year, what kind of event, its subject): when it was introduced, numbers that findings about it give for a year, and when studies collected their data."""
    entity = corpus.vocabulary.entities.get(slug)
    events: list[tuple[int, str, Any]] = []
    if entity and entity.introduced:
        events.append((entity.introduced, "introduced", None))
    if entity and entity.year:
        events.append((entity.year, "year", None))
    for key, roles in findings.items():
        if "about" in roles:
            events += [(quantity["year"], "quantity", (key, quantity)) for quantity in corpus.records[key]["quantities"] if "year" in quantity]
    if events:
        for study in corpus.by_study(findings):
            collected = corpus.study[study].design.collected
            moment = (collected.from_ or collected.to) if collected else None
            if moment:
                events.append((int(moment[:4]), "collected", study))
    return sorted(events, key=lambda event: (event[0], event[1], str(event[2])))


def _neighbours(corpus: Corpus, slug: str, findings: dict[str, list[str]]) -> list[tuple[str, list[str]]]:
    """What is named in the same findings most often, with these findings."""
    together: dict[str, list[str]] = {}
    for key in findings:
        for other in corpus.named[key]:
            together.setdefault(other, []).append(key)
    together.pop(slug, None)
    ranked = sorted(together.items(), key=lambda row: (-len(row[1]), row[0]))
    return [(other, keys) for other, keys in ranked if corpus.has_page(other) and corpus.kind(other) != "Theme"][:NEIGHBOURS]
