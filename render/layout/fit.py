"""The search for the drawing that reads best: many placements scored cheaply, the best few routed."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from render.layout.assemble import Draft, clean, finish
from render.layout.bars import spread
from render.layout.body import DOWN, LEFT, RIGHT, UP, Body, Known, Measurer, Setting
from render.layout.chart import FULL, LETTERS, Chart, Item, Link, connected
from render.layout.fold import Boxes, beside, fold
from render.layout.guess import tangle
from render.layout.layers import Layers
from render.layout.model import Area, Layout, Line
from render.layout.place import Placement
from render.layout.places import place
from render.layout.relief import RIDER, Made, relieved
from render.layout.route import Router, Way
from render.layout.squeeze import pressed
from render.layout.stubs import Drawing, pulled
from render.layout.tracks import Tracks
from render.layout.weave import weave
from render.layout.widths import CHARS, lane_width, settings
from render.layout.words import Words, texts_of
from render.layout.worth import filling, legible, over, tidiness, torn
from render.metrics import Typeface

MIDDLING = 7.0  # characters a line
WIDTHS = (5.0, 6.0, MIDDLING, 8.0, 10.0)
ALONE = 4  # lines: what it costs to part a step from an end that is its alone
TRIES = 4  # drawings that are made of a chart
EFFORT = 500  # lines of all drawings together, after which no more are made where lines cross in the best
HOPEFUL = 2  # drawings that are tried with connectors
SQUEEZED = 0.96, 0.91
"""About what is left of a chart with lanes that is pushed together, across and along the flow."""
UNUSUAL = 0.95  # what another order of the lanes is worth: a step more must not change it for nothing
HARDLY = 0.98  # what may be left of a drawing's worth where connectors come to stand beside their boxes
HOPE = 1.1  # how much larger than the cheap look says a drawing may come out
LABEL_CHARS, LABEL_MOST = 4.6, 5.8  # em of a label's line, in its own size, and where an amount needs more

Routes = dict[tuple[bool, Placement], list[Way]]
"""Ways by orientation (whether the chart runs across) and placement."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to draw a chart, and what the cheap look at it says: em wide and high, and how tidy (up to 1).

    ``flat``: the placement before it was folded.
    """

    rows: bool
    chars: float | Setting
    placement: Placement
    wide: float
    high: float
    tidy: float
    flat: Placement

    @property
    def kind(self) -> tuple[bool, int, Placement]:
        """What it shares with those that are folded elsewhere."""
        return self.rows, len(self.placement.groups), self.flat

    def size(self, area: Area) -> float:
        """The type size it would come to in ``area``, mm."""
        return min(area.width / self.wide, area.height / self.high, area.largest)

    def score(self, area: Area) -> float:
        """What is compared: type size first, tidiness second, then how much of the room is used."""
        size = self.size(area)
        return legible(size, area) * self.tidy * filling(self.wide * size * self.high * size, area)


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
        self._widths: dict[tuple[bool, Placement], list[tuple[Setting, list[Body]]]] = {}
        self._tangles: dict[Placement, float] = {}
        self._knots: dict[tuple[tuple[int, ...], ...], int] = {}
        self._bends: dict[Placement, int] = {}
        self._crossings: dict[Placement, list[int]] = {}
        self._folds: dict[tuple[bool, Placement], list[Placement]] = {}
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
        found = []
        for placement in self.placements:
            for rows in self.ways:
                found += self._look(placement, rows)
        return found

    def _look(self, placement: Placement, rows: bool) -> list[Variant]:
        """A placement at several widths of text, unfolded and (without lanes) folded."""
        if placement.lanes:
            return [
                self._variant(placement, rows, chars, bodies)
                for chars, bodies in self._settings(placement, rows)
            ]
        return [
            self._variant(folded, rows, chars, self.bodies(rows, chars), placement)
            for chars in WIDTHS
            for folded in self._folded(placement, rows)
        ]

    def _variant(
        self, placement: Placement, rows: bool, chars: float | Setting, bodies: Sequence[Body],
        flat: Placement | None = None,
    ) -> Variant:  # fmt: skip
        across, along = self._extent(placement, bodies)
        if placement.lanes:
            across, along = SQUEEZED[0] * across, SQUEEZED[1] * along + (5.0 if rows else 3.0)
        wide, high = (along, across) if rows else (across, along)
        return Variant(rows, chars, placement, wide, high, self._tidy(placement), flat or placement)

    def _settings(self, placement: Placement, rows: bool) -> list[tuple[Setting, list[Body]]]:
        """What widths its columns may have, with all items so; found once for every placement with lanes."""
        key = (rows, placement)
        if key not in self._widths:
            every = tuple(range(len(self.chart.items)))
            sizes = [self.bodies(rows, Setting((chars,) * len(every), every)) for chars in CHARS]
            self._widths[key] = settings(sizes, placement, rows)
        return self._widths[key]

    def _folded(self, placement: Placement, rows: bool) -> list[Placement]:
        """A placement as it is and (without lanes) in two to four groups, cut where text of middling width asks."""
        key = (rows, placement)
        if key not in self._folds:
            self._folds[key] = [placement]
            if not placement.lanes:
                bodies = self.bodies(rows, MIDDLING)
                reaches = [(body.reach[LEFT], body.reach[RIGHT]) for body in bodies]
                boxes = Boxes(_heights(placement, bodies), reaches, self.air)
                most = min(4, placement.rows // 4)
                self._folds[key] += fold(placement, boxes, self._crossing(placement), most, self.alone)
        return self._folds[key]

    def _tidy(self, placement: Placement) -> float:
        """How tidy a placement will be, guessed once for each."""
        if placement not in self._tangles:
            crossings, bends = tangle(self.chart, placement)
            bends += 3 * (len(placement.groups) - 1)
            if layers := placement.unfolded.layers:
                if layers not in self._knots:
                    self._knots[layers] = Layers.of(self.chart, placement).crossings()
                crossings = self._knots[layers]
            self._tangles[placement] = tidiness(0.7 * crossings, bends) * self._torn(placement)
        return self._tangles[placement]

    def _torn(self, placement: Placement) -> float:
        """What it is worth that a fold parts little, up to 1."""
        crossing = self._crossing(placement.unfolded) if placement.flat else []
        return torn([crossing[cut] for cut in placement.cuts[1:-1]])

    @cached_property
    def alone(self) -> list[tuple[int, int]]:
        """Steps and the ends that are theirs alone."""
        lines: dict[int, list[Link]] = {}
        for link in self.chart.links:
            for item in (link.source, link.target):
                lines.setdefault(item, []).append(link)
        ends = [item.id for item in self.chart.items if item.end and item.shape != "connector"]
        return [(lines[n][0].source, n) for n in ends if len(lines.get(n, ())) == 1]

    def _crossing(self, placement: Placement) -> list[int]:
        """For every row how many lines come into it from above.

        Steps stay with their diamonds and connectors; decisions with their outcomes, and what is done at the same time,
        had better stay together.
        """
        if placement in self._crossings:
            return self._crossings[placement]
        items, crossing = self.chart.items, [0] * (placement.rows + 1)

        def together(link: Link, r: int) -> bool:
            if items[link.source].shape in ("decision", "gate"):
                return placement.row[link.source] + 1 == r
            return items[link.source].split or items[link.target].join

        def price(link: Link, r: int) -> int:
            if link.within:
                return 50
            if link.ends:
                return 8
            if (link.source, link.target) in self.alone:
                return ALONE if beside(placement, link.source, link.target) is None else 0
            return 2 if together(link, r) else 1

        for link in self.chart.links:
            a, b = sorted((placement.row[link.source], placement.row[link.target]))
            for r in range(a + 1, b + 1):
                crossing[r] += price(link, r)
        self._crossings[placement] = crossing
        return crossing

    def _extent(self, placement: Placement, bodies: Sequence[Body]) -> tuple[float, float]:
        """About how large it will be, em, across and along the flow."""
        left, right = _reaches(placement.col, placement.cols, bodies, (LEFT, RIGHT), 1.0)
        bent = self._bent(placement)
        across = sum(left) + sum(right) + 1.5 * self.air * (placement.cols - 1) + 0.7 + 0.55 * self.air * bent
        along = sum(_heights(placement, bodies)) + 2.0 * self.air * (placement.rows - 1) + 0.7 + 0.25 * bent
        return across, along

    def _bent(self, placement: Placement) -> int:
        """How many lines cannot be straight, counted once for every placement; returns twice."""
        if placement not in self._bends:
            row, col = placement.row, placement.col
            self._bends[placement] = sum(
                (col[k.source] != col[k.target] and row[k.source] != row[k.target]) + (k.back or k.up)
                for k in self.chart.links
            )
        return self._bends[placement]

    @cached_property
    def smallest(self) -> list[Variant]:
        """The variants of which none other is both narrower and lower, from the narrowest to the lowest."""
        found: list[Variant] = []
        for variant in sorted(self.variants, key=lambda v: (v.wide, v.high)):
            if not found or variant.high < found[-1].high:
                found.append(variant)
        return found

    def size(self, area: Area) -> float:
        """The size of a title that ``area`` allows by the cheap look, mm."""
        return max(v.size(area) for v in self.smallest)

    def used(self, area: Area) -> float:
        """How much of ``area`` the drawing would use by the cheap look, mm²."""
        size, found = max(((v.size(area), v) for v in self.variants), key=lambda f: f[0])
        return found.wide * found.high * size**2

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
        room, long = (area.height, area.width) if variant.rows else (area.width, area.height)
        wide, high = self._extent(variant.placement, draft.bodies)
        more_x, more_y = draft.geometry.walls_x[-1] - wide, draft.geometry.walls_y[-1] - high

        def size(bodies: Sequence[Body]) -> float:
            across, along = self._extent(variant.placement, bodies)
            along = SQUEEZED[1] * (along + more_y) + draft.head()
            return min(room / (SQUEEZED[0] * (across + more_x)), long / along)

        best, most = variant.chars, size(draft.bodies) * 1.005
        for chars, bodies in self._settings(variant.placement, variant.rows):
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
        whole = face.widest(text)
        texts = face.break_lines(text, whole if LABEL_CHARS < whole < LABEL_MOST else LABEL_CHARS)
        top = -len(texts) * 1.2 * size / 2
        made = []
        for n, part in enumerate(texts):
            wide = face.width(part, size)
            made.append(Line(part, -wide / 2, top + (n + 0.5) * 1.2 * size, size, wide, False, "label"))
        return made

    def best(self, area: Area, tries: int = TRIES) -> Layout:
        """The best layout in ``area`` of the ``tries`` variants that promise most, and of more while lines cross in it; what
        can't be read comes last."""
        drawings, lines, spent = self._made(area), tries * len(self.chart.links), 0
        calm = int(self.chart.style == "lanes")  # lanes are not drawn anew for one
        first, *others = self._hopeful(drawings, tries)
        best = self._relieved(first, area)
        while True:
            for made in others:
                if made[0] / tidiness(made[1].crossings, 0) > best[0]:
                    best = max(best, self._relieved(made, area), key=lambda m: m[0])
            spent += lines
            tangled = best[1].crossings > calm and best[1].small >= area.readable - 1e-6
            if not tangled or spent > EFFORT or not (others := self._hopeful(drawings, tries)):
                return best[1]

    def _hopeful(self, drawings: Iterator[tuple[bool, Made]], tries: int) -> list[Made]:
        """The best of the next drawings: of so many that are sound, as long as there are not too many others."""
        found: list[Made] = []
        done = 0
        for sound, made in itertools.islice(drawings, 3 * tries):
            found.append(made)
            done += sound
            if done == tries:
                break
        return sorted(found, key=lambda m: -m[0])[:HOPEFUL]

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
        """A layout, with connectors for its worst lines where that reads better."""

        rows = made[2].rows
        drawing = _drawing(made[2])

        def redraw(drawing: Drawing, best: float) -> Made | None:
            found = self._redrawn(drawing, rows, area)
            return found if found and found[0] > best else None

        return self._pulled(relieved(drawing, made, self._rider(rows), redraw), area)

    def _pulled(self, made: Made, area: Area) -> Made:
        """A layout, with the connectors of a cut beside their boxes where that reads better."""
        score, layout, draft = made
        drawing = _drawing(draft)
        near = pulled(drawing, draft.geometry.points)
        if near is drawing or not (found := self._redrawn(near, draft.rows, area)):
            return made
        gain = found[0] / self._score(draft, layout, area)
        return (score * gain, *found[1:]) if gain >= HARDLY else made

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
        """What drawings are compared by: type size, tidiness, how much of the room is used, and whether the lanes lie as
        in the first placement; half for what can't be read."""
        score = legible(made.size, area) * tidiness(made.crossings, made.bends) * self._torn(draft.placement)
        score *= filling(made.used.w * made.used.h, area)
        mine, first = (list(dict.fromkeys(p.lanes)) for p in (draft.placement, self.placements[0]))
        score *= 1.0 if mine == first else UNUSUAL
        return score * (1.0 if made.small >= area.readable - 1e-6 else 0.5)

    def _ranked(self, area: Area, least: float) -> list[Variant]:
        """The variants that promise most, of the placements by layers and of the others in turn: the guess compares
        those of one kind better than it compares the kinds."""
        ranked = sorted(self.variants, key=lambda v: -v.score(area) * (1.0 if v.size(area) >= least else 0.5))
        kinds = [[v for v in ranked if bool(v.placement.unfolded.layers) == kind] for kind in (False, True)]
        return [v for pair in itertools.zip_longest(*kinds) for v in pair if v]


def _drawing(draft: Draft) -> Drawing:
    """What was drawn."""
    return Drawing(draft.chart, draft.bodies, draft.placement, draft.ways)


def _finished(draft: Draft, area: Area) -> Layout:
    """The layout of a draft, with lanes pushed together where there is no room, and bars that reach over all branches."""
    return finish(spread(pressed(draft, area) if draft.placement.lanes else draft), area)


def _reaches(
    band: Sequence[int], count: int, bodies: Sequence[Body], sides: tuple[int, int], least: float
) -> tuple[list[float], list[float]]:
    """How far the boxes of each band reach to both sides of its middle, em, and ``least`` at least."""
    first, second = sides
    low, high = [least] * count, [least] * count
    for n, body in zip(band, bodies, strict=True):
        reach = body.reach
        if reach[first] > low[n]:
            low[n] = reach[first]
        if reach[second] > high[n]:
            high[n] = reach[second]
    return low, high


def _heights(placement: Placement, bodies: Sequence[Body]) -> list[float]:
    up, down = _reaches(placement.row, placement.rows, bodies, (UP, DOWN), 0.5)
    return [a + b for a, b in zip(up, down, strict=True)]
