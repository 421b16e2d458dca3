"""What `navkg serve` was told, and what is served: the parts that every route needs."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from navkg.model import Finding, Study
from navkg.problems import fault
from navkg.questions.catalog import CompetencyQuestion, read_catalog
from navkg.questions.opened import Build
from navkg.records import Record
from navkg.server.figures import Limits
from navkg.server.pages import Pages
from navkg.server.pool import Pool

LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True)
class Settings:
    """The command line. `sources`: folder of the documents, or None; `origins`: the origins whose pages may read answers (`*`: all)."""

    host: str = "127.0.0.1"
    port: int = 8000
    sources: Path | None = None
    origins: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)

    @property
    def is_local(self) -> bool:
        return self.host == "localhost" or (_is_address(self.host) and ipaddress.ip_address(self.host).is_loopback)

    def allows_host(self, name: str) -> bool:
        """May a request name the server so? On loopback only by a name of this machine itself: a page elsewhere can point its own name here (DNS rebinding).

        On other addresses any address will do, since only names can be rebound, and this machine's own name.
        """
        if name in LOCAL_NAMES or name == self.host:
            return True
        return not self.is_local and (_is_address(name) or name in (socket.gethostname().lower(), socket.getfqdn().lower()))


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


@dataclass(frozen=True)
class Serving:
    """What is served: the build, the workers that answer, the pages' templates."""

    settings: Settings
    build: Build
    pool: Pool
    pages: Pages

    @property
    def site(self) -> Path:
        return self.build.folder / "site"

    @cached_property
    def findings(self) -> dict[str, Record]:
        """Every finding's record by its id."""
        return {record["id"]: record for record in self.build.finding_records()}

    @cached_property
    def entities(self) -> dict[str, Record]:
        return {record["id"]: record for record in self.build.entity_records()}

    @cached_property
    def studies(self) -> dict[str, Study]:
        return {study.id: study for study in self.build.studies}

    @cached_property
    def questions(self) -> Mapping[str, CompetencyQuestion]:
        """The competency questions of the project that can be read; `navkg check` says what is wrong with the others."""
        return read_catalog(self.build.project)[0]

    def warm(self) -> None:
        """Read what the pages and the API answer from, so that the first reader does not wait for it."""
        _ = self.findings, self.entities, self.questions
        if (self.build.folder / "search.json").is_file():
            _ = self.build.searcher

    def finding(self, study: str, name: str) -> tuple[Study, Finding] | None:
        found = self.studies.get(study)
        return next(((found, finding) for finding in found.findings if finding.id == name), None) if found else None

    def page_of(self, path: str) -> str | None:
        """The page of the site about the thing whose IRI ends with `path` (`digisos`, `finding/s/f001`), as an address; None when it has none."""
        head, _, rest = path.partition("/")
        candidates = [f"{path}.html"] if rest else [f"entity/{path}.html"]
        if rest and head in ("document", "informants", "section", "substudy", "question", "textlayer", "theoryuse", "limitation"):
            candidates.append(f"study/{rest.partition('/')[0]}.html")
        if rest and head in ("coding", "quantity"):
            candidates.append(f"finding/{rest.rpartition('-')[0] if head == 'quantity' else rest}.html")
        return next((f"/{one}" for one in candidates if ".." not in one and (self.site / one).is_file()), None)


def check_sources(folder: Path | None) -> None:
    """Raises NavkgError when the folder of the documents is not there."""
    if folder is not None and not folder.is_dir():
        raise fault(f"{folder} is no folder", "name the folder of the documents with --sources")
