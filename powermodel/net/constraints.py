"""The constraints that officers write, decided on the runs of the net."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import product
from typing import NamedTuple

from powermodel.model.power import Constraint
from powermodel.net.controls import matching
from powermodel.net.flow import Flow
from powermodel.net.tokens import Event, Monitor, Net, Witness, find

Steps = frozenset[str]
State = tuple[int, ...]
BAD: State = (-1,)


class Broken(NamedTuple):
    """A constraint that some course breaks (``witness``), or whose search gave up (``capped``). ``steps``: where."""

    witness: Witness | None = None
    capped: bool = False
    steps: tuple[str, ...] = ()


def _monitor(first: State, visible: Steps, after: Callable[[State, Event], State | None]) -> Monitor[State]:
    return Monitor(first, lambda s, e, _: after(s, e), lambda s: s == BAD, visible)


def before(a: Steps, b: Steps) -> Monitor[State]:
    """先于: bad when one of ``b`` is done and none of ``a`` has been."""

    def after(state: State, event: Event) -> State:
        if event.step in a:
            return (1,)
        return BAD if event.step in b and state == (0,) else state

    return _monitor((0,), a | b, after)


def must(net: Net, a: Steps) -> Monitor[State]:
    """必经: bad when a case ends 办成 and none of ``a`` has been done."""
    return before(a, frozenset(e for e in net.flow.ends if net.flow.nodes[e].done) - a)


def afterwards(net: Net, a: Steps, b: Steps) -> Monitor[State]:
    """随后: bad when the case ends and after the last of ``a`` none of ``b`` was done."""
    ends = frozenset(net.flow.ends)

    def after(state: State, event: Event) -> State:
        if event.step in b:
            return (0,)
        if event.step in a:
            state = (1,)
        return BAD if event.step in ends and event.ends and state == (1,) else state

    return _monitor((0,), a | b | ends, after)


def together(a: Steps, b: Steps) -> Monitor[State]:
    """互斥: bad when one of ``a`` and (another) one of ``b`` are both done in one case."""

    def after(state: State, event: Event) -> State:
        first, second = state
        now = (int(first or event.step in a), int(second or event.step in b))
        return BAD if now == (1, 1) else now

    return _monitor((0, 0), a | b, after)


def repeated(a: Steps) -> Monitor[State]:
    """至多一次: bad when a step of ``a`` is done a second time."""

    def after(state: State, event: Event) -> State:
        if event.step not in a:
            return state
        return BAD if state == (1,) else (1,)

    return _monitor((0,), a, after)


def unwatched(net: Net, stage: Steps, watched: Steps) -> Monitor[State]:
    """监督: bad when a case ends that did a step of the stage, and none of the watched ones."""
    ends = frozenset(net.flow.ends)

    def after(state: State, event: Event) -> State:
        did, seen = state
        state = (int(did or event.step in stage), int(seen or event.step in watched))
        return BAD if event.ends and event.step in ends and state == (1, 0) else state

    return _monitor((0, 0), stage | watched | ends, after)


def _decide(net: Net, monitor: Monitor[State], steps: Iterable[str] = ()) -> Broken | None:
    witness, capped = find(net, monitor)
    return Broken(witness, capped, tuple(steps)) if witness or capped else None


def operands(flow: Flow, constraint: Constraint) -> list[Steps]:
    """The steps that each operand names, in order."""
    return [matching(flow, operand) for operand in constraint.operand(constraint.kind)]


def broken(
    net: Net, constraint: Constraint, supervises: Callable[[str], bool], throughout: bool
) -> Broken | None:
    """How a constraint is broken; None: it holds on every course.

    ``supervises``: whether a post supervises; ``throughout``: 全程监督 names such a post. The net must be sound.
    """
    kind = constraint.kind
    sets = operands(net.flow, constraint)
    if kind == "监督":
        return None if throughout else _watch(net, constraint, sets, supervises)
    if len(sets) < (1 if kind in ("必经", "至多一次") else 2):
        return None
    a = sets[0]
    if kind == "必经":
        return _decide(net, must(net, a))
    if kind == "至多一次":
        return _decide(net, repeated(a)) if a else None
    b = sets[1]
    if kind == "先于":
        return _decide(net, before(a, b - a))
    if kind == "随后":
        return _decide(net, afterwards(net, a, b))
    if kind == "紧接":
        return _directly(net.flow, a, b)
    if kind == "互斥":
        return _decide(net, together(a - b, b - a)) if a and b else None
    return _same_post(net, a, b)


def _directly(flow: Flow, a: Steps, b: Steps) -> Broken | None:
    """紧接: every outcome of ``a`` leads to ``b``, or starts several branches of which one begins with it."""
    for key in flow.nodes:
        if key in a and not all(
            any(e.target in b for e in edges) for edges in flow.out[key].values() or [()]
        ):
            return Broken(steps=(key,))
    return None


def _same_post(net: Net, a: Steps, b: Steps) -> Broken | None:
    """不同岗: two steps in one hand, on one course."""
    nodes = net.flow.nodes
    for x, y in product([k for k in nodes if k in a], [k for k in nodes if k in b]):
        if x != y and set(nodes[x].owners) & set(nodes[y].owners):
            found = _decide(net, together(frozenset({x}), frozenset({y})), (x, y))
            if found is not None:
                return found
    return None


def _watch(
    net: Net, constraint: Constraint, sets: list[Steps], supervises: Callable[[str], bool]
) -> Broken | None:
    nodes = net.flow.nodes

    def seen(key: str) -> bool:
        step = nodes[key].step
        return any(supervises(post) for post in (*step.owners, *step.assists, *step.witnesses))

    for stage in sets:
        watched = frozenset(k for k in stage if seen(k))
        if constraint.supervised is not None and constraint.supervised.each:
            alone = next((k for k in nodes if k in stage and k not in watched), None)
            if alone is not None:
                return _decide(net, before(frozenset(), frozenset({alone})), (alone,))
        elif stage:
            found = _decide(net, unwatched(net, stage, watched))
            if found is not None:
                return found
    return None


def one_course(net: Net, x: str, y: str) -> Witness | None:
    """A shortest course on which both steps are done; None: no course does both."""
    return find(net, together(frozenset({x}), frozenset({y})))[0]


def incompatible(net: Net, one: Constraint, other: Constraint) -> bool:
    """Whether no course that ends 办成 can keep both constraints (P809).

    Each alone can be kept; or they say the opposite of each other, so that one is broken whatever is done.
    """
    first, second = _keeping(net, one), _keeping(net, other)
    if first is None or second is None or _kept(net, _both(first, second)):
        return False
    if one.kind == other.kind == "先于" and operands(net.flow, one) == operands(net.flow, other)[::-1]:
        return True
    return _kept(net, first) and _kept(net, second)


def _keeping(net: Net, constraint: Constraint) -> Monitor[State] | None:
    sets = operands(net.flow, constraint)
    kind = constraint.kind
    if kind == "必经" and sets:
        return must(net, sets[0])
    if len(sets) < 2 or not sets[0] or not sets[1]:
        return None
    if kind == "先于":
        return before(sets[0], sets[1] - sets[0])
    if kind == "随后":
        return afterwards(net, sets[0], sets[1])
    if kind == "互斥":
        return together(sets[0], sets[1])
    return None


def _both(one: Monitor[State], other: Monitor[State]) -> Monitor[State]:
    size = len(one.first)

    def after(state: State, event: Event, descends: bool) -> State | None:
        left = one.after(state[:size], event, descends)
        right = other.after(state[size:], event, descends)
        if left is None or right is None or BAD in (left, right):
            return BAD
        return (*left, *right)

    return Monitor((*one.first, *other.first), after, lambda s: s == BAD, one.visible | other.visible)


def _kept(net: Net, monitor: Monitor[State]) -> bool:
    """Whether some course ends 办成 without breaking what ``monitor`` watches."""
    done = frozenset(e for e in net.flow.ends if net.flow.nodes[e].done)
    ended: State = (-2,)

    def after(state: State, event: Event, descends: bool) -> State | None:
        moved = monitor.after(state, event, descends)
        if moved is None or moved == BAD:
            return None
        return ended if event.step in done and event.ends else moved

    goal = Monitor(monitor.first, after, lambda s: s == ended, monitor.visible | done)
    witness, capped = find(net, goal)
    return witness is not None or capped
