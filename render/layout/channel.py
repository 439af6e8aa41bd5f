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


def _crossings(a: Piece, b: Piece, slack: float) -> float:
    """How often the two cross when ``a`` lies before ``b``; forbidden orders cost a fortune."""
    cost = 0.0
    if a.pin > 0 or b.pin < 0:
        cost += 1000.0 if _meets(a, b, slack) else 0.0
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


def arrange(pieces: Sequence[Piece], slack: float, must: Mapping[int, set[int]] | None = None) -> list[int]:
    """The pieces' order across the channel, with few crossings. ``must[a]``: indexes that come after ``a``.

    ``slack``: as for `positions`.
    """
    count = len(pieces)
    cost = [[0.0] * count for _ in range(count)]
    for i in range(count):
        for j in range(count):
            if i != j:
                cost[i][j] = _crossings(pieces[i], pieces[j], slack)
                if must and i in must.get(j, ()):
                    cost[i][j] += 1000.0
    order: list[int] = []
    for piece in range(count):
        _insert(order, piece, cost)
    for _ in range(3):
        changed = False
        for piece in range(count):
            before = list(order)
            order.remove(piece)
            _insert(order, piece, cost, before.index(piece))
            changed |= order != before
        if not changed:
            break
    return order


def _insert(order: list[int], piece: int, cost: Sequence[Sequence[float]], stay: int = -1) -> None:
    """Put a piece where it costs least; among equals where it was, else as late as can be."""
    value = sum(cost[piece][other] for other in order)
    values = [value]
    for other in order:
        value += cost[other][piece] - cost[piece][other]
        values.append(value)
    least = min(values)
    spot = stay if 0 <= stay < len(values) and values[stay] <= least + 1e-9 else None
    if spot is None:
        spot = max(n for n, v in enumerate(values) if v <= least + 1e-9)
    order.insert(spot, piece)


def positions(
    pieces: Sequence[Piece], order: Sequence[int], least: float, slack: float, track: float = TRACK
) -> float:
    """Set ``at`` of every piece, from the near wall, and give the channel's width (at least ``least``).

    Pieces whose ranges come nearer than ``slack`` keep ``track`` apart. Every piece lies in the middle of what is free.
    """
    low: dict[int, float] = {}
    for place, n in enumerate(order):
        piece = pieces[n]
        if piece.pin < 0:
            low[n] = 0.0
            continue
        value = piece.margin[0] if not piece.pin else 0.0
        for other in order[:place]:
            if _meets(pieces[other], piece, slack):
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
            if _meets(piece, pieces[other], slack):
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
