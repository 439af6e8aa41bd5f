"""How wide the columns of a chart with lanes are: narrow where little is written, wide where that makes rows lower."""

from __future__ import annotations

from collections.abc import Sequence

from render.layout.assemble import HEAD_CHARS, HEAD_TALL
from render.layout.body import DOWN, LEFT, RIGHT, UP, Body, Setting
from render.layout.place import Placement
from render.metrics import Typeface

CHARS = (10.0, 8.0, 7.0, 6.0, 5.0)  # characters a line that are tried
PRICES = (0.25, 0.5, 0.85, 1.4, 2.2)  # em of height that an em of width is worth


def lane_width(typeface: Typeface, post: str, rows: bool) -> float:
    """How wide a lane must be for its name, em."""
    if not rows:
        return 3.4
    return len(typeface.bold.break_lines(post, HEAD_CHARS)) * HEAD_TALL + 0.3


def settings(
    sizes: Sequence[Sequence[Body]], placement: Placement, rows: bool
) -> list[tuple[Setting, list[Body]]]:
    """Characters a line for every column of the sheet, and the items so: from wide and low to narrow and high.

    ``sizes[n]``: all items as ``CHARS[n]`` make them, each on its own. At every price in turn the columns take what
    makes price × width + height least, one after the other, the others as they are.
    """
    column, row = (placement.row, placement.col) if rows else (placement.col, placement.row)
    across, along = ((DOWN, UP), (RIGHT, LEFT)) if rows else ((RIGHT, LEFT), (DOWN, UP))
    members: dict[int, list[int]] = {}
    for item, c in enumerate(column):
        members.setdefault(c, []).append(item)
    options = {c: _options(sizes, row, its, across, along) for c, its in members.items()}
    choice = dict.fromkeys(options, 0)
    reach: list[dict[int, float]] = [
        {} for _ in range(max(row) + 1)
    ]  # of every row: how high each column needs it
    for c, its in options.items():
        for r, h in its[0][2].items():
            reach[r][c] = h
    found: dict[Setting, list[Body]] = {}
    order = sorted(options, key=lambda c: (len(members[c]), c))
    for price in PRICES:
        for c in order:
            mine = options[c]
            if choice[c] == len(mine) - 1:  # as narrow as it goes
                continue
            others = {r: max((h for d, h in reach[r].items() if d != c), default=0.0) for r in mine[0][2]}
            costs = [
                price * wide + sum(h - others[r] for r, h in needs.items() if h > others[r])
                for _, wide, needs in mine[choice[c] :]
            ]
            best = choice[c] + min(range(len(costs)), key=costs.__getitem__)
            if best != choice[c]:
                choice[c] = best
                for r, h in mine[best][2].items():
                    reach[r][c] = h
        taken = [options[c][choice[c]][0] if c in options else 0 for c in range(max(column) + 1)]
        setting = Setting(tuple(CHARS[n] for n in taken), tuple(column))
        if setting not in found:
            found[setting] = [sizes[taken[c]][item] for item, c in enumerate(column)]
    return list(found.items())


def _options(
    sizes: Sequence[Sequence[Body]], row: Sequence[int], members: Sequence[int],
    across: tuple[int, int], along: tuple[int, int],
) -> list[tuple[int, float, dict[int, float]]]:  # fmt: skip
    """What a column can be: which of ``CHARS``, how wide, and how high it makes its rows; no wider one that is no lower."""
    found: list[tuple[int, float, dict[int, float]]] = []
    for n, bodies in enumerate(sizes):
        wide, needs = 0.0, dict[int, float]()
        for item in members:
            reach = bodies[item].reach
            wide = max(wide, reach[across[0]] + reach[across[1]])
            high, r = reach[along[0]] + reach[along[1]], row[item]
            if high > needs.get(r, 0.0):
                needs[r] = high
        while (
            found
            and wide <= found[-1][1] + 1e-9
            and all(h <= found[-1][2][r] + 1e-9 for r, h in needs.items())
        ):
            found.pop()
        if not found or wide < found[-1][1] - 1e-9:
            found.append((n, wide, needs))
    return found
