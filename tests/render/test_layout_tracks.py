"""Ports and tracks: no line crosses another without need, and nothing lies on anything."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import combinations, product
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from powermodel.project import load
from powermodel.rules.view import View
from render.layout import Area, Chart, Fitter, build_chart, layout
from render.layout.body import DOWN, LEFT, RIGHT, UP
from render.layout.channel import Piece, arrange, positions
from render.layout.chart import Link, connected
from render.layout.crossing import crossings as needed
from render.layout.crossing import positions as places
from render.layout.route import Router, Way
from render.layout.runs import first_at, runs_of, too_many
from render.layout.weave import weave
from render.layout.worth import over
from render.metrics import typeface
from tests.render.test_layout_random import flows, view_of

PEERS = Path(__file__).parents[2] / "benchmarks/peers/flows"
FREE: list[list[float]] = [[0.0] * 3] * 3


def way_of(source: int, target: int, out: int, into: int, *corners: tuple[int, int]) -> Way:
    return Way(Link(source * 100 + target, source, target), out, into, list(corners), [])


def unneeded(chart: Chart, fitter: Fitter) -> list[str]:
    """Pairs of lines that do not cross exactly as often as their ways must, in the drafts of the best variants."""
    found = []
    for variant in sorted(fitter.variants, key=lambda v: -v.tidy)[:3]:
        router = Router(chart, fitter.bodies(variant.rows, variant.chars), variant.placement)
        ways = weave(router, router.route())
        fitter.routes.clear()  # those of another width of text
        lines = fitter.draft(variant).geometry.points
        chains = [router.chain(way) for way in ways]
        plain = [n for n, way in enumerate(ways) if way.link.source != way.link.target]
        for n, m in combinations(plain, 2):
            must = needed(chains[n], chains[m], places(chains[m]), router.wide)
            drawn = len(over([lines[n], lines[m]]))
            if drawn != must:
                found.append(f"{ways[n].link} and {ways[m].link}: {drawn} for {must}")
    return found


@settings(max_examples=30, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck))
@given(flows(), st.sampled_from(("risk", "lanes", "simple")), st.sampled_from((1.0, 0.7)))
def test_lines_cross_only_where_their_ways_do(raw: dict[str, Any], style: Any, air: float) -> None:
    """Two lines into one box that cross before it make the reader follow both back to their steps."""
    chart = build_chart(view_of(raw).flow, style)
    assert not unneeded(chart, Fitter(chart, typeface(), air=air))


def test_the_line_from_farther_out_takes_the_outer_port() -> None:
    """A return and a line over a fold into the left side of one box: crossed tails look like a knot."""
    back, over = (
        runs_of(way_of(6, 3, LEFT, LEFT, (7, 3), (7, 2), (1, 2), (1, 3))),
        runs_of(way_of(2, 3, RIGHT, LEFT, (5, 1), (5, 2), (1, 2), (1, 3))),
    )
    assert first_at(back[1], over[1], 0) == 0  # at the box either may come first
    assert too_many(back[1], over[1]) == 1  # the line from the left runs at the left
    assert too_many(back[2], over[2]) == 1  # and goes in above the one from the right


def test_lines_out_of_one_side_are_ordered_by_where_they_part() -> None:
    """Two outcomes that turn the same way share a stretch; the first turn alone does not tell their ports apart."""
    near = runs_of(way_of(0, 1, DOWN, UP, (1, 1), (2, 1), (2, 5), (3, 5)))
    far = runs_of(way_of(0, 2, DOWN, UP, (1, 1), (2, 1), (2, 7), (3, 7)))
    assert first_at(near[0], far[0], 1) == -1  # the nearer one lies below, so it comes down at the left


def test_lines_that_have_to_cross_do_so_once() -> None:
    """Where the order changes is free; it must not change there and back and there again."""
    one = runs_of(way_of(0, 1, DOWN, UP, (1, 3), (2, 3), (2, 4), (6, 4), (6, 7), (7, 7)))
    two = runs_of(way_of(2, 3, DOWN, UP, (1, 1), (2, 1), (2, 4), (6, 4), (6, 9), (7, 9)))
    assert [too_many(a, b) for a, b in zip(one[1:4], two[1:4], strict=True)] == [0, 0, 0]
    for run, at in ((one[2], 0.0), (two[2], 1.0)):
        run.at, run.placed = at, True
    assert too_many(one[1], two[1]) == 0  # here, then
    assert too_many(one[3], two[3]) == 2  # and no more


def test_pieces_that_meet_get_tracks_of_their_own() -> None:
    """Two lines on one track look like one."""
    pieces = [Piece(0, 10), Piece(5, 15), Piece(20, 30)]
    width = positions(pieces, arrange(pieces, FREE), 1.0, 0.1)
    assert abs(pieces[0].at - pieces[1].at) >= 0.84
    assert all(0 < p.at < width for p in pieces)


@given(st.permutations(range(9)), st.data())
def test_wishes_that_agree_all_come_true(order: list[int], data: st.DataObject) -> None:
    """Every wish that is not met is a crossing on the sheet."""
    cost = [[0.0] * len(order) for _ in order]
    must: dict[int, set[int]] = {}
    for place, a in enumerate(order):
        for b in order[place + 1 :]:
            cost[b][a] = data.draw(st.sampled_from((0.0, 0.0, 1.0, 2.0)))
            if data.draw(st.integers(0, 9)) == 0:
                must.setdefault(a, set()).add(b)
    made = arrange([Piece(0, 10) for _ in order], cost, must)
    assert sorted(made) == sorted(order)
    assert not sum(cost[a][b] for a, b in combinations(made, 2))


def test_an_order_that_is_asked_holds_whatever_it_costs() -> None:
    """Two lines that face each other in one band would else lie on each other."""
    pieces = [Piece(0, 10), Piece(3, 7), Piece(40, 50)]
    must = {2: {1}, 1: {0}}
    order = arrange(pieces, [[0.0, 0.0, 0.0], [2.0, 0.0, 0.0], [0.0, 0.0, 0.0]], must)
    assert order == [2, 1, 0]
    positions(pieces, order, 1.0, 0.1, 1.0, must)
    assert pieces[2].at + 0.99 < pieces[1].at + 0.01 < pieces[0].at


def test_labels_keep_to_their_walls() -> None:
    pieces = [Piece(0, 10), Piece(2, 4, pin=1, width=2.0), Piece(3, 6, pin=-1, width=1.0)]
    order = arrange(pieces, FREE)
    width = positions(pieces, order, 1.0, 0.1)
    assert order == [2, 0, 1]
    assert 1.0 < pieces[0].at < width - 2.0


def test_no_line_leaves_a_diamond_where_another_comes_in() -> None:
    """At neighbouring sides both came to the middle of one face: the arrow in seemed to be the end of the line out."""
    project = load(PEERS, today=date(2026, 11, 22)).project
    full = build_chart(View("居民诉求接诉即办", project.powers["居民诉求接诉即办"], project).flow, "lanes")
    items = tuple(replace(item, notes=(), marks=()) for item in full.items)
    chart = connected(items, full.links, full.posts, full.of_step, full.style, full.supervising)
    drawn = layout(chart, Area(400, 277, 2.5, 7.5))
    diamonds = {box.key for box in drawn.boxes if box.shape in ("decision", "gate")}
    out = [(wire.source, wire.points[0]) for wire in drawn.wires if wire.source in diamonds]
    into = [(wire.target, wire.points[-1]) for wire in drawn.wires if wire.target in diamonds]
    assert out and into
    for (one, (ax, ay)), (other, (bx, by)) in product(out, into):
        assert one != other or abs(ax - bx) + abs(ay - by) > 0.3 * drawn.size, one
