"""R301: a stage known for risks, and none is named."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View

RISKY = frozenset(
    ("受理", "审查", "核查", "评议", "审核", "审批", "采购", "签约", "验收", "付款", "发放", "盖章", "决议")
)
"""Stages at which published risk tables name risk points."""


@rule(
    "R301",
    "容易出问题的环节没有风险点",
    by_stage=True,
    message="“{step}”是{stage}环节，容易出问题，却没有写风险点",
    help="在这一步写上“风险点”，可以引用库里的；powermodel suggest 会按环节推荐",
)
def without_risk(view: View) -> Iterator[Finding]:
    for node in view.working:
        if node.stage in RISKY and not node.step.risks and node.kind != "子流程" and not view.outside(node):
            yield hit(node.path, step=node.title, stage=node.stage)
