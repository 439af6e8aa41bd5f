"""The command line. A verb parses its options, calls one function, prints what it gives and maps the exit code."""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from powermodel.console import ChineseCommand, ChineseGroup, complaint, emit, paint, prepare, say

app = typer.Typer(
    cls=ChineseGroup,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="清权图：把社区权力写成图、查出漏洞、印上墙。",
)
command = app.command
CLEAN, FOUND, USAGE, FAILED = 0, 1, 2, 3
"""Exit codes: nothing at or above the failing level; findings there; wrong usage; a rule or the program failed."""

Today = Annotated[
    str, typer.Option("--today", metavar="年-月-日", help="把这一天当作今天（到期、核对等按它算）")
]
Power = Annotated[str, typer.Argument(metavar="权力", help="权力的名称、编号或文件")]
Where = Annotated[
    Path, typer.Option("--project", "-p", metavar="文件夹", help="项目文件夹（默认当前文件夹）")
]


def _day(text: str) -> date:
    if not text:
        return date.today()
    from powermodel.model.values import parse_day

    day = parse_day(text)
    if day is None or not day.day:
        raise typer.BadParameter(f"“{text}”不是日期，例如 2026-11-22", param_hint="--today")
    return day.last


def _one_of(value: str, words: tuple[str, ...], option: str) -> str:
    if value not in words:
        raise typer.BadParameter(f"“{value}”不在可选的词里：{'、'.join(words)}", param_hint=option)
    return value


@command("check", cls=ChineseCommand)
def check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="路径", help="项目文件夹或流程文件，可写几个（默认当前文件夹）"),
    ] = None,
    format: Annotated[
        str, typer.Option("--format", "-f", metavar="text|json|sarif|markdown", help="输出格式")
    ] = "text",
    preset: Annotated[
        str,
        typer.Option("--preset", metavar="correctness|recommended|strict", help="查多严（默认按项目设置）"),
    ] = "",
    fail_on: Annotated[
        str, typer.Option("--fail-on", metavar="error|warning|info", help="到哪一级算不合格（默认 error）")
    ] = "",
    strict: Annotated[bool, typer.Option("--strict", help="等于 --preset strict --fail-on warning")] = False,
    select: Annotated[
        list[str] | None, typer.Option("--select", metavar="编号", help="只查这些规则（G、R3、T402 都可以）")
    ] = None,
    ignore: Annotated[list[str] | None, typer.Option("--ignore", metavar="编号", help="不查这些规则")] = None,
    fix: Annotated[bool, typer.Option("--fix", help="把编码转成 UTF-8、把键后的全角冒号改成英文的")] = False,
    today: Today = "",
    debug: Annotated[bool, typer.Option("--debug", hidden=True)] = False,
) -> None:
    """检查权力的流程、岗位、时限、风险点，告诉你哪里不对、怎么改"""
    from powermodel import report as reports
    from powermodel.finding import Severity
    from powermodel.review import Options
    from powermodel.review.many import review_paths

    _one_of(format, ("text", "json", "sarif", "markdown"), "--format")
    preset = preset or ("strict" if strict else "")
    if preset:
        _one_of(preset, ("correctness", "recommended", "strict"), "--preset")
    fail_on = _one_of(
        fail_on or ("warning" if strict else "error"), ("error", "warning", "info"), "--fail-on"
    )
    wanted, unwanted = _codes(select, "--select"), _codes(ignore, "--ignore")
    options = Options(preset or None, wanted, unwanted)
    places = paths or [Path()]
    for path in places:
        if not path.exists():
            raise typer.BadParameter(f"没有这个文件或文件夹：{path}", param_hint="路径")
    found = review_paths(places, options, _day(today))
    if fix:
        from powermodel.review.fix import apply_fixes

        for name in apply_fixes(found):
            say(f"已改好：{name}", error=True)
        found = review_paths(places, options, _day(today))
    if format == "text":
        say(reports.as_text(found, paint).rstrip("\n"))
    else:
        emit(
            {"json": reports.as_json, "sarif": reports.as_sarif, "markdown": reports.as_markdown}[format](
                found
            )
        )
    _crashes(found.crashes, debug)
    limit = {"error": Severity.ERROR, "warning": Severity.WARNING, "info": Severity.INFO}[fail_on]
    worst = found.worst()
    raise typer.Exit(FAILED if found.crashes else FOUND if worst is not None and worst >= limit else CLEAN)


def _codes(words: list[str] | None, option: str) -> tuple[str, ...]:
    """Codes or their beginnings, separated by commas of either kind or by blanks."""
    from powermodel.rules.registry import catalogue

    codes = tuple(code.upper() for word in words or () for code in re.split(r"[,，、\s]+", word) if code)
    for code in codes:
        if not any(known.startswith(code) for known in catalogue()):
            raise typer.BadParameter(f"没有“{code}”这条规则，powermodel rules 可以看全部", param_hint=option)
    return codes


def _crashes(crashes: list[tuple[str, str]], debug: bool) -> None:
    for what, trace in crashes:
        say(f"规则 {what} 出了故障：{trace if debug else trace.strip().splitlines()[-1]}", error=True)


@command("explain", cls=ChineseCommand)
def explain(code: Annotated[str, typer.Argument(metavar="编号", help="规则编号，如 R307")]) -> None:
    """讲清一条规则：为什么、依据什么、怎么改、改前改后"""
    from powermodel.rules.explain import page

    text = page(code)
    if text is None:
        raise typer.BadParameter(f"没有“{code}”这条规则，powermodel rules 可以看全部", param_hint="编号")
    say(text)


@command("rules", cls=ChineseCommand)
def rules(
    write: Annotated[Path | None, typer.Option("--write", metavar="文件夹", help="把目录和各条说明写成 markdown")] = None,
) -> None:
    """列出全部规则：编号、程度、哪一档开始查、名称"""
    from powermodel.rules.explain import documents, table

    if write is None:
        say(table())
        return
    write.mkdir(parents=True, exist_ok=True)
    for name, text in documents().items():
        (write / name).write_text(text, "utf-8", newline="\n")
    say(f"已写出 {len(documents())} 页：{write}")


@command("show", cls=ChineseCommand)
def show(power: Power, project: Where = Path(), today: Today = "") -> None:
    """看一项权力：步骤、推出的环节、岗位、时限、风险点、最快最慢要多久"""
    from powermodel.report.show import as_table

    loaded, key = _power(power, project, today)
    say(as_table(loaded, key, paint))


@command("prove", cls=ChineseCommand)
def prove(
    power: Power,
    format: Annotated[str, typer.Option("--format", "-f", metavar="text|json|markdown", help="输出格式")] = "text",
    project: Where = Path(),
    today: Today = "",
) -> None:
    """逐条证明：每项防控措施为什么绕不过去，或者怎样被绕过"""
    from powermodel.report import proof as written
    from powermodel.review.proof import PASSED
    from powermodel.review.proof import prove as proved
    from powermodel.rules.view import View

    _one_of(format, ("text", "json", "markdown"), "--format")
    loaded, key = _power(power, project, today)
    proof = proved(View(key, loaded.project.powers[key], loaded.project))
    if format == "text":
        say(written.as_text(proof, paint).rstrip("\n"))
    else:
        emit(written.as_json(proof) if format == "json" else written.as_markdown(proof))
    raise typer.Exit(CLEAN if proof.sound and not proof.count(PASSED) else FOUND)


def _power(word: str, project: Path, today: str) -> tuple[Any, str]:
    from powermodel.project.select import power_of

    found = power_of(word, project, _day(today))
    if isinstance(found, str):
        raise typer.BadParameter(found, param_hint="权力")
    return found


@command("schema", cls=ChineseCommand)
def schema(
    out: Annotated[Path, typer.Option("-o", "--out", metavar="文件夹", help="写到哪里")] = Path("schema"),
) -> None:
    """写出 JSON Schema，编辑器据此提示和校对（中文、英文各一套）"""
    from powermodel.model.schema import write_schemas

    for path in write_schemas(out):
        say(f"已写出：{path}")


def main() -> None:
    """Entry point: runs the program and turns every end of it into a message and an exit code."""
    prepare()
    try:
        code = app(standalone_mode=False, prog_name="powermodel")
    except typer.Exit as end:
        code = end.exit_code
    except typer.Abort:
        say("已中止", error=True)
        code = USAGE
    except Exception as error:
        code = _ended(error)
    sys.exit(code if isinstance(code, int) else CLEAN)


def _ended(error: Exception) -> int:
    usage_error = typer.BadParameter.__mro__[1]
    if type(error).__name__ == "NoArgsIsHelpError":
        say(error.format_message())  # type: ignore[attr-defined]
        return USAGE
    if isinstance(error, usage_error):
        say(complaint(error), error=True)
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


if __name__ == "__main__":
    main()
