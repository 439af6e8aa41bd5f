"""Ports: where lines touch the boxes, and with it where they run in the bands of the boxes.

The lines at one side stand in the order in which they leave it without crossing; then every band gives its runs
offsets that keep them apart and in their order, those with the least freedom first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cmp_to_key
from itertools import accumulate, chain, combinations, pairwise

from render.layout.body import DOWN, LEFT, RIGHT, UP, Body
from render.layout.channel import TRACK
from render.layout.runs import Run, Stub, Tag, first_at, too_many

GAP = 0.6  # em: the least between two lines side by side
NEXT = 0.2  # em between two lines that touch a diamond at neighbouring sides
COMPANY = 0.6  # em between a connector and the line with which it shares a side of a box

Order = tuple[tuple[bool, int], Run, Run]
"""What a channel (upright or not, its half-grid number) must keep: the first run before the second."""


class Ports:
    """Gives every run in a band its offset. ``must``: what the channels have to keep so that nothing lies on anything.

    ``crowded``: somewhere more lines meet than there is room for.
    """

    def __init__(self, bodies: Sequence[Body], ways: Sequence[Sequence[Run]], tags: Sequence[Tag]) -> None:
        self.bodies, self.tags = bodies, tags
        self.crowded = False
        self.tag_of = {tag.run: tag for tag in tags}
        self.must: dict[tuple[bool, int], dict[Run, set[Run]]] = defaultdict(lambda: defaultdict(set))
        self.sides: dict[tuple[int, int], list[Run]] = defaultdict(list)
        self.bands: dict[tuple[bool, int], list[Run]] = defaultdict(list)
        self.channels: dict[tuple[bool, int], list[Run]] = defaultdict(list)
        self.wanted: dict[tuple[bool, int], dict[Run, list[Run]]] = {}
        for runs in ways:
            for run in runs:
                (self.bands if run.band else self.channels)[run.upright, run.fixed].append(run)
                for touched in run.items:
                    if touched is not None:
                        self.sides[touched].append(run)

    def solve(self) -> None:
        """Wishes for the offsets of all runs that touch boxes, then offsets that keep everything apart."""
        wishes: dict[Run, list[float]] = defaultdict(list)
        self.limits: dict[tuple[int, int], tuple[float, float]] = {}
        for (_, side), runs in self.sides.items():
            _sort(runs, side)
        self._tag_sides()
        for (item, side), runs in self.sides.items():
            gaps = [self._gap(a, b, side) for a, b in pairwise(runs)]
            straight = [
                n for n, run in enumerate(runs) if run.items[0] is not None and run.items[1] is not None
            ]
            low, high = self.bodies[item].ports[side]
            spine = [n for n in straight if runs[n].way.link.main]
            if gaps and (spine or max(gaps) > TRACK):  # the main course keeps to the middle
                low, high = self.bodies[item].whole(side)
            self.limits[item, side] = low, high
            shrink = min(1.0, (high - low) / sum(gaps)) if gaps else 1.0
            spots = [0.0, *accumulate(gap * shrink for gap in gaps)]
            ends = spine or straight or (0, -1)
            anchor = (spots[ends[0]] + spots[ends[-1]]) / 2
            first = min(max(0.0, low), high) - anchor
            first = max(low, min(first, high - spots[-1]))
            for run, spot in zip(runs, spots, strict=True):
                wishes[run].append(first + spot)
        for key in sorted(self.bands):
            self._assign(key[0], self.bands[key], wishes)
            for run in self.bands[key]:
                run.placed = True

    def _gap(self, first: Run, second: Run, side: int) -> float:
        """How far apart two neighbouring ports must be, with the labels and the connector that stand between them."""
        stubs = [Stub.of(run) for run in (first, second) if run.way.link.stub]
        room = max((self.bodies[stub.rider].across(side) + COMPANY for stub in stubs), default=0.0)
        for tag, between in ((self.tag_of.get(first), True), (self.tag_of.get(second), False)):
            if tag is not None and tag.side == side and tag.after is between:
                room += (tag.wide if side in (DOWN, UP) else tag.high) + 0.55
        return max(TRACK, room)

    def _assign(self, upright: bool, runs: list[Run], wishes: dict[Run, list[float]]) -> None:
        """Offsets within one band, those with the least freedom first; who finds no room goes before all others.

        Lines cross that need not only where there is no room for the ports in their order.
        """
        windows = {run: self._window(run) for run in runs}

        def rank(run: Run) -> tuple[float, float, int]:
            low, high = windows[run]
            return high - low, max((abs(w) for w in wishes[run]), default=0.0), run.way.link.id

        asked: list[Order] = []
        for ordered in (True, False):
            order = sorted(runs, key=rank)
            for _ in range(min(len(runs), 6) + 1):
                self._forget(asked)
                asked = []
                done: list[Run] = []
                stuck: list[Run] = []
                for run in order:
                    wanted = wishes[run] or [0.0]
                    found = self._offset(upright, run, done, windows[run], wanted, asked, ordered)
                    low, high = windows[run]
                    run.offset = min(max(wanted[0], low), high) if found is None else found
                    (done if found is not None else stuck).append(run)
                if not stuck:
                    return
                order = stuck + [run for run in order if run not in stuck]
        self.crowded = True

    def _window(self, run: Run) -> tuple[float, float]:
        """The offsets that a run's boxes allow; a run between channels keeps near the middle."""
        limits = [self.limits[touched] for touched in run.items if touched is not None] or [(-2.6, 2.6)]
        low, high = max(a for a, _ in limits), min(b for _, b in limits)
        return (low, high) if low <= high else ((low + high) / 2, (low + high) / 2)

    def _offset(
        self, upright: bool, run: Run, done: Sequence[Run], window: tuple[float, float], wanted: Sequence[float],
        asked: list[Order], ordered: bool,
    ) -> float | None:  # fmt: skip
        """An offset apart from all that is done; None where there is none. ``asked`` grows by what it needs of channels.

        ``ordered``: and on the side of all that is done where it does not cross them.
        """
        low, high = window[0] - 1e-9, window[1] + 1e-9
        near = [other for other in done if other.low <= run.high and run.low <= other.high]
        turns = [(other, cost) for other in near if abs(cost := too_many(run, other)) >= 1] if ordered else []
        for gap in (GAP, GAP / 2):
            for value in chain(wanted, _near(wanted, window, near, gap)):
                if not low <= value <= high:
                    continue
                if any((value - other.offset) * cost < 0 for other, cost in turns):
                    continue
                if gap == GAP and self._meets(run, value):
                    continue
                pairs = self._facing(upright, run, value, near, gap)
                if pairs is not None and self._agreed(pairs, asked, ordered):
                    return value
        return None

    def _meets(self, run: Run, value: float) -> bool:
        """Whether a run would touch a diamond where a line at the next side does: both may come to the middle of a face."""
        for touched in run.items:
            if touched is None or self.bodies[touched[0]].shape not in ("decision", "gate"):
                continue
            item, side = touched
            body, out = self.bodies[item], 1 if side in (DOWN, RIGHT) else -1
            beside = (RIGHT if value > 0 else LEFT) if side in (DOWN, UP) else (DOWN if value > 0 else UP)
            ahead = 1 if value > 0 else -1
            for other in self.sides.get((item, beside), ()):
                if (
                    other.placed
                    and abs(value - ahead * body.touch(beside, other.offset)) < NEXT
                    and abs(other.offset - out * body.touch(side, value)) < NEXT
                ):
                    return True
        return False

    def _facing(
        self, upright: bool, run: Run, value: float, near: Sequence[Run], gap: float
    ) -> list[Order] | None:
        """Orders that an offset asks of the channels where two runs face each other; None where they would collide."""
        pairs = []
        for other in near:
            if abs(other.offset - value) >= max(gap, self._room(run, value, other)) - 1e-9:
                continue
            if other.high == run.low and run.low % 2:
                continue  # a box lies between the two
            if run.high == other.low and run.high % 2:
                continue
            if other.high == run.low:
                first, second = other.beside[1], run.beside[0]
            elif run.high == other.low:
                first, second = run.beside[1], other.beside[0]
            else:
                return None
            if run.way.link.stub or other.way.link.stub:
                continue  # the channel keeps lines off connectors
            if first is None or second is None or first is second:
                return None
            pairs.append(((not upright, first.fixed), first, second))
        return pairs

    def _room(self, run: Run, value: float, other: Run) -> float:
        """What two lines at one side of a box need between them for their labels."""
        shared = [t for t in run.items if t is not None and t in other.items]
        if not shared:
            return 0.0
        first, second = (run, other) if value < other.offset else (other, run)
        gap = self._gap(first, second, shared[0][1])
        return gap if gap > TRACK else 0.0

    def _agreed(self, pairs: Sequence[Order], asked: list[Order], ordered: bool) -> bool:
        """Ask orders of the channels; where they contradict what is asked already, none of them.

        ``ordered``: also where they contradict the order in which the runs do not cross.
        """
        count = len(asked)
        for key, first, second in pairs:
            if self._circle(key, first, second, ordered):
                self._forget(asked[count:])
                del asked[count:]
                return False
            if second not in self.must[key][first]:
                self.must[key][first].add(second)
                asked.append((key, first, second))
        return True

    def _forget(self, asked: Sequence[Order]) -> None:
        for key, first, second in asked:
            self.must[key][first].remove(second)

    def _circle(self, key: tuple[bool, int], first: Run, second: Run, ordered: bool) -> bool:
        """Whether ``first`` before ``second`` would contradict what is already asked."""
        must, should = self.must[key], self._should(key) if ordered else {}
        after, seen = [second], set()
        while after:
            run = after.pop()
            if run is first:
                return True
            if run not in seen:
                seen.add(run)
                after += must[run]
                after += should.get(run, ())
        return False

    def _should(self, key: tuple[bool, int]) -> dict[Run, list[Run]]:
        """For every run of a channel those that have to come after it, or they would cross without need."""
        if key not in self.wanted:
            wanted: dict[Run, list[Run]] = defaultdict(list)
            self.wanted[key] = wanted
            for a, b in combinations(self.channels[key], 2):
                cost = too_many(a, b)
                if cost >= 1:
                    wanted[b].append(a)
                elif cost <= -1:
                    wanted[a].append(b)
        return self.wanted[key]

    # -- labels -----------------------------------------------------------------------------------------------

    def _tag_sides(self) -> None:
        """Each label goes to the outer side of its line among the lines at that side of the box.

        Those of what leads on first: where the flow runs across, the others make room for them.
        """
        for tag in sorted(self.tags, key=lambda tag: tag.side):
            runs = self.sides[tag.way.link.source, tag.side]
            place, count = runs.index(tag.run), len(runs)
            if count > 1:
                tag.after = place > 0
            elif tag.way.link.stub:  # clear of what leads to the right
                tag.after = tag.side in (DOWN, UP) and (tag.way.link.source, RIGHT) not in self.sides
            else:
                tag.after = self._turn(tag.run) <= 0 and (tag.side in (DOWN, UP) or self._onward(tag))

    def _onward(self, tag: Tag) -> bool:
        """Whether the label of a line to the side stands after it: where the flow runs across it would seem to name the line
        that comes in, if it stood before; unless what leads on has its label there.
        """
        source = tag.way.link.source
        return self.bodies[source].rows and not any(
            other.way.link.source == source and other.side == DOWN and other.after is (tag.side == RIGHT)
            for other in self.tags
        )

    @staticmethod
    def _turn(run: Run) -> int:
        """Where a run that leaves a box turns to at its far end: -1, 0, +1."""
        end = 1 if run.items[0] is not None and run.beside[0] is None else 0
        return run.leg(end)


def _near(
    wanted: Sequence[float], window: tuple[float, float], others: Sequence[Run], gap: float
) -> Iterator[float]:
    """Offsets to try, from the nearest to what is wanted on."""
    first = wanted[0]
    side = 1 if first >= 0 else -1
    tried = [*wanted[1:], *(first + n * TRACK / 4 for n in range(-23, 24)), *window]
    tried += [other.offset + way * gap for other in others for way in (-1, 1)]
    yield from sorted(tried, key=lambda value: (abs(value - first), -side * value))


def _aside(a: Run, b: Run, end: int) -> int:
    """Which of two lines at one side is the first where one leads to a connector: that one if the other turns forward."""
    if a.way.link.stub:
        return -1 if b.leg(end) > 0 else 1
    return -_aside(b, a, end) if b.way.link.stub else 0


def _sort(runs: list[Run], side: int) -> None:
    """Put the lines at one side of a box in the order in which they leave it without crossing."""
    end = 1 if side in (DOWN, RIGHT) else 0
    runs.sort(
        key=cmp_to_key(lambda a, b: first_at(a, b, end) or _aside(a, b, end) or a.way.link.id - b.way.link.id)
    )
    for number, run in enumerate(runs):
        run.port[1 - end] = number
