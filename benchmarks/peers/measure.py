"""One measurer for all: shapes, lines and words as read from a finished drawing, whoever drew it.

A line is a row of samples along its path, a shape its outline, a word the box of its characters. All lengths are
compared with the drawing's own type (em), so the unit of the drawing does not matter.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from typing import Any

Point = tuple[float, float]
Piece = tuple[Point, Point]
Box = tuple[float, float, float, float]  # left, top, right, bottom
MARGIN = 10.0  # mm around the drawing


@dataclass(frozen=True, slots=True)
class Measured:
    """Counts of one drawing; ``length``: of all lines, in diagonals of the drawing; ``frame``: width, height.

    ``words_hit``: labels that a line, a box or another label runs over. ``merged``: pairs of lines on one track.
    """

    nodes: int
    edges: int
    crossings: int
    bends: int
    through_boxes: int
    overlaps: int
    words_hit: int
    merged: int
    length: float
    frame: tuple[float, float]
    title: float
    smallest: float
    details: tuple[str, ...] = field(default=())

    def line(self) -> str:
        """The figures in one line."""
        return (
            f"crossings {self.crossings} bends {self.bends} through {self.through_boxes} overlaps {self.overlaps} "
            f"words {self.words_hit} merged {self.merged} length {self.length:.1f} A3 {self.type_on((420, 297)):.1f} mm"
        )

    def type_on(self, sheet: tuple[float, float]) -> float:
        """The smallest type in mm when the drawing fills ``sheet`` (mm), turned as suits it, 10 mm from the edge."""
        w, h = self.frame
        return self.smallest * max(
            min((a - 2 * MARGIN) / w, (b - 2 * MARGIN) / h) for a, b in (sheet, sheet[::-1])
        )


@dataclass(slots=True)
class Line:
    """A line; ``ends``: the boxes it joins; ``corners``: its samples but for those on a straight piece."""

    number: int
    name: str
    ends: tuple[str, str]
    points: list[Point]  # samples
    corners: list[Point]
    link: bool = False

    def enters(self, box: Box) -> bool:
        """Whether some of it lies in a box."""
        return any(_clips(a, b, box) for a, b in pairwise(self.corners))


@dataclass(slots=True)
class Shape:
    """A box; ``gate``: it has no words of its own (a small diamond, a bar)."""

    id: str
    points: list[Point]
    box: Box
    texts: list[dict[str, Any]]
    gate: bool


def measure(read: dict[str, Any]) -> Measured:
    """The measures of what was read from a drawing."""
    words = read["words"]
    sizes = [w["size"] for w in words]
    em = sorted(sizes)[len(sizes) // 2]
    shapes = [
        Shape(n["id"], [(x, y) for x, y in n["shape"]], _around(n["shape"]), n["texts"], n.get("gate", False))
        for n in read["nodes"]
    ]
    lines = [_line(n, e, shapes, em) for n, e in enumerate(e for e in read["edges"] if len(e["points"]) > 1)]
    labels = [_words(t) for t in read["labels"] if t["texts"]]
    labels += [b for s in shapes if (b := _outside(s)) is not None]
    found = _Findings(shapes, lines, labels, em)
    titles = [t["size"] for s in shapes for t in s.texts]
    diagonal = math.hypot(read["frame"][2], read["frame"][3])
    return Measured(
        nodes=sum(not s.gate for s in shapes),
        edges=sum(not line.link for line in lines),
        crossings=found.crossings(),
        bends=sum(bends(line.points, em) for line in lines),
        through_boxes=found.through_boxes(),
        overlaps=found.overlaps(),
        words_hit=found.words_hit(),
        merged=found.merged(),
        length=sum(_length(line.points) for line in lines) / diagonal,
        frame=(read["frame"][2], read["frame"][3]),
        title=min(titles, default=em),
        smallest=min(sizes),
        details=tuple(found.details),
    )


def bends(points: Sequence[Point], em: float) -> int:
    """How often a line changes its direction: a run of turns one way counts one for each right angle, at least one.

    What is smaller than 0.45 em is smoothed first (the little bridges that Mermaid draws where lines cross); turns of one
    run are less than 1.2 em apart, so a rounded corner is one bend; less than 20° is none.
    """
    count = 0
    total = since = 0.0
    before: Point | None = None
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(_simple(list(points), 0.45 * em))]
    for step in steps:
        length = math.hypot(*step)
        if length < 1e-9:
            continue
        if before is not None:
            turn = math.degrees(
                math.atan2(
                    before[0] * step[1] - before[1] * step[0], before[0] * step[0] + before[1] * step[1]
                )
            )
            if abs(turn) > 0.4:
                if total * turn < 0 or since > 1.2 * em:
                    count += _quarters(total)
                    total = 0.0
                total += turn
                since = 0.0
        since += length
        before = step
    return count + _quarters(total)


def _quarters(degrees: float) -> int:
    return max(1, round(abs(degrees) / 90)) if abs(degrees) >= 20 else 0


class _Findings:
    def __init__(self, shapes: list[Shape], lines: list[Line], labels: list[Box], em: float) -> None:
        self.shapes, self.lines, self.labels, self.em = shapes, lines, labels, em
        self.details: list[str] = []

    def _note(self, text: str) -> int:
        self.details.append(text)
        return 1

    def _meeting(self) -> Iterator[tuple[Line, Line, Piece, Piece]]:
        """Pieces of two lines that come near one another."""
        near = 0.12 * self.em
        pieces = [[(p, _grown(_around(p), near)) for p in pairwise(line.corners)] for line in self.lines]
        spans = [_grown(_around(line.corners), near) for line in self.lines]
        for one, two in combinations(self.lines, 2):
            span, other = spans[one.number], spans[two.number]
            if not _overlap(span, other, 0):
                continue
            reaching = [(p, box) for p, box in pieces[two.number] if _overlap(box, span, 0)]
            for p, box in pieces[one.number]:
                for q, another in reaching:
                    if _overlap(box, another, 0):
                        yield one, two, p, q

    def crossings(self) -> int:
        """Points where two lines cross, but for those where they leave or reach one box together."""
        count = 0
        for one, two, (a, b), (c, d) in self._meeting():
            at = _cross(a, b, c, d)
            if at and not self._together(one, two, at):
                count += self._note(f"cross {one.name} × {two.name} at {at[0]:.0f},{at[1]:.0f}")
        return count

    def _together(self, one: Line, two: Line, at: Point) -> bool:
        near = 0.5 * self.em
        return any(
            math.dist(one.points[i], at) < near and math.dist(two.points[j], at) < near
            for i in (0, -1) for j in (0, -1)
        )  # fmt: skip

    def through_boxes(self) -> int:
        """Pairs of a line and a box that is none of its own, where the line runs inside."""
        count = 0
        for line in self.lines:
            for shape in self.shapes:
                if shape.id in line.ends:
                    continue
                inner = _grown(shape.box, -0.1 * self.em)
                if line.enters(inner) and any(
                    _in_box(p, inner) and _in_shape(p, shape.points) for p in line.points
                ):
                    count += self._note(f"line {line.name} through {shape.id}")
        return count

    def overlaps(self) -> int:
        """Pairs of boxes that share area."""
        count = 0
        for a, b in combinations(self.shapes, 2):
            if not _overlap(a.box, b.box, 0.05 * self.em) or a.id == b.id:
                continue
            if any(_in_shape(p, b.points) for p in _fine(a.points)) or any(
                _in_shape(p, a.points) for p in _fine(b.points)
            ):
                count += self._note(f"boxes {a.id} and {b.id} overlap")
        return count

    def words_hit(self) -> int:
        """Labels with a box, another label, or more than one line over them (some tools write on the line itself)."""
        count = 0
        for n, label in enumerate(self.labels):
            inner = _grown(label, -0.12 * self.em)
            over = [s.id for s in self.shapes if _overlap(inner, s.box, 0) and _box_in_shape(inner, s.points)]
            over += [
                "label"
                for m, other in enumerate(self.labels)
                if m != n and _overlap(inner, other, 0.12 * self.em)
            ]
            hit = [line.name for line in self.lines if line.enters(inner)]
            if over or len(hit) > 1:
                count += self._note(f"words at {label[0]:.0f},{label[1]:.0f}: {over} {hit}")
        return count

    def merged(self) -> int:
        """Pairs of lines that run over one another for more than an em."""
        shared: dict[tuple[int, int], float] = defaultdict(float)
        for one, two, (a, b), (c, d) in self._meeting():
            shared[one.number, two.number] += _shared(a, b, c, d, 0.12 * self.em)
        count = 0
        for (n, m), length in shared.items():
            if length > self.em:
                names = f"{self.lines[n].name} / {self.lines[m].name}"
                count += self._note(f"one track: {names} for {length / self.em:.1f} em")
        return count


def _line(number: int, edge: dict[str, Any], shapes: Sequence[Shape], em: float) -> Line:
    points = [(x, y) for x, y in edge["points"]]
    source = edge.get("source") or _nearest(points[0], shapes)
    target = edge.get("target") or _nearest(points[-1], shapes)
    return Line(
        number,
        f"{source}→{target}",
        (source, target),
        points,
        _simple(points, 0.04 * em),
        edge.get("link", False),
    )


def _nearest(point: Point, shapes: Sequence[Shape]) -> str:
    """The box at which a line ends."""

    def far(shape: Shape) -> float:
        left, top, right, bottom = shape.box
        return math.hypot(
            max(left - point[0], 0, point[0] - right), max(top - point[1], 0, point[1] - bottom)
        )

    return min(shapes, key=far).id


def _words(label: dict[str, Any]) -> Box:
    return _joined([_letters(t) for t in label["texts"]])


def _letters(text: dict[str, Any]) -> Box:
    """The box of the characters of a line of text: one em high around its middle."""
    x, y, w, h = text["box"]
    middle, half = y + h / 2, text["size"] / 2
    return x, middle - half, x + w, middle + half


def _outside(shape: Shape) -> Box | None:
    """The words of a box that stand beside it."""
    if not shape.texts:
        return None
    box = _joined([_letters(t) for t in shape.texts])
    return None if _overlap(box, shape.box, 0) else box


def _joined(boxes: Iterable[Box]) -> Box:
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left), min(top), max(right), max(bottom)


def _around(points: Sequence[Sequence[float]]) -> Box:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def _grown(box: Box, by: float) -> Box:
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def _in_box(p: Point, box: Box) -> bool:
    return box[0] < p[0] < box[2] and box[1] < p[1] < box[3]


def _clips(a: Point, b: Point, box: Box) -> bool:
    """Whether a piece of a line comes into a box (clipped against its four sides in turn)."""
    low, high = 0.0, 1.0
    for axis in (0, 1):
        step = b[axis] - a[axis]
        near, far = box[axis] - a[axis], box[axis + 2] - a[axis]
        if abs(step) < 1e-12:
            if near >= 0 or far <= 0:
                return False
            continue
        near, far = sorted((near / step, far / step))
        low, high = max(low, near), min(high, far)
    return low < high


def _overlap(a: Box, b: Box, least: float) -> bool:
    return (
        min(a[2], b[2]) - max(a[0], b[0]) > least
        and min(a[3], b[3]) - max(a[1], b[1]) > least
    )  # fmt: skip


def _in_shape(p: Point, corners: Sequence[Point]) -> bool:
    inside = False
    for (ax, ay), (bx, by) in zip(corners, [*corners[1:], corners[0]], strict=True):
        if (ay > p[1]) != (by > p[1]) and p[0] < (bx - ax) * (p[1] - ay) / (by - ay) + ax:
            inside = not inside
    return inside


def _box_in_shape(box: Box, corners: Sequence[Point]) -> bool:
    """Whether some of a grid of points in a box lies in a shape."""
    xs = [box[0] + (box[2] - box[0]) * n / 6 for n in range(7)]
    ys = [box[1] + (box[3] - box[1]) * n / 6 for n in range(7)]
    return any(_in_shape((x, y), corners) for x in xs for y in ys)


def _fine(corners: Sequence[Point]) -> list[Point]:
    """Points a little inside an outline, and its middle."""
    x, y = sum(p[0] for p in corners) / len(corners), sum(p[1] for p in corners) / len(corners)
    found = [(x, y)]
    for (ax, ay), (bx, by) in zip(corners, [*corners[1:], corners[0]], strict=True):
        for n in range(8):
            px, py = ax + (bx - ax) * n / 8, ay + (by - ay) * n / 8
            found.append((px + (x - px) * 0.02, py + (y - py) * 0.02))
    return found


def _length(points: Sequence[Point]) -> float:
    return sum(math.dist(a, b) for a, b in pairwise(points))


def _simple(points: list[Point], off: float) -> list[Point]:
    """The corners of a sampled line (Ramer, Douglas, Peucker)."""
    if len(points) < 3:
        return points
    (ax, ay), (bx, by) = points[0], points[-1]
    length = math.hypot(bx - ax, by - ay)

    def far(p: Point) -> float:
        if length < 1e-9:
            return math.dist(p, points[0])
        return abs((bx - ax) * (p[1] - ay) - (by - ay) * (p[0] - ax)) / length

    worst = max(range(1, len(points) - 1), key=lambda n: far(points[n]))
    if far(points[worst]) <= off:
        return [points[0], points[-1]]
    return [*_simple(points[: worst + 1], off)[:-1], *_simple(points[worst:], off)]


def _cross(a: Point, b: Point, c: Point, d: Point) -> Point | None:
    """Where two pieces cross, each truly on both sides of the other."""

    def side(p: Point, q: Point, r: Point) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    s, t, u, v = side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)
    if s * t >= 0 or u * v >= 0:
        return None
    k = u / (u - v)
    return a[0] + (b[0] - a[0]) * k, a[1] + (b[1] - a[1]) * k


def _shared(a: Point, b: Point, c: Point, d: Point, near: float) -> float:
    """How long two pieces run side by side nearer than ``near``."""
    length, other = math.dist(a, b), math.dist(c, d)
    if length < 1e-9 or other < 1e-9:
        return 0.0
    x, y = (b[0] - a[0]) / length, (b[1] - a[1]) / length
    if abs(x * (d[1] - c[1]) - y * (d[0] - c[0])) > 0.05 * other:
        return 0.0
    if max(abs(x * (p[1] - a[1]) - y * (p[0] - a[0])) for p in (c, d)) > near:
        return 0.0
    along = sorted(x * (p[0] - a[0]) + y * (p[1] - a[1]) for p in (c, d))
    return max(0.0, min(length, along[1]) - max(0.0, along[0]))
