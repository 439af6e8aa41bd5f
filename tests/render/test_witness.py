"""The course of a finding on the chart: whoever reads it follows the numbers to where it goes wrong."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from powermodel.finding import WitnessStep
from powermodel.project import Loaded, load
from powermodel.rules.print.theme import least_contrast, shipped
from powermodel.rules.view import View
from render.measure import measure
from render.poster import Refused, poster
from render.poster.command import Request, course_of, make_posters, measure_posters
from render.scene.course import Course, trace

FLOW = """权力: 买东西
编号: CS-01
步骤:
  提出需求: {岗位: 使用人, 时限: 当场, 下一步: 询价}
  询价: {岗位: 采购员, 时限: 3天, 下一步: 采购}
  采购:
    岗位: 采购员
    时限: 3天
    风险点:
      - {风险: 高价买入, 等级: 中, 表现: 比市价高, 防控措施: [{措施: 两人签字, 类别: 双人, 岗位: 居民代表, 时点: 事后, 凭证: 签字表, 落实步骤: 核价}]}
    下一步: {有疑: 核价, 无疑: 付款, 价高: {到: 询价, 退回: 是, 最多: 1}}
  核价: {岗位: 报账员, 时限: 1天, 下一步: 付款}
  付款: {岗位: 出纳, 时限: 1天, 下一步: 结束}
"""
PARALLEL = """权力: 两路
步骤:
  受理: {岗位: 窗口, 时限: 当场, 下一步: 分头办}
  分头办: {岗位: 窗口, 时限: 1天, 下一步: [核对, 走访]}
  核对: {岗位: 专干, 时限: 1天, 下一步: 合起来}
  走访: {岗位: 网格员, 时限: 1天, 下一步: 合起来}
  合起来: {岗位: 窗口, 汇合: 全部, 时限: 1天, 下一步: 办结}
  办结: {类型: 结束}
"""


def loaded(folder: Path, text: str) -> Loaded:
    (folder / "flow.yaml").write_text(text, "utf-8")
    return load(folder, [folder / "flow.yaml"])


def steps(*events: str) -> list[WitnessStep]:
    return [WitnessStep(*re.fullmatch(r"([^〔]+)(?:〔(.+)〕)?", event).groups()) for event in events]  # type: ignore[union-attr]


@pytest.fixture
def shop(tmp_path: Path) -> Loaded:
    return loaded(tmp_path, FLOW)


def found(shop: Loaded, code: str) -> Course:
    course = course_of(shop, "买东西", code)
    assert isinstance(course, Course)
    return course


@pytest.mark.parametrize("theme", ["official", "grey"])
def test_course_is_numbered_and_strong_the_rest_faded(shop: Loaded, theme: str) -> None:
    """R307: past 核价, straight to 付款."""
    course = found(shop, "R307")
    assert course.steps == {"提出需求": (1,), "询价": (2,), "采购": (3,), "付款": (4,)}
    (sheet,) = poster(shop.project, "买东西", fmt="svg", theme=theme, course=course)
    colours = shipped(theme)
    badges = dict(re.findall(r'data-badge="(\d)" data-of="([^"]+)"', sheet.svg))
    assert badges == {"1": "提出需求", "2": "询价", "3": "采购", "4": "付款"}
    for edge, strong in (
        ("采购→付款", True),
        ("采购→核价", False),
        ("采购→询价", False),
        ("提出需求→询价", True),
    ):
        (line,) = re.findall(rf'<path [^>]*data-edge="{edge}"[^>]*>', sheet.svg)
        assert f'stroke="{colours.course if strong else colours.faded_line}"' in line
    box = sheet.svg.split('data-step="核价"')[1].split("</g>")[0]
    assert colours.faded in box and colours.ink not in box


@pytest.mark.parametrize("theme", ["official", "plain", "grey", "contrast"])
def test_course_and_rest_differ_in_grey_too(theme: str) -> None:
    """A copy still shows which line is the course: darker by far, and more than twice as wide."""
    colours = shipped(theme)
    assert least_contrast(colours.course, colours.faded_line) >= 2.2


def test_sheet_says_what_is_wrong_and_holds_together(shop: Loaded) -> None:
    (sheet,) = poster(shop.project, "买东西", fmt="svg", course=found(shop, "R307"))
    said = re.sub(r"<[^>]+>", "", sheet.svg.split("</desc>")[1])
    assert "R307" in said and "两人签字" in said and "怎么改" in said
    measures = measure(sheet.svg)
    assert not measures.overlaps and not measures.through_boxes and not measures.texts_too_wide, (
        measures.details
    )


def test_a_step_done_twice_has_both_numbers(shop: Loaded) -> None:
    flow = View("买东西", shop.project.powers["买东西"], shop.project).flow
    numbers, edges = trace(flow, steps("提出需求", "询价", "采购〔价高〕", "询价", "采购〔无疑〕", "付款"))
    assert numbers["询价"] == (2, 4) and numbers["采购"] == (3, 5)
    assert ("采购", "询价", "价高") in edges and ("采购", "核价", "有疑") not in edges


def test_a_join_is_reached_along_every_branch(tmp_path: Path) -> None:
    shop = loaded(tmp_path, PARALLEL)
    flow = View("两路", shop.project.powers["两路"], shop.project).flow
    _, edges = trace(flow, steps("受理", "分头办", "核对", "走访", "合起来", "办结"))
    assert {(a, b) for a, b, _ in edges} == {
        ("受理", "分头办"), ("分头办", "核对"), ("分头办", "走访"), ("核对", "合起来"), ("走访", "合起来"), ("合起来", "办结"),
    }  # fmt: skip


def test_steps_that_a_witness_leaves_out_are_passed_through(shop: Loaded) -> None:
    """A sum of times names only the steps that take time."""
    flow = View("买东西", shop.project.powers["买东西"], shop.project).flow
    numbers, edges = trace(flow, steps("提出需求", "采购〔有疑〕", "付款"))
    assert numbers == {"提出需求": (1,), "询价": (), "采购": (2,), "核价": (), "付款": (3,)}
    assert ("核价", "付款", "") in edges


def test_verb_writes_the_sheet(shop: Loaded, tmp_path: Path) -> None:
    said, bad = make_posters(shop, "买东西", Request(witness="r307"), "svg", tmp_path / "out")
    assert not bad and "R307走法" in said
    assert len(list((tmp_path / "out").iterdir())) == 1


def test_the_sheet_can_be_measured(shop: Loaded) -> None:
    """Four numbers at the steps, nothing collides; a finding that isn't there is said here too."""
    said, bad = measure_posters([(shop, "买东西")], Request(witness="R307"), "json")
    (sheet,) = json.loads(said)["sheets"]
    assert not bad and sheet["overlaps"] == sheet["through_boxes"] == 0 and sheet["risks"] == 0
    with pytest.raises(Refused, match="G108"):
        measure_posters([(shop, "买东西")], Request(witness="G108"), "text")


@pytest.mark.parametrize("code", ["G108", "X999", "O201"])
def test_no_such_finding(shop: Loaded, tmp_path: Path, code: str) -> None:
    """The officer is told which findings there are to draw."""
    said, bad = make_posters(shop, "买东西", Request(witness=code), "svg", tmp_path / "out")
    assert bad and code in said and "R307" in said
    assert not (tmp_path / "out").exists()


def test_a_finding_that_powers_share_is_drawn_for_each(tmp_path: Path) -> None:
    """One measure of a file of risks can be passed by in two powers: whoever prints the second sees its own course."""
    used = re.sub(r"- \{风险: 高价买入.*", "- {引用: 高价买入, 落实: {签字: 核价}}", FLOW)
    other = used.replace("买东西", "租东西").replace("CS-01", "CS-02").replace("核价", "核租")
    measures = "签字: {措施: 两人签字, 类别: 双人, 时点: 事后, 凭证: 签字表}, 抽查: {措施: 每月抽查, 类别: 核查, 时点: 事后, 凭证: 记录}"
    risk = f"风险点:\n  高价买入: {{表现: 比市价高, 等级: 中, 防控措施: {{{measures}}}}}\n"
    files = {"powermodel.yaml": "名称: 示例社区\n", "riskpoints/甲.yaml": risk}
    files |= {"flows/买.yaml": used, "flows/租.yaml": other}
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    shops = load(tmp_path)
    for key in ("买东西", "租东西"):
        course = course_of(shops, key, "R307")
        assert isinstance(course, Course) and course.steps["采购"]
        said = course_of(shops, key, "R303")  # nobody carries 抽查 out: told once, of both
        assert isinstance(said, str) and "画不出来" in said
