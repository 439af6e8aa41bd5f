"""A452: amounts for which there are two procedures to pick from."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding, Related
from powermodel.model.amounts import overlaps
from powermodel.rules.amounts.bands import bands
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View


@rule(
    "A452",
    "分档有重叠",
    "错误",
    preset="correctness",
    message="“{step}”的“{one}”和“{other}”重叠：{shared}两条路都能走，可以挑着走",
    help="民法典规定以上、以下、以内包括本数，不满、超过、以外不包括；把其中一档改成“不满…”或“超过…”",
)
def overlap(view: View) -> Iterator[Finding]:
    for found in bands(view):
        if len({each.unit for each in found.ranges}) > 1:
            continue  # A453
        for one, other, shared in overlaps(found.ranges):
            yield hit(
                found.at(other),
                step=found.node.title,
                one=found.labels[one],
                other=found.labels[other],
                shared=str(shared),
                related=[Related("和这一档重叠", found.at(one))],
            )
