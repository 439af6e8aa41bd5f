"""R302: a risk that nobody does anything against."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View


@rule(
    "R302",
    "风险点没有防控措施",
    "错误",
    preset="correctness",
    message="“{step}”的风险点“{risk}”没有防控措施，知道会出问题却不管",
    help="写上“防控措施”：谁、在什么时候、做什么、留下什么凭证",
)
def without_measure(view: View) -> Iterator[Finding]:
    for at in view.risks:
        if not at.risk.measures:
            yield hit(at.path, step=at.node.title, risk=at.name)
