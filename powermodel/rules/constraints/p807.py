"""P807: 规则 至多一次 that some course breaks."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.rules.constraints.kept import CAPPED, said
from powermodel.rules.registry import rule
from powermodel.rules.view import View


@rule(
    "P807",
    "做了不止一次",
    "错误",
    preset="correctness",
    needs_sound=True,
    variants={
        "": (
            "“{a}”至多做一次，却有一种走法会再做{where}{course}",
            "给退回的边写“最多”，或者退回到“{a}”之后",
        ),
        "没查完": CAPPED,
    },
)
def check(view: View) -> Iterator[Finding]:
    yield from said(view, "至多一次")
