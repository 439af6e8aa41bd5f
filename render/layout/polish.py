"""Polish a placement: move items to free cells, or let two change places, while that untangles the lines.

The tangle is guessed as in `render.layout.guess`, kept up to date for the links of the moved items alone.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from render.layout.chart import Chart, Link
from render.layout.guess import BLOCKED, inner, ways
from render.layout.place import Placement

BEND, LENGTH, ROW = 0.25, 0.03, 1.2  # in crossings
CONNECTOR = 0.2  # LENGTH of a line to a connector, which is there to spare a long one
STACKED = 1.5  # what it costs that a step of one branch stands behind one of another: it reads as if it came after it
UNDER = 0.8  # what it costs, without lanes, to stand on a line of others, which must go round
COURSE = 2  # lines: for so many more counts the main course
TIDY = 0.6  # an item whose lines cost less is left where it is
Corner = tuple[int, int]


class Polisher:
    """State of one search: cells, counts of lines over every cell of the half grid, and the cost of every link."""

    def __init__(
        self, chart: Chart, placement: Placement, fixed: Iterable[int] = (),
        together: Collection[tuple[int, int]] = (),
    ) -> None:  # fmt: skip
        self.chart, self.placement, self.fixed = chart, placement, frozenset(fixed)
        self.together, self.price = together, 0.0 if placement.lanes else UNDER
        self.row, self.col = list(placement.row), list(placement.col)
        self.wide = 2 * placement.cols + 1
        self.at = {(r, c): n for n, (r, c) in enumerate(zip(self.row, self.col, strict=True))}
        self.gate = {k.source: k.target for k in chart.links if k.link}
        self.owner = {target: source for source, target in self.gate.items()}
        size = (2 * placement.rows + 5) * self.wide
        self.level, self.upright = [0] * size, [0] * size
        self.taken = bytearray(size)
        for item in chart.items:
            self.taken[self._cell(item.id)] = 1
        self.links: list[list[Link]] = [[] for _ in chart.items]
        for link in chart.links:
            self.links[link.source].append(link)
            if link.source != link.target:
                self.links[link.target].append(link)
        self.in_row = [0] * (placement.rows + 2)
        for r in self.row:
            self.in_row[r] += 1
        self.way: dict[int, Sequence[Corner]] = {}
        for link in chart.links:
            self._draw(link)

    def run(self) -> Placement:
        """The placement after every item took the move that helps most, once: more would shuffle what need not move."""
        for item in self.chart.items:
            if item.id not in self.owner:
                self._improve(item.id)
        rows = sorted(set(self.row))
        number = {r: n for n, r in enumerate(rows)}
        return replace(
            self.placement,
            row=tuple(number[r] for r in self.row),
            col=tuple(self.col),
            rows=len(rows),
            layers=(),
        )

    # -- moves ------------------------------------------------------------------------------------------------

    def _improve(self, item: int) -> None:
        """Try all moves of an item and make the best."""
        best: tuple[float, tuple[tuple[int, int, int], ...]] | None = None
        unit = [item, self.gate[item]] if item in self.gate else [item]
        links = self._touched(unit)
        costs = {tuple(k.id for k in links): self._cost(links)}
        if min(costs.values()) < TIDY and not self._stacked(unit):
            return
        for move in self._moves(item):
            gain = self._try(move, costs)
            if gain > 1e-6 and (best is None or gain > best[0] + 1e-9):
                best = gain, move
        if best is not None:
            self._apply(best[1])

    def _moves(self, item: int) -> Iterator[tuple[tuple[int, int, int], ...]]:
        """Moves as (item, row, column) of all that go together."""
        gate = self.gate.get(item)
        unit = (item,) if gate is None else (item, gate)
        for col in self._columns(item):
            for row in range(max(0, self.row[item] - 3), min(self.placement.rows, self.row[item] + 4)):
                if (row, col) == (self.row[item], self.col[item]):
                    continue
                there = {self.at.get((row + k, col)) for k in range(len(unit))} - {None, *unit}
                move = tuple((one, row + k, col) for k, one in enumerate(unit))
                if not there:
                    yield move
                elif len(unit) == 1 and len(there) == 1:
                    other = there.pop()
                    assert other is not None
                    free = not any(other in held for held in (self.gate, self.owner, self.fixed))
                    if free and item not in self.fixed and self._may(other, self.col[item]):
                        yield (*move, (other, self.row[item], self.col[item]))

    def _columns(self, item: int) -> list[int]:
        if item in self.fixed:
            return [self.col[item]]
        return [c for c in range(self.placement.cols) if self._may(item, c)]

    def _may(self, item: int, col: int) -> bool:
        """Whether an item may stand in a column: one of its lane's, connectors too, lest another post seem to act."""
        lanes = self.placement.lanes
        return not lanes or lanes[col] == self.chart.items[item].lane

    def _try(self, move: Sequence[tuple[int, int, int]], costs: dict[tuple[int, ...], float]) -> float:
        """What a move gains; everything is put back. ``costs``: of links by their numbers, as they lie; it grows."""
        back = tuple((one, self.row[one], self.col[one]) for one, _, _ in move)
        moved = [one for one, _, _ in move]
        links = self._touched(moved)
        empty, stacked, under = self.in_row.count(0), self._stacked(moved), self._under(moved)
        self._stand(move)
        gain = -1e9
        if all(self._valid(k) for k in links):
            rows = self.in_row.count(0) - empty  # so many fewer
            key = tuple(k.id for k in links)
            if key not in costs:
                self._stand(back)
                costs[key] = self._cost(links)
                self._stand(move)
            ways = [self.way[k.id] for k in links]
            self._redraw(links)
            gain = costs[key] - self._cost(links) + ROW * rows
            gain += STACKED * (stacked - self._stacked(moved)) + self.price * (under - self._under(moved))
            for link, way in zip(links, ways, strict=True):
                self._count(self.way[link.id], -1)
                self._count(way, 1)
                self.way[link.id] = way
        self._stand(back)
        return gain

    def _stacked(self, items: Iterable[int]) -> int:
        """How many of the next items behind and before these are done at the same time as they."""
        if not self.together:
            return 0
        count = 0
        for one in items:
            row, col = self.row[one], self.col[one]
            for way in (1, -1):
                near = (self.at.get((row + way * n, col)) for n in (1, 2))
                other = next((item for item in near if item is not None), None)
                count += other is not None and (one, other) in self.together
        return count

    def _under(self, items: Iterable[int]) -> int:
        """How many lines run over the cells of these items; the main course counts for several."""
        lines = sum(self.level[cell] + self.upright[cell] for cell in map(self._cell, items))
        return lines + COURSE * self._amid(items)

    def _cell(self, item: int) -> int:
        """The number of an item's cell."""
        return (2 * self.row[item] + 1) * self.wide + 2 * self.col[item] + 1

    def _amid(self, items: Iterable[int]) -> int:
        """How many of these items stand in the main course though they are not of it."""
        if not self.fixed:
            return 0
        column = self.col[next(iter(self.fixed))]
        others = [one for one in items if one not in self.fixed and self.col[one] == column]
        if not others:
            return 0
        rows = [self.row[one] for one in self.fixed]
        return sum(min(rows) < self.row[one] < max(rows) for one in others)

    def _apply(self, move: Sequence[tuple[int, int, int]]) -> None:
        self._stand(move)
        moved = [one for one, _, _ in move]
        self._redraw(self._touched(moved))
        if self.price and self._under(moved):
            cells = set(map(self._cell, moved))
            self._redraw([k for k in self.chart.links if not cells.isdisjoint(self._cells(self.way[k.id]))])

    def _touched(self, items: Iterable[int]) -> list[Link]:
        """The links of all these items."""
        return list({k.id: k for one in items for k in self.links[one]}.values())

    def _stand(self, move: Sequence[tuple[int, int, int]]) -> None:
        """Put items into their cells; lines stay."""
        for one, _, _ in move:
            r, c = self.row[one], self.col[one]
            del self.at[r, c]
            self.taken[self._cell(one)] = 0
            self.in_row[r] -= 1
        for one, row, col in move:
            self.row[one], self.col[one] = row, col
            self.at[row, col] = one
            self.taken[self._cell(one)] = 1
            self.in_row[row] += 1

    def _redraw(self, links: Sequence[Link]) -> None:
        for link in links:
            self._count(self.way[link.id], -1)
        for link in links:
            self._draw(link)

    def _valid(self, link: Link) -> bool:
        """Whether a link still goes with the flow, and sideways only where that can be drawn."""
        if link.back or link.up:
            return True
        r, s = self.row[link.source], self.row[link.target]
        if s > r:
            return True
        c, d = self.col[link.source], self.col[link.target]
        if s < r or c == d:
            return False
        source, target = self.chart.items[link.source], self.chart.items[link.target]
        if target.join or source.split or link.source in self.gate:
            return False
        low, high = min(c, d), max(c, d)
        return not any((r, k) in self.at for k in range(low + 1, high))

    # -- the guessed tangle -----------------------------------------------------------------------------------

    def _draw(self, link: Link) -> None:
        a = 2 * self.row[link.source] + 1, 2 * self.col[link.source] + 1
        b = 2 * self.row[link.target] + 1, 2 * self.col[link.target] + 1
        best, least = None, 1e18
        for corners in ways(a, b, link.back or link.up):
            if BEND * (len(corners) - 2) >= least:
                continue
            cost = self._way_cost(link, corners)
            if cost < least:
                best, least = corners, cost
        assert best is not None
        self.way[link.id] = best
        self._count(best, 1)

    def _cost(self, links: Sequence[Link]) -> float:
        """The cost of links as they lie, crossings among them counted once."""
        total = 0.0
        for link in links:
            self._count(self.way[link.id], -1)
            total += self._way_cost(link, self.way[link.id])
        for link in links:
            self._count(self.way[link.id], 1)
        seen: list[Sequence[Corner]] = []
        for link in links:
            total += sum(_cross(self.way[link.id], other) for other in seen)
            seen.append(self.way[link.id])
        return total

    def _way_cost(self, link: Link, corners: Sequence[Corner]) -> float:
        """Bends, length, boxes in the way, and crossings with all lines that are counted."""
        wide, taken = self.wide, self.taken
        length = LENGTH if link.ends is None else CONNECTOR
        cost = BEND * (len(corners) - 2)
        for i, j in corners[1:-1]:
            if taken[i * wide + j]:
                cost += BLOCKED
        for (i, j), (k, m) in itertools.pairwise(corners):
            cells = inner(i, j, k, m, wide)
            start, stop, step = cells.start, cells.stop, cells.step
            others = self.upright if i == k else self.level
            cost += length * (len(cells) + 1) + sum(others[start:stop:step])
            if (i if i == k else j) % 2:
                cost += BLOCKED * sum(taken[start:stop:step])
        return cost

    def _cells(self, corners: Sequence[Corner]) -> Iterator[int]:
        """The cells of a way without its corners."""
        for (i, j), (k, m) in itertools.pairwise(corners):
            yield from inner(i, j, k, m, self.wide)

    def _count(self, corners: Sequence[Corner], by: int) -> None:
        wide = self.wide
        for (i, j), (k, m) in itertools.pairwise(corners):
            counts = self.level if i == k else self.upright
            for at in inner(i, j, k, m, wide):
                counts[at] += by


def _cross(one: Sequence[Corner], two: Sequence[Corner]) -> int:
    """How often two ways cross."""
    count = 0
    for a, b in itertools.pairwise(one):
        for c, d in itertools.pairwise(two):
            (p, q), (r, s) = ((a, b), (c, d)) if a[0] == b[0] else ((c, d), (a, b))
            if p[0] == q[0] and r[1] == s[1]:
                count += min(p[1], q[1]) < r[1] < max(p[1], q[1]) and min(r[0], s[0]) < p[0] < max(r[0], s[0])
    return count


def at_once(chart: Chart) -> set[tuple[int, int]]:
    """All pairs of items that are on different branches of a parallel block."""
    found: set[tuple[int, int]] = set()
    for item in chart.items:
        if item.split:
            ahead = [_behind(chart, link.target) for link in chart.forward[item.id]]
            alone = [branch - set().union(*ahead[:n], *ahead[n + 1 :]) for n, branch in enumerate(ahead)]
            for one, two in itertools.permutations(alone, 2):
                found.update(itertools.product(one, two))
    return found


def _behind(chart: Chart, item: int) -> set[int]:
    """An item and all that follows it."""
    found, work = {item}, [item]
    while work:
        fresh = {link.target for link in chart.forward[work.pop()]} - found
        found |= fresh
        work += fresh
    return found


def polish(
    chart: Chart, placement: Placement, fixed: Iterable[int] = (), together: Collection[tuple[int, int]] = ()
) -> Placement:
    """A placement with fewer crossings and bends, if moves of single items give one. ``fixed``: keep their column.

    ``together``: pairs of items that are done at the same time (`at_once`), and had better not stand behind each other.
    """
    return Polisher(chart, placement, fixed, together).run()
