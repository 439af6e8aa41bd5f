"""A graph without its returns: what lies behind a step, longest and shortest times, where branches meet.

Each question is one pass over the steps in topological order; none recurs, so that long chains cost no stack.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from fractions import Fraction

from powermodel.net.flow import Edge, Flow

Times = Mapping[str, Fraction]
"""Step → working days."""
Ways = tuple[dict[str, Fraction], dict[str, Edge | None]]
"""Step → working days from there on, and step → the edge that the way goes on by (of parallel ones the slowest)."""


class Acyclic:
    """The steps of a flow in topological order (``order``) and the edges out of each that are no returns (``after``).

    An edge that closes a cycle though it says 退回: 否 is left out too.
    """

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.order, self.after = _sorted(flow)

    def behind(self, sources: Iterable[str], beyond: Collection[str] = ()) -> set[str]:
        """``sources`` and all steps behind them; none that only lies beyond one of ``beyond``."""
        found: set[str] = set()
        todo = list(sources)
        while todo:
            key = todo.pop()
            if key not in found:
                found.add(key)
                if key not in beyond:
                    todo.extend(edge.target for edge in self.after[key])
        return found

    def longest(self, weight: Times, stops: Collection[str]) -> Ways:
        """The longest time from each step (itself included) to the last of ``stops`` behind it, and the next edge.

        Steps that lead to no stop are left out; the edge of a step where the way ends is None.
        """
        best: dict[str, Fraction] = {}
        then: dict[str, Edge | None] = {}
        for key in reversed(self.order):
            edge = _slowest([edge for edge in self.after[key] if edge.target in best], best)
            if key in stops and (edge is None or best[edge.target] <= 0):
                best[key], then[key] = weight[key], None
            elif edge is not None:
                best[key], then[key] = weight[key] + best[edge.target], edge
        return best, then

    def shortest(self, weight: Times, stops: Collection[str]) -> Ways:
        """The shortest time from each step (itself included) to the last of ``stops`` that a course does; the next edge.

        A stop ends the clock where a course may go on to its end without another; a split takes as long as the
        slowest of its branches. Steps that lead to no stop are left out.
        """
        best: dict[str, Fraction] = {}
        then: dict[str, Edge | None] = {}
        free: set[str] = set()  # from here a case can end without any stop
        for key in reversed(self.order):
            choices: dict[str, list[Edge]] = {}
            for edge in self.after[key]:
                choices.setdefault(edge.label, []).append(edge)
            passed_by = any(all(e.target in free for e in edges) for edges in choices.values())
            ways = [_slowest([e for e in edges if e.target in best], best) for edges in choices.values()]
            way = min(filter(None, ways), key=lambda e: best[e.target], default=None)
            if key in stops and passed_by:
                way = None
            if key in stops or way is not None:
                best[key] = weight[key] + (best[way.target] if way else 0)
                then[key] = way
            if key not in stops and (passed_by or self.flow.nodes[key].is_end):
                free.add(key)
        return best, then

    def meetings(self, within: Collection[str]) -> Callable[[list[str]], str | None]:
        """Where branches meet: a function from their first steps to the nearest step that all of them come to.

        Only steps of ``within`` are looked at; None: they end apart. Immediate postdominators of an acyclic graph
        (Cooper, Harvey & Kennedy 2001).
        """
        place = {key: n for n, key in enumerate(self.order)}
        meet: dict[str, str | None] = {}

        def common(keys: list[str]) -> str | None:
            one: str | None = keys[0]
            for other in keys[1:]:
                two: str | None = other
                while one != two and one is not None and two is not None:
                    if place[one] < place[two]:
                        one = meet[one]
                    else:
                        two = meet[two]
                if one is None or two is None:
                    return None
            return one

        for key in reversed(self.order):
            if key in within:
                behind = list(dict.fromkeys(e.target for e in self.after[key] if e.target in within))
                meet[key] = common(behind) if behind else None
        return common


def _slowest(edges: list[Edge], best: Times) -> Edge | None:
    if len(edges) < 2:
        return edges[0] if edges else None
    return max(edges, key=lambda edge: best[edge.target])


def _sorted(flow: Flow) -> tuple[list[str], dict[str, list[Edge]]]:
    """Depth-first search with a stack of its own (Tarjan 1976)."""
    after: dict[str, list[Edge]] = {key: [] for key in flow.nodes}
    state: dict[str, bool] = {}  # False: on the way, True: finished
    finished: list[str] = []
    for root in flow.nodes:
        if root in state:
            continue
        state[root] = False
        stack = [(root, iter(flow.leaving(root)))]
        while stack:
            key, rest = stack[-1]
            for edge in rest:
                if edge.back or state.get(edge.target) is False:
                    continue
                after[key].append(edge)
                if edge.target not in state:
                    state[edge.target] = False
                    stack.append((edge.target, iter(flow.leaving(edge.target))))
                    break
            else:
                stack.pop()
                state[key] = True
                finished.append(key)
    return finished[::-1], after
