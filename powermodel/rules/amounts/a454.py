"""A454: bands that one gets below by cutting the amount in two."""

from __future__ import annotations

import re
from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.rules.amounts.bands import bands, of_money
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View

_WHOLE = r"化整为零|拆分|拆单|拆开|分拆|拆成|累计|合并计算|合并核算|合计"


@rule(
    "A454",
    "没有防拆分的规定",
    preset="strict",
    message="“{step}”按金额分档，却没有写怎样防止化整为零：拆成几笔就能走最松的一档",
    help="写上“累计: {{口径: 同类事项金额合计, 期间: 自然年度, 步骤: {step}}}”，或者在“负面清单”写明不得拆分",
)
def splittable(view: View) -> Iterator[Finding]:
    power = view.power
    texts = [*power.forbidden, *(c.note or "" for c in power.constraints)]
    if power.aggregation or any(re.search(_WHOLE, text) for text in texts):
        return
    for found in bands(view):
        step = found.node.step
        if of_money(found) and not re.search(_WHOLE, f"{step.measure or ''}{step.note or ''}"):
            yield hit(found.path, step=found.node.title)
            return
