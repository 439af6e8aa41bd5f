"""The chart of a power for the pages of a booklet: down the page, without lanes, over two pages where it must be."""

from __future__ import annotations

from dataclasses import dataclass

from powermodel.rules.view import View
from render.layout import BARE, SHORT, Area, Chart, Fitter, Layout, build_chart, place
from render.layout.keep import Shelf, key_of
from render.layout.parts import cut
from render.layout.relief import lettered
from render.metrics import typeface
from render.scene.alt import alternative
from render.scene.drawing import Painter
from render.scene.svg import Canvas
from render.scene.theme import OFFICIAL, Theme

EDGE = 0.6  # mm around a drawing, for its lines
_TRIED = ((0.85, SHORT, 1.0), (0.85, SHORT, 0.8), (0.9, SHORT, 0.8), (1.0, SHORT, 0.8), (1.0, BARE, 0.8))
"""Small text in em of a title, detail, air: from the best to the last resort. What is kept stands in the list of steps."""


@dataclass(frozen=True, slots=True)
class Page:
    """A drawing for one page: its SVG without a font, its size in mm, its smallest type in mm, and its words."""

    svg: str
    width: float
    height: float
    small: float
    alt: str


def booklet_chart(
    view: View, width: float, height: float, least: float = 2.5, largest: float = 3.9, pages: int = 2,
    theme: Theme = OFFICIAL, shelf: Shelf | None = None,
) -> list[Page]:  # fmt: skip
    """The chart in rooms of ``width`` × ``height`` mm: one page, else up to ``pages``; none where it can't be read.

    No character is smaller than ``least`` mm, no title larger than ``largest``. On several pages the lines go on from
    a connector (甲, 乙 …) to the one of the same letter, which says on which drawing it is. ``shelf``: where layouts are
    kept.
    """
    area = Area(width - 2 * EDGE, height - 2 * EDGE, least, largest)
    codes = {key: power.code for key, power in view.project.powers.items() if power.code}
    chart = build_chart(view.flow, "risk", codes=codes)
    key = key_of(["booklet", area, pages, chart.style, chart.posts, *chart.items, *chart.links])
    drawn = (shelf or Shelf()).take(key, lambda: _laid_out(chart, area, pages))
    name, count = f"{view.power.name}流程图", len(drawn)
    titles = [name] if count == 1 else [f"{name}（{n}/{count}）" for n in range(1, count + 1)]
    return [
        _page(layout, title, alternative(view, "流程图", layout), theme)
        for layout, title in zip(drawn, titles, strict=True)
    ]


def _laid_out(chart: Chart, area: Area, pages: int) -> tuple[Layout, ...]:
    """The drawings, as few as can be read; none where ``pages`` are too few."""
    for count in range(1, pages + 1):
        charts = cut(chart, count, lambda part: f" 图{part + 1}") if count > 1 else [chart]
        if len(charts) < count:
            break
        drawn = [_drawn(part, area) for part in charts]
        if all(drawn):
            return tuple(lettered([layout for layout in drawn if layout]))
    return ()


def _drawn(chart: Chart, area: Area) -> Layout | None:
    """One drawing; None where it would be too small."""
    for bent in (False, True):
        placements = place(chart, bent=bent)
        for small, detail, air in _TRIED:
            fitter = Fitter(chart, typeface(), small, detail, air=air, placements=placements, upright=True)
            if fitter.size(area) * small < 0.9 * area.readable:
                continue
            layout = fitter.best(area)
            if layout.small >= area.readable - 1e-6:
                return layout
    return None


def _page(drawn: Layout, title: str, alt: str, theme: Theme) -> Page:
    canvas = Canvas()
    Painter(canvas, drawn, theme, EDGE - drawn.used.x, EDGE - drawn.used.y).paint()
    wide, high = drawn.used.w + 2 * EDGE, drawn.used.h + 2 * EDGE
    return Page(canvas.document(wide, high, title, alt), wide, high, drawn.small, alt)
