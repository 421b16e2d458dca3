"""Faulty YAML gets one line that names file and line, and says what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from navkg.loaders.yaml_file import build_model, read_models, read_yaml
from navkg.model import Entity, Finding, Text
from navkg.problems import NavkgError

ENTITY = """- id: digisos
  class: DigitalService
  label: {nb: Digisos, en: Digisos}
  description: {nb: En tjeneste., en: A service.}
"""

# what stands in the file → (line, words of the message)
UNREADABLE = {
    "a tab": (b"- id: a\n\tclass: Role\n", 2, "holds a tab"),
    "a byte-order mark": (b"\xef\xbb\xbf- id: a\n", 1, "byte-order mark"),
    "no UTF-8": (b"- id: a\n  label: {nb: K\xf8, en: Queue}\n", 2, "0xf8 is not valid UTF-8"),
    "no YAML": (b"- id: [a\n- id: b\n", 2, "is not YAML"),
    "an anchor": (b"- id: &a b\n- id: *a\n", 1, "anchor"),
    "an exploding alias": (b"a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n", 1, "anchor"),
    "a key twice": (b"- id: a\n  id: b\n", 2, "the key 'id' twice"),
    "a list as a key": (b"- ? [a]\n  : b\n", 1, "no plain word"),
    "a control character": (b"- id: \x07\n", 0, "is not YAML"),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_a_file_that_is_no_plain_yaml_is_refused(case: str, tmp_path: Path) -> None:
    """Each kind of broken file names itself and the line."""
    content, line, words = UNREADABLE[case]
    path = tmp_path / "x.yaml"
    path.write_bytes(content)
    with pytest.raises(NavkgError) as caught:
        read_yaml(path, "data/x.yaml")
    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == ("data/x.yaml", line)
    assert words in problem.message
    assert problem.mend


def test_windows_line_ends_are_read(tmp_path: Path) -> None:
    """A file saved on Windows is the same file."""
    path = tmp_path / "x.yaml"
    path.write_bytes(ENTITY.replace("\n", "\r\n").encode())
    _, good, bad = read_models(Entity, path, "x.yaml")
    assert [entity.label.nb for _, entity in good] == ["Digisos"]
    assert not bad


# one changed line of a good entry → (line, words)
FAULTY = {
    "an unknown key": ("  lable: {nb: a, en: b}\n", 5, "unknown key 'lable' — did you mean 'label'?"),
    "a wrong id": ("- id: Digi_sos\n", 5, "lower-case ASCII letters"),
    "a number for a list": ("  aliases: 3\n", 5, "aliases is '3'"),
    "one language": ("  status: {nb: a}\n", 5, "status is a mapping"),
    "a comma in a flow mapping": ("  theorist: [{nb: a, b}]\n", 5, "theorist"),
    "a line break in a label": ('  aliases: ["a\\nb"]\n', 5, "line break or a control character"),
    "no year": ("  year: last\n", 5, "year is 'last'"),
    "an IRI that is none": ("  close_match: ['javascript:alert(1)']\n", 5, "close_match"),
}


@pytest.mark.parametrize("case", FAULTY)
def test_a_faulty_entry_names_its_line(case: str, tmp_path: Path) -> None:
    """Each fault in an entry names the line it stands on."""
    extra, line, words = FAULTY[case]
    path = tmp_path / "x.yaml"
    path.write_text(ENTITY + extra, encoding="utf-8")
    _, _, bad = read_models(Entity, path, "x.yaml")
    assert [(problem.line, words in str(problem)) for problem in bad][:1] == [(line, True)], [str(problem) for problem in bad]


def test_a_missing_key_names_the_entry(tmp_path: Path) -> None:
    """What is missing is named, at the entry that lacks it."""
    path = tmp_path / "x.yaml"
    path.write_text(ENTITY + "- id: arena\n  class: InformationSystem\n  label: {nb: Arena, en: Arena}\n", encoding="utf-8")
    _, good, bad = read_models(Entity, path, "x.yaml")
    assert [str(problem) for problem in bad] == ["x.yaml:5: the key 'description' is missing — add `description: …`"]
    assert len(good) == 1


def test_an_unquoted_comma_is_explained(tmp_path: Path) -> None:
    """{nb: a, b} makes a key of b: the message says to quote the text."""
    path = tmp_path / "x.yaml"
    path.write_text("nb: {nb: a, en: b}\n", encoding="utf-8")
    file = read_yaml(path, "x.yaml")
    bad = build_model(Finding, file, {"en": "x", "nb": "y", "condition": {"en": "if a", " b": None, "nb": "hvis a"}})
    assert isinstance(bad, list)
    assert any("double quotes" in problem.mend for problem in bad)


def test_a_file_that_is_no_list_is_refused(tmp_path: Path) -> None:
    """An entities file that holds one mapping says how to begin an entry."""
    path = tmp_path / "x.yaml"
    path.write_text("id: a\n", encoding="utf-8")
    _, good, bad = read_models(Entity, path, "x.yaml")
    assert not good
    assert "begin each entry" in bad[0].mend


def test_an_empty_file_is_an_empty_list(tmp_path: Path) -> None:
    """A file that nothing was written to yet is no fault."""
    path = tmp_path / "x.yaml"
    path.write_text("# nothing yet\n", encoding="utf-8")
    assert read_models(Entity, path, "x.yaml")[1:] == ([], [])


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2018", 2018),
        ("0.5", 0.5),
        ("no", "no"),
        ("2020-03-12", "2020-03-12"),
        ("012", "012"),
        ("null", None),
        ("1e9", "1e9"),
        ("0x10", "0x10"),
        ("'3'", "3"),
    ],
)
def test_scalars_are_numbers_or_text(written: str, value: object, tmp_path: Path) -> None:
    """No date, truth value, octal or exponent is guessed from plain text."""
    path = tmp_path / "x.yaml"
    path.write_text(f"a: {written}\n", encoding="utf-8")
    assert read_yaml(path, "x.yaml").value == {"a": value}


@given(st.binary(max_size=300))
def test_no_bytes_make_a_traceback(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    """Whatever a file holds, it is read or refused with a problem."""
    path = tmp_path_factory.mktemp("yaml") / "x.yaml"
    path.write_bytes(content)
    _, good, bad = read_models(Entity, path, "x.yaml")
    assert not good or not bad


def test_html_in_a_label_is_text(tmp_path: Path) -> None:
    """Markup in a label is kept as the text it is: pages escape it."""
    path = tmp_path / "x.yaml"
    path.write_text(ENTITY.replace("nb: Digisos,", "nb: '<script>alert(1)</script>',"), encoding="utf-8")
    _, good, _ = read_models(Entity, path, "x.yaml")
    assert good[0][1].label == Text(nb="<script>alert(1)</script>", en="Digisos")
