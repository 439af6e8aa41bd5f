"""The method itself: what goes where, and why."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from powermodel.project import load
from powermodel.rules.view import View
from render.layout import Area, Chart, Fitter, Mark, build_chart, layout, place
from render.layout.body import DOWN, UP, Measurer
from render.layout.chart import FULL
from render.layout.order import lane_order
from render.layout.parts import cut
from render.layout.polish import at_once, polish
from render.metrics import typeface
from tests.render.test_layout_random import view_of

AREA = Area(400, 230, 2.5, 7.5)
PEERS = Path(__file__).parents[2] / "benchmarks/peers/flows"


def chart_of(
    steps: dict[str, Any], style: Any = "lanes", marks: dict[str, list[Mark]] | None = None
) -> Chart:
    return build_chart(view_of({"权力": "样本", "编号": "YB-01", "步骤": steps}).flow, style, marks)


LINE = {
    "提出": {"岗位": "甲", "下一步": "审查"},
    "审查": {"岗位": "乙", "下一步": {"齐备": "决定", "不齐备": "补正"}},
    "补正": {"岗位": "甲", "下一步": {"到": "审查", "退回": "是"}},
    "决定": {"岗位": "丙", "下一步": "办结"},
    "办结": {"类型": "结束"},
}


def test_a_step_with_outcomes_keeps_its_shape_and_a_diamond_follows() -> None:
    """A box that turned into a diamond would hide that work is done there."""
    chart = chart_of(LINE)
    shapes = {item.key: item.shape for item in chart.items if item.shape != "gate"}
    assert shapes["审查"] == "process"
    gate = next(item for item in chart.items if item.shape == "gate")
    assert gate.key == "审查"
    assert {link.label for link in chart.links if link.source == gate.id} == {"齐备", "不齐备"}


def test_posts_that_hand_over_stand_side_by_side() -> None:
    """Lanes in the order of the file would send every hand-over across the sheet."""
    steps = {
        "一": {"岗位": "甲", "下一步": "二"}, "二": {"岗位": "丙", "下一步": "三"}, "三": {"岗位": "甲", "下一步": "四"},
        "四": {"岗位": "丙", "下一步": "五"}, "五": {"岗位": "乙", "下一步": "完"}, "完": {"类型": "结束"},
    }  # fmt: skip
    chart = chart_of(steps)
    order = [chart.posts[lane] for lane in lane_order(chart)]
    assert abs(order.index("甲") - order.index("丙")) == 1


def test_the_main_course_runs_straight_where_it_can() -> None:
    """The usual outcome went round a corner to the box right below, and a lesser one had the way down."""
    project = load(PEERS, today=date(2026, 11, 22)).project
    flow = View("居民诉求接诉即办", project.powers["居民诉求接诉即办"], project).flow
    drawn = layout(build_chart(flow, "simple"), Area(400, 280, 2.5, 7.5))
    ends = ("诉求类别", "派给网格员")
    (wire,) = (wire for wire in drawn.wires if wire.main and (wire.source, wire.target) == ends)
    assert len(wire.points) == 2


def test_a_line_to_another_lane_and_row_turns_once() -> None:
    """A line that first goes down, then across, then down again is followed with a finger; one corner is seen at once."""
    steps = {
        "提出": {"岗位": "甲", "下一步": "审查"}, "审查": {"岗位": "甲", "下一步": {"同意": "办理", "不同意": "告知"}},
        "办理": {"岗位": "甲", "下一步": "成"}, "成": {"岗位": "甲", "类型": "结束"},
        "告知": {"岗位": "乙", "下一步": "不成"}, "不成": {"岗位": "乙", "类型": "结束"},
    }  # fmt: skip
    chart = chart_of(steps)
    placement = next(
        p for p in place(chart) if p.row[chart.of_step["告知"]] > p.row[chart.of_step["审查"]] + 1
    )
    fitter = Fitter(chart, typeface(), placements=[placement])
    for variant in fitter.variants:
        draft = fitter.draft(variant)
        lines = [draft.geometry.points[k.id] for k in chart.links if k.label == "不同意"]
        assert [len(points) for points in lines] == [3]


def test_what_is_done_at_the_same_time_does_not_stand_one_behind_the_other() -> None:
    """Two boxes in one column read as first this, then that, though no line joins them."""
    project = load(PEERS, today=date(2026, 11, 22)).project
    key = "小区微更新改造全程"
    chart = build_chart(View(key, project.powers[key], project).flow, "risk")
    pairs = at_once(chart)
    assert pairs
    assert not any((link.source, link.target) in pairs for link in chart.links)
    for placement in place(chart):
        cells = {cell: n for n, cell in enumerate(zip(placement.row, placement.col, strict=True))}
        for (row, col), item in cells.items():
            behind = next((cells[r, col] for r in (row + 1, row + 2) if (r, col) in cells), item)
            assert (item, behind) not in pairs


def test_a_project_can_pin_lanes() -> None:
    """The applicant belongs on the first lane wherever a place is used to it."""
    chart = chart_of(LINE)
    order = [chart.posts[lane] for lane in lane_order(chart, pinned=("丙", "甲"))]
    assert order.index("丙") < order.index("甲")


def test_every_item_has_a_cell_of_its_own() -> None:
    """Two boxes on one place are the worst a chart can do."""
    for style in ("lanes", "risk"):
        for placement in place(chart_of(LINE, style)):
            cells = list(zip(placement.row, placement.col, strict=True))
            assert len(set(cells)) == len(cells)


def test_polishing_keeps_the_flow_going_down() -> None:
    """An untangled chart in which a step stands above the one before it would be read wrong."""
    chart = chart_of(LINE)
    for placement in place(chart):
        better = polish(chart, placement)
        for link in chart.links:
            if not (link.back or link.up):
                assert better.row[link.target] >= better.row[link.source]


def test_lines_out_and_in_never_share_a_port() -> None:
    """An arrow that goes in where another comes out reads as one line through the box."""
    drawn = layout(chart_of(LINE), AREA)
    starts = {(w.source, w.points[0]) for w in drawn.wires}
    ends = {(w.target, w.points[-1]) for w in drawn.wires}
    assert not starts & ends


def test_a_return_runs_against_the_flow_and_is_marked() -> None:
    drawn = layout(chart_of(LINE), AREA)
    backs = [w for w in drawn.wires if w.back]
    assert [(w.source, w.target) for w in backs] == [("补正", "审查")]


def test_a_join_is_entered_through_its_bar_and_a_split_left_through_one() -> None:
    """Without the bars nobody sees that all branches are waited for."""
    steps = {
        "启动": {"岗位": "甲", "下一步": ["核对", "入户"]}, "核对": {"岗位": "乙", "下一步": "汇总"},
        "入户": {"岗位": "丙", "下一步": "汇总"}, "汇总": {"岗位": "甲", "汇合": "全部", "下一步": "办结"},
        "办结": {"类型": "结束"},
    }  # fmt: skip
    drawn = layout(chart_of(steps), AREA)
    boxes = {box.key: box for box in drawn.boxes}
    assert len(boxes["启动"].bars) == len(boxes["汇总"].bars) == 1
    assert not boxes["核对"].bars
    for wire in drawn.wires:
        if wire.target == "汇总":
            bar = boxes["汇总"].bars[0]
            x, y = wire.points[-1]
            assert bar.x - 1e-6 <= x <= bar.right + 1e-6
            assert bar.y - 1e-6 <= y <= bar.bottom + 1e-6


def test_badges_leave_room_for_lines() -> None:
    """A line that runs into a badge hides the number people look up."""
    marks = {"审查": [Mark(1, "高", "一"), Mark(2, "中", "二"), Mark(3, "低", "三")]}
    chart = chart_of(LINE, "risk", marks)
    bodies = Measurer(chart, typeface(), 7, 0.8, FULL).bodies(False)
    body = bodies[chart.of_step["审查"]]
    low, high = body.ports[UP]
    assert low < high
    for _, rect, _ in body.badges:
        if rect.y < 0:
            assert rect.right <= low or rect.x >= high
    assert body.reach[UP] > body.h / 2
    assert body.ports[DOWN][0] < body.ports[DOWN][1]


@pytest.mark.parametrize("count", [1, 2, 3, 4])
@pytest.mark.parametrize("rows", [False, True])
def test_badges_keep_clear_of_the_bars(rows: bool, count: int) -> None:
    """Two wide badges reach beyond a narrow box; on a bar neither the number nor the double line can be read."""
    steps = {
        "启动": {"岗位": "甲", "下一步": ["核对", "入户"]}, "核对": {"岗位": "乙", "下一步": "验收"},
        "入户": {"岗位": "丙", "下一步": "验收"},
        "验收": {"岗位": "甲", "汇合": "全部", "下一步": ["公示", "付款"]},
        "公示": {"岗位": "甲", "下一步": "办结"}, "付款": {"岗位": "乙", "下一步": "办结"},
        "办结": {"类型": "结束", "汇合": "全部"},
    }  # fmt: skip
    marks = {"验收": [Mark(19 + n, "高", str(n)) for n in range(count)]}
    chart = chart_of(steps, "risk", marks)
    for chars in (3.0, 4.0, 6.0):
        body = Measurer(chart, typeface(), chars, 1.0, FULL).bodies(rows)[chart.of_step["验收"]]
        assert len(body.bars) == 2
        assert not any(bar.overlaps(rect) for bar in body.bars for _, rect, _ in body.badges)


@pytest.mark.parametrize("chars", [3.0, 4.0, 5.0])
def test_words_and_amounts_are_whole_in_the_narrowest_box(chars: float) -> None:
    """10个 above 工作日 is a line more in every box, and is read as ten pieces."""
    steps = {
        "申请": {"岗位": "社区民政专干", "时限": "20个工作日", "下一步": "材料是否齐全"},
        "材料是否齐全": {
            "类型": "判断", "岗位": "社区报账员", "时限": "10个工作日", "下一步": {"齐全": "完", "不齐全": "申请"},
        },
        "完": {"类型": "结束"},
    }  # fmt: skip
    bodies = Measurer(chart_of(steps, "risk"), typeface(), chars, 1.0, FULL).bodies(False)
    lines = [line.text for body in bodies for line in body.lines]
    assert {"20个工作日", "10个工作日", "民政专干", "是否齐全"} <= set(lines)


def test_a_layout_is_the_same_every_time() -> None:
    """A chart that changes by itself can't be compared with last year's."""
    assert layout(chart_of(LINE), AREA) == layout(chart_of(LINE), AREA)


def test_type_grows_no_further_than_allowed() -> None:
    """A flow of three steps must not shout."""
    steps = {"一": {"岗位": "甲", "下一步": "完"}, "完": {"类型": "结束"}}
    assert layout(chart_of(steps), AREA).size == pytest.approx(AREA.largest)


def test_a_cut_flow_is_joined_by_letters() -> None:
    """Half a flow whose lines end in nothing would be useless."""
    steps: dict[str, Any] = {f"步骤{n}": {"岗位": "甲", "下一步": f"步骤{n + 1}"} for n in range(20)}
    steps["步骤20"] = {"类型": "结束"}
    first, second = cut(chart_of(steps), 2)
    out = [item for item in first.items if item.shape == "connector"]
    come = [item for item in second.items if item.shape == "connector"]
    assert [item.title for item in out] == [item.title for item in come] == ["甲"]
    assert {i.key for i in first.items if i.shape != "connector"} | {
        i.key for i in second.items if i.shape != "connector"
    } == set(steps)


def test_a_cut_leaves_a_heavy_part_fewer_steps() -> None:
    """Steps that take much room fill a sheet sooner."""
    steps: dict[str, Any] = {f"步骤{n}": {"岗位": "甲", "下一步": f"步骤{n + 1}"} for n in range(20)}
    steps["步骤20"] = {"类型": "结束"}
    chart = chart_of(steps)
    loads = {key: 3.0 if n < 6 else 1.0 for n, key in enumerate(steps)}
    assert [sum(key in part.of_step for key in steps) for part in cut(chart, 2, loads=loads)] == [5, 16]


def test_a_join_on_another_sheet_gets_every_line_it_waits_for() -> None:
    """One line into the bar of a join says that one will do; and 甲 is looked for on the sheet it comes from."""
    steps: dict[str, Any] = {
        "开始": {"岗位": "甲", "下一步": ["查人", "查物", "查账"]},
        **{key: {"岗位": "甲", "下一步": "汇总"} for key in ("查人", "查物", "查账")},
        "汇总": {"岗位": "甲", "汇合": "全部", "下一步": "办结"},
        "办结": {"类型": "结束"},
    }
    second = cut(chart_of(steps), 2, lambda part: f" 第{part + 1}张")[1]
    entries = [second.items[link.source] for link in second.links if link.target == second.of_step["汇总"]]
    coming = [item for item in second.items if item.shape == "connector"]
    assert len({item.key for item in entries}) == 3
    assert len(coming) > 1 and all(item.title.endswith(" 第1张") for item in coming)


def test_a_step_has_one_letter_however_often_the_flow_is_cut() -> None:
    """Who looks for 乙 beside a step that 甲 leads to takes them for two places."""
    steps: dict[str, Any] = {f"步骤{n}": {"岗位": "甲", "下一步": f"步骤{n + 1}"} for n in range(20)}
    for n in (3, 12):
        steps[f"步骤{n}"]["下一步"] = {"可以": f"步骤{n + 1}", "不用": "步骤18"}
    steps["步骤20"] = {"类型": "结束"}
    sheet = cut(chart_of(steps), 2, lambda part: f" 第{part + 1}张")[1]
    (letter,) = (
        sheet.items[k.source].key[1:] for k in sheet.links if k.rest and k.ends and k.ends[1] == "步骤18"
    )
    strips = cut(sheet, 2)
    leading = [(strip, k) for strip in strips for k in strip.links if k.ends and k.ends[1] == "步骤18"]
    assert len(leading) == 2
    assert {strip.items[k.source if k.rest else k.target].title for strip, k in leading} == {letter}
    for strip in strips:
        assert all("步骤" in strip.items[k.source].key + strip.items[k.target].key for k in strip.links)


def test_small_type_is_never_smaller_than_its_share() -> None:
    chart = chart_of(LINE)
    drawn = Fitter(chart, typeface(), small=0.9).best(AREA)
    assert drawn.small == pytest.approx(0.9 * drawn.size)


def test_a_refusal_stands_on_every_sheet_that_leads_to_it() -> None:
    """Who turns to the second sheet to read no more than 不予办理 has been sent for nothing."""
    steps: dict[str, Any] = {f"步骤{n}": {"岗位": "甲", "下一步": f"步骤{n + 1}"} for n in range(20)}
    for n in (2, 6, 13, 17):
        steps[f"步骤{n}"] |= {"岗位": f"岗位{n}", "下一步": {"行": f"步骤{n + 1}", "不行": "不予办理"}}
    steps["步骤20"] = {"岗位": "甲", "下一步": "办结"}
    steps |= {"办结": {"类型": "结束", "结果": "办成"}, "不予办理": {"类型": "结束", "结果": "未办成"}}
    parts = cut(chart_of(steps), 2)
    assert len(parts) == 2
    for part in parts:
        to = [k for k in part.links if part.items[k.target].key == "不予办理"]
        assert len(to) == 2
        assert sum(item.shape == "connector" for item in part.items) == 1
    first = parts[0]
    for link in first.links:  # what is drawn again stands with its step
        end = first.items[link.target]
        assert end.key != "不予办理" or end.lane == first.items[link.source].lane


@pytest.mark.parametrize("count", range(2, 8))
def test_an_end_with_one_line_stays_with_its_step(count: int) -> None:
    """The last box of a flow alone on a sheet is not found."""
    steps: dict[str, Any] = {f"步骤{n}": {"岗位": "甲", "下一步": f"步骤{n + 1}"} for n in range(5)}
    steps["步骤5"] = {"岗位": "甲", "下一步": {"转走": "转介完成", "留下": "步骤6"}}
    steps |= {f"步骤{n}": {"岗位": "甲", "下一步": f"步骤{n + 1}"} for n in range(6, 11)}
    steps |= {"步骤11": {"岗位": "甲", "下一步": "办结"}}
    steps |= {key: {"类型": "结束", "结果": "办成"} for key in ("办结", "转介完成")}
    for part in cut(chart_of(steps), count):
        assert ("步骤5" in part.of_step) == ("转介完成" in part.of_step)
        assert ("步骤11" in part.of_step) == ("办结" in part.of_step)
