"""What a build says on the terminal: a progress bar while it works, and a table of what was made."""

from __future__ import annotations

import sys

from powermodel.report.text import Paint, plain
from powermodel.width import columns, cut, padded
from render.build.run import Built, Progress

_BAR = 24
_STYLES = {"没写成": "错误", "没做成": "错误", "新": "好", "更新": "好"}


def teller() -> Progress | None:
    """A progress bar on stderr; None where nobody watches (no terminal)."""
    if not sys.stderr.isatty():
        return None

    def tell(done: int, count: int, title: str) -> None:
        full = _BAR * done // max(count, 1)
        bar = "#" * full + "-" * (_BAR - full)
        sys.stderr.write("\r" + padded(f"[{bar}] {done}/{count} {cut(title, 36)}", 72))
        if not title:
            sys.stderr.write("\r" + " " * 72 + "\r")
        sys.stderr.flush()

    return tell


def table(built: Built, paint: Paint = plain) -> str:
    """What was made: product, file, state, size; what failed and why; what is left over from before; where it lies."""
    width = max((columns(m.path or m.title) for m in built.made), default=0)
    lines = []
    kind = ""
    for made in built.made:
        if made.kind != kind:
            kind = made.kind
            lines.append(paint(kind, "文件"))
        size = f"{max(made.size / 1024, 1):>7.0f} KB" if made.size else " " * 10
        lines.append(
            f"  {padded(made.path or made.title, width)}  {size}  {paint(made.status, _STYLES.get(made.status, '淡'))}"
        )
        if made.message:
            lines += [f"      {line}" for line in made.message.splitlines()]
    for path in built.left:
        lines.append(paint(f"  以前做的，现在用不着了（没有动它）：{path}", "淡"))
    failed = f"，{len(built.failed)} 个没有做成" if built.failed else ""
    count = len(built.made) - len(built.failed)
    where = f"，放在 {built.out}。从 index.html 打开。" if count else "。"
    return "\n".join([*lines, "", f"共 {count} 个文件{failed}{where}"])
