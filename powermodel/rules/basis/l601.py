"""L601: a power that stands on nothing."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View


@rule(
    "L601",
    "没有依据",
    message="这项权力没有写依据，凭什么办说不清楚",
    help="写上“依据”：文件名称、文号、条款；还没核对原文的，写“状态: 未核实”，印出来会带〔未核实〕",
)
def without_basis(view: View) -> Iterator[Finding]:
    if not view.power.basis:
        yield hit(("依据",))
