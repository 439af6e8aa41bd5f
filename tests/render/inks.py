"""What stands on what on a finished sheet, read from the SVG alone: every text and line with the ground under it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple
from xml.etree import ElementTree

from render.metrics import typeface

SVG = "{http://www.w3.org/2000/svg}"
THIN = 1.3  # mm: a filled rectangle so narrow is a line
Point = tuple[float, float]


class Ink(NamedTuple):
    """A colour on a ground; ``kind``: text or stroke; ``what``: the text or the element, for the message."""

    kind: str
    colour: str
    ground: str
    what: str


class _Area(NamedTuple):
    """A filled shape: its corners (of a rectangle or polygon) and its colour."""

    corners: tuple[Point, ...]
    fill: str

    def holds(self, x: float, y: float) -> bool:
        inside = False
        for (ax, ay), (bx, by) in zip(self.corners, (*self.corners[1:], self.corners[0]), strict=True):
            if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                inside = not inside
        return inside


def inks(svg: str) -> set[Ink]:
    """All inks of a sheet; the draft stamp and the QR code aside."""
    areas: list[_Area] = []
    found: set[Ink] = set()
    for element in _painted(ElementTree.fromstring(svg)):
        tag = element.tag.removeprefix(SVG)
        fill, stroke = element.get("fill", "none"), element.get("stroke", "none")
        if tag == "text":
            grounds = {_ground(areas, p) for p in _of_text(element)}
            found |= {Ink("text", fill, ground, element.text or "") for ground in grounds}
            continue
        corners, points = _outline(element)
        what = f"{tag} {sorted((k, v) for k, v in element.attrib.items() if k.startswith('data-'))}"
        under = {_ground(areas, p) for p in points}
        if element.get("data-ring"):  # the ring only parts a badge from what lies below
            found |= {Ink("stroke", fill, g, what) for g in under}
        elif stroke != "none":
            found |= {Ink("stroke", stroke, g, what) for g in under | ({fill} - {"none"})}
        elif fill != "none" and not _ground_only(element) and (tag != "rect" or _narrow(element)):
            found |= {Ink("stroke", fill, g, what) for g in under}
            continue  # an arrow head, a bar: no ground
        if corners and fill != "none":
            areas.append(_Area(corners, fill))
    return found


def _painted(element: ElementTree.Element) -> Iterator[ElementTree.Element]:
    for child in element:
        if child.get("data-draft") is None and child.get("data-qr") is None:
            if child.tag in (f"{SVG}rect", f"{SVG}polygon", f"{SVG}line", f"{SVG}path", f"{SVG}text"):
                yield child
            yield from _painted(child)


def _ground(areas: list[_Area], point: Point) -> str:
    return next((a.fill for a in reversed(areas) if a.holds(*point)), "nothing")


def _ground_only(element: ElementTree.Element) -> bool:
    """Whether it only clears a place: between the lines of a bar."""
    return element.get("data-bar") is not None


def _narrow(element: ElementTree.Element) -> bool:
    return min(float(element.get("width", "9")), float(element.get("height", "9"))) < THIN


def _of_text(element: ElementTree.Element) -> list[Point]:
    face = typeface().weight(element.get("font-weight") == "bold")
    size = float(element.get("font-size", "0"))
    wide = face.width(element.text or "", size)
    x, y = float(element.get("x", "0")), float(element.get("y", "0")) - 0.35 * size
    x -= {"middle": wide / 2, "end": wide}.get(element.get("text-anchor", ""), 0.0)
    return [(x + wide * part, y) for part in (0.02, 0.5, 0.98)]


def _outline(element: ElementTree.Element) -> tuple[tuple[Point, ...], list[Point]]:
    """The corners of a filled shape (nothing for an open line), and points whose ground counts."""
    tag = element.tag.removeprefix(SVG)
    if tag == "rect":
        x, y, w, h = (float(element.get(k, "0")) for k in ("x", "y", "width", "height"))
        out = 0.05
        around = [
            (x - out, y + h / 2),
            (x + w + out, y + h / 2),
            (x + w / 2, y - out),
            (x + w / 2, y + h + out),
        ]
        return ((x, y), (x + w, y), (x + w, y + h), (x, y + h)), around
    if tag == "polygon":
        values = [float(v) for v in re.split(r"[ ,]+", element.get("points", "").strip())]
        corners = tuple(zip(values[::2], values[1::2], strict=True))
        middle = sum(x for x, _ in corners) / len(corners), sum(y for _, y in corners) / len(corners)
        return corners, [middle]
    if tag == "line":
        ends = [(float(element.get(f"x{n}", "0")), float(element.get(f"y{n}", "0"))) for n in (1, 2)]
        return (), [((ends[0][0] + ends[1][0]) / 2, (ends[0][1] + ends[1][1]) / 2)]
    values = [float(v) for v in re.findall(r"-?\d+\.?\d*", re.match(r"M[^A-Za-z]*", element.get("d", ""))[0])]  # type: ignore[index]
    spots = [(values[0], values[1])]
    for _, rest in re.findall(r"([ML])([^A-Za-z]*)", element.get("d", "")):
        numbers = [float(v) for v in re.findall(r"-?\d+\.?\d*", rest)]
        spots.append((numbers[0], numbers[1]))
    if element.get("data-edge") or element.get("data-rest") or element.get("data-link"):
        return (), [((a + c) / 2, (b + d) / 2) for (a, b), (c, d) in pairwise(spots)]
    return (), spots[:1]
