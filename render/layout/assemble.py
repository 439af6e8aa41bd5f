"""From coordinates in em and flow axes to a finished layout in mm, stretched to the room it gets."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from render.layout.body import BAR, DOWN, UP, Body
from render.layout.chart import Chart
from render.layout.model import Area, Badge, Box, Label, Lane, Layout, Line, Point, Rect, Wire
from render.layout.place import Placement
from render.layout.route import Way
from render.layout.runs import Tag
from render.layout.tracks import Bar, Geometry
from render.metrics import Typeface

if TYPE_CHECKING:
    from render.layout.squeeze import Press

HEAD_PAD = 0.45  # em around the name of a lane
HEAD_CHARS, HEAD_TALL = 4.2, 1.3  # em: a line of a name beside its lane, and from line to line
HAIR = 0.01  # mm: what touches by less does not touch
LOOSE = 4.0  # em: a channel is widened by no more, so that what belongs together stays together


@dataclass(slots=True)
class Draft:
    """A chart that has been routed but not yet scaled: everything in em."""

    chart: Chart
    bodies: Sequence[Body]
    placement: Placement
    ways: Sequence[Way]
    geometry: Geometry
    tags: Sequence[Sequence[Line]]  # lines of the labels, same order as geometry.tags
    rows: bool
    small: float
    typeface: Typeface
    crossings: int = 0
    bends: int = 0
    presses: dict[bool, Press] = field(default_factory=dict, init=False)
    deep: float | None = field(default=None, init=False)

    def head(self) -> float:
        """Depth of the strip with the names of the lanes, em; measured once."""
        if self.deep is None:
            self.deep = self._head() if self.placement.lanes else 0.0
        return self.deep

    def _head(self) -> float:
        lines = [self.lane_lines(lane) for lane in range(len(self.chart.posts))]
        if self.rows:
            return max(max(self.typeface.bold.width(t) for t in ts) for ts in lines if ts) + 2 * HEAD_PAD
        return max(len(ts) for ts in lines) * HEAD_TALL + 2 * HEAD_PAD

    def lane_lines(self, lane: int) -> list[str]:
        """The name of a lane, broken to its room."""
        if self.rows:
            return self.typeface.bold.break_lines(self.chart.posts[lane], HEAD_CHARS)
        columns = [c for c, its in enumerate(self.placement.lanes) if its == lane]
        walls = self.geometry.walls_x
        room = walls[2 * columns[-1] + 2] - walls[2 * columns[0] + 1] - 0.2
        return self.typeface.bold.break_lines(self.chart.posts[lane], max(room, 2.0))

    def extent(self) -> tuple[float, float]:
        """Width and height on the sheet, em, with the names of the lanes."""
        across, along = self.geometry.walls_x[-1], self.geometry.walls_y[-1] + self.head()
        return (along, across) if self.rows else (across, along)


def finish(draft: Draft, area: Area) -> Layout:
    """The layout at the largest type size that fits ``area``, its gaps stretched to the room that is left."""
    wide, high = draft.extent()
    size = min(area.width / wide, area.height / high, area.largest)
    room_x, room_y = area.width / size, area.height / size
    if draft.rows:
        room_x, room_y = room_y, room_x
    head = draft.head()
    fx = _stretch(draft.geometry.walls_x, room_x)
    fy = _stretch(draft.geometry.walls_y, room_y - head)
    return _Finisher(draft, area, size, head, fx, fy).layout()


def _stretch(walls: Sequence[float], room: float) -> Callable[[float], float]:
    """A map that widens the channels (every other interval, from the first) until ``room`` is full."""
    spare = max(0.0, room - walls[-1])
    channels = range(0, len(walls) - 1, 2)
    weights = {n: (0.6 if n in (0, len(walls) - 2) else 1.0) for n in channels}
    share = min(spare / sum(weights.values()), LOOSE)
    starts = [0.0]
    for n in range(len(walls) - 1):
        starts.append(starts[-1] + walls[n + 1] - walls[n] + (share * weights[n] if n % 2 == 0 else 0.0))

    def mapped(value: float) -> float:
        low = max(bisect_right(walls, value, 0, len(walls) - 1) - 1, 0)
        old, new = walls[low + 1] - walls[low], starts[low + 1] - starts[low]
        part = (value - walls[low]) / old if old > 0 else 0.0
        return starts[low] + part * new

    return mapped


class _Finisher:
    def __init__(
        self, draft: Draft, area: Area, size: float, head: float,
        fx: Callable[[float], float], fy: Callable[[float], float],
    ) -> None:  # fmt: skip
        self.draft, self.area, self.size, self.head, self.fx, self.fy = draft, area, size, head, fx, fy

    def point(self, x: float, y: float) -> Point:
        """A point of the flow's axes, in mm on the sheet."""
        u, v = self.fx(x), self.fy(y) + self.head
        return (v * self.size, u * self.size) if self.draft.rows else (u * self.size, v * self.size)

    def line(self, line: Line, x: float, y: float) -> Line:
        """A line of text given in em around (x, y) mm."""
        s, at = self.size, (x + line.x * self.size, y + line.y * self.size)
        return Line(line.text, *at, line.size * s, line.width * s, line.bold, line.role, line.icon)

    def rect(self, rect: Rect, x: float, y: float) -> Rect:
        s = self.size
        return Rect(x + rect.x * s, y + rect.y * s, rect.w * s, rect.h * s)

    def bar(self, bar: Bar) -> Rect:
        """A long bar on the sheet, mm."""
        (a, b), (c, d) = self.point(bar.low, bar.at), self.point(bar.high, bar.at)
        half = BAR * self.size / 2
        return (
            Rect(a - half, b, c - a + 2 * half, d - b)
            if self.draft.rows
            else Rect(a, b - half, c - a, 2 * half)
        )

    def layout(self) -> Layout:
        draft, s = self.draft, self.size
        boxes, badges = [], []
        for item, body in zip(draft.chart.items, draft.bodies, strict=True):
            x, y = self.point(draft.geometry.x[item.id], draft.geometry.y[item.id])
            rect = Rect(x - body.w * s / 2, y - body.h * s / 2, body.w * s, body.h * s)
            lines = tuple(self.line(line, x, y) for line in body.lines)
            bars = [self.rect(bar, x, y) for bar in body.bars]
            for side, at in ((UP, 0), (DOWN, -1)):
                if (bar := draft.geometry.bars.get((item.id, side))) and bars:
                    bars[at] = self.bar(bar)
                elif bar:
                    rect = self.bar(bar)
            box = Box(
                item.key, body.shape, rect, lines, item.end, item.public, item.start, tuple(bars), item.outcome,
                item.shape == "connector" and bool(draft.chart.forward[item.id]),
            )  # fmt: skip
            boxes.append(box)
            for mark, spot, line in body.badges:
                badges.append(
                    Badge(
                        mark.number,
                        mark.grade,
                        item.key,
                        mark.risk,
                        self.rect(spot, x, y),
                        self.line(line, x, y),
                    )
                )
        wires = tuple(self._wire(n, points) for n, points in enumerate(draft.geometry.points))
        labels = tuple(
            self._label(tag, lines) for tag, lines in zip(draft.geometry.tags, draft.tags, strict=True)
        )
        far = self.point(draft.geometry.walls_x[-1], draft.geometry.walls_y[-1])
        lanes = self._lanes() if draft.placement.lanes else ()
        used = Rect(0, 0, *far) if lanes else _hull(boxes, wires, labels, badges)
        return Layout(
            self.area.width, self.area.height, s, draft.small * s, used, tuple(boxes), wires, labels,
            tuple(sorted(badges, key=lambda b: b.number)), lanes, draft.rows, draft.crossings, draft.bends,
        )  # fmt: skip

    def _wire(self, number: int, points: Sequence[Point]) -> Wire:
        chart = self.draft.chart
        link = chart.links[number]
        source, target = link.ends or (chart.items[link.source].key, chart.items[link.target].key)
        placed = _plain([self.point(x, y) for x, y in points])
        if link.stub:  # ends in the middle of its connector
            rider = self.draft.bodies[link.target if link.stub == "target" else link.source]
            (_, ay), (_, by) = placed
            half = (rider.w if abs(ay - by) < 1e-7 else rider.h) / 2
            placed = self._shorter(placed, link.stub == "target", half)
        way, bars = self.draft.ways[number], self.draft.geometry.bars
        for far, touched in enumerate(((link.source, way.out), (link.target, way.into))):
            if touched in bars:  # ends in the middle of it
                placed = self._shorter(placed, bool(far), BAR / 2)
        return Wire(
            source, target, link.label or link.said, tuple(placed),
            link.back or link.dashed, link.within, link.rest, link.main,
        )  # fmt: skip

    def _shorter(self, points: Sequence[Point], far: bool, by: float) -> list[Point]:
        """The points of a line without ``by`` em at its far end or its beginning."""
        made = list(points[::-1] if far else points)
        (ax, ay), (bx, cy) = made[:2]
        part = by * self.size / (abs(ax - bx) + abs(ay - cy))
        made[0] = ax + (bx - ax) * part, ay + (cy - ay) * part
        return made[::-1] if far else made

    def _label(self, tag: Tag, lines: Sequence[Line]) -> Label:
        """A label keeps its distance from its box and its line, whatever was stretched."""
        chart, geometry, s = self.draft.chart, self.draft.geometry, self.size
        link = tag.way.link
        item = link.source
        cx, cy = geometry.x[item], geometry.y[item]
        ux = self.fx(cx) + tag.x - cx
        uy = self.fy(cy) + self.head + tag.y - cy
        x, y = (uy, ux) if self.draft.rows else (ux, uy)
        w, h = (tag.high, tag.wide) if self.draft.rows else (tag.wide, tag.high)
        rect = Rect(x * s, y * s, w * s, h * s)
        mx, my = rect.middle
        placed = tuple(self.line(line, mx, my) for line in lines)
        source, target = link.ends or (chart.items[item].key, chart.items[link.target].key)
        return Label(source, target, link.label, rect, placed, link.back or link.dashed)

    def _lanes(self) -> tuple[Lane, ...]:
        draft, s = self.draft, self.size
        edges = [self.fx(at) * s for at in (0.0, *draft.geometry.borders, draft.geometry.walls_x[-1])]
        order = list(dict.fromkeys(draft.placement.lanes))
        head, far = self.head * s, (self.fy(draft.geometry.walls_y[-1]) + self.head) * s
        found = []
        for lane, low, high in zip(order, edges, edges[1:], strict=False):
            whole, strip = Rect(low, 0, high - low, far), Rect(low, 0, high - low, head)
            if draft.rows:
                whole, strip = (Rect(r.y, r.x, r.h, r.w) for r in (whole, strip))
            post = draft.chart.posts[lane]
            found.append(
                Lane(
                    post,
                    whole,
                    strip,
                    self._names(draft.lane_lines(lane), strip),
                    post in draft.chart.supervising,
                )
            )
        return tuple(found)

    def _names(self, texts: Sequence[str], strip: Rect) -> tuple[Line, ...]:
        s = self.size
        x, y = strip.middle
        top = y - len(texts) * HEAD_TALL * s / 2
        made = []
        for n, text in enumerate(texts):
            wide = self.draft.typeface.bold.width(text, s)
            made.append(Line(text, x - wide / 2, top + (n + 0.5) * HEAD_TALL * s, s, wide, True, "lane"))
        return tuple(made)


def _plain(points: Sequence[Point]) -> list[Point]:
    """Points without those that lie on a straight line between their neighbours."""
    kept = [points[0]]
    for n in range(1, len(points) - 1):
        (ax, ay), (bx, by), (cx, cy) = kept[-1], points[n], points[n + 1]
        if not (
            (abs(ax - bx) < 1e-7 and abs(bx - cx) < 1e-7) or (abs(ay - by) < 1e-7 and abs(by - cy) < 1e-7)
        ):
            kept.append(points[n])
    kept.append(points[-1])
    return kept


def _hull(
    boxes: Sequence[Box], wires: Sequence[Wire], labels: Sequence[Label], badges: Sequence[Badge]
) -> Rect:
    xs = [v for b in boxes for r in (b.rect, *b.bars) for v in (r.x, r.right)]
    ys = [v for b in boxes for r in (b.rect, *b.bars) for v in (r.y, r.bottom)]
    for rect in [*(k.rect for k in labels), *(b.rect for b in badges)]:
        xs += [rect.x, rect.right]
        ys += [rect.y, rect.bottom]
    for wire in wires:
        xs += [p[0] for p in wire.points]
        ys += [p[1] for p in wire.points]
    return Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def clean(layout: Layout) -> bool:
    """Whether no label touches a line, a box, a bar, a badge or another label, and no line runs through a box that is not
    its own.

    The method sees to that; where a crowded side leaves it no room, another placement is taken.
    """
    labels = [_span(label.rect) for label in layout.labels]
    boxes = [(box.key, *_span(box.rect)) for box in layout.boxes]
    parts = [bar for box in layout.boxes for bar in box.bars] + [badge.rect for badge in layout.badges]
    solid = [span for _, *span in boxes] + [list(_span(part)) for part in parts]
    for n, (x, y, right, bottom) in enumerate(labels):
        for a, b, c, d in itertools.chain(labels[n + 1 :], solid):
            if x < c and a < right and y < d and b < bottom:
                return False
    for wire in layout.wires:
        xs, ys = [x for x, _ in wire.points], [y for _, y in wire.points]
        left, top, right, bottom = min(xs), min(ys), max(xs), max(ys)
        mine = wire.source, wire.target
        near = [(a, b, c, d) for a, b, c, d in labels if left < c and a < right and top < d and b < bottom]
        near += [
            (a, b, c, d)
            for key, a, b, c, d in boxes
            if left < c and a < right and top < d and b < bottom and key not in mine
        ]
        for (ax, ay), (bx, by) in itertools.pairwise(wire.points) if near else ():
            x, right = (ax, bx) if ax < bx else (bx, ax)
            y, bottom = (ay, by) if ay < by else (by, ay)
            if any(x < c and a < right and y < d and b < bottom for a, b, c, d in near):
                return False
    return True


def _span(rect: Rect) -> tuple[float, float, float, float]:
    """The borders of a rectangle, left, top, right, bottom, a hair inside it."""
    return rect.x + HAIR, rect.y + HAIR, rect.right - HAIR, rect.bottom - HAIR
