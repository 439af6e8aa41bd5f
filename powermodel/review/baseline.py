"""A baseline: what an old project had when it began to be checked, so that only what is new is reported."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

from powermodel.model.decision import BaselineFile
from powermodel.project.files import shown
from powermodel.review.decisions import ABOUT
from powermodel.review.engine import Report
from powermodel.review.papers import PaperError, read_paper, write_paper
from powermodel.review.placed import PlacedFinding


def write_baseline(path: Path, report: Report, today: date) -> int:
    """Write the ids of all findings of a report (without those about decisions); returns how many.

    Raises PaperError where the file can't be written.
    """
    ids = sorted(f.id for f in (*report.findings, *report.known) if f.code not in ABOUT)
    write_paper(path, {"日期": today.isoformat(), "问题": ids})
    return len(ids)


def read_baseline(path: Path) -> Counter[str]:
    """The ids of a baseline and how often each was there. Raises PaperError where it can't be read."""
    if not path.is_file():
        raise PaperError(f"没有这个基线文件：{path}，先用 --write-baseline 写一份")
    made, _, _, findings = read_paper(path, BaselineFile)
    if made is None or findings:
        line = next((f.place.line for f in findings if f.place and f.place.line), 0)
        raise PaperError(
            f"基线文件读不懂：{shown(path)}"
            + (f" 第 {line} 行" if line else "")
            + "，用 --write-baseline 重写一份"
        )
    return Counter(made.ids)


def without(report: Report, baseline: Counter[str]) -> tuple[Report, int]:
    """The report with what the baseline holds set apart (``known``), and how many of the baseline are gone.

    An id that the baseline holds once hides one finding; a second one of the same id is new.
    """
    left = Counter(baseline)
    new: list[PlacedFinding] = []
    known: list[PlacedFinding] = []
    for finding in report.findings:
        old = left[finding.id] > 0
        left[finding.id] -= old
        (known if old else new).append(finding)
    return replace(report, findings=new, known=report.known + known), sum((+left).values())
