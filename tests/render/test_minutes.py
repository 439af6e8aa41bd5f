"""The minutes: what was decided stands in both papers, in faces that show Chinese, with room to sign."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from powermodel.report.minutes import Sheet, agenda, as_markdown, minutes
from powermodel.width import columns
from render.minutes import word
from tests.review.meetings import STEPS, meeting, project


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    """Mended and gone, overdue, accepted before, decided today, new."""
    at = meeting(project(tmp_path, without_limit=STEPS[:5]))
    at.decide(at.find(STEPS[0]), "整改", "张三", "2026-12-31")
    at.decide(at.find(STEPS[1]), "整改", "李四", "2026-12-30", "*加急*")
    at.decide(at.find(STEPS[2]), "接受", "王五", "", "县里|统一定")
    project(tmp_path, without_limit=STEPS[1:6])
    second = meeting(tmp_path, date(2027, 1, 10))
    second.decide(second.find(STEPS[3]), "不成立", "赵六", "", "没有这回事")
    assert "整改，李四，应在 2026-12-30 前，已经过了" in agenda(second)
    assert max(map(columns, agenda(second).splitlines())) <= 100
    return minutes(second)


def test_every_point_in_its_table(sheet: Sheet) -> None:
    asked, before, gone = (table.rows for table in sheet.tables)
    assert [row[2] for row in asked] == ["逾期：李四应在 2026-12-30 前整改", "新问题", "新问题", "本次已定"]
    assert asked[-1][6:] == ("不成立", "赵六", "", "没有这回事")
    assert all("□整改" in row[6] for row in asked[:-1])
    assert [(row[3], row[4]) for row in before] == [("接受", "王五")]
    assert [(row[4], row[7]) for row in gone] == [("张三", "□")]
    for table in sheet.tables:
        assert all(len(row) == len(table.columns) == len(table.shares) for row in table.rows)


def test_markdown_tables_hold(sheet: Sheet) -> None:
    """No word of an officer breaks a row."""
    text = as_markdown(sheet)
    for line in text.splitlines():
        if line.startswith("| ") and "县里" in line:
            assert len(re.findall(r"(?<!\\)\|", line)) == 9
    assert "主持人" in text
    assert "签字" in text


def texts(document: Any) -> list[str]:
    return [cell.text for table in document.tables for row in table.rows for cell in row.cells]


def test_word_says_what_the_minutes_say(sheet: Sheet) -> None:
    document = Document(io.BytesIO(word(sheet)))
    cells = texts(document)
    for table in sheet.tables:
        for row in (table.columns, *table.rows):
            assert all(cell in cells for cell in row)
    for name in sheet.signatures:
        assert cells[cells.index(name) + 1] == ""
    section = document.sections[0]
    assert section.page_width > section.page_height


def test_word_heads_repeat_and_rows_hold_together(sheet: Sheet) -> None:
    document = Document(io.BytesIO(word(sheet)))
    for table in document.tables[:-1]:
        head, *rows = table.rows
        assert head._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in rows)


def test_word_shows_chinese(sheet: Sheet) -> None:
    """Word takes the face of a Chinese character from w:eastAsia alone."""
    data = word(sheet)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in ("word/document.xml", "word/footer1.xml"):
            for run in re.findall(r"<w:r>.*?</w:r>", archive.read(name).decode(), re.S):
                if re.search("[\u4e00-\u9fff]", run):
                    assert re.search('w:eastAsia="(宋体|黑体)"', run), run
        assert 'w:eastAsia="宋体"' in archive.read("word/styles.xml").decode()


def test_same_minutes_same_bytes(sheet: Sheet, monkeypatch: pytest.MonkeyPatch) -> None:
    first = word(sheet)
    monkeypatch.setattr("time.localtime", lambda *_: (2031, 2, 3, 4, 5, 6, 0, 34, 0))
    assert word(sheet) == first


def test_nothing_to_say(tmp_path: Path) -> None:
    at = meeting(project(tmp_path, without_limit=()))
    text = as_markdown(minutes(at))
    assert "没有新的问题" in text
    assert Document(io.BytesIO(word(minutes(at)))).tables[0].cell(0, 0).text == "主持人"
