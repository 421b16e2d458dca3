"""gap-map.html, and data/gaps.js that it is drawn from: rows × columns of one's choice, counted in the browser from one row for each finding."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from navkg.outputs.site.data import script
from navkg.outputs.site.render import Page
from navkg.outputs.site.synthesis.desk import Desk
from navkg.outputs.site.text import Pair
from navkg.synthesis.gaps import facet_data

# What rows and columns may be: id, the facet it is taken from, the classes of its values (all when empty), label.
CHOICES: tuple[tuple[str, str, tuple[str, ...], Pair], ...] = (
    ("service", "service", ("DigitalService",), Pair("Digital service", "Digital tjeneste")),
    ("system", "service", ("InformationSystem", "SystemFunction"), Pair("System or function", "System eller funksjon")),
    ("theme", "theme", (), Pair("Theme", "Tema")),
    ("cfir-domain", "cfir-domain", (), Pair("CFIR domain", "CFIR-domene")),
    ("cfir-construct", "cfir-construct", (), Pair("CFIR construct", "CFIR-konstrukt")),
    ("actor", "actor", (), Pair("Affected actor", "Berørt aktør")),
    ("outcome", "outcome", (), Pair("Outcome", "Utfall")),
    ("determinant", "determinant", (), Pair("Determinant", "Påvirkningsfaktor")),
)
FIELDS = (("basis", "bases"), ("valence", "valences"), ("kind", "kinds"), ("phase", "phases"))
FILTERS: tuple[tuple[str, Pair], ...] = (
    ("basis", Pair("Basis", "Grunnlag")),
    ("valence", Pair("Direction", "Retning")),
    ("kind", Pair("Kind", "Type")),
    ("phase", Pair("Phase", "Fase")),
)


def pages(desk: Desk) -> Iterator[Page]:
    data = gap_data(desk)
    folder = desk.corpus.folder / "site" / "data"
    folder.mkdir(exist_ok=True)
    (folder / "gaps.js").write_text(script("gaps", data), encoding="utf-8")
    yield (
        "gap-map.html",
        "gap-map.html",
        {
            "choices": [(name, label) for name, _, _, label in CHOICES],
            "filters": [(field, label, {value: Pair(*words) for value, words in data["labels"][field].items()}) for field, label in FILTERS],
            "valences": list(data["labels"]["valence"]),
            "bases": list(data["labels"]["basis"]),
        },
    )


def gap_data(desk: Desk) -> dict[str, Any]:
    """{facets: [{name, label, values: [[id, en, nb, [studies that investigated it]]]}], studies: [[id, en, nb, independent study]], labels: {field: {value: [en, nb]}},
    findings: [[study, local id, own, basis, valence, kind, phase, [values of the first facet], …]]}; studies and values by their number in the list."""
    corpus, given = desk.corpus, facet_data(desk.evidence)
    studies = {study: number for number, study in enumerate(given["studies"])}
    facets, places = [], []
    for name, source, kinds, label in CHOICES:
        kept = [number for number, value in enumerate(given["facets"][source]["values"]) if not kinds or corpus.kind(value["id"]) in kinds]
        values = [given["facets"][source]["values"][number] for number in kept]
        rows = [[one["id"], *corpus.label(one["id"]), [studies[study] for study in one["investigated_by"]]] for one in values]
        facets.append({"name": name, "label": list(label), "values": rows})
        places.append((source, {old: new for new, old in enumerate(kept)}))
    findings = []
    for one in given["findings"]:
        record = corpus.records[one["id"]]
        fields = [record[field] for field, _ in FIELDS]
        values = [[place[number] for number in one[source] if number in place] for source, place in places]
        findings.append([studies[one["study"]], one["id"].partition("/")[2], int(one["own"]), *fields, *values])
    return {
        "facets": facets,
        "studies": [[study, *corpus.label_of_study(study), same] for study, same in given["studies"].items()],
        "labels": {field: {value: list(label) for value, label in corpus.values(field, scheme).items()} for field, scheme in FIELDS},
        "findings": findings,
    }
