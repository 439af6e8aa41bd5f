"""P809: two constraints that no course can keep together."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding, Related
from powermodel.rules.constraints.kept import contradictions
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View


@rule(
    "P809",
    "规则互相矛盾",
    "错误",
    preset="correctness",
    needs_sound=True,
    message="“{one}”和“{other}”不能同时遵守：没有一种走法两条都满足",
    help="由定规矩的会议决定留哪一条",
)
def contradictory(view: View) -> Iterator[Finding]:
    for one, other in contradictions(view):
        related = [Related("另一条", other.path)] if one.own and other.own else []
        yield hit(one.path if one.own else other.path, one=one.words, other=other.words, related=related)
