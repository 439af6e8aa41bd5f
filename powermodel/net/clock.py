"""How long a power takes from the start of its clock to its end, in working days.

The critical path method (Kelley & Walker 1959) on the graph without its returns: parallel branches count by their
maximum, choices by their maximum for the slowest course and by their minimum for the fastest. Paths are never
enumerated: one pass over the edges, and one more for every span and every return that counts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from powermodel.model.power import Power, Span
from powermodel.model.values import Duration
from powermodel.net.acyclic import Acyclic, Times, Ways
from powermodel.net.flow import Edge, Flow, Node

UNPROMISED = ("发放", "公布", "归档", "监督")
"""Stages that a promise without 止算 says nothing about."""
_ZERO = Fraction(0)
_RETURNS = {
    "补正": ("补正", "补齐", "补充", "补交", "不齐", "不全", "不完整"),
    "异议复核": ("异议", "质疑", "申诉"),
}
"""Words on the way round by which a return is named; any other is 退回重办."""


class Work(NamedTuple):
    """A step of a course. ``text``: its limit as typed, empty where it has none; ``days``: working days that count.

    ``outcome``: the label of the choice taken there, else empty. What a span takes off and what counted returns add
    are works too, with the ``key`` of the step they hang on, an ``outcome`` of None, and for a span negative days.
    ``calendar``: ``days`` was made from calendar days.
    """

    key: str
    title: str
    text: str
    days: Fraction
    outcome: str | None = ""
    calendar: bool = False


class Together(NamedTuple):
    """Parallel branches between their split and where they meet; each by its slowest course, empty without steps."""

    branches: tuple[tuple[Work, ...], ...]

    @property
    def days(self) -> Fraction:
        return max(total(branch) for branch in self.branches)


class Timing(NamedTuple):
    """How long a power takes, in working days.

    ``slowest``: the sum of ``course``, the slowest course without returns (but those that count). ``fastest``: the
    sum of ``fast_course``, the fastest that ends 办成 (at 止算 where that is given). ``unknown``: titles of steps that
    count and whose time has no length (长期, 次月起, 及时, a subprocess without a promise). ``rounding``: how much of
    ``slowest`` comes from rounding calendar days up step by step.
    ``apart``: what returns are for that do not count (补正, 异议复核, 退回重办). ``publicity_apart``: whether there is
    a 公示 on the way that does not count.
    """

    slowest: Fraction
    fastest: Fraction
    course: tuple[Work | Together, ...]
    fast_course: tuple[Work | Together, ...]
    unknown: tuple[str, ...] = ()
    rounding: Fraction = _ZERO
    apart: tuple[str, ...] = ()
    publicity_apart: bool = False

    @property
    def works(self) -> tuple[Work, ...]:
        """All steps of the slowest course in order, parallel branches one after the other."""
        return flat(self.course)

    @property
    def converted(self) -> bool:
        """Whether there are calendar days in the slowest course."""
        return any(work.calendar for work in self.works)


def flat(course: Iterable[Work | Together]) -> tuple[Work, ...]:
    """All steps of a course in order, parallel branches one after the other."""
    found: list[Work] = []
    for item in course:
        for branch in item.branches if isinstance(item, Together) else ((item,),):
            found += branch
    return tuple(found)


def total(works: Iterable[Work]) -> Fraction:
    """Working days of all works together."""
    return sum((work.days for work in works), _ZERO)


def exact_days(limit: Duration | None) -> Fraction:
    """Working days of a limit, parts of a day included where it counts calendar days; 0 where it has no length."""
    if limit is None or not limit.calendar:
        return (limit.working_days if limit else None) or _ZERO
    # Seventy times as long leaves nothing to round.
    return (replace(limit, number=limit.number * 70).working_days or _ZERO) / 70


def timing(
    power: Power,
    flow: Flow,
    by_resident: Callable[[Node], bool],
    promised: Callable[[str], Duration | None],
) -> Timing | None:
    """How long ``power`` takes; None where no course leads from where its clock starts to where it stops.

    ``by_resident``: whether a step is the resident's own and costs no time. ``promised``: the promise of the power
    that a step calls, by the name given there.
    """
    return _Clock(power, flow, by_resident, promised).timing()


Extras = dict[str, list[Work]]
"""Step → what is taken off or added there besides its own time."""


class _Clock:
    def __init__(
        self,
        power: Power,
        flow: Flow,
        by_resident: Callable[[Node], bool],
        promised: Callable[[str], Duration | None],
    ) -> None:
        self.power, self.flow, self.by_resident, self.promised = power, flow, by_resident, promised
        self.graph = Acyclic(flow)
        self.limits = {key: self._limit(node) for key, node in flow.nodes.items()}
        self.own = {key: self._own(node) for key, node in flow.nodes.items()}

    def timing(self) -> Timing | None:
        slow, fast = self.graph.longest(self._weights(self._extras), self.stops), self._quickest()
        entries = [start for start in self.starts if start in slow[0]]
        if not entries:
            return None
        entry = max(entries, key=slow[0].__getitem__)
        course = self._course(entry, slow, self._extras)
        quick = min((start for start in entries if start in fast[0]), key=fast[0].__getitem__)
        inside = sorted(self.graph.behind(entries) & slow[0].keys(), key=self.flow.order.__getitem__)
        return Timing(
            slowest=slow[0][entry],
            fastest=fast[0][quick],
            course=course,
            fast_course=self._course(quick, fast, self._fast_extras),
            unknown=tuple(self.flow.title(key) for key in inside if self._unknown(key)),
            rounding=self._rounding(course),
            apart=self._apart(),
            publicity_apart=any(
                _is_publication(self.flow.nodes[k]) and self._time(k) and not self.own[k] for k in inside
            ),
        )

    def _quickest(self) -> Ways:
        """The fastest ways to where the matter is 办成; to any stop where there is none such."""
        done = {stop for stop in self.stops if self.flow.nodes[stop].done is not False}
        ways = self.graph.shortest(self._weights(self._fast_extras), done)
        if any(start in ways[0] for start in self.starts):
            return ways
        return self.graph.shortest(self._weights(self._fast_extras), self.stops)

    # -- single steps ---------------------------------------------------------------------------------------------

    def _limit(self, node: Node) -> Duration | None:
        """The limit that says how long a step takes. A 公示 takes as long as it hangs, a 公布 waits for nobody."""
        step = node.step
        if _is_publication(node) and step.publicity is not None and step.publicity.period is not None:
            period = step.publicity.period
            return step.limit if step.limit and period.working_days is None else period
        if step.calls and step.limit is None:
            return self.promised(step.calls)
        return step.limit

    def _counts(self, node: Node) -> bool:
        step = node.step
        if not step.counts or step.recurs or self.by_resident(node):
            return False
        if _is_publication(node) and not self.power.counts_publicity:
            return False
        return bool(self.power.clock_to) or node.stage not in UNPROMISED

    def _time(self, key: str) -> Fraction:
        limit = self.limits[key]
        return (limit.working_days if limit else None) or _ZERO

    def _own(self, node: Node) -> Fraction:
        return self._time(node.key) if self._counts(node) else _ZERO

    def _unknown(self, key: str) -> bool:
        node, limit = self.flow.nodes[key], self.limits[key]
        if not self._counts(node):
            return False
        return limit.working_days is None if limit else bool(node.step.calls)

    # -- where the clock starts and stops -------------------------------------------------------------------------

    def _named(self, operands: Iterable[str]) -> dict[str, None]:
        meant = frozenset().union(*(self.flow.matching(operand) for operand in operands))
        return dict.fromkeys(key for key in self.flow.nodes if key in meant)

    @cached_property
    def starts(self) -> list[str]:
        """Where the clock starts: of the steps meant, those that a case comes to before any other of them."""
        if self.power.clock_from:
            meant = self._named(self.power.clock_from)
        else:
            meant = self._named(["环节:受理"]) or dict.fromkeys(self.flow.starts)
        first = self.graph.behind(self.flow.starts, beyond=meant)
        return [key for key in meant if key in first] or list(meant)

    @cached_property
    def stops(self) -> set[str]:
        return set(self._named(self.power.clock_to) if self.power.clock_to else self.flow.ends)

    # -- spans and returns ----------------------------------------------------------------------------------------

    @cached_property
    def _extras(self) -> Extras:
        """What spans take off the slowest course and what counted returns add to it."""
        found = self._off(lambda weight, ends: self.graph.longest(weight, ends)[0])
        for edge in self.flow.edges:
            if edge.back and edge.counts:
                self._again(edge, found)
        return found

    @cached_property
    def _fast_extras(self) -> Extras:
        """What spans take off the fastest course; it takes no returns."""
        return self._off(lambda weight, ends: self.graph.shortest(weight, ends)[0])

    def _weights(self, extras: Extras) -> dict[str, Fraction]:
        return {k: days + total(extras[k]) if k in extras else days for k, days in self.own.items()}

    def _off(self, times: Callable[[Times, Collection[str]], Times]) -> Extras:
        """What spans take off; ``times``: the times to the ends of a span by the weights of the steps."""
        found: Extras = {}
        for span in self.power.spans:
            title = f"{self._title(span.start)}至{self._title(span.end)}合计不超过{span.limit}"
            for key, less in self._spared(span, lambda ends: times(self._weights(found), ends)):
                found.setdefault(key, []).append(Work(key, title, str(span.limit), -less, None))
        return found

    def _title(self, key: str) -> str:
        return self.flow.title(key) if key in self.flow.nodes else key

    def _again(self, edge: Edge, found: Extras) -> None:
        """Add what a return costs: the way from its target back to its source, as often as it may be taken."""
        way = self.graph.longest(self.own, {edge.source})[0]
        if edge.target not in way:
            return
        places = [key for key in (edge.target, *self.starts) if key in way]
        running = self.graph.behind(self.starts)
        place = next((key for key in places if key in running), edge.target)
        times = edge.at_most or 1
        title = f"退回“{self.flow.title(edge.target)}”重办{times}次"
        found.setdefault(place, []).append(Work(place, title, "", way[edge.target] * times, None))

    def _spared(self, span: Span, times: Callable[[Collection[str]], Times]) -> list[tuple[str, Fraction]]:
        """By how much a span is shorter than the sum of its steps, and where that is taken off.

        Where every course of the clock to its end passes its beginning, at its end; else, where every course from its
        beginning passes its end, at its beginning. Where neither holds nothing is taken off. A span that begins before
        the clock, or ends after it, begins or ends with it.
        """
        limit = span.limit.working_days
        if limit is None or span.start not in self.flow.nodes or span.end not in self.flow.nodes:
            return []
        running, behind = self.graph.behind(self.starts), self.graph.behind([span.start])
        firsts = [span.start] if span.start in running else [s for s in self.starts if s in behind]
        lasts = (
            [span.end]
            if self.graph.behind([span.end]) & self.stops
            else [s for s in sorted(self.stops) if span.end in self.graph.behind([s])]
        )
        taken = times(lasts)
        less = max((taken[key] for key in firsts if key in taken), default=_ZERO) - limit
        if less <= 0:
            return []
        if not self._passing(self.starts, lasts, firsts):
            return [(key, less) for key in lasts]
        if not self._passing(firsts, self.stops, lasts):
            return [(key, less) for key in firsts]
        return []

    def _passing(self, sources: Iterable[str], targets: Collection[str], by: Collection[str]) -> bool:
        """Whether some course leads from ``sources`` to ``targets`` and passes ``by`` by."""
        found = self.graph.behind([s for s in sources if s not in by], beyond=by)
        return any(key in found for key in targets if key not in by)

    # -- the slowest course ---------------------------------------------------------------------------------------

    def _course(self, entry: str, ways: Ways, extras: Extras) -> tuple[Work | Together, ...]:
        best, then = ways
        meeting = self.graph.meetings(best)
        course: list[Work | Together] = []
        key: str | None = entry
        while key is not None:
            edge = then[key]
            course += self._works(key, edge, extras)
            if edge is None:
                break
            split = [e.target for e in self.graph.after[key] if e.label == edge.label and e.target in best]
            if len(split) == 1:
                key = edge.target
                continue
            key = meeting(split)
            branches = tuple(self._branch(first, key, then, extras) for first in split)
            if any(branches):
                course.append(Together(branches))
        return tuple(course)

    def _branch(
        self, key: str, until: str | None, then: Mapping[str, Edge | None], extras: Extras
    ) -> tuple[Work, ...]:
        works: list[Work] = []
        while key != until:
            edge = then[key]
            works += self._works(key, edge, extras)
            if edge is None:
                break
            key = edge.target
        return tuple(works)

    def _works(self, key: str, edge: Edge | None, extras: Extras) -> list[Work]:
        limit, days = self.limits[key], self.own[key]
        outcome = edge.label if edge else ""
        calendar = bool(days) and limit is not None and limit.calendar
        return [
            Work(key, self.flow.title(key), str(limit or ""), days, outcome, calendar),
            *extras.get(key, ()),
        ]

    def _rounding(self, course: Iterable[Work | Together]) -> Fraction:
        """What rounding up adds to a course: of parallel branches, to the slowest."""
        works = [
            work
            for item in course
            for work in (max(item.branches, key=total) if isinstance(item, Together) else (item,))
        ]
        return sum((w.days - exact_days(self.limits[w.key]) for w in works if w.calendar), _ZERO)

    # -- returns that do not count --------------------------------------------------------------------------------

    def _apart(self) -> tuple[str, ...]:
        """What the returns are for that go back to before the clock stops and do not count."""
        before_stop = self.graph.longest(self.own, self.stops)[0]
        ending = self.graph.longest(self.own, self.flow.ends)[0]
        found = set()
        for edge in self.flow.edges:
            if not edge.back or edge.counts or edge.target not in before_stop:
                continue
            if self.flow.nodes[edge.source].step.recurs:
                continue
            words = self._way_round(edge, ending)
            kinds = [kind for kind, marks in _RETURNS.items() if any(mark in words for mark in marks)]
            found.add(kinds[0] if kinds else "退回重办")
        return tuple(kind for kind in (*_RETURNS, "退回重办") if kind in found)

    def _way_round(self, edge: Edge, ending: Collection[str]) -> str:
        """Labels and titles of a return and of the steps that lead nowhere but into it."""
        words, todo, seen = [edge.label], [edge.source], set()
        while todo:
            key = todo.pop()
            if key in seen:
                continue
            seen.add(key)
            words.append(self.flow.title(key))
            if key not in ending:
                into = [e for e in self.flow.into[key] if not e.back]
                words += [e.label for e in into]
                todo += [e.source for e in into if e.source not in ending]
        return " ".join(words)


def _is_publication(node: Node) -> bool:
    """Whether a step waits for objections. A step with 公示 is one unless it says 公布."""
    return node.stage == "公示" or (node.step.publicity is not None and node.stage != "公布")
