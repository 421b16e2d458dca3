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


def prune(folder: Path) -> Path:
    """Keep the entities that the studies name, and those that these name in turn. The folder."""
    files = {path: re.split(r"(?m)^(?=- )", path.read_text(encoding="utf-8")) for path in sorted((folder / "data" / "entities").glob("*.yaml"))}
    blocks = {
        found.group(1): block
        for parts in files.values()
        for block in parts
        if (found := re.search(r"\bid: ([a-z0-9-]+)", block)) and block.startswith("- ")
    }
    kept, queue = set(), [path.read_text(encoding="utf-8") for path in (folder / "data" / "studies").glob("*/*.yaml")]
    while queue:
        fresh = (set(re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)*", queue.pop())) & blocks.keys()) - kept
        kept |= fresh
        queue += [blocks[name] for name in fresh]
    texts = {blocks[name] for name in kept}
    for path, parts in files.items():
        path.write_text("".join(block for block in parts if block in texts or not block.startswith("- ")), encoding="utf-8")
    return folder


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
