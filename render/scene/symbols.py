"""Signs that no font of ours has, drawn as shapes: record, publication, repeat, phone; and the badges of risks."""

from __future__ import annotations

import math

from render.layout.model import Rect
from render.scene.svg import Canvas, number

OFF = 0.56  # what lies between two dashes, in parts of one


def icon(canvas: Canvas, name: str, x: float, y: float, size: float, colour: str) -> None:
    """A sign in the square of ``size`` mm whose left side is at ``x`` and whose middle is at height ``y``."""
    with canvas.group(data_icon=name):
        {"record": _record, "public": _public, "recurs": _recurs, "phone": _phone}[name](
            canvas, x, y, size, colour
        )


def _record(canvas: Canvas, x: float, y: float, size: float, colour: str) -> None:
    """The document of ISO 5807: a sheet with a wavy foot."""
    left, r, t, b = x + 0.1 * size, x + 0.9 * size, y - 0.36 * size, y + 0.3 * size
    n = number
    canvas.path(
        f"M{n(left)} {n(t)}H{n(r)}V{n(b)}C{n(r - 0.25 * size)} {n(b - 0.2 * size)} {n(left + 0.3 * size)} "
        f"{n(b + 0.28 * size)} {n(left)} {n(b + 0.04 * size)}Z",
        fill="none", stroke=colour, stroke_width=0.07 * size, stroke_linejoin="round",
    )  # fmt: skip


def _public(canvas: Canvas, x: float, y: float, size: float, colour: str) -> None:
    """A notice board on two legs."""
    n = number
    canvas.path(
        f"M{n(x + 0.06 * size)} {n(y - 0.38 * size)}H{n(x + 0.94 * size)}V{n(y + 0.2 * size)}H{n(x + 0.06 * size)}Z"
        f"M{n(x + 0.24 * size)} {n(y + 0.2 * size)}V{n(y + 0.44 * size)}"
        f"M{n(x + 0.76 * size)} {n(y + 0.2 * size)}V{n(y + 0.44 * size)}"
        f"M{n(x + 0.24 * size)} {n(y - 0.19 * size)}H{n(x + 0.76 * size)}"
        f"M{n(x + 0.24 * size)} {n(y)}H{n(x + 0.6 * size)}",
        fill="none", stroke=colour, stroke_width=0.08 * size, stroke_linecap="round", stroke_linejoin="round",
    )  # fmt: skip


def _recurs(canvas: Canvas, x: float, y: float, size: float, colour: str) -> None:
    """Two arrows that chase each other."""
    n, r, cx = number, 0.34 * size, x + 0.5 * size
    parts = []
    heads = []
    for turn in (0.0, math.pi):
        a, b = turn + 0.45, turn + math.pi - 0.15
        parts.append(
            f"M{n(cx + r * math.cos(a))} {n(y + r * math.sin(a))}"
            f"A{n(r)} {n(r)} 0 0 1 {n(cx + r * math.cos(b))} {n(y + r * math.sin(b))}"
        )
        px, py = cx + r * math.cos(b), y + r * math.sin(b)
        dx, dy = -math.sin(b), math.cos(b)
        s = 0.2 * size
        heads.append(
            f"M{n(px + dx * s)} {n(py + dy * s)}L{n(px - dy * s * 0.7)} {n(py + dx * s * 0.7)}"
            f"L{n(px + dy * s * 0.7)} {n(py - dx * s * 0.7)}Z"
        )
    canvas.path("".join(parts), fill="none", stroke=colour, stroke_width=0.09 * size)
    canvas.path("".join(heads), fill=colour)


def _phone(canvas: Canvas, x: float, y: float, size: float, colour: str) -> None:
    """A receiver over a body."""
    n, s = number, size
    canvas.path(
        f"M{n(x + 0.06 * s)} {n(y - 0.12 * s)}C{n(x + 0.06 * s)} {n(y - 0.46 * s)} {n(x + 0.94 * s)} {n(y - 0.46 * s)} "
        f"{n(x + 0.94 * s)} {n(y - 0.12 * s)}V{n(y - 0.02 * s)}H{n(x + 0.7 * s)}V{n(y - 0.16 * s)}"
        f"C{n(x + 0.6 * s)} {n(y - 0.2 * s)} {n(x + 0.4 * s)} {n(y - 0.2 * s)} {n(x + 0.3 * s)} {n(y - 0.16 * s)}"
        f"V{n(y - 0.02 * s)}H{n(x + 0.06 * s)}Z"
        f"M{n(x + 0.34 * s)} {n(y - 0.06 * s)}H{n(x + 0.66 * s)}L{n(x + 0.86 * s)} {n(y + 0.38 * s)}H{n(x + 0.14 * s)}Z",
        fill=colour,
    )


def dashes(long: float) -> str:
    """What makes a line one of dashes, each ``long`` mm: of a return, and around an end that is 未办成."""
    return f"{long:.3f} {OFF * long:.3f}"


def badge(canvas: Canvas, rect: Rect, grade: str, colour: str, ring: str, **attributes: object) -> None:
    """The shape of a grade, so that it shows without colour: 高 pointed at both ends, 中 square, 低 round."""
    x, y, r, b = rect.x, rect.y, rect.right, rect.bottom
    tip = 0.32 * rect.h
    look = {"fill": colour, "stroke": ring, "stroke_width": 0.09 * rect.h, "data_ring": "1", **attributes}
    if grade == "高":
        m = (y + b) / 2
        canvas.polygon([(x, m), (x + tip, y), (r - tip, y), (r, m), (r - tip, b), (x + tip, b)], **look)
    elif grade == "中":
        canvas.rect(rect, 0.08 * rect.h, **look)
    else:
        canvas.rect(rect, rect.h / 2, **look)
