"""The page that opens everything else: index.html of the output folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from powermodel.model.project import Project
from render.page import page

if TYPE_CHECKING:
    from render.build.run import Made

INDEX = "index.html"
_FORMATS = {".pdf": "PDF", ".html": "网页", ".csv": "表格（Excel 可开）", ".md": "文字"}


def index_page(project: Project, made: Sequence[Made], *, draft: bool = False) -> str:
    """One page with a link to every file of this build: the handbook first, then a card for every chart."""
    good = [each for each in made if not each.failed]
    charts: dict[str, dict[str, str]] = {}
    for each in good:
        if each.kind == "海报":
            charts.setdefault(Path(each.path).stem, {})[Path(each.path).suffix[1:]] = quote(each.path)
    rest = {
        kind: [
            (f"{each.title} {_FORMATS[Path(each.path).suffix]}", quote(each.path))
            for each in good
            if each.kind == kind
        ]
        for kind in ("手册", "风险台账", "审查报告")
    }
    return page(
        Path(__file__).with_name("index.html.j2"),
        settings=project.settings,
        charts=charts,
        rest=rest,
        draft=draft,
    )
