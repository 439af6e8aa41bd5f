"""Paint a layout: lanes, lines, boxes, labels, badges."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

from render.layout.body import ROUND
from render.layout.model import Box, Label, Layout, Line, Point, Rect, Wire
from render.layout.worth import crossings
from render.scene.course import Course
from render.scene.strokes import CLEAR, Gap, dash, may_part, parted, path
from render.scene.svg import Canvas
from render.scene.symbols import badge, dashes, icon
from render.scene.theme import Theme

LINE, MAIN = 1.15, 2.1  # strokes: a line of the flow, and one of the main course
HEAD, MAIN_HEAD, STRONG_HEAD = (
    0.72,
    0.8,
    0.95,
)  # em: an arrow head; one of the main course; of a course that is shown


class Painter:
    """Paints one layout with its origin at ``x``, ``y`` mm of the sheet; with a ``course`` all the rest is faded."""

    def __init__(
        self, canvas: Canvas, layout: Layout, theme: Theme, x: float, y: float, course: Course | None = None
    ) -> None:
        self.canvas, self.layout, self.theme, self.x, self.y = canvas, layout, theme, x, y
        self.course = course
        self.stroke = max(0.3, 0.085 * layout.size) * theme.weight
        self.passed = {key for wire in layout.wires if wire.main for key in (wire.source, wire.target)}

    def paint(self) -> None:
        """Everything, what lies below first."""
        for number, _ in enumerate(self.layout.lanes):
            self._lane(number)
        wires = sorted(self.layout.wires, key=lambda w: (self._on(w), w.main, w.back))
        gaps = self._gaps(wires)
        for number, wire in enumerate(wires):
            self._wire(wire, gaps.get(number, ()))
        for wire in wires:
            self._head(wire)
        for box in self.layout.boxes:
            self._box(box)
        for label in self.layout.labels:
            self._label(label)
        for mark in self.layout.badges:
            rect = self._rect(mark.rect)
            with self.canvas.group(data_badge=mark.number, data_of=mark.step):
                theme = self.theme
                fill = theme.course if self.course else theme.grade(mark.grade)
                text = theme.course_text if self.course else theme.grade_text
                badge(self.canvas, rect, mark.grade, fill, text)
                self._line(mark.line, text)

    def _on(self, wire: Wire) -> bool:
        """Whether a line belongs to the course."""
        if self.course is None:
            return False
        if wire.link:
            return self._leaves(wire.source, wire.label)
        ends = (wire.source, wire.target)
        return any(edge[:2] == ends and (wire.rest or edge[2] == wire.label) for edge in self.course.edges)

    def _leaves(self, key: str, outcome: str = "") -> bool:
        """Whether the course leaves a step, by this outcome where one is given."""
        assert self.course is not None
        return any(source == key and outcome in ("", label) for source, _, label in self.course.edges)

    def _strength(self, box: Box) -> tuple[str, float] | None:
        """Colour and width of a step, or of a sign of its own, where a course is shown; None where none is."""
        if self.course is None:
            return None
        key, sign = box.key, box.shape in ("gate", "fork")
        on = self._leaves(key, box.outcome) if sign else key in self.course.steps
        if on:
            return self.theme.course, self._strong()
        return self.theme.faded_line, self.stroke

    def _strong(self) -> float:
        """The width of what belongs to the course, whatever the theme's lines are."""
        return 2.3 * self.stroke / self.theme.weight

    def _main(self) -> float:
        """The width of the main course: where all lines are strong it gains less, so that its heads are still seen."""
        return MAIN * self.stroke / math.sqrt(self.theme.weight)

    def _rect(self, rect: Rect) -> Rect:
        return rect.moved(self.x, self.y)

    def _line(self, line: Line, colour: str) -> None:
        x, y = line.x + self.x, line.y + self.y
        if line.icon:
            icon(self.canvas, line.icon, x, y, line.size, colour)
            x += 1.2 * line.size
        self.canvas.text(line.text, x, y, line.size, bold=line.bold, fill=colour)

    def _lane(self, number: int) -> None:
        lane, theme, canvas = self.layout.lanes[number], self.theme, self.canvas
        fill = self._ground(number)
        with canvas.group(data_lane=lane.post):
            canvas.rect(self._rect(lane.rect), fill=fill)
            canvas.rect(self._rect(lane.head), fill=theme.lane if self.course else theme.lane_head)
            thin = 0.5 * self.stroke
            canvas.rect(self._rect(lane.rect), fill="none", stroke=theme.lane_line, stroke_width=thin)
            for line in lane.lines:
                self._line(line, theme.faded if self.course else theme.lane_text)
        if self.course:
            return
        before = self.layout.lanes[number - 1].head if number else None
        head = self._rect(lane.head)
        if before and abs(lane.head.x - before.right) < 0.01:
            self._rule(head.x, head.y + 0.2 * head.h, head.x, head.bottom - 0.2 * head.h)
        elif before and abs(lane.head.y - before.bottom) < 0.01:
            self._rule(head.x + 0.2 * head.w, head.y, head.right - 0.2 * head.w, head.y)

    def _rule(self, x1: float, y1: float, x2: float, y2: float) -> None:
        """What parts the names of two lanes."""
        self.canvas.tag(
            "line", x1=x1, y1=y1, x2=x2, y2=y2, stroke_width=0.5 * self.stroke,
            stroke=self.theme.lane_text,
        )  # fmt: skip

    def _width(self, wire: Wire) -> float:
        """How wide a line is drawn."""
        if self.course:
            return self._strong() if self._on(wire) else self.stroke
        return self._main() if wire.main else LINE * self.stroke

    def _gaps(self, wires: Sequence[Wire]) -> dict[int, list[Gap]]:
        """Where one of two lines is interrupted because the other runs over it: it goes on behind, and does not join.

        A return goes below, and what is not of the main course; but none so near to its end or a corner that only a stump
        would be left.
        """
        found: dict[int, list[Gap]] = defaultdict(list)
        for upright, level, point in (
            crossings([wire.points for wire in wires]) if self.layout.crossings else ()
        ):
            either = [
                (below, (point, self._width(wires[above]) / 2 + CLEAR * self.layout.size))
                for below, above in ((level, upright), (upright, level))
            ]
            below, gap = max(either, key=lambda one: self._lower(wires[one[0]], one[1]))
            if may_part(wires[below].points, gap, self.layout.size):
                found[below].append(gap)
        return found

    def _lower(self, wire: Wire, gap: Gap) -> tuple[bool, bool, bool, bool]:
        """What is larger for the one of two lines that is interrupted."""
        parts = may_part(wire.points, gap, self.layout.size)
        return parts, not self._on(wire), wire.back, not wire.main

    def _ground(self, number: int) -> str:
        """The colour of a lane."""
        if self.layout.lanes[number].supervises:
            return self.theme.watch
        return self.theme.lane if number % 2 else self.theme.paper

    def _colour(self, wire: Wire) -> str:
        """The colour of a line."""
        if self.course:
            return self.theme.course if self._on(wire) else self.theme.faded_line
        return self.theme.back if wire.back else self.theme.line

    def _points(self, wire: Wire) -> list[Point]:
        return [(x + self.x, y + self.y) for x, y in wire.points]

    def _wire(self, wire: Wire, gaps: Sequence[Gap]) -> None:
        size = self.layout.size
        moved = [((x + self.x, y + self.y), half) for (x, y), half in gaps]
        pieces = parted(self._points(wire), moved)
        long = dash(pieces, size, self._tip(wire)) if wire.back else 0.0
        name = f"{wire.source}→{wire.target}"
        where = (
            {"data_link": wire.source}
            if wire.link
            else {"data_rest": name}
            if wire.rest
            else {"data_edge": name}
        )
        if wire.label:
            where["data_outcome"] = wire.label
        if wire.back:
            where["data_return"] = "1"
        self.canvas.path(
            path(pieces, size), fill="none", stroke=self._colour(wire), stroke_width=self._width(wire),
            stroke_dasharray=dashes(long) if long else None, data_gaps=len(gaps) or None, **where,
        )  # fmt: skip

    def _tip(self, wire: Wire) -> float:
        """How long the head of a line is, mm; a step's own diamond needs none."""
        if wire.link and not wire.label:
            return 0.0
        return (STRONG_HEAD if self._on(wire) else MAIN_HEAD if wire.main else HEAD) * self.layout.size

    def _head(self, wire: Wire) -> None:
        """The arrow head of a line."""
        if tip := self._tip(wire):
            before, end = self._points(wire)[-2:]
            self.canvas.polygon(_arrow(before, end, tip), fill=self._colour(wire))

    def _box(self, box: Box) -> None:
        canvas, theme = self.canvas, self.theme
        rect = self._rect(box.rect)
        for bar in box.bars:
            self._bar(self._rect(bar), box)
        if box.shape == "fork":
            self._lines(rect, box)
            return
        if box.shape == "gate":
            look = self._look(box, theme.decision, theme.decision_line)
            canvas.polygon(_diamond(rect), **look, data_gate=box.key)
            return
        what = {"data_connector": box.key} if box.shape == "connector" else {"data_step": box.key}
        with canvas.group(**what):
            self._shape(box, rect)
            for line in box.lines:
                self._line(line, self._words(box, line))

    def _words(self, box: Box, line: Line) -> str:
        """The colour of a line in a box."""
        if self.course and box.key not in self.course.steps:
            return self.theme.faded
        if box.onward and not self.course:
            return self.theme.lane_text
        if line.role in ("title", "connector"):
            return self.theme.ink
        return self.theme.public_line if line.role == "public" and box.public else self.theme.quiet

    def _look(self, box: Box, fill: str, stroke: str) -> dict[str, object]:
        """Fill and border of a box; beside a course it is only a faint outline."""
        strength = self._strength(box)
        if strength is None:
            return {"fill": fill, "stroke": stroke, "stroke_width": self.stroke}
        faint = strength[0] == self.theme.faded_line
        return {"fill": self.theme.box if faint else fill, "stroke": strength[0], "stroke_width": strength[1]}

    def _shape(self, box: Box, rect: Rect) -> None:
        canvas, theme = self.canvas, self.theme
        look = self._look(box, theme.box, theme.box_line)
        if box.shape == "decision":
            canvas.polygon(_diamond(rect), **self._look(box, theme.decision, theme.decision_line))
        elif box.shape == "connector":
            if box.onward and not self.course:
                look = {"fill": theme.lane_head}
            canvas.rect(rect, rect.h / 2, **look)
        elif box.shape == "terminator":
            radius = min(rect.h / 2, rect.w / 2, ROUND * self.layout.size)
            if box.end == "未办成":
                look = self._look(box, theme.undone, theme.line)
                canvas.rect(rect, radius, **look, stroke_dasharray=dashes(0.5 * self.layout.size))
            else:
                canvas.rect(rect, radius, **self._look(box, theme.done, theme.end_line))
        else:
            if box.public:
                look = self._look(box, theme.public, theme.public_line)
            canvas.rect(rect, 0.28 * self.layout.size, **look)
        if box.shape == "predefined":
            inset = 0.4 * self.layout.size
            for x in (rect.x + inset, rect.right - inset):
                canvas.tag(
                    "line",
                    x1=x,
                    y1=rect.y,
                    x2=x,
                    y2=rect.bottom,
                    stroke=look["stroke"],
                    stroke_width=self.stroke,
                )

    def _bar(self, bar: Rect, box: Box) -> None:
        """The bar of a split or join, and what joins it to its box."""
        look, rect = self._lines(bar, box), self._rect(box.rect)
        if box.key in self.passed and not self.course:
            look["stroke_width"] = self._main()
        x, y = rect.middle
        if bar.w > bar.h:
            ends = (rect.bottom, bar.y) if bar.y > rect.bottom else (rect.y, bar.bottom)
            self.canvas.tag("line", x1=x, y1=ends[0], x2=x, y2=ends[1], **look)
        else:
            ends = (rect.right, bar.x) if bar.x > rect.right else (rect.x, bar.right)
            self.canvas.tag("line", x1=ends[0], y1=y, x2=ends[1], y2=y, **look)

    def _lines(self, bar: Rect, box: Box) -> dict[str, object]:
        """The parallel lines of ISO 5807; returns how they look."""
        colour, wide = self._strength(box) or (self.theme.line, self.stroke)
        look: dict[str, object] = {"stroke": colour, "stroke_width": wide}
        self.canvas.rect(bar, fill=self.theme.paper, data_bar=box.key)
        if bar.w > bar.h:
            for y in (bar.y, bar.bottom):
                self.canvas.tag("line", x1=bar.x, y1=y, x2=bar.right, y2=y, **look)
        else:
            for x in (bar.x, bar.right):
                self.canvas.tag("line", x1=x, y1=bar.y, x2=x, y2=bar.bottom, **look)
        return look

    def _label(self, label: Label) -> None:
        colour = self.theme.back if label.back else self.theme.line
        if self.course:
            on = (label.source, label.target, label.text) in self.course.edges
            on |= label.source == label.target and self._leaves(label.source, label.text)  # before a bar
            colour = self.theme.course if on else self.theme.faded
        with self.canvas.group(data_label=label.text, data_of=f"{label.source}→{label.target}"):
            for line in label.lines:
                self._line(line, colour)


def _diamond(rect: Rect) -> list[Point]:
    x, y = rect.middle
    return [(x, rect.y), (rect.right, y), (x, rect.bottom), (rect.x, y)]


def _arrow(before: Point, tip: Point, size: float) -> list[Point]:
    length = math.hypot(tip[0] - before[0], tip[1] - before[1]) or 1.0
    dx, dy = (tip[0] - before[0]) / length, (tip[1] - before[1]) / length
    bx, by = tip[0] - dx * size, tip[1] - dy * size
    half = 0.36 * size
    return [tip, (bx - dy * half, by + dx * half), (bx + dy * half, by - dx * half)]
