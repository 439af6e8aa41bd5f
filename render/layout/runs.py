"""Straight pieces of ways, and on which side of each other they must run so that lines cross only where they must.

Two ways that share a stretch of the half grid part at both of its ends. Each end says which of the two has to be
the first there; followed along the stretch, that says which has to be the first anywhere on it. Where the ends
agree the lines need not cross, where they contradict each other they must, once. Where a stretch ends in a side of
a box that both touch, the other end alone decides, and with it the order of the ports.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from render.layout.route import Way


@dataclass(slots=True, eq=False)
class Run:
    """A straight piece of a way. ``fixed``: its half-grid column (upright) or row; ``low``–``high``: along it.

    ``items``: the box at the low and at the high end, if any, with the side touched; ``port``: which port of that
    side, once they are ordered. ``beside``: the neighbouring runs at the low and at the high end. ``placed``: whether
    ``offset`` (from the middle of a band) or ``at`` is final.
    """

    way: Way
    upright: bool
    fixed: int
    low: int
    high: int
    items: list[tuple[int, int] | None] = field(default_factory=lambda: [None, None])
    beside: list[Run | None] = field(default_factory=lambda: [None, None])
    port: list[int] = field(default_factory=lambda: [0, 0])
    offset: float = 0.0
    at: float = 0.0
    placed: bool = False

    @property
    def band(self) -> bool:
        return self.fixed % 2 == 1

    def leg(self, end: int) -> int:
        """Which way the neighbour at an end (0 low, 1 high) goes: -1, +1, or 0 where a box is."""
        other = self.beside[end]
        if other is None:
            return 0
        return 1 if other.low == self.fixed else -1

    @property
    def where(self) -> float:
        """Where it lies across its band or channel."""
        return self.offset if self.band else self.at


@dataclass(slots=True)
class Tag:
    """A label to place: its size across and along the flow, and where it came to lie (top left)."""

    way: Way
    run: Run
    side: int
    wide: float
    high: float
    clear: float  # from its line, or from the connector on it
    after: bool = True  # to the right of an upright line / below a level one
    x: float = 0.0
    y: float = 0.0


@dataclass(slots=True)
class Stub:
    """A line to or from a connector beside its box: the box (``host``), its side, and the connector (``rider``)."""

    run: Run
    host: int
    side: int
    rider: int

    @classmethod
    def of(cls, run: Run) -> Stub:
        """The stub that is this run, all of its way."""
        way, link = run.way, run.way.link
        if link.stub == "target":
            return cls(run, link.source, way.out, link.target)
        return cls(run, link.target, way.into, link.source)


def runs_of(way: Way) -> list[Run]:
    """The straight pieces of a way, from its source to its target."""
    runs: list[Run] = []
    firsts = []  # of every run the end that comes first on the way
    for (i, j), (k, m) in pairwise(way.corners):
        upright = j == m
        a, b, fixed = (i, k, j) if upright else (j, m, i)
        low, high = (a, b) if a <= b else (b, a)
        runs.append(Run(way, upright, fixed, low, high, [None, None], [None, None], [0, 0]))
        firsts.append(0 if a <= b else 1)
    for n, (one, two) in enumerate(pairwise(runs)):
        one.beside[1 - firsts[n]], two.beside[firsts[n + 1]] = two, one
    if way.link.stub != "source":
        runs[0].items[firsts[0]] = (way.link.source, way.out)
    if way.link.stub != "target":
        runs[-1].items[1 - firsts[-1]] = (way.link.target, way.into)
    return runs


def first_at(a: Run, b: Run, end: int) -> int:
    """Which of two runs on one stretch has to be the first, by what comes beyond its low (0) or high (1) end.

    -1: ``a``; 1: ``b``; 0: either, for they end at one side of a box. What is placed already decides for the rest.
    """
    sign = 1
    while True:
        near, far = (b.low, a.low) if end == 0 else (a.high, b.high)
        if near != far:  # one turns off where the other goes on
            return sign * (a.leg(end) if near < far else -b.leg(end))
        turn, other = a.leg(end), b.leg(end)
        if turn != other:
            return sign * (1 if turn > other else -1)
        first, second = a.beside[end], b.beside[end]
        if first is None or second is None:
            return sign * _compare(a.port[end], b.port[end])
        if (end == 0) != (turn > 0):
            sign = -sign
        a, b, end = first, second, 1 if turn > 0 else 0
        if a.placed and b.placed:
            return sign * _compare(a.where, b.where)


def too_many(a: Run, b: Run) -> float:
    """How many crossings it costs to put ``a`` before ``b``, two runs of one band or channel; below 0: it spares them.

    0 where they do not meet, and where they have to cross in either order.
    """
    low, high = max(a.low, b.low), min(a.high, b.high)
    if low < high:
        return first_at(a, b, 0) + first_at(a, b, 1)
    if low > high:
        return 0
    one, two = (1, 0) if a.high == b.low else (0, 1)
    turn, other = a.leg(one), b.leg(two)
    first, second = a.beside[one], b.beside[two]
    if turn == other or first is None or second is None:
        return 0
    if first.placed and second.placed:
        if (first.where < second.where) == (one == 1):
            return 0  # they end before they meet
        return 2 * _compare(turn, other)
    return 0.3 * _compare(turn, other)


def _compare(a: float, b: float) -> int:
    return (a > b) - (a < b)
