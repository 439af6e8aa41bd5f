"""What is printed must be what was measured, must be found and read aloud, and be the same tomorrow."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from base64 import b64decode
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont

import render
from powermodel.model.settings import Settings
from powermodel.project import library_root, load
from render.fonts import REGULAR, FontError
from render.fonts.table import FAMILY
from render.metrics import typeface
from render.pdf import TypesetError, document_pdf, embed_font, sheet_pdf, sheet_png
from render.poster import poster, verdict

MM = 72 / 25.4
RARE = "𰻝"  # in no embedded font


def drawing(*texts: str, width: float = 200, height: float = 100) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" '
        f'viewBox="0 0 {width} {height}" font-family="{FAMILY}" font-size="8">{"".join(texts)}</svg>'
    )


def text(words: str, y: float = 20, more: str = "") -> str:
    return f'<text x="10" y="{y}" {more}>{words}</text>'


def fonts_of(pdf: bytes) -> set[str]:
    with pikepdf.open(BytesIO(pdf)) as opened:
        return {str(item.BaseFont).split("+")[-1] for item in opened.objects if "/BaseFont" in names(item)}


def names(item: object) -> object:
    return item.keys() if isinstance(item, pikepdf.Dictionary) else ()


def words_of(pdf: bytes, *options: str) -> str:
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not installed")
    return subprocess.run(["pdftotext", *options, "-", "-"], input=pdf, capture_output=True).stdout.decode()


def test_a_sheet_is_one_tagged_page_of_its_size() -> None:
    pdf = sheet_pdf(drawing(text("提出申请")), 200, 100, "低保初核流程图", "从提出申请开始")
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert len(opened.pages) == 1
        assert [float(edge) for edge in opened.pages[0].MediaBox] == pytest.approx(
            [0, 0, 200 * MM, 100 * MM], abs=0.01
        )
        assert opened.Root.MarkInfo.Marked and str(opened.Root.Lang) == "zh-CN"
        assert str(opened.docinfo.Title) == "低保初核流程图"
        assert str(opened.docinfo.CreationDate).startswith("D:20260101")  # never the day it was made
        assert any(str(item.Alt) == "从提出申请开始" for item in opened.objects if "/Alt" in names(item))


def test_text_is_found_and_set_from_the_embedded_fonts_alone() -> None:
    bold = text("粗体", 40, 'font-weight="700"') + text("粗体", 60, 'style="font-weight:bold"')
    pdf = sheet_pdf(drawing(text("民发〔2021〕57号——囍堃"), bold), 200, 100, "标题", "说明")
    assert {name.removesuffix("-Identity-H") for name in fonts_of(pdf)} == {
        "PowermodelSansSC-Regular",
        "PowermodelSansSC-Bold",
    }
    assert words_of(pdf).split() == ["民发〔2021〕57号——囍堃", "粗体", "粗体"]


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("words", ["提出申请——AVATo", "（“当面”）《办法》：28个工作日，", "萬歲fi℃1.5①"])
def test_the_page_measures_what_the_table_says(words: str, bold: bool) -> None:
    weight = 'font-weight="700"' if bold else ""
    boxes = words_of(sheet_pdf(drawing(text(words, 20, weight)), 200, 100, "标题", "说明"), "-bbox")
    (left, right), *others = re.findall(r'xMin="([\d.]+)".*?xMax="([\d.]+)"', boxes)
    assert not others
    width = typeface().weight(bold).width(words, 8)
    assert float(left) == pytest.approx(10 * MM, abs=0.01)
    assert float(right) - float(left) == pytest.approx(width * MM, abs=0.01)


def test_what_can_not_be_printed_stops_nothing() -> None:
    pdf = sheet_pdf(drawing(text(f"张{RARE}\u202e明\x07")), 200, 100, f"标题{RARE}", "说明\u200f")
    assert words_of(pdf).split() == ["张□明"]


def test_a_sheet_without_words_for_the_blind_is_refused() -> None:
    with pytest.raises(TypesetError, match="alt"):
        sheet_pdf(drawing(text("公示")), 200, 100, "标题", "")
    with pytest.raises(TypesetError):
        sheet_pdf("no drawing", 200, 100, "标题", "说明")


def test_a_picture_has_the_pixels_of_its_size() -> None:
    png = sheet_png(drawing(text("公示")), 200, 100, ppi=127)
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(png[16:20]), int.from_bytes(png[20:24])) == (1000, 500)
    assert png == sheet_png(drawing(text("公示")), 200, 100, ppi=127)
    assert png != sheet_png(drawing(text("公开")), 200, 100, ppi=127)


def test_the_same_bytes_from_another_place_and_process(tmp_path: Path) -> None:
    """A folder with Chinese and a space in its name, as on an officer's machine."""
    home = tmp_path / "清权图 程序"
    shutil.copytree(
        Path(render.__file__).parent, home / "render", ignore=shutil.ignore_patterns("__pycache__")
    )
    svg = drawing(text("提出申请"), text("公示", 40, 'font-weight="700"'))
    script = tmp_path / "脚本.py"
    script.write_text(
        "import sys\nfrom render.pdf import sheet_pdf\n"
        f"sys.stdout.buffer.write(sheet_pdf({svg!r}, 200, 100, '标题', '说明'))\n",
        encoding="utf-8",
    )
    env = {**os.environ, "PYTHONPATH": str(home), "TZ": "Asia/Shanghai", "PYTHONHASHSEED": "7"}
    done = subprocess.run([sys.executable, str(script)], env=env, cwd=home, capture_output=True, check=True)
    assert done.stdout == sheet_pdf(svg, 200, 100, "标题", "说明")


TEMPLATE = """
#import "parts.typ": line
#let data = json(bytes(sys.inputs.data))
#set document(title: data.title)
#set page(width: 148mm, height: 210mm)
#set text(font: data.family, lang: "zh", region: "cn")
#for service in data.services { heading(service.name); line(service); pagebreak(weak: true) }
"""


@pytest.fixture
def template(tmp_path: Path) -> Path:
    (tmp_path / "parts.typ").write_text("#let line(s) = strong(s.text)", encoding="utf-8")
    path = tmp_path / "手 册.typ"
    path.write_text(TEMPLATE, encoding="utf-8")
    return path


def test_a_document_takes_text_as_text_never_as_markup(template: Path) -> None:
    said = '#panic("x") *粗* $x$ [括] <标> \\ // 不是注释'
    data = {
        "title": "便民服务手册",
        "services": [{"name": "低保", "text": said}, {"name": RARE, "text": "公\u202e示"}],
    }
    pdf = document_pdf(template, data)
    assert re.sub(r"\s", "", words_of(pdf)) == re.sub(r"\s", "", f"低保{said}□公示")
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert len(opened.pages) == 2
    assert pdf == document_pdf(template, data)


def test_a_fault_in_a_template_is_said_with_its_place(template: Path) -> None:
    with pytest.raises(TypesetError, match=r"手 册\.typ"):
        document_pdf(template, {"title": "手册"})


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """A font as a project names one: it has the rare character, and common ones, wider than ours."""
    path = tmp_path / "生僻 字.otf"
    build = FontBuilder(1000, isTTF=False)
    pen = T2CharStringPen(1200, None)
    pen.moveTo((100, 0))
    for point in ((1100, 0), (1100, 700), (100, 700)):
        pen.lineTo(point)
    pen.closePath()
    build.setupGlyphOrder([".notdef", "box"])
    build.setupCharacterMap(dict.fromkeys(map(ord, "张明A" + RARE), "box"))
    shape = pen.getCharString()
    build.setupCFF("Foreign", {"FullName": "Foreign"}, {".notdef": shape, "box": shape}, {})
    build.setupHorizontalMetrics({".notdef": (1200, 100), "box": (1200, 100)})
    build.setupHorizontalHeader(ascent=880, descent=-120)
    build.setupNameTable({"familyName": "Foreign", "styleName": "Regular", "psName": "Foreign"})
    build.setupOS2()
    build.setupPost()
    build.save(path)
    return path


def test_a_named_font_sets_the_rare_character_and_nothing_else(foreign: Path, template: Path) -> None:
    metrics = typeface(foreign).regular
    assert metrics.missing(RARE) == "" and typeface().regular.missing(RARE) == RARE
    words = f"张{RARE}明A"
    assert metrics.width(words, 8) == pytest.approx((3.2 + typeface().regular.advance("A")) * 8)
    pdf = sheet_pdf(drawing(text(words)), 200, 100, "标题", "说明", [foreign])
    assert {name.split("-")[0] for name in fonts_of(pdf)} == {"Foreign", "PowermodelSansSC"}
    boxes = words_of(pdf, "-bbox")
    assert words in boxes
    left, right = (float(re.search(rf'{edge}="([\d.]+)"', boxes)[1]) for edge in ("xMin", "xMax"))
    assert right - left == pytest.approx(metrics.width(words, 8) * MM, abs=0.01)
    plain = sheet_pdf(drawing(text("张明")), 200, 100, "标题", "说明", [foreign])
    assert {name.split("-")[0] for name in fonts_of(plain)} == {"PowermodelSansSC"}
    data = {"title": "手册", "services": [{"name": words, "text": "公示"}]}
    assert words in words_of(document_pdf(template, data, [foreign])).replace(" ", "")


def test_a_wall_chart_takes_a_rare_name_from_the_font_of_its_project(foreign: Path) -> None:
    base = load(library_root() / "flows", today=date(2026, 11, 22)).project
    project = replace(base, settings=Settings.model_validate({"名称": f"{RARE}家社区"}))
    (pdf, *_), (svg, *_), (bare, *_) = (
        poster(project, "失业登记代办", fmt=fmt, fonts=fonts)  # type: ignore[arg-type]
        for fmt, fonts in (("pdf", [str(foreign)]), ("svg", [str(foreign)]), ("svg", []))
    )
    assert (pdf.missing, svg.missing, bare.missing) == ("", "", RARE)
    assert f"{RARE}家社区" in words_of(pdf.data).replace(" ", "")
    assert f"{RARE}家社区" in svg.data.decode() and "□家社区" in bare.data.decode()
    assert not verdict(project, "失业登记代办", [svg]) and verdict(project, "失业登记代办", [bare])


@pytest.mark.parametrize(
    "content", [None, b"", b"not a font at all, but long", REGULAR.read_bytes()[:90_000]]
)
def test_a_named_font_that_is_none_is_said_in_chinese(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "坏.ttf"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(FontError, match="字体"):
        typeface(path)


def test_an_svg_carries_the_font_of_what_it_says_and_stays_what_it_was(foreign: Path) -> None:
    svg = drawing(
        "<title>流程图</title>", text("提出——申请"), text("公示", 40, 'font-weight="700"'), text(RARE, 60)
    )
    carried = embed_font(svg, [foreign])
    assert carried == embed_font(svg, [foreign])
    assert re.sub("<style>.*?</style>", "", carried) == svg
    ElementTree.fromstring(carried)
    faces = re.findall(r"font-weight:(\d+);src:url\(data:font/otf;base64,([^)]+)\)", carried)
    held = [
        (weight, {chr(code) for code in TTFont(BytesIO(b64decode(data))).getBestCmap()})
        for weight, data in faces
    ]
    assert held == [("400", set("流程图提出申请—")), ("700", set("公示")), ("400", {RARE})]
    assert sheet_pdf(carried, 200, 100, "题", "说", [foreign]) == sheet_pdf(
        svg, 200, 100, "题", "说", [foreign]
    )


def test_a_style_sheet_that_makes_bold_gets_both_weights() -> None:
    svg = drawing("<style>.h{font-weight:700}</style>", text("公示", 20, 'class="h"'))
    assert len(re.findall("@font-face", embed_font(svg))) == 2


def test_what_is_no_svg_is_refused() -> None:
    with pytest.raises(ValueError, match="svg"):
        embed_font("<p>公示</p>")


@pytest.mark.skipif(not shutil.which("chromium"), reason="no browser found")
def test_a_browser_sets_the_text_as_wide_as_the_table_says(tmp_path: Path) -> None:
    words = "（“当面”）《办法》：——28个，AVATo"
    svg = embed_font(drawing(text(words, 20, 'id="t"')))
    page = tmp_path / "页.html"
    measure = "document.fonts.ready.then(() => out.textContent = 'width=' + t.getComputedTextLength())"
    page.write_text(
        f"<meta charset=utf-8><body>{svg}<p id=out></p><script>{measure}</script>", encoding="utf-8"
    )
    options = "--headless --no-sandbox --disable-gpu --virtual-time-budget=3000 --dump-dom"
    command = ["chromium", *options.split()]
    dom = subprocess.run([*command, page.as_uri()], capture_output=True, timeout=60).stdout.decode()
    found = re.search(r"width=([\d.]+)", dom)
    assert found and float(found[1]) == pytest.approx(typeface().regular.width(words, 8), rel=0.002)
