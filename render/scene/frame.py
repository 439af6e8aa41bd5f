"""Head, legend and foot of a sheet, and the room that is left between them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from render.layout.model import Rect
from render.metrics import Metrics, typeface
from render.scene.content import Block, Content
from render.scene.legend import legend_rows, paint_legend
from render.scene.svg import Canvas
from render.scene.theme import Theme

PAGE, PAGE_SIZE = "第{}张，共{}张", 1.5
"""Which sheet it is, and how much larger than the foot that is said: who sees only one must know of the others."""
LEAST = 2.5
"""mm: no character is smaller, whatever the distance."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of paper or a board: mm; no text smaller than ``readable`` mm. ``ease``: head and foot so much larger."""

    name: str
    width: float
    height: float
    distance: float
    readable: float
    ease: float = 1.0

    @property
    def base(self) -> float:
        """The size of text in head and foot, mm."""
        return max(self.readable, 0.0082 * math.sqrt(self.width * self.height)) * self.ease

    @property
    def margin(self) -> float:
        return max(6.0, 0.022 * min(self.width, self.height))


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry of a block of the foot: what, value in pieces of lines, stressed; mm from the block's corner."""

    what: str
    value: tuple[str, ...]
    size: float
    stressed: bool
    indent: float
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class _Set:
    """A block of the foot laid out, with its height in mm."""

    block: Block
    high: float
    entries: tuple[_Entry, ...]


class Frame:
    """Everything around the body. Made once for a sheet; `body` is the room for the flow and its cards.

    ``signs``: those that the legend may have to explain.
    """

    def __init__(
        self,
        sheet: Sheet,
        content: Content,
        theme: Theme,
        signs: Sequence[str],
        pages: tuple[int, int] = (1, 1),
    ) -> None:
        self.signs = signs
        self.sheet, self.content, self.theme, self.pages = sheet, content, theme, pages
        self.regular: Metrics = typeface().regular
        self.bold: Metrics = typeface().bold
        self.inner = sheet.width - 2 * sheet.margin
        for part in (1.0, 0.85, 0.7, 0.55, 0.4):  # head and foot may not crowd the flow out (K901 says so)
            self.b = sheet.base * part
            self._divide(self.b, sheet.margin)
            if self.body.h > 0.45 * sheet.height:
                break

    def _divide(self, b: float, m: float) -> None:
        """Heights of everything at the type size ``b``."""
        self._head(b, m)
        self._foot(b, m)
        top = self.basis_top + len(self.basis) * 1.4 * b + (0.5 * b if self.basis else 0.6 * b)
        self.watch = Rect(m, top, self.inner, 1.75 * b) if self.content.supervision else None
        if self.watch:
            top = self.watch.bottom + 0.6 * b
        high = (len(legend_rows(self.signs, self.inner, b)) * 1.8 + 0.3) * b
        self.legend = Rect(m, self.foot.y - 0.3 * b - high, self.inner, high)
        bottom = self.legend.y
        self.body = Rect(m, top, self.inner, max(1.0, bottom - top))

    def _head(self, b: float, m: float) -> None:
        facts = list(self.content.facts)
        fact_wide = max((self.regular.width(f, b) for f in facts), default=0.0)
        if fact_wide > 0.34 * self.inner:
            facts = facts[:1]
            fact_wide = max((self.regular.width(f, b) for f in facts), default=0.0)
        room = self.inner - 2.6 * b - (fact_wide + 1.5 * b if facts else 0)
        room -= (
            self.bold.width(PAGE.format(9, 9), PAGE_SIZE * b) + b
        )  # kept free on single sheets too: one body for all
        words = self.content.title + self.content.kind
        self.title = min(4.4 * b, room / (self.bold.width(words) + 0.6))
        self.two_lines = self.title < 2.6 * b
        if self.two_lines:
            self.title = min(
                4.0 * b, room / max(self.bold.width(self.content.title), self.bold.width(self.content.kind))
            )
        lines = 2 if self.two_lines else 1
        place = 1.6 * b if self.content.place else 0.0
        high = max(0.9 * b + place + lines * 1.28 * self.title, (len(facts) + 0.4) * 1.4 * b) + 0.5 * b
        self.band = Rect(m, m, self.inner, high)
        self.facts = facts
        self.basis_top = self.band.bottom + 0.75 * b
        text = f"依据：{self.content.basis}" if self.content.basis else ""
        self.basis = self.regular.break_lines(text, self.inner, b, balance=False) if text else []

    def _foot(self, b: float, m: float) -> None:
        pad, gap = 0.8 * b, 1.6 * b
        self.qr = 0.0
        if self.content.site:
            self.qr = max(9.0 * b, 22.0)
        room = self.inner - 2 * pad - (self.qr + gap if self.qr else 0)
        blocks = [block for block in (*self.content.service, *self.content.blocks) if block.lines]
        weights = [1.25 if block.heading else 1.3 if n == 0 else 0.9 for n, block in enumerate(blocks)]
        per_row = max(1, len(blocks)) if room / b > 75 or len(blocks) < 3 else 2
        self.rows: list[list[tuple[float, _Set]]] = []
        for start in range(0, len(blocks), per_row):
            part = list(zip(blocks[start : start + per_row], weights[start : start + per_row], strict=True))
            share = (room - gap * (len(part) - 1)) / sum(w for _, w in part)
            tried = [
                [self._set(block, share * weight, b, columns) for columns in range(1, len(block.lines) + 1)]
                for block, weight in part
            ]
            high = max(min(made.high for made in sets) for sets in tried)
            x, row = 0.0, []
            for sets, (_, weight) in zip(tried, part, strict=True):
                row.append((x, next(made for made in sets if made.high <= high + 1e-9)))
                x += share * weight + gap
            self.rows.append(row)
        high = sum(map(_high, self.rows)) + 0.7 * b * (len(self.rows) - 1)
        high = max(high, self.qr) + 2 * pad if blocks or self.qr else 0.0
        self.foot = Rect(m, self.sheet.height - m - high, self.inner, high)

    def _set(self, block: Block, width: float, b: float, columns: int) -> _Set:
        """A block in so many columns; what is too long for one takes several."""
        gap = 1.6 * b
        column = (width - gap * (columns - 1)) / columns
        made: list[_Entry] = []
        y, high, at, last = (1.5 * b if block.heading else 0.0), 0.0, 0, 0.0
        for what, value, stressed in block.lines:
            size = 1.25 * b if stressed else b
            face = self.bold if stressed else self.regular
            label = self.regular.width(what, size) + 0.8 * size
            need = label + face.width(value, size)
            span = min(columns, math.ceil((need + gap) / (column + gap)))
            if at + span > columns or size != last:
                y, high, at = y + high, 0.0, 0
            room = span * (column + gap) - gap
            x, at, last = at * (column + gap), at + span, size
            if block.heading or label > 0.55 * room:
                whole = f"{what}：{value}" if value else what
                lines = self.regular.break_lines(whole, room - size, size, balance=False)
                made.append(_Entry("", tuple(lines), size, False, size, x, y))
            else:
                lines = face.break_lines(value, room - label, size, balance=False)
                made.append(_Entry(what, tuple(lines), size, stressed, label, x, y))
            high = max(high, len(lines) * 1.42 * size)
        return _Set(block, y + high, tuple(made))

    # -- painting ---------------------------------------------------------------------------------------------

    def paint(self, canvas: Canvas, signs: Sequence[str]) -> None:
        """Head, supervision, legend (of ``signs``) and foot."""
        sheet, theme = self.sheet, self.theme
        canvas.rect(Rect(0, 0, sheet.width, sheet.height), fill=theme.paper)
        self._paint_head(canvas)
        if self.watch:
            self._paint_watch(canvas, self.watch)
        paint_legend(canvas, signs, theme, self.legend, self.b)
        self._paint_foot(canvas)

    def _paint_head(self, canvas: Canvas) -> None:
        b, theme, band = self.b, self.theme, self.band
        canvas.rect(band, 0.5 * b, fill=theme.head)
        canvas.rect(Rect(band.x, band.bottom + 0.18 * b, band.w, 0.16 * b), fill=theme.accent)
        x, y = band.x + 1.3 * b, band.y + 0.75 * b
        if self.content.place:
            canvas.text(self.content.place, x, y + 0.6 * b, 1.15 * b, fill=theme.head_soft, bold=True)
            y += 1.6 * b
        left = band.bottom - 0.45 * b - y
        lines = [self.content.title, self.content.kind] if self.two_lines else [self.content.title]
        step = left / len(lines)
        for n, text in enumerate(lines):
            canvas.text(text, x, y + (n + 0.5) * step, self.title, fill=theme.head_text, bold=True)
        if not self.two_lines:
            at = x + self.bold.width(self.content.title, self.title) + 0.4 * self.title
            canvas.text(self.content.kind, at, y + 0.5 * step, self.title, fill=theme.head_soft, bold=True)
        if self.pages[1] > 1:
            last, size = (
                (self.content.kind, self.title)
                if self.two_lines
                else (self.content.title + self.content.kind, self.title)
            )
            at = x + self.bold.width(last, size) + (0.4 * size if not self.two_lines else 0) + b
            size, foot = PAGE_SIZE * b, y + left - 0.62 * PAGE_SIZE * b
            canvas.text(PAGE.format(*self.pages), at, foot, size, bold=True, fill=theme.head_text)
        top = band.middle[1] - (len(self.facts) - 1) * 0.7 * b
        for n, fact in enumerate(self.facts):
            canvas.text(fact, band.right - 1.3 * b, top + n * 1.4 * b, b, fill=theme.head_text, anchor="end")
        for n, text in enumerate(self.basis):
            canvas.text(text, band.x, self.basis_top + (n + 0.5) * 1.4 * b, b, fill=theme.quiet)

    def _paint_watch(self, canvas: Canvas, rect: Rect) -> None:
        b, theme = self.b, self.theme
        canvas.rect(rect, 0.3 * b, fill=theme.watch, stroke=theme.accent, stroke_width=0.08 * b)
        canvas.text(
            f"全程监督：{self.content.supervision}",
            rect.middle[0],
            rect.middle[1],
            b,
            bold=True,
            anchor="middle",
            fill=theme.ink,
        )

    def _paint_foot(self, canvas: Canvas) -> None:
        b, theme, foot = self.b, self.theme, self.foot
        if not foot.h:
            return
        canvas.rect(foot, 0.4 * b, fill=theme.foot, stroke=theme.rule, stroke_width=0.06 * b)
        y = foot.y + 0.8 * b
        for row in self.rows:
            for x, made in row:
                self._paint_block(canvas, made, foot.x + 0.8 * b + x, y)
            y += _high(row) + 0.7 * b
        if self.qr:
            _qr(
                canvas,
                self.content.site,
                Rect(foot.right - 0.8 * b - self.qr, foot.middle[1] - self.qr / 2, self.qr, self.qr),
            )

    def _paint_block(self, canvas: Canvas, made: _Set, left: float, top: float) -> None:
        b, theme = self.b, self.theme
        if made.block.heading:
            canvas.text(made.block.heading, left, top + 0.7 * b, 1.1 * b, bold=True, fill=theme.heading)
        for entry in made.entries:
            step = 1.42 * entry.size
            x, y = left + entry.x, top + entry.y + step / 2
            if entry.what:
                canvas.text(entry.what, x, y, entry.size, fill=theme.quiet)
            hot = entry.stressed and entry.what == "监督举报电话"
            fill = theme.heading if hot else theme.ink
            for n, text in enumerate(entry.value):
                indent = entry.indent if entry.what or n else 0.0
                canvas.text(text, x + indent, y + n * step, entry.size, bold=entry.stressed, fill=fill)


def _high(row: Sequence[tuple[float, _Set]]) -> float:
    """The height of a row of blocks, mm."""
    return max(made.high for _, made in row)


def _qr(canvas: Canvas, address: str, rect: Rect) -> None:
    """The QR code of an address, with its quiet zone of four modules."""
    import segno

    code = segno.make(address, error="q", micro=False)
    modules = code.symbol_size(scale=1, border=4)[0]
    step = rect.w / modules
    canvas.rect(rect, fill="#ffffff")
    parts = []
    for j, row in enumerate(code.matrix_iter(scale=1, border=4)):
        i, bits = 0, list(row)
        while i < len(bits):
            if not bits[i]:
                i += 1
                continue
            end = i
            while end < len(bits) and bits[end]:
                end += 1
            parts.append(
                f"M{rect.x + i * step:.3f} {rect.y + j * step:.3f}h{(end - i) * step:.3f}v{step:.3f}h{-(end - i) * step:.3f}z"
            )
            i = end
    with canvas.group(data_qr=address):
        canvas.path("".join(parts), fill="#000000", shape_rendering="crispEdges")
