"""Fewer crossings for ways that are routed: each that crosses others is drawn anew where that costs less.

Besides the way that the router finds, the ways along the places that lines have in the layers are tried: they cross
least when taken together, though one alone may be long. All are compared by the crossings that they must have.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import accumulate, pairwise

from render.layout.along import Others, along_layers
from render.layout.chart import Link
from render.layout.crossing import crossings, positions
from render.layout.grid import BEND, INF
from render.layout.route import Router, Way
from render.layout.stubs import Drawing, host_side

KNOT = 8.0  # what a crossing costs, on the scale of the router's costs
STRAY = 5.0  # and a line over a fold that does not keep between its groups
ROUNDS, RELAXED = 4, 2


def weave(router: Router, ways: Sequence[Way]) -> list[Way]:
    """The ways of all links, in their order, with fewer crossings where there are any, and none that look mistaken.

    ``router``: has found ``ways`` and counted them.
    """
    weaver = Weaver(router)
    for way in ways:
        router.count(way, -1)
    weaver.begin(ways)
    knots = weaver.knots()
    if not knots and not any(map(weaver.poor, ways)):
        return list(ways)
    others, least = along_layers(router)
    cost, found = weaver.improve(others)
    if router.placement.unfolded.layers and weaver.knots() > least + 1:
        weaver.begin(())
        weaver.begin([min(others(way.link) or [way], key=weaver.plain) for way in ways])
        other = weaver.improve(others, afresh=True)
        if other[0] > cost - 1e-9:
            weaver.begin(found)
    weaver.settle(others)
    found = weaver.untangled(others)
    return found if weaver.knots() <= knots else list(ways)


def rewoven(drawing: Drawing) -> Drawing | None:
    """A drawing from which lines went to connectors, every other where it now costs least; None where all stay.

    A side at which a connector stands is left to it, and to the lines that share it already.
    """
    held = held_sides(drawing.ways)
    if not held:
        return None
    router = Router(drawing.chart, drawing.bodies, drawing.placement, held)
    weaver = Weaver(router)
    weaver.begin(drawing.ways)
    ways = weaver.relaxed()
    return replace(drawing, ways=ways) if ways else None


def held_sides(ways: Sequence[Way]) -> dict[tuple[int, int], set[int]]:
    """The sides of items at which connectors stand, with the links that touch them."""
    sides: dict[tuple[int, int], set[int]] = defaultdict(set)
    for way in ways:
        sides[way.link.source, way.out].add(way.link.id)
        sides[way.link.target, way.into].add(way.link.id)
    return {side: sides[side] for way in ways if way.link.stub for side in [host_side(way)]}


class Weaver:
    """The ways of a placed chart, with what they cross."""

    def __init__(self, router: Router) -> None:
        self.router, self.wide = router, router.wide
        self.ways: dict[int, Way] = {}
        between = router.placement.between
        ahead = (link for link in router.chart.links if not (link.back or link.up))
        self.between = {link.id: columns for link in ahead if (columns := between(link.source, link.target))}

    def begin(self, ways: Sequence[Way]) -> None:
        """Forget the ways that were laid, and lay these."""
        for way in self.ways.values():
            self.router.count(way, -1)
        self.ways = {}
        self.cells: dict[int, list[int]] = {}
        self.places: dict[int, dict[int, int]] = {}
        self.over: dict[int, set[int]] = defaultdict(set)  # cell -> the links that pass it
        self.changes = 0  # how many links were given another way, and how many when one got its own
        self.drawn: dict[int, int] = {}
        self.counted: int | None = None
        for way in ways:
            self._lay(way)

    def _strays(self, way: Way) -> bool:
        """Whether a line over a fold leaves its groups."""
        if way.link.id not in self.between:
            return False
        low, high = self.between[way.link.id]
        return any(not low <= col <= high for _, col in way.corners)

    def poor(self, way: Way) -> bool:
        """Whether a way looks like a mistake though it crosses nothing: it strays, or is a hook between two boxes that
        face each other."""
        return self._strays(way) or (way.link.id in self.router.ahead and len(way.corners) > 2)

    def knots(self) -> int:
        """How many crossings there are; counted when ways were laid since."""
        if self.counted is None:
            self.counted = sum(self._cross(one, two) for one in self.ways for two in self._near(one)) // 2
        return self.counted

    def improve(self, others: Others, afresh: bool = False) -> tuple[float, list[Way]]:
        """What all ways cost, and the ways, after each that crosses or looks mistaken found a better one if there is.

        ``afresh``: each.
        """
        for n in range(ROUNDS):
            changed = False
            for link in self.router.chart.links:
                poor = self.poor(self.ways[link.id]) or any(self._crossed(link.id, self.cells[link.id]))
                if poor or (afresh and n == 0):
                    changed |= self._redraw(link, others)
            if not changed:
                break
        return self._total(), self._all()

    def relaxed(self) -> list[Way] | None:
        """The ways after each that bends or crosses others found a better one; None where none does. Connectors stay."""
        before = self.changes
        for _ in range(RELAXED):
            start = self.changes
            for link in self.router.chart.links:
                if not (link.stub or link.link or link.ends) and self._strained(link):
                    self._redraw(link, lambda _: ())
            if self.changes == start:
                break
        return self._all() if self.changes > before else None

    def _strained(self, link: Link) -> bool:
        """Whether a line bends, or crosses another."""
        return len(self.ways[link.id].corners) > 2 or any(self._crossed(link.id, self.cells[link.id]))

    def settle(self, others: Others) -> None:
        """Lay each line that strays between its groups, where others could give way to it."""
        for link in self.router.chart.links:
            if self._strays(self.ways[link.id]):
                self._settle(link, others)

    def untangled(self, others: Others) -> list[Way]:
        """The ways after each two that cross were drawn anew together, where that costs less."""
        links = self.router.chart.links if self.knots() else ()
        for one in links:
            for n in self._over(one.id):
                if n > one.id and self._cross(one.id, n):
                    self._part([one, links[n]], others)
        for one in links if self.knots() else ():
            if len(crossed := self._over(one.id)) > 1:
                self._part([one, *(links[n] for n in crossed)], others)
        return self._all()

    def _cross(self, one: int, two: int) -> int:
        """How often two lines cross."""
        return crossings(self.cells[one], self.cells[two], self.places[two], self.wide)

    def _over(self, number: int) -> list[int]:
        """The lines that a line crosses."""
        return [n for n in sorted(self._near(number)) if self._cross(number, n)]

    def _near(self, number: int, cells: Sequence[int] = ()) -> set[int]:
        """The lines that share cells with a line, if it ran over these."""
        return {other for cell in (cells or self.cells[number])[1:-1] for other in self.over[cell]} - {number}

    def _part(self, links: Sequence[Link], others: Others) -> None:
        """Lay lines anew, one after the other in this order or the reverse, where all together then cost less.

        Outcomes of one decision also with their sides exchanged.
        """
        best, least = [self.ways[link.id] for link in links], self._together(links) - 1e-9
        sides = {link.id: self.ways[link.id].out for link in links}
        orders: list[tuple[Sequence[Link], int | None]] = [(links, None), (links[::-1], None)]
        if len(links) == 2 and links[0].source == links[1].source:
            orders += [(links, sides[links[1].id]), (links[::-1], sides[links[0].id])]
        for order, leave in orders:
            for link in order:
                self._lift(self.ways[link.id])
            for link in order:
                self._lay(self._cheapest(link, others, leave=leave) or self.ways[link.id])
                leave = None
            if (cost := self._together(links)) < least:
                best, least = [self.ways[link.id] for link in links], cost
        for way in best:
            self._change(way)

    def _together(self, links: Sequence[Link]) -> float:
        """What lines cost that are laid."""
        mine = {link.id for link in links}
        crossed = sum(1.0 if n not in mine else 0.5 for link in links for n in self._over(link.id))
        return sum(self.plain(self.ways[n]) for n in mine) + KNOT * crossed

    def _all(self) -> list[Way]:
        return [self.ways[link.id] for link in self.router.chart.links]

    def _total(self) -> float:
        """What all ways cost, with their crossings."""
        return sum(self.plain(way) for way in self.ways.values()) + KNOT * self.knots()

    def _settle(self, link: Link, others: Others) -> None:
        """Lay a line that strays between its groups, and then what it crosses there and other strays anew.

        Where all that does not cost less, everything is as before.
        """
        ways = [way for way in (*self._found(link), *others(link)) if not self._strays(way)]
        if not ways:
            return
        before = dict(self.ways), self.changes, dict(self.drawn)
        cost = self._total()
        self._change(min(ways, key=self._cost))
        crossed = set(self._over(link.id))
        for other in self.router.chart.links:
            if other.id in crossed or (other is not link and self._strays(self.ways[other.id])):
                self._redraw(other, others)
        if self._total() > cost - 1e-9:
            for way in before[0].values():
                self._change(way)
            _, self.changes, self.drawn = before

    def _change(self, way: Way) -> None:
        """Give a link this way."""
        old = self.ways[way.link.id]
        if way is not old:
            self._lift(old)
            self._lay(way)
            self.changes += 1

    def _redraw(self, link: Link, others: Others) -> bool:
        """Give a link the best of its ways. Where nothing has changed since it got it, that is what it has."""
        if self.drawn.get(link.id) == self.changes:
            return False
        old = self.ways[link.id]
        self._lift(old)
        least = self._cost(old) - 1e-9
        sure = least < self.router.least(link) - 1e-10
        best = (None if sure else self._cheapest(link, others, least)) or old
        self._lay(best)
        self.changes += best is not old
        self.drawn[link.id] = self.changes
        return best is not old

    def _cheapest(
        self, link: Link, others: Others, limit: float = INF, leave: int | None = None
    ) -> Way | None:
        """The way of a link, lifted now, that costs least beside all others; None where none costs less than ``limit``.

        ``leave``: the one side that it may leave by.
        """
        best = None
        found = (*self._found(link), *others(link)) if leave is None else self._leaving(link, others, leave)
        for way in found:
            if (cost := self._cost(way, limit)) < limit:
                best, limit = way, cost
        return best

    def _leaving(self, link: Link, others: Others, side: int) -> Iterator[Way]:
        """The ways of a link that leave by a side."""
        with suppress(KeyError):
            yield self.router.find(link, leave=(side,))
        yield from (way for way in others(link) if way.out == side)

    def _found(self, link: Link) -> Iterator[Way]:
        """The way that the router finds for a link, and where that strays the one between its groups, if there is."""
        found = self.router.find(link)
        yield found
        if self._strays(found):
            with suppress(KeyError):
                yield self.router.find(link, self.between[link.id])

    def _cost(self, way: Way, limit: float = INF) -> float:
        """What a way costs beside all others; some figure above ``limit`` where it is not less."""
        plain = cost = self.plain(way)
        if cost < limit:
            for count in self._crossed(way.link.id, self.router.chain(way)):
                cost = plain + KNOT * count
                if cost >= limit:
                    break
        return cost

    def plain(self, way: Way) -> float:
        """What a way costs without its crossings."""
        if way.shape is None:
            rows, cols = self.router.grid.row_at, self.router.grid.col_at
            way.shape = BEND * (len(way.corners) - 2) + STRAY * self._strays(way)
            for (i, j), (k, m) in pairwise(way.corners):
                way.shape += 0.1 * (abs(rows[i] - rows[k]) if j == m else abs(cols[j] - cols[m]))
        return self.router.out_cost(way.link, way.out) + self.router.in_cost(way.link, way.into) + way.shape

    def _crossed(self, number: int, cells: Sequence[int]) -> Iterator[int]:
        """How often a way of a link over these cells crosses the ways of others, counted up from one to the next."""
        near = self._near(number, cells)
        return accumulate(crossings(cells, self.cells[n], self.places[n], self.wide) for n in near)

    def _lay(self, way: Way) -> None:
        n = way.link.id
        if self.ways.get(n) is not way:
            cells = self.router.chain(way)
            self.ways[n], self.cells[n], self.places[n] = way, cells, positions(cells)
        for cell in way.cells:
            self.over[cell].add(n)
        self.counted = None
        self.router.count(way, 1)

    def _lift(self, way: Way) -> None:
        for cell in way.cells:
            self.over[cell].discard(way.link.id)
        self.router.count(way, -1)
