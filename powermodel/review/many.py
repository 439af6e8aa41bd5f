"""Review what a user names: files, folders, projects in folders, as one report."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from powermodel.project import find_root, load
from powermodel.project.files import SETTINGS, nested_projects
from powermodel.review.engine import Options, Report, review
from powermodel.review.placed import PlacedFinding


def review_paths(paths: Iterable[Path], options: Options = Options(), today: date | None = None) -> Report:
    """Load and review the projects that ``paths`` belong to; of a project only the files that were named."""
    report = Report()
    for root, only in _jobs(paths).items():
        loaded = load(root, only, today=today)
        found = review(loaded, options)
        for name in sorted(loaded.project.communities):
            found.findings += _of_community(root, name, found, options, today)
        report = report.merged(found)
    return report


def _of_community(
    root: Path, name: str, base: Report, options: Options, today: date | None
) -> list[PlacedFinding]:
    """What one community of a county adds to the findings of the project: its people, its changes."""
    known = {(f.code, f.power, f.path) for f in base.findings}
    report = review(load(root, today=today, community=name), options)
    return [
        f._replace(message=f"〔{name}〕{f.message}")
        for f in report.findings
        if (f.code, f.power, f.path) not in known
    ]


def _jobs(paths: Iterable[Path]) -> dict[Path, list[Path] | None]:
    """Project folder → the files asked for (None: all)."""
    jobs: dict[Path, list[Path] | None] = {}
    for path in paths:
        if path.is_dir():
            jobs.update(dict.fromkeys(_roots(path.resolve())))
            continue
        root = find_root(path)
        if path.name == SETTINGS:
            jobs[root] = None
        elif jobs.get(root, []) is not None:
            jobs[root] = [*(jobs.get(root) or []), path.resolve()]
    return jobs


def _roots(folder: Path) -> list[Path]:
    """The project a folder is or lies in; a bare folder with projects below it stands for those too."""
    root = find_root(folder)
    if (root / SETTINGS).is_file():
        return [root]
    nested = nested_projects(folder)
    from powermodel.project.files import yaml_files

    own = next(iter(yaml_files(folder)), None)
    return nested if own is None and nested else [folder, *nested]
