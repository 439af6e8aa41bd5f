"""What a drawing is worth beside another of the same chart: factors of its type size."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from render.layout.model import Area, Point

CROSSING, BEND = 0.88, 0.974  # what is left of a drawing's worth with one more crossing, and one more bend
AMPLE, BEYOND = 1.5, 0.8
"""How many times what can just be read is large enough, and the power of what is more."""
NEARLY = 0.87  # of the least size: a drawing that is guessed to come to less will hardly reach it
NEAR, STRAY = 18.0, 0.001  # em that a line may be long, and what every further em of all lines costs
LINE = 0.99  # what is left of a drawing's worth with one more line over a fold


def tidiness(crossings: float, bends: float = 0) -> float:
    """What crossings and bends are worth in type size: a factor up to 1."""
    return float(CROSSING**crossings * BEND**bends)


def direct(lengths: Sequence[float]) -> float:
    """What it is worth that lines of such lengths (em) don't run far: a factor up to 1."""
    return math.exp(-STRAY * sum(max(0.0, long - NEAR) for long in lengths))


def torn(lines: Sequence[int]) -> float:
    """What it is worth that few lines run over each fold: a factor up to 1 (one line is what a fold needs)."""
    return float(LINE ** sum(max(0, count - 1) for count in lines))


def legible(size: float, area: Area) -> float:
    """What a type size (mm) is worth: itself as far as it helps to read, less and less beyond."""
    enough = AMPLE * area.readable
    return size if size <= enough else float(enough * (size / enough) ** BEYOND)


def hoped(size: float, least: float) -> float:
    """What a guessed type size is worth where type must be at least so large to be read (mm): half where it will hardly be."""
    return 0.5 + 0.5 * min(1.0, max(0.0, (size / least - NEARLY) / (1 - NEARLY)))


def filling(used: float, area: Area) -> float:
    """What it is worth to use the room (mm²): a factor up to 1 that decides where type could not be larger anyway."""
    return 0.94 + 0.06 * min(1.0, used / (area.width * area.height))


def over(lines: Sequence[Sequence[Point]]) -> list[tuple[int, int]]:
    """The pairs of lines of which upright and level pieces cross, as often as they do."""
    return [(n, m) for n, m, _ in crossings(lines)]


def crossings(lines: Sequence[Sequence[Point]]) -> list[tuple[int, int, Point]]:
    """Where lines cross: which is upright there, which is level, and the point."""
    upright, level = [], []
    for n, points in enumerate(lines):
        for (ax, ay), (bx, by) in pairwise(points):
            if abs(ax - bx) < 1e-9:
                upright.append((n, ax, min(ay, by), max(ay, by)))
            else:
                level.append((n, ay, min(ax, bx), max(ax, bx)))
    return [
        (n, m, (x, y))
        for n, x, top, bottom in upright
        for m, y, left, right in level
        if top < y < bottom and left < x < right and n != m
    ]


def length(points: Sequence[Point]) -> float:
    """How long a line is."""
    return sum(abs(ax - bx) + abs(ay - by) for (ax, ay), (bx, by) in pairwise(points))
