"""The structure of what was found: which determinants bridge, what clusters, which studies are alike, what hangs on one study. `MEASURES` says for each measure what is
computed and what it cannot tell; show it wherever the number is shown. Everything rests on own data and is the same whatever the order of files.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import networkx as nx

from navkg.model import Text
from navkg.synthesis.evidence import Evidence, facet, is_own
from navkg.synthesis.support import support_of

COMPARED = ("determinant", "outcome", "theme")


@dataclass(frozen=True)
class Measure:
    """What a number means: its title, how it is computed, and what it cannot tell."""

    title: Text
    formula: Text
    limits: Text


MEASURES: dict[str, Measure] = {
    "bridging": Measure(
        Text(en="Bridging determinants (betweenness)", nb="Brobyggende påvirkningsfaktorer (mellomliggenhet)"),
        Text(
            en="Graph of determinants and themes (or studies), an edge where a finding of own data carries both. Betweenness of a determinant: of all shortest paths "
            "between two other nodes, the share that runs through it, summed over pairs and divided by the number of pairs, (n − 1)(n − 2) / 2 with n nodes; 0 to 1.",
            nb="Graf av påvirkningsfaktorer og temaer (eller studier), med en kant der et funn fra egne data bærer begge. Mellomliggenheten til en faktor: av alle korteste "
            "veier mellom to andre noder, andelen som går gjennom den, summert over par og delt på antall par, (n − 1)(n − 2) / 2 med n noder; 0 til 1.",
        ),
        Text(
            en="It ranks by how findings were coded: a determinant in many findings, or a theme used widely, pulls it up. It says nothing of importance or cause.",
            nb="Den rangerer etter hvordan funn er kodet: en faktor i mange funn, eller et tema som brukes bredt, trekker den opp. Den sier ingenting om viktighet eller årsak.",
        ),
    ),
    "communities": Measure(
        Text(en="Communities of barriers and outcomes", nb="Klynger av barrierer og utfall"),
        Text(
            en="Graph of barriers and outcomes, an edge weighted by the number of own findings that name both; communities by greedy modularity maximisation "
            "(Clauset, Newman and Moore 2004, doi 10.1103/PhysRevE.70.066111).",
            nb="Graf av barrierer og utfall, med en kant vektet etter antall egne funn som nevner begge; klynger ved grådig maksimering av modularitet "
            "(Clauset, Newman og Moore 2004, doi 10.1103/PhysRevE.70.066111).",
        ),
        Text(
            en="Every graph can be cut into communities, also one without any; modularity under about 0.3 means that the cut says little. Greedy merging tends to swallow small communities.",
            nb="Enhver graf kan deles i klynger, også en uten noen; modularitet under om lag 0,3 betyr at delingen sier lite. Grådig sammenslåing sluker gjerne små klynger.",
        ),
    ),
    "similarity": Measure(
        Text(en="Similarity of studies (Jaccard)", nb="Likhet mellom studier (Jaccard)"),
        Text(
            en="|A ∩ B| / |A ∪ B| of the determinants (outcomes, themes) that two studies have own data on; 0 nothing in common, 1 the same.",
            nb="|A ∩ B| / |A ∪ B| for påvirkningsfaktorene (utfallene, temaene) to studier har egne data om; 0 ingenting felles, 1 det samme.",
        ),
        Text(
            en="It compares what studies speak of, not what they say; studies with many findings share more, and large differences in size keep it low.",
            nb="Den sammenlikner hva studier snakker om, ikke hva de sier; studier med mange funn deler mer, og store forskjeller i størrelse holder den lav.",
        ),
    ),
    "leave-one-out": Measure(
        Text(en="What is lost without one study", nb="Hva som går tapt uten én studie"),
        Text(
            en="With every document of the study's project removed: review findings that had two independent studies behind them and have fewer, and determinants, "
            "outcomes and themes that were shared by two independent studies and no longer are.",
            nb="Med alle dokumentene fra studiens prosjekt fjernet: syntesefunn som hadde to uavhengige studier bak seg og nå har færre, og påvirkningsfaktorer, utfall og "
            "temaer som var felles for to uavhengige studier og ikke lenger er det.",
        ),
        Text(
            en="A larger study, with more findings, always takes more with it. It tells how the synthesis leans, not how good the study is.",
            nb="En større studie, med flere funn, tar alltid mer med seg. Den viser hva syntesen lener seg på, ikke hvor god studien er.",
        ),
    ),
}


@dataclass(frozen=True)
class Bridge:
    """A determinant with its betweenness, what it ties together, and the own findings behind it."""

    determinant: str
    betweenness: float
    ties: tuple[str, ...]
    findings: tuple[str, ...]


@lru_cache(maxsize=2)
def bridging_determinants(evidence: Evidence, between: str = "theme") -> tuple[Bridge, ...]:
    """Determinants by how they bridge themes (or `study`), highest first; those with betweenness 0 are left out."""
    tied: dict[str, dict[str, set[str]]] = {}
    for determinant, records in evidence.sorted_by("determinant").items():
        for record in records:
            if is_own(record):
                for other in (record["study"],) if between == "study" else facet(between).values(record, evidence.vocabulary):
                    tied.setdefault(determinant, {}).setdefault(other, set()).add(record["id"])
    graph: nx.Graph = nx.Graph()
    for determinant, others in tied.items():
        graph.add_edges_from((("determinant", determinant), (between, other)) for other in sorted(others))
    if not graph:
        return ()
    scores = nx.betweenness_centrality(graph)
    bridges = (
        Bridge(slug, round(scores[("determinant", slug)], 6), tuple(sorted(others)), tuple(sorted(set().union(*others.values()))))
        for slug, others in tied.items()
    )
    return tuple(sorted((one for one in bridges if one.betweenness > 0), key=lambda one: (-one.betweenness, one.determinant)))


@dataclass(frozen=True)
class Communities:
    """The communities, largest first, each as (barriers, outcomes, findings), and the modularity of the cut."""

    groups: tuple[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]], ...]
    modularity: float


def barrier_communities(evidence: Evidence) -> Communities:
    """Communities of barriers and outcomes that own findings name together."""
    weights: Counter[tuple[str, str]] = Counter()
    behind: dict[tuple[str, str], list[str]] = {}
    for outcome, records in evidence.sorted_by("outcome").items():
        for record in records:
            for barrier in record["barriers"] if is_own(record) else ():
                weights[(barrier, outcome)] += 1
                behind.setdefault((barrier, outcome), []).append(record["id"])
    graph: nx.Graph = nx.Graph()
    graph.add_weighted_edges_from((f"b:{barrier}", f"o:{outcome}", weight) for (barrier, outcome), weight in sorted(weights.items()))
    if not graph:
        return Communities((), 0.0)
    found = [sorted(nodes) for nodes in nx.community.greedy_modularity_communities(graph, weight="weight")]
    found.sort(key=lambda nodes: (-len(nodes), nodes))
    return Communities(tuple(_community(nodes, behind) for nodes in found), round(nx.community.modularity(graph, found, weight="weight"), 6))


def _community(nodes: list[str], behind: Mapping[tuple[str, str], list[str]]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    barriers = tuple(node[2:] for node in nodes if node.startswith("b:"))
    outcomes = tuple(node[2:] for node in nodes if node.startswith("o:"))
    findings = {name for barrier in barriers for outcome in outcomes for name in behind.get((barrier, outcome), ())}
    return barriers, outcomes, tuple(sorted(findings))


@dataclass(frozen=True)
class Similarity:
    """Two studies on one facet: what both have own data on, how many either has, and Jaccard's index."""

    facet: str
    one: str
    other: str
    shared: tuple[str, ...]
    either: int

    @property
    def jaccard(self) -> float:
        return round(len(self.shared) / self.either, 6) if self.either else 0.0


def study_similarity(evidence: Evidence) -> tuple[Similarity, ...]:
    """Every pair of studies on determinants, outcomes and themes."""
    return tuple(_similarities(evidence))


def _similarities(evidence: Evidence) -> Iterator[Similarity]:
    for name in COMPARED:
        held = covered(evidence, name)
        for one, other in combinations(evidence.by_id, 2):
            yield Similarity(name, one, other, tuple(sorted(held[one] & held[other])), len(held[one] | held[other]))


def covered(evidence: Evidence, facet_name: str) -> dict[str, frozenset[str]]:
    """The values of a facet on which each study has own data."""
    found: dict[str, set[str]] = {study: set() for study in evidence.by_id}
    for value, records in evidence.sorted_by(facet_name).items():
        for record in records:
            if is_own(record):
                found[record["study"]].add(value)
    return {study: frozenset(values) for study, values in found.items()}


@dataclass(frozen=True)
class Loss:
    """What is lost without one study (and the other documents of its project)."""

    study: str
    review_findings: tuple[str, ...]
    unshared: Mapping[str, tuple[str, ...]]


def leave_one_out(evidence: Evidence) -> tuple[Loss, ...]:
    """For each study: review findings that fall below two independent studies, and values of each facet that are no longer shared."""
    supports = [support_of(evidence, finding) for finding in evidence.synthesis.review_findings]
    shared = {name: _projects_behind(evidence, name) for name in COMPARED}
    losses = []
    for study in evidence.by_id:
        gone = evidence.independent([study])
        falling = tuple(one.finding.id for one in supports if one.independent == 2 and gone <= evidence.independent(one.studies))
        unshared = {
            name: tuple(value for value, projects in values.items() if len(projects) == 2 and gone <= projects) for name, values in shared.items()
        }
        losses.append(Loss(study, falling, unshared))
    return tuple(losses)


def _projects_behind(evidence: Evidence, facet_name: str) -> dict[str, frozenset[str]]:
    return {
        value: evidence.independent(record["study"] for record in records if is_own(record))
        for value, records in evidence.sorted_by(facet_name).items()
    }
