"""The studies: studies.html with all of them, study/<id>.html for each: design, informants, theories, findings by section, tensions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from navkg.model import InformantGroup, Section, Study
from navkg.outputs.site.corpus import VALENCES, Corpus
from navkg.outputs.site.render import Page
from navkg.outputs.site.strip import Strip
from navkg.outputs.site.tensions import contested, contradictions
from navkg.outputs.site.text import Pair, t
from navkg.outputs.site.words import DOCUMENT_TYPES, LANGUAGES


def pages(corpus: Corpus) -> Iterator[Page]:
    yield ("studies.html", "studies.html", {"cards": cards(corpus)})
    pairs = contradictions(corpus)
    for study in corpus.studies:
        keys = [f"{study.id}/{finding.id}" for finding in study.findings]
        yield (
            f"study/{study.id}.html",
            "study.html",
            {
                "study": study,
                "design": study.design,
                "document": study.design.document,
                "type": DOCUMENT_TYPES[study.design.document.type],
                "language": LANGUAGES[study.design.document.language],
                "counts": _counts(corpus, keys),
                "sections": list(_sections(corpus, study)),
                "strip": _strip(corpus, study),
                "informants": [_group(corpus, group) for group in study.design.informants],
                "inside": [entry for entry in pairs if entry.studies == {study.id}],
                "across": [entry for entry in pairs if study.id in entry.studies and len(entry.studies) == 2],
                "contested": contested(corpus, study.id),
            },
        )


def cards(corpus: Corpus) -> list[dict[str, Any]]:
    """What stands on the card of a study on the start page and in the list."""
    return [
        {
            "study": study,
            "type": DOCUMENT_TYPES[study.design.document.type],
            "findings": len(study.findings),
            "counts": _counts(corpus, [f"{study.id}/{finding.id}" for finding in study.findings])["valence"],
            "informants": informant_total(study),
        }
        for study in corpus.studies
    ]


def informant_total(study: Study) -> int:
    """How many informants the groups add up to, as far as the document says."""
    return sum(group.n or 0 for group in study.design.informants)


def _counts(corpus: Corpus, keys: list[str]) -> dict[str, list[tuple[str, Pair, int]]]:
    found = {}
    for field, order in (("valence", VALENCES), ("basis", tuple(corpus.values("basis", "bases"))), ("kind", tuple(corpus.values("kind", "kinds")))):
        counted = corpus.counts(keys, field)
        found[field] = [(name, corpus.value(field, name), counted[name]) for name in order if counted[name]]
    return found


def _sections(corpus: Corpus, study: Study) -> Iterator[dict[str, Any]]:
    """Each section with the findings whose first passage stands in it; sections without any are named too, with the reason where the coder gave one."""
    where: dict[str, list[str]] = {}
    for finding in study.findings:
        section = study.section_at(min(passage.at[0] for passage in finding.passages))
        where.setdefault(section.id if section else "", []).append(f"{study.id}/{finding.id}")
    reasons = {omission.section: omission.reason for omission in study.design.document.omitted if omission.at is None}
    for section in sorted(study.design.document.sections, key=lambda part: part.start):
        yield {
            "section": section,
            "role": corpus.value("section-role", section.role),
            "findings": where.get(section.id, []),
            "reason": reasons.get(section.id),
            "level": _heading(section),
        }
    if "" in where:
        yield {"section": None, "role": None, "findings": where[""], "reason": None, "level": 3}


def _heading(section: Section) -> int:
    return min(6, 2 + section.level)


def _strip(corpus: Corpus, study: Study) -> Markup:
    marks = ((*passage.at, finding.valence) for finding in study.findings for passage in finding.passages)
    title = t(
        "From the first page to the last: each mark is a passage that a finding rests on, coloured by direction; hatched parts are front matter, references and appendices.",
        "Fra første til siste side: hvert merke er et tekststed som et funn bygger på, farget etter retning; skraverte deler er omslag og forord, referanser og vedlegg.",
    )
    return Strip(study.design.document, links=True).draw(marks, title)


def _group(corpus: Corpus, group: InformantGroup) -> dict[str, Any]:
    return {"group": group, "roles": corpus.links(group.role)}
