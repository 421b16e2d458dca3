"""Opening what a build wrote, without loading the project's files again: the models, the store, the questions."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from navkg.graph.store import Store
from navkg.model import Entity, Finding, Study, StudyDesign, Term, Vocabulary
from navkg.model_synthesis import Judgement, ReviewFinding, Synthesis
from navkg.problems import NavkgError, fault, nearest
from navkg.project import Project, find_project
from navkg.questions.answers import Rows, make_rows
from navkg.questions.catalog import CompetencyQuestion, read_catalog
from navkg.questions.sparql import run_query
from navkg.records import Record, entity_records, finding_records

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    import rdflib

    from navkg.questions.search import Hit, Searcher
    from navkg.synthesis.evidence import Evidence


@dataclass(frozen=True)
class Build:
    """A built graph: its folder and the project whose questions it answers."""

    folder: Path
    project: Project

    @cached_property
    def _models(self) -> Any:
        return json.loads((self.folder / "models.json").read_text(encoding="utf-8"))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        entities = {row["id"]: Entity.model_validate(row) for row in self._models["entities"]}
        terms = {row["id"]: Term(**row) for row in self._models["terms"]}
        terms |= {
            entity.id: Term(entity.id, entity.kind, entity.label.en, entity.label.nb, status=entity.status or "") for entity in entities.values()
        }
        return Vocabulary(MappingProxyType(entities), MappingProxyType(terms), frozenset(self._models["classes"]))

    @cached_property
    def studies(self) -> tuple[Study, ...]:
        """Every study as a frozen model."""
        return tuple(
            Study(StudyDesign.model_validate(row["design"]), tuple(Finding.model_validate(item) for item in row["findings"]))
            for row in self._models["studies"]
        )

    @cached_property
    def synthesis(self) -> Synthesis:
        """The review findings and the judgements of `data/synthesis/` as frozen models."""
        rows = self._models.get("synthesis", {"review_findings": [], "judgements": []})
        return Synthesis(
            tuple(ReviewFinding.model_validate(row) for row in rows["review_findings"]),
            tuple(Judgement.model_validate(row) for row in rows["judgements"]),
        )

    def findings(self) -> Iterator[tuple[Study, Finding]]:
        """Every finding as a typed object, with its study."""
        return ((study, finding) for study in self.studies for finding in study.findings)

    def finding_records(self) -> list[Record]:
        return list(finding_records(self.studies))

    def entity_records(self) -> list[Record]:
        return entity_records(self.vocabulary, self.studies)

    @cached_property
    def store(self) -> Store:
        """The quads, ready for SPARQL."""
        return Store.read(self.folder / "navkg.nq")

    @cached_property
    def questions(self) -> Mapping[str, CompetencyQuestion]:
        """The competency questions by id. Raises NavkgError for a file that is none."""
        questions, problems = read_catalog(self.project)
        if problems:
            raise NavkgError(problems)
        return questions

    def question(self, name: str) -> CompetencyQuestion:
        """One competency question. Raises NavkgError for an unknown one."""
        if name not in self.questions:
            raise fault(f"there is no question '{name}'", nearest(name, self.questions) or "`navkg ask` lists them")
        return self.questions[name]

    def rows(self, question: str, **parameters: str) -> Rows:
        """The answer of a competency question. Raises NavkgError for an unknown question or parameter."""
        found = self.question(question)
        studies = [row["design"]["id"] for row in self._models["studies"]]
        return found.answer(self.store, parameters, self._light_vocabulary, studies)

    @cached_property
    def _light_vocabulary(self) -> Vocabulary:
        """Ids and classes only: enough to bind parameters, without building the models of all entities."""
        terms = {row["id"]: Term(**row) for row in self._models["terms"]}
        terms |= {
            row["id"]: Term(row["id"], row["class"], row["label"]["en"], row["label"]["nb"], status=row.get("status") or "")
            for row in self._models["entities"]
        }
        return Vocabulary(MappingProxyType({}), MappingProxyType(terms), frozenset(self._models["classes"]))

    def ask(self, question: str, **parameters: str) -> pd.DataFrame:
        """The answer of a competency question as a pandas DataFrame (needs `navkg[pandas]`)."""
        import pandas as pd

        rows = self.rows(question, **parameters)
        return pd.DataFrame(list(rows.values), columns=list(rows.columns))

    def sparql(self, query: str, name: str = "") -> Rows:
        """The rows of a read-only SPARQL query; `name` is the file that a fault is said to stand in."""
        return make_rows(run_query(self.store, query, name=name))

    @cached_property
    def evidence(self) -> Evidence:
        """The findings indexed for comparing studies: what `navkg.synthesis` works on."""
        from navkg.synthesis.evidence import Evidence

        return Evidence(self.vocabulary, self.studies, self.synthesis)

    def matrix(self, rows: str = "theme", columns: str = "study", *, cells: str = "", lang: str = "en", min_studies: int = 1) -> pd.DataFrame:
        """Rows of a facet (theme, determinant, outcome, service, actor, cfir-domain, cfir-construct) against studies: the convergence matrix; `cells` is relation,
        computed, direction, findings or reason. Against another facet: the gap map; `cells` is findings (how many), ids, studies or state."""
        from navkg.questions.frames import matrix_frame

        return matrix_frame(self.evidence, rows, columns, cells, lang, min_studies)

    def contradictions(self, *, lang: str = "en", between_studies: bool | None = None) -> pd.DataFrame:
        """Findings that stand against each other, with both sides' informants, methods and dates."""
        from navkg.questions.frames import contradictions_frame

        return contradictions_frame(self.evidence, lang, between_studies)

    def review_findings(self, *, lang: str = "en") -> pd.DataFrame:
        """The review findings with the counted material for a CERQual judgement."""
        from navkg.questions.frames import review_findings_frame

        return review_findings_frame(self.evidence, lang)

    def table(self, name: str, *, lang: str = "en") -> pd.DataFrame:
        """One of the tables of the synthesis (`navkg tables` lists them). Raises NavkgError for an unknown one."""
        from navkg.questions.frames import table_frame
        from navkg.synthesis.tables import make_table

        return table_frame(make_table(name, self.evidence), lang)

    def characteristics(self, *, lang: str = "en") -> pd.DataFrame:
        """Study characteristics, one row a study."""
        return self.table("study-characteristics", lang=lang)

    @cached_property
    def searcher(self) -> Searcher:
        """The search index of the build, ready to answer. Raises NavkgError when the build has none."""
        from navkg.questions.search import Searcher

        path = self.folder / "search.json"
        if not path.is_file():
            raise fault(f"{self.folder} holds no search index", "run `navkg build` first")
        return Searcher(json.loads(path.read_text(encoding="utf-8")))

    def search(self, words: str, *, limit: int = 20, **filters: str) -> list[Hit]:
        """Findings that speak of `words`, best first; filters as in `navkg findings` (study, kind, basis, theme …)."""
        from navkg.questions.search import search

        return search(self.searcher, self.finding_records(), words, filters, limit)

    @cached_property
    def dataset(self) -> rdflib.Dataset:
        """The graph as an rdflib Dataset whose default graph is the union of all."""
        import rdflib

        dataset = rdflib.Dataset(default_union=True)
        with warnings.catch_warnings():  # rdflib's own parser still uses what rdflib deprecates
            warnings.simplefilter("ignore", DeprecationWarning)
            dataset.parse(self.folder / "navkg.nq", format="nquads")
        return dataset

    @cached_property
    def network(self) -> nx.MultiDiGraph:
        """Findings and entities as a networkx graph."""
        import networkx as nx

        return nx.MultiDiGraph(nx.read_graphml(self.folder / "navkg.graphml", force_multigraph=True))

    def newer_files(self) -> list[str]:
        """Input files that were written since the build."""
        built = (self.folder / "navkg.nq").stat().st_mtime
        return [self.project.name(path) for path in self.project.inputs if path.stat().st_mtime > built]


def open_build(path: str | Path | None = None) -> Build:
    """The build of a project (its root) or a build folder itself; without `path` that of the project around the working folder. Raises NavkgError when there is none."""
    given = Path(path) if path is not None else None
    if given is not None and (given / "navkg.nq").is_file():
        folder = given.resolve()
        project = find_project(folder.parent) if (folder.parent / "ontology").is_dir() and (folder.parent / "data").is_dir() else find_project()
        return Build(folder, project)
    project = find_project(given)
    if not (project.build / "navkg.nq").is_file():
        raise fault(f"{project.build} holds no build", "run `navkg build` first")
    return Build(project.build, project)
