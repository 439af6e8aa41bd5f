"""O201: a step without an owner."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View


@rule(
    "O201",
    "步骤没有责任岗位",
    "错误",
    preset="correctness",
    message="“{step}”没有写岗位，出了问题找不到人负责",
    help="在这一步写上“岗位: …”，名称和 posts.yaml 里的一样",
)
def without_owner(view: View) -> Iterator[Finding]:
    for node in view.flow.nodes.values():
        if not node.is_end and not node.owners and not node.step.calls:
            yield hit(node.path, step=node.title)
