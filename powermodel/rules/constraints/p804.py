"""P804: 规则 紧接 that some course breaks."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.rules.constraints.kept import CAPPED, said
from powermodel.rules.registry import rule
from powermodel.rules.view import View


@rule(
    "P804",
    "没有紧接着做",
    "错误",
    preset="correctness",
    needs_sound=True,
    variants={
        "": (
            "“{a}”之后必须紧接着“{b}”，却有一种走法去了别处{where}{course}",
            "让“{a}”的每个结果都先到“{b}”",
        ),
        "没查完": CAPPED,
    },
)
def check(view: View) -> Iterator[Finding]:
    yield from said(view, "紧接")
