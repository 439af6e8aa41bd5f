"""P805: 规则 互斥 that some course breaks."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.rules.constraints.kept import CAPPED, said
from powermodel.rules.registry import rule
from powermodel.rules.view import View


@rule(
    "P805",
    "互斥的两步在一件事里都做了",
    "错误",
    preset="correctness",
    needs_sound=True,
    variants={
        "": (
            "“{a}”和“{b}”不能在同一件事里都做，却有一种走法都做了{where}{course}",
            "分开成两条路，或者改这条规则",
        ),
        "没查完": CAPPED,
    },
)
def check(view: View) -> Iterator[Finding]:
    yield from said(view, "互斥")
