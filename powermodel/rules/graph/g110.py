"""G110: an end that is reached while other work is open."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding, Related
from powermodel.rules.graph.running import shown
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View


@rule(
    "G110",
    "还有事没做完就结束",
    "错误",
    preset="correctness",
    variants={
        "": (
            "到了“{step}”，{open}还没有做完：若“{choice}”选“{outcome}”，事情结束了，别的人还在办",
            "把判断移到汇合之后；这一路可以先收尾的，给“{step}”写“仅结束本支: 是”",
        ),
        "plain": (
            "到了“{step}”，{open}还没有做完",
            "让几路先汇合（“汇合: 全部”）再结束；这一路可以先收尾的，给“{step}”写“仅结束本支: 是”",
        ),
    },
)
def ends_early(view: View) -> Iterator[Finding]:
    for defect, words in shown(view, "未清"):
        node = view.flow.nodes[defect.step]
        related = [Related("这时还没有做完", view.flow.nodes[key].path) for key in defect.open_steps]
        yield hit(node.path, "" if defect.choice else "plain", related=related, **words)
