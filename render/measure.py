"""Measure a finished sheet from its SVG alone: what overlaps, what runs through what, how small the type is.

Nothing the drawing code knows is used, only what stands in the file: shapes and texts under `data-step`, `data-label`,
`data-risk` and `data-badge`, paths with `data-edge`, and the widths of the embedded fonts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import combinations, pairwise
from xml.etree import ElementTree

from render.layout.model import Point, Rect
from render.metrics import typeface

TOUCH = 0.05  # mm: shapes may touch
TRACK = 0.35  # mm: lines nearer than this, side by side, are one track
SVG = "{http://www.w3.org/2000/svg}"
Segment = tuple[Point, Point]


@dataclass(frozen=True, slots=True)
class Measures:
    """Plain numbers of one sheet. The first seven must be zero. Lengths in mm, ``fill`` from 0 to 1."""

    overlaps: int
    through_boxes: int
    through_labels: int
    shared_tracks: int
    shared_ports: int
    texts_too_wide: int
    texts_off_sheet: int
    crossings: int
    bends: int
    fill: float
    smallest_type: float
    title_type: float
    steps: int
    edges: int
    labels: int
    risks: int
    cut_texts: tuple[str, ...] = field(default=())
    details: tuple[str, ...] = field(default=())

    @property
    def faults(self) -> int:
        """How many things on the sheet collide: the sum of what must be zero."""
        return (
            self.overlaps + self.through_boxes + self.through_labels + self.shared_tracks + self.shared_ports
            + self.texts_too_wide + self.texts_off_sheet
        )  # fmt: skip

    def numbers(self) -> dict[str, float]:
        """All but the details, by name."""
        found = asdict(self)
        del found["details"], found["cut_texts"]
        return found


@dataclass(frozen=True, slots=True)
class _Shape:
    """A thing with an outline: its bounding box, and its corners where it is no rectangle."""

    kind: str
    name: str
    box: Rect
    corners: tuple[Point, ...] = ()
    owner: str = ""


@dataclass(frozen=True, slots=True)
class _Text:
    """A line of text: the box of its characters, and the shape it should lie in."""

    text: str
    box: Rect
    size: float
    within: _Shape | None
    label: str = ""


def measure(svg: str) -> Measures:
    """The measures of a sheet. Raises ``ElementTree.ParseError`` for what is no SVG."""
    return _Reader(ElementTree.fromstring(svg)).measures()


class _Reader:
    def __init__(self, root: ElementTree.Element) -> None:
        self.shapes: list[_Shape] = []
        self.texts: list[_Text] = []
        self.labels: list[_Shape] = []
        self.edges: list[tuple[str, str, list[Point], bool, bool]] = []  # source, target, points, back, link
        self.details: list[str] = []
        self.cut: dict[str, None] = {}
        self.body: Rect | None = None
        _, _, w, h = (float(v) for v in root.get("viewBox", "0 0 0 0").split())
        self.sheet = Rect(0, 0, w, h)
        for child in root:
            self._read(child, None)

    # -- reading ----------------------------------------------------------------------------------------------

    def _read(self, element: ElementTree.Element, within: _Shape | None) -> None:
        tag = element.tag.removeprefix(SVG)
        if tag == "g":
            self._group(element, within)
        elif tag == "path" and {"data-edge", "data-link", "data-rest"} & set(element.keys()):
            self._edge(element)
        elif tag == "polygon" and element.get("data-gate") is not None:
            self.shapes.append(_outline(element, "gate", element.get("data-gate", "")))
        elif tag == "rect" and element.get("data-body") is not None:
            self.body = _rect(element)
        elif tag == "rect" and element.get("data-bar") is not None:
            self.shapes.append(_outline(element, "bar", element.get("data-bar", "")))
        elif tag == "text" and element.get("data-draft") is None:
            self.texts.append(_text(element, within))

    def _group(self, element: ElementTree.Element, within: _Shape | None) -> None:
        for kind in ("step", "risk", "badge", "connector", "panel"):
            name = element.get(f"data-{kind}")
            if name is not None:
                owner = element.get("data-of", "") if kind == "badge" else ""
                within = _outline(element[0], kind, name, owner)
                self.shapes.append(within)
        if element.get("data-lane") is not None:
            within = _outline(element[1], "lane", element.get("data-lane", ""))
        label = element.get("data-label")
        if label is not None:
            boxes = [_text(child, None).box for child in element if child.tag == f"{SVG}text"]
            self.labels.append(
                _Shape("label", label, _around(boxes), owner=f"{element.get('data-of', '')} {label}")
            )
            self.texts += [replace(_text(child, None), label=self.labels[-1].owner) for child in element]
            return
        for child in element:
            self._read(child, within)

    def _edge(self, element: ElementTree.Element) -> None:
        link = element.get("data-link")
        rest = element.get("data-rest")
        source, _, target = (element.get("data-edge") or rest or f"{link}→{link}").partition("→")
        points = _path(element.get("d", ""))
        extra = link is not None or rest is not None
        self.edges.append((source, target, points, element.get("data-return") is not None, extra))

    # -- measuring --------------------------------------------------------------------------------------------

    def measures(self) -> Measures:
        steps = [s for s in self.shapes if s.kind == "step"]
        cards = [s for s in self.shapes if s.kind == "risk"]
        title = [t.size for t in self.texts if t.within is not None and t.within.kind == "step"]
        return Measures(
            overlaps=self._overlaps(),
            through_boxes=self._through_boxes(),
            through_labels=self._through_labels(),
            shared_tracks=self._shared_tracks(),
            shared_ports=self._shared_ports(),
            texts_too_wide=self._too_wide(),
            texts_off_sheet=self._off_sheet(),
            crossings=self._crossings(),
            bends=sum(len(points) - 2 for _, _, points, _, _ in self.edges),
            fill=self._fill([*self.shapes, *self.labels]),
            smallest_type=min((t.size for t in self.texts), default=0.0),
            title_type=max(title, default=0.0),
            steps=len(steps),
            edges=sum(not link for *_, link in self.edges),
            labels=len(self.labels),
            risks=len(cards),
            cut_texts=tuple(self.cut),
            details=tuple(self.details),
        )

    def _note(self, text: str) -> int:
        self.details.append(text)
        return 1

    def _overlaps(self) -> int:
        """Pairs of boxes, labels, cards and badges that share area; a badge may stand on its own box, not on its words."""
        count = 0
        for a, b in combinations([*self.shapes, *self.labels], 2):
            if not a.box.overlaps(b.box, -TOUCH):
                continue
            badge, other = (a, b) if a.kind == "badge" else (b, a)
            if badge.kind == "badge" and other.kind == "step" and badge.owner == other.name:
                continue
            count += self._note(f"overlap: {a.kind} {a.name} {a.owner} / {b.kind} {b.name} {b.owner}")
        for badge in (s for s in self.shapes if s.kind == "badge"):
            for text in self.texts:
                if text.within is not badge and text.box.overlaps(badge.box, -TOUCH):
                    count += self._note(f"overlap: badge {badge.name} / text {text.text}")
        for text in self.texts:
            for shape in (*self.shapes, *self.labels) if text.within is None else ():
                if text.box.overlaps(shape.box, -TOUCH) and not (
                    shape.kind == "label" and text.label == shape.owner
                ):
                    count += self._note(f"overlap: text {text.text} / {shape.kind} {shape.name}")
        loose = [t for t in self.texts if t.within is None]
        for one, two in combinations(loose, 2):
            if one.box.overlaps(two.box, -TOUCH):
                count += self._note(f"overlap: text {one.text} / text {two.text}")
        return count

    def _segments(self) -> Iterator[tuple[int, Segment]]:
        for number, (_, _, points, _, _) in enumerate(self.edges):
            for segment in pairwise(points):
                yield number, segment

    def _through_boxes(self) -> int:
        """Pieces of lines inside a box, card or badge; at the boxes a line belongs to, inside their true shape."""
        count = 0
        for number, segment in self._segments():
            source, target = self.edges[number][:2]
            box = _span(segment)
            for shape in self.shapes:
                if not box.overlaps(shape.box, -TOUCH) or not _enters(segment, shape, source, target):
                    continue
                count += self._note(f"line {source}→{target} through {shape.kind} {shape.name}")
        return count

    def _through_labels(self) -> int:
        count = 0
        for number, segment in self._segments():
            for label in self.labels:
                if _span(segment).overlaps(label.box, -TOUCH):
                    source, target = self.edges[number][:2]
                    count += self._note(f"line {source}→{target} through label {label.name} of {label.owner}")
        return count

    def _shared_tracks(self) -> int:
        """Pairs of pieces of different lines that run on one track."""
        count = 0
        pieces = list(self._segments())
        for (n, (a, b)), (m, (c, d)) in combinations(pieces, 2):
            if n == m:
                continue
            for axis in (0, 1):
                across = 1 - axis
                if (
                    abs(a[axis] - b[axis]) < 1e-3
                    and abs(c[axis] - d[axis]) < 1e-3
                    and abs(a[axis] - c[axis]) < TRACK
                ):
                    low = max(min(a[across], b[across]), min(c[across], d[across]))
                    high = min(max(a[across], b[across]), max(c[across], d[across]))
                    if high - low > TOUCH:
                        names = "→".join(self.edges[n][:2]), "→".join(self.edges[m][:2])
                        count += self._note(f"one track: {names[0]} / {names[1]} at {a}-{b} {c}-{d}")
        return count

    def _shared_ports(self) -> int:
        """Places where a line out of a box and a line into it touch at one point."""
        count = 0
        for n, m in combinations(range(len(self.edges)), 2):
            a, b = self.edges[n], self.edges[m]
            for start, end in ((a, b), (b, a)):
                (x, y), (u, v) = start[2][0], end[2][-1]
                if start[0] == end[1] and abs(x - u) < TRACK and abs(y - v) < TRACK:
                    count += self._note(f"one port: out {start[0]}→{start[1]}, in {end[0]}→{end[1]}")
        return count

    def _crossings(self) -> int:
        count = 0
        pieces = list(self._segments())
        for (n, one), (m, two) in combinations(pieces, 2):
            if n == m:
                continue
            for (a, b), (c, d) in ((one, two), (two, one)):
                upright, level = abs(a[0] - b[0]) < 1e-3, abs(c[1] - d[1]) < 1e-3
                if (
                    upright
                    and level
                    and min(c[0], d[0]) < a[0] < max(c[0], d[0])
                    and min(a[1], b[1]) < c[1] < max(a[1], b[1])
                ):
                    count += 1
        return count

    def _too_wide(self) -> int:
        """Lines of text that leave the shape they stand in."""
        count = 0
        for text in self.texts:
            shape = text.within
            if shape is None or _holds(shape, text.box):
                continue
            self.cut[text.text] = None
            count += self._note(f"text leaves its {shape.kind}: {text.text}")
        return count

    def _off_sheet(self) -> int:
        count = 0
        for text in self.texts:
            b = text.box
            if b.x < 0 or b.y < 0 or b.right > self.sheet.w + TOUCH or b.bottom > self.sheet.h + TOUCH:
                self.cut[text.text] = None
                count += self._note(f"text off the sheet: {text.text}")
        return count

    def _fill(self, shapes: Sequence[_Shape]) -> float:
        """The share of the body that the bounding box of flow and cards takes."""
        if not shapes or self.body is None:
            return 0.0
        boxes = [s.box for s in shapes] + [_span((p, p)) for _, _, points, _, _ in self.edges for p in points]
        hull = _around(boxes)
        return hull.w * hull.h / (self.body.w * self.body.h)


def _rect(element: ElementTree.Element) -> Rect:
    x, y, w, h = (float(element.get(k, "0")) for k in ("x", "y", "width", "height"))
    return Rect(x, y, w, h)


def _outline(element: ElementTree.Element, kind: str, name: str, owner: str = "") -> _Shape:
    """The shape of an element: a rectangle or a polygon."""
    if element.tag == f"{SVG}polygon":
        values = [float(v) for v in re.split(r"[ ,]+", element.get("points", "").strip())]
        corners = tuple(zip(values[::2], values[1::2], strict=True))
        return _Shape(kind, name, _around([_span((c, c)) for c in corners]), corners, owner)
    return _Shape(kind, name, _rect(element), (), owner)


def _text(element: ElementTree.Element, within: _Shape | None) -> _Text:
    """The box of a line of text: its advance width, and one em high around the middle of its Chinese characters."""
    face = typeface().weight(element.get("font-weight") == "bold")
    size, text = float(element.get("font-size", "0")), element.text or ""
    width = face.width(text, size)
    x, baseline = float(element.get("x", "0")), float(element.get("y", "0"))
    x -= {"middle": width / 2, "end": width}.get(element.get("text-anchor", ""), 0.0)
    middle = baseline - face.baseline(size)
    return _Text(text, Rect(x, middle - size / 2, width, size), size, within)


def _path(d: str) -> list[Point]:
    """The corners of a path of M, L and Q: the control point of a Q is the corner that was rounded off."""
    points: list[Point] = []
    for command, rest in re.findall(r"([MLQ])([^MLQ]*)", d):
        values = [float(v) for v in rest.split()]
        points.append((values[0], values[1]))
        if command == "L" and len(points) > 2 and _straight(points[-3], points[-2], points[-1]):
            del points[-2]
    kept = [points[0]]
    for n in range(1, len(points) - 1):
        if not _straight(kept[-1], points[n], points[n + 1]):
            kept.append(points[n])
    return [*kept, points[-1]]


def _straight(a: Point, b: Point, c: Point) -> bool:
    return (abs(a[0] - b[0]) < 2e-3 and abs(b[0] - c[0]) < 2e-3) or (
        abs(a[1] - b[1]) < 2e-3 and abs(b[1] - c[1]) < 2e-3
    )


def _span(segment: Segment) -> Rect:
    (a, b), (c, d) = segment
    return Rect(min(a, c), min(b, d), abs(a - c), abs(b - d))


def _around(boxes: Sequence[Rect]) -> Rect:
    x, y = min(b.x for b in boxes), min(b.y for b in boxes)
    return Rect(x, y, max(b.right for b in boxes) - x, max(b.bottom for b in boxes) - y)


def _enters(segment: Segment, shape: _Shape, source: str, target: str) -> bool:
    """Whether a piece of a line lies inside a shape; at its own boxes only the true shape counts."""
    own = shape.name in (source, target) and shape.kind in ("step", "gate", "bar")
    if shape.kind == "connector":  # a line may end at it
        return _inside_rounded(segment, shape.box)
    if not own:
        return True  # the bounding boxes overlap
    span, box = _span(segment), shape.box
    if shape.corners:
        x, y = box.middle
        steps = 24
        (a, b), (c, d) = segment
        for n in range(1, steps):
            px, py = a + (c - a) * n / steps, b + (d - b) * n / steps
            if abs(px - x) / (box.w / 2) + abs(py - y) / (box.h / 2) < 1 - 0.04:
                return True
        return False
    dx, dy = min(0.3, box.w / 3), min(0.3, box.h / 3)
    inner = Rect(box.x + dx, box.y + dy, box.w - 2 * dx, box.h - 2 * dy)
    if shape.kind == "step" and span.overlaps(inner):
        return _inside_rounded(segment, box)
    return shape.kind != "step" and span.overlaps(inner)


def _inside_rounded(segment: Segment, box: Rect) -> bool:
    """Whether a piece of a line comes into a box with round ends (a line may touch the arc)."""
    radius = min(box.w, box.h) / 2
    (a, b), (c, d) = segment
    for n in range(1, 24):
        px, py = a + (c - a) * n / 24, b + (d - b) * n / 24
        nx = min(max(px, box.x + radius), box.right - radius)
        ny = min(max(py, box.y + radius), box.bottom - radius)
        if (px - nx) ** 2 + (py - ny) ** 2 < (radius - 0.3) ** 2:
            return True
    return False


def _holds(shape: _Shape, box: Rect) -> bool:
    """Whether a shape holds a box."""
    outer = shape.box
    inside = (
        box.x >= outer.x - TOUCH and box.right <= outer.right + TOUCH
        and box.y >= outer.y - TOUCH and box.bottom <= outer.bottom + TOUCH
    )  # fmt: skip
    if shape.kind == "step" and len(shape.corners) == 4:
        x, y = outer.middle
        far = max(abs(box.x - x), abs(box.right - x)) / (outer.w / 2) + (
            max(abs(box.y + 0.1 * box.h - y), abs(box.bottom - 0.1 * box.h - y)) / (outer.h / 2)
        )
        return inside and far <= 1.001
    return inside
