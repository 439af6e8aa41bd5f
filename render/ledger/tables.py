"""The ledger as CSV and as a web page."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from render.ledger.rows import COLUMNS, OF_RISK, Line
from render.page import page

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def ledger_csv(lines: Sequence[Line]) -> bytes:
    """The ledger for a spreadsheet: UTF-8 with BOM, CRLF; a cell that would be taken for a formula is quoted by ’."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([harmless(cell) for cell in line.cells] for line in lines)
    return out.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """A cell no spreadsheet runs: one that begins with = + - @, a tab or a line end gets an apostrophe before it."""
    return "'" + cell if cell.lstrip(" ").startswith(_FORMULA) or cell.startswith(_FORMULA) else cell


def ledger_html(lines: Sequence[Line], community: str | None, *, draft: bool = False) -> str:
    """The ledger as one page: by power, a block a risk point, its countermeasures below it; prints on A4."""
    powers: dict[tuple[str, str], list[list[Line]]] = {}
    for line in lines:
        blocks = powers.setdefault((line.cells[1], line.cells[2]), [])
        if line.of:
            blocks.append([])
        blocks[-1].append(line)
    grades = [line.grade for line in lines if line.of]
    return page(
        Path(__file__).with_name("ledger.html.j2"),
        powers=powers, community=community, draft=draft, at={name: n for n, name in enumerate(COLUMNS)},
        of_risk=OF_RISK, counts={grade: grades.count(grade) for grade in ("高", "中", "低")}, total=len(grades),
        measures=sum(1 for line in lines if line.cells[OF_RISK]),
    )  # fmt: skip
