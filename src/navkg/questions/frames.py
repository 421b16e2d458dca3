"""The synthesis as pandas DataFrames, for notebooks (needs `navkg[pandas]`). Each row or cell can be traced: ids of findings are in a column, or asked for with `cells`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from navkg.problems import fault, nearest
from navkg.synthesis.contradictions import Contradiction, find_contradictions
from navkg.synthesis.evidence import Evidence
from navkg.synthesis.gaps import GapCell, gap_map
from navkg.synthesis.matrix import convergence_matrix
from navkg.synthesis.support import support_of
from navkg.synthesis.table import Table, flat_header, flat_rows

if TYPE_CHECKING:
    import pandas as pd

_SHOWN = ("relation", "computed", "direction", "findings", "reason")
_COUNTS: dict[str, Callable[[GapCell], Any]] = {
    "findings": lambda cell: len(cell.findings),
    "ids": lambda cell: list(cell.findings),
    "studies": lambda cell: cell.independent,
    "state": lambda cell: cell.state,
}


def matrix_frame(evidence: Evidence, rows: str, columns: str, cells: str, lang: str, min_studies: int) -> pd.DataFrame:
    """Rows of a facet × studies (convergence) or × another facet (gap map). Raises NavkgError for an unknown facet or an unknown `cells`."""
    import pandas as pd

    if columns in ("study", "studies"):
        cells = _known(cells or "relation", _SHOWN)
        matrix = convergence_matrix(evidence, rows, min_studies)
        held: dict[str, dict[str, Any]] = {
            row: {study: _shown(getattr(cell, cells), lang) for study, cell in found.items()} for row, found in matrix.cells.items()
        }
        frame = pd.DataFrame.from_dict(held, orient="index", columns=list(matrix.studies))
        return frame.rename_axis(index=matrix.facet, columns="study")
    cells = _known(cells or "findings", tuple(_COUNTS))
    gaps = gap_map(evidence, rows, columns)
    values = _COUNTS[cells]
    made = [[values(gaps.cells[(row, column)]) for column in gaps.column_ids] for row in gaps.row_ids]
    return pd.DataFrame(made, index=pd.Index(gaps.row_ids, name=gaps.rows), columns=pd.Index(gaps.column_ids, name=gaps.columns))


def _known(cells: str, known: tuple[str, ...]) -> str:
    if cells not in known:
        raise fault(f"cells cannot hold '{cells}'", nearest(cells, known) or f"write one of {', '.join(known)}")
    return cells


def _shown(value: Any, lang: str) -> Any:
    if hasattr(value, lang):
        return getattr(value, lang)
    return list(value) if isinstance(value, tuple) else value


def contradictions_frame(evidence: Evidence, lang: str, between_studies: bool | None) -> pd.DataFrame:
    """One row a contradiction; `findings_a` and `findings_b` are lists of ids."""
    import pandas as pd

    return pd.DataFrame([_contradiction(one, lang) for one in find_contradictions(evidence, between_studies=between_studies)])


def _contradiction(one: Contradiction, lang: str) -> dict[str, Any]:
    row: dict[str, Any] = {"kind": one.kind, "subject": one.subject, "pivot": one.pivot, "between_studies": one.between_studies}
    for letter, side in zip("ab", one.sides, strict=True):
        row[f"says_{letter}"] = getattr(side.says, lang)
        row[f"findings_{letter}"] = list(side.findings)
        row[f"studies_{letter}"] = list(side.studies)
        row[f"informants_{letter}"] = list(side.voices.groups)
        row[f"methods_{letter}"] = list(side.voices.methods)
        row[f"collected_{letter}"] = list(side.voices.periods)
    row["differs"] = [getattr(text, lang) for text in one.differs]
    row["reason"] = getattr(one.reason, lang)
    return row


def review_findings_frame(evidence: Evidence, lang: str) -> pd.DataFrame:
    """One row a review finding, indexed by id: the statement, how each study stands to it, and the counted material for CERQual."""
    import pandas as pd

    rows = []
    for finding in evidence.synthesis.review_findings:
        support = support_of(evidence, finding)
        rows.append(
            {
                "id": finding.id,
                "statement": getattr(finding, lang),
                "themes": list(finding.themes),
                "scope": getattr(finding.scope, lang) if finding.scope else None,
                "confidence": finding.cerqual.overall.level if finding.cerqual else None,
                "independent_studies": support.independent,
                "informants": support.informants.known,
                "passages": support.passages,
                "characters": support.characters,
                "findings": list(support.own),
                "cited": list(support.aside),
                "contradicting": list(support.contradicting),
                **dict(support.relations),
            }
        )
    return pd.DataFrame(rows).set_index("id") if rows else pd.DataFrame(rows)


def table_frame(table: Table, lang: str) -> pd.DataFrame:
    """Any table of the synthesis, with the columns of its CSV file."""
    import pandas as pd

    return pd.DataFrame(list(flat_rows(table, lang)), columns=list(flat_header(table, lang)))
