"""G107: branches that start together and never meet."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding, Related
from powermodel.rules.graph.running import shown
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View


@rule(
    "G107",
    "同时开始的几路没有汇合",
    "错误",
    preset="correctness",
    message="“{step}”同时开了几路，却没有一处等它们到齐：事情报了办结，{open}还没有做完",
    help="让几路都走到同一步，在那一步写“汇合: 全部”，再往下走；确实各办各的，给结束写“仅结束本支: 是”",
)
def never_meets(view: View) -> Iterator[Finding]:
    for defect, words in shown(view, "不汇合"):
        branches = [e for edges in view.flow.out[defect.step].values() if len(edges) > 1 for e in edges]
        related = [Related("其中一路从这里开始", view.flow.nodes[e.target].path) for e in branches]
        yield hit(("步骤", defect.step, "下一步"), related=related, **words)
