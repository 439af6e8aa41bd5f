"""One slip in the file of risks is one line to mend, however many powers use the entry, and keeps its id."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from powermodel.review.placed import PlacedFinding
from tests.rules.running import run, write

RISK = """风险点:
  人情关:
    表现: 熟人先办
    等级: 低
    防控措施: {叫号: {措施: 按登记先后办理, 类别: 留痕, 时点: 事中, 凭证: 登记台账}}
"""
WAIVER = "豁免: [{规则: R303, 位置: 步骤.审核, 理由: 会议定的, 批准: 社区纪检委员, 到期: 2027-06-30}]\n"


def flow(name: str, use: str = "人情关", more: str = "") -> str:
    steps = f"步骤:\n  审核: {{岗位: 窗口, 时限: 1天, 风险点: [{use}], 下一步: 结束}}\n"
    return f"权力: {name}\n编号: {name}-1\n{steps}{more}"


def found(folder: Path, **flows: str) -> list[PlacedFinding]:
    files = {"powermodel.yaml": "名称: 示例社区\n", "riskpoints/甲.yaml": RISK}
    folder.mkdir()
    case: dict[str, Any] = {"文件": files | {f"flows/{name}.yaml": text for name, text in flows.items()}}
    return [f for f in run(write(folder, case), select=("R303", "W")).findings if f.code == "R303"]


def test_a_measure_without_a_post_is_told_once_for_all_powers(tmp_path: Path) -> None:
    (both,) = found(tmp_path / "两项", 低保=flow("低保"), 临时救助=flow("临时救助"))
    assert both.message == "“人情关”的防控措施“叫号”没有写岗位（用在 2 处：临时救助、低保）"
    assert (Path(both.place.file).name, both.place.line) == ("甲.yaml", 5)
    assert both.related == (), "the file of risks is the project's own: nothing is to be changed elsewhere"
    (one,) = found(tmp_path / "一项", 低保=flow("低保"))
    assert one.id == both.id == "R303:riskpoints/甲.yaml:风险点.人情关.防控措施.叫号"


def test_uses_that_are_in_order_or_answered_for_are_not_counted(tmp_path: Path) -> None:
    carried = flow("低保", "{引用: 人情关, 落实: {叫号: 审核}}")
    waived = flow("临时救助", more=WAIVER)
    (left,) = found(tmp_path / "一", 低保=carried, 临时救助=waived, 慰问=flow("慰问"))
    assert left.message.endswith("（用在 1 处：慰问）")
    assert not found(tmp_path / "二", 低保=carried, 临时救助=waived)


def test_a_flow_that_starts_from_another_is_mended_in_its_own_file(tmp_path: Path) -> None:
    """There the finding still points to the file with 修改."""
    base = flow("低保", "{风险: 人情关, 防控措施: [每天拍照]}")
    layer = "来源: 低保\n权力: 分社低保\n编号: FS-1\n"
    files = {"powermodel.yaml": "名称: 示例社区\n", "flows/低保.yaml": base, "flows/分社.yaml": layer}
    report = run(write(tmp_path, {"文件": files}), select=("R303",))
    told = {f.power: [r.message for r in f.related] for f in report.findings}
    assert [*told.values()] == [[], ["本项目在这个文件里改（写在“修改”下面）"]]


def test_an_empty_measure_is_told_once_and_that_nobody_does_it_only_follows(tmp_path: Path) -> None:
    risk = RISK.replace("按登记先后办理", "加强教育").replace("凭证: 登记台账", "凭证: 无")
    files = {"powermodel.yaml": "名称: 示例社区\n", "riskpoints/甲.yaml": risk}
    files |= {f"flows/{name}.yaml": flow(name) for name in ("低保", "慰问")}
    report = run(write(tmp_path, {"文件": files}), select=("R303", "R304"))
    assert [(f.code, f.follows_from) for f in report.findings] == [("R303", "R304"), ("R304", None)]
    assert report.findings[1].message.startswith("“人情关”的防控措施“加强教育”只是号召")
    assert report.findings[1].message.endswith("（用在 2 处：低保、慰问）")


def test_what_the_library_says_is_mended_in_the_project(tmp_path: Path) -> None:
    """An officer can't change an installed program, nor find his own mistake in it."""
    layer = (
        "来源: 库/低保初核\n修改:\n  步骤:\n    协助申请: {时限: 及时}\n    信息核对: {时限: 90个工作日}\n"
    )
    files = {"powermodel.yaml": "名称: 示例社区\n", "posts.yaml": "岗位: {}\n", "flows/低保.yaml": layer}
    report = run(write(tmp_path, {"文件": files}), select=("T401", "T402"))
    told = {f.code: (Path(f.place.file).name, f.place.line, f.related[-1:]) for f in report.findings}
    assert told["T401"] == ("低保.yaml", 4, ())
    assert told["T402"][:2] == ("低保.yaml", 1)
    (also,) = told["T402"][2]
    assert also.place.file == "库/flows/社会救助/低保初核.yaml" and "修改" in also.message
    assert next(f.within for f in report.findings if f.code == "T402") == also.place.file
