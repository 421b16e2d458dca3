"""Finding passages by their words: whatever line breaks, page breaks, hyphens and page numbers a text layer puts in between."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

from navkg.loaders.text_layer import TextLayer, digest, normalise
from navkg.model import MAX_WORDS, Passage

WORD = st.text(alphabet="abcdefghijklmnopqrstuvwxyzæøå", min_size=2, max_size=9)
BREAKS = st.sampled_from([" ", "\n\n", " \n\n", "\n\n 12\n\n", "\n\n \n\n", "\n 107 \n", " « ", "» ", ", "])


def spread(words: list[str], breaks: list[str]) -> str:
    return "".join(word + gap for word, gap in zip(words, breaks, strict=True))


@given(st.lists(WORD, min_size=12, max_size=40, unique=True), st.data())
def test_words_are_found_through_every_break(words: list[str], data: st.DataObject) -> None:
    """The passage from one word to a later one is found whatever stands between the words, and begins and ends with them."""
    breaks = data.draw(st.lists(BREAKS, min_size=len(words), max_size=len(words)))
    layer = TextLayer(spread(words, breaks))
    begin = data.draw(st.integers(0, len(words) - 6))
    first, last = " ".join(words[begin : begin + 2]), " ".join(words[begin + 4 : begin + 6])
    found = layer.locate(first, last)
    assert len(found) == 1
    text = layer.text[found[0].start : found[0].end]
    assert text.strip(" «»,").startswith(words[begin])
    assert text.strip(" «»,").endswith(words[begin + 5])


@given(st.lists(WORD, min_size=8, max_size=30, unique=True), st.data())
def test_a_pinned_passage_survives_new_white_space(words: list[str], data: st.DataObject) -> None:
    """A passage's hash depends on its words alone: it matches after another line breaking, and is found again where it moved."""
    layer = TextLayer(" ".join(words))
    place = layer.locate(" ".join(words[2:4]), " ".join(words[5:7]))[0]
    passage = layer.pin(place.start, place.end)
    assert layer.matches(passage)
    moved = TextLayer("innledning\n\n" + "\n\n".join(words))
    assert not moved.matches(passage)
    there = moved.moved_to(passage)
    assert there is not None
    assert normalise(moved.text[there.start : there.end]) == normalise(layer.text[place.start : place.end])


def test_a_word_broken_at_the_line_end_is_one_word() -> None:
    """Nord- / Norge over a line break is found as Nord-Norge and as NordNorge."""
    layer = TextLayer("Dataene ble samlet i Nord-\n\nNorge i fjor. Mer.")
    for written in ("Nord-Norge i fjor", "NordNorge i fjor", "Nord- Norge i fjor"):
        assert [layer.text[place.start : place.end] for place in layer.locate("Dataene ble", written)] == [
            "Dataene ble samlet i Nord-\n\nNorge i fjor."
        ]


def test_every_match_is_a_candidate() -> None:
    """Words that occur twice give both places, so that nobody pins the wrong one unawares."""
    layer = TextLayer("de ansatte mener at chat er bra. Senere: de ansatte mener at chat er bra.")
    assert len(layer.locate("de ansatte mener", "er bra")) == 2


def test_words_match_whole_words_only() -> None:
    """`chat` is not found inside `chatbot`."""
    assert TextLayer("chatboten svarer brukeren").locate("chat", "brukeren") == []


def test_quotation_marks_belong_to_the_passage() -> None:
    """A quotation is pinned with its marks, and a sentence with its full stop."""
    layer = TextLayer("Hun sa: «Vi har ikke tid.» Det var alt.")
    place = layer.locate("Vi har", "ikke tid")[0]
    assert layer.text[place.start : place.end] == "«Vi har ikke tid.»"


@given(st.text(max_size=200), st.text(max_size=20), st.text(max_size=20))
def test_no_text_breaks_the_search(text: str, first: str, last: str) -> None:
    """Any text and any words give a list of stretches within the text."""
    for place in TextLayer(text).locate(first, last):
        assert 0 <= place.start < place.end <= len(text)


@given(st.text(min_size=1, max_size=120))
def test_offsets_are_code_points(text: str) -> None:
    """A pinned passage gives back exactly the text between its offsets, astral signs included."""
    assume(normalise(text) and not any(ord(sign) < 32 or ord(sign) == 127 for sign in normalise(text)))
    whole = f"𝔞 {text} 𝔷"
    passage = TextLayer(whole).pin(2, 2 + len(text))
    assert passage.sha256 == digest(whole[2 : 2 + len(text)])
    assert len(passage.first.split()) <= MAX_WORDS


def test_a_passage_must_end_after_its_start() -> None:
    """A passage with its end before its start is refused with a word on what to do."""
    with pytest.raises(ValidationError, match="pin it again"):
        Passage(at=(10, 10), sha256="0" * 64, first="a", last="b")


def test_a_passage_stores_a_few_words_only() -> None:
    """No sentence of a document can be kept in first and last."""
    with pytest.raises(ValidationError, match="at most 4 words"):
        Passage(at=(1, 10), sha256="0" * 64, first="en to tre fire fem", last="b")
