"""The names of roles and relations as the pages say them: the part that something plays in a finding, and how findings stand to each other."""

from __future__ import annotations

from navkg.outputs.site.text import Pair

# In a finding: what the line is called that lists these entities.
ROLES: dict[str, Pair] = {
    "about": Pair("About", "Handler om"),
    "barriers": Pair("Barriers", "Barrierer"),
    "enablers": Pair("Enablers", "Fremmere"),
    "determinants": Pair("Factors discussed", "Omtalte faktorer"),
    "outcomes.increases": Pair("Increases", "Øker"),
    "outcomes.decreases": Pair("Decreases", "Reduserer"),
    "outcomes.changes": Pair("Changes", "Endrer"),
    "outcomes.hinders": Pair("Hinders", "Hindrer"),
    "outcomes.enables": Pair("Makes possible", "Muliggjør"),
    "affects": Pair("Affects", "Berører"),
    "addressed_to": Pair("Addressed to", "Rettet til"),
    "theory.explained_by": Pair("Explained by", "Forklart med"),
    "theory.supports": Pair("Supports the theory", "Støtter teorien"),
    "theory.challenges": Pair("Challenges the theory", "Utfordrer teorien"),
    "theory.extends": Pair("Extends the theory", "Utvider teorien"),
    "themes": Pair("Themes", "Temaer"),
    "reported_by": Pair("Said by", "Sagt av"),
    "source": Pair("Source of a number", "Kilde til et tall"),
}

# On an entity's page and in the graph: the part that the entity plays.
PARTS: dict[str, Pair] = {
    "about": Pair("subject", "det funnet handler om"),
    "barriers": Pair("barrier", "barriere"),
    "enablers": Pair("enabler", "fremmer"),
    "determinants": Pair("factor discussed", "omtalt faktor"),
    "outcomes.increases": Pair("increases", "øker"),
    "outcomes.decreases": Pair("decreases", "reduseres"),
    "outcomes.changes": Pair("changes", "endres"),
    "outcomes.hinders": Pair("is hindered", "hindres"),
    "outcomes.enables": Pair("is made possible", "muliggjøres"),
    "affects": Pair("affected", "berørt"),
    "addressed_to": Pair("addressee", "mottaker"),
    "theory.explained_by": Pair("explains", "forklarer"),
    "theory.supports": Pair("supported", "støttes"),
    "theory.challenges": Pair("challenged", "utfordres"),
    "theory.extends": Pair("extended", "utvides"),
    "themes": Pair("theme", "tema"),
    "reported_by": Pair("source", "kilde"),
    "source": Pair("source of a number", "kilde til et tall"),
}

# Between findings: as said by the one that points, and seen from the other.
RELATIONS: dict[str, tuple[Pair, Pair]] = {
    "disagrees_with": (Pair("contradicts", "motsier"), Pair("contradicted by", "motsies av")),
    "agrees_with": (Pair("agrees with", "samsvarer med"), Pair("agrees with", "samsvarer med")),
    "supports": (Pair("supports", "støtter"), Pair("supported by", "støttes av")),
    "qualifies": (Pair("qualifies", "nyanserer"), Pair("qualified by", "nyanseres av")),
    "extends": (Pair("extends", "utvider"), Pair("extended by", "utvides av")),
    "leads_to": (Pair("leads to", "fører til"), Pair("results from", "følger av")),
}

# Relations of the registry that have no inverse in the ontology, seen from the other end.
BACKWARDS: dict[str, Pair] = {
    "skos:broader": Pair("comprises", "omfatter"),
    "nk:worksAbout": Pair("dealt with in", "behandles i"),
    "nk:theorist": Pair("theorist behind", "teoretiker bak"),
    "nk:author": Pair("wrote", "har skrevet"),
    "nk:issuer": Pair("issued", "har utgitt"),
    "nk:developedBy": Pair("developed", "har utviklet"),
    "nk:usesChannel": Pair("channel of", "kanal for"),
    "nk:usedBy": Pair("uses", "bruker"),
    "nk:cfirConstruct": Pair("factors placed here", "faktorer plassert her"),
}

PASSAGE_ROLES: dict[str, Pair] = {
    "support": Pair("support", "støtte"),
    "counter-example": Pair("counter-example", "moteksempel"),
    "context": Pair("context", "sammenheng"),
}

DOCUMENT_TYPES: dict[str, Pair] = {
    "BookChapter": Pair("book chapter", "bokkapittel"),
    "MastersThesis": Pair("master's thesis", "masteroppgave"),
    "ProjectReport": Pair("project report", "prosjektrapport"),
}
LANGUAGES: dict[str, Pair] = {
    "nb": Pair("Norwegian (bokmål)", "norsk (bokmål)"),
    "nn": Pair("Norwegian (nynorsk)", "norsk (nynorsk)"),
    "en": Pair("English", "engelsk"),
}
