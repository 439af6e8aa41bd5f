"""Any flow an officer could write comes out clean: what is drawn is measured from the SVG, never asked of the layout."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from powermodel.model.power import Power
from powermodel.model.project import Project
from powermodel.model.settings import Settings
from powermodel.project.tables import DataTables
from powermodel.rules.view import View
from render.layout.build import outcomes
from render.measure import Measures, measure
from render.poster import make_sheet
from render.scene.printer import Drawn
from render.scene.sheet import Composer

CHARACTERS = "申请受理审查核查评议编制经办审批决议公示公布告知采购签约实施验收付款发放盖章监督归档材料齐备入户调查信息登记备案"
LABELS = (
    "同意",
    "不同意",
    "齐备",
    "需要补正",
    "有异议",
    "50万元以上",
    "10万元以上不满50万元",
    "情况特殊需集体研究",
    "是",
    "否",
)
LIMITS = ("当场", "3个工作日", "10个工作日", "7天", "次月起")


@st.composite
def flows(draw: st.DrawFn) -> dict[str, Any]:
    """A power as texts: 8 to 40 steps, up to 7 posts, returns, parallel blocks, choices of two to five, up to 15 risks."""
    count = draw(st.integers(8, 40))
    posts = [f"{name}{n}" for n, name in enumerate(draw(st.lists(_words(2, 8), min_size=1, max_size=7)))]
    titles = [f"{draw(_words(2, 18))}{n}" for n in range(count)]
    steps: dict[str, Any] = {}
    n = 0
    while n < count:
        rest = titles[n + 1 :]
        step: dict[str, Any] = {"岗位": draw(st.sampled_from(posts)), "时限": draw(st.sampled_from(LIMITS))}
        if draw(st.integers(0, 3)) == 0:
            step["产出"] = ["登记表", "照片"]
        form = draw(st.sampled_from(("next", "next", "next", "choice", "diamond", "parallel")))
        steps[titles[n]] = step
        if form == "parallel" and len(rest) >= 3:
            width = draw(st.integers(2, min(4, len(rest) - 1)))
            step["下一步"] = rest[:width]
            if draw(st.booleans()):
                other = draw(st.sampled_from([*titles, "不予办理"]))
                step["下一步"] = {"同意": rest[:width], "不同意": other}
            for title in rest[:width]:
                steps[title] = {"岗位": draw(st.sampled_from(posts)), "下一步": rest[width]}
            after = rest[width + 1] if len(rest) > width + 1 else "办结"
            steps[rest[width]] = {"岗位": draw(st.sampled_from(posts)), "汇合": "全部", "下一步": after}
            n += width + 2
            continue
        step["下一步"] = rest[0] if rest else "办结"
        if form in ("choice", "diamond"):
            if form == "diamond":
                step["类型"] = "判断"
            labels = draw(st.lists(st.sampled_from(LABELS), min_size=2, max_size=5, unique=True))
            targets = [step["下一步"], *(draw(st.sampled_from([*titles, "不予办理"])) for _ in labels[1:])]
            step["下一步"] = dict(zip(labels, targets, strict=True))
        n += 1
    steps["办结"] = {"类型": "结束", "结果": "办成"}
    steps["不予办理"] = {"类型": "结束", "结果": "未办成"}
    for number in range(draw(st.integers(0, 15))):
        at = steps[draw(st.sampled_from(titles))]
        measures = [
            {"措施": f"{draw(_words(4, 16))}{k}", "岗位": posts[0]} for k in range(draw(st.integers(1, 4)))
        ]
        risk = {
            "风险": f"风险{number}",
            "等级": draw(st.sampled_from("高中低")),
            "表现": draw(_words(4, 24)),
            "防控措施": measures,
        }
        at.setdefault("风险点", []).append(risk)
    return {"权力": "随机事项", "编号": "SJ-01", "步骤": steps}


def _words(least: int, most: int) -> st.SearchStrategy[str]:
    return st.text(st.sampled_from(CHARACTERS), min_size=least, max_size=most)


def view_of(raw: dict[str, Any]) -> View:
    power = Power.model_validate(raw)
    project = Project(
        settings=Settings(), powers={power.name: power}, posts={}, incompatible=(), risks={}, tables=DataTables({}),
        today=date(2026, 11, 22),
    )  # fmt: skip
    return View(power.name, power, project)


def assert_clean(drawn: list[Drawn], readable: float) -> list[Measures]:
    """All that must be zero is zero on every sheet, and nothing is smaller than can be read."""
    found = []
    for sheet in drawn:
        m = measure(sheet.svg)
        assert not m.faults, m.details
        assert m.smallest_type >= readable - 0.002
        found.append(m)
    return found


def assert_whole(drawn: list[Drawn], view: View) -> None:
    """Every step, edge, outcome and risk of the model stands on some sheet, the steps and edges on one only.

    A risk stands with what is done against it: there is paper for that.
    A refusal may be drawn again where that spares a long line.
    """
    svg = "".join(sheet.svg for sheet in drawn)
    for key, node in view.flow.nodes.items():
        count = svg.count(f'data-step="{key}"')
        assert count == 1 or (count and node.is_end and not node.done)
    for edge in view.flow.edges:
        assert f'data-edge="{edge.source}→{edge.target}"' in svg
        together = edge.label and len(view.flow.out[edge.source][edge.label]) > 1
        leads = f"{edge.source}→{edge.source if together else edge.target}"  # to the bar of all that start together
        name = outcomes(view.flow, edge.source)[edge.label]
        assert not name or f'data-label="{name}" data-of="{leads}"' in svg
    for at in view.risks:
        card = re.search(
            rf'<g data-risk="{re.escape(at.name)}" data-of="{re.escape(at.node.key)}">.*?</g>', svg, re.S
        )
        assert card and (not at.risk.measures or "①" in card[0])


@settings(max_examples=14, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck))
@given(flows(), st.sampled_from(("risk", "lanes")), st.sampled_from(("A3", "A1", "800x1200mm")))
def test_any_flow(raw: dict[str, Any], style: Any, paper: str) -> None:
    """A user would lose trust in a chart whose lines run through boxes or whose words lie on each other."""
    view = view_of(raw)
    sheet = make_sheet(paper)
    drawn = Composer(view, style, sheet).sheets()
    assert_clean(drawn, sheet.readable)
    assert_whole(drawn, view)
