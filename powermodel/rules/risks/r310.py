"""R310: a grade that says something else than the scores, or than the same risk elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding, Related, Severity
from powermodel.model.project import Project
from powermodel.model.risk import Risk
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import RiskAt, View


@rule(
    "R310",
    "风险等级前后不一",
    variants={
        "": (
            "“{risk}”写着{grade}风险，按可能性{likelihood}×危害{harm}却是{scored}风险",
            "改等级，或者改可能性、危害；确有理由的，写上“等级说明”",
        ),
        "elsewhere": (
            "“{risk}”在这里是{grade}风险，{where}却是{other}风险，没有说明为什么",
            "两处定成一样；确有不同的，写上“等级说明”",
        ),
    },
)
def inconsistent_grade(view: View) -> Iterator[Finding]:
    matrix = view.project.settings.matrix
    for at in view.risks:
        risk = at.risk
        if risk.grade_reason or at.grade is None:
            continue
        scored = risk.scored(matrix.high, matrix.medium)
        if risk.grade and scored and risk.grade != scored:
            yield hit(
                (*at.path, "等级"),
                risk=at.name,
                grade=risk.grade,
                likelihood=risk.likelihood,
                harm=risk.harm,
                scored=scored,
            )
        elif risk.reference and (found := _elsewhere(view, at)):
            where, other, power = found
            related = [Related("另一处在这里", ("步骤",), power=power)] if power else []
            yield hit(
                (*at.path, "等级"),
                "elsewhere",
                risk=at.name,
                grade=at.grade,
                where=where,
                other=other,
                related=related,
                severity=Severity.INFO,
            )


def _elsewhere(view: View, at: RiskAt) -> tuple[str, str, str | None] | None:
    """Where the same risk has another grade: in the library, or, where that has none, in an earlier power."""
    project = view.project
    entry = project.risks.get(at.risk.reference or "")
    own = project.grade(entry) if entry is not None else None
    if own is not None:
        return ("风险库里", own, None) if own != at.grade else None
    for key, power in project.powers.items():
        if key == view.key:
            return None
        for risk in _same(project, key, at.risk):
            grade = project.grade(risk)
            if grade not in (None, at.grade) and not risk.grade_reason:
                return f"在“{power.name}”里", str(grade), key
    return None


def _same(project: Project, key: str, risk: Risk) -> Iterator[Risk]:
    for step in project.powers[key].steps.values():
        for other in step.risks.values():
            if other.reference == risk.reference:
                yield other
