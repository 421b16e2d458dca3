"""What the files of `data/synthesis/` say: review findings over several studies, and judgements that override cells of the convergence matrix.

A review finding names, study by study, how that study stands to it (triangulation protocol, Farmer et al. 2006, doi 10.1177/1049732305285708) and the findings
that say so. A GRADE-CERQual judgement (doi 10.1186/s13012-017-0688-3) is optional; one without level, explanation or assessor is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal, get_args

from pydantic import Field, StringConstraints, model_validator

from navkg.model import ACTORS, Actors, Determinants, Entities, FindingRef, Line, Model, Outcomes, Ref, Slug, Text, Themes

Relation = Literal["agreement", "partial-agreement", "dissonance", "silence", "not-investigated"]
RELATIONS: tuple[Relation, ...] = get_args(Relation)
SPEAKING: tuple[Relation, ...] = ("agreement", "partial-agreement", "dissonance")
Concern = Literal["no-or-very-minor", "minor", "moderate", "serious"]
Confidence = Literal["high", "moderate", "low", "very-low"]
WholeFindingRef = Annotated[FindingRef, StringConstraints(pattern=r"/")]
Assessors = Annotated[tuple[Annotated[Slug, Ref(classes=("Person", *ACTORS))], ...], Field(min_length=1)]


class StudyContribution(Model):
    """How one study stands to a review finding, and the findings (`study/f001`) that say so: some for agreement and dissonance, none for silence."""

    study: Slug
    relation: Relation
    findings: tuple[WholeFindingRef, ...] = ()
    note: Text | None = None

    @model_validator(mode="after")
    def _checked(self) -> StudyContribution:
        if self.relation in SPEAKING and not self.findings:
            raise ValueError(f"{self.study} is in {self.relation} and names no findings; name them, or write silence or not-investigated")
        if self.relation not in SPEAKING and self.findings:
            raise ValueError(f"{self.study} is said to be {self.relation} and names findings; remove them, or write how they relate")
        foreign = next((name for name in self.findings if name.partition("/")[0] != self.study), None)
        if foreign:
            raise ValueError(f"'{foreign}' is no finding of {self.study}; name it under its own study")
        return self


class Component(Model):
    """One CERQual component: how serious the concerns are, and why."""

    level: Concern
    explanation: Text


class Overall(Model):
    """The CERQual assessment of confidence in the evidence: the level, why, and who says so."""

    level: Confidence
    explanation: Text
    assessor: Assessors


class Cerqual(Model):
    """A GRADE-CERQual judgement, made by people; the program only counts what it rests on."""

    methodological_limitations: Component
    coherence: Component
    adequacy: Component
    relevance: Component
    overall: Overall


COMPONENTS = ("methodological_limitations", "coherence", "adequacy", "relevance")


class ReviewFinding(Model):
    """A claim over several studies (third order), with the findings it rests on study by study and the scope within which it holds."""

    id: Annotated[Slug, StringConstraints(pattern=r"^rf-")]
    en: Line
    nb: Line
    studies: Annotated[tuple[StudyContribution, ...], Field(min_length=1)]
    single_study: bool = False
    scope: Text | None = None
    themes: Annotated[Themes, Field(min_length=1)]
    about: Entities = ()
    determinants: Determinants = ()
    outcomes: Outcomes = ()
    affects: Actors = ()
    phase: Annotated[Slug, Ref(scheme="phases", prefix="phase-")] | None = None
    cerqual: Cerqual | None = None

    def relation_of(self, study: str) -> StudyContribution | None:
        """What the file says about one study."""
        return next((one for one in self.studies if one.study == study), None)

    @property
    def rests_on(self) -> tuple[str, ...]:
        """The findings that agree, wholly or in part."""
        return tuple(name for one in self.studies if one.relation in ("agreement", "partial-agreement") for name in one.findings)

    @property
    def contradicted_by(self) -> tuple[str, ...]:
        """The findings that are in dissonance with it."""
        return tuple(name for one in self.studies if one.relation == "dissonance" for name in one.findings)


class Judgement(Model):
    """A reviewed override of one cell of the convergence matrix: row (theme, determinant, outcome, service or actor), study, relation, the reason and who says so."""

    row: Annotated[Slug, Ref(classes=())]
    study: Slug
    relation: Relation
    reason: Text
    assessor: Assessors


@dataclass(frozen=True)
class Synthesis:
    """Everything that `data/synthesis/` says."""

    review_findings: tuple[ReviewFinding, ...] = ()
    judgements: tuple[Judgement, ...] = ()


NO_SYNTHESIS = Synthesis()
