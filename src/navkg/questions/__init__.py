"""Asking: `catalog.py` reads the competency questions of `ontology/queries/`, `sparql.py` runs queries from outside safely, `answers.py` makes rows of them,
`selection.py` filters findings. A new question is one .rq file; nothing to register.
"""
