"""Connectors that stand beside their boxes, with no cell of their own.

Relief puts them in the place of lines; those of a cut first get cells as steps do, and leave them once the ways are known.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from render.layout.body import DOWN, LEFT, RIGHT, UP, Body
from render.layout.chart import Chart, Item, Link, connected
from render.layout.model import Point
from render.layout.place import Placement
from render.layout.ports import COMPANY
from render.layout.route import Way
from render.layout.worth import length

AROUND = (RIGHT, LEFT, DOWN, UP)  # where a connector stands beside its box, the best side first
SHORT = 4.0  # em: a connector that is so near, and straight ahead, stands well


@dataclass(frozen=True, slots=True)
class Drawing:
    """All that is routed: a chart with the sizes, the cells and the ways of what it has; ``price``: of its connectors."""

    chart: Chart
    bodies: Sequence[Body]
    placement: Placement
    ways: Sequence[Way]
    price: float = 1.0


def host_side(way: Way) -> tuple[int, int]:
    """The item and the side of it at which the connector of a stub stands."""
    return (way.link.source, way.out) if way.link.stub == "target" else (way.link.target, way.into)


def settled(drawing: Drawing) -> Drawing:
    """The drawing with each connector from which the flow goes on at a side of its box that no other line touches, if there
    is one: others may have gone since it was put there."""
    grown = Growing(drawing)
    for link, way in zip(drawing.chart.links, drawing.ways, strict=True):
        if link.stub == "source" and grown.in_company(link, way.into):
            grown.move(link, sides_for(drawing.placement, [], UP))
    return grown.result(0.0)


def sides_for(placement: Placement, wish: Sequence[int], along: int) -> tuple[int, ...]:
    """Where a connector may stand: first as is wished; in lanes ``along`` them, clear of their borders."""
    return (along, along ^ 1, *AROUND) if placement.lanes else (*wish, *AROUND)


class Growing:
    """A drawing that loses lines and gets stubs in their place."""

    def __init__(self, drawing: Drawing) -> None:
        self.drawing, chart, placement = drawing, drawing.chart, drawing.placement
        self.items, self.links, self.ways = list(chart.items), list(chart.links), list(drawing.ways)
        self.row, self.col, self.bodies = list(placement.row), list(placement.col), list(drawing.bodies)

    def end(self, link: Link, item: Item, body: Body, sides: Sequence[int]) -> bool:
        """Let a stub lead to (or from) an item beside its box, at the first of the sides that is free, or has room beside
        a single line, if there is one."""
        host = link.source if link.stub == "target" else link.target
        side = self._free(link, host, sides)
        side = self._shared(link, host, body, sides) if side is None else side
        if side is None:
            return False
        at = len(self.items)
        self.items.append(replace(item, id=at, lane=self.items[host].lane))
        self.bodies.append(body)
        self.row.append(self.row[host])
        self.col.append(self.col[host])
        self._lead(
            replace(link, target=at) if link.stub == "target" else replace(link, source=at), side, host
        )
        return True

    def move(self, link: Link, sides: Sequence[int]) -> bool:
        """Let the item at one end of a stub leave its cell, if a side of the box at the other is free."""
        host, rider = (link.source, link.target) if link.stub == "target" else (link.target, link.source)
        side = self._free(link, host, sides)
        if side is None:
            return False
        self.row[rider], self.col[rider] = self.row[host], self.col[host]
        self._lead(link, side, host)
        return True

    def in_company(self, link: Link, side: int) -> bool:
        """Whether other lines touch the side of the box that a stub leads to."""
        return bool(self._lines(link, link.target)[side])

    def _lead(self, link: Link, side: int, host: int) -> None:
        way = _stub(self.drawing.placement, link, side, host)
        self.links[link.id : link.id + 1], self.ways[link.id : link.id + 1] = [link], [way]

    def keep(self, link: Link, rider: Body) -> None:
        """Put a way in from a connector in the place of the same; it comes from here too, so the ``rider`` names no sheet."""
        self.links[link.id], self.ways[link.id] = link, replace(self.ways[link.id], link=link)
        self.items[link.source] = replace(self.items[link.source], title=rider.lines[0].text)
        self.bodies[link.source] = rider

    def result(self, cost: float) -> Drawing:
        chart, placement = self.drawing.chart, self.drawing.placement
        made = connected(
            tuple(self.items), tuple(self.links), chart.posts, chart.of_step, chart.style, chart.supervising
        )
        placement = replace(placement, row=tuple(self.row), col=tuple(self.col))
        return Drawing(made, self.bodies, placement, self.ways, self.drawing.price * (1 - cost))

    def _free(self, link: Link, host: int, sides: Sequence[int]) -> int | None:
        """The first of these sides that no line touches but the one that goes."""
        lines = self._lines(link, host)
        return next((side for side in sides if not lines[side]), None)

    def _shared(self, link: Link, host: int, rider: Body, sides: Sequence[int]) -> int | None:
        """The first of these sides that one line touches, with room beside that."""
        lines = self._lines(link, host)
        for side in sides:
            low, high = self.bodies[host].whole(side)
            if len(lines[side]) == 1 and high - low >= rider.across(side) + COMPANY:
                (other,) = lines[side]
                if other and not (other.stub or other.link):
                    return side
        return None

    def _lines(self, link: Link, host: int) -> dict[int, list[Link | None]]:
        """What touches each side of a box besides the line that goes: lines, or None where nothing else ever may."""
        found: dict[int, list[Link | None]] = {side: [] for side in AROUND}
        for way in self.ways:
            if way.link.id != link.id:
                if way.link.source == host:
                    found[way.out].append(way.link)
                if way.link.target == host:
                    found[way.into].append(way.link)
        one = self.items[host]
        if one.join or one.shape == "gate":
            found[UP].append(None)
        if one.split:
            found[DOWN].append(None)
        return found


def _stub(placement: Placement, link: Link, side: int, host: int) -> Way:
    """A way from a box into the channel beside it, or back."""
    i, j = 2 * placement.row[host] + 1, 2 * placement.col[host] + 1
    di, dj = {DOWN: (1, 0), UP: (-1, 0), RIGHT: (0, 1), LEFT: (0, -1)}[side]
    corners = [(i, j), (i + di, j + dj)]
    return Way(link, side, side, corners if link.stub == "target" else corners[::-1], [])


def astray(drawing: Drawing, points: Sequence[Sequence[Point]]) -> list[Link]:
    """The lines to and from connectors of a cut that bend or are long, the worst first.

    ``points``: of all lines, em. A connector at a parallel bar keeps its cell: what starts or comes together there has to
    touch the bar.
    """
    chart = drawing.chart
    cut = (link for link in chart.links if link.ends and not link.stub and not _at_bar(chart, link))
    far = [link for link in cut if len(points[link.id]) > 2 or length(points[link.id]) > SHORT]
    return sorted(far, key=lambda link: (-len(points[link.id]), -length(points[link.id])))


def pulled(drawing: Drawing, links: Sequence[Link]) -> Drawing | None:
    """The drawing with the connectors of these lines beside their boxes, where these have a free side, and no room left
    for the cells that were theirs; None where all stay."""
    grown, moved = Growing(drawing), False
    for link in links:
        way = drawing.ways[link.id]
        rider, was, along = (link.source, way.into, UP) if link.rest else (link.target, way.out, DOWN)
        sides = sides_for(drawing.placement, _slim(drawing.bodies[rider], was), along)
        moved |= grown.move(replace(link, stub="source" if link.rest else "target"), sides)
    return tightened(grown.result(0.0)) if moved else None


def _slim(rider: Body, was: int) -> list[int]:
    """The sides at which a connector sticks out least first, and of such the one where its line ``was``."""
    return sorted(AROUND, key=lambda side: (round(rider.reach[side], 1), side != was))


def _at_bar(chart: Chart, link: Link) -> bool:
    """Whether a line to or from a connector has its other end at a bar."""
    if link.rest:
        return chart.items[link.target].join and not link.dashed
    return chart.items[link.source].split


def tightened(drawing: Drawing) -> Drawing:
    """The drawing without its empty rows, and without its empty columns besides the last of a lane."""
    placement = drawing.placement
    rows, cols, lanes = set(placement.row), set(placement.col), placement.lanes
    cols |= {lanes.index(lane) for lane in lanes if not any(lanes[col] == lane for col in placement.col)}
    up, left = _halves(rows, placement.rows), _halves(cols, placement.cols)
    tight = replace(
        placement,
        row=tuple(up[2 * r + 1] // 2 for r in placement.row),
        col=tuple(left[2 * c + 1] // 2 for c in placement.col),
        rows=len(rows),
        cols=len(cols),
        lanes=tuple(lane for col, lane in enumerate(lanes) if col in cols),
        groups=tuple(left[2 * c] // 2 for c in placement.groups),
    )
    return replace(drawing, placement=tight, ways=[_moved(way, up, left, tight.cols) for way in drawing.ways])


def _moved(way: Way, up: Sequence[int], left: Sequence[int], cols: int) -> Way:
    """A way when rows and columns of the half grid have other numbers, of ``cols`` columns of boxes."""
    corners, wide = _plain([(up[i], left[j]) for i, j in way.corners]), 2 * cols + 1
    cells = [i * wide + j for i, j in _passed(corners)] if way.cells else []
    return Way(way.link, way.out, way.into, corners, cells)


def _passed(corners: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """All places on the half grid between the first and the last of these corners."""
    found = list(corners[:1])
    for (i, j), (k, m) in pairwise(corners):
        step = (k > i) - (k < i), (m > j) - (m < j)
        found += [(i + n * step[0], j + n * step[1]) for n in range(1, abs(k - i) + abs(m - j) + 1)]
    return found[1:-1]


def _halves(kept: Collection[int], count: int) -> list[int]:
    """For every channel and band of the half grid its number when only some bands are left; the others become channels."""
    found = [0]
    for band in range(count):
        found += [found[-1] + 1, found[-1] + 2] if band in kept else [found[-1]] * 2
    return found


def _plain(corners: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Corners without those between two in one line."""
    kept: list[tuple[int, int]] = []
    for corner in corners:
        while kept and kept[-1] == corner:
            kept.pop()
        if len(kept) > 1 and any(kept[-2][n] == kept[-1][n] == corner[n] for n in (0, 1)):
            kept.pop()
        kept.append(corner)
    return kept
