"""PlantUML's activity diagrams hold shapes and loose pieces of lines: here the pieces are joined to lines again."""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from typing import Any

from benchmarks.peers.geometry import Point, around

NEAR = 0.8  # px: ends that touch
WIDE = 1.4  # px: the stroke of what parts two lanes


def chained(read: dict[str, Any]) -> dict[str, Any]:
    """What was read from such a diagram, as the other readers give it.

    A piece that ends where one other begins goes on in it; where three or more meet, lines end there. A small diamond
    without words is a box as well: there outcomes meet again.
    """
    shapes = read["shapes"]
    boxes = [s["points"] for s in shapes if _is_box(s)]
    words = read["words"]
    nodes = []
    taken: set[int] = set()
    for n, points in enumerate(boxes):
        left, top, right, bottom = around(points)
        texts = [
            (i, w) for i, w in enumerate(words)
            if left <= w["box"][0] + w["box"][2] / 2 <= right and top <= w["box"][1] + w["box"][3] / 2 <= bottom
        ]  # fmt: skip
        taken |= {i for i, _ in texts}
        nodes.append({"id": f"b{n}", "gate": not texts, "shape": points, "texts": [w for _, w in texts]})
    pieces = [tuple(map(tuple, s["points"])) for s in shapes if s["tag"] == "line" and s["width"] < WIDE]
    edges = [{"points": _fine(points)} for points in _joined([(a, b) for a, b in pieces if a != b])]
    bold = _lane_heads(shapes)
    rest = [w for i, w in enumerate(words) if i not in taken and w["box"][1] + w["box"][3] > bold]
    return read | {"nodes": nodes, "edges": edges, "labels": [{"texts": [w]} for w in rest]}


def _is_box(shape: dict[str, Any]) -> bool:
    """Not an arrow head (filled like its stroke), not the frame of the lanes, no circle within another."""
    if shape["tag"] == "line" or (shape["fill"] in ("none", "rgba(0, 0, 0, 0)") and shape["tag"] == "rect"):
        return False
    left, top, right, bottom = around(shape["points"])
    head = shape["tag"] == "polygon" and max(right - left, bottom - top) < 11
    return not head and max(right - left, bottom - top) > 13


def _lane_heads(shapes: list[dict[str, Any]]) -> float:
    """Where the row with the names of lanes ends."""
    frames = [around(s["points"]) for s in shapes if s["tag"] == "rect" and s["fill"] == "rgba(0, 0, 0, 0)"]
    return max((bottom for _, _, _, bottom in frames), default=-math.inf)


def _joined(pieces: list[tuple[Point, Point]]) -> list[list[Point]]:
    """Pieces that meet end to end, two by two, as one line."""
    meeting: dict[tuple[int, int], list[int]] = defaultdict(list)

    def key(p: Point) -> tuple[int, int]:
        return round(p[0] / NEAR), round(p[1] / NEAR)

    for n, (a, b) in enumerate(pieces):
        meeting[key(a)].append(n)
        meeting[key(b)].append(n)
    left = set(range(len(pieces)))
    found = []
    for n in range(len(pieces)):
        if n not in left:
            continue
        left.discard(n)
        line = list(pieces[n])
        for _ in range(2):
            while len(meeting[key(line[-1])]) == 2:
                more = [m for m in meeting[key(line[-1])] if m in left]
                if not more:
                    break
                left.discard(more[0])
                a, b = pieces[more[0]]
                line.append(b if key(a) == key(line[-1]) else a)
            line.reverse()
        found.append(line)
    return found


def _fine(points: list[Point], step: float = 1.5) -> list[Point]:
    """Samples along a line."""
    made = [points[0]]
    for a, b in itertools.pairwise(points):
        count = max(1, math.ceil(math.dist(a, b) / step))
        made += [
            (a[0] + (b[0] - a[0]) * n / count, a[1] + (b[1] - a[1]) * n / count) for n in range(1, count + 1)
        ]
    return made
