"""The program: its verbs, and how a run of one ends, in a message and an exit code."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable

import typer

from powermodel.console.chinese import ChineseCommand, ChineseGroup, complaint
from powermodel.console.output import prepare, say

CLEAN, FOUND, USAGE, FAILED = 0, 1, 2, 3
"""Exit codes: nothing at or above the failing level; findings there; wrong usage; a rule or the program failed."""

GARBAGE = 500_000
"""Objects made before anybody looks for garbage among them. What a short run makes lives to its end: to look for garbage
in it, on the way and once more at the end, is a twelfth of a cold start."""

VERBS: dict[str, Callable[..., None]] = {}
_TOLD = ("Refused", "ScaffoldError", "FontError", "PaperError")
"""Errors whose text is the message; named, not imported, since most runs need none of their modules."""


def command(name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Declare a verb."""

    def declared(verb: Callable[..., None]) -> Callable[..., None]:
        VERBS[name] = verb
        return verb

    return declared


def program(only: str | None = None) -> typer.Typer:
    """The program with all verbs; with ``only`` one of them, since building the others costs a cold start 40 ms."""
    app = typer.Typer(
        cls=ChineseGroup,
        add_completion=False,
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        help="清权图：把社区权力写成图、查出漏洞、印上墙。",
    )
    app.callback()(lambda: None)
    for name, verb in VERBS.items():
        if only in (None, name):
            app.command(name, cls=ChineseCommand)(verb)
    return app


def main() -> None:
    """Entry point: runs the program and turns every end of it into a message and an exit code."""
    prepare()
    gc.set_threshold(GARBAGE)
    try:
        verb = next((word for word in sys.argv[1:] if not word.startswith("-")), None)
        app = program(verb if verb in VERBS and "--help" not in sys.argv[1:2] else None)
        code = app(standalone_mode=False, prog_name="powermodel")
    except typer.Exit as end:
        code = end.exit_code
    except typer.Abort:
        say("已中止", error=True)
        code = USAGE
    except Exception as error:
        code = _ended(error)
    gc.freeze()
    sys.exit(code if isinstance(code, int) else CLEAN)


def _ended(error: Exception) -> int:
    usage_error = typer.BadParameter.__mro__[1]
    if type(error).__name__ == "NoArgsIsHelpError":
        say(error.format_message())  # type: ignore[attr-defined]
        return USAGE
    if isinstance(error, usage_error):
        say(complaint(error), error=True)
        return USAGE
    if type(error).__name__ in _TOLD:
        say(str(error), error=True)
        return USAGE
    if "--debug" in sys.argv:
        raise error
    if isinstance(error, PermissionError):
        say(f"文件写不进去：{error.filename}。可能正被别的程序打开，关掉以后再试", error=True)
        return FAILED
    say(
        f"程序出了故障：{type(error).__name__}：{error}。加 --debug 再运行一次，把显示的内容发给维护者",
        error=True,
    )
    return FAILED
