"""Charts with lanes: what stands in a lane is the work of its post, and nothing else stands there or on its border."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest

from powermodel.project import library_root, load
from powermodel.rules.view import View
from render.layout import Area, Chart, Fitter, Layout, build_chart, place
from render.layout.order import lane_order
from render.layout.parts import cut
from render.metrics import typeface
from tests.render.test_layout_engine import chart_of

LIBRARY = load(library_root() / "flows").project


def of_library(key: str) -> Chart:
    return build_chart(View(key, LIBRARY.powers[key], LIBRARY).flow, "lanes")


@pytest.mark.parametrize("key", ["社区工程建设", "物资服务采购", "印章使用", "集体三资处置"])
def test_connectors_of_a_cut_stand_in_the_lane_of_their_step(key: str) -> None:
    """Who sees a circle among the work of a post takes it that this post acts."""
    parts = cut(of_library(key), 2)
    assert any(item.shape == "connector" for part in parts for item in part.items)
    for part in parts:
        for placement in place(part):
            assert [placement.lanes[col] for col in placement.col] == [item.lane for item in part.items]


def beside_borders(drawn: Layout) -> Iterator[tuple[str, float]]:
    """Boxes, labels and lines along them, each with how near (em) it comes to the borders between lanes; below 0: on one."""
    found = [(box.key, box.rect) for box in drawn.boxes] + [(k.text, k.rect) for k in drawn.labels]
    spans = [(name, (r.y, r.bottom) if drawn.rows else (r.x, r.right)) for name, r in found]
    for wire in drawn.wires:
        across = [y if drawn.rows else x for x, y in wire.points]
        spans += [(f"{wire.source}→{wire.target}", (a, b)) for a, b in pairwise(across) if abs(a - b) < 1e-6]
    for lane in drawn.lanes[1:]:
        border = lane.rect.y if drawn.rows else lane.rect.x
        for name, (low, high) in spans:
            yield name, max(low - border, border - high) / drawn.size


@pytest.mark.parametrize(
    "key", ["印章使用", "物资服务采购", "临时救助", "出具证明", "党费收缴使用", "财务报销"]
)
@pytest.mark.parametrize("area", [Area(380, 190, 2.5, 7.5), Area(700, 900, 5, 15)])
def test_nothing_touches_the_border_of_lanes(key: str, area: Area) -> None:
    """A word struck through is hard to read, and of a step on the border nobody knows whose it is."""
    drawn = Fitter(of_library(key), typeface()).best(area)
    near = [(name, room) for name, room in beside_borders(drawn) if room < 0.25]
    assert len(drawn.lanes) > 1
    assert not near


def test_the_lane_where_the_flow_starts_comes_first() -> None:
    """People begin to read at the upper left: a start in the middle of the sheet is found late."""
    steps = {
        "提出": {"岗位": "甲", "下一步": "核对"}, "核对": {"岗位": "乙", "下一步": "补充"},
        "补充": {"岗位": "甲", "下一步": "决定"}, "决定": {"岗位": "丙", "下一步": "办结"},
        "办结": {"类型": "结束"},
    }  # fmt: skip
    chart = chart_of(steps)
    assert chart.posts[lane_order(chart)[0]] == "甲"
