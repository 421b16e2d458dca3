"""What the files say, without RDF: the frozen models of a study, its findings and the registry's entities.

A model is both the row of a file and its meaning: unknown keys are refused, nothing is guessed, and what a file leaves out stays empty (`None` or `()`). Every
field that holds ids carries a `Ref`, which says what the ids may point to; references are checked against the vocabulary after loading, and the JSON Schemas are
generated from the same notes. To let the data say something new, add a field here, its triple in `navkg.graph`, its term in `ontology/`, and its shape.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from types import MappingProxyType
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator


@dataclass(frozen=True)
class Ref:
    """What the ids of a field may point to.

    `classes`: names of registry classes (empty: any entity). `scheme`: a SKOS scheme whose concepts are meant, written without the `prefix` that their ids share.
    `local`: ids of this study (`informants`, `substudies`, `sections`, `findings`), tried before the registry when `classes` is given too.
    """

    classes: tuple[str, ...] | None = None
    scheme: str = ""
    prefix: str = ""
    local: str = ""


ACTORS = ("Organisation", "OrganisationalUnit", "Role", "UserGroup")
SOURCES = ("Work", "PolicyDocument", "Strategy", "Law", "Person", "Organisation", "OrganisationalUnit", "Project", "Theory")

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"


def one_line(text: str) -> str:
    """Text that people read is one line without control characters; anything else, HTML included, is kept as it is and stays text everywhere."""
    if _CONTROL.search(text):
        raise ValueError("holds a line break or a control character; write it as one line")
    return text


Slug = Annotated[str, StringConstraints(pattern=SLUG, max_length=100)]
FindingRef = Annotated[str, StringConstraints(pattern=r"^([a-z0-9]+(-[a-z0-9]+)*/)?f\d{3,6}$")]
Line = Annotated[str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True), AfterValidator(one_line)]
Iri = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"{}|\\^`]+$")]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Year = Annotated[int, Field(ge=1000, le=2999)]
Moment = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
Entities = tuple[Annotated[Slug, Ref(classes=())], ...]
Actors = tuple[Annotated[Slug, Ref(classes=ACTORS)], ...]
Determinants = tuple[Annotated[Slug, Ref(classes=("Determinant",))], ...]
Outcomes = tuple[Annotated[Slug, Ref(classes=("Outcome",))], ...]
Themes = tuple[Annotated[Slug, Ref(scheme="themes")], ...]
Theories = tuple[Annotated[Slug, Ref(classes=("Theory", "Concept"))], ...]
Findings = tuple[Annotated[FindingRef, Ref(local="findings")], ...]


class Model(BaseModel):
    """Frozen, and closed: a key that is not a field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False, str_strip_whitespace=True)


class Text(Model):
    """The same thing said in English and in Norwegian bokmål."""

    en: Line
    nb: Line


class Passage(Model):
    """A stretch of the document that a finding rests on: `at` are Unicode code points (start, end exclusive) into the text layer.

    `sha256` is that of the passage with every run of white space made one space; `first` and `last` are at most four words, for looking it up in one's own copy.
    """

    at: tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(ge=1)]]
    sha256: Sha256
    first: Line
    last: Line
    role: Literal["support", "counter-example", "context"] = "support"

    @model_validator(mode="after")
    def _checked(self) -> Passage:
        if self.at[0] >= self.at[1]:
            raise ValueError(f"passage ends at {self.at[1]}, at or before its start {self.at[0]}; pin it again with `navkg locate`")
        if max(len(self.first.split()), len(self.last.split())) > MAX_WORDS:
            raise ValueError(f"first and last hold at most {MAX_WORDS} words each; pin the passage again with `navkg locate`")
        return self


MAX_WORDS = 4


class Prevalence(Model):
    """How many say it, copied and never computed: the quantifier as printed, its level, and n of N only where printed."""

    quantifier: Line | None = None
    level: Annotated[Slug, Ref(scheme="prevalence-levels", prefix="level-")]
    n: Annotated[int, Field(ge=0)] | None = None
    of: Annotated[int, Field(ge=1)] | None = None


class Quantity(Model):
    """A number of the document: the value with its unit, what it counts, its base, the year it holds for and where it comes from."""

    value: int | float | Moment
    unit: Annotated[Slug, Ref(scheme="units", prefix="unit-")]
    what: Text
    base: Text | None = None
    year: Year | None = None
    source: Annotated[Slug, Ref(classes=())] | None = None


class OutcomeDirections(Model):
    """Outcomes under the direction in which the claim moves them."""

    increases: Outcomes = ()
    decreases: Outcomes = ()
    changes: Outcomes = ()
    hinders: Outcomes = ()
    enables: Outcomes = ()


class TheoryRelations(Model):
    """Theories and concepts under the relation in which the claim stands to them."""

    explained_by: Theories = ()
    supports: Theories = ()
    challenges: Theories = ()
    extends: Theories = ()


class FindingRelations(Model):
    """Other findings, of this study (`f012`) or another (`digisos-roles/f012`), under the relation."""

    agrees_with: Findings = ()
    disagrees_with: Findings = ()
    supports: Findings = ()
    qualifies: Findings = ()
    extends: Findings = ()
    leads_to: Findings = ()


class Finding(Model):
    """One claim that one study makes."""

    id: Annotated[str, StringConstraints(pattern=r"^f\d{3,6}$")]
    en: Line
    nb: Line
    kind: Annotated[Slug, Ref(scheme="kinds", prefix="kind-")]
    basis: Annotated[Slug, Ref(scheme="bases", prefix="basis-")]
    valence: Annotated[Slug, Ref(scheme="valences", prefix="valence-")]
    importance: Annotated[Slug, Ref(scheme="importances", prefix="importance-")]
    about: Annotated[Entities, Field(min_length=1)]
    barriers: Determinants = ()
    enablers: Determinants = ()
    determinants: Determinants = ()
    outcomes: OutcomeDirections = OutcomeDirections()
    affects: Actors = ()
    addressed_to: Actors = ()
    reported_by: tuple[Annotated[Slug, Ref(local="informants", classes=SOURCES)], ...] = ()
    informants: tuple[Line, ...] = ()
    substudy: Annotated[Slug, Ref(local="substudies")] | None = None
    prevalence: Prevalence | None = None
    theory: TheoryRelations = TheoryRelations()
    themes: Annotated[Themes, Field(min_length=1)]
    phase: Annotated[Slug, Ref(scheme="phases", prefix="phase-")] | None = None
    period: Annotated[Slug, Ref(scheme="periods", prefix="period-")] | None = None
    status: Annotated[Slug, Ref(scheme="statuses", prefix="status-")] | None = None
    condition: Text | None = None
    quantities: tuple[Quantity, ...] = ()
    passages: Annotated[tuple[Passage, ...], Field(min_length=1)]
    relations: FindingRelations = FindingRelations()
    note: Text | None = None


class Entity(Model):
    """A thing of the domain that findings speak of: one entity, one id, every surface form met as an alias."""

    id: Slug
    kind: Annotated[str, Field(alias="class")]
    label: Text
    aliases: tuple[Line, ...] = ()
    description: Text
    part_of: Entities = ()
    owner: Actors = ()
    developed_by: Actors = ()
    replaces: Entities = ()
    integrates_with: Entities = ()
    governed_by: Entities = ()
    uses_channel: tuple[Annotated[Slug, Ref(scheme="channels")], ...] = ()
    used_by: Actors = ()
    broader: Entities = ()
    concept_of: tuple[Annotated[Slug, Ref(classes=("Theory",))], ...] = ()
    theorist: tuple[Annotated[Slug, Ref(classes=("Person",))], ...] = ()
    author: tuple[Annotated[Slug, Ref(classes=("Person", *ACTORS))], ...] = ()
    issuer: Actors = ()
    about: Entities = ()
    related: Entities = ()
    status: Annotated[Slug, Ref(scheme="statuses", prefix="status-")] | None = None
    introduced: Year | None = None
    year: Year | None = None
    cfir: tuple[Annotated[Slug, Ref(scheme="cfir")], ...] = ()
    identifier: Line | None = None
    close_match: tuple[Iri, ...] = ()


class Section(Model):
    """A headed part of the document, from `start` (code points) to the next section's start."""

    id: Slug
    title: Line
    role: Annotated[Slug, Ref(scheme="section-roles", prefix="section-role-")]
    level: Annotated[int, Field(ge=1, le=6)] = 1
    start: Annotated[int, Field(ge=0)]


class Omitted(Model):
    """A section, or a stretch of one, that holds no finding, and why."""

    section: Annotated[Slug, Ref(local="sections")]
    at: tuple[int, int] | None = None
    reason: Text


class Document(Model):
    """What was published, and the text layer that passages are anchored in: file name, its sha256 and its length in code points."""

    file: Annotated[str, StringConstraints(pattern=r"^[^/\\]+\.txt$")]
    sha256: Sha256
    characters: Annotated[int, Field(ge=1)]
    type: Literal["BookChapter", "MastersThesis", "ProjectReport"]
    title: Line | None = None
    authors: tuple[Annotated[Slug, Ref(classes=("Person",))], ...] = ()
    year: Year | None = None
    institution: Annotated[Slug, Ref(classes=ACTORS)] | None = None
    handle: Line | None = None
    language: Literal["nb", "nn", "en"] = "nb"
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]
    omitted: tuple[Omitted, ...] = ()


class Question(Model):
    """A research question of the study."""

    id: Slug
    en: Line
    nb: Line


class InformantGroup(Model):
    """People who were asked, as a group; nobody is identifiable."""

    id: Annotated[Slug, StringConstraints(pattern=r"^ig-")]
    label: Text
    role: Actors = ()
    n: Annotated[int, Field(ge=0)] | None = None
    recruited: Text | None = None
    attributes: Text | None = None
    note: Text | None = None


class Collected(Model):
    """When the data were collected: years, months or days, as far as the document says."""

    from_: Moment | None = Field(default=None, alias="from")
    to: Moment | None = None
    note: Text | None = None


class SubStudy(Model):
    """A part of a study with informants of its own."""

    id: Annotated[Slug, StringConstraints(pattern=r"^sub-")]
    label: Text
    methods: tuple[Annotated[Slug, Ref(classes=("Method",))], ...] = ()
    informants: tuple[Annotated[Slug, Ref(local="informants")], ...] = ()
    collected: Collected | None = None
    note: Text | None = None


class TheoryUse(Model):
    """A theory that the study uses, and what for."""

    id: Annotated[Slug, Ref(classes=("Theory", "Concept"))]
    purpose: Text | None = None


class Coding(Model):
    """Who coded the document, and by which version of the codebook."""

    by: tuple[Annotated[Slug, Ref(classes=("Person", *ACTORS))], ...]
    codebook: Annotated[str, StringConstraints(pattern=r"^\d+(\.\d+)*$")]


class StudyDesign(Model):
    """The file study.yaml: how the study was made, and the document that reports it."""

    id: Slug
    title: Text
    document: Document
    coding: Coding
    project: Annotated[Slug, Ref(classes=("Project",))] | None = None
    funder: Actors = ()
    design: Text | None = None
    research_questions: tuple[Question, ...] = ()
    methods: tuple[Annotated[Slug, Ref(classes=("Method",))], ...] = ()
    informants: tuple[InformantGroup, ...] = ()
    substudies: tuple[SubStudy, ...] = ()
    collected: Collected | None = None
    sites: tuple[Annotated[Slug, Ref(classes=("Place", "OrganisationalUnit"))], ...] = ()
    limitations: tuple[Text, ...] = ()
    themes_investigated: Themes = ()
    theories: tuple[TheoryUse, ...] = ()
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Study:
    """One study as its folder says it: the design and every finding, in the order of the file."""

    design: StudyDesign
    findings: tuple[Finding, ...]

    @property
    def id(self) -> str:
        return self.design.id

    def section_at(self, position: int) -> Section | None:
        """The section that holds a code point of the document: the last one that starts at or before it."""
        best: Section | None = None
        for section in self.design.document.sections:
            if section.start <= position and (best is None or section.start >= best.start):
                best = section
        return best


@dataclass(frozen=True)
class Term:
    """A thing that ids can point to: its class or scheme, its labels, and for concepts of a scheme definition, notation and the broader concept's id."""

    id: str
    kind: str
    label_en: str = ""
    label_nb: str = ""
    scheme: str = ""
    status: str = ""
    definition_en: str = ""
    definition_nb: str = ""
    notation: str = ""
    broader: str = ""


@dataclass(frozen=True)
class Vocabulary:
    """Everything that an id in the data can point to: the registry's entities and the schemes' concepts, in one flat space."""

    entities: MappingProxyType[str, Entity]
    terms: MappingProxyType[str, Term]
    classes: frozenset[str] = field(default=frozenset())

    @cached_property
    def _by_kind(self) -> dict[str, list[str]]:
        groups: dict[str, list[str]] = {}
        for term in self.terms.values():
            groups.setdefault(term.kind, []).append(term.id)
        return groups

    @cached_property
    def _by_scheme(self) -> dict[str, frozenset[str]]:
        groups: dict[str, set[str]] = {}
        for term in self.terms.values():
            groups.setdefault(term.scheme, set()).add(term.id)
        return {scheme: frozenset(ids) for scheme, ids in groups.items()}

    def of_class(self, classes: tuple[str, ...]) -> Iterator[str]:
        """Ids whose class is one of `classes` (any entity when empty)."""
        return (slug for kind in classes or sorted(self.classes) for slug in self._by_kind.get(kind, ()))

    def entities_and_kinds(self) -> Iterator[str]:
        """Ids of everything that is of a class: entities, themes, channels."""
        return (term.id for term in self.terms.values() if not term.scheme or term.kind)

    def in_scheme(self, scheme: str) -> frozenset[str]:
        """Ids of the concepts of a scheme."""
        return self._by_scheme.get(scheme, frozenset())


@cache
def references(model: type[Model]) -> tuple[tuple[str, Ref], ...]:
    """The fields of `model` that hold ids, each with what they may point to."""
    found = []
    for name, info in model.model_fields.items():
        notes = [note for note in info.metadata if isinstance(note, Ref)] + _refs_within(info.annotation)
        found += [(name, note) for note in notes[:1]]
    return tuple(found)


def _refs_within(annotation: object) -> list[Ref]:
    if isinstance(annotation, Ref):
        return [annotation]
    inner = (*get_args(annotation), *getattr(annotation, "__metadata__", ()))
    return [ref for part in inner for ref in _refs_within(part)]
