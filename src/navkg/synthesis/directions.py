"""The effect-direction table (Hilton Boon and Thomson 2021, doi 10.1002/jrsm.1458): outcome × study, by direction only.

▲ more of the outcome, ▼ less of it, ◄► both (less than 70 % of the study's findings with a direction agree), ○ changed without a direction. No sign: no own data on it.
More is not better: ▲ on digital exclusion is bad. No p-values and no pooled effect: the findings are statements, not measurements, and five studies bear no sign test.
The size of the sign in the original plot tells sample size; here the number of findings stands beside the sign instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from navkg.synthesis.evidence import Direction, Evidence
from navkg.synthesis.matrix import study_stances

SYMBOLS: dict[Direction, str] = {"positive": "▲", "negative": "▼", "mixed": "◄►", "neutral": "○"}


@dataclass(frozen=True)
class Effect:
    """One study's direction on one outcome, with the findings behind it."""

    outcome: str
    study: str
    direction: Direction
    findings: tuple[str, ...]

    @property
    def symbol(self) -> str:
        return SYMBOLS[self.direction]


def effect_directions(evidence: Evidence) -> Mapping[str, Mapping[str, Effect]]:
    """`[outcome][study]` for every outcome on which a study has own data; sorted by outcome."""
    found = {}
    for outcome, records in evidence.sorted_by("outcome").items():
        stances = study_stances(records, "outcome", outcome)
        if stances:
            found[outcome] = {study: Effect(outcome, study, stance.direction, stance.findings) for study, stance in stances.items()}
    return found
