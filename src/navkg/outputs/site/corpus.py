"""Everything that the pages ask of the data, indexed once: labels, links, who is named where, and findings as list items."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from navkg.graph.registry import RELATIONS
from navkg.model import Study
from navkg.namespaces import ID, NK, entity_iri, expand
from navkg.outputs.site.facts import Facts
from navkg.outputs.site.style import read_style
from navkg.outputs.site.text import ROOT, Pair, t
from navkg.outputs.site.words import BACKWARDS
from navkg.pipeline import Dataset
from navkg.records import Record, design_entities

# Schemes whose concepts have pages of their own, beside the registry's entities, and the class that they are shown under.
PAGED = {"themes": "Theme", "channels": "Channel", "cfir": "Construct"}
PLAIN_ROLES = ("about", "barriers", "enablers", "determinants", "affects", "addressed_to", "themes", "reported_by")
_SOURCES = frozenset({"reported_by", "source"})
VALENCES = ("negative", "positive", "mixed", "neutral")


class Corpus:
    """The dataset as the pages see it. Findings are flat records (`navkg.records`); ids are short ids."""

    def __init__(self, dataset: Dataset, folder: Path) -> None:
        self.dataset = dataset
        self.folder = folder
        self.content = dataset.content
        self.project = dataset.content.project
        self.vocabulary = dataset.content.vocabulary
        self.studies = dataset.content.studies
        self.style = read_style(self.project)
        self.facts = Facts(dataset.content.ontology)
        self.records: dict[str, Record] = {record["id"]: record for record in dataset.content.records}
        self.study: dict[str, Study] = {study.id: study for study in self.studies}
        self._groups = {f"{study.id}/{group.id}": group for study in self.studies for group in study.design.informants}
        self.make_row: Callable[[Record], Markup] = lambda record: Markup("<li>{}").format(record["id"])  # the renderer's template takes its place
        self._rows: dict[str, Markup] = {}
        self._links: dict[str, Markup] = {}
        self._values: dict[tuple[str, str], Pair] = {}

    # Names

    def label(self, slug: str) -> Pair:
        """The label of an entity, a theme, a construct, a study or an informant group (`study/ig-…`)."""
        term = self.vocabulary.terms.get(slug)
        if term is not None:
            notation = self.notation(slug)
            english, norwegian = term.label_en or slug, term.label_nb or term.label_en or slug
            return Pair(f"{notation} {english}", f"{notation} {norwegian}") if notation else Pair(english, norwegian)
        if slug in self._groups:
            label = self._groups[slug].label
            return Pair(label.en, label.nb)
        if slug in self.study:
            return Pair(self.study[slug].design.title.en, self.study[slug].design.title.nb)
        return Pair(slug, slug)

    def notation(self, slug: str) -> str:
        """The notation of a CFIR construct."""
        return next(iter(self.facts.words(entity_iri(slug), "skos:notation")), "") if self.scheme(slug) == "cfir" else ""

    def scheme(self, slug: str) -> str:
        term = self.vocabulary.terms.get(slug)
        return term.scheme if term else ""

    def kind(self, slug: str) -> str:
        """The class that something is shown under."""
        term = self.vocabulary.terms.get(slug)
        if term is None:
            return "InformantGroup" if slug in self._groups else ""
        return PAGED.get(term.scheme, term.kind)

    def class_label(self, kind: str) -> Pair:
        if kind == "Construct":
            return Pair("CFIR construct", "CFIR-konstrukt")
        return self.facts.text(expand(f"nk:{kind}"), "rdfs:label") or Pair(kind, kind)

    def kinds_below(self, kind: str) -> set[str]:
        """A class and every class below it."""
        found = {kind}
        for child in self.facts.subjects("rdfs:subClassOf", expand(f"nk:{kind}")):
            found |= self.kinds_below(child.removeprefix(NK))
        return found

    def value(self, field: str, slug: str) -> Pair:
        """The label of a value of kind, basis, valence, importance, level, phase, period, status, unit or section-role."""
        found = self._values.get((field, slug))
        if found is None:
            found = self._values[field, slug] = self.label(f"{field}-{slug}")
        return found

    def values(self, field: str, scheme: str) -> dict[str, Pair]:
        """Every value of an enumeration, in the order of its file."""
        prefix = f"{ID}{field}-"
        found = [iri for iri in self.facts.subjects("skos:inScheme", f"{ID}scheme/{scheme}") if iri.startswith(prefix)]
        return {iri.removeprefix(prefix): self.label(iri.removeprefix(ID)) for iri in dict.fromkeys(found)}

    def definition(self, slug: str) -> Pair:
        """The definition of a scheme's concept."""
        return self.facts.text(entity_iri(slug), "skos:definition") or Pair("", "")

    # Links

    def has_page(self, slug: str) -> bool:
        term = self.vocabulary.terms.get(slug)
        return term is not None and (slug in self.vocabulary.entities or term.scheme in PAGED)

    def href(self, slug: str) -> str:
        """The address of an entity, a finding (`study/f001`), an informant group or a study."""
        if slug in self.records:
            return f"{ROOT}finding/{slug}.html"
        if slug in self._groups:
            study, _, group = slug.partition("/")
            return f"{ROOT}study/{study}.html#{group}"
        if slug in self.study and not self.has_page(slug):
            return f"{ROOT}study/{slug}.html"
        return f"{ROOT}entity/{slug}.html" if self.has_page(slug) else ""

    def link(self, slug: str) -> Markup:
        """A link with the label in both languages and the mark of the class; text where there is no page."""
        found = self._links.get(slug)
        if found is None:
            address, label = self.href(slug), t(self.label(slug))
            family = self.style.family(self.kind(slug))
            found = Markup('<a class="e f-{}" href="{}">{}</a>').format(family, address, label) if address else label
            self._links[slug] = found
        return found

    def links(self, slugs: Iterable[str]) -> Markup:
        return Markup(", ".join(map(self.link, slugs)))  # noqa: S704 - made of links

    def study_link(self, study: str) -> Markup:
        return Markup('<a href="{}study/{}.html">{}</a>').format(ROOT, study, t(self.label_of_study(study)))

    def label_of_study(self, study: str) -> Pair:
        title = self.study[study].design.title
        return Pair(title.en, title.nb)

    def behind(self, findings: Iterable[str]) -> str:
        """The address of the list of exactly these findings: `findings.html#ids=study:f001,f002;other-study:f003`."""
        of: dict[str, list[str]] = {}
        for name in dict.fromkeys(findings):
            study, _, local = name.partition("/")
            of.setdefault(study, []).append(local)
        parts = (f"{study}:{','.join(names)}" for study, names in of.items())
        return f"{ROOT}findings.html#ids={';'.join(parts)}"

    def counted(self, shown: object, findings: Iterable[str]) -> Markup:
        """A number, or words that stand for one, as a link to the findings behind it; the number alone where none stands behind it."""
        names = tuple(findings)
        if not names:
            return escape(shown)
        return Markup(f'<a class="behind" href="{self.behind(names)}">{escape(shown)}</a>')  # noqa: S704 - ids, and what is escaped

    def number(self, findings: Iterable[str]) -> Markup:
        """How many findings, as a link to them."""
        names = tuple(dict.fromkeys(findings))
        return self.counted(len(names), names)

    def group(self, name: str) -> Markup:
        """An informant group (`study/ig-…`) and how many it counts; the number leads to the findings that the group reported."""
        n = self._groups[name].n
        return Markup("{} (n {})").format(self.link(name), "?" if n is None else Markup("= {}").format(self.reported(n, name)))

    def reported(self, shown: object, group: str) -> Markup:
        """A number as a link to the findings that an informant group reported; the number alone where it reported none."""
        if group not in self.mentions:
            return escape(shown)
        return Markup('<a href="{}findings.html#from={}">{}</a>').format(ROOT, group, shown)

    def row(self, finding: str) -> Markup:
        """A finding as a list item: statement, study, kind, basis, valence, how many. The same on all pages."""
        found = self._rows.get(finding)
        if found is None:
            found = self._rows[finding] = self.make_row(self.records[finding])
        return found

    def list_of(self, findings: Iterable[str]) -> Markup:
        """Findings as list items, one after the other."""
        return Markup("".join(map(self.row, findings)))  # noqa: S704 - made of rows

    # Who is named where

    @cached_property
    def mentions(self) -> dict[str, dict[str, list[str]]]:
        """Entity → finding → the roles that it has there (`barriers`, `about`, `outcomes.increases`, `theory.supports` …)."""
        found: dict[str, dict[str, list[str]]] = defaultdict(dict)
        for key, record in self.records.items():
            for role, slug in roles(record):
                found[slug].setdefault(key, []).append(role)
        return dict(found)

    @cached_property
    def named(self) -> dict[str, list[str]]:
        """Finding → what it names as its subject, factor, outcome, actor, theory or theme; sources are left out."""
        found: dict[str, list[str]] = {key: [] for key in self.records}
        for slug, findings in self.mentions.items():
            for key, played in findings.items():
                if not _SOURCES.issuperset(played):
                    found[key].append(slug)
        return found

    @cached_property
    def design_mentions(self) -> dict[str, list[str]]:
        """Entity → the studies whose design names it."""
        found: dict[str, list[str]] = defaultdict(list)
        for study in self.studies:
            for slug in sorted(design_entities(study)):
                found[slug].append(study.id)
        return found

    @cached_property
    def paged(self) -> list[str]:
        """Everything that has a page, by id."""
        return [slug for slug in self.vocabulary.terms if self.has_page(slug)]

    @cached_property
    def relations(self) -> dict[str, list[tuple[Pair, str]]]:
        """Entity → (label of the relation, other entity), in both directions. The labels are the ontology's, the inverse's for what points here."""
        found: dict[str, list[tuple[Pair, str]]] = defaultdict(list)
        for entity in self.vocabulary.entities.values():
            for field, curie in RELATIONS.items():
                for target in getattr(entity, field):
                    forth, back = self._relation_labels(curie)
                    found[entity.id].append((forth, target))
                    found[target].append((back, entity.id))
        for slug in self.paged:
            for iri in self.facts.links(entity_iri(slug), "skos:broader"):
                if iri.startswith(ID):
                    forth, back = self._relation_labels("skos:broader")
                    found[slug].append((forth, iri.removeprefix(ID)))
                    found[iri.removeprefix(ID)].append((back, slug))
        return {slug: sorted(set(rows), key=lambda row: (row[0], self.label(row[1]))) for slug, rows in found.items()}

    def _relation_labels(self, curie: str) -> tuple[Pair, Pair]:
        if curie == "skos:broader":
            return Pair("belongs under", "hører under"), BACKWARDS[curie]
        iri = expand(curie)
        forth = self.facts.text(iri, "rdfs:label") or Pair(curie, curie)
        inverse = [*self.facts.links(iri, "owl:inverseOf"), *self.facts.subjects("owl:inverseOf", iri)]
        if iri in self.facts.subjects("rdf:type", expand("owl:SymmetricProperty")):
            return forth, forth
        label = self.facts.text(inverse[0], "rdfs:label") if inverse else BACKWARDS.get(curie)
        return forth, label or Pair(f"{forth.en} ←", f"{forth.nb} ←")

    @cached_property
    def incoming(self) -> dict[str, list[tuple[str, str]]]:
        """Finding → (relation, finding that points to it)."""
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for key, record in self.records.items():
            for relation, targets in record["relations"].items():
                for target in targets:
                    found[target].append((relation, key))
        return found

    def counts(self, findings: Iterable[str], field: str) -> Counter[Any]:
        """How many of the findings have each value of a field."""
        return Counter(self.records[key][field] for key in findings)

    def by_study(self, findings: Iterable[str]) -> dict[str, list[str]]:
        """The findings under their studies, in the order of the studies."""
        found: dict[str, list[str]] = {study.id: [] for study in self.studies}
        for key in findings:
            found[self.records[key]["study"]].append(key)
        return {study: keys for study, keys in found.items() if keys}


def roles(record: Record) -> list[tuple[str, str]]:
    """(role, entity) of one finding. A determinant that is barrier or enabler is not listed as discussed too."""
    found = [(role, slug) for role in PLAIN_ROLES if role != "determinants" for slug in record[role]]
    acting = {*record["barriers"], *record["enablers"]}
    found += [("determinants", slug) for slug in record["determinants"] if slug not in acting]
    found += [(f"outcomes.{direction}", slug) for direction, slugs in record["outcomes"].items() for slug in slugs]
    found += [(f"theory.{relation}", slug) for relation, slugs in record["theory_relations"].items() for slug in slugs]
    found += [("source", quantity["source"]) for quantity in record["quantities"] if "source" in quantity]
    return found
