"""A strip that shows where in the document findings stand: sections as ground, passages as marks, drawn as SVG with whole numbers."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from navkg.model import Document

WIDTH, HEIGHT = 1000, 44
_SILENT = frozenset({"front-matter", "references", "appendix"})
Mark = tuple[int, int, str]


class Strip:
    """The strip of one document; the ground is drawn once. With `links` a section leads to its heading on the page."""

    def __init__(self, document: Document, links: bool = False) -> None:
        self._scale = WIDTH / max(1, document.characters)
        ordered = sorted(document.sections, key=lambda section: section.start)
        ends = [section.start for section in ordered[1:]] + [document.characters]
        parts: list[str] = []
        outlines: dict[str, str] = {}
        for number, (section, end) in enumerate(zip(ordered, ends, strict=True)):
            kind = "silent" if section.role in _SILENT else f"ground{number % 2}"
            left, width = self._span(section.start, end, 0.5)
            if links:
                box = f'<rect class="{kind}" x="{left}" y="8" width="{width}" height="28"><title>{escape(section.title)}</title></rect>'
                parts.append(f'<a href="#{section.id}" tabindex="-1">{box}</a>')
            else:
                outlines[kind] = f"{outlines.get(kind, '')}M{left} 8h{width}v28h-{width}z"
        self._ground = "".join(parts) + "".join(f'<path class="{kind}" d="{outline}"/>' for kind, outline in sorted(outlines.items()))

    def _span(self, start: int, end: int, least: float) -> tuple[float, float]:
        return round(start * self._scale, 1), round(max(least, (end - start) * self._scale), 1)

    def draw(self, marks: Iterable[Mark], caption: Markup) -> Markup:
        """`marks`: start, end and valence of each passage; `caption` says what is seen."""
        drawn = []
        for start, end, valence in sorted(set(marks)):
            left, width = self._span(start, end, 1.6)
            drawn.append(f'<rect class="v-{valence}" x="{left}" y="4" width="{width}" height="36"/>')
        picture = f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none" aria-hidden="true">{self._ground}{"".join(drawn)}</svg>'
        # Made of numbers, slugs that the models checked, and escaped titles.
        return Markup(f'<figure class="strip">{picture}<figcaption>{escape(caption)}</figcaption></figure>')  # noqa: S704
