"""Lanes as wide as their own steps need, and a chart pushed together where the sheet has no room: larger type for nothing."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from render.layout import Area, Chart, Fitter, Style, build_chart
from render.layout.assemble import Draft, clean, finish
from render.layout.model import Layout
from render.layout.squeeze import pressed
from render.metrics import typeface
from tests.render.test_layout_random import flows, view_of

TALL, FLAT = Area(180, 900, 2.5, 1000.0), Area(900, 180, 2.5, 1000.0)


def drafts(chart: Chart) -> list[Draft]:
    """The chart down and across the sheet, in one piece and folded."""
    fitter = Fitter(chart, typeface())
    best = sorted(fitter.variants, key=lambda v: -v.tidy)
    kinds = {(v.rows, len(v.placement.groups) > 1): v for v in reversed(best)}
    return [fitter.draft(variant) for variant in kinds.values()]


def crossings(drawn: Layout) -> int:
    upright, level = [], []
    for n, wire in enumerate(drawn.wires):
        for (ax, ay), (bx, by) in pairwise(wire.points):
            if abs(ax - bx) < 1e-6:
                upright.append((n, ax, min(ay, by), max(ay, by)))
            else:
                level.append((n, ay, min(ax, bx), max(ax, bx)))
    return sum(n != m and a < x < b and c < y < d for n, x, c, d in upright for m, y, a, b in level)


@settings(max_examples=25, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck))
@given(flows(), st.sampled_from(["lanes", "simple"]))
def test_what_is_pushed_together_reads_as_before_and_larger(raw: dict[str, Any], style: Style) -> None:
    """Lines that cross or bend once more, or a step that left its lane, would be a poor price for larger type."""
    for draft in drafts(build_chart(view_of(raw).flow, style)):
        if draft.geometry.crowded:
            continue
        for area in (TALL, FLAT):
            plain, tight = finish(draft, area), finish(pressed(draft, area), area)
            assert tight.size >= plain.size - 1e-6
            assert tight.used.w <= area.width + 1e-6 and tight.used.h <= area.height + 1e-6
            assert crossings(tight) <= crossings(plain)
            assert [len(wire.points) for wire in tight.wires] == [len(wire.points) for wire in plain.wires]
            assert clean(tight) or not clean(plain)
            for before, after in zip(plain.lanes, tight.lanes, strict=True):
                inside = {b.key for b in plain.boxes if before.rect.overlaps(b.rect)}
                assert inside == {b.key for b in tight.boxes if after.rect.overlaps(b.rect)}


def test_what_stands_side_by_side_after_a_fold_need_not_share_its_rows() -> None:
    """Small diamonds in one column would be held as far apart as the boxes beside them, and all type be smaller."""
    steps: dict[str, Any] = {
        f"办理{n}": {
            "岗位": "甲",
            "下一步": {"好": f"办理{n + 1}", "不好": "终止"} if n < 4 else f"办理{n + 1}",
        }
        for n in range(12)
    }
    steps |= {"办理12": {"类型": "结束"}, "终止": {"类型": "结束", "结果": "未办成"}}
    chart = build_chart(view_of({"权力": "某事", "编号": "MS-01", "步骤": steps}).flow, "simple")
    for draft in drafts(chart):
        if len(draft.placement.groups) > 1:
            room = TALL if draft.rows else FLAT
            plain, tight = finish(draft, room), finish(pressed(draft, room), room)
            assert tight.size > 1.05 * plain.size
            axis = 0 if draft.rows else 1
            rows: dict[int, set[float]] = {}
            for row, box in zip(draft.placement.row, tight.boxes, strict=True):
                rows.setdefault(row, set()).add(round(box.rect.middle[axis] / tight.size, 1))
            assert any(max(at) - min(at) > 0.5 for at in rows.values())


def flow(lanes: dict[str, list[str]]) -> Chart:
    """A chart of steps one after the other, by lanes."""
    steps: dict[str, Any] = {}
    titles = [(title, post) for post, titles in lanes.items() for title in titles]
    for (title, post), (following, _) in pairwise([*titles, ("完", "")]):
        steps[title] = {"岗位": post, "下一步": following}
    steps["完"] = {"类型": "结束"}
    return build_chart(view_of({"权力": "某事", "编号": "MS-01", "步骤": steps}).flow, "lanes")


def test_a_lane_with_little_to_say_is_narrow() -> None:
    """Lanes of one width leave the posts with one short step half empty, and everybody small type."""
    chart = flow({
        "甲": ["受理", "现场核实申报的各项材料内容", "汇总评议小组的意见和建议", "拟定下一年度的实施方案"],
        "乙": ["盖章"], "丙": ["付款"], "丁": ["归档"],
    })  # fmt: skip
    drawn = Fitter(chart, typeface(), upright=True).best(Area(260, 180, 2.5, 1000.0))
    width = {box.key: box.rect.w for box in drawn.boxes}
    assert width["盖章"] == pytest.approx(width["付款"])
    assert width["盖章"] < 0.8 * width["拟定下一年度的实施方案"]


def test_narrow_lanes_break_no_word() -> None:
    """A word cut at the end of a line is read twice."""
    chart = flow({post: [f"{post}社区居民委员会初审", f"{post}20个工作日内公示"] for post in "甲乙丙丁戊己"})
    drawn = Fitter(chart, typeface(), upright=True).best(Area(120, 400, 2.5, 1000.0))
    lines = {line.text for box in drawn.boxes for line in box.lines}
    assert any("20个工作日" in line for line in lines)
