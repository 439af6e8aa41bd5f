"""What only follows from another finding is not counted; where that other is not shown, it stands for itself."""

from __future__ import annotations

from pathlib import Path

from powermodel.finding import Severity
from tests.rules.running import run, write

SLOW = {
    "流程": {
        "权力": "拖拉",
        "承诺时限": "30个工作日",
        "法定时限": "20个工作日",
        "步骤": {
            "受理": {"岗位": "窗口", "时限": "25个工作日", "下一步": "办结"},
            "办结": {"类型": "结束"},
        },
    }
}


def test_cause_that_was_not_looked_for(tmp_path: Path) -> None:
    """`--select T402` finds the sum that is over the law, though the promise over the law (T403) was not asked for."""
    folder = write(tmp_path, SLOW)
    assert [f.follows_from for f in run(folder, select=("T4",)).findings if f.code == "T402"] == ["T403"]
    alone = run(folder, select=("T402",))
    assert [f.follows_from for f in alone.findings] == [None]
    assert alone.count(Severity.ERROR) == 1


def test_cause_that_was_waived(tmp_path: Path) -> None:
    """Who answers for the promise does not thereby answer for the sum."""
    waiver = {
        "规则": "T403",
        "位置": "承诺时限",
        "理由": "会议定的",
        "批准": "社区纪检委员",
        "到期": "2027-06-30",
    }
    report = run(write(tmp_path, {"流程": {**SLOW["流程"], "豁免": [waiver]}}), select=("T402", "T403"))
    assert [(f.code, f.follows_from) for f in report.findings] == [("T402", None)]


def test_a_wrong_stage_hides_no_deadlock(tmp_path: Path) -> None:
    """One run says all that is wrong with the flow: what nothing but its lines decide does not wait for a word beside them."""
    steps = {
        "提出": {"岗位": "窗口", "下一步": ["甲查", "乙查"]},
        "甲查": {"岗位": "窗口", "环节": "调查", "下一步": {"合规": "合并", "不合规": "办结"}},
        "乙查": {"岗位": "窗口", "下一步": "合并"},
        "合并": {"岗位": "窗口", "汇合": "全部", "下一步": "办结"},
        "办结": {"类型": "结束"},
    }
    found = run(write(tmp_path, {"流程": {"权力": "并行", "步骤": steps}})).findings
    assert [f.follows_from for f in found if f.code == "F006"] == [None]
    assert [f.follows_from for f in found if f.code == "G110"] == [None]
    steps["甲查"]["下一步"] = {"合规": "合并", "不合规": {"到": "办结", "退回": "或许"}}
    found = run(write(tmp_path, {"流程": {"权力": "并行", "步骤": steps}})).findings
    assert {f.follows_from for f in found if f.code == "G110"} <= {"F006"}
