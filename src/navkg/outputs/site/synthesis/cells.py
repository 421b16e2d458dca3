"""A cell of a table as markup: labels and ids as links, numbers as links to the findings behind them, long texts folded."""

from __future__ import annotations

import re
from collections.abc import Callable

from markupsafe import Markup, escape

from navkg.model import Text
from navkg.model_synthesis import COMPONENTS
from navkg.outputs.site.synthesis.desk import SIGNS, Desk
from navkg.outputs.site.text import ROOT, Pair, t
from navkg.synthesis.evidence import FACETS, is_own
from navkg.synthesis.matrix import CONVERGENCES, Convergence
from navkg.synthesis.table import Cell, Column, Table

Row = tuple[Cell, ...]
LONG, SHORT, SHOWN = 320, 140, 3
# Numbers that count nothing: places in a list.
# Columns that say what another one already says on the page.
HIDDEN = {"framework-matrix": ("domain", "notation"), "study-characteristics": ("study",)}
# Tables with few rows and many columns stand on their side.
TURNED = frozenset({"study-characteristics"})
ORDINALS = {("entreq", "number"), ("structure-communities", "number")}


class Cells:
    """The cells of one table."""

    def __init__(self, desk: Desk, table: Table) -> None:
        self.desk, self.table = desk, table
        self.columns = [column for column in table.columns if column.id not in ("id", *HIDDEN.get(table.id, ()))]
        self._places = {column.id: number for number, column in enumerate(table.columns)}
        self._reviewed = [finding.id for finding in sorted(desk.evidence.synthesis.review_findings, key=lambda one: one.id)]
        self._special = SPECIAL.get(table.id)
        self.turned = table.id in TURNED

    def head(self, column: Column) -> Markup:
        """The heading of a column; a study's is its id as a link, with its title below."""
        if column.id in self.desk.corpus.study:
            title = t(self.desk.corpus.label_of_study(column.id))
            return Markup('<a href="{}study/{}.html">{}</a><span class="title">{}</span>').format(ROOT, column.id, column.id, title)
        return t(column.label)

    def style(self, column: Column, row: Row | None = None) -> str:
        """The classes of a cell or, without a row, of a heading."""
        names = ["wide"] if column.wide else []
        numbers = row[self._places[column.id]].number is not None if row else self._is_numeric(column)
        return " ".join([*names, *(["n"] if numbers else [])])

    def _is_numeric(self, column: Column) -> bool:
        place = self._places[column.id]
        return any(row[place].number is not None for row in self.table.rows[:1])

    def anchor(self, number: int) -> str:
        """The id of a row: that of what it is about, else its number."""
        place = self._places.get("id")
        return f"row-{self.table.rows[number][place].en}" if place is not None else f"row-{number + 1}"

    def draw(self, number: int, column: Column) -> Markup:
        """One cell."""
        row = self.table.rows[number]
        cell = row[self._places[column.id]]
        if self._special is not None:
            found = self._special(self, number, column, cell)
            if found is not None:
                return found
        if cell.number is not None:
            return self._number(row, column, cell)
        if cell.findings:
            return self._traced(cell)
        if column is self.columns[0] and "id" in self._places:
            return self._subject(row[self._places["id"]].en, cell)
        return self.words(cell)

    def review(self, number: int) -> str:
        """The review finding of a row."""
        return self._reviewed[number]

    def value(self, row: Row, column: str) -> Cell:
        return row[self._places[column]]

    def _number(self, row: Row, column: Column, cell: Cell) -> Markup:
        shown = t(cell.text("en"), cell.text("nb"))
        if (self.table.id, column.id) in ORDINALS:
            return shown
        trace = TRACES.get((self.table.id, column.id))
        rest = trace(self, row) if trace else tuple(name for one in row for name in one.findings)
        return self.desk.corpus.counted(shown, cell.findings or rest)

    def _traced(self, cell: Cell) -> Markup:
        studies = [part.strip() for part in cell.en.split(",")]
        if all(study in self.desk.corpus.study for study in studies):
            links = Markup(", ").join(Markup('<a href="{}study/{}.html">{}</a>').format(ROOT, study, study) for study in studies)
            return Markup('{} <span class="nobr">({})</span>').format(links, self._many(cell))
        if len(cell.en) <= 60:
            return self.desk.corpus.counted(t(cell.en, cell.nb), cell.findings)
        if len(cell.findings) == 1:
            return Markup('<a class="plain" href="{}finding/{}.html">{}</a>').format(ROOT, cell.findings[0], t(cell.en, cell.nb))
        return Markup("{} {}").format(self._folded(cell), self._many(cell))

    def _many(self, cell: Cell) -> Markup:
        count = len(set(cell.findings))
        return self.desk.corpus.counted(t(f"{count} finding{'s' * (count != 1)}", f"{count} funn"), cell.findings)

    def _subject(self, slug: str, cell: Cell) -> Markup:
        if slug.startswith("rf-"):
            return Markup('<a class="plain" href="{}review/{}.html">{}</a>').format(ROOT, slug, t(cell.en, cell.nb))
        return self.desk.corpus.link(slug) if self.desk.corpus.has_page(slug) else t(cell.en, cell.nb)

    def words(self, cell: Cell) -> Markup:
        parts = [part.strip() for part in cell.en.split(",")] if cell.en == cell.nb else []
        if parts and all(part in self._reviewed for part in parts):
            return Markup(", ").join(Markup('<a href="{}review/{}.html">{}</a>').format(ROOT, part, part) for part in parts)
        if cell.en in self.desk.corpus.study:
            return self.desk.corpus.study_link(cell.en)
        slug = self.desk.named.get((cell.en, cell.nb))
        return self.desk.corpus.link(slug) if slug else self._folded(cell)

    def _folded(self, cell: Cell) -> Markup:
        """The text; a long one in a table that is not for reading opens on demand."""
        if self.table.prose or max(len(cell.en), len(cell.nb)) <= LONG:
            return t(cell.en, cell.nb)
        begin = Pair(shortened(cell.en, SHORT), shortened(cell.nb, SHORT))
        return Markup('<details class="long"><summary>{}</summary>{}</details>').format(t(begin), t(cell.en, cell.nb))


def shortened(text: str, length: int) -> str:
    """The text, cut at a word when it is longer."""
    return text if len(text) <= length else text[: length - 1].rsplit(" ", 1)[0].rstrip(",;:") + " …"


_RANK = {"core": 0, "supporting": 1, "minor": 2}


def _charted(cells: Cells, number: int, column: Column, cell: Cell) -> Markup | None:
    """The framework matrix: the weightiest statements, each a link with its locator, and how many more there are. The order is the table's."""
    desk = cells.desk
    if column.id == "construct":
        return Markup('{} <span class="within">{}</span>').format(cells.words(cell), cells.words(cells.value(cells.table.rows[number], "domain")))
    if column.id not in desk.corpus.study or not cell.findings:
        return None
    records = [desk.corpus.records[name] for name in cell.findings]
    records.sort(key=lambda record: (_RANK.get(record["importance"], 3), record["id"]))
    items = [
        Markup('<li><a href="{}finding/{}.html">{}</a> <span class="meta">{} · {}</span></li>').format(
            ROOT,
            record["id"],
            t(shortened(record["statement_en"], SHORT), shortened(record["statement_nb"], SHORT)),
            record["id"].partition("/")[2],
            desk.locator(record["id"]),
        )
        for record in records[:SHOWN]
    ]
    more = len(records) - SHOWN
    if more > 0:
        items.append(Markup("<li>{}</li>").format(desk.corpus.counted(t(f"all {len(records)}", f"alle {len(records)}"), cell.findings)))
    return Markup('<ul class="charted">{}</ul>').format(Markup("").join(items))


def _profiled(cells: Cells, number: int, column: Column, cell: Cell) -> Markup | None:
    """The evidence profile: the statement leads to the review finding's page, and so do the counted facts, which are links there."""
    page = f"{ROOT}review/{cells.review(number)}.html"
    if column is cells.columns[0]:
        return Markup('<a class="plain" href="{}">{}</a>').format(page, t(cell.en, cell.nb))
    if column.id.replace("-", "_") in COMPONENTS:
        told = cells.desk.backed(Text(en=cell.en, nb=cell.nb), cells.desk.supports[cells.review(number)])
        return Markup('{} <a class="nobr" href="{}#{}">{}</a>').format(told, page, column.id, t("what was counted", "det som er talt"))
    return None


def _codebook(cells: Cells, number: int, column: Column, cell: Cell) -> Markup | None:
    """The code's own name leads to its page."""
    slug = cells.table.rows[number][cells._places["id"]].en
    if column.id == "label" and cells.desk.corpus.has_page(slug):
        return cells.desk.corpus.link(slug)
    return t(cell.en, cell.nb) if column.id == "type" else None


def _described(cells: Cells, number: int, column: Column, cell: Cell) -> Markup | None:
    """The title of a study leads to its page, an informant group to where it is described, its number to the findings that it reported."""
    study = cells.value(cells.table.rows[number], "study").en
    if column.id == "informants" and cell.en:
        groups = cells.desk.corpus.study[study].design.informants
        return Markup("; ").join(cells.desk.corpus.group(f"{study}/{group.id}") for group in groups)
    return cells.desk.corpus.study_link(study) if column.id == "title" else None


def _related(cells: Cells, number: int, column: Column, cell: Cell) -> Markup | None:
    """How a study stands to a review finding: its sign and its word; stated ones lead to the findings."""
    if column.id not in cells.desk.corpus.study:
        return None
    relation: Convergence = next((name for name, said in CONVERGENCES.items() if said.en == cell.en.strip("()")), "silence")
    word = Markup('<span class="sign" aria-hidden="true">{}</span> {}').format(SIGNS[relation], t(cell.en, cell.nb))
    return Markup('<span class="conv c-{}">{}</span>').format(relation, cells.desk.corpus.counted(word, cell.findings))


_LISTS = (
    (re.compile(r"\b\d+ (findings|funn)\b"), "findings.html"),
    (re.compile(r"\b\d+ (review findings|syntesefunn)\b"), "review-findings.html"),
    (re.compile(r"\b\d+ (studies|studier)\b"), "study-characteristics.html"),
    (re.compile(r"\b\d+ (themes|temaer)\b"), "codebook.html"),
)


def _checklist(_cells: Cells, _number: int, _column: Column, cell: Cell) -> Markup | None:
    """What the checklist counts leads to the list of it."""

    def linked(text: str) -> Markup:
        shown = str(escape(text))
        for pattern, page in _LISTS:
            shown = pattern.sub(rf'<a href="{ROOT}{page}">\g<0></a>', shown)
        return Markup(shown)  # noqa: S704 - escaped above

    return t(linked(cell.en), linked(cell.nb)) if cell.number is None else None


SPECIAL: dict[str, Callable[[Cells, int, Column, Cell], Markup | None]] = {
    "framework-matrix": _charted,
    "cerqual-evidence-profile": _profiled,
    "codebook": _codebook,
    "review-finding-convergence": _related,
    "study-characteristics": _described,
    "entreq": _checklist,
}


def _coded(cells: Cells, row: Row, *, own: bool) -> tuple[str, ...]:
    """The findings that use a code of the codebook."""
    slug, evidence = cells.value(row, "id").en, cells.desk.evidence
    field, _, value = slug.partition("-")
    if field in ("kind", "basis"):
        found = [record for record in evidence.records.values() if record[field] == value]
    else:
        found = [record for name in ("theme", "determinant", "outcome") for record in evidence.sorted_by(name).get(slug, ())]
    return tuple(record["id"] for record in found if is_own(record) or not own)


def _covered(cells: Cells, row: Row) -> tuple[str, ...]:
    """The own findings of both studies on the facet they are compared on: what "in either" counts."""
    label, evidence = cells.value(row, "facet").en, cells.desk.evidence
    name = next(name for name, facet in FACETS.items() if facet.label.en == label)
    studies = {cells.value(row, "one").en, cells.value(row, "other").en}
    found = {record["id"] for records in evidence.sorted_by(name).values() for record in records if record["study"] in studies and is_own(record)}
    return tuple(sorted(found))


def _falling(cells: Cells, row: Row) -> tuple[str, ...]:
    """What the review findings rest on that fall below two studies."""
    names = {name.strip() for name in cells.value(row, "names").en.split(",")}
    return tuple(name for finding in cells.desk.evidence.synthesis.review_findings if finding.id in names for name in finding.rests_on)


TRACES: dict[tuple[str, str], Callable[[Cells, Row], tuple[str, ...]]] = {
    ("codebook", "findings"): lambda cells, row: _coded(cells, row, own=False),
    ("codebook", "own"): lambda cells, row: _coded(cells, row, own=True),
    ("codebook", "studies"): lambda cells, row: _coded(cells, row, own=True),
    ("structure-similarity", "either"): _covered,
    ("structure-leave-one-out", "review-findings"): _falling,
}
