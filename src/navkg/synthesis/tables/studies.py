"""Study characteristics: one row a study, as a review's first table has it."""

from __future__ import annotations

from navkg.model import Study, Text
from navkg.synthesis.evidence import Evidence, is_own
from navkg.synthesis.table import Cell, Column, Table, count, listed, said, word
from navkg.synthesis.voices import group_label, period_text

DOCUMENT_TYPES = {
    "BookChapter": Text(en="book chapter", nb="bokkapittel"),
    "MastersThesis": Text(en="master's thesis", nb="masteroppgave"),
    "ProjectReport": Text(en="project report", nb="prosjektrapport"),
}
COLUMNS = (
    Column("study", Text(en="Study", nb="Studie")),
    Column("title", Text(en="Title", nb="Tittel"), wide=True),
    Column("document", Text(en="Document", nb="Dokument")),
    Column("year", Text(en="Year", nb="År")),
    Column("project", Text(en="Project", nb="Prosjekt")),
    Column("questions", Text(en="Research questions", nb="Forskningsspørsmål"), wide=True),
    Column("design", Text(en="Design", nb="Opplegg"), wide=True),
    Column("methods", Text(en="Methods", nb="Metoder")),
    Column("informants", Text(en="Informants", nb="Informanter"), wide=True),
    Column("collected", Text(en="Data collected", nb="Data samlet inn")),
    Column("sites", Text(en="Settings", nb="Steder")),
    Column("theories", Text(en="Theories used", nb="Teorier brukt")),
    Column("themes", Text(en="Themes investigated", nb="Temaer undersøkt"), wide=True),
    Column("limitations", Text(en="Limitations stated by the study", nb="Begrensninger studien selv oppgir"), wide=True),
    Column("own", Text(en="Findings of own data", nb="Funn fra egne data"), traced=True),
    Column("other", Text(en="Cited and background findings", nb="Siterte funn og bakgrunnsfunn"), traced=True),
)


def characteristics(evidence: Evidence) -> Table:
    """The table of study characteristics."""
    note = Text(
        en="As the documents say it; empty where they do not. Documents of one project count as one independent study.",
        nb="Slik dokumentene selv sier det; tomt der de ikke sier noe. Dokumenter fra samme prosjekt teller som én uavhengig studie.",
    )
    rows = tuple(_row(evidence, study) for study in evidence.by_id.values())
    return Table("study-characteristics", Text(en="Study characteristics", nb="Kjennetegn ved studiene"), note, COLUMNS, rows, prose=True)


def _row(evidence: Evidence, study: Study) -> tuple[Cell, ...]:
    design, label = study.design, evidence.label
    records = [record for record in evidence.records.values() if record["study"] == study.id]
    own = [record["id"] for record in records if is_own(record)]
    other = [record["id"] for record in records if not is_own(record)]
    return (
        word(study.id),
        said(design.title),
        said(DOCUMENT_TYPES[design.document.type]),
        word(str(design.document.year or "")),
        listed([label(design.project)] if design.project else []),
        listed(Text(en=question.en, nb=question.nb) for question in design.research_questions),
        said(design.design) if design.design else Cell(),
        listed(map(label, design.methods), sign=", "),
        listed(group_label(evidence, f"{study.id}/{group.id}") for group in design.informants),
        word(period_text(design.collected)),
        listed(map(label, design.sites), sign=", "),
        listed((label(use.id) for use in design.theories), sign=", "),
        listed(map(label, design.themes_investigated), sign=", "),
        listed(design.limitations, sign=" "),
        count(len(own), own),
        count(len(other), other),
    )
