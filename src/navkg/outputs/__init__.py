"""What a build writes. One module a kind of output, one line in `OUTPUTS`.

An output is a function `write(dataset, folder)` that adds its files to `folder`; `write_build` calls them all beside the old build and swaps the two when every
file is whole.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from navkg.outputs import networks, rdf, records, schemas, search, site, tables
from navkg.outputs.jobs import run_jobs
from navkg.outputs.swap import swapped_folder
from navkg.pipeline import Dataset, Progress, silent

Output = Callable[[Dataset, Path], None]
Gate = Callable[[Dataset], None]

# The work that takes longest comes first: the others are done beside it.
OUTPUTS: dict[str, Output] = {
    "site": site.write,
    "tables": tables.write,
    "rdf": rdf.write,
    "records": records.write,
    "networks": networks.write,
    "schemas": schemas.write,
    "search": search.write,
}


def passed(_: Dataset) -> None:
    """No further condition."""


def write_build(dataset: Dataset, folder: Path, progress: Progress = silent, gate: Gate = passed) -> None:
    """Write every output to `folder`, whole or not at all; `gate` is run beside, and nothing takes its place when it raises.

    Raises NavkgError when `folder` holds something that is no build.
    """
    dataset.lines  # noqa: B018 - made once, before the work is split
    with swapped_folder(folder) as beside:
        progress("checking shapes and writing")
        first, *others = (partial(write, dataset, beside) for write in OUTPUTS.values())
        run_jobs([first, partial(gate, dataset), *others])
        site.link_files(beside)
