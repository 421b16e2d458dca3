"""locate, verify, coverage: passages and the documents they come from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from navkg.cli.options import Progress, format_option, root_option, sources_option
from navkg.problems import errors, fault, nearest

if TYPE_CHECKING:
    from navkg.model import Study
    from navkg.pipeline import Content
    from navkg.problems import Problem


def _content(root: Path | None) -> tuple[Content, list[Problem]]:
    """The project's content, and the faults of what was left out; files that cannot be read are a hindrance."""
    from navkg.pipeline import load_content
    from navkg.problems import NavkgError
    from navkg.project import find_project

    content, problems = load_content(find_project(root))
    if not content.studies and problems:
        raise NavkgError(problems)
    return content, errors(problems)


def _study(content: Content, name: str) -> Study:
    for study in content.studies:
        if study.id == name:
            return study
    known = [study.id for study in content.studies]
    raise fault(f"there is no study '{name}'", nearest(name, known) or f"studies: {', '.join(known)}")


@click.command("locate", short_help="Pin a passage by its first and last words.")
@click.argument("study")
@click.argument("first")
@click.argument("last")
@click.option("--near", type=int, metavar="OFFSET", help="Of several matches, take the one nearest to this position.")
@click.option("--write", "finding", metavar="FINDING", help="Add the passage to this finding (f012) in findings.yaml.")
@click.option(
    "--role",
    type=click.Choice(["support", "counter-example", "context"]),
    default="support",
    show_default=True,
    help="What the passage is to the finding.",
)
@sources_option
@root_option
def locate_command(study: str, first: str, last: str, near: int | None, finding: str | None, role: str, sources: Path, root: Path | None) -> None:
    """Print the line that pins the passage of STUDY that begins with the words FIRST and ends with the words LAST.

    Line breaks, page breaks, hyphens at line ends, quotation marks and stray page numbers do not matter. Several matches are listed and none is taken.

    Example: navkg locate alin-chapter "Dataene ble samlet" "i Nord-Norge" --sources ../sources
    """
    from navkg.check.passages import read_document
    from navkg.loaders.passage_lines import passage_line, write_passage
    from navkg.loaders.text_layer import TextLayer, normalise

    content, _ = _content(root)
    one = _study(content, study)
    layer = TextLayer(read_document(one, sources))
    found = layer.locate(first, last)
    if not found:
        absent = next((words for words in (first, last) if not layer.occurs(words)), "")
        reason = f"the words “{absent}” are not in the document" if absent else f"the words “{last}” do not follow “{first}” closely"
        raise fault(reason, "copy them from the document, three words or more")
    if len(found) > 1 and near is None:
        places = "\n".join(f"  [{place.start}, {place.end}] {normalise(layer.text[place.start : place.end])[:60]} …" for place in found[:12])
        raise fault(f"{len(found)} passages match", f"give more words, or --near OFFSET:\n{places}")
    place = min(found, key=lambda candidate: abs(candidate.start - (near or 0)))
    passage = layer.pin(place.start, place.end, role)
    if finding:
        path = content.project.root / "data" / "studies" / one.id / "findings.yaml"
        write_passage(path, content.project.name(path), finding, passage)
    click.echo(passage_line(passage))


@click.command("verify", short_help="Compare every passage with the documents.")
@sources_option
@root_option
def verify_command(sources: Path, root: Path | None) -> None:
    """Compare every passage's hash with the documents; say which no longer match and where the text moved to. What is left out as faulty is said, too.

    Example: navkg verify --sources ../sources
    """
    from navkg.check.passages import verify_all

    content, left_out = _content(root)
    Progress()("comparing passages")
    count, problems = verify_all(content.studies, sources)
    for problem in (*left_out, *problems):
        click.echo(str(problem), err=True)
    faulty = len(errors(problems))
    click.echo(f"{count} passages of {len(content.studies)} studies: {count - faulty} match, {faulty} do not")
    if faulty or left_out:
        raise SystemExit(1)


@click.command("coverage", short_help="Show how much of each section the findings cover.")
@click.argument("study", required=False)
@click.option(
    "--longest", type=click.IntRange(min=100), default=1500, show_default=True, help="Stretches longer than this without a finding are listed."
)
@click.option("--strict", is_flag=True, help="Exit with 1 when a findings, discussion or conclusion part has an unexplained stretch.")
@format_option("table", "csv", "json", "md")
@sources_option
@root_option
def coverage_command(study: str | None, longest: int, strict: bool, style: str, sources: Path, root: Path | None) -> None:
    """For each section of a document: characters, findings, share covered by passages; and the longest stretches without a finding.

    Example: navkg coverage alin-chapter --sources ../sources
    """
    from navkg.check.passages import coverage, read_document
    from navkg.loaders.text_layer import normalise
    from navkg.questions.answers import Rows, format_rows

    content, left_out = _content(root)
    rows, notes = [], []
    for one in [_study(content, study)] if study else content.studies:
        text = read_document(one, sources)
        for row in coverage(one, longest):
            state = "omitted" if row.omitted else f"{len(row.unexplained)} unexplained" if row.unexplained else ""
            rows.append((one.id, row.section.id, row.section.title[:48], row.section.role, row.characters, row.findings, f"{row.covered:.0%}", state))
            notes += [
                (stop - start, f"{one.id} {row.section.id} [{start}, {stop}] {stop - start} characters: {normalise(text[start:stop])[:40]} …")
                for start, stop in row.unexplained
            ]
    columns = ("study", "section", "title", "role", "characters", "findings", "covered", "gaps")
    click.echo(format_rows(Rows(columns, tuple(rows)), style), nl=False)
    for _, note in sorted(notes, reverse=True)[:20]:
        click.echo(note, err=True)
    for problem in left_out:
        click.echo(str(problem), err=True)
    if strict and (notes or left_out):
        raise SystemExit(1)
