"""Text first: every thing's words in lines and its size in em, before anything is placed. An em is a title's character.

Sides are those of the flow, not of the sheet: DOWN is where the flow goes. On a chart that runs from left to right
(``rows``) DOWN is the sheet's right and RIGHT is its bottom.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from render.layout.chart import Chart, Item, Mark
from render.layout.model import Line, Rect, Shape
from render.layout.words import SetLine, Words
from render.metrics import Typeface

DOWN, UP, RIGHT, LEFT = 0, 1, 2, 3
TALL = 1.25  # em of height that a line of one em takes
PAD, LANE_PAD = 0.7, 0.55  # em beside the words of a box; lanes have as many boxes side by side as posts
ROUND = 1.7  # em: the radius of a terminator's ends, at most
BAR_GAP, BAR = 0.5, 0.3  # em between a box and its bar, and the bar's thickness
FORK, FAN = 5.0, 1.1  # em: a bar with no box is at least so long; what each line at a bar takes of it
Sized = tuple[Shape, float, float, list[Line]]  # shape, width, height, words


@dataclass(slots=True)
class Body:
    """One thing, measured; em, relative to its centre, in the axes of the sheet unless it says otherwise.

    ``reach[side]``: how much room it needs from its centre, badges and bars included. ``ports[side]``: where along
    that side lines may touch it. Both by the sides of the flow. ``across``/``along``: half its shape's size.
    """

    shape: Shape
    w: float
    h: float
    lines: list[Line] = field(default_factory=list)
    badges: list[tuple[Mark, Rect, Line]] = field(default_factory=list)
    bars: list[Rect] = field(default_factory=list)
    reach: list[float] = field(default_factory=lambda: [0.0] * 4)
    ports: list[tuple[float, float]] = field(default_factory=lambda: [(0.0, 0.0)] * 4)
    edge: list[float] = field(default_factory=lambda: [0.0] * 4)
    rows: bool = False

    def touch(self, side: int, offset: float) -> float:
        """How far from the centre, along the flow's axis of ``side``, a line at ``offset`` meets the border."""
        far = self.edge[side]
        sideways = (side >= RIGHT) != self.rows  # the sheet's left or right side
        half, other = (self.w / 2, self.h / 2) if sideways else (self.h / 2, self.w / 2)
        if far > half + 1e-6:
            return far  # a bar
        if self.shape in ("decision", "gate"):
            return half * max(0.0, 1 - abs(offset) / other)
        if self.shape in ("terminator", "connector"):
            radius = min(self.h / 2, self.w / 2, ROUND)
            over = abs(offset) - (other - radius)
            return half if over <= 0 else half - radius + math.sqrt(max(0.0, radius**2 - over**2))
        return far

    def bar(self, side: int) -> float:
        """How long the bar at ``side`` is, em; the thing itself where that is one."""
        rect = self.bars[0 if side == UP else -1] if self.bars else Rect(0, 0, self.w, self.h)
        return rect.h if self.rows else rect.w

    def _badges(self, side: int) -> list[tuple[float, float, float]]:
        """Every badge as seen from a side: from–to across it, and how far it reaches outwards."""
        found = []
        for _, r, _ in self.badges:
            across, out = ((r.y, r.bottom), (r.x, r.right)) if (side >= RIGHT) != self.rows else (
                (r.x, r.right), (r.y, r.bottom)
            )  # fmt: skip
            found.append((*across, out[1] if side in (DOWN, RIGHT) else -out[0]))
        return found

    def beyond(self, side: int, low: float, high: float) -> float:
        """How far from the centre badges reach on ``side``, of those that meet low–high across it; 0 where none does."""
        return max((far for a, b, far in self._badges(side) if a < high and low < b), default=0.0)

    def across(self, side: int) -> float:
        """How far it reaches, to the right or below, beside a line that touches ``side`` in its middle."""
        return self.reach[RIGHT if side in (DOWN, UP) else DOWN]

    def whole(self, side: int) -> tuple[float, float]:
        """Where lines may touch a side when there are many: nearly all of it, but no badge."""
        low, high = self.ports[side]
        if self.shape not in ("decision", "gate"):
            return low, high
        half = (self.h if (side >= RIGHT) != self.rows else self.w) / 2 * 0.8
        spans = [(a, b) for a, b, far in self._badges(side) if far > 0]
        most = min([half, *(a - 0.2 for a, _ in spans if a > 0)])
        least = max([-half, *(b + 0.2 for _, b in spans if b < 0)])
        return min(low, least), max(high, most)


@dataclass(frozen=True, slots=True)
class Setting:
    """How wide text is set. ``chars``: characters a line in every group of items; ``group``: that of every item."""

    chars: tuple[float, ...]
    group: tuple[int, ...]


Known = dict[tuple[int, float, int, float], tuple[Body, Body]]
"""Items measured, for charts that run down and across: by number, characters a line (of a diamond), its list of words (of
a box; `Words` keeps them), and the width of its group."""


class Measurer:
    """Measures the items of a chart for so many characters a line, or what the longest word needs.

    ``chars``: for all, or group by group. The boxes of a group have one width. ``words``: where they are broken already;
    ``known``: what was measured already with the same small text, detail and air; what is measured here is added.
    """

    def __init__(
        self, chart: Chart, typeface: Typeface, chars: float | Setting, small: float, detail: int, air: float = 1.0,
        words: Words | None = None, known: Known | None = None,
    ) -> None:  # fmt: skip
        self.chart, self.face, self.small = chart, typeface, small
        self.words = words or Words(chart, typeface, small, detail)
        self.known = known if known is not None else {}
        self.leaving = Counter(link.source for link in chart.links)
        setting = chars if isinstance(chars, Setting) else Setting((chars,), (0,) * len(chart.items))
        self.group, self.chars = setting.group, list(setting.chars)
        for item in chart.items:
            if item.shape not in ("decision", "connector"):
                g = self.group[item.id]
                self.chars[g] = max(self.chars[g], self.words.least[item.id])
        self.lanes = chart.style == "lanes"
        self.pad = 0.5 if air < 1 else LANE_PAD if self.lanes else PAD
        self.texts = {
            i.id: self.words.texts(i, self.chars[self.group[i.id]])
            for i in chart.items
            if i.shape not in ("decision", "gate", "connector", "fork")
        }
        inner = [4.0] * len(self.chars)
        for number, lines in self.texts.items():
            g = self.group[number]
            inner[g] = max([inner[g], *(line.width for line in lines)])
        self.widths = [wide + 2 * self.pad for wide in inner]

    def bodies(self, rows: bool) -> list[Body]:
        """All items. ``rows``: for a chart that runs from left to right."""
        made = []
        for item in self.chart.items:
            g = self.group[item.id]
            texts, width = self.texts.get(item.id), self.widths[g]
            key = item.id, self.chars[g] if texts is None else 0.0, id(texts), width
            if key not in self.known:
                sized = self._sized(item, texts, width)
                self.known[key] = self._body(item, sized, False), self._body(item, sized, True)
            made.append(self.known[key][rows])
        return made

    def _body(self, item: Item, sized: Sized, rows: bool) -> Body:
        """An item, finished."""
        shape, w, h, lines = sized
        if shape == "fork" and rows:
            w, h = h, w
        body = Body(shape, w, h, lines, rows=rows)
        self._finish(body, item)
        return body

    def _sized(self, item: Item, texts: list[SetLine] | None, width: float) -> Sized:
        """Shape, size and words of an item, the boxes of its group ``width`` em wide; ``texts``: of a box."""
        if texts is not None:
            return self._box(item, texts, width)
        if item.shape == "gate":
            return self._gate(item)
        if item.shape == "fork":
            return self._fork(item)
        if item.shape == "decision":
            return self._diamond(item, width)
        wide = self.face.bold.width(item.title, self.small)
        line = Line(item.title, -wide / 2, 0, self.small, wide, True, "connector")
        return "connector", max(1.8, wide + 1.1), 1.7, [line]

    def _gate(self, item: Item) -> Sized:
        """A small diamond, larger the more lines leave it."""
        more = max(0, self.leaving[item.id] - 3)
        return "gate", 2.0 + 0.5 * more, 1.6 + 0.5 * more, []

    def _fork(self, item: Item) -> Sized:
        """A parallel bar on its own, longer the more lines leave it; as it lies where the flow runs down the sheet."""
        return "fork", max(FORK, FAN * self.leaving[item.id] + 0.6), BAR, []

    def _box(self, item: Item, texts: list[SetLine], width: float) -> Sized:
        height = sum(line.size * TALL for line in texts)
        top, bottom = (0.4, 0.4) if self.lanes else (0.5, 0.45)
        top += 0.35 * self.small if item.marks else 0
        bottom += 0.35 * self.small if len(item.marks) > 2 else 0
        w, h = width, height + top + bottom
        if item.shape == "terminator":
            w = max(width, max((line.width for line in texts), default=0) + min(h, 2 * ROUND) * 0.5 + 0.4)
        if item.shape == "predefined":
            w = width + 0.9
        for marks in _two_rows(item.marks):  # badges in the corners, and an arrow between them
            row = [self._badge(mark) for mark in marks]
            need = sum(row) + 0.15 * len(row) + 1.4
            if len(row) > 2 and need > w + 0.1:
                return self._box(item, self.words.texts(item, need - 2 * self.pad), need)
        return item.shape, w, h, _stacked(texts, -h / 2 + top)

    def _badge(self, mark: Mark) -> float:
        """How wide the badge of a risk is."""
        return self.face.bold.width(f"{mark.number}{mark.label or mark.grade}", self.small) + self.small

    def _diamond(self, item: Item, width: float) -> Sized:
        """The smallest diamond around the text, at most a third wider than the boxes where that can be."""
        best: tuple[float, list[SetLine], float, float] | None = None
        tried, least, most = set(), self.words.least[item.id], self.chars[self.group[item.id]]
        for chars in (most, most - 1, most - 2, most - 3, 4.0):
            texts = self.words.texts(item, max(chars, least))
            key = tuple(line.text for line in texts)
            if key in tried:
                continue
            tried.add(key)
            for w, h in _diamonds(texts):
                cost = w * h + 6 * max(0.0, w - 1.3 * width) ** 2 + 2 * max(0.0, h - 0.8 * w) ** 2
                if best is None or cost < best[0] - 1e-9:
                    best = cost, texts, w, h
        assert best is not None
        _, texts, w, h = best
        return "decision", w, h, _stacked(texts, _top(texts, h / 2))

    def _finish(self, body: Body, item: Item) -> None:
        """Badges, bars, reach and ports."""
        half_w, half_h = body.w / 2, body.h / 2
        diamond = body.shape in ("decision", "gate")
        top, bottom, left, right = (
            [-half_w + 0.6, half_w - 0.6],
            [-half_w + 0.6, half_w - 0.6],
            [-half_h + 0.4, half_h - 0.4],
            [-half_h + 0.4, half_h - 0.4],
        )
        if body.shape in ("terminator", "connector"):
            radius = min(half_h, half_w, ROUND)
            top, bottom = (
                [-half_w + radius * 0.8, half_w - radius * 0.8],
                [-half_w + radius * 0.8, half_w - radius * 0.8],
            )
            left, right = [-half_h * 0.5, half_h * 0.5], [-half_h * 0.5, half_h * 0.5]
        if diamond:
            part = 0.3 if body.shape == "decision" else 0.4
            top, bottom = [-half_w * part, half_w * part], [-half_w * part, half_w * part]
            left, right = [-half_h * part, half_h * part], [-half_h * part, half_h * part]
        reach = [half_w, half_w, half_h, half_h]  # sheet: left right top bottom
        self._badges(body, item, top, bottom, left, right, reach)
        for limits in (top, bottom, left, right):
            if limits[0] > limits[1]:
                limits[0] = limits[1] = (limits[0] + limits[1]) / 2
        edge = [half_w, half_w, half_h, half_h]
        bars = [(item.join, -1), (item.split, 1)]
        for wanted, way in bars:
            if wanted and body.shape != "fork":
                self._bar(body, item, way, edge, reach, left, right, top, bottom)
        if body.rows:
            body.reach = [reach[1], reach[0], reach[3], reach[2]]
            body.edge = [edge[1], edge[0], edge[3], edge[2]]
            sides = (right, left, bottom, top)
        else:
            body.reach = [reach[3], reach[2], reach[1], reach[0]]
            body.edge = [edge[3], edge[2], edge[1], edge[0]]
            sides = (bottom, top, right, left)
        body.ports = [(s[0], s[1]) for s in sides]

    def _bar(
        self, body: Body, item: Item, way: int, edge: list[float], reach: list[float],
        left: list[float], right: list[float], top: list[float], bottom: list[float],
    ) -> None:  # fmt: skip
        links = self.chart.forward[item.id] if way > 0 else self.chart.backward[item.id]
        rows = body.rows
        across = body.h if rows else body.w
        long = max(across if not rows else across + 0.6, FAN * len(links) + 0.6)
        far = (body.w if rows else body.h) / 2 + BAR_GAP
        at = (1 if way > 0 else 0) if rows else (3 if way > 0 else 2)
        corners = len(item.marks)
        if corners and (way < 0 or corners > 2 or rows):
            far = max(far + 0.75 * self.small, reach[at] + 0.1)  # clear of the badges
        near = far if way > 0 else -far - BAR
        body.bars.append(Rect(near, -long / 2, BAR, long) if rows else Rect(-long / 2, near, long, BAR))
        edge[at] = far + BAR
        reach[at] = max(reach[at], far + BAR)
        limits = (right if way > 0 else left) if rows else (bottom if way > 0 else top)
        limits[0], limits[1] = -long / 2 + 0.4, long / 2 - 0.4
        for other in (2, 3) if rows else (0, 1):
            reach[other] = max(reach[other], long / 2)

    def _badges(
        self, body: Body, item: Item, top: list[float], bottom: list[float], left: list[float], right: list[float],
        reach: list[float],
    ) -> None:  # fmt: skip
        if not item.marks:
            return
        size, decision = self.small, body.shape == "decision"
        for sx, sy, marks, row in _corners(item.marks):
            need = sum(map(self._badge, row)) + 2.0  # with room for an arrow
            over_two = (need - body.w) / 2 if len(row) > 1 else 0.0
            at = 0.0
            for mark in marks[::-1] if (sx > 0) != decision else marks:  # boxes: inwards, diamonds: outwards
                text = f"{mark.number}{mark.label or mark.grade}"
                w, h = self._badge(mark), 1.4 * size
                wide = w - size
                if decision:
                    x = 0.44 * body.w / 2 - 0.1 + at + w / 2
                    y = 0.56 * body.h / 2 - 0.1 + h / 2
                else:
                    over = max(0.4, min(0.45 * w, over_two))
                    x, y = body.w / 2 + over - w / 2 - at, body.h / 2
                at += w + 0.15
                rect = Rect(sx * x - w / 2, sy * y - h / 2, w, h)
                line = Line(text, sx * x - wide / 2, sy * y, size, wide, True, "badge")
                body.badges.append((mark, rect, line))
                reach[0], reach[1] = max(reach[0], -rect.x + 0.1), max(reach[1], rect.right + 0.1)
                reach[2], reach[3] = max(reach[2], -rect.y + 0.1), max(reach[3], rect.bottom + 0.1)
                if not decision:
                    self._keep_off(rect, sx, sy, top, bottom, left, right)
                else:
                    for limits in (top, bottom) if sy < 0 else (bottom, top):
                        limits[0], limits[1] = (
                            max(limits[0], -0.22 * body.w / 2),
                            min(limits[1], 0.22 * body.w / 2),
                        )

    @staticmethod
    def _keep_off(
        rect: Rect,
        sx: int,
        sy: int,
        top: list[float],
        bottom: list[float],
        left: list[float],
        right: list[float],
    ) -> None:
        """Lines stay off the badge at a corner."""
        flat, upright = (top if sy < 0 else bottom), (right if sx > 0 else left)
        if sx > 0:
            flat[1] = min(flat[1], rect.x - 0.3)
        else:
            flat[0] = max(flat[0], rect.right + 0.3)
        if sy < 0:
            upright[0] = max(upright[0], rect.bottom + 0.2)
        else:
            upright[1] = min(upright[1], rect.y - 0.2)


def _two_rows(marks: Sequence[Mark]) -> tuple[Sequence[Mark], Sequence[Mark]]:
    """The marks of a box above and below it, to be read as text is: two stand above."""
    above = max(2, (len(marks) + 1) // 2)
    return marks[:above], marks[above:]


def _corners(marks: Sequence[Mark]) -> Iterator[tuple[int, int, Sequence[Mark], Sequence[Mark]]]:
    """For every corner its sides (-1: left, above), its marks from left to right, and all of its row."""
    for sy, row in zip((-1, 1), _two_rows(marks), strict=True):
        half = (len(row) + 1) // 2
        yield from ((-1, sy, row[:half], row), (1, sy, row[half:], row))


def _diamonds(texts: Sequence[SetLine]) -> Iterator[tuple[float, float]]:
    """Width and height of diamonds of several proportions that hold these lines."""
    height = sum(line.size * TALL for line in texts)
    for ratio in (1.5, 1.7, 1.9, 2.2, 2.6):
        half = height / 2 * ratio
        y, need = _top(texts, half), 1.2
        for line in texts:
            tall = line.size * TALL
            far = abs(y + tall / 2) + line.size * 0.55
            need = max(need, (line.width / 2 + 0.25) / max(0.05, 1 - far / half))
            y += tall
        yield 2 * max(need, half), 2 * half


def _top(texts: Sequence[SetLine], half: float) -> float:
    """Where the text of a diamond begins: a little above the middle, where it is read as centred."""
    return -sum(line.size * TALL for line in texts) / 2 - 0.05 * half


def _stacked(texts: Sequence[SetLine], top: float) -> list[Line]:
    """Lines of text under each other from ``top``."""
    made = []
    for line in texts:
        tall = line.size * TALL
        made.append(line.at(top + tall / 2))
        top += tall
    return made
