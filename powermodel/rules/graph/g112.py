"""G112: a loop that may go round for ever where telling once is promised, and one that cannot be left."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding, Related
from powermodel.rules.reach import traps
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View


@rule(
    "G112",
    "没有尽头的循环",
    preset="correctness",
    variants={
        "": ("{steps}转来转去，没有一个结果能出去", "给其中一步加一个出去的结果"),
        "once": (
            "“{step}”说的是一次性告知，退回“{target}”却没有写最多几次，可以没完没了地补",
            "写成“下一步: {{到: {target}, 退回: 是, 最多: 1}}”",
        ),
    },
)
def endless_loop(view: View) -> Iterator[Finding]:
    flow = view.flow
    for trap in traps(flow):
        if len(trap) > 1 or any(e.target == trap[0] for e in flow.leaving(trap[0])):
            names = "、".join(f"“{flow.title(key)}”" for key in trap)
            related = [Related("也在圈里", flow.nodes[key].path) for key in trap[1:]]
            yield hit(flow.nodes[trap[0]].path, steps=names, related=related, follows_from="G104")
    words = view.table("补正词")
    for node in flow.nodes.values():
        if not any(word in node.title for word in words["一次性告知"]) or node.step.recurs:
            continue
        for edge in flow.leaving(node.key):
            if edge.back and edge.at_most is None and not _limited(view, edge.target, node.key):
                yield hit(edge.path, "once", step=node.title, target=flow.title(edge.target))


def _limited(view: View, start: str, end: str) -> bool:
    """Whether an edge on the way from ``start`` back to ``end`` may be taken a limited number of times only."""
    seen, todo = {start}, [start]
    while todo:
        for edge in view.flow.leaving(todo.pop()):
            if edge.at_most is None and edge.target not in seen:
                seen.add(edge.target)
                todo.append(edge.target)
    return end not in seen
