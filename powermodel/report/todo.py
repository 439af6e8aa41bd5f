"""What is still to be said, as a list by file and line."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Protocol

from powermodel.project.files import shown
from powermodel.report.text import Paint, plain


class Entry(Protocol):
    """One thing to do (powermodel.scaffold.Todo)."""

    @property
    def file(self) -> str: ...
    @property
    def line(self) -> int: ...
    @property
    def what(self) -> str: ...
    @property
    def kind(self) -> str: ...


def as_list(entries: Iterable[Entry], paint: Paint = plain) -> str:
    """The list grouped by what is to be done and by file, with a closing line."""
    from pathlib import Path

    entries = list(entries)
    lines: list[str] = []
    for (kind, file), group in groupby(entries, key=lambda e: (e.kind, e.file)):
        lines.append(paint(f"{kind}　{shown(Path(file))}", "文件"))
        for entry in group:
            lines.append(f"  第 {entry.line:>3} 行  {entry.what}" if entry.line else f"  {entry.what}")
        lines.append("")
    kinds = dict.fromkeys(e.kind for e in entries)
    counts = "、".join(f"{sum(e.kind == k for e in entries)} 处要{k}" for k in kinds)
    lines.append(counts or "该本社区填的都填了")
    return "\n".join(lines)
