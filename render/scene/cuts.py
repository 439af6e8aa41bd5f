"""Where a flow that takes several sheets is cut: so that the smallest type is as large as it can be, then with few letters."""

from __future__ import annotations

import math
from collections.abc import Sequence

from render.layout.model import Rect
from render.layout.parts import connectors, cut
from render.scene.cards import CardFitter
from render.scene.content import SHORT, Card
from render.scene.ways import Fitters, Ways, ordered

TRIES, EVEN, HOPE = 3, 1.08, 1.25
"""How many cuts are looked at, until their type differs by no more, and where the type could be that much larger at most."""
LETTER, DOUBT = 0.02, 0.1
"""What a letter costs, and how wrong the cheap look may be, in parts of the type size."""
MOST = 0.55  # of a sheet: what cards take at most

Cut = tuple[float, list[Fitters]]
"""What a cut promises (the logarithm of its smallest type, mm, less what its letters cost), and how its parts can be drawn."""


def cuts(ways: Ways, cards: Sequence[Card], count: int, first: Rect, body: Rect) -> list[Cut]:
    """At most two cuts of a flow in ``count`` sheets by the cheap look, best first; none where it can't be cut so often.

    ``first``, ``body``: what the flow gets of the first sheet, and of any other. Where the type of one part would be larger
    than that of another, the flow is cut anew with the room that its steps took.
    """
    loads: dict[str, float] = {}
    found: dict[tuple[tuple[str, ...], ...], Cut] = {}
    for _ in range(TRIES):
        charts = cut(ways.chart, count, lambda part: f" 第{part + 1}张", loads=loads)
        where = tuple(tuple(chart.of_step) for chart in charts)
        if len(charts) < count or where in found:
            break
        lanes = ordered(ways.chart, charts, ways.pinned)
        parts = [Fitters(chart, lanes) for chart in charts]
        sizes = [_guess(ways, part, cards, body if n else first) for n, part in enumerate(parts)]
        letters = {key for chart in charts for key in connectors(chart)}
        found[where] = math.log(min(sizes)) - LETTER * len(letters), parts
        if max(sizes) < EVEN * min(sizes) or HOPE * sum(sizes) < count * ways.readable:
            break
        loads = {
            key: 1 / (size**2 * len(chart.items))
            for chart, size in zip(charts, sizes, strict=True)
            for key in chart.of_step
        }
    return sorted(found.values(), key=lambda f: -f[0])[:2]


def _guess(ways: Ways, part: Fitters, cards: Sequence[Card], room: Rect) -> float:
    """The type of a part on a sheet by the cheap look, mm, the cards of its risks beside it."""
    beside = CardFitter([card for card in cards if card.step in part.chart.of_step], SHORT)
    share = min(MOST, beside.area(ways.readable) / (room.w * room.h))
    return part.at(0).size(ways.area((1 - share) * room.w, room.h))
