"""G111: a step that edges lead to and no course of events ever does."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding, Severity
from powermodel.rules.graph.running import shown
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View


@rule(
    "G111",
    "永远做不到的步骤",
    "错误",
    preset="correctness",
    variants={
        "": (
            "“{step}”永远轮不到：无论怎么走，都到不了这一步",
            "看看通向它的那几步：有没有一步在等永远不来的一路",
        ),
        "cap": (
            "流程太绕，看了很多种走法还没有看完，不能说它没有问题",
            "把并行、退回的部分拆成子流程，再查一遍",
        ),
    },
)
def never_done(view: View) -> Iterator[Finding]:
    for defect, words in shown(view, "做不到"):
        yield hit(view.flow.nodes[defect.step].path, **words)
    for _, words in shown(view, "没查完"):
        yield hit(("步骤",), "cap", severity=Severity.WARNING, **words)
