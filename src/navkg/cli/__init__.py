"""The command line. One module a group of commands, one line in `COMMANDS`; each imports what it needs only when it runs, so that `navkg --help` is quick.

Exit status: 0 done; 1 something is wrong with the input or the check failed; 2 the command line itself is wrong; 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from importlib.metadata import version

import click

from navkg.problems import NavkgError

# command → (module, what the list of commands says about it)
COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("project", "Write a new project: ontology, shapes, queries, templates, and the coded studies as an example."),
    "build": ("project", "Build the graph and the pages from what is in the project."),
    "check": ("project", "Check ontology, shapes, data, passages and questions."),
    "locate": ("passages", "Pin a passage by its first and last words."),
    "verify": ("passages", "Compare every passage with the documents."),
    "coverage": ("passages", "Show how much of each section the findings cover."),
    "ask": ("questions", "List the competency questions, or answer one."),
    "sparql": ("questions", "Answer a SPARQL query (read-only)."),
    "findings": ("questions", "List findings, filtered."),
    "entities": ("questions", "List the entities of the registry."),
    "search": ("synthesis", "Find findings by words, ranked, in Norwegian and English."),
    "tables": ("synthesis", "List, print or write the tables of the synthesis."),
    "serve": ("serve", "Serve the site, SPARQL and the API on this machine."),
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"navkg.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(version("navkg"), prog_name="navkg")
def navkg() -> None:
    """navkg turns what qualitative studies found into a knowledge graph with provenance down to the passage.

    Example: navkg build && navkg ask
    """


def main() -> None:
    """Run the command line; every fault that a user can cause is one line, never a traceback."""
    try:
        status = navkg.main(standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except NavkgError as error:
        for problem in error.problems:
            click.echo(f"navkg: {problem}", err=True)
        status = 1
    except (KeyboardInterrupt, click.Abort):
        click.echo("navkg: interrupted; nothing was changed", err=True)
        status = 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        click.echo(f"navkg: {place}{error.strerror or error}; nothing was changed", err=True)
        status = 1
    sys.stderr.flush()
    os._exit(status if isinstance(status, int) else 0)  # the system frees memory at once, where Python would free object by object
