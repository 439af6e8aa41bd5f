"""The search for the drawing that reads best: many placements scored cheaply, the best few routed."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from render.layout.assemble import Draft, clean, finish
from render.layout.bars import spread
from render.layout.body import Body, Known, Measurer, Setting
from render.layout.chart import FULL, LETTERS, Chart, Item, Link, connected
from render.layout.ease import eased
from render.layout.look import MIDDLING, SQUEEZED, Look, Variant
from render.layout.model import Area, Layout, Line
from render.layout.place import Placement
from render.layout.places import place
from render.layout.relief import RIDER, Made, relieved
from render.layout.route import Router, Way
from render.layout.squeeze import pressed
from render.layout.stubs import Drawing, astray, pulled
from render.layout.tracks import Tracks
from render.layout.weave import rewoven, weave
from render.layout.widths import lane_width
from render.layout.words import Words, texts_of
from render.layout.worth import direct, filling, hoped, legible, length, over, tidiness
from render.metrics import Typeface

TRIES = 3  # drawings that are made of a chart
EFFORT = 500  # lines of all drawings together, after which no more are made where lines cross in the best
SPARED = 0.5  # what part of its bends a drawing may hope to lose to connectors
UNUSUAL, TURNED = 0.95, 0.96
"""What another order of the lanes, and lanes as rows, are worth: a step more must not change them for nothing."""
HARDLY = 0.98  # what may be left of a drawing's worth where connectors come to stand beside their boxes
HOPE = 1.1  # how much larger than the cheap look says a drawing may come out
LABEL_CHARS = 4.6, 5.2, 5.8, 6.3  # em of a label's line, in its own size, and where it then has fewer lines

Routes = dict[tuple[bool, Placement], list[Way]]
"""Ways by orientation (whether the chart runs across) and placement."""


class Fitter:
    """All variants of one chart at one detail and one size of small text; made once, asked for any area.

    ``air``: below 1 for closer lines and narrower boxes. ``placements``: those of `place`, where they are at hand.
    ``upright``: the flow runs down the sheet, never across. ``routes``: the ways that were found for placements of this
    chart, at whatever detail; those found here are added.
    """

    def __init__(
        self, chart: Chart, typeface: Typeface, small: float = 0.8, detail: int = FULL, pinned: Sequence[str] = (),
        air: float = 1.0, placements: Sequence[Placement] | None = None, upright: bool = False,
        routes: Routes | None = None,
    ) -> None:  # fmt: skip
        self.ways = (False,) if upright else (False, True)
        self.chart, self.typeface = chart, typeface.knowing(texts_of(chart))
        self.small, self.detail, self.air = small, detail, air
        self.placements = placements if placements is not None else place(chart, pinned)
        self.routes = routes if routes is not None else {}
        self._known: Known = {}
        self._bodies: dict[tuple[bool, float | Setting], list[Body]] = {}
        self.look = Look(chart, self.bodies, air)
        self._drafts: dict[tuple[bool, float | Setting, Placement], Draft] = {}

    def bodies(self, rows: bool, chars: float | Setting) -> list[Body]:
        """Measured items, made once for each number of characters a line."""
        key = (rows, chars)
        if key not in self._bodies:
            measurer = Measurer(
                self.chart, self.typeface, chars, self.small, self.detail, self.air, self._words, self._known
            )
            for way in (False, True):
                self._bodies[way, chars] = measurer.bodies(way)
        return self._bodies[key]

    @cached_property
    def _words(self) -> Words:
        return Words(self.chart, self.typeface, self.small, self.detail)

    @cached_property
    def variants(self) -> list[Variant]:
        """All variants, each looked at cheaply."""
        every = itertools.product(self.placements, self.ways)
        return [variant for placement, rows in every for variant in self.look.variants(placement, rows)]

    @cached_property
    def smallest(self) -> list[Variant]:
        """The variants of which none other is both narrower and lower, from the narrowest to the lowest."""
        found: list[Variant] = []
        for variant in sorted(self.variants, key=lambda v: (v.wide, v.high)):
            if not found or variant.high < found[-1].high:
                found.append(variant)
        return found

    def likely(self, area: Area) -> Variant:
        """The variant that promises most in ``area`` by the cheap look."""
        return max(self.variants, key=lambda v: v.score(area))

    def size(self, area: Area) -> float:
        """The size of a title in ``area`` by the cheap look, mm."""
        return self.likely(area).size(area)

    def used(self, area: Area) -> float:
        """How much of ``area`` the drawing would use by the cheap look, mm²."""
        found = self.likely(area)
        return found.wide * found.high * found.size(area) ** 2

    def draft(self, variant: Variant) -> Draft:
        """One variant, routed once for all areas."""
        key = (variant.rows, variant.chars, variant.placement)
        if key not in self._drafts:
            self._drafts[key] = self._route(variant)
        return self._drafts[key]

    def _suited(self, variant: Variant, area: Area) -> Draft:
        """A draft, its columns as wide as suits ``area`` and the channels that were found to be needed."""
        draft = self.draft(variant)
        if not variant.placement.lanes:
            return draft
        less = SQUEEZED[variant.rows]
        room, long = (area.height, area.width) if variant.rows else (area.width, area.height)
        wide, high = self.look.extent(variant.placement, draft.bodies)
        more_x, more_y = draft.geometry.walls_x[-1] - wide, draft.geometry.walls_y[-1] - high

        def size(bodies: Sequence[Body]) -> float:
            across, along = self.look.extent(variant.placement, bodies)
            along = less[1] * (along + more_y) + draft.head()
            return min(room / (less[0] * (across + more_x)), long / along)

        best, most = variant.chars, size(draft.bodies) * 1.005
        for chars, bodies in self.look.settings(variant.placement, variant.rows):
            if (reached := size(bodies)) > most:
                best, most = chars, reached
        other = self.draft(replace(variant, chars=best))
        return draft if other.geometry.crowded else other

    def _route(self, variant: Variant) -> Draft:
        """A variant along the ways that are known for its placement; along its own where those leave no room."""
        key = (variant.rows, variant.placement)
        known = self.routes.get(key)
        if known:
            draft = self._along(variant, known)
            if not draft.geometry.crowded:
                return draft
        router = Router(self.chart, self.bodies(variant.rows, variant.chars), variant.placement)
        ways = weave(router, router.route())
        self.routes.setdefault(key, ways)
        return self._along(variant, ways)

    def _along(self, variant: Variant, ways: Sequence[Way]) -> Draft:
        bodies = self.bodies(variant.rows, variant.chars)
        return self._drawn(Drawing(self.chart, bodies, variant.placement, ways), variant.rows)

    def _drawn(self, drawing: Drawing, rows: bool) -> Draft:
        chart, bodies, placement = drawing.chart, drawing.bodies, drawing.placement
        texts = [self.label_lines(link.label) for link in chart.links]
        sizes = [self._label_size(lines, rows) for lines in texts]
        lanes = placement.lanes
        borders = [2 * c for c in range(1, len(lanes)) if lanes[c] != lanes[c - 1]]
        least = [self._lane_width(lane, rows) / lanes.count(lane) for lane in lanes]
        geometry = Tracks(bodies, placement, drawing.ways, sizes, borders, self.air, least).solve()
        labels = [t for t in texts if t]
        draft = Draft(
            chart, bodies, placement, drawing.ways, geometry, labels, rows, self.small, self.typeface
        )
        draft.crossings = len(over(geometry.points))
        draft.bends = sum(len(points) - 2 for points in geometry.points)
        return draft

    def _label_size(self, lines: Sequence[Line], rows: bool) -> tuple[float, float] | None:
        """The size of a label across and along the flow, em; None of none."""
        if not lines:
            return None
        wide, high = max(line.width for line in lines) + 0.1, len(lines) * 1.2 * self.small
        return (high, wide) if rows else (wide, high)

    def _lane_width(self, lane: int, rows: bool) -> float:
        """How wide a lane must be for its name, em."""
        return lane_width(self.typeface, self.chart.posts[lane], rows)

    def label_lines(self, text: str) -> list[Line]:
        """The lines of a label around its middle."""
        if not text:
            return []
        face, size = self.typeface.regular, self.small
        texts = min((face.break_lines(text, most) for most in LABEL_CHARS), key=len)
        top = -len(texts) * 1.2 * size / 2
        made = []
        for n, part in enumerate(texts):
            wide = face.width(part, size)
            made.append(Line(part, -wide / 2, top + (n + 0.5) * 1.2 * size, size, wide, False, "label"))
        return made

    def best(self, area: Area, tries: int = TRIES) -> Layout:
        """The best layout in ``area`` of the ``tries`` variants that promise most, and of one more at a time while lines
        cross in it; what can't be read comes last."""
        drawings, lines = self._made(area), len(self.chart.links)
        calm = int(self.chart.style == "lanes")  # lanes are not drawn anew for one
        first, *found = self._hopeful(drawings, tries)
        best, spent = self._relieved(first, area), tries * lines
        while True:
            for made in found:
                if made[0] / tidiness(made[1].crossings, SPARED * made[1].bends) > best[0]:
                    best = max(best, self._relieved(made, area), key=lambda m: m[0])
            tangled = best[1].crossings > calm and best[1].small >= area.readable - 1e-6
            if not tangled or spent > EFFORT or not (found := self._hopeful(drawings, 1)):
                return self._eased(best, area)[1]
            spent += lines

    def _hopeful(self, drawings: Iterator[tuple[bool, Made]], tries: int) -> list[Made]:
        """The best of the next drawings: of so many that are sound, as long as there are not too many others."""
        found: list[Made] = []
        done = 0
        for sound, made in itertools.islice(drawings, 3 * tries):
            found.append(made)
            done += sound
            if done == tries:
                break
        return sorted(found, key=lambda m: -m[0])[:tries]

    def _made(self, area: Area) -> Iterator[tuple[bool, Made]]:
        """The variants drawn, those that promise most first, and whether lines have their room in them."""
        least = area.readable / self.small - 1e-6
        seen: list[Variant] = []
        best = 0.0
        for variant in self._ranked(area, least):
            if any(v.kind == variant.kind for v in seen):
                continue
            if seen and HOPE * variant.size(area) < best:
                continue
            seen.append(variant)
            draft = self._suited(variant, area)
            made = _finished(draft, area)
            sound = not draft.geometry.crowded and clean(made)
            score = self._score(draft, made, area) * (1.0 if sound else 0.01)
            best = max(best, score)
            yield sound, (score, made, draft)

    def _relieved(self, made: Made, area: Area) -> Made:
        """A layout, with connectors for its worst lines where that reads better, and all others where they then run best."""
        rows = made[2].rows

        def redraw(drawing: Drawing, best: float) -> Made | None:
            either = [one for one in (drawing, rewoven(drawing)) if one]
            sound = [found for one in either if (found := self._redrawn(one, rows, area))]
            return max((found for found in sound if found[0] > best), key=lambda m: m[0], default=None)

        return self._pulled(relieved(_drawing(made[2]), made, self._rider(rows), redraw), area)

    def _eased(self, made: Made, area: Area) -> Made:
        """A layout, without its worst detours where that reads better."""
        score, layout, draft = made
        drawing = replace(_drawing(draft), price=score / self._score(draft, layout, area))
        return eased(
            drawing, made, self._rider(draft.rows), lambda other: self._redrawn(other, draft.rows, area)
        )

    def _pulled(self, made: Made, area: Area) -> Made:
        """A layout, with the connectors of a cut beside their boxes, all or as many as can be, where that reads better."""
        score, layout, draft = made
        drawing = _drawing(draft)
        least = HARDLY * self._score(draft, layout, area)

        def near(links: Sequence[Link]) -> Made | None:
            nearer = pulled(drawing, links)
            found = nearer and self._redrawn(nearer, draft.rows, area)
            return found if found and found[0] >= least else None

        links = astray(drawing, draft.geometry.points)
        found, beside = near(links), list[Link]()
        for link in () if found or len(links) < 2 else links:
            if one := near([*beside, link]):
                found, beside = one, [*beside, link]
        return (score * HARDLY * found[0] / least, *found[1:]) if found else made

    def _redrawn(self, drawing: Drawing, rows: bool, area: Area) -> Made | None:
        """The layout of a drawing; None where it is not sound."""
        draft = self._drawn(drawing, rows)
        if draft.geometry.crowded:
            return None
        made = _finished(draft, area)
        return (drawing.price * self._score(draft, made, area), made, draft) if clean(made) else None

    def _rider(self, rows: bool) -> Body:
        """A connector that stands beside a box, measured."""
        item = Item(0, RIDER, "connector", 0, LETTERS[0])
        chart = connected((item,), (), (), {}, self.chart.style, frozenset())
        return Measurer(chart, self.typeface, MIDDLING, self.small, self.detail, self.air).bodies(rows)[0]

    def _score(self, draft: Draft, made: Layout, area: Area) -> float:
        """What drawings are compared by: type size, tidiness, how far lines run, how much of the room is used, and whether
        the lanes lie as in the first placement, as columns; half for what can't be read."""
        tidy = tidiness(made.crossings, made.bends)
        score = legible(made.size, area) * tidy * self.look.torn(draft.placement)
        score *= filling(made.used.w * made.used.h, area) * self._usual(draft.placement)
        score *= direct([length(wire.points) / made.size for wire in made.wires])
        score *= TURNED if made.lanes and made.rows else 1.0
        return score * (1.0 if made.small >= area.readable - 1e-6 else 0.5)

    def _ranked(self, area: Area, least: float) -> list[Variant]:
        """The variants, those that promise most first."""

        def promise(variant: Variant) -> float:
            hope = hoped(variant.size(area), least)
            return variant.score(area) * hope * self._usual(variant.placement)

        return sorted(self.variants, key=promise, reverse=True)

    def _usual(self, placement: Placement) -> float:
        """What it is worth that the lanes lie as in the first placement."""
        mine, first = (list(dict.fromkeys(p.lanes)) for p in (placement, self.placements[0]))
        return 1.0 if mine == first else UNUSUAL


def _drawing(draft: Draft) -> Drawing:
    """What was drawn."""
    return Drawing(draft.chart, draft.bodies, draft.placement, draft.ways)


def _finished(draft: Draft, area: Area) -> Layout:
    """The layout of a draft, pushed together where there is no room, with bars that reach over all branches."""
    return finish(spread(pressed(draft, area)), area)
