"""A long chart without lanes, cut in groups of rows that stand side by side as the columns of a page do."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from render.layout.place import Placement

NEVER = 20  # lines: no fold there
LONGEST, SHORTEST = 1.4, 0.55  # of what a group would measure if all were equal
COLUMN, ROW = 1.5, 2.0  # em between columns and between rows
LEAST = 1.0  # em to either side of a column's middle
PROMISING = 8  # folds that are looked at closely
TASTES = 1.04, 1.12
"""By what the surface of a fold is multiplied for every line more than one over it, where type counts most and where
few lines do: which of the two is better depends on the sheet."""


class Fold(NamedTuple):
    """A way to fold: the first row of every group and the end; about how wide and high it comes to, em; and how many
    lines run over its folds that it could do without."""

    cuts: tuple[int, ...]
    wide: float
    high: float
    lines: int

    def cost(self, line: float = TASTES[0]) -> float:
        """What is compared: the surface, and ``line`` for every line to spare."""
        return float(self.wide * self.high * line**self.lines)


@dataclass(frozen=True, slots=True)
class Boxes:
    """What stands in a placement: ``heights`` of its rows, ``reaches`` of every item to both sides, em, and the ``air``."""

    heights: Sequence[float]
    reaches: Sequence[tuple[float, float]]
    air: float = 1.0

    def widths(self, placement: Placement, most: float) -> list[list[float]]:
        """For every row how wide it is as a group, together with the next, … as long as that is at ``most`` em high."""
        rows: list[list[int]] = [[] for _ in self.heights]
        for n, r in enumerate(placement.row):
            rows[r].append(n)
        return [
            list(self._widths(placement.col, rows[start:], self.heights[start:], most))
            for start in range(len(rows))
        ]

    def _widths(
        self, col: Sequence[int], rows: Sequence[Sequence[int]], heights: Sequence[float], most: float
    ) -> Iterator[float]:
        low: dict[int, float] = {}
        high: dict[int, float] = {}
        wide = long = 0.0
        for items, height in zip(rows, heights, strict=True):
            long += height + ROW * self.air
            if long > most:
                return
            for n in items:
                c, (left, right) = col[n], self.reaches[n]
                if c not in low:
                    low[c] = high[c] = LEAST
                    wide += 2 * LEAST + COLUMN * self.air
                if left > low[c]:
                    wide += left - low[c]
                    low[c] = left
                if right > high[c]:
                    wide += right - high[c]
                    high[c] = right
            yield wide


def fold(
    placement: Placement, boxes: Boxes, crossing: Sequence[int], most: int,
    ends: Sequence[tuple[int, int]] = (),
) -> list[Placement]:  # fmt: skip
    """The rows cut into two, three … ``most`` groups that stand side by side, where they can be, in the best ways.

    ``crossing[r]``: lines between r-1 and r; ``ends``: steps and the ends that are theirs alone.
    """
    reach = [0.0, *itertools.accumulate(height + ROW * boxes.air for height in boxes.heights)]
    widths = boxes.widths(placement, reach[-1] * LONGEST / 2 + 1e-6)
    found: dict[tuple[int, ...], None] = {}
    for groups in range(2, most + 1):
        if folds := _folds(reach, widths, crossing, groups):
            found |= dict.fromkeys(min(folds, key=lambda f: f.cost(taste)).cuts for taste in TASTES)
    return [_side_by_side(_gathered(placement, cuts, ends), cuts) for cuts in found]


def _folds(
    reach: Sequence[float], widths: Sequence[Sequence[float]], crossing: Sequence[int], groups: int
) -> list[Fold]:
    """The most promising folds into so many groups, none of them far too high or too low: a beam search row by row."""
    count = len(reach) - 1
    most, least = (share * reach[-1] / groups for share in (LONGEST, SHORTEST))
    level = {0: [Fold((0,), 0.0, 0.0, 0)]}
    for left in reversed(range(groups)):
        following: dict[int, list[Fold]] = {}
        for start, folds in level.items():
            for end in range(start + 1, count) if left else (count,):
                high, rest = reach[end] - reach[start], reach[-1] - reach[end]
                if high > most or rest < left * least:
                    break
                if high < least or rest > left * most or (left and crossing[end] >= NEVER):
                    continue
                wide = widths[start][end - start - 1]
                lines = max(0, crossing[end] - 1) if left else 0
                following.setdefault(end, []).extend(
                    [
                        Fold(
                            (*f.cuts, end), f.wide + wide, high if high > f.high else f.high, f.lines + lines
                        )
                        for f in folds
                    ]
                )
        level = {end: sorted(folds, key=Fold.cost)[:PROMISING] for end, folds in following.items()}
    return level.get(count, [])


def beside(placement: Placement, source: int, end: int) -> int | None:
    """The free column beside a step for an end that stands below it and is its alone, so that no fold parts them.

    None where there is none, or where nothing would be left of the end's row.
    """
    row, col = placement.row, placement.col
    if row[end] != row[source] + 1 or row.count(row[end]) == 1:
        return None
    taken = {col[n] for n, r in enumerate(row) if r == row[source]}
    free = [c for c in (col[source] + 1, col[source] - 1) if c >= 0 and c not in taken]
    return min(free, key=lambda c: (abs(c - col[end]), c >= placement.cols), default=None)


def _gathered(placement: Placement, cuts: Sequence[int], ends: Sequence[tuple[int, int]]) -> Placement:
    """As it is folded here: no end parted from its step where it can stand beside it, no columns without a box.

    ``ends``: steps and the ends that are theirs alone.
    """
    for source, end in ends:
        if placement.row[end] in cuts and (at := beside(placement, source, end)) is not None:
            placement = _moved(placement, source, end, at)
    col = list(placement.col)
    for start, stop in itertools.pairwise(cuts):
        members = [n for n, r in enumerate(placement.row) if start <= r < stop]
        place = {c: n for n, c in enumerate(sorted({col[n] for n in members}))}
        for n in members:
            col[n] = place[col[n]]
    return replace(placement, col=tuple(col))


def _moved(placement: Placement, source: int, end: int, at: int) -> Placement:
    """An end beside its step, in column ``at``."""
    row, col, layers = list(placement.row), list(placement.col), [list(layer) for layer in placement.layers]
    if layers:
        layers[row[end]].remove(end)
        layer = layers[row[source]]
        layer.insert(layer.index(source) + (at > col[source]), end)
    row[end], col[end] = row[source], at
    return replace(
        placement, row=tuple(row), col=tuple(col), cols=max(placement.cols, at + 1),
        layers=tuple(map(tuple, layers)),
    )  # fmt: skip


def _side_by_side(flat: Placement, cuts: Sequence[int]) -> Placement:
    """The rows between the cuts as groups beside each other."""
    row, col = list(flat.row), list(flat.col)
    first, starts = 0, []
    for start, end in itertools.pairwise(cuts):
        members = [n for n, r in enumerate(flat.row) if start <= r < end]
        starts.append(first)
        for n in members:
            row[n] -= start
            col[n] += first
        first += max(flat.col[n] for n in members) + 1
    rows = max(b - a for a, b in itertools.pairwise(cuts))
    return Placement(tuple(row), tuple(col), rows, first, groups=tuple(starts), flat=flat, cuts=tuple(cuts))
