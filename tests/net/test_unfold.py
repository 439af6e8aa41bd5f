"""A subprocess drawn in: what can happen inside it can happen in the caller."""

from __future__ import annotations

from powermodel.model.power import Power
from powermodel.net.flow import Flow, build_flow
from powermodel.net.soundness import analyse
from powermodel.net.unfold import unfold
from tests.rules.running import parse

CALLER = """
权力: 买东西
步骤:
  提出: {岗位: 甲, 下一步: 议一议}
  议一议: {子流程: 议事, 下一步: {议成: 采购, 议不成: 告知}}
  采购: {岗位: 甲, 时限: 1天, 下一步: 结束}
  告知: {岗位: 甲, 时限: 1天, 下一步: 结束}
"""
CALLEE = """
权力: 议事
步骤:
  提议: {岗位: 乙, 下一步: [征求意见, 算账]}
  征求意见: {岗位: 乙, 下一步: 表决}
  算账: {岗位: 丙, 下一步: 表决}
  表决: {岗位: 乙, 汇合: 全部, 下一步: {过: 议成, 不过: 议不成}}
  议成: {类型: 结束}
  议不成: {类型: 结束}
"""


def flow(text: str) -> Flow:
    return build_flow(Power.model_validate(parse(text)), {})


def test_outcomes_lead_on_by_their_titles() -> None:
    whole = unfold(flow(CALLER), {"议事": flow(CALLEE)}.get)
    assert [e.target for e in whole.leaving("议一议／议成")] == ["采购"]
    assert [e.target for e in whole.leaving("议一议／议不成")] == ["告知"]
    assert [e.target for e in whole.leaving("提出")] == ["议一议／提议"]
    assert analyse(whole)[1].sound


def test_a_fault_inside_is_a_fault_of_the_whole() -> None:
    """As one step the caller is in order; drawn in, the branches that never join show."""
    broken = CALLEE.replace("汇合: 全部, ", "")
    assert analyse(flow(CALLER))[1].sound
    found = analyse(unfold(flow(CALLER), {"议事": flow(broken)}.get))[1]
    assert [(d.kind, d.step) for d in found.defects if d.cause is None] == [("重复", "议一议／表决")]


def test_unknown_and_endless_calls_stay_as_they_are() -> None:
    alone = flow(CALLER)
    assert unfold(alone, lambda _: None) is alone
    itself = CALLER.replace("子流程: 议事", "子流程: 买东西").replace("{议成: 采购, 议不成: 告知}", "采购")
    assert len(unfold(flow(itself), {"买东西": flow(itself)}.get).nodes) < 40
