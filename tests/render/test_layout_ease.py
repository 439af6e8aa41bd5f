"""Lines that run a long way round though something that matters less could give way."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from powermodel.model.project import Project
from powermodel.project import library_root, load
from powermodel.rules.view import View
from render.layout import Area, Style, build_chart, layout
from render.layout.assemble import Draft
from render.layout.ease import eased
from render.layout.relief import Made

AREA = Area(400, 280, 2.5, 7.5)
PEERS = Path(__file__).parents[2] / "benchmarks/peers/flows"


@cache
def projects() -> tuple[Project, ...]:
    return tuple(load(root, today=date(2026, 11, 22)).project for root in (library_root() / "flows", PEERS))


@cache
def before_and_after(key: str, style: Style) -> tuple[Made, Made]:
    """A power's best drawing before and after its detours are looked at."""
    found: list[tuple[Made, Made]] = []

    def kept(drawing, made, rider, redraw):  # type: ignore[no-untyped-def]
        found.append((made, eased(drawing, made, rider, redraw)))
        return found[-1][1]

    project = next(p for p in projects() if key in p.powers)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("render.layout.fit.eased", kept)
        layout(build_chart(View(key, project.powers[key], project).flow, style), AREA)
    return found[-1]


def main_bends(draft: Draft) -> int:
    pairs = zip(draft.chart.links, draft.geometry.points, strict=True)
    return sum(len(points) - 2 for link, points in pairs if link.main)


def against(draft: Draft) -> int:
    """How many sides of decisions have arrows that run against each other."""
    sides: dict[tuple[int, int], set[str]] = defaultdict(set)
    for way in draft.ways:
        if not way.link.within:
            sides[way.link.source, way.out].add("returns" if way.link.returns else "out")
            sides[way.link.target, way.into].add("in")
    choices = {n for n, body in enumerate(draft.bodies) if body.shape in ("decision", "gate")}
    return sum(item in choices and len(kinds) > 1 for (item, _), kinds in sides.items())


DETOURS: tuple[tuple[str, Style], ...] = (
    ("居民协调会", "lanes"),
    ("加装电梯协调见证", "lanes"),
    ("小区微更新改造全程", "lanes"),
)


@pytest.mark.parametrize(("key", "style"), DETOURS)
def test_the_main_course_does_not_run_round_a_side_line(key: str, style: Style) -> None:
    """The way from 申请 to 办成 is what a resident follows: it is not the one that makes the corners."""
    before, after = before_and_after(key, style)
    assert after[0] > before[0]
    assert main_bends(after[2]) <= main_bends(before[2]) - 3


EASED: tuple[tuple[str, Style], ...] = (
    *DETOURS,
    ("物业矛盾纠纷调解", "lanes"),
    ("居民诉求接诉即办", "simple"),
    ("闲置用房改建养老站", "lanes"),
)


@pytest.mark.parametrize(("key", "style"), EASED)
def test_no_arrow_comes_to_run_against_another_at_a_decision(key: str, style: Style) -> None:
    """Who sees an arrow in and one out at one corner of a diamond takes the wrong outcome."""
    before, after = before_and_after(key, style)
    assert after[2].bends < before[2].bends
    assert against(after[2]) <= against(before[2])
