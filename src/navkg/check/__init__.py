"""Is everything right? One module a kind of check, one line in `CHECKS` of `report.py`.

A check is a function `check(dataset) -> (what was counted, problems)`; a problem of level error fails the run, a warning or an info is reported.
"""
