"""The chart of a service, where its type can be read in a booklet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from powermodel.rules.view import View
from render.handbook.book import Picture

if TYPE_CHECKING:
    from render.layout.keep import Shelf

WIDTH, HEIGHT = 116.0, 163.0
"""The room a chart has on a page under its heading, in mm."""
LEAST, LARGEST = 2.5, 3.9
"""mm: no character may be smaller, no title need be larger (3.9 mm is the size of the text beside it)."""
PAGES = 2
"""Over more pages than a spread nobody sees the way at a glance: the list of steps is better."""


def charts(view: View, shelf: Shelf | None = None) -> tuple[Picture, ...]:
    """The chart of a power, a picture for each page; none where it would be under 2.5 mm or says nothing.

    ``shelf``: where layouts are kept.
    """
    from render.scene.booklet import booklet_chart

    if len(view.flow.nodes) <= 2:
        return ()
    drawn = booklet_chart(view, WIDTH, HEIGHT, LEAST, LARGEST, PAGES, shelf=shelf)
    return tuple(Picture(page.svg, page.width, page.height) for page in drawn)
