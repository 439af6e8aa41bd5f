"""A report as a verb hands it out: printed in the format asked for, against a baseline, or as one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from powermodel.console.options import day
from powermodel.console.output import emit, paint, say

if TYPE_CHECKING:
    from powermodel.review import Report


def print_report(found: Report, format: str) -> None:
    """Write a report as text, json, sarif or markdown; only what makes that format is imported."""
    if format == "text":
        from powermodel.report.text import as_text

        say(as_text(found, paint).rstrip("\n"))
    elif format == "json":
        from powermodel.report.json_ import as_json

        emit(as_json(found))
    elif format == "sarif":
        from powermodel.report.sarif import as_sarif

        emit(as_sarif(found))
    else:
        from powermodel.report.markdown import as_markdown

        emit(as_markdown(found))


def tell_crashes(crashes: list[tuple[str, str]], debug: bool = False) -> None:
    """Name the rules that failed; with ``debug`` their traceback too."""
    for what, trace in crashes:
        say(f"规则 {what} 出了故障：{trace if debug else trace.strip().splitlines()[-1]}", error=True)


def save_baseline(path: Path, found: Report, today: str) -> None:
    """Write what was found as a baseline."""
    from powermodel.review.baseline import write_baseline
    from powermodel.review.papers import PaperError

    try:
        count = write_baseline(path, found, day(today))
    except PaperError as error:
        raise typer.BadParameter(str(error), param_hint="--write-baseline") from error
    say(f"已写出：{path}（{count} 个问题）。以后加 --baseline {path}，只说新问题")


def beyond(found: Report, path: Path) -> Report:
    """What was found and the baseline has not."""
    from powermodel.review.baseline import read_baseline, without
    from powermodel.review.papers import PaperError

    try:
        left, gone = without(found, read_baseline(path))
    except PaperError as error:
        raise typer.BadParameter(str(error), param_hint="--baseline") from error
    if gone:
        say(f"基线里有 {gone} 个问题已经没有了，可以用 --write-baseline {path} 重写一份", error=True)
    return left
