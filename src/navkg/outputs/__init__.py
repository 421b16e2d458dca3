"""What a build writes. One module a kind of output, one line in `OUTPUTS`.

An output is a function `write(dataset, folder)` that adds its files to `folder`; `write_build` calls them all beside the old build and swaps the two when every
file is whole.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from navkg.outputs import networks, rdf, records, site
from navkg.outputs.swap import swapped_folder
from navkg.pipeline import Dataset, Progress, silent

Output = Callable[[Dataset, Path], None]

OUTPUTS: dict[str, Output] = {
    "rdf": rdf.write,
    "records": records.write,
    "networks": networks.write,
    "site": site.write,
}


def write_build(dataset: Dataset, folder: Path, progress: Progress = silent) -> None:
    """Write every output to `folder`, whole or not at all. Raises NavkgError when `folder` holds something that is no build."""
    with swapped_folder(folder) as beside:
        for name, write in OUTPUTS.items():
            progress(f"writing {name}")
            write(dataset, beside)
