"""The ENTREQ checklist (Tong et al. 2012, doi 10.1186/1471-2288-12-181): 21 items, filled as far as the graph knows, the rest left to the author.

Item names are the checklist's; what each asks for is said in our own words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.metadata import version

from navkg.model import Text
from navkg.synthesis.evidence import Evidence, is_own
from navkg.synthesis.table import Column, Table, count, said

AUTHOR = Text(en="For the author to fill in.", nb="Fylles ut av forfatteren.")
ITEMS: tuple[tuple[str, Text], ...] = (
    ("aim", Text(en="Aim", nb="Formål")),
    ("methodology", Text(en="Synthesis methodology", nb="Syntesemetodologi")),
    ("searching", Text(en="Approach to searching", nb="Tilnærming til søk")),
    ("inclusion", Text(en="Inclusion criteria", nb="Inklusjonskriterier")),
    ("sources", Text(en="Data sources", nb="Datakilder")),
    ("strategy", Text(en="Electronic search strategy", nb="Elektronisk søkestrategi")),
    ("screening", Text(en="Study screening methods", nb="Metoder for siling av studier")),
    ("characteristics", Text(en="Study characteristics", nb="Kjennetegn ved studiene")),
    ("selection", Text(en="Study selection results", nb="Resultat av studieutvelgelsen")),
    ("rationale", Text(en="Rationale for appraisal", nb="Begrunnelse for kvalitetsvurdering")),
    ("appraisal-items", Text(en="Appraisal items", nb="Punkter i kvalitetsvurderingen")),
    ("appraisal-process", Text(en="Appraisal process", nb="Framgangsmåte for kvalitetsvurdering")),
    ("appraisal-results", Text(en="Appraisal results", nb="Resultat av kvalitetsvurderingen")),
    ("extraction", Text(en="Data extraction", nb="Datauttrekk")),
    ("software", Text(en="Software", nb="Programvare")),
    ("reviewers", Text(en="Number of reviewers", nb="Antall som kodet")),
    ("coding", Text(en="Coding", nb="Koding")),
    ("comparison", Text(en="Study comparison", nb="Sammenlikning av studier")),
    ("derivation", Text(en="Derivation of themes", nb="Utledning av temaer")),
    ("quotations", Text(en="Quotations", nb="Sitater")),
    ("output", Text(en="Synthesis output", nb="Resultat av syntesen")),
)


def _characteristics(evidence: Evidence) -> Text:
    independent = len(evidence.independent(evidence.by_id))
    return Text(
        en=f"{len(evidence.studies)} studies, {independent} independent; see the table Study characteristics.",
        nb=f"{len(evidence.studies)} studier, {independent} uavhengige; se tabellen Kjennetegn ved studiene.",
    )


def _appraisal_results(evidence: Evidence) -> Text:
    findings = evidence.synthesis.review_findings
    judged = sum(finding.cerqual is not None for finding in findings)
    limits = sum(len(study.design.limitations) for study in evidence.studies)
    return Text(
        en=f"The studies state {limits} limitations of their own. {judged} of {len(findings)} review findings have a CERQual assessment. Appraisal of each study: for the "
        "author to fill in.",
        nb=f"Studiene oppgir selv {limits} begrensninger. {judged} av {len(findings)} syntesefunn har en CERQual-vurdering. Kvalitetsvurdering av hver studie fylles ut av "
        "forfatteren.",
    )


def _extraction(evidence: Evidence) -> Text:
    own = sum(is_own(record) for record in evidence.records.values())
    everything = len(evidence.records)
    return Text(
        en=f"The whole text of each document, by section; {everything} findings, of which {own} from the study's own data and {everything - own} cited or background.",
        nb=f"Hele teksten i hvert dokument, seksjon for seksjon; {everything} funn, hvorav {own} fra studienes egne data og {everything - own} siterte eller bakgrunn.",
    )


def _coders(evidence: Evidence) -> Text:
    names = [evidence.label(slug) for slug in sorted({slug for study in evidence.studies for slug in study.design.coding.by})]
    return Text(
        en=f"{len(names)} coder{'s' * (len(names) != 1)} or teams of coders named: {', '.join(name.en for name in names)}.",
        nb=f"{len(names)} koder{'e' * (len(names) != 1)} eller koderteam er navngitt: {', '.join(name.nb for name in names)}.",
    )


def _coding(evidence: Evidence) -> Text:
    versions = ", ".join(sorted({study.design.coding.codebook for study in evidence.studies}))
    return Text(
        en=f"Each claim is a finding with kind, basis, valence, what it is about, determinants, outcomes, themes and passages, by codebook version {versions}; see the table "
        "Codebook.",
        nb=f"Hver påstand er et funn med type, grunnlag, valens, hva den handler om, påvirkningsfaktorer, utfall, temaer og tekststeder, etter kodebok versjon {versions}; "
        "se tabellen Kodebok.",
    )


def _derivation(evidence: Evidence) -> Text:
    return Text(
        en=f"A hierarchical scheme of {sum(1 for _ in evidence.vocabulary.in_scheme('themes'))} themes; determinants placed deductively in CFIR 2022. How the themes were "
        "arrived at: for the author to fill in.",
        nb=f"En hierarkisk ordning med {sum(1 for _ in evidence.vocabulary.in_scheme('themes'))} temaer; påvirkningsfaktorer plassert deduktivt i CFIR 2022. Hvordan temaene "
        "ble til, fylles ut av forfatteren.",
    )


def _quotations(evidence: Evidence) -> Text:
    passages = {(record["study"], *at) for record in evidence.records.values() for at in record["passages"]}
    return Text(
        en=f"No text of the documents is reproduced; {len(passages)} passages are pinned by position and checksum, so that each can be read in one's own copy.",
        nb=f"Ingen tekst fra dokumentene er gjengitt; {len(passages)} tekststeder er festet med posisjon og sjekksum, slik at hvert av dem kan leses i eget eksemplar.",
    )


def _output(evidence: Evidence) -> Text:
    count_ = len(evidence.synthesis.review_findings)
    return Text(
        en=f"{count_} review findings; see Summary of Qualitative Findings and the CERQual evidence profile.",
        nb=f"{count_} syntesefunn; se Sammendrag av kvalitative funn og CERQual-evidensprofilen.",
    )


FILLED: Mapping[str, Callable[[Evidence], Text]] = {
    "characteristics": _characteristics,
    "appraisal-results": _appraisal_results,
    "extraction": _extraction,
    "software": lambda _: Text(en=f"navkg {version('navkg')}.", nb=f"navkg {version('navkg')}."),
    "reviewers": _coders,
    "coding": _coding,
    "comparison": lambda _: Text(
        en="Triangulation protocol (Farmer et al. 2006): convergence matrices, contradictions and effect directions, computed from own data and open to reviewed overrides.",
        nb="Trianguleringsprotokoll (Farmer mfl. 2006): konvergensmatriser, motsigelser og effektretninger, beregnet fra egne data og åpne for gjennomgåtte overstyringer.",
    ),
    "derivation": _derivation,
    "quotations": _quotations,
    "output": _output,
}
_PARTLY = frozenset({"appraisal-results", "derivation", "reviewers"})
STATUSES = {
    "filled": Text(en="filled from the graph", nb="utfylt fra grafen"),
    "partly": Text(en="partly; the author completes", nb="delvis; forfatteren fullfører"),
    "author": Text(en="the author's to fill", nb="forfatterens å fylle ut"),
}


def checklist(evidence: Evidence) -> Table:
    """The 21 items with what the graph knows."""
    columns = (
        Column("number", Text(en="No", nb="Nr")),
        Column("item", Text(en="Item", nb="Punkt")),
        Column("status", Text(en="Status", nb="Status")),
        Column("content", Text(en="Reported here", nb="Rapportert her"), wide=True),
    )
    rows = []
    for number, (name, label) in enumerate(ITEMS, 1):
        fill = FILLED.get(name)
        status = "author" if fill is None else "partly" if name in _PARTLY else "filled"
        rows.append((count(number), said(label), said(STATUSES[status]), said(fill(evidence) if fill else AUTHOR)))
    note = Text(
        en="Enhancing transparency in reporting the synthesis of qualitative research (Tong et al. 2012). Items are named in short; the program fills what the graph knows.",
        nb="Enhancing transparency in reporting the synthesis of qualitative research (Tong mfl. 2012). Punktene er navngitt i kortform; programmet fyller ut det grafen vet.",
    )
    return Table("entreq", Text(en="ENTREQ checklist", nb="ENTREQ-sjekkliste"), note, columns, tuple(rows), prose=True)
