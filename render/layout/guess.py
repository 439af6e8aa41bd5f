"""How tangled a placement will be, guessed without routing: every link takes the best of a few simple ways."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from render.layout.chart import Chart
from render.layout.place import Placement

Corner = tuple[int, int]
BLOCKED = 2.5  # a box in the way costs about as much as so many crossings


def tangle(chart: Chart, placement: Placement) -> tuple[float, float]:
    """Crossings (boxes in the way counted in) and bends that routing will about come to."""
    wide = 2 * placement.cols + 1
    cells = [(2 * r + 1, 2 * c + 1) for r, c in zip(placement.row, placement.col, strict=True)]
    size = wide * (2 * placement.rows + 1)
    taken = bytearray(size)
    for i, j in cells:
        taken[i * wide + j] = 1
    level, upright = [0] * size, [0] * size
    crossings = bends = 0.0
    for link in chart.links:
        best, least, blocked = None, 1e18, 0
        for corners in ways(cells[link.source], cells[link.target], link.back or link.up):
            cost = float(len(corners) - 2)
            if cost < least:
                boxes = _boxes(corners, taken, wide)
                cost += BLOCKED * boxes
                if cost < least:
                    best, least, blocked = corners, cost, boxes
        assert best is not None
        bends += len(best) - 2
        crossings += BLOCKED * blocked
        for (i, j), (k, m) in itertools.pairwise(best):
            flat = i == k
            mine, others = (level, upright) if flat else (upright, level)
            between = inner(i, j, k, m, wide)
            crossings += sum(others[between.start : between.stop : between.step])
            for at in between:
                mine[at] += 1
    return crossings, bends


def inner(i: int, j: int, k: int, m: int, wide: int) -> range:
    """Numbers of the cells between two corners, in a grid of rows of ``wide``."""
    if i == k:
        low, high = (j, m) if j < m else (m, j)
        return range(i * wide + low + 1, i * wide + high)
    low, high = (i, k) if i < k else (k, i)
    return range((low + 1) * wide + j, high * wide + j, wide)


def ways(a: Corner, b: Corner, back: bool) -> Iterator[Sequence[Corner]]:
    """Simple ways from box to box on the half grid."""
    (i, j), (k, m) = a, b
    if a == b:
        yield a, (i, j + 1), (i - 1, j + 1), (i - 1, j), b
    elif back or k < i:
        for lane in sorted({j - 1, j + 1, m - 1, m + 1}):
            yield a, (i, lane), (k, lane), b
    elif i == k:
        yield a, b
        yield a, (i + 1, j), (i + 1, m), b
    elif j == m:
        yield a, b
        yield a, (i, j + 1), (k, j + 1), b
        yield a, (i, j - 1), (k, j - 1), b
    else:
        yield a, (i, m), b
        yield a, (i + 1, j), (i + 1, m), b
        yield a, (k - 1, j), (k - 1, m), b
        yield a, (k, j), b
        side = 1 if m > j else -1
        yield a, (i, j + side), (k, j + side), b


def _boxes(corners: Sequence[Corner], taken: bytearray, wide: int) -> int:
    """Boxes that a way runs through or turns in, its own two aside."""
    count = sum(taken[i * wide + j] for i, j in corners[1:-1])
    for (i, j), (k, m) in itertools.pairwise(corners):
        if (i if i == k else j) % 2:
            cells = inner(i, j, k, m, wide)
            count += sum(taken[cells.start : cells.stop : cells.step])
    return count
