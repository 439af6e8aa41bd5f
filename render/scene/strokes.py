"""Lines as they are painted: interrupted where another runs over them, with dashes that come out even at the arrow head."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from render.layout.model import Point
from render.layout.worth import length
from render.scene.svg import rounded
from render.scene.symbols import OFF

RADIUS = 0.45  # em: of a line's corners
CUT = 0.38  # what a rounded corner takes off a line, in parts of its radius
CLEAR, START, TIP = 0.26, 0.35, 1.0
"""Em: what a line leaves free on both sides of one that runs over it; and what is left of it at its start, and with its
head at its tip."""
Gap = tuple[Point, float]
"""Where another line runs over one, and how far from there it is interrupted, mm."""


def may_part(points: Sequence[Point], gap: Gap, em: float) -> bool:
    """Whether enough of a line is left on both sides of a gap: of its straight pieces, the rounded corners aside.

    ``points``: of the line, mm; ``em``: mm.
    """
    at, half = gap
    for n, (a, b) in enumerate(pairwise(points)):
        if _on(a, b, at):
            before = START if n == 0 else RADIUS
            after = TIP if n == len(points) - 2 else RADIUS
            return math.dist(a, at) - half > before * em and math.dist(at, b) - half > after * em
    return False


def parted(points: Sequence[Point], gaps: Sequence[Gap]) -> list[list[Point]]:
    """The pieces that the gaps leave of a line; mm."""
    if not gaps:
        return [list(points)]
    pieces, piece = [], [points[0]]
    for a, b in pairwise(points):
        long, at = math.dist(a, b), 0.0
        spans = sorted((math.dist(a, p) - half, math.dist(a, p) + half) for p, half in gaps if _on(a, b, p))
        for low, high in spans:
            if low > at:
                pieces.append([*piece, _along(a, b, low / long)])
            at = max(at, high)
            piece = [_along(a, b, at / long)]
        piece.append(b)
    return [*pieces, piece]


def _along(a: Point, b: Point, part: float) -> Point:
    return a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part


def _on(a: Point, b: Point, at: Point) -> bool:
    """Whether a point lies between two that are upright or level of each other."""
    return any(
        abs(a[n] - b[n]) < 1e-9
        and abs(at[n] - a[n]) < 1e-9
        and min(a[1 - n], b[1 - n]) < at[1 - n] < max(a[1 - n], b[1 - n])
        for n in (0, 1)
    )


def path(pieces: Sequence[Sequence[Point]], em: float) -> str:
    """Path data of the pieces of a line, their corners rounded."""
    return "".join(rounded(piece, RADIUS * em) for piece in pieces)


def dash(pieces: Sequence[Sequence[Point]], em: float, head: float) -> float:
    """How long the dashes of a line are, mm: about half an em, so that the last ends at the arrow head of ``head`` mm; two at
    least, so that a short line is seen to be dashed too."""
    last, wish = pieces[-1], 0.5 * em
    seen = max(0.2 * em, length(last) - CUT * RADIUS * em * (len(last) - 2) - 0.9 * head)
    count = max(2, round((seen / wish + OFF) / (1 + OFF)))
    return seen / (count + (count - 1) * OFF)
