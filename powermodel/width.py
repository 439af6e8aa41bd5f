"""How many columns a terminal gives a text: Chinese characters take two (Unicode UAX #11)."""

from __future__ import annotations

import unicodedata


def columns(text: str) -> int:
    """Columns of ``text`` on a terminal; combining and control characters take none."""
    return sum(_of(c) for c in text)


def _of(char: str) -> int:
    if unicodedata.east_asian_width(char) in ("W", "F"):
        return 2
    return 0 if unicodedata.category(char) in ("Mn", "Me", "Cf", "Cc") else 1


def padded(text: str, width: int) -> str:
    """``text`` with blanks behind it to ``width`` columns."""
    return text + " " * max(0, width - columns(text))


def cut(text: str, width: int) -> str:
    """``text`` in at most ``width`` columns, with … where something is cut off."""
    if columns(text) <= width:
        return text
    kept, used = "", 1
    for char in text:
        used += _of(char)
        if used > width:
            break
        kept += char
    return kept + "…"
