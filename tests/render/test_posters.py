"""A wall chart is what its power says, drawn so that it can be read: measured from the finished sheet."""

from __future__ import annotations

import hashlib
import io
import json
import re
from pathlib import Path
from typing import Literal

import pikepdf
import pytest

from powermodel.model.project import Project
from powermodel.project import load
from powermodel.rules.view import View
from render.fonts.table import FAMILY
from render.measure import measure
from render.poster import Refused, make_sheet, poster
from render.poster.command import Request, destination, make_posters, measure_posters
from tests.rules.running import TODAY, write

ROOT = Path(__file__).parents[2]
FOUR = ("低保初核", "四议两公开", "集体三资处置", "物资服务采购")
Style = Literal["risk", "lanes", "simple"]


@pytest.fixture(scope="module")
def project() -> Project:
    return load(ROOT / "examples" / "示例社区").project


@pytest.mark.parametrize("paper", ["A3", "A1"])
@pytest.mark.parametrize("style", ["risk", "lanes", "simple"])
@pytest.mark.parametrize("key", FOUR)
def test_sheets_can_be_read(project: Project, key: str, style: Style, paper: str) -> None:
    """Nothing overlaps, no line runs through a box or along another, every text is in its box and large enough."""
    sheets = poster(project, key, style=style, paper=paper, fmt="svg")
    least = make_sheet(paper).readable
    for sheet in sheets:
        found = measure(sheet.svg)
        assert not found.faults, found.details
        assert found.smallest_type >= least - 0.01
        assert found.fill >= 0.7 or not found.steps  # risks or words alone need no more room than they need
        assert sheet.missing == ""


@pytest.mark.parametrize("style", ["risk", "lanes", "simple"])
@pytest.mark.parametrize("key", FOUR)
def test_nothing_of_the_power_is_missing(project: Project, key: str, style: Style) -> None:
    """Every step, every outcome and every risk of the YAML is on a sheet."""
    view = View(key, project.powers[key], project)
    drawn = "".join(sheet.svg for sheet in poster(project, key, style=style, fmt="svg"))
    for step in view.flow.nodes:
        assert f'data-step="{step}"' in drawn
    for edge in view.flow.edges:
        if edge.label:
            assert f'data-label="{edge.label}"' in drawn or edge.label in drawn
    if style != "simple":
        assert len(set(re.findall(r'data-risk="([^"]+)"', drawn))) >= len({at.name for at in view.risks})


@pytest.fixture(scope="module")
def library() -> Project:
    return load(ROOT / "flows").project


EIGHT = (
    "低保初核", "四议两公开", "残疾人两项补贴初审", "公租房初审", "生育登记", "出具证明", "社区工程建设", "计生奖励扶助初审",
)  # fmt: skip


@pytest.mark.parametrize("paper", ["A4", "A3", "A1", "800x1200mm"])
def test_charts_for_residents(library: Project, paper: str) -> None:
    """Nothing collides, and the type is generous: on A1 at least 7 mm, 2 m away, for flows of twenty steps.

    A flow of thirty says who does what in type that is still larger than what can just be read.
    """
    for key in EIGHT:
        for sheet in poster(library, key, style="simple", paper=paper, fmt="svg"):
            found = measure(sheet.svg)
            assert not found.faults, (key, found.details)
            generous = 7.0 if found.steps <= 28 else 6.0
            assert found.smallest_type >= (generous if paper == "A1" else sheet.sheet.readable - 0.01), key
            assert sheet.count == 1 or paper == "A4", key


def test_residents_learn_what_to_bring_how_long_and_where_to_complain(project: Project) -> None:
    """What they need before they go; of risks they hear in other charts."""
    (sheet,) = poster(project, "低保初核", style="simple", paper="A1", fmt="svg")
    said = re.sub(r"<[^>]+>", "", sheet.svg.split("</desc>")[1])
    power = project.powers["低保初核"]
    assert power.guide is not None
    for material in power.guide.materials:
        assert material.title[:6] in said
    for word in (str(power.promised), "12388", "0700-5550102", "不收费", "便民服务中心"):
        assert word in said
    assert "data-risk" not in sheet.svg and "data-badge" not in sheet.svg


@pytest.mark.parametrize("key", ["低保初核", "公租房初审"])
def test_the_first_sheet_says_how_long_and_where_to_complain(library: Project, key: str) -> None:
    """Who stands before the first of several sheets must not have to look for the phones on the last."""
    sheets = poster(library, key, style="simple", paper="A5", fmt="svg")
    assert len(sheets) > 1
    said = re.sub(r"<[^>]+>", "", sheets[0].svg.split("</desc>")[1])
    assert "12388" in said and str(library.powers[key].promised or library.powers[key].statutory) in said
    assert not measure(sheets[0].svg).faults


EVERYTHING = """权力: 全部图形
步骤:
  提出: {岗位: 居民, 产出: 申请书, 下一步: 是否齐备}
  是否齐备: {岗位: 窗口, 下一步: {是: 分头办, 否: 退回补正}}
  退回补正: {岗位: 窗口, 时限: 1天, 下一步: {到: 提出, 退回: 是, 最多: 1}}
  分头办: {岗位: 窗口, 时限: 1天, 下一步: [核对, 走访]}
  核对: {岗位: 专干, 时限: 1天, 产出: 核对表, 下一步: 合起来}
  走访: {岗位: 网格员, 时限: 1天, 下一步: 合起来}
  合起来: {岗位: 窗口, 汇合: 全部, 时限: 1天, 下一步: 决定}
  决定: {岗位: 窗口, 时限: 1天, 下一步: {同意: 另一项, 不同意: 不予办理}}
  另一项: {岗位: 窗口, 子流程: 别的权力, 时限: 3天, 下一步: 公示}
  公示: {岗位: 窗口, 公示: {期限: 7天, 地点: 公示栏}, 下一步: 复查}
  复查: {岗位: 窗口, 周期: 每年, 时限: 1天, 下一步: 办结}
  办结: {类型: 结束}
  不予办理: {类型: 结束, 结果: 未办成}
"""


def test_the_verb_says_what_the_k_rules_find(tmp_path: Path) -> None:
    """Whoever prints hears of type too small and of colours that can't be told apart, without a check before."""
    (tmp_path / "flows").mkdir()
    (tmp_path / "flows" / "flow.yaml").write_text(EVERYTHING, "utf-8")
    (tmp_path / "powermodel.yaml").write_text("主题: {标题底: '#f2c200'}\n", "utf-8")
    request = Request(paper="A4", distance=3, draft=True)
    said, bad = make_posters(load(tmp_path), "全部图形", request, "svg", tmp_path / "out")
    assert not bad
    assert "K901" in said and "K902" in said and "K904" in said and "#f2c200" in said
    assert all("草稿" in path.name for path in (tmp_path / "out").iterdir())  # the sheet on the wall stays
    named = Request(paper="A4", distance=3, draft=True, theme="grey")
    assert "K904" not in make_posters(load(tmp_path), "全部图形", named, "svg", tmp_path / "out")[0]


SHARED = {
    "powermodel.yaml": "名称: 示例社区\n规则设置: {级别: {R303: 错误}}\n",
    "riskpoints/甲.yaml": """风险点:
  人情关:
    表现: 熟人先办
    等级: 低
    防控措施: {叫号: {措施: 按登记先后办理, 类别: 留痕, 时点: 事中, 凭证: 登记台账}}
  不透明:
    表现: 没有人知道
    等级: 最高
    防控措施: {公示: {措施: 结果贴在门口, 类别: 公开, 时点: 结果后, 岗位: 窗口, 凭证: 照片}}
""",
}


@pytest.mark.parametrize(("risk", "said"), [("人情关", "R303"), ("不透明", "F006")])
def test_what_is_wrong_with_a_shared_risk_stops_every_power_that_has_it(
    tmp_path: Path, risk: str, said: str
) -> None:
    """It is told once, but a sheet of any of these powers would hang with the measure that nobody carries out."""
    uses = {"低保": f", 风险点: [{risk}]", "临时救助": f", 风险点: [{risk}]", "慰问": ""}
    flows = {
        f"flows/{name}.yaml": f"权力: {name}\n编号: {name}-1\n步骤: {{审核: {{岗位: 窗口, 时限: 1天{use}, 下一步: 结束}}}}\n"
        for name, use in uses.items()
    }
    loaded = load(write(tmp_path, {"文件": SHARED | flows}), today=TODAY)
    for name, use in uses.items():
        told, bad = make_posters(loaded, name, Request(style="simple"), "svg", tmp_path / "out")
        assert bad == (said in told) == bool(use), told


def test_the_measures_of_several_powers_are_one_document() -> None:
    """A program that reads them must not find the end of one in the middle."""
    loaded = load(ROOT / "examples" / "示例社区")
    said, bad = measure_posters([(loaded, key) for key in FOUR[:2]], Request(style="simple"), "json")
    assert not bad
    assert [sheet["power"] for sheet in json.loads(said)["sheets"]] == list(FOUR[:2])


@pytest.mark.parametrize("style", ["risk", "lanes"])
def test_every_kind_of_step_has_its_symbol(tmp_path: Path, style: Style) -> None:
    """ISO 5807 and GB/T 1526, and a legend that explains each of them."""
    (tmp_path / "flow.yaml").write_text(EVERYTHING, "utf-8")
    (sheet,) = poster(load(tmp_path, [tmp_path / "flow.yaml"]).project, "全部图形", style=style, fmt="svg")

    def drawn(step: str) -> str:
        return sheet.svg.split(f'data-step="{step}"')[1].split("</text>")[0]

    def round_ends(step: str) -> bool:
        found = re.search(r'height="([\d.]+)" rx="([\d.]+)"', drawn(step))
        assert found is not None
        return float(found[2]) > 0.3 * float(found[1])

    assert round_ends("提出") and round_ends("办结") and not round_ends("核对")  # terminators, processes
    assert "<polygon" in drawn("是否齐备") and 'data-gate="决定"' in sheet.svg  # decisions
    assert drawn("另一项").count("<line") == 2  # a predefined process
    assert sheet.svg.count('data-bar="分头办"') == sheet.svg.count('data-bar="合起来"') == 1  # parallel lines
    icons = set(re.findall(r'data-icon="(\w+)"', sheet.svg))
    assert icons == {"record", "recurs", "public"}
    for word in (
        "开始、办成",
        "未办成",
        "办理",
        "判断",
        "另见其他流程图",
        "公示公布",
        "同时进行",
        "退回",
        "留存材料",
        "定期重复",
    ):
        assert word in sheet.svg


def test_pdf_is_one_searchable_page_with_our_fonts(project: Project) -> None:
    """What a print shop gets: one page of the size asked for, only the embedded fonts, text that can be found."""
    (made,) = poster(project, "低保初核", paper="A3")
    with pikepdf.open(io.BytesIO(made.data)) as pdf:
        assert len(pdf.pages) == 1
        box = [float(x) for x in pdf.pages[0].mediabox]
        assert [round(x / 72 * 25.4) for x in box[2:]] == [420, 297]
        fonts = {
            str(font.get("/BaseFont"))
            for font in pdf.objects
            if isinstance(font, pikepdf.Dictionary) and "/BaseFont" in font
        }
        assert fonts
        assert all(FAMILY.replace(" ", "") in name for name in fonts), fonts
        assert pdf.Root.get("/StructTreeRoot") is not None


def test_same_input_same_bytes(project: Project) -> None:
    """A poster that did not change must not look changed."""
    one, two = (poster(project, "四议两公开", style="lanes")[0].data for _ in range(2))
    assert hashlib.sha256(one).digest() == hashlib.sha256(two).digest()


def test_a_line_that_another_runs_over_is_interrupted() -> None:
    """Where two lines cross like a plus, a resident may take it for a fork."""
    tangled, count = load(ROOT / "benchmarks/peers/flows").project, 0
    for sheet in poster(tangled, "居民诉求接诉即办", style="lanes", paper="A3", fmt="svg"):
        gaps = 0
        for data, number in re.findall(r' d="([^"]+)"[^>]* data-gaps="(\d+)"', sheet.svg):
            assert data.count("M") == 1 + int(number)
            gaps += int(number)
        assert gaps == measure(sheet.svg).crossings
        count += gaps
    assert count


@pytest.mark.parametrize("paper", ["A9", "12x12mm", "信纸", "99999x1mm"])
def test_paper_that_cannot_be_is_refused_in_chinese(paper: str) -> None:
    with pytest.raises(Refused, match=r"纸张"):
        make_sheet(paper)


@pytest.mark.parametrize(
    ("out", "fmt", "powers", "wanted"),
    [
        ("海报", "", 2, ("海报", "", "pdf")),
        ("第3.2版", "png", 1, ("第3.2版", "", "png")),
        ("墙/低保.PNG", "", 1, ("墙", "低保", "png")),
        ("低保.svg", "svg", 1, (".", "低保", "svg")),
    ],
)
def test_out_is_a_folder_or_a_file(out: str, fmt: str, powers: int, wanted: tuple[str, str, str]) -> None:
    folder, name, made = destination(Path(out), fmt, powers)
    assert (str(folder), name, made) == wanted


@pytest.mark.parametrize(("out", "fmt", "powers"), [("低保.png", "pdf", 1), ("低保.png", "", 2)])
def test_one_file_is_one_power_in_one_format(out: str, fmt: str, powers: int) -> None:
    with pytest.raises(Refused):
        destination(Path(out), fmt, powers)
