"""Where everything of a chart could stand: the placements that the search begins with."""

from __future__ import annotations

from collections.abc import Sequence

from render.layout.chart import Chart
from render.layout.course import main_course
from render.layout.layered import place_layered
from render.layout.order import lane_order
from render.layout.place import Options, Placement, place_lanes, place_spine
from render.layout.polish import at_once, polish


def place(chart: Chart, pinned: Sequence[str] = (), bent: bool = False) -> list[Placement]:
    """Several placements, each polished: the greedy pass takes other turns with other prices.

    They depend on the graph alone, not on type or sheet. ``pinned``: posts whose lanes keep this order;
    ``bent``: the main course gives way, for rooms that are small.
    """
    together = at_once(chart)
    if chart.style == "lanes":
        order = lane_order(chart, pinned=pinned)
        plain = lane_order(chart, pull=0.6, pinned=pinned)
        starts = [
            (order, o)
            for o in (Options(), Options(sub=False), Options(same_row=False), Options(row_cost=4.0))
        ]
        made = [place_lanes(chart, lanes, options) for lanes, options in [*starts, (plain, Options())]]
        return list(dict.fromkeys(polish(chart, p, (), together) for p in dict.fromkeys(made)))
    turns = [(1, Options()), (2, Options()), (1, Options(same_row=False)), (2, Options(row_cost=4.0))]
    made = [place_spine(chart, options, width, bent) for width, options in turns]
    spine: Sequence[int] = ()
    whole: list[Placement] = []
    if not bent:
        spine, whole = main_course(chart).items, place_layered(chart)
    polished = [polish(chart, p, spine, together) for p in dict.fromkeys(made + whole)]
    return list(dict.fromkeys(polished + whole))
