"""Templates to files: one Jinja2 environment, everything escaped, every template compiled once."""

from __future__ import annotations

from pathlib import Path
from types import FunctionType, MethodType
from typing import Any

import jinja2
import jinja2.runtime
from markupsafe import Markup

from navkg.outputs.site.corpus import Corpus
from navkg.outputs.site.text import ROOT, t
from navkg.problems import NavkgError, fault

Page = tuple[str, str, dict[str, Any]]


class Renderer:
    """Writes pages below `site`. In every template: `corpus`, `style`, `t`, `root` (the way up to the start page), `path`."""

    def __init__(self, corpus: Corpus, site: Path, navigation: list[tuple[str, str, str]]) -> None:
        self.site = site
        self.environment = make_environment(corpus)
        self._navigation = navigation
        self._headers: dict[str, Markup] = {}
        with _faults("header.html"):
            self.environment.globals["footer"] = Markup(self.environment.get_template("footer.html").render(root=ROOT))  # noqa: S704 - a template's own output
        self.environment.globals["header"] = self._header
        self._templates: dict[str, jinja2.Template] = {}
        self._made: set[Path] = set()
        with _faults("finding-row.html"):
            row = self.environment.get_template("finding-row.html").make_module().row  # type: ignore[attr-defined]
        corpus.make_row = lambda record: row(record, corpus.study[record["study"]], ROOT)

    def _header(self, path: str) -> Markup:
        """The head of a page: the same for all but the entry that is marked as the present one."""
        current = path if any(path == target for target, _, _ in self._navigation) else ""
        found = self._headers.get(current)
        if found is None:
            text = self.environment.get_template("header.html").render(root=ROOT, path=current, navigation=self._navigation)
            found = self._headers[current] = Markup(text)  # noqa: S704 - a template's own output
        return found

    def write(self, page: Page) -> None:
        """Render one page. Raises NavkgError with file and line for a template that is missing, does not parse or names something unknown."""
        path, name, context = page
        target = self.site / path
        if target.parent not in self._made:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(target.parent)
        root = "../" * path.count("/")
        with _faults(name):
            template = self._templates.get(name)
            if template is None:
                template = self._templates[name] = self.environment.get_template(name)
            text = template.render(path=path, root=root, **context)
        target.write_bytes(text.replace(ROOT, root).encode())


class _Context(jinja2.runtime.Context):
    """Calls functions and methods straight away: pages make hundreds of thousands of calls, and Jinja looks into each for what only its own decorators ask for."""

    def call(self, what: Any, /, *args: Any, _block_vars: Any = None, _loop_vars: Any = None, **named: Any) -> Any:
        if isinstance(what, (MethodType, FunctionType)) and not hasattr(what, "jinja_pass_arg"):
            return what(*args, **named)
        return super().call(what, *args, _block_vars=_block_vars, _loop_vars=_loop_vars, **named)


def make_environment(corpus: Corpus) -> jinja2.Environment:
    """The environment of all pages."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(corpus.project.viz / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.context_class = _Context
    environment.globals.update(corpus=corpus, t=t, style=corpus.style)
    return environment


# What Python says when a template, perhaps of an older version, takes a value for another.
_MISUSED = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


class _faults:  # noqa: N801 - reads as a statement
    """Turns Jinja's faults into one clear line."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        where = f"viz/templates/{self.name}"
        if isinstance(error, jinja2.TemplateNotFound):
            raise fault(f"the template {error.name} is missing", "copy it from a new project (`navkg init DIR`)", file=where) from error
        if isinstance(error, jinja2.TemplateSyntaxError):
            raise fault(f"does not parse: {error.message}", "mend the template", file=f"viz/templates/{error.name}", line=error.lineno) from error
        if isinstance(error, jinja2.TemplateError) and not isinstance(error, NavkgError):
            raise fault(f"cannot be filled: {error.message}", "mend the template", file=where) from error
        if isinstance(error, _MISUSED) and not isinstance(error, NavkgError):
            mend = "mend the template, or copy it from a new project of this version (`navkg init DIR`)"
            raise fault(f"cannot be filled: {error} ({type(error).__name__})", mend, file=where) from error
