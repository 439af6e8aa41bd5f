"""The whole sheet: the flow, its cards and what is around them, as one SVG in mm."""

from __future__ import annotations

import math
from dataclasses import dataclass

from powermodel.rules.view import View
from render.layout import BARE, FULL, SHORT, Area, Fitter, Layout, Style, build_chart
from render.layout.model import Rect
from render.metrics import typeface
from render.scene import cards as risk_cards
from render.scene.alt import alternative
from render.scene.cards import CardSet, fit_cards, paint_cards
from render.scene.content import Content, card_marks, content
from render.scene.drawing import Painter
from render.scene.frame import Frame, Sheet
from render.scene.svg import Canvas
from render.scene.theme import OFFICIAL, Theme

KINDS = {"risk": "廉政风险防控图", "lanes": "权力运行流程图", "simple": "办事流程图"}


@dataclass(frozen=True, slots=True)
class Plan:
    """How a body is divided: the flow's area, the cards' rectangle and the cards; sizes in mm."""

    layout: Layout
    flow: Rect
    cards: CardSet | None
    column: Rect | None
    detail: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """A finished sheet. ``missing``: characters that no font has; ``second``: cards that went to the next sheet."""

    svg: str
    alt: str
    title: str
    missing: str
    plan: Plan | None


class Composer:
    """Draws the sheets of one power in one style on one kind of sheet."""

    def __init__(self, view: View, style: Style, sheet: Sheet, theme: Theme = OFFICIAL) -> None:
        self.view, self.style, self.sheet, self.theme = view, style, sheet, theme
        self.kind = KINDS[style]
        self.content: Content = content(view, self.kind)
        codes = {key: power.code for key, power in view.project.powers.items() if power.code}
        watching = [name for name in view.project.posts if view.supervises(name)]
        marks = card_marks(view) if style != "simple" else {}
        self.chart = build_chart(view.flow, style, marks, codes, watching)
        self.pinned = tuple(view.project.settings.lanes)
        self.fitters: dict[tuple[float, int], Fitter] = {}

    def fitter(self, small: float, detail: int) -> Fitter:
        key = (small, detail)
        if key not in self.fitters:
            self.fitters[key] = Fitter(self.chart, typeface(), small, detail, self.pinned)
        return self.fitters[key]

    def sheets(self, draft: bool = False) -> list[Drawn]:
        """All sheets, the flow first."""
        plan = self.plan()
        alone = plan.cards is None and bool(self.content.cards) and self.style != "simple"
        drawn = [self._draw(plan, draft)]
        if alone:
            drawn += self._cards_alone(draft)
        return drawn

    # -- planning ---------------------------------------------------------------------------------------------

    def plan(self) -> Plan:
        """Divide the body between flow and cards, shortening step by step until both can be read."""
        frame = Frame(self.sheet, self.content, self.theme)
        body, readable = frame.body, self.sheet.readable
        cards = self.content.cards if self.style != "simple" else ()
        last: Plan | None = None
        if cards:
            levels = (risk_cards.FULL, risk_cards.ONE_LINE, risk_cards.SHORT)
            for level in levels if self.style == "risk" else (*levels, risk_cards.NAMES):
                split = self._split(body, level)
                if split is not None:
                    return self._with_cards(body, *split)
        for small, detail in ((0.8, FULL), (1.0, FULL), (1.0, SHORT), (1.0, BARE)):
            layout = self._best(small, detail, body.w, body.h)
            last = Plan(layout, body, None, None, detail)
            if layout.small >= readable - 1e-6:
                break
        assert last is not None
        return last

    def _area(self, width: float, height: float) -> Area:
        return Area(width, height, self.sheet.readable, 3 * self.sheet.readable)

    def _best(self, small: float, detail: int, width: float, height: float) -> Layout:
        return self.fitter(small, detail).best(self._area(width, height))

    def _split(self, body: Rect, level: int) -> tuple[float, bool, float, int, CardSet] | None:
        """The division that reads best: (share of the cards, below the flow, small, detail, cards)."""
        readable = self.sheet.readable
        best: tuple[float, tuple[float, bool, float, int, CardSet]] | None = None
        gap = 1.5 * self.sheet.base
        tall = body.h > 1.15 * body.w
        for below in (False, True) if tall else (False,):
            for share in (0.2, 0.24, 0.28, 0.32, 0.36, 0.4, 0.45, 0.5, 0.55):
                cw, ch = (body.w, body.h * share) if below else (body.w * share, body.h)
                fw, fh = (body.w, body.h - ch - gap) if below else (body.w - cw - gap, body.h)
                sized = self._flow_size(fw, fh)
                if sized is None:
                    continue
                cards = fit_cards(self.content.cards, level, cw, ch, readable, 1.8 * readable)
                if cards is None:
                    continue
                small, detail, size = sized
                value = math.log(size * small) + 0.7 * math.log(cards.size) - (0.12 if below else 0.0)
                if best is None or value > best[0]:
                    best = value, (share, below, small, detail, cards)
        return best[1] if best else None

    def _flow_size(self, width: float, height: float) -> tuple[float, int, float] | None:
        """(small, detail, type size) at which the flow will be readable in this room, by the cheap look."""
        area = self._area(width, height)
        for small, detail in ((0.8, FULL), (1.0, FULL), (1.0, SHORT)):
            size = max(v.size(area) for v in self.fitter(small, detail).variants)
            if size * small >= 1.06 * self.sheet.readable:
                return small, detail, size
        return None

    def _with_cards(self, body: Rect, share: float, below: bool, small: float, detail: int, cards: CardSet) -> Plan:
        gap = 1.5 * self.sheet.base
        if below:
            flow = Rect(body.x, body.y, body.w, body.h * (1 - share) - gap)
            column = Rect(body.x, flow.bottom + gap, body.w, body.h * share)
        else:
            flow = Rect(body.x, body.y, body.w * (1 - share) - gap, body.h)
            column = Rect(flow.right + gap, body.y, body.w * share, body.h)
        layout = self._best(small, detail, flow.w, flow.h)
        return Plan(layout, flow, cards, column, detail)

    # -- painting ---------------------------------------------------------------------------------------------

    def _draw(self, plan: Plan, draft: bool) -> Drawn:
        canvas = Canvas()
        frame = Frame(self.sheet, self.content, self.theme)
        frame.paint(canvas, plan.layout, [c.grade for c in self.content.cards] if self.style != "simple" else [])
        canvas.rect(frame.body, fill="none", data_body="1")
        used = plan.layout.used
        dx = plan.flow.x + (plan.flow.w - used.w) / 2 - used.x
        dy = plan.flow.y + (plan.flow.h - used.h) / 2 - used.y
        Painter(canvas, plan.layout, self.theme, dx, dy).paint()
        if plan.cards and plan.column:
            paint_cards(canvas, plan.cards, self.theme, plan.column.x, plan.column.y, plan.column.w)
        return self._finish(canvas, draft, plan)

    def _cards_alone(self, draft: bool) -> list[Drawn]:
        """The risk column on a sheet of its own (or more, where one does not hold it)."""
        frame = Frame(self.sheet, self.content, self.theme)
        body, rest, drawn = frame.body, list(self.content.cards), []
        while rest:
            count = len(rest)
            made = None
            while count and made is None:
                made = fit_cards(rest[:count], risk_cards.FULL, body.w, body.h, self.sheet.readable, 2 * self.sheet.readable)
                if made is None:
                    count -= 1
            if made is None:
                break
            rest = rest[count:]
            canvas = Canvas()
            frame.paint(canvas, None, [])
            canvas.rect(body, fill="none", data_body="1")
            paint_cards(canvas, made, self.theme, body.x, body.y, body.w)
            drawn.append(self._finish(canvas, draft, None))
        return drawn

    def _finish(self, canvas: Canvas, draft: bool, plan: Plan | None) -> Drawn:
        if draft:
            self._stamp(canvas)
        alt = alternative(self.view, self.kind)
        title = f"{self.view.power.name}{self.kind}"
        svg = canvas.document(self.sheet.width, self.sheet.height, title, alt)
        return Drawn(svg, alt, title, "".join(canvas.missing), plan)

    def _stamp(self, canvas: Canvas) -> None:
        """草稿 across the sheet, so that a draft is never hung."""
        w, h = self.sheet.width, self.sheet.height
        size = 0.36 * min(w, h)
        angle = -math.degrees(math.atan2(h, w)) * 0.8
        canvas.tag(
            "text", "草稿", x=w / 2, y=h / 2 + 0.38 * size, font_size=size, font_weight="bold", text_anchor="middle",
            fill="#c4161c", fill_opacity=0.13, transform=f"rotate({angle:.2f} {w / 2:.2f} {h / 2:.2f})", data_draft="1",
        )  # fmt: skip
