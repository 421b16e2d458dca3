"""serve: the site, SPARQL, search and the API on this machine."""

from __future__ import annotations

from pathlib import Path

import click

from navkg.cli.options import root_option
from navkg.problems import fault


@click.command("serve", short_help="Serve the site, SPARQL and the API on this machine.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port (0: any that is free).")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at. Anything but this machine itself is warned about.")
@click.option("--build", "build_folder", type=click.Path(path_type=Path), help="Folder of the build (default: build/ in the project).")
@click.option("--sources", type=click.Path(path_type=Path), envvar="NAVKG_SOURCES", help="Folder with the documents, to read passages in them.")
@click.option("--cors", multiple=True, metavar="ORIGIN", help="Let pages of this origin read answers (repeat for several; '*' for all).")
@click.option("--timeout", type=click.FloatRange(min=0.1), default=30.0, show_default=True, help="Seconds until a query is stopped.")
@root_option
def serve_command(
    port: int, host: str, build_folder: Path | None, sources: Path | None, cors: tuple[str, ...], timeout: float, root: Path | None
) -> None:
    """Serve the build: pages, SPARQL at /sparql, addresses of things at /id/…, search at /search, JSON at /api. Read-only; stop with Ctrl-C.

    Example: navkg serve --port 8080 --sources ../sources
    """
    import re

    from navkg.questions.opened import open_build
    from navkg.server.figures import Limits
    from navkg.server.running import run
    from navkg.server.settings import Settings

    for origin in cors:
        if not re.fullmatch(r"\*|https?://[A-Za-z0-9.\-\[\]:]+", origin):
            raise fault(f"'{origin[:100]}' is no origin", "write it as https://example.org, without a path")
    settings = Settings(host, port, sources, cors, Limits(seconds=timeout))
    build = open_build(build_folder or root)
    if build.newer_files():
        click.echo("navkg: warning: files have changed since the build; run `navkg build` to serve them", err=True)
    if not settings.is_local:
        click.echo(f"navkg: warning: {host} can be reached from other machines; whoever reaches it can query the graph", err=True)
        if sources:
            click.echo("navkg: warning: and read the documents of --sources", err=True)
    run(build, settings, lambda address: click.echo(f"navkg: serving {address} (Ctrl-C stops)"))
