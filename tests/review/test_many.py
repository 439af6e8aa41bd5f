"""What a user names on the command line: folders with projects in them, and what is said of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from powermodel.report.text import as_text
from powermodel.review.many import review_paths

FLOW = "权力: {0}\n编号: {0}-1\n步骤:\n  派工: {{岗位: 社区, 下一步: 结束}}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A bare folder with a flow of its own and two projects below it."""
    for name, text in {
        "报修.yaml": FLOW.format("报修"),
        "东/powermodel.yaml": "名称: 东社区\n规则设置: {级别: {O202: 关}}\n",
        "东/flows/投诉.yaml": FLOW.format("投诉"),
        "西/powermodel.yaml": "名称: 西社区\n",
        "西/flows/投诉.yaml": FLOW.format("投诉"),
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_projects_below_are_checked_each_as_its_own(folder: Path) -> None:
    """Two communities may have powers of one name and code; each has its own settings."""
    report = review_paths([folder])
    assert report.powers == 3
    assert not [f for f in report.findings if f.code == "F008"]
    assert {f.place.file.split("/")[0] for f in report.findings if f.code == "O202"} == {"报修.yaml", "西"}


def test_it_is_said_which_projects_were_checked(folder: Path) -> None:
    assert "查了 3 个项目，各按自己的设置：当前文件夹、东、西" in as_text(review_paths([folder]))
    assert "个项目" not in as_text(review_paths([folder / "东"]))


def test_a_folder_without_flows_is_not_called_clean_alone(tmp_path: Path) -> None:
    """Who names the wrong folder must not think that all is well."""
    assert "没有找到流程文件" in as_text(review_paths([tmp_path]))
