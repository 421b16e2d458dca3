"""YAML as the data folder uses it: parsed with line numbers, so that every fault can be named by file and line.

Plain YAML only: no anchors and aliases (they can explode), no tags, no duplicate keys, no tabs. `read_yaml` gives the values together with the lines of every
key and item; `build_model` turns values into a model and its complaints into problems.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from navkg.model import Model
from navkg.problems import NavkgError, Problem, fault, nearest
from navkg.project import read_text

M = TypeVar("M", bound=Model)
Loc = tuple[str | int, ...]
MAX_DEPTH = 12
_INTEGER = re.compile(r"-?(0|[1-9]\d{0,17})\Z")
_DECIMAL = re.compile(r"-?\d{1,18}\.\d{1,18}\Z")
# Where an anchor or an alias may begin, in or outside a quoted text; whether one does, the parser says.
_ANCHORED = re.compile(r"(?:^|[\s,\[{:?-])[&*]\S")
_NULLS = frozenset({"", "~", "null"})


class _Plain(yaml.CSafeLoader):
    """PyYAML's loader without its guesses at what a plain word might be (a date, a truth value): nothing here asks for them, and they take a third of the time."""

    def resolve(self, kind: type[yaml.Node], value: Any, implicit: Any) -> str:
        return kind.__name__


@dataclass(frozen=True)
class YamlFile:
    """The values of one file and the line (from 1) of each path into them."""

    name: str
    value: Any
    lines: dict[Loc, int]

    def line(self, loc: Loc) -> int:
        """The line of `loc`, or of the nearest thing around it."""
        while loc and loc not in self.lines:
            loc = loc[:-1]
        return self.lines.get(loc, 1)


def read_yaml(path: Path, name: str) -> YamlFile:
    """Parse one file. Raises NavkgError for a file that is no plain YAML."""
    text = read_text(path, name)
    if "\t" in text:
        line = text.count("\n", 0, text.index("\t")) + 1
        raise fault("holds a tab", "indent with spaces", file=name, line=line)
    try:
        _refuse_anchors(text, name)
        node = yaml.compose(text, Loader=_Plain)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = " ".join(part for part in (error.context, error.problem) if part)
        hint = "quote text that holds ': ', '#', or begins with a sign such as [ { & * ! | > ' \" % @"
        raise fault(f"is not YAML: {problem}", hint, file=name, line=mark.line + 1 if mark else 0) from error
    except yaml.YAMLError as error:
        raise fault(f"is not YAML: {str(error).splitlines()[0]}", "remove the character", file=name) from error
    lines: dict[Loc, int] = {}
    return YamlFile(name, None if node is None else _value(node, (), lines, name), lines)


def _refuse_anchors(text: str, name: str) -> None:
    if not _ANCHORED.search(text):
        return
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        anchor = getattr(event, "anchor", None)
        if anchor:
            line = event.start_mark.line + 1 if event.start_mark else 0
            raise fault(f"uses a YAML anchor or alias ({anchor})", "write the value out, or quote it", file=name, line=line)


def _value(node: yaml.Node, loc: Loc, lines: dict[Loc, int], name: str) -> Any:
    line = node.start_mark.line + 1
    lines.setdefault(loc, line)
    if len(loc) > MAX_DEPTH:
        raise fault("is nested too deeply", "CONTRIBUTING.md shows the shape of this file", file=name, line=line)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, loc, lines, name)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*loc, index), lines, name) for index, item in enumerate(node.value)]
    return _scalar(node)


def _mapping(node: yaml.MappingNode, loc: Loc, lines: dict[Loc, int], name: str) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key, line = str(key_node.value), key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise fault("has a key that is no plain word", "write `key: value`", file=name, line=line)
        if key in values:
            raise fault(f"has the key '{key}' twice", "keep one", file=name, line=line)
        lines[(*loc, key)] = line
        values[key] = _value(value_node, (*loc, key), lines, name)
    return values


def _scalar(node: yaml.Node) -> str | int | float | None:
    """Numbers are numbers and everything else is text: no dates, no yes/no, no octal."""
    text = str(node.value)
    if getattr(node, "style", None) in ("'", '"', "|", ">"):
        return text
    if text in _NULLS:
        return None
    if _INTEGER.match(text):
        return int(text)
    return float(text) if _DECIMAL.match(text) else text


def build_model(model: type[M], file: YamlFile, value: Any, loc: Loc = ()) -> M | list[Problem]:
    """`value` as a `model`, or the problems that keep it from being one."""
    if not isinstance(value, dict):
        return [Problem(file.name, file.line(loc), f"is {_kind(value)}, not a mapping of keys to values", "write `key: value` lines")]
    try:
        return model.model_validate({key: item for key, item in value.items() if item is not None})
    except ValidationError as error:
        details: list[dict[str, Any]] = [dict(detail) for detail in error.errors()]
        # A list is not "too short" because its items are faulty: those are the faults to name.
        faulty = {tuple(detail["loc"][:size]) for detail in details for size in range(len(detail["loc"]))}
        return sorted({_problem(model, file, loc, detail) for detail in details if not (detail["type"] == "too_short" and detail["loc"] in faulty)})


def _problem(model: type[Model], file: YamlFile, loc: Loc, detail: dict[str, Any]) -> Problem:
    path: Loc = tuple(detail["loc"])
    known = {str(info.alias or name) for name, info in model.model_fields.items()}
    line, where = (
        file.line((*loc, *path)),
        ".".join(str(part) for part in path if part not in ("int", "float") and not str(part).startswith(("constrained", "function"))),
    )
    kind, given = detail["type"], detail.get("input")
    if kind == "extra_forbidden" and given is None and len(path) > 1:
        return Problem(file.name, line, f"'{path[-1]}' is no key", "a comma within { } begins a new key: put the text in double quotes")
    if kind == "extra_forbidden":
        fields = known if len(path) == 1 else _fields_within(model, path)
        return Problem(file.name, line, f"unknown key '{path[-1]}'", nearest(str(path[-1]), fields) or f"known keys: {', '.join(sorted(fields))}")
    if kind == "missing":
        return Problem(file.name, line, f"the key '{path[-1]}' is missing", f"add `{path[-1]}: …`")
    if kind == "string_pattern_mismatch":
        pattern = detail["ctx"]["pattern"]
        mend = "use lower-case ASCII letters, digits and single hyphens" if "a-z0-9]+(-" in pattern else f"write something that matches {pattern}"
        return Problem(file.name, line, f"{where} is {str(given)[:80]!r}", mend)
    if kind == "value_error":
        return Problem(file.name, line, f"{where}: {detail['ctx']['error']}" if where else str(detail["ctx"]["error"]))
    if kind == "literal_error":
        return Problem(file.name, line, f"{where} is {str(given)[:80]!r}", f"write one of {detail['ctx']['expected']}")
    return Problem(file.name, line, f"{where} is {_kind(given)}: {detail['msg'][:1].lower()}{detail['msg'][1:]}")


def _fields_within(model: type[Model], path: Loc) -> set[str]:
    """The keys that the model at `path` knows, following the path through nested models."""
    current: type[Model] = model
    for part in path[:-1]:
        info = current.model_fields.get(str(part))
        nested = next(models_within(info.annotation), None) if info else None
        current = nested or current
    return {str(info.alias or name) for name, info in current.model_fields.items()}


def models_within(annotation: Any) -> Iterator[type[Model]]:
    """The models that a field with this annotation may hold."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        yield annotation
    for part in getattr(annotation, "__args__", ()):
        yield from models_within(part)


def _kind(value: Any) -> str:
    if value is None:
        return "empty"
    if isinstance(value, dict):
        return "a mapping"
    return "a list" if isinstance(value, list) else f"{str(value)[:60]!r}"


def read_models(model: type[M], path: Path, name: str) -> tuple[YamlFile, list[tuple[Loc, M]], list[Problem]]:
    """A file that is a list of models: the good ones with where they stand, and the problems of the others."""
    try:
        file = read_yaml(path, name)
    except NavkgError as error:
        return YamlFile(name, None, {}), [], list(error.problems)
    if file.value is None:
        return file, [], []
    if not isinstance(file.value, list):
        return file, [], [Problem(name, 1, f"is {_kind(file.value)}, not a list", "begin each entry with `- id: …`")]
    good: list[tuple[Loc, M]] = []
    problems: list[Problem] = []
    for index, value in enumerate(file.value):
        made = build_model(model, file, value, (index,))
        if isinstance(made, list):
            problems += made
        else:
            good.append(((index,), made))
    return file, good, problems
