"""A flow that is too long for its room, cut at its waists: several charts joined by connectors.

A line that would run from one part to another ends in a connector with a letter, and goes on from the connector of
the same letter in the other part.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from itertools import accumulate
from types import MappingProxyType

from render.layout.chart import Chart, Item, Link, connected, letters
from render.layout.course import main_course, topological
from render.layout.fit import Fitter
from render.layout.model import Area, Layout, Line, Rect
from render.layout.order import lane_order
from render.layout.relief import to_end

GAP = 1.4  # em between two parts on one sheet
UNEVEN, WEIGHED = 15.0, 40.0
"""Letters: what a part twice as long as the others, or empty, costs by the number of its items, and by their loads."""
Goal = tuple[int, int]
"""A place that lines lead to, and that has a letter: a step, and the line where each has a letter of its own."""
FURTHER = 0.4  # letters: what one more line to a step costs that has its letter


def cut(
    chart: Chart, count: int, name: Callable[[int], str] = lambda part: "", taken: Collection[str] = (),
    loads: Mapping[str, float] = MappingProxyType({}),
) -> list[Chart]:  # fmt: skip
    """The chart in ``count`` parts of about one size, cut where the flow is narrow; [chart] where that can't be.

    An end stands with its only line; a refusal is drawn again where a line to it would leave a part.

    ``name``: what a connector says of the part it leads to, besides its letter (a sheet's number). ``taken``: keys of
    connectors elsewhere (`connectors`), whose letters are not used again. A step that has its letter keeps it.
    ``loads``: how much room every step takes, by its key, where that is known.
    """
    _, bounds, order = min(
        ((*_waists(chart, order, count, loads), order) for order in _sequences(chart)),
        key=lambda found: found[0],
    )
    if not bounds:
        return [chart]
    part_of = {}
    for n, item in enumerate(order):
        part_of[item] = next(p for p in range(count) if bounds[p] <= n < bounds[p + 1])
    for link in chart.links:
        if link.target not in order:
            part_of[link.target] = max(part_of.get(link.target, 0), part_of[link.source])
        if link.ends:  # connectors of an earlier cut stay with their steps
            here, there = (link.target, link.source) if link.rest else (link.source, link.target)
            part_of[there] = part_of[here]
    broken = [k for k in chart.links if part_of[k.source] != part_of[k.target] and not _again(chart, k)]
    goals = sorted({_goal(chart, k) for k in broken})
    known = {_goal(chart, k): chart.items[k.source].key[1:] for k in chart.links if k.rest}
    free = letters({*taken, *connectors(chart)})
    named = {goal: known.get(goal) or next(free) for goal in goals}
    lost = main_course(chart).lost
    return [_part(chart, part_of, p, named, name, lost) for p in range(count)]


def _goal(chart: Chart, link: Link) -> Goal:
    """What a line leads to: all that go back or on to a step meet, but what a join waits for comes in one by one."""
    return link.target, link.id if chart.items[link.target].join and not link.back else -1


def _again(chart: Chart, link: Link) -> bool:
    """Whether the end that a line leads to can stand wherever it is needed."""
    return to_end(chart, link) and not chart.items[link.target].join


def connectors(chart: Chart) -> list[str]:
    """The keys of a chart's connectors."""
    return [item.key for item in chart.items if item.shape == "connector"]


def _sequences(chart: Chart) -> list[list[int]]:
    """Items in orders in which they can be read, by depth and by the file, each step with its diamond behind it.

    A step that only leads to ends, and an end, stands behind the last step that leads to it; left out are ends that can
    stand wherever they are needed.
    """
    order = topological(chart)
    place = {item: n for n, item in enumerate(order)}
    ends = {item.id for item in chart.items if not chart.forward[item.id]}
    owner: dict[int, int] = {}
    depth: dict[int, int] = {}
    for item in order:
        depth[item] = max((depth[k.source] + (not k.within) for k in chart.backward[item]), default=0)
        last = max((k.source for k in chart.backward[item]), key=place.__getitem__, default=item)
        sign = chart.items[item].shape in ("gate", "fork")
        follows = sign or all(k.target in ends for k in chart.forward[item])
        owner[item] = owner[last] if follows and last != item else item
    for item in reversed(order):  # what only leads to an end that comes later stays with where it leads
        if not chart.backward[item] and chart.forward[item]:
            depth[item] = max(depth[item], min(depth[k.target] for k in chart.forward[item]) - 1)

    keys = [(depth[owner[item]], place[owner[item]], place[item]) for item in range(len(order))]
    again = {link.target for link in chart.links if _again(chart, link)}
    order = [item for item in order if item not in again]
    return [sorted(order, key=keys.__getitem__), sorted(order, key=lambda item: keys[item][1:])]


def _waists(
    chart: Chart, order: Sequence[int], count: int, loads: Mapping[str, float]
) -> tuple[float, list[int]]:
    """Where to cut: the bounds of ``count`` parts, by dynamic programming over what is cut and evenness, and their cost.

    Lines to one step cost little more than one: they all end in the same letter, and go on in one place.

    No bounds where there are too few items.
    """
    size = len(order)
    place = {item: n for n, item in enumerate(order)}
    across = [0.0] * (size + 1)
    seen: set[tuple[int, Goal]] = set()
    for link in chart.links:
        if link.ends:
            continue  # a connector stays with its step
        low, high = sorted((place[link.source], place.get(link.target, place[link.source])))
        for n in range(low + 1, high + 1):
            across[n] += 100.0 if link.within else FURTHER if (n, _goal(chart, link)) in seen else 1.0
            seen.add((n, _goal(chart, link)))
    across[size] = 0.0
    heavy = [0.0, *accumulate(loads.get(chart.items[item].key, 1.0) for item in order)]
    even, uneven = heavy[-1] / count, WEIGHED if loads else UNEVEN
    level: dict[int, tuple[float, list[int]]] = {0: (0.0, [0])}
    for part in range(count):
        following: dict[int, tuple[float, list[int]]] = {}
        for start, (cost, bounds) in level.items():
            for end in range(start + 2, size + 1) if part < count - 1 else (size,):
                value = cost + uneven * ((heavy[end] - heavy[start]) / even - 1) ** 2 + across[end]
                if end >= start + 2 and (end not in following or value < following[end][0] - 1e-9):
                    following[end] = value, [*bounds, end]
        level = following
    return level.get(size, (0.0, []))


def _part(
    chart: Chart, part_of: dict[int, int], part: int, letters: dict[Goal, str], name: Callable[[int], str],
    lost: Collection[int],
) -> Chart:  # fmt: skip
    """One part, with connectors for the lines that leave it and come into it; its posts in the order of all lanes.

    A connector says which part it leads to, or comes from where that is but one. A connector to what is not ``lost`` is to the part what 办成 is to the flow.
    """
    members = [item for item in chart.items if part_of[item.id] == part]
    number = {item.id: n for n, item in enumerate(members)}
    lanes = {item.lane for item in members}
    posts = [chart.posts[n] for n in lane_order(chart) if n in lanes]
    lane = {n: posts.index(chart.posts[n]) for n in lanes}
    items = [replace(item, id=number[item.id], lane=lane[item.lane]) for item in members]
    links: list[Link] = []
    entered = {_goal(chart, k) for k in chart.links if k.rest}

    def connector(goal: Goal, at: int, others: Collection[int], end: str = "") -> int:
        words = letters[goal] + (name(*others) if len(others) == 1 else "")
        lane_of = lane[chart.items[at].lane]
        items.append(Item(len(items), f"○{letters[goal]}", "connector", lane_of, words, end=end))
        return len(items) - 1

    def coming(goal: Goal) -> list[Link]:
        return [k for k in chart.links if _goal(chart, k) == goal and part_of[k.source] != part]

    for link in chart.links:
        here, there = part_of[link.source] == part, part_of[link.target] == part
        ends = chart.items[link.source].key, chart.items[link.target].key
        if here and there:
            kept = replace(link, id=len(links), source=number[link.source], target=number[link.target])
            if link.rest and (goal := _goal(chart, link)) in letters:  # it leads on from here too
                items[kept.source] = replace(items[kept.source], title=letters[goal])
                kept = replace(kept, dashed=link.dashed and all(k.back for k in coming(goal)))
            links.append(kept)
        elif _again(chart, link):
            if here:
                lane_of = lane[chart.items[link.source].lane]
                items.append(replace(chart.items[link.target], id=len(items), lane=lane_of))
                made = replace(link, id=len(links), source=number[link.source], target=len(items) - 1)
                links.append(made)
        elif here:
            onwards = not (link.back or link.up or link.target in lost)
            at = connector(_goal(chart, link), link.source, {part_of[link.target]}, "办成" if onwards else "")
            cut = replace(link, id=len(links), source=number[link.source], target=at, ends=ends)
            links.append(replace(cut, back=False, up=False, dashed=link.back or link.dashed))
        elif there and (goal := _goal(chart, link)) not in entered:
            entered.add(goal)
            at = connector(goal, link.target, {part_of[k.source] for k in coming(goal)})
            only_returns = all(k.back for k in coming(goal))
            main = any(k.main for k in coming(goal))
            into = Link(
                len(links), at, number[link.target], ends=ends, rest=True, dashed=only_returns, main=main
            )
            links.append(into)
    of_step = {item.key: item.id for item in items if item.shape not in ("gate", "fork", "connector")}
    return connected(tuple(items), tuple(links), tuple(posts), of_step, chart.style, chart.supervising)


def turned(fitter: Fitter, rows: bool) -> Fitter:
    """A fitter that only draws from left to right (``rows``), or only down the sheet; caches are shared."""
    made = copy(fitter)
    made.variants = [v for v in fitter.variants if v.rows == rows]
    vars(made).pop("smallest", None)
    return made


@dataclass(frozen=True, slots=True)
class Strips:
    """Parts of one flow on one sheet, under each other (``side``: beside each other), all in one type size."""

    fitters: tuple[Fitter, ...]
    side: bool

    def size(self, area: Area) -> float:
        """The type size at which all parts fit, mm, by the cheap look."""
        low, high = 0.0, area.largest
        for _ in range(12):
            middle = (low + high) / 2
            if self._needs(area, middle) is None:
                high = middle
            else:
                low = middle
        return low

    def used(self, area: Area) -> float:
        """How much of ``area`` all parts would use, mm²."""
        size = self.size(area)
        return sum(fitter.used(replace(area, largest=size)) for fitter in self.fitters)

    def _needs(self, area: Area, size: float) -> list[float] | None:
        """What every part needs of the divided side, mm; None where they don't fit."""
        whole, across = (area.width, area.height) if self.side else (area.height, area.width)
        found = []
        for fitter in self.fitters:
            sizes = [
                (v.wide if self.side else v.high) * size
                for v in fitter.smallest
                if (v.high if self.side else v.wide) * size <= across
            ]
            if not sizes:
                return None
            found.append(min(sizes))
        return found if sum(found) + GAP * size * (len(found) - 1) <= whole else None

    def best(self, area: Area) -> Layout:
        """All parts laid out and put together."""
        size = self.size(area)
        whole = area.width if self.side else area.height
        needs = self._needs(area, size * 0.999) or [1.0] * len(self.fitters)
        gap = GAP * size
        scale = (whole - gap * (len(needs) - 1)) / sum(needs)
        layouts: list[Layout] = []
        for _ in range(2):  # once to learn the size that all can have, once to draw them in it
            layouts = []
            for fitter, need in zip(self.fitters, needs, strict=True):
                wide, high = (need * scale, area.height) if self.side else (area.width, need * scale)
                layouts.append(
                    fitter.best(replace(area, width=wide, height=high, largest=min(area.largest, size * 1.2)))
                )
            least = min(layout.size for layout in layouts)
            if all(layout.size <= least * 1.001 for layout in layouts):
                break
            if any(layout.small < area.readable - 1e-6 for layout in layouts):
                break  # nothing that can be read comes of it
            size = least / 1.2
        at, placed = 0.0, []
        for layout, need in zip(layouts, needs, strict=True):
            placed.append((layout, at, 0.0) if self.side else (layout, 0.0, at))
            at += need * scale + gap
        return merged(placed, area)


def merged(parts: Sequence[tuple[Layout, float, float]], area: Area) -> Layout:
    """Layouts at their places (x, y in mm) as one."""
    moved = [_moved(layout, x, y) for layout, x, y in parts]
    hulls = [layout.used for layout in moved]
    x, y = min(r.x for r in hulls), min(r.y for r in hulls)
    used = Rect(x, y, max(r.right for r in hulls) - x, max(r.bottom for r in hulls) - y)
    return Layout(
        area.width, area.height, min(p.size for p in moved), min(p.small for p in moved), used,
        tuple(b for p in moved for b in p.boxes), tuple(w for p in moved for w in p.wires),
        tuple(k for p in moved for k in p.labels),
        tuple(sorted((b for p in moved for b in p.badges), key=lambda b: b.number)),
        tuple(k for p in moved for k in p.lanes), moved[0].rows,
        sum(p.crossings for p in moved), sum(p.bends for p in moved),
    )  # fmt: skip


def _moved(layout: Layout, x: float, y: float) -> Layout:
    """A layout elsewhere."""
    if not (x or y):
        return layout

    def line(it: Line) -> Line:
        return replace(it, x=it.x + x, y=it.y + y)

    return replace(
        layout,
        used=layout.used.moved(x, y),
        boxes=tuple(
            replace(
                b,
                rect=b.rect.moved(x, y),
                lines=tuple(map(line, b.lines)),
                bars=tuple(r.moved(x, y) for r in b.bars),
            )
            for b in layout.boxes
        ),
        wires=tuple(replace(w, points=tuple((px + x, py + y) for px, py in w.points)) for w in layout.wires),
        labels=tuple(
            replace(k, rect=k.rect.moved(x, y), lines=tuple(map(line, k.lines))) for k in layout.labels
        ),
        badges=tuple(replace(b, rect=b.rect.moved(x, y), line=line(b.line)) for b in layout.badges),
        lanes=tuple(
            replace(k, rect=k.rect.moved(x, y), head=k.head.moved(x, y), lines=tuple(map(line, k.lines)))
            for k in layout.lanes
        ),
    )
