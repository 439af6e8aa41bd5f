"""A constraint is called broken exactly when some order of events breaks it, and the course shown does break it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from powermodel.model.power import Constraint
from powermodel.net.constraints import broken, incompatible
from powermodel.net.flow import Flow
from powermodel.net.soundness import analyse
from tests.net.oracle import Marking, TooMany, freeze, make, moves, play, sound_flows, starts
from tests.net.test_soundness import MANY

often = settings(max_examples=MANY, deadline=None, suppress_health_check=list(HealthCheck))
KINDS = ("必经", "先于", "随后", "互斥", "至多一次", "监督")
CAP = 20_000
Steps = dict[str, dict[str, object]]


def breaks(kind: str, a: set[str], b: set[str], course: Iterable[str], ended: bool) -> bool:
    """Whether a whole course (or the beginning of one, where not ``ended``) breaks a constraint: read off the list."""
    done = list(course)
    at_a = [n for n, step in enumerate(done) if step in a]
    at_b = [n for n, step in enumerate(done) if step in b]
    if kind == "必经":
        return ended and not at_a
    if kind == "先于":
        return any(step in b - a and not any(n < number for n in at_a) for number, step in enumerate(done))
    if kind == "随后":
        return ended and bool(at_a) and max(at_a) > max(at_b, default=-1)
    if kind == "互斥":
        return any(s in a - b for s in done) and any(s in b - a for s in done)
    if kind == "至多一次":
        return len(at_a) > 1
    return ended and bool(at_a) and not at_b


def summary(kind: str, a: set[str], b: set[str], course: Iterable[str]) -> list[str]:
    """The same course with nothing in it that the constraint does not ask for: what two courses have in common."""
    kept = [step for step in course if step in a | b]
    if kind == "至多一次":
        return [step for step in kept if step in a][:2]
    if kind == "随后":
        return kept[-1:]
    return sorted(set(kept)) if kind != "先于" else list(dict.fromkeys(kept))


Rule = tuple[str, set[str], set[str]]


def courses(flow: Flow, rules: list[Rule]) -> Iterator[tuple[tuple[tuple[str, ...], ...], bool]]:
    """Courses (whole ones and beginnings) as far as ``rules`` ask about them, in every order of events.

    Raises TooMany where there are too many.
    """
    first = tuple(() for _ in rules)
    todo: list[tuple[Marking, tuple[tuple[str, ...], ...]]] = [(freeze(t), first) for t in starts(flow)]
    seen = set(todo)
    while todo:
        here, pasts = todo.pop()
        tokens = Counter(dict(here))
        yield pasts, bool(tokens[("done", "")])
        if tokens[("done", "")]:
            continue
        if len(seen) > CAP:
            raise TooMany
        for step, _, after in moves(flow, tokens):
            now = (tuple(summary(*rule, [*past, step])) for rule, past in zip(rules, pasts, strict=True))
            state = (freeze(after), tuple(now))
            if state not in seen:
                seen.add(state)
                todo.append(state)


def tagged(built: tuple[Steps, str], sets: dict[str, set[str]]) -> Flow:
    """The flow, with the steps of each set carrying the name of the set as their tag, and as their stage for 环节."""
    steps = {key: {**step, "标签": [t for t in sets if key in sets[t]]} for key, step in built[0].items()}
    for key, step in steps.items():
        if key in sets.get("乙", ()):
            step["岗位"] = "监督员"
        step["环节"] = "采购" if key in sets.get("甲", ()) else "无"
    return make(steps, built[1])


def constraint(kind: str, a: str, b: str) -> Constraint:
    if kind == "监督":
        return Constraint.model_validate({kind: ["采购"]})
    single = kind in ("必经", "至多一次")
    return Constraint.model_validate({kind: f"标签:{a}" if single else [f"标签:{a}", f"标签:{b}"]})


@often
@given(sound_flows(), st.data())
def test_verdict_equals_brute_force(built: tuple[Steps, str], data: st.DataObject) -> None:
    """Random flow, random kind, random sets of steps."""
    sets = st.sets(st.sampled_from(sorted(built[0])), min_size=1, max_size=3)
    kind, a, b = data.draw(st.sampled_from(KINDS)), data.draw(sets), data.draw(sets)
    flow = tagged(built, {"甲": a, "乙": b})
    rule = (kind, a, a & b if kind == "监督" else b)
    try:
        expected = any(breaks(*rule, past, ended) for (past,), ended in courses(flow, [rule]))
    except TooMany:
        assume(False)
    found = broken(analyse(flow)[0], constraint(kind, "甲", "乙"), lambda post: post == "监督员", False)
    assert (found is not None) is expected, (kind, a, b)
    if found is not None:
        assert found.witness is not None and not found.capped
        course = [(o.step, o.label) for o in found.witness.course]
        tokens = play(flow, course)
        assert tokens is not None
        assert breaks(*rule, [step for step, _ in course], bool(tokens[("done", "")]))


@often
@given(sound_flows(), st.data())
def test_contradiction_equals_brute_force(built: tuple[Steps, str], data: st.DataObject) -> None:
    """Two constraints contradict each other exactly when each can be kept and no whole course keeps both."""
    sets = st.sets(st.sampled_from(sorted(built[0])), min_size=1, max_size=2)
    rules = [(data.draw(st.sampled_from(KINDS[:4])), data.draw(sets), data.draw(sets)) for _ in range(2)]
    (one, a, b), (other, c, d) = rules
    flow = tagged(built, {"甲": a, "乙": b, "丙": c, "丁": d})
    kept = set()
    try:
        for pasts, ended in courses(flow, rules):
            kept |= (
                {tuple(not breaks(*r, p, ended) for r, p in zip(rules, pasts, strict=True))}
                if ended
                else set()
            )
    except TooMany:
        assume(False)
    opposed = one == other == "先于" and (a, b) == (d, c)
    alone = opposed or (any(k[0] for k in kept) and any(k[1] for k in kept))
    found = incompatible(analyse(flow)[0], constraint(one, "甲", "乙"), constraint(other, "丙", "丁"))
    assert (found is not None) is (alone and (True, True) not in kept), rules


def wide(branches: int) -> Flow:
    """Parallel branches of three steps, the second of each with the tag 甲, and behind their join a step with 乙."""
    steps: Steps = {"join": {"岗位": "甲", "汇合": "全部", "标签": "乙", "下一步": "完"}}
    for n in range(branches):
        steps[f"c{n}"] = {"岗位": "甲", "下一步": "join"}
        steps[f"b{n}"] = {"岗位": "甲", "标签": "甲", "下一步": f"c{n}"}
        steps[f"a{n}"] = {"岗位": "甲", "下一步": f"b{n}"}
    steps["first"] = {"岗位": "甲", "下一步": [f"a{n}" for n in range(branches)]}
    return make(steps, "first")


@pytest.mark.parametrize("kind", KINDS[:5])
@pytest.mark.parametrize("turned", [False, True])
def test_sixteen_branches_are_decided(kind: str, turned: bool) -> None:
    """A rule about a stage that sixteen parallel branches have is decided, not given up."""
    a, b = ("乙", "甲") if turned else ("甲", "乙")
    found = broken(analyse(wide(16))[0], constraint(kind, a, b), lambda _: False, False)
    expected = {"先于": turned, "随后": turned, "互斥": True, "至多一次": not turned}.get(kind, False)
    assert (found is not None) is expected
    assert found is None or not found.capped
