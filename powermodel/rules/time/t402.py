"""T402: the slowest course takes longer than was promised, or than the law allows."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding, Related
from powermodel.model.values import Duration
from powermodel.net.timing import Timing, days_text, exact_days, sum_text
from powermodel.rules.registry import hit, rule
from powermodel.rules.time.sums import timing_of
from powermodel.rules.view import View


@rule(
    "T402",
    "各步加起来超过承诺或法定时限",
    "错误",
    preset="correctness",
    needs_sound=True,
    message="最慢要 {total}，超过{what} {limit}：{sum}",
    help="{mend}。按规定可以不算的时间要写明：公示不算的写“公示计入时限: 否”，某一步不算的在那一步写“计入时限: 否”",
    variants={
        "never": (
            "从起算的步骤走不到止算的步骤，{what}对不上任何一段办理过程",
            "检查“起算”和“止算”：是不是写反了，或者写了这项权力里没有的环节",
        ),
    },
)
def too_slow(view: View) -> Iterator[Finding]:
    power = view.power
    limits = {"承诺时限": power.promised, "法定时限": power.statutory}
    given = [what for what, limit in limits.items() if limit is not None]
    if not given:
        return
    timing = timing_of(view)
    if timing is None:
        yield hit(("止算",) if power.clock_to else ("起算",), "never", what=given[0])
        return
    over = [what for what in given if _exceeds(timing, limits[what])]
    if not over:
        return
    what = over[0]
    by_law = "法定时限" in over
    mend = (
        "缩短其中的步骤"
        if by_law
        else f"缩短其中的步骤，或者把承诺时限放宽到{days_text(timing.slowest)}".replace(" ", "")
    )
    # A promise that is kept though the law is not is longer than the law allows: T403 says so.
    follows = "T403" if over == ["法定时限"] and "承诺时限" in given else None
    yield hit(
        (what,),
        total=days_text(timing.slowest),
        what=what,
        limit=_said(limits[what]),
        sum=_sum(timing),
        mend=mend,
        witness=[view.event(work.key, work.outcome) for work in timing.works if work.outcome is not None],
        related=[Related(f"也超过了法定时限 {_said(power.statutory)}", ("法定时限",))] if over[1:] else (),
        follows_from=follows,
    )


def _exceeds(timing: Timing, limit: Duration | None) -> bool:
    """Whether the slowest course is over ``limit``, and not merely by rounding calendar days up step by step."""
    if limit is None or limit.working_days is None:
        return False
    return timing.slowest > limit.working_days and timing.slowest - timing.rounding > exact_days(limit)


def _said(limit: Duration | None) -> str:
    if limit is None or not limit.calendar:
        return str(limit or "")
    return f"{limit}（合 {days_text(limit.working_days or exact_days(limit))}）"


def _sum(timing: Timing) -> str:
    left_out = "、".join(f"“{title}”" for title in timing.unknown)
    return sum_text(timing) + (f"，还不算{left_out}的时间" if left_out else "")
