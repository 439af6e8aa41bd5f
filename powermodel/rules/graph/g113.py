"""G113: what was sent back and mended goes on without being looked at again."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding, Related
from powermodel.net.courses import reaches_without
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View

SHOWN = ("公示", "公布")
"""Stages that show what was decided, with what is to be mended: 结果公布并附整改说明."""
CHECKS = ("审查", "审核", "核查", "验收", "评议", "审批")


@rule(
    "G113",
    "退回改过以后不再审",
    preset="correctness",
    needs_sound=True,
    message="“{check}”选“{outcome}”的，经“{step}”改过以后没有再过“{check}”就办成了",
    help="让“{step}”回到“{check}”（或它前面的步骤），改过的材料再审一遍",
)
def mended_unseen(view: View) -> Iterator[Finding]:
    flow = view.flow
    words = view.table("补正词")["改正"]
    ends = {key for key in flow.ends if flow.nodes[key].done}
    again = frozenset(
        n.key
        for n in flow.nodes.values()
        if not n.step.recurs and any(word in n.title for word in view.table("补正词")["复查"])
    )
    for node in flow.nodes.values():
        before = [flow.nodes[e.source] for e in flow.into[node.key] if not e.back]
        checks = node.stage in CHECKS or (node.kind == "判断" and any(b.stage in CHECKS for b in before))
        if not checks or len(flow.out[node.key]) < 2:
            continue
        for edge in flow.leaving(node.key):
            mends = flow.nodes[edge.target]
            if mends.is_end or mends.stage in SHOWN or not any(word in mends.title for word in words):
                continue
            course = reaches_without(view.net, mends.key, ends, again | {node.key})
            if course is not None:
                yield hit(
                    mends.path, witness=view.witness(course), check=node.title, step=mends.title,
                    outcome=edge.label, related=[Related("从这里送去改", node.path)],
                )  # fmt: skip
