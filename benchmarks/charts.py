"""The cost of a wall chart: layout and fit; then, with the layout kept, SVG and PDF beside their floors."""

from __future__ import annotations

import gc
import itertools
import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from benchmarks.timing import line, measure
from powermodel.console.program import GARBAGE
from powermodel.model.power import Power
from powermodel.model.project import Project
from powermodel.model.settings import Settings
from powermodel.project.tables import DataTables
from powermodel.rules.view import View
from render.layout import Area, Style, build_chart, layout
from render.layout.keep import FOLDER, Shelf
from render.pdf import sheet_pdf
from render.poster import make_sheet, poster
from render.scene.frame import Sheet
from render.scene.printer import Drawn
from render.scene.sheet import Composer

STYLES: tuple[Style, ...] = ("lanes", "risk")
POSTS = ("申请人", "社区民政专干", "社区居委会", "居务监督委员会", "街道经办人员", "街道分管负责人")


def stage(number: int) -> dict[str, Any]:
    """Ten steps as they come in real powers: a check with a return, two things at once, a decision, a notice."""
    n, following = number, f"提出第{number + 1}项"
    asks, takes, chairs, watches, handles, leads = POSTS
    return {
        f"提出第{n}项": {"岗位": asks, "产出": "申请书", "下一步": f"受理登记{n}"},
        f"受理登记{n}": {"岗位": takes, "时限": "当场", "下一步": {"齐备": f"安排核查{n}", "不齐备": f"补正材料{n}"}},
        f"补正材料{n}": {"岗位": asks, "时限": "5个工作日", "下一步": f"受理登记{n}"},
        f"安排核查{n}": {"岗位": chairs, "下一步": [f"核对信息{n}", f"入户调查{n}"]},
        f"核对信息{n}": {"岗位": handles, "时限": "7个工作日", "产出": "核对报告", "下一步": f"集体评议{n}"},
        f"入户调查{n}": {"岗位": takes, "时限": "10个工作日", "产出": ["调查表", "照片"], "下一步": f"集体评议{n}"},
        f"集体评议{n}": {"岗位": chairs, "汇合": "全部", "下一步": f"是否同意{n}"},
        f"是否同意{n}": {
            "类型": "判断", "岗位": leads,
            "下一步": {"同意": f"张榜公示{n}", "不同意": "不予办理", "情况不清需重新核查": f"安排核查{n}"},
        },
        f"张榜公示{n}": {"岗位": chairs, "时限": "7天", "下一步": {"无异议": f"监督抽查{n}", "有异议": f"入户调查{n}"}},
        f"监督抽查{n}": {"岗位": watches, "下一步": following},
    }  # fmt: skip


def texts(stages: int, name: str = "测速", first: int = 1) -> dict[str, Any]:
    """A power of ten steps a stage and its two ends, as it is written; stages are numbered from ``first``."""
    steps: dict[str, Any] = {}
    for number in range(first, first + stages):
        steps |= stage(number)
    steps[f"监督抽查{first + stages - 1}"]["下一步"] = "办结"
    steps |= {"办结": {"类型": "结束", "结果": "办成"}, "不予办理": {"类型": "结束", "结果": "未办成"}}
    for number, key in enumerate(itertools.islice(steps, 2, None, 5)):
        measure_ = {"措施": "两人到场签字", "岗位": POSTS[3]}
        risk = {
            "风险": f"走过场{number}",
            "等级": "高中低"[number % 3],
            "表现": "只填表不到场",
            "防控措施": [measure_],
        }
        steps[key]["风险点"] = [risk]
    return {"权力": name, "编号": "CS-01", "承诺时限": "30个工作日", "步骤": steps}


def view(stages: int, name: str = "测速", first: int = 1) -> View:
    """The power in a project of its own."""
    one = Power.model_validate(texts(stages, name, first))
    project = Project(
        settings=Settings(), powers={one.name: one}, posts={}, incompatible=(), risks={}, tables=DataTables({}),
        today=date(2026, 11, 22),
    )  # fmt: skip
    return View(one.name, one, project)


A3, A1 = (420.0, 297.0), (841.0, 594.0)  # mm
HUNDRED = 100
BARE = "<text x='20' y='20' font-size='8'>{}</text>"


def bare(size: tuple[float, float], word: int) -> str:
    """A page with one word."""
    w, h = size
    head = f"<svg xmlns='http://www.w3.org/2000/svg' width='{w}mm' height='{h}mm' viewBox='0 0 {w} {h}'>"
    return head + BARE.format(word) + "</svg>"


def changed(svg: str, number: int) -> str:
    """A sheet with a number in every text."""
    return svg.replace("</text>", f"{number}</text>")


def flow_costs() -> None:
    """Layout and fit: the flow alone, and the whole sheet with its risks."""
    area = Area(780, 480, 5.0, 15.0)  # what an A1 has for a flow
    for stages, goal in ((3, 150), (6, 1000)):
        one = view(stages)
        for style in STYLES:
            cost = measure(lambda s=style, f=one.flow, a=area: layout(build_chart(f, s), a), 5)  # type: ignore[misc]
            line(f"{10 * stages} steps, {style}: layout and fit in an area", cost, None, f"goal ≤ {goal} ms")
            cost = measure(lambda s=style, v=one: Composer(v, s, make_sheet("A1")).sheets(), 3)  # type: ignore[misc]
            line(f"{10 * stages} steps, {style}: the whole A1, cards and all", cost)


def sheet_costs() -> None:
    """With the layout kept: SVG and PDF beside a bare page of the same size."""
    one, shelf = view(3), Shelf()
    numbers = itertools.count(1000)  # Typst remembers what it has set: every page has another number
    for name, size, goal in (("A3", A3, 40), ("A1", A1, 60)):
        sheet = make_sheet(name)

        def drawn(sheet: Sheet = sheet) -> Drawn:
            return Composer(one, "risk", sheet, shelf=shelf).sheets()[0]

        def floor(size: tuple[float, float] = size) -> bytes:
            return sheet_pdf(bare(size, next(numbers)), *size, "空白", "空白")

        made = drawn()

        def pdf(first: Drawn = made, size: tuple[float, float] = size) -> bytes:
            return sheet_pdf(changed(first.svg, next(numbers)), *size, first.title, first.alt)

        least = measure(floor, 15)
        line(f"{name}: a bare page by Typst", least)
        line(f"{name}: SVG of 30 steps from a kept layout", measure(drawn, 15), None, "goal ≤ 3 ms")
        line(f"{name}: PDF from that SVG, warm", measure(pdf, 15), least, f"goal ≤ {goal} ms")


def one_pdf(number: int) -> int:
    """One of a hundred different powers, of ten, twenty or thirty steps, as an A3 PDF; its size in bytes."""
    one = view(1 + number % 3, f"测速{number}", 10 + 3 * number)
    return sum(len(made.data) for made in poster(one.project, one.key, paper="A3"))


def hundred() -> None:
    """All of them by two new processes."""
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        assert all(pool.map(one_pdf, range(HUNDRED), chunksize=5))


def many_costs(folder: Path) -> None:
    """A hundred PDFs; then `build`, which makes an SVG with its fonts beside each, first and with the layouts kept."""
    line(f"{HUNDRED} different A3 PDFs, two cold processes", measure(hundred, 1), None, "goal ≤ 12000 ms")
    project, environment = folder / "百项", {**os.environ, FOLDER: str(folder / "kept")}
    project.mkdir()
    settings = {"名称": "测速社区", "产品": ["海报"], "样式": ["risk"], "纸张": {"海报": ["A3"]}}
    (project / "powermodel.yaml").write_text(json.dumps(settings, ensure_ascii=False), "utf-8")
    for number in range(HUNDRED):
        raw = texts(1 + number % 3, f"测速{number}", 10 + 3 * number) | {"编号": f"CS-{number:03}"}
        (project / f"{number:03}.yaml").write_text(json.dumps(raw, ensure_ascii=False), "utf-8")
    command = [sys.executable, "-m", "cli", "build", str(project), "--draft", "--out", str(folder / "成品")]
    cold = measure(lambda: subprocess.run(command, check=True, capture_output=True, env=environment), 1)
    line("build of them: PDFs and SVGs with fonts", cold)
    again = measure(lambda: subprocess.run(command, check=True, capture_output=True, env=environment), 1)
    line("the same with the layouts kept on disk", again, cold)


def run() -> None:
    """Print the figures."""
    gc.set_threshold(GARBAGE)  # as the program does
    flow_costs()
    sheet_costs()
    with tempfile.TemporaryDirectory() as folder:
        many_costs(Path(folder))
