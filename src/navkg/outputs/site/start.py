"""The start page: what the graph holds in numbers that are links, the studies, three questions, shared barriers and sharp contradictions."""

from __future__ import annotations

from collections.abc import Iterator

from navkg.outputs.site.corpus import Corpus
from navkg.outputs.site.questions import asked
from navkg.outputs.site.render import Page
from navkg.outputs.site.study import cards
from navkg.outputs.site.tensions import contradictions, shared_barriers, standings
from navkg.outputs.site.text import Pair

READY = ("shared-barriers", "barriers-of-user-group", "contradictions-declared", "study-said-of-system")
BARRIERS, TENSIONS, QUESTIONS = 8, 5, 3


def pages(corpus: Corpus) -> Iterator[Page]:
    catalog = {question.id: question for question in asked(corpus).values()}
    corpus_wide = [name for name, question in catalog.items() if question.header.scope == "corpus"]
    ready = [name for name in (*READY, *corpus_wide, *catalog) if name in catalog]
    pairs = contradictions(corpus)
    yield (
        "index.html",
        "start.html",
        {
            "numbers": _numbers(corpus, len(catalog), len(pairs)),
            "cards": cards(corpus),
            "ready": [catalog[name] for name in dict.fromkeys(ready)][:QUESTIONS],
            "barriers": shared_barriers(corpus)[:BARRIERS],
            "pairs": pairs[:TENSIONS],
            "pair_total": len(pairs),
        },
    )


def _numbers(corpus: Corpus, questions: int, pairs: int) -> list[tuple[int, Pair, str]]:
    passages = sum(len(record["passages"]) for record in corpus.records.values())
    return [
        (len(corpus.studies), Pair("studies", "studier"), "studies.html"),
        (len(corpus.records), Pair("findings", "funn"), "findings.html"),
        (passages, Pair("passages they rest on", "tekststeder de bygger på"), "about.html#passages"),
        (len(corpus.vocabulary.entities), Pair("actors, services, factors, theories …", "aktører, tjenester, faktorer, teorier …"), "entities.html"),
        (len(standings(corpus)), Pair("barriers, enablers and other factors", "barrierer, fremmere og andre faktorer"), "determinants.html"),
        (pairs, Pair("pairs of findings that contradict each other", "par av funn som motsier hverandre"), "contradictions.html"),
        (questions, Pair("questions with answers", "spørsmål med svar"), "questions.html"),
    ]
