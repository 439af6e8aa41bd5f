"""Order and place what shares a channel: parallel pieces of lines, labels that stick out into it, the border of lanes.

Everything is said along the channel (``low`` to ``high``) and across it (the position sought).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

TRACK = 0.85  # em between two tracks
CLEAR = 0.35  # em between a label and its line
AIR = 0.25  # em between a label and the box that its line leads to
APART = 0.5  # em between a label and other lines or labels: more, so that nobody mistakes whose it is
BORDER = 0.3  # em between the border of two lanes and anything else


@dataclass(slots=True)
class Piece:
    """A piece of a line (``pin`` 0), or a label held at the channel's near (-1) or far (+1) wall, ``width`` deep.

    ``border``: it is the border of two lanes, all along the channel.
    """

    low: float
    high: float
    pin: int = 0
    width: float = 0.0
    owner: Any = None
    at: float = 0.0
    margin: tuple[float, float] = field(default=(0.75, 0.75))
    air: float = AIR
    border: bool = False

    @classmethod
    def between_lanes(cls, owner: Any) -> Piece:
        """The border of two lanes."""
        return cls(-math.inf, math.inf, owner=owner, margin=(BORDER, BORDER), border=True)


def _meets(a: Piece, b: Piece, slack: float) -> bool:
    return a.low < b.high + slack and b.low < a.high + slack


def arrange(
    pieces: Sequence[Piece], cost: Sequence[Sequence[float]], must: Mapping[int, set[int]] | None = None
) -> list[int]:
    """The pieces' order across the channel, with few crossings: none too many where no wishes contradict each other.

    ``cost[a][b]``: crossings where ``a`` lies before ``b``. ``must[a]``: indexes that come after ``a``, in no circle;
    labels come first or last, by their wall. Both hold always.
    """
    every = range(len(pieces))
    after = [0] * len(pieces)  # bit by bit, directly or by way of others

    def ask(a: int, b: int) -> None:
        """``a`` before ``b``, unless what was asked before says otherwise."""
        if after[b] >> a & 1 or after[a] >> b & 1:
            return
        more = after[b] | 1 << b
        for n in every:
            if n == a or after[n] >> a & 1:
                after[n] |= more

    for a in every:
        for b in sorted((must or {}).get(a, ())):
            ask(a, b)
    for a in every:
        for b in every:
            if pieces[a].pin < pieces[b].pin:
                ask(a, b)
    for _, a, b in sorted((-cost[b][a], a, b) for a in every for b in every if cost[b][a] > 0):
        ask(a, b)
    order: list[int] = []
    left = list(every)
    while left:
        waiting = 0
        for n in left:
            waiting |= after[n]
        first = next(n for n in left if not waiting >> n & 1)
        left.remove(first)
        order.append(first)
    return order


def narrowest(
    pieces: Sequence[Piece], order: Sequence[int], least: float, slack: float, track: float = TRACK,
    must: Mapping[int, set[int]] | None = None,
) -> float:  # fmt: skip
    """As `positions`, the border of lanes (if one is among the pieces) where it makes the channel least wide.

    Lines may lie on either side of it; where that is the same, it lies near the middle.
    """
    border = next((n for n in order if pieces[n].border), None)
    if border is None:
        return positions(pieces, order, least, slack, track, must)
    rest = [n for n in order if n != border]
    first = sum(pieces[n].pin < 0 for n in rest)
    last = len(rest) - sum(pieces[n].pin > 0 for n in rest)
    tried = []
    for place in range(first, last + 1):
        width = positions(pieces, [*rest[:place], border, *rest[place:]], least, slack, track, must)
        tried.append((width, abs(pieces[border].at - width / 2), place))
    place = min(tried)[2]
    return positions(pieces, [*rest[:place], border, *rest[place:]], least, slack, track, must)


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
        [
            least,
            *(
                low[n] + (pieces[n].width + pieces[n].air if pieces[n].pin else pieces[n].margin[1])
                for n in order
            ),
        ]
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
    if a.border or b.border:
        return a.width + BORDER
    if a.pin or b.pin:
        return a.width + APART
    return track
