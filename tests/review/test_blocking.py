"""A paper that 错误 stop is stopped by exactly the projects in which a review finds one."""

from __future__ import annotations

from pathlib import Path

import pytest

from powermodel.finding import Severity
from powermodel.project import load
from powermodel.review import blocking, review
from tests.rules.running import TODAY, parse, write

CASES = Path(__file__).parents[1] / "rules"
FLOW = "权力: 报修\n编号: BX-1\n步骤:\n  派工: {岗位: 社区, 时限: 1天, 下一步: 结束}\n"
WAIVER = "豁免: [{规则: %s, 位置: 步骤, 理由: 试行, 批准: 居委会, 到期: 2027-01-01}]\n"


def agrees(folder: Path) -> bool:
    """Whether both find an 错误, or neither; and what is said of one is the same."""
    loaded = load(folder, today=TODAY)
    whole, quick = review(loaded), blocking(loaded)
    bad = whole.worst() is Severity.ERROR
    assert (quick.worst() is Severity.ERROR) == bad
    assert not bad or quick.findings == whole.findings
    return bad


@pytest.mark.parametrize("path", sorted(CASES.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_rule(path: Path, tmp_path: Path) -> None:
    """Also: no rule finds anything worse than the rule itself is, else it would have been left out."""
    for number, case in enumerate(parse(path.read_text("utf-8"))):
        if "印" not in case:
            (tmp_path / str(number)).mkdir()
            agrees(write(tmp_path / str(number), case))


@pytest.mark.parametrize(
    ("flow", "settings", "bad"),
    [
        (FLOW, "", False),
        (FLOW, "规则设置: {级别: {C753: 错误}}\n", True),  # a 警告 that this project takes seriously
        (FLOW.replace("派工", "派工: {下一步: 派工}\n  修"), "", True),
        (
            FLOW.replace("派工", "派工: {下一步: 派工}\n  修"),
            "规则设置: {级别: {G101: 提示, G102: 提示}}\n",
            None,
        ),
        (FLOW + WAIVER % "R301", "", True),  # there is nothing to waive
        (FLOW + WAIVER % "T401", "", True),
        (FLOW + WAIVER % "X999", "", True),
        ("权力: 报修\n步骤: [", "", True),
    ],
)
def test_settings_and_waivers(flow: str, settings: str, bad: bool | None, tmp_path: Path) -> None:
    (tmp_path / "报修.yaml").write_text(flow, "utf-8")
    (tmp_path / "powermodel.yaml").write_text("名称: 东社区\n" + settings, "utf-8")
    found = agrees(tmp_path)
    assert bad is None or found == bad


@pytest.mark.parametrize(
    ("decided", "level", "bad"),
    [
        ("问题: [{编号: 'L601:报修', 决定: 整改}]\n", "警告", False),
        ("问题: [{编号: 'L601:报修', 决定: 整改}]\n", "错误", True),
        ("问题: [", "警告", True),  # what a meeting decided can't be read
    ],
)
def test_decisions(decided: str, level: str, bad: bool, tmp_path: Path) -> None:
    (tmp_path / "报修.yaml").write_text(FLOW, "utf-8")
    (tmp_path / "powermodel.yaml").write_text(
        f"规则设置: {{级别: {{W855: {level}, W857: {level}}}}}\n", "utf-8"
    )
    (tmp_path / "decisions.yaml").write_text(decided, "utf-8")
    assert agrees(tmp_path) == bad
