"""A placement by layers: fewest crossings first, then columns in which lines are straight and short.

The greedy placements of `render.layout.place` are more compact; this one is better where many lines meet.
"""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from render.layout.chart import Chart
from render.layout.course import main_course, topological
from render.layout.layers import Layers
from render.layout.place import Placement

BENT = 0.7  # columns: what a line that is not straight costs besides its length
PASSES = 12
KNOTS = 8  # more crossings than these, and the main course may bend


def place_layered(chart: Chart) -> list[Placement]:
    """With the main course in one column where that can be, and where many lines cross also as it comes.

    Empty where steps and their diamonds don't come to stand together.
    """
    order = topological(chart)
    rows = _rows(chart, order)
    layers = Layers(chart, rows)
    found = layers.solve([order, order[::-1]])
    stand = tuple(map(tuple, layers.layers))
    made: list[Placement] = []
    spines: tuple[Sequence[int], ...] = (main_course(chart).items, ())
    for spine in spines:
        if (not made or found > KNOTS) and (cols := _Columns(chart, layers, spine).solve()):
            made.append(Placement(tuple(rows), tuple(cols), max(rows) + 1, max(cols) + 1, layers=stand))
    return made


def _rows(chart: Chart, order: Sequence[int]) -> list[int]:
    """A row for every item: 1 + the latest before it, then moved to where most of its lines lead."""
    gate = {k.source: k.target for k in chart.links if k.link}
    row = [0] * len(order)
    for item in order:
        row[item] = max((row[k.source] + 1 for k in chart.backward[item]), default=0)
    held = set(gate.values()) | {i.id for i in chart.items if i.start or i.shape == "fork"}
    for _ in range(4):
        before = list(row)
        for item in reversed(order):
            tail = gate.get(item, item)
            above = [row[k.source] + 1 for k in chart.backward[item]]
            below = [row[k.target] - 1 - (tail != item) for k in chart.forward[tail]]
            if item in held or len(above) == len(below):
                continue
            wanted = max(above) if len(above) > len(below) else min(below)
            if max(above, default=0) <= wanted <= min(below, default=wanted):
                row[item] = wanted
                row[tail] = wanted + (tail != item)
        if row == before:
            break
    number = {r: n for n, r in enumerate(sorted(set(row)))}
    return [number[r] for r in row]


class _Columns:
    """Columns for blocks of items that stand in one: a step with its diamond, and the whole spine.

    What the spine's lines pass belongs to it too, so that nothing stands in the way of the main course.
    """

    def __init__(self, chart: Chart, layers: Layers, spine: Sequence[int]) -> None:
        self.gates = [(k.source, k.target) for k in chart.links if k.link]
        self.block = list(range(layers.items))
        for source, target in self.gates:
            self.block[target] = source
        central = {b for n, b in enumerate(self.block) if n in spine}
        first = min(central, default=0)
        self.block = [first if b in central else b for b in self.block]
        self.right: dict[int, set[int]] = defaultdict(set)
        self.left: dict[int, set[int]] = defaultdict(set)
        self.sound = True
        course = set(pairwise(spine))
        straight = {pair: k.id for k in reversed(chart.links) if (pair := (k.source, k.target)) in course}
        where = dict(enumerate(self.block))
        where.update((node, first) for link in straight.values() for node in layers.chain.get(link, ()))
        for layer in layers.layers:
            row = [where[node] for node in layer if node in where]
            for a, b in pairwise(row):
                self.sound &= a != b
                self.right[a].add(b)
                self.left[b].add(a)
        self.near: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
        for link in chart.links:
            a, b = self.block[link.source], self.block[link.target]
            if a != b:
                long = max(0, abs(layers.row[link.source] - layers.row[link.target]) - 1)
                weight = (0.4 if link.back or link.up else 1.0) / (1 + 0.25 * long)
                self.near[a][b] += weight
                self.near[b][a] += weight

    def solve(self) -> list[int] | None:
        """The column of every item, from 0; None where blocks stand left and right of each other."""
        order = self._from_the_left() if self.sound else []
        if len(order) < len(set(self.block)):
            return None
        self.most = max(self.col.values())
        for n in range(PASSES):
            moved = [self._step(block) for block in (order if n % 2 else order[::-1])]
            moved += [self._push(block, way) for block in order for way in (1, -1)]
            if not any(moved):
                break
        number = {c: n for n, c in enumerate(sorted(set(self.col.values())))}
        return [number[self.col[block]] for block in self.block]

    def _from_the_left(self) -> list[int]:
        """Every block as far left as can be; the blocks in an order from left to right."""
        waiting = {block: len(self.left[block]) for block in self.block}
        ready = sorted(block for block, count in waiting.items() if not count)
        self.col: dict[int, int] = {}
        while ready:
            block = ready.pop(0)
            self.col[block] = max((self.col[b] + 1 for b in self.left[block]), default=0)
            for b in self.right[block]:
                waiting[b] -= 1
                if not waiting[b]:
                    insort(ready, b)
        return list(self.col)

    def _cost(self, at: Mapping[int, int]) -> float:
        """What the lines of blocks cost that stand in these columns."""
        total = 0.0
        for block, col in at.items():
            for other, weight in self.near[block].items():
                apart = abs(col - at.get(other, self.col[other]))
                total += weight * (apart + BENT * (apart > 0)) * (0.5 if other in at else 1.0)
        return total

    def _step(self, block: int) -> bool:
        """Move one block to the best column between its neighbours."""
        low = max((self.col[b] + 1 for b in self.left[block]), default=0)
        high = min((self.col[b] - 1 for b in self.right[block]), default=self.most)
        return self._take({block: col} for col in range(low, high + 1))

    def _push(self, block: int, way: int) -> bool:
        """Move a block by one column with all that stands in the way."""
        side, at, work = (self.right if way > 0 else self.left), {block: self.col[block] + way}, [block]
        while work:
            one = work.pop()
            for other in side[one]:
                if other not in at and (self.col[other] - at[one]) * way < 1:
                    at[other] = self.col[other] + way
                    work.append(other)
        return all(0 <= col <= self.most for col in at.values()) and self._take([at])

    def _take(self, moves: Iterable[dict[int, int]]) -> bool:
        """Make the best of moves that stand as good as each other, if it is better than none."""
        best, gain = None, 1e-9
        for at in moves:
            found = self._cost({block: self.col[block] for block in at}) - self._cost(at)
            if found > gain:
                best, gain = at, found
        if best:
            self.col.update(best)
        return best is not None
