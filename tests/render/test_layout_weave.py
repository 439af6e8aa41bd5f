"""Few crossings where no lanes hold the steps: layers, ways along them, and what crosses of need."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from powermodel.project import library_root, load
from powermodel.rules.view import View
from render.layout import Area, Chart, Fitter, build_chart, place
from render.layout.body import DOWN, Measurer
from render.layout.course import main_course
from render.layout.crossing import crossings, positions
from render.layout.fold import Boxes, fold
from render.layout.layered import place_layered
from render.layout.layers import Layers
from render.layout.parts import cut
from render.layout.place import Placement
from render.layout.route import Router, Way
from render.layout.weave import Weaver, weave
from render.measure import measure
from render.metrics import typeface
from render.poster import poster
from tests.render.test_layout_random import flows, view_of

PEERS = Path(__file__).parents[2] / "benchmarks/peers/flows"
WIDE = 9


def way(*points: tuple[int, int]) -> list[int]:
    """The cells over these points of a half grid of nine columns."""
    cells = [points[0][0] * WIDE + points[0][1]]
    for (i, j), (k, m) in pairwise(points):
        step = ((k > i) - (k < i)) * WIDE + (m > j) - (m < j)
        cells += range(i * WIDE + j + step, k * WIDE + m + step, step)
    return cells


CROSS = [
    ("across", way((1, 3), (7, 3)), way((4, 1), (4, 6)), 1),
    ("apart", way((1, 1), (7, 1)), way((1, 3), (7, 3)), 0),
    ("side by side, out where in", way((1, 1), (2, 1), (2, 5), (1, 5)), way((3, 2), (2, 2), (2, 6), (3, 6)), 0),
    ("side by side, over to the other side", way((1, 1), (2, 1), (2, 5), (3, 5)), way((3, 0), (2, 0), (2, 6), (3, 6)), 1),
    ("against each other, over", way((1, 1), (2, 1), (2, 5), (3, 5)), way((3, 6), (2, 6), (2, 0), (3, 0)), 1),
    ("both turn in one cell", way((1, 3), (4, 3), (4, 6)), way((7, 3), (4, 3), (4, 1)), 0),
    ("out of one box", way((1, 3), (2, 3), (2, 5), (3, 5)), way((1, 3), (2, 3), (2, 7), (3, 7)), 0),
    ("into one box", way((1, 1), (2, 1), (2, 5), (3, 5)), way((1, 7), (2, 7), (2, 5), (3, 5)), 0),
]  # fmt: skip


@pytest.mark.parametrize(("one", "two", "must"), [c[1:] for c in CROSS], ids=[c[0] for c in CROSS])
def test_what_crosses_of_need(one: list[int], two: list[int], must: int) -> None:
    """Ways are chosen by this figure: a wrong one sends readers through a thicket."""
    assert crossings(one, two, positions(two), WIDE) == must
    assert crossings(two, one, positions(one), WIDE) == must
    assert crossings(one[::-1], two, positions(two), WIDE) == must


def chart_of(raw: dict[str, Any]) -> Chart:
    return build_chart(view_of(raw).flow, "risk")


@settings(max_examples=40, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck))
@given(flows())
def test_a_layered_placement_can_be_read_downwards(raw: dict[str, Any]) -> None:
    """Every step below those before it, its diamond right below it, each in a cell of its own."""
    chart = chart_of(raw)
    placements = place_layered(chart)
    assume(placements)
    placement = placements[-1]
    cells = list(zip(placement.row, placement.col, strict=True))
    assert len(set(cells)) == len(cells)
    for link in chart.links:
        if link.link:
            (r, c), (s, d) = cells[link.source], cells[link.target]
            assert (s, d) == (r + 1, c)
        elif not (link.back or link.up):
            assert cells[link.source][0] < cells[link.target][0]
    for layer in placement.layers:
        columns = [placement.col[node] for node in layer if node < len(cells)]
        assert columns == sorted(columns)


LIBRARY = load(library_root()).project


@pytest.mark.parametrize("power", LIBRARY.powers)
def test_the_main_course_is_straight_and_nothing_stands_in_its_way(power: str) -> None:
    """From 申请 to 办成 the eye goes straight on; what happens only sometimes stands at the side."""
    chart = build_chart(View(power, LIBRARY.powers[power], LIBRARY).flow, "risk")
    (placement,) = place_layered(chart)
    course = main_course(chart).items
    (column,) = {placement.col[item] for item in course}
    first, last = placement.row[course[0]], placement.row[course[-1]]
    others = {n for n, col in enumerate(placement.col) if col == column} - set(course)
    assert not {n for n in others if first < placement.row[n] < last and chart.items[n].shape != "gate"}


@pytest.mark.parametrize("power", ["加装电梯协调见证", "物业矛盾纠纷调解"])
def test_no_step_off_the_main_course_is_moved_into_it(power: str) -> None:
    """Else what happens only sometimes is drawn straight on, and the usual goes round it."""
    project = load(PEERS).project
    chart = build_chart(View(power, project.powers[power], project).flow, "simple")
    spine = main_course(chart).items
    for placement in place(chart):
        columns = {placement.col[item] for item in spine}
        first, last = placement.row[spine[0]], placement.row[spine[-1]]
        off = [n for n, col in enumerate(placement.col) if col in columns and n not in spine]
        assert not [chart.items[n].key for n in off if first < placement.row[n] < last]


def test_two_outcomes_to_one_step_leave_the_main_course_straight() -> None:
    """What is usual is done in one column, also where two outcomes come to the same."""
    steps: dict[str, Any] = {
        "提出": {"岗位": "甲", "下一步": {"商业": "审查", "便民": "审查", "其他": "补充"}},
        "补充": {"岗位": "乙", "下一步": "核对"}, "核对": {"岗位": "丙", "下一步": "审查"},
        "审查": {"岗位": "甲", "下一步": "办结"}, "办结": {"类型": "结束"},
    }  # fmt: skip
    chart = chart_of({"权力": "样本", "编号": "YB-01", "步骤": steps})
    (placement,) = place_layered(chart)
    assert len({placement.col[item] for item in main_course(chart).items}) == 1
    assert placement.col[chart.of_step["补充"]] != placement.col[chart.of_step["审查"]]


@pytest.mark.parametrize("power", ["低保初核", "四议两公开", "物资服务采购"])
def test_boxes_that_face_each_other_are_joined_straight(power: str) -> None:
    """A line that runs round the side to the very next box looks like a mistake."""
    chart = build_chart(View(power, LIBRARY.powers[power], LIBRARY).flow, "simple")
    for placement in place(chart):
        router = Router(chart, Measurer(chart, typeface(), 7.0, 0.8, 2).bodies(False), placement)
        ways = weave(router, router.route())
        below = [way.link.source for way in ways if way.out == DOWN and way.link.label]
        for one in ways:
            (r, c), (s, d) = (divmod(router.cell[n], router.wide) for n in (one.link.source, one.link.target))
            between = router.cell[one.link.source] + router.wide, router.cell[one.link.target]
            if one.out != DOWN and one.link.source in below:
                continue  # of four outcomes one has to leave at the side
            if c == d and r < s and not any(router.grid.taken[n] for n in range(*between, router.wide)):
                assert len(one.corners) == 2, one.link


@pytest.mark.parametrize("power", ["社会捐赠款物", "信访举报办理", "计生奖励扶助初审"])
def test_a_line_over_a_fold_keeps_between_its_groups(power: str) -> None:
    """As the eye returns to the next line of a text; nobody looks for the way on round the margin of the sheet."""
    chart = build_chart(View(power, LIBRARY.powers[power], LIBRARY).flow, "simple")
    fitter = Fitter(chart, typeface())
    folded = [v for v in fitter.variants if len(v.placement.groups) > 1]
    best = max(folded, key=lambda v: v.score(Area(300, 200, 2.5, 7.5)))
    router = Router(chart, fitter.bodies(best.rows, best.chars), best.placement)
    for one in weave(router, router.route()):
        ends = sorted(
            bisect_right(best.placement.groups, best.placement.col[n]) - 1
            for n in (one.link.source, one.link.target)
        )
        if ends[0] < ends[1] and not (one.link.back or one.link.up):
            left, right = (
                best.placement.groups[ends[0]],
                [*best.placement.groups, best.placement.cols][ends[1] + 1],
            )
            assert all(2 * left < col < 2 * right for _, col in one.corners), one.link


@settings(max_examples=20, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck))
@given(flows())
def test_layers_of_a_placement_keep_its_order(raw: dict[str, Any]) -> None:
    """The steps have their places; only the lines that pass a row look for theirs."""
    chart = chart_of(raw)
    for placement in place(chart)[:2]:
        layers = Layers(chart, placement.row, placement.col)
        assert layers.solve() == layers.crossings()
        for layer in layers.layers:
            columns = [placement.col[node] for node in layer if node < layers.items]
            assert columns == sorted(columns)


def sound(router: Router, ways: list[Way]) -> bool:
    """Whether every way leads from its box to the other, cell by cell, and through no third."""
    for one in ways:
        chain = router.chain(one)
        steps = {b - a for a, b in pairwise(chain)}
        if not steps <= {1, -1, router.wide, -router.wide} or any(
            router.grid.taken[cell] for cell in one.cells
        ):
            return False
    return True


def knots(router: Router, ways: list[Way]) -> int:
    chains = [router.chain(one) for one in ways]
    places = [positions(chain) for chain in chains]
    return sum(
        crossings(chains[n], chains[m], places[m], router.wide) for n in range(len(ways)) for m in range(n)
    )


@settings(max_examples=25, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck))
@given(flows(), st.booleans())
def test_weaving_never_tangles(raw: dict[str, Any], folded: bool) -> None:
    """Ways that are drawn anew cross no more than before, on the flat chart and over its folds."""
    chart = chart_of(raw)
    bodies = Measurer(chart, typeface(), 7.0, 0.8, 2).bodies(False)
    tried: list[Placement] = place(chart)[-1:]
    if folded:
        boxes = Boxes([1.0] * tried[0].rows, [(1.0, 1.0)] * len(chart.items))
        tried = fold(tried[0], boxes, [1] * (tried[0].rows + 1), 3)
    for placement in tried:
        router = Router(chart, bodies, placement)
        before = router.route()
        after = weave(router, before)
        assert [one.link for one in after] == list(chart.links)
        assert sound(router, after)
        assert knots(router, after) <= knots(router, before)


def woven(chart: Chart) -> list[int]:
    """How often the lines of a chart cross in each of its placements."""
    bodies = Measurer(chart, typeface(), 7.0, 0.8, 2).bodies(False)
    routers = [Router(chart, bodies, placement) for placement in place(chart)]
    return [knots(router, weave(router, router.route())) for router in routers]


def test_lines_that_cross_are_drawn_anew_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither of two lines has a better way while the other lies as it does; both together have."""
    project = load(PEERS).project
    power = "居民诉求接诉即办"
    chart = build_chart(View(power, project.powers[power], project).flow, "simple")
    made = woven(chart)
    monkeypatch.setattr(Weaver, "untangled", lambda weaver, others: weaver._all())
    alone = woven(chart)
    assert min(made) <= min(alone) and sum(made) <= sum(alone) - 5


THROWN: dict[str, Any] = {
    "报告": {"岗位": "甲", "下一步": "走访"},
    "走访": {"岗位": "乙", "下一步": {"查到": "劝导", "查不到": "调看", "伤人": "报警", "脱落": "抢修", "误报": "核销"}},
    "调看": {"岗位": "丙", "下一步": {"锁定": "劝导", "无果": "告示"}},
    "告示": {"岗位": "丁", "下一步": "再看"},
    "再看": {"岗位": "丁", "下一步": {"再有": {"到": "调看", "退回": "是"}, "没有": "关注"}},
    "劝导": {"岗位": "乙", "下一步": {"承认": "劝完", "拒不承认": "报警"}},
    "抢修": {"岗位": "丙", "下一步": "修完"},
    "报警": {"岗位": "戊", "下一步": {"立案": "移送", "不足": {"到": "走访", "退回": "是"}}},
    **{end: {"类型": "结束", "结果": "办成"} for end in ("核销", "关注", "劝完", "修完", "移送")},
}  # fmt: skip


def test_two_outcomes_change_sides(monkeypatch: pytest.MonkeyPatch) -> None:
    """The outcome that leaves on the left for a step on the right is crossed by every other."""
    chart = build_chart(view_of({"权力": "样本", "编号": "YB-01", "步骤": THROWN}).flow, "simple")
    made = woven(chart)
    monkeypatch.setattr(Weaver, "_leaving", lambda weaver, link, others, side: iter(()))
    assert sum(made) < sum(woven(chart))


TANGLED = {"居民诉求接诉即办": 9, "社区工作者公开招聘": 12, "闲置用房改建养老站": 8}
"""Flows where many lines meet, and how often lines may cross on a board of 800 × 1200 mm; once it was 53, 14 and 8."""


@pytest.mark.parametrize(("power", "most"), TANGLED.items())
def test_a_tangled_flow_is_disentangled(power: str, most: int) -> None:
    """Ten lines into one step, two decisions of five outcomes: nobody follows fifty crossings."""
    project = load(PEERS).project
    measured = [
        measure(sheet.svg) for sheet in poster(project, power, style="risk", paper="800x1200mm", fmt="svg")
    ]
    assert sum(m.crossings for m in measured) <= most
    assert not sum(m.faults for m in measured)


def test_the_main_course_goes_on_over_a_cut() -> None:
    """On the second sheet too the eye goes straight on, and not to the refusal that has a letter of its own."""
    steps: dict[str, Any] = {
        f"办理{n}": {"岗位": "甲", "下一步": {"行": f"办理{n + 1}", "不行": "告知"}} for n in range(1, 9)
    }
    steps |= {
        "办理9": {"岗位": "甲", "下一步": "办结"}, "办结": {"类型": "结束", "结果": "办成"},
        "告知": {"岗位": "甲", "下一步": "不予办理"}, "不予办理": {"类型": "结束", "结果": "未办成"},
    }  # fmt: skip
    chart = chart_of({"权力": "长", "步骤": steps})
    courses = [(part, main_course(part).items) for part in cut(chart, 2)]
    said = [dict.fromkeys(part.items[n].key for n in course) for part, course in courses]
    assert [key for keys in said for key in keys] == [*(f"办理{n}" for n in range(1, 10)), "办结"]
