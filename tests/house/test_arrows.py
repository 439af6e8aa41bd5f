"""The house keeps its order: rooms import only downwards, and nothing ships names that others ship too."""

from __future__ import annotations

import ast
import importlib.metadata
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOWER: dict[str, set[str]] = {
    "powermodel.finding": set(),
    "powermodel.nearest": set(),
    "powermodel.model": {"powermodel.nearest"},
    "powermodel.decode": {"powermodel.finding", "powermodel.nearest", "powermodel.model"},
    "powermodel.project": {
        "powermodel.finding",
        "powermodel.nearest",
        "powermodel.model",
        "powermodel.decode",
    },
    "powermodel.net": {"powermodel.finding", "powermodel.nearest", "powermodel.model"},
    "powermodel.rules": {"powermodel.finding", "powermodel.nearest", "powermodel.model", "powermodel.net"},
}
HIGHER = {"render", "cli", "benchmarks", "tests"}


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def room(module: str) -> str:
    return ".".join(module.split(".")[:2])


def modules(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


@pytest.mark.parametrize("path", modules("powermodel"), ids=lambda p: p.relative_to(ROOT).as_posix())
def test_arrows(path: Path) -> None:
    """powermodel never imports render or the command line, and its rooms only those below them."""
    here = path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__")
    for module in imports(path):
        assert module.split(".")[0] not in HIGHER, module
        allowed = LOWER.get(room(here))
        if module.startswith("powermodel.") and allowed is not None:
            assert room(module) in {*allowed, room(here)}, module


@pytest.mark.parametrize("path", modules("render"), ids=lambda p: p.relative_to(ROOT).as_posix())
def test_render_does_not_know_the_command_line(path: Path) -> None:
    assert not [m for m in imports(path) if m.split(".")[0] in {"cli", "benchmarks", "tests"}]


def test_top_level_names_are_ours_alone() -> None:
    """cli and render lie at the top of site-packages: a dependency with such a module would break one of the two."""
    for distribution in importlib.metadata.distributions():
        if distribution.metadata["Name"] == "powermodel":
            continue
        shipped = {str(f).split("/")[0].removesuffix(".py") for f in distribution.files or ()}
        assert not shipped & {"cli", "render"}, distribution.metadata["Name"]


def test_nothing_names_this_machine() -> None:
    """A path of a developer's machine in a tracked file would break on every other."""
    here = str(ROOT.parent) + "/"
    for path in [
        *modules("powermodel"),
        *modules("render"),
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
    ]:
        assert here not in path.read_text("utf-8"), path
