"""Lines that cross too many others end in a connector, and go on from one of the same letter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from powermodel.project import library_root, load
from powermodel.rules.view import View
from render.layout import Area, Chart, Fitter, Layout, Style, build_chart, layout
from render.layout.body import DOWN, LEFT, RIGHT, UP
from render.layout.chart import LETTERS
from render.layout.course import main_course
from render.layout.model import Point, Rect
from render.layout.parts import cut
from render.layout.ports import COMPANY
from render.layout.relief import COPY, Drawing, to_end, without, worst_lines
from render.layout.route import Way
from render.layout.tracks import ASTRAY
from render.layout.weave import rewoven
from render.layout.worth import length, tidiness
from render.metrics import typeface
from tests.render.test_layout_random import flows, view_of

AREA = Area(400, 280, 2.5, 7.5)
PEERS = Path(__file__).parents[2] / "benchmarks/peers/flows"


TANGLED = (("四议两公开", "lanes"), ("财务报销", "simple"), ("物资服务采购", "lanes"))
"""Powers of the library whose lines cross where all are drawn through."""


@cache
def of_library(key: str, style: Style) -> Chart:
    project = load(library_root() / "flows", today=date(2026, 11, 22)).project
    return build_chart(View(key, project.powers[key], project).flow, style)


@pytest.mark.parametrize(("key", "style"), TANGLED)
def test_lines_that_cross_much_are_spared(key: str, style: Style, monkeypatch: pytest.MonkeyPatch) -> None:
    """A chart on which lines run over each other is followed by nobody."""
    drawn = layout(of_library(key, style), AREA)
    monkeypatch.setattr("render.layout.fit.relieved", lambda drawing, made, rider, redraw: made)
    plain = layout(of_library(key, style), AREA)
    assert any(box.shape == "connector" for box in drawn.boxes)
    assert drawn.crossings < plain.crossings


def test_where_not_all_letters_find_room_half_of_them_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """A chart of sixty crossings stays one if the channels hold twenty letters and not twenty-four."""
    redrawn, most = Fitter._redrawn, 6
    project = load(PEERS, today=date(2026, 11, 22)).project
    flow = View("居民诉求接诉即办", project.powers["居民诉求接诉即办"], project).flow

    def crowded(fitter: Fitter, drawing: Drawing, rows: bool, area: Area) -> object:
        many = sum(link.stub == "target" for link in drawing.chart.links)
        return None if many > most else redrawn(fitter, drawing, rows, area)

    fitter = Fitter(build_chart(flow, "lanes"), typeface())
    _, made = next(fitter._made(AREA))
    assert len(list(worst_lines(fitter.chart, made[2]))) > most
    monkeypatch.setattr(Fitter, "_redrawn", crowded)
    spared = fitter._relieved(made, AREA)[2].chart.links
    assert 2 < sum(link.stub == "target" for link in spared) <= most


def on(point: Point, rect: Rect) -> bool:
    return rect.x - 1e-6 <= point[0] <= rect.right + 1e-6 and rect.y - 1e-6 <= point[1] <= rect.bottom + 1e-6


QUICK = settings(
    max_examples=12, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck), deadline=None,
)  # fmt: skip


@QUICK
@given(flows(), st.sampled_from(("risk", "lanes", "simple")))
def test_every_letter_leads_on(raw: dict[str, Any], style: Any) -> None:
    """A reader who looks for the other 甲 finds exactly one to go on from, and it leads to the step that was meant."""
    drawn = layout(build_chart(view_of(raw).flow, style), AREA)
    circles = {b.rect: b.key for b in drawn.boxes if b.shape == "connector"}
    assert all(re.fullmatch("○.+", key) for key in circles.values())
    goes_on: dict[str, set[str]] = {key: set() for key in circles.values()}
    leads: dict[str, set[str]] = {key: set() for key in circles.values()}
    for wire in drawn.wires:
        for rect, key in circles.items():
            if on(wire.points[0], rect):
                goes_on[key].add(wire.target)
            if on(wire.points[-1], rect):
                leads[key].add(wire.target)
    assert all(len(steps) == 1 for steps in goes_on.values())
    assert goes_on == leads


def test_no_branch_runs_round_the_sheet_to_the_next_column(monkeypatch: pytest.MonkeyPatch) -> None:
    """From the foot of one column to the head of the next it framed the sheet; it is the only way to that step, and had
    to stay though the eye finds its letter there at once."""
    chart, ends = of_library("物资服务采购", "risk"), ("成交公示", "审核合同")
    assert ends in {(wire.source, wire.target) for wire in layout(chart, AREA).wires if wire.rest}
    monkeypatch.setattr("render.layout.relief._folded", lambda placement, link: False)
    whole = next(wire for wire in layout(chart, AREA).wires if (wire.source, wire.target) == ends)
    assert not whole.rest and length(whole.points) > AREA.height


@QUICK
@given(flows(), st.sampled_from(("risk", "lanes", "simple")))
def test_the_main_course_is_never_broken(raw: dict[str, Any], style: Any) -> None:
    """Who only wants to know how it goes normally follows one line without searching for letters."""
    assert_whole_course(build_chart(view_of(raw).flow, style))


@pytest.mark.parametrize("key", ["四议两公开", "财务报销", "公益性岗位选聘", "低保初核", "物资服务采购"])
def test_the_main_course_is_kept_whatever_it_costs(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same where it would pay to spare every line."""
    for name, value in (("NEAR", -0.5), ("FAR", -0.5), ("NEXT", 0.0)):
        monkeypatch.setattr(f"render.layout.relief.{name}", value)
    chart = of_library(key, "simple")
    fitter = Fitter(chart, typeface())
    lines = list(worst_lines(chart, fitter.draft(fitter.variants[0])))
    assert lines
    assert not {(k.source, k.target) for k in lines} & set(pairwise(main_course(chart).items))


def assert_whole_course(chart: Chart) -> None:
    """From each step of the main course a line runs through to the next."""
    course = [chart.items[n].key for n in main_course(chart).items]
    through = {(source, target) for source, target, key in drawn_to(layout(chart, AREA)) if key == target}
    assert {(a, b) for a, b in pairwise(course) if a != b} <= through


def drawn_to(drawn: Layout) -> set[tuple[str, str, str]]:
    """For every line its steps, and the key of the box that it ends at."""
    return {
        (wire.source, wire.target, box.key)
        for wire in drawn.wires
        for box in drawn.boxes
        if any(on(wire.points[-1], rect) for rect in (box.rect, *box.bars))
    }


def test_a_letter_that_is_used_here_too_sends_nobody_to_another_sheet() -> None:
    """Who reads 甲, and finds only "甲 第2张", goes to the second sheet and is sent back."""
    tried = 0
    for part in cut(of_library("发展党员", "simple"), 2, lambda part: f" 第{part + 1}张"):
        fitter = Fitter(part, typeface())
        draft = fitter.draft(fitter.variants[0])
        drawing = Drawing(part, draft.bodies, draft.placement, draft.ways)
        entries = {k.target: k.source for k in part.links if k.rest and "第" in part.items[k.source].title}
        for link in part.links:
            if link.target in entries and not link.rest:
                lighter = without(drawing, link, fitter._rider(draft.rows), 30.0)
                assert lighter is not None
                entry = entries[link.target]
                letter = part.items[entry].key[1:]
                assert lighter.chart.items[entry].title == letter
                assert [line.text for line in lighter.bodies[entry].lines] == [letter]
                tried += 1
    assert tried


CHOICE = {
    "登记": {"岗位": "甲", "下一步": "受理"},
    "受理": {"岗位": "甲", "下一步": "核查"},
    "核查": {
        "岗位": "乙",
        "下一步": {
            "属实": "审批",
            "部分属实": "补查",
            "不属实": "答复",
            "超出职权": "转办",
            "材料不全": "登记",
        },
    },
    "补查": {"岗位": "乙", "下一步": "审批"},
    "审批": {"岗位": "丙", "下一步": "办结"},
    "答复": {"岗位": "乙", "下一步": "办结"},
    "转办": {"岗位": "甲", "下一步": "办结"},
    "办结": {"类型": "结束"},
}


def test_a_letter_beside_a_line_keeps_clear_of_it() -> None:
    """A decision of many outcomes has no side for a letter alone; a circle on another outcome's line would be on both."""
    chart = build_chart(view_of({"权力": "样本", "编号": "YB-01", "步骤": CHOICE}).flow, "simple")
    fitter, shared = Fitter(chart, typeface()), 0
    for variant in fitter.variants[::5]:
        draft = fitter.draft(variant)
        drawing = Drawing(chart, draft.bodies, draft.placement, draft.ways)
        for link in (k for k in chart.links if k.label):
            lighter = without(drawing, link, fitter._rider(draft.rows), 30.0)
            drawn = lighter and fitter._drawn(lighter, draft.rows)
            if not lighter or not drawn or drawn.geometry.crowded:
                continue
            side, at = lighter.ways[link.id].out, drawn.geometry.points[link.id][-1]
            half = lighter.bodies[lighter.chart.links[link.id].target].across(side)
            for way in lighter.ways:
                if way.link.source == link.source and way.link.id != link.id and way.out == side:
                    first = drawn.geometry.points[way.link.id][0]
                    apart = abs(first[0] - at[0]) if side in (DOWN, UP) else abs(first[1] - at[1])
                    assert apart >= half + COMPANY - 1e-6
                    shared += 1
    assert shared


@QUICK
@given(flows(), st.sampled_from(("risk", "lanes", "simple")))
def test_an_arrow_head_stands_clear_of_the_bend(raw: dict[str, Any], style: Any) -> None:
    """A head in the middle of a bend looks as if it came from elsewhere."""
    drawn = layout(build_chart(view_of(raw).flow, style), AREA)
    lasts = [wire.points[-2:] for wire in drawn.wires if not wire.link and len(wire.points) > 2]
    assert all(abs(ax - bx) + abs(ay - by) > 0.8 * drawn.size for (ax, ay), (bx, by) in lasts)


@pytest.mark.parametrize(("key", "style"), TANGLED)
def test_where_a_letter_goes_on_is_seen_from_afar(key: str, style: Style) -> None:
    """Of all circles with one letter exactly one is dark: the one that people who come from the others look for."""
    drawn = layout(of_library(key, style), AREA)
    dark = [box.key for box in drawn.boxes if box.onward]
    assert sorted(dark) == sorted({box.key for box in drawn.boxes if box.shape == "connector"})


@pytest.mark.parametrize("key", ["四议两公开", "财务报销", "物资服务采购", "集体三资处置", "社区工程建设"])
def test_a_circle_stands_where_no_other_line_comes_in(key: str) -> None:
    """Under the name of another line's outcome it would seem to belong to that, though the next side is empty."""
    drawn = layout(of_library(key, "simple"), AREA)
    for wire in (w for w in drawn.wires if w.rest):
        (box,) = (
            b for b in drawn.boxes if b.shape not in ("connector", "gate") and on(wire.points[-1], b.rect)
        )
        sides = [
            side_of(p, box.rect) for w in drawn.wires for p in (w.points[0], w.points[-1]) if on(p, box.rect)
        ]
        assert sides.count(side_of(wire.points[-1], box.rect)) == 1 or len(set(sides)) > 2


def side_of(point: Point, rect: Rect) -> str:
    """The side of a box that a line touches."""
    x, y = point
    far = {
        "left": abs(x - rect.x),
        "right": abs(x - rect.right),
        "up": abs(y - rect.y),
        "down": abs(y - rect.bottom),
    }
    return min(far, key=far.__getitem__)


def chart_of(steps: dict[str, Any], style: Style) -> Chart:
    return build_chart(view_of({"权力": "样本", "编号": "YB-01", "步骤": steps}).flow, style)


def drawing_of(fitter: Fitter, number: int) -> tuple[Drawing, bool]:
    """One variant as it is before any line is spared, and whether it runs across."""
    draft = fitter.draft(fitter.variants[number])
    return Drawing(draft.chart, draft.bodies, draft.placement, draft.ways), draft.rows


def at_once(count: int) -> dict[str, Any]:
    """A flow of so many steps, with three short ways to its end beside the main course."""
    steps: dict[str, Any] = {
        f"第{n}步": {"岗位": "甲乙丙"[n % 3], "下一步": f"第{n + 1}步" if n < count - 1 else "办结"}
        for n in range(count)
    }
    for n in (1, 2, 3):
        steps[f"第{n}步"]["下一步"] = {"一般": f"第{n + 1}步", "简易": f"当场办{n}"}
        steps[f"当场办{n}"] = {"岗位": "甲", "下一步": "办结"}
    return {**steps, "办结": {"类型": "结束", "结果": "办成"}}


def test_a_long_line_to_the_end_beside_the_main_course_is_spared() -> None:
    """Three lines along all steps are followed by nobody; the main course itself runs through."""
    ends = drawn_to(layout(chart_of(at_once(21), "simple"), AREA))
    spared = {source for source, target, key in ends if target == "办结" and key.startswith("○")}
    assert spared == {"当场办1", "当场办2", "当场办3"}
    assert ("第20步", "办结", "办结") in ends


def test_an_end_that_is_reached_is_not_drawn_twice_for_a_line_beside() -> None:
    """What is done is done in one place: the line ends in a letter, which is worth the more, the longer the line."""
    fitter = Fitter(chart_of(at_once(21), "simple"), typeface())
    drawing, rows = drawing_of(fitter, 0)
    (link,) = (k for k in drawing.chart.links if drawing.chart.items[k.source].key == "当场办1")
    assert not to_end(drawing.chart, link)
    prices = []
    for long in (10.0, 30.0, 60.0, 120.0):
        lighter = without(drawing, link, fitter._rider(rows), long)
        assert lighter and lighter.chart.items[lighter.chart.links[link.id].target].shape == "connector"
        assert [item.key for item in lighter.chart.items].count("办结") == 1
        prices.append(lighter.price)
    assert prices == sorted(set(prices))


REFUSED: dict[str, Any] = {
    "登记": {"岗位": "甲", "下一步": "核查"},
    "核查": {
        "岗位": "乙",
        "类型": "判断",
        "下一步": {
            "属实": "审批",
            "部分属实": "补查",
            "不属实": "不予办理",
            "超出职权": "转办",
            "材料不全": "登记",
        },
    },
    "补查": {"岗位": "乙", "下一步": {"属实": "审批", "不属实": "不予办理"}},
    "审批": {"岗位": "丙", "下一步": {"同意": "办结", "不同意": "不予办理"}},
    "转办": {"岗位": "甲", "下一步": "办结"},
    "办结": {"类型": "结束", "结果": "办成"},
    "不予办理": {"类型": "结束", "结果": "未办成"},
}


def test_a_refusal_without_room_beside_its_box_is_reached_by_a_letter() -> None:
    """Else its line runs across all lanes only because there is no room to draw the end again."""
    fitter = Fitter(chart_of(REFUSED, "lanes"), typeface())
    kinds = set()
    for number in range(0, len(fitter.variants), 2):
        drawing, rows = drawing_of(fitter, number)
        for link in (k for k in drawing.chart.links if drawing.chart.items[k.target].key == "不予办理"):
            lighter = without(drawing, link, fitter._rider(rows), 30.0)
            assert lighter and to_end(drawing.chart, link)
            kind = lighter.chart.items[lighter.chart.links[link.id].target].shape
            assert (lighter.price == 1 - COPY) is (kind == "terminator")
            kinds.add(kind)
    assert kinds == {"terminator", "connector"}


SETTLED: dict[str, Any] = {
    "登记": {"岗位": "甲", "下一步": {"已修好": "自行化解", "还在漏": "观察"}},
    "观察": {"岗位": "乙", "下一步": {"不再漏": "自行化解", "又漏": "查看"}},
    "查看": {"岗位": "丙", "下一步": "办结"},
    "自行化解": {"类型": "结束", "结果": "办成"},
    "办结": {"类型": "结束", "结果": "办成"},
}


def test_an_end_that_a_letter_leads_to_stays_where_it_is() -> None:
    """Drawn beside the box of its last line it would take the circle along, onto that box."""
    fitter = Fitter(chart_of(SETTLED, "lanes"), typeface())
    drawing, rows = drawing_of(fitter, 0)
    one, other = (k for k in drawing.chart.links if drawing.chart.items[k.target].key == "自行化解")
    assert not to_end(drawing.chart, one)
    lighter = without(drawing, one, fitter._rider(rows), 30.0)
    assert lighter and any(k.rest and k.target == other.target for k in lighter.chart.links)
    assert not to_end(lighter.chart, lighter.chart.links[other.id])


NAMED: dict[str, Any] = {
    "登记": {"岗位": "甲", "下一步": "核"},
    "核": {
        "岗位": "乙",
        "类型": "判断",
        "下一步": {
            "10万元以上": "审批",
            "50万元以上需要补正": "补查",
            "情况特殊需集体研究": "不予办理",
            "不同意": "不予办理",
            "材料不全需要重报": "登记",
        },
    },
    "补查": {"岗位": "乙", "下一步": {"10万元以上": "审批", "50万元以上需要补正": "不予办理"}},
    "审批": {"岗位": "丙", "下一步": "办结"},
    "办结": {"类型": "结束", "结果": "办成"},
    "不予办理": {"类型": "结束", "结果": "未办成"},
}


def test_the_name_of_an_outcome_stands_by_the_box_of_its_letter() -> None:
    """Pushed away by the names at the next side it would be read as the next box's; such a drawing is not taken."""
    fitter, seen = Fitter(chart_of(NAMED, "simple"), typeface()), 0
    for number in range(0, len(fitter.variants), 4):
        drawing, rows = drawing_of(fitter, number)
        for links in combinations([k for k in drawing.chart.links if k.label], 3):
            lighter: Drawing | None = drawing
            for link in links:
                lighter = lighter and without(lighter, link, fitter._rider(rows), 30.0)
            geometry = lighter and fitter._drawn(lighter, rows).geometry
            if not lighter or not geometry or geometry.crowded:
                continue
            for tag in (t for t in geometry.tags if t.way.link.stub):
                host = tag.way.link.source
                x, y = geometry.x[host], geometry.y[host]
                out = {
                    DOWN: tag.y - y,
                    UP: y - tag.y - tag.high,
                    RIGHT: tag.x - x,
                    LEFT: x - tag.x - tag.wide,
                }[tag.side]
                assert out - lighter.bodies[host].edge[tag.side] <= ASTRAY + 1e-6
                seen += 1
    assert seen


def test_what_stays_runs_better_where_lines_went(monkeypatch: pytest.MonkeyPatch) -> None:
    """An outcome that had to go round a line would still go round it when that has become a letter."""
    project = load(PEERS, today=date(2026, 11, 22)).project
    flow = View("居民诉求接诉即办", project.powers["居民诉求接诉即办"], project).flow
    drawn = layout(build_chart(flow, "simple"), AREA)
    monkeypatch.setattr("render.layout.fit.rewoven", lambda drawing: None)
    stiff = layout(build_chart(flow, "simple"), AREA)
    better = tidiness(drawn.crossings, drawn.bends) * drawn.size
    assert better > tidiness(stiff.crossings, stiff.bends) * stiff.size and drawn.bends < stiff.bends


def test_no_line_moves_to_where_a_letter_stands() -> None:
    """A letter beside its box keeps the side that it was given."""
    project = load(PEERS, today=date(2026, 11, 22)).project
    moved = 0
    for key, power in project.powers.items():
        fitter = Fitter(build_chart(View(key, power, project).flow, "lanes"), typeface())
        draft = next(iter(fitter._made(AREA)))[1][2]
        lighter = Drawing(draft.chart, draft.bodies, draft.placement, draft.ways)
        for link in list(worst_lines(draft.chart, draft)):
            lighter = without(lighter, link, fitter._rider(draft.rows), 30.0) or lighter
        if not (again := rewoven(lighter)):
            continue
        stubs = [way for way in lighter.ways if way.link.stub]
        assert [way for way in again.ways if way.link.stub] == stubs
        assert all(
            now <= then for then, now in zip(*(company(one, stubs) for one in (lighter, again)), strict=True)
        )
        moved += 1
    assert moved


def company(drawing: Drawing, stubs: Sequence[Way]) -> list[set[int]]:
    """The lines at the sides at which connectors stand."""
    spots = [(w.link.source, w.out) if w.link.stub == "target" else (w.link.target, w.into) for w in stubs]
    return [
        {w.link.id for w in drawing.ways if spot in ((w.link.source, w.out), (w.link.target, w.into))}
        for spot in spots
    ]


@pytest.mark.parametrize(("key", "style"), TANGLED)
def test_letters_come_in_the_order_in_which_a_reader_is_sent_away(key: str, style: Style) -> None:
    """Who reads 丙 first looks for 甲 and 乙."""
    chart = of_library(key, style)
    drawn = layout(chart, AREA)
    away = [box for box in drawn.boxes if box.shape == "connector" and not box.onward]
    wires = sorted(drawn.wires, key=lambda wire: chart.of_step[wire.source])
    met = [box.key for wire in wires for box in away if box.rect.overlaps(Rect(*wire.points[-1], 0, 0), 0.1)]
    assert len(met) == len(away)
    assert list(dict.fromkeys(met)) == [f"○{letter}" for letter in LETTERS[: len(set(met))]]
