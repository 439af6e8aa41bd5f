"""Whether a power's net is sound (van der Aalst 1998): every case can end, nothing is left open, no step is dead, no
step runs twice at once. Every failure with its kind, its place and a course that shows it."""

from __future__ import annotations

from typing import NamedTuple

from powermodel.net.flow import Edge, Flow
from powermodel.net.tokens import (
    SHORTEST_CAP,
    Course,
    Event,
    Join,
    Net,
    Occurrence,
    Sweep,
    build_net,
    run,
    show,
    sweep,
)


class Defect(NamedTuple):
    """One failure.

    ``kind``: 不汇合 (G107), 卡住 (G108), 重复 (G109), 未清 (G110), 做不到 (G111), 没查完 (the search gave up).
    ``step``: where; ``choice``: the outcome that brings it about, where one does; ``waits``/``come``: how many branches
    a join waits for and gets. ``cause``: the kind of the defect this one only follows from.
    """

    kind: str
    step: str
    course: Course = ()
    choice: Occurrence | None = None
    waits: int = 0
    come: int = 0
    open_steps: tuple[str, ...] = ()
    shortest: bool = True
    cause: str | None = None


class Soundness(NamedTuple):
    """The verdict on a net. ``defects`` empty and not ``capped``: it is sound."""

    defects: tuple[Defect, ...]
    capped: bool = False

    @property
    def sound(self) -> bool:
        return not self.defects and not self.capped


def check_soundness(net: Net) -> Soundness:
    """Decide soundness. Steps that cannot be reached, or from which no end can be, are other findings (G103, G104)."""
    seen = sweep(net)
    defects: list[Defect] = []
    if seen.bad or any(n.step.branch_end for n in net.flow.nodes.values()):
        defects = _doubled(net, seen)
    if not any(d.kind == "重复" for d in defects):
        defects += _left_open(net, seen)
    if not any(kind in ("双份", "未清") for kind, *_ in seen.bad):
        defects += _dead(net, seen, defects)
    if seen.capped:
        defects.append(Defect("没查完", net.flow.starts[0] if net.flow.starts else ""))
    return Soundness(tuple(defects), seen.capped)


# -- a step that runs twice ------------------------------------------------------------------------------------------


def _doubled(net: Net, seen: Sweep) -> list[Defect]:
    """The first step of the flow that two tokens of one case come to; later ones only follow from it."""
    for step in net.place:
        if len(net.flow.into[step]) < 2 or step not in seen.done or net.flow.nodes[step].is_end:
            continue
        for kind, where, _, course in sweep(net, held=step, cap=SHORTEST_CAP).bad:
            if kind == "双份" and where & (1 << net.place[step]):
                return [_double(net, step, where, course, step)]
    for kind, where, _, course in seen.bad:
        if kind == "双份":
            return [_double(net, _step_at(net, where), where, course, None)]
    return []


def _double(net: Net, step: str, where: int, course: Course, held: str | None) -> Defect:
    witness = show(net, course, lambda _, __, clash: bool(clash & where), held)
    return Defect("重复", step, witness.course, _choice(net.flow, witness.course), shortest=witness.shortest)


def _step_at(net: Net, mask: int) -> str:
    bit = mask & -mask
    if (number := bit.bit_length() - 1) in net.step_of:
        return net.step_of[number]
    return next(join.step for join in net.joins if join.take & bit)


def left_when_joined(flow: Flow, step: str) -> Defect | None:
    """What would still be wrong at a step if it said 汇合: 全部: 卡住, a route does not always come; 重复, or one comes
    twice."""
    node = flow.nodes[step]
    waits = node._replace(step=node.step.model_copy(update={"join": "全部"}))
    net = build_net(flow._replace(nodes={**flow.nodes, step: waits}))
    seen = sweep(net)
    return next((d for d in (*_left_open(net, seen), *_doubled(net, seen)) if d.step == step), None)


# -- what is left open -----------------------------------------------------------------------------------------------


def _left_open(net: Net, seen: Sweep) -> list[Defect]:
    """Ends reached with work open (G107 or G110) and joins that wait in vain (G108), each place once."""
    found: list[Defect] = []
    for kind, _, _, course in seen.bad:
        if kind == "未清":
            found += _early_end(net, course)
    cause = found[0].kind if found else None
    for kind, _, marking, course in seen.bad:
        if kind == "卡住":
            found += _stuck(net, marking, course, cause)
    if any(d.kind == "不汇合" for d in found):
        found = [d for d in found if d.kind != "未清"]
    made: dict[tuple[str, str], Defect] = {}
    for defect in found:
        made.setdefault((defect.kind, defect.step), defect)
    return [_followed(defect, list(made.values())[:number]) for number, defect in enumerate(made.values())]


def _followed(defect: Defect, earlier: list[Defect]) -> Defect:
    """``defect``, with an earlier one of its kind as its cause: another end that the same branch comes to too early,
    another join that waits in vain after the same choice or behind a join that does."""
    same = (
        other
        for other in earlier
        if other.kind == defect.kind
        and other.cause is None
        and (defect.kind == "未清" or other.choice == defect.choice or other.step in defect.open_steps)
    )
    cause = defect.cause or next((other.kind for other in same), None)
    return defect._replace(cause=cause)


def _early_end(net: Net, course: Course) -> list[Defect]:
    """An end reached while other branches are open: they never meet, or a choice leads past where they do."""
    end = course[-1].step

    def shows(event: Event, after: int, _: int) -> bool:
        return event.step == end and bool(after & net.done) and after != net.done

    witness = show(net, course, shows)
    last = run(net, witness.course)
    left = last[1] & ~net.done if last is not None else 0
    split = _last_split(net.flow, witness.course)
    if split is not None and not _meets(net.flow, split):
        return [
            Defect(
                "不汇合", split.step, witness.course, shortest=witness.shortest, open_steps=_open(net, left)
            )
        ]
    choice = _choice(net.flow, witness.course)
    early = Defect(
        "未清", end, witness.course, choice, shortest=witness.shortest, open_steps=_open(net, left)
    )
    full = run(net, course)
    waiting = full[1] if full is not None else left
    vain = [
        Defect(
            "卡住",
            join.step,
            course,
            choice,
            len(join.edges),
            _come(join, waiting),
            shortest=False,
            cause="未清",
        )
        for join in net.joins
        if 0 < _come(join, waiting) < len(join.edges)
    ]
    return [early, *vain]


def _open(net: Net, marking: int) -> tuple[str, ...]:
    """Steps where tokens are left."""
    names: list[str] = []
    while marking:
        bit = marking & -marking
        marking &= ~bit
        names.append(_step_at(net, bit))
    return tuple(dict.fromkeys(names))


def _come(join: Join, marking: int) -> int:
    return (marking & join.take).bit_count()


def _last_split(flow: Flow, course: Course) -> Occurrence | None:
    """The last event of a course that started several branches."""
    return next((o for o in reversed(course) if len(flow.out[o.step].get(o.label, ())) > 1), None)


def _meets(flow: Flow, split: Occurrence) -> bool:
    """Whether some join can be reached from two branches of a split."""
    reached = [{e.target} | _reach(flow, e.target) for e in flow.out[split.step][split.label]]
    return any(
        node.step.join == "全部" and sum(key in r for r in reached) > 1 for key, node in flow.nodes.items()
    )


def _reach(flow: Flow, key: str) -> set[str]:
    """Steps that follow ``key`` without a return."""
    seen: set[str] = set()
    todo = [key]
    while todo:
        for edge in flow.leaving(todo.pop()):
            if not edge.back and edge.target not in seen:
                seen.add(edge.target)
                todo.append(edge.target)
    return seen


def _choice(flow: Flow, course: Course) -> Occurrence | None:
    """The last choice of a course."""
    return next((o for o in reversed(course) if len(flow.out[o.step]) > 1), None)


def _stuck(net: Net, marking: int, course: Course, cause: str | None) -> list[Defect]:
    """Joins that hold some of their tokens when nothing can be done any more."""

    def shows(_: Event, after: int, clash: int) -> bool:
        return not clash and after == marking

    witness = show(net, course, shows)
    made = []
    for join in net.joins:
        come = _come(join, marking)
        if 0 < come < len(join.edges):
            missing = [e for e in join.edges if not marking & join.bit(e)]
            choice = _skipping(net.flow, witness.course, missing) or _choice(net.flow, witness.course)
            made.append(
                Defect(
                    "卡住", join.step, witness.course, choice, len(join.edges), come, _open(net, marking),
                    witness.shortest, cause,
                )
            )  # fmt: skip
    return made


def _skipping(flow: Flow, course: Course, missing: list[Edge]) -> Occurrence | None:
    """The choice after which a missing edge could no longer come, though before it could."""
    for occurrence in reversed(course):
        if len(flow.out[occurrence.step]) < 2:
            continue
        taken = flow.out[occurrence.step][occurrence.label]
        for edge in missing:
            before = edge.source == occurrence.step or edge.source in _reach(flow, occurrence.step)
            after = any(
                edge is e or edge.source == e.target or edge.source in _reach(flow, e.target) for e in taken
            )
            if before and not after:
                return occurrence
    return None


# -- steps that are never done ---------------------------------------------------------------------------------------


def _dead(net: Net, seen: Sweep, defects: list[Defect]) -> list[Defect]:
    """Steps that edges lead to from a start, and yet no run does: behind a join that waits in vain."""
    if seen.capped:
        return []
    linked: set[str] = set(net.flow.starts)
    todo = list(net.flow.starts)
    while todo:
        for edge in net.flow.leaving(todo.pop()):
            if edge.target not in linked:
                linked.add(edge.target)
                todo.append(edge.target)
    cause = next((d.kind for d in defects if d.cause is None), None)
    never = [key for key in net.flow.nodes if key in linked and key not in seen.done]
    return [
        Defect("做不到", key, cause=cause or ("做不到" if number else None))
        for number, key in enumerate(never)
    ]


def analyse(flow: Flow) -> tuple[Net, Soundness]:
    """The net of a graph and the verdict on it."""
    net = build_net(flow)
    return net, check_soundness(net)
