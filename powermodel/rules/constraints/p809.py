"""P809: two constraints that no course can keep together."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding, Path, Related
from powermodel.rules.constraints.kept import Rule, contradictions
from powermodel.rules.registry import hit, rule
from powermodel.rules.risks.verdicts import brief
from powermodel.rules.view import View


@rule(
    "P809",
    "规则互相矛盾",
    "错误",
    preset="correctness",
    needs_sound=True,
    message="“{one}”和“{other}”不能同时遵守：没有一种走法两条都满足{example}",
    help="由定规矩的会议决定留哪一条",
)
def contradictory(view: View) -> Iterator[Finding]:
    for one, other, course in contradictions(view):
        related = [Related("另一条", other.path)] if one.own and other.own else []
        example = f"；例如照前一条办：{brief(course)}，就违反了后一条" if course else ""
        yield hit(
            _path(one if one.own else other), one=one.words, other=other.words, example=example,
            witness=course, related=related,
        )  # fmt: skip


def _path(rule: Rule) -> Path:
    """Where the rule stands in the power; a rule of the project is none of its own."""
    return rule.path if rule.own else ("步骤", *rule.path)
