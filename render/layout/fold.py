"""A long chart without lanes, cut in groups of rows that stand side by side as the columns of a page do."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from render.layout.place import Placement

LINE = 0.6  # what a second line over a fold costs; a group a fifth too high costs about 2


def fold(
    placement: Placement, heights: Sequence[float], crossing: Sequence[int], most: int
) -> list[Placement]:
    """The rows cut into two, three … ``most`` groups that stand side by side, where they can be.

    ``heights``: of the rows; ``crossing[r]``: lines between r-1 and r. Cuts balance the heights and pass where the
    fewest lines go.
    """
    reach = [0.0, *itertools.accumulate(heights)]
    price = [LINE * max(0, lines - 1) for lines in crossing]
    price[-1] = 0.0
    found = []
    for groups in range(2, most + 1):
        cuts = _cuts(reach, price, groups)
        if cuts:
            found.append(_side_by_side(placement, cuts))
    return found


def _cuts(reach: Sequence[float], price: Sequence[float], groups: int) -> list[int]:
    """The bounds of the groups that cost least, by dynamic programming; none where a group would be far too high."""
    count = len(reach) - 1
    share = groups / reach[-1]
    level: dict[int, tuple[float, list[int]]] = {0: (0.0, [0])}
    for group in range(groups):
        following: dict[int, tuple[float, list[int]]] = {}
        ends = range(1, count + 1) if group < groups - 1 else (count,)
        for start, (cost, cuts) in level.items():
            for end in ends:
                if end <= start:
                    continue
                over = (reach[end] - reach[start]) * share
                if over > 1.8:
                    break
                value = cost + over**4 + price[end]
                if end not in following or value < following[end][0] - 1e-9:
                    following[end] = value, [*cuts, end]
        level = following
    return level[count][1] if count in level else []


def _side_by_side(placement: Placement, cuts: Sequence[int]) -> Placement:
    """The rows between the cuts as groups beside each other."""
    row, col = list(placement.row), list(placement.col)
    first, starts = 0, []
    for start, end in itertools.pairwise(cuts):
        members = [n for n, r in enumerate(placement.row) if start <= r < end]
        columns = [placement.col[n] for n in members]
        low, high = min(columns), max(columns)
        starts.append(first)
        for n in members:
            row[n] = placement.row[n] - start
            col[n] = first + placement.col[n] - low
        first += high - low + 1
    rows = max(b - a for a, b in itertools.pairwise(cuts))
    return Placement(
        tuple(row), tuple(col), rows, first, groups=tuple(starts), flat=placement, cuts=tuple(cuts)
    )
