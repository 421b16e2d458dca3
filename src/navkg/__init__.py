"""navkg: what qualitative studies found, as a knowledge graph that can be trusted, asked and explored.

    import navkg
    graph = navkg.open()                       # the build of the project around the working folder, or of a path
    for study, finding in graph.findings(): …  # typed, frozen objects
    graph.ask("shared-barriers", k="2")        # a pandas DataFrame, when pandas is installed
    graph.dataset, graph.network               # rdflib.Dataset, networkx.MultiDiGraph

Names are imported when they are used, so that `import navkg` is quick.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from navkg.model import Entity, Finding, Passage, Study
    from navkg.problems import NavkgError, Problem
    from navkg.questions.opened import Build
    from navkg.questions.opened import open_build as open  # noqa: A004 - reads as navkg.open, like gzip.open

__all__ = ["Build", "Entity", "Finding", "NavkgError", "Passage", "Problem", "Study", "open"]

_HOMES = {
    "Build": ("navkg.questions.opened", "Build"),
    "Entity": ("navkg.model", "Entity"),
    "Finding": ("navkg.model", "Finding"),
    "NavkgError": ("navkg.problems", "NavkgError"),
    "Passage": ("navkg.model", "Passage"),
    "Problem": ("navkg.problems", "Problem"),
    "Study": ("navkg.model", "Study"),
    "open": ("navkg.questions.opened", "open_build"),
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'navkg' has no attribute '{name}'")
    from importlib import import_module

    module, attribute = _HOMES[name]
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    return sorted(__all__)
