"""What this build is made of: VoID, DCAT and PROV about the dataset, its graphs, its files and their sha256. No time stamps, so that two builds are equal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from navkg.graph.quads import Quads
from navkg.model import Study, Text
from navkg.namespaces import ID, ONTOLOGY, graph_iri, part_iri

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
DATASET, ACTIVITY = f"{ID}release", f"{ID}release/build"
_FORMATS = {
    "navkg.nq": "application/n-quads",
    "navkg.trig": "application/trig",
    "navkg.ttl": "text/turtle",
    "navkg.jsonld": "application/ld+json",
}
TITLE = Text(
    en="navkg: what qualitative studies of NAV's digitalisation found", nb="navkg: hva kvalitative studier av digitaliseringen av NAV har funnet"
)


def release_quads(files: Mapping[str, str], studies: Iterable[Study], sizes: Mapping[str, int], version: str) -> Quads:
    """`files`: input file name → sha256; `sizes`: graph name → number of triples; `version`: of the program that built it."""
    quads = Quads("release")
    quads.a(DATASET, "void:Dataset", "dcat:Dataset", "prov:Entity")
    quads.text(DATASET, "dcterms:title", TITLE)
    quads.link(DATASET, "dcterms:license", LICENCE)
    quads.link(DATASET, "dcterms:conformsTo", ONTOLOGY)
    quads.words(DATASET, "void:uriSpace", ID)
    quads.integer(DATASET, "void:triples", sum(sizes.values()))
    quads.link(DATASET, "prov:wasGeneratedBy", ACTIVITY)
    for codebook in sorted({study.design.coding.codebook for study in studies}):
        quads.words(DATASET, "nk:codebookVersion", codebook)
    for name, size in sorted(sizes.items()):
        quads.link(DATASET, "void:subset", graph_iri(name))
        quads.a(graph_iri(name), "void:Dataset")
        quads.integer(graph_iri(name), "void:triples", size)
    for name, media_type in _FORMATS.items():
        part = f"{ID}release/{name}"
        quads.link(DATASET, "dcat:distribution", part)
        quads.a(part, "dcat:Distribution")
        quads.words(part, "dcterms:title", name)
        quads.words(part, "dcat:mediaType", media_type)
    quads.a(ACTIVITY, "prov:Activity")
    quads.link(ACTIVITY, "prov:wasAssociatedWith", f"{ID}release/program")
    quads.a(f"{ID}release/program", "prov:SoftwareAgent")
    quads.words(f"{ID}release/program", "dcterms:title", f"navkg {version}")
    for name, digest in sorted(files.items()):
        part = part_iri("file", name)
        quads.link(ACTIVITY, "prov:used", part)
        quads.a(part, "prov:Entity")
        quads.words(part, "nk:fileName", name)
        quads.words(part, "nk:sha256", digest)
    return quads
