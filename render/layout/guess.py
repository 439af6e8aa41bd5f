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
    taken = set(cells)
    level: dict[int, int] = {}
    upright: dict[int, int] = {}
    crossings = bends = 0.0
    for link in chart.links:
        a, b = cells[link.source], cells[link.target]
        best: tuple[float, Sequence[Corner]] | None = None
        for corners in ways(a, b, link.back or link.up):
            cost = 1.0 * (len(corners) - 2) + BLOCKED * _boxes(corners, taken)
            if best is None or cost < best[0]:
                best = cost, corners
        assert best is not None
        corners = best[1]
        bends += len(corners) - 2
        crossings += BLOCKED * _boxes(corners, taken)
        for (i, j), (k, m) in itertools.pairwise(corners):
            if i == k:
                for n in range(min(j, m) + 1, max(j, m)):
                    key = i * wide + n
                    crossings += upright.get(key, 0)
                    level[key] = level.get(key, 0) + 1
            else:
                for n in range(min(i, k) + 1, max(i, k)):
                    key = n * wide + j
                    crossings += level.get(key, 0)
                    upright[key] = upright.get(key, 0) + 1
    return crossings, bends


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


def _boxes(corners: Sequence[Corner], taken: set[Corner]) -> int:
    """Boxes that a way runs through or turns in, its own two aside."""
    count = sum(corner in taken for corner in corners[1:-1])
    for (i, j), (k, m) in itertools.pairwise(corners):
        if i == k:
            if i % 2:
                count += sum((i, n) in taken for n in range(min(j, m) + 1, max(j, m)))
        elif j % 2:
            count += sum((n, j) in taken for n in range(min(i, k) + 1, max(i, k)))
    return count
