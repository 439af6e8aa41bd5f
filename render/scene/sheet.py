"""The sheets of a power: what stands where, so that all of it can be read and the flow is as large as it can be."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from powermodel.rules.view import View
from render.layout import Chart, Style, build_chart
from render.layout.course import main_course
from render.layout.keep import Shelf, key_of
from render.layout.model import Layout, Rect
from render.layout.parts import connectors
from render.layout.relief import lettered
from render.layout.worth import tidiness
from render.scene import content as risk_cards
from render.scene.cards import CardFitter, CardSet, fit_cards
from render.scene.content import Card, Content, card_marks, content
from render.scene.course import Course
from render.scene.cuts import DOUBT, LETTER, Cut, cuts
from render.scene.frame import LEAST, Frame, Sheet
from render.scene.holes import holes
from render.scene.legend import possible
from render.scene.omitted import left_out
from render.scene.printer import Drawn, Plan, Printer
from render.scene.service import Panel, PanelFitter, course_tiles, tiles
from render.scene.theme import OFFICIAL, Theme
from render.scene.ways import SIZES, SPOKEN, WHOLE, Fitters, Way, Ways

KINDS = {"risk": "廉政风险防控图", "lanes": "权力运行流程图", "simple": "简明流程图"}
SERVICE, COURSE = "办事流程图", "问题走法图"
"""What the simple chart of a service is called, and a chart that shows the course of a finding."""


Room = tuple[Rect, Rect | None, Panel | None]
"""What the flow gets of a sheet, what the panel gets, and the panel."""
Division = tuple[float, Rect, Rect, Way, float, int]
"""What dividing a sheet so is worth, the flow's rectangle, the cards', the way to draw, type of the cards, mm, and columns."""
NARROW = 13  # characters a line, borders counted in: cards with fewer are hard to read
FEW = (0.05, 0.07, 0.09)
SHARES = (0.12, 0.16, 0.2, 0.24, 0.28, 0.32, 0.36, 0.4, 0.45, 0.5, 0.55)
"""What part of the body a few cards get, and many."""
LARGEST = 3.0
"""Titles as a multiple of what can just be read: beyond that the rest is left white."""
GENEROUS = (1.4, 1.3, 1.2, 1.1, 1.0)
"""A chart for residents is tried with type so much larger than what can just be read."""


FEW_KNOTS, KNOTTED, CLEARER = 3, 0.05, 1.5
"""Crossings that can always be followed, how many a line can be, and how much better two sheets than one must read
where there are more."""


class Composer:
    """Draws the sheets of one power in one style on one kind of sheet.

    ``course``: of a finding, drawn strong in the place of the risks. ``shelf``: where layouts are kept.
    """

    def __init__(
        self, view: View, style: Style, sheet: Sheet, theme: Theme = OFFICIAL, course: Course | None = None,
        shelf: Shelf | None = None,
    ) -> None:  # fmt: skip
        simple = style == "simple"
        self.course = course
        self.view, self.style, self.theme = view, style, theme
        self.sheet = replace(sheet, ease=1.22) if simple else sheet
        self.kind = COURSE if course else SERVICE if simple and view.power.guide else KINDS[style]
        self.content: Content = content(view, self.kind, simple or course is not None)
        self.tiles = PanelFitter(course_tiles(course) if course else tiles(view) if simple else ())
        codes = {key: power.code for key, power in view.project.powers.items() if power.code}
        watching = [name for name in view.project.posts if view.supervises(name)]
        marks = course.marks() if course else {} if simple else card_marks(view)
        self.chart = build_chart(view.flow, style, marks, codes, watching)
        grades = {card.grade for card in self.content.cards} & {"高", "中", "低"}
        self.signs = possible(self.chart, grades, course is not None)
        self.pinned = tuple(view.project.settings.lanes)
        self.shelf = shelf or Shelf()
        self.frames: dict[tuple[tuple[int, int], bool], Frame] = {}
        self.ways = self._ways(self.chart, self.pinned)

    def _ways(
        self, chart: Chart, lanes: Sequence[str], taken: Sequence[str] = (), whole: Fitters | None = None
    ) -> Ways:
        """How the flow, or a part of it, can be drawn."""
        counts = (1, 2, 3) if self.style == "lanes" else (1,)
        return Ways(chart, lanes, self.sheet.readable, LARGEST, counts, taken, whole)

    def sheets(self, draft: bool = False) -> list[Drawn]:
        """All sheets, the flow first, then the risks where they found no room beside it."""
        plans, alone, panel = self.shelf.take(self._key(), self._laid_out)
        count = len(plans) + len(alone) + (panel is not None)
        frames = [self._frame((n, count), panel is not None) for n in range(1, count + 1)]
        printer = Printer(self.view, self.kind, self.sheet, self.theme, self.course, draft)
        drawn = [printer.flow(plan, frame) for plan, frame in zip(plans, frames, strict=False)]
        beside: list[CardSet | Panel] = [*alone, *([panel] if panel else [])]
        drawn += [
            printer.beside(what, frame) for what, frame in zip(beside, frames[len(plans) :], strict=True)
        ]
        levels = sorted({cards.level for cards in (*(plan.cards for plan in plans), *alone) if cards})
        omitted = left_out(self.chart, (plan.layout for plan in plans), levels)
        return [replace(sheet, left_out=omitted) for sheet in drawn]

    def _laid_out(self) -> tuple[list[Plan], list[CardSet], Panel | None]:
        """What stands on the sheets: those of the flow, those of cards alone, and the panel of a sheet of its own."""
        plans = self.plans()
        named = lettered([plan.layout for plan in plans])
        plans = [replace(plan, layout=layout) for plan, layout in zip(plans, named, strict=True)]
        beside = {placed.card for plan in plans if plan.cards for placed in plan.cards.cards}
        small = min(plan.layout.small for plan in plans)
        alone = self._cards_alone([card for card in self.content.cards if card not in beside], small)
        return plans, alone, self._panel_alone() if self.tiles.tiles and plans[0].panel is None else None

    def _key(self) -> str:
        """What the layout depends on; names and phones of the place only by the room that they leave."""
        chart, rooms = self.chart, [self._frame(told=told).body for told in (False, True)]
        watching = sorted(chart.supervising)
        drawn = (chart.style, chart.posts, watching, self.pinned, *chart.items, *chart.links)
        return key_of([self.sheet, *rooms, *drawn, *self.content.cards, *self.tiles.tiles])

    def _frame(self, page: tuple[int, int] = (1, 1), told: bool = False) -> Frame:
        """``told``: the foot says how long it takes and whom to call, since no panel beside the flow does."""
        told = told or not self.tiles.tiles
        if (page, told) not in self.frames:
            foot = self.content if told else replace(self.content, service=())
            self.frames[page, told] = Frame(self.sheet, foot, self.theme, self.signs, page)
        return self.frames[page, told]

    # -- planning ---------------------------------------------------------------------------------------------

    def plans(self) -> list[Plan]:
        """Divide the body between flow and cards, shortening step by step until both can be read.

        One plan a sheet of the flow; more than one where no shortening makes it readable on one.
        """
        body = self._frame().body
        rooms = self._rooms(body)
        one = _first_clear(self._on_one(body, rooms))
        if one and _clear(one.layout):
            return [one]
        for count in (2,) if one else range(2, 9):
            found = cuts(self.ways, self.content.cards, count, rooms[0][0], body)
            if not found:
                break
            for room in rooms:
                for all_beside in (True, False) if self.content.cards else (False,):
                    if plans := self._best_cut(found, room, all_beside):
                        return [one] if one and _value(plans) < CLEARER * _value([one]) else plans
        area = self.ways.area(rooms[-1][0].w, rooms[-1][0].h)
        return [one or Plan(Way(self.ways, len(SIZES) - 1).best(area), rooms[-1][0], None, None)]

    def _on_one(self, body: Rect, rooms: Sequence[Room]) -> Iterator[Plan]:
        """The flow on one sheet, in type that can be read, with the cards or the panel where they find room."""
        if self.tiles.tiles:
            generous = GENEROUS if self.style == "simple" else (1.0,)
            for ranks, spare in itertools.product((WHOLE, SPOKEN), generous):
                if plan := self._service_plan(body, spare, ranks):
                    yield plan
        if plan := self._with_cards(self.ways, self.content.cards, body):
            yield plan
        for flow, column, panel in rooms:
            area = self.ways.area(flow.w, flow.h)
            if way := self.ways.proved(area):
                plan = Plan(way.best(area), flow, None, column, panel=panel)
                yield plan if panel else self._in_a_hole(plan)
                break

    def _rooms(self, body: Rect) -> list[Room]:
        """What the flow may have where no type is generous: what the least panel leaves, or the whole sheet."""
        if not self.tiles.tiles:
            return [(body, None, None)]
        bands = (room for room in self._panels(body, self.sheet.readable) if room[0].w == body.w)
        return [*itertools.islice(bands, 1), (self._frame(told=True).body, None, None)]

    def _best_cut(self, found: Sequence[Cut], room: Room, all_beside: bool) -> list[Plan]:
        """The cut that reads best, of those that promise about as much as the first that can be read; none if none can."""
        best, most, hoped = list[Plan](), -math.inf, -math.inf
        for promise, parts in found:
            if best and promise < hoped - DOUBT:
                break
            if plans := self._parts(parts, room, all_beside):
                hoped = max(hoped, promise)
                boxes = (box for plan in plans for box in plan.layout.boxes)
                letters = {box.key for box in boxes if box.shape == "connector"}
                value = math.log(_value(plans)) - LETTER * len(letters)
                if value > most:
                    best, most = plans, value
        return best

    def _parts(self, parts: Sequence[Fitters], room: Room, all_beside: bool) -> list[Plan]:
        """Each part on a sheet of its own, the first in ``room``, with letters of its own; none where one can't be read.

        Each with the cards of its risks where they find room, or none of them at all (``all_beside``).
        """
        steps = [self.chart.items[n].key for n in main_course(self.chart).items]
        taken = {key for part in parts for key in connectors(part.chart)}
        plans: list[Plan] = []
        for n, part in enumerate(parts):
            chart = part.chart
            flow, column, panel = (self._frame().body, None, None) if n and room[2] else room
            ways = self._ways(chart, part.pinned, sorted(taken), part)
            cards = [card for card in self.content.cards if card.step in chart.of_step]
            plan = self._with_cards(ways, cards, flow)
            area = ways.area(flow.w, flow.h)
            if plan is None and not (cards and all_beside) and (way := ways.proved(area)):
                plan = Plan(way.best(area), flow, None, column, panel=panel)
            if plan is None:
                return []
            taken |= {box.key for box in plan.layout.boxes if box.shape == "connector"}
            here = [key for key in steps if key in chart.of_step]
            after = [self.view.flow.title(key) for key in here[-1:] if key != steps[-1]]
            plans.append(replace(plan, after="".join(after)))
        return plans

    def fits_on_one(self) -> bool:
        """Whether the flow alone can be read and followed on one sheet."""
        body = self._frame().body
        area = self.ways.area(body.w, body.h)
        way = self.ways.proved(area)
        return way is not None and _clear(way.best(area))

    def _with_cards(self, ways: Ways, cards: Sequence[Card], body: Rect) -> Plan | None:
        """Flow and cards on one sheet, the cards shortened until both can be read; None where they can't be."""
        for level in (risk_cards.FULL, risk_cards.ONE_LINE, risk_cards.SHORT):
            if cards and (plan := self._split(ways, CardFitter(cards, level), body)):
                return plan
        return None

    def _split(self, ways: Ways, fitter: CardFitter, body: Rect) -> Plan | None:
        """The division between flow and cards that reads best.

        Cards stand below a wide flow, or in a very small part of the body, only where nothing else holds.
        """
        tall = body.h > 1.15 * body.w
        usual = [(below, share) for below in (False, True)[: 1 + tall] for share in SHARES]
        others = [(below, share) for below in (False, True) for share in (*FEW, *SHARES)]
        for tried in (usual, [division for division in others if division not in usual]):
            found = sorted(self._divisions(ways, fitter, body, tried), key=lambda f: -f[0])
            if plan := _first_clear(self._beside(ways, fitter, found[:3])):
                return plan
        return None

    def _beside(self, ways: Ways, fitter: CardFitter, divisions: Sequence[Division]) -> Iterator[Plan]:
        """Flow and cards where a sheet is divided so, as far as both can be read."""
        for _, flow, column, way, cards, columns in divisions:
            made = fitter.make(column.w, column.h, cards, columns)
            if made is None or made.size < self.sheet.readable - 1e-6:
                continue
            layout = way.best(ways.area(flow.w, flow.h))
            if layout.small >= self.sheet.readable - 1e-6:
                yield Plan(layout, flow, made, column)

    def _divisions(
        self, ways: Ways, fitter: CardFitter, body: Rect, tried: Sequence[tuple[bool, float]]
    ) -> Iterator[Division]:
        """Those that promise to be readable."""
        readable = self.sheet.readable
        for below, share in tried:
            flow, column = self._divided(body, share, below)
            area = ways.area(flow.w, flow.h)
            cards, columns = fitter.size(column.w, column.h, readable, 1.8 * readable)
            way = ways.promising(area) if cards else None
            if way is None:
                continue
            title = way.size(area)
            if cards > title:  # the flow is what the sheet is for: nothing said beside it is larger
                cards, columns = fitter.size(column.w, column.h, readable, title)
            if column.w < NARROW * columns * cards:
                continue
            value = math.log(title) + 0.7 * math.log(min(cards, title * way.small))
            value -= 0.02 * way.rank + 0.3 * (way.strips - 1) + (0.12 if below else 0.0)
            yield value, flow, column, way, cards, columns

    def _in_a_hole(self, plan: Plan) -> Plan:
        """``plan`` with the cards or the panel where the flow leaves the sheet empty; as it is where they don't fit."""
        body, used, readable = self._frame().body, plan.layout.used, self.sheet.readable
        corner = replace(plan, flow=Rect(body.x, body.y, used.w, used.h))
        rooms = holes(plan.layout, body, self.sheet.base)
        if self.tiles.tiles:
            for room in rooms:
                if panel := self.tiles.column(room.w, room.h, readable, plan.layout.size):
                    return replace(corner, column=replace(room, h=panel.height), panel=panel)
        for level, room in itertools.product((risk_cards.FULL, risk_cards.ONE_LINE, risk_cards.SHORT), rooms):
            if not self.content.cards:
                break
            made = fit_cards(self.content.cards, level, room.w, room.h, readable, plan.layout.size)
            if made and room.w >= NARROW * made.columns * made.size:
                return replace(corner, column=room, cards=made)
        return plan

    def _service_plan(self, body: Rect, spare: float, ranks: int) -> Plan | None:
        """Flow and panel with type ``spare`` times what can be read, drawn at the first of `SIZES` that comes to it, up to
        ``ranks``; None where none does."""
        readable = self.sheet.readable
        found: list[tuple[float, Rect, Rect, Way, Panel]] = []
        for flow, column, panel in self._panels(body, min(self.sheet.base, spare * readable)):
            if way := self.ways.promising(self.ways.area(flow.w, flow.h), spare, ranks):
                size = way.size(self.ways.area(flow.w, flow.h)) * way.small
                value = math.log(size) + 0.2 * math.log(min(panel.size, size / way.small))
                if column.w < body.w:  # nothing stands below a short column, and a wide one is half empty
                    value -= 0.12 * (1 - column.h / body.h) + 0.2 * column.w / body.w
                elif body.w > body.h:  # a wide flow over a band is read line by line, like a page of a book
                    value -= 0.08
                found.append((value, flow, column, way, panel))
        found.sort(key=lambda f: -f[0])
        best, most = None, -math.inf
        for value, flow, column, way, panel in found[:3] if spare > 1 else found:
            if best and value < most:
                break
            area = self.ways.area(flow.w, flow.h, spare)
            promised = way.size(area) * way.small
            drawn = (replace(way, rank=rank).best(area) for rank in range(way.rank, ranks))
            layout = next((one for one in drawn if one.small >= spare * readable - 1e-6), None)
            if not layout:
                continue
            value += math.log(layout.small / promised * tidiness(layout.crossings))
            if value > most:
                best, most = Plan(layout, flow, None, column, panel=panel), value
        return best

    def _panels(self, body: Rect, least: float) -> Iterator[tuple[Rect, Rect, Panel]]:
        """Places for the panel beside and below the flow: the flow's rectangle, the panel's, and the panel."""
        for share in (0.11, 0.13, 0.15, 0.17, 0.19, 0.21, 0.24, 0.28, 0.33):
            flow, column = self._divided(body, share, False)
            if panel := self.tiles.column(column.w, column.h, least, 1.5 * least):
                yield flow, replace(column, h=panel.height), panel
        for more in (1.0, 1.15, 1.3):
            panel = self.tiles.band(body.w, more * least)
            if panel and panel.height < 0.45 * body.h:
                flow, column = self._divided(body, panel.height / body.h, True)
                yield flow, column, panel

    def _divided(self, body: Rect, share: float, below: bool) -> tuple[Rect, Rect]:
        """The rectangles of flow and cards."""
        gap = 1.5 * self.sheet.base
        if below:
            flow = Rect(body.x, body.y, body.w, body.h * (1 - share) - gap)
            return flow, Rect(body.x, flow.bottom + gap, body.w, body.h * share)
        flow = Rect(body.x, body.y, body.w * (1 - share) - gap, body.h)
        return flow, Rect(flow.right + gap, body.y, body.w * share, body.h)

    def _cards_alone(self, cards: Sequence[Card], small: float) -> list[CardSet]:
        """The risk column on a sheet of its own (or more, where one does not hold it).

        In type that can be read, or as small as ``small``, mm, that of the flow. A card that no sheet holds says less;
        one that says as little as it can is set smaller (K901 says so).
        """
        body, readable = self._frame((2, 2)).body, self.sheet.readable
        levels = (risk_cards.FULL, risk_cards.ONE_LINE, risk_cards.SHORT)
        tried = [*((level, max(LEAST, min(small, readable))) for level in levels), (risk_cards.FULL, LEAST)]
        rest, found = list(cards), list[CardSet]()
        while rest:
            ways = ((count, *way) for way in tried for count in range(len(rest), 0, -1))
            sets = (
                fit_cards(rest[:n], level, body.w, body.h, least, 2 * readable) for n, level, least in ways
            )
            made = next(filter(None, sets), None)
            if made is None:
                break
            rest = rest[len(made.cards) :]
            found.append(made)
        return found

    def _panel_alone(self) -> Panel | None:
        """The panel on a sheet of its own, where it found no room beside the flow."""
        body = self._frame((2, 2), told=True).body
        return self.tiles.column(body.w, body.h, self.sheet.readable, 2 * self.sheet.readable)


def _clear(layout: Layout) -> bool:
    """Whether a drawing has so few crossings that it can be followed."""
    return layout.crossings <= max(FEW_KNOTS, KNOTTED * len(layout.wires))


def _first_clear(plans: Iterable[Plan]) -> Plan | None:
    """The first that can be followed, else the one that reads best; None of none."""
    found: list[Plan] = []
    for plan in plans:
        if _clear(plan.layout):
            return plan
        found.append(plan)
    return max(found, key=lambda plan: _value([plan]), default=None)


def _value(plans: Sequence[Plan]) -> float:
    """What the sheets of a flow are compared by: the smallest type, mm, and their crossings."""
    crossings = sum(plan.layout.crossings for plan in plans)
    return min(plan.layout.size for plan in plans) * tidiness(crossings)
