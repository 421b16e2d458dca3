"""ask, sparql, findings, entities: reading the built graph."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from navkg.cli.options import format_option, limit_time, print_csv, print_json_lines, root_option
from navkg.problems import fault

if TYPE_CHECKING:
    from navkg.questions.opened import Build

MAX_QUERY_FILE = 1_000_000
timeout_option = click.option(
    "--timeout", type=click.FloatRange(min=0.1), default=30.0, show_default=True, help="Seconds until the query is stopped."
)


def open_with_warning(root: Path | None) -> Build:
    """The build, with a word of warning when the files have changed since."""
    from navkg.questions.opened import open_build

    build = open_build(root)
    if build.newer_files():
        click.echo("navkg: warning: files have changed since the build; run `navkg build` to answer from them", err=True)
    return build


@click.command("ask", short_help="List the competency questions, or answer one.")
@click.argument("question", required=False)
@click.option("-p", "--param", "params", multiple=True, metavar="NAME=VALUE", help="A parameter of the question (repeat for several).")
@click.option(
    "--lang",
    type=click.Choice(["en", "nb"]),
    default="en",
    show_default=True,
    help="Language of the list, and of answers where the question has a lang parameter.",
)
@click.option("--show", is_flag=True, help="Print the question's SPARQL instead of its answer.")
@format_option("table", "csv", "json", "md")
@timeout_option
@root_option
def ask_command(question: str | None, params: tuple[str, ...], lang: str, show: bool, style: str, timeout: float, root: Path | None) -> None:
    """List the competency questions, or answer one from the built graph.

    Example: navkg ask determinants-shared -p k=3 --format md
    """
    from navkg.questions.answers import format_rows
    from navkg.questions.sparql import time_limit

    build = open_with_warning(root)
    if question is None:
        _list(build, lang, style)
        return
    found = build.question(question)
    if show:
        click.echo(found.sparql, nl=False)
        return
    given = {}
    for param in params:
        name, sign, value = param.partition("=")
        if not sign:
            raise fault(f"'{param}' is no parameter", "write -p name=value")
        given[name] = value
    if "lang" in found.header.parameters:
        given.setdefault("lang", lang)
    with time_limit(timeout, limit_time(timeout)):
        click.echo(format_rows(build.rows(question, **given), style), nl=False)


def _list(build: Build, lang: str, style: str) -> None:
    from navkg.questions.answers import Rows, format_rows

    rows = []
    for question in sorted(build.questions.values(), key=lambda one: (one.header.group, one.id)):
        parameters = ", ".join(
            f"{name}={parameter.default}" if parameter.default is not None else name
            for name, parameter in question.header.parameters.items()
            if name != "lang"
        )
        rows.append((question.header.group, question.id, getattr(question.header, lang), parameters))
    click.echo(format_rows(Rows(("group", "id", "question", "parameters"), tuple(rows)), style), nl=False)


@click.command("sparql", short_help="Answer a SPARQL query (read-only).")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@format_option("table", "csv", "json", "md")
@timeout_option
@root_option
def sparql_command(file: Path, style: str, timeout: float, root: Path | None) -> None:
    """Answer the SPARQL query in FILE, or on standard input when FILE is -. Read-only; SERVICE is refused.

    Example: echo 'SELECT ?s WHERE { ?s a nk:Study }' | navkg sparql -
    """
    from navkg.project import read_text
    from navkg.questions.answers import format_rows
    from navkg.questions.sparql import time_limit

    text = sys.stdin.read(MAX_QUERY_FILE) if str(file) == "-" else read_text(file, str(file))
    build = open_with_warning(root)
    with time_limit(timeout, limit_time(timeout)):
        click.echo(format_rows(build.sparql(text, "standard input" if str(file) == "-" else str(file)), style), nl=False)


def _filter_options(function: click.decorators.FC) -> click.decorators.FC:
    helps = {
        "study": "id of a study",
        "kind": "kind of finding, e.g. barrier",
        "basis": "empirical, interpretation, cited or background",
        "valence": "positive, negative, mixed or neutral",
        "about": "id of any entity that the finding names",
        "actor": "id of an actor that is affected or addressed",
        "theory": "id of a theory or concept",
        "theme": "id of a theme",
        "text": "words within the statement, in either language",
    }
    for name, text in reversed(helps.items()):
        function = click.option(f"--{name}", help=f"Only: {text}.")(function)
    return function


@click.command("findings", short_help="List findings, filtered.")
@_filter_options
@format_option("table", "jsonl", "csv")
@root_option
def findings_command(style: str, root: Path | None, **filters: str | None) -> None:
    """List findings of the built graph; several filters all apply.

    Example: navkg findings --kind barrier --about digisos --format csv
    """
    from navkg.questions.selection import select_findings

    records = select_findings(open_with_warning(root).finding_records(), {name: value for name, value in filters.items() if value is not None})
    if style == "jsonl":
        print_json_lines(records)
    elif style == "csv":
        print_csv(records)
    else:
        _table(records, ("id", "kind", "basis", "valence", "statement_en"))


@click.command("entities", short_help="List the entities of the registry.")
@click.option("--class", "class_name", help="Only entities of this class, e.g. DigitalService.")
@format_option("table", "jsonl", "csv")
@root_option
def entities_command(class_name: str | None, style: str, root: Path | None) -> None:
    """List the entities of the registry, with the studies that name them.

    Example: navkg entities --class InformationSystem
    """
    from navkg.problems import nearest

    build = open_with_warning(root)
    if class_name is not None and class_name not in build.vocabulary.classes:
        raise fault(
            f"there is no class '{class_name}'",
            nearest(class_name, build.vocabulary.classes) or f"classes: {', '.join(sorted(build.vocabulary.classes))}",
        )
    records = [record for record in build.entity_records() if class_name in (None, record["class"])]
    if style == "jsonl":
        print_json_lines(records)
    elif style == "csv":
        print_csv(records)
    else:
        _table(records, ("id", "class", "label_en", "label_nb", "studies"))


def _table(records: list[dict[str, object]], columns: tuple[str, ...]) -> None:
    from navkg.questions.answers import Rows, format_rows

    values = tuple(tuple(", ".join(value) if isinstance(value := record[column], list) else str(value) for column in columns) for record in records)
    click.echo(format_rows(Rows(columns, values), "table"), nl=False)
