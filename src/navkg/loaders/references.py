"""Do the ids in the data point to something, and to something of the right class? One walk for every model, led by the `Ref` notes of its fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cache

from navkg.loaders.yaml_file import Loc, YamlFile, models_within
from navkg.model import Model, Ref, Vocabulary, references
from navkg.problems import Problem, nearest

Locals = Mapping[str, AbstractSet[str]]


def check_references(model: Model, vocabulary: Vocabulary, local: Locals, file: YamlFile, loc: Loc = ()) -> list[Problem]:
    """Problems of every id within `model`, which stands at `loc` in `file`. `local` holds the ids of this study by kind."""
    problems = []
    for path, ref, given in _ids(model, loc):
        fault = _fault(given, ref, vocabulary, local)
        if fault:
            problems.append(Problem(file.name, file.line(path), f"{_field(path)}: {fault[0]}", fault[1]))
    return problems


def _field(path: Loc) -> str:
    return ".".join(str(part) for part in path if not isinstance(part, int))


@cache
def _leading(model: type[Model]) -> tuple[tuple[str, str, Ref | None], ...]:
    """The fields of `model` that hold ids, or models that do: name, key in the file, and what its ids may point to."""
    refs = dict(references(model))
    return tuple(
        (name, info.alias or name, refs.get(name))
        for name, info in model.model_fields.items()
        if name in refs or any(map(_leading, models_within(info.annotation)))
    )


def _ids(model: Model, loc: Loc) -> Iterator[tuple[Loc, Ref, str]]:
    for name, key, ref in _leading(type(model)):
        value = getattr(model, name)
        here: Loc = (*loc, key)
        items = enumerate(value) if isinstance(value, tuple) else [(None, value)]
        for index, item in items:
            path = here if index is None else (*here, index)
            if isinstance(item, Model):
                yield from _ids(item, path)
            elif ref and isinstance(item, str):
                yield path, ref, item


def _fault(given: str, ref: Ref, vocabulary: Vocabulary, local: Locals) -> tuple[str, str] | None:
    if ref.local and given in local.get(ref.local, frozenset()):
        return None
    if ref.scheme:
        if ref.prefix + given in vocabulary.in_scheme(ref.scheme):
            return None
        concepts = {name.removeprefix(ref.prefix) for name in vocabulary.in_scheme(ref.scheme)}
        few = f"write one of {', '.join(sorted(concepts))}" if len(concepts) <= 20 else f"concepts stand in ontology/schemes/{ref.scheme}.ttl"
        return f"'{given}' is not in the scheme {ref.scheme}", nearest(given, concepts) or few
    known = set(local.get(ref.local, frozenset())) if ref.local else set()
    if ref.classes is not None:
        term = vocabulary.terms.get(given)
        if term and (term.kind in ref.classes if ref.classes else True):
            return None
        if term:
            return f"'{given}' is a {term.kind or term.scheme}", f"name a {' or '.join(ref.classes)}"
        known |= set(vocabulary.of_class(ref.classes)) if ref.classes else set(vocabulary.terms)
    where = "add it to data/entities/" if ref.classes is not None else f"see the {ref.local} of this study"
    return f"unknown id '{given}'", nearest(given, known) or where
