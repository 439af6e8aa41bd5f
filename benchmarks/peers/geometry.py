"""Points, boxes and lines in the plane, in whatever unit a drawing has; y runs down."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

Point = tuple[float, float]
Piece = tuple[Point, Point]
Box = tuple[float, float, float, float]  # left, top, right, bottom


def joined(boxes: Iterable[Box]) -> Box:
    """The box around boxes."""
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left), min(top), max(right), max(bottom)


def around(points: Sequence[Sequence[float]]) -> Box:
    """The box around points."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def grown(box: Box, by: float) -> Box:
    """A box with a margin."""
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def in_box(p: Point, box: Box) -> bool:
    """Whether a point lies in a box."""
    return box[0] < p[0] < box[2] and box[1] < p[1] < box[3]


def clips(a: Point, b: Point, box: Box) -> bool:
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


def overlap(a: Box, b: Box, least: float) -> bool:
    """Whether two boxes share more than ``least`` both ways."""
    return (
        min(a[2], b[2]) - max(a[0], b[0]) > least
        and min(a[3], b[3]) - max(a[1], b[1]) > least
    )  # fmt: skip


def in_shape(p: Point, corners: Sequence[Point]) -> bool:
    """Whether a point lies in a polygon."""
    inside = False
    for (ax, ay), (bx, by) in zip(corners, [*corners[1:], corners[0]], strict=True):
        if (ay > p[1]) != (by > p[1]) and p[0] < (bx - ax) * (p[1] - ay) / (by - ay) + ax:
            inside = not inside
    return inside


def box_in_shape(box: Box, corners: Sequence[Point]) -> bool:
    """Whether some of a grid of points in a box lies in a shape."""
    xs = [box[0] + (box[2] - box[0]) * n / 6 for n in range(7)]
    ys = [box[1] + (box[3] - box[1]) * n / 6 for n in range(7)]
    return any(in_shape((x, y), corners) for x in xs for y in ys)


def samples_inside(corners: Sequence[Point]) -> list[Point]:
    """Points a little inside an outline, and its middle."""
    x, y = sum(p[0] for p in corners) / len(corners), sum(p[1] for p in corners) / len(corners)
    found = [(x, y)]
    for (ax, ay), (bx, by) in zip(corners, [*corners[1:], corners[0]], strict=True):
        for n in range(8):
            px, py = ax + (bx - ax) * n / 8, ay + (by - ay) * n / 8
            found.append((px + (x - px) * 0.02, py + (y - py) * 0.02))
    return found


def length_of(points: Sequence[Point]) -> float:
    """How long a line is."""
    return sum(math.dist(a, b) for a, b in pairwise(points))


def corners_of(points: list[Point], off: float) -> list[Point]:
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
    return [*corners_of(points[: worst + 1], off)[:-1], *corners_of(points[worst:], off)]


def crossing(a: Point, b: Point, c: Point, d: Point) -> Point | None:
    """Where two pieces cross, each truly on both sides of the other."""

    def side(p: Point, q: Point, r: Point) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    s, t, u, v = side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)
    if s * t >= 0 or u * v >= 0:
        return None
    k = u / (u - v)
    return a[0] + (b[0] - a[0]) * k, a[1] + (b[1] - a[1]) * k


def side_by_side(a: Point, b: Point, c: Point, d: Point, near: float) -> float:
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
