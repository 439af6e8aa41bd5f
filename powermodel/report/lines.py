"""Texts and tables in lines that fit the screen: broken where a reader would break them, never cut."""

from __future__ import annotations

from collections.abc import Sequence

from powermodel.report.text import Paint
from powermodel.width import columns, padded

WIDTH = 100
"""Columns of the widest line; names longer than a line allow are broken, never cut."""
_GAP = "  "


def grid(rows: Sequence[Sequence[str]], shares: Sequence[int], paint: Paint) -> list[str]:
    """Rows of cells (the first is the head) as lines. Columns are as wide as they need; where that is too much, the
    widest for its share gives way."""
    widths = [max(columns(line) for row in rows for line in row[n].split("\n")) for n in range(len(shares))]
    while sum(widths) + len(_GAP) * (len(widths) - 1) > WIDTH:
        widest = max(range(len(widths)), key=lambda n: widths[n] / shares[n])
        widths[widest] -= 1
    lines = []
    for number, row in enumerate(rows):
        cells = [wrapped(text, width) for text, width in zip(row, widths, strict=True)]
        for line in range(max(map(len, cells))):
            texts = [cell[line] if line < len(cell) else "" for cell in cells]
            said = _GAP.join(map(padded, texts, widths)).rstrip()
            lines.append(paint(said, "淡") if number == 0 else said)
    return lines


def hanging(head: str, text: str) -> list[str]:
    """``text`` behind ``head``, its further lines indented as far."""
    first, *rest = wrapped(text, WIDTH - columns(head))
    return [head + first, *(" " * columns(head) + line for line in rest)]


def wrapped(text: str, width: int) -> list[str]:
    """``text`` in lines of at most ``width`` columns, broken behind 、，；→+ or before （ where one is near the end."""
    lines = []
    for line in text.split("\n"):
        while columns(line) > width:
            fits = 1
            while columns(line[: fits + 1]) <= width:
                fits += 1
            good = max(line.rfind("（", 0, fits), *(line.rfind(sign, 0, fits) + 1 for sign in "、，；→+"))
            at = good if good > fits // 2 else fits
            while at > 1 and line[at] in "、，；：）〕”":
                at -= 1
            lines.append(line[:at].rstrip())
            line = line[at:].lstrip()
        lines.append(line)
    return lines
