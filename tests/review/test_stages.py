"""Advice that rests on a stage the tool read out of a title says so, and how to say it otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.running import run, write


@pytest.mark.parametrize(("said", "doubted"), [({}, True), ({"环节": "审核"}, False), ({"环节": "无"}, None)])
def test_a_stage_that_was_not_written_is_doubted(
    tmp_path: Path, said: dict[str, str], doubted: bool | None
) -> None:
    """None: where 环节 is 无, nothing is asked for any more."""
    step = {"岗位": "社区文书", "时限": "1天", "下一步": "结束", **said}
    steps = {"受邀": {"岗位": "社区文书", "时限": "当场", "下一步": "复核评估价"}, "复核评估价": step}
    report = run(write(tmp_path, {"流程": {"权力": "例", "编号": "LI-01", "步骤": steps}}), select=("R301",))
    found = ["“审核”是从步骤名称推出来的" in f.help for f in report.findings]
    assert found == ([] if doubted is None else [doubted])
