"""What is left of a risk once its countermeasures are proved to work."""

from __future__ import annotations

from powermodel.model.risk import Risk
from powermodel.model.settings import Matrix

MOST = 2
"""By how much proved measures lower the likelihood at most."""


def residual_grade(risk: Risk, matrix: Matrix) -> str | None:
    """高, 中 or 低 after the proved measures; None where the risk has no grade.

    Each 已验证 structural measure of another kind lowers the likelihood by 1, at most by 2 and not below 1; the harm
    stays. A risk that has a grade but no likelihood and harm keeps its grade.
    """
    if risk.likelihood is None or risk.harm is None:
        return risk.graded(matrix.high, matrix.medium)
    proved = {m.kind for m in risk.measures.values() if m.status == "已验证" and m.structural}
    likelihood = max(1, int(risk.likelihood) - min(len(proved), MOST))
    return Risk.model_construct(likelihood=likelihood, harm=risk.harm).scored(matrix.high, matrix.medium)
