"""The ways of lines along the places that they have in the layers, where taken together they cross least."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import pairwise

from render.layout.body import DOWN, LEFT, RIGHT, UP
from render.layout.chart import Link
from render.layout.grid import INF
from render.layout.layers import Layers
from render.layout.place import Placement
from render.layout.route import Router, Way

Stop = tuple[int, int, int]
"""The group of rows that a cell belongs to, and its row and column on the half grid."""
Others = Callable[[Link], Sequence[Way]]
"""Further ways that a link may take."""


def along_layers(router: Router) -> tuple[Others, int]:
    """For every link the ways along its places in the layers, by the sides that they leave and enter, when asked.

    Also how often lines cross there.
    """
    flat = router.placement.unfolded
    layers = Layers.of(router.chart, router.placement)
    columns = _Channels(layers, flat.col, 2 * flat.cols + 1).solve()
    columns.update((item, 2 * col + 1) for item, col in enumerate(flat.col))
    folds = _Folds(router.placement)

    @cache
    def others(link: Link) -> list[Way]:
        if link.id not in layers.chain:
            return []
        up = flat.row[link.source] > flat.row[link.target]
        ends = (link.target, link.source) if up else (link.source, link.target)
        nodes = (ends[0], *layers.chain[link.id], ends[1])
        stops = [folds.stop(layers.row[node], columns[node]) for node in nodes]
        found: dict[tuple[int, ...], Way] = {}
        for way in _ways(router, link, up, stops, folds):
            found.setdefault(tuple(way.cells), way)
        return list(found.values())

    return others, layers.crossings()


def _ways(router: Router, link: Link, up: bool, stops: Sequence[Stop], folds: _Folds) -> Iterator[Way]:
    """The ways of a link over these stops: from the sides of the first box to those of the last."""
    top, bottom = stops[0], stops[-1]
    for leave in (DOWN, LEFT, RIGHT):
        for enter in (UP, LEFT, RIGHT):
            start = top[2] + (leave == RIGHT) - (leave == LEFT)
            end = bottom[2] + (enter == RIGHT) - (enter == LEFT)
            points, before = [top[1:], (top[1], start)], (top[0], top[1], start)
            for stop in (*stops[1:-1], (bottom[0], bottom[1], end)):
                points += folds.between(before, stop)
                before = stop
            points += [(bottom[1], end), bottom[1:]]
            way = _way(router, link, points[::-1] if up else points)
            if way and router.out_cost(link, way.out) < INF and router.in_cost(link, way.into) < INF:
                yield way


def _way(router: Router, link: Link, points: Sequence[tuple[int, int]]) -> Way | None:
    """A way over these points without its loops; None where boxes are in the way or it turns within a band."""
    wide = router.wide
    cells = [router.cell[link.source]]
    for (i, j), (k, m) in pairwise(points):
        if step := ((k > i) - (k < i)) * wide + (m > j) - (m < j):
            cells += range(i * wide + j + step, k * wide + m + step, step)
    if len(set(cells)) < len(cells):
        cells = _without_loops(cells)
    if len(cells) < 3 or any(map(router.grid.taken.__getitem__, cells[1:-1])):
        return None
    corners = [divmod(cells[0], wide)]
    for a, b, c in zip(cells, cells[1:], cells[2:], strict=False):
        if b - a != c - b:
            if router.grid.inner[b]:
                return None
            corners.append(divmod(b, wide))
    corners.append(divmod(cells[-1], wide))
    side = {wide: DOWN, -wide: UP, 1: RIGHT, -1: LEFT}
    return Way(link, side[cells[1] - cells[0]], side[cells[-2] - cells[-1]], corners, cells[1:-1])


def _without_loops(cells: Sequence[int]) -> list[int]:
    """A chain of cells without what lies between two visits of one cell."""
    found: list[int] = []
    for cell in cells:
        if cell in found:
            del found[found.index(cell) :]
        found.append(cell)
    return found


class _Folds:
    """From rows and columns of a chart before it was folded to cells of the half grid."""

    def __init__(self, placement: Placement) -> None:
        flat, self.starts = placement.unfolded, placement.groups
        self.cuts = placement.cuts or (0, placement.rows)
        self.ends = (*self.starts[1:], placement.cols)
        first = {bisect_right(self.cuts, r) - 1: n for n, r in enumerate(flat.row)}
        self.shift = [placement.col[n] - flat.col[n] for _, n in sorted(first.items())]

    def stop(self, row: int, column: int) -> Stop:
        """The cell of a row and a half-grid column, with its group; what is outside the group is put to its edge."""
        group = bisect_right(self.cuts, row) - 1
        low, high = 2 * self.starts[group], 2 * self.ends[group]
        return group, 2 * (row - self.cuts[group]) + 1, min(max(column + 2 * self.shift[group], low), high)

    def between(self, one: Stop, two: Stop) -> list[tuple[int, int]]:
        """Where a line turns from a stop to one in the next row: over the end of a group, and up to the next one's top."""
        (group, _, column), (goal, row, end) = one, two
        points: list[tuple[int, int]] = []
        for g in range(group, goal):
            bottom, border = 2 * (self.cuts[g + 1] - self.cuts[g]), 2 * self.starts[g + 1]
            points += [(bottom, column), (bottom, border), (0, border)]
            column = border
        return [*points, (row - 1, column), (row - 1, end)]


class _Channels:
    """For every line that passes a row the half-grid column where it does: between the items, in order, few bends."""

    def __init__(self, layers: Layers, col: Sequence[int], wide: int) -> None:
        self.layers = layers
        self.low: dict[int, int] = {}
        self.high: dict[int, int] = {}
        self.beside: dict[int, tuple[int, int]] = {}  # the passing nodes next to it; -1 where there is none
        for layer in layers.layers:
            low, waiting = 0, list[int]()
            for n, node in enumerate([*layer, -1]):
                if node < layers.items:  # a box, or the end
                    for one in waiting:
                        self.low[one], self.high[one] = low, wide - 1 if node < 0 else 2 * col[node]
                    low, waiting = 2 * col[node] + 2, []
                else:
                    waiting.append(node)
                    left, right = ([-1, *layer, -1][n + k] for k in (0, 2))
                    self.beside[node] = (
                        left if left >= layers.items else -1, right if right >= layers.items else -1
                    )  # fmt: skip
        self.ends = {
            number: (2 * col[layers.up[chain[0]][0][0]] + 1, 2 * col[layers.down[chain[-1]][0][0]] + 1)
            for number, chain in layers.chain.items()
            if chain
        }

    def solve(self, passes: int = 4) -> dict[int, int]:
        """The columns of all passing nodes."""
        self.at: dict[int, int] = {}
        aim = {node: self.ends[n][0] for n, chain in self.layers.chain.items() for node in chain}
        for layer in self.layers.layers:
            least = 0
            for node in layer:
                least = 0 if node < self.layers.items else max(aim[node], self.low[node], least)
                if node >= self.layers.items:
                    self.at[node] = least = min(least, self.high[node])
        for _ in range(passes):
            changed = [self._straighten(n, chain) for n, chain in self.layers.chain.items() if chain]
            if not any(changed):
                break
        return self.at

    def _straighten(self, number: int, chain: Sequence[int]) -> bool:
        """The columns of one line that bend it least, between its neighbours."""
        first, last = self.ends[number]
        level: dict[int, tuple[float, list[int]]] = {first: (0.0, [])}
        for node in chain:
            left, right = self.beside[node]
            low = self.low[node] if left < 0 else max(self.low[node], self.at[left])
            high = self.high[node] if right < 0 else min(self.high[node], self.at[right])
            level = {
                col: min((c + _jog(col, before), [*way, col]) for before, (c, way) in level.items())
                for col in range(low, high + 1)
            }
        _, way = min((c + _jog(last, before), way) for before, (c, way) in level.items())
        changed = [self.at[node] for node in chain] != way
        self.at.update(zip(chain, way, strict=True))
        return changed


def _jog(one: int, two: int) -> float:
    """What it costs to change columns."""
    return 1 + 0.05 * abs(one - two) if one != two else 0.0
