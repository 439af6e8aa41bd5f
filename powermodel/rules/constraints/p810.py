"""P810: a constraint that holds only because what it speaks of never occurs."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding, Severity
from powermodel.rules.constraints.kept import idle, rules_of, titled
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View


@rule(
    "P810",
    "规则用不上",
    "警告",
    preset="correctness",
    message="“{rule}”管不到任何东西：流程里没有“{operand}”",
    help="名称写对；或者这项权力本来就没有这一步，把这条规则删掉或用“适用”限定范围",
)
def never_applies(view: View) -> Iterator[Finding]:
    for found in rules_of(view):
        operand = idle(view, found.constraint) if found.own else None
        if operand is not None and not titled(operand):
            yield hit(found.path, severity=Severity.WARNING, rule=found.words, operand=operand)
