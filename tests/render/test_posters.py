"""A wall chart is what its power says, drawn so that it can be read: measured from the finished sheet."""

from __future__ import annotations

import hashlib
import io
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
        wrong = (
            found.overlaps, found.through_boxes, found.through_labels, found.shared_tracks, found.texts_too_wide,
            found.texts_off_sheet,
        )  # fmt: skip
        assert not any(wrong), found.details
        assert found.smallest_type >= least - 0.01
        assert found.fill >= 0.7
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
    """Nothing collides, and the type is generous: on A1 at least 7 mm, 2 m away, for flows of twenty steps."""
    for key in EIGHT:
        for sheet in poster(library, key, style="simple", paper=paper, fmt="svg"):
            found = measure(sheet.svg)
            wrong = (
                found.overlaps, found.through_boxes, found.through_labels, found.shared_tracks, found.texts_too_wide,
                found.texts_off_sheet,
            )  # fmt: skip
            assert not any(wrong), (key, found.details)
            assert found.smallest_type >= (7.0 if paper == "A1" else sheet.sheet.readable - 0.01), key
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


@pytest.mark.parametrize("paper", ["A9", "12x12mm", "信纸", "99999x1mm"])
def test_paper_that_cannot_be_is_refused_in_chinese(paper: str) -> None:
    with pytest.raises(Refused, match=r"纸张"):
        make_sheet(paper)
