"""P806: 规则 不同岗 that some course breaks."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.rules.constraints.kept import CAPPED, said
from powermodel.rules.registry import rule
from powermodel.rules.view import View


@rule(
    "P806",
    "应当分开的两步在一个岗位手里",
    "错误",
    preset="correctness",
    needs_sound=True,
    variants={
        "": (
            "{steps}由同一个岗位办，规则要求“{a}”和“{b}”不同岗{where}",
            "给其中一步换一个岗位",
        ),
        "没查完": CAPPED,
    },
)
def check(view: View) -> Iterator[Finding]:
    yield from said(view, "不同岗")
