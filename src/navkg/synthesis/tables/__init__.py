"""The tables that an evidence synthesis expects. One function a table, one line in `TABLES`; each takes the evidence and returns a `Table`."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from navkg.problems import fault, nearest
from navkg.synthesis.evidence import Evidence
from navkg.synthesis.table import Table
from navkg.synthesis.tables import codebook, comparison, entreq, framework, review, structure, studies

TABLES: dict[str, Callable[[Evidence], Table]] = {
    "study-characteristics": studies.characteristics,
    "summary-of-findings": review.summary_of_findings,
    "cerqual-evidence-profile": review.evidence_profile,
    "review-finding-convergence": review.convergence,
    "convergence-themes": comparison.convergence_of_themes,
    "convergence-determinants": comparison.convergence_of_determinants,
    "convergence-outcomes": comparison.convergence_of_outcomes,
    "effect-directions": comparison.effects,
    "contradictions": comparison.contradictions,
    "framework-matrix": framework.charting,
    "barriers-enablers": framework.barriers_and_enablers,
    "structure-bridges": structure.bridges,
    "structure-communities": structure.communities,
    "structure-similarity": structure.similarity,
    "structure-leave-one-out": structure.losses,
    "codebook": codebook.codebook,
    "entreq": entreq.checklist,
}


@lru_cache(maxsize=len(TABLES))
def make_table(name: str, evidence: Evidence) -> Table:
    """One table by its id, made once for the same evidence. Raises NavkgError for an unknown one."""
    if name not in TABLES:
        raise fault(f"there is no table '{name}'", nearest(name, TABLES) or f"tables: {', '.join(TABLES)}")
    return TABLES[name](evidence)
