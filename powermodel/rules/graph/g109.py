"""G109: a step that two branches of one case do, each for itself."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding, Related
from powermodel.rules.graph.running import shown
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View


@rule(
    "G109",
    "并行以后没有汇合，步骤重复做",
    "错误",
    preset="correctness",
    variants={
        "": (
            "“{step}”会做两遍：前面同时开始的几路都走到这里，谁也不等谁",
            "在“{step}”写上“汇合: 全部”，等各路到齐再做",
        ),
        "again": (
            "并行的几路还没有汇合，“{choice}”选“{outcome}”又从头开了一遍，“{step}”会重复",
            "把判断移到汇合之后，再退回去",
        ),
    },
)
def runs_twice(view: View) -> Iterator[Finding]:
    for defect, words in shown(view, "重复"):
        node = view.flow.nodes[defect.step]
        again = len({o.step for o in defect.course}) < len(defect.course) and defect.choice is not None
        related = [
            Related("从这里过来的一路", edge.path) for edge in view.flow.into[defect.step] if not edge.back
        ]
        yield hit(node.path, "again" if again else "", related=related, **words)
