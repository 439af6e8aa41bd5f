"""A newcomer's first project is sound, touches nothing that stands, and says what is still to be filled in."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from powermodel.finding import Severity
from powermodel.project import load
from powermodel.review import review
from powermodel.scaffold import ScaffoldError, init, new, offers, todo, without_examples
from powermodel.scaffold.begin import scalar
from tests.rules.running import TODAY


def errors(root: Path) -> list[str]:
    report = review(load(root, today=TODAY))
    return [f"{f.code} {f.message} {f.place}" for f in report.findings if f.severity is Severity.ERROR]


def test_a_project_of_the_whole_library_has_no_errors(tmp_path: Path) -> None:
    begun = init(tmp_path / "新 社区", name="槐里社区", powers=["全部"])
    assert len(begun.powers) == len(offers()) and not begun.kept
    assert errors(begun.root) == []
    loaded = load(begun.root)
    assert {p.code for p in loaded.project.powers.values()} == {offer.code for offer in offers()}


def test_what_was_said_stands_in_the_files_and_the_rest_is_blank(tmp_path: Path) -> None:
    name = "槐里: “新”社区 # 3"
    init(
        tmp_path, name=name, street="青穗街道", phones={"服务": "0700-5550001"}, powers=["JZ-01", "印章证明"]
    )
    loaded = load(tmp_path)
    settings = loaded.project.settings
    assert (settings.name, settings.street, settings.phones.service) == (name, "青穗街道", "0700-5550001")
    assert settings.phones.oversight is None and settings.address is None
    power = without_examples(loaded).powers["低保初核"]
    assert power.guide and power.guide.phone == "0700-5550001" and power.guide.hours is None
    assert power.provenance and power.provenance.date is None
    assert power.steps and power.steps["入户调查"].risks  # from the library


def test_nothing_that_stands_is_touched(tmp_path: Path) -> None:
    init(tmp_path, powers=["低保初核"])
    own = tmp_path / "posts.yaml"
    own.write_text("岗位: {社区文书: {姓名: 张三}}\n", "utf-8")
    begun = init(tmp_path, name="别的社区", powers=["低保初核", "出具证明"])
    assert own.read_text("utf-8") == "岗位: {社区文书: {姓名: 张三}}\n"
    assert own in begun.kept and [p.stem for p in begun.made] == ["出具证明"]


def test_a_power_nobody_knows_stops_before_anything_is_written(tmp_path: Path) -> None:
    root = tmp_path / "项目"
    with pytest.raises(ScaffoldError, match="低保初核"):
        init(root, powers=["低保初合"])
    with pytest.raises(ScaffoldError, match="服务、监督"):
        init(root, phones={"传真": "1"})
    assert not root.exists()


def test_a_file_in_the_way_is_a_message(tmp_path: Path) -> None:
    (tmp_path / "项目").write_text("", "utf-8")
    with pytest.raises(ScaffoldError, match="写不进去"):
        init(tmp_path / "项目", powers=["低保初核"])


def test_a_power_is_added_from_the_library_or_as_a_skeleton(tmp_path: Path) -> None:
    init(tmp_path, powers=["低保初核"])
    assert new(tmp_path, "YZ-02").powers == ("出具证明",)
    for again in ("出具证明", "YZ-02", "低保初核"):
        with pytest.raises(ScaffoldError, match="已经有"):
            new(tmp_path, again)
    with pytest.raises(ScaffoldError, match="是不是想写“临时救助”"):
        new(tmp_path, "临时救济")
    begun = new(tmp_path, "旧衣/回收: 箱", category="便民服务")
    assert begun.made[0].parent.name == "便民服务"
    assert "旧衣/回收: 箱" in load(tmp_path).project.powers
    assert new(tmp_path, "临时救济", blank=True).made
    assert errors(tmp_path) == []


@given(st.text(min_size=1))
def test_any_text_is_read_back_as_it_was_typed(text: str) -> None:
    if not scalar(text).startswith('"'):
        assert yaml.compose(f"键: {scalar(text)}\n", Loader=yaml.SafeLoader).value[0][1].value == text
        assert yaml.compose(f"{{键: {scalar(text)}}}", Loader=yaml.SafeLoader).value[0][1].value == text
    elif all(c.isprintable() for c in text):
        assert yaml.safe_load(f"键: {scalar(text)}\n")["键"] == text


# -- what is still to do ---------------------------------------------------------------------------------------------


def test_every_blank_is_listed_where_it_stands_until_it_is_filled_in(tmp_path: Path) -> None:
    init(tmp_path, name="槐里社区", powers=["低保初核"])
    flow = tmp_path / "flows" / "社会救助" / "低保初核.yaml"
    listed = {(Path(t.file).name, t.line): t.what for t in todo(load(tmp_path)) if t.kind == "填写"}
    for file in (flow, tmp_path / "powermodel.yaml"):
        lines = file.read_text("utf-8").splitlines()
        for number, line in enumerate(lines, 1):
            key = line.strip().split("#")[0]
            if key.endswith(":") and key.rstrip(":") in ("办理地点", "办理时间", "咨询电话", "举报电话", "日期", "版本", "地址",
                                                        "服务", "监督电话", "纪检", "网格员", "人员"):  # fmt: skip
                assert (file.name, number) in listed, (file.name, number, line)
    text = flow.read_text("utf-8").replace("办理地点:", "办理地点: 槐里路1号")
    flow.write_text(text, "utf-8")
    assert not any("办理地点" in t.what for t in todo(load(tmp_path)))


def test_what_the_library_only_exemplifies_is_listed(tmp_path: Path) -> None:
    (tmp_path / "flows").mkdir()
    (tmp_path / "powermodel.yaml").write_text("名称: 待定\n", "utf-8")
    (tmp_path / "flows" / "低保.yaml").write_text("来源: 库/低保初核\n", "utf-8")
    (tmp_path / "posts.yaml").write_text("岗位: {社区民政专干: {姓名: ××, 电话: 0700-5550106}}\n", "utf-8")
    found = [t.what for t in todo(load(tmp_path))]
    assert any("咨询电话是库里的例子" in what for what in found)
    assert any("办理地点是库里的说法" in what for what in found)
    assert any(what.startswith("“待定”") for what in found) and any(what.startswith("“××”") for what in found)
    assert any("0700-5550106" in what for what in found)
    assert any("居务监督委员会" in what and "成员" in what for what in found)


def test_bases_and_local_limits_are_to_be_compared(tmp_path: Path) -> None:
    init(tmp_path, powers=["低保初核"])
    check = [t for t in todo(load(tmp_path)) if t.kind == "核对"]
    assert any("按本地规定" in t.what for t in check)
    lines = {t.file: Path(t.file).read_text("utf-8").splitlines() for t in check}
    assert all("说明" in lines[t.file][t.line - 1] or "文件" in lines[t.file][t.line - 1] for t in check)


def test_a_project_that_is_full_has_nothing_to_do(tmp_path: Path) -> None:
    init(tmp_path, powers=["低保初核"])
    assert todo(load(tmp_path))  # and a library of its own borrows nothing
    from powermodel.project import library_root

    assert not any("库里的" in t.what for t in todo(load(library_root() / "flows")))
