"""What several commands share: options, progress, printing."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])

root_option = click.option("--root", type=click.Path(path_type=Path), help="The project's folder (default: the one around the working folder).")
sources_option = click.option(
    "--sources",
    type=click.Path(path_type=Path),
    required=True,
    envvar="NAVKG_SOURCES",
    help="Folder with the documents' text files (or set NAVKG_SOURCES). Never written to.",
)


def format_option(*formats: str) -> Callable[[F], F]:
    return click.option("--format", "style", type=click.Choice(formats), default=formats[0], show_default=True, help="How to print the answer.")


class Progress:
    """Says on standard error what is being done, from the first second on, so that quick commands stay silent."""

    def __init__(self, patience: float = 1.0) -> None:
        self._begun, self._patience = time.monotonic(), patience

    def __call__(self, stage: str) -> None:
        seconds = time.monotonic() - self._begun
        if seconds >= self._patience or sys.stderr.isatty():
            click.echo(f"navkg: {seconds:4.1f} s  {stage} …", err=True)


def print_json_lines(records: Iterable[dict[str, Any]]) -> None:
    for record in records:
        click.echo(json.dumps(record, ensure_ascii=False))


def print_csv(records: Iterable[dict[str, Any]]) -> None:
    """The same CSV that a build writes."""
    from navkg.outputs.records import csv_text

    click.echo(csv_text(records), nl=False)


def limit_time(seconds: float) -> Callable[[], None]:
    """What happens when a query takes longer than `seconds`: one line, exit status 1."""

    def stop() -> None:
        sys.stdout.flush()
        click.echo(f"navkg: the query took longer than {seconds:g} s and was stopped — narrow it, add LIMIT, or raise --timeout", err=True)
        os._exit(1)

    return stop
