"""One measurer for all: shapes, lines and words as read from a finished drawing, whoever drew it.

A line is a row of samples along its path, a shape its outline, a word the box of its characters. All lengths are
compared with the drawing's own type (em), so the unit of the drawing does not matter.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from typing import Any

from benchmarks.peers.geometry import (
    Box,
    Piece,
    Point,
    around,
    box_in_shape,
    clips,
    corners_of,
    crossing,
    grown,
    in_box,
    in_shape,
    joined,
    length_of,
    overlap,
    samples_inside,
    side_by_side,
)

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
        return any(clips(a, b, box) for a, b in pairwise(self.corners))


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
        Shape(n["id"], [(x, y) for x, y in n["shape"]], around(n["shape"]), n["texts"], n.get("gate", False))
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
        length=sum(length_of(line.points) for line in lines) / diagonal,
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
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(corners_of(list(points), 0.45 * em))]
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
        pieces = [[(p, grown(around(p), near)) for p in pairwise(line.corners)] for line in self.lines]
        spans = [grown(around(line.corners), near) for line in self.lines]
        for one, two in combinations(self.lines, 2):
            span, other = spans[one.number], spans[two.number]
            if not overlap(span, other, 0):
                continue
            reaching = [(p, box) for p, box in pieces[two.number] if overlap(box, span, 0)]
            for p, box in pieces[one.number]:
                for q, another in reaching:
                    if overlap(box, another, 0):
                        yield one, two, p, q

    def crossings(self) -> int:
        """Points where two lines cross, but for those where they leave or reach one box together."""
        count = 0
        for one, two, (a, b), (c, d) in self._meeting():
            at = crossing(a, b, c, d)
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
                inner = grown(shape.box, -0.1 * self.em)
                if line.enters(inner) and any(
                    in_box(p, inner) and in_shape(p, shape.points) for p in line.points
                ):
                    count += self._note(f"line {line.name} through {shape.id}")
        return count

    def overlaps(self) -> int:
        """Pairs of boxes that share area."""
        count = 0
        for a, b in combinations(self.shapes, 2):
            if not overlap(a.box, b.box, 0.05 * self.em) or a.id == b.id:
                continue
            if any(in_shape(p, b.points) for p in samples_inside(a.points)) or any(
                in_shape(p, a.points) for p in samples_inside(b.points)
            ):
                count += self._note(f"boxes {a.id} and {b.id} overlap")
        return count

    def words_hit(self) -> int:
        """Labels with a box, another label, or more than one line over them (some tools write on the line itself)."""
        count = 0
        for n, label in enumerate(self.labels):
            inner = grown(label, -0.12 * self.em)
            over = [s.id for s in self.shapes if overlap(inner, s.box, 0) and box_in_shape(inner, s.points)]
            over += [
                "label"
                for m, other in enumerate(self.labels)
                if m != n and overlap(inner, other, 0.12 * self.em)
            ]
            hit = [line.name for line in self.lines if line.enters(inner)]
            if over or len(hit) > 1:
                count += self._note(f"words at {label[0]:.0f},{label[1]:.0f}: {over} {hit}")
        return count

    def merged(self) -> int:
        """Pairs of lines that run over one another for more than an em."""
        shared: dict[tuple[int, int], float] = defaultdict(float)
        for one, two, (a, b), (c, d) in self._meeting():
            shared[one.number, two.number] += side_by_side(a, b, c, d, 0.12 * self.em)
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
        corners_of(points, 0.04 * em),
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
    return joined([_letters(t) for t in label["texts"]])


def _letters(text: dict[str, Any]) -> Box:
    """The box of the characters of a line of text: one em high around its middle."""
    x, y, w, h = text["box"]
    middle, half = y + h / 2, text["size"] / 2
    return x, middle - half, x + w, middle + half


def _outside(shape: Shape) -> Box | None:
    """The words of a box that stand beside it."""
    if not shape.texts:
        return None
    box = joined([_letters(t) for t in shape.texts])
    return None if overlap(box, shape.box, 0) else box
