"""Where a drawing leaves its room empty: the rectangles that could hold something else."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise

from render.layout.model import Layout, Rect

FINE = 120  # cells along the longer side of the room
MOST = 12  # holes that are worth a look


def holes(layout: Layout, room: Rect, clear: float) -> list[Rect]:
    """The largest empty rectangles of ``room`` where the drawing stands in its upper left corner, mm of the sheet.

    Each stays ``clear`` mm away from what is drawn; a lane is never empty. The largest first.
    """
    cell = max(room.w, room.h) / FINE
    columns, rows = int(room.w / cell), int(room.h / cell)
    free = [[True] * columns for _ in range(rows)]
    for rect in _drawn(layout):
        x, y = rect.x - layout.used.x - clear, rect.y - layout.used.y - clear
        left, top = max(0, math.floor(x / cell)), max(0, math.floor(y / cell))
        right, bottom = math.ceil((x + rect.w + 2 * clear) / cell), math.ceil((y + rect.h + 2 * clear) / cell)
        for row in free[top : max(top, bottom)]:
            row[left:right] = [False] * len(row[left:right])
    found = sorted(set(_rectangles(free)), key=lambda f: (-(f[2] - f[0]) * (f[3] - f[1]), f))[:MOST]
    return [
        Rect(room.x + a * cell, room.y + b * cell, (c - a) * cell, (d - b) * cell) for a, b, c, d in found
    ]


def _drawn(layout: Layout) -> Iterator[Rect]:
    """All that takes room, mm."""
    for box in layout.boxes:
        yield from (box.rect, *box.bars)
    yield from (label.rect for label in layout.labels)
    yield from (badge.rect for badge in layout.badges)
    yield from (lane.rect for lane in layout.lanes)
    for wire in layout.wires:
        for (ax, ay), (bx, by) in pairwise(wire.points):
            yield Rect(min(ax, bx), min(ay, by), abs(ax - bx), abs(ay - by))


def _rectangles(free: list[list[bool]]) -> Iterator[tuple[int, int, int, int]]:
    """Empty rectangles that can't be wider or reach further up: (left, top, right, bottom) in cells."""
    high = [0] * len(free[0])
    for bottom, row in enumerate(free, 1):
        high = [above + 1 if empty else 0 for above, empty in zip(high, row, strict=True)]
        rising: list[tuple[int, int]] = []  # (left, height), each higher than the one before
        for at, height in enumerate([*high, 0]):
            left = at
            while rising and rising[-1][1] >= height:
                left, tall = rising.pop()
                if tall > height:
                    yield left, bottom - tall, at, bottom
            if height:
                rising.append((left, height))
