"""Order and place what shares a channel: parallel pieces of lines, and labels that stick out into it.

Everything is said along the channel (``low`` to ``high``) and across it (the position sought). A piece may have a leg
at either end, towards smaller (-1) or larger (+1) positions: (where, direction, whether ``where`` is exact).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

TRACK = 0.85  # em between two tracks
NEAR = 0.5  # em: legs nearer than this are taken to lie on one line
CLEAR = 0.35  # em between a label and a line


@dataclass(slots=True)
class Piece:
    """A piece of a line (``pin`` 0), or a label held at the channel's near (-1) or far (+1) wall, ``width`` deep."""

    low: float
    high: float
    legs: tuple[tuple[float, int, bool], ...] = ()
    pin: int = 0
    width: float = 0.0
    owner: Any = None
    at: float = 0.0
    margin: tuple[float, float] = field(default=(0.75, 0.75))


def _meets(a: Piece, b: Piece, slack: float) -> bool:
    return a.low < b.high + slack and b.low < a.high + slack


def _crossings(a: Piece, b: Piece) -> float:
    """How often the two cross when ``a`` lies before ``b``."""
    cost = 0.0
    for at, way, _ in a.legs:
        if way > 0 and b.low < at < b.high:
            cost += 0.5 if at - b.low < NEAR or b.high - at < NEAR else 1.0
    for at, way, _ in b.legs:
        if way < 0 and a.low < at < a.high:
            cost += 0.5 if at - a.low < NEAR or a.high - at < NEAR else 1.0
    # Legs that face each other on one line would lie on each other.
    for at, way, exact in a.legs:
        for other, back, also in b.legs:
            if way > 0 > back and abs(at - other) < NEAR:
                cost += 400.0 if exact and also else 0.6
    return cost


def arrange(pieces: Sequence[Piece], must: Mapping[int, set[int]] | None = None) -> list[int]:
    """The pieces' order across the channel, with few crossings.

    ``must[a]``: indexes that come after ``a``, in no circle; labels come first or last, by their wall. Both hold always.
    """
    count = len(pieces)
    cost = [[_crossings(a, b) if a is not b else 0.0 for b in pieces] for a in pieces]
    after = [_reached(n, must or {}) for n in range(count)]
    before: list[set[int]] = [set() for _ in pieces]
    for n, later in enumerate(after):
        for m in later:
            before[m].add(n)
    order: list[int] = []

    def insert(piece: int, stay: int = -1) -> None:
        """Put a piece where it costs least; among equals where it was, else as late as can be."""
        low, high = _window(order, pieces, piece, before[piece], after[piece])
        value = sum(cost[piece][other] for other in order)
        values = [value]
        for other in order:
            value += cost[other][piece] - cost[piece][other]
            values.append(value)
        least = min(values[low : high + 1])
        spot = stay if low <= stay <= high and values[stay] <= least + 1e-9 else None
        if spot is None:
            spot = max(n for n in range(low, high + 1) if values[n] <= least + 1e-9)
        order.insert(spot, piece)

    for piece in range(count):
        insert(piece)
    for _ in range(3):
        changed = False
        for piece in range(count):
            was = list(order)
            order.remove(piece)
            insert(piece, was.index(piece))
            changed |= order != was
        if not changed:
            break
    return order


def _reached(start: int, must: Mapping[int, set[int]]) -> set[int]:
    """All that comes after a piece, directly or by way of others."""
    found: set[int] = set()
    work = [start] if start in must else []
    while work:
        fresh = must.get(work.pop(), set()) - found
        found |= fresh
        work += fresh
    return found


def _window(
    order: Sequence[int], pieces: Sequence[Piece], piece: int, before: set[int], after: set[int]
) -> tuple[int, int]:
    """The first and the last place in ``order`` where a piece may be put."""
    low, high = 0, len(order)
    pin = pieces[piece].pin
    for place, other in enumerate(order):
        if other in before or pieces[other].pin < pin:
            low = place + 1
        elif high == len(order) and (other in after or pieces[other].pin > pin):
            high = place
    return low, high


def positions(
    pieces: Sequence[Piece], order: Sequence[int], least: float, slack: float, track: float = TRACK,
    must: Mapping[int, set[int]] | None = None,
) -> float:  # fmt: skip
    """Set ``at`` of every piece, from the near wall, and give the channel's width (at least ``least``).

    Pieces whose ranges come nearer than ``slack``, and those of ``must`` (as for `arrange`), keep ``track`` apart.
    Every piece lies in the middle of what is free.
    """
    asked = must or {}
    low: dict[int, float] = {}
    for place, n in enumerate(order):
        piece = pieces[n]
        if piece.pin < 0:
            low[n] = 0.0
            continue
        value = piece.margin[0] if not piece.pin else 0.0
        for other in order[:place]:
            if _meets(pieces[other], piece, slack) or n in asked.get(other, ()):
                value = max(value, low[other] + _apart(pieces[other], piece, track))
        low[n] = value
    width = max(
        [least, *(low[n] + (pieces[n].margin[1] if not pieces[n].pin else pieces[n].width) for n in order)]
    )
    high: dict[int, float] = {}
    for place in range(len(order) - 1, -1, -1):
        n = order[place]
        piece = pieces[n]
        if piece.pin > 0:
            high[n] = width - piece.width
            continue
        value = width - piece.margin[1]
        for other in order[place + 1 :]:
            if _meets(piece, pieces[other], slack) or other in asked.get(n, ()):
                value = min(value, high[other] - _apart(piece, pieces[other], track))
        high[n] = value
    for n in order:
        piece = pieces[n]
        piece.at = low[n] if piece.pin < 0 else high[n] if piece.pin > 0 else (low[n] + high[n]) / 2
    return width


def _apart(a: Piece, b: Piece, track: float) -> float:
    """From the position of ``a`` to that of ``b`` behind it."""
    if a.pin or b.pin:
        return (a.width if a.pin else 0.0) + CLEAR
    return track
