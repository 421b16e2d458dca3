"""Findings that stand against each other: contradictions.html (declared) and a page for each other kind; both sides beside each other, to be filtered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from markupsafe import Markup

from navkg.outputs.site.corpus import Corpus
from navkg.outputs.site.render import Page
from navkg.outputs.site.synthesis.desk import Desk
from navkg.outputs.site.text import Pair, t
from navkg.synthesis.contradictions import KINDS, Contradiction, Kind, Side, find_contradictions
from navkg.synthesis.evidence import OWN_DATA

SHOWN = 3
BETWEEN = {"between": Pair("Between studies", "Mellom studier"), "within": Pair("Within one study", "Innen én studie")}
PAGES: dict[Kind, str] = {
    "declared": "contradictions.html",
    "opposite-outcome": "contradictions-outcomes.html",
    "barrier-and-enabler": "contradictions-determinants.html",
}


def of_actors(desk: Desk) -> dict[str, list[tuple[str, Pair, int]]]:
    """Actor → for each kind that concerns it: the address of those on their page, the kind, how many."""
    everything = find_contradictions(desk.evidence)
    concerned = _concerned(desk.corpus, everything)
    counted = Counter((actor, one.kind) for one in everything for actor in concerned[one.id])
    found: dict[str, list[tuple[str, Pair, int]]] = {}
    for kind, label in KINDS.items():
        for (actor, other), count in counted.items():
            if other == kind:
                found.setdefault(actor, []).append((f"{PAGES[kind]}#actor={actor}", Pair(label.en, label.nb), count))
    return found


def _concerned(corpus: Corpus, found: Iterable[Contradiction]) -> dict[str, list[str]]:
    """Id of each contradiction → the organisations, roles and user groups that a finding on either side is about or affects."""
    kinds = corpus.kinds_below("Actor")
    records = {one.id: [corpus.records[name] for side in one.sides for name in side.findings] for one in found}
    return {
        name: sorted({slug for record in these for slug in (*record["about"], *record["affects"]) if corpus.kind(slug) in kinds})
        for name, these in records.items()
    }


def pages(desk: Desk) -> Iterator[Page]:
    found = find_contradictions(desk.evidence)
    concerned = _concerned(desk.corpus, found)
    tabs = [(PAGES[kind], label, sum(one.kind == kind for one in found)) for kind, label in KINDS.items()]
    for kind, label in KINDS.items():
        ones = sorted((one for one in found if one.kind == kind), key=lambda one: (not one.between_studies, -_own(one), one.id))
        yield (
            PAGES[kind],
            "contradictions.html",
            {
                "table": desk.table("contradictions"),
                "tabs": tabs,
                "label": label,
                "groups": _grouped(desk, ones, concerned),
                "actors": sorted({actor for one in ones for actor in concerned[one.id]}, key=lambda actor: desk.corpus.label(actor).nb),
                "differs": [Pair(*one) for one in sorted({(text.en, text.nb) for one in ones for text in one.differs})],
                "downloads": desk.downloads("contradictions"),
            },
        )


def _grouped(desk: Desk, ones: list[Contradiction], concerned: dict[str, list[str]]) -> list[tuple[str, Pair, list[dict[str, Any]]]]:
    """Those between studies, then those within one."""
    groups = [
        (name, label, [_entry(desk, one, concerned[one.id]) for one in ones if one.between_studies == (name == "between")])
        for name, label in BETWEEN.items()
    ]
    return [group for group in groups if group[2]]


def _own(one: Contradiction) -> int:
    """How many of the sides rest on own data alone."""
    return sum(set(side.bases) <= set(OWN_DATA) for side in one.sides)


def _entry(desk: Desk, one: Contradiction, actors: list[str]) -> dict[str, Any]:
    studies = sorted({study for side in one.sides for study in side.studies})
    return {
        "one": one,
        "anchor": one.id.replace(":", ".").replace("/", "."),
        "subject": desk.corpus.link(one.subject),
        "pivot": desk.corpus.link(one.pivot) if one.pivot else None,
        "studies": " ".join(studies),
        "actors": " ".join(actors),
        "differs": " ".join(text.en.replace(" ", "-") for text in one.differs),
        "sides": [_side(desk, one, side) for side in one.sides],
    }


def _side(desk: Desk, one: Contradiction, side: Side) -> dict[str, Any]:
    groups = Markup("; ").join(map(desk.corpus.group, side.voices.groups))
    more = len(side.findings) - SHOWN
    return {
        "heading": None if one.kind == "declared" else t(side.says),
        "count": desk.corpus.number(side.findings),
        "statements": [desk.statement(name) for name in side.findings[:SHOWN]],
        "more": desk.corpus.counted(t(f"all {len(side.findings)}", f"alle {len(side.findings)}"), side.findings) if more > 0 else None,
        "groups": groups,
        "named": side.voices.named,
        "methods": desk.corpus.links(side.voices.methods),
        "periods": desk.periods(side.voices),
    }
