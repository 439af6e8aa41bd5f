"""What the sheets of a power had to leave out so that the rest can be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from render.layout import Chart, Layout
from render.scene import content

SHORTENED = {
    content.ONE_LINE: ("风险表现的后半截",),
    content.SHORT: ("风险表现的后半截", "防控措施的具体做法"),
}
"""What cards leave out, by how much they say."""


def left_out(chart: Chart, layouts: Iterable[Layout], levels: Iterable[int]) -> tuple[str, ...]:
    """What is written about steps of ``chart`` but stands in none of their boxes, then what the cards leave out.

    ``levels``: how much each sheet's cards say (`render.scene.content.FULL` …).
    """
    written: dict[str, str] = defaultdict(str)
    for layout in layouts:
        for box in layout.boxes:
            written[box.key] += "".join(line.text for line in box.lines)
    missing = [
        note.what
        for item in chart.items
        for note in item.notes
        if note.what and "".join(note.text.split()) not in "".join(written[item.key].split())
    ]
    return tuple(dict.fromkeys([*missing, *(what for level in levels for what in SHORTENED.get(level, ()))]))
