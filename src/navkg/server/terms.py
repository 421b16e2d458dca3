"""What the query page completes: prefixes, the classes and properties of the ontology, and the ids of things."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from navkg.namespaces import ID, PREFIXES
from navkg.server.settings import Serving

_TERMS = """
SELECT ?term ?kind (SAMPLE(?english) AS ?en) (SAMPLE(?norwegian) AS ?nb) WHERE {
  VALUES (?type ?kind) { (owl:Class "class") (owl:ObjectProperty "property") (owl:DatatypeProperty "property") (owl:AnnotationProperty "property") }
  ?term a ?type . FILTER(isIRI(?term))
  OPTIONAL { ?term rdfs:label ?english . FILTER(LANG(?english) = "en") }
  OPTIONAL { ?term rdfs:label ?norwegian . FILTER(LANG(?norwegian) = "nb") }
} GROUP BY ?term ?kind ORDER BY ?term
"""

_ASKED: WeakKeyDictionary[Serving, list[list[str | None]]] = WeakKeyDictionary()


async def known(serving: Serving) -> dict[str, Any]:
    """`prefixes`; `terms`: text to insert, kind, and what it is called in both languages."""
    return {"prefixes": PREFIXES, "terms": [*await of_ontology(serving), *_things(serving)]}


async def of_ontology(serving: Serving) -> list[list[str | None]]:
    """Classes and properties: CURIE, `class` or `property`, English and Norwegian label. Asked once; nothing while the workers have no time."""
    found = _ASKED.get(serving)
    if found is None:
        reply = await serving.pool.run({"kind": "rows", "query": _TERMS})
        if reply.status != 200:
            return []
        found = _ASKED[serving] = [list(row) for row in json.loads(reply.body)["values"]]
    return found


@lru_cache(maxsize=4)
def _things(serving: Serving) -> list[list[str]]:
    terms = serving.build.vocabulary.terms.values()
    made = [[f"id:{term.id}", term.kind or term.scheme, term.label_en, term.label_nb] for term in terms]
    made += [[f"<{ID}study/{study.id}>", "Study", study.design.title.en, study.design.title.nb] for study in serving.studies.values()]
    return sorted(made)
