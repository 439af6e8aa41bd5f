"""G102: nowhere to end."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View


@rule(
    "G102",
    "流程没有结束",
    "错误",
    preset="correctness",
    message="这项权力没有结束：办到哪一步算办完、结果是什么，都没有写",
    help="写上结束的步骤，如“办结: {{类型: 结束, 结果: 办成}}”，再让最后一步的“下一步”指向它；也可以直接写“下一步: 结束”",
)
def without_end(view: View) -> Iterator[Finding]:
    if view.flow.nodes and not view.flow.ends:
        yield hit(("步骤",))
