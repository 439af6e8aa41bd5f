"""Which steps a course can come to while it passes some others by. Used where the order of a few steps is the question.

Splits and joins are honoured (a join waits for every edge that is no return, a split runs all its branches), so that
a step in a parallel branch isn't taken for one that was passed by. Cost: linear in the edges.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable

from powermodel.finding import WitnessStep
from powermodel.net.flow import Edge, Flow


def reached(
    flow: Flow, avoid: Collection[str] = (), sources: Iterable[str] | None = None, cut: Collection[int] = ()
) -> dict[str, Edge | None]:
    """The steps that a case can come to without doing any of ``avoid``: step → the edge it is first entered by.

    ``sources``: where the case stands (default: its starts; their edge is None); other branches are taken to have
    come as far as they can without them. ``cut``: numbers of edges not to take. Breadth first: going back along the
    edges gives a shortest course.
    """
    begun = flow.starts if sources is None else tuple(sources)
    ahead = following(flow, begun)
    found: dict[str, Edge | None] = {}
    waiting = {
        key: {e.index for e in flow.into[key] if not e.back and e.source in ahead}
        for key, node in flow.nodes.items()
        if node.step.join == "全部"
    }
    todo: deque[tuple[str, Edge | None]] = deque((source, None) for source in begun)
    while todo:
        key, by = todo.popleft()
        if key in waiting and by is not None and not by.back:
            waiting[key].discard(by.index)
            if waiting[key]:
                continue
        if key in found or key in avoid:
            continue
        found[key] = by
        todo.extend((edge.target, edge) for edge in flow.leaving(key) if edge.index not in cut)
    return found


def following(flow: Flow, sources: Iterable[str]) -> dict[str, None]:
    """``sources`` and every step behind them along some edges, joins or not."""
    found: dict[str, None] = {}
    todo = list(sources)
    while todo:
        key = todo.pop()
        if key not in found:
            found[key] = None
            todo.extend(edge.target for edge in flow.leaving(key))
    return found


def leading(flow: Flow, targets: Iterable[str]) -> dict[str, None]:
    """``targets`` and every step from which some edges lead to one of them."""
    found: dict[str, None] = {}
    todo = list(targets)
    while todo:
        key = todo.pop()
        if key not in found:
            found[key] = None
            todo.extend(edge.source for edge in flow.into[key])
    return found


def traps(flow: Flow) -> list[list[str]]:
    """Sets of steps that a case can come into and not leave; each in the order of the file, none inside another."""
    ending = leading(flow, flow.ends)
    stuck = [key for key in following(flow, flow.starts) if key not in ending]
    found: dict[str, list[str]] = {}
    for key in sorted(stuck, key=flow.order.__getitem__):
        ahead = following(flow, [key])
        if all(key in following(flow, [other]) for other in ahead):
            members = sorted(ahead, key=flow.order.__getitem__)
            found.setdefault(members[0], members)
    return list(found.values())


def escaping(
    flow: Flow, targets: Iterable[str], avoid: Collection[str] = (), cut: Collection[int] = ()
) -> set[str]:
    """The steps from which a case can go on to ``targets`` and do none of ``avoid`` in any branch it opens.

    ``cut``: numbers of edges that don't count. A step of ``avoid`` itself is never among them.
    """
    found: set[str] = set()
    left = {(key, label): len(edges) for key, labels in flow.out.items() for label, edges in labels.items()}
    todo = deque(t for t in targets if t not in avoid)
    while todo:
        key = todo.popleft()
        if key in found:
            continue
        found.add(key)
        for edge in flow.into[key]:
            if edge.index in cut:
                continue
            left[edge.source, edge.label] -= 1
            if left[edge.source, edge.label] == 0 and edge.source not in avoid:
                todo.append(edge.source)
    return found


def shortest(
    flow: Flow, sources: Iterable[str], targets: Collection[str], within: Collection[str],
    cut: Collection[int] = (),
) -> list[str | Edge]:  # fmt: skip
    """A shortest way from one of ``sources`` to one of ``targets`` over steps of ``within``: step, edge, step, …

    ``cut``: numbers of edges not to take. Empty where there is none.
    """
    came: dict[str, Edge | None] = dict.fromkeys(sources)
    todo = deque(came)
    while todo:
        key = todo.popleft()
        if key in targets:
            way: list[str | Edge] = [key]
            while (edge := came[way[-1]]) is not None:  # type: ignore[index]
                way += [edge, edge.source]
            return way[::-1]
        for edge in flow.leaving(key):
            if edge.target not in came and edge.target in within and edge.index not in cut:
                came[edge.target] = edge
                todo.append(edge.target)
    return []


def witness(flow: Flow, *ways: list[str | Edge]) -> tuple[WitnessStep, ...]:
    """Ways that follow each other (each begins where the one before ended) as one course in step titles."""
    steps: list[WitnessStep] = []
    for number, way in enumerate(ways):
        if number and steps:
            steps.pop()
        for place, item in enumerate(way):
            if isinstance(item, str):
                edge = way[place + 1] if place + 1 < len(way) else None
                label = edge.label if isinstance(edge, Edge) else ""
                alike = flow.out[item][label] if isinstance(edge, Edge) else ()
                steps.append(WitnessStep(flow.title(item), label or None, max(1, len(alike))))
    return tuple(steps)
