"""Finding search: Norwegian and English, tolerant of inflection and compounds, ranked by BM25 in SQLite FTS5.

`search_index` is made once, by the build: every statement, and the names and aliases of what a finding names, as lemmas (simplemma: nb, en). A compound also
counts as its parts, so that *oppfølging* finds *oppfølgingstid*; a word of the query that is a compound is also looked for as its parts, and by its beginning.
Function words are left out, but negations and quantifiers are kept: they carry findings. `Searcher` answers from the index; the pages' search box uses the same one.
What users type is cut into letters and digits before it reaches FTS5, and bound as a parameter.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from navkg.model import Vocabulary
from navkg.questions.selection import select_findings
from navkg.records import Record, entities_of

Index = dict[str, Any]
STATEMENT, NAME, PART = 4, 2, 1
PREFIX, MAX_WORDS = 4, 32
_WORD = re.compile(r"[^\W_]+(?:[-‑'’][^\W_]+)*")
_PIECE = re.compile(r"[^\W_]+")
# No negation (ikke, ingen, aldri, uten, not, no, never, without) and no quantifier (alle, mange, flere, noen, få, all, many, some, few, only) may stand here.
_STOP = """
og i på som er var det den de en et ei å for med til av om at fra har hadde ha blir ble bli kan kunne skal skulle vil ville være vært seg sin sitt sine dette denne disse
der da når eller men så etter ved ut inn opp også enn hva hvem hvor hvordan eg ein eit dei
the a an of to and in is are was were be been that this these those by for with on as at it its from has have had or but can could will would should their they he she
his her which who what how when where than then there into
"""
STOP_WORDS = frozenset(_STOP.split())
# Endings, beginnings and quantifiers that happen to look like words of a compound: digitalise + ring, alle + rede.
_LOOKALIKES = "ring ning mene else inger ende skap ster sell vise ability alle mange flere noen ikke ingen under over mini tran forut"
_NO_PARTS = STOP_WORDS | frozenset(_LOOKALIKES.split())


def lemma(word: str, language: str) -> str:
    """The dictionary form of a word, case folded; the word itself when no dictionary knows it."""
    import simplemma

    return str(simplemma.lemmatize(word, lang=language)).casefold()


def words_of(text: str) -> list[str]:
    """The words of a text, case folded; of a hyphenated word its pieces and the whole without hyphens."""
    found: list[str] = []
    for match in _WORD.finditer(text.casefold()):
        pieces = _PIECE.findall(match.group())
        found += pieces
        if len(pieces) > 1:
            found.append("".join(pieces))
    return [word for word in found if word not in STOP_WORDS and (len(word) > 1 or word.isdigit())]


def _in_dictionary(word: str) -> bool:
    from simplemma import is_known

    return bool(is_known(word, lang="nb"))


def compound_parts(word: str, met: Container[str], known: Callable[[str], bool] = lambda _: False) -> tuple[str, ...]:
    """The words that a compound is made of (`oppfølgingstid` → oppfølging, tid), or nothing.

    A part is a word that was `met` or that a dictionary `known`s. With a linking s three letters are enough; without, four, or five for a word that was not met.
    """
    return _split(word, lambda part: part in met or known(part), lambda part: part in met or (len(part) > PREFIX and known(part)), 2)


def _split(word: str, linked: Callable[[str], bool], bare: Callable[[str], bool], depth: int) -> tuple[str, ...]:
    if len(word) < 7 or depth == 0:
        return ()
    cuts = range(3, len(word) - 2)  # the longest tail first: the tail is what the compound is
    ways = [(word[: cut - 1], word[cut:], linked) for cut in cuts[1:] if word[cut - 1] == "s"]
    ways += [(word[:cut], word[cut:], bare) for cut in cuts if min(cut, len(word) - cut) >= PREFIX]
    for head, tail, is_word in ways:
        if not {head, tail} & _NO_PARTS and is_word(head) and is_word(tail):
            return (*(_split(head, linked, bare, depth - 1) or (head,)), *(_split(tail, linked, bare, depth - 1) or (tail,)))
    return ()


def search_index(records: Iterable[Record], vocabulary: Vocabulary) -> Index:
    """The index of all findings, as plain data for JSON.

    ids: finding ids, in order · tokens: sorted lemmas · postings: for each token a flat list [finding number, weight, …] · lengths: summed weights of each finding ·
    forms: word as written → numbers of its lemmas, where they differ · parts: number of a compound (as text) → numbers of its parts · stop: words left out
    """
    rows, forms = list(records), _Forms()
    counted = [_weights(record, vocabulary, forms) for record in rows]
    known = {token for weights in counted for token in weights}
    parts = {token: found for token in sorted(known) if (found := compound_parts(token, known, _in_dictionary))}
    for weights in counted:
        for token in list(weights):
            for part in parts.get(token, ()):
                weights[part] += PART
    tokens = sorted(known.union(*parts.values()))
    place = {token: number for number, token in enumerate(tokens)}
    postings: list[list[int]] = [[] for _ in tokens]
    for number, weights in enumerate(counted):
        for token, weight in weights.items():
            postings[place[token]] += [number, weight]
    return {
        "ids": [record["id"] for record in rows],
        "tokens": tokens,
        "postings": postings,
        "lengths": [sum(weights.values()) for weights in counted],
        "forms": {form: sorted(place[token] for token in lemmas) for form, lemmas in sorted(forms.lemmas.items()) if lemmas != {form}},
        "parts": {str(place[token]): [place[part] for part in found] for token, found in parts.items()},
        "stop": sorted(STOP_WORDS),
    }


class _Forms:
    """Every word as written, with its lemmas; each word and each text is looked up once."""

    def __init__(self) -> None:
        self.lemmas: dict[str, set[str]] = defaultdict(set)
        self._known: dict[tuple[str, str], str] = {}
        self._texts: dict[tuple[str, str], list[str]] = {}

    def __call__(self, text: str, language: str) -> list[str]:
        found = self._texts.get((text, language))  # names come back with every finding that names the thing
        if found is None:
            found = self._texts[text, language] = [self._lemma(word, language) for word in words_of(text)]
        return found

    def _lemma(self, word: str, language: str) -> str:
        known = self._known.get((word, language))
        if known is None:
            known = self._known[word, language] = lemma(word, language)
            self.lemmas[word].add(known)
        return known


def _weights(record: Record, vocabulary: Vocabulary, forms: _Forms) -> Counter[str]:
    """How much each lemma weighs in a finding: statements more than the names of what it names."""
    weights: Counter[str] = Counter()
    for language in ("nb", "en"):
        for token in forms(record[f"statement_{language}"], language):
            weights[token] += STATEMENT
    names: set[str] = set()
    for slug in sorted(entities_of(record)):
        term, entity = vocabulary.terms.get(slug), vocabulary.entities.get(slug)
        if term:
            names.update(forms(term.label_nb, "nb"))
            names.update(forms(term.label_en, "en"))
        for alias in entity.aliases if entity else ():
            names.update(forms(alias, "nb"))
    for token in sorted(names):
        weights[token] += NAME
    return weights


@dataclass(frozen=True)
class Hit:
    """A finding that was found; a higher score is better. `complete`: every word of the query matched."""

    record: Record
    score: float
    complete: bool


class Searcher:
    """An index ready to answer."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._tokens: dict[str, int] = {token: number for number, token in enumerate(index["tokens"])}
        self._base = sqlite3.connect(":memory:", check_same_thread=False)
        self._base.execute("CREATE VIRTUAL TABLE findings USING fts5(tokens, content='', tokenize=\"unicode61 remove_diacritics 0\")")
        texts: list[list[str]] = [[] for _ in index["ids"]]
        for token, posting in zip(index["tokens"], index["postings"], strict=True):
            for number, weight in zip(posting[::2], posting[1::2], strict=True):
                texts[number] += [token] * weight
        self._base.executemany("INSERT INTO findings(rowid, tokens) VALUES (?, ?)", ((number, " ".join(text)) for number, text in enumerate(texts)))

    def find(self, query: str) -> list[tuple[str, float, bool]]:
        """Ids with their score, best first: findings that match every word before those that match some. Nothing for a query without a word to look for."""
        groups = [group for word in words_of(query)[:MAX_WORDS] if (group := self._alternatives(word))]
        if not groups:
            return []
        complete = self._match(" AND ".join(groups))
        found = [(number, score, True) for number, score in complete.items()]
        if len(groups) > 1:
            found += [(number, score, False) for number, score in self._match(" OR ".join(groups)).items() if number not in complete]
        return [(self._index["ids"][number], score, whole) for number, score, whole in found]

    def _match(self, expression: str) -> dict[int, float]:
        rows = self._base.execute("SELECT rowid, -rank FROM findings WHERE findings MATCH ? ORDER BY rank, rowid", (expression,))
        return {int(number): float(score) for number, score in rows}

    def _alternatives(self, word: str) -> str:
        """What a word of the query may match: its lemmas, words that begin with it, and the parts of a compound together."""
        lemmas = self._lemmas(word)
        ways = [f'"{token}"' for token in lemmas]
        ways += [f'"{token}"*' for token in dict.fromkeys((word, *lemmas)) if len(token) >= PREFIX]
        met = any(token in self._tokens for token in lemmas)
        for token in dict.fromkeys((*lemmas, word)):
            parts = [f'"{part}"' for part in self._parts(token)]
            if parts:  # a compound that no finding has is looked for by any of its parts
                ways.append(f"({' AND '.join(parts)})" if met else f"({' OR '.join(parts)})")
        return f"({' OR '.join(ways)})" if ways else ""

    def _parts(self, token: str) -> tuple[str, ...]:
        """The parts of a compound: as the index has them, else split now (which loads the dictionary)."""
        number = self._tokens.get(token)
        if number is not None:
            return tuple(self._index["tokens"][part] for part in self._index["parts"].get(str(number), ()))
        return compound_parts(token, self._tokens, _in_dictionary)

    def _lemmas(self, word: str) -> tuple[str, ...]:
        if word in self._index["forms"]:
            return tuple(self._index["tokens"][number] for number in self._index["forms"][word])
        if word in self._tokens:
            return (word,)
        return tuple(sorted({lemma(word, language) for language in ("nb", "en")}))


def search(searcher: Searcher, records: Sequence[Record], words: str, filters: Mapping[str, str], limit: int) -> list[Hit]:
    """The best findings for `words` among those that pass the filters of `navkg findings`. Raises NavkgError for a filter value that no finding has."""
    chosen = {record["id"]: record for record in select_findings(records, filters)}
    return [Hit(chosen[name], score, whole) for name, score, whole in searcher.find(words) if name in chosen][:limit]
