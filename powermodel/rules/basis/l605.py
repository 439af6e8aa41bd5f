"""L605: a certificate that communities may not issue."""

from __future__ import annotations

import re
from collections.abc import Iterator

from powermodel.finding import Finding, Path
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View

_REFUSED = r"不予|不得|不能|不开|禁止|拒绝|核对|查验|提交|收取|复印件|材料"


@rule(
    "L605",
    "开了不该由社区开的证明",
    message="“{text}”属于{certificate}，居委会不应出具",
    help="从流程里去掉，告诉居民该找哪个部门；确属省里保留的，在 powermodel.yaml“数据表”的“禁开证明”里改。依据：{source}",
)
def forbidden_certificate(view: View) -> Iterator[Finding]:
    named = [(word, row) for row in view.table("禁开证明") for word in row["词"]]
    seen: set[str] = set()
    for path, text in _issued(view):
        row = next((row for word, row in named if word in text), None)
        if row is not None and not re.search(_REFUSED, text) and row["证明"] not in seen:
            seen.add(row["证明"])
            source = row.get("来源", "powermodel.yaml 的数据表")
            yield hit(path, text=text, certificate=row["证明"], source=source)


def _issued(view: View) -> Iterator[tuple[Path, str]]:
    """What the community issues: what the power is called, what comes of it, what its own posts do and leave."""
    power = view.power
    yield ("权力",), power.name
    if power.guide and power.guide.result:
        yield ("指南", "结果"), power.guide.result.title
    for node in view.flow.nodes.values():
        if node.is_end or view.outside(node):
            continue
        yield node.path, node.title
        for record in node.step.records:
            yield (*node.path, "产出", record.title), record.title
