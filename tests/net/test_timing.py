"""How long a power takes: a resident is told these numbers, and T402 holds the promise against them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from powermodel.model.power import Power
from powermodel.model.values import Duration, parse_duration
from powermodel.net.flow import build_flow
from powermodel.net.timing import Timing, Together, days_text, sentence, sum_text, timing
from powermodel.project.tables import DataTables

WORDS = DataTables()["环节词"]


def timed(steps: dict[str, Any], promised: dict[str, str] | None = None, **keys: Any) -> Timing | None:
    """The timing of a power given as data; a step's text is its limit, owner 申请人 is the resident."""
    full = {k: {"岗位": "经办人", **s} if s.get("下一步") else s for k, s in steps.items()}
    power = Power.model_validate({"权力": "案例", "步骤": full, **keys})

    def promise(name: str) -> Duration | None:
        return parse_duration((promised or {}).get(name, ""))

    return timing(power, build_flow(power, WORDS), lambda n: n.owners == ("申请人",), promise)


def span(steps: dict[str, Any], **keys: Any) -> tuple[float, float]:
    found = timed(steps, **keys)
    assert found is not None
    return float(found.fastest), float(found.slowest)


def days(n: int, then: Any, **more: Any) -> dict[str, Any]:
    return {"时限": f"{n}个工作日", "下一步": then, **more}


END: dict[str, Any] = {"类型": "结束"}
NO = {"类型": "结束", "结果": "未办成"}


def test_choices_and_branches() -> None:
    steps = {
        "甲": days(1, {"快": "乙", "慢": "丙"}),
        "乙": days(2, "丁"),
        "丙": days(9, "丁"),
        "丁": {"时限": "当场", "下一步": ["戊", "己"]},
        "戊": days(4, "庚"),
        "己": days(6, "庚"),
        "庚": days(1, "完", 汇合="全部"),
        "完": END,
    }
    found = timed(steps)
    assert found is not None
    assert (found.fastest, found.slowest) == (10, 17)
    assert sum_text(found) == "甲 1 + 丙 9 + max(戊 4, 己 6) + 庚 1 = 17 个工作日"
    assert [(w.title, w.outcome) for w in found.works][:2] == [("甲", "慢"), ("丙", "")]
    assert [type(item) for item in found.course].count(Together) == 1


def test_refusal_is_not_the_fastest() -> None:
    """最快 0 天 because the window says no at once would be no news to anybody who wants the thing."""
    steps = {
        "甲": {"时限": "当场", "下一步": {"同意": "乙", "不同意": "告知"}},
        "乙": days(5, "完"),
        "告知": days(9, "不办"),
        "完": END,
        "不办": NO,
    }
    assert span(steps) == (5, 9)


def test_only_refusals_still_have_a_time() -> None:
    assert span({"甲": days(3, "不办"), "不办": NO}) == (3, 3)


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ({"时限": "3个工作日"}, 3),
        ({"时限": "3个工作日", "计入时限": "否"}, 0),
        ({"时限": "3个工作日", "岗位": "申请人"}, 0),
        ({"时限": "3个工作日", "岗位": ["申请人", "经办人"]}, 3),
        ({"时限": "3个工作日", "周期": "每月"}, 0),
        ({"时限": "3个工作日", "环节": "归档"}, 0),
        ({"时限": "10天"}, 8),
        ({"时限": "1个月"}, 22),
        ({"时限": "4小时"}, 0.5),
        ({"公示": {"期限": "7天"}}, 5),
        ({"公示": {"期限": "7天"}, "时限": "9个工作日"}, 5),
        ({"公示": {"期限": "长期"}, "时限": "9个工作日"}, 9),
        ({"公示": {"期限": "7天"}, "环节": "公布"}, 0),
        ({"环节": "公示", "时限": "9个工作日"}, 9),
        ({"子流程": "别的"}, 6),
        ({"子流程": "别的", "时限": "2个工作日"}, 2),
    ],
)
def test_what_a_step_takes(step: dict[str, Any], expected: float) -> None:
    steps = {"甲": days(1, "乙"), "乙": {**step, "下一步": "完"}, "完": END}
    assert span(steps, promised={"别的": "6个工作日"}) == (1 + expected, 1 + expected)


def test_publication_that_does_not_count() -> None:
    steps = {"甲": days(1, "乙"), "乙": {"公示": {"期限": "7天"}, "下一步": "完"}, "完": END}
    found = timed(steps, 公示计入时限="否")
    assert found is not None
    assert found.slowest == 1
    assert sentence(found) == "最快、最长都是 1 个工作日，公示期不计在内"


def test_posting_for_good_is_no_time() -> None:
    """A list that hangs for good keeps nobody waiting, and is no gap in the sum."""
    steps = {"甲": days(1, "乙"), "乙": {"公示": {"期限": "长期"}, "环节": "公布", "下一步": "完"}, "完": END}
    found = timed(steps, 止算="完")
    assert found is not None
    assert (found.slowest, found.unknown) == (1, ())


LINE = {
    "申请": days(1, "受理"),
    "受理": days(2, "审查"),
    "审查": days(4, "审批"),
    "审批": days(8, "发放"),
    "发放": days(16, "回访"),
    "回访": days(32, "完"),
    "完": END,
}


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({}, 2 + 4 + 8),
        ({"起算": "申请"}, 1 + 2 + 4 + 8),
        ({"止算": "审查"}, 2 + 4),
        ({"止算": "发放"}, 2 + 4 + 8 + 16),
        ({"起算": "环节:审查", "止算": "环节：审批"}, 4 + 8),
        ({"起算": ["申请", "审查"], "止算": ["审查", "审批"]}, 1 + 2 + 4 + 8),
        ({"止算": "岗位:经办人"}, 2 + 4 + 8 + 16 + 32),
    ],
)
def test_where_the_clock_runs(keys: dict[str, Any], expected: int) -> None:
    assert span(LINE, **keys) == (expected, expected)


def test_clock_that_never_stops() -> None:
    assert timed(LINE, 起算="审批", 止算="审查") is None
    assert timed({"甲": {"岗位": "经办人"}}) is None


def test_alternative_starts_and_stops() -> None:
    """Of steps named together the clock starts at the first that a case comes to and stops at the last it does."""
    steps = {
        "窗口": days(1, "审查"),
        "网上": days(3, "审查", 类型="开始"),
        "审查": days(1, {"通过": "审批", "不通过": "告知"}),
        "审批": days(5, {"要复核": "复核", "不要": "完"}),
        "复核": days(7, "完"),
        "告知": days(2, "不办"),
        "完": END,
        "不办": NO,
    }
    assert span(steps, 起算=["窗口", "网上"], 止算=["审批", "复核"]) == (7, 16)
    assert span(steps, 起算="审查", 止算=["审批", "复核", "告知"]) == (3, 13)


RETURNS: dict[str, Any] = {
    "受理": days(1, {"齐": "审查", "不齐": "补正"}),
    "补正": {"时限": "5个工作日", "下一步": {"到": "受理", "退回": "是", "最多": "2"}},
    "审查": days(3, {"行": "公示", "退": "受理"}),
    "公示": {"公示": {"期限": "7天"}, "下一步": {"无": "完", "有异议": "重查"}},
    "重查": days(4, "审查"),
    "完": END,
}


def test_returns_do_not_count() -> None:
    found = timed(RETURNS)
    assert found is not None
    assert found.slowest == 9
    said = "最快、最长都是 9 个工作日（补正、异议复核和退回重办的时间另算）"
    assert sentence(found) == said


def test_returns_that_count() -> None:
    """Once, or as often as 最多 allows, from where it leads back to, round to where it comes from."""
    steps = {
        **RETURNS,
        "补正": {**RETURNS["补正"], "下一步": {**RETURNS["补正"]["下一步"], "计入时限": "是"}},
    }
    found = timed(steps)
    assert found is not None
    assert (found.fastest, found.slowest) == (9, 9 + 2 * (1 + 5))
    assert "退回“受理”重办2次 12" in sum_text(found)
    assert "补正" not in sentence(found)


def test_counted_return_to_before_the_clock() -> None:
    steps = {
        "申请": days(9, "受理", 岗位="申请人"),
        "受理": days(1, {"齐": "完", "不齐": "补正"}),
        "补正": {"时限": "5个工作日", "下一步": {"到": "申请", "退回": "是", "计入时限": "是"}},
        "完": END,
    }
    assert span(steps) == (1, 1 + 6)


def test_recurring_return_is_no_time() -> None:
    steps = {
        "审批": days(3, "发放"),
        "发放": days(1, "复核"),
        "复核": {"周期": "每年", "下一步": {"仍符合": "发放", "不再": "完"}},
        "完": END,
    }
    found = timed(steps)
    assert found is not None
    assert (found.slowest, found.apart) == (3, ())


def test_return_said_to_be_none() -> None:
    """退回: 否 on an edge of a circle must not send the sum round for ever."""
    steps = {"甲": days(1, "乙"), "乙": days(2, {"回": {"到": "甲", "退回": "否"}, "走": "完"}), "完": END}
    assert span(steps) == (3, 3)


def spans(start: str, end: str, limit: str) -> dict[str, Any]:
    return {"分段时限": [{"从": start, "到": end, "时限": limit}]}


def test_span() -> None:
    found = timed(LINE, **spans("受理", "审批", "10个工作日"))
    assert found is not None
    assert (found.fastest, found.slowest) == (10, 10)
    assert sum_text(found) == "受理 2 + 审查 4 + 审批 8 － 4（受理至审批合计不超过10个工作日） = 10 个工作日"
    assert span(LINE, **spans("受理", "审批", "20个工作日")) == (14, 14)


def test_span_beyond_the_clock() -> None:
    assert span(LINE, **spans("申请", "审批", "10个工作日")) == (10, 10)
    assert span(LINE, 止算="审查", **spans("受理", "发放", "5个工作日")) == (5, 5)


def test_span_of_a_part() -> None:
    """A span shortens the courses that do both its steps, and no other."""
    steps = {
        "甲": days(1, {"细": "乙", "粗": "丁"}),
        "乙": days(6, "丙"),
        "丙": days(6, "完"),
        "丁": days(9, "完"),
        "完": END,
    }
    assert span(steps, **spans("乙", "丙", "3个工作日")) == (4, 10)
    assert span(steps, **spans("甲", "丙", "3个工作日")) == (3, 10)
    assert span(steps, **spans("甲", "完", "3个工作日")) == (3, 3)


def test_unknown_and_converted() -> None:
    steps = {
        "甲": {"时限": "7天", "下一步": "乙"},
        "乙": {"时限": "及时", "下一步": "丙"},
        "丙": {"子流程": "没承诺的", "下一步": "丁"},
        "丁": {"时限": "10天", "下一步": "发放"},
        "发放": {"时限": "次月起", "下一步": "完"},
        "完": END,
    }
    found = timed(steps)
    assert found is not None
    assert found.unknown == ("乙", "丙")
    assert found.rounding == Fraction(8) - Fraction(50, 7)
    assert sum_text(found) == "甲 5 + 丁 8 = 13 个工作日（7 天按 5 个工作日折算）"
    assert sentence(found) == "最快、最长都是 13 个工作日，“乙”的时间和“丙”的时间不计在内"
    late = timed(steps, 止算="发放")
    assert late is not None
    assert late.unknown == ("乙", "丙", "发放")


def test_words() -> None:
    assert [days_text(Fraction(n, 8)) for n in (0, 2, 8, 20)] == [
        "当场",
        "2 小时",
        "1 个工作日",
        "2.5 个工作日",
    ]
    at_once = timed({"甲": {"时限": "当场", "下一步": "完"}, "完": END})
    assert at_once is not None
    assert (sentence(at_once), sum_text(at_once)) == ("当场办结", "各步都是当场办结")
    some = timed({"甲": {"时限": "当场", "下一步": {"是": "乙", "否": "完"}}, "乙": days(2, "完"), "完": END})
    assert some is not None
    assert sentence(some) == "最快当场办结，最长 2 个工作日"


def test_thousand_steps() -> None:
    """A long chain of splits and choices costs neither stack nor time."""
    steps: dict[str, Any] = {}
    for n in range(400):
        after = f"甲{n + 1}" if n < 399 else "完"
        first, second = (f"乙{n}", f"丙{n}")
        steps[f"甲{n}"] = days(
            1,
            [first, second] if n % 2 else {"左": first, "右": second},
            汇合="全部" if n and n % 2 == 0 else "任一",
        )
        steps[first], steps[second] = days(2, after), days(3, after)
    assert span({**steps, "完": END}) == (200 * 3 + 200 * 4, 400 * 4)


# -- against every course, one by one ---------------------------------------------------------------------------------

Block = Any
"""A number of days; ("then", blocks); ("choice", blocks); ("all", blocks)."""
BLOCKS: st.SearchStrategy[Block] = st.recursive(
    st.integers(0, 9),
    lambda inner: st.tuples(
        st.sampled_from(["then", "choice", "all"]), st.lists(inner, min_size=2, max_size=3)
    ),
    max_leaves=10,
)


def lengths(block: Block) -> set[int]:
    """How long each course through a block takes."""
    if isinstance(block, int):
        return {block}
    kind, inner = block
    each = [lengths(part) for part in inner]
    if kind == "choice":
        return set().union(*each)
    found = each[0]
    for more in each[1:]:
        found = {max(a, b) if kind == "all" else a + b for a in found for b in more}
    return found


def built(block: Block, then: str, steps: dict[str, Any]) -> str:
    """Lay the steps of a block into ``steps`` (backwards); returns the first of them."""
    name = f"步{len(steps)}"
    if isinstance(block, int):
        steps[name] = days(block, then)
        return name
    kind, inner = block
    if kind == "then":
        for part in reversed(inner):
            then = built(part, then, steps)
        return then
    if kind == "all":
        steps[name] = {"时限": "当场", "汇合": "全部", "下一步": then}
        then = name
    firsts = [built(part, then, steps) for part in inner]
    name = f"步{len(steps)}"
    labelled = {f"选{n}": first for n, first in enumerate(firsts)}
    steps[name] = {"时限": "当场", "下一步": firsts if kind == "all" else labelled}
    return name


@settings(max_examples=150, deadline=None)
@given(BLOCKS)
def test_like_every_course(block: Block) -> None:
    steps: dict[str, Any] = {"完": END}
    first = built(block, "完", steps)
    found = timed({first: steps[first], **steps})
    assert found is not None
    every = lengths(block)
    assert (found.fastest, found.slowest) == (min(every), max(every))
    assert sum(item.days for item in found.course) == found.slowest
    assert sum(item.days for item in found.fast_course) == found.fastest
