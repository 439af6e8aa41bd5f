"""Ways for the lines, one after the other, on the half grid: each takes what costs least beside those that are laid.

What a line pays on its way is said in `render.layout.grid`; it also pays for the sides of the boxes it leaves and enters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from render.layout.body import DOWN, LEFT, RIGHT, UP, Body
from render.layout.chart import Chart, Link
from render.layout.grid import BEND, COUNT, INF, LEVEL, TURN, UPRIGHT, Grid
from render.layout.place import Placement

MIX = 14.0  # a line out and a line in at one side, or an outcome that goes on and one that returns
SPINE, STRAIGHT = 15.0, 12.0
"""What the main course, and any other line that leads on, pays where it does not run straight though it could."""
BARRED = 60.0  # a side that is another's
SIDES = (DOWN, UP, RIGHT, LEFT)
Price = tuple[float, bool]
"""What a side costs a line, and whether it costs that whoever else is there."""


@dataclass(slots=True)
class Way:
    """Where a link runs: half-grid corners from box to box, and the sides it leaves and enters by.

    ``shape``: what its corners and its length cost, once that was reckoned (`Weaver.plain`). ``loads``: what it adds to
    the load of every cell, once it was counted.
    """

    link: Link
    out: int
    into: int
    corners: list[tuple[int, int]]
    cells: list[int]
    shape: float | None = None
    loads: list[tuple[int, int]] | None = None


class Router:
    """Routes all links of a placed chart.

    ``held``: the sides of items at which connectors stand, with the links that have always shared them. ``ahead``: for
    links whose boxes face each other, the side at which they run straight.
    """

    def __init__(
        self, chart: Chart, bodies: Sequence[Body], placement: Placement,
        held: Mapping[tuple[int, int], Collection[int]] | None = None,
    ) -> None:  # fmt: skip
        self.chart, self.bodies, self.placement, self.held = chart, bodies, placement, held or {}
        self.wide = 2 * placement.cols + 1
        self.cell = [
            (2 * r + 1) * self.wide + 2 * c + 1 for r, c in zip(placement.row, placement.col, strict=True)
        ]
        self.grid = Grid(*self._measure(), self.cell)
        self.leaving = [[0] * 4 for _ in chart.items]
        self.entering = [[0] * 4 for _ in chart.items]
        self.returning = [[0] * 4 for _ in chart.items]  # of those that leave
        self.outcomes = Counter(link.source for link in chart.links)
        self.ahead = {link.id: side for link in chart.links if (side := self._facing(link)) is not None}
        self._leave: dict[int, list[Price]] = {}
        self._enter: dict[int, list[Price]] = {}

    def _facing(self, link: Link) -> int | None:
        """The side at which a link runs straight to its target; None where something stands between, or it has to turn."""
        one, two = self.cell[link.source], self.cell[link.target]
        level = one // self.wide == two // self.wide
        step = 1 if level else self.wide
        if one == two or (two - one) % step or any(self.grid.taken[n] for n in _between(one, two, step)):
            return None
        return (RIGHT if two > one else LEFT) if level else DOWN if two > one else UP

    def _astray(self, link: Link, side: int) -> float:
        """What it costs a line that leads on to run round where it could run straight; ``side``: of the source."""
        if link.back or link.up or self.ahead.get(link.id, side) == side:
            return 0.0
        return SPINE if link.main else STRAIGHT

    def _measure(self) -> tuple[list[float], list[float]]:
        """The middles of bands and channels for the costs, of rows and of columns."""
        p = self.placement
        row = [2.0] * p.rows
        col = [2.0] * p.cols
        for n, body in enumerate(self.bodies):
            up, down = body.reach[UP], body.reach[DOWN]
            row[p.row[n]] = max(row[p.row[n]], up + down)
            col[p.col[n]] = max(col[p.col[n]], body.reach[LEFT] + body.reach[RIGHT])
        return _middles(row, 1.8), _middles(col, 2.0)

    def route(self, rounds: int = 2) -> list[Way]:
        """The ways of all links, in their order."""
        row, col = self.placement.row, self.placement.col
        order = sorted(
            self.chart.links,
            key=lambda k: (
                not k.link,
                k.back or k.up,
                row[k.source] != row[k.target] and col[k.source] != col[k.target],
                abs(row[k.source] - row[k.target]) + abs(col[k.source] - col[k.target]),
                k.id,
            ),
        )
        ways: dict[int, Way] = {}
        for link in order:
            ways[link.id] = way = self.find(link)
            self.count(way, 1)
        for _ in range(rounds):
            changed = False
            for link in order:
                old = ways[link.id]
                self.count(old, -1)
                if not self._disturbed(old):
                    self.count(old, 1)
                    continue
                new = self.find(link)
                changed |= new.cells != old.cells or new.out != old.out or new.into != old.into
                ways[link.id] = new
                self.count(new, 1)
            if not changed:
                break
        return [ways[link.id] for link in self.chart.links]

    # -- costs of sides ---------------------------------------------------------------------------------------

    def out_cost(self, link: Link, side: int) -> float:
        """What it costs a link to leave its box by a side, beside those that do; infinite where it must not."""
        if link.id not in self._leave:
            self._leave[link.id] = [self._out_price(link, side) for side in range(4)]
        cost, fixed = self._leave[link.id][side]
        if fixed:
            return cost
        if self._barred(link, link.source, side):
            return cost + BARRED
        company = self.leaving[link.source][side]
        if company:
            decision = self.bodies[link.source].shape in ("decision", "gate")
            cost += (4.5 if company == 1 else 40.0) if decision else 1.2 * company
            returns = self.returning[link.source][side]
            if decision and returns != (company if link.returns else 0):
                cost += MIX
        if self.entering[link.source][side]:
            cost += MIX
        return cost

    def _out_price(self, link: Link, side: int) -> Price:
        item, body = self.chart.items[link.source], self.bodies[link.source]
        if link.link:
            return 0.0 if side == DOWN else INF, True
        if item.split and (not link.back or body.shape == "fork"):
            return 0.0 if side == DOWN else 60.0, True
        if (item.split and side == DOWN) or (body.shape == "gate" and side == UP):
            return 60.0, True
        if link.back or link.up:
            return (1.0, 3.0, 0.0, 0.0)[side], False
        cost = self._astray(link, side)
        if body.shape in ("decision", "gate"):
            return cost + (0.0, 9.0, 0.3, 0.3)[side], False
        return cost + (0.0, 9.0, 0.9, 0.9)[side], False

    def in_cost(self, link: Link, side: int) -> float:
        """What it costs a link to enter its box by a side, beside those that do; infinite where it must not."""
        if link.id not in self._enter:
            self._enter[link.id] = [self._in_price(link, side) for side in range(4)]
        cost, fixed = self._enter[link.id][side]
        if fixed:
            return cost
        if self._barred(link, link.target, side):
            return cost + BARRED
        if self.leaving[link.target][side]:
            cost += MIX
        company = self.entering[link.target][side]
        if company and not self.chart.items[link.target].join:
            body = self.bodies[link.target]
            low, high = body.ports[side]
            room = int((high - low) / 0.8) + 1
            cost += 0.3 * company + (30.0 if company >= room else 0.0)
            if body.shape == "decision" and side != UP:
                cost += 2.0
        return cost

    def _barred(self, link: Link, item: int, side: int) -> bool:
        """Whether a connector stands where a line has never been."""
        return link.id not in self.held.get((item, side), (link.id,))

    def _in_price(self, link: Link, side: int) -> Price:
        item, body = self.chart.items[link.target], self.bodies[link.target]
        back = link.back or link.up
        if link.link:
            return 0.0 if side == UP else INF, True
        if item.join and not (back or link.dashed):
            return 0.0 if side == UP else 60.0, True
        if item.join:  # what goes back is not waited for
            return (60.0, True) if side == UP else (4.0 if side == DOWN else 0.0, False)
        if side == DOWN and (item.split or any(k.link for k in self.chart.forward[link.target])):
            return 60.0, True
        cost = (5.0, 1.0, 0.0, 0.0)[side] if back else (8.0, 0.0, 0.8, 0.8)[side]
        if body.shape == "decision" and side != UP:
            cost += 1.5 * self.outcomes[link.target]
        return cost + self._astray(link, side ^ 1), False

    def least(self, link: Link) -> float:
        """What any way of a link costs at least without its crossings: the shortest, with the fewest bends."""
        (i, j), (k, m) = divmod(self.cell[link.source], self.wide), divmod(self.cell[link.target], self.wide)
        long = abs(self.grid.row_at[i] - self.grid.row_at[k]) + abs(self.grid.col_at[j] - self.grid.col_at[m])
        ahead = (DOWN if k > i else UP) if j == m else (RIGHT if m > j else LEFT) if i == k else None
        enter = [self.in_cost(link, side) for side in range(4)]
        costs = []
        for side in range(4):
            leave = self.out_cost(link, side)
            for other in range(4):
                bends = 0 if side == ahead == other ^ 1 else 1 if (side ^ other) & 2 else 2
                costs.append(leave + enter[other] + BEND * bends)
        return 0.1 * long + min(costs)

    # -- one link ---------------------------------------------------------------------------------------------

    def _first(self, item: int, side: int) -> int:
        """The channel cell beside a box."""
        cell = self.cell[item]
        return cell + (self.wide, -self.wide, 1, -1)[side]

    def find(self, link: Link, within: tuple[int, int] | None = None, leave: Sequence[int] = SIDES) -> Way:
        """The way of a link that costs least beside those that are counted.

        ``within``: the first and the last half-grid column that it may use; ``leave``: the sides that it may leave by;
        raises ``KeyError`` where that leaves none.
        """
        starts, ends = [], []
        for side in SIDES:
            if side in leave and (cost := self.out_cost(link, side)) < INF:
                starts.append((cost, 4 * self._first(link.source, side) + side))
            if (cost := self.in_cost(link, side)) < INF:
                ends.append((4 * self._first(link.target, side) + (side ^ 1), cost))
        states = self.grid.cheapest((tuple(starts), tuple(ends), within), self.cell[link.target])
        cells = [state >> 2 for state in states]
        if cells[-1:] == cells[-2:-1]:  # turned there to go in
            cells.pop()
        turns = [one >> 2 for one, two in pairwise(states) if (one ^ two) & 3]
        corners = [divmod(c, self.wide) for c in (self.cell[link.source], *turns, self.cell[link.target])]
        return Way(link, states[0] & 3, states[-1] & 3 ^ 1, corners, cells)

    def _disturbed(self, way: Way) -> bool:
        """Whether others cross a way, turn on it, or share its sides: whether another way might be better."""
        leaving, entering = self.leaving[way.link.source], self.entering[way.link.target]
        if leaving[way.out] or entering[way.into]:
            return True
        if self.entering[way.link.source][way.out] or self.leaving[way.link.target][way.into]:
            return True
        load, wide = self.grid.load, self.wide
        before = self.cell[way.link.source]
        for cell in way.cells:
            across = LEVEL if abs(cell - before) == wide else UPRIGHT
            if load[cell] >= TURN or load[cell] // across & COUNT:
                return True
            before = cell
        return False

    def chain(self, way: Way) -> list[int]:
        """The cells of a way, from box to box."""
        return [self.cell[way.link.source], *way.cells, self.cell[way.link.target]]

    def touch(self, way: Way, by: int) -> None:
        """Take the sides that a way leaves and enters by into account, or out of it."""
        self.leaving[way.link.source][way.out] += by
        self.entering[way.link.target][way.into] += by
        if way.link.returns:
            self.returning[way.link.source][way.out] += by

    def count(self, way: Way, by: int) -> None:
        """Take a way into account, or out of it."""
        self.touch(way, by)
        if way.loads is None:
            way.loads = self._loads(way)
        load = self.grid.load
        for cell, more in way.loads:
            load[cell] += by * more

    def _loads(self, way: Way) -> list[tuple[int, int]]:
        """The cells of a way, and what it adds to the load of each."""
        chain, straight = self.chain(way), {self.wide: UPRIGHT, -self.wide: UPRIGHT, 1: LEVEL, -1: LEVEL}
        return [
            (b, straight[b - a] if b - a == c - b else TURN)
            for a, b, c in zip(chain, chain[1:], chain[2:], strict=False)
        ]


def _between(one: int, two: int, step: int) -> range:
    """The cells between two, in steps."""
    return range(min(one, two) + step, max(one, two), step)


def _middles(bands: Sequence[float], channel: float) -> list[float]:
    """Middles of channels and bands in turn, beginning and ending with a channel."""
    at, found = 0.0, [channel / 2]
    at = channel
    for band in bands:
        found.append(at + band / 2)
        at += band
        found.append(at + channel / 2)
        at += channel
    return found
