"""From ways on the half grid to coordinates: ports on the boxes, tracks in the channels, room for labels.

Everything is in the axes of the flow (x across, y along) and in em. Order of work: ports; then the x of all upright
pieces, with their y ranges known only by cell (taken wider than they may become); then the y of all level pieces,
with every x known. What shares a channel and could touch gets a track of its own, so nothing can lie on anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise

from render.layout.body import DOWN, LEFT, RIGHT, UP, Body
from render.layout.channel import CLEAR, TRACK, Piece, arrange, narrowest
from render.layout.place import Placement
from render.layout.ports import GAP, Ports
from render.layout.route import Way
from render.layout.runs import Run, Stub, Tag, runs_of, too_many

BESIDE = 0.2  # em between a level line and its label
BEHIND = 0.9  # em between a connector and the next box, which is not its own
LEAD = 1.15  # em between a box and the connector beside it
WIDE = 1.5  # em: beside half of what is wider no label stands, but beside the line to it
ASTRAY = 2.5  # em between a box and the label of its connector: nobody would take one for the other's
ZONE = 40.0  # half of a channel, on the scale where a band or channel is 100 long
LEVEL_LEAST, UPRIGHT_LEAST = 1.5, 1.0  # em: least height and width of a channel between boxes
BORDERED = 0.25  # em: an empty channel between lanes is so much wider
HEAD = 1.0  # em between the last bend of a line and its end: the arrow head stands clear of the bend
OUTER = 0.35  # em: an empty channel at the border


@dataclass(frozen=True, slots=True)
class Bar:
    """A parallel bar that is longer than its box: from ``low`` to ``high`` across the flow, its middle ``at`` along it."""

    low: float
    high: float
    at: float


@dataclass(slots=True)
class Geometry:
    """Coordinates of everything, em, flow axes. ``walls_x[j]``: where half-grid column j begins, and the end of all.

    ``borders``: the x of every border of two lanes. ``crowded``: somewhere more lines meet than there is room for.
    ``bars``: those at a side of an item that are longer than it; their lines begin and end in the middle of them.
    """

    x: list[float]
    y: list[float]
    points: list[list[tuple[float, float]]]
    tags: list[Tag]
    walls_x: list[float]
    walls_y: list[float]
    borders: list[float]
    crowded: bool = False
    bars: Mapping[tuple[int, int], Bar] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Border:
    """Where two lanes meet."""

    at: float = 0.0
    placed: bool = False


class Tracks:
    """One pass over the ways of a placed chart."""

    def __init__(
        self, bodies: Sequence[Body], placement: Placement, ways: Sequence[Way],
        tag_sizes: Sequence[tuple[float, float] | None], borders: Sequence[int] = (), air: float = 1.0,
        least: Sequence[float] = (),
    ) -> None:  # fmt: skip
        self.least = least or [2.0] * placement.cols  # em: how wide columns must be
        self.air = air
        self.bodies, self.placement, self.ways = bodies, placement, ways
        self.borders = {j: Border() for j in borders}  # by half-grid column of the channel they run through
        self.runs: list[list[Run]] = [runs_of(way) for way in ways]
        self.tags = [
            Tag(way, self.runs[n][0], way.out, *size, self._clear(way))
            for n, (way, size) in enumerate(zip(ways, tag_sizes, strict=True))
            if size is not None
        ]
        self.stubs = {
            (s.host, s.side): s
            for way, (run, *_) in zip(ways, self.runs, strict=True)
            if way.link.stub and (s := Stub.of(run))
        }
        self.tags_at: dict[int, list[Tag]] = defaultdict(list)
        for tag in self.tags:
            self.tags_at[tag.way.link.source].append(tag)
        self.ports = Ports(bodies, self.runs, self.tags)

    def solve(self) -> Geometry:
        """Ports, then x, then y."""
        self.ports.solve()
        self.crowded = self.ports.crowded
        self._bands()
        self._columns()
        self._levels()
        points = [self._points(runs) for runs in self.runs]
        borders = [border.at for border in self.borders.values()]
        return Geometry(self.x, self.y, points, self.tags, self.walls_x, self.walls_y, borders, self.crowded)

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
                deep = tag.clear + 0.1 + tag.high
                if tag.after:
                    self.down[r] = max(self.down[r], deep + tag.run.offset)
                else:
                    self.up[r] = max(self.up[r], deep - tag.run.offset)

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
        for stub in self.stubs.values():
            self._stub_in_column(stub, pieces)
        for j, border in self.borders.items():
            pieces[j].append(Piece.between_lanes(border))
        self.walls_x, self.x = [0.0], [0.0] * len(self.bodies)
        at = 0.0
        for j in range(2 * p.cols + 1):
            if j % 2:
                at += self.left[j // 2] + self.right[j // 2]
                self.walls_x.append(at)
                continue
            outer = j in (0, 2 * p.cols)
            least = OUTER if outer else UPRIGHT_LEAST * self.air + (BORDERED if j in self.borders else 0.0)
            width = self._channel(True, j, pieces.get(j, []), least, 0.02)
            for piece in pieces.get(j, []):
                if piece.pin == 0:
                    piece.owner.at, piece.owner.placed = at + piece.at, True
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
            return least
        number = {piece.owner: n for n, piece in enumerate(pieces) if piece.pin == 0}
        asked = self.ports.must.get((upright, index), {})
        must = {
            number[a]: {number[b] for b in after if b in number} for a, after in asked.items() if a in number
        }
        order = arrange(pieces, _costs(pieces), must)
        return narrowest(pieces, order, least, slack, TRACK if self.air >= 1 else GAP + 0.05, must)

    def _upright_piece(self, run: Run) -> Piece:
        """An upright run with its y range by cell: exact in bands, the whole channel where it ends in one."""
        ends = []
        for end, cell in enumerate((run.low, run.high)):
            beside = run.beside[end]
            exact = cell % 2 == 1 and beside is not None
            offset = beside.offset if exact and beside is not None else 0.0
            ends.append(100.0 * cell + (offset if exact else ZONE if end else -ZONE))
        wall = 0.6 if self.air < 1 else 0.75
        return Piece(
            ends[0], ends[1], owner=run, margin=(self._head(run, RIGHT, wall), self._head(run, LEFT, wall))
        )

    def _head(self, run: Run, side: int, wall: float) -> float:
        """How far an upright run keeps from the wall of a channel: farther where its line ends at ``side`` of a box there,
        so that the arrow head stands clear of the bend."""
        way, end = run.way, run.way.link.target
        last = any(other is not None and (end, way.into) in other.items for other in run.beside)
        if way.into != side or not last:
            return wall
        column = self.placement.col[end]
        beside = 2 * column + (2 if side == RIGHT else 0)
        if run.fixed != beside:
            return wall
        half = (self.right if side == RIGHT else self.left)[column]
        return max(wall, HEAD * self.air - (half - self.bodies[end].touch(side, 0.0)))

    def _tag_in_column(self, tag: Tag, pieces: dict[int, list[Piece]]) -> None:
        """A label that sticks out of its column into the channel beside it."""
        item = tag.way.link.source
        r, c = self.placement.row[item], self.placement.col[item]
        row = 100.0 * (2 * r + 1)
        if tag.side in (RIGHT, LEFT):
            right = tag.side == RIGHT
            deep = self._far(tag) + tag.wide - (self.right[c] if right else self.left[c])
            middle = row + tag.run.offset
            out = tag.clear + 0.1 + tag.high
            low, high = (middle - 0.05, middle + out) if tag.after else (middle - out, middle + 0.05)
        else:
            right = tag.after
            over = tag.run.offset if right else -tag.run.offset
            deep = over + tag.clear + tag.wide - (self.right[c] if right else self.left[c])
            edge = self._far(tag) - CLEAR
            low, high = (row + edge, row + 100 + ZONE) if tag.side == DOWN else (row - 100 - ZONE, row - edge)
        if deep > 0:
            pieces[2 * c + 2 if right else 2 * c].append(
                Piece(low, high, pin=-1 if right else 1, width=deep, owner=tag)
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
        for stub in self.stubs.values():
            self._stub_in_row(stub, pieces)
        upright = [run for runs in self.runs for run in runs if run.upright and not run.way.link.link]
        self.passed = {index for run in upright for index in range(run.low, run.high + 1)}
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
                    piece.owner.at, piece.owner.placed = at + piece.at, True
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
        for stub in self.stubs.values():
            self._stand(stub)

    def _between_rows(self, index: int) -> float:
        """The least height of a channel between rows: little where nothing but steps meet their own diamonds."""
        return LEVEL_LEAST * self.air if index in self.passed else 0.5

    def _level_piece(self, run: Run) -> Piece:
        ends = [run.beside[end] for end in (0, 1)]
        at = [other.at if other is not None else 0.0 for other in ends]
        return Piece(min(at), max(at), owner=run, margin=(0.6 if self.air < 1 else 0.7, 1.05))

    def _tag_in_row(self, tag: Tag, pieces: dict[int, list[Piece]]) -> None:
        """A label beside an upright first piece, which sticks out of its row into the channel."""
        item = tag.way.link.source
        r = self.placement.row[item]
        if tag.side in (RIGHT, LEFT):
            return
        down = tag.side == DOWN
        deep = self._far(tag) + tag.high - (self.down[r] if down else self.up[r])
        line = tag.run.at
        near, far = tag.clear, tag.clear + tag.wide
        low, high = (line + near, line + far) if tag.after else (line - far, line - near)
        if deep > 0:
            pieces[2 * r + 2 if down else 2 * r].append(
                Piece(low, high, pin=-1 if down else 1, width=deep, owner=tag)
            )

    def _far(self, tag: Tag) -> float:
        """How far from its box's centre a label begins: beyond box and badges, and beyond the labels at the next side."""
        body, line = self.bodies[tag.way.link.source], tag.run.offset
        flat = tag.side in (DOWN, UP)
        near, deep = tag.clear, tag.wide if flat else tag.high
        span = (line + near, line + near + deep) if tag.after else (line - near - deep, line - near)
        far = max(body.edge[tag.side] + CLEAR, body.beyond(tag.side, *span) + BESIDE)
        if flat:
            for other in self.tags_at[tag.way.link.source]:
                if other.side == (RIGHT if tag.after else LEFT) and other.after is (tag.side == DOWN):
                    offset = other.run.offset if tag.side == DOWN else -other.run.offset
                    far = max(far, offset + other.clear + other.high + 0.25)
        ahead = (RIGHT if tag.after else LEFT) if flat else (DOWN if tag.after else UP)
        if stub := self.stubs.get((tag.way.link.source, ahead)):
            far = max(far, self.bodies[stub.rider].reach[tag.side] + 0.25)
        return far

    def _tag_at(self, tag: Tag) -> None:
        """Where a label lies once its line is known."""
        item = tag.way.link.source
        x, y, far = self.x[item], self.y[item], self._far(tag)
        self.crowded |= bool(tag.way.link.stub) and far - self.bodies[item].edge[tag.side] > ASTRAY
        if tag.side in (RIGHT, LEFT):
            tag.x = x + far if tag.side == RIGHT else x - far - tag.wide
            tag.y = tag.run.at + tag.clear if tag.after else tag.run.at - tag.clear - tag.high
        else:
            tag.y = y + far if tag.side == DOWN else y - far - tag.high
            tag.x = tag.run.at + tag.clear if tag.after else tag.run.at - tag.clear - tag.wide

    def _clear(self, way: Way) -> float:
        """How far the label of a way keeps from its line, or from the connector at the end of that."""
        flat = way.out in (DOWN, UP)
        half = self.bodies[way.link.target].across(way.out)
        if way.link.stub and half < WIDE:
            return half + BESIDE
        return CLEAR if flat else BESIDE

    # -- connectors beside their boxes ------------------------------------------------------------------------

    def _out(self, stub: Stub) -> float:
        """How far the middle of a connector is from that of its box."""
        box, rider, side = self.bodies[stub.host], self.bodies[stub.rider], stub.side
        half, at = rider.across(side), stub.run.offset
        near = max(
            box.edge[side], box.beyond(side, at - half - BESIDE, at + half + BESIDE) + BESIDE - LEAD / 2
        )
        tag = self.ports.tag_of.get(stub.run)
        lead = max(LEAD, CLEAR + tag.high + BESIDE) if tag and half >= WIDE else LEAD
        return near + lead + rider.reach[side]

    def _stub_in_column(self, stub: Stub, pieces: dict[int, list[Piece]]) -> None:
        """A connector right or left of its box, which sticks out of the column."""
        r, c = self.placement.row[stub.host], self.placement.col[stub.host]
        right, rider = stub.side == RIGHT, self.bodies[stub.rider]
        deep = self._out(stub) + rider.reach[stub.side] - (self.right[c] if right else self.left[c])
        if stub.side in (RIGHT, LEFT) and deep > 0:
            middle = 100.0 * (2 * r + 1) + stub.run.offset
            low, high = middle - rider.reach[UP] - BESIDE, middle + rider.reach[DOWN] + BESIDE
            pieces[2 * c + 2 if right else 2 * c].append(
                Piece(low, high, -1 if right else 1, deep, owner=stub, air=BEHIND)
            )

    def _stub_in_row(self, stub: Stub, pieces: dict[int, list[Piece]]) -> None:
        """A connector above or below its box, which sticks out of the row."""
        r = self.placement.row[stub.host]
        down, rider = stub.side == DOWN, self.bodies[stub.rider]
        deep = self._out(stub) + rider.reach[stub.side] - (self.down[r] if down else self.up[r])
        if stub.side in (DOWN, UP) and deep > 0:
            low, high = stub.run.at - rider.reach[LEFT], stub.run.at + rider.reach[RIGHT]
            pieces[2 * r + 2 if down else 2 * r].append(
                Piece(low, high, -1 if down else 1, deep, owner=stub, air=BEHIND)
            )

    def _stand(self, stub: Stub) -> None:
        """Where a connector stands once its line is known."""
        out = self._out(stub) if stub.side in (DOWN, RIGHT) else -self._out(stub)
        x, y = self.x[stub.host], self.y[stub.host]
        flat = stub.side in (DOWN, UP)
        self.x[stub.rider], self.y[stub.rider] = (stub.run.at, y + out) if flat else (x + out, stub.run.at)

    def _points(self, runs: Sequence[Run]) -> list[tuple[float, float]]:
        """The corners of a way, its ends on the borders of the boxes."""
        way = runs[0].way
        if way.link.stub:
            stub = Stub.of(runs[0])
            ends = [self._touch(stub.host, stub.side, stub.run), (self.x[stub.rider], self.y[stub.rider])]
            return ends if way.link.stub == "target" else ends[::-1]
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


def _costs(pieces: Sequence[Piece]) -> list[list[float]]:
    """How many crossings each piece makes before each other; none with labels."""
    cost = [[0.0] * len(pieces) for _ in pieces]
    lines = [(n, piece.owner) for n, piece in enumerate(pieces) if piece.pin == 0 and not piece.border]
    for (n, a), (m, b) in combinations(lines, 2):
        value = too_many(a, b)
        cost[n][m], cost[m][n] = max(0.0, value), max(0.0, -value)
    return cost
