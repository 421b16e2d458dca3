"""Framework analysis: the charting matrix (CFIR construct × study), and barriers and enablers by actor and service."""

from __future__ import annotations

from collections import defaultdict

from navkg.model import Text
from navkg.records import Record
from navkg.synthesis.evidence import Evidence, domain_of, facet, is_own
from navkg.synthesis.table import Cell, Column, Table, count, said, word

SHORT, SHOWN = 140, 3
_IMPORTANCE = {"core": 0, "supporting": 1, "minor": 2}


def charting(evidence: Evidence) -> Table:
    """The charting matrix: for each construct and study the weightiest own findings in short, with locators, and how many more there are."""
    note = Text(
        en=f"Findings of own data whose determinants are placed under the construct; the {SHOWN} weightiest in short (core before supporting before minor), each with its "
        "number and the section and characters of its first passage.",
        nb=f"Funn fra egne data der påvirkningsfaktorene er plassert under konstruktet; de {SHOWN} tyngste i kortform (hovedfunn før støttende før mindre), hvert med "
        "nummer og med seksjon og tegn for første tekststed.",
    )
    columns = (
        Column("domain", facet("cfir-domain").label),
        Column("notation", Text(en="Notation", nb="Notasjon")),
        Column("construct", facet("cfir-construct").label),
        *(Column(study, Text(en=study, nb=study), traced=True, wide=True) for study in evidence.by_id),
    )
    rows = []
    for construct, records in evidence.sorted_by("cfir-construct").items():
        own: dict[str, list[Record]] = defaultdict(list)
        for record in records:
            if is_own(record):
                own[record["study"]].append(record)
        if own:
            rows.append((*_construct(evidence, construct), *(_charted(own[study]) for study in evidence.by_id)))
    title = Text(en="Framework matrix: CFIR construct × study", nb="Rammeverksmatrise: CFIR-konstrukt × studie")
    return Table("framework-matrix", title, note, columns, tuple(rows), prose=True)


def _construct(evidence: Evidence, construct: str) -> tuple[Cell, Cell, Cell]:
    term = evidence.vocabulary.terms.get(construct)
    domain = evidence.label(domain_of(construct, evidence.vocabulary))
    return said(domain), word((term.notation if term else "") or "–"), said(evidence.label(construct))


def _charted(records: list[Record]) -> Cell:
    if not records:
        return Cell()
    ranked = sorted(records, key=lambda record: (_IMPORTANCE.get(record["importance"], 3), record["id"]))
    parts = {language: [f"{_short(record[f'statement_{language}'])} ({_locator(record)})" for record in ranked[:SHOWN]] for language in ("en", "nb")}
    more = len(ranked) - SHOWN
    if more > 0:
        parts["en"].append(f"+ {more} more")
        parts["nb"].append(f"+ {more} til")
    return Cell(" · ".join(parts["en"]), " · ".join(parts["nb"]), findings=tuple(sorted(record["id"] for record in records)))


def _short(statement: str) -> str:
    """The statement, cut at a word when it is long."""
    return statement if len(statement) <= SHORT else statement[: SHORT - 1].rsplit(" ", 1)[0].rstrip(",;:") + " …"


def _locator(record: Record) -> str:
    start, end = record["passages"][0]
    local = record["id"].rpartition("/")[2]
    return f"{local}, {record['sections'][0] or '?'}: {start}–{end}"


def barriers_and_enablers(evidence: Evidence) -> Table:
    """Barriers and enablers by affected actor and service: one row for each combination that own findings hold, counting studies and findings."""
    note = Text(
        en="Own data. A finding that names several actors or services stands in several rows, so columns do not add up to the number of findings. “–”: the finding names none.",
        nb="Egne data. Et funn som nevner flere aktører eller tjenester, står på flere rader, så kolonnene kan ikke summeres til antall funn. «–»: funnet nevner ingen.",
    )
    roles = {"barriers": Text(en="barrier", nb="barriere"), "enablers": Text(en="enabler", nb="fremmer")}
    held: dict[tuple[str, str, str, str], list[Record]] = defaultdict(list)
    services = facet("service").values
    for record in evidence.records.values():
        for role in roles if is_own(record) else ():
            for determinant in record[role]:
                for actor in record["affects"] or [""]:
                    for service in services(record, evidence.vocabulary) or ("",):
                        held[(determinant, role, actor, service)].append(record)
    columns = (
        Column("determinant", facet("determinant").label),
        Column("role", Text(en="Role", nb="Rolle")),
        Column("actor", facet("actor").label),
        Column("service", facet("service").label),
        Column("studies", Text(en="Independent studies", nb="Uavhengige studier")),
        Column("findings", Text(en="Number of findings", nb="Antall funn"), traced=True),
    )
    none = word("–")
    rows = []
    for (determinant, role, actor, service), records in sorted(held.items()):
        names = tuple(record["id"] for record in records)
        rows.append(
            (
                said(evidence.label(determinant)),
                said(roles[role]),
                said(evidence.label(actor)) if actor else none,
                said(evidence.label(service)) if service else none,
                count(len(evidence.independent(record["study"] for record in records))),
                count(len(names), names),
            )
        )
    title = Text(en="Barriers and enablers by actor and service", nb="Barrierer og fremmere etter aktør og tjeneste")
    return Table("barriers-enablers", title, note, columns, tuple(rows))
