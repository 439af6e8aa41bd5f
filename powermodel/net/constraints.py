"""The constraints that officers write, decided on the runs of the net."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from itertools import product
from typing import NamedTuple

from powermodel.model.power import Constraint
from powermodel.net.flow import Flow
from powermodel.net.tokens import Course, Event, Monitor, Net, Witness, find, search

Steps = frozenset[str]
State = tuple[int, ...]
BAD: State = (-1,)


class Broken(NamedTuple):
    """A constraint that some course breaks (``witness``), or whose search gave up (``capped``). ``steps``: where."""

    witness: Witness | None = None
    capped: bool = False
    steps: tuple[str, ...] = ()


def _monitor(
    first: State,
    after: Callable[[State, Event], State | None],
    visible: Mapping[State, Steps] = {},
    over: Mapping[State, State] = {},
    safe: Iterable[State] = (),
) -> Monitor[State]:
    return Monitor(
        first,
        lambda state, event, _: after(state, event),
        lambda state: state == BAD,
        lambda state: visible.get(state, frozenset()),
        lambda state: over.get(state, state),
        frozenset(safe),
    )


def before(a: Steps, b: Steps) -> Monitor[State]:
    """先于: bad when one of ``b`` is done and none of ``a`` has been."""

    def after(state: State, event: Event) -> State:
        if event.step in a:
            return (1,)
        return BAD if event.step in b and state == (0,) else state

    return _monitor((0,), after, {(0,): a}, safe=[(1,)])


def must(net: Net, a: Steps) -> Monitor[State]:
    """必经: bad when a case ends 办成 and none of ``a`` has been done."""
    done = frozenset(e for e in net.flow.ends if net.flow.nodes[e].done)

    def after(state: State, event: Event) -> State:
        if event.step in a:
            return (1,)
        return (2,) if event.step in done and state == (0,) else state

    return _monitor((0,), after, {(0,): a, (2,): a}, {(2,): BAD}, [(1,)])


def afterwards(a: Steps, b: Steps) -> Monitor[State]:
    """随后: bad when the case ends and after the last of ``a`` none of ``b`` was done."""

    def after(state: State, event: Event) -> State:
        if event.step in b:
            return (0,)
        return (1,) if event.step in a else state

    # While nothing is due it is no loss to do of two branches the one without ``a`` first.
    return _monitor((0,), after, {(0,): a, (1,): a | b}, {(1,): BAD})


def together(a: Steps, b: Steps) -> Monitor[State]:
    """互斥: bad when one of ``a`` and (another) one of ``b`` are both done in one case, in whatever order."""

    def after(state: State, event: Event) -> State:
        first, second = state
        now = (int(first or event.step in a), int(second or event.step in b))
        return BAD if now == (1, 1) else now

    return _monitor((0, 0), after)


def repeated(a: Steps) -> Monitor[State]:
    """至多一次: bad when a step of ``a`` is done a second time."""

    def after(state: State, event: Event) -> State:
        if event.step not in a:
            return state
        return BAD if state == (1,) else (1,)

    return _monitor((0,), after)


def unwatched(stage: Steps, watched: Steps) -> Monitor[State]:
    """监督: bad when a case ends that did a step of the stage, and none of the watched ones."""

    def after(state: State, event: Event) -> State:
        if event.step in watched:
            return (2,)
        return (1,) if event.step in stage else state

    return _monitor((0,), after, {(0,): watched, (1,): watched}, {(1,): BAD}, [(2,)])


def doing(event_of: tuple[str, str]) -> Monitor[State]:
    """Bad when a step is done with one outcome."""
    return _monitor((0,), lambda state, event: BAD if (event.step, event.label) == event_of else state)


def _decide(net: Net, monitor: Monitor[State], steps: Iterable[str] = ()) -> Broken | None:
    witness, capped = find(net, monitor)
    return Broken(witness, capped, tuple(steps)) if witness or capped else None


def operands(flow: Flow, constraint: Constraint) -> list[Steps]:
    """The steps that each operand names, in order."""
    return [flow.matching(operand) for operand in constraint.operand(constraint.kind)]


def broken(
    net: Net,
    constraint: Constraint,
    supervises: Callable[[str], bool],
    throughout: bool,
    post_name: Callable[[str], str] = str,
) -> Broken | None:
    """How a constraint is broken; None: it holds on every course.

    ``supervises``: whether a post supervises; ``throughout``: 全程监督 names such a post; ``post_name``: what a post
    is called that goes by several names. The net must be sound.
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
        each = (_decide(net, afterwards(frozenset({one}), b)) for one in net.flow.nodes if one in a)
        return _least(each)
    if kind == "紧接":
        return _directly(net, a, b)
    if kind == "互斥":
        return _decide(net, together(a - b, b - a)) if a and b else None
    return _same_post(net, a, b, post_name)


def _least(found: Iterable[Broken | None]) -> Broken | None:
    """Of several the one with the shortest course, one whose search gave up only where there is no other."""
    return min(
        filter(None, found), key=lambda b: len(b.witness.course) if b.witness else sys.maxsize, default=None
    )


def _directly(net: Net, a: Steps, b: Steps) -> Broken | None:
    """紧接: every outcome of ``a`` leads to ``b``, or starts several branches of which one begins with it."""
    astray = (
        (key, event.label)
        for key in net.flow.nodes
        if key in a
        for event in net.events[key]
        if not any(edge.target in b for edge in net.flow.out[key].get(event.label, ()))
    )
    return _least(_decide(net, doing(event), (event[0],)) for event in astray)


def _same_post(net: Net, a: Steps, b: Steps, post_name: Callable[[str], str]) -> Broken | None:
    """不同岗: two steps in one hand, on one course."""
    nodes = net.flow.nodes
    hands = {key: {post_name(owner) for owner in nodes[key].owners} for key in a | b}
    for x, y in product([k for k in nodes if k in a], [k for k in nodes if k in b]):
        if x != y and hands[x] & hands[y]:
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
            found = _decide(net, unwatched(stage, watched))
            if found is not None:
                return found
    return None


def one_course(net: Net, x: str, y: str) -> Witness | None:
    """A shortest course on which both steps are done; None: no course does both."""
    return find(net, together(frozenset({x}), frozenset({y})))[0]


def incompatible(net: Net, one: Constraint, other: Constraint) -> Course | None:
    """A course that ends 办成 and keeps ``one``, where none can keep both constraints (P809); else None.

    Each alone can be kept; or they say the opposite of each other, so that one is broken whatever is done (then the
    course is empty).
    """
    first, second = _keeping(net, one), _keeping(net, other)
    if first is None or second is None or _kept(net, _both(first, second)) is not None:
        return None
    if one.kind == other.kind == "先于" and operands(net.flow, one) == operands(net.flow, other)[::-1]:
        return ()
    return _kept(net, first) if _kept(net, second) is not None else None


def _keeping(net: Net, constraint: Constraint) -> Monitor[State] | None:
    """What watches that a constraint is kept: nothing is safe for ever, the order of all its steps matters."""
    sets = operands(net.flow, constraint)
    kind = constraint.kind
    made: Monitor[State] | None = None
    if kind == "必经" and sets:
        made = must(net, sets[0])
    elif len(sets) > 1 and sets[0] and sets[1]:
        a, b = sets[:2]
        if kind == "先于":
            made = before(a, b - a)
        elif kind == "随后":
            made = afterwards(a, b)
        elif kind == "互斥":
            made = together(a - b, b - a)
    steps = frozenset().union(*sets)
    return replace(made, visible=lambda _: steps, safe=frozenset()) if made is not None else None


def _both(one: Monitor[State], other: Monitor[State]) -> Monitor[State]:
    size = len(one.first)

    def paired(left: State | None, right: State | None) -> State:
        return BAD if left is None or right is None or BAD in (left, right) else (*left, *right)

    return Monitor(
        (*one.first, *other.first),
        lambda s, e, d: paired(one.after(s[:size], e, d), other.after(s[size:], e, d)),
        lambda s: s == BAD,
        lambda s: one.visible(s[:size]) | other.visible(s[size:]),
        lambda s: paired(_at_end(one, s[:size]), _at_end(other, s[size:])),
    )


def _at_end(monitor: Monitor[State], state: State) -> State:
    return monitor.over(state) if monitor.over is not None else state


def _kept(net: Net, monitor: Monitor[State]) -> Course | None:
    """A course that ends 办成 without breaking what ``monitor`` watches; None: there is none."""
    done = frozenset(e for e in net.flow.ends if net.flow.nodes[e].done)
    kept: State = (-2,)

    def after(state: State, event: Event, descends: bool) -> State | None:
        *watched, ended = state
        moved = monitor.after(tuple(watched), event, descends)
        if moved is None or moved == BAD:
            return None
        return (*moved, int(ended or event.step in done))

    def over(state: State) -> State:
        return kept if state[-1] and _at_end(monitor, state[:-1]) != BAD else state

    # Nearly all pairs are kept by some course in the first order tried; only where none is, all orders are.
    for visible in (lambda _: frozenset(), lambda state: monitor.visible(state[:-1])):
        goal = Monitor((*monitor.first, 0), after, lambda s: s == kept, visible, over)
        found = search(net, goal)
        if found.course is not None or found.capped:
            return found.course or ()
    return None
