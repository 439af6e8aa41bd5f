"""The gallery: a picture of every chart of the library, and a table of what was measured on them.

python -m render.poster.gallery docs
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from powermodel.model.project import Project
from powermodel.model.settings import STYLES
from powermodel.report.library import Row, picture, powers
from render.measure import Measures, measure
from render.poster.make import poster
from render.poster.shrink import shrink

PAPER, PPI = "A3", 72


@dataclass(frozen=True, slots=True)
class Chart:
    """One power in one style: its pictures (file below docs → PNG) and the measures of its sheets."""

    pictures: dict[str, bytes]
    measures: tuple[Measures, ...]


def write_gallery(docs: Path) -> int:
    """Write gallery.md and gallery/*.png into ``docs``; returns how many pictures. Pictures of nothing are removed."""
    rows = powers()
    jobs = [(row.name, row.code, style) for row in rows for style in STYLES]
    with ProcessPoolExecutor() as pool:
        charts = dict(zip(jobs, pool.map(draw, jobs), strict=True))
    pictures = {name: data for chart in charts.values() for name, data in chart.pictures.items()}
    folder = docs / "gallery"
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.png"):
        if f"gallery/{path.name}" not in pictures:
            path.unlink()
    for name, data in pictures.items():
        _write(docs / name, data)
    _write(docs / "gallery.md", page(rows, charts).encode())
    return len(pictures)


def _write(path: Path, data: bytes) -> None:
    beside = path.with_suffix(".tmp")
    beside.write_bytes(data)
    beside.replace(path)


@cache
def _library() -> Project:
    from powermodel.project import library_root, load

    return load(library_root() / "flows").project


def draw(job: tuple[str, str, str]) -> Chart:
    """The chart of (name, code, style) of the library."""
    name, code, style = job
    sheets = poster(_library(), name, style=style, paper=PAPER, fmt="png", ppi=PPI)  # type: ignore[arg-type]
    pictures = {picture(code, style, sheet.number): shrink(sheet.data) for sheet in sheets}
    return Chart(pictures, tuple(measure(sheet.svg) for sheet in sheets))


def page(rows: Sequence[Row], charts: dict[tuple[str, str, str], Chart]) -> str:
    """gallery.md: the pictures by category, then the measures."""
    count = sum(len(chart.pictures) for chart in charts.values())
    lines = [
        "# 图册", "",
        f"范本库的 {len(rows)} 项权力，每项三种图，都是 {PAPER} 横放，共 {count} 张。"
        "这一页由 `make gallery` 生成，请不要直接改。图点开看大的；要清楚的，用 `powermodel poster` 出 PDF。",
    ]  # fmt: skip
    for category, group in groupby(rows, key=lambda row: row.category):
        lines += [
            "",
            f"## {category}",
            "",
            f"| 权力 | {' | '.join(STYLES.values())} |",
            "| --- | --- | --- | --- |",
        ]
        for row in group:
            cells = [f"{row.code} {row.name}"]
            for style, label in STYLES.items():
                files = charts[row.name, row.code, style].pictures
                cells.append(" ".join(f"[![{row.name}{label}]({file})]({file})" for file in files))
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([*lines, "", *_measures(rows, charts)]) + "\n"


def _measures(rows: Sequence[Row], charts: dict[tuple[str, str, str], Chart]) -> Iterator[str]:
    yield from ("## 量出来的", "")
    yield (
        "从成图上量：“碰”是重叠、线穿过框或文字、两线并在一起、文字出框出纸，必须是 0；字高的单位是毫米，"
        "“标题字”是步骤名，“最小字”是全图最小的字；“占满”是流程和风险栏占图身的几成。"
    )
    head = ["编号", "权力", "图", "张", "步骤", "碰", "交叉", "拐弯", "标题字", "最小字", "占满"]
    yield from ("", f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}")
    for row in rows:
        for style, label in STYLES.items():
            found = charts[row.name, row.code, style].measures
            flow = [m for m in found if m.steps]
            cells = [
                row.code, row.name, label, len(found), sum(m.steps for m in flow), sum(m.faults for m in found),
                sum(m.crossings for m in flow), sum(m.bends for m in flow), f"{min(m.title_type for m in flow):.1f}",
                f"{min(m.smallest_type for m in found):.1f}", f"{flow[0].fill:.0%}",
            ]  # fmt: skip
            yield f"| {' | '.join(map(str, cells))} |"


if __name__ == "__main__":
    print(f"已写出 {write_gallery(Path(sys.argv[1]))} 张图：{sys.argv[1]}/gallery.md")
