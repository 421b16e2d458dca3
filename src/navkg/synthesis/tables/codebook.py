"""The codebook: every code with its definition, where it is placed, how often it is used, and one finding as an example."""

from __future__ import annotations

from collections.abc import Sequence

from navkg.model import Text
from navkg.records import Record
from navkg.synthesis.evidence import Evidence, facet, is_own
from navkg.synthesis.table import Cell, Column, Table, count, listed, said, word

_SCHEMES = {"kind": ("kinds", "kind-", Text(en="Kind of finding", nb="Funntype")), "basis": ("bases", "basis-", Text(en="Basis", nb="Grunnlag"))}
COLUMNS = (
    Column("type", Text(en="Type of code", nb="Kodetype")),
    Column("id", Text(en="Code", nb="Kode")),
    Column("label", Text(en="Name", nb="Navn")),
    Column("definition", Text(en="Definition", nb="Definisjon"), wide=True),
    Column("placed", Text(en="Placed under", nb="Plassert under")),
    Column("findings", Text(en="Findings", nb="Funn")),
    Column("own", Text(en="Of these, own data", nb="Av disse fra egne data")),
    Column("studies", Text(en="Studies with own data", nb="Studier med egne data")),
    Column("example", Text(en="Example", nb="Eksempel"), traced=True, wide=True),
)


def codebook(evidence: Evidence) -> Table:
    """The codebook of themes, determinants, outcomes, kinds and bases; codes that nothing uses yet are listed with zeros."""
    versions = ", ".join(sorted({study.design.coding.codebook for study in evidence.studies}))
    note = Text(
        en=f"Codebook version {versions}. Determinants are placed in CFIR 2022, themes under the broader theme. The example is a core finding of own data where there is one.",
        nb=f"Kodebok versjon {versions}. Påvirkningsfaktorer er plassert i CFIR 2022, temaer under det videre temaet. Eksempelet er et hovedfunn fra egne data der det fins.",
    )
    vocabulary = evidence.vocabulary
    rows = [_row(evidence, facet("theme").label, slug, evidence.sorted_by("theme").get(slug, ())) for slug in sorted(vocabulary.in_scheme("themes"))]
    for name, class_name in (("determinant", "Determinant"), ("outcome", "Outcome")):
        used = evidence.sorted_by(name)
        rows += [_row(evidence, facet(name).label, slug, used.get(slug, ())) for slug in sorted(vocabulary.of_class((class_name,)))]
    for field, (scheme, prefix, label) in _SCHEMES.items():
        for slug in sorted(vocabulary.in_scheme(scheme)):
            found = [record for record in evidence.records.values() if record[field] == slug.removeprefix(prefix)]
            rows.append(_row(evidence, label, slug, found))
    return Table("codebook", Text(en="Codebook", nb="Kodebok"), note, COLUMNS, tuple(rows), prose=True)


def _row(evidence: Evidence, kind: Text, slug: str, records: Sequence[Record]) -> tuple[Cell, ...]:
    own = [record for record in records if is_own(record)]
    example = min(records, key=lambda record: (not is_own(record), record["importance"] != "core", record["id"]), default=None)
    shown = Cell(example["statement_en"], example["statement_nb"], findings=(example["id"],)) if example else Cell()
    return (
        said(kind),
        word(slug),
        said(evidence.label(slug)),
        _definition(evidence, slug),
        _placed(evidence, slug),
        count(len(records)),
        count(len(own)),
        count(len({record["study"] for record in own})),
        shown,
    )


def _definition(evidence: Evidence, slug: str) -> Cell:
    entity, term = evidence.vocabulary.entities.get(slug), evidence.vocabulary.terms[slug]
    return said(entity.description) if entity else Cell(term.definition_en, term.definition_nb)


def _placed(evidence: Evidence, slug: str) -> Cell:
    entity, term = evidence.vocabulary.entities.get(slug), evidence.vocabulary.terms[slug]
    above = (entity.cfir or entity.broader) if entity else tuple(name for name in (term.broader,) if name)
    return listed(_named(evidence, name) for name in above)


def _named(evidence: Evidence, slug: str) -> Text:
    label, term = evidence.label(slug), evidence.vocabulary.terms.get(slug)
    notation = f"{term.notation} " if term and term.notation else ""
    return Text(en=notation + label.en, nb=notation + label.nb)
