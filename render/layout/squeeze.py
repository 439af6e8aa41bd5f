"""Push a routed chart together along one axis, where the sheet has no room: what stood in one row need not, afterwards.

Boxes, pieces of lines, labels and the borders of lanes keep their order wherever they could meet, and the distances
the tracks gave them or the usual ones, if those are less; so no line crosses what it did not cross before, and none
gets a bend. What must move together (a box, its labels, the straight lines at it, the boxes of a column) is one body.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, pairwise

from render.layout.assemble import Draft
from render.layout.body import DOWN, LEFT, RIGHT, UP
from render.layout.model import Area
from render.layout.tracks import HEAD
from render.layout.widths import lane_width

INF = 1e9
NEAR, BESIDE = 0.35, 0.5  # em: what passes at less could touch; other lines leave a label more
BOX, LINE, TAG, WALL = range(4)
GAPS = (
    (1.25, 0.7, 0.3, 0.45),
    (0.95, 0.75, 0.3, 0.4),
    (0.3, 0.3, 0.3, 0.3),
    (0.45, 0.4, 0.3, 0.0),
)  # em between what comes first (row) and what comes next (column)


@dataclass(slots=True)
class Thing:
    """Something that keeps its place among others: ``low``–``high`` along the axis, ``near``–``far`` across it.

    ``body``: the number of what moves as one; ``link``: of whose line it is a piece or the label; ``item``: of a box, and
    of a piece the one that its line ends at.
    """

    kind: int
    low: float
    high: float
    near: float
    far: float
    body: int
    link: int = -1
    item: int = -1


class Press:
    """One axis of a draft: along the flow (``down``) or across it."""

    def __init__(self, draft: Draft, down: bool) -> None:
        self.draft, self.down = draft, down
        geometry = draft.geometry
        self.length = (geometry.walls_y if down else geometry.walls_x)[-1]
        self.things: list[Thing] = []
        self.parent = list(range(len(draft.bodies)))
        self._boxes()
        self.lines = [self._pieces(n, points) for n, points in enumerate(geometry.points)]
        for tag in geometry.tags:
            low, near = (tag.y, tag.x) if down else (tag.x, tag.y)
            tall, wide = (tag.high, tag.wide) if down else (tag.wide, tag.high)
            link = tag.way.link
            self.things.append(Thing(TAG, low, low + tall, near, near + wide, link.source, link.id))
        self.at = [0.0, *(() if down else geometry.borders), self.length]
        self.walls = [self._new(WALL, at, at, -INF, INF) for at in self.at]
        for thing in self.things:
            thing.body = self._find(thing.body)
        self.pulls = self._pulls()

    def _find(self, body: int) -> int:
        while self.parent[body] != body:
            body = self.parent[body]
        return body

    def _join(self, a: int, b: int) -> None:
        self.parent[self._find(a)] = self._find(b)

    def _new(
        self, kind: int, low: float, high: float, near: float, far: float, link: int = -1, item: int = -1
    ) -> int:
        """A thing that moves on its own."""
        body = len(self.parent)
        self.parent.append(body)
        self.things.append(Thing(kind, low, high, near, far, body, link, item))
        return body

    def _boxes(self) -> None:
        """All boxes; those of a column move together, and those of a lane or a group that stand side by side."""
        geometry, placement = self.draft.geometry, self.draft.placement
        first: dict[tuple[int, int], int] = {}
        for n, body in enumerate(self.draft.bodies):
            x, y, reach = geometry.x[n], geometry.y[n], body.reach
            up, down, left, right = y - reach[UP], y + reach[DOWN], x - reach[LEFT], x + reach[RIGHT]
            row, col = placement.row[n], placement.col[n]
            if self.down:
                self.things.append(Thing(BOX, up, down, left, right, n, item=n))
                apart = placement.lanes[col] if placement.lanes else bisect_right(placement.groups, col)
                self._join(n, first.setdefault((row, apart), n))
            else:
                self.things.append(Thing(BOX, left, right, up, down, n, item=n))
                self._join(n, first.setdefault((0, col), n))

    def _pieces(self, number: int, points: Sequence[tuple[float, float]]) -> list[int]:
        """The bodies that the points of a line belong to."""
        link = self.draft.chart.links[number]
        axis = 1 if self.down else 0
        found = [-1] * len(points)
        for k, (a, b) in enumerate(pairwise(points)):
            if abs(a[axis] - b[axis]) < 1e-9:
                low, high = sorted((a[1 - axis], b[1 - axis]))
                body = self._new(LINE, a[axis], a[axis], low, high, number, link.target)
                found[k] = found[k + 1] = body
                if k == 0:
                    self._join(body, link.source)
                if k == len(points) - 2:
                    self._join(body, link.target)
        if found[0] < 0:
            found[0] = link.source
        if found[-1] < 0:
            found[-1] = link.target
        return found

    def _pulls(self) -> list[tuple[int, int, float]]:
        """Bodies of which the second stays behind the first, how much farther than now it must at least.

        Of every two the strongest pull, in the order in which they stand: one pass then settles most.
        """
        found: dict[tuple[int, int], tuple[float, float]] = {}  # the pull, and where it is first met
        things = [
            (t.near, t.far, t.low, t.high, t.kind, t.body, t.link, t.item)
            for t in sorted(self.things, key=lambda t: (t.low + t.high, t.kind != WALL))
        ]
        for n, (near, far, low, high, kind, body, link, item) in enumerate(things, 1):
            left, right = near - BESIDE, far + BESIDE
            beside = [b for b in things[n:] if b[0] < right and left < b[1] and b[5] != body]
            for near_b, far_b, low_b, _, kind_b, body_b, link_b, item_b in beside:
                labelled = link != link_b and (kind, kind_b) in ((LINE, TAG), (TAG, LINE))
                if not (labelled or (near_b < far + NEAR and near - NEAR < far_b)):
                    continue
                gap, pull = low_b - high, 0.0
                if gap >= -1e-6:
                    least = (
                        BESIDE
                        if labelled
                        else HEAD
                        if item == item_b >= 0 and kind != kind_b
                        else GAPS[kind][kind_b]
                    )
                    if least < gap:
                        pull = least - gap
                elif kind == WALL or kind_b == WALL:
                    continue
                known = found.get((body, body_b))
                if known is None:
                    found[body, body_b] = pull, low
                elif pull > known[0] or low < known[1]:
                    found[body, body_b] = max(pull, known[0]), min(low, known[1])
        lanes = [] if self.down else self._lanes()
        ordered = sorted([*((*pair, *met) for pair, met in found.items()), *lanes], key=lambda p: p[3])
        return [(a, b, pull) for a, b, pull, _ in ordered]

    def _lanes(self) -> Iterator[tuple[int, int, float, float]]:
        """What holds the walls of every lane apart, as `_pulls` finds it."""
        for n, lane in enumerate(dict.fromkeys(self.draft.placement.lanes)):
            gap = self.at[n + 1] - self.at[n]
            wide = lane_width(self.draft.typeface, self.draft.chart.posts[lane], self.draft.rows)
            yield self.walls[n], self.walls[n + 1], min(gap, wide) - gap, self.at[n]

    def _relax(self, shift: list[float]) -> list[float]:
        """Shifts raised until everything keeps its distance."""
        changed = True
        while changed:
            changed = False
            for a, b, pull in self.pulls:
                need = shift[a] + pull
                if need > shift[b] + 1e-9:
                    shift[b] = need
                    changed = True
        return shift

    @cached_property
    def earliest(self) -> list[float]:
        """Every body as near to the beginning as it goes."""
        shift = [-INF] * len(self.parent)
        shift[self.walls[0]] = 0.0
        return self._relax(shift)

    @property
    def least(self) -> float:
        """How short the whole can become, em."""
        return self.length + self.earliest[self.walls[-1]]

    def shifts(self, length: float) -> list[float]:
        """How far every body moves so that the whole is ``length`` em long: in proportion, where that can be."""
        latest = [INF] * len(self.parent)
        latest[self.walls[-1]] = length - self.length
        changed = True
        while changed:
            changed = False
            for a, b, pull in reversed(self.pulls):
                most = latest[b] - pull
                if most < latest[a] - 1e-9:
                    latest[a] = most
                    changed = True
        shift, part = list(self.earliest), length / self.length - 1
        for t in self.things:
            wish = part * (t.low + t.high) / 2
            shift[t.body] = max(shift[t.body], min(latest[t.body], wish))
        return self._relax(shift)

    def to(self, length: float) -> Draft:
        """The draft at a length, em, `least` or more."""
        old, shift = self.draft.geometry, self.shifts(length)
        moves = [shift[self._find(n)] for n in range(len(self.draft.bodies))]
        points = []
        for line, bodies in zip(old.points, self.lines, strict=True):
            steps = [shift[self._find(b)] for b in bodies]
            points.append(
                [(x, y + d) if self.down else (x + d, y) for (x, y), d in zip(line, steps, strict=True)]
            )
        tags = []
        for tag in old.tags:
            d = moves[tag.way.link.source]
            tags.append(replace(tag, y=tag.y + d) if self.down else replace(tag, x=tag.x + d))
        if self.down:
            part = length / self.length
            y = [v + d for v, d in zip(old.y, moves, strict=True)]
            made = replace(old, y=y, points=points, tags=tags, walls_y=[w * part for w in old.walls_y])
        else:
            x = [v + d for v, d in zip(old.x, moves, strict=True)]
            at = [before + shift[wall] for before, wall in zip(self.at, self.walls, strict=True)]
            walls = self._walls(at)
            made = replace(old, x=x, points=points, tags=tags, walls_x=walls, borders=at[1:-1])
        return replace(self.draft, geometry=made)

    def _walls(self, at: Sequence[float]) -> list[float]:
        """The walls of all columns where those of lanes are known: channels have no width any more."""
        lanes = self.draft.placement.lanes
        lane = [0, *accumulate(a != b for a, b in pairwise(lanes))]
        return [at[n] for n in [*lane, len(at) - 1] for _ in (0, 1)]


def press(draft: Draft, down: bool) -> Press:
    """An axis of a draft, looked at once for all areas."""
    if down not in draft.presses:
        draft.presses[down] = Press(draft, down)
    return draft.presses[down]


def pressed(draft: Draft, area: Area) -> Draft:
    """A draft pushed together, across or along the flow, as far as that makes its type larger in ``area``."""
    rooms = (area.height, area.width) if draft.rows else (area.width, area.height)

    def most(down: bool, length: float) -> float:
        """How large type may be if the chart is so long on an axis."""
        return min(rooms[down] / (length + (draft.head() if down else 0.0)), area.largest)

    def least(down: bool) -> float:
        return most(down, press(draft, down).least)

    across, along = most(False, draft.geometry.walls_x[-1]), most(True, draft.geometry.walls_y[-1])
    tight, other = (True, across) if along < across else (False, along)
    size = least(tight)
    if size > other:
        size = max(other, min(size, least(not tight)))
    if size > across:
        draft = press(draft, False).to(rooms[0] / size)
    if size > most(True, draft.geometry.walls_y[-1]):
        long = press(draft, True).least
        size = min(size, most(True, long))
        draft = press(draft, True).to(max(long, rooms[1] / size - draft.head()))
    return draft
