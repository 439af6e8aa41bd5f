"""In what order a chart is read, and its main course: the way that a matter usually takes until it is 办成."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from render.layout.chart import Chart, Link, connected

BYWAY = 8
"""Items: the direct way is a byway where the longest has so many more than twice its own. What it passes by is the matter."""


@dataclass(frozen=True, slots=True)
class Course:
    """``items``: those of the main course, from the first start to an end that is 办成, without connectors.

    ``lines``: the ids of its lines, and of those of all branches that run beside it; ``lost``: the items from which the
    matter can no longer be 办成.
    """

    items: tuple[int, ...]
    lines: frozenset[int]
    lost: frozenset[int]


def topological(chart: Chart) -> list[int]:
    """Items in an order that goes with the flow; among equals that of the file."""
    waiting = [len(links) for links in chart.backward]
    ready = [n for n, count in enumerate(waiting) if not count]
    heapq.heapify(ready)
    order: list[int] = []
    while ready:
        node = heapq.heappop(ready)
        order.append(node)
        for link in chart.forward[node]:
            waiting[link.target] -= 1
            if not waiting[link.target]:
                heapq.heappush(ready, link.target)
    return order


def main_course(chart: Chart) -> Course:
    """The course that is drawn straight and strong.

    Of a part of a flow: what it has of the main course; if nothing, from where it is entered farthest from an end that is
    办成.
    """
    return _Search(chart).course()


def marked(chart: Chart) -> Chart:
    """The chart with the lines of its main course marked."""
    lines = main_course(chart).lines
    links = tuple(replace(link, main=link.id in lines) for link in chart.links)
    return connected(chart.items, links, chart.posts, chart.of_step, chart.style, chart.supervising)


class _Search:
    def __init__(self, chart: Chart) -> None:
        self.chart, self.order = chart, topological(chart)
        # returns lead nowhere new
        self.ahead = [[k for k in links if not k.dashed] for links in chart.forward]
        self.good = {i.id for i in chart.items if i.end == "办成"} or {i.id for i in chart.items if i.end}
        self.reaches = _leading([k for links in self.ahead for k in links], self.good)
        self.far = [0] * len(self.order)  # items to the end by the longest way
        for node in reversed(self.order):
            self.far[node] = max((self.far[k.target] + 1 for k in self._onwards(node)), default=0)
        known = {k.source for k in chart.links if k.main}
        entries = [n for n in self.order if all(k.dashed for k in chart.backward[n])]
        begins = max(entries, key=lambda n: (n in known, self.far[n]))
        self.start = next((i.id for i in chart.items if i.start), begins)

    def _onwards(self, node: int) -> list[Link]:
        """The lines from an item by which the matter can still be 办成."""
        return [k for k in self.ahead[node] if k.target in self.reaches]

    def course(self) -> Course:
        items, node = [self.start], self.start
        while following := self._onwards(node):
            node = self._usual(following).target
            items.append(node)
        steps = tuple(n for n in items if self.chart.items[n].shape != "connector")
        lost = frozenset(range(len(self.order))) - _leading(self.chart.links, self.good)
        return Course(steps, self._lines(), lost)

    def _lines(self) -> frozenset[int]:
        found: set[int] = set()
        seen, work = {self.start}, [self.start]
        while work:
            node = work.pop()
            following = self._onwards(node)
            if following and not self.chart.items[node].split:
                following = [self._usual(following)]
            found |= {k.id for k in following}
            work += [k.target for k in following if k.target not in seen]
            seen |= {k.target for k in following}
        return frozenset(found)

    def _usual(self, following: Sequence[Link]) -> Link:
        """The way that is usual among several.

        Between two steps that every course passes that is the direct one, so that what is done only sometimes stands at
        the side; else the outcome that the file names first. But not one that passes by most of the matter.
        """
        known = next((k for k in following if k.main), None)
        if known:
            return known
        found = next((k for k in following if k.target in self.must), following[0])
        longest = max(following, key=lambda k: self.far[k.target])
        return longest if self.far[longest.target] > 2 * self.far[found.target] + BYWAY else found

    @cached_property
    def must(self) -> set[int]:
        """Items on every course from the start to a good end: those where all open lines meet (a sweep over the order)."""
        place = {node: n for n, node in enumerate(self.order)}
        found: set[int] = set()
        live: set[int] = {self.start}
        for node in self.order:
            if node not in live:
                continue
            live.discard(node)
            if not live:
                found.add(node)
            if node in self.good:
                break  # what follows is on none of the courses that end here
            live |= {k.target for k in self._onwards(node) if place[k.target] > place[node]}
        return found


def _leading(links: Sequence[Link], ends: set[int]) -> set[int]:
    """All items from which ``links`` lead to one of ``ends``, those included."""
    sources: dict[int, list[int]] = {}
    for link in links:
        sources.setdefault(link.target, []).append(link.source)
    found, work = set(ends), sorted(ends)
    while work:
        fresh = [item for item in sources.get(work.pop(), ()) if item not in found]
        found.update(fresh)
        work += fresh
    return found
