"""Pages that the server makes itself: Jinja2 templates of `viz/server/`, everything escaped, texts in both languages as on the pages of the site."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from navkg.problems import fault

# What the head of the site's pages leads to, where the site says nothing of it: path, English, Norwegian.
NAVIGATION: list[tuple[str, str, str]] = [("index.html", "Start", "Start")]


def both(english: str, norwegian: str | None = None) -> Markup:
    """A text in both languages; the style sheet shows the chosen one."""
    if norwegian is None or norwegian == english:
        return Markup("{}").format(english)
    return Markup('<span class="en" lang="en">{}</span><span class="nb" lang="nb">{}</span>').format(english, norwegian)


class Pages:
    """The templates, in the frame of the site."""

    def __init__(self, viz: Path, site: Path) -> None:
        self.folder = viz / "server"
        if not self.folder.is_dir():
            raise fault(f"{self.folder} is missing", "copy viz/server from a new project (`navkg init DIR`)")
        self._environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(self.folder), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        self._environment.globals.update(t=both, navigation=_navigation(), styles=_styles(site), has_graph=(site / "graph.html").is_file())

    def page(self, request: Request, template: str, status: int = 200, **context: Any) -> Response:
        """A page of a template; `title` is a pair of texts."""
        text = self._environment.get_template(template).render(path=request.url.path, **context)
        return HTMLResponse(text, status, {"Vary": "Accept", "Cache-Control": "no-cache"})


def _navigation() -> list[tuple[str, str, str]]:
    try:
        found: list[tuple[str, str, str]] = import_module("navkg.outputs.site").NAVIGATION
    except (ImportError, AttributeError):
        return NAVIGATION
    return found


def _styles(site: Path) -> list[str]:
    """The style sheets of the site, so that these pages look like its pages."""
    return [f"/assets/{path.name}" for path in sorted((site / "assets").glob("*.css"))]
