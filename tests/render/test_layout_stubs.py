"""Connectors of a flow that was cut stand beside their boxes."""

from __future__ import annotations

from functools import cache

import pytest

from powermodel.project import library_root, load
from powermodel.rules.view import View
from render.layout import Area, Chart, Fitter, Style, build_chart
from render.layout.parts import cut
from render.layout.stubs import SHORT, Drawing, astray, pulled
from render.layout.worth import length
from render.metrics import typeface

AREA = Area(400, 280, 2.5, 7.5)
FLOWS = [
    ("集体三资处置", "lanes"), ("物资服务采购", "lanes"), ("发展党员", "lanes"), ("四议两公开", "lanes"),
    ("发展党员", "risk"), ("物资服务采购", "simple"), ("低保初核", "simple"), ("公益性岗位选聘", "risk"),
]  # fmt: skip


@cache
def parts_of(key: str, style: Style) -> list[Chart]:
    project = load(library_root() / "flows").project
    parts = cut(build_chart(View(key, project.powers[key], project).flow, style), 2)
    assert len(parts) == 2
    return parts


def drawings(fitter: Fitter) -> list[tuple[Drawing, Drawing, bool]]:
    """Several drawings, each as laid out and with its connectors pulled to their boxes, and whether it runs across."""
    found = []
    for variant in fitter.variants[:: max(1, len(fitter.variants) // 4)]:
        draft = fitter.draft(variant)
        whole = Drawing(draft.chart, draft.bodies, draft.placement, draft.ways)
        near = pulled(whole, astray(whole, draft.geometry.points))
        found.append((whole, near or whole, draft.rows))
    return found


def at_bar(chart: Chart, number: int) -> bool:
    """Whether a line has to touch the parallel bar of its step."""
    link = chart.links[number]
    return chart.items[link.target].join and not link.dashed if link.rest else chart.items[link.source].split


@pytest.mark.parametrize(("key", "style"), FLOWS)
def test_a_connector_stands_beside_its_box(key: str, style: Style) -> None:
    """Who follows a line to a letter must not follow it across the sheet; only where every side is taken does it stay."""
    moved = 0
    for part in parts_of(key, style):
        fitter = Fitter(part, typeface())
        for _, near, rows in drawings(fitter):
            points = fitter._drawn(near, rows).geometry.points
            for way in near.ways:
                link = near.chart.links[way.link.id]
                host = link.target if link.rest else link.source
                if not link.ends or at_bar(part, link.id):
                    assert not link.stub
                elif link.stub:
                    moved += 1
                    assert len(points[link.id]) == 2
                    assert length(points[link.id]) <= 2 * SHORT
                elif len(points[link.id]) > 2:
                    taken = {w.out for w in near.ways if w.link.source == host}
                    taken |= {w.into for w in near.ways if w.link.target == host}
                    assert len(taken) + (part.items[host].shape == "gate") + part.items[host].split >= 3
    assert moved


@pytest.mark.parametrize(("key", "style"), FLOWS)
def test_a_cell_that_is_left_leaves_no_gap(key: str, style: Style) -> None:
    """An empty row or column makes the type of the whole sheet smaller; and whoever was beside stays beside."""
    for part in parts_of(key, style):
        for whole, near, _ in drawings(Fitter(part, typeface())):
            if near is whole:
                continue
            before, after = whole.placement, near.placement
            assert set(after.row) == set(range(after.rows))
            empty = set(range(after.cols)) - set(after.col)
            assert all(after.lanes.count(after.lanes[col]) == 1 for col in empty)
            assert len(after.lanes) in (0, after.cols)
            stay = [n for link in part.links for n in (link.source, link.target) if not link.ends]
            for old, new in ((before.row, after.row), (before.col, after.col)):
                assert [old[a] < old[b] for a in stay for b in stay] == [
                    new[a] < new[b] for a in stay for b in stay
                ]


@pytest.mark.parametrize(("key", "style"), [("集体三资处置", "lanes"), ("发展党员", "risk")])
def test_no_line_to_a_letter_wanders_on_a_finished_part(key: str, style: Style) -> None:
    """On the sheet that is hung up too."""
    for part in parts_of(key, style):
        drawn = Fitter(part, typeface()).best(AREA)
        circles = [box.rect for box in drawn.boxes if box.shape == "connector"]
        ends = [
            wire
            for wire in drawn.wires
            if any(
                c.x - 0.1 <= x <= c.right + 0.1 and c.y - 0.1 <= y <= c.bottom + 0.1
                for c in circles
                for x, y in (wire.points[0], wire.points[-1])
            )
        ]
        assert ends
        for wire in ends:
            assert len(wire.points) == 2, (wire.source, wire.target)
            assert length(wire.points) <= 11 * drawn.size, (wire.source, wire.target)
