"""The worked notebook runs from start to end on a small project, and stands in the repository without outputs."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from navkg.outputs import records, search
from navkg.pipeline import read_dataset
from navkg.project import find_project

ROOT = Path(__file__).parent.parent
NOTEBOOK = ROOT / "data" / "synthesis" / "worked-example.ipynb"
CASE = Path(__file__).parent / "cases" / "synthesis"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    shutil.copytree(CASE, root)
    shutil.copytree(ROOT / "ontology", root / "ontology")
    dataset, folder = read_dataset(find_project(root)), root / "build"
    folder.mkdir()
    (folder / "navkg.nq").write_text("".join(dataset.lines), encoding="utf-8")
    for output in (records, search):
        output.write(dataset, folder)
    return root


def test_it_is_stored_without_outputs() -> None:
    """Nothing that differs from run to run is in the file."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert code
    assert all(not cell.outputs and cell.execution_count is None for cell in code)


# jupyter_client and zmq leave sockets to the garbage collector; they are not ours to mend.
@pytest.mark.filterwarnings(
    "ignore::DeprecationWarning", "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning", "ignore::UserWarning"
)
def test_it_runs_from_start_to_end(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every cell runs, and the review finding and its evidence profile come out at the end."""
    for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_DATA_DIR"):
        monkeypatch.setenv(name, str(tmp_path / name))
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(project)}}).execute()
    printed = "\n".join(output.get("text", "") for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs)
    assert "CERQual-evidensprofil" in printed
    assert "id: rf-worked-example" in printed
    assert "Vurdert av: nav-team" in printed
    assert "independent studies" in printed
