"""A page for each finding, at finding/<study>/<fNNN>.html: everything that is known of one claim."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from navkg.graph.quads import split_line
from navkg.model import Finding, Prevalence, Study
from navkg.namespaces import finding_iri, short_id
from navkg.outputs.site.corpus import Corpus, roles
from navkg.outputs.site.render import Page
from navkg.outputs.site.strip import Strip
from navkg.outputs.site.text import Pair, pair, t
from navkg.outputs.site.words import PASSAGE_ROLES, RELATIONS, ROLES
from navkg.records import Record

FIELDS = (("phase", Pair("Phase", "Fase")), ("period", Pair("Period", "Periode")), ("status", Pair("Status", "Status")))

STRIP = t("Where in the document the passages stand.", "Hvor i dokumentet tekststedene står.")


def pages(corpus: Corpus) -> Iterator[Page]:
    triples = Triples(corpus)
    for study in corpus.studies:
        strip = Strip(study.design.document)
        keys = [f"{study.id}/{finding.id}" for finding in study.findings]
        for number, finding in enumerate(study.findings):
            record = corpus.records[keys[number]]
            yield (
                f"finding/{record['id']}.html",
                "finding.html",
                {
                    "record": record,
                    "statement": Pair(finding.en, finding.nb),
                    "study": study,
                    "roles": _role_lines(corpus, record),
                    "voices": corpus.links(record["reported_by"]),
                    "prevalence": prevalence_text(corpus, finding.prevalence),
                    "values": [(name, corpus.value(field, record[field])) for field, name in FIELDS if record[field]],
                    "condition": pair(finding.condition),
                    "note": pair(finding.note),
                    "quantities": _quantities(corpus, finding),
                    "passages": _passages(study, finding),
                    "strip": strip.draw(((*passage.at, finding.valence) for passage in finding.passages), STRIP),
                    "related": related(corpus, record),
                    "citation": _citation(corpus, study, finding),
                    "triples": triples.of(finding_iri(study.id, finding.id)),
                    "before": keys[number - 1] if number else None,
                    "after": keys[number + 1] if number + 1 < len(keys) else None,
                },
            )


def _role_lines(corpus: Corpus, record: Record) -> list[tuple[Pair, Markup]]:
    lines: dict[str, list[str]] = {}
    for role, slug in roles(record):
        if role not in ("reported_by", "source"):
            lines.setdefault(role, []).append(slug)
    return [(ROLES[role], corpus.links(lines[role])) for role in ROLES if role in lines]


def prevalence_text(corpus: Corpus, prevalence: Prevalence | None) -> Markup | None:
    """How many say it: the level, the quantifier as printed, and n of N where the document prints it."""
    if prevalence is None:
        return None
    parts = [t(corpus.value("level", prevalence.level))]
    if prevalence.quantifier:
        parts.append(Markup('<q lang="no">{}</q>').format(prevalence.quantifier))
    if prevalence.n is not None:
        parts.append(
            t(f"{prevalence.n} of {prevalence.of}", f"{prevalence.n} av {prevalence.of}") if prevalence.of else Markup("n = {}").format(prevalence.n)
        )
    return Markup(" · ").join(parts)


def _quantities(corpus: Corpus, finding: Finding) -> list[dict[str, Any]]:
    return [
        {
            "value": quantity.value,
            "unit": corpus.value("unit", quantity.unit),
            "what": pair(quantity.what),
            "base": pair(quantity.base),
            "year": quantity.year,
            "source": corpus.link(quantity.source) if quantity.source else None,
        }
        for quantity in finding.quantities
    ]


def _passages(study: Study, finding: Finding) -> list[dict[str, Any]]:
    found = []
    for passage in finding.passages:
        section = study.section_at(passage.at[0])
        found.append({"passage": passage, "section": section, "role": PASSAGE_ROLES[passage.role]})
    return found


def related(corpus: Corpus, record: Record) -> list[tuple[Pair, list[str]]]:
    """Findings that this one points to, or that point to it, under the relation; contradictions first. Unknown ids (a study that is not here) are left out."""
    groups: dict[Pair, list[str]] = {}
    for relation, (forth, back) in RELATIONS.items():
        out = [key for key in record["relations"].get(relation, ()) if key in corpus.records]
        into = [key for name, key in corpus.incoming.get(record["id"], ()) if name == relation]
        for label, keys in ((forth, out), (back, into)):
            known = groups.setdefault(label, [])
            known += [key for key in keys if key not in known]
    return [(label, keys) for label, keys in groups.items() if keys]


def _citation(corpus: Corpus, study: Study, finding: Finding) -> str:
    document = study.design.document
    authors = ", ".join(corpus.label(slug).nb for slug in document.authors) or study.design.title.nb
    parts = [f"{authors} ({document.year})." if document.year else f"{authors}.", f"{document.title}." if document.title else ""]
    parts.append(f"{corpus.label(document.institution).nb}." if document.institution else "")
    parts.append(f"https://hdl.handle.net/{document.handle}." if document.handle else "")
    spans = ", ".join(f"{passage.at[0]}–{passage.at[1]}" for passage in finding.passages)
    parts.append(f"navkg {study.id}/{finding.id} [{spans}]. {finding_iri(study.id, finding.id)}")
    return " ".join(part for part in parts if part)


_COMMA = ",\n        "


class Triples:
    """The statements about a subject, as text that reads like Turtle, from the sorted lines of the dataset."""

    def __init__(self, corpus: Corpus) -> None:
        self._lines = corpus.dataset.lines
        self._short: dict[str, str] = {}

    def of(self, iri: str) -> str:
        """One line a predicate, with its objects; what a rule derived is marked."""
        start = f"<{iri}> "
        found: dict[tuple[bool, str], list[str]] = {}
        for number in range(bisect_left(self._lines, start), len(self._lines)):
            line = self._lines[number]
            if not line.startswith(start):
                break
            _, predicate, value, graph = split_line(line)
            found.setdefault((graph.endswith("/graph/inferred>"), self._name(predicate)), []).append(self._name(value))
        rows = (
            f"    {predicate} {_COMMA.join(values)} ;{'  # inferred' if inferred else ''}" for (inferred, predicate), values in sorted(found.items())
        )
        return "\n".join((self._name(start[:-1]), *rows))

    def _name(self, term: str) -> str:
        if not term.startswith("<"):
            return term
        short = self._short.get(term)
        if short is None:
            iri = term[1:-1]
            short = self._short[term] = f"id:{short_id(iri)}" if "/navkg/id/" in iri else short_id(iri)
        return short
