"""T405: calendar days and working days in one sum."""

from __future__ import annotations

import re
from collections.abc import Iterator

from powermodel.finding import Finding, Related
from powermodel.model.values import Duration, parse_duration
from powermodel.rules.registry import hit, rule
from powermodel.rules.time.periods import required_periods
from powermodel.rules.time.sums import timing_of
from powermodel.rules.view import View

_MIXED = "{what}是{limit}，{steps}却{unit}：加在一起要换算，谁也说不准哪天到期"


@rule(
    "T405",
    "天和工作日混着算",
    needs_sound=True,
    message=_MIXED,
    help="统一成一种单位；确实要不同单位的，在那一步的“说明”里写明怎样换算（如 7天按5个工作日算）",
    variants={
        "published": (
            _MIXED,
            "公示不算在{what}里的，写“公示计入时限: 否”；算的，在公示那一步的“说明”里写明怎样换算（如 7天按5个工作日算）",
        ),
        "rule": (
            "“{step}”写的是{period}，规定是{least}，两个不是一回事",
            "照规定的单位写{least}。依据：{source}",
        ),
    },
)
def mixed_units(view: View) -> Iterator[Finding]:
    for node, period, least, row in required_periods(view):
        if least.calendar and period.unit == "工作日" and period.number == least.number:
            source = row.get("来源", "powermodel.yaml 的数据表")
            yield hit(
                (*node.path, "公示", "期限"),
                "rule",
                step=node.title,
                period=period,
                least=least,
                source=source,
            )
    power = view.power
    what = "承诺时限" if power.promised else "法定时限"
    limit = power.promised or power.statutory
    if limit is None or not (limit.calendar or limit.unit == "工作日"):
        return
    timing = timing_of(view)
    works = [work for work in (timing.works if timing else ()) if work.days > 0]
    mixed = [work for work in works if _other_days(work.text, limit) and not _converted(view, work.key)]
    if mixed:
        nodes = [view.flow.nodes[work.key] for work in mixed]
        yield hit(
            (what,),
            "published" if all(node.step.publicity for node in nodes) else "",
            what=what,
            limit=limit,
            steps="、".join(
                f"“{node.title}”（{work.text}）" for node, work in zip(nodes, mixed, strict=True)
            ),
            unit="按工作日算" if limit.calendar else "不按工作日算",
            related=[Related("单位不一样的一步", node.path) for node in nodes],
        )


def _other_days(text: str, limit: Duration) -> bool:
    """Whether a limit counts the other kind of days; hours and words like 当日 count neither."""
    own = parse_duration(text)
    return own is not None and (own.calendar or own.unit == "工作日") and own.calendar != limit.calendar


def _converted(view: View, key: str) -> bool:
    """Whether the step says how its days are reckoned."""
    return re.search(r"折|换算|按.{0,4}个工作日", view.flow.nodes[key].step.note or "") is not None
