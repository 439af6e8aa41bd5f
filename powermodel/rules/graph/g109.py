"""G109: a step that two branches of one case do, each for itself."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding, Related
from powermodel.net.flow import Flow
from powermodel.net.soundness import Defect, left_when_joined
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
        "uneven": (
            "“{step}”会做两遍：前面同时开始的几路都走到这里，谁也不等谁",
            "光写“汇合: 全部”不行，{why}。让同时开始的几路不论哪种结果都走到同一步，在那一步写“汇合: 全部”，"
            "要判断的放在它后面",
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
        uneven = None if again else left_when_joined(view.flow, defect.step)
        related = [
            Related("从这里过来的一路", edge.path) for edge in view.flow.into[defect.step] if not edge.back
        ]
        variant = "again" if again else "uneven" if uneven else ""
        yield hit(node.path, variant, related=related, why=_why(view.flow, uneven), **words)


def _why(flow: Flow, left: Defect | None) -> str:
    """Why waiting for all routes would not do."""
    if left is None or left.kind == "重复":
        return "有一路会来两次"
    choice = left.choice
    come = f"“{flow.title(choice.step)}”选“{choice.label}”时有一路不来" if choice else "有一路来不了"
    return f"{come}，流程会卡住"
