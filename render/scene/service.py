"""What a resident asks before going: what to bring, where, how long, what it costs, whom to call. Tiles beside the flow."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from powermodel.model.guide import Material
from powermodel.model.power import Disclosure, Power
from powermodel.model.project import Project
from powermodel.rules.view import View
from render.layout.model import Line, Rect
from render.metrics import typeface
from render.scene.content import complaint_numbers, service_number
from render.scene.course import Course
from render.scene.lines import packed
from render.scene.svg import Canvas
from render.scene.theme import Theme

TALL = 1.45  # em from line to line
HEAD, BIG = 1.1, 1.5  # em of a heading and of what is stressed
GAP = 1.5  # em between two tiles
PAD = 1.1  # em between the edge of the panel and its words
EMS = 11.5  # em of a column at least


@dataclass(frozen=True, slots=True)
class Tile:
    """A question and its answers: (text, role) with the roles big, hot (big, in the heading's
    colour), item, text, quiet, and prose, which runs on from line to line.
    """

    heading: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """Tiles laid out: the type size and the height in mm, lines and the rules between tiles (mm from the corner)."""

    size: float
    height: float
    lines: tuple[Line, ...]
    rules: tuple[Rect, ...]
    columns: int = 1


def tiles(view: View) -> list[Tile]:
    """The tiles of a power, in the order in which a resident needs them; only those it has an answer for."""
    return [Tile(heading, lines) for heading, lines in _asked(view.power, view.project) if lines]


def course_tiles(course: Course) -> list[Tile]:
    """What the finding says, its course step by step, and what would mend it."""
    steps = tuple((f"{number}　{word}", "text") for number, word in enumerate(course.words, 1))
    return [
        Tile(f"{course.code}　{course.title}", ((course.message, "prose"),)),
        Tile("走法", steps),
        Tile("怎么改", ((course.help, "prose"),)),
    ]


def _asked(power: Power, project: Project) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    guide = power.guide
    if guide:
        yield "谁能办", tuple((text, "item") for text in guide.conditions)
        yield "带什么", tuple((_material(m), "item") for m in guide.materials)
        where = [(place, "text") for place in guide.places] + [(guide.hours, "quiet")] * bool(guide.hours)
        yield "到哪里办", tuple((text, role) for text, role in where if text)
    else:
        yield "谁来办", ((power.body, "text"),) if power.body else ()
        yield "在哪里看结果", tuple((_shown(row), "item") for row in power.disclosures[:3])
    yield "多久办好", tuple(_time(power))
    if guide and guide.fee:
        yield "收费吗", ((guide.fee, "big" if len(guide.fee) <= 6 else "text"),)
    if number := service_number(power, project):
        yield "问谁", ((number, "big"),)
    oversight = power.oversight
    receiver = oversight.receiver if oversight else None
    reply = f"，{oversight.reply}内答复" if oversight and oversight.reply else ""
    watched = "、".join(power.supervision)
    yield (
        "不满意找谁",
        (
            ("、".join(complaint_numbers(power, project)), "hot"),
            *([(f"{receiver}受理{reply}", "quiet")] if receiver else []),
            *([(f"{watched}全程监督", "quiet")] if watched and watched != receiver else []),
        ),
    )


def _material(material: Material) -> str:
    """A thing to bring: 申请书（原件，窗口领取）."""
    source = (
        (material.source or "").removeprefix("申请人自备").replace("（", "，").replace("）", "").strip("，")
    )
    about = [material.form, source]
    if material.need and material.need not in ("必要", "必须"):
        about = [material.need]
    said = "，".join(text for text in about if text)
    return f"{material.title}（{said}）" if said else material.title


def _shown(row: Disclosure) -> str:
    """What is made public: 决议全文（社区公示栏、居民群，决议后3日内）."""
    about = "，".join(text for text in ("、".join(row.forms), row.when) if text)
    return "、".join(row.content or ([row.third] if row.third else [])) + (f"（{about}）" if about else "")


def _time(power: Power) -> Iterator[tuple[str, str]]:
    if power.promised:
        yield str(power.promised), "big"
        if power.statutory and str(power.statutory) != str(power.promised):
            yield f"法定{power.statutory}", "quiet"
    elif power.statutory:
        yield str(power.statutory), "big"
    if (power.promised or power.statutory) and not power.counts_publicity:
        yield "公示的日子另算", "quiet"


class PanelFitter:
    """Lays tiles out in a column beside the flow or in a band below it."""

    def __init__(self, made: Sequence[Tile]) -> None:
        self.tiles = made

    def column(self, width: float, height: float, least: float, most: float) -> Panel | None:
        """The panel in the largest type from ``least`` to ``most`` mm; None where even the least does not fit."""
        found: Panel | None = None
        for columns in (1, 2, 3):
            if width / columns < EMS * least:
                break
            low, high = least, min(most, width / columns / EMS)
            panel = self._set(width, height, low, columns)
            if panel is None:
                continue
            for _ in range(7):
                middle = (low + high) / 2
                tried = self._set(width, height, middle, columns)
                low, high, panel = (middle, high, tried) if tried else (low, middle, panel)
            if found is None or panel.size > found.size * 1.3:
                found = panel
        return found

    def band(self, width: float, size: float) -> Panel | None:
        """The panel at one type size, as low as it can be; None where the width holds no column."""
        columns = min(len(self.tiles), int(width / (EMS * size)))
        panel: Panel | None = None
        while columns and (panel is None or panel.columns < columns):  # until no column stands empty
            columns = panel.columns if panel else columns
            low, high = 0.0, 200 * size
            for _ in range(12):
                middle = (low + high) / 2
                low, high = (low, middle) if self._set(width, middle, size, columns) else (middle, high)
            panel = self._set(width, high, size, columns)
            if panel is None:
                break
        return panel

    def _set(self, width: float, height: float, size: float, columns: int) -> Panel | None:
        """All tiles at one size in so many columns; None where they don't fit."""
        gutter = 2.2 * size
        wide = (width - 2 * PAD * size - gutter * (columns - 1)) / columns
        room = height - 2 * PAD * size
        stacks: list[list[tuple[float, list[Line]]]] = [[]]
        used = 0.0
        for tile in self.tiles:
            high, lines = _tile(tile, wide, size)
            if stacks[-1] and used + high > room:
                stacks.append([])
                used = 0.0
            if high > room or len(stacks) > columns:
                return None
            stacks[-1].append((high, lines))
            used += high + GAP * size
        deepest = max(sum(high + GAP * size for high, _ in stack) for stack in stacks) - GAP * size
        more = min(size, (room - deepest) / max(1, len(self.tiles) - 1)) if columns == 1 else 0.0
        if columns == 1:
            deepest += more * (len(self.tiles) - 1)
        placed: list[Line] = []
        rules: list[Rect] = []
        for n, stack in enumerate(stacks):
            x, y = PAD * size + n * (wide + gutter), PAD * size
            for k, (high, lines) in enumerate(stack):
                if k:
                    rules.append(Rect(x, y - (GAP * size + more) / 2, wide, 0.0))
                placed += [Line(t.text, t.x + x, t.y + y, t.size, t.width, t.bold, t.role) for t in lines]
                y += high + GAP * size + more
            if n:
                rules.append(Rect(x - gutter / 2, PAD * size, 0.0, deepest))
        return Panel(size, deepest + 2 * PAD * size, tuple(placed), tuple(rules), len(stacks))


def _tile(tile: Tile, width: float, size: float) -> tuple[float, list[Line]]:
    """Height and lines of one tile, mm from its corner."""
    regular, bold = typeface().regular, typeface().bold
    head = HEAD * size
    lines: list[Line] = []
    y = 0.0
    for text in bold.break_lines(tile.heading, width, head, balance=False):
        lines.append(Line(text, 0.0, y + TALL * head / 2, head, bold.width(text, head), True, "heading"))
        y += TALL * head
    y += 0.15 * size
    for text, role in tile.lines:
        strong = role in ("big", "hot")
        face, em = (bold, BIG * size) if strong else (regular, size)
        em = min(em, max(size, width / max(map(face.width, _parts(text))))) if strong else em
        indent = 0.9 * size if role == "item" else 0.0
        room = width - indent
        parts = (
            face.break_lines(text, room, em, balance=False)
            if role == "prose"
            else packed(_parts(text), face, room, em)
        )
        for n, part in enumerate(parts):
            middle = y + TALL * em / 2
            if indent and not n:
                lines.append(Line("", 0.15 * size, middle, size, 0.0, False, "bullet"))
            part = part.rstrip("、") if strong else part  # numbers under each other need no mark
            lines.append(Line(part, indent, middle, em, face.width(part, em), strong, role))
            y += TALL * em
    return y, lines


def _parts(text: str) -> list[str]:
    """What of a text had better stay on one line: a clause, a bracket, a number."""
    return re.split(r"(?<=，)(?![^（]*）)|(?=（)|(?<=\d、)(?=\d)", text)


def paint_panel(canvas: Canvas, panel: Panel, theme: Theme, rect: Rect) -> None:
    """The panel in its rectangle."""
    with canvas.group(data_panel="办事须知"):
        canvas.rect(
            rect, 0.5 * panel.size, fill=theme.foot, stroke=theme.rule, stroke_width=0.05 * panel.size
        )
        _paint_lines(canvas, panel, theme, rect)


def _paint_lines(canvas: Canvas, panel: Panel, theme: Theme, rect: Rect) -> None:
    for rule in panel.rules:
        x, y = rule.x + rect.x, rule.y + rect.y
        canvas.tag(
            "line",
            x1=x,
            y1=y,
            x2=x + rule.w,
            y2=y + rule.h,
            stroke=theme.rule,
            stroke_width=0.05 * panel.size,
        )
    fills = {"heading": theme.heading, "hot": theme.heading, "quiet": theme.quiet}
    for line in panel.lines:
        if line.role == "bullet":
            dot = 0.26 * line.size
            spot = Rect(line.x + rect.x, line.y + rect.y - dot / 2, dot, dot)
            canvas.rect(spot, dot / 2, fill=theme.heading)
            continue
        canvas.text(
            line.text,
            line.x + rect.x,
            line.y + rect.y,
            line.size,
            bold=line.bold,
            fill=fills.get(line.role, theme.ink),
        )
