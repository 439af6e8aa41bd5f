"""A flow as nested blocks, the only thing PlantUML's activity diagrams can say: sequences, choices, forks, loops.

What is no block (a return into the middle of one, two branches that meet late) becomes a jump: a circle with a letter.
"""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.peers.graph import Edge, Graph


@dataclass
class Step:
    key: str


@dataclass
class Jump:
    target: str


@dataclass
class Choice:
    """A step with outcomes: label → what follows until the outcomes meet again."""

    key: str
    branches: list[tuple[str, list[Item]]]


@dataclass
class Fork:
    branches: list[list[Item]]


@dataclass
class Loop:
    """``body`` and then the choice ``key``: ``again`` leads back (over the step ``detour``), ``on`` leads on."""

    first: str
    body: list[Item]
    key: str
    again: str
    on: str
    detour: str = ""


Item = Step | Jump | Choice | Fork | Loop


def structured(graph: Graph) -> list[Item]:
    """The whole flow as one sequence of blocks."""
    made = _Structure(graph)
    items: list[Item] = []
    for node in graph.nodes:
        if node.id not in made.seen:
            items += made.sequence(node.id, None)
    return items


def jumps(items: list[Item]) -> list[Jump]:
    """All jumps, in the order they are written."""
    found: list[Jump] = []
    for item in items:
        match item:
            case Jump():
                found.append(item)
            case Choice(_, branches):
                found += [j for _, branch in branches for j in jumps(branch)]
            case Fork(parts):
                found += [j for branch in parts for j in jumps(branch)]
            case Loop():
                found += jumps(item.body)
    return found


class _Structure:
    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.seen: set[str] = set()
        self.back = self._returns()
        self.reach: dict[str, set[str]] = {}
        self.level: dict[str, int] = {}
        for node in graph.nodes:
            self._rank(node.id)
        ends = {n.id for n in graph.nodes if n.kind == "end"}
        main = {n.id for n in graph.nodes if n.kind == "end" and "不予" not in n.title}
        self.lasting = {
            n.id for n in graph.nodes if self._reachable(n.id) & (main or ends) and n.id not in ends
        }

    def _returns(self) -> set[str]:
        """Edges that close a circle (depth-first search in the order of the file, true returns first)."""
        back = {e.id for e in self.graph.edges if e.back}
        state: dict[str, int] = {}

        def visit(node: str) -> None:
            state[node] = 1
            for e in self.graph.leaving(node):
                if e.id in back:
                    continue
                if state.get(e.target) == 1:
                    back.add(e.id)
                elif e.target not in state:
                    visit(e.target)
            state[node] = 2

        for node in self.graph.nodes:
            if node.id not in state:
                visit(node.id)
        return back

    def _onward(self, node: str) -> list[Edge]:
        return [e for e in self.graph.leaving(node) if e.id not in self.back]

    def _rank(self, node: str) -> int:
        if node not in self.level:
            before = [e.source for e in self.graph.entering(node) if e.id not in self.back]
            self.level[node] = 1 + max((self._rank(b) for b in before), default=0)
        return self.level[node]

    def _reachable(self, node: str) -> set[str]:
        """The steps that can follow without a return, itself included."""
        if node not in self.reach:
            self.reach[node] = {node}.union(*(self._reachable(e.target) for e in self._onward(node)))
        return self.reach[node]

    def _meet(self, starts: list[str], until: str | None) -> str | None:
        """Where branches meet again; where only one goes on, its first step; nothing where all end."""
        sets = [self._reachable(s) for s in starts]
        shared = [n for n in set().union(*sets) if sum(n in s for s in sets) > 1]
        lasting = [n for n in shared if n in self.lasting or n == until]
        if lasting:
            return min(lasting, key=lambda n: (self.level[n], n))
        going = [s for s in starts if s in self.lasting]
        if len(going) == 1:
            return going[0]
        return min(shared, key=lambda n: (self.level[n], n), default=None)

    def sequence(self, node: str | None, until: str | None) -> list[Item]:
        """From ``node`` until just before ``until``."""
        items: list[Item] = []
        while node is not None and node != until:
            if node in self.seen:
                items.append(Jump(node))
                break
            self.seen.add(node)
            outcomes = self.graph.outcomes(node)
            if not outcomes:
                items.append(Step(node))
                break
            node = self._after(node, outcomes, until, items)
        return _looped(items)

    def _after(
        self, node: str, outcomes: dict[str, list[Edge]], until: str | None, items: list[Item]
    ) -> str | None:
        """Write a step with all that is nested in it; returns where the sequence goes on."""
        edges = self.graph.leaving(node)
        if len(edges) == 1 and not edges[0].label:
            items.append(Step(node))
            if edges[0].id in self.back:
                items.append(Jump(edges[0].target))
                return None
            return edges[0].target
        meet = self._meet([e.target for e in edges if e.id not in self.back], until)
        if meet in self.seen:
            meet = until
        if len(outcomes) == 1 and len(edges) > 1:
            items += [Step(node), Fork([self._branch(e, meet) for e in edges])]
            return meet
        branches = []
        for label, group in outcomes.items():
            if len(group) == 1:
                branches.append((label, self._branch(group[0], meet)))
                continue
            inner = self._meet([e.target for e in group], meet)
            parts: list[Item] = [Fork([self._branch(e, inner) for e in group])]
            branches.append((label, parts + (self.sequence(inner, meet) if inner else [])))
        items.append(Choice(node, branches))
        return meet

    def _branch(self, edge: Edge, meet: str | None) -> list[Item]:
        return [Jump(edge.target)] if edge.id in self.back else self.sequence(edge.target, meet)


def _looped(items: list[Item]) -> list[Item]:
    """A sequence in which a choice that leads back to an earlier item of it is the end of a loop."""
    n = 0
    while n < len(items):
        found = _loop_at(items, n)
        if found:
            start, loop = found
            items[start : n + 1] = [loop]
            n = start
        n += 1
    return items


def _loop_at(items: list[Item], end: int) -> tuple[int, Loop] | None:
    choice = items[end]
    if not isinstance(choice, Choice) or len(choice.branches) != 2:
        return None
    for (again, branch), (on, rest) in (choice.branches, choice.branches[::-1]):
        if rest or not branch or not isinstance(branch[-1], Jump) or len(branch) > 2:
            continue
        if len(branch) == 2 and not isinstance(branch[0], Step):
            continue
        target = branch[-1].target
        start = next((n for n in range(end) if _first(items[n]) == target), None)
        if start is None:
            continue
        detour = branch[0].key if len(branch) == 2 and isinstance(branch[0], Step) else ""
        return start, Loop(target, items[start:end], choice.key, again, on, detour)
    return None


def _first(item: Item) -> str:
    match item:
        case Step(key) | Choice(key, _):
            return key
        case Loop():
            return item.first
    return ""
