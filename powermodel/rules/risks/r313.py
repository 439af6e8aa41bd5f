"""R313: a risk in the project's own library that no power has."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import ProjectView


@rule(
    "R313",
    "风险库里的条目没有用上",
    "提示",
    preset="strict",
    of="project",
    message="风险库里的“{risk}”没有一项权力引用",
    help="在相应的步骤引用它；用不着的从自己的风险库里删掉",
)
def unused(view: ProjectView) -> Iterator[Finding]:
    project = view.project
    used = {
        risk.reference
        for power in project.powers.values()
        for step in power.steps.values()
        for risk in step.risks.values()
    }
    for name in sorted(project.own_risks - used):
        yield hit(("风险点", name), risk=name)
