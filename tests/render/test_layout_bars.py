"""Parallel bars: who sees three steps hang on one bar knows that they are done at the same time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from render.layout import Area, Fitter, Layout, Style, build_chart
from render.layout.assemble import clean, finish
from render.layout.bars import FOREIGN, spread
from render.layout.model import Box, Rect, Wire
from render.layout.parts import cut
from render.metrics import typeface
from tests.render.test_layout_random import flows, view_of

AREA = Area(400, 300, 2.5, 1000.0)
BLOCK = {
    "提出": {"岗位": "甲", "下一步": ["走访", "核对", "测算"]},
    "走访": {"岗位": "乙", "下一步": "汇总"},
    "核对": {"岗位": "丙", "下一步": "汇总"},
    "测算": {"岗位": "丁", "下一步": "汇总"},
    "汇总": {"岗位": "甲", "汇合": "全部", "下一步": "办结"},
    "办结": {"类型": "结束"},
}


def drawn(raw: dict[str, Any], style: Style, rows: bool) -> tuple[Layout, Layout]:
    """The best unfolded chart, down or across the sheet, with bars as they are measured, and as they are spread."""
    fitter = Fitter(build_chart(view_of(raw).flow, style), typeface())
    variants = [v for v in fitter.variants if v.rows is rows and v.placement.flat is None]
    draft = fitter.draft(max(variants, key=lambda v: v.tidy))
    return finish(draft, AREA), finish(spread(draft), AREA)


def at_bars(made: Layout) -> Iterator[tuple[Wire, Box, Rect, tuple[float, float]]]:
    """Every line at a bar behind or before its box, with the bar and the point where it touches."""
    boxes = {box.key: box for box in made.boxes if box.shape not in ("gate", "fork", "connector")}
    along = 0 if made.rows else 1
    for wire in made.wires:
        for key, point, other in ((wire.source, wire.points[0], -1), (wire.target, wire.points[-1], 0)):
            box = boxes.get(key)
            if not box or not box.bars or wire.link or wire.back:
                continue
            bar = box.bars[-1 if other else 0]
            behind = (bar.middle[along] > box.rect.middle[along]) == bool(other)
            if behind and len([w for w in made.wires if (w.source if other else w.target) == key]) > 1:
                yield wire, box, bar, point


@pytest.mark.parametrize("rows", [False, True])
def test_branches_leave_and_enter_their_bars_straight(rows: bool) -> None:
    """Lines that fan out below a short bar read as one choice of three."""
    plain, made = drawn({"权力": "样本", "编号": "YB-01", "步骤": BLOCK}, "lanes", rows)
    branches = [w for w in made.wires if {w.source, w.target} & {"走访", "核对", "测算"}]
    assert len(branches) == 6
    assert sum(len(w.points) == 2 for w in branches) >= 5
    assert made.bends <= 1 < plain.bends


@pytest.mark.parametrize("rows", [False, True])
def test_what_an_outcome_starts_at_once_leaves_its_bar_straight(rows: bool) -> None:
    """The bar behind an outcome reaches over its branches like every other."""
    steps = {
        "提出": {"岗位": "甲", "下一步": "审查"},
        "审查": {"岗位": "甲", "下一步": {"同意": ["走访", "核对", "测算"], "不同意": "退件"}},
        **{key: step for key, step in BLOCK.items() if key != "提出"},
        "退件": {"类型": "结束", "结果": "未办成"},
    }
    plain, made = drawn({"权力": "样本", "编号": "YB-01", "步骤": steps}, "lanes", rows)

    def straight(layout: Layout) -> int:
        return sum(
            w.source == "审查" and w.target in ("走访", "核对", "测算") and len(w.points) == 2
            for w in layout.wires
        )

    assert straight(plain) < straight(made) == 3


def test_a_bar_that_is_moved_runs_over_no_name_of_an_outcome() -> None:
    """合格 stands beside the line to the bar; the bar that goes out to meet the other branch must not strike it out."""
    steps = {
        "提出": {"岗位": "保管员", "下一步": "批准刻制"},
        "批准刻制": {
            "岗位": "窗口",
            "下一步": {"批准": "分头办理", "退回补正": {"到": "提出", "退回": "是"}},
        },
        "分头办理": {"岗位": "书记", "下一步": ["备案", "清点"]},
        "备案": {"岗位": "派出所", "下一步": "刻制"},
        "刻制": {"岗位": "刻章单位", "下一步": "验章"},
        "验章": {"岗位": "保管员", "下一步": {"合格": "移交", "印文有误": {"到": "刻制", "退回": "是"}}},
        "清点": {"岗位": "保管员", "下一步": "移交"},
        "移交": {"岗位": "保管员", "汇合": "全部", "下一步": "销毁"},
        "销毁": {"岗位": "窗口", "下一步": "办结"},
        "办结": {"类型": "结束"},
    }
    chart = build_chart(view_of({"权力": "样本", "编号": "YB-01", "步骤": steps}).flow, "lanes")
    fitter = Fitter(chart, typeface())
    for variant in fitter.variants:
        made = finish(spread(fitter.draft(variant)), AREA)
        bars = [bar for box in made.boxes for bar in box.bars]
        assert bars and not any(bar.overlaps(label.rect) for bar in bars for label in made.labels)


@settings(max_examples=40, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck))
@given(flows())
def test_a_longer_bar_holds_its_lines_and_touches_nothing_else(raw: dict[str, Any]) -> None:
    """A line that ends beside its bar leads nowhere, and a bar over a foreign line reads as one of its branches."""
    styles: tuple[Style, ...] = ("lanes", "risk")
    for style in styles:
        for rows in (False, True):
            plain, made = drawn(raw, style, rows)
            assert made.bends <= plain.bends and made.crossings <= plain.crossings
            assert clean(made) or not clean(plain)
            for wire, _, bar, (x, y) in at_bars(made):
                assert bar.x - 1e-6 <= x <= bar.right + 1e-6 and bar.y - 1e-6 <= y <= bar.bottom + 1e-6, wire
            for box in made.boxes:
                for bar in box.bars:
                    others = [b for b in made.boxes if b.key != box.key]
                    assert not any(bar.overlaps(r) for b in others for r in (b.rect, *b.bars))
                    assert not any(bar.overlaps(label.rect) for label in made.labels)
            for key, near in longer(plain, made):
                joined = {
                    end for w in made.wires if key in (w.source, w.target) for end in (w.source, w.target)
                }
                others = [box for box in made.boxes if box.key not in joined]
                assert not any(near.overlaps(box.rect) for box in others), key


def longer(plain: Layout, made: Layout) -> Iterator[tuple[str, Rect]]:
    """The bars that were drawn longer, with the room that they keep from foreign boxes: a line that ends at a bar
    right before such a box is read on into it."""
    room = FOREIGN * made.size - 1e-6
    before = {bar for box in plain.boxes for bar in box.bars}
    for box in made.boxes:
        for bar in set(box.bars) - before:
            x, y = (room, 0.0) if made.rows else (0.0, room)
            yield box.key, Rect(bar.x - x, bar.y - y, bar.w + 2 * x, bar.h + 2 * y)


def test_a_return_from_another_sheet_is_not_waited_for() -> None:
    """At the bar of a join it would be one more branch, and one that never comes."""
    after = {
        "汇总": {"岗位": "甲", "汇合": "全部", "下一步": "审核"},
        "审核": {"岗位": "乙", "下一步": "公示"},
        "公示": {"岗位": "丙", "下一步": "复核"},
        "复核": {"岗位": "丁", "下一步": {"无误": "办结", "有误": {"到": "汇总", "退回": "是"}}},
    }
    chart = build_chart(view_of({"权力": "样本", "编号": "YB-01", "步骤": {**BLOCK, **after}}).flow, "lanes")
    parts = [part for part in cut(chart, 2) if any(k.rest and k.dashed for k in part.links)]
    assert parts
    for part in parts:
        made = Fitter(part, typeface()).best(AREA)
        back = [w for w in made.wires if w.back and w.target == "汇总"]
        (box,) = [b for b in made.boxes if b.key == "汇总"]
        (bar,) = box.bars
        for wire in back:
            x, y = wire.points[-1]
            assert (
                box.rect.x - 0.1 <= x <= box.rect.right + 0.1
                and box.rect.y - 0.1 <= y <= box.rect.bottom + 0.1
            )
            assert not (bar.x <= x <= bar.right and bar.y - 0.1 <= y <= bar.bottom + 0.1)
        assert back
