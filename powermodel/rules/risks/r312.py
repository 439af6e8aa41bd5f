"""R312: a measure that has run out, or is called proved without proof."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.model.risk import Verification
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View


@rule(
    "R312",
    "防控措施过期或没有验证",
    message="“{measure}”写着已验证，却没有写验证的{missing}",
    help="写上“验证: {{日期: …, 人: …, 凭证: …}}”；没有验证过的，状态改成“已落实”或“计划”",
    variants={
        "expired": ("“{measure}”已在 {until} 到期", "重新落实并改到期日；不再用的删掉，换一条管用的"),
    },
)
def unproved(view: View) -> Iterator[Finding]:
    for at, key, measure in view.all_measures():
        if measure.until is not None and measure.until.last < view.project.today:
            yield hit((*at.measure_path(key), "到期"), "expired", measure=key, until=measure.until)
        if measure.status != "已验证":
            continue
        proof = measure.verified or Verification()
        missing = [
            name
            for name, given in (("日期", proof.date), ("人", proof.person), ("凭证", proof.evidence))
            if not given
        ]
        if missing:
            yield hit((*at.measure_path(key), "状态"), measure=key, missing="、".join(missing))
