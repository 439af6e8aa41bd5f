"""R308: a countermeasure that comes at the wrong time."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding, Related
from powermodel.rules.registry import hit, rule
from powermodel.rules.risks.verdicts import words
from powermodel.rules.view import View


@rule(
    "R308",
    "防控措施来得不是时候",
    needs_sound=True,
    variants={
        "事前": (
            "“{measure}”说是事前，“{control}”却可能排在“{risky}”之后：{course}",
            "把“{control}”移到“{risky}”之前；本来就是事后的，时点改成“事后”",
        ),
        "事后": (
            "“{measure}”说是{timing}，“{control}”却在“{risky}”之前就做完了：{course}",
            "时点改成“事前”，或者换一个在“{risky}”之后、出事之前的步骤来落实",
        ),
    },
)
def too_late(view: View) -> Iterator[Finding]:
    for found in view.verdicts:
        if found.verdict.how == "太迟":
            duty = found.verdict.duty
            related = [Related("由这一步落实", view.flow.nodes[duty.control].path), *found.at.told(found.key)]
            variant = "事前" if duty.timing == "事前" else "事后"
            yield hit(found.path, variant, related=related, timing=duty.timing, **words(view, found))
