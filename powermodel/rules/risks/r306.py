"""R306: a high risk that is guarded like a small one."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.rules.registry import hit, rule
from powermodel.rules.risks.r305 import unstructured
from powermodel.rules.view import View

OPEN = ("公开", "监督", "集体决策")
"""Kinds of measure by which others than the post itself see what is done."""


@rule(
    "R306",
    "高风险防控不够",
    message="“{risk}”是高风险，{missing}",
    help="高风险要有责任领导（也可在 powermodel.yaml 的“责任领导”按等级写）、两条以上措施，其中一条是公开、监督或集体决策",
)
def weakly_guarded(view: View) -> Iterator[Finding]:
    for at in view.risks:
        if at.grade != "高" or view.outside(at.node):
            continue
        measures = at.risk.measures.values()
        leader = view.project.leader(at.risk)
        missing = ["没有责任领导"] if not leader else []
        if len(measures) == 1:
            missing.append("防控措施只有一条")
        if measures and not any(measure.kind in OPEN for measure in measures):
            missing.append("没有一条公开、监督或集体决策的措施")
        if missing:
            only_told = "R305" if leader and unstructured(at) else None
            yield hit(at.path, risk=at.name, missing="，".join(missing), follows_from=only_told)
