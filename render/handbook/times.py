"""How long a service takes, in words, from the net."""

from __future__ import annotations

from powermodel.net.timing import sentence
from powermodel.rules.time.sums import timing_of
from powermodel.rules.view import View


def course_sentence(view: View) -> str | None:
    """最快 12 个工作日，最长 25 个工作日（…的时间另算）; None where the clock of the power never stops."""
    timing = timing_of(view)
    return sentence(timing) if timing else None


def limits_sentence(view: View) -> str | None:
    """从“受理申请”算起…。我们承诺 20 个工作日内办完，法定时限 30 个工作日。 None where the project says nothing of it."""
    power = view.power
    limits = []
    if power.promised:
        promised = str(power.promised)
        limits.append(f"我们承诺 {promised}{'内' if any(map(str.isdigit, promised)) else ''}办完")
    if power.statutory:
        limits.append(f"法定时限 {power.statutory}")
    parts = [part for part in (_clock(view), "，".join(limits)) if part]
    return "".join(f"{part}。" for part in parts) or None


def _clock(view: View) -> str | None:
    """From which step to which the time runs."""
    start, end = (
        "、".join(f"“{_step(name)}”" for name in names)
        for names in (view.power.clock_from, view.power.clock_to)
    )
    parts = [f"从{start}算起" if start else "", f"到{end}为止" if end else ""]
    return "，".join(part for part in parts if part) or None


def _step(name: str) -> str:
    return name.partition(":")[2] or name
