"""What a build writes. One module a kind of output, one line in `OUTPUTS`.

An output is a function of a dataset and a folder that adds its files to `folder`; `write_build` calls them all beside the old build and swaps the two when every
file is whole.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from navkg.outputs.files import link_files
from navkg.outputs.swap import swapped_folder
from navkg.pipeline import Dataset, Progress, silent
from navkg.processes import run_jobs


class Output(NamedTuple):
    """The module and the function of an output, and whether it asks for quads: what does not is begun while these are being made."""

    module: str
    function: str = "write"
    quads: bool = False

    def write(self, dataset: Dataset, folder: Path) -> None:
        """Import the module, in the process that does the work, and write."""
        getattr(import_module(f"navkg.outputs.{self.module}"), self.function)(dataset, folder)


# The order in which they are begun: two that write thousands of files hold each other up, and the questions run on all processors by themselves.
OUTPUTS: dict[str, Output] = {
    "rdf": Output("rdf", quads=True),
    "pages that show triples": Output("site", "write_triple_pages", quads=True),
    "questions": Output("site", "write_questions", quads=True),
    "pages": Output("site", "write_pages"),
    "tables": Output("tables"),
    "search": Output("search"),
    "networks": Output("networks"),
    "records": Output("records"),
    "schemas": Output("schemas"),
}
Gate = Callable[[Dataset], None]


def passed(_: Dataset) -> None:
    """No further condition."""


def write_build(dataset: Dataset, folder: Path, progress: Progress = silent, gate: Gate = passed) -> None:
    """Write every output to `folder`, whole or not at all; `gate` is run beside, and nothing takes its place when it raises.

    Raises NavkgError when `folder` holds something that is no build.
    """
    with swapped_folder(folder) as beside:
        jobs = {output: partial(output.write, dataset, beside) for output in OUTPUTS.values()}
        early = [job for output, job in jobs.items() if not output.quads]
        late = [job for output, job in jobs.items() if output.quads]

        def prepare() -> None:
            dataset.lines  # noqa: B018 - made once, for all late jobs
            progress("checking shapes and writing")

        run_jobs(early, prepare, [partial(gate, dataset), *late])
        link_files(beside)
