"""P802: 规则 先于 that some course breaks."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.rules.constraints.kept import CAPPED, said
from powermodel.rules.registry import rule
from powermodel.rules.view import View


@rule(
    "P802",
    "先后颠倒",
    "错误",
    preset="correctness",
    needs_sound=True,
    variants={
        "": (
            "“{b}”要等“{a}”做过才能做，却有一种走法先做了“{b}”{where}{course}",
            "把“{a}”移到“{b}”前面；在并行两路上的，先汇合再做“{b}”",
        ),
        "没查完": CAPPED,
    },
)
def check(view: View) -> Iterator[Finding]:
    yield from said(view, "先于")
