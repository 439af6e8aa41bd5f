"""Lines that cross too many others end in a connector, and go on from one of the same letter."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from render.layout import Area, Layout, build_chart, layout
from render.layout.model import Point, Rect
from render.layout.place import main_course
from tests.render.test_layout_random import flows, view_of

AREA = Area(400, 280, 2.5, 7.5)


def knotted(monkeypatch: pytest.MonkeyPatch, raw: dict[str, Any], style: Any) -> tuple[Layout, Layout]:
    """The layout of a flow without connectors, and with them."""
    chart = build_chart(view_of(raw).flow, style)
    with monkeypatch.context() as patch:
        patch.setattr("render.layout.relief.NEAR", 9.0)
        patch.setattr("render.layout.relief.FAR", 9.0)
        patch.setattr("render.layout.relief.COPY", 9.0)
        plain = layout(chart, AREA)
    return plain, layout(chart, AREA)


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
    with pytest.MonkeyPatch.context() as patch:
        plain, drawn = knotted(patch, raw, style)
    assert drawn.crossings <= plain.crossings
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


@QUICK
@given(flows(), st.sampled_from(("risk", "lanes", "simple")))
def test_the_main_course_is_never_broken(raw: dict[str, Any], style: Any) -> None:
    """Who only wants to know how it goes normally follows one line without searching for letters."""
    chart = build_chart(view_of(raw).flow, style)
    drawn = layout(chart, AREA)
    course = [chart.items[n].key for n in main_course(chart)[0]]
    spared = {key for key in drawn_to(drawn) if key[2].startswith("○")}
    assert not {(source, target) for source, target, _ in spared} & set(pairwise(course)) - {
        (source, target) for source, target, key in drawn_to(drawn) if key == target
    }


def drawn_to(drawn: Layout) -> set[tuple[str, str, str]]:
    """For every line its steps, and the key of the box that it ends at."""
    return {
        (wire.source, wire.target, box.key)
        for wire in drawn.wires
        for box in drawn.boxes
        if on(wire.points[-1], box.rect)
    }
