"""Canonical N-Quads: the form that a build is compared by."""

from __future__ import annotations

from random import Random

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st

from navkg.graph.quads import canonical

_NODES = st.builds(lambda number: ox.NamedNode(f"https://example.org/{number}"), st.integers(0, 5))
_BLANK = st.builds(lambda number: ox.BlankNode(f"b{number}"), st.integers(0, 3))
_TEXTS = st.builds(lambda text: ox.Literal(text, language="nb"), st.text(st.sampled_from('_: \n\r\t\x0b\x0c\x1c\x85\u2028\u2029"\\å<>😀.')))
_QUADS = st.lists(st.builds(ox.Quad, st.one_of(_NODES, _BLANK), _NODES, st.one_of(_NODES, _BLANK, _TEXTS), _NODES), max_size=20)


def written(quads: list[ox.Quad]) -> bytes:
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""


@given(_QUADS, st.randoms())
def test_lines_are_canonical(quads: list[ox.Quad], chance: Random) -> None:
    """The lines are those of the whole algorithm (RDFC-1.0) whatever a text holds, sorted, each with its quad, and the same in any order of the quads."""
    found = canonical(quads)
    whole = ox.Dataset(quads)
    whole.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    lines = sorted(written([quad]).decode("utf-8") for quad in whole)
    assert list(found) == lines
    assert [written([quad]).decode("utf-8") for quad in found.values()] == lines
    shuffled = list(quads)
    chance.shuffle(shuffled)
    assert list(canonical(shuffled)) == lines
