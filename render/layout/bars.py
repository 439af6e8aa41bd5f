"""Parallel bars that reach over all their branches, so that these leave and enter them in straight lines.

A bar is first drawn as wide as its box, and the lines to what stands beside fan out below it. Where nothing is in
the way the bar is made longer instead: at its place, or where the farthest of these lines runs across.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from render.layout.assemble import Draft
from render.layout.body import BAR, DOWN, LEFT, RIGHT, UP
from render.layout.chart import Link
from render.layout.model import Point, Rect
from render.layout.tracks import Bar
from render.layout.worth import over

BOX, TAG, LINE = 0.35, 0.2, 0.45  # em that a bar and its lines keep from boxes, labels and other lines
FOREIGN = 1.2  # em that a bar keeps, along the flow, from boxes that no line of it leads to: it would seem to be theirs
END = 0.4  # em from the last line to the end of the bar


_Solid = tuple[int, float, float, float, float]
"""What a bar keeps off, with its distance: the item that it belongs to, or -1, or the line; left, top, right, bottom, em."""


def spread(draft: Draft) -> Draft:
    """The draft with longer bars and fewer bends, where there is room for that."""
    chart = draft.chart
    sides = [(item.id, UP) for item in chart.items if item.join and item.shape != "fork"]
    sides += [(item.id, DOWN) for item in chart.items if item.split]
    if not sides:
        return draft
    room = _Room(draft)
    bars = dict[tuple[int, int], Bar]()
    for item, side in sides:
        found = room.best(item, side)
        if found:
            bars[item, side] = room.stretch(item, side, found)
    if not bars:
        return draft
    points = [room.points[link.id] for link in chart.links]
    made = replace(draft, geometry=replace(draft.geometry, points=points, bars=bars))
    made.crossings, made.bends = len(over(points)), sum(len(p) - 2 for p in points)
    return made


@dataclass(frozen=True, slots=True)
class _Straight:
    """How a line would leave its bar: straight to ``to``, then over ``rest``. ``end``: the item that it may come near there."""

    to: Point
    rest: Sequence[Point]
    end: int = -1


@dataclass(frozen=True, slots=True)
class _Reach:
    """Where a bar may lie along the flow, and the lines that then leave it straight."""

    at: float
    straight: Mapping[int, _Straight]


class _Room:
    """What a drawing has where, and what bars could have."""

    def __init__(self, draft: Draft) -> None:
        self.draft, geometry = draft, draft.geometry
        self.points = [list(points) for points in geometry.points]
        self.hulls = [_hull(n, points) for n, points in enumerate(self.points)]
        self.boxes: list[_Solid] = []
        for n, body in enumerate(draft.bodies):
            left, up, right, down = (body.reach[side] + BOX for side in (LEFT, UP, RIGHT, DOWN))
            x, y = geometry.x[n], geometry.y[n]
            self.boxes.append((n, x - left, y - up, x + right, y + down))
        self.tags = [
            (-1, tag.x - TAG, tag.y - TAG, tag.x + tag.wide + TAG, tag.y + tag.high + TAG)
            for tag in geometry.tags
        ]

    def best(self, item: int, side: int) -> _Reach | None:
        """The place of the bar at which most lines become straight, the nearest to its box; None where none does."""
        links = list(self._lines(item, side))
        lines = {link.id: self._from_bar(link.id, side) for link in links}
        could = {link.id: way for link in links if (way := self._straight(link, side))}
        places = [self._place(item, side)]
        if self.draft.chart.items[item].shape != "fork":
            places += sorted({lines[n][1][1] for n in could}, key=lambda y: abs(y - places[0]))
        own = {item, *(end for link in links for end in (link.source, link.target))}
        near = set(lines) | {k.id for k in self.draft.chart.links if k.lead and k.target == item}
        found: _Reach | None = None
        for at in places:
            if len(found.straight if found else ()) == len(could):  # none reaches more
                break
            reach = self._at(item, side, at, lines, could, own, near)
            if found is None or len(reach.straight) > len(found.straight):
                found = reach
        return found if found and found.straight else None

    def _straight(self, link: Link, side: int) -> _Straight | None:
        """How a line that goes along, across and along the flow again, or into the side of a box, would leave its bar."""
        path, ahead = self._from_bar(link.id, side), 1 if side == DOWN else -1
        if len(path) > 3:
            (_, ay), (_, by), corner, (dx, dy) = path[:4]
            fans = ay != by and abs(corner[0] - dx) < 1e-9 and (dy - corner[1]) * ahead > 0
            return _Straight(corner, path[3:]) if fans else None
        end = link.target if side == DOWN else link.source
        if len(path) < 3 or (side == UP and link.label) or self.draft.bodies[end].badges:
            return None
        x, y = self.draft.geometry.x[end], self.draft.geometry.y[end]
        to = x, y - ahead * self.draft.bodies[end].touch(side ^ 1, 0.0)
        return _Straight(to, [to], end)

    def _lines(self, item: int, side: int) -> Iterator[Link]:
        """The lines at a bar."""
        for way in self.draft.ways:
            link = way.link
            end, at = (link.source, way.out) if side == DOWN else (link.target, way.into)
            if end == item and at == side and not link.stub:
                yield link

    def _from_bar(self, number: int, side: int) -> list[Point]:
        """The points of a line, the bar first."""
        points = self.points[number]
        return points if side == DOWN else points[::-1]

    def _place(self, item: int, side: int) -> float:
        """Where the bar of an item lies as measured: its middle, along the flow."""
        far = self.draft.bodies[item].edge[side] - BAR / 2
        if self.draft.chart.items[item].shape == "fork":
            far = 0.0
        return self.draft.geometry.y[item] + (far if side == DOWN else -far)

    def _at(
        self, item: int, side: int, at: float, lines: Mapping[int, Sequence[Point]],
        could: Mapping[int, _Straight], own: set[int], near: set[int],
    ) -> _Reach:  # fmt: skip
        """What becomes straight with the bar there, the farthest lines first.

        The bar keeps off boxes that are not its ``own`` and off lines that are not ``near``.
        """
        ahead, centre = (1 if side == DOWN else -1), self.draft.geometry.x[item]
        half = self.draft.bodies[item].bar(side) / 2
        moved = _thick(at, centre - half, centre + half) if at != self._place(item, side) else None
        stem = _span((centre, self.draft.geometry.y[item]), (centre, at))
        if not all(self._clear(place, {item}, near) for place in (stem, moved) if place):
            return _Reach(at, {})
        straight: dict[int, _Straight] = {}
        for n, way in sorted(could.items(), key=lambda found: -abs(found[1].to[0] - centre)):
            x, y = way.to
            bar = _thick(at, centre, x + (END if x > centre else -END))
            free = (y - at) * ahead >= 0 and self._clear(bar, {item}, near) and self._alone(bar, own)
            if free and self._clear(_span((x, at), way.to), {item, way.end}, {n, *straight}):
                straight[n] = way
        ends = [centre, *(way.to[0] for way in straight.values())]
        bar = _thick(at, min(ends) - END, max(ends) + END)
        bent = [path[1:] for n, path in lines.items() if n not in straight]
        if any((path[0][1] - at) * ahead < LINE or _meets(path, bar) for path in bent if len(path) > 1):
            return _Reach(at, {})
        return _Reach(at, straight)

    def _clear(self, place: Rect, items: set[int], links: set[int]) -> bool:
        """Whether nothing but these items and lines is in a place."""
        if _taken(self.boxes, place, items) or _taken(self.tags, place, items):
            return False
        return not any(_meets(self.points[n], place) for n in _owners(self.hulls, place, links))

    def _alone(self, bar: Rect, own: set[int]) -> bool:
        """Whether no box but its ``own`` is near a bar."""
        more = FOREIGN - BOX
        return not _taken(self.boxes, Rect(bar.x, bar.y - more, bar.w, bar.h + 2 * more), own)

    def stretch(self, item: int, side: int, reach: _Reach) -> Bar:
        """Draw the lines of a bar as they are with it there, and give it its length."""
        geometry, body = self.draft.geometry, self.draft.bodies[item]
        xs = []
        for link in self._lines(item, side):
            path = self._from_bar(link.id, side)
            way = reach.straight.get(link.id) or _Straight(path[0], path[1:])
            path = [(way.to[0], reach.at), *way.rest]
            self.points[link.id] = path if side == DOWN else path[::-1]
            self.hulls[link.id] = _hull(link.id, path)
            xs.append(path[0][0])
        half = body.bar(side) / 2 - END
        xs += [geometry.x[item] - half, geometry.x[item] + half]
        bar = Bar(min(xs) - END, max(xs) + END, reach.at)
        one = _thick(bar.at, bar.low, bar.high)
        self.boxes.append((item, one.x - BOX, one.y - BOX, one.right + BOX, one.bottom + BOX))
        return bar


def _taken(solids: Sequence[_Solid], place: Rect, but: Collection[int]) -> bool:
    """Whether something that is not of these items shares area with a place."""
    return next(_owners(solids, place, but), None) is not None


def _owners(solids: Sequence[_Solid], place: Rect, but: Collection[int]) -> Iterator[int]:
    """What shares area with a place, other than ``but``."""
    left, top, right, bottom = place.x, place.y, place.right, place.bottom
    for owner, x, y, end, foot in solids:
        if x < right and left < end and y < bottom and top < foot and owner not in but:
            yield owner


def _meets(points: Sequence[Point], place: Rect) -> bool:
    """Whether a line comes near a place."""
    return any(place.overlaps(_span(a, b), LINE) for a, b in pairwise(points))


def _hull(number: int, points: Sequence[Point]) -> _Solid:
    """Where a line is, roughly, with what it keeps from others."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return number, min(xs) - LINE, min(ys) - LINE, max(xs) + LINE, max(ys) + LINE


def _span(a: Point, b: Point) -> Rect:
    return Rect(min(a[0], b[0]), min(a[1], b[1]), abs(a[0] - b[0]), abs(a[1] - b[1]))


def _thick(at: float, one: float, two: float) -> Rect:
    """A bar around ``at``, from one end to the other."""
    return _span((one, at - BAR / 2), (two, at + BAR / 2))
