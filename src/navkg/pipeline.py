"""The main job: a project's folder → studies → quads → dataset. Everything after works on the `Dataset` made here.

load_content   files to models, every fault found
Dataset        models to quads, rules run, release metadata added, when somebody asks for them
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version

import pyoxigraph as ox

from navkg.graph.quads import Quads, canonical
from navkg.graph.registry import registry_quads
from navkg.graph.release import release_quads
from navkg.graph.rules import infer
from navkg.graph.store import Store
from navkg.graph.study import study_quads
from navkg.graph.synthesis import synthesis_quads
from navkg.loaders import load_studies
from navkg.loaders.registry import load_vocabulary, read_turtle
from navkg.loaders.synthesis import load_synthesis
from navkg.model import Study, Vocabulary
from navkg.model_synthesis import NO_SYNTHESIS, Synthesis
from navkg.problems import NavkgError, Problem, errors
from navkg.project import Project, file_digest
from navkg.records import Record, finding_records

Progress = Callable[[str], None]


def silent(_: str) -> None:
    """Say nothing about progress."""


@dataclass(frozen=True, eq=False)
class Content:
    """What the files of a project say."""

    project: Project
    vocabulary: Vocabulary
    studies: tuple[Study, ...]
    ontology: tuple[ox.Triple, ...]
    synthesis: Synthesis = NO_SYNTHESIS

    @cached_property
    def records(self) -> list[Record]:
        """Every finding as a flat record, made once for all outputs."""
        return list(finding_records(self.studies))


@dataclass(frozen=True)
class Dataset:
    """A project's content as quads and as a store that answers; made when first asked for. Raises NavkgError then for a rule that does not run."""

    content: Content
    progress: Progress = silent

    @cached_property
    def _mapped(self) -> tuple[tuple[ox.Quad, ...], Store]:
        return _map(self.content, self.progress)

    @property
    def quads(self) -> tuple[ox.Quad, ...]:
        """Every quad, in the order it was made."""
        return self._mapped[0]

    @property
    def store(self) -> Store:
        return self._mapped[1]

    @cached_property
    def canonical(self) -> dict[str, ox.Quad]:
        """Every quad by its line in canonical N-Quads, sorted."""
        return canonical(self.quads)

    @cached_property
    def lines(self) -> list[str]:
        """The whole dataset as canonical N-Quads lines."""
        return list(self.canonical)


def load_content(project: Project) -> tuple[Content, list[Problem]]:
    """The content of the project's files and everything that is wrong with them. Raises NavkgError when the ontology cannot be read."""
    triples = read_turtle(project.terms, project)
    vocabulary, problems = load_vocabulary(project, triples)
    studies, bad = load_studies(project, vocabulary)
    synthesis, worse = load_synthesis(project, vocabulary, studies)
    return Content(project, vocabulary, tuple(studies), tuple(triples), synthesis), problems + bad + worse


def _map(content: Content, progress: Progress) -> tuple[tuple[ox.Quad, ...], Store]:
    """Sound content as quads: rules run, release metadata added."""
    progress("mapping")
    ontology = Quads("ontology")
    ontology.triples(content.ontology)
    parts = [ontology, registry_quads(content.vocabulary), *(study_quads(study) for study in content.studies), synthesis_quads(content.synthesis)]
    store, sizes = Store(), {}
    for part in parts:
        store.add(part.rows)
        sizes[part.name] = len(set(part.rows))
    progress("inferring")
    inferred = infer(store, content.project.rules, content.project)
    sizes["inferred"] = len(inferred)
    files = {content.project.name(path): file_digest(path) for path in content.project.inputs}
    release = release_quads(files, content.studies, sizes, version("navkg"))
    store.add(release.rows)
    return (*(quad for part in parts for quad in part.rows), *inferred, *release.rows), store


def read_dataset(project: Project, progress: Progress = silent) -> Dataset:
    """Load a project. Raises NavkgError with every problem when something in its files is wrong."""
    progress("reading")
    content, problems = load_content(project)
    if found := errors(problems):
        raise NavkgError(sorted(found))
    return Dataset(content, progress)
