"""O207: nobody supervises a power that must be supervised."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.rules.matters import matter_marked
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View


@rule(
    "O207",
    "应当监督的事项没有人监督",
    message="这项权力属于{matter}，从头到尾没有一个监督岗位参加",
    help="在“全程监督”写上居务监督委员会，或者让它在关键步骤担任“见证”“协办”；岗位表里它的“职能”要写“监督”",
)
def unsupervised(view: View) -> Iterator[Finding]:
    matter = matter_marked(view, "监督")
    if matter is None:
        return
    steps = (node.step for node in view.flow.nodes.values())
    taking_part = {name for step in steps for name in (*step.owners, *step.assists, *step.witnesses)}
    if not any(view.supervises(name) for name in (*taking_part, *view.power.supervision)):
        yield hit(("全程监督",), matter=matter)
