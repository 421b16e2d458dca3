"""`viz/style.yaml`: which colour and shape a class has, and the colours of valences and bases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

import yaml
from pydantic import Field, StringConstraints, ValidationError

from navkg.model import Model, Text
from navkg.problems import fault
from navkg.project import Project, read_text

Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]
Shape = Literal["dot", "square", "triangle", "triangleDown", "diamond", "star", "hexagon"]
FILE = "viz/style.yaml"


class Family(Model):
    """Classes that share a colour and a heading in the legend."""

    label: Text
    light: Colour
    dark: Colour
    shown: bool
    classes: dict[str, Shape]


class Other(Model):
    light: Colour
    dark: Colour
    shape: Shape


class Mark(Model):
    """The colour of a valence or a basis, and the sign that says the same without colour."""

    light: Colour
    dark: Colour
    sign: str = ""


class Diagram(Model):
    boxes: dict[str, tuple[int, int]] = Field(default_factory=dict)
    arrows: tuple[tuple[str, str, str], ...] = ()


class StyleSheet(Model):
    families: dict[str, Family]
    other: Other
    valences: dict[str, Mark]
    bases: dict[str, Mark]
    diagram: Diagram = Diagram()


@dataclass(frozen=True)
class Style:
    """The style sheet with the classes looked up."""

    sheet: StyleSheet
    family_of: dict[str, str]

    def family(self, kind: str) -> str:
        """The family of a class; `other` for one that none names."""
        return self.family_of.get(kind, "other")

    def shape(self, kind: str) -> str:
        family = self.family_of.get(kind)
        return self.sheet.families[family].classes[kind] if family else self.sheet.other.shape

    def colours(self) -> Iterator[tuple[str, str, str]]:
        """Every colour as the name of a CSS variable, for light and for dark."""
        for name, family in self.sheet.families.items():
            yield f"family-{name}", family.light, family.dark
        yield "family-other", self.sheet.other.light, self.sheet.other.dark
        for group, marks in (("valence", self.sheet.valences), ("basis", self.sheet.bases)):
            for name, mark in marks.items():
                yield f"{group}-{name}", mark.light, mark.dark


def read_style(project: Project) -> Style:
    """The style of a project. Raises NavkgError for a missing or faulty file."""
    text = read_text(project.viz / "style.yaml", FILE)
    try:
        sheet = StyleSheet.model_validate(yaml.load(text, Loader=yaml.CSafeLoader))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise fault(f"is not YAML: {error.problem}", "mend the line", file=FILE, line=line) from error
    except ValidationError as error:
        detail = error.errors()[0]
        raise fault(f"{'.'.join(map(str, detail['loc']))}: {detail['msg'].lower()}", "see the comment at its top", file=FILE) from error
    return Style(sheet, {kind: name for name, family in sheet.families.items() for kind in family.classes})
