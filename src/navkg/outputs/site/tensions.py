"""Where findings pull in different directions: pairs that contradict each other, and factors that are barrier here and enabler there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from navkg.outputs.site.corpus import Corpus


@dataclass(frozen=True)
class Contradiction:
    """Two findings of which one is said to disagree with the other."""

    one: str
    other: str
    studies: frozenset[str]
    sharpness: int


def contradictions(corpus: Corpus) -> list[Contradiction]:
    """Every pair, the sharpest first: across studies before within one, opposite directions before others, then core and empirical findings."""
    pairs = {
        tuple(sorted((key, target)))
        for key, record in corpus.records.items()
        for target in record["relations"].get("disagrees_with", ())
        if target in corpus.records
    }
    found = []
    for one, other in sorted(pairs):
        left, right = corpus.records[one], corpus.records[other]
        opposite = {left["valence"], right["valence"]} == {"positive", "negative"}
        both_empirical = left["basis"] == right["basis"] == "empirical"
        core = (left["importance"] == "core") + (right["importance"] == "core")
        studies = frozenset((left["study"], right["study"]))
        found.append(Contradiction(one, other, studies, 8 * (len(studies) - 1) + 4 * opposite + 2 * both_empirical + core))
    return sorted(found, key=lambda entry: (-entry.sharpness, entry.one, entry.other))


@dataclass(frozen=True)
class Standing:
    """How a determinant stands: study → (findings where it is barrier, where it is enabler, where it is only discussed)."""

    slug: str
    of: dict[str, tuple[list[str], list[str], list[str]]]

    def studies(self, place: int) -> int:
        return sum(1 for findings in self.of.values() if findings[place])

    def findings(self, *places: int) -> list[str]:
        return [key for findings in self.of.values() for place in places for key in findings[place]]

    def total(self, place: int) -> int:
        return len(self.findings(place))


def standings(corpus: Corpus, studies: Iterable[str] | None = None) -> list[Standing]:
    """Every determinant that a finding names, by how many studies and then findings name it as barrier or enabler."""
    wanted = set(studies) if studies is not None else set(corpus.study)
    found = []
    for slug, findings in corpus.mentions.items():
        if corpus.kind(slug) != "Determinant":
            continue
        of: dict[str, tuple[list[str], list[str], list[str]]] = {}
        for key, roles in findings.items():
            study = corpus.records[key]["study"]
            for place, role in enumerate(("barriers", "enablers", "determinants")):
                if role in roles and study in wanted:
                    of.setdefault(study, ([], [], []))[place].append(key)
        if of:
            found.append(Standing(slug, of))
    return sorted(found, key=lambda row: (-len(row.of), -row.total(0) - row.total(1), -row.total(2), row.slug))


def contested(corpus: Corpus, study: str) -> list[Standing]:
    """Determinants that are barrier in one finding and enabler in another of the same study."""
    return [row for row in standings(corpus, [study]) if row.total(0) and row.total(1)]


def shared_barriers(corpus: Corpus) -> list[Standing]:
    """Barriers by the number of studies that name them, then by findings."""
    rows = [row for row in standings(corpus) if row.total(0)]
    return sorted(rows, key=lambda row: (-row.studies(0), -row.total(0), row.slug))
