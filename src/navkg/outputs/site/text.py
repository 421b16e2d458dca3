"""Texts in two languages as markup: both stand in the page, the style sheet shows the one that is chosen."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup, escape

from navkg.model import Text

# Stands for the way up to the start page in markup that is made once and used on pages of different depth.
ROOT = "\ue000"


class Pair(NamedTuple):
    """The same thing said in English and in Norwegian."""

    en: str
    nb: str


def pair(text: Text | None) -> Pair | None:
    """A model's text as a pair."""
    return Pair(text.en, text.nb) if text else None


@lru_cache(maxsize=20_000, typed=True)  # what is markup already must never stand in for the same text from data
def _markup(english: str, norwegian: str) -> Markup:
    if english == norwegian:
        return escape(english)
    return Markup(f'<span class="en" lang="en">{escape(english)}</span><span class="nb" lang="nb">{escape(norwegian)}</span>')  # noqa: S704 - escaped here


def t(english: Pair | Text | str, norwegian: str | None = None) -> Markup:
    """Both languages of a text, escaped. Where the two are equal the text stands once."""
    if isinstance(english, str):
        return _markup(english, english if norwegian is None else norwegian)
    return _markup(english.en, english.nb)
