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
Style = Literal["risk", "lanes"]


@pytest.fixture(scope="module")
def project() -> Project:
    return load(ROOT / "examples" / "示例社区").project


@pytest.mark.parametrize("paper", ["A3", "A1"])
@pytest.mark.parametrize("style", ["risk", "lanes"])
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


@pytest.mark.parametrize("style", ["risk", "lanes"])
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
    assert len(set(re.findall(r'data-risk="([^"]+)"', drawn))) >= len({at.name for at in view.risks})


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
