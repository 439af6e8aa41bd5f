"""The order of the lanes: where the flow starts comes first, and posts that hand over to each other stand side by side."""

from __future__ import annotations

from collections.abc import Sequence

from render.layout.chart import Chart

FIRST = 2.0  # hand-overs: what every lane before that of the start costs, for there people begin to read
EXACT = 8  # up to this many lanes the best order is found by dynamic programming over subsets


def lane_order(chart: Chart, pull: float = 0.15, pinned: Sequence[str] = ()) -> list[int]:
    """The lanes from first to last. ``pull``: towards the file's order; ``pinned``: posts whose order is fixed."""
    count = len(chart.posts)
    weight = [[0.0] * count for _ in range(count)]
    for link in chart.links:
        a, b = chart.items[link.source].lane, chart.items[link.target].lane
        if a != b:
            value = 0.6 if link.back or link.up else 1.0
            weight[a][b] += value
            weight[b][a] += value
    at_start = next((item.lane for item in chart.items if item.start), -1)
    away = [
        [pull * abs(lane - place) + FIRST * place * (lane == at_start) for place in range(count)]
        for lane in range(count)
    ]
    fixed = [chart.posts.index(p) for p in pinned if p in chart.posts]
    start = _exact(weight, away, fixed) if count <= EXACT else _pinned(list(range(count)), fixed)
    return _improve(start, weight, away, fixed)


def _pinned(order: list[int], fixed: Sequence[int]) -> list[int]:
    """``order`` with the fixed lanes in their own order, on the places they hold together."""
    rest = iter(fixed)
    return [next(rest) if lane in fixed else lane for lane in order]


def _exact(weight: list[list[float]], away: list[list[float]], fixed: Sequence[int]) -> list[int]:
    """The order with the least weight × distance, and ``away[lane][place]`` of every lane; ties by file order.

    The sum of distances is the sum over all places of the weight between what stands before and after the place,
    so the best order of a subset does not depend on the rest.
    """
    count = len(weight)
    before = {lane: set(fixed[: fixed.index(lane)]) for lane in fixed}
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for size in range(count):
        level: dict[int, tuple[float, tuple[int, ...]]] = {}
        for done, (cost, order) in best.items():
            inside = set(order)
            for lane in range(count):
                if lane in inside or not before.get(lane, set()) <= inside:
                    continue
                reached = (*order, lane)
                cut = sum(
                    weight[a][b] for a in reached for b in range(count) if b != lane and b not in inside
                )
                total = cost + cut + away[lane][size]
                key = done | 1 << lane
                if key not in level or (total, reached) < level[key]:
                    level[key] = (total, reached)
        best = level
    return list(best[(1 << count) - 1][1])


def _cost(order: Sequence[int], weight: list[list[float]], away: list[list[float]]) -> float:
    """Long hand-overs cost more than several short ones."""
    total = 0.0
    for i, a in enumerate(order):
        row = weight[a]
        total += away[a][i]
        for j in range(i + 1, len(order)):
            if row[order[j]]:
                total += row[order[j]] * (j - i) ** 1.3
    return total


def _improve(
    order: list[int], weight: list[list[float]], away: list[list[float]], fixed: Sequence[int]
) -> list[int]:
    """Move single lanes while that helps."""
    best, cost = order, _cost(order, weight, away)
    improved = True
    while improved:
        improved = False
        for lane in list(best):
            rest = [other for other in best if other != lane]
            for place in range(len(best)):
                tried = [*rest[:place], lane, *rest[place:]]
                if [x for x in tried if x in fixed] != list(fixed):
                    continue
                value = _cost(tried, weight, away)
                if value < cost - 1e-9:
                    best, cost, improved = tried, value, True
    return best
