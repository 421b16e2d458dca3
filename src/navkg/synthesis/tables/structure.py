"""The measures of structure as tables, each with its formula and limits in the note."""

from __future__ import annotations

from navkg.model import Text
from navkg.synthesis.evidence import Evidence, facet, is_own
from navkg.synthesis.structure import COMPARED, MEASURES, Loss, barrier_communities, bridging_determinants, leave_one_out, study_similarity
from navkg.synthesis.table import Cell, Column, Table, count, listed, said, word


def _note(measure: str) -> Text:
    one = MEASURES[measure]
    return Text.model_construct(en=f"{one.formula.en} {one.limits.en}", nb=f"{one.formula.nb} {one.limits.nb}")


def bridges(evidence: Evidence) -> Table:
    """Determinants that bridge themes, with how they bridge studies beside it."""
    across = {one.determinant: one for one in bridging_determinants(evidence, "study")}
    columns = (
        Column("id", Text(en="id", nb="id")),
        Column("determinant", facet("determinant").label),
        Column("themes-betweenness", Text(en="Betweenness among themes", nb="Mellomliggenhet blant temaer"), traced=True),
        Column("themes", Text(en="Themes", nb="Temaer")),
        Column("studies-betweenness", Text(en="Betweenness among studies", nb="Mellomliggenhet blant studier")),
        Column("studies", Text(en="Studies", nb="Studier")),
    )
    rows = []
    for one in bridging_determinants(evidence):
        other = across.get(one.determinant)
        rows.append(
            (
                word(one.determinant),
                said(evidence.label(one.determinant)),
                count(one.betweenness, one.findings),
                count(len(one.ties)),
                count(other.betweenness if other else 0.0),
                count(len({name.partition("/")[0] for name in one.findings})),
            )
        )
    return Table("structure-bridges", MEASURES["bridging"].title, _note("bridging"), columns, tuple(rows))


def communities(evidence: Evidence) -> Table:
    """Communities of barriers and outcomes, largest first."""
    found, note = barrier_communities(evidence), _note("communities")
    columns = (
        Column("number", Text(en="Community", nb="Klynge")),
        Column("barriers", Text(en="Barriers", nb="Barrierer"), traced=True, wide=True),
        Column("outcomes", Text(en="Outcomes", nb="Utfall"), wide=True),
    )
    rows = tuple(
        (count(number), listed(map(evidence.label, barriers), findings), listed(map(evidence.label, outcomes)))
        for number, (barriers, outcomes, findings) in enumerate(found.groups, 1)
    )
    more = Text.model_construct(
        en=f"{note.en} Modularity here: {found.modularity:.2f}.", nb=f"{note.nb} Modularitet her: {found.modularity:.2f}.".replace("0.", "0,")
    )
    return Table("structure-communities", MEASURES["communities"].title, more, columns, rows)


def similarity(evidence: Evidence) -> Table:
    """Pairs of studies, most alike first within each facet."""
    columns = (
        Column("facet", Text(en="Compared on", nb="Sammenliknet på")),
        Column("one", Text(en="Study", nb="Studie")),
        Column("other", Text(en="Other study", nb="Annen studie")),
        Column("jaccard", Text(en="Jaccard", nb="Jaccard")),
        Column("shared", Text(en="Shared", nb="Felles")),
        Column("either", Text(en="In either", nb="I minst én")),
        Column("names", Text(en="What is shared", nb="Hva som er felles"), traced=True, wide=True),
    )
    order = {name: place for place, name in enumerate(COMPARED)}
    rows = []
    for pair in sorted(study_similarity(evidence), key=lambda one: (order[one.facet], -one.jaccard, one.one, one.other)):
        held = evidence.sorted_by(pair.facet)
        behind = sorted({record["id"] for slug in pair.shared for record in held[slug] if record["study"] in (pair.one, pair.other)})
        names = listed((evidence.label(slug) for slug in pair.shared), behind, ", ")
        rows.append(
            (said(facet(pair.facet).label), word(pair.one), word(pair.other), count(pair.jaccard), count(len(pair.shared)), count(pair.either), names)
        )
    return Table("structure-similarity", MEASURES["similarity"].title, _note("similarity"), columns, tuple(rows))


def losses(evidence: Evidence) -> Table:
    """What is lost without each study."""
    columns = (
        Column("study", Text(en="Without", nb="Uten")),
        Column("review-findings", Text(en="Review findings below two studies", nb="Syntesefunn under to studier")),
        Column("names", Text(en="Which", nb="Hvilke"), wide=True),
        *(
            Column(
                name,
                Text(en=f"No longer shared: {facet(name).label.en.lower()}", nb=f"Ikke lenger felles: {facet(name).label.nb.lower()}"),
                traced=True,
            )
            for name in COMPARED
        ),
    )
    rows = tuple(
        (
            word(loss.study),
            count(len(loss.review_findings)),
            word(", ".join(loss.review_findings)),
            *(_unshared(evidence, loss, name) for name in COMPARED),
        )
        for loss in leave_one_out(evidence)
    )
    return Table("structure-leave-one-out", MEASURES["leave-one-out"].title, _note("leave-one-out"), columns, rows)


def _unshared(evidence: Evidence, loss: Loss, name: str) -> Cell:
    """How many values are no longer shared, with the study's own findings on them."""
    held, gone = evidence.sorted_by(name), loss.unshared[name]
    return count(len(gone), sorted({record["id"] for value in gone for record in held[value] if record["study"] == loss.study and is_own(record)}))
