"""G101: nowhere to begin."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View


@rule(
    "G101",
    "流程没有开始",
    "错误",
    preset="correctness",
    variants={
        "empty": ("这项权力一个步骤也没有写", "在“步骤”下面写上从申请到办结的每一步"),
        "end": (
            "第一个步骤“{step}”是结束，流程没有地方开始",
            "把真正的第一步（如提出申请）写在最前面；或者给它写上“类型: 开始”",
        ),
    },
)
def without_start(view: View) -> Iterator[Finding]:
    flow = view.flow
    if not flow.nodes:
        yield hit(("步骤",), "empty")
    elif all(flow.nodes[key].is_end for key in flow.starts):
        first = flow.nodes[flow.starts[0]]
        yield hit(first.path, "end", step=first.title)
