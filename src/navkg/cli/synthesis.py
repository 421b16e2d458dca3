"""tables, search: the synthesis on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from navkg.cli.options import format_option, print_json_lines, root_option
from navkg.cli.questions import open_with_warning
from navkg.problems import fault

if TYPE_CHECKING:
    from navkg.synthesis.evidence import Evidence

FILE_FORMATS = ("csv", "xlsx", "md", "docx")


@click.command("tables", short_help="List, print or write the tables of the synthesis.")
@click.argument("names", nargs=-1, metavar="[TABLE]...")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Write files to this folder instead of printing.")
@click.option(
    "--format",
    "styles",
    multiple=True,
    type=click.Choice(["table", *FILE_FORMATS]),
    help="How to print or write (repeat for several; default: table, or all files).",
)
@click.option("--lang", type=click.Choice(["en", "nb"]), default="en", show_default=True, help="Language of what is printed; files come in both.")
@root_option
def tables_command(names: tuple[str, ...], out: Path | None, styles: tuple[str, ...], lang: str, root: Path | None) -> None:
    """List the tables of the synthesis, print one, or write files.

    Example: navkg tables convergence-themes --lang nb && navkg tables --out tables --format docx
    """
    from navkg.outputs.tables import write_tables
    from navkg.synthesis.tables import TABLES, make_table

    build = open_with_warning(root)
    if out is not None:
        if "table" in styles:
            raise fault("'table' is for printing", f"write --format {' or '.join(FILE_FORMATS)}")
        for name in names:
            if name not in TABLES:
                make_table(name, build.evidence)
        written = write_tables(build.evidence, out, styles or FILE_FORMATS, names or TABLES)
        click.echo(f"{len(written)} files in {out}")
        return
    if not names:
        _list_tables(build.evidence, lang)
        return
    style = styles[0] if styles else "table"
    if style in ("xlsx", "docx"):
        raise fault(f"{style} is no text", "name a folder with --out")
    for name in names:
        click.echo(_printed(name, build.evidence, style, lang), nl=False)


def _list_tables(evidence: Evidence, lang: str) -> None:
    from navkg.questions.answers import Rows, format_rows
    from navkg.synthesis.tables import TABLES, make_table

    tables = [make_table(name, evidence) for name in TABLES]
    rows = tuple((table.id, getattr(table.title, lang), len(table.rows)) for table in tables)
    click.echo(format_rows(Rows(("table", "title", "rows"), rows), "table"), nl=False)


def _printed(name: str, evidence: Evidence, style: str, lang: str) -> str:
    from navkg.outputs.tables import FORMATS
    from navkg.questions.answers import Rows, format_rows
    from navkg.synthesis.table import prose_rows
    from navkg.synthesis.tables import make_table

    table = make_table(name, evidence)
    if style != "table":
        return FORMATS[style](table, lang).decode("utf-8")
    head = tuple(getattr(column.label, lang) for column in table.columns)
    body = format_rows(Rows(head, tuple(prose_rows(table, lang))), "table")
    return f"{getattr(table.title, lang)}\n{getattr(table.note, lang)}\n\n{body}"


@click.command("search", short_help="Find findings by words, ranked.")
@click.argument("words")
@click.option(
    "--lang", type=click.Choice(["en", "nb"]), default="nb", show_default=True, help="Language of the statements that are printed; both are searched."
)
@click.option("--study", help="Only: id of a study.")
@click.option("--kind", help="Only: kind of finding, e.g. barrier.")
@click.option("--basis", help="Only: empirical, interpretation, cited or background.")
@click.option("--theme", help="Only: id of a theme.")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="At most so many findings.")
@format_option("table", "jsonl", "csv")
@root_option
def search_command(words: str, lang: str, limit: int, style: str, root: Path | None, **filters: str | None) -> None:
    """Find findings that speak of WORDS, in Norwegian or English, best first. Inflections and compounds match; all words count, none is required.

    Example: navkg search "tid til oppfølging" --basis empirical
    """
    from navkg.cli.options import print_csv
    from navkg.questions.answers import Rows, format_rows

    build = open_with_warning(root)
    chosen = {name: value for name, value in filters.items() if value is not None}
    hits = build.search(words, limit=limit, **chosen)
    if style == "table":
        if not hits:
            click.echo(f"no finding speaks of '{words}'", err=True)
            return
        rows = tuple((hit.record["id"], f"{hit.score:.2f}", hit.record["kind"], hit.record["basis"], hit.record[f"statement_{lang}"]) for hit in hits)
        click.echo(format_rows(Rows(("id", "score", "kind", "basis", "statement"), rows), "table"), nl=False)
        return
    records = [{"score": round(hit.score, 4), **hit.record} for hit in hits]
    print_csv(records) if style == "csv" else print_json_lines(records)
