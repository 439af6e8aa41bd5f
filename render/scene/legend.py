"""The legend: the symbols of ISO 5807 (GB/T 1526) and the grades that a sheet uses, no others."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from render.layout.chart import Chart
from render.layout.model import Layout, Rect
from render.metrics import typeface
from render.scene.drawing import MAIN
from render.scene.svg import Canvas
from render.scene.symbols import badge, dashes, icon
from render.scene.theme import Theme

SIGNS = {
    "start": "开始、办成", "bad": "未办成", "process": "办理", "decision": "判断", "predefined": "另见其他流程图",
    "public": "公示公布", "bar": "同时进行、全部完成", "main": "办成的主线", "return": "退回、重新办理", "record": "留存材料",
    "recurs": "定期重复", "connector": "转到同字处", "course": "问题走法，按号看", "高": "高风险", "中": "中风险",
    "低": "低风险",
}  # fmt: skip
"""Sign → what it means, in the order in which they stand."""
START, SIGN, PAIR, GAP, ROW = 3.0, 2.5, 1.6, 1.6, 1.8
"""em: where the signs begin, what a sign takes, and a pair of them more, between two, from row to row."""


def shown(layout: Layout, course: bool) -> list[str]:
    """The signs on a sheet. ``course``: that of a finding is drawn."""
    found = {str(box.shape) for box in layout.boxes} | {line.icon for b in layout.boxes for line in b.lines}
    found |= {"bad"} if any(box.end == "未办成" for box in layout.boxes) else set()
    found |= {"public"} if any(box.public for box in layout.boxes) else set()
    found |= {"bar"} if any(box.bars or box.shape == "fork" for box in layout.boxes) else set()
    found |= {"return"} if any(wire.back for wire in layout.wires) else set()
    strong = {wire.main for wire in layout.wires if not wire.link}
    found |= {"main"} if strong == {True, False} and not course else set()
    rounded = any(box.shape == "terminator" and box.end != "未办成" for box in layout.boxes)
    found |= {"start"} if rounded else set()
    return _ordered(found | {badge.grade for badge in layout.badges}, course)


def possible(chart: Chart, grades: Collection[str], course: bool) -> list[str]:
    """The signs that a sheet of this chart may have, before it is laid out: any may need connectors."""
    found = {str(item.shape) for item in chart.items} | {note.icon for i in chart.items for note in i.notes}
    found |= {"connector"} if chart.links else set()
    found |= {"bad"} if any(item.end == "未办成" for item in chart.items) else set()
    found |= {"public"} if any(item.public for item in chart.items) else set()
    found |= {"bar"} if any(item.join or item.split for item in chart.items) else set()
    found |= {"return"} if any(link.back or link.dashed for link in chart.links) else set()
    found |= {"main"} if not course and len(chart.links) > 1 else set()
    return _ordered(found | {"start", *grades}, course)


def _ordered(found: set[str], course: bool) -> list[str]:
    found |= {"decision"} if "gate" in found else set()
    found |= {"course"} if course else set()
    return [sign for sign in SIGNS if sign in found]


def legend_rows(signs: Iterable[str], width: float, b: float) -> list[list[str]]:
    """The signs in as few rows as hold them, the rows about equally long."""
    needs = {sign: _wide(sign, b) for sign in signs}
    fewest = len(_packed(needs, width, b))
    tried = (_packed(needs, width * part / 20, b) for part in range(8, 21))
    return next(rows for rows in tried if len(rows) == fewest)


def _packed(needs: Mapping[str, float], width: float, b: float) -> list[list[str]]:
    """Signs, of which each needs so much room, in rows that are filled."""
    rows: list[list[str]] = []
    x = width
    for sign, need in needs.items():
        if x + need > width:
            rows.append([])
            x = START * b
        rows[-1].append(sign)
        x += need + GAP * b
    return rows


def _wide(sign: str, b: float) -> float:
    return _room(sign) * b + typeface().regular.width(SIGNS[sign], b)


def _room(sign: str) -> float:
    """em before what a sign means; two circles with an arrow between take more."""
    return SIGN + PAIR if sign == "connector" else SIGN


def paint_legend(canvas: Canvas, signs: Sequence[str], theme: Theme, rect: Rect, b: float) -> None:
    """The legend in its strip, at the foot of it."""
    rows = legend_rows(signs, rect.w, b)
    y = rect.bottom - (0.15 + ROW * len(rows)) * b + ROW / 2 * b
    if rows:
        canvas.text("图例", rect.x, y, b, bold=True, fill=theme.ink)
    most = max((START * b + sum(_wide(s, b) + GAP * b for s in row) for row in rows), default=0.0)
    spare = min(3.0 * b, max(0.0, (rect.w - most) / max(1, *map(len, rows)))) if rows else 0.0
    for row in rows:
        x = rect.x + START * b
        for sign in row:
            wide = (_room(sign) - 0.4) * b
            _sign(canvas, sign, Rect(x, y - 0.6 * b, wide, 1.2 * b), b, theme)
            canvas.text(SIGNS[sign], x + _room(sign) * b, y, b, fill=theme.ink)
            x += _wide(sign, b) + GAP * b + spare
        y += ROW * b


def _sign(canvas: Canvas, sign: str, r: Rect, b: float, theme: Theme) -> None:
    s = 0.1 * b * theme.weight
    x, y = r.middle
    box = {"fill": theme.box, "stroke": theme.box_line, "stroke_width": s}
    if sign in ("高", "中", "低", ""):
        badge(canvas, r, sign, theme.grade(sign), theme.grade_text)
    elif sign == "start":
        canvas.rect(r, r.h / 2, fill=theme.done, stroke=theme.end_line, stroke_width=s)
    elif sign == "connector":
        wide = 1.3 * r.h
        left, right = (Rect(at, y - wide / 2, wide, wide) for at in (r.x, r.right - wide))
        canvas.rect(left, wide / 2, **box)
        canvas.text("甲", left.middle[0], y, b, anchor="middle", fill=theme.ink)
        canvas.tag(
            "line", x1=left.right, y1=y, x2=right.x, y2=y, stroke=theme.line, stroke_width=s,
            stroke_dasharray=dashes(0.1 * r.h),
        )  # fmt: skip
        canvas.rect(right, wide / 2, fill=theme.lane_head)
        canvas.text("甲", right.middle[0], y, b, anchor="middle", fill=theme.lane_text)
    elif sign == "bad":
        look = {"fill": theme.undone, "stroke": theme.line, "stroke_width": s}
        canvas.rect(r, r.h / 2, **look, stroke_dasharray=dashes(0.3 * r.h))
    elif sign == "decision":
        canvas.polygon(
            [(x, r.y), (r.right, y), (x, r.bottom), (r.x, y)],
            fill=theme.decision,
            stroke=theme.decision_line,
            stroke_width=s,
        )
    elif sign in ("process", "predefined"):
        canvas.rect(r, 0.15 * r.h, **box)
        if sign == "predefined":
            for at in (r.x + 0.3 * r.h, r.right - 0.3 * r.h):
                canvas.tag("line", x1=at, y1=r.y, x2=at, y2=r.bottom, stroke=theme.box_line, stroke_width=s)
    elif sign == "public":
        canvas.rect(r, 0.15 * r.h, fill=theme.public, stroke=theme.public_line, stroke_width=s)
        icon(canvas, "public", x - 0.5 * r.h, y, r.h, theme.public_line)
    elif sign == "bar":
        for at in (y - 0.15 * r.h, y + 0.15 * r.h):
            canvas.tag("line", x1=r.x, y1=at, x2=r.right, y2=at, stroke=theme.line, stroke_width=s)
    elif sign in ("course", "main"):
        colour, wide = (theme.course, 2.4) if sign == "course" else (theme.line, MAIN)
        canvas.tag("line", x1=r.x, y1=y, x2=r.right, y2=y, stroke=colour, stroke_width=wide * s)
    elif sign == "return":
        canvas.tag(
            "line",
            x1=r.x,
            y1=y,
            x2=r.right,
            y2=y,
            stroke=theme.back,
            stroke_width=1.2 * s,
            stroke_dasharray=dashes(0.3 * r.h),
        )
    else:
        icon(canvas, sign, x - 0.5 * r.h, y, r.h, theme.quiet)
