"""Synthesis over studies: what a person who writes a qualitative evidence synthesis makes by hand today, computed from the findings, each cell traceable to them.

    evidence.py        what the studies' own data say: facets of findings, directions, independent studies, informants
    matrix.py          the convergence matrix (triangulation protocol), its rule, and reviewed overrides
    contradictions.py  findings that stand against each other, and where their two sides differ
    support.py         the counted material for a GRADE-CERQual judgement of a review finding
    directions.py      the effect-direction table: outcomes by direction, no p-values
    gaps.py            the evidence gap map: rows × columns of one's choice, with a stated definition of a gap
    structure.py       bridging, communities, similarity, leave-one-out: each measure with its formula and its limits
    table.py           the one table that every format and page is made from; tables/ holds the tables

The program counts and shows; it never computes a judgement. A new table is one function in `tables/` and one line in `TABLES`.
"""
