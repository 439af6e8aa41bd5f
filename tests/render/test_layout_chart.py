"""What a chart says: that steps start together, that one is gone back to, and where such a step belongs."""

from __future__ import annotations

import re
from typing import Any

import pytest

from powermodel.finding import WitnessStep
from render.layout import Area, Chart, Mark, layout, place
from render.layout.body import Measurer
from render.layout.chart import FULL, Link
from render.layout.parts import cut
from render.layout.route import MIX, Router
from render.measure import measure
from render.metrics import typeface
from render.poster import make_sheet
from render.scene.course import Course, course
from render.scene.legend import possible
from render.scene.legend import shown as signs
from render.scene.sheet import Composer
from tests.render.test_layout_engine import chart_of
from tests.render.test_layout_random import view_of

AREA = Area(400, 230, 2.5, 7.5)
TOGETHER: dict[str, Any] = {
    "提出": {"岗位": "甲", "下一步": "公示"},
    "公示": {"岗位": "乙", "下一步": {"无异议": ["签约", "备案"], "有异议": "复核"}},
    "复核": {"岗位": "丙", "下一步": {"成立": ["告知", {"到": "提出", "退回": "是"}], "不成立": "签约"}},
    "签约": {"岗位": "乙", "下一步": "完成"},
    "备案": {"岗位": "丙", "下一步": "完成"},
    "告知": {"岗位": "丙", "下一步": "不予办理"},
    "完成": {"岗位": "甲", "汇合": "全部", "下一步": "办结"},
    "办结": {"类型": "结束"},
    "不予办理": {"类型": "结束"},
}
AGAIN: dict[str, Any] = {
    "提出": {"岗位": "甲", "下一步": "汇总"},
    "汇总": {"岗位": "乙", "下一步": "审查"},
    "审查": {"岗位": "丙", "下一步": {"通过": "决定", "需补查": {"到": "补查", "退回": "是"}}},
    "补查": {"岗位": "丁", "下一步": {"到": "汇总", "退回": "是"}},
    "决定": {"岗位": "丙", "下一步": "办结"},
    "办结": {"类型": "结束", "结果": "办成"},
}  # fmt: skip


ALIKE: dict[str, Any] = {
    "询问": {"岗位": "甲", "下一步": {"住院": "评估", "外出": "约谈", "羁押": ["核实", "告知"], "其他": "约谈",
                                  "失踪": ["告知", "核实"], "不清": {"到": "登记", "退回": "是"}}},
    "登记": {"岗位": "乙", "下一步": "询问"},
    "约谈": {"岗位": "丙", "下一步": "评估"},
    "核实": {"岗位": "丙", "下一步": "评估"},
    "告知": {"岗位": "丙", "下一步": "评估"},
    "评估": {"岗位": "甲", "下一步": "办结"},
    "办结": {"类型": "结束"},
}  # fmt: skip


def leaving(chart: Chart, item: int) -> list[Link]:
    return [link for link in chart.links if link.source == item]


def shown(steps: dict[str, Any], style: Any = "risk", course: Course | None = None) -> str:
    """The sheets of a flow on A3, as one text; nothing on them collides."""
    view = view_of({"权力": "样本", "编号": "YB-01", "步骤": steps})
    drawn = Composer(view, style, make_sheet("A3"), course=course).sheets()
    assert not any(measure(sheet.svg).faults for sheet in drawn)
    return "".join(sheet.svg for sheet in drawn)


def test_an_outcome_that_starts_several_steps_is_one_line_to_a_bar() -> None:
    """Several lines with one label read as a choice among them; the bar says that all are done."""
    chart = chart_of(TOGETHER)
    gate = next(i for i in chart.items if i.shape == "gate" and i.key == "公示")
    assert [link.label for link in leaving(chart, gate.id)] == ["无异议", "有异议"]
    bar = chart.items[leaving(chart, gate.id)[0].target]
    assert bar.shape == "fork" and bar.key == "公示" and bar.outcome == "无异议"
    fan = leaving(chart, bar.id)
    assert {chart.items[link.target].key for link in fan} == {"签约", "备案"}
    assert {(link.label, link.said) for link in fan} == {("", "无异议")}


@pytest.mark.parametrize("style", ["risk", "lanes", "simple"])
def test_the_label_of_such_an_outcome_stands_once_and_every_step_has_its_line(style: str) -> None:
    svg = shown(TOGETHER, style)
    assert svg.count('data-label="无异议"') == 1
    assert svg.count('data-bar="公示"') == 1
    for target in ("签约", "备案"):
        (line,) = re.findall(f'<path[^>]*data-edge="公示→{target}"[^>]*>', svg)
        assert 'data-outcome="无异议"' in line
    assert "同时进行" in svg  # the legend


@pytest.mark.parametrize("style", ["risk", "lanes", "simple"])
def test_outcomes_that_lead_to_the_same_steps_are_one_line_with_all_their_names(style: str) -> None:
    """Two lines side by side between two boxes are looked at twice, and ask for a difference that there is none."""
    svg = shown({"开始": {"岗位": "甲", "下一步": "登记"}, **ALIKE}, style)
    (line,) = re.findall('<path[^>]*data-edge="询问→约谈"[^>]*>', svg)
    assert 'data-outcome="外出、其他"' in line
    assert svg.count('data-bar="询问"') == 1 and svg.count('data-label="羁押、失踪"') == 1
    assert 'data-label="不清"' in svg and 'data-label="住院"' in svg


def test_a_course_by_one_of_such_outcomes_makes_their_line_strong() -> None:
    steps = {"开始": {"岗位": "甲", "下一步": "登记"}, **ALIKE}
    view = view_of({"权力": "样本", "编号": "YB-01", "步骤": steps})
    for outcome, goal, name in (("其他", "约谈", "外出、其他"), ("失踪", "核实", "羁押、失踪")):
        told = (WitnessStep("登记"), WitnessStep("询问", outcome), WitnessStep(goal))
        svg = shown(steps, course=course(view.flow, "R401", "", "", "", told))
        (line,) = re.findall(f'<path[^>]*data-edge="询问→{goal}"[^>]*>', svg)
        (other,) = re.findall('<path[^>]*data-edge="询问→评估"[^>]*>', svg)
        width, thin = (float(re.search('stroke-width="([0-9.]+)"', w)[1]) for w in (line, other))  # type: ignore[index]
        assert f'data-outcome="{name}"' in line and width > 1.5 * thin


def test_what_starts_together_leaves_the_bar_below_and_a_return_among_it_stays_one() -> None:
    """The line back belongs to the bar as well: who is told and what is done again happen together."""
    drawn = layout(chart_of(TOGETHER), AREA)
    (bar,) = [b for b in drawn.boxes if b.shape == "fork" and b.outcome == "成立"]
    fan = [w for w in drawn.wires if w.source == "复核" and w.label == "成立" and not w.link]
    assert {(w.target, w.back) for w in fan} == {("告知", False), ("提出", True)}
    (lead,) = [w for w in drawn.wires if w.source == "复核" and w.label == "成立" and w.link]
    away = (bar.rect.right, bar.rect.x) if drawn.rows else (bar.rect.bottom, bar.rect.y)
    axis = 0 if drawn.rows else 1
    assert all(w.points[0][axis] == pytest.approx(away[0]) for w in fan)
    assert lead.points[-1][axis] == pytest.approx(away[1])


def test_an_outcome_of_returns_alone_looks_like_one_up_to_its_bar() -> None:
    steps = {**TOGETHER, "复核": {"岗位": "丙", "下一步": {
        "成立": [{"到": "提出", "退回": "是"}, {"到": "公示", "退回": "是"}], "不成立": "签约"}}}  # fmt: skip
    steps.pop("告知"), steps.pop("不予办理")
    drawn = layout(chart_of(steps), AREA)
    assert all(w.back for w in drawn.wires if w.label == "成立")


def test_no_cut_parts_an_outcome_from_its_bar() -> None:
    """On another sheet the bar would begin from nothing."""
    chart = chart_of(TOGETHER, "risk")
    for part in cut(chart, 2, lambda n: f"第{n}张"):
        for bar in (i for i in part.items if i.shape == "fork"):
            (lead,) = [link for link in part.links if link.target == bar.id]
            assert part.items[lead.source].key == bar.key and lead.lead


def test_a_course_makes_only_the_bar_of_its_outcome_strong() -> None:
    """A bar in strong colour says that the case went there."""

    def colours(*edges: tuple[str, str, str]) -> set[str]:
        numbers = {key: (n,) for n, (key, _, _) in enumerate(edges, 1)}
        course = Course("R401", "", "", "", numbers, frozenset(edges), ("一",))
        svg = shown(TOGETHER, course=course)
        (line,) = re.findall('<path[^>]*data-link="公示"[^>]*data-outcome="无异议"[^>]*>', svg)
        bar = re.search('data-bar="公示"/><line[^>]*>', svg)
        label = re.search('data-label="无异议".*?</g>', svg)
        assert bar and label
        found = [
            re.search(r'(?:stroke|fill)="(#\w+)"', t)
            for t in (line.replace('fill="none"', ""), bar[0], label[0])
        ]
        assert all(found)
        return {f[1] for f in found if f}

    strong = colours(("公示", "签约", "无异议"), ("公示", "备案", "无异议"))
    faint = colours(("公示", "复核", "有异议"))
    assert len(strong) == 1 and not strong & faint


def test_a_step_that_is_only_gone_back_to_stands_behind_what_leads_to_it() -> None:
    """At the head of the chart it would be taken for a second start."""
    chart = chart_of(AGAIN, "risk")
    again, before = chart.of_step["补查"], chart.of_step["审查"]
    for placement in place(chart):
        assert placement.row[again] > placement.row[before]
    for style in ("risk", "lanes"):
        wires = layout(chart_of(AGAIN, style), AREA).wires
        assert {(w.source, w.target) for w in wires if w.back} == {("审查", "补查"), ("补查", "汇总")}


def test_a_return_to_where_the_flow_leads_anyway_runs_against_it() -> None:
    """Only what nothing else leads to follows a return."""
    chart = chart_of(AGAIN)
    (home,) = [
        k for k in chart.links if k.target == chart.of_step["汇总"] and k.source == chart.of_step["补查"]
    ]
    assert home.back and not home.dashed


@pytest.mark.parametrize("count", range(1, 8))
@pytest.mark.parametrize("kind", ["办理", "判断"])
def test_the_numbers_of_risks_are_read_like_text(count: int, kind: str) -> None:
    """A step whose badges count from the right is searched twice for a number of the column."""
    steps = {**AGAIN, "汇总": {**AGAIN["汇总"], "类型": kind}}
    marks = [Mark(n, "高中低"[n % 3], f"风险{n}") for n in range(8, 8 + count)]
    drawn = layout(chart_of(steps, "risk", {"汇总": marks}), AREA)
    (box,) = [b for b in drawn.boxes if b.key == "汇总"]
    at = {badge.number: badge.rect.middle for badge in drawn.badges}
    assert sorted(at, key=lambda n: (at[n][1] > box.rect.middle[1], at[n][0])) == sorted(at)
    assert at[8][0] < box.rect.middle[0] and at[8][1] < box.rect.middle[1]


def test_residents_read_everybody_who_signs_together() -> None:
    """Who signs is bound; a second name behind 等 is nobody."""
    steps = {**AGAIN, "决定": {"岗位": ["社区党组织书记", "居委会主任"], "下一步": "办结"}}
    chart = chart_of(steps, "simple")
    (note,) = [note for note in chart.items[chart.of_step["决定"]].notes if note.role == "owner"]
    assert note.text == "社区党组织书记、居委会主任"
    drawn = [text for box in layout(chart, AREA).boxes for text in box.lines if text.role == "owner"]
    assert "居委会主任" in "".join(line.text for line in drawn)


@pytest.mark.parametrize("steps", [TOGETHER, AGAIN])
def test_the_legend_has_room_for_every_sign_that_the_drawing_may_bring(steps: dict[str, Any]) -> None:
    """Connectors come with the drawing; a row of the legend nobody reckoned with would stand in the chart."""
    chart = chart_of(steps, "risk")
    reckoned = set(possible(chart, (), course=False))
    assert set(signs(layout(chart, AREA), course=False)) <= reckoned
    assert "connector" in reckoned


def test_a_return_that_stands_behind_its_diamond_has_a_side_of_its_own() -> None:
    """漏发 and 无误 out of one corner look like one outcome that goes two ways."""
    chart = chart_of(AGAIN, "risk")
    bodies = Measurer(chart, typeface(), 7, 0.8, FULL).bodies(rows=False)
    router = Router(chart, bodies, place(chart)[0])
    onwards, again = (k for k in chart.links if k.label in ("通过", "需补查"))
    way = router.find(onwards)
    free = router.out_cost(again, way.out)
    router.count(way, 1)
    assert again.dashed and router.out_cost(again, way.out) >= free + MIX
