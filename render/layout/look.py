"""The cheap look at how a chart could be drawn: about how large each way to draw it comes out, and how tidy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from render.layout.body import DOWN, LEFT, RIGHT, UP, Body, Setting
from render.layout.chart import Chart, Link
from render.layout.fold import Boxes, beside, fold
from render.layout.guess import tangle
from render.layout.layers import Layers
from render.layout.model import Area
from render.layout.place import Placement
from render.layout.widths import CHARS, settings
from render.layout.worth import filling, legible, tidiness, torn

MIDDLING = 7.0  # characters a line
WIDTHS = (5.0, 6.0, MIDDLING, 8.0, 10.0)
ALONE = 4  # lines: what it costs to part a step from an end that is its alone
SQUEEZED, PRESSED = ((0.92, 0.87), (0.96, 0.91)), ((0.90, 0.87), (0.93, 0.90))
"""About what is left of a chart that is pushed together, across and along the flow: with lanes, and without; where it
runs down the sheet, and across it."""

CROSSED, KNOTTED, BENT = 0.08, 0.2, 1.3
"""What is left of a crossing that is guessed, or counted in layers, and what becomes of a bend, once the lines are drawn,
untangled and the worst of them spared: fitted to 7,000 drawings of fifty flows, and since changed as much as their price."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to draw a chart, and what the cheap look at it says: em wide and high, and how tidy (up to 1).

    ``flat``: the placement before it was folded.
    """

    rows: bool
    chars: float | Setting
    placement: Placement
    wide: float
    high: float
    tidy: float
    flat: Placement

    @property
    def kind(self) -> tuple[bool, int, Placement]:
        """What it shares with those that are folded elsewhere."""
        return self.rows, len(self.placement.groups), self.flat

    def size(self, area: Area) -> float:
        """The type size it would come to in ``area``, mm."""
        return min(area.width / self.wide, area.height / self.high, area.largest)

    def score(self, area: Area) -> float:
        """What is compared: type size first, tidiness second, then how much of the room is used."""
        size = self.size(area)
        return legible(size, area) * self.tidy * filling(self.wide * size * self.high * size, area)


class Look:
    """What can be said of the placements of one chart before anything is routed; kept for all areas.

    ``bodies``: its items measured, by whether the chart runs across, and characters a line; ``air``: as of `Fitter`.
    """

    def __init__(
        self, chart: Chart, bodies: Callable[[bool, float | Setting], list[Body]], air: float
    ) -> None:
        self.chart, self.bodies, self.air = chart, bodies, air
        self._widths: dict[tuple[bool, Placement], list[tuple[Setting, list[Body]]]] = {}
        self._tangles: dict[Placement, float] = {}
        self._knots: dict[tuple[tuple[int, ...], ...], int] = {}
        self._bends: dict[Placement, int] = {}
        self._crossings: dict[Placement, list[int]] = {}
        self._folds: dict[tuple[bool, Placement], list[Placement]] = {}

    def variants(self, placement: Placement, rows: bool) -> list[Variant]:
        """A placement at several widths of text, unfolded and (without lanes) folded."""
        if placement.lanes:
            return [
                self._variant(placement, rows, chars, bodies)
                for chars, bodies in self.settings(placement, rows)
            ]
        return [
            self._variant(folded, rows, chars, self.bodies(rows, chars), placement)
            for chars in WIDTHS
            for folded in self._folded(placement, rows)
        ]

    def _variant(
        self, placement: Placement, rows: bool, chars: float | Setting, bodies: Sequence[Body],
        flat: Placement | None = None,
    ) -> Variant:  # fmt: skip
        across, along = self.extent(placement, bodies)
        less = (SQUEEZED if placement.lanes else PRESSED)[rows]
        across, along = less[0] * across, less[1] * along
        if placement.lanes:
            along += 5.0 if rows else 3.0
        wide, high = (along, across) if rows else (across, along)
        return Variant(rows, chars, placement, wide, high, self._tidy(placement), flat or placement)

    def settings(self, placement: Placement, rows: bool) -> list[tuple[Setting, list[Body]]]:
        """What widths its columns may have, with all items so; found once for every placement with lanes."""
        key = (rows, placement)
        if key not in self._widths:
            every = tuple(range(len(self.chart.items)))
            sizes = [self.bodies(rows, Setting((chars,) * len(every), every)) for chars in CHARS]
            self._widths[key] = settings(sizes, placement, rows)
        return self._widths[key]

    def _folded(self, placement: Placement, rows: bool) -> list[Placement]:
        """A placement as it is and (without lanes) in two to four groups, cut where text of middling width asks."""
        key = (rows, placement)
        if key not in self._folds:
            self._folds[key] = [placement]
            if not placement.lanes:
                bodies = self.bodies(rows, MIDDLING)
                reaches = [(body.reach[LEFT], body.reach[RIGHT]) for body in bodies]
                boxes = Boxes(_heights(placement, bodies), reaches, self.air)
                most = min(4, placement.rows // 4)
                self._folds[key] += fold(placement, boxes, self._crossing(placement), most, self.alone)
        return self._folds[key]

    def _tidy(self, placement: Placement) -> float:
        """How tidy a placement will be, guessed once for each."""
        if placement not in self._tangles:
            crossings, bends = tangle(self.chart, placement)
            bends += 3 * (len(placement.groups) - 1)
            left = CROSSED * crossings
            if layers := placement.unfolded.layers:
                if layers not in self._knots:
                    self._knots[layers] = Layers.of(self.chart, placement).crossings()
                left = KNOTTED * self._knots[layers]
            self._tangles[placement] = tidiness(left, BENT * bends) * self.torn(placement)
        return self._tangles[placement]

    def torn(self, placement: Placement) -> float:
        """What it is worth that a fold parts little, up to 1."""
        crossing = self._crossing(placement.unfolded) if placement.flat else []
        return torn([crossing[cut] for cut in placement.cuts[1:-1]])

    @cached_property
    def alone(self) -> list[tuple[int, int]]:
        """Steps and the ends that are theirs alone."""
        lines: dict[int, list[Link]] = {}
        for link in self.chart.links:
            for item in (link.source, link.target):
                lines.setdefault(item, []).append(link)
        ends = [item.id for item in self.chart.items if item.end and item.shape != "connector"]
        return [(lines[n][0].source, n) for n in ends if len(lines.get(n, ())) == 1]

    def _crossing(self, placement: Placement) -> list[int]:
        """For every row how many lines come into it from above.

        Steps stay with their diamonds and connectors; decisions with their outcomes, and what is done at the same time,
        had better stay together.
        """
        if placement in self._crossings:
            return self._crossings[placement]
        items, crossing = self.chart.items, [0] * (placement.rows + 1)

        def together(link: Link, r: int) -> bool:
            if items[link.source].shape in ("decision", "gate"):
                return placement.row[link.source] + 1 == r
            return items[link.source].split or items[link.target].join

        def price(link: Link, r: int) -> int:
            if link.within:
                return 50
            if link.ends:
                return 8
            if (link.source, link.target) in self.alone:
                return ALONE if beside(placement, link.source, link.target) is None else 0
            return 2 if together(link, r) else 1

        for link in self.chart.links:
            a, b = sorted((placement.row[link.source], placement.row[link.target]))
            for r in range(a + 1, b + 1):
                crossing[r] += price(link, r)
        self._crossings[placement] = crossing
        return crossing

    def extent(self, placement: Placement, bodies: Sequence[Body]) -> tuple[float, float]:
        """About how large it will be, em, across and along the flow."""
        left, right = _reaches(placement.col, placement.cols, bodies, (LEFT, RIGHT), 1.0)
        bent = self._bent(placement)
        across = sum(left) + sum(right) + 1.5 * self.air * (placement.cols - 1) + 0.7 + 0.55 * self.air * bent
        heights = [height + 2.0 * self.air for height in _heights(placement.unfolded, bodies)]
        cuts = placement.cuts or (0, len(heights))
        along = max(sum(heights[a:b]) for a, b in pairwise(cuts)) - 2.0 * self.air + 0.7 + 0.25 * bent
        return across, along

    def _bent(self, placement: Placement) -> int:
        """How many lines cannot be straight, counted once for every placement; returns twice."""
        if placement not in self._bends:
            row, col = placement.row, placement.col
            self._bends[placement] = sum(
                (col[k.source] != col[k.target] and row[k.source] != row[k.target]) + (k.back or k.up)
                for k in self.chart.links
            )
        return self._bends[placement]


def _reaches(
    band: Sequence[int], count: int, bodies: Sequence[Body], sides: tuple[int, int], least: float
) -> tuple[list[float], list[float]]:
    """How far the boxes of each band reach to both sides of its middle, em, and ``least`` at least."""
    first, second = sides
    low, high = [least] * count, [least] * count
    for n, body in zip(band, bodies, strict=True):
        reach = body.reach
        if reach[first] > low[n]:
            low[n] = reach[first]
        if reach[second] > high[n]:
            high[n] = reach[second]
    return low, high


def _heights(placement: Placement, bodies: Sequence[Body]) -> list[float]:
    up, down = _reaches(placement.row, placement.rows, bodies, (UP, DOWN), 0.5)
    return [a + b for a, b in zip(up, down, strict=True)]
