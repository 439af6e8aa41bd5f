"""How long a power of a project takes, and how that is said: in a sentence for residents, as a sum for a meeting."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from powermodel.model.project import Project
from powermodel.model.values import Duration
from powermodel.net.clock import Timing, Together, Work, exact_days, flat, timing, total
from powermodel.net.flow import Flow, Node

__all__ = [
    "Timing",
    "Together",
    "Work",
    "days_text",
    "exact_days",
    "sentence",
    "sum_text",
    "time_in",
    "timing",
]


def time_in(project: Project, key: str, flow: Flow) -> Timing | None:
    """The timing of the power ``key`` of a project; ``flow``: its graph. None where its clock never stops."""

    def by_resident(node: Node) -> bool:
        posts = [project.post(owner) for owner in node.owners]
        return bool(posts) and all(post is not None and post.nature == "相对人" for post in posts)

    def promised(name: str) -> Duration | None:
        callee = project.power_key(name)
        return project.powers[callee].promised if callee is not None else None

    return timing(project.powers[key], flow, by_resident, promised)


def days_text(days: Fraction) -> str:
    """28 个工作日, 2.5 个工作日, 2 小时 (parts of a working day of 8 hours), 当场 for no time at all."""
    if days == 0:
        return "当场"
    if days < 1 and (days * 8).denominator == 1:
        return f"{days * 8} 小时"
    return f"{_number(days)} 个工作日"


def sentence(timing: Timing) -> str:
    """最快 12 个工作日，最长 25 个工作日（补正和异议复核的时间另算）, with the parenthesis that applies."""
    if timing.slowest == timing.fastest:
        said = "当场办结" if not timing.slowest else f"最快、最长都是 {days_text(timing.slowest)}"
    else:
        quick = days_text(timing.fastest) if timing.fastest else "当场办结"
        said = f"最快 {quick}，最长 {days_text(timing.slowest)}".replace("最快 当场", "最快当场")
    if timing.apart:
        said += f"（{_listed(timing.apart)}的时间另算）"
    left_out = ["公示期"] if timing.publicity_apart else []
    left_out += [f"“{title}”的时间" for title in timing.unknown]
    return said + (f"，{_listed(left_out)}不计在内" if left_out else "")


def sum_text(timing: Timing) -> str:
    """启动调查 3 + max(信息核对 3, 入户调查 5) + 公示 5 = 13 个工作日（7 天按 5 个工作日折算）; steps without time left out."""
    return course_sum(timing.course, timing.slowest)


def course_sum(course: Iterable[Work | Together], days: Fraction) -> str:
    """The sum of a course, of ``days`` working days in all, written out."""
    parts: list[str] = []
    course = tuple(course)
    for item in course:
        if isinstance(item, Together):
            branches = [_added(branch) for branch in item.branches if total(branch) > 0]
            if branches:
                parts.append(f" + max({', '.join(branches)})" if len(branches) > 1 else f" + {branches[0]}")
        elif item.days:
            parts.append(_term(item))
    if not parts:
        return "各步都是当场办结"
    ratio = "（7 天按 5 个工作日折算）" if any(work.calendar for work in flat(course)) else ""
    return f"{''.join(parts).removeprefix(' + ')} = {_number(days)} 个工作日{ratio}"


def _term(work: Work) -> str:
    if work.days < 0:
        return f" － {_number(-work.days)}（{work.title}）"
    return f" + {work.title} {_number(work.days)}"


def _added(works: Iterable[Work]) -> str:
    return "".join(_term(work) for work in works if work.days).removeprefix(" + ")


def _number(days: Fraction) -> str:
    return f"{float(days):.3f}".rstrip("0").rstrip(".")


def _listed(words: Iterable[str]) -> str:
    *most, last = words
    return f"{'、'.join(most)}和{last}" if most else last
