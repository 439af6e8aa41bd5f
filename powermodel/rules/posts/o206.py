"""O206: a high risk in one pair of hands."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding, Related
from powermodel.net.flow import Node
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import RiskAt, View


@rule(
    "O206",
    "高风险的步骤由一个人办",
    preset="strict",
    message="“{step}”有高风险（{risk}），却由一个人办，没有第二双眼睛",
    help="写上“人数: 2”，或者由集体办，或者加上“见证”“协办”",
)
def alone(view: View) -> Iterator[Finding]:
    high: dict[str, list[RiskAt]] = {}
    for at in view.risks:
        if at.grade == "高" and not view.outside(at.node) and not _watched(view, at.node):
            high.setdefault(at.node.key, []).append(at)
    for risks in high.values():
        node = risks[0].node
        yield hit(
            node.path,
            step=node.title,
            risk="、".join(at.name for at in risks),
            related=[Related("高风险写在这里", at.path) for at in risks],
        )


def _watched(view: View, node: Node) -> bool:
    step = node.step
    return (
        (step.people or 1) > 1
        or len(step.owners) > 1
        or bool(step.witnesses or step.assists)
        or any(view.nature(owner) == "集体" for owner in step.owners)
    )
