"""T407: a promise far longer than the work takes."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.net.timing import days_text, sum_text
from powermodel.rules.registry import hit, rule
from powermodel.rules.time.sums import timing_of
from powermodel.rules.view import View

FAR = 5
"""Working days between the sum and the promise from which on the promise is far too long."""


@rule(
    "T407",
    "承诺时限比实际长得多",
    "提示",
    preset="strict",
    needs_sound=True,
    message="承诺{promised}，各步加起来最慢只要 {total}，不到一半：{sum}",
    help="承诺可以短一些，对居民更实在；或者有步骤漏写了时限",
)
def too_generous(view: View) -> Iterator[Finding]:
    promised = view.power.promised.working_days if view.power.promised else None
    timing = timing_of(view) if promised else None
    if promised is None or timing is None or timing.unknown:
        return
    if timing.slowest * 2 < promised and promised - timing.slowest >= FAR:
        total = days_text(timing.slowest)
        yield hit(("承诺时限",), promised=view.power.promised, total=total, sum=sum_text(timing))
