"""A community changes what it must of a power of the library, and gets exactly that."""

from __future__ import annotations

from typing import Any

import pytest

from powermodel.model.power import Power
from powermodel.project import Loaded
from tests.project.conftest import Make

BASE = """权力: 底本
编号: DB-01
承诺时限: 30个工作日
标签: [老, 旧]
依据:
  - {文件: 办法甲, 条款: 第一条}
  - {文件: 办法乙}
步骤:
  提出申请: {岗位: 居民, 产出: [申请书, 承诺书], 下一步: 受理}
  受理: {岗位: 窗口, 时限: 1天, 下一步: {齐备: 审核, 不齐备: 补正}}
  补正: {岗位: 窗口, 时限: 1天, 下一步: {到: 提出申请, 退回: 是, 最多: 1}}
  审核:
    岗位: 科室
    时限: 5天
    风险点:
      - {风险: 走过场, 等级: 高, 防控措施: [{措施: 双人, 类别: 双人, 岗位: 科室}, {措施: 抽查, 类别: 监督}]}
      - {风险: 拖延, 等级: 低}
    下一步: [登记, 归档]
  登记: {岗位: 窗口, 时限: 1天, 下一步: 汇总}
  归档: {岗位: 文书, 时限: 1天, 下一步: 汇总}
  汇总: {岗位: 窗口, 汇合: 全部, 时限: 1天, 下一步: 办结}
  办结:
"""
SETTINGS = "名称: 示例社区\n"


def layered(make: Make, changes: str, more: str = "") -> Loaded:
    return make(
        {
            "powermodel.yaml": SETTINGS,
            "flows/底本.yaml": BASE,
            "flows/改.yaml": f"来源: 底本\n权力: 改\n编号: DB-02\n{more}修改:\n{changes}",
        }
    )


def power(loaded: Loaded) -> Power:
    assert not loaded.findings, [(f.code, f.variant, f.args) for f in loaded.findings]
    return loaded.project.powers["改"]


def edges(made: Power) -> dict[str, dict[str, list[str]]]:
    return {
        name: {label: [t.to for t in targets] for label, targets in step.next.items()}
        for name, step in made.steps.items()
    }


def test_mappings_merge_and_scalars_replace(make: Make) -> None:
    made = power(layered(make, "  承诺时限: 20个工作日\n  步骤:\n    审核: {时限: 3天}\n"))
    assert (str(made.promised), made.name, made.code) == ("20个工作日", "改", "DB-02")
    assert str(made.steps["审核"].limit) == "3天"
    assert made.steps["审核"].owners == ("科室",)
    assert list(made.steps) == list(power_names())


def power_names() -> list[str]:
    return ["提出申请", "受理", "补正", "审核", "登记", "归档", "汇总", "办结"]


def test_lists_replace_or_are_edited(make: Make) -> None:
    made = power(layered(make, "  标签: 新\n  步骤:\n    提出申请: {产出: {增加: [授权书], 去掉: 承诺书}}\n"))
    assert made.tags == ("新",)
    assert [r.title for r in made.steps["提出申请"].records] == ["申请书", "授权书"]


def test_entries_of_lists_change_by_name(make: Make) -> None:
    changes = "  步骤:\n    审核:\n      风险点: {走过场: {等级: 中, 防控措施: {双人: {岗位: 窗口}, 抽查: 删除}}, 拖延: 删除}\n"
    made = power(layered(make, changes))
    risks = made.steps["审核"].risks
    assert list(risks) == ["走过场"]
    assert risks["走过场"].grade == "中"
    assert [(n, m.post, m.kind) for n, m in risks["走过场"].measures.items()] == [("双人", "窗口", "双人")]


def test_list_entries_are_taken_away_by_name(make: Make) -> None:
    made = power(layered(make, "  依据: {去掉: [办法甲], 增加: [{文件: 办法丙}]}\n"))
    assert [b.title for b in made.basis] == ["办法乙", "办法丙"]


def test_insert_before_takes_every_edge(make: Make) -> None:
    made = power(layered(make, "  步骤:\n    复核: {插入: {之前: 汇总}, 岗位: 组长, 时限: 1天}\n"))
    assert edges(made)["登记"] == edges(made)["归档"] == {"": ["复核"]}
    assert edges(made)["复核"] == {"": ["汇总"]}
    names = list(made.steps)
    assert names.index("复核") + 1 == names.index("汇总")


def test_insert_before_keeps_labels_and_long_targets(make: Make) -> None:
    made = power(layered(make, "  步骤:\n    登记来访: {插入: {之前: 提出申请}, 岗位: 窗口, 时限: 当场}\n"))
    target = made.steps["补正"].next[""][0]
    assert (target.to, target.back, target.at_most) == ("登记来访", True, 1)
    assert next(iter(made.steps)) == "登记来访"
    made = power(layered(make, "  步骤:\n    复核: {插入: {之前: 审核}, 岗位: 组长, 时限: 1天}\n"))
    assert edges(made)["受理"] == {"齐备": ["复核"], "不齐备": ["补正"]}


def test_insert_after_takes_over_the_outcomes(make: Make) -> None:
    made = power(layered(make, "  步骤:\n    复核: {插入: {之后: 受理}, 岗位: 组长, 时限: 1天}\n"))
    assert edges(made)["受理"] == {"": ["复核"]}
    assert edges(made)["复核"] == {"齐备": ["审核"], "不齐备": ["补正"]}
    names = list(made.steps)
    assert names.index("受理") + 1 == names.index("复核")


def test_inserted_steps_may_follow_each_other(make: Make) -> None:
    changes = "  步骤:\n    甲: {插入: {之前: 汇总}, 岗位: 组长, 时限: 1天}\n    乙: {插入: {之后: 甲}, 岗位: 组长, 时限: 1天}\n"
    made = power(layered(make, changes))
    assert (edges(made)["登记"], edges(made)["甲"], edges(made)["乙"]) == (
        {"": ["甲"]},
        {"": ["乙"]},
        {"": ["汇总"]},
    )


def test_an_inserted_step_may_say_itself_where_it_leads(make: Make) -> None:
    made = power(
        layered(make, "  步骤:\n    复核: {插入: {之后: 补正}, 岗位: 组长, 时限: 1天, 下一步: 办结}\n")
    )
    assert edges(made)["复核"] == {"": ["办结"]}
    made = power(
        layered(
            make,
            "  步骤:\n    复核: {插入: {之前: 汇总}, 岗位: 组长, 时限: 1天, 下一步: {过: 汇总, 不过: 审核}}\n",
        )
    )
    assert edges(made)["复核"] == {"过": ["汇总"], "不过": ["审核"]}


def test_delete_leads_past(make: Make) -> None:
    made = power(layered(make, "  步骤:\n    登记: 删除\n"))
    assert edges(made)["审核"] == {"": ["汇总", "归档"]}
    assert "登记" not in made.steps


def test_delete_with_the_ways_to_it_led_elsewhere(make: Make) -> None:
    made = power(layered(make, "  步骤:\n    提出申请: {下一步: 审核}\n    补正: 删除\n    受理: 删除\n"))
    assert edges(made)["提出申请"] == {"": ["审核"]}
    assert not {"补正", "受理"} & set(made.steps)


def test_outcomes_replace_each_other_as_a_whole(make: Make) -> None:
    made = power(layered(make, "  步骤:\n    受理: {下一步: {同意: 审核, 不同意: 办结}}\n"))
    assert edges(made)["受理"] == {"同意": ["审核"], "不同意": ["办结"]}
    made = power(layered(make, "  步骤:\n    受理: {下一步: {不齐备: 办结}}\n"))
    assert edges(made)["受理"] == {"齐备": ["审核"], "不齐备": ["办结"]}
    made = power(layered(make, "  步骤:\n    补正: {下一步: {最多: 2}}\n"))
    assert (made.steps["补正"].next[""][0].to, made.steps["补正"].next[""][0].at_most) == ("提出申请", 2)


def test_keys_beside_the_changes_lie_over_too(make: Make) -> None:
    made = power(layered(make, "  标签: {增加: [新]}\n", more="概要: 本社区的\n"))
    assert (made.summary, made.tags) == ("本社区的", ("老", "旧", "新"))


def test_a_chain_of_layers(make: Make) -> None:
    loaded = make(
        {
            "powermodel.yaml": SETTINGS,
            "flows/底本.yaml": BASE,
            "flows/街道.yaml": "来源: 底本\n权力: 街道\n编号: DB-03\n修改: {承诺时限: 25个工作日, 步骤: {归档: 删除}}\n",
            "flows/改.yaml": "来源: 街道\n权力: 改\n编号: DB-02\n修改: {步骤: {登记: {时限: 2天}}}\n",
        }
    )
    made = power(loaded)
    assert str(made.promised) == "25个工作日"
    assert "归档" not in made.steps
    assert str(made.steps["登记"].limit) == "2天"


@pytest.mark.parametrize(
    "source",
    [
        "底本",
        "DB-01",
        "社会救助/底本",
        "社会救助\\底本",
        "社会救助/底本.yaml",
        "库/低保初核",
        "库/JZ-01",
        "库/社会救助/低保初核",
    ],
)
def test_what_a_layer_may_start_from(make: Make, source: str) -> None:
    files = {
        "powermodel.yaml": SETTINGS,
        "flows/社会救助/底本.yaml": BASE,
        "flows/改.yaml": f"来源: {source}\n权力: 改\n编号: DB-02\n",
    }
    made = power(make(files))
    assert len(made.steps) > 5


def test_waivers_of_the_library_do_not_bind_a_community(make: Make) -> None:
    """Who takes a power over answers for its gaps himself; a street's waivers hold for its communities."""
    library = {"powermodel.yaml": SETTINGS, "flows/改.yaml": "来源: 库/公租房初审\n权力: 改\n编号: DB-02\n"}
    assert power(make(library)).waivers == ()
    waiver = "豁免: [{规则: R304, 位置: 步骤.受理, 理由: 等设备, 批准: 街道纪工委, 到期: 2027-06-30}]\n"
    own = {
        "powermodel.yaml": SETTINGS,
        "flows/底本.yaml": BASE + waiver,
        "flows/改.yaml": "来源: 底本\n权力: 改\n编号: DB-02\n",
    }
    assert [w.rule for w in power(make(own)).waivers] == ["R304"]


RISK = """风险点:
  人情关:
    编号: FX-901
    等级: 高
    防控措施:
      双人: {措施: 两人同去, 类别: 双人, 岗位: 科室}
      抽查: {措施: 每月抽查, 类别: 监督, 岗位: 纪检委员}
"""


@pytest.mark.parametrize(
    ("measures", "left", "said"),
    [
        ("{抽查: 删除}", ["两人同去"], []),
        ("{抽察: 删除}", ["两人同去", "每月抽查"], [("F007", "，是不是想写“抽查”？")]),
        ("{双人: {岗位: 窗口}}", ["两人同去", "每月抽查"], []),
    ],
)
def test_a_measure_that_does_not_fit_is_left_out(
    make: Make, measures: str, left: list[str], said: list[tuple[str, str]]
) -> None:
    flow = BASE.replace("{风险: 拖延, 等级: 低}", f"{{引用: 人情关, 防控措施: {measures}}}")
    loaded = make({"powermodel.yaml": SETTINGS, "riskpoints/甲.yaml": RISK, "flows/底本.yaml": flow})
    assert [(f.code, f.args["near"]) for f in loaded.findings] == said
    assert [
        m.title for m in loaded.project.powers["底本"].steps["审核"].risks["人情关"].measures.values()
    ] == left


def codes(loaded: Loaded) -> list[tuple[str, str]]:
    return [(f.code, f.variant) for f in loaded.findings if f.follows_from is None]


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("../底本", ("F011", "source")),
        ("/etc/底本", ("F011", "source")),
        ("C:\\流程\\底本", ("F011", "source")),
        ("改", ("F011", "circle")),
        ("底夲", ("F007", "")),
        ("低保初核", ("F007", "")),
    ],
)
def test_what_a_layer_may_not_start_from(make: Make, source: str, wanted: tuple[str, str]) -> None:
    files = {
        "powermodel.yaml": SETTINGS,
        "flows/底本.yaml": BASE,
        "flows/改.yaml": f"来源: {source}\n权力: 改\n编号: DB-02\n",
    }
    loaded = make(files)
    assert codes(loaded) == [wanted]
    near = str(loaded.findings[0].args.get("near", ""))
    assert ("底本" in near) == (source == "底夲") and ("库/低保初核" in near) == (source == "低保初核")


def test_a_layer_on_a_broken_file_is_not_blamed(make: Make) -> None:
    files = {
        "powermodel.yaml": SETTINGS,
        "flows/底本.yaml": "- 一\n- 二\n",
        "flows/改.yaml": "来源: 底本\n权力: 改\n编号: DB-02\n",
    }
    assert codes(make(files)) == [("F006", "root")]


def test_values_know_where_they_were_typed(make: Make) -> None:
    """A finding about a value of the base points into the base's file, one about a change into the layer's."""
    from powermodel.decode import locate

    loaded = layered(
        make,
        "  承诺时限: 20个工作日\n  步骤:\n    审核: {时限: 3天}\n    复核: {插入: {之前: 汇总}, 岗位: 组长, 时限: 1天}\n",
    )
    tree = loaded.trees["改"]
    places: dict[tuple[str, ...], Any] = {
        ("承诺时限",): ("改.yaml", 5),
        ("权力",): ("改.yaml", 2),
        ("步骤", "审核", "时限"): ("改.yaml", 7),
        ("步骤", "审核", "岗位"): ("底本.yaml", 13),
        ("步骤", "复核", "时限"): ("改.yaml", 8),
        ("步骤", "登记", "下一步"): ("改.yaml", 8),
        ("步骤", "审核", "风险点", "走过场", "防控措施", "抽查", "类别"): ("底本.yaml", 16),
    }
    for path, wanted in places.items():
        place = locate(tree, path)
        assert place is not None
        assert (place.file.rsplit("/")[-1], place.line) == wanted, path


ENGLISH = """from: 底本
name: 改
code: DB-02
changes:
  promised: 20个工作日
  tags: {add: [新]}
  steps:
    提出申请: {records: {add: [{title: 照片, fields: [姓名]}], remove: 承诺书}, owner: {add: [代办员]}}
    复核: {insert: {after: 受理}, owner: 组长, limit: 1天}
    登记来访: {insert: {before: 提出申请}, owner: 组长, limit: 1天}
    归档: delete
"""
CHINESE = """来源: 底本
权力: 改
编号: DB-02
修改:
  承诺时限: 20个工作日
  标签: {增加: [新]}
  步骤:
    提出申请: {产出: {增加: [{名称: 照片, 字段: [姓名]}], 去掉: 承诺书}, 岗位: {增加: [代办员]}}
    复核: {插入: {之后: 受理}, 岗位: 组长, 时限: 1天}
    登记来访: {插入: {之前: 提出申请}, 岗位: 组长, 时限: 1天}
    归档: 删除
"""


def test_a_layer_in_english_is_the_chinese_one(make: Make) -> None:
    files = {"powermodel.yaml": SETTINGS, "flows/底本.yaml": BASE}
    wanted = power(make({**files, "flows/改.yaml": CHINESE}))
    assert power(make({**files, "flows/改.yaml": ENGLISH})) == wanted


def test_changes_of_a_community_in_english(make: Make) -> None:
    community = "community: 一\nchanges: {底本: {promised: 9天, steps: {登记: {limit: 2天}, 归档: delete}}}\n"
    loaded = make(
        {"powermodel.yaml": SETTINGS, "flows/底本.yaml": BASE, "communities/一.yaml": community},
        community="一",
    )
    assert not loaded.findings
    made = loaded.project.powers["底本"]
    assert (str(made.promised), str(made.steps["登记"].limit), "归档" in made.steps) == ("9天", "2天", False)
