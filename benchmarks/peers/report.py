"""docs/comparison.md: the tables and pictures, for readers who choose a tool."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.peers.jobs import SHEETS, WAYS, Way
from benchmarks.peers.measure import Measured
from powermodel.rules.view import View

Results = dict[str, dict[str, dict[str, Measured | str]]]
HERE = Path(__file__).parent
ALIKE = 0.97  # type so near to the largest is as good: then crossings decide
SHOWN: Mapping[str, tuple[str, ...]] = {
    "加装电梯协调见证": ("ours-lanes", "swimlane-lanes", "plantuml-lanes", "dot-lanes"),
    "公益创投项目评选": ("ours", "elk", "mermaid", "bpmn"),
    "居民诉求接诉即办": ("ours", "elk"),
}
PICTURES = frozenset((flow, way) for flow, ways in SHOWN.items() for way in ways)


def chosen(variants: Mapping[str, Measured | str], sheet: str) -> tuple[str, Measured] | None:
    """Of the ways a tool has drawn a flow the one with the largest type on the sheet; of like ones the fewest crossings."""
    drawn = {
        name: m for name, m in variants.items()
        if isinstance(m, Measured) and ("-" not in name or name.startswith("A3" if sheet == "A1" else sheet))
    }  # fmt: skip
    if not drawn:
        return None
    size = SHEETS[sheet]
    most = max(m.type_on(size) for m in drawn.values())
    good = [
        (m.crossings, -m.type_on(size), name) for name, m in drawn.items() if m.type_on(size) >= ALIKE * most
    ]
    name = min(good)[2]
    return name, drawn[name]


def write_page(
    docs: Path, flows: Mapping[str, View], found: Results, work: Sequence[dict[str, Any]], drawings: Path
) -> None:
    """Write comparison.md and comparison/*.png into ``docs``."""
    folder = docs / "comparison"
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.png"):
        path.unlink()
    for flow, ways in SHOWN.items():
        for way in ways:
            best = chosen(found[flow][way], "A3")
            if best:
                png = (drawings / f"{flow}.{way}.{best[0]}.png").read_bytes()
                (folder / f"{flow}-{way}.png").write_bytes(png)
    jumps = {j["name"]: j["jumps"] for j in work if "jumps" in j}
    (docs / "comparison.md").write_text("\n".join(_page(flows, found, jumps)) + "\n", "utf-8")


def _page(flows: Mapping[str, View], found: Results, jumps: Mapping[str, int]) -> Iterator[str]:
    head, tail = (HERE / "page.md").read_text("utf-8").split("<!-- tables -->\n")
    versions = json.loads((HERE / "package.json").read_text("utf-8"))["dependencies"]
    for name, version in versions.items():
        head = head.replace(f"{{{name}}}", version)
    yield head.rstrip()
    for lanes, title in ((True, "分泳道"), (False, "不分泳道")):
        ways = [way for way in WAYS if way.lanes == lanes]
        yield from ("", f"## {title}", "", *_sums(flows, found, ways, jumps))
        yield from ("", f"### {title}：逐项", "", *_rows(flows, found, ways))
    yield from ("", *_pictures(found), "", tail.rstrip())


def _sums(
    flows: Mapping[str, View], found: Results, ways: Sequence[Way], jumps: Mapping[str, int]
) -> Iterator[str]:
    """One column a tool: counts for a hundred lines of the flow, type as the middle of all flows."""
    yield f"| {len(flows)} 项流程 | {' | '.join(way.title for way in ways)} |"
    yield f"| --- |{' ---: |' * len(ways)}"
    picked = {way.name: {f: b for f in flows if (b := chosen(found[f][way.name], "A3"))} for way in ways}
    best = {name: {f: b[1] for f, b in of.items()} for name, of in picked.items()}
    edges = {way.name: sum(len(flows[f].flow.edges) for f in best[way.name]) for way in ways}

    def row(title: str, cell: Any) -> str:
        return f"| {title} | {' | '.join(str(cell(way)) for way in ways)} |"

    def each(what: str) -> Any:
        return lambda way: (
            f"{100 * sum(getattr(m, what) for m in best[way.name].values()) / edges[way.name]:.1f}"
        )

    yield row("画不出的（项）", lambda way: len(flows) - len(best[way.name]))
    yield row("每百条线交叉", each("crossings"))
    yield row("每百条线拐弯", each("bends"))
    yield row("每百条线穿过别的框", each("through_boxes"))
    yield row("每百条线并在一起", each("merged"))
    yield row("框压框（处）", lambda way: sum(m.overlaps for m in best[way.name].values()))
    yield row("文字被压（处）", lambda way: sum(m.words_hit for m in best[way.name].values()))
    yield row(
        "线断成字母圈（处）",
        lambda way: sum(jumps.get(f"{f}.{way.name}.{b[0]}", 0) for f, b in picked[way.name].items()),
    )
    yield row(
        "线的总长（图的对角线的几倍）",
        lambda way: f"{median(m.length for m in best[way.name].values()):.1f}",
    )
    for sheet, size in SHEETS.items():
        largest = {
            way.name: [b[1].type_on(size) for f in flows if (b := chosen(found[f][way.name], sheet))]
            for way in ways
        }
        yield row(f"{sheet} 上最小的字（毫米）", lambda way, found=largest: f"{median(found[way.name]):.1f}")


def _rows(flows: Mapping[str, View], found: Results, ways: Sequence[Way]) -> Iterator[str]:
    """One row a flow: crossings · bends · smallest type on an A3."""
    yield f"| 流程 | 步骤 | 线 | 岗位 | {' | '.join(way.title for way in ways)} |"
    yield f"| --- | ---: | ---: | ---: |{' --- |' * len(ways)}"
    for flow, view in sorted(flows.items(), key=lambda f: len(f[1].flow.nodes)):
        cells = []
        for way in ways:
            best = chosen(found[flow][way.name], "A3")
            m = best[1] if best else None
            cells.append(f"{m.crossings} · {m.bends} · {m.type_on(SHEETS['A3']):.1f}" if m else "画不出")
        posts = {node.owners[0] for node in view.flow.nodes.values() if node.owners}
        yield (
            f"| {flow} | {len(view.flow.nodes)} | {len(view.flow.edges)} | {len(posts)} | {' | '.join(cells)} |"
        )


def _pictures(found: Results) -> Iterator[str]:
    titles = {way.name: way.title for way in WAYS}
    yield from ("## 并排看", "", "每张都放满一张 A3（四边留 10 毫米），竖放横放取字大的；点开看大的。")
    for flow, ways in SHOWN.items():
        drawn = [way for way in ways if chosen(found[flow][way], "A3")]
        yield from ("", f"**{flow}**（{'分泳道' if ways[0].endswith('-lanes') else '不分泳道'}）", "")
        for start in range(0, len(drawn), 2):
            two = drawn[start : start + 2]
            if start == 0:
                yield f"| {' | '.join(titles[way] for way in two)} |"
                yield f"|{' --- |' * len(two)}"
            else:
                yield f"| {' | '.join(f'**{titles[way]}**' for way in two)} |"
            files = [(way, f"comparison/{flow}-{way}.png") for way in two]
            cells = [f"[![{flow}，{titles[way]}]({file})]({file})" for way, file in files]
            yield f"| {' | '.join(cells)} |"
