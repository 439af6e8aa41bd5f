"""The minutes (审查意见表) for Word: A4 across, tables whose head repeats on every page, room for signatures."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from powermodel.report.minutes import Sheet, Table

WIDTH, HEIGHT, MARGIN = 297, 210, 15
"""A4 across and its margins, mm."""
BODY, HEAD, TEXT, CELL = "宋体", "黑体", 11.0, 9.0
"""Faces that every Word for Chinese has; sizes in pt."""
SIGN_HEIGHT = 14
"""Height of a line to sign on, mm."""
_EPOCH = datetime(2000, 1, 1)


def word(sheet: Sheet) -> bytes:
    """The minutes as the bytes of a .docx file; the same minutes give the same bytes."""
    document = Document()
    _page(document)
    _face(document.styles["Normal"], BODY, TEXT)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(title, sheet.title, HEAD, 18)
    for name, value in sheet.facts:
        _run(_tight(document.add_paragraph()), f"{name}：{value or '＿' * 50}", BODY, TEXT)
    for table in sheet.tables:
        heading = document.add_paragraph()
        heading.paragraph_format.keep_with_next = True
        _run(heading, table.title, HEAD, 12)
        if table.rows:
            _table(document, table)
        else:
            _run(_tight(document.add_paragraph()), table.empty, BODY, TEXT)
    _signatures(document, sheet.signatures)
    _footer(document, sheet.title)
    properties = document.core_properties
    properties.title, properties.author, properties.language = sheet.title, "清权图", "zh-CN"
    properties.created = properties.modified = _EPOCH
    return _packed(document)


def _page(document: Any) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(WIDTH), Mm(HEIGHT)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Mm(MARGIN))


def _face(style: Any, name: str, size: float) -> None:
    """A Chinese face: Word takes it from w:eastAsia alone, whatever the font's name says."""
    style.font.size = Pt(size)
    style.font.name = "Times New Roman"
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def _run(paragraph: Any, text: str, face: str, size: float) -> None:
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)


def _tight(paragraph: Any) -> Any:
    paragraph.paragraph_format.space_after = Pt(2)
    return paragraph


def _table(document: Any, table: Table) -> None:
    made = document.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    widths = [(WIDTH - 2 * MARGIN) * share / sum(table.shares) for share in table.shares]
    _fixed(made, widths)
    _fill(made.rows[0], table.columns, widths, HEAD)
    _mark(made.rows[0], "w:tblHeader")
    for row in table.rows:
        cells = made.add_row()
        _fill(cells, row, widths, BODY)
        _mark(cells, "w:cantSplit")


def _fixed(table: Any, widths: list[float]) -> None:
    """Columns as wide as they are told, in mm; Word would else share the sheet by what the cells hold."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)


def _fill(row: Any, texts: tuple[str, ...], widths: list[float], face: str) -> None:
    for cell, text, width in zip(row.cells, texts, widths, strict=True):
        cell.width = Mm(width)
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(0)
        _run(paragraph, text, face, CELL)


def _mark(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _signatures(document: Any, names: tuple[str, ...]) -> None:
    heading = document.add_paragraph()
    heading.paragraph_format.keep_with_next = True
    _run(heading, "签字", HEAD, 12)
    table = document.add_table(rows=0, cols=4, style="Table Grid")
    widths = [45.0, 88.5, 45.0, 88.5]
    for pair in (names[n : n + 2] for n in range(0, len(names), 2)):
        row = table.add_row()
        row.height = Mm(SIGN_HEIGHT)
        texts = [text for name in pair for text in (name, "")]
        _fill(row, (*texts, *[""] * (4 - len(texts))), widths, BODY)
        _mark(row, "w:cantSplit")
        for cell in row.cells:
            # The whole of the signatures on one sheet.
            cell.paragraphs[0].paragraph_format.keep_with_next = True
    _fixed(table, widths)


def _footer(document: Any, title: str) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(paragraph, f"{title}　第 ", BODY, CELL)
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)
    _run(paragraph, " 页", BODY, CELL)


def _packed(document: Any) -> bytes:
    """The document's bytes; python-docx stamps the parts of the archive with the time, which is taken out."""
    raw, made = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            part = zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            part.external_attr = 0o600 << 16
            target.writestr(part, source.read(entry))
    return made.getvalue()
