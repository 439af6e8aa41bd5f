"""R314: more risk is left than the project allows."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.model.risk import GRADES
from powermodel.rules.registry import hit, rule
from powermodel.rules.risks.residual import residual_grade
from powermodel.rules.view import View


@rule(
    "R314",
    "残余风险超过上限",
    message="“{risk}”算上已经验证的措施还是{residual}风险，超过项目定的上限（{limit}）",
    help="再加一条不同类别的措施并验证；还降不下来的，改流程、换岗位，或者由责任领导说明理由后豁免",
)
def too_much_left(view: View) -> Iterator[Finding]:
    limit = view.project.settings.residual_limit
    if limit is None:
        return
    for at in view.risks:
        left = residual_grade(at.risk, view.project.settings.matrix)
        if left is not None and not view.outside(at.node) and GRADES.index(left) < GRADES.index(limit):
            yield hit(at.path, risk=at.name, residual=left, limit=limit)
