"""The store that answers: Oxigraph in memory, every named graph also part of the default graph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pyoxigraph as ox

from navkg.namespaces import PREFIXES

Bindings = Mapping[str, ox.NamedNode | ox.Literal]
Answer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


class Store:
    """Quads ready for SPARQL. Queries see the union of all graphs; the prefixes of `navkg.namespaces` are declared for them."""

    def __init__(self, quads: Iterable[ox.Quad] = ()) -> None:
        self.quads = ox.Store()
        self.quads.bulk_extend(quads)

    @classmethod
    def read(cls, path: Path) -> Store:
        """The store of an N-Quads file."""
        store = cls()
        store.quads.bulk_load(path=str(path), format=ox.RdfFormat.N_QUADS)
        return store

    def query(self, text: str, bindings: Bindings | None = None, *, union: bool = True) -> Answer:
        """Run a query of the project's own (queries from outside go through `navkg.questions`). `bindings` give variables their values, never as text.

        `union=False` is for a query that names its graphs with FROM: Oxigraph lets the union of all graphs go before it.
        """
        values: dict[ox.Variable, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple] = {
            ox.Variable(name): value for name, value in (bindings or {}).items()
        }
        return self.quads.query(text, use_default_graph_as_union=union, substitutions=values, prefixes=PREFIXES)

    def select(self, text: str, bindings: Bindings | None = None) -> ox.QuerySolutions:
        """Run a SELECT query. Raises TypeError for another form."""
        answer = self.query(text, bindings)
        if not isinstance(answer, ox.QuerySolutions):
            raise TypeError("not a SELECT query")
        return answer

    def add(self, quads: Iterable[ox.Quad]) -> None:
        """Add quads; those that are there already change nothing."""
        self.quads.extend(quads)

    def __len__(self) -> int:
        return len(self.quads)
