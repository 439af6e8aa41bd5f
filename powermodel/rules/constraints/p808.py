"""P808: 规则 监督 that some course breaks."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.rules.constraints.kept import CAPPED, said
from powermodel.rules.registry import rule
from powermodel.rules.view import View


@rule(
    "P808",
    "该有监督的环节没有监督",
    "错误",
    preset="correctness",
    needs_sound=True,
    variants={
        "": (
            "“{a}”要有监督岗位参加，却有一种走法没有{where}{course}",
            "让监督岗位见证、协办其中一步，或者写“全程监督”",
        ),
        "没查完": CAPPED,
    },
)
def check(view: View) -> Iterator[Finding]:
    yield from said(view, "监督")
