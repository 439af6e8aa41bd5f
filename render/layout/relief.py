"""Lines that cross too many others, spared: each ends in a connector beside its box, and goes on from another of the
same letter beside the box it leads to. Everything else stays where it is.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from render.layout.assemble import Draft
from render.layout.body import DOWN, UP, Body
from render.layout.chart import LETTERS, Chart, Item, Link, letters
from render.layout.course import main_course
from render.layout.model import Box, Layout, Rect
from render.layout.place import Placement
from render.layout.stubs import AROUND, Drawing, Growing, settled, sides_for
from render.layout.tracks import Geometry
from render.layout.worth import length, over, tidiness

RIDER = "◌"
"""What the key of a connector begins with that has no letter yet; the key of the step it leads to follows."""
NEAR, FAR, LONG, EM = 0.18, 0.09, 40.0, 0.0006
"""What two connectors in the place of a line cost, in parts of the type size: of a short one, of one ``LONG`` em long,
and how much less for every further em."""
FOLD = 0.075  # and of a line over a fold: the eye goes to the next column anyway
FURTHER, COPY = 0.5, 0.02
"""One more exit to a step that has its connector, in parts of that; and what it costs to draw an end again."""
ROUNDS = 2
TOUCH = 0.1  # mm
NEXT = 12.0  # em: boxes that are nearer have their line
SINGLY = 2  # lines that are tried one by one where all together are no gain

Made = tuple[float, Layout, Draft]
"""A layout, with its score and its draft."""


def relieved(
    drawing: Drawing, made: Made, rider: Body, redraw: Callable[[Drawing, float], Made | None]
) -> Made:
    """The layout that was ``made``, or one without its worst lines where that reads better.

    ``rider``: a connector, measured; ``redraw``: what becomes of a drawing, None where that is no better than a score.
    """
    for _ in range(ROUNDS):
        worst = list(worst_lines(drawing.chart, made[2]))
        tried = (_tried(drawing, worst[:count], made, rider, redraw) for count in _fewer(len(worst)))
        together = next(filter(None, tried), None)
        if not together:
            for link in worst[:SINGLY] if len(worst) > 1 else ():
                drawing, made = _tried(drawing, [link], made, rider, redraw) or (drawing, made)
            break
        drawing, made = together
    return made


def _fewer(count: int) -> Iterator[int]:
    """How many of the worst lines are tried together: all, and half as many as long as there is no room for them."""
    while count:
        yield count
        count = count // 2 if count // 2 > SINGLY else 0


def _tried(
    drawing: Drawing,
    links: Sequence[Link],
    made: Made,
    rider: Body,
    redraw: Callable[[Drawing, float], Made | None],
) -> tuple[Drawing, Made] | None:
    """The drawing without these of its lines, where that reads better."""
    lighter = drawing
    for link in links:
        lighter = without(lighter, link, rider, length(made[2].geometry.points[link.id])) or lighter
    if lighter is drawing:
        return None
    lighter = settled(lighter)
    better = redraw(lighter, made[0])
    return (replace(lighter, ways=better[2].ways), better) if better else None


def worst_lines(chart: Chart, draft: Draft) -> Iterator[Link]:
    """The lines that had best be spared, by their crossings, bends and length, the worst first."""
    points, pairs = draft.geometry.points, over(draft.geometry.points)
    course = set(pairwise(main_course(chart).items))
    known = {link.target for link in chart.links if link.rest}
    ways_in = Counter(k.target for k in chart.links if not (k.back or k.up or k.stub))
    free = [
        link
        for link in chart.links
        if may_spare(chart, draft.placement, link)
        and (link.source, link.target) not in course
        and _apart(draft.geometry, link) >= NEXT
    ]
    while free:
        count = Counter(n for pair in pairs for n in pair)
        hopes = [
            (1 - _cost(chart, draft.placement, link, length(points[link.id]), link.target in known))
            / tidiness(count[link.id], len(points[link.id]) - 2)
            for link in free
        ]
        if max(hopes) < 1:
            break
        worst = free.pop(hopes.index(max(hopes)))
        known.add(worst.target)
        if not (worst.back or worst.up):
            ways_in[worst.target] -= 1
            free = [
                k
                for k in free
                if k.target != worst.target or _sought(draft.placement, k) or ways_in[k.target] > 1
            ]
        pairs = [pair for pair in pairs if worst.id not in pair]
        yield worst


def may_spare(chart: Chart, placement: Placement, link: Link) -> bool:
    """Whether a line may be spared: not those of parallel bars, nor within a step, nor to a connector; nor the only one that
    leads to a step, unless over a fold: who sees it must see where it comes from.
    """
    source, target = chart.items[link.source], chart.items[link.target]
    if link.link or link.ends or link.stub or source.split or target.join or source.key == target.key:
        return False
    return to_end(chart, link) or _sought(placement, link) or not _only(chart, link)


def _sought(placement: Placement, link: Link) -> bool:
    """Whether a line may be spared though no other leads to its step: a return, or one over a fold."""
    return link.back or link.up or _folded(placement, link)


def _folded(placement: Placement, link: Link) -> bool:
    """Whether a line leads on over a fold."""
    return not link.returns and placement.between(link.source, link.target) is not None


def _apart(geometry: Geometry, link: Link) -> float:
    """How far the boxes of a line are from each other, em."""
    a, b = link.source, link.target
    return abs(geometry.x[a] - geometry.x[b]) + abs(geometry.y[a] - geometry.y[b])


def _cost(chart: Chart, placement: Placement, link: Link, long: float, known: bool) -> float:
    """What it costs to spare a line of ``long`` em, in parts of the type size; ``known``: its step has a connector."""
    return COPY if to_end(chart, link) else _price(placement, link, long, known)


def _price(placement: Placement, link: Link, long: float, known: bool) -> float:
    """What connectors in the place of a line of ``long`` em cost; ``known``: the step has one already."""
    cost = FOLD if _folded(placement, link) else NEAR + (FAR - NEAR) * min(1.0, long / LONG)
    cost = max(0.0, cost - EM * max(0.0, long - LONG))
    return cost * FURTHER if known else cost


def to_end(chart: Chart, link: Link) -> bool:
    """Whether a line leads to an end that can stand where it begins: its only one, or a refusal, which may stand twice.

    Not the last line to an end that a connector leads to: the end would take it along, to where it has no room.
    """
    end = chart.items[link.target]
    if not end.end or end.marks:
        return False
    return not _entry(chart, link) if _only(chart, link) else end.end == "未办成"


def _only(chart: Chart, link: Link) -> bool:
    """Whether no other line leads to an end, or with the flow to a step, that a line leads to; connectors aside."""
    others = chart.links if chart.items[link.target].end else chart.backward[link.target]
    return not any(k.target == link.target and k.id != link.id and not k.stub for k in others)


def _entry(chart: Chart, link: Link) -> Link | None:
    """The way in from a connector that the step a line leads to has already."""
    return next((k for k in chart.links if k.rest and k.target == link.target), None)


def without(drawing: Drawing, link: Link, rider: Body, long: float) -> Drawing | None:
    """The drawing with connectors for one of its lines; None where there is no side of a box left for them.

    ``rider``: a connector, measured; ``long``: em of the line.
    """
    chart, way = drawing.chart, drawing.ways[link.id]
    grown = Growing(drawing)
    target, entry = chart.items[link.target], _entry(chart, link)
    if to_end(chart, link):
        body = drawing.bodies[link.target]
        along = sorted(AROUND, key=lambda side: body.reach[side])
        where = (DOWN, UP) if drawing.placement.lanes else along
        stub = replace(link, stub="target")
        if _only(chart, link):
            return grown.result(COPY) if grown.move(stub, where) else None
        if grown.end(stub, target, body, where):
            return grown.result(COPY)
    cost = _price(drawing.placement, link, long, entry is not None)
    ends, back = (chart.items[link.source].key, target.key), link.back or link.dashed
    key = chart.items[entry.source].key if entry else RIDER + target.key
    item = Item(0, key, "connector", 0, LETTERS[0])
    if not key.startswith(RIDER):  # it came with a cut, and has its letter
        rider = replace(rider, lines=[replace(line, text=key[1:]) for line in rider.lines])
    out = Link(link.id, link.source, 0, link.label, ends=ends, dashed=back, stub="target", main=link.main)
    if not grown.end(out, item, rider, sides_for(drawing.placement, [way.out], DOWN)):
        return None
    if entry:
        grown.keep(replace(entry, dashed=entry.dashed and back), rider)
        return grown.result(cost)
    sides = sides_for(drawing.placement, [way.into], UP)
    at = len(chart.links)
    into = Link(at, 0, link.target, ends=ends, rest=True, dashed=back, stub="source", main=link.main)
    return grown.result(cost) if grown.end(into, item, rider, sides) else None


def _sent(layout: Layout) -> Iterator[str]:
    """The connectors without a letter: as the steps that lead to them stand in the file, then all others."""
    riders = [box for box in layout.boxes if box.key.startswith(RIDER)]
    away: dict[str, list[Box]] = defaultdict(list)
    for box in riders:
        if not box.onward:
            away[box.key.removeprefix(RIDER)].append(box)
    place = {box.key: n for n, box in enumerate(layout.boxes)} if away else {}
    leading = [wire for wire in layout.wires if wire.target in away]
    for wire in sorted(leading, key=lambda wire: place.get(wire.source, 0)):
        end = Rect(*wire.points[-1], 0, 0)
        yield from (box.key for box in away[wire.target] if box.rect.overlaps(end, TOUCH))
    yield from (box.key for box in riders)


def lettered(layouts: Sequence[Layout]) -> list[Layout]:
    """Layouts that are read together, with letters for the connectors that have none: those that no other has, in the order
    in which a reader is sent away."""
    free = letters({box.key for layout in layouts for box in layout.boxes if box.shape == "connector"})
    names = {key: next(free) for key in dict.fromkeys(itertools.chain(*map(_sent, layouts)))}

    def named(box: Box) -> Box:
        if box.key not in names:
            return box
        (line,) = box.lines
        return replace(box, key=f"○{names[box.key]}", lines=(replace(line, text=names[box.key]),))

    return [replace(layout, boxes=tuple(map(named, layout.boxes))) for layout in layouts]
