"""What the studies' own data say, ready for comparing: findings by what they speak of, their direction, and what counts as one independent study.

Own data are findings whose basis is empirical or interpretation. What a study cites, or tells as background, is shown aside and never counted as its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from navkg.model import Study, Text, Vocabulary
from navkg.model_synthesis import NO_SYNTHESIS, Synthesis
from navkg.pipeline import Content
from navkg.problems import fault, nearest
from navkg.records import Record, finding_record

OWN_DATA = ("empirical", "interpretation")
SERVICE_CLASSES = ("DigitalService", "InformationSystem", "SystemFunction")
Direction = Literal["positive", "negative", "mixed", "neutral"]
# Hilton Boon and Thomson 2021 (doi 10.1002/jrsm.1458): a study with several results has the direction that at least 70 % of them share, else they conflict.
SHARED = 70
UP, DOWN = ("increases", "enables"), ("decreases", "hinders")


@dataclass(frozen=True)
class Facet:
    """One way to sort findings: its name, what it is called, and the ids under which a finding falls."""

    name: str
    label: Text
    values: Callable[[Record, Vocabulary], tuple[str, ...]]


def _services(record: Record, vocabulary: Vocabulary) -> tuple[str, ...]:
    return tuple(slug for slug in record["about"] if slug in vocabulary.terms and vocabulary.terms[slug].kind in SERVICE_CLASSES)


def _constructs(record: Record, vocabulary: Vocabulary) -> tuple[str, ...]:
    placed = (vocabulary.entities[slug].cfir for slug in record["determinants"] if slug in vocabulary.entities)
    return tuple(dict.fromkeys(construct for constructs in placed for construct in constructs))


def _domains(record: Record, vocabulary: Vocabulary) -> tuple[str, ...]:
    return tuple(dict.fromkeys(domain_of(construct, vocabulary) for construct in _constructs(record, vocabulary)))


def domain_of(construct: str, vocabulary: Vocabulary) -> str:
    """The CFIR domain that a construct stands under: the top of its broader concepts."""
    for _ in range(8):  # a scheme that goes round in a circle must not go round here
        term = vocabulary.terms.get(construct)
        if term is None or not term.broader:
            break
        construct = term.broader
    return construct


def outcomes_of(record: Record) -> tuple[str, ...]:
    return tuple(dict.fromkeys(slug for slugs in record["outcomes"].values() for slug in slugs))


FACETS: dict[str, Facet] = {
    facet.name: facet
    for facet in (
        Facet("theme", Text(en="Theme", nb="Tema"), lambda record, _: tuple(record["themes"])),
        Facet("determinant", Text(en="Determinant", nb="Påvirkningsfaktor"), lambda record, _: tuple(record["determinants"])),
        Facet("outcome", Text(en="Outcome", nb="Utfall"), lambda record, _: outcomes_of(record)),
        Facet("service", Text(en="Service or system", nb="Tjeneste eller system"), _services),
        Facet("actor", Text(en="Affected actor", nb="Berørt aktør"), lambda record, _: tuple(record["affects"])),
        Facet("cfir-domain", Text(en="CFIR domain", nb="CFIR-domene"), _domains),
        Facet("cfir-construct", Text(en="CFIR construct", nb="CFIR-konstrukt"), _constructs),
        Facet("subject", Text(en="Subject", nb="Emne"), lambda record, _: tuple(record["about"])),
    )
}


def facet(name: str) -> Facet:
    """The facet of that name, plural forms included (`themes`). Raises NavkgError for an unknown one."""
    for candidate in (name, name.removesuffix("s")):
        if candidate in FACETS:
            return FACETS[candidate]
    raise fault(f"findings cannot be sorted by '{name}'", nearest(name, FACETS) or f"write one of {', '.join(FACETS)}")


def direction_of(record: Record, facet_name: str, value: str) -> Direction:
    """Where a finding points on one row. Determinants: the role (enabler positive, barrier negative). Outcomes: more is positive, less is negative, whether good
    or bad. Anything else: the document's judgement, the valence."""
    if facet_name == "determinant":
        up, down = value in record["enablers"], value in record["barriers"]
    elif facet_name == "outcome":
        up, down = (any(value in record["outcomes"].get(name, ()) for name in names) for names in (UP, DOWN))
    else:
        valence: Direction = record["valence"]
        return valence
    return "mixed" if up and down else "positive" if up else "negative" if down else "neutral"


def common_direction(directions: Iterable[Direction]) -> Direction:
    """The direction of several findings: that of at least `SHARED` per cent of those that have any, else mixed; neutral when none has any. Order does not matter."""
    directed = [one for one in directions if one != "neutral"]
    for direction in ("positive", "negative"):
        if directed and 100 * directed.count(direction) >= SHARED * len(directed):
            return direction
    return "mixed" if directed else "neutral"


@dataclass(frozen=True, eq=False)
class Evidence:
    """The studies, the registry and the synthesis, indexed for comparing. Everything in it is sorted, so that the order of the files does not matter."""

    vocabulary: Vocabulary
    studies: tuple[Study, ...]
    synthesis: Synthesis = NO_SYNTHESIS

    @cached_property
    def records(self) -> Mapping[str, Record]:
        """Every finding's record by its id."""
        made = (finding_record(study, finding) for study in self.studies for finding in study.findings)
        return {record["id"]: record for record in sorted(made, key=lambda record: str(record["id"]))}

    @cached_property
    def opponents(self) -> Mapping[str, frozenset[str]]:
        """For each finding those that are declared to disagree with it, or it with them."""
        found: dict[str, set[str]] = defaultdict(set)
        for name, record in self.records.items():
            for target in record["relations"].get("disagrees_with", ()):
                if target in self.records and target != name:
                    found[name].add(target)
                    found[target].add(name)
        return {name: frozenset(others) for name, others in sorted(found.items())}

    @cached_property
    def by_id(self) -> Mapping[str, Study]:
        return {study.id: study for study in sorted(self.studies, key=lambda study: study.id)}

    @cached_property
    def _projects(self) -> Mapping[str, str]:
        return {study.id: study.design.project or study.id for study in self.studies}

    @cached_property
    def _sorted_by(self) -> dict[str, Mapping[str, tuple[Record, ...]]]:
        return {}

    def sorted_by(self, name: str) -> Mapping[str, tuple[Record, ...]]:
        """Findings of every basis under each value of a facet; values and findings sorted."""
        chosen = facet(name)
        if chosen.name not in self._sorted_by:
            found: dict[str, list[Record]] = defaultdict(list)
            for record in self.records.values():
                for value in chosen.values(record, self.vocabulary):
                    found[value].append(record)
            self._sorted_by[chosen.name] = {value: tuple(found[value]) for value in sorted(found)}
        return self._sorted_by[chosen.name]

    def independent(self, studies: Iterable[str]) -> frozenset[str]:
        """What the studies count as: a thesis, a chapter and a report of one project are one study."""
        return frozenset(self._projects.get(study, study) for study in studies)

    def label(self, slug: str) -> Text:
        """What an id is called in both languages; studies by the document's short name."""
        if slug in self.by_id:
            return self.by_id[slug].design.title
        term = self.vocabulary.terms.get(slug)
        return Text(en=(term.label_en if term else "") or slug, nb=(term.label_nb if term else "") or slug)

    def investigated(self, study: str, facet_name: str, value: str) -> bool:
        """Did the study investigate this row? A theme: it is among the study's themes. Anything else: the study investigated a theme that findings of own data on
        the row carry, in whatever study."""
        themes = set(self.by_id[study].design.themes_investigated)
        if facet_name == "theme":
            return value in themes
        return not themes.isdisjoint(self._themes_of(facet_name, value))

    def _themes_of(self, facet_name: str, value: str) -> frozenset[str]:
        records = self.sorted_by(facet_name).get(value, ())
        return frozenset(theme for record in records if is_own(record) for theme in record["themes"])


@lru_cache(maxsize=1)
def evidence_of(content: Content) -> Evidence:
    """The evidence of a project's content, made once for all who ask."""
    return Evidence(content.vocabulary, content.studies, content.synthesis)


def is_own(record: Record) -> bool:
    """Is the finding made from the study's own data?"""
    return record["basis"] in OWN_DATA
