"""locate, verify and coverage on a document of our own: pinning, moving, losing, covering."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

import pytest
import yaml

from projects import frozen_project, navkg

TEXT = (
    """ Innledning

Dette er en oppdiktet rapport om digi-

tale brev. Den har en innledning.

 12

Funn

Veilederne sier at brevene er vanskelige å for-

stå. De bruker

 13

mye tid på å forklare. «Jeg leser det høyt,» sier en av dem.

Brukerne ringer oftere enn før. Brukerne ringer oftere enn før, særlig på mandager.

Avslutning

Brevene bør skrives om.
"""
    + "Resten av rapporten handler om noe annet. " * 60
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The frozen example with a document for its letter study, whose first finding has no passage pinned yet."""
    folder = frozen_project(tmp_path / "project")
    sources = tmp_path / "sources"
    sources.mkdir()
    path = folder / "data" / "studies" / "letter-study" / "study.yaml"
    design = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    (sources / design["document"]["file"]).write_text(TEXT, encoding="utf-8")
    design["document"]["sha256"] = sha256(TEXT.encode()).hexdigest()
    design["document"]["characters"] = len(TEXT)
    starts = {title: TEXT.index(title) for title in ("Innledning", "Funn", "Avslutning")}
    roles = {"Innledning": "introduction", "Funn": "results", "Avslutning": "conclusion"}
    design["document"]["sections"] = [
        {"id": f"s{number}", "title": title, "role": roles[title], "start": start} for number, (title, start) in enumerate(starts.items(), 1)
    ]
    design["document"].pop("omitted", None)
    path.write_text(yaml.safe_dump(design, allow_unicode=True, sort_keys=False), encoding="utf-8")
    findings = folder / "data" / "studies" / "letter-study" / "findings.yaml"
    text = findings.read_text(encoding="utf-8")
    findings.write_text(re.sub(r"(?m)^    - \{at: .*\n", "", text), encoding="utf-8")
    for other in ("chat-study", "portal-study"):
        for file in (folder / "data" / "studies" / other).iterdir():
            file.unlink()
        (folder / "data" / "studies" / other).rmdir()
    return folder


def locate(project: Path, *arguments: str) -> tuple[int, str, str]:
    done = navkg("locate", "letter-study", *arguments, "--root", str(project), "--sources", str(project.parent / "sources"))
    return done.returncode, done.stdout, done.stderr


def test_a_passage_is_pinned_by_its_words(project: Path) -> None:
    """Words as they are read find the passage through hyphen, line break and page number; the line to paste is printed."""
    status, line, said = locate(project, "Veilederne sier", "tid på å forklare")
    assert status == 0, said
    passage = yaml.safe_load(line)[0]
    start, end = passage["at"]
    assert TEXT[start:end].startswith("Veilederne sier at brevene")
    assert TEXT[start:end].endswith("forklare.")
    assert passage["sha256"] == sha256(" ".join(TEXT[start:end].split()).encode()).hexdigest()
    assert len(passage["first"].split()) <= 4


def test_an_ambiguous_passage_lists_its_candidates(project: Path) -> None:
    """Nothing is chosen for the user: every place is listed with its offsets, and --near takes one."""
    status, out, said = locate(project, "Brukerne ringer", "enn før")
    assert status == 1
    assert out == ""
    places = [TEXT.index("Brukerne ringer"), TEXT.rindex("Brukerne ringer")]
    assert all(f"[{place}, " in said for place in places)
    status, line, _ = locate(project, "Brukerne ringer", "enn før", "--near", str(places[1]))
    assert status == 0
    assert yaml.safe_load(line)[0]["at"][0] == places[1]


@pytest.mark.parametrize(
    ("first", "last"), [("Veilederne mener", "å forklare"), ("Veilederne sier", "aldri skrevet"), ("Avslutning Brevene", "Veilederne sier")]
)
def test_words_that_are_not_there_are_named(first: str, last: str, project: Path) -> None:
    """What could not be found is said in one line."""
    status, out, said = locate(project, first, last)
    assert (status, out) == (1, "")
    assert len(said.splitlines()) == 1
    assert first in said or last in said


def test_pinning_verifying_covering(project: Path) -> None:
    """--write adds the passage to its finding; verify compares; a text that moved is found again, a text that changed is missed."""
    sources = project.parent / "sources"
    findings = project / "data" / "studies" / "letter-study" / "findings.yaml"
    before = findings.read_text(encoding="utf-8")
    for finding in re.findall(r"(?m)^- id: (f\d+)", before):
        assert locate(project, "Veilederne sier", "sier en av dem", "--write", finding)[0] == 0
    after = findings.read_text(encoding="utf-8")
    assert [line for line in after.splitlines() if "{at: " not in line] == before.splitlines()
    run = ["--root", str(project), "--sources", str(sources)]
    done = navkg("verify", *run)
    assert done.returncode == 0, done.stderr
    assert "16 passages of 1 studies: 16 match, 0 do not" in done.stdout
    document = next(sources.iterdir())
    document.write_text("Et nytt forord.\n\n" + TEXT, encoding="utf-8")
    moved = navkg("verify", *run)
    assert moved.returncode == 1
    shift = len("Et nytt forord.\n\n")
    assert f"moved to [{TEXT.index('Veilederne sier') + shift}, " in moved.stderr
    document.write_text(TEXT.replace("mye tid", "lite tid"), encoding="utf-8")
    gone = navkg("verify", *run)
    assert gone.returncode == 1
    assert "is not in the text any more" in gone.stderr


def test_coverage_lists_what_no_finding_touches(project: Path) -> None:
    """Each section has its share, and a long stretch without a finding is listed until an omission explains it."""
    sources = project.parent / "sources"
    for number in range(1, 17):
        locate(project, "Veilederne sier", "sier en av dem", "--write", f"f{number:03}")
    run = ["--root", str(project), "--sources", str(sources)]
    done = navkg("coverage", "letter-study", *run, "--format", "csv")
    assert done.returncode == 0, done.stderr
    assert "Funn,results" in done.stdout
    assert "1 unexplained" in done.stdout
    assert navkg("coverage", *run, "--strict").returncode == 1
    path = project / "data" / "studies" / "letter-study" / "study.yaml"
    design = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    design["document"]["omitted"] = [{"section": "s3", "reason": {"en": "Filler.", "nb": "Fyll."}}]
    path.write_text(yaml.safe_dump(design, allow_unicode=True, sort_keys=False), encoding="utf-8")
    assert navkg("coverage", *run, "--strict").returncode == 0


def test_what_is_left_out_as_faulty_is_said(project: Path) -> None:
    """A finding that cannot be read has no passages to compare: that is no success, whichever check is asked for."""
    findings = project / "data" / "studies" / "letter-study" / "findings.yaml"
    for number in range(1, 17):
        locate(project, "Veilederne sier", "sier en av dem", "--write", f"f{number:03}")
    text = findings.read_text(encoding="utf-8")
    findings.write_text(text.replace("  basis: ", "  basis: hearsay-", 1), encoding="utf-8")
    run = ["--root", str(project), "--sources", str(project.parent / "sources")]
    for command in (["verify", *run], ["coverage", *run, "--strict"], ["check", "--root", str(project), "--only", "shapes"]):
        done = navkg(*command)
        assert done.returncode == 1
        assert "letter-study/findings.yaml:" in done.stdout + done.stderr
        assert "basis" in done.stdout + done.stderr


@pytest.mark.parametrize("command", ["verify", "coverage"])
def test_a_missing_folder_of_documents_is_named(command: str, project: Path) -> None:
    """Documents that are not there are said in a line."""
    done = navkg(command, "--root", str(project), "--sources", str(project / "nowhere"))
    assert done.returncode == 1
    assert "is no folder" in done.stderr


def test_an_unknown_study_or_finding_is_named(project: Path) -> None:
    """A misspelt study gets a suggestion, a finding that is not there a line."""
    done = navkg("locate", "leter-study", "a", "b", "--root", str(project), "--sources", str(project.parent / "sources"))
    assert done.returncode == 1
    assert "did you mean 'letter-study'?" in done.stderr
    status, _, said = locate(project, "Veilederne sier", "å forklare", "--write", "f999")
    assert status == 1
    assert "there is no finding 'f999'" in said
