"""The lists: all findings (filtered in the browser), the registry by class, determinants with barrier and enabler counts for each study."""

from __future__ import annotations

from collections.abc import Iterator

from navkg.outputs.site.corpus import Corpus
from navkg.outputs.site.render import Page
from navkg.outputs.site.tensions import standings
from navkg.outputs.site.text import Pair


def pages(corpus: Corpus) -> Iterator[Page]:
    yield ("findings.html", "findings.html", {"filters": _filters(corpus)})
    yield ("entities.html", "entities.html", {"families": _families(corpus)})
    yield ("determinants.html", "determinants.html", {"rows": standings(corpus)})


def _filters(corpus: Corpus) -> list[tuple[str, Pair, list[tuple[str, Pair]]]]:
    """(field, its name, values) of each choice that the page offers; values that no finding has are left out."""
    themes = sorted({slug for record in corpus.records.values() for slug in record["themes"]}, key=corpus.label)
    choices: list[tuple[str, Pair, list[tuple[str, Pair]]]] = [
        ("study", Pair("Study", "Studie"), [(study.id, corpus.label_of_study(study.id)) for study in corpus.studies])
    ]
    for field, scheme, name in (
        ("kind", "kinds", Pair("Kind", "Type")),
        ("basis", "bases", Pair("Basis", "Grunnlag")),
        ("valence", "valences", Pair("Direction", "Retning")),
        ("importance", "importances", Pair("Importance", "Betydning")),
    ):
        met = {record[field] for record in corpus.records.values()}
        choices.append((field, name, [(value, label) for value, label in corpus.values(field, scheme).items() if value in met]))
    choices.append(("theme", Pair("Theme", "Tema"), [(slug, corpus.label(slug)) for slug in themes]))
    return choices


def _families(corpus: Corpus) -> list[tuple[Pair, str, list[tuple[str, list[tuple[str, list[str]]]]]]]:
    """Family → class → (entity, findings), the most named first."""
    by_class: dict[str, list[tuple[str, list[str]]]] = {}
    for slug in corpus.paged:
        by_class.setdefault(corpus.kind(slug), []).append((slug, list(corpus.mentions.get(slug, ()))))
    found = []
    for name, family in corpus.style.sheet.families.items():
        kinds = [(kind, sorted(by_class.pop(kind), key=lambda row: (-len(row[1]), row[0]))) for kind in family.classes if kind in by_class]
        if kinds:
            found.append((Pair(family.label.en, family.label.nb), name, kinds))
    if by_class:
        found.append((Pair("Other", "Annet"), "other", sorted(by_class.items())))
    return found
