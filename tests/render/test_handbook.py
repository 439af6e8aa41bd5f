"""A resident must find everything that the project says of a service, nothing that it doesn't say, on paper and phone."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from powermodel.project import load
from powermodel.rules.view import View
from powermodel.scaffold import without_examples
from render.handbook import fill, handbook_html, handbook_pdf, undrawn
from render.handbook.book import Book, Entry
from render.handbook.command import make_handbook
from render.handbook.look_up import by_pinyin, by_wish, sound
from render.handbook.steps import step_lines
from render.layout.keep import Shelf
from tests.rules.running import SAMPLE, TODAY, dump, parse

A5 = (148 * 72 / 25.4, 210 * 72 / 25.4)


def project(folder: Path, settings: str = "名称: 槐里社区\n", **flows: str) -> Path:
    """A folder with a project; without ``flows`` the sample power is its only one."""
    (folder / "flows").mkdir(parents=True)
    (folder / "powermodel.yaml").write_text(settings, "utf-8")
    for name, text in (flows or {"样本": SAMPLE.read_text("utf-8")}).items():
        (folder / "flows" / f"{name}.yaml").write_text(text, "utf-8")
    return folder


def book(folder: Path) -> Book:
    return fill(without_examples(load(folder, today=TODAY)))


def lines_of(pdf: bytes, *options: str) -> str:
    """The text of a PDF as it stands on the pages."""
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not installed")
    command = ["pdftotext", "-layout", *options, "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True).stdout.decode()


def words_of(pdf: bytes, *options: str) -> str:
    """The text of a PDF without white space: lines may break anywhere."""
    return re.sub(r"\s", "", lines_of(pdf, *options))


class Page(HTMLParser):
    """What a browser shows of a page, and what it would fetch."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.links, self.ids, self.fetched, self._hidden = "", [], set(), [], 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self._hidden += tag in ("style", "script")
        self.links += [found["href"]] if tag == "a" and found.get("href") else []
        self.ids |= {found["id"]} if found.get("id") else set()
        self.fetched += [v for k, v in attrs if k in ("src", "srcset", "poster", "background", "action")]
        self.fetched += [found.get("href")] if tag == "link" else []

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("style", "script")

    def handle_data(self, data: str) -> None:
        self.text += "" if self._hidden else re.sub(r"\s", "", data)


def texts(value: object) -> list[str]:
    """All texts of plain data."""
    if isinstance(value, dict):
        return [t for v in value.values() for t in texts(v)]
    if isinstance(value, list):
        return [t for v in value for t in texts(v)]
    return [str(value)]


def test_everything_a_guide_says_is_on_paper_and_on_the_phone(tmp_path: Path) -> None:
    data = parse(SAMPLE.read_text("utf-8"))
    made = book(project(tmp_path))
    phone, paper = Page(handbook_html(made)).text, words_of(handbook_pdf(made))
    steps = [key for key, step in data["步骤"].items() if step.get("类型") != "结束"]
    nexts = [step["下一步"] for step in data["步骤"].values() if isinstance(step.get("下一步"), dict)]
    labels = [label for following in nexts if "到" not in following for label in following]
    wanted = [t for t in texts(data["指南"]) if len(t) > 1] + steps + labels + texts(data["随时"])[:1]
    wanted += [data["编号"], data["法定时限"], data["监督"]["举报电话"], data["服务对象"], "12388"]
    for word in wanted:
        word = re.sub(r"\s", "", word)
        assert word in phone, word
        assert word in paper, word


def test_the_time_comes_from_the_net_and_says_what_it_leaves_out(tmp_path: Path) -> None:
    made = book(project(tmp_path))
    assert made.entries[0].course and re.search(r"最长.*\d+ 个工作日", made.entries[0].course)
    assert re.sub(r"\s", "", made.entries[0].course) in Page(handbook_html(made)).text
    assert re.sub(r"\s", "", made.entries[0].course) in words_of(handbook_pdf(made))


def test_the_booklet_is_tagged_a5_with_bookmarks_in_the_embedded_fonts(tmp_path: Path) -> None:
    with pikepdf.open(BytesIO(handbook_pdf(book(project(tmp_path))))) as pdf:
        for page in pdf.pages:
            assert [float(edge) for edge in page.MediaBox] == pytest.approx([0, 0, *A5], abs=0.1)
        assert len(pdf.pages) % 4 == 0
        assert pdf.Root.MarkInfo.Marked and str(pdf.Root.Lang) == "zh-CN"
        assert str(pdf.docinfo.Title) == "槐里社区便民服务手册"
        fonts = {str(o.BaseFont).split("+")[-1] for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and
                 "/BaseFont" in o}  # fmt: skip
        assert fonts and all(name.startswith("PowermodelSansSC") for name in fonts)
        with pdf.open_outline() as outline:
            marks = {mark.title: mark for mark in walk(outline.root)}
        assert {"目录", "低保初核", "廉洁承诺书", "按读音查"} <= set(marks)


def walk(marks: list[pikepdf.OutlineItem]) -> list[pikepdf.OutlineItem]:
    return [each for mark in marks for each in (mark, *walk(mark.children))]


def test_page_numbers_of_contents_and_index_are_true(tmp_path: Path) -> None:
    pdf = handbook_pdf(book(project(tmp_path)))
    said = [int(n) for n in re.findall(r"低保初核 +(\d+)\s*$", lines_of(pdf), re.M)]
    assert len(said) == 3 and len(set(said)) == 1  # contents, 我要办……, 按读音查
    assert "给谁办" in words_of(pdf, "-f", str(said[0]), "-l", str(said[0]))


def test_what_nobody_said_is_a_line_to_fill_in_and_never_the_librarys_example(tmp_path: Path) -> None:
    folder = project(tmp_path, "街道: 青穗街道\n", 低保="来源: 库/低保初核\n")
    made = book(folder)
    entry = made.entries[0]
    assert (entry.phone, entry.hours, made.community, made.address, made.when) == (None,) * 5
    html = handbook_html(made)
    assert "0700-555" not in html and "2026-03-12" not in html and 'class="blank' in html
    assert "0700-555" not in words_of(handbook_pdf(made))


def test_numbers_of_the_community_stand_in_for_those_of_a_power(tmp_path: Path) -> None:
    settings = "名称: 槐里社区\n电话: {服务: 0700-5559999, 监督: 0700-5558888}\n"
    entry = book(project(tmp_path, settings, 低保="来源: 库/低保初核\n")).entries[0]
    assert entry.phone == "0700-5559999" and entry.complaints[0].number == "0700-5558888"


def test_only_a_basis_that_nobody_checked_is_marked(tmp_path: Path) -> None:
    data = parse(SAMPLE.read_text("utf-8"))
    data["依据"] = [{"文件": "某办法", "核对": "2026-11"}, {"文件": "另一办法"}]
    made = book(project(tmp_path, 样本=dump(data)))
    phone = Page(handbook_html(made)).text
    assert "《另一办法》〔未核实〕" in phone and "《某办法》〔未核实〕" not in phone
    assert "《另一办法》〔未核实〕" in words_of(handbook_pdf(made))


def test_the_page_fetches_nothing_and_every_link_leads_somewhere(tmp_path: Path) -> None:
    settings = "名称: 槐里社区\n电话: {服务: 0700-5559999}\n"
    html = handbook_html(book(project(tmp_path, settings)))
    page = Page(html)
    assert not page.fetched
    assert not re.search(r"@import|url\(|https?:|<(img|iframe|object|embed|link|base)\b", html)
    for link in page.links:
        assert link.startswith("tel:") or link.removeprefix("#") in page.ids, link
    assert "tel:0700-5559999" in page.links


def test_no_text_of_an_officer_becomes_markup(tmp_path: Path) -> None:
    data = parse(SAMPLE.read_text("utf-8"))
    nasty = "<script>alert(1)</script>&\"'#[x]*_$1$_*"
    data["指南"]["受理条件"] = [nasty]
    data["服务对象"] = nasty
    made = book(project(tmp_path, dump({"名称": nasty}), 样本=dump(data)))
    html = handbook_html(made)
    assert "<script>alert" not in html and nasty in Page(html).text
    assert nasty in words_of(handbook_pdf(made))


def test_a_rare_name_stops_nothing(tmp_path: Path) -> None:
    assert "张□社区" in words_of(handbook_pdf(book(project(tmp_path, "名称: 张𰻝社区\n"))))


def test_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    folder = project(tmp_path / "项目 一")
    script = (
        "import sys; from pathlib import Path; from datetime import date\n"
        "from powermodel.project import load; from powermodel.scaffold import without_examples\n"
        "from render.handbook import fill, handbook_pdf, handbook_html\n"
        "b = fill(without_examples(load(Path(sys.argv[1]), today=date(2026, 11, 22))))\n"
        "sys.stdout.buffer.write(handbook_pdf(b) + handbook_html(b).encode())\n"
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", script, str(folder)], capture_output=True, check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[2]), "PATH": ""},
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(made) == 1 and len(made.pop()) > 10_000


def test_an_empty_project_still_gives_a_book(tmp_path: Path) -> None:
    made = book(project(tmp_path, "", 空="权力: 空白\n步骤: {结束: {}}\n"))
    assert made.entries == () and made.others[0].name == "空白"
    assert handbook_pdf(made)[:5] == b"%PDF-" and "空白" in handbook_html(made)


def test_a_draft_says_so_on_every_page(tmp_path: Path) -> None:
    made = book(project(tmp_path))
    assert "草稿" in Page(handbook_html(made, draft=True)).text
    pdf, plain = handbook_pdf(made, draft=True), handbook_pdf(made)
    with pikepdf.open(BytesIO(pdf)) as opened:  # the word stands across the page, between other words
        assert words_of(pdf).count("草") - words_of(plain).count("草") == len(opened.pages)


# -- steps ---------------------------------------------------------------------------------------------------------

FLOW = """
权力: 案例
步骤:
  申请: {岗位: 申请家庭, 产出: 申请书, 下一步: 审查}
  审查: {岗位: 街道救助窗口, 下一步: {齐备: 受理, 不齐备: {到: 申请, 退回: 是, 最多: 2}}}
  受理: {岗位: 街道救助窗口, 产出: 受理通知书, 下一步: [核对, 入户]}
  核对: {岗位: 县级核对机构, 下一步: 合议}
  入户: {岗位: 街道调查员, 人数: 2, 下一步: 合议}
  合议: {岗位: 街道救助经办人, 汇合: 全部, 时限: 3个工作日, 下一步: {同意: 发证, 不同意: 不予办理}}
  发证: {岗位: 街道救助窗口}
  不予办理: {类型: 结束}
"""


def test_a_flow_reads_as_numbered_steps_that_say_where_to_go_on(tmp_path: Path) -> None:
    loaded = load(project(tmp_path, 案例=FLOW), today=TODAY)
    lines = step_lines(View("案例", loaded.project.powers["案例"], loaded.project))
    said = {line.title: [(b.label, b.text, b.kind) for b in line.branches] for line in lines}
    assert [line.number for line in lines] == list(range(1, 8))
    assert said["申请"] == []  # the next number follows
    assert said["审查"] == [("齐备", "到第 3 步", "next"), ("不齐备", "回到第 1 步（最多 2 次）", "back")]
    assert said["受理"] == [("", "同时做第 4、5 步", "next")]
    assert said["核对"] == [("", "到第 6 步", "next")]
    assert said["合议"] == [("同意", "到第 7 步", "next"), ("不同意", "没办成：不予办理", "refused")]
    assert lines[5].details[0] == "第 4、5 步都做完才开始"
    assert lines[0].kind == "yours" and "您要交：申请书" in lines[0].details
    assert "您会拿到：受理通知书" in lines[2].details
    assert lines[4].who == "街道调查员，2 人以上"


# -- looking up ----------------------------------------------------------------------------------------------------


def entry(id_: str, name: str, category: str = "其他", result: str | None = None) -> Entry:
    fields = dict.fromkeys(Entry.__dataclass_fields__, ()) | {"id": id_, "name": name, "category": category}
    return Entry(**{**fields, "result": result})  # type: ignore[arg-type]


def test_the_index_goes_by_sound_and_drops_words_that_stand_everywhere() -> None:
    entries = [
        entry(f"s{n}", name, result="身份证")
        for n, name in enumerate(("住房补贴", "低保", "爱心互助", "3岁体检"))
    ]
    shelves = by_pinyin(entries)
    assert [shelf.head for shelf in shelves] == ["A", "D", "Z", "#"]
    assert all(pointer.word != "身份证" for shelf in shelves for pointer in shelf.pointers)
    assert sound("长期护理") < sound("重度残疾")


def test_words_are_read_as_they_are_spoken() -> None:
    """会计 stands under K and 长期 under C, though 会 and 长 alone are read hui and zhang."""
    said = {
        word: " ".join(sound(word)) for word in ("会计", "《长期护理》", "重建", "银行卡", "3岁A", "𰻝面")
    }
    assert said == {
        "会计": "kuai4 ji4", "《长期护理》": "chang2 qi1 hu4 li3 》", "重建": "chong2 jian4",
        "银行卡": "yin2 hang2 ka3", "3岁A": "3 sui4 a", "𰻝面": "𰻝 mian4",
    }  # fmt: skip


def test_how_long_it_takes_is_said_once(tmp_path: Path) -> None:
    made = book(project(tmp_path))
    (one,) = made.entries
    assert one.course and one.limits and "我们承诺" in one.limits
    for said in (Page(handbook_html(made)).text, words_of(handbook_pdf(made))):
        assert said.count("最长都是") == said.count("我们承诺") == 1


def test_every_service_is_found_by_what_one_wants() -> None:
    entries = [
        entry("s1", "临时救助", "社会救助"),
        entry("s2", "宠物登记", "便民服务"),
        entry("s3", "失业登记代办"),
    ]
    found = {
        shelf.head: [p.entries[0] for p in shelf.pointers] for shelf in by_wish(entries, {"s2": ["居民服务"]})
    }
    assert found == {"家里困难，想申请救助": ["s1"], "找工作、就业创业": ["s3"], "便民服务": ["s2"]}


# -- charts --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def charted(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """A service of few steps, one whose chart takes two pages, one whose chart can't be read on two."""
    free = {"指南": {"收费": "不收费"}}
    steps = {
        f"办理{n}": {"岗位": "社区文书", "时限": "5个工作日", "下一步": f"办理{n + 1}"} for n in range(200)
    }
    steps["办理200"] = {"类型": "结束"}
    powers = {"案例": dump(parse(FLOW) | free), "低保初核": "来源: 库/低保初核\n"}
    powers["长流程"] = dump(parse(FLOW) | free | {"权力": "长流程", "编号": "YL-99", "步骤": steps})
    return book(project(tmp_path_factory.mktemp("图") / "项目", **powers))


def test_a_chart_can_be_read_and_shows_every_step_else_there_is_the_list(charted: Book) -> None:
    charts = {each.name: each.charts for each in charted.entries}
    assert {name: len(drawn) for name, drawn in charts.items()} == {
        "案例": 1,
        "低保初核": 2,
        "长流程": 0,
    }
    for entry in charted.entries:
        for chart in entry.charts:
            assert chart.width <= 116 and chart.height <= 163
            sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)"', chart.svg)]
            assert sizes and min(sizes) >= 2.5
    for step in parse(FLOW)["步骤"]:
        assert f'data-step="{step}"' in charts["案例"][0].svg
    assert undrawn(charted).startswith("“长流程”的流程图")


def test_a_chart_of_two_pages_stands_on_the_last_two_of_its_service_and_the_steps_say_where(
    charted: Book,
) -> None:
    pdf = handbook_pdf(charted)
    pages = [re.sub(r"\s", "", page) for page in lines_of(pdf).split("\f")]
    assert sum("一张图看懂" in page for page in pages) == 1
    first, second = (number for number, page in enumerate(pages, 1) if "两张图看懂" in page)
    assert second == first + 1
    assert "图1" in pages[first - 1] and "甲图2" in pages[first - 1] and "图2" in pages[second - 1]
    assert sum(f"流程图在第{first}页" in page for page in pages) == 1
    last = max(number for number, page in enumerate(pages, 1) if "最低生活保障" in page and "依据" in page)
    assert last < first


def test_who_hears_the_book_is_told_that_the_steps_say_what_a_chart_shows(charted: Book) -> None:
    with pikepdf.open(BytesIO(handbook_pdf(charted))) as pdf:
        said = [str(o.Alt) for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/Alt" in o]
    for words in (
        "案例流程图，内容同步骤",
        "低保初核流程图1，内容同步骤",
        "低保初核流程图2，内容同步骤",
    ):
        assert words in said


def test_a_thick_book_has_lists_only(tmp_path: Path) -> None:
    small = parse(FLOW) | {"指南": {"收费": "不收费"}}
    thick = {f"流程{n}": dump(small | {"权力": f"案例{n}"}) for n in range(41)}
    made = book(project(tmp_path / "厚", **thick))
    assert not any(each.charts for each in made.entries) and not undrawn(made)


def test_the_verb_says_which_service_has_no_chart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever made the book looks for the chart, and must not think it was forgotten."""
    root = project(tmp_path / "项目", 案例=dump(parse(FLOW) | {"指南": {"收费": "不收费"}}))
    said = make_handbook(root, "html", tmp_path / "书.html", draft=True, today=TODAY)[0]
    assert "提示" not in said
    monkeypatch.setattr(sys.modules["render.handbook.fill"], "charts", lambda view, shelf: ())
    said = make_handbook(root, "html", tmp_path / "书.html", draft=True, today=TODAY)[0]
    assert "提示：“案例”的流程图" in said


def test_charts_that_are_kept_are_the_same_and_not_laid_out_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = load(
        project(tmp_path / "项目", 特困="来源: 库/特困供养初核\n", 低保="来源: 库/低保初核\n"), today=TODAY
    )
    first = fill(loaded.project, shelf=Shelf(tmp_path / "图"))
    monkeypatch.setattr("render.scene.booklet.place", None)  # who lays out now fails
    assert fill(loaded.project, shelf=Shelf(tmp_path / "图")) == first
    assert [len(entry.charts) for entry in first.entries] == [2, 1]
