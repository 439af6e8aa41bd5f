"""Lines that run a long way round, eased: each gets the way it would have if it were alone, and what is there gives way.

Ways are found one by one beside those that are laid, and the cheap costs of the half grid decide; so the main course may
come to run round a whole sheet to spare one crossing. Here the drawings themselves are compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from render.layout.body import DOWN, UP, Body
from render.layout.chart import Link
from render.layout.crossing import crossings, positions
from render.layout.model import Point
from render.layout.relief import Made, may_spare, without
from render.layout.route import Router, Way
from render.layout.stubs import Drawing, Growing, host_side, settled, sides_for
from render.layout.weave import held_sides
from render.layout.worth import direct, length, tidiness

TRIES = 5  # how many drawings are made
TOGETHER = 3  # how many lines get other ways at once
IN_THE_WAY = 3  # how many lines another way may cross
HOPEFUL = 0.98  # what a drawing must promise, beside the one there is, to be made

Lines = Sequence[Sequence[Point]]
"""The points of all lines of a drawing, em."""


@dataclass(frozen=True, slots=True)
class Hope:
    """Another way for a line, the lines in its way that get connectors, and what that promises beside the drawing there is."""

    way: Way
    spared: tuple[Link, ...]
    promise: float

    @property
    def key(self) -> tuple[object, ...]:
        """What tells it from others, also in another drawing."""
        return self.way.link.id, self.way.out, self.way.into, tuple(self.way.corners), len(self.spared)


def eased(drawing: Drawing, made: Made, rider: Body, redraw: Callable[[Drawing], Made | None]) -> Made:
    """The layout that was ``made``, or one in which its worst detours are spared where that reads better.

    ``rider``: a connector, measured; ``redraw``: what becomes of a drawing, None where it is not sound.
    """
    tried = set[tuple[object, ...]]()
    while True:
        points = made[2].geometry.points
        for hopes in _groups(_hopes(drawing, rider, points)):
            key = tuple(hope.key for hope in hopes)
            if key in tried:
                continue
            if len(tried) == TRIES:
                return made
            tried.add(key)
            other = _with(drawing, hopes, rider, points)
            drawn = redraw(other)
            if drawn and drawn[0] > made[0]:
                drawing, made = other, drawn
                break
        else:
            return made


def _groups(hopes: Sequence[Hope]) -> Iterator[Sequence[Hope]]:
    """What is tried, in this order: the best for some lines together, then one by one."""
    best: dict[int, Hope] = {}
    for hope in hopes:
        if hope.promise > 1:
            best.setdefault(hope.way.link.id, hope)
    if len(best) > 1:
        yield list(best.values())[:TOGETHER]
    for hope in hopes:
        yield [hope]


def _hopes(drawing: Drawing, rider: Body, points: Lines) -> list[Hope]:
    """All that promises something, the best first."""
    alone = _Alone(drawing)
    free = (link for link in drawing.chart.links if not (link.stub or link.link or link.ends))
    bent = (link for link in free if len(points[link.id]) > 3)
    found = [hope for link in bent for hope in alone.hopes(link, rider, points)]
    return sorted(found, key=lambda hope: (-hope.promise, hope.way.link.id))


class _Alone:
    """A drawing, and the ways its lines would have if no other were there, or if all only kept their sides of the boxes."""

    def __init__(self, drawing: Drawing) -> None:
        self.drawing = drawing
        chart, bodies, placement = drawing.chart, drawing.bodies, drawing.placement
        held = held_sides(drawing.ways)
        self.free = Router(chart, bodies, placement)
        self.beside = Router(chart, bodies, placement, held)
        for way in drawing.ways:
            self.beside.touch(way, 1)
        self.routers = [self.free, self.beside]
        if held:
            self.routers.insert(0, Router(chart, bodies, placement, held))
        self.places = [positions(self.free.chain(way)) for way in drawing.ways]

    def hopes(self, link: Link, rider: Body, points: Lines) -> Iterator[Hope]:
        """Such ways of a line, with the connectors where they stand and elsewhere, and by another side than now: each with
        what it then crosses, and with connectors for that."""
        old = self.drawing.ways[link.id]
        long, was = self._direct(old), len(self._crossed(old))
        seen = [old]
        for router in self.routers:
            way = router.find(link)
            if any(_same(way, one) for one in seen):
                continue
            seen.append(way)
            crossed = self._crossed(way)
            own = _laid(self.drawing, way) if len(crossed) <= IN_THE_WAY else None
            if own is None:
                continue
            spared, lighter = _spared(own, crossed, rider, points)
            worth, bends = self._direct(way) / long, len(way.corners) - len(old.corners)
            for gone, price in {(): 1.0, spared: lighter.price / own.price}.items():
                less = bends - sum(len(points[other.id]) - 2 for other in gone)
                promise = worth * price * tidiness(len(crossed) - len(gone) - was, less)
                if promise >= HOPEFUL:
                    yield Hope(way, gone, promise)

    def _direct(self, way: Way) -> float:
        """What it is worth that a line has this way and no longer one, about."""
        rows, cols = self.free.grid.row_at, self.free.grid.col_at
        return direct([length([(cols[j], rows[i]) for i, j in way.corners])])

    def _crossed(self, way: Way) -> list[Link]:
        """The lines that a way would cross."""
        cells, wide = self.free.chain(way), self.free.wide
        near = [
            (link, places)
            for link, places in zip(self.drawing.chart.links, self.places, strict=True)
            if link.id != way.link.id and not places.keys().isdisjoint(cells)
        ]
        return [link for link, places in near if crossings(cells, list(places), places, wide)]


def _same(one: Way, two: Way) -> bool:
    return one.corners == two.corners and (one.out, one.into) == (two.out, two.into)


def _with(drawing: Drawing, hopes: Sequence[Hope], rider: Body, points: Lines) -> Drawing:
    """The drawing with the ways that are hoped for, as far as one leaves room for the next."""
    for hope in hopes:
        own = None if drawing.chart.links[hope.way.link.id].stub else _laid(drawing, hope.way)
        if own:
            gone, lighter = _spared(own, hope.spared, rider, points)
            drawing = settled(lighter) if gone else own
    return drawing


def _spared(
    drawing: Drawing, links: Sequence[Link], rider: Body, points: Lines
) -> tuple[tuple[Link, ...], Drawing]:
    """Those of these lines that can have connectors, and the drawing with them. The main course keeps its lines."""
    gone: list[Link] = []
    for each in links:
        link = drawing.chart.links[each.id]
        may = not link.main and may_spare(drawing.chart, drawing.placement, link)
        lighter = without(drawing, link, rider, length(points[link.id])) if may else None
        if lighter:
            drawing = lighter
            gone.append(each)
    return tuple(gone), drawing


def _laid(drawing: Drawing, way: Way) -> Drawing | None:
    """The drawing with this way for its line, and the connectors elsewhere that stand where that leaves or enters; None
    where they have no other side, or where a box would have a side with lines against each other."""
    if _against(drawing, way):
        return None
    ways = list(drawing.ways)
    ways[way.link.id] = way
    grown = Growing(replace(drawing, ways=ways))
    mine = {(way.link.source, way.out), (way.link.target, way.into)}
    for other in ways:
        if other.link.stub and host_side(other) in mine:
            along = DOWN if other.link.stub == "target" else UP
            if not grown.move(other.link, sides_for(drawing.placement, [], along)):
                return None
    return grown.result(0.0)


def _against(drawing: Drawing, way: Way) -> bool:
    """Whether a way enters a box where another line leaves, or the other way round, or leaves a decision to go on where
    another returns, or the other way round."""
    link, choice = way.link, drawing.bodies[way.link.source].shape in ("decision", "gate")
    others = [other for other in drawing.ways if other.link.id != link.id]
    return any(
        (other.link.target, other.into) == (link.source, way.out)
        or (other.link.source, other.out) == (link.target, way.into)
        or (
            choice
            and other.link.returns != link.returns
            and (other.link.source, other.out) == (link.source, way.out)
        )
        for other in others
    )
