"""The competency questions: questions.html lists them; questions/<id>.html shows parameters, answer and SPARQL, with the answer as CSV beside it.

Answers are computed with the questions' defaults, once in each language where the question has one. An answer of the build before is taken over when neither the data,
nor the question, nor the program changed: `answers.json` keeps the digest beside the rows.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

import navkg
from navkg.outputs.site.columns import heading
from navkg.outputs.site.corpus import Corpus
from navkg.outputs.site.render import Page
from navkg.outputs.site.text import ROOT, Pair, t
from navkg.problems import NavkgError
from navkg.project import file_digest
from navkg.questions.answers import Rows, format_rows
from navkg.questions.catalog import LANGUAGES, CompetencyQuestion, Parameter, read_catalog
from navkg.questions.written import without_header

FILE = "questions/answers.json"
SHOWN, LONGEST = 200, 20_000
FEW = 6  # ids of one cell that stand open: a row of a hundred would be longer than the screen
_PARTS = re.compile(r"[\s;,]+")
# Headings of the list; a group that is not named here stands under its own name.
GROUPS: dict[str, Pair] = {
    "actors": Pair("Actors and users", "Aktører og brukere"),
    "barriers": Pair("Barriers and enablers", "Barrierer og fremmere"),
    "chains": Pair("Chains of findings", "Kjeder av funn"),
    "citations": Pair("Cited works", "Siterte verk"),
    "claims": Pair("Claims", "Påstander"),
    "contested": Pair("Contested", "Omstridt"),
    "evidence": Pair("Evidence", "Belegg"),
    "gaps": Pair("Gaps", "Hull"),
    "law": Pair("Law", "Lov og regelverk"),
    "methods": Pair("Methods and material", "Metode og materiale"),
    "needs": Pair("Needs and recommendations", "Behov og anbefalinger"),
    "numbers": Pair("Numbers", "Tall"),
    "ontology": Pair("The ontology", "Ontologien"),
    "outcomes": Pair("Outcomes", "Utfall"),
    "provenance": Pair("Where it comes from", "Opphav"),
    "systems": Pair("Services and systems", "Tjenester og systemer"),
    "themes": Pair("Themes", "Temaer"),
    "theory": Pair("Theory", "Teori"),
    "time": Pair("Time", "Tid"),
}


def asked(corpus: Corpus) -> Mapping[str, CompetencyQuestion]:
    """The questions whose files are sound."""
    return read_catalog(corpus.project)[0]


@dataclass(frozen=True)
class Answer:
    """The rows of a question in each language, the parameters they were computed with, and what went wrong if they could not be."""

    rows: dict[str, Rows]
    given: dict[str, str]
    fault: str = ""


def pages(corpus: Corpus) -> Iterator[Page]:
    questions = asked(corpus)
    folder = corpus.folder / "site" / "questions"
    folder.mkdir(parents=True, exist_ok=True)
    answers: dict[str, Answer] = {}
    groups: dict[str, list[CompetencyQuestion]] = {}
    for question, answer in _answers(corpus, questions):
        answers[question.id] = answer
        groups.setdefault(question.header.group, []).append(question)
        for language, rows in answer.rows.items():
            (folder / f"{_file(question.id, language)}.csv").write_text(format_rows(rows, "csv"), encoding="utf-8")
        yield (
            f"questions/{question.id}.html",
            "question.html",
            {
                "question": question,
                "answer": answer,
                "tables": [
                    (language, _table(corpus, rows), len(rows.values), f"{_file(question.id, language)}.csv")
                    for language, rows in answer.rows.items()
                ],
                "queries": {language: _query(corpus, question, answer, language) for language in answer.rows} or {"": question.sparql},
                "shown": SHOWN,
                "heading": heading,
            },
        )
    yield ("questions.html", "questions.html", {"groups": sorted(groups.items()), "names": GROUPS, "answers": answers})


def _query(corpus: Corpus, question: CompetencyQuestion, answer: Answer, language: str) -> str:
    """The query that gave the answer in a language: as it stands it can be run elsewhere, with the prefixes of the project."""
    spoken = {name: language for name, parameter in question.header.parameters.items() if parameter.type == "language"}
    return without_header(question.written(question.bind({**answer.given, **spoken}, corpus.vocabulary, corpus.study)))


def _file(name: str, language: str) -> str:
    return f"{name}.{language}" if language else name


def _answers(corpus: Corpus, questions: Mapping[str, CompetencyQuestion]) -> Iterator[tuple[CompetencyQuestion, Answer]]:
    """Every question with its answer, from the build before where nothing changed; what was computed is written for the next build.

    One page is made while the next answers are computed: Oxigraph works without holding the interpreter.
    """
    project, known = corpus.project, _known(corpus)
    questions_of, pages_of = set(project.queries), project.viz.as_posix()
    graph = (path for path in project.inputs if path not in questions_of and not path.as_posix().startswith(pages_of))
    base = _digest((*graph, *sorted(Path(navkg.__file__).parent.rglob("*.py"))))
    kept: dict[str, Any] = {}

    def answered(question: CompetencyQuestion) -> dict[str, Any]:
        digest = sha256(f"{base}{file_digest(project.root / question.file)}".encode()).hexdigest()
        row: dict[str, Any] = known.get(question.id, {})
        return row if row.get("digest") == digest else {"digest": digest, **_computed(corpus, question)}

    with ThreadPoolExecutor(os.cpu_count()) as threads:
        for question, row in zip(questions.values(), threads.map(answered, questions.values()), strict=True):
            kept[question.id] = row
            rows = {language: Rows(tuple(part["columns"]), tuple(map(tuple, part["values"]))) for language, part in row["rows"].items()}
            yield question, Answer(rows, row["given"], row["fault"])
    target = corpus.folder / "site" / FILE
    target.write_text(json.dumps(kept, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")


def _digest(files: Iterable[Path]) -> str:
    return sha256("".join(map(file_digest, files)).encode()).hexdigest()


def _known(corpus: Corpus) -> dict[str, Any]:
    path = corpus.project.build / "site" / FILE
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def _computed(corpus: Corpus, question: CompetencyQuestion) -> dict[str, Any]:
    spoken = [name for name, parameter in question.header.parameters.items() if parameter.type == "language"]
    given = {name: value for name, parameter in question.header.parameters.items() if (value := _usable(corpus, parameter)) is not None}
    rows: dict[str, Any] = {}
    for language in LANGUAGES if spoken else ("",):
        try:
            answer = question.answer(corpus.dataset.store, {**given, **dict.fromkeys(spoken, language)}, corpus.vocabulary, corpus.study)
        except NavkgError as error:
            return {"rows": {}, "given": given, "fault": error.problems[0].message}
        rows[language] = {"columns": answer.columns, "values": answer.values}
    return {"rows": rows, "given": given, "fault": ""}


def _usable(corpus: Corpus, parameter: Parameter) -> str | None:
    """Another value where the default names something that this project does not have: its first study, or what its findings name most of the class asked for."""
    default = str(parameter.default)
    if parameter.type == "study":
        return None if default in corpus.study else next(iter(corpus.study), None)
    if parameter.type == "finding":
        return None if default in corpus.records else next(iter(corpus.records), None)
    if parameter.type not in ("entity", "theme", "concept") or default in corpus.vocabulary.terms or f"theme-{default}" in corpus.vocabulary.terms:
        return None
    wanted = corpus.kinds_below("Theme" if parameter.type == "theme" else parameter.class_ or "Entity")
    named = [slug for slug in corpus.mentions if corpus.has_page(slug) and corpus.kind(slug) in wanted]
    return max(named, key=lambda slug: (len(corpus.mentions[slug]), slug), default=None)


def _table(corpus: Corpus, rows: Rows) -> list[list[Markup]]:
    """The cells of the first rows: ids of things with a page as links, counts (`n_…`) as links to the findings that their row names."""
    known: dict[object, Markup] = {}
    counts = [place for place, column in enumerate(rows.columns) if column.startswith("n_")]
    table = []
    for row in rows.values[:SHOWN]:
        for value in row:
            if value not in known:
                known[value] = _cell(corpus, value)
        cells = [known[value] for value in row]
        if counts:
            named = [part for value in row if isinstance(value, str) for part in _PARTS.split(value) if part in corpus.records]
            for place in counts:
                cells[place] = corpus.counted(cells[place], named if row[place] else ())
        table.append(cells)
    return table


def _cell(corpus: Corpus, value: object) -> Markup:
    if not isinstance(value, str):
        return Markup("") if value is None else escape(value)
    # Several ids in one cell are links too; anything with another word in it is text.
    parts = _PARTS.split(value.strip()) if len(value) < LONGEST else [value]
    links = []
    for part in parts:
        address = _address(corpus, part)
        if not address:
            return escape(value)
        links.append(f'<a href="{address}">{part}</a>')
    # What has an address is an id, of letters, digits, dashes and slashes.
    begin, rest = Markup(", ".join(links[:FEW])), Markup(", ".join(links[FEW:]))  # noqa: S704
    if len(links) <= FEW + 2:
        return Markup(", ").join(filter(None, (begin, rest)))
    count = len(links) - FEW
    return Markup('{} <details class="long"><summary>{}</summary>{}</details>').format(begin, t(f"{count} more", f"{count} til"), rest)


def _address(corpus: Corpus, value: str) -> str:
    kind, _, rest = value.partition("/")
    if kind == "study" and rest in corpus.study:
        return f"{ROOT}study/{rest}.html"
    return corpus.href(rest if kind == "informants" else value) if value != "" else ""
