"""T404: a publication that hangs too short."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.net.timing import exact_days
from powermodel.rules.registry import hit, rule
from powermodel.rules.time.periods import required_periods
from powermodel.rules.view import View


@rule(
    "T404",
    "公示时间不够",
    message="“{step}”只公示{period}，{matter}至少{least}",
    help="把“公示”的“期限”改成{least}或者更长。依据：{source}{unsure}",
)
def too_short(view: View) -> Iterator[Finding]:
    for node, period, least, row in required_periods(view):
        if period.working_days is not None and exact_days(period) < exact_days(least):
            yield hit(
                (*node.path, "公示", "期限"),
                step=node.title,
                period=period,
                matter=row["事项"],
                least=least,
                source=row.get("来源", "powermodel.yaml 的数据表"),
                unsure="" if row.get("核实", "已核实") == "已核实" else "〔未核实〕",
            )
