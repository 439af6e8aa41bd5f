"""The words of a chart's items, measured and broken to lines; an em is a title's character."""

from __future__ import annotations

from dataclasses import dataclass

from render.layout.chart import Chart, Item
from render.layout.model import Line
from render.metrics import Typeface

WHOLE, BRIEF = 6.0, 4.5
"""em: words and amounts, and whole notes, up to so wide are never broken, however narrow the boxes are."""


@dataclass(frozen=True, slots=True)
class SetLine:
    """A line of text that has no place yet; ``size`` and ``width`` in em."""

    text: str
    size: float
    width: float
    role: str
    icon: str = ""

    def at(self, middle: float) -> Line:
        """The line, centred around x = 0."""
        bold = self.role == "title"
        return Line(self.text, -self.width / 2, middle, self.size, self.width, bold, self.role, self.icon)


def texts_of(chart: Chart) -> list[str]:
    """Everything that is written on a chart: what its words are learned from."""
    titles = [
        text for item in chart.items for text in (item.title, *(note.text for note in item.notes)) if text
    ]
    return [*titles, *(link.label for link in chart.links if link.label), *chart.posts]


class Words:
    """What stands in the items of a chart in one size of small text, broken once for every width.

    ``least``: how wide a line must be, em, so that no word and no amount of an item is broken, by its number.
    """

    def __init__(self, chart: Chart, typeface: Typeface, small: float, detail: int) -> None:
        self.face, self.small, self.detail = typeface, small, detail
        self.least = [self._least(item) for item in chart.items]
        self._broken: dict[tuple[int, float], list[SetLine]] = {}
        self._lists: dict[tuple[int | str, ...], list[SetLine]] = {}

    def _least(self, item: Item) -> float:
        """How wide a line must be, em, so that no word and no amount of an item is broken."""
        parts = [self.face.bold.widest(item.title)]
        for note in item.notes:
            if note.level <= self.detail:
                wide = self.face.regular.width(note.text)
                wide = wide if wide <= BRIEF else self.face.regular.widest(note.text)
                parts.append(self.small * (wide + (1.2 if note.icon else 0)))
        return max([3.0, *(part + 0.01 for part in parts if part < WHOLE)])

    def texts(self, item: Item, chars: float) -> list[SetLine]:
        """What stands in an item, in lines of ``chars`` em; one list wherever they are broken in the same places."""
        key = (item.id, chars)
        if key not in self._broken:
            lines = self._texts(item, chars)
            self._broken[key] = self._lists.setdefault((item.id, *(line.text for line in lines)), lines)
        return self._broken[key]

    def _texts(self, item: Item, chars: float) -> list[SetLine]:
        bold, regular = self.face.bold, self.face.regular
        lines = [SetLine(t, 1.0, bold.width(t), "title") for t in bold.break_lines(item.title, max(chars, 2))]
        small = self.small
        for note in item.notes:
            if note.level > self.detail:
                continue
            room = max(chars / small, 3.0) - (1.2 if note.icon else 0)
            for n, text in enumerate(regular.break_lines(note.text, room)):
                icon = note.icon if n == 0 else ""
                wide = regular.width(text, small) + (1.2 * small if icon else 0)
                lines.append(SetLine(text, small, wide, note.role, icon))
        return lines
