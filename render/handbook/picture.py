"""The small chart of a service, where its type can be read in a booklet."""

from __future__ import annotations

from powermodel.rules.view import View
from render.handbook.book import Picture

WIDTH, HEIGHT = 116.0, 150.0
"""The room a chart has on a page, in mm."""
LEAST, LARGEST = 2.5, 3.9
"""mm: no character may be smaller, no title need be larger (3.9 mm is the size of the text beside it)."""
MOST_STEPS = 14
"""Charts of more steps never reach the size; they are not even tried."""


def small_chart(view: View) -> Picture | None:
    """The chart of a power for one page; None where it would be under 2.5 mm, where the list of steps says it all."""
    from render.layout import BARE, Area, Fitter, build_chart
    from render.metrics import typeface
    from render.scene.drawing import Painter
    from render.scene.svg import Canvas
    from render.scene.theme import OFFICIAL

    if not 2 < len(view.flow.nodes) <= MOST_STEPS:
        return None
    chart = build_chart(view.flow, "risk")
    drawn = Fitter(chart, typeface(), detail=BARE).best(Area(WIDTH, HEIGHT, LEAST, LARGEST), tries=2)
    if drawn.small < LEAST:
        return None
    edge = 0.6
    canvas = Canvas()
    Painter(canvas, drawn, OFFICIAL, edge - drawn.used.x, edge - drawn.used.y).paint()
    wide, high = drawn.used.w + 2 * edge, drawn.used.h + 2 * edge
    return Picture(canvas.document(wide, high, f"{view.power.name}流程图", "同下面的步骤"), wide, high)
