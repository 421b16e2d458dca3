"""JSON Schemas of the data files, so that editors complete and check while typing: generated from the models, with the ids of registry and schemes as values."""

from __future__ import annotations

from types import GenericAlias
from typing import Any

from pydantic import TypeAdapter

from navkg.model import Entity, Finding, Model, Ref, StudyDesign, Vocabulary, references
from navkg.model_synthesis import Judgement, ReviewFinding

FILES: dict[str, type[Model]] = {
    "entities": Entity,
    "findings": Finding,
    "study": StudyDesign,
    "review-findings": ReviewFinding,
    "judgements": Judgement,
}
_SINGLE = frozenset({"study"})


def schema(name: str, model: type[Model], vocabulary: Vocabulary) -> dict[str, Any]:
    """The JSON Schema of one kind of file: a list of models, or for study.yaml a single one."""
    kind: Any = model if name in _SINGLE else GenericAlias(list, (model,))
    adapter: TypeAdapter[Any] = TypeAdapter(kind)
    made = adapter.json_schema(by_alias=True)
    nested = {nested_model.__name__: nested_model for nested_model in _all_models(model)}
    definitions = made.get("$defs", {})
    for title, part in [*definitions.items(), (model.__name__, made)]:
        if title in nested and "properties" in part:
            _add_values(part, nested[title], vocabulary)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"navkg {name}.yaml", **made}


def _all_models(model: type[Model]) -> list[type[Model]]:
    found = [model]
    for info in model.model_fields.values():
        stack: list[Any] = [info.annotation]
        while stack:
            part = stack.pop()
            if isinstance(part, type) and issubclass(part, Model) and part not in found:
                found += _all_models(part)
            stack += getattr(part, "__args__", ())
    return found


def _add_values(part: dict[str, Any], model: type[Model], vocabulary: Vocabulary) -> None:
    if model is Entity:
        part["properties"]["class"]["enum"] = sorted(vocabulary.classes)
    for field, ref in references(model):
        values = sorted(_values(ref, vocabulary))
        if values:
            holder = part["properties"][model.model_fields[field].alias or field]
            _set_enum(holder, values)


def _set_enum(holder: dict[str, Any], values: list[str]) -> None:
    """Put the values where the string stands: in the items of a list, or in the branch of an optional that is not null."""
    if "items" in holder:
        holder["items"] = {"type": "string", "enum": values}
    elif "anyOf" in holder:
        holder["anyOf"] = [{"type": "string", "enum": values}, {"type": "null"}]
    else:
        holder.pop("pattern", None)
        holder["enum"] = values


def _values(ref: Ref, vocabulary: Vocabulary) -> set[str]:
    if ref.local:  # ids of one study cannot be listed in a schema that all studies share
        return set()
    if ref.scheme:
        return {name.removeprefix(ref.prefix) for name in vocabulary.in_scheme(ref.scheme)}
    if ref.classes:
        return set(vocabulary.of_class(ref.classes))
    return set(vocabulary.terms)
