"""What the columns of an answer are called on a page: the queries name their variables in English, and a reader of Norwegian should not have to read them.

A name is put together of words: `n_` counts, `_label` names, and a word like `one` or `positive` in front says which of several. What no word is known for stands as it is.
"""

from __future__ import annotations

import re

from navkg.outputs.site.text import Pair

WHOLE = {
    "about": "handler om",
    "addressed_to": "rettet til",
    "as_barrier": "som barriere",
    "as_enabler": "som fremmer",
    "as_neither": "som ingen av dem",
    "barrier_findings": "funn som barriere",
    "because": "fordi",
    "between": "mellom",
    "between_findings": "funn imellom",
    "codebook_version": "versjon av kodeboken",
    "enabler_findings": "funn som fremmer",
    "findings_barrier": "funn som barriere",
    "findings_enabler": "funn som fremmer",
    "file_name": "filnavn",
    "first_words": "første ord",
    "first_year": "første år",
    "from_year": "fra år",
    "groups_uncounted": "grupper uten antall",
    "informant_groups": "informantgrupper",
    "last_words": "siste ord",
    "last_year": "siste år",
    "limited_by": "begrenset av",
    "need_findings": "funn om behov",
    "negative_findings": "negative funn",
    "negative_studies": "negative studier",
    "of": "av",
    "percent_alike": "prosent likt",
    "positive_findings": "positive funn",
    "positive_studies": "positive studier",
    "reported_by": "gjengitt fra",
    "rests_on": "hviler på",
    "section_role": "kapittelets rolle",
    "section_roles": "kapitlenes roller",
    "section_title": "kapitteltittel",
    "set_out_to_investigate": "satte seg fore å undersøke",
    "studies_barrier": "studier med barriere",
    "studies_enabler": "studier med fremmer",
    "studies_with_barrier": "studier med barriere",
    "sub_studies": "delstudier",
    "sub_study": "delstudie",
    "through": "gjennom",
    "to_year": "til år",
    "triples_of_findings": "tripler i funn",
    "user_group": "brukergruppe",
}
WORDS = {
    "actor": "aktør", "addressee": "adressat", "affects": "berører", "after": "etter", "applied": "anvendt", "attributes": "kjennetegn",
    "background": "bakgrunn", "barrier": "barriere", "base": "av hvor mange", "bases": "grunnlag", "basis": "grunnlag", "before": "før",
    "cause": "årsak", "challenge": "utfordrer", "changes": "endrer", "channel": "kanal", "characters": "tegn", "cited": "sitert",
    "class": "klasse", "coder": "koder", "concept": "begrep", "concepts": "begreper", "concerned": "gjelder", "condition": "betingelse",
    "construct": "konstrukt", "counted": "talt", "decreases": "minker", "defined": "definert", "derived": "avledet", "design": "opplegg",
    "determinant": "påvirkningsfaktor", "determinants": "påvirkningsfaktorer", "direction": "retning", "document": "dokument",
    "domain": "domene", "down": "ned", "effect": "virkning", "empirical": "empirisk", "enabler": "fremmer", "enables": "fremmer",
    "end": "slutt", "entity": "ting", "explained": "forklart", "extend": "utvider", "fact": "faktum", "finding": "funn", "findings": "funn",
    "from": "fra", "governs": "regulerer", "graph": "graf", "group": "gruppe", "hinders": "hindrer", "idea": "idé",
    "importance": "betydning", "increases": "øker", "informants": "informanter", "instances": "forekomster", "interpretation": "fortolkning",
    "interpretations": "fortolkninger", "issued": "utgitt", "kind": "type", "kinds": "typer", "less": "mindre", "level": "nivå",
    "levels": "nivåer", "limitation": "begrensning", "match": "treff", "method": "metode", "methods": "metoder", "mixed": "sammensatt",
    "more": "mer", "n": "antall", "need": "behov", "negative": "negativ", "neutral": "nøytral", "notation": "notasjon", "note": "merknad",
    "noted": "merket", "object": "objekt", "one": "den ene", "order": "rekkefølge", "other": "den andre", "outcome": "utfall",
    "outcomes": "utfall", "part": "del", "passage": "tekststed", "passages": "tekststeder", "period": "periode", "person": "person",
    "phase": "fase", "positive": "positiv", "predicate": "relasjon", "prevalence": "utbredelse", "program": "program",
    "property": "egenskap", "purpose": "formål", "quantifier": "mengdeord", "quantifiers": "mengdeord", "quantities": "tall",
    "quantity": "tall", "rank": "rang", "recruitment": "rekruttering", "relation": "relasjon", "role": "rolle", "roles": "roller",
    "rule": "regel", "sha256": "sha256", "shared": "felles", "sort": "slag", "source": "kilde", "sources": "kilder", "speaker": "taler",
    "start": "start", "state": "tilstand", "stated": "oppgitt", "statement": "påstand", "status": "status", "studies": "studier",
    "study": "studie", "subject": "emne", "subjects": "emner", "successor": "etterfølger", "support": "støtter", "term": "term",
    "text": "tekst", "theme": "tema", "themes": "temaer", "theories": "teorier", "theory": "teori", "thing": "ting", "title": "tittel",
    "to": "til", "triples": "tripler", "unit": "enhet", "up": "opp", "valence": "retning", "valences": "retninger", "value": "verdi",
    "way": "måte", "what": "hva", "year": "år",
}  # fmt: skip


def heading(column: str) -> Pair:
    """The name of a column in both languages."""
    english = re.sub("^n ", "number of ", column.replace("_", " "))
    return Pair(english, _norwegian(column) or english)


def _norwegian(column: str) -> str:
    if column in WHOLE or column in WORDS:
        return WHOLE.get(column) or WORDS[column]
    first, _, rest = column.partition("_")
    if first == "n" and (known := _norwegian(rest)):
        return f"antall {known}"
    if column.endswith("_label") and (known := _norwegian(column.removesuffix("_label"))):
        return f"{known}, navn"
    known = _norwegian(rest) if rest else ""
    if first == "shared" and known:
        return f"felles {known}"
    return f"{WORDS[first]}: {known}" if known and first in WORDS else ""
