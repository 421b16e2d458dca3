"""What a build writes. One module a kind of output, one line in `OUTPUTS`.

An output is a function `write(dataset, folder)` that adds its files to `folder`; `write_build` calls them all beside the old build and swaps the two when every
file is whole.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from navkg.outputs import networks, rdf, records, schemas, search, site, tables
from navkg.outputs.beside import running_beside
from navkg.outputs.swap import swapped_folder
from navkg.pipeline import Dataset, Progress, silent

Output = Callable[[Dataset, Path], None]
Gate = Callable[[Dataset], None]

OUTPUTS: dict[str, Output] = {
    "rdf": rdf.write,
    "records": records.write,
    "networks": networks.write,
    "schemas": schemas.write,
    "tables": tables.write,
    "search": search.write,
    "site": site.write,
}
BESIDE = "site"


def passed(_: Dataset) -> None:
    """No further condition."""


def write_build(dataset: Dataset, folder: Path, progress: Progress = silent, gate: Gate = passed) -> None:
    """Write every output to `folder`, whole or not at all; `gate` is run beside and nothing takes its place when it raises.

    The pages take about as long as everything else, so the two are made side by side. Raises NavkgError when `folder` holds something that is no build.
    """
    dataset.lines  # noqa: B018 - made once, before the process is split
    with swapped_folder(folder) as beside:

        def rest() -> None:
            gate(dataset)
            for name in OUTPUTS.keys() - {BESIDE}:
                OUTPUTS[name](dataset, beside)

        progress("checking shapes and writing")
        with running_beside(rest):
            OUTPUTS[BESIDE](dataset, beside)
