"""G105: a decision that decides nothing."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View


@rule(
    "G105",
    "判断少于两种结果",
    "错误",
    preset="correctness",
    variants={
        "": (
            "“{step}”是一个判断，却只写了一种结果{label}：另一种情况怎么办？",
            "写全两种以上的结果，如“下一步: {{是: …, 否: …}}”；如果不是判断，写上“类型: 办理”",
        ),
        "list": (
            "“{step}”是一个判断，“下一步”却写成了清单：清单表示同时进行，不是选其一",
            "写成“下一步: {{结果: 步骤, 另一结果: 步骤}}”",
        ),
    },
)
def one_outcome(view: View) -> Iterator[Finding]:
    for node in view.flow.nodes.values():
        outcomes = node.step.next
        if len(outcomes) != 1 or not (node.kind == "判断" or any(outcomes)):
            continue
        ((label, targets),) = outcomes.items()
        listed = not label and len(targets) > 1
        yield hit(
            (*node.path, "下一步"),
            "list" if listed else "",
            step=node.title,
            label=f"“{label}”" if label else "",
        )
