"""C754: a chart for the wall that doesn't say who passed it."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.model.power import Provenance
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View


@rule(
    "C754",
    "没有写明谁编制、谁通过",
    message="要上墙的流程图没有写明{missing}",
    help="写上“制定: {{编制: 社区党组织, 审核: 居务监督委员会, 通过: 居民代表会议, 日期: 2026-03-12, 版本: 2026.1}}”",
)
def without_provenance(view: View) -> Iterator[Finding]:
    if "海报" not in view.project.settings.outputs:
        return
    said = view.power.provenance or Provenance.model_construct()
    missing = [
        name
        for name, given in (
            ("编制", said.compiled),
            ("审核", said.reviewed),
            ("通过", said.passed),
            ("日期", said.date),
            ("版本", said.edition),
        )
        if not given
    ]
    if missing:
        yield hit(("制定",), missing="、".join(missing))
