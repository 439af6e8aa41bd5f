"""How long publications must hang at least: the rows of the table 公示期限 that speak of a power's steps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from powermodel.model.values import Duration, parse_duration
from powermodel.net.flow import Node
from powermodel.rules.matters import concerns
from powermodel.rules.view import View


def required_periods(view: View) -> Iterator[tuple[Node, Duration, Duration, Mapping[str, str]]]:
    """(publication step, its period, the least one, the row that says so) for every row that concerns the power."""
    rows = [row for row in view.table("公示期限") if concerns(view, row["词"], bases=True)]
    for node in view.flow.of_stage("公示", "公布") if rows else ():
        period = node.step.publicity.period if node.step.publicity else None
        for row in rows:
            words = row.get("步骤")
            concerned = any(word in node.title for word in words) if words else node.stage == "公示"
            least = parse_duration(row["至少"])
            if concerned and period is not None and least is not None and not period.vague:
                yield node, period, least, row
