"""A453: bands that measure different things."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.rules.amounts.bands import bands
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View


@rule(
    "A453",
    "分档的口径不一样",
    preset="strict",
    message="“{step}”的分档口径不一样：{bases}，同一笔事可以挑一个口径走",
    help="几档用同一个口径、同一个单位，在“口径”里写明（单价、总价、合同估算价、年度累计）；要看两个口径就分成两个判断",
)
def different_bases(view: View) -> Iterator[Finding]:
    for found in bands(view):
        subjects = list(dict.fromkeys(each.subject for each in found.ranges if each.subject))
        units = list(dict.fromkeys(each.unit for each in found.ranges))
        if len(subjects) > 1:
            yield hit(found.path, step=found.node.title, bases="、".join(subjects))
        elif len(units) > 1:
            yield hit(found.path, step=found.node.title, bases="、".join(f"按{unit}" for unit in units))
