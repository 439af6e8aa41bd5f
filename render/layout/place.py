"""A cell for every item: rows run with the flow, columns are lanes (with sub-columns) or the spine and its sides.

One greedy pass in topological order; each item takes the free cell that costs least: rows are dear, straight
lines cost nothing, bends a little. A hand-over to a free neighbour may stay in the same row, which is what makes
a chart compact and lets people read it sideways like a conversation.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from render.layout.body import DOWN, LEFT, RIGHT, UP
from render.layout.chart import Chart, Item
from render.layout.course import main_course, topological

SUB = 16  # room for sub-columns between two lanes


@dataclass(frozen=True, slots=True)
class Placement:
    """``row``, ``col`` of every item. ``lanes``: for each column the lane it belongs to (empty: no lanes).

    ``layers``: for each row what stands in it and passes through it, from left to right, as `render.layout.layers`
    numbers it; empty where nobody knows. ``flat``: what a folded placement was before, ``groups``: the first column of
    each of its groups, ``cuts``: the first row of each in ``flat``, and the end.
    """

    row: tuple[int, ...]
    col: tuple[int, ...]
    rows: int
    cols: int
    lanes: tuple[int, ...] = ()
    groups: tuple[int, ...] = (0,)
    layers: tuple[tuple[int, ...], ...] = ()
    flat: Placement | None = None
    cuts: tuple[int, ...] = ()

    @property
    def unfolded(self) -> Placement:
        """What it was before it was folded; itself where it was not."""
        return self.flat or self

    def between(self, source: int, target: int) -> tuple[int, int] | None:
        """The first and the last half-grid column for a line that leads on over a fold: those of the groups that it joins;
        None where both items stand in one group, or the target before.

        Between them it is read like the return of a line of text, in the margins outside it is lost.
        """
        one, two = (bisect_right(self.groups, self.col[n]) - 1 for n in (source, target))
        if one >= two:
            return None
        return 2 * self.groups[one] + 1, 2 * [*self.groups, self.cols][two + 1] - 1


@dataclass(frozen=True, slots=True)
class Options:
    """How to place. ``sideways``: what a hand-over in the same row costs less than a new row; ``sub``: sub-columns."""

    same_row: bool = True
    sub: bool = True
    row_cost: float = 2.2


@dataclass
class Placer:
    """State of one greedy pass. Columns are numbers with room between them; `result` counts them."""

    chart: Chart
    options: Options
    row: dict[int, int] = field(default_factory=dict)
    col: dict[int, int] = field(default_factory=dict)
    taken: dict[int, dict[int, int]] = field(default_factory=dict)  # row -> column -> item
    used: set[tuple[int, int]] = field(default_factory=set)  # (item, side) with a straight line

    def candidates(self, item: Item) -> Iterator[tuple[int, float]]:
        """Columns an item may stand in, with what each costs."""
        raise NotImplementedError

    def run(self) -> None:
        """Every item gets its cell; connectors stand beside what they belong to."""
        items = self.chart.items
        coming = [i for i in items if i.shape == "connector" and self.chart.forward[i.id]]
        for number in topological(self.chart):
            if number not in self.row and items[number] not in coming:
                self._place(items[number])
            for link in self.chart.forward[number]:
                if items[link.target].shape == "connector":
                    self._place(items[link.target])
        for item in coming:
            self._lead_in(item)

    def _lead_in(self, item: Item) -> None:
        """The cell of a connector from which the flow goes on: above the step it leads to, or beside it."""
        target = self.chart.forward[item.id][0].target
        r, c = self.row[target], self.col[target]
        best: tuple[float, int, int] | None = None
        for col, cost in self.candidates(item):
            for row in range(r, r - 5, -1):
                beside = row == r
                if self._busy(row, col) or (beside and (col == c or self.chart.items[target].join)):
                    continue
                low, high = min(c, col), max(c, col)
                if beside and any(low < k < high for k in self.taken[row]):
                    continue
                total = cost + 0.12 * self._distance(c, col) + (0.25 if beside else 1.0 if col != c else 0.0)
                total += 0.4 * max(0, r - row - 1) + (0.0 if row in self.taken else 1.0)
                if best is None or total < best[0] - 1e-9:
                    best = total, row, col
        if best is None:
            best = 0.0, min(self.taken) - 1, c
        self._take(item.id, best[1], best[2])

    def _place(self, item: Item) -> None:
        gate = self._gate(item)
        sources = [link.source for link in self.chart.backward[item.id] if link.source in self.row]
        base = max((self.row[s] for s in sources), default=0)
        best: tuple[float, int, int] | None = None
        for col, cost in self.candidates(item):
            for row in range(base, base + len(self.row) + 2):
                if best is not None and cost + self.options.row_cost * (row - base) >= best[0]:
                    break
                if self._busy(row, col) or (gate is not None and self._busy(row + 1, col)):
                    continue
                total = self._cost(item, row, col, sources)
                if total is None:
                    continue
                total += cost + self.options.row_cost * (row - base)
                if best is None or total < best[0] - 1e-9:
                    best = (total, row, col)
        assert best is not None
        self._take(item.id, best[1], best[2])
        if gate is not None:
            self._take(gate, best[1] + 1, best[2])

    def _busy(self, row: int, col: int) -> bool:
        return col in self.taken.get(row, ())

    def _gate(self, item: Item) -> int | None:
        for link in self.chart.forward[item.id]:
            if link.link:
                return link.target
        return None

    def _take(self, number: int, row: int, col: int) -> None:
        self.row[number], self.col[number] = row, col
        self.taken.setdefault(row, {})[col] = number
        for link in self.chart.backward[number]:
            if link.source not in self.row:
                continue  # a connector that gets its cell later
            sides = self._straight(link.source, row, col)
            if sides is not None:
                self.used.add((link.source, sides[0]))
                self.used.add((number, sides[1]))

    def _straight(self, source: int, row: int, col: int) -> tuple[int, int] | None:
        """The sides a straight line from ``source`` to a cell would take; None where there is no straight way."""
        r, c = self.row[source], self.col[source]
        if c == col and r < row:
            if any(col in self.taken.get(k, ()) for k in range(r + 1, row)):
                return None
            return DOWN, UP
        if r == row and c != col:
            low, high = min(c, col), max(c, col)
            if any(low < k < high for k in self.taken.get(row, ())):
                return None
            return (RIGHT, LEFT) if c < col else (LEFT, RIGHT)
        return None

    def _cost(self, item: Item, row: int, col: int, sources: Sequence[int]) -> float | None:
        """What the lines into a cell cost; None where they could not be drawn well."""
        total = 0.0
        for source in sources:
            r, c = self.row[source], self.col[source]
            if r == row and (
                not self.options.same_row
                or item.join
                or self.chart.items[source].split
                or self._has_gate(source)
            ):
                return None
            sides = self._straight(source, row, col)
            steps = self._distance(c, col)
            if sides is None:
                if r == row:
                    return None
                total += 1.3 + 0.12 * steps + (1.0 if c == col else 0.0)
            else:
                total += 0.12 * steps + (0.25 if r == row else 0.1 * (row - r - 1))
                if item.shape == "connector" and c == col:
                    total += 0.8  # the straight way is for what goes on
                if (source, sides[0]) in self.used:
                    if r == row:
                        return None
                    total += 1.5
        return total

    def _has_gate(self, number: int) -> bool:
        return any(link.link for link in self.chart.forward[number])

    def _distance(self, a: int, b: int) -> float:
        return abs(a - b)

    def result(self, lanes: dict[int, int] | None = None, every: Sequence[int] = ()) -> Placement:
        """Rows and columns counted from 0. ``lanes``: column number → lane; ``every``: columns that must exist."""
        columns = sorted(set(self.col.values()) | set(every))
        index = {c: n for n, c in enumerate(columns)}
        rows = sorted(set(self.row.values()))
        count = {r: n for n, r in enumerate(rows)}
        items = range(len(self.chart.items))
        return Placement(
            tuple(count[self.row[n]] for n in items), tuple(index[self.col[n]] for n in items),
            len(rows), len(columns), tuple(lanes[c] for c in columns) if lanes else (),
        )  # fmt: skip


@dataclass
class LanePlacer(Placer):
    """Columns are lanes."""

    order: Sequence[int] = ()

    def __post_init__(self) -> None:
        self.start = {lane: place * SUB for place, lane in enumerate(self.order)}

    def candidates(self, item: Item) -> Iterator[tuple[int, float]]:
        base = self.start[item.lane]
        yield base, 0.0
        if self.options.sub:
            # A connector is small; and it keeps to its lane, since in another one the post would seem to act.
            price = 0.5 if item.shape == "connector" else 1.0
            wide = max((c - base for c in self.col.values() if base <= c < base + SUB), default=0)
            for sub in range(1, min(wide + 2, 3)):
                yield base + sub, price * (1.0 if sub <= wide else 3.5)

    def _distance(self, a: int, b: int) -> float:
        return abs(a // SUB - b // SUB) + 0.5 * (a % SUB != b % SUB)


def place_lanes(chart: Chart, order: Sequence[int], options: Options) -> Placement:
    """Lanes in this order as columns."""
    placer = LanePlacer(chart, options, order=order)
    placer.run()
    lanes = {placer.start[lane] + sub: lane for lane in order for sub in range(SUB)}
    return placer.result(lanes, [placer.start[lane] for lane in order])


@dataclass
class SpinePlacer(Placer):
    """The main course straight down column 0, everything else at its sides."""

    spine: frozenset[int] = frozenset()
    lost: frozenset[int] = frozenset()  # items from which the matter can no longer be 办成
    width: int = 2  # columns at either side

    def candidates(self, item: Item) -> Iterator[tuple[int, float]]:
        if item.id in self.spine:
            yield 0, 0.0
            return
        if item.shape == "connector":
            yield from ((way * n, 0.0) for n in range(1, self.width + 1) for way in (1, -1))
            return
        near = [self.col[link.source] for link in self.chart.backward[item.id] if link.source in self.col]
        wanted = 1 if item.id in self.lost else -1
        for distance in range(1, self.width + 1):
            for col in (wanted * distance, -wanted * distance):
                cost = 0.9 * (distance - 1) + (0.0 if col * wanted > 0 else 0.45)
                if near and col in near:
                    cost -= 0.3
                yield col, cost


def place_spine(chart: Chart, options: Options, width: int, bent: bool = False) -> Placement:
    """The main course as a straight column, branches and refusals beside it; ``bent``: it goes where there is room."""
    course = main_course(chart)
    spine = frozenset(() if bent else course.items)
    placer = SpinePlacer(chart, options, spine=spine, lost=course.lost, width=width)
    placer.run()
    return placer.result()
