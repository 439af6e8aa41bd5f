"""The verdict on a flow is right, and its witness is a course of events that really happens."""

from __future__ import annotations

import os
from collections import Counter

from hypothesis import HealthCheck, assume, given, settings

from powermodel.net.flow import Flow
from powermodel.net.soundness import Defect, analyse
from tests.net.oracle import (
    TooMany,
    freeze,
    good_end,
    is_sound,
    make,
    moves,
    mutated_flows,
    play,
    sound_flows,
)

MANY = int(os.environ.get("POWERMODEL_EXAMPLES", "300"))
often = settings(max_examples=MANY, deadline=None, suppress_health_check=list(HealthCheck))
Steps = tuple[dict[str, dict[str, object]], str]


@often
@given(sound_flows())
def test_sound_flows_pass(built: Steps) -> None:
    """A flow of chains, choices, parallel parts and loops that is in order is never called broken."""
    _, verdict = analyse(make(*built))
    assert verdict.sound, verdict.defects


@often
@given(mutated_flows())
def test_verdict_equals_brute_force(built: Steps) -> None:
    """One edge changed: broken exactly when playing all orders of all events says so."""
    flow = make(*built)
    assume(ends_from_everywhere(flow))
    try:
        expected = is_sound(flow)
    except TooMany:
        assume(False)
        return
    _, verdict = analyse(flow)
    assert verdict.sound == expected, verdict.defects


@often
@given(mutated_flows())
def test_witness_happens(built: Steps) -> None:
    """A course that a meeting is shown can be played, and shows what it is said to show."""
    flow = make(*built)
    assume(ends_from_everywhere(flow))
    _, verdict = analyse(flow)
    for defect in verdict.defects:
        if defect.kind == "做不到":
            continue
        tokens = play(flow, [(o.step, o.label) for o in defect.course])
        assert tokens is not None, defect
        assert shows(flow, defect, tokens), (defect, tokens)


def ends_from_everywhere(flow: Flow) -> bool:
    """No step that nothing leads to, none from which no end can be reached: those are G103 and G104."""
    linked, todo = set(flow.starts), list(flow.starts)
    while todo:
        for edge in flow.leaving(todo.pop()):
            if edge.target not in linked:
                linked.add(edge.target)
                todo.append(edge.target)
    ended, todo = set(flow.ends), list(flow.ends)
    while todo:
        for edge in flow.into[todo.pop()]:
            if edge.source not in ended:
                ended.add(edge.source)
                todo.append(edge.source)
    return linked == ended == set(flow.nodes)


def shows(flow: Flow, defect: Defect, tokens: Counter[tuple[str, object]]) -> bool:
    if defect.kind == "重复":
        return any(n > 1 for n in tokens.values())
    if defect.kind in ("未清", "不汇合"):
        return bool(tokens[("done", "")]) and not good_end(freeze(tokens))
    return not [m for m in moves(flow, tokens) if not tokens[("done", "")]] and not good_end(freeze(tokens))
