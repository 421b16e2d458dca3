"""A project of any size from the one at hand: every study copied a number of times, under new ids, the same every time.

python benchmarks/generate.py 10 /tmp/ten        a project with ten copies of each study
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


LIST = re.compile(r"\[([^\[\]]*/f\d{3}[^\[\]]*)\]")
ELSEWHERE = re.compile(r"[a-z]+(-[a-z]+)*/f\d{3}")


def _own(found: re.Match[str]) -> str:
    """A list without the findings of other studies, which have no copy here."""
    return f"[{', '.join(item for item in found.group(1).split(', ') if not ELSEWHERE.fullmatch(item))}]"


def generate(copies: int, folder: Path, studies: tuple[str, ...] = ("alin-chapter",)) -> Path:
    """Write a project to `folder` with `copies` of each of `studies`; the first copy is the study itself. The folder."""
    shutil.rmtree(folder, ignore_errors=True)
    for part in ("ontology", "viz", "data/entities"):
        shutil.copytree(ROOT / part, folder / part)
    for study in studies:
        source = ROOT / "data" / "studies" / study
        for number in range(copies):
            name = study if number == 0 else f"{study}-copy-{number:03}"
            target = folder / "data" / "studies" / name
            target.mkdir(parents=True)
            design = (source / "study.yaml").read_text(encoding="utf-8")
            (target / "study.yaml").write_text(re.sub(rf"(?m)^id: {study}$", f"id: {name}", design), encoding="utf-8")
            findings = (source / "findings.yaml").read_text(encoding="utf-8")
            text = LIST.sub(_own, findings)
            (target / "findings.yaml").write_text(text, encoding="utf-8")
    return folder


if __name__ == "__main__":
    generate(int(sys.argv[1]), Path(sys.argv[2]))
