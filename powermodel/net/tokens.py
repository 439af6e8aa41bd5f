"""The workflow net of a power and its runs.

Places: one before the work of every step, one on every edge that a join waits for. A transition is one event: a step
done with one outcome; it takes the token before the step and puts one on every edge of that outcome. Joins fire by
themselves. Markings are bit masks, so two tokens in one place are seen and not counted (the net must be 1-safe).

The nets are free-choice (Desel and Esparza 1995): transitions of different steps never take each other's tokens. So it
is enough, for everything that does not ask in which order independent steps happen, to go on with one enabled step at
a time (a persistent set, Godefroid 1996): sixteen parallel branches of three steps are 48 states, not four billion.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Generic, NamedTuple, TypeVar

from powermodel.net.flow import Edge, Flow

S = TypeVar("S", bound=Hashable)
CAP = 50_000
"""States after which a search gives up, and says so."""
SHORTEST_CAP = 4_000
"""States after which the search for a shortest course gives up for one from which no step can be left out."""


@dataclass(frozen=True, slots=True)
class Event:
    """A step done with one outcome. ``take``/``put``: masks of places; ``ends``: the case ends here.

    ``twice``: places that get two tokens at once (a list that names a step twice).
    """

    step: str
    label: str
    take: int
    put: int
    joins: tuple[int, ...] = ()
    ends: bool = False
    index: int = 0
    twice: int = 0


class Join(NamedTuple):
    """A join: when all places of ``take`` are marked, it fires into ``put``."""

    step: str
    take: int
    put: int
    edges: tuple[Edge, ...]
    bits: tuple[int, ...]

    def bit(self, edge: Edge) -> int:
        """The place of one of its edges."""
        return self.bits[self.edges.index(edge)]


class Net(NamedTuple):
    """``events[step]``: what can be done when the token is before ``step``. ``starts``: markings a case begins with.

    ``order``: places from the first to the last bit; ``step_of``: bit → the step whose place it is.
    """

    flow: Flow
    events: dict[str, tuple[Event, ...]]
    joins: tuple[Join, ...]
    starts: tuple[tuple[str, int], ...]
    step_of: dict[int, str]
    place: dict[str, int]
    done: int

    def enabled(self, marking: int) -> Iterator[str]:
        """Steps that can be done now, the last in the flow first."""
        left = marking & ~self.done
        while left:
            bit = left.bit_length() - 1
            left &= ~(1 << bit)
            step = self.step_of.get(bit)
            if step is not None:
                yield step

    def fire(self, marking: int, event: Event) -> tuple[int, int]:
        """The marking after an event, and a mask of places that would have got a second token (0: none)."""
        left = marking & ~event.take
        clash = left & event.put | event.twice
        after = left | event.put
        for number in event.joins:
            join = self.joins[number]
            if after & join.take == join.take:
                after &= ~join.take
                clash |= after & join.put
                after |= join.put
        return after, clash


def build_net(flow: Flow) -> Net:
    """The net of a power's graph. A return into a join enters behind it and waits for nobody."""
    order = _topological(flow)
    place: dict[str, int] = {}
    edge_place: dict[int, int] = {}
    step_of: dict[int, str] = {}
    bit = 1  # bit 0 is the end of the case
    for key in order:
        waited = [e for e in flow.into[key] if not e.back]
        if flow.nodes[key].step.join == "全部" and len(waited) > 1:
            for edge in waited:
                edge_place[edge.index] = bit
                bit += 1
        place[key] = bit
        step_of[bit] = key
        bit += 1
    joins: list[Join] = []
    join_of: dict[str, int] = {}
    for key in order:
        waited_edges = tuple(e for e in flow.into[key] if e.index in edge_place)
        if waited_edges:
            bits = tuple(1 << edge_place[e.index] for e in waited_edges)
            join_of[key] = len(joins)
            joins.append(Join(key, sum(bits), 1 << place[key], waited_edges, bits))
    events = {key: _events(flow, key, place, edge_place, join_of) for key in order}
    starts = tuple((key, 1 << place[key]) for key in flow.starts)
    return Net(flow, events, tuple(joins), starts, step_of, place, 1)


def _events(
    flow: Flow, key: str, place: dict[str, int], edge_place: dict[int, int], join_of: dict[str, int]
) -> tuple[Event, ...]:
    take = 1 << place[key]
    node = flow.nodes[key]
    if not flow.out[key]:
        return (Event(key, "", take, 0 if node.step.branch_end else 1, ends=True),)
    made = []
    for number, (label, edges) in enumerate(flow.out[key].items()):
        put = twice = 0
        for edge in edges:
            bit = 1 << edge_place.get(edge.index, place[edge.target])
            twice |= put & bit
            put |= bit
        touched = tuple(dict.fromkeys(join_of[e.target] for e in edges if e.index in edge_place))
        made.append(Event(key, label, take, put, touched, index=number, twice=twice))
    return tuple(made)


def _topological(flow: Flow) -> list[str]:
    """Steps in an order in which every edge that is no return leads forward, as far as there is one (Kahn 1962)."""
    waiting = {key: sum(1 for e in flow.into[key] if not e.back) for key in flow.nodes}
    ready = deque(key for key in flow.nodes if waiting[key] == 0)
    order: list[str] = []
    seen: set[str] = set()
    rest = iter(flow.nodes)
    while len(order) < len(flow.nodes):
        if not ready:
            ready.append(next(key for key in rest if key not in seen))
        key = ready.popleft()
        if key in seen:
            continue
        seen.add(key)
        order.append(key)
        for edge in flow.leaving(key):
            waiting[edge.target] -= not edge.back
            if waiting[edge.target] <= 0 and edge.target not in seen:
                ready.append(edge.target)
    return order


# -- runs ------------------------------------------------------------------------------------------------------------


class Occurrence(NamedTuple):
    """One event of a course."""

    step: str
    label: str


Course = tuple[Occurrence, ...]


@dataclass
class Search(Generic[S]):
    """What a search found: the goal's state and the course to it (None: there is none); ``capped``: not all was seen."""

    found: S | None = None
    course: Course | None = None
    states: int = 0
    capped: bool = False


@dataclass(frozen=True)
class Monitor(Generic[S]):
    """Watches a run. ``after``: (state, event, token that it took descends from the coloured step) → new state.

    None: the event is not allowed in this search. ``bad``: whether a state is the goal. ``visible``: steps whose
    order matters in a state, against each other and against all that come later. ``over``: what the end of the case
    makes of a state. ``safe``: states that no bad one follows. ``coloured``: the steps whose tokens are followed.
    """

    first: S
    after: Callable[[S, Event, bool], S | None]
    bad: Callable[[S], bool]
    visible: Callable[[S], frozenset[str]]
    over: Callable[[S], S] | None = None
    safe: frozenset[S] = frozenset()
    coloured: frozenset[str] = frozenset()


Product = tuple[int, int, S]


def search(net: Net, monitor: Monitor[S], *, reduced: bool = True, cap: int = CAP) -> Search[Product[S]]:
    """Breadth first through the runs of ``net`` for a bad state of ``monitor``.

    ``reduced``: only the order of visible steps is varied, so that the verdict is found fast but the course may hold
    steps that are not needed; else all orders, so that the course found is a shortest one.
    The net must be sound: markings with a second token or with an early end are not followed.
    """
    result: Search[Product[S]] = Search()
    parents: dict[Product[S], tuple[Product[S] | None, Occurrence | None]] = {}
    queue: deque[Product[S]] = deque()
    for _, marking in net.starts:
        state: Product[S] = (marking, 0, monitor.first)
        if state not in parents:
            parents[state] = (None, None)
            queue.append(state)
    while queue:
        here = queue.popleft()
        for event, after in _successors(net, monitor, here, reduced):
            if after in parents:
                continue
            parents[after] = (here, Occurrence(event.step, event.label))
            if monitor.bad(after[2]):
                result.found, result.course = after, _course(parents, after)
                result.states = len(parents)
                return result
            queue.append(after)
        if len(parents) > cap:
            result.capped = True
            break
    result.states = len(parents)
    return result


def _successors(
    net: Net, monitor: Monitor[S], state: Product[S], reduced: bool
) -> Iterator[tuple[Event, Product[S]]]:
    marking, colour, watched = state
    if marking & net.done:
        return
    steps = list(net.enabled(marking))
    if reduced:
        visible = monitor.visible(watched)
        quiet = next((s for s in steps if s not in visible), None)
        steps = [quiet] if quiet is not None else steps
    for step in steps:
        for event in net.events[step]:
            after = monitor.after(watched, event, bool(colour & event.take))
            if after is None or after in monitor.safe:
                continue
            marked, clash = net.fire(marking, event)
            if clash:
                continue
            if monitor.over is not None and not marked & ~net.done:
                after = monitor.over(after)
            fresh = marked & ~(marking & ~event.take)
            if step in monitor.coloured:
                coloured = fresh
            else:
                # A join's token descends from the coloured step when one of the tokens it waited for did.
                gone = colour & ~marked
                coloured = (colour & marked) | (fresh if gone else 0)
            yield event, (marked, coloured, after)


def _course(
    parents: dict[Product[S], tuple[Product[S] | None, Occurrence | None]], state: Product[S]
) -> Course:
    events: list[Occurrence] = []
    here: Product[S] | None = state
    while here is not None:
        here, occurrence = parents[here]
        if occurrence is not None:
            events.append(occurrence)
    return tuple(reversed(events))


class Witness(NamedTuple):
    """A course that breaks something. ``shortest``: no shorter one exists; else no step of it can be left out."""

    course: Course
    shortest: bool


def find(net: Net, monitor: Monitor[S]) -> tuple[Witness | None, bool]:
    """A course to a bad state of ``monitor`` (None: there is none), and whether the search had to give up."""
    quick = search(net, monitor)
    if quick.course is None:
        return None, quick.capped
    exact = search(net, monitor, reduced=False, cap=SHORTEST_CAP)
    if exact.course is not None:
        return Witness(exact.course, True), False
    return Witness(thinned(quick.course, lambda c: replay(net, monitor, c)), False), False


def thinned(course: Course, shows: Callable[[Course], bool]) -> Course:
    """``course`` without the events that are not needed to show something, tried one by one from the back."""
    kept, changed = course, True
    while changed:
        changed = False
        for number in range(len(kept) - 1, -1, -1):
            shorter = kept[:number] + kept[number + 1 :]
            if shows(shorter):
                kept, changed = shorter, True
    return kept


def replay(net: Net, monitor: Monitor[S], course: Iterable[Occurrence]) -> bool:
    """Whether ``course`` is a run of the net that ends in a bad state."""
    events = list(course)
    for _, marking in net.starts:
        colour, watched, good = 0, monitor.first, True
        for occurrence in events:
            found = next(
                (
                    after
                    for event, after in _successors(
                        net, _only(monitor, occurrence), (marking, colour, watched), False
                    )
                    if event.step == occurrence.step and event.label == occurrence.label
                ),
                None,
            )
            if found is None:
                good = False
                break
            marking, colour, watched = found
        if good and monitor.bad(watched):
            return True
    return False


def _only(monitor: Monitor[S], occurrence: Occurrence) -> Monitor[S]:
    """``monitor`` that allows just this one event: the rest need not be computed."""

    def after(state: S, event: Event, descends: bool) -> S | None:
        if (event.step, event.label) != (occurrence.step, occurrence.label):
            return None
        return monitor.after(state, event, descends)

    return replace(monitor, after=after)


Shows = Callable[[Event, int, int], bool]
"""(event, marking after it, places that would get a second token) → whether this is what is looked for."""


def shortest(net: Net, shows: Shows, *, held: str | None = None, cap: int = SHORTEST_CAP) -> Course | None:
    """A shortest run whose last event shows something, over all orders; None where the cap was reached first."""
    parents: dict[int, tuple[int, Occurrence | None]] = {}
    queue: deque[int] = deque()
    for _, marking in net.starts:
        parents.setdefault(marking, (-1, None))
        queue.append(marking)
    while queue and len(parents) <= cap:
        marking = queue.popleft()
        for step in net.enabled(marking):
            for event in net.events[step] if step != held else ():
                after, clash = net.fire(marking, event)
                if shows(event, after, clash):
                    return (*_back(parents, marking), Occurrence(event.step, event.label))
                if not clash and not after & net.done and after not in parents:
                    parents[after] = (marking, Occurrence(event.step, event.label))
                    queue.append(after)
    return None


def _back(parents: dict[int, tuple[int, Occurrence | None]], marking: int) -> Course:
    events: list[Occurrence] = []
    while marking != -1:
        marking, occurrence = parents[marking]
        if occurrence is not None:
            events.append(occurrence)
    return tuple(reversed(events))


def run(net: Net, course: Iterable[Occurrence], held: str | None = None) -> tuple[Event, int, int] | None:
    """Play a course: its last event, the marking after it, and the places that would get a second token there.

    None where it is no run: an event that can't be done, or one after a second token or the end of the case.
    """
    events = list(course)
    for _, start in net.starts:
        marking, last = start, None
        for occurrence in events:
            event = next((e for e in net.events[occurrence.step] if e.label == occurrence.label), None)
            over = last is not None and (last[2] or last[1] & net.done)
            if event is None or over or marking & event.take != event.take or occurrence.step == held:
                last = None
                break
            marking, clash = net.fire(marking, event)
            last = (event, marking, clash)
        if last is not None:
            return last
    return None


def show(net: Net, quick: Course, shows: Shows, held: str | None = None) -> Witness:
    """The shortest course that shows something; where that takes too long, ``quick`` without what is not needed."""
    exact = shortest(net, shows, held=held)
    if exact is not None:
        return Witness(exact, True)

    def still(course: Course) -> bool:
        last = run(net, course, held)
        return last is not None and shows(*last)

    return Witness(thinned(quick, still), False)


@dataclass
class Sweep:
    """All that a net can come to, each order of independent steps taken once.

    ``done``: steps that some run does. ``bad``: (kind, place mask or marking, course): 双份 a second token, 未清 an end
    with work open, 卡住 nothing can be done and the case is open. Per kind and place the first found, a shortest
    among the orders tried. ``capped``: not all was seen.
    """

    done: set[str] = field(default_factory=set)
    bad: list[tuple[str, int, int, Course]] = field(default_factory=list)
    states: int = 0
    capped: bool = False


def sweep(net: Net, held: str | None = None, cap: int = CAP) -> Sweep:
    """Go through the runs of a net. ``held``: a step whose work is never done, to see whether two tokens come to it."""
    made = Sweep()
    parents: dict[int, tuple[int, Occurrence | None]] = {}
    queue: deque[int] = deque()
    known: set[tuple[str, int]] = set()
    for _, marking in net.starts:
        if marking not in parents:
            parents[marking] = (-1, None)
            queue.append(marking)

    def course(marking: int, last: Occurrence | None) -> Course:
        return (*_back(parents, marking), *((last,) if last else ()))

    def note(kind: str, where: int, marking: int, events: Course) -> None:
        if (kind, where) not in known:
            known.add((kind, where))
            made.bad.append((kind, where, marking, events))

    while queue:
        marking = queue.popleft()
        # Ends that close one branch only wait until nothing else can be done: whatever ends the case meets them open.
        step = last = None
        for enabled in net.enabled(marking):
            if enabled == held:
                continue
            if not _closes_branch(net, enabled):
                step = enabled
                break
            last = last or enabled
        step = step or last
        if step is None:
            if marking and held is None:
                note("卡住", marking, marking, course(marking, None))
            continue
        made.done.add(step)
        for event in net.events[step]:
            after, clash = net.fire(marking, event)
            occurrence = Occurrence(event.step, event.label)
            if clash:
                note("双份", clash, after, course(marking, occurrence))
            elif after & net.done and after != net.done:
                note("未清", event.take, after, course(marking, occurrence))
            elif after not in parents and after != net.done:
                parents[after] = (marking, occurrence)
                queue.append(after)
        if len(parents) > cap:
            made.capped = True
            break
    made.states = len(parents)
    return made


def _closes_branch(net: Net, step: str) -> bool:
    return net.events[step][0].ends and not net.events[step][0].put
