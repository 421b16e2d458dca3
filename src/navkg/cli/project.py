"""init, build, check: making and checking a project."""

from __future__ import annotations

import gc
from pathlib import Path

import click

from navkg.cli.options import Progress, root_option


@click.command("init", short_help="Write a new project.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--empty", is_flag=True, help="Without the coded studies and their registry.")
def init_command(folder: Path, empty: bool) -> None:
    """Write a working project to FOLDER: ontology, shapes, queries, page templates, and the coded studies as an example.

    Example: navkg init my-synthesis && navkg build --root my-synthesis
    """
    from navkg.outputs.template import write_template

    write_template(folder, empty)
    click.echo(f"{folder} is a navkg project. Next: navkg build --root {folder}")


_kept: list[object] = []  # what the last build made stays until the process ends: taking it apart takes a fifth of a second


@click.command("build", short_help="Build the graph and the pages.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder to write (default: build/ in the project).")
@root_option
def build_command(out: Path | None, root: Path | None) -> None:
    """Build the graph and the pages from what is in the project; the previous build stays until the new one is whole.

    Example: navkg build && open build/site/index.html
    """
    from navkg.check.shapes import require_valid
    from navkg.outputs import write_build
    from navkg.pipeline import read_dataset
    from navkg.project import find_project

    gc.disable()  # a build holds what it makes until it ends: looking for garbage costs a fifth of its time and finds none
    project, progress = find_project(root), Progress()
    dataset = read_dataset(project, progress)
    folder = out or project.build
    _kept[:] = [dataset]
    write_build(dataset, folder, progress, require_valid)
    studies, findings = len(dataset.content.studies), sum(len(study.findings) for study in dataset.content.studies)
    click.echo(f"{studies} studies, {findings} findings, {len(dataset.content.vocabulary.entities)} entities, {len(dataset.lines)} quads")
    click.echo(f"open {folder / 'site' / 'index.html'}")


@click.command("check", short_help="Check ontology, shapes, data, passages and questions.")
@click.option(
    "--sources",
    type=click.Path(path_type=Path),
    envvar="NAVKG_SOURCES",
    help="Folder with the documents, to compare passages with (or set NAVKG_SOURCES).",
)
@click.option("--only", multiple=True, metavar="CHECK", help="Run only this check (repeat for several).")
@click.option("--format", "style", type=click.Choice(["table", "json"]), default="table", show_default=True, help="How to print the report.")
@root_option
def check_command(sources: Path | None, only: tuple[str, ...], style: str, root: Path | None) -> None:
    """Check ontology, shapes, data, passages and questions; exit with 1 when something is wrong.

    Example: navkg check --format json
    """
    from navkg.check.report import format_report, run_checks
    from navkg.project import find_project

    report = run_checks(find_project(root), sources, only, Progress())
    click.echo(format_report(report, style), nl=False)
    if not report.passed:
        raise SystemExit(1)
