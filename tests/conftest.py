"""What all tests share: the options of the command line, a small example project, a browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = Path(__file__).resolve().parent / "cases" / "example"
PARTS = ("ontology", "viz")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--rewrite-golden` writes the golden answers anew, for the diff to be reviewed."""
    parser.addoption("--rewrite-golden", action="store_true", help="rewrite the golden answers in tests/cases/frozen/answers")


def example_project(folder: Path) -> Path:
    """A whole project in `folder`: our ontology and page templates, and the small study and registry of cases/example, whose document is in `folder`/sources."""
    for part in PARTS:
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    for part in ("data", "sources"):
        shutil.copytree(EXAMPLE / part, folder / part)
    return folder


def build_site(root: Path) -> Path:
    """The project at `root`, built; the folder of its site."""
    from navkg.outputs import write_build
    from navkg.pipeline import read_dataset
    from navkg.project import find_project

    project = find_project(root)
    write_build(read_dataset(project), project.build)
    return project.build / "site"


@pytest.fixture(scope="session")
def example_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the example project; tests read it and leave it as it is."""
    return build_site(example_project(tmp_path_factory.mktemp("example")))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium: the installed one, else Playwright's own. Without either, browser tests are skipped, and fail where CI is set."""
    from playwright.sync_api import Error, sync_playwright

    installed = next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        try:
            opened = playwright.chromium.launch(executable_path=installed, args=list(QUIET))
        except Error as error:
            if os.environ.get("CI"):
                raise
            pytest.skip(f"no Chromium: {str(error).splitlines()[0]}")
        yield opened
        opened.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens pages in a context of their own. At the end every one must have been quiet: nothing on the console, and no request but for files of the site."""
    noise: list[str] = []
    contexts = []

    def open_one(address: str, width: int = 1280, height: int = 800, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **{"locale": "en-GB", **options})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: noise.append(f"{address}: {message.text}"))
        page.on("pageerror", lambda error: noise.append(f"{address}: {error}"))
        # A page that is left before its icon is there aborts the request; that is no fault.
        page.on(
            "requestfailed",
            lambda request: None if request.failure == "net::ERR_ABORTED" else noise.append(f"{address}: {request.failure}: {request.url}"),
        )
        page.on("request", lambda request: None if request.url.startswith(("file:", "data:", "blob:")) else noise.append(f"network: {request.url}"))
        page.goto(address)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert noise == []
