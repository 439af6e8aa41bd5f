"""The risk column: cards in the order of the steps, as large as their room allows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from render.layout.model import Line, Rect
from render.metrics import typeface
from render.scene.content import CIRCLED, ONE_LINE, Card
from render.scene.lines import packed
from render.scene.svg import Canvas
from render.scene.symbols import badge
from render.scene.theme import Theme

STEP = 1.38  # em from line to line
GAP = 0.55  # em between cards
NARROWEST = 11.0  # em of a column


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


class CardFitter:
    """Finds the largest type for a list of cards in any room. Asking is cheap: lines are counted by their widths."""

    def __init__(self, cards: Sequence[Card], level: int) -> None:
        self.cards, self.level = cards, level
        face, bold = typeface().regular, typeface().bold
        self.pieces: list[list[tuple[float, float]]] = []  # per card: (width, indent) of its paragraphs, em
        for card in cards:
            mark = bold.width(f"{card.number}{card.label}") + 1.5
            pieces = [(bold.width("".join(_name(card))), mark)]
            for text, indent in _paragraphs(card, level):
                pieces.append((face.width(text), indent))
            if level >= ONE_LINE and card.signs:
                pieces[1] = (0.0, 0.0)
            self.pieces.append(pieces)

    def area(self, size: float) -> float:
        """About how much room the cards take in one type size, mm²."""
        ems = sum(max(wide + indent, NARROWEST) for pieces in self.pieces for wide, indent in pieces)
        return 1.3 * STEP * ems * size**2

    def size(self, width: float, height: float, least: float, most: float) -> tuple[float, int]:
        """The largest size (mm) from ``least`` to ``most`` at which the cards fit, and the columns; 0 where none does."""
        best = (0.0, 0)
        for columns in (1, 2, 3, 4, 5):
            if width / columns < NARROWEST * least:
                break
            if not self._fits(width, height, least, columns):
                continue
            low, high = least, min(most, width / columns / NARROWEST)
            for _ in range(6):
                middle = (low + high) / 2
                if self._fits(width, height, middle, columns):
                    low = middle
                else:
                    high = middle
            if low > best[0] * 1.02:
                best = (low, columns)
        return best

    def _fits(self, width: float, height: float, size: float, columns: int) -> bool:
        room = (width / size - (columns - 1) * 1.2) / columns - 1.15
        left, stack, used = height / size - 2.2, 1, 0.0
        for pieces in self.pieces:
            high = 0.95
            for wide, indent in pieces:
                high += STEP * max(1, math.ceil(wide / max(1.0, room - indent - 0.45)))
            if used + high > left:
                stack, used = stack + 1, 0.0
                if stack > columns or high > left:
                    return False
            used += high + GAP
        return True

    def make(self, width: float, height: float, size: float, columns: int) -> CardSet | None:
        """The cards at about this size, with their true line breaks; None where they don't fit after all."""
        for shrink in (1.0, 0.97, 0.94, 0.9, 0.86, 0.8):
            made = _set(self.cards, self.level, width, height, size * shrink, columns)
            if made is not None:
                return made
        return None


def fit_cards(
    cards: Sequence[Card], level: int, width: float, height: float, least: float, most: float
) -> CardSet | None:
    """The cards at the largest size from ``least`` to ``most`` mm that fits; None where even the least does not."""
    fitter = CardFitter(cards, level)
    size, columns = fitter.size(width, height, least, most)
    made = fitter.make(width, height, size, columns) if size else None
    return made if made is not None and made.size >= least - 1e-6 else None


def _set(
    cards: Sequence[Card], level: int, width: float, height: float, size: float, columns: int
) -> CardSet | None:
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
        more = (
            min(1.2 * size, spare / max(1, len(stack) - 1))
            if len(stacks) == 1 or n < len(stacks) - 1
            else 0.0
        )
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
    lines = [
        Line(
            mark,
            left + (wide - bold.width(mark, size)) / 2,
            spot.middle[1],
            size,
            bold.width(mark, size),
            True,
            "badge",
        )
    ]
    y = pad

    def add(texts: Sequence[str], indent: float, strong: bool, role: str) -> None:
        nonlocal y
        metrics = bold if strong else face
        for text in texts:
            lines.append(
                Line(text, left + indent, y + STEP * size / 2, size, metrics.width(text, size), strong, role)
            )
            y += STEP * size

    add(
        packed(_name(card), bold, room - wide - 0.5 * size, size),
        wide + 0.5 * size,
        True,
        "name",
    )
    number = 0
    for text, indent in _paragraphs(card, level):
        if level >= ONE_LINE and text.startswith("表现："):
            add([_cut(text, room, size)], 0.0, False, "signs")
            continue
        texts = packed(text.split("　"), face, room - indent * size, size, "　")
        role = "measure"
        if indent:
            lines.append(Line(CIRCLED[number % 20], left, y + STEP * size / 2, size, size, False, "number"))
            number += 1
        elif not text.startswith("防控："):
            role = "quiet"
        add(texts, indent * size, False, role)
    return y + 0.45 * size, spot, lines


def _name(card: Card) -> list[str]:
    """The risk, and the step where the name does not say it."""
    return [card.name, *([] if card.step in card.name else [f"（{card.step}）"])]


def _paragraphs(card: Card, level: int) -> list[tuple[str, float]]:
    """What a card says under its name: paragraphs with their indent in em."""
    made: list[tuple[str, float]] = []
    if card.signs:
        made.append((f"表现：{card.signs}", 0.0))
    if level <= ONE_LINE:
        made += [(what + (f"〔{post}〕" if post else ""), 1.2) for _, what, post in card.measures]
    elif card.measures:
        made.append(
            (
                "防控："
                + "　".join(f"{CIRCLED[n % 20]}{key}" for n, (key, _, _) in enumerate(card.measures)),
                0.0,
            )
        )
    who = [f"责任岗位：{card.posts}"] if card.posts else []
    if card.leader:
        who.append(f"责任领导：{card.leader}")
    if who:
        made.append(("　".join(who), 0.0))
    return made


def _cut(text: str, width: float, size: float) -> str:
    """``text`` cut to one line, at a mark where one is near the end."""
    face = typeface().regular
    if face.width(text, size) <= width:
        return text
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
        canvas.text("廉政风险点与防控措施", x, y + 0.8 * s, 1.25 * s, bold=True, fill=theme.heading)
        canvas.rect(Rect(x, y + 1.65 * s, width, 0.1 * s), fill=theme.accent)
    for placed in cards.cards:
        colour = theme.grade(placed.card.grade)
        rect = placed.rect.moved(x, y)
        with canvas.group(data_risk=placed.card.name, data_of=placed.card.step):
            canvas.rect(rect, 0.25 * s, fill=theme.card, stroke=theme.rule, stroke_width=0.06 * s)
            canvas.rect(Rect(rect.x, rect.y, 0.32 * s, rect.h), 0.1 * s, fill=colour)
            badge(canvas, placed.badge.moved(x, y), placed.card.grade, colour, theme.grade_text)
            for line in placed.lines:
                fill = (
                    theme.grade_text
                    if line.role == "badge"
                    else theme.quiet
                    if line.role in ("signs", "quiet")
                    else theme.ink
                )
                canvas.text(line.text, line.x + x, line.y + y, line.size, bold=line.bold, fill=fill)
