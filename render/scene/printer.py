"""From what stands where to a finished sheet: the flow, its cards and what is around them, as one SVG in mm."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from powermodel.rules.view import View
from render.layout import Layout
from render.layout.model import Rect
from render.scene.alt import alternative
from render.scene.cards import CardSet, paint_cards
from render.scene.course import Course
from render.scene.drawing import Painter
from render.scene.frame import Frame, Sheet
from render.scene.legend import shown
from render.scene.service import Panel, paint_panel
from render.scene.svg import Canvas
from render.scene.theme import Theme


@dataclass(frozen=True, slots=True)
class Plan:
    """How a body is divided: the flow's area, and the cards or the panel with their rectangle; sizes in mm.

    ``after``: title of the step of the main course behind which the flow goes on on another sheet.
    """

    layout: Layout
    flow: Rect
    cards: CardSet | None
    column: Rect | None
    after: str = ""
    panel: Panel | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """A finished sheet. ``missing``: characters that the embedded fonts lack; ``plan``: None for a sheet of cards alone.

    ``left_out``: what all sheets together had no room for.
    """

    svg: str
    alt: str
    title: str
    missing: str
    plan: Plan | None
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Printer:
    """Draws sheets of one power. ``kind``: what they are called; ``course``: drawn strong; ``draft``: marked as 草稿."""

    view: View
    kind: str
    sheet: Sheet
    theme: Theme
    course: Course | None
    draft: bool

    def flow(self, plan: Plan, frame: Frame) -> Drawn:
        """A sheet with the flow, or with a part of it."""
        canvas = Canvas()
        frame.paint(canvas, shown(plan.layout, self.course is not None))
        canvas.rect(frame.body, fill="none", data_body="1")
        used = plan.layout.used
        dx = plan.flow.x + (plan.flow.w - used.w) / 2 - used.x
        dy = plan.flow.y + (plan.flow.h - used.h) * (0.25 if plan.panel else 0.5) - used.y
        Painter(canvas, plan.layout, self.theme, dx, dy, self.course).paint()
        if plan.panel and plan.column:
            paint_panel(canvas, plan.panel, self.theme, plan.column)
        if plan.cards and plan.column:
            paint_cards(canvas, plan.cards, self.theme, plan.column.x, plan.column.y, plan.column.w)
        return self._finish(canvas, frame.pages, plan)

    def beside(self, what: CardSet | Panel, frame: Frame) -> Drawn:
        """A sheet without a flow."""
        canvas = Canvas()
        frame.paint(canvas, ())
        body = frame.body
        canvas.rect(body, fill="none", data_body="1")
        if isinstance(what, Panel):
            paint_panel(canvas, what, self.theme, replace(body, h=what.height))
        else:
            paint_cards(canvas, what, self.theme, body.x, body.y, body.w)
        return self._finish(canvas, frame.pages, None)

    def _finish(self, canvas: Canvas, page: tuple[int, int], plan: Plan | None) -> Drawn:
        if self.draft:
            self._stamp(canvas)
        alt = alternative(self.view, self.kind, plan.layout if plan else None)
        title = f"{self.view.power.name}{self.kind}" + (
            f"（第{page[0]}张，共{page[1]}张）" if page[1] > 1 else ""
        )
        svg = canvas.document(self.sheet.width, self.sheet.height, title, alt)
        return Drawn(svg, alt, title, "".join(canvas.missing), plan)

    def _stamp(self, canvas: Canvas) -> None:
        """草稿 across the sheet, so that a draft is never hung."""
        w, h = self.sheet.width, self.sheet.height
        size = 0.36 * min(w, h)
        angle = -math.degrees(math.atan2(h, w)) * 0.8
        canvas.tag(
            "text", "草稿", x=w / 2, y=h / 2 + 0.38 * size, font_size=size, font_weight="bold", text_anchor="middle",
            fill=self.theme.heading, fill_opacity=0.13, transform=f"rotate({angle:.2f} {w / 2:.2f} {h / 2:.2f})", data_draft="1",
        )  # fmt: skip
