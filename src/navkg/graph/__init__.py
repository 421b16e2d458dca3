"""From models to quads, and from quads to a store that answers.

`quads.py` is the one module that adds triples; `registry.py`, `study.py` and `release.py` say which, one table a class; `rules.py` derives the rest with the
CONSTRUCT rules of `ontology/rules/`; `store.py` holds it all for querying. A new field of a model gets its line in the table of its class.
"""
