"""The media types that answers can be had in: of rows and truth values, and of triples. The first of each list is what is sent when the client does not say."""

from __future__ import annotations

import pyoxigraph as ox

_ROWS = ox.QueryResultsFormat
_RDF = ox.RdfFormat

# media type → (format, content type that is sent)
ROWS: dict[str, tuple[ox.QueryResultsFormat, str]] = {
    "application/sparql-results+json": (_ROWS.JSON, "application/sparql-results+json"),
    "application/sparql-results+xml": (_ROWS.XML, "application/sparql-results+xml"),
    "text/csv": (_ROWS.CSV, "text/csv; charset=utf-8; header=present"),
    "text/tab-separated-values": (_ROWS.TSV, "text/tab-separated-values; charset=utf-8"),
    "application/json": (_ROWS.JSON, "application/sparql-results+json"),
    "application/xml": (_ROWS.XML, "application/sparql-results+xml"),
    "text/xml": (_ROWS.XML, "application/sparql-results+xml"),
}

TRIPLES: dict[str, tuple[ox.RdfFormat, str]] = {
    "text/turtle": (_RDF.TURTLE, "text/turtle; charset=utf-8"),
    "application/n-triples": (_RDF.N_TRIPLES, "application/n-triples"),
    "application/ld+json": (_RDF.JSON_LD, "application/ld+json"),
    "application/trig": (_RDF.TRIG, "application/trig"),
    "application/rdf+xml": (_RDF.RDF_XML, "application/rdf+xml"),
    "application/n-quads": (_RDF.N_QUADS, "application/n-quads"),
    "application/json": (_RDF.JSON_LD, "application/ld+json"),
    "application/x-turtle": (_RDF.TURTLE, "text/turtle; charset=utf-8"),
    "text/plain": (_RDF.N_TRIPLES, "application/n-triples"),
}
