"""P803: 规则 随后 that some course breaks."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.rules.constraints.kept import CAPPED, said
from powermodel.rules.registry import rule
from powermodel.rules.view import View


@rule(
    "P803",
    "该跟着做的没有做",
    "错误",
    preset="correctness",
    needs_sound=True,
    variants={
        "": (
            "做了“{a}”以后必须做“{b}”，却有一种走法没有做就结束了{where}{course}",
            "在“{a}”之后、结束之前补上“{b}”；退回重做“{a}”的，也要再做“{b}”",
        ),
        "没查完": CAPPED,
    },
)
def check(view: View) -> Iterator[Finding]:
    yield from said(view, "随后")
