"""Words set in lines so that what belongs together stays together."""

from __future__ import annotations

from collections.abc import Sequence

from render.metrics import Metrics


def packed(parts: Sequence[str], face: Metrics, width: float, em: float, joint: str = "") -> list[str]:
    """Parts, joined by ``joint``, in as few lines as hold them; mm. None is broken that fits a line of its own."""
    lines: list[str] = []
    for part in parts:
        longer = f"{lines[-1]}{joint}{part}" if lines else part
        if lines and face.width(longer, em) <= width:
            lines[-1] = longer
        else:
            lines += face.break_lines(part, width, em, balance=False)
    return lines
