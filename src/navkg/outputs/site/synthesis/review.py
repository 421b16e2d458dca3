"""Review findings: review-findings.html with all of them, review/<rf-…>.html for each: what it rests on, study by study, and what was counted for a judgement."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from navkg.model_synthesis import COMPONENTS, ReviewFinding
from navkg.namespaces import ID
from navkg.outputs.site.render import Page
from navkg.outputs.site.synthesis.desk import SIGNS, Desk
from navkg.outputs.site.text import Pair, pair, t
from navkg.synthesis.matrix import CONVERGENCES
from navkg.synthesis.support import Support, counted_facts
from navkg.synthesis.tables.review import CONCERNS, CONFIDENCES, NOT_ASSESSED, PROFILE_COLUMNS

NAMES = {column.id.replace("-", "_"): Pair(column.label.en, column.label.nb) for column in PROFILE_COLUMNS}
LINES: dict[str, Pair] = {
    "themes": Pair("Themes", "Temaer"),
    "about": Pair("About", "Handler om"),
    "determinants": Pair("Determinants", "Påvirkningsfaktorer"),
    "outcomes": Pair("Outcomes", "Utfall"),
    "affects": Pair("Affects", "Berører"),
}


def pages(desk: Desk) -> Iterator[Page]:
    found = sorted(desk.evidence.synthesis.review_findings, key=lambda one: one.id)
    supports = desk.supports
    entries = [_entry(desk, supports[one.id]) for one in found]
    themes = sorted({theme for one in found for theme in one.themes}, key=desk.corpus.label)
    relations = {name: CONVERGENCES[name] for name in SIGNS if name != "uncompared"}
    yield (
        "review-findings.html",
        "reviews.html",
        {
            "entries": sorted(entries, key=lambda one: -one["independent"]),
            "themes": [(theme, desk.corpus.label(theme)) for theme in themes],
            "relations": relations,
            "confidences": [
                (name, label) for name, label in CONFIDENCES.items() if any(one.cerqual and one.cerqual.overall.level == name for one in found)
            ],
            "downloads": desk.downloads("summary-of-findings", "cerqual-evidence-profile", "review-finding-convergence"),
        },
    )
    for number, one in enumerate(found):
        support = supports[one.id]
        yield (
            f"review/{one.id}.html",
            "review.html",
            {
                "entry": entries[number],
                "current": "review-findings.html",
                "iri": f"{ID}review/{one.id}",
                "lines": [(name, desk.corpus.links(getattr(one, field))) for field, name in LINES.items() if getattr(one, field)],
                "phase": desk.corpus.value("phase", one.phase) if one.phase else None,
                "studies": [_study(desk, support, study) for study in desk.evidence.by_id],
                "components": [_component(desk, support, name) for name in COMPONENTS],
                "contradicting": support.contradicting,
                "aside": support.aside,
                "before": found[number - 1].id if number else None,
                "after": found[number + 1].id if number + 1 < len(found) else None,
            },
        )


def _entry(desk: Desk, support: Support) -> dict[str, Any]:
    """What the list and the head of the page say."""
    one = support.finding
    stands = sorted({f"{relation}" for relation in support.relations.values()})
    return {
        "finding": one,
        "said": Pair(one.en, one.nb),
        "scope": pair(one.scope),
        "independent": support.independent,
        "studies": desk.corpus.counted(t(_studies(support.independent)), support.own),
        "own": desk.corpus.counted(t(_findings(len(support.own))), support.own),
        "against": desk.corpus.counted(t(_against(len(support.contradicting))), support.contradicting) if support.contradicting else None,
        "relations": [(study, SIGNS[relation], CONVERGENCES[relation], relation) for study, relation in support.relations.items()],
        "confidence": _confidence(one),
        "level": one.cerqual.overall.level if one.cerqual else "",
        "themes": " ".join(one.themes),
        "stands": " ".join(stands),
        "speaking": " ".join(sorted({part.study for part in one.studies if part.findings})),
    }


def _studies(count: int) -> Pair:
    return Pair(f"{count} independent {'study' if count == 1 else 'studies'}", f"{count} uavhengig{'e' * (count != 1)} studie{'r' * (count != 1)}")


def _findings(count: int) -> Pair:
    return Pair(f"{count} finding{'s' * (count != 1)} of own data", f"{count} funn fra egne data")


def _against(count: int) -> Pair:
    return Pair(f"{count} against it", f"{count} imot")


def _confidence(one: ReviewFinding) -> Pair:
    label = CONFIDENCES[one.cerqual.overall.level] if one.cerqual else NOT_ASSESSED
    return Pair(label.en, label.nb)


def _study(desk: Desk, support: Support, study: str) -> dict[str, Any]:
    """How one study stands to the review finding, whether that is stated or follows from what it investigated, and its findings."""
    part = support.finding.relation_of(study)
    relation = support.relations[study]
    return {
        "study": study,
        "relation": relation,
        "sign": SIGNS[relation],
        "word": CONVERGENCES[relation],
        "stated": part is not None,
        "note": pair(part.note) if part else None,
        "findings": part.findings if part else (),
    }


def _component(desk: Desk, support: Support, name: str) -> dict[str, Any]:
    """One component: the counted facts, each number a link, and the judgement where people have made one."""
    judged = getattr(support.finding.cerqual, name) if support.finding.cerqual else None
    level = CONCERNS[judged.level] if judged else NOT_ASSESSED
    return {
        "id": name.replace("_", "-"),
        "name": NAMES[name],
        "level": Pair(level.en, level.nb),
        "explanation": desk.backed(judged.explanation, support) if judged else None,
        "facts": _facts(desk, support)[name],
        "in_words": counted_facts(desk.evidence, support)[name],
    }


def _facts(desk: Desk, one: Support) -> dict[str, list[tuple[Pair, Markup]]]:
    limits = Markup(", ").join(
        Markup('{} (<a href="{}#design">{}</a>)').format(
            desk.corpus.study_link(study), desk.corpus.href(study), len(desk.evidence.by_id[study].design.limitations)
        )
        for study in one.studies
    )
    return {
        "methodological_limitations": [
            (Pair("limitations the studies state", "begrensninger studiene oppgir"), limits),
            (Pair("methods", "metoder"), desk.corpus.links(one.voices.methods)),
        ],
        "coherence": [
            (Pair("own findings that support it", "egne funn som støtter det"), desk.corpus.number(one.own)),
            (Pair("findings that contradict it", "funn som motsier det"), desk.corpus.number(one.contradicting)),
            (Pair("cited or background findings, not counted", "siterte funn og bakgrunnsfunn, ikke regnet med"), desk.corpus.number(one.aside)),
        ],
        "adequacy": [
            (Pair("independent studies", "uavhengige studier"), desk.corpus.counted(one.independent, one.own)),
            (Pair("informants in these studies", "informanter i disse studiene"), desk.corpus.counted(t(one.informants.text), one.own)),
            (Pair("passages", "tekststeder"), desk.corpus.counted(one.passages, one.own)),
            (Pair("characters of text they cover", "tegn tekst de dekker"), desk.corpus.counted(one.characters, one.own)),
            (Pair("findings that rest on one named informant", "funn som hviler på én navngitt informant"), desk.corpus.number(one.single_informant)),
        ],
        "relevance": [
            (Pair("settings", "steder"), desk.corpus.links(one.settings)),
            (Pair("data collected", "data samlet inn"), desk.periods(one.voices)),
        ],
    }
