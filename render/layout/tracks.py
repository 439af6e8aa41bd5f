"""From ways on the half grid to coordinates: ports on the boxes, tracks in the channels, room for labels.

Everything is in the axes of the flow (x across, y along) and in em. Order of work: ports; then the x of all upright
pieces, with their y ranges known only by cell (taken wider than they may become); then the y of all level pieces,
with every x known. What shares a channel and could touch gets a track of its own, so nothing can lie on anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from render.layout.body import DOWN, LEFT, RIGHT, UP, Body
from render.layout.channel import CLEAR, TRACK, Piece, arrange, positions
from render.layout.place import Placement
from render.layout.route import Way

GAP = 0.6  # em: the least between two lines side by side
BESIDE = 0.2  # em between a level line and its label
ZONE = 40.0  # half of a channel, on the scale where a band or channel is 100 long
LEVEL_LEAST, UPRIGHT_LEAST = 1.5, 1.0  # em: least height and width of a channel between boxes
OUTER = 0.35  # em: an empty channel at the border


@dataclass(slots=True, eq=False)
class Run:
    """A straight piece of a way. ``fixed``: its half-grid column (upright) or row; ``low``–``high``: along it.

    ``items``: the box at the low and at the high end, if any, with the side touched. ``before``/``after``: the
    neighbouring runs at the low and at the high end.
    """

    way: Way
    upright: bool
    fixed: int
    low: int
    high: int
    items: list[tuple[int, int] | None] = field(default_factory=lambda: [None, None])
    beside: list[Run | None] = field(default_factory=lambda: [None, None])
    offset: float = 0.0
    at: float = 0.0

    @property
    def band(self) -> bool:
        return self.fixed % 2 == 1

    def leg(self, end: int) -> int:
        """Which way the neighbour at an end (0 low, 1 high) goes: -1, +1, or 0 where a box is."""
        other = self.beside[end]
        if other is None:
            return 0
        return 1 if other.low == self.fixed else -1


Order = tuple[tuple[bool, int], Run, Run]
"""What a channel (upright or not, its half-grid number) must keep: the first run before the second."""


@dataclass(slots=True)
class Tag:
    """A label to place: its size across and along the flow, and where it came to lie (top left)."""

    way: Way
    run: Run
    side: int
    wide: float
    high: float
    after: bool = True  # to the right of an upright line / below a level one
    x: float = 0.0
    y: float = 0.0


@dataclass(slots=True)
class Geometry:
    """Coordinates of everything, em, flow axes. ``walls_x[j]``: where half-grid column j begins, and the end of all.

    ``crowded``: somewhere more lines meet than there is room for.
    """

    x: list[float]
    y: list[float]
    points: list[list[tuple[float, float]]]
    tags: list[Tag]
    walls_x: list[float]
    walls_y: list[float]
    crowded: bool = False


class Tracks:
    """One pass over the ways of a placed chart."""

    def __init__(
        self, bodies: Sequence[Body], placement: Placement, ways: Sequence[Way],
        tag_sizes: Sequence[tuple[float, float] | None], borders: Sequence[int] = (), air: float = 1.0,
        least: Sequence[float] = (),
    ) -> None:  # fmt: skip
        self.least = least or [2.0] * placement.cols  # em: how wide columns must be
        self.air, self.crowded = air, False
        self.bodies, self.placement, self.ways = bodies, placement, ways
        self.borders = set(borders)  # half-grid columns of channels that a lane's border runs through
        self.runs: list[list[Run]] = [_runs(way) for way in ways]
        self.sides: dict[tuple[int, int], list[Run]] = defaultdict(list)
        for runs in self.runs:
            for run in runs:
                for touched in run.items:
                    if touched is not None:
                        self.sides[touched].append(run)
        self.must: dict[tuple[bool, int], dict[Run, set[Run]]] = defaultdict(lambda: defaultdict(set))
        self.tags = [
            Tag(way, self.runs[n][0], way.out, *size)
            for n, (way, size) in enumerate(zip(ways, tag_sizes, strict=True))
            if size is not None
        ]

        self.tags_at: dict[int, list[Tag]] = defaultdict(list)
        for tag in self.tags:
            self.tags_at[tag.way.link.source].append(tag)

    def solve(self) -> Geometry:
        """Ports, then x, then y."""
        self._ports()
        self._bands()
        self._columns()
        self._levels()
        points = [self._points(runs) for runs in self.runs]
        return Geometry(self.x, self.y, points, self.tags, self.walls_x, self.walls_y, self.crowded)

    # -- ports ------------------------------------------------------------------------------------------------

    def _ports(self) -> None:
        """Wishes for the offsets of all runs that touch boxes, then offsets that keep everything apart."""
        wishes: dict[Run, list[float]] = defaultdict(list)
        self.limits: dict[tuple[int, int], tuple[float, float]] = {}
        for touched, runs in self.sides.items():
            runs.sort(key=lambda run: _fan(run, *touched))
        self._tag_sides()
        tag_of = self.tag_of = {tag.run: tag for tag in self.tags}
        for (item, side), runs in self.sides.items():
            gaps = [self._gap(tag_of.get(a), tag_of.get(b), side) for a, b in pairwise(runs)]
            low, high = self.bodies[item].ports[side]
            if any(gap > TRACK for gap in gaps):
                low, high = self.bodies[item].whole(side)
            self.limits[item, side] = low, high
            shrink = min(1.0, (high - low) / sum(gaps)) if gaps else 1.0
            spots = [0.0, *accumulate(gap * shrink for gap in gaps)]
            straight = [
                n for n, run in enumerate(runs) if run.items[0] is not None and run.items[1] is not None
            ]
            anchor = (spots[straight[0]] + spots[straight[-1]]) / 2 if straight else spots[-1] / 2
            first = min(max(0.0, low), high) - anchor
            first = max(low, min(first, high - spots[-1]))
            for run, spot in zip(runs, spots, strict=True):
                wishes[run].append(first + spot)
        bands: dict[tuple[bool, int], list[Run]] = defaultdict(list)
        for runs in self.runs:
            for run in runs:
                if run.band:
                    bands[run.upright, run.fixed].append(run)
        for key in sorted(bands):
            self._assign(key[0], bands[key], wishes)

    @staticmethod
    def _gap(first: Tag | None, second: Tag | None, side: int) -> float:
        """How far apart two neighbouring ports must be, with the labels that stand between them."""
        room = 0.0
        for tag, between in ((first, True), (second, False)):
            if tag is not None and tag.side == side and tag.after is between:
                room += (tag.wide if side in (DOWN, UP) else tag.high) + 0.55
        return max(TRACK, room)

    def _assign(self, upright: bool, runs: list[Run], wishes: dict[Run, list[float]]) -> None:
        """Offsets within one band, those with the least freedom first; who finds no room goes before all others."""
        windows = {run: self._window(run) for run in runs}

        def rank(run: Run) -> tuple[float, float, int]:
            low, high = windows[run]
            return high - low, max((abs(w) for w in wishes[run]), default=0.0), run.way.link.id

        order = sorted(runs, key=rank)
        for attempt in range(min(len(runs), 6) + 1):
            done: list[Run] = []
            asked: list[Order] = []
            stuck: list[Run] = []
            for run in order:
                wanted = wishes[run] or [0.0]
                found = self._offset(upright, run, done, windows[run], wanted, asked)
                if found is None:
                    stuck.append(run)
                run.offset = min(max(wanted[0], windows[run][0]), windows[run][1]) if found is None else found
                done.append(run)
            if not stuck:
                return
            if attempt < min(len(runs), 6):
                self._forget(asked)
                order = stuck + [run for run in order if run not in stuck]
        self.crowded = True

    def _window(self, run: Run) -> tuple[float, float]:
        """The offsets that a run's boxes allow; a run between channels keeps near the middle."""
        limits = [self.limits[touched] for touched in run.items if touched is not None] or [(-2.6, 2.6)]
        low, high = max(a for a, _ in limits), min(b for _, b in limits)
        return (low, high) if low <= high else ((low + high) / 2, (low + high) / 2)

    def _offset(
        self, upright: bool, run: Run, done: Sequence[Run], window: tuple[float, float], wanted: Sequence[float],
        asked: list[Order],
    ) -> float | None:  # fmt: skip
        """An offset apart from all that is done; None where there is none. ``asked`` grows by what it needs of channels."""
        low, high = window[0] - 1e-9, window[1] + 1e-9
        near = [other for other in done if other.low <= run.high and run.low <= other.high]
        for gap in (GAP, GAP / 2):
            first = wanted[0]
            tried = [*wanted[1:], *(first + n * TRACK / 4 for n in range(-23, 24)), *window]
            tried += [other.offset + way * gap for other in near for way in (-1, 1)]
            side = 1 if first >= 0 else -1
            tried.sort(key=lambda value: (abs(value - first), -side * value))
            for value in [*wanted, *tried]:
                if not low <= value <= high:
                    continue
                pairs = self._facing(upright, run, value, near, gap)
                if pairs is not None and self._agreed(pairs, asked):
                    return value
        return None

    def _facing(
        self, upright: bool, run: Run, value: float, near: Sequence[Run], gap: float
    ) -> list[Order] | None:
        """Orders that an offset asks of the channels where two runs face each other; None where they would collide."""
        pairs = []
        for other in near:
            if abs(other.offset - value) >= max(gap, self._room(run, value, other)) - 1e-9:
                continue
            if other.high == run.low and run.low % 2:
                continue  # a box lies between the two
            if run.high == other.low and run.high % 2:
                continue
            if other.high == run.low:
                first, second = other.beside[1], run.beside[0]
            elif run.high == other.low:
                first, second = run.beside[1], other.beside[0]
            else:
                return None
            if first is None or second is None or first is second:
                return None
            pairs.append(((not upright, first.fixed), first, second))
        return pairs

    def _room(self, run: Run, value: float, other: Run) -> float:
        """What two lines at one side of a box need between them for their labels."""
        shared = [t for t in run.items if t is not None and t in other.items]
        if not shared:
            return 0.0
        first, second = (run, other) if value < other.offset else (other, run)
        gap = self._gap(self.tag_of.get(first), self.tag_of.get(second), shared[0][1])
        return gap if gap > TRACK else 0.0

    def _agreed(self, pairs: Sequence[Order], asked: list[Order]) -> bool:
        """Ask orders of the channels; where they contradict what is asked already, none of them."""
        count = len(asked)
        for key, first, second in pairs:
            if self._circle(key, first, second):
                self._forget(asked[count:])
                del asked[count:]
                return False
            if second not in self.must[key][first]:
                self.must[key][first].add(second)
                asked.append((key, first, second))
        return True

    def _forget(self, asked: Sequence[Order]) -> None:
        for key, first, second in asked:
            self.must[key][first].remove(second)

    def _circle(self, key: tuple[bool, int], first: Run, second: Run) -> bool:
        """Whether ``first`` before ``second`` would contradict what is already asked."""
        after, seen = [second], set()
        while after:
            run = after.pop()
            if run is first:
                return True
            if run not in seen:
                seen.add(run)
                after += self.must[key][run]
        return False

    # -- labels -----------------------------------------------------------------------------------------------

    def _tag_sides(self) -> None:
        """Each label goes to the outer side of its line among the lines at that side of the box."""
        for tag in self.tags:
            runs = self.sides[tag.way.link.source, tag.side]
            place, count = runs.index(tag.run), len(runs)
            if count > 1:
                tag.after = place > 0
            else:
                tag.after = tag.side in (DOWN, UP) and self._turn(tag.run) <= 0

    @staticmethod
    def _turn(run: Run) -> int:
        """Where a run that leaves a box turns to at its far end: -1, 0, +1."""
        end = 1 if run.items[0] is not None and run.beside[0] is None else 0
        return run.leg(end)

    # -- bands and channels -----------------------------------------------------------------------------------

    def _bands(self) -> None:
        """Half sizes of the bands: boxes, badges, and labels above level lines."""
        p = self.placement
        self.left, self.right = [n / 2 for n in self.least], [n / 2 for n in self.least]
        self.up, self.down = [0.5] * p.rows, [0.5] * p.rows
        for n, body in enumerate(self.bodies):
            r, c = p.row[n], p.col[n]
            self.left[c] = max(self.left[c], body.reach[LEFT])
            self.right[c] = max(self.right[c], body.reach[RIGHT])
            self.up[r] = max(self.up[r], body.reach[UP])
            self.down[r] = max(self.down[r], body.reach[DOWN])
        for tag in self.tags:
            if tag.side in (RIGHT, LEFT):
                r = p.row[tag.way.link.source]
                if tag.after:
                    self.down[r] = max(self.down[r], tag.run.offset + 0.3 + tag.high)
                else:
                    self.up[r] = max(self.up[r], 0.3 + tag.high - tag.run.offset)

    def _columns(self) -> None:
        """Widths of all columns and channels, and the x of every upright run."""
        p = self.placement
        pieces: dict[int, list[Piece]] = defaultdict(list)
        for runs in self.runs:
            for run in runs:
                if run.upright and not run.band:
                    pieces[run.fixed].append(self._upright_piece(run))
        for tag in self.tags:
            self._tag_in_column(tag, pieces)
        self.walls_x, self.x = [0.0], [0.0] * len(self.bodies)
        at = 0.0
        for j in range(2 * p.cols + 1):
            if j % 2:
                at += self.left[j // 2] + self.right[j // 2]
                self.walls_x.append(at)
                continue
            outer = j in (0, 2 * p.cols)
            least = OUTER if outer else UPRIGHT_LEAST * self.air
            width = self._channel(True, j, pieces.get(j, []), least, 0.02)
            for piece in pieces.get(j, []):
                if piece.pin == 0:
                    piece.owner.at = at + piece.at
            at += width
            self.walls_x.append(at)
        centres = [self.walls_x[2 * c + 1] + self.left[c] for c in range(p.cols)]
        self.x = [centres[c] for c in p.col]
        for runs in self.runs:
            for run in runs:
                if run.upright and run.band:
                    run.at = centres[run.fixed // 2] + run.offset

    def _channel(self, upright: bool, index: int, pieces: list[Piece], least: float, slack: float) -> float:
        if not pieces:
            return least + (0.5 if upright and index in self.borders else 0.0)
        number = {piece.owner: n for n, piece in enumerate(pieces) if piece.pin == 0}
        asked = self.must.get((upright, index), {})
        must = {
            number[a]: {number[b] for b in after if b in number} for a, after in asked.items() if a in number
        }
        order = arrange(pieces, must)
        least += 0.5 if upright and index in self.borders else 0.0
        return positions(pieces, order, least, slack, TRACK if self.air >= 1 else GAP + 0.05, must)

    def _upright_piece(self, run: Run) -> Piece:
        """An upright run with its y range by cell: exact in bands, the whole channel where it ends in one."""
        ends, legs = [], []
        for end, cell in enumerate((run.low, run.high)):
            beside = run.beside[end]
            exact = cell % 2 == 1 and beside is not None
            offset = beside.offset if exact and beside is not None else 0.0
            ends.append(100.0 * cell + (offset if exact else ZONE if end else -ZONE))
            legs.append((100.0 * cell + offset, run.leg(end), exact))
        wall = 0.6 if self.air < 1 else 0.75
        return Piece(ends[0], ends[1], tuple(legs), owner=run, margin=(wall, wall))

    def _tag_in_column(self, tag: Tag, pieces: dict[int, list[Piece]]) -> None:
        """A label that sticks out of its column into the channel beside it."""
        item = tag.way.link.source
        r, c = self.placement.row[item], self.placement.col[item]
        row = 100.0 * (2 * r + 1)
        if tag.side in (RIGHT, LEFT):
            right = tag.side == RIGHT
            deep = self._far(tag) + tag.wide - (self.right[c] if right else self.left[c])
            middle = row + tag.run.offset
            low, high = (
                (middle - 0.05, middle + 0.3 + tag.high)
                if tag.after
                else (middle - 0.3 - tag.high, middle + 0.05)
            )
        else:
            right = tag.after
            over = tag.run.offset if right else -tag.run.offset
            deep = over + CLEAR + tag.wide - (self.right[c] if right else self.left[c])
            edge = self._far(tag) - CLEAR
            low, high = (row + edge, row + 100 + ZONE) if tag.side == DOWN else (row - 100 - ZONE, row - edge)
        if deep > 0:
            pieces[2 * c + 2 if right else 2 * c].append(
                Piece(low, high, pin=-1 if right else 1, width=deep + BESIDE, owner=tag)
            )

    def _levels(self) -> None:
        """Heights of all rows and channels, and the y of every level run and label."""
        p = self.placement
        pieces: dict[int, list[Piece]] = defaultdict(list)
        for runs in self.runs:
            for run in runs:
                if not run.upright and not run.band:
                    pieces[run.fixed].append(self._level_piece(run))
        for tag in self.tags:
            self._tag_in_row(tag, pieces)
        self.walls_y = [0.0]
        at = 0.0
        for i in range(2 * p.rows + 1):
            if i % 2:
                at += self.up[i // 2] + self.down[i // 2]
                self.walls_y.append(at)
                continue
            outer = i in (0, 2 * p.rows)
            width = self._channel(False, i, pieces.get(i, []), OUTER if outer else self._between_rows(i), GAP)
            for piece in pieces.get(i, []):
                if piece.pin == 0:
                    piece.owner.at = at + piece.at
            at += width
            self.walls_y.append(at)
        centres = [self.walls_y[2 * r + 1] + self.up[r] for r in range(p.rows)]
        self.y = [centres[r] for r in p.row]
        for runs in self.runs:
            for run in runs:
                if not run.upright and run.band:
                    run.at = centres[run.fixed // 2] + run.offset
        for tag in self.tags:
            self._tag_at(tag)

    def _between_rows(self, index: int) -> float:
        """The least height of a channel between rows: little where nothing but steps meet their own diamonds."""
        for runs in self.runs:
            for run in runs:
                if run.upright and run.low <= index <= run.high and not run.way.link.link:
                    return LEVEL_LEAST * self.air
        return 0.5

    def _level_piece(self, run: Run) -> Piece:
        ends = [run.beside[end] for end in (0, 1)]
        at = [other.at if other is not None else 0.0 for other in ends]
        legs = tuple((at[end], run.leg(end), True) for end in (0, 1))
        return Piece(min(at), max(at), legs, owner=run, margin=(0.6 if self.air < 1 else 0.7, 1.05))

    def _tag_in_row(self, tag: Tag, pieces: dict[int, list[Piece]]) -> None:
        """A label beside an upright first piece, which sticks out of its row into the channel."""
        item = tag.way.link.source
        r = self.placement.row[item]
        if tag.side in (RIGHT, LEFT):
            return
        down = tag.side == DOWN
        deep = self._far(tag) + tag.high - (self.down[r] if down else self.up[r])
        line = tag.run.at
        low, high = (
            (line + CLEAR, line + CLEAR + tag.wide) if tag.after else (line - CLEAR - tag.wide, line - CLEAR)
        )
        if deep > 0:
            pieces[2 * r + 2 if down else 2 * r].append(
                Piece(low, high, pin=-1 if down else 1, width=deep, owner=tag)
            )

    def _far(self, tag: Tag) -> float:
        """How far from its box's centre a label begins: beyond box and badges, and beyond the labels at the next side."""
        body, line = self.bodies[tag.way.link.source], tag.run.offset
        flat = tag.side in (DOWN, UP)
        near, deep = (CLEAR, tag.wide) if flat else (BESIDE, tag.high)
        span = (line + near, line + near + deep) if tag.after else (line - near - deep, line - near)
        far = max(body.edge[tag.side] + CLEAR, body.beyond(tag.side, *span) + BESIDE)
        if flat:
            for other in self.tags_at[tag.way.link.source]:
                if other.side == (RIGHT if tag.after else LEFT) and other.after is (tag.side == DOWN):
                    offset = other.run.offset if tag.side == DOWN else -other.run.offset
                    far = max(far, offset + BESIDE + other.high + 0.25)
        return far

    def _tag_at(self, tag: Tag) -> None:
        """Where a label lies once its line is known."""
        item = tag.way.link.source
        x, y, far = self.x[item], self.y[item], self._far(tag)
        if tag.side in (RIGHT, LEFT):
            tag.x = x + far if tag.side == RIGHT else x - far - tag.wide
            tag.y = tag.run.at + BESIDE if tag.after else tag.run.at - BESIDE - tag.high
        else:
            tag.y = y + far if tag.side == DOWN else y - far - tag.high
            tag.x = tag.run.at + CLEAR if tag.after else tag.run.at - CLEAR - tag.wide

    def _points(self, runs: Sequence[Run]) -> list[tuple[float, float]]:
        """The corners of a way, its ends on the borders of the boxes."""
        way = runs[0].way
        points = [self._touch(way.link.source, way.out, runs[0])]
        for run, following in pairwise(runs):
            points.append((run.at, following.at) if run.upright else (following.at, run.at))
        points.append(self._touch(way.link.target, way.into, runs[-1]))
        return points

    def _touch(self, item: int, side: int, run: Run) -> tuple[float, float]:
        far = self.bodies[item].touch(side, run.offset)
        x, y = self.x[item], self.y[item]
        if side in (DOWN, UP):
            return run.at, y + far if side == DOWN else y - far
        return (x + far if side == RIGHT else x - far), run.at


def _runs(way: Way) -> list[Run]:
    """The straight pieces of a way, from its source to its target."""
    runs: list[Run] = []
    for (i, j), (k, m) in zip(way.corners, way.corners[1:], strict=False):
        upright = j == m
        a, b = (i, k) if upright else (j, m)
        runs.append(Run(way, upright, j if upright else i, min(a, b), max(a, b)))
    for n, run in enumerate(runs):
        (i, j), _ = way.corners[n], way.corners[n + 1]
        start = i if run.upright else j
        first = 0 if start == run.low else 1  # the end that comes first on the way
        if n == 0:
            run.items[first] = (way.link.source, way.out)
        else:
            run.beside[first] = runs[n - 1]
        if n == len(runs) - 1:
            run.items[1 - first] = (way.link.target, way.into)
        else:
            run.beside[1 - first] = runs[n + 1]
    return runs


def _fan(run: Run, item: int, side: int) -> tuple[float, float, float, int]:
    """Where along its side a line should touch a box, so that lines that part at once do not cross."""
    end = 1 if side in (DOWN, RIGHT) else 0
    turn = run.leg(end)
    depth = run.high - run.low
    other = run.beside[end]
    if turn == 0 or other is None:
        return 0.0, 0.0, 0.0, run.way.link.id
    far_end = 0 if turn < 0 else 1
    on = other.beside[far_end]
    reach = other.high - other.low
    if on is not None:
        away = on.high > other.fixed if side in (DOWN, RIGHT) else on.low < other.fixed
        if not away:
            reach = -reach
    return float(turn), depth * -turn, reach * turn, run.way.link.id
