"""The wheel carries everything: a project can be made, built and asked where there is no clone."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from projects import ROOT, unwatched


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return next(folder.glob("navkg-*.whl"))


def test_the_wheel_holds_what_init_writes(wheel: Path) -> None:
    """Ontology, data, page templates, licence and the typing marker are inside; tests and builds are not."""
    names = zipfile.ZipFile(wheel).namelist()
    for part in ("navkg/template/ontology/navkg.ttl", "navkg/template/data/studies/alin-chapter/findings.yaml", "navkg/py.typed"):
        assert part in names
    assert any(name.startswith("navkg/template/viz/templates/") for name in names)
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if "__pycache__" in name or name.startswith(("tests/", "build/"))]


def test_a_project_works_without_a_clone(wheel: Path, tmp_path: Path) -> None:
    """init, build, ask, search and check run from the installed wheel, in a folder of its own."""
    site = tmp_path / "site-packages"
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(site), str(wheel)], check=True)
    environment = {**unwatched(), "PYTHONPATH": str(site)}

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "navkg", *arguments], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == 0, done.stderr + done.stdout
        return done.stdout

    where = subprocess.run(
        [sys.executable, "-c", "import navkg; print(navkg.__file__)"], env=environment, cwd=tmp_path, capture_output=True, text=True, check=True
    ).stdout
    assert where.startswith(str(site))
    run("init", "mine")
    assert "5 studies" in run("build", "--root", "mine")
    assert len(run("ask", "shared-barriers", "--root", "mine").splitlines()) > 5
    assert run("search", "brukermedvirkning", "--root", "mine").strip()
    assert "passed" in run("check", "--root", "mine", "--only", "files", "--only", "shapes")
