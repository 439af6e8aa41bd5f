"""The risk column: cards in the order of the steps, as large as their room allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from render.layout.model import Line, Rect
from render.metrics import typeface
from render.scene.content import CIRCLED, FULL, NAMES, ONE_LINE, SHORT, Card
from render.scene.svg import Canvas
from render.scene.symbols import badge
from render.scene.theme import Theme

STEP = 1.38  # em from line to line
GAP = 0.55  # em between cards


@dataclass(frozen=True, slots=True)
class Placed:
    """A card with its rectangle, badge and lines, mm from the column set's corner."""

    card: Card
    rect: Rect
    badge: Rect
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class CardSet:
    """Cards that fit a room: the type size in mm and where everything stands."""

    size: float
    level: int
    heading: float
    cards: tuple[Placed, ...]
    columns: int


def fit_cards(cards: Sequence[Card], level: int, width: float, height: float, least: float, most: float) -> CardSet | None:
    """The cards at the largest size from ``least`` to ``most`` mm that fits; None where even the least does not."""
    best: CardSet | None = None
    for columns in (1, 2, 3, 4, 5):
        low, high = None, None
        if width / columns < 11 * least:
            break
        made = _set(cards, level, width, height, least, columns)
        if made is None:
            continue
        low, high = least, min(most, width / columns / 11)
        for _ in range(5):
            middle = (low + high) / 2
            tried = _set(cards, level, width, height, middle, columns)
            if tried is None:
                high = middle
            else:
                low, made = middle, tried
        if best is None or made.size > best.size * 1.02:
            best = made
    return best


def _set(cards: Sequence[Card], level: int, width: float, height: float, size: float, columns: int) -> CardSet | None:
    """All cards at one size in so many columns."""
    heading = 2.2 * size
    wide = (width - (columns - 1) * 1.2 * size) / columns
    made = [_card(card, level, wide, size) for card in cards]
    stacks: list[list[tuple[Card, float, Rect, list[Line]]]] = [[]]
    used = 0.0
    for card, (high, spot, lines) in zip(cards, made, strict=True):
        if used + high > height - heading + 1e-6:
            if not stacks[-1] or len(stacks) == columns:
                return None
            stacks.append([])
            used = 0.0
        stacks[-1].append((card, high, spot, lines))
        used += high + GAP * size
    placed = []
    for n, stack in enumerate(stacks):
        x, y = n * (wide + 1.2 * size), heading
        spare = height - heading - sum(c[1] for c in stack) - GAP * size * (len(stack) - 1)
        more = min(1.2 * size, spare / max(1, len(stack) - 1)) if len(stacks) == 1 or n < len(stacks) - 1 else 0.0
        for card, high, spot, lines in stack:
            moved = tuple(
                Line(k.text, k.x + x, k.y + y, k.size, k.width, k.bold, k.role, k.icon) for k in lines
            )
            placed.append(Placed(card, Rect(x, y, wide, high), spot.moved(x, y), moved))
            y += high + GAP * size + more
    return CardSet(size, level, heading, tuple(placed), len(stacks))


def _card(card: Card, level: int, width: float, size: float) -> tuple[float, Rect, list[Line]]:
    """Height, badge and lines of one card, mm from its corner."""
    face, bold = typeface().regular, typeface().bold
    pad = 0.5 * size
    left, room = 0.75 * size, width - 1.15 * size
    mark = f"{card.number}{card.label}"
    wide = bold.width(mark, size) + 1.0 * size
    spot = Rect(left, pad, wide, 1.4 * size)
    lines = [Line(mark, left + (wide - bold.width(mark, size)) / 2, spot.middle[1], size, bold.width(mark, size), True, "badge")]
    y = pad

    def add(texts: Sequence[str], indent: float, strong: bool, role: str) -> None:
        nonlocal y
        metrics = bold if strong else face
        for text in texts:
            lines.append(Line(text, left + indent, y + STEP * size / 2, size, metrics.width(text, size), strong, role))
            y += STEP * size

    name = card.name + ("" if card.step in card.name else f"（{card.step}）")
    first = bold.break_lines(name, room - wide - 0.5 * size, size, balance=False)
    add(first, wide + 0.5 * size, True, "name")
    if card.signs and level < NAMES:
        texts = face.break_lines(f"表现：{card.signs}", room, size, balance=False)
        if level >= ONE_LINE and len(texts) > 1:
            texts = [_cut(f"表现：{card.signs}", room, size)]
        add(texts, 0.0, False, "signs")
    if level <= ONE_LINE:
        for n, (_, what, post) in enumerate(card.measures):
            text = what + (f"〔{post}〕" if post else "")
            texts = face.break_lines(text, room - 1.2 * size, size, balance=False)
            lines.append(Line(CIRCLED[n % 20], left, y + STEP * size / 2, size, size, False, "number"))
            add(texts, 1.2 * size, False, "measure")
    elif level == SHORT and card.measures:
        text = "防控：" + "　".join(f"{CIRCLED[n % 20]}{key}" for n, (key, _, _) in enumerate(card.measures))
        add(face.break_lines(text, room, size, balance=False), 0.0, False, "measure")
    who = [f"责任岗位：{card.posts}"] if card.posts and level < NAMES else []
    if card.leader:
        who.append(f"责任领导：{card.leader}")
    if who:
        add(face.break_lines("　".join(who), room, size, balance=False), 0.0, False, "who")
    return y + 0.45 * size, spot, lines


def _cut(text: str, width: float, size: float) -> str:
    """``text`` cut to one line, at a mark where one is near the end."""
    face = typeface().regular
    while text and face.width(text + "…", size) > width:
        text = text[:-1]
    marks = max(text.rfind(m) for m in "，、；。")
    if marks > 0.6 * len(text):
        text = text[:marks]
    return text + "…"


def paint_cards(canvas: Canvas, cards: CardSet, theme: Theme, x: float, y: float, width: float) -> None:
    """The column's heading and its cards, with their corner at ``x``, ``y``."""
    s = cards.size
    if cards.heading:
        canvas.text("廉政风险点与防控措施", x, y + 0.8 * s, 1.25 * s, bold=True, fill=theme.head)
        canvas.rect(Rect(x, y + 1.65 * s, width, 0.1 * s), fill=theme.gold)
    for placed in cards.cards:
        colour = theme.grade(placed.card.grade)
        rect = placed.rect.moved(x, y)
        with canvas.group(data_risk=placed.card.name, data_of=placed.card.step):
            canvas.rect(rect, 0.25 * s, fill=theme.card, stroke=theme.rule, stroke_width=0.06 * s)
            canvas.rect(Rect(rect.x, rect.y, 0.32 * s, rect.h), 0.1 * s, fill=colour)
            badge(canvas, placed.badge.moved(x, y), placed.card.grade, colour)
            for line in placed.lines:
                fill = "#ffffff" if line.role == "badge" else theme.ink if line.role in ("name", "measure", "number") else theme.quiet
                canvas.text(line.text, line.x + x, line.y + y, line.size, bold=line.bold, fill=fill)


__all__ = ["FULL", "CardSet", "fit_cards", "paint_cards"]
