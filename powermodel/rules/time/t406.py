"""T406: a promise with not a day to spare."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.net.timing import exact_days, sum_text
from powermodel.rules.registry import hit, rule
from powermodel.rules.time.sums import timing_of
from powermodel.rules.view import View


@rule(
    "T406",
    "承诺时限没有余地",
    "提示",
    preset="strict",
    needs_sound=True,
    message="承诺{promised}，各步加起来正好这么多，一天余地也没有{apart}：{sum}",
    help="任何一步拖一天就超期；压缩其中一步，或者把承诺放宽一两天",
)
def no_slack(view: View) -> Iterator[Finding]:
    promised = view.power.promised
    if promised is None or not exact_days(promised):
        return
    timing = timing_of(view)
    if timing is not None and timing.slowest == promised.working_days:
        apart = "，公示还不算在内" if timing.publicity_apart else ""
        yield hit(("承诺时限",), promised=promised, apart=apart, sum=sum_text(timing))
