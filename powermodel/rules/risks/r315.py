"""R315: structural measures that no step carries out, so that nothing can be proved about them."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View


@rule(
    "R315",
    "措施没有写由哪一步落实",
    "提示",
    preset="strict",
    message="“{risk}”的{measures}没有写由哪一步落实，不能证明绕不过去",
    help="在措施里写“落实步骤: 步骤名称”；引用范本的风险点，写“落实: {{措施简称: 步骤名称}}”",
)
def unproved(view: View) -> Iterator[Finding]:
    for at in view.risks:
        loose = [
            k for k, m in at.measures().items() if m.structural and not m.carriers and m.timing != "结果后"
        ]
        if loose:
            yield hit(at.path, risk=at.name, measures="、".join(f"“{name}”" for name in loose))
