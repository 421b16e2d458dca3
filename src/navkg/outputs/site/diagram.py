"""The diagram of the most used classes, as SVG: boxes and arrows are named in viz/style.yaml, labels are the ontology's."""

from __future__ import annotations

from markupsafe import Markup

from navkg.namespaces import expand
from navkg.outputs.site.corpus import Corpus
from navkg.outputs.site.text import Pair

COLUMN, ROW, WIDTH, HEIGHT, EDGE = 300, 130, 150, 46, 20


_TIP = Markup(
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z"/></marker></defs>'
)


def draw_diagram(corpus: Corpus) -> Markup:
    """Boxes lead to the class on the page. A class or property that the ontology does not have is left out."""
    facts, sheet = corpus.facts, corpus.style.sheet.diagram
    labels = {name: facts.text(expand(f"nk:{name}"), "rdfs:label") for name in sheet.boxes}
    places = {name: place for name, place in sheet.boxes.items() if labels[name]}
    parts = [
        _arrow(places[source], places[target], label)
        for source, name, target in sheet.arrows
        if source in places and target in places and (label := facts.text(expand(f"nk:{name}"), "rdfs:label"))
    ]
    for name, place in places.items():
        label = labels[name]
        assert label is not None
        x, y = EDGE + place[0] * COLUMN, EDGE + place[1] * ROW
        box = Markup('<rect x="{}" y="{}" width="{}" height="{}" rx="8"/>').format(x, y, WIDTH, HEIGHT)
        words = _text(x + WIDTH // 2, y + HEIGHT // 2 + 6, label, "box")
        parts.append(Markup('<a href="#{}" class="f-{}">{}{}</a>').format(name, _family(corpus, name), box, words))
    width = 2 * EDGE + max((place[0] for place in places.values()), default=0) * COLUMN + WIDTH
    height = 2 * EDGE + max((place[1] for place in places.values()), default=0) * ROW + HEIGHT
    return Markup('<svg class="diagram" viewBox="0 0 {} {}" width="{}" height="{}">{}{}</svg>').format(
        width, height, width, height, _TIP, Markup("").join(parts)
    )


def _family(corpus: Corpus, name: str) -> str:
    """The family of a class, or for one that only holds others together that of the first below it."""
    below = sorted(iri.rpartition("#")[2] for iri in corpus.facts.subjects("rdfs:subClassOf", expand(f"nk:{name}")))
    return next((family for kind in (name, *below) if (family := corpus.style.family_of.get(kind))), "other")


def _arrow(source: tuple[int, int], target: tuple[int, int], label: Pair) -> Markup:
    """A line from border to border, with its label a third of the way where lines cross least."""
    x1, y1 = EDGE + source[0] * COLUMN + WIDTH // 2, EDGE + source[1] * ROW + HEIGHT // 2
    x2, y2 = EDGE + target[0] * COLUMN + WIDTH // 2, EDGE + target[1] * ROW + HEIGHT // 2
    (ax, ay), (bx, by) = _border(x1, y1, x2, y2), _border(x2, y2, x1, y1)
    line = Markup('<line x1="{}" y1="{}" x2="{}" y2="{}" marker-end="url(#tip)"/>').format(ax, ay, bx, by)
    return line + _text(round((ax + bx) / 2), round((ay + by) / 2) - 5, label, "arrow")


def _border(x: int, y: int, to_x: int, to_y: int) -> tuple[int, int]:
    """Where the line from the middle of a box towards another point leaves the box."""
    dx, dy = to_x - x, to_y - y
    scale = min(WIDTH / 2 / abs(dx) if dx else 9.0, HEIGHT / 2 / abs(dy) if dy else 9.0)
    return round(x + dx * scale), round(y + dy * scale)


def _text(x: int, y: int, label: Pair, kind: str) -> Markup:
    return Markup("").join(
        Markup('<text class="{} {}" lang="{}" x="{}" y="{}" text-anchor="middle">{}</text>').format(kind, language, language, x, y, text)
        for language, text in (("en", label.en), ("nb", label.nb))
    )
