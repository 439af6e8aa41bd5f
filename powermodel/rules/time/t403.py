"""T403: a promise that promises more time than there is."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding, Related
from powermodel.model.values import Duration
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View


@rule(
    "T403",
    "承诺时限不合规定",
    "错误",
    preset="correctness",
    message="承诺时限（{promised}）比法定时限（{statutory}）还长",
    help="承诺时限不能超过法定时限；两个数写反了就对调，单位不一样的先换算（7天合5个工作日）",
    variants={
        "call": (
            "“{step}”只给了{limit}，它调用的“{callee}”承诺的却是{promised}，不可能按时办完",
            "把这一步的时限放宽到不短于“{callee}”的承诺时限；或者删掉这一步的时限，直接用它的承诺时限",
        ),
    },
)
def impossible_promise(view: View) -> Iterator[Finding]:
    power, project = view.power, view.project
    if _longer(power.promised, power.statutory):
        related = [Related("法定时限写在这里", ("法定时限",))]
        yield hit(("承诺时限",), promised=power.promised, statutory=power.statutory, related=related)
    for node in view.flow.nodes.values():
        key = project.power_key(node.step.calls) if node.step.calls else None
        if key is None or key == view.key:  # calling itself is G114
            continue
        callee = project.powers[key]
        if _longer(callee.promised, node.step.limit):
            yield hit(
                (*node.path, "时限"),
                "call",
                step=node.title,
                limit=node.step.limit,
                callee=callee.name,
                promised=callee.promised,
                related=[Related("它的承诺时限写在这里", ("承诺时限",), power=key)],
            )


def _longer(one: Duration | None, other: Duration | None) -> bool:
    """Whether ``one`` takes more working days than ``other``; False where either has no length."""
    if one is None or other is None or one.vague or other.vague:
        return False
    mine, its = one.working_days, other.working_days
    if one.calendar and other.calendar and one.unit == other.unit:
        return one.number > other.number
    return mine is not None and its is not None and mine > its
