"""Writing to the terminal and to pipes. A GBK console lacks some characters: they are replaced, never an error."""

from __future__ import annotations

import os
import sys
from typing import TextIO

_STYLES = {"错误": "31;1", "警告": "33", "提示": "36", "文件": "1;4", "淡": "2", "好": "32"}


def prepare() -> None:
    """Make both streams replace what their code page lacks; call once at the start."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def say(text: str, *, error: bool = False) -> None:
    """Print a line for a person."""
    stream: TextIO = sys.stderr if error else sys.stdout
    try:
        stream.write(text + "\n")
        stream.flush()
    except BrokenPipeError:
        # The reader (head, less) has gone; what is left has nobody to read it.
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123


def emit(text: str) -> None:
    """Write an artefact (JSON, SARIF, markdown) to stdout: UTF-8 in a pipe whatever the console's code page."""
    if sys.stdout.isatty() or not hasattr(sys.stdout, "buffer"):
        say(text.rstrip("\n"))
        return
    try:
        sys.stdout.buffer.write(text.encode("utf-8"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123


def colourful(stream: TextIO | None = None) -> bool:
    """Whether colour is wanted: a terminal, and NO_COLOR not set."""
    stream = stream or sys.stdout
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and _escapes_work()


def _escapes_work() -> bool:
    """Old Windows consoles print escape codes as they are; newer ones must be asked to understand them."""
    if os.name != "nt":
        return True
    try:
        import ctypes

        kernel = ctypes.windll.kernel32  # type: ignore[attr-defined]
        handle = kernel.GetStdHandle(-11)
        mode = ctypes.c_ulong()
        return bool(
            kernel.GetConsoleMode(handle, ctypes.byref(mode))
            and kernel.SetConsoleMode(handle, mode.value | 4)
        )
    except (ImportError, AttributeError, OSError):
        return False


def paint(text: str, kind: str) -> str:
    """Colour a text for the terminal; as it is in a pipe. ``kind``: 错误, 警告, 提示, 文件, 淡, 好."""
    return f"\x1b[{_STYLES[kind]}m{text}\x1b[0m" if colourful() else text
