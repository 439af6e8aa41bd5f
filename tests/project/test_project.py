"""What belongs to a project, which names it knows, and what a community makes of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from powermodel.project import find_root, load
from powermodel.project.files import nested_projects
from tests.project.conftest import Make

FLOW = "权力: {name}\n编号: {code}\n步骤:\n  提出申请: {{岗位: 居民, 下一步: 受理}}\n  受理: {{岗位: 窗口, 时限: 1天, 下一步: 结束}}\n"
POSTS = "岗位:\n  居民: {性质: 相对人}\n  窗口: {别名: [便民窗口], 电话: 0700-5550101}\n"
A, B = FLOW.format(name="甲", code="A-1"), FLOW.format(name="乙", code="B-1")
SETTINGS = "名称: 示例街道\n类别: [救助]\n"
COMMUNITY = """社区: 示例社区
绑定:
  窗口: {姓名: [张三], 电话: 0700-5550109}
启用: [甲]
街道: 示例街道
风险矩阵: {高: 15}
修改: {甲: {承诺时限: 3天, 步骤: {受理: {时限: 2天}}}}
"""


def test_a_folder_with_one_flow_is_a_project(make: Make) -> None:
    loaded = make({"甲.yaml": A})
    assert list(loaded.project.powers) == ["甲"]
    assert not loaded.findings


def test_every_flow_of_a_bare_folder_counts_wherever_it_lies(make: Make) -> None:
    loaded = make(
        {"甲.yaml": A, "深/更深/乙.yml": B, "posts.yaml": POSTS, ".藏/丙.yaml": "坏的", "说明.txt": "坏的"}
    )
    assert list(loaded.project.powers) == ["甲", "乙"]
    assert loaded.project.post("便民窗口") is not None
    assert not loaded.findings


def test_a_bare_folder_with_a_folder_of_flows_is_laid_out_as_a_project(make: Make) -> None:
    """What else lies there (tests, drafts, copies) is not the community's."""
    loaded = make({"flows/甲.yaml": A, "试验/坏.yaml": "步骤: [", "试验/甲.yaml": A, "乙.yaml": B})
    assert set(loaded.project.powers) == {"甲", "乙"}
    assert not loaded.findings


def test_a_flow_beside_the_settings_counts_too(make: Make) -> None:
    """An officer who saves a flow next to powermodel.yaml must not think that it was checked when it was not."""
    loaded = make({"powermodel.yaml": SETTINGS, "flows/甲.yaml": A, "乙.yaml": B})
    assert set(loaded.project.powers) == {"甲", "乙"}


def test_a_file_that_is_none_of_ours_is_named_not_read(make: Make) -> None:
    loaded = make({"甲.yaml": A, "docker.yaml": "services: {}\n"})
    assert [(f.code, f.variant, f.severity and f.severity.label) for f in loaded.findings] == [
        ("F005", "unknown", "提示")
    ]


def test_a_misspelt_flow_in_the_flows_folder_is_a_flow(make: Make) -> None:
    loaded = make(
        {"powermodel.yaml": SETTINGS, "flows/甲.yaml": A.replace("权力", "权利").replace("步骤", "步聚")}
    )
    assert [f.code for f in loaded.findings] == ["F004", "F004"]
    assert len(loaded.project.powers) == 1


@pytest.mark.parametrize(
    "text",
    [
        f"  {A}".replace("\n", "\n  "),
        f'"权力": 甲\n{A[A.index("编号") :]}',
        '{"权力": "甲", "编号": "A-1", "步骤": {"受理": {"岗位": "窗口", "下一步": "结束"}}}',
    ],
)
def test_what_a_file_is_does_not_hang_on_its_layout(make: Make, text: str) -> None:
    """Indented as a whole, with quoted keys, or as JSON: a flow is a flow."""
    assert list(make({"甲.yaml": text.rstrip(" ")}).project.powers) == ["甲"]


def test_projects_below_are_left_out(make: Make, tmp_path: Path) -> None:
    loaded = make({"甲.yaml": A, "子/powermodel.yaml": SETTINGS, "子/乙.yaml": B})
    assert list(loaded.project.powers) == ["甲"]
    assert nested_projects(tmp_path) == [tmp_path / "子"]
    assert find_root(tmp_path / "子" / "乙.yaml") == (tmp_path / "子").resolve()


def test_folders_may_be_named_with_either_slash(make: Make) -> None:
    settings = SETTINGS + "目录: {流程: 资料\\流程}\n"
    loaded = make({"powermodel.yaml": settings, "资料/流程/甲.yaml": A})
    assert list(loaded.project.powers) == ["甲"]
    assert not loaded.findings


@pytest.mark.parametrize("folder", ["../别处", "/etc", "C:\\流程", "flows/../../别处"])
def test_folders_do_not_leave_the_project(make: Make, folder: str) -> None:
    loaded = make({"powermodel.yaml": f"名称: 示例\n目录:\n  流程: {folder}\n", "flows/甲.yaml": A})
    found = [
        (f.code, f.variant, f.place and f.place.line, f.place and f.place.column) for f in loaded.findings
    ]
    assert found == [("F011", "path", 3, 7)]


@pytest.mark.parametrize("folder", ["流程", "名" * 300, '"流\\0程"'])
def test_folders_that_are_not_there(make: Make, folder: str) -> None:
    loaded = make({"powermodel.yaml": f"名称: 示例\n目录:\n  流程: {folder}\n", "flows/甲.yaml": A})
    found = [(f.code, f.place and f.place.line, f.place and f.place.column) for f in loaded.findings]
    assert found == [("F007", 3, 7)]
    assert list(loaded.project.powers) == ["甲"]


def test_single_files_know_their_project(make: Make, tmp_path: Path) -> None:
    """`check flows/甲.yaml` sees posts, settings and doubles elsewhere, and nothing of the other flows."""
    files = {
        "powermodel.yaml": SETTINGS,
        "flows/甲.yaml": A,
        "flows/乙.yaml": B.replace("B-1", "A-1"),
        "posts.yaml": POSTS,
    }
    loaded = make(files, only=["flows/甲.yaml"])
    assert list(loaded.project.powers) == ["甲"]
    assert loaded.project.settings.name == "示例街道"
    assert loaded.project.has_posts
    assert [(f.code, f.args["name"]) for f in loaded.findings] == [("F008", "A-1")]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("posts.yaml", "岗位: {窗口: {性质: 那个}}\n"),
        ("风险.yaml", "风险点: {走过场: {等级: 特高}}\n"),
        ("社区.yaml", "社区: 甲\n绑订: {}\n"),
    ],
)
def test_a_single_file_of_any_kind_is_checked(make: Make, name: str, text: str) -> None:
    loaded = make({name: text, "甲.yaml": A}, only=[name])
    assert [f.code for f in loaded.findings] in (["F006"], ["F004"])


def test_posts_lie_over_the_library_by_name(make: Make) -> None:
    loaded = make(
        {
            "powermodel.yaml": SETTINGS,
            "flows/甲.yaml": A,
            "posts.yaml": "岗位: {社区居民委员会: {电话: 0700-5550100}}\n",
        }
    )
    post = loaded.project.post("社区居民委员会")
    assert post is not None
    assert (post.phone, post.nature) == ("0700-5550100", "集体")


def test_a_post_needs_nothing_but_its_name(make: Make) -> None:
    loaded = make({"甲.yaml": A, "posts.yaml": "岗位:\n  巡楼员:\n  窗口: {别名: 便民窗口}\n"})
    assert loaded.project.post("巡楼员") is not None
    assert not loaded.findings


@pytest.mark.parametrize(
    "measures", ["集体研究", "[集体研究]", "{集体研究: }", "{集体研究: 开会定}", "[{措施: 集体研究}]"]
)
def test_measures_in_every_form_name_their_steps(make: Make, measures: str) -> None:
    """A measure that is one word is carried out by a step like any other."""
    risk = f"{{风险: 乱批, 防控措施: {measures}, 落实: {{集体研究: [受理]}}}}"
    loaded = make({"甲.yaml": A.replace("受理: {", f"受理: {{风险点: {risk}, ", 1)})
    assert not loaded.findings
    measure = loaded.project.powers["甲"].steps["受理"].risks["乱批"].measures["集体研究"]
    assert [carrier.steps for carrier in measure.carriers] == [("受理",)]


def test_a_community_binds_enables_and_changes(make: Make) -> None:
    files = {
        "powermodel.yaml": SETTINGS,
        "flows/甲.yaml": A,
        "flows/乙.yaml": B,
        "posts.yaml": POSTS,
        "communities/一.yaml": COMMUNITY,
    }
    plain, loaded = make(files), make(files, community="示例社区")
    assert not plain.findings
    assert not loaded.findings
    assert (sorted(plain.project.powers), sorted(loaded.project.powers)) == (["乙", "甲"], ["甲"])
    project = loaded.project
    assert project.community is not None
    window = project.post("窗口")
    assert window is not None
    assert (window.persons, window.phone, window.aliases) == (("张三",), "0700-5550109", ("便民窗口",))
    assert (project.settings.name, project.settings.street, project.settings.categories) == (
        "示例社区",
        "示例街道",
        ("救助",),
    )
    assert (project.settings.matrix.high, project.settings.matrix.medium) == (15, 6)
    assert str(project.powers["甲"].promised) == "3天"
    assert str(project.powers["甲"].steps["受理"].limit) == "2天"


def test_names_like_a_wrong_one_come_in_the_order_of_the_files(make: Make) -> None:
    """Run twice, the same project must say the same."""
    names = ["低保甲", "低保乙", "低保丙", "低保丁", "低保戊"]
    flows = {f"flows/{n}.yaml": FLOW.format(name=name, code=n) for n, name in enumerate(names)}
    found = make(
        {"powermodel.yaml": SETTINGS, "communities/一.yaml": "社区: 一\n启用: [低保]\n", **flows}
    ).findings
    assert [f.args["near"] for f in found] == ["，是不是想写“低保甲”、“低保乙”、“低保丙”？"]


def test_settings_of_a_community_lie_over_the_projects_key_by_key(make: Make) -> None:
    """Who changes one leader keeps the others; tables are settings like any other."""
    files = {
        "powermodel.yaml": "名称: 甲\n责任领导: {高: 书记, 中: 主任}\n规则设置: {级别: {R401: 关}}\n",
        "flows/甲.yaml": A,
        "communities/一.yaml": "社区: 一\n责任领导: {高: 站长}\n规则设置: {级别: {T401: 关}}\n"
        "数据表: {补正词: {补正: [补齐]}}\n",
    }
    settings = make(files, community="一").project.settings
    assert (settings.leaders.high, settings.leaders.medium) == ("站长", "主任")
    assert dict(settings.rules.levels) == {"R401": "关", "T401": "关"}
    assert make(files, community="一").project.tables["补正词"] != make(files).project.tables["补正词"]


def test_a_community_may_switch_powers_off(make: Make) -> None:
    files = {
        "powermodel.yaml": SETTINGS,
        "flows/甲.yaml": A,
        "flows/乙.yaml": B,
        "communities/一.yaml": "社区: 一\n停用: B-1\n",
    }
    assert list(make(files, community="一").project.powers) == ["甲"]


def test_a_community_names_only_what_is_there(make: Make) -> None:
    community = (
        "社区: 一\n绑定: {窗囗: {姓名: 张三}}\n启用: [甲, 丙]\n停用: [丁]\n修改: {戊: {承诺时限: 1天}}\n"
    )
    files = {
        "powermodel.yaml": SETTINGS,
        "flows/甲.yaml": A,
        "posts.yaml": POSTS,
        "communities/一.yaml": community,
    }
    loaded = make(files)
    found = {
        (f.code, f.args["name"], f.place and f.place.line, f.place and f.place.column)
        for f in loaded.findings
    }
    assert found == {("F007", "窗囗", 2, 6), ("F007", "丙", 3, 9), ("F007", "丁", 4, 6), ("F007", "戊", 5, 6)}


def test_a_community_that_is_not_there(make: Make) -> None:
    loaded = make(
        {
            "powermodel.yaml": SETTINGS,
            "flows/甲.yaml": A,
            "posts.yaml": POSTS,
            "communities/一.yaml": COMMUNITY,
        },
        community="示列社区",
    )
    assert [(f.code, "示例社区" in str(f.args["near"])) for f in loaded.findings] == [("F007", True)]


def test_two_communities_of_one_name(make: Make) -> None:
    loaded = make(
        {
            "powermodel.yaml": SETTINGS,
            "flows/甲.yaml": A,
            "communities/一.yaml": "社区: 一\n",
            "communities/二.yaml": "社区: 一\n",
        }
    )
    assert [f.code for f in loaded.findings] == ["F008"]


def test_links_and_pipes_harm_nobody(make: Make, tmp_path: Path) -> None:
    (tmp_path / "圈.yaml").symlink_to("圈.yaml")
    (tmp_path / "空.yaml").symlink_to("没有.yaml")
    (tmp_path / "自己").symlink_to(".")
    (tmp_path / "文件夹.yaml").mkdir()
    os.mkfifo(tmp_path / "管道.yaml")
    (tmp_path / "文档.yaml").write_bytes(b"PK\x03\x04\x00")
    loaded = make({"甲.yaml": A})
    assert list(loaded.project.powers) == ["甲"]
    found = sorted((f.code, f.variant) for f in loaded.findings)
    assert found == [("F001", "binary"), *[("F001", "unreadable")] * 3]


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read(make: Make, tmp_path: Path) -> None:
    (tmp_path / "锁.yaml").write_text(B, "utf-8")
    (tmp_path / "锁.yaml").chmod(0)
    assert [(f.code, f.variant) for f in make({"甲.yaml": A}).findings] == [("F001", "unreadable")]


def test_an_empty_folder_is_an_empty_project(tmp_path: Path) -> None:
    loaded = load(tmp_path)
    assert not loaded.project.powers
    assert not loaded.findings
