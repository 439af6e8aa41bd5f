"""A451: amounts for which no procedure is laid down."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.model.amounts import gaps
from powermodel.rules.amounts.bands import bands
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View


@rule(
    "A451",
    "分档有空档",
    "错误",
    preset="correctness",
    message="“{step}”的分档有空档：{gap}走哪条路没有写",
    help="把分档接上，例如“不满10万元”“10万元以上不满50万元”“50万元以上”；以上、以下含本数，不满、超过不含",
    variants={
        "empty": ("“{step}”的“{label}”里一个数也没有，下限比上限还大", "把两个数写对，小的在前"),
    },
)
def gap(view: View) -> Iterator[Finding]:
    for found in bands(view):
        if len({each.unit for each in found.ranges}) > 1:
            continue  # A453
        hollow = [number for number, each in enumerate(found.ranges) if each.empty]
        for number in hollow:
            yield hit(found.at(number), "empty", step=found.node.title, label=found.labels[number])
        for missing in gaps(found.ranges) if not hollow else ():
            yield hit(found.path, step=found.node.title, gap=str(missing))
