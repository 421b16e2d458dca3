"""Where nodes stand, computed at build time: communities found by networkx are placed beside those they belong with, their members in a spiral around the strongest.

Everything is seeded, rounded and sorted, so that two builds place alike. No two labels of the overview share a place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, sin, sqrt

import networkx as nx

SEED = 11
_GOLDEN = pi * (3 - sqrt(5))
Place = tuple[int, int]


def find_communities(weights: Mapping[tuple[str, str], float], nodes: Sequence[str]) -> list[list[str]]:
    """Groups of nodes that belong together (Louvain), the largest first; within a group in the order of `nodes`. The last group, maybe empty, holds the loose rest."""
    graph = nx.Graph()
    graph.add_nodes_from(nodes)
    graph.add_weighted_edges_from((one, other, weight) for (one, other), weight in sorted(weights.items()))
    rank = {node: number for number, node in enumerate(nodes)}
    loose = [node for node in nodes if graph.degree(node) == 0]
    graph.remove_nodes_from(loose)
    found = nx.community.louvain_communities(graph, seed=SEED, resolution=1.1) if len(graph) else []
    groups = sorted((sorted(group, key=rank.__getitem__) for group in found), key=lambda group: (-len(group), rank[group[0]]))
    large = [group for group in groups if len(group) > 2]
    rest = sorted((node for group in groups if len(group) <= 2 for node in group), key=rank.__getitem__) + loose
    return [*large, rest]


@dataclass(frozen=True)
class Tiles:
    """The overview as tiles in rows: how many a row, how large one is, and where its members stand in it, the strongest first."""

    columns: int
    width: int
    height: int
    spots: tuple[Place, ...]

    def lay(self, groups: Sequence[Sequence[str]], between: Mapping[tuple[int, int], float]) -> tuple[list[Place], dict[str, Place]]:
        """The middle of each tile, and the place of each node. Tiles that belong together stand near each other."""
        found = _centres(len(groups), between, [1.0] * len(groups), STRETCH)
        order = sorted(range(len(groups)), key=lambda number: (found[number][1], number))
        middles: list[Place] = [(0, 0)] * len(groups)
        for row in range(0, len(order), self.columns):
            line = sorted(order[row : row + self.columns], key=lambda number: (found[number][0], number))
            indent = (self.columns - len(line)) * self.width // 2
            for column, number in enumerate(line):
                middles[number] = (indent + column * self.width + self.width // 2, row // self.columns * self.height + self.height // 2)
        places = {
            node: (middle[0] + spot[0], middle[1] + spot[1])
            for middle, group in zip(middles, groups, strict=True)
            for node, spot in zip(group, self.spots, strict=False)
        }
        return middles, places


WIDE = Tiles(3, 460, 280, ((0, 4), (-140, -64), (140, -64), (-140, 58), (140, 58)))
NARROW = Tiles(2, 310, 236, ((-64, 0), (64, 46)))


def place(groups: Sequence[Sequence[str]], between: Mapping[tuple[int, int], float], spacing: int, aspect: float) -> dict[str, Place]:
    """A place for each node. `between`: how strongly two groups belong together; `spacing`: between neighbours; `aspect`: width over height of the whole."""
    radii = [spacing * (0.62 + sqrt(len(group)) * 0.62) if group else 0.0 for group in groups]
    centres = _centres(len(groups), between, radii, aspect)
    places: dict[str, Place] = {}
    for (x, y), group in zip(centres, groups, strict=True):
        for number, node in enumerate(group):
            distance, angle = spacing * 0.62 * sqrt(number), number * _GOLDEN
            places[node] = (round(x + distance * cos(angle) * STRETCH), round(y + distance * sin(angle)))
    return places


# Labels are wider than high: everything is placed in circles, then stretched.
STRETCH = 1.75


def _centres(count: int, between: Mapping[tuple[int, int], float], radii: Sequence[float], aspect: float) -> list[tuple[float, float]]:
    graph = nx.Graph()
    graph.add_nodes_from(range(count))
    graph.add_weighted_edges_from((one, other, weight) for (one, other), weight in sorted(between.items()))
    if count == 0:
        return []
    found = nx.spring_layout(graph, seed=SEED, iterations=200, weight="weight", k=2 / sqrt(count))
    reach = sum(radii) / sqrt(count)
    squeeze = sqrt(aspect / STRETCH)
    points = [[float(found[number][0]) * reach * squeeze, float(found[number][1]) * reach / squeeze] for number in range(count)]
    _push_apart(points, radii, squeeze)
    return [(round(x * STRETCH, 1), round(y, 1)) for x, y in points]


def _push_apart(points: list[list[float]], radii: Sequence[float], squeeze: float) -> None:
    """Draw all towards the middle and push circles that overlap apart, until none does."""
    for step in range(400):
        moved = False
        for point in points:
            pull = 0.02 if step < 300 else 0.0
            point[0] -= point[0] * pull / squeeze
            point[1] -= point[1] * pull * squeeze
        for one in range(len(points)):
            for other in range(one):
                dx, dy = points[one][0] - points[other][0], points[one][1] - points[other][1]
                distance = sqrt(dx * dx + dy * dy) or 1.0
                lacking = radii[one] + radii[other] - distance
                if lacking > 0.5:
                    moved = True
                    for point, sign in ((points[one], 0.5), (points[other], -0.5)):
                        point[0] += sign * lacking * dx / distance
                        point[1] += sign * lacking * dy / distance
        if not moved and step > 300:
            return
