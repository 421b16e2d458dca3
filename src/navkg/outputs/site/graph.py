"""graph.html: the corpus as a network, drawn with pyvis through the template graph.js. Nodes are what findings name, edges join what the same findings name.

The page opens with an overview: the strongest members of each community and the strongest edges between them. Nodes and edges carry their places and weights for the
overview, for the overview on a narrow screen and for the map of everything; findings are put in by the browser when a node is focused. Above `MAX_NODES` and
`MAX_EDGES` only the most named nodes and the strongest edges are drawn, and the page says so.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt

from navkg.outputs.site.corpus import Corpus
from navkg.outputs.site.layout import NARROW, WIDE, find_communities, place
from navkg.outputs.site.render import Page
from navkg.outputs.site.text import Pair

MAX_NODES, MAX_EDGES = 5_000, 15_000
COMMUNITIES = 9
OVERVIEW_EDGES, NEAREST = 90, 5
SELDOM = Pair("Seldom named", "Sjelden nevnt")
STRONG = 150
Weights = dict[tuple[str, str], int]


@dataclass(frozen=True)
class Network:
    """What is drawn: nodes by how often they are named, how many findings join two of them, and the communities with their names."""

    nodes: list[str]
    counts: Counter[str]
    weights: Weights
    groups: list[list[str]]
    names: list[Pair]
    all_nodes: int


def pages(corpus: Corpus) -> Iterator[Page]:
    network = make_network(corpus)
    edges = chosen_edges(network)
    target = corpus.folder / "site" / "data" / "graph.js"
    target.write_text(draw(corpus, network, edges), encoding="utf-8")
    families = [(name, Pair(family.label.en, family.label.nb), family) for name, family in corpus.style.sheet.families.items() if name != "themes"]
    yield (
        "graph.html",
        "graph.html",
        {
            "families": families,
            "studies": [(study.id, corpus.label_of_study(study.id)) for study in corpus.studies],
            "valences": corpus.values("valence", "valences"),
            "bases": corpus.values("basis", "bases"),
            "drawn": len(network.nodes),
            "total": network.all_nodes,
            "edges": len(edges),
            "edge_total": len(network.weights),
        },
    )


def make_network(corpus: Corpus) -> Network:
    """The network of the corpus. Themes and constructs name the communities and are no nodes."""
    named = {
        key: [slug for slug in slugs if corpus.kind(slug) not in ("Theme", "Construct", "") and corpus.has_page(slug)]
        for key, slugs in corpus.named.items()
    }
    counts = Counter(slug for slugs in named.values() for slug in slugs)
    ranked = sorted(counts, key=lambda slug: (-counts[slug], slug))
    nodes = ranked[:MAX_NODES]
    kept = set(nodes)
    weights: Weights = Counter(pair for slugs in named.values() for pair in combinations(sorted(kept.intersection(slugs)), 2))
    groups = find_communities(_nearest(weights, counts), nodes)
    return Network(nodes, counts, weights, groups, _names(corpus, named, groups), len(ranked))


def _nearest(weights: Weights, counts: Counter[str]) -> dict[tuple[str, str], float]:
    """For each node the edges to what it is named with most, weighed against how often both are named at all (cosine)."""
    around: dict[str, list[tuple[float, tuple[str, str]]]] = defaultdict(list)
    few = 1 if len(counts) > STRONG else 0
    for pair, weight in weights.items():
        if weight > few:
            score = weight / sqrt(counts[pair[0]] * counts[pair[1]])
            around[pair[0]].append((score, pair))
            around[pair[1]].append((score, pair))
    best = (entry for entries in around.values() for entry in sorted(entries, key=lambda entry: (-entry[0], entry[1]))[:NEAREST])
    return {pair: score for score, pair in best}


def _names(corpus: Corpus, named: dict[str, list[str]], groups: Sequence[Sequence[str]]) -> list[Pair]:
    """Each community under the theme that its findings carry more than others do, no theme twice; the loose rest as seldom named."""
    home = {slug: number for number, group in enumerate(groups) for slug in group}
    inside: list[Counter[str]] = [Counter() for _ in groups]
    overall: Counter[str] = Counter()
    for key, slugs in named.items():
        themes = corpus.records[key]["themes"]
        for number, count in Counter(home[slug] for slug in slugs if slug in home).items():
            for theme in themes:
                inside[number][theme] += count
                overall[theme] += count
    names: list[Pair] = []
    taken: set[str] = set()
    for group, counted in zip(groups[:-1], inside, strict=False):
        ranked = sorted((theme for theme in counted if theme not in taken), key=lambda theme: (-counted[theme] / sqrt(overall[theme]), theme))
        taken.update(ranked[:1])
        label = corpus.label(ranked[0] if ranked else group[0])
        names.append(Pair(label.en, label.nb))
    return [*names, SELDOM]


def chosen_edges(network: Network) -> dict[tuple[str, str], int]:
    """The edges that are drawn: the nearest of each node, and the strongest among the nodes of the overview."""
    shown = {slug for group in _tiled(network) for slug in group[: len(WIDE.spots)]}
    strong = [pair for pair in network.weights if pair[0] in shown and pair[1] in shown]
    strong.sort(key=lambda pair: (-score(network, pair), pair))
    near = sorted(_nearest(network.weights, network.counts).items(), key=lambda item: (-item[1], item[0]))
    chosen = dict.fromkeys([*strong[:OVERVIEW_EDGES], *(pair for pair, _ in near)])
    return {pair: network.weights[pair] for pair in list(chosen)[:MAX_EDGES]}


def _tiled(network: Network) -> list[list[str]]:
    """The communities that the overview shows; the loose rest is one of them where there are few."""
    groups = network.groups if len(network.groups) <= COMMUNITIES else network.groups[:-1][:COMMUNITIES]
    least = 1 if len(network.nodes) > STRONG else 0
    return [[slug for slug in group if network.counts[slug] > least] for group in groups]


def score(network: Network, pair: tuple[str, str]) -> float:
    """How much two nodes belong together: shared findings, weighed against how often each is named."""
    weight = network.weights[pair]
    return weight * weight / sqrt(network.counts[pair[0]] * network.counts[pair[1]])


def draw(corpus: Corpus, network: Network, edges: dict[tuple[str, str], int]) -> str:
    """The network as a script, written by pyvis through viz/templates/graph.js."""
    from pyvis.edge import Edge
    from pyvis.network import Network as Drawing

    between: dict[tuple[int, int], float] = defaultdict(float)
    home = {slug: number for number, group in enumerate(network.groups) for slug in group}
    for one, other in network.weights:
        if home[one] != home[other]:
            between[min(home[one], home[other]), max(home[one], home[other])] += score(network, (one, other))
    few = _tiled(network)
    wide, overview = WIDE.lay(few, _among(between, len(few)))
    slim, narrow = NARROW.lay(few, _among(between, len(few)))
    most = set(network.nodes[:STRONG])
    everything = place(network.groups, between, 90, 1.45)
    strong = place([[slug for slug in group if slug in most] for group in network.groups], between, 150, 1.45)
    drawing = Drawing(directed=True, heading="")
    for slug in network.nodes:
        kind, label = corpus.kind(slug), corpus.label(slug)
        x, y = everything[slug]
        drawing.add_node(
            slug,
            label=label.nb,
            shape=corpus.style.shape(kind),
            color=_colour(corpus, kind),
            x=x,
            y=y,
            size=round(5 + 1.4 * sqrt(network.counts[slug]), 1),
            community=home[slug],
            overview=overview.get(slug),
            narrow=narrow.get(slug),
            strong=strong.get(slug),
        )
    for (one, other), weight in edges.items():
        drawing.edges.append(Edge(one, other, False, value=weight, score=round(score(network, (one, other)), 3)).options)
    drawing.set_options(json.dumps(OPTIONS))
    tiles = [{"label": list(name), "wide": wide[number], "narrow": slim[number]} for number, name in enumerate(network.names[: len(few)])]
    names = tiles + [{"label": list(name)} for name in network.names[len(few) :]]
    sizes = {"wide": [WIDE.width, WIDE.height], "narrow": [NARROW.width, NARROW.height]}
    drawing.heading = json.dumps({"communities": names, "tiles": sizes}, ensure_ascii=True).replace("<", "\\u003c")
    drawing.set_template_dir(str(corpus.project.viz / "templates"), "graph.js")
    return str(drawing.generate_html("graph.html"))


def _among(between: dict[tuple[int, int], float], count: int) -> dict[tuple[int, int], float]:
    return {pair: weight for pair, weight in between.items() if max(pair) < count}


def _colour(corpus: Corpus, kind: str) -> str:
    family = corpus.style.family_of.get(kind)
    return corpus.style.sheet.families[family].light if family else corpus.style.sheet.other.light


# Positions are given, so nothing has to move; the rest is set by the page according to theme and view.
OPTIONS = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {
        "hover": True,
        "tooltipDelay": 150,
        "keyboard": {"enabled": True, "bindToWindow": False},
        "hideEdgesOnDrag": True,
        "hideEdgesOnZoom": True,
    },
    "nodes": {"borderWidth": 1.5},
    "edges": {"smooth": False, "selectionWidth": 0},
}
