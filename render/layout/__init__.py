"""Lay a flow out on a sheet: boxes, lanes, lines and labels in mm.

chart = build_chart(flow, "lanes", marks, codes)
drawing = layout(chart, Area(400, 250, readable=2.5, largest=7.5))
"""

from __future__ import annotations

from collections.abc import Sequence

from render.layout.build import build_chart
from render.layout.chart import BARE, FULL, SHORT, Chart, Mark, Style
from render.layout.fit import Fitter
from render.layout.model import Area, Layout
from render.layout.places import place
from render.layout.relief import lettered
from render.metrics import Typeface, typeface

__all__ = [
    "BARE",
    "FULL",
    "SHORT",
    "Area",
    "Chart",
    "Fitter",
    "Layout",
    "Mark",
    "Style",
    "build_chart",
    "layout",
    "place",
]


def layout(chart: Chart, area: Area, face: Typeface | None = None, pinned: Sequence[str] = ()) -> Layout:
    """The best drawing of ``chart`` in ``area`` (mm); pure and deterministic.

    ``face``: the fonts (the embedded ones); ``pinned``: posts whose lanes keep this order.
    """
    return lettered([Fitter(chart, face or typeface(), pinned=pinned).best(area)])[0]
