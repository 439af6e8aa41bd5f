"""A drawing of a flow that is ready to be painted: boxes, lanes, lines and labels in mm, origin at the top left."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Point = tuple[float, float]
Shape = Literal["terminator", "process", "decision", "gate", "predefined", "connector", "fork"]


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle: its top left corner and its size, in mm."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        return self.x + self.w

    @property
    def bottom(self) -> float:
        return self.y + self.h

    @property
    def middle(self) -> Point:
        return self.x + self.w / 2, self.y + self.h / 2

    def moved(self, dx: float, dy: float) -> Rect:
        """The rectangle elsewhere, by ``dx`` and ``dy`` mm."""
        return Rect(self.x + dx, self.y + dy, self.w, self.h)

    def holds(self, point: Point) -> bool:
        """Whether a point lies in it."""
        return self.x <= point[0] <= self.right and self.y <= point[1] <= self.bottom

    def overlaps(self, other: Rect, gap: float = 0.0) -> bool:
        """Whether the two share area, or come closer than ``gap`` mm."""
        return (
            self.x < other.right + gap
            and other.x < self.right + gap
            and self.y < other.bottom + gap
            and other.y < self.bottom + gap
        )


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text: middle of its left edge at ``x``, ``y``; ``size`` and ``width`` in mm.

    ``role``: title, owner, limit, public, record, recurs, call, label, lane. ``icon``: a shape drawn in the em
    before the text (record, public, recurs), counted in ``width``.
    """

    text: str
    x: float
    y: float
    size: float
    width: float
    bold: bool = False
    role: str = "title"
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Badge:
    """The number of a risk at its step; ``grade``: 高, 中, 低 or empty; ``risk``: its key in the step."""

    number: int
    grade: str
    step: str
    risk: str
    rect: Rect
    line: Line


@dataclass(frozen=True, slots=True)
class Box:
    """A step, or one of the signs that belong to it. ``end``: 办成, 未办成 or empty. ``bars``: those of a join before it and a split after it.

    ``outcome``: of a bar on its own (shape fork), what starts all that leaves it. ``onward``: the flow goes on from this
    connector.
    """

    key: str
    shape: Shape
    rect: Rect
    lines: tuple[Line, ...] = ()
    end: str = ""
    public: bool = False
    start: bool = False
    bars: tuple[Rect, ...] = ()
    outcome: str = ""
    onward: bool = False


@dataclass(frozen=True, slots=True)
class Wire:
    """An edge of the flow as a polyline from border to border.

    ``link``: only joins a step to its own diamond, or that to a parallel bar of its own. ``rest``: the second half of an edge whose first half ends in a
    connector. ``main``: it belongs to the main course.
    """

    source: str
    target: str
    label: str
    points: tuple[Point, ...]
    back: bool = False
    link: bool = False
    rest: bool = False
    main: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """The name of an outcome beside the line it belongs to."""

    source: str
    target: str
    text: str
    rect: Rect
    lines: tuple[Line, ...]
    back: bool = False


@dataclass(frozen=True, slots=True)
class Lane:
    """A post with its steps; ``head``: where its name stands."""

    post: str
    rect: Rect
    head: Rect
    lines: tuple[Line, ...]
    supervises: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """A laid-out flow.

    ``size``: mm of a title's character; ``small``: mm of everything else. ``used``: what the drawing covers.
    ``rows``: the flow runs from left to right. ``crossings`` and ``bends`` as drawn.
    """

    width: float
    height: float
    size: float
    small: float
    used: Rect
    boxes: tuple[Box, ...] = ()
    wires: tuple[Wire, ...] = ()
    labels: tuple[Label, ...] = ()
    badges: tuple[Badge, ...] = ()
    lanes: tuple[Lane, ...] = ()
    rows: bool = False
    crossings: int = 0
    bends: int = 0
    breaks: tuple[float, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Area:
    """The room a drawing gets: mm; no character smaller than ``readable`` mm, titles no larger than ``largest``."""

    width: float
    height: float
    readable: float
    largest: float
