"""R306: a high risk that is guarded like a small one."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.rules.registry import hit, rule
from powermodel.rules.risks.r305 import unstructured
from powermodel.rules.view import View

OPEN = ("公开", "监督", "集体决策")
"""Kinds of measure by which others than the post itself see what is done."""
LEADER = "没有责任领导", "写上“责任领导”，也可在 powermodel.yaml 的“责任领导”里按等级写"
SINGLE = "防控措施只有一条", "再加一条措施，一条失灵还有一条"
CLOSED = "没有一条公开、监督或集体决策的措施", "加一条“类别”是公开、监督或集体决策的措施"
"""What a high risk may lack, and what to do."""


@rule(
    "R306",
    "高风险防控不够",
    message="“{risk}”是高风险，{missing}",
    help="{mend}",
)
def weakly_guarded(view: View) -> Iterator[Finding]:
    for at in view.risks:
        if at.grade != "高" or view.outside(at.node):
            continue
        measures = at.risk.measures.values()
        leader = view.project.leader(at.risk)
        missing = [] if leader else [LEADER]
        if len(measures) == 1:
            missing.append(SINGLE)
        if measures and not any(measure.kind in OPEN for measure in measures):
            missing.append(CLOSED)
        if missing:
            said, mend = zip(*missing, strict=True)
            only_told = "R305" if leader and unstructured(at) else None
            yield hit(
                at.path, risk=at.name, missing="，".join(said), mend="；".join(mend), follows_from=only_told
            )
