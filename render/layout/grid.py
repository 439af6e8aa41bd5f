"""The half grid that lines run on, (2·rows + 1) × (2·columns + 1) cells, and the search for the way that costs least (A*).

Odd rows and columns are bands that hold the boxes, even ones the channels between them. A line runs straight through
empty cells, turns in channels or where an empty cell has no other corner, and pays for length, bends, crossings and
company.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter

from render.layout.body import DOWN, LEFT, RIGHT, UP

BEND, CROSS, NEAR, SHARE = 1.6, 2.6, 0.9, 0.12
INF = float("inf")
BITS = 10
UPRIGHT, LEVEL, TURN = 1, 1 << BITS, 1 << 2 * BITS
"""What a line adds to the load of a cell that it passes upright or level, or in which it turns."""
COUNT = LEVEL - 1  # of one kind of load
FINAL, DONE = -2, -1.0  # the state behind all ends; what a state costs to which no better way is sought
Ahead = tuple[list[float], list[float], list[float], list[float]]
Steps = tuple[tuple[int, float, int, int], ...]
"""For each of the four directions the next state, how long the step is, and its row and column; where there is no step,
-1 with the row and column of the cell itself. A state is a cell and the direction in which a line comes to it, 4 × cell + side."""
Search = tuple[tuple[tuple[float, int], ...], tuple[tuple[int, float], ...], tuple[int, int] | None]
"""From where to where: the states to begin with and to end in, with what each costs; and within which columns."""


@lru_cache(maxsize=32)
def _around(row_at: tuple[float, ...], col_at: tuple[float, ...], taken: bytes) -> list[Steps]:
    """The steps out of every cell of a grid; drawn again, a flow has the same."""
    wide, steps = len(col_at), list[Steps]()
    rows = [0.1 * abs(a - b) for a, b in pairwise(row_at)]
    cols = [0.1 * abs(a - b) for a, b in pairwise(col_at)]
    for i in range(len(row_at)):
        for j in range(wide):
            cell, none = i * wide + j, (-1, 0.0, i, j)
            down, up, right, left = cell + wide, cell - wide, cell + 1, cell - 1
            steps.append(
                (
                    none if i == len(rows) or taken[down] else (4 * down + DOWN, rows[i], i + 1, j),
                    none if i == 0 or taken[up] else (4 * up + UP, rows[i - 1], i - 1, j),
                    none if j == len(cols) or taken[right] else (4 * right + RIGHT, cols[j], i, j + 1),
                    none if j == 0 or taken[left] else (4 * left + LEFT, cols[j - 1], i, j - 1),
                )
            )
    return steps


class Grid:
    """Cells by number, row by row. ``row_at``, ``col_at``: the middles of rows and columns; ``boxes``: cells that are taken.

    ``load``: what runs through every cell, counted by `UPRIGHT`, `LEVEL` and `TURN`.
    """

    def __init__(self, row_at: Sequence[float], col_at: Sequence[float], boxes: Sequence[int]) -> None:
        self.row_at, self.col_at = row_at, col_at
        high, wide = self.high, self.wide = len(row_at), len(col_at)
        self.taken = bytearray(high * wide)
        for cell in boxes:
            self.taken[cell] = 1
        self.load = [0] * (high * wide)
        # cells of both a row and a column
        self.inner = bytearray(i % 2 and j % 2 for i in range(high) for j in range(wide))
        self._steps = _around(tuple(row_at), tuple(col_at), bytes(self.taken))
        self._ahead: dict[int, Ahead] = {}
        self._known: dict[Search, tuple[dict[int, int], list[int], list[int]]] = {}

    def _distances(self, goal: int) -> Ahead:
        """How far every row and every column is from a cell's: their sum is the shortest way there.

        Then the same with the bend that a level line in another row and an upright one in another column must make.
        """
        if goal not in self._ahead:
            ti, tj = divmod(goal, self.wide)
            ty, tx = self.row_at[ti], self.col_at[tj]
            rows = [0.1 * abs(y - ty) for y in self.row_at]
            cols = [0.1 * abs(x - tx) for x in self.col_at]
            bent = [long + BEND for long in rows], [long + BEND for long in cols]
            bent[0][ti], bent[1][tj] = rows[ti], cols[tj]
            self._ahead[goal] = rows, cols, *bent
        return self._ahead[goal]

    def cheapest(self, search: Search, goal: int) -> list[int]:
        """The states of the way that costs least, ``goal``: the cell of the box that it leads to.

        What was found before holds as long as no load has changed that was looked at. Raises ``KeyError`` where there
        is no way.
        """
        if search in self._known:
            came, before, states = self._known[search]
            turned = 4 * len(self._steps)
            looked = itemgetter(*{state % turned >> 2 for state in came})
            if looked(self.load) == looked(before):
                return states
        came, states = self._search(search, goal)
        self._known[search] = came, self.load.copy(), states
        return states

    def _search(self, search: Search, goal: int) -> tuple[dict[int, int], list[int]]:
        """From every state that was looked at the one before, and the states of the way that costs least."""
        starts, ends, columns = search
        down, along, down_bent, along_bent = self._distances(goal)
        turned = 4 * len(self._steps)  # states from here on: turned to the box beside the cell, only to go in
        places = [(cost, *divmod(state >> 2, self.wide)) for state, cost in ends]
        # All that is still on its way has to pay for its end, less the step into the box, which is reckoned but not paid.
        spare = max(0.0, min(cost - down[i] - along[j] for cost, i, j in places) - 1e-9)
        goals = dict(ends)
        goals.update((turned + state, cost) for state, cost in ends)
        best = self._fresh(columns)
        heap: list[tuple[float, int, float, int, int]] = []
        for count, (cost, state) in enumerate(starts):
            i, j = divmod(state >> 2, self.wide)
            ahead = down[i] + along_bent[j] if state & 3 < 2 else down_bent[i] + along[j]
            heap.append((cost + ahead, count, cost, state, -1))
        heapq.heapify(heap)
        count = len(heap)
        views = (
            (BITS, 0, down, along_bent, down_bent, along, (RIGHT, LEFT)),
            (0, BITS, down_bent, along, down, along_bent, (DOWN, UP)),
        )
        came: dict[int, int] = {}
        push, pop, load, around, inner = heapq.heappush, heapq.heappop, self.load, self._steps, self.inner
        while heap:
            _, _, cost, state, before = pop(heap)
            if state == FINAL:
                return came, _back(came, before, turned)
            if state in came:
                continue
            came[state] = before
            best[state] = DONE
            if state in goals:
                count += 1
                total = cost + goals[state]
                push(heap, (total - spare, count, total, FINAL, state))
            if state >= turned:
                continue
            cell, side = state >> 2, state & 3
            across, beside, rows, cols, turned_rows, turned_cols, others = views[side >> 1]
            steps = around[cell]
            # Straight on, crossing whatever runs across this cell.
            key, long, i, j = steps[side]
            new, turn = cost + long, cost + BEND
            if busy := load[cell]:
                crossed, shared, bent = busy >> across & COUNT, busy >> beside & COUNT, busy >> 2 * BITS
                new = new + CROSS * crossed + NEAR * bent + SHARE * shared
                turn = turn + NEAR * 0.6 * (crossed + shared) + 0.3 * bent
            if key >= 0 and new < best[key]:
                best[key] = new
                count += 1
                push(heap, (new + rows[i] + cols[j], count, new, key, state))
            if inner[cell] and busy >= TURN:  # between boxes there is room for one corner
                continue
            for other in others:
                key, long, i, j = steps[other]
                if key >= 0:
                    new = turn + long
                    if new < best[key]:
                        best[key] = new
                        count += 1
                        push(heap, (new + (turned_rows[i] + turned_cols[j]), count, new, key, state))
                elif (key := turned + 4 * cell + other) in goals and turn < best[key]:
                    best[key] = turn
                    count += 1
                    push(heap, (turn + down[i] + along[j], count, turn, key, state))
        raise KeyError(goal)

    def _fresh(self, columns: tuple[int, int] | None) -> list[float]:
        """What every state has cost so far; outside these columns nothing is sought."""
        size = len(self._steps)
        if columns is None:
            return [INF] * (8 * size)
        low, high = columns
        row = [INF if low <= col <= high else DONE for col in range(self.wide) for _ in range(4)]
        return row * self.high + [INF] * (4 * size)


def _back(came: dict[int, int], state: int, turned: int) -> list[int]:
    """The states of a way that leads to this one, from the first."""
    states = []
    while state >= 0:
        states.append(state % turned)
        state = came[state]
    return states[::-1]
