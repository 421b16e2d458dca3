"""What follows from the data: the CONSTRUCT rules of `ontology/rules/`, run in the order of their file names into the graph `inferred`.

Rules see what earlier rules made. Transitive closures are left to property paths in queries.
"""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from navkg.graph.store import Store
from navkg.namespaces import graph_iri
from navkg.problems import fault
from navkg.project import Project, read_text

INFERRED = ox.NamedNode(graph_iri("inferred"))


def infer(store: Store, rules: list[Path], project: Project) -> list[ox.Quad]:
    """Run every rule and add what is new to `store`; the new quads. Raises NavkgError for a rule that does not parse."""
    made: list[ox.Quad] = []
    for path in rules:
        name = project.name(path)
        try:
            answer = store.query(read_text(path, name))
        except SyntaxError as error:
            raise fault(f"does not parse: {error.msg}", "mend the rule", file=name) from error
        if not isinstance(answer, ox.QueryTriples):
            raise fault("is not a CONSTRUCT query", "rules derive triples with CONSTRUCT", file=name)
        new = [quad for quad in {ox.Quad(t.subject, t.predicate, t.object, INFERRED) for t in answer} if not _known(store, quad)]
        store.add(new)
        made += new
    return made


def _known(store: Store, quad: ox.Quad) -> bool:
    return next(iter(store.quads.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)), None) is not None
