"""A455: thresholds that are not those of the place."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from powermodel.finding import Finding
from powermodel.model.amounts import Range, parse_range, spoken
from powermodel.rules.amounts.bands import bands, of_money
from powermodel.rules.matters import concerns
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View


@rule(
    "A455",
    "分档和本地的门槛不一样",
    message="“{step}”的分档和{matter}的门槛不一样：{difference}",
    help="照当地的规定改分档；规定变了，就改 powermodel.yaml“数据表”里的“门槛”。依据：{source}",
)
def other_thresholds(view: View) -> Iterator[Finding]:
    for row in view.table("门槛"):
        if not concerns(view, row["词"]):
            continue
        wanted = {number for text in row["分档"] for number in _numbers(parse_range(f"不满{text}"))}
        for found in bands(view):
            if not of_money(found):
                continue
            given = {number for each in found.ranges for number in _numbers(each)}
            if given != wanted:
                yield hit(
                    found.path,
                    step=found.node.title,
                    matter=row["事项"],
                    difference=_difference(wanted - given, given - wanted),
                    source=row.get("来源", "powermodel.yaml 的数据表"),
                )


def _numbers(each: Range | None) -> list[Fraction]:
    return [n for n in (each.low, each.high) if n] if each else []


def _difference(lacking: set[Fraction], strange: set[Fraction]) -> str:
    parts = [
        text + "、".join(spoken(number, "元") for number in sorted(numbers))
        for text, numbers in (("少了", lacking), ("多了", strange))
        if numbers
    ]
    return "，".join(parts)
