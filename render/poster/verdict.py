"""What the K rules say of finished sheets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from powermodel.finding import Finding, Severity
from powermodel.model.project import Project
from powermodel.rules.print.judge import Printed, judge
from powermodel.rules.registry import catalogue
from powermodel.rules.view import View
from render.layout import Style
from render.measure import measure
from render.poster.make import PAPERS, Poster
from render.scene.frame import Sheet
from render.scene.sheet import Composer


def verdict(project: Project, power_key: str, sheets: Sequence[Poster]) -> list[Finding]:
    """The K findings of all sheets of the power ``power_key`` in one style."""
    return judge(printed(project, power_key, sheets), power_key, project.powers[power_key])


def line(finding: Finding) -> str:
    """A finding in one line: code, what is wrong, what to do."""
    return "{} {}。{}。".format(finding.code, *catalogue()[finding.code].say(finding))


def telling(project: Project, power_key: str, sheets: Sequence[Poster]) -> list[str]:
    """The lines of what must be known before the sheets are hung: 错误 and 警告."""
    found = verdict(project, power_key, sheets)
    return [line(f) for f in found if (f.severity or catalogue()[f.code].severity) >= Severity.WARNING]


def printed(project: Project, power_key: str, sheets: Sequence[Poster]) -> list[Printed]:
    """The sheets as the numbers that the K rules judge (`powermodel.rules.print.judge.judge`)."""
    measured = [measure(poster.svg) for poster in sheets]
    found, larger = [], ""
    for poster, measures in zip(sheets, measured, strict=True):
        sheet = poster.sheet
        small = measures.smallest_type < sheet.readable - 0.005
        if not larger and (small or poster.flow > 1):
            larger = larger_paper(project, power_key, poster.style, sheet)
        found.append(
            Printed(
                sheet.name, sheet.distance, sheet.readable, round(measures.smallest_type, 3), poster.missing,
                measures.cut_texts, poster.flow, tuple(p.after for p in sheets if p.after), larger, poster.count,
                "办事须知" if poster.style == "simple" else "风险点", poster.left_out,
            )
        )  # fmt: skip
    return found


def larger_paper(project: Project, power_key: str, style: Style, sheet: Sheet) -> str:
    """The smallest A paper larger than ``sheet`` that holds the flow on one, read from the same distance; or nothing."""
    view = View(power_key, project.powers[power_key], project)
    for name, (short, long) in PAPERS.items():
        if short * long <= sheet.width * sheet.height:
            continue
        for wide, high in ((long, short), (short, long)):
            tried = replace(sheet, name=name, width=float(wide), height=float(high))
            if Composer(view, style, tried).fits_on_one():
                return name
    return ""
