"""How often two ways on the half grid must cross, whatever tracks and ports they are given.

A way is a chain of cells from box to box. Where two ways run along the same cells they lie side by side, in either
order; they cross there only if one comes in at the left of the other and leaves at its right. Ways that share a box
can always be given ports there in which they do not cross.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_BESIDE = (1, 2, 1, 0)
"""Where a way lies that turns 0 … 3 times right, seen along the shared cells: 0 at the left, 1 straight, 2 at the right."""


def positions(cells: Sequence[int]) -> dict[int, int]:
    """The place of every cell in a way."""
    return {cell: n for n, cell in enumerate(cells)}


def crossings(one: Sequence[int], two: Sequence[int], places: Mapping[int, int], wide: int) -> int:
    """How often two ways cross. ``places``: those of ``two``; ``wide``: cells in a row of the half grid."""
    heading = {1: 0, wide: 1, -1: 2, -wide: 3}  # right, down, left, up
    last, end = len(one) - 1, len(two) - 1
    count = n = 0
    while n <= last:
        m = places.get(one[n])
        if m is None:
            n += 1
            continue
        a, b, step = n, m, 0
        if a < last:
            if b < end and one[a + 1] == two[b + 1]:
                step = 1
            elif b > 0 and one[a + 1] == two[b - 1]:
                step = -1
        if step:
            while a < last and 0 <= b + step <= end and one[a + 1] == two[b + step]:
                a, b = a + 1, b + step
        if n > 0 and a < last and min(m, b) > 0 and max(m, b) < end:
            if step:
                t, u = heading[one[n + 1] - one[n]], heading[one[a] - one[a - 1]]
                before = (
                    _BESIDE[(t - heading[one[n] - one[n - 1]]) % 4]
                    - _BESIDE[(t - heading[two[m] - two[m - step]]) % 4]
                )
                after = (
                    _BESIDE[(heading[one[a + 1] - one[a]] - u) % 4]
                    - _BESIDE[(heading[two[b + step] - two[b]] - u) % 4]
                )
                count += (before < 0) != (after < 0)
            else:
                low, high = sorted((heading[one[n - 1] - one[n]], heading[one[n + 1] - one[n]]))
                inside = [low < heading[two[k] - two[m]] < high for k in (m - 1, m + 1)]
                count += inside[0] != inside[1]
        n = a + 1
    return count
