"""Can a control be passed by? The duties of countermeasures, decided on the runs of the net.

A measure is carried out by a step (落实). It is 事前 (before the risky step is first done), or 事中/事后 (at or after
the last doing of the risky step and before the harm; what happens on a parallel branch that is joined before the harm
counts). 结果后 measures come after the harm by nature and cannot be passed by.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from powermodel.model.risk import CarriedOut, Measure, Risk
from powermodel.net.flow import Flow
from powermodel.net.tokens import Event, Monitor, Net, Witness, find

HARMS = (("签约", "盖章", "付款", "发放"), ("审批", "决议", "登记", "公布"))
"""Stages where damage is done, unless the risk names its own 危害步骤: the first group that can follow counts."""


class Duty(NamedTuple):
    """One step that must carry a measure out. ``when``: only due on courses that took one of these (step, outcome)."""

    risky: str
    control: str
    timing: str
    harms: frozenset[str]
    when: frozenset[tuple[str, str]] = frozenset()
    every_time: bool = False


class Verdict(NamedTuple):
    """Whether a duty holds on every course.

    ``how``: empty where it does; 绕过 (the harm without the control), 重做 (the risky step is done again, the control
    is not), 太迟 (the control comes, but at the wrong time). ``capped``: the search gave up, nothing is proved.
    """

    duty: Duty
    how: str = ""
    witness: Witness | None = None
    capped: bool = False

    @property
    def holds(self) -> bool:
        return not self.how and not self.capped

    @property
    def harm(self) -> str:
        """Where the course ends: the step whose harm the control comes too late for, if that is another than the risky one."""
        last = self.witness.course[-1].step if self.witness else ""
        return last if last in self.duty.harms and last != self.duty.risky else ""

    def always_late(self, flow: Flow) -> bool:
        """Whether the control can only ever come after the harm: it isn't passed by, it stands in the wrong place."""
        return self.how == "绕过" and bool(self.harm) and self.harm not in following(flow, self.duty.control)


def following(flow: Flow, key: str, without: frozenset[str] = frozenset()) -> set[str]:
    """Steps that can come after ``key`` along edges, returns included, past none of ``without``."""
    seen: set[str] = set()
    todo = [key]
    while todo:
        for edge in flow.leaving(todo.pop()):
            if edge.target not in seen and edge.target not in without:
                seen.add(edge.target)
                todo.append(edge.target)
    return seen


def harms_of(flow: Flow, risky: str, risk: Risk) -> frozenset[str]:
    """The steps where the damage of a risk at ``risky`` is done."""
    later = following(flow, risky)
    if risk.harm_steps:
        return frozenset(k for operand in risk.harm_steps for k in flow.matching(operand))
    for stages in HARMS:
        found = frozenset(k for k in later if flow.nodes[k].stage in stages)
        if found - {risky}:
            return found
    return frozenset(k for k in later if flow.nodes[k].done)


def duties(flow: Flow, risky: str, risk: Risk, measure: Measure) -> Iterable[tuple[CarriedOut, Duty]]:
    """What a measure with 落实 owes: one duty for every step that carries it out."""
    if measure.timing == "结果后" or measure.timing is None:
        return
    for carrier in measure.carriers:
        for control in carrier.steps:
            if control not in flow.nodes or control == risky:
                continue
            harms = harms_of(flow, risky, risk) - {risky, control}
            when = frozenset((c.step, c.outcome) for c in carrier.when)
            if harms:
                yield carrier, Duty(risky, control, str(measure.timing), harms, when, measure.every_time)


def verify(net: Net, duty: Duty) -> Verdict:
    """Decide one duty; where it can be passed by, with a course that shows how."""
    if _on_every_way(net.flow, duty):
        return Verdict(duty)
    watch = _before if duty.timing == "事前" else _after
    witness, capped = find(net, watch(duty, without_control=False))
    if witness is None and not capped:
        return Verdict(duty)
    quiet, _ = find(net, watch(duty, without_control=True))
    if quiet is not None:
        return Verdict(duty, "绕过", quiet)
    if witness is None:
        return Verdict(duty, capped=True)
    if duty.timing == "事前":
        return Verdict(duty, "重做" if duty.every_time else "太迟", witness)
    again = duty.control in following(net.flow, duty.risky)
    return Verdict(duty, "重做" if again else "太迟", witness)


def _on_every_way(flow: Flow, duty: Duty) -> bool:
    """A proof without looking at runs: no edge leads from the risky step to the harm (事前: from a start to the risky
    step) but through the control."""
    cut = frozenset({duty.control})
    if duty.timing != "事前":
        return not following(flow, duty.risky, cut) & duty.harms and not _side_by_side(flow, duty)
    if duty.every_time:
        again = duty.risky in following(flow, duty.risky, cut)
        return not again and _dominates(flow, duty)
    return _dominates(flow, duty)


def _side_by_side(flow: Flow, duty: Duty) -> bool:
    """Whether the harm might lie on a branch beside the risky step: then it can follow in time without an edge."""
    for choices in flow.out.values():
        for edges in choices.values():
            if len(edges) > 1:
                branches = [{e.target} | following(flow, e.target) for e in edges]
                if sum(duty.risky in b for b in branches) and sum(bool(duty.harms & b) for b in branches):
                    return True
    return False


def _dominates(flow: Flow, duty: Duty) -> bool:
    cut = frozenset({duty.control})
    return not any(
        start == duty.risky or duty.risky in following(flow, start, cut)
        for start in flow.starts
        if start != duty.control
    )


State = tuple[int, ...]
Change = Callable[[State, str, bool], State]
"""(state, 控制 or 风险 done, its token descends from the control) → state."""
BAD: State = (-1,)


def _watched(duty: Duty, step: State, change: Change, without_control: bool) -> Monitor[State]:
    """A monitor over the risky step, the control, the harm and the decisions that make the measure due."""

    def after(state: State, event: Event, descends: bool) -> State | None:
        if state == BAD:
            return None
        due = state[-1] or (event.step, event.label) in duty.when
        state = (*state[:-1], int(due))
        if event.step == duty.control:
            return None if without_control else change(state, "控制", descends)
        if event.step == duty.risky:
            return change(state, "风险", descends)
        if event.step in duty.harms and state[0] == 1 and due:
            return BAD
        return state

    visible = frozenset({duty.risky, duty.control, *duty.harms, *(s for s, _ in duty.when)})
    return Monitor(
        (*step, int(not duty.when)),
        after,
        lambda s: s == BAD,
        lambda _: visible,
        coloured=frozenset({duty.control}),
    )


def _after(duty: Duty, without_control: bool) -> Monitor[State]:
    """事中, 事后. State: (0 nothing to control, 1 due, 2 done; whether the control was done before)."""

    def change(state: State, what: str, descends: bool) -> State:
        at, before, due = state
        if what == "控制":
            return (2 if at == 1 else at, 1, due)
        # The control was done on another branch, side by side with the risky step: it counts for it.
        beside = before and not descends
        return (2 if beside else 1, before, due)

    return _watched(duty, (0, 0), change, without_control)


def _before(duty: Duty, without_control: bool) -> Monitor[State]:
    """事前. State: (1 the risky step was done without; control done; risky step done before)."""

    def change(state: State, what: str, _: bool) -> State:
        at, control, done, due = state
        if what == "控制":
            return (at, 1, done, due)
        if duty.every_time:
            return (1 if not control else at, 0, 1, due)
        return (1 if not control and not done else at, control, 1, due)

    return _watched(duty, (0, 0, 0), change, without_control)


def must_pass(net: Net, duty: Duty) -> tuple[str, ...]:
    """Steps that every way from the risky step to the harm goes through, in the order of the flow: the proof in words."""
    flow = net.flow
    if not following(flow, duty.risky) & duty.harms:
        return ()
    return tuple(
        key
        for key in flow.nodes
        if key != duty.risky
        and not (following(flow, duty.risky, frozenset({key})) | {duty.risky}) & (duty.harms - {key})
    )
