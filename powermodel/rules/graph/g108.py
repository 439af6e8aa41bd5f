"""G108: a join that waits for a branch that never comes."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding, Related
from powermodel.rules.graph.running import shown
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View


@rule(
    "G108",
    "汇合等不齐，流程卡住",
    "错误",
    preset="correctness",
    variants={
        "": (
            "{waits} 个并行环节在“{step}”只等得到 {come} 个：若“{choice}”选“{outcome}”，流程卡住",
            "把判断移到汇合之后；几个结果本来只走一路的，先让它们走到同一步，再一起去汇合",
        ),
        "always": (
            "“{step}”写了“汇合: 全部”，要等 {waits} 路，却从来等不齐（只来 {come} 路），流程卡住",
            "本来就只走一路的，去掉“汇合: 全部”；要同时办的，前面的“下一步”写成清单",
        ),
    },
)
def waits_in_vain(view: View) -> Iterator[Finding]:
    for defect, words in shown(view, "卡住"):
        node = view.flow.nodes[defect.step]
        related = []
        if defect.choice is not None:
            path = ("步骤", defect.choice.step, "下一步", defect.choice.label)
            related = [Related(f"选“{defect.choice.label}”就不来了", path)]
        yield hit((*node.path, "汇合"), "" if defect.choice else "always", related=related, **words)
