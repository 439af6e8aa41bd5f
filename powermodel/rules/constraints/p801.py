"""P801: 规则 必经 that some course breaks."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.rules.constraints.kept import CAPPED, said
from powermodel.rules.registry import rule
from powermodel.rules.view import View


@rule(
    "P801",
    "必经的步骤可以不经过",
    "错误",
    preset="correctness",
    needs_sound=True,
    variants={
        "": (
            "“{a}”是必经的，却有一种走法没有经过就办成了{where}{course}",
            "把“{a}”放到每一种走法都要经过的地方，或者改这条规则",
        ),
        "没查完": CAPPED,
    },
)
def check(view: View) -> Iterator[Finding]:
    yield from said(view, "必经")
