"""How one chart can be drawn so that it can be read: how large the small text, how much in a box, in how many strips."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

from render.layout import BARE, FULL, SHORT, Area, Chart, Fitter, Layout, place
from render.layout.fit import Routes
from render.layout.order import lane_order
from render.layout.parts import Strips, cut, turned
from render.layout.place import Placement
from render.metrics import typeface

SIZES = (
    (0.8, FULL, 1.0), (0.9, FULL, 1.0), (0.9, FULL, 0.8), (1.0, FULL, 0.8), (0.9, SHORT, 0.8), (1.0, SHORT, 0.8),
    (1.0, BARE, 0.8),
)  # fmt: skip
"""Small text in em of a title, how much stands in a box, air between: from the best to the last resort."""
WHOLE = sum(detail == FULL for _, detail, _ in SIZES)
SPOKEN = len(SIZES) - 1
"""How many of them leave nothing out of a box, and how many may share a sheet with something else."""
TURNS = tuple(itertools.product((False, True), repeat=2))
"""Of strips: under or beside each other; lanes as columns or as rows."""
SPARSE = 0.7  # of the room: a chart that would use less of it had better be cut in strips
WORTH = 1.25  # how much larger type must become for one more strip
USUAL, THOROUGH = 3, 12
"""How many drawings are made of a chart before the best is taken: usually, and before it is cut over several sheets."""
SURE = 1.04  # what the cheap look must promise where nothing is drawn to prove it


def ordered(chart: Chart, parts: Sequence[Chart], pinned: Sequence[str]) -> list[str]:
    """All posts of a chart in the one order of lanes for its ``parts``; ``pinned``: those whose order is fixed.

    Lines that run from part to part end in connectors, whatever the order.
    """
    part_of = {key: n for n, part in enumerate(parts) for key in part.of_step}
    at = [part_of.get(item.key) for item in chart.items]
    inside = [link for link in chart.links if at[link.source] == at[link.target]]
    return [chart.posts[lane] for lane in lane_order(replace(chart, links=tuple(inside)), pinned=pinned)]


@dataclass(frozen=True, slots=True)
class Way:
    """One way to draw a chart.

    ``rank``: its place in `SIZES`; ``strips``: into how many parts it is cut, ``side`` by side or under each other, all
    with lanes as ``rows`` or as columns, and in the same order. ``tries``: drawings that are made of the whole.
    """

    ways: Ways
    rank: int
    strips: int = 1
    side: bool = False
    rows: bool = False
    tries: int = USUAL

    @property
    def small(self) -> float:
        """Small text in em of a title."""
        return SIZES[self.rank][0]

    @property
    def _fitter(self) -> Fitter | Strips:
        return self.ways.strips(self) if self.strips > 1 else self.ways.whole.at(self.rank)

    def size(self, area: Area) -> float:
        """The size of a title in ``area`` by the cheap look, mm."""
        return self.ways.size(self._fitter, area)

    def sparse(self, area: Area) -> bool:
        """Whether it would leave much of ``area`` empty."""
        return self._fitter.used(area) < SPARSE * area.width * area.height

    def best(self, area: Area) -> Layout:
        """The drawing itself; in one piece where that can be read, and strips win little once both are drawn."""
        made = self.ways.best(self._fitter, area, self.tries)
        if self.strips > 1:
            whole = Way(self.ways, self.rank)
            if whole.size(area) * whole.small >= self.ways.readable:
                one = whole.best(area)
                if one.small >= self.ways.readable - 1e-6 and made.small < WORTH * one.small:
                    return one
        return made


class Fitters:
    """Those of one chart at all sizes, made once where the same stands in the boxes."""

    def __init__(self, chart: Chart, pinned: Sequence[str]) -> None:
        self.chart, self.pinned = chart, pinned
        self._routes: Routes = {}
        self._made: dict[tuple[float, int, float], Fitter] = {}
        self._turned: dict[tuple[Fitter, bool], Fitter] = {}
        self.levels = sorted({note.level for item in chart.items for note in item.notes})

    @cached_property
    def _placements(self) -> list[Placement]:
        """Where everything could stand."""
        return place(self.chart, self.pinned)

    def at(self, rank: int) -> Fitter:
        """The one for a place in `SIZES`."""
        small, detail, air = SIZES[rank]
        detail = max((level for level in self.levels if level <= detail), default=BARE)
        key = small, detail, air
        if key not in self._made:
            places, routes = self._placements, self._routes
            self._made[key] = Fitter(
                self.chart, typeface(), small, detail, air=air, placements=places, routes=routes
            )
        return self._made[key]

    def turned(self, rank: int, rows: bool) -> Fitter:
        """The one that only draws from left to right (``rows``), or only down the sheet."""
        key = self.at(rank), rows
        if key not in self._turned:
            self._turned[key] = turned(*key)
        return self._turned[key]


class Ways:
    """All ways to draw one chart on sheets of one kind.

    ``pinned``: posts whose lanes keep this order; ``readable``: mm, what can just be read; ``most``: the largest title
    as a multiple of it; ``counts``: the numbers of strips to be tried; ``taken``: connectors elsewhere (`parts.cut`);
    ``whole``: the fitters of the chart, where they are at hand.
    ``size``, ``best``: of a fitter in an area, asked once; ``promising``: as `_promising`.
    """

    def __init__(
        self, chart: Chart, pinned: Sequence[str], readable: float, most: float, counts: Sequence[int],
        taken: Sequence[str] = (), whole: Fitters | None = None,
    ) -> None:  # fmt: skip
        self.chart, self.pinned, self.taken = chart, pinned, taken
        self.readable, self.most, self.counts = readable, most, counts
        self.whole = whole or Fitters(chart, pinned)
        self.size, self.best = cache(_size), cache(_drawing)
        self.promising = cache(self._promising)
        self._parts: dict[int, list[Fitters]] = {}

    def strips(self, way: Way) -> Strips:
        """The chart cut into parts that share a sheet."""
        if way.strips not in self._parts:
            parts = cut(self.chart, way.strips, taken=self.taken)
            lanes = ordered(self.chart, parts, self.pinned)
            self._parts[way.strips] = [Fitters(part, lanes) for part in parts]
        return Strips(tuple(part.turned(way.rank, way.rows) for part in self._parts[way.strips]), way.side)

    def area(self, width: float, height: float, spare: float = 1.0) -> Area:
        """The room for a flow, mm, where its type had better be ``spare`` times what can just be read."""
        return Area(width, height, spare * self.readable, self.most * self.readable)

    def proved(self, area: Area) -> Way | None:
        """The way that reads best, drawn to see that it can be read; None where none can, however many are drawn."""

        def holds(way: Way) -> bool:
            return (
                way.size(area) * way.small >= self.readable and way.best(area).small >= self.readable - 1e-6
            )

        if found := self._best(area, holds, len(SIZES), max(self.counts)):
            return found
        return next(filter(holds, (Way(self, rank, tries=THOROUGH) for rank in range(len(SIZES)))), None)

    def _promising(self, area: Area, spare: float = 1.0, ranks: int = SPOKEN) -> Way | None:
        """As `proved`, by the cheap look alone, with type ``spare`` times what can just be read, and the first ``ranks``."""

        def holds(way: Way) -> bool:
            return way.size(area) * way.small >= SURE * spare * self.readable

        return self._best(area, holds, ranks, 2)

    def _best(self, area: Area, holds: Callable[[Way], bool], ranks: int, most: int) -> Way | None:
        """The first that ``holds``; in strips where the whole does not, or would leave much room empty."""
        best: Way | None = None
        for strips in (n for n in self.counts if n <= most):
            if best and not best.sparse(area):
                continue
            for rank in range(best.rank + 1 if best else ranks):
                turns = ((False, False),) if strips == 1 else TURNS
                made = (Way(self, rank, strips, side, rows) for side, rows in turns)
                found = next(filter(holds, sorted(made, key=lambda way: -way.size(area))), None)
                if found and best and found.size(area) * found.small < WORTH * best.size(area) * best.small:
                    continue
                if found:
                    best = found
                    break
        return best


def _size(fitter: Fitter | Strips, area: Area) -> float:
    return fitter.size(area)


def _drawing(fitter: Fitter | Strips, area: Area, tries: int) -> Layout:
    return fitter.best(area, tries) if isinstance(fitter, Fitter) else fitter.best(area)
