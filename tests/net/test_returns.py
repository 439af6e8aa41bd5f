"""What counts as a return that nobody marked: only what goes back by itself."""

from __future__ import annotations

from typing import Any

from powermodel.model.power import Power
from powermodel.net.flow import Edge, build_flow


def edges(steps: dict[str, Any]) -> dict[tuple[str, str], Edge]:
    flow = build_flow(Power.model_validate({"权力": "测", "步骤": steps}), {})
    return {(edge.source, edge.target): edge for edge in flow.edges}


LARGE: dict[str, Any] = {
    "编制": {"岗位": "甲", "下一步": {"小额": "表决", "大额": "送审"}},
    "表决": {"岗位": "乙", "下一步": {"通过": "公告", "不通过": {"到": "编制", "退回": "是"}}},
    "公告": {"岗位": "甲", "下一步": {"够数": "办结", "不足": {"到": "表决", "退回": "是"}}},
    "送审": {"岗位": "丙", "下一步": {"同意": "表决", "不同意": "办结"}},
    "办结": {"类型": "结束"},
}
"""送审 comes later in the file than 表决, and back to it one comes only through a marked return."""


def test_who_agrees_sends_nothing_back() -> None:
    """A resident who sees 同意 in red reads it as a refusal, and no time would be counted for large sums."""
    found = edges(LARGE)
    assert not found["送审", "表决"].back
    assert found["表决", "编制"].back and found["公告", "表决"].back


def test_a_line_back_that_closes_a_circle_of_its_own_is_a_return() -> None:
    steps = {**LARGE, "公告": {"岗位": "甲", "下一步": {"够数": "办结", "不足": "表决"}}}
    assert edges(steps)["公告", "表决"].back


def test_what_is_only_gone_back_to_goes_back_itself() -> None:
    """Marked once, on the way to the correction: its way home is a return as well, or the case would seem to go on."""
    steps = {
        "提出": {"岗位": "甲", "下一步": "受理"},
        "受理": {"岗位": "乙", "下一步": {"齐全": "办结", "不齐": {"到": "补正", "退回": "是"}}},
        "补正": {"岗位": "甲", "下一步": "提出"},
        "办结": {"类型": "结束"},
    }
    found = edges(steps)
    assert found["受理", "补正"].back and found["补正", "提出"].back


def test_said_outright_it_holds() -> None:
    steps = {
        **LARGE,
        "送审": {"岗位": "丙", "下一步": {"同意": {"到": "表决", "退回": "是"}, "不同意": "办结"}},
    }
    assert edges(steps)["送审", "表决"].back
