"""Every table of the synthesis says the same in every format and language, opens again, and each of its cells leads to findings and their passages."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import docx
import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner

from navkg.cli import navkg
from navkg.model import Text
from navkg.outputs import records, search, tables
from navkg.outputs.tables import FORMATS, PROSE_FORMATS, write_tables
from navkg.pipeline import read_dataset
from navkg.problems import NavkgError
from navkg.project import find_project
from navkg.questions.opened import Build, open_build
from navkg.synthesis.evidence import Evidence
from navkg.synthesis.table import LANGUAGES, SHOWN_IDS, Cell, Column, Table, count, flat_header, flat_rows, prose_rows, said, word
from navkg.synthesis.tables import TABLES, make_table
from navkg.synthesis.tables.entreq import ITEMS
from navkg.synthesis.tables.review import PROFILE_COLUMNS

ROOT = Path(__file__).parent.parent
CASE = Path(__file__).parent / "cases" / "synthesis"
# The CERQual series' own names (Lewin et al. 2018, doi 10.1186/s13012-017-0689-2), as design/typology.md has them.
EXACT = (
    "Summary of review finding", "Studies contributing to the review finding", "Methodological limitations", "Coherence", "Adequacy", "Relevance",
    "CERQual assessment of confidence in the evidence", "Explanation of CERQual assessment",
)  # fmt: skip


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project, built without its pages."""
    root = tmp_path_factory.mktemp("tables") / "project"
    shutil.copytree(CASE, root)
    shutil.copytree(ROOT / "ontology", root / "ontology")
    dataset, folder = read_dataset(find_project(root)), root / "build"
    folder.mkdir()
    (folder / "navkg.nq").write_text("".join(dataset.lines), encoding="utf-8")
    for output in (records, search, tables):
        output.write(dataset, folder)
    return root


@pytest.fixture(scope="module")
def build(project: Path) -> Build:
    return open_build(project)


@pytest.fixture(scope="module")
def evidence(build: Build) -> Evidence:
    return build.evidence


def file_of(project: Path, table: Table, language: str, style: str) -> Path:
    return project / "build" / "tables" / f"{table.id}-{language}.{style}"


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_written_in_every_format_and_language(name: str, project: Path, evidence: Evidence) -> None:
    """The files hold the rows of the table: CSV and XLSX all of them with their numbers, Markdown and DOCX those that are read."""
    table = make_table(name, evidence)
    assert table.id == name
    for language in LANGUAGES:
        header, rows = flat_header(table, language), list(flat_rows(table, language))
        assert len(set(header)) == len(header)
        read = list(csv.reader(io.StringIO(file_of(project, table, language, "csv").read_text(encoding="utf-8"))))
        assert read == [list(header), *([str(value) for value in row] for row in rows)]
        book = openpyxl.load_workbook(file_of(project, table, language, "xlsx"))
        sheet = [tuple("" if value is None else value for value in row) for row in book.worksheets[0].iter_rows(values_only=True)]
        assert sheet == [header, *rows]
        assert book.worksheets[1]["A1"].value == getattr(table.title, language)
        for style in PROSE_FORMATS:
            assert file_of(project, table, language, style).is_file() == table.prose
        if table.prose:
            document = docx.Document(str(file_of(project, table, language, "docx")))
            written = [tuple(cell.text for cell in row.cells) for row in document.tables[0].rows]
            assert written == [tuple(getattr(column.label, language) for column in table.columns), *prose_rows(table, language)]
            assert document.core_properties.language == {"en": "en-GB", "nb": "nb-NO"}[language]
            markdown = file_of(project, table, language, "md").read_text(encoding="utf-8")
            assert markdown.count("\n| ") == len(table.rows) + 2  # header and rule


@pytest.mark.parametrize("name", TABLES)
def test_every_cell_leads_to_passages(name: str, evidence: Evidence) -> None:
    """The findings behind a table exist and have passages; a traced column's filled cells have findings unless they say that there are none."""
    table = make_table(name, evidence)
    for finding in table.findings:
        assert evidence.records[finding]["passages"]
    for row in table.rows:
        for column, cell in zip(table.columns, row, strict=True):
            assert not cell.findings or column.traced, f"{column.id} carries findings that no file shows"
            assert not (column.traced and cell.number) or cell.findings, f"{column.id}: a number without the findings behind it"


@pytest.mark.parametrize("name", TABLES)
def test_both_languages_are_there(name: str, evidence: Evidence) -> None:
    """What is said in one language is said in the other."""
    table = make_table(name, evidence)
    assert table.title.en != ""
    assert table.note.nb != table.note.en
    for cell in (cell for row in table.rows for cell in row):
        assert bool(cell.en) == bool(cell.nb)


def test_the_evidence_profile_has_the_standard_columns(evidence: Evidence) -> None:
    """The columns are named and ordered as the CERQual series does; judgements are shown with their assessor, and where none is, the facts stand alone."""
    assert tuple(column.label.en for column in PROFILE_COLUMNS) == EXACT
    contact, guidance = make_table("cerqual-evidence-profile", evidence).rows
    assert guidance[4].en.startswith("Serious concerns: Three findings. 2 independent studies; informants in these studies: 20;")
    assert guidance[6].en == "Low confidence"
    assert guidance[7].nb == "Få og tynne data. (Vurdert av: nav-team.)"
    assert contact[3].en == "Not assessed. 1 own findings support it, 1 contradicts it."
    assert contact[3].findings == ("gamma/f001",)
    assert contact[6].en == "Not assessed"


def test_the_summary_says_what_rests_on_one_study(evidence: Evidence) -> None:
    """A review finding on a single study says so, and its references are its findings."""
    contact, _ = make_table("summary-of-findings", evidence).rows
    assert contact[1].en == "Modia changes the contact with users. (Rests on a single study.)"
    assert contact[5].findings == ("beta/f002",)


def test_the_matrix_of_review_findings_marks_what_is_inferred(evidence: Evidence) -> None:
    """A relation that the authors did not state is in brackets."""
    contact, _ = make_table("review-finding-convergence", evidence).rows
    assert [cell.en for cell in contact[3:]] == ["(silence)", "agreement", "dissonance"]


def test_the_framework_matrix_has_locators(evidence: Evidence) -> None:
    """A charted finding stands in short with its number, section and characters."""
    rows = {row[1].en: row for row in make_table("framework-matrix", evidence).rows}
    assert rows["III.K"][3].en == "Access to guidance makes Digisos easier to use. (f001, s01: 0–100)"
    assert rows["III.K"][0].nb


def test_barriers_and_enablers_count_studies_once(evidence: Evidence) -> None:
    """Studies of one project are one independent study in the counts."""
    rows = [tuple(cell.text("en") for cell in row) for row in make_table("barriers-enablers", evidence).rows]
    assert ("Access to guidance", "enabler", "Users", "Digisos", "1", "2") in rows


def test_entreq_has_its_21_items(evidence: Evidence) -> None:
    """All items are there in order; what the graph does not know is left to the author."""
    rows = make_table("entreq", evidence).rows
    assert len(ITEMS) == len(rows) == 21
    assert rows[0][2].en == "the author's to fill"
    assert rows[7][3].en == "3 studies, 2 independent; see the table Study characteristics."


def test_the_codebook_lists_unused_codes_too(evidence: Evidence) -> None:
    """Codes have a definition and an example; a code that nothing uses has zeros."""
    rows = {row[1].en: row for row in make_table("codebook", evidence).rows}
    assert rows["guidance"][4].en == "III.K access to knowledge and information"
    assert rows["guidance"][8].findings == ("alpha/f001",)
    assert rows["theme-adoption"][5].number == 0
    assert rows["theme-adoption"][3].en
    assert rows["basis-empirical"][3].nb


FORMULAS = ("=1+1", "+1", "-1", "@x", "\t=1")


def hostile(words: str) -> Table:
    cells = (Cell(words, words, findings=("alpha/f001",)), count(0.5))
    columns = (Column("a", Text(en="A", nb="A"), traced=True, wide=True), Column("b", Text(en="B", nb="B")))
    return Table("x", Text(en="=title", nb="=tittel"), Text(en="note", nb="note"), columns, (cells,), prose=True)


@pytest.mark.parametrize("words", FORMULAS)
def test_formulas_are_disarmed(words: str) -> None:
    """No cell of a spreadsheet is taken for a formula."""
    table = hostile(words)
    assert list(csv.reader(io.StringIO(FORMATS["csv"](table, "en").decode())))[1][0] == f"'{words}"
    sheet = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"](table, "en")))
    assert (sheet.worksheets[0]["A2"].value, sheet.worksheets[0]["A2"].data_type) == (f"'{words}", "s")
    assert sheet.worksheets[1]["A1"].value == "'=title"


def test_markup_stays_text() -> None:
    """Angle brackets, ampersands and pipes come out as they went in."""
    words = "<b>a</b> & b | c ]]> *d*"
    table = hostile(words)
    assert docx.Document(io.BytesIO(FORMATS["docx"](table, "nb"))).tables[0].rows[1].cells[0].text == f"{words} [alpha/f001]"
    assert openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"](table, "nb"))).worksheets[0]["A2"].value == words
    assert r"\<b\>a\</b\> & b \| c \]\]\> \*d\*" in FORMATS["md"](table, "nb").decode()
    assert table.rows[0][1].text("nb") == "0,500"


def test_a_table_is_rectangular() -> None:
    """A row that does not fit the columns is a fault of the program."""
    with pytest.raises(ValueError, match="as many cells"):
        Table("x", Text(en="x", nb="x"), Text(en="x", nb="x"), (Column("a", Text(en="a", nb="a")),), ((word("a"), word("b")),))


def test_long_lists_of_findings_are_cut_in_prose_only() -> None:
    """Texts show some ids and how many more there are; data files have all."""
    names = tuple(f"alpha/f{number:03}" for number in range(SHOWN_IDS + 3))
    columns = (Column("a", Text(en="a", nb="a"), traced=True),)
    table = Table("x", Text(en="x", nb="x"), Text(en="x", nb="x"), columns, ((said(Text(en="n", nb="n"), names),),))
    assert next(prose_rows(table, "en"))[0].endswith("alpha/f011 + 3]")
    assert next(iter(flat_rows(table, "en")))[1] == " ".join(names)


def test_two_builds_give_the_same_bytes(project: Path, tmp_path: Path) -> None:
    """Every file is the same from another process with another hash seed, at another time."""
    for seed in ("1", "2"):
        command = [sys.executable, "-m", "navkg", "tables", "--root", str(project), "--out", str(tmp_path / seed)]
        subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True)
    files = sorted(path.name for path in (tmp_path / "1").iterdir())
    assert files == sorted(path.name for path in (project / "build" / "tables").iterdir())
    for name in files:
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes() == (project / "build" / "tables" / name).read_bytes()


# ---- data frames


def test_the_matrix_as_a_data_frame(build: Build) -> None:
    """Studies as columns give relations; a facet as columns gives the gap map."""
    frame = build.matrix(rows="determinant")
    assert frame.loc["guidance"].to_dict() == {"alpha": "dissonance", "beta": "agreement", "gamma": "dissonance"}
    assert build.matrix("determinant", cells="findings").loc["guidance", "beta"] == ["beta/f001"]
    assert "Mangel på veiledning" in build.matrix("determinant", cells="reason", lang="nb").loc["guidance", "beta"]
    gaps = build.matrix("service", "theme")
    assert gaps.loc["modia", "theme-communication"] == 3
    assert build.matrix("service", "theme", cells="state").loc["modia", "theme-privacy"] == "nothing-found"
    with pytest.raises(NavkgError, match="did you mean 'relation'"):
        build.matrix(cells="relations")


def test_contradictions_and_review_findings_as_data_frames(build: Build) -> None:
    """One row each, with ids of findings to follow."""
    frame = build.contradictions(lang="nb", between_studies=True)
    assert isinstance(frame, pd.DataFrame)
    assert set(frame["kind"]) == {"declared", "opposite-outcome", "barrier-and-enabler"}
    assert frame.loc[frame["kind"] == "declared", "findings_b"].iloc[0] == ["gamma/f001"]
    reviews = build.review_findings(lang="nb")
    assert reviews.loc["rf-guidance", "statement"] == "Veiledning avgjør om folk mestrer Digisos."
    assert reviews.loc["rf-contact", "gamma"] == "dissonance"
    assert list(build.characteristics()["Study"]) == ["alpha", "beta", "gamma"]


# ---- the command


def run(project: Path, *arguments: str) -> str:
    result = CliRunner().invoke(navkg, ["tables", "--root", str(project), *arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_the_command_lists_prints_and_writes(project: Path, tmp_path: Path) -> None:
    """Without a name all tables are listed; a name prints it; --out writes files in the formats asked for."""
    assert all(name in run(project) for name in TABLES)
    assert "Konvergensmatrise" in run(project, "convergence-themes", "--lang", "nb")
    assert run(project, "entreq", "--format", "csv").startswith("No,Item,Status")
    assert run(project, "codebook", "entreq", "--out", str(tmp_path), "--format", "md", "--format", "docx") == f"8 files in {tmp_path}\n"
    assert {path.suffix for path in tmp_path.iterdir()} == {".md", ".docx"}
    assert "Example: navkg tables" in run(project, "--help")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["codebok"], "there is no table 'codebok' — did you mean 'codebook'?"),
        (["codebok", "--out", "x"], "there is no table 'codebok' — did you mean 'codebook'?"),
        (["codebook", "--format", "docx"], "docx is no text — name a folder with --out"),
        (["--out", "x", "--format", "table"], "'table' is for printing — write --format csv or xlsx or md or docx"),
    ],
)
def test_faults_of_the_command(arguments: list[str], message: str, project: Path) -> None:
    """One line and exit status 1."""
    with pytest.raises(NavkgError) as error:
        run(project, *arguments)
    assert str(error.value) == message


def test_only_asked_for_tables_are_written(evidence: Evidence, tmp_path: Path) -> None:
    """Matrices are data: asking for them as text writes nothing."""
    assert write_tables(evidence, tmp_path, ["docx"], ["convergence-themes"]) == []
