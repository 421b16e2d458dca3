"""Passages against the documents: does each still match, where did it move, how much of a section is covered, where is nothing said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from navkg.loaders.text_layer import TextLayer
from navkg.model import Section, Study
from navkg.problems import NavkgError, Problem, fault
from navkg.project import read_text

LONG_STRETCH = 1500
DATA_ROLES = frozenset({"abstract", "results", "discussion", "conclusion", "recommendations"})


def read_document(study: Study, sources: Path) -> str:
    """The text layer of a study's document. Raises NavkgError when the folder or the file is missing."""
    if not sources.is_dir():
        raise fault(f"{sources} is no folder", "name the folder of the documents with --sources")
    return read_text(sources / study.design.document.file, study.design.document.file)


def verify_study(study: Study, sources: Path) -> list[Problem]:
    """Everything about the study's passages that does not match the document: another text layer, a passage that changed or moved."""
    document = study.design.document
    text = read_document(study, sources)
    problems = []
    digest = sha256((sources / document.file).read_bytes()).hexdigest()
    if digest != document.sha256:
        problems.append(
            Problem(
                document.file,
                0,
                f"is another text than the one that {study.id} was coded from (sha256 {digest[:12]}…, not {document.sha256[:12]}…)",
                "use that text, or pin the passages again",
                "warning",
            )
        )
    if len(text) != document.characters:
        problems.append(Problem(document.file, 0, f"has {len(text)} characters, study.yaml says {document.characters}", "correct `characters`"))
    layer = TextLayer(text)
    for finding in study.findings:
        for passage in finding.passages:
            if layer.matches(passage):
                continue
            moved = layer.moved_to(passage)
            where = f"moved to [{moved.start}, {moved.end}]" if moved else "is not in the text any more"
            mend = "write that span" if moved else f"pin it again: navkg locate {study.id} …"
            problems.append(
                Problem(f"{study.id}/{finding.id}", 0, f"passage [{passage.at[0]}, {passage.at[1]}] “{passage.first} … {passage.last}” {where}", mend)
            )
    return problems


@dataclass(frozen=True)
class SectionCoverage:
    """One section: its length, how many findings have a passage in it, the share of characters covered, and the stretches without any."""

    section: Section
    end: int
    findings: int
    covered: float
    gaps: tuple[tuple[int, int], ...]
    omitted: bool

    @property
    def characters(self) -> int:
        return self.end - self.section.start

    @property
    def unexplained(self) -> tuple[tuple[int, int], ...]:
        """Gaps in a part that holds findings and is not explained."""
        return () if self.omitted or self.section.role not in DATA_ROLES else self.gaps


def coverage(study: Study, longest: int = LONG_STRETCH) -> list[SectionCoverage]:
    """The coverage of each section, in order. A gap is a stretch of more than `longest` characters that no passage touches and no omission explains."""
    document = study.design.document
    ordered = sorted(document.sections, key=lambda section: section.start)
    ends = [section.start for section in ordered[1:]] + [document.characters]
    spans = sorted((*passage.at, finding.id) for finding in study.findings for passage in finding.passages)
    whole = {omission.section for omission in document.omitted if omission.at is None}
    parts = [omission.at for omission in document.omitted if omission.at is not None]
    rows = []
    for section, end in zip(ordered, ends, strict=True):
        inside = [(max(start, section.start), min(stop, end), finding) for start, stop, finding in spans if start < end and stop > section.start]
        explained = [(max(start, section.start), min(stop, end)) for start, stop in parts if start < end and stop > section.start]
        gaps = tuple(_gaps(section.start, end, [(start, stop) for start, stop, _ in inside] + explained, longest))
        findings = len({finding for _, _, finding in inside})
        covered = _length((start, stop) for start, stop, _ in inside) / max(1, end - section.start)
        rows.append(SectionCoverage(section, end, findings, covered, gaps, section.id in whole))
    return rows


def _length(spans: Iterable[tuple[int, int]]) -> int:
    total, reached = 0, -1
    for start, stop in sorted(spans):
        total += max(0, stop - max(start, reached))
        reached = max(reached, stop)
    return total


def _gaps(start: int, end: int, spans: list[tuple[int, int]], longest: int) -> Iterable[tuple[int, int]]:
    position = start
    for begin, stop in [*sorted(spans), (end, end)]:
        if begin - position > longest:
            yield position, begin
        position = max(position, stop)


def verify_all(studies: Iterable[Study], sources: Path) -> tuple[int, list[Problem]]:
    """How many passages were compared, and every problem."""
    count, problems = 0, []
    for study in studies:
        count += sum(len(finding.passages) for finding in study.findings)
        try:
            problems += verify_study(study, sources)
        except NavkgError as error:
            problems += error.problems
    return count, problems
