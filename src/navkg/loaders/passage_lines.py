"""Passages as lines of findings.yaml: what `navkg locate` prints, and adding one to a finding without touching any other line."""

from __future__ import annotations

import json
import re
from pathlib import Path
from tempfile import NamedTemporaryFile

from navkg.model import Passage
from navkg.problems import fault
from navkg.project import read_text


def passage_line(passage: Passage) -> str:
    """The passage as one item of a finding's `passages`."""
    role = "" if passage.role == "support" else f", role: {passage.role}"
    words = [json.dumps(text, ensure_ascii=False) for text in (passage.first, passage.last)]
    return f"- {{at: [{passage.at[0]}, {passage.at[1]}], sha256: {passage.sha256}, first: {words[0]}, last: {words[1]}{role}}}"


def write_passage(path: Path, name: str, finding: str, passage: Passage) -> None:
    """Add the passage after the last one of `finding`. Raises NavkgError when the finding or its `passages` key is not there."""
    lines = read_text(path, name).split("\n")
    begin = next((number for number, line in enumerate(lines) if re.fullmatch(rf"- id: {re.escape(finding)}\s*", line)), None)
    if begin is None:
        raise fault(f"there is no finding '{finding}'", "write the finding first, with the key `passages:`", file=name)
    end = next((number for number in range(begin + 1, len(lines)) if lines[number].startswith("- ")), len(lines))
    key = next((number for number in range(begin, end) if re.fullmatch(r"  passages:\s*", lines[number])), None)
    if key is None:
        raise fault(f"{finding} has no line `passages:`", "add it, indented by two spaces", file=name, line=begin + 1)
    last = key
    while last + 1 < end and lines[last + 1].startswith("    "):
        last += 1
    lines.insert(last + 1, f"    {passage_line(passage)}")
    replace_text(path, "\n".join(lines))


def replace_text(path: Path, text: str) -> None:
    """Write a file whole or not at all, with the permissions that it has."""
    with NamedTemporaryFile("w", encoding="utf-8", newline="\n", dir=path.parent, prefix=f".{path.name}-", delete=False) as file:
        file.write(text)
    Path(file.name).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
    Path(file.name).replace(path)
