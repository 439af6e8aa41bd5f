"""Ways for the lines: A* on cells and channels, (2·rows + 1) × (2·columns + 1).

Odd rows and columns are bands that hold the boxes, even ones the channels between them. A line runs straight through
empty cells, turns in channels or where an empty cell has no other corner, and pays for length, bends, crossings,
company, and for the sides of the boxes it leaves and enters.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

from render.layout.body import DOWN, LEFT, RIGHT, UP, Body
from render.layout.chart import Chart, Link
from render.layout.place import Placement

BEND, CROSS, NEAR, SHARE = 1.6, 2.6, 0.9, 0.12
MIX = 14.0  # a line out and a line in at one side, or an outcome that goes on and one that returns
INF = float("inf")
Ahead = tuple[list[float], list[float], list[float], list[float]]
Steps = tuple[tuple[int, float], ...]
"""For each of the four directions the next cell, -1 where there is none, and how long the step is."""


@dataclass(slots=True)
class Way:
    """Where a link runs: half-grid corners from box to box, and the sides it leaves and enters by."""

    link: Link
    out: int
    into: int
    corners: list[tuple[int, int]]
    cells: list[int]


class Router:
    """Routes all links of a placed chart."""

    def __init__(self, chart: Chart, bodies: Sequence[Body], placement: Placement) -> None:
        self.chart, self.bodies, self.placement = chart, bodies, placement
        self.high, self.wide = 2 * placement.rows + 1, 2 * placement.cols + 1
        size = self.high * self.wide
        self.cell = [
            (2 * r + 1) * self.wide + 2 * c + 1 for r, c in zip(placement.row, placement.col, strict=True)
        ]
        self.taken = bytearray(size)
        for cell in self.cell:
            self.taken[cell] = 1
        self.passing = [[0] * size, [0] * size]  # straight through: upright, level
        self.turning = [0] * size
        self.leaving = [[0] * 4 for _ in chart.items]
        self.entering = [[0] * 4 for _ in chart.items]
        self.returning = [[0] * 4 for _ in chart.items]  # of those that leave
        self.outcomes = [len([k for k in chart.links if k.source == i.id]) for i in chart.items]
        self._measure()
        self._steps()
        self._ahead: dict[int, Ahead] = {}
        self._fences: dict[tuple[int, int], list[Steps]] = {}

    def _measure(self) -> None:
        """Sizes of bands and channels for the costs, in tenths of the mean row."""
        p = self.placement
        row = [2.0] * p.rows
        col = [2.0] * p.cols
        for n, body in enumerate(self.bodies):
            up, down = body.reach[UP], body.reach[DOWN]
            row[p.row[n]] = max(row[p.row[n]], up + down)
            col[p.col[n]] = max(col[p.col[n]], body.reach[LEFT] + body.reach[RIGHT])
        self.row_at = _middles(row, 1.8)
        self.col_at = _middles(col, 2.0)

    def _steps(self) -> None:
        """For every cell and direction the next cell and what the step is long."""
        high, wide = self.high, self.wide
        self.next: list[Steps] = []
        self.row_of = [i for i in range(high) for _ in range(wide)]
        self.col_of = list(range(wide)) * high
        self.inner = bytearray(high * wide)  # cells of both a row and a column
        for i in range(high):
            for j in range(wide):
                self.inner[i * wide + j] = i % 2 and j % 2
                steps = []
                for di, dj in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                    a, b = i + di, j + dj
                    if 0 <= a < high and 0 <= b < wide and not self.taken[a * wide + b]:
                        long = abs(self.row_at[a] - self.row_at[i]) + abs(self.col_at[b] - self.col_at[j])
                        steps.append((a * wide + b, 0.1 * long))
                    else:
                        steps.append((-1, 0.0))
                self.next.append(tuple(steps))

    def _within(self, low: int, high: int) -> list[Steps]:
        """`next` without the steps out of the columns ``low`` to ``high``."""
        if (low, high) not in self._fences:
            inside = [low <= col <= high for col in self.col_of]
            self._fences[low, high] = [
                tuple((to, long) if to >= 0 and inside[to] else (-1, 0.0) for to, long in steps)
                for steps in self.next
            ]
        return self._fences[low, high]

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
        item, body = self.chart.items[link.source], self.bodies[link.source]
        if link.link:
            return 0.0 if side == DOWN else INF
        if item.split and (not link.back or body.shape == "fork"):
            return 0.0 if side == DOWN else 60.0
        if item.split and side == DOWN:
            return 60.0
        decision = body.shape in ("decision", "gate")
        if link.back or link.up:
            cost = (1.0, 3.0, 0.0, 0.0)[side]
        elif decision:
            cost = (0.0, 9.0, 0.3, 0.3)[side]
        else:
            cost = (0.0, 9.0, 0.9, 0.9)[side]
        if body.shape == "gate" and side == UP:
            return 60.0
        company = self.leaving[link.source][side]
        if company:
            cost += (4.5 if company == 1 else 40.0) if decision else 1.2 * company
            returns = self.returning[link.source][side]
            if decision and returns != (company if link.back or link.up or link.dashed else 0):
                cost += MIX
        if self.entering[link.source][side]:
            cost += MIX
        return cost

    def in_cost(self, link: Link, side: int) -> float:
        item, body = self.chart.items[link.target], self.bodies[link.target]
        if link.link:
            return 0.0 if side == UP else INF
        if item.join:
            if link.back or link.up:
                return (
                    60.0
                    if side == UP
                    else (MIX if self.leaving[link.target][side] else 0.0) + (4.0 if side == DOWN else 0.0)
                )
            return 0.0 if side == UP else 60.0
        if item.split and side == DOWN:
            return 60.0
        has_gate = any(k.link for k in self.chart.forward[link.target])
        if has_gate and side == DOWN:
            return 60.0
        back = link.back or link.up
        cost = (5.0, 1.0, 0.0, 0.0)[side] if back else (8.0, 0.0, 0.8, 0.8)[side]
        if body.shape == "decision" and side != UP:
            cost += 1.5 * self.outcomes[link.target]
        if self.leaving[link.target][side]:
            cost += MIX
        company = self.entering[link.target][side]
        if company:
            low, high = body.ports[side]
            room = int((high - low) / 0.8) + 1
            cost += 0.3 * company + (30.0 if company >= room else 0.0)
            if body.shape == "decision" and side != UP:
                cost += 2.0
        return cost

    def _distances(self, item: int) -> Ahead:
        """How far every row and every column is from an item's: their sum is the shortest way there.

        Then the same with the bend that a level line in another row and an upright one in another column must make.
        """
        if item not in self._ahead:
            ti, tj = divmod(self.cell[item], self.wide)
            ty, tx = self.row_at[ti], self.col_at[tj]
            rows = [0.1 * abs(y - ty) for y in self.row_at]
            cols = [0.1 * abs(x - tx) for x in self.col_at]
            bent = [long + BEND for long in rows], [long + BEND for long in cols]
            bent[0][ti], bent[1][tj] = rows[ti], cols[tj]
            self._ahead[item] = rows, cols, *bent
        return self._ahead[item]

    def _first(self, item: int, side: int) -> int:
        """The channel cell beside a box."""
        cell = self.cell[item]
        return cell + (self.wide, -self.wide, 1, -1)[side]

    # -- one link ---------------------------------------------------------------------------------------------

    def find(self, link: Link, within: tuple[int, int] | None = None) -> Way:
        """The way of a link that costs least beside those that are counted.

        ``within``: the first and the last half-grid column that it may use; raises ``KeyError`` where that leaves none.
        """
        goals: dict[int, tuple[float, int]] = {}
        for side in (DOWN, UP, RIGHT, LEFT):
            cost = self.in_cost(link, side)
            if cost < INF:
                goals[self._first(link.target, side) * 4 + (side ^ 1)] = (cost, side)
        down, along_row, down_bent, along_bent = self._distances(link.target)
        row_of, col_of = self.row_of, self.col_of
        heap: list[tuple[float, int, float, int, int]] = []
        best: dict[int, float] = {}
        count = 0
        for side in (DOWN, UP, RIGHT, LEFT):
            cost = self.out_cost(link, side)
            if cost < INF:
                cell = self._first(link.source, side)
                ahead = (
                    down[row_of[cell]] + along_bent[col_of[cell]]
                    if side < 2
                    else down_bent[row_of[cell]] + along_row[col_of[cell]]
                )
                heap.append((cost + ahead, count, cost, cell * 4 + side, -1))
                count += 1
        heapq.heapify(heap)
        came: dict[int, int] = {}
        upright, level, turning = self.passing[0], self.passing[1], self.turning
        nexts, inner = self._within(*within) if within else self.next, self.inner
        final = -2
        turned = 4 * len(nexts)  # states from here on: turned to the box beside the cell, only to go in
        while heap:
            _, _, cost, state, before = heapq.heappop(heap)
            if state == final:
                came[state] = before
                break
            if state in came:
                continue
            came[state] = before
            if state % turned in goals:
                count += 1
                total = cost + goals[state % turned][0]
                heapq.heappush(heap, (total, count, total, final, state))
            if state >= turned:
                continue
            cell, way = divmod(state, 4)
            # Straight on, crossing whatever runs across this cell.
            if way < 2:
                across, along, others = level, upright, (RIGHT, LEFT)
                rows, cols, turned_rows, turned_cols = down, along_bent, down_bent, along_row
            else:
                across, along, others = upright, level, (DOWN, UP)
                rows, cols, turned_rows, turned_cols = down_bent, along_row, down, along_bent
            steps = nexts[cell]
            to, long = steps[way]
            if to >= 0:
                new = cost + long + CROSS * across[cell] + NEAR * turning[cell] + SHARE * along[cell]
                key = to * 4 + way
                if key not in came and new < best.get(key, INF):
                    best[key] = new
                    count += 1
                    heapq.heappush(heap, (new + rows[row_of[to]] + cols[col_of[to]], count, new, key, state))
            if inner[cell] and turning[cell]:  # between boxes there is room for one corner
                continue
            turn = cost + BEND + NEAR * 0.6 * (across[cell] + along[cell]) + 0.3 * turning[cell]
            for other in others:
                to, long = steps[other]
                if to >= 0:
                    new = turn + long
                    key = to * 4 + other
                    if key not in came and new < best.get(key, INF):
                        best[key] = new
                        count += 1
                        ahead = turned_rows[row_of[to]] + turned_cols[col_of[to]]
                        heapq.heappush(heap, (new + ahead, count, new, key, state))
                elif cell * 4 + other in goals:
                    key = turned + cell * 4 + other
                    if key not in came and turn < best.get(key, INF):
                        best[key] = turn
                        count += 1
                        heapq.heappush(
                            heap,
                            (turn + down[row_of[cell]] + along_row[col_of[cell]], count, turn, key, state),
                        )
        return self._way(link, came, final, goals)

    def _way(self, link: Link, came: dict[int, int], final: int, goals: dict[int, tuple[float, int]]) -> Way:
        states: list[int] = []
        state, turned = came[final], 4 * len(self.next)
        into = goals[state % turned][1]
        while state >= 0:
            states.append(state % turned)
            state = came[state]
        states.reverse()
        cells: list[int] = []
        for state in states:
            if not cells or cells[-1] != state // 4:
                cells.append(state // 4)
        out = states[0] % 4
        wide = self.wide
        chain = [self.cell[link.source], *cells, self.cell[link.target]]
        corners = [divmod(chain[0], wide)]
        for a, b, c in zip(chain, chain[1:], chain[2:], strict=False):
            if (b - a) != (c - b):
                corners.append(divmod(b, wide))
        corners.append(divmod(chain[-1], wide))
        return Way(link, out, into, corners, cells)

    def _disturbed(self, way: Way) -> bool:
        """Whether others cross a way, turn on it, or share its sides: whether another way might be better."""
        leaving, entering = self.leaving[way.link.source], self.entering[way.link.target]
        if leaving[way.out] or entering[way.into]:
            return True
        if self.entering[way.link.source][way.out] or self.leaving[way.link.target][way.into]:
            return True
        turning, wide = self.turning, self.wide
        before = self.cell[way.link.source]
        for cell in way.cells:
            across = self.passing[1 if abs(cell - before) == wide else 0][cell]
            if across or turning[cell]:
                return True
            before = cell
        return False

    def chain(self, way: Way) -> list[int]:
        """The cells of a way, from box to box."""
        return [self.cell[way.link.source], *way.cells, self.cell[way.link.target]]

    def count(self, way: Way, by: int) -> None:
        """Take a way into account, or out of it."""
        self.leaving[way.link.source][way.out] += by
        self.entering[way.link.target][way.into] += by
        if way.link.back or way.link.up or way.link.dashed:
            self.returning[way.link.source][way.out] += by
        wide, chain = self.wide, self.chain(way)
        for a, b, c in zip(chain, chain[1:], chain[2:], strict=False):
            if b - a == c - b:
                self.passing[0 if abs(b - a) == wide else 1][b] += by
            else:
                self.turning[b] += by


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
