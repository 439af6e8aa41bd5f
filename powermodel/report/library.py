"""The library as a table: every power with its code, size, risks, time and basis; every category of risk points."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from powermodel.model.risk import GRADES
from powermodel.net.timing import days_text, time_in
from powermodel.project import library_root, load
from powermodel.report.lines import grid
from powermodel.report.markdown import plain_text
from powermodel.report.text import Paint, plain
from powermodel.rules.view import View


@dataclass(frozen=True, slots=True)
class Row:
    """One power. ``risks``: how many are 高, 中, 低; ``slowest``: its slowest course in words, in working days;
    ``bases``, ``unchecked``: legal bases, and those nobody compared with their text; ``file``: below the library."""

    category: str
    code: str
    name: str
    mode: str
    steps: int
    posts: int
    risks: tuple[int, int, int]
    slowest: str
    bases: int
    unchecked: int
    file: str


def powers() -> list[Row]:
    """All powers of the library by category, code and name."""
    loaded = load(library_root() / "flows")
    rows = [
        _row(View(key, power, loaded.project), loaded.project.files[key])
        for key, power in loaded.project.powers.items()
    ]
    return sorted(rows, key=lambda row: (row.category, row.code, row.name))


def _row(view: View, file: str) -> Row:
    power, nodes = view.power, view.flow.nodes.values()
    timing = time_in(view.project, view.key, view.flow)
    posts = {
        view.project.post_name(name)
        for node in nodes
        for name in (*node.owners, *node.step.assists, *node.step.witnesses)
    }
    grades = Counter(at.grade for at in view.risks)
    return Row(
        power.category or "", power.code or "", power.name, str(power.mode or ""),
        sum(not node.is_end for node in nodes), len(posts), (grades["高"], grades["中"], grades["低"]),
        days_text(timing.slowest) if timing else "算不出", len(power.basis),
        sum(not basis.verified for basis in power.basis), Path(file).relative_to(library_root()).as_posix(),
    )  # fmt: skip


def risk_points() -> dict[str, dict[str, int]]:
    """The library's risk points: category (the file they stand in) → grade (高, 中, 低) → how many."""
    loaded = load(library_root() / "riskpoints")
    found: dict[str, Counter[str | None]] = {}
    for name, risk in loaded.project.risks.items():
        category = Path(loaded.trees[f"风险点/{name}"].place.file).stem
        found.setdefault(category, Counter())[loaded.project.grade(risk)] += 1
    return {category: {g: found[category][g] for g in GRADES} for category in sorted(found)}


_CHARTS = {"risk": "风险", "lanes": "泳道", "simple": "简明"}
_HEAD = ["编号", "权力", "方式", "步骤", "岗位", "风险点", "最长", "依据"]


def _cells(row: Row) -> list[str]:
    risks = " ".join(f"{grade}{count}" for grade, count in zip(GRADES, row.risks, strict=True) if count)
    basis = f"{row.bases} 条" + (f"（{row.unchecked} 未核实）" if row.unchecked else "")
    basis = basis if row.bases else "没有写"
    return [row.code, row.name, row.mode, str(row.steps), str(row.posts), risks or "没有", row.slowest, basis]


def _totals(rows: list[Row]) -> str:
    return (
        f"{len(rows)} 项权力，{sum(r.steps for r in rows)} 个步骤，{sum(sum(r.risks) for r in rows)} 处风险点"
    )


def as_text(paint: Paint = plain) -> str:
    """For the screen: one table, and how to take a power into one's own project."""
    rows = powers()
    table = [["类别", *_HEAD]]
    for category, group in groupby(rows, key=lambda row: row.category):
        table += [["" if number else category, *_cells(row)] for number, row in enumerate(group)]
    taken = "powermodel new 名称：加进自己的项目；powermodel show 名称：看它的步骤"
    return "\n".join([*grid(table, [4, 3, 6, 2, 2, 2, 4, 4, 5], paint), "", f"共 {_totals(rows)}", taken])


def as_markdown() -> str:
    """docs/library.md as it must stand."""
    rows = powers()
    lines = [
        "# 范本库", "",
        f"共 {_totals(rows)}。这一页由 `powermodel library --write docs/library.md` 生成，请不要直接改。", "",
        "“最长”是不算退回补正时最慢的走法要多少个工作日；“未核实”是没有同现行原文核对过的依据，印出来也标〔未核实〕，用之前请核对。",
        "加进自己的项目：`powermodel new 名称`；看一项的步骤：`powermodel show 名称`；每一项的图都在[图册](gallery.md)里。",
    ]  # fmt: skip
    for category, group in groupby(rows, key=lambda row: row.category):
        lines += ["", f"## {category}", "", *_table([*_HEAD, "图"], (_linked(row) for row in group))]
    return "\n".join([*lines, "", *_risk_section()]) + "\n"


def picture(code: str, style: str, sheet: int = 1) -> str:
    """The file below docs/ with the picture of a chart of the library (made by `make gallery`)."""
    return f"gallery/{code}-{style}{f'-{sheet}' if sheet > 1 else ''}.png"


def _linked(row: Row) -> list[str]:
    cells = [plain_text(cell) for cell in _cells(row)]
    cells[1] = f"[{cells[1]}](../{row.file})"
    return [*cells, " ".join(f"[{word}]({picture(row.code, style)})" for style, word in _CHARTS.items())]


def _risk_section() -> Iterator[str]:
    known = risk_points()
    total = {grade: sum(counts[grade] for counts in known.values()) for grade in GRADES}
    yield from ("## 风险点库", "")
    yield f"共 {sum(total.values())} 个风险点，每个都写明表现、后果和防控措施。在步骤下写 `风险点: [{{引用: 名称}}]` 就能用；"
    yield from ("`powermodel suggest 权力` 按环节推荐。", "")
    rows = [[c, *(str(n) for n in counts.values()), str(sum(counts.values()))] for c, counts in known.items()]
    rows.append(["合计", *(str(n) for n in total.values()), str(sum(total.values()))])
    for row in rows[:-1]:
        row[0] = f"[{row[0]}](../riskpoints/{row[0]}.yaml)"
    yield from _table(["类别", *GRADES, "共"], rows)


def _table(head: list[str], rows: Iterable[list[str]]) -> list[str]:
    lines = [head, ["---"] * len(head), *rows]
    return [f"| {' | '.join(line)} |" for line in lines]
