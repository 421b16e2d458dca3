"""Style sheet and scripts: those of viz/assets as they are, vis-network from the pyvis package, and the colours of viz/style.yaml as CSS variables."""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from pathlib import Path

from navkg.outputs.site.corpus import Corpus
from navkg.outputs.site.style import Style
from navkg.problems import fault

VIS = "templates/lib/vis-9.1.2/vis-network.min.js"


def write(corpus: Corpus, site: Path) -> None:
    """site/assets/. Raises NavkgError when the project has no viz/assets, or pyvis no vis-network."""
    source, target = corpus.project.viz / "assets", site / "assets"
    if not source.is_dir():
        raise fault("viz/assets is missing", "copy it from a new project (`navkg init DIR`)")
    shutil.copytree(source, target)
    (target / "colours.css").write_text(colours(corpus.style), encoding="utf-8")
    shutil.copyfile(_vis_network(), target / "vis-network.min.js")


def _vis_network() -> Path:
    spec = find_spec("pyvis")
    folder = Path(spec.origin).parent if spec and spec.origin else Path()
    if not (folder / VIS).is_file():
        raise fault(f"the package pyvis holds no {VIS}", "install pyvis 0.3.2")
    return folder / VIS


def colours(style: Style) -> str:
    """Variables for the light theme, for the dark one, and a class for each family, valence and basis that sets the colour `--c`."""
    light = "".join(f"--{name}:{one};" for name, one, _ in style.colours())
    dark = "".join(f"--{name}:{two};" for name, _, two in style.colours())
    rules = [f":root{{{light}}}", f":root[data-theme=dark]{{{dark}}}"]
    rules.append(f"@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}")
    rules.append(f"@media print{{:root:root:root{{{light}}}}}")
    short = {"family": "f", "valence": "v", "basis": "b"}
    for name, _, _ in style.colours():
        group, _, value = name.partition("-")
        rules.append(f".{short[group]}-{value}{{--c:var(--{name})}}")
    return "\n".join(rules) + "\n"
