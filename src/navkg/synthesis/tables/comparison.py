"""Tables that set studies against each other: convergence matrices, effect directions, contradictions."""

from __future__ import annotations

from navkg.model import Text
from navkg.synthesis.contradictions import KINDS, Contradiction, Side, find_contradictions
from navkg.synthesis.directions import effect_directions
from navkg.synthesis.evidence import Evidence, facet
from navkg.synthesis.matrix import CONVERGENCES, DIRECTIONS, convergence_matrix
from navkg.synthesis.matrix import Cell as Convergence
from navkg.synthesis.table import Cell, Column, Table, listed, said, word
from navkg.synthesis.voices import Voices, group_label

_RULE = Text(
    en="Triangulation protocol (Farmer et al. 2006), computed from own data only: agreement when all independent studies with data have the same direction and at least one shares an example, "
    "dissonance when directions are opposite or disagreement is declared, otherwise partial agreement; silence when a study investigated the matter and has no own "
    "finding; a study alone on a row is the only study. A study's direction is the one that at least 70 % of its findings with a direction share.",
    nb="Trianguleringsprotokoll (Farmer mfl. 2006), beregnet bare fra egne data: enighet når alle uavhengige studier med data har samme retning og minst én deler et eksempel, dissonans når "
    "retningene er motsatte eller uenighet er oppgitt, ellers delvis enighet; taushet når en studie undersøkte saken uten eget funn; en studie alene på en rad er eneste "
    "studie. En studies retning er den som minst 70 % av funnene med retning deler.",
)
_ROLES = Text(
    en="For determinants the direction is the role, so dissonance may be a factor's presence (enabler) against its absence (barrier): read before concluding.",
    nb="For påvirkningsfaktorer er retningen rollen, så dissonans kan være faktorens nærvær (fremmer) mot dens fravær (barriere): les før du konkluderer.",
)
_MORE = Text(
    en="For outcomes the direction is more or less of it, not better or worse.",
    nb="For utfall er retningen mer eller mindre av det, ikke bedre eller verre.",
)


def convergence_of_themes(evidence: Evidence) -> Table:
    """Convergence matrix: themes × studies."""
    return convergence_table(evidence, "theme")


def convergence_of_determinants(evidence: Evidence) -> Table:
    """Convergence matrix: determinants that at least two studies have own data on × studies."""
    return convergence_table(evidence, "determinant", 2)


def convergence_of_outcomes(evidence: Evidence) -> Table:
    """Convergence matrix: outcomes that at least two studies have own data on × studies."""
    return convergence_table(evidence, "outcome", 2)


def convergence_table(evidence: Evidence, rows: str, min_studies: int = 1) -> Table:
    """The convergence matrix of a facet as a table; id `convergence-<rows>`. Raises NavkgError for an unknown facet."""
    matrix, label = convergence_matrix(evidence, rows, min_studies), facet(rows).label
    columns = (
        Column("id", Text(en="id", nb="id")),
        Column("row", label),
        *(Column(study, Text(en=study, nb=study), traced=True, reasoned=True) for study in matrix.studies),
    )
    made = tuple(
        (word(row), said(evidence.label(row)), *(_convergence(cell, matrix.facet) for cell in cells.values())) for row, cells in matrix.cells.items()
    )
    more = {"determinant": _ROLES, "outcome": _MORE}.get(matrix.facet)
    note = Text.model_construct(en=f"{_RULE.en} {more.en}", nb=f"{_RULE.nb} {more.nb}") if more else _RULE
    title = Text(en=f"Convergence matrix: {label.en.lower()} × study", nb=f"Konvergensmatrise: {label.nb.lower()} × studie")
    return Table(f"convergence-{matrix.facet}s", title, note, columns, made)


def _convergence(cell: Convergence, facet_name: str) -> Cell:
    words = CONVERGENCES[cell.relation]
    if cell.direction is None:
        return said(words, (), cell.reason)
    direction = DIRECTIONS.get(facet_name, DIRECTIONS[""])[cell.direction]
    return Cell(
        f"{words.en}: {direction.en} ({len(cell.findings)})",
        f"{words.nb}: {direction.nb} ({len(cell.findings)})",
        findings=cell.findings,
        why=cell.reason,
    )


def effects(evidence: Evidence) -> Table:
    """Effect directions: outcomes × studies, symbols with the number of findings."""
    note = Text(
        en="▲ more of the outcome, ▼ less of it, ◄► both (under 70 % agree), ○ changed without a direction; empty: no own data. The number is of findings. More is not "
        "better. By direction only (Hilton Boon and Thomson 2021); no p-values, no pooled effect.",
        nb="▲ mer av utfallet, ▼ mindre av det, ◄► begge deler (under 70 % er enige), ○ endret uten retning; tomt: ingen egne data. Tallet er antall funn. Mer er ikke "
        "bedre. Bare etter retning (Hilton Boon og Thomson 2021); ingen p-verdier, ingen samlet effekt.",
    )
    columns = (
        Column("id", Text(en="id", nb="id")),
        Column("outcome", facet("outcome").label),
        *(Column(study, Text(en=study, nb=study), traced=True) for study in evidence.by_id),
    )
    rows = []
    for outcome, found in effect_directions(evidence).items():
        cells = [
            word(f"{found[study].symbol} {len(found[study].findings)}", found[study].findings) if study in found else Cell()
            for study in evidence.by_id
        ]
        rows.append((word(outcome), said(evidence.label(outcome)), *cells))
    return Table("effect-directions", Text(en="Effect directions", nb="Effektretninger"), note, columns, tuple(rows))


def _side_columns(letter: str) -> tuple[Column, ...]:
    return (
        Column(f"says-{letter.lower()}", Text(en=f"Side {letter} says", nb=f"Side {letter} sier"), traced=True, wide=True),
        Column(f"informants-{letter.lower()}", Text(en=f"Informants {letter}", nb=f"Informanter {letter}")),
        Column(f"methods-{letter.lower()}", Text(en=f"Methods {letter}", nb=f"Metoder {letter}")),
        Column(f"dates-{letter.lower()}", Text(en=f"Data collected {letter}", nb=f"Data samlet inn {letter}")),
    )


CONTRADICTION_COLUMNS = (
    Column("kind", Text(en="Kind", nb="Type")),
    Column("subject", Text(en="Subject", nb="Emne")),
    Column("pivot", Text(en="Outcome or determinant", nb="Utfall eller påvirkningsfaktor")),
    Column("between", Text(en="Between", nb="Mellom")),
    *_side_columns("A"),
    *_side_columns("B"),
    Column("differs", Text(en="The sides differ in", nb="Sidene skiller seg i")),
    Column("why", Text(en="Why it is listed", nb="Hvorfor det står her"), wide=True),
)


def contradictions(evidence: Evidence) -> Table:
    """The list of contradictions, those between studies first within each kind."""
    note = Text(
        en="Declared disagreements, opposite directions of an outcome on one subject, and determinants that are barrier in some own data and enabler in other. A listing "
        "is an invitation to read both sides, not a verdict; where the sides differ in informants, time or condition, both may hold.",
        nb="Oppgitte uenigheter, motsatte retninger på et utfall for ett emne, og påvirkningsfaktorer som er barriere i noen egne data og fremmer i andre. Oppføringen er en "
        "oppfordring til å lese begge sider, ingen dom; der sidene skiller seg i informanter, tid eller betingelse, kan begge stå seg.",
    )
    found = sorted(find_contradictions(evidence), key=lambda one: (list(KINDS).index(one.kind), not one.between_studies, one.id))
    rows = tuple(_contradiction(evidence, one) for one in found)
    return Table("contradictions", Text(en="Contradictions", nb="Motsigelser"), note, CONTRADICTION_COLUMNS, rows, prose=True)


def _contradiction(evidence: Evidence, one: Contradiction) -> tuple[Cell, ...]:
    between = Text(en="studies", nb="studier") if one.between_studies else Text(en="findings of one study", nb="funn i én studie")
    return (
        said(KINDS[one.kind]),
        said(evidence.label(one.subject)),
        said(evidence.label(one.pivot)) if one.pivot else Cell(),
        said(between),
        *_side(evidence, one.sides[0]),
        *_side(evidence, one.sides[1]),
        listed(one.differs, sign=", "),
        said(one.reason),
    )


def _side(evidence: Evidence, side: Side) -> tuple[Cell, ...]:
    bases = [evidence.label(f"basis-{basis}") for basis in side.bases]
    says = Text.model_construct(
        en=f"{side.says.en} ({', '.join(basis.en for basis in bases)})", nb=f"{side.says.nb} ({', '.join(basis.nb for basis in bases)})"
    )
    return (
        said(says, side.findings),
        _informants(evidence, side.voices),
        listed(map(evidence.label, side.voices.methods), sign=", "),
        word("; ".join(side.voices.periods)),
    )


def _informants(evidence: Evidence, voices: Voices) -> Cell:
    cell = listed(group_label(evidence, name) for name in voices.groups)
    if voices.named or not voices.groups:
        return cell
    return Cell(f"not named; the study has: {cell.en}", f"ikke oppgitt; studien har: {cell.nb}")
