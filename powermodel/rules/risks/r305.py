"""R305: a risk of weight against which people are only told things."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.model.risk import Measure
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import RiskAt, View


@rule(
    "R305",
    "中高风险只有教育和问责",
    message="“{risk}”是{grade}风险，防控措施却只有教育、责任两类，没有一条改变办事的做法",
    help="至少加一条看得见的：公开、集体决策、分权、双人、回避、核查、限时、留痕、技术、交易、监督；没写“类别”的先写上类别",
)
def no_structure(view: View) -> Iterator[Finding]:
    for at in view.risks:
        if at.grade in ("高", "中") and not view.outside(at.node) and unstructured(at):
            yield hit(at.path, risk=at.name, grade=at.grade)


def unstructured(at: RiskAt) -> bool:
    """Whether a risk has measures, but none that changes what can be done."""
    return bool(at.risk.measures) and not any(map(_structural, at.risk.measures.values()))


def _structural(measure: Measure) -> bool:
    """A measure without a kind counts where a step carries it out: something is done then."""
    return measure.structural or (measure.kind is None and bool(measure.carriers))
