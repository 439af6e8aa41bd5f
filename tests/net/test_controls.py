"""A control that can be passed by is found, one that can't be is proved, and the course that passes it by happens."""

from __future__ import annotations

from collections import Counter

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from powermodel.net.controls import Duty, following, verify
from powermodel.net.flow import Flow
from powermodel.net.soundness import analyse
from tests.net.oracle import freeze, make, moves, play, sound_flows, starts
from tests.net.test_soundness import MANY

often = settings(max_examples=MANY, deadline=None, suppress_health_check=list(HealthCheck))
Flags = tuple[bool, bool, bool]
CAP = 20_000


def brute_force(flow: Flow, duty: Duty) -> bool | None:
    """Whether some order of events reaches the harm against the duty; None where there are too many.

    事前: the harm follows a first doing of the risky step before which the control had not been done.
    Else: the harm follows the risky step, and the control is never done on that course.
    """
    todo = [(freeze(t), (False, False, False)) for t in starts(flow)]
    seen = set(todo)
    while todo:
        here, (control, risky, bad) = todo.pop()
        tokens = Counter(dict(here))
        if tokens[("done", "")]:
            continue
        if len(seen) > CAP:
            return None
        for step, _, after in moves(flow, tokens):
            flags = (control, risky, bad)
            if step == duty.control:
                if duty.timing != "事前":
                    continue
                flags = (True, risky, bad)
            elif step == duty.risky:
                flags = (control, True, bad or (not risky and not control))
            elif step in duty.harms and bad:
                return True
            state = (freeze(after), flags)
            if state not in seen:
                seen.add(state)
                todo.append(state)
    return False


@often
@given(sound_flows(), st.data())
def test_verdict_equals_brute_force(
    built: tuple[dict[str, dict[str, object]], str], data: st.DataObject
) -> None:
    """Random flow, random risky step, control and harm."""
    flow = make(*built)
    steps = [k for k in flow.nodes if not flow.nodes[k].is_end]
    risky = data.draw(st.sampled_from(steps))
    others = [k for k in steps if k != risky]
    assume(len(others) > 1)
    control = data.draw(st.sampled_from(others))
    later = sorted(following(flow, risky) - {risky, control})
    assume(later)
    timing = data.draw(st.sampled_from(["事前", "事后"]))
    duty = Duty(risky, control, timing, frozenset({data.draw(st.sampled_from(later))}))
    expected = brute_force(flow, duty)
    assume(expected is not None)
    net, _ = analyse(flow)
    verdict = verify(net, duty)
    assert not verdict.capped
    if timing == "事前":
        assert verdict.holds is not expected
    elif expected:
        assert verdict.how == "绕过"
    else:
        assert verdict.how != "绕过"
    if verdict.witness is not None:
        confirm(flow, duty, verdict.how, [(o.step, o.label) for o in verdict.witness.course])


def confirm(flow: Flow, duty: Duty, how: str, course: list[tuple[str, str]]) -> None:
    """The course is a run, ends with the harm, and the control is missing where it is said to be."""
    assert play(flow, course) is not None
    names = [step for step, _ in course]
    assert names[-1] in duty.harms
    assert duty.risky in names[:-1]
    if how == "绕过":
        assert duty.control not in names
    elif duty.timing == "事前":
        first = names.index(duty.risky)
        assert duty.control not in names[:first]
    else:
        last = len(names) - 1 - names[::-1].index(duty.risky)
        assert duty.control not in names[last:]
