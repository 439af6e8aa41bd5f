"""What several verbs take: their common options and arguments, and how the words typed there are read."""

import re
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

Today = Annotated[
    str, typer.Option("--today", metavar="年-月-日", help="把这一天当作今天（到期、核对等按它算）")
]
Power = Annotated[str, typer.Argument(metavar="权力", help="权力的名称、编号或文件")]
Project = Annotated[Path, typer.Argument(metavar="项目", help="项目文件夹（默认当前文件夹）")]
Where = Annotated[
    Path, typer.Option("--project", "-p", metavar="文件夹", help="项目文件夹（默认当前文件夹）")
]
File = Annotated[Path | None, typer.Option("-o", "--out", metavar="文件", help="写到哪个文件")]
Draft = Annotated[bool, typer.Option("--draft", help="还有错误也做，印“草稿”")]
Baseline = Annotated[
    Path | None, typer.Option("--baseline", metavar="文件", help="只说这份基线里没有的新问题")
]
WriteBaseline = Annotated[
    Path | None, typer.Option("--write-baseline", metavar="文件", help="把现有的问题写成基线")
]


def day(text: str) -> date:
    """The day that --today names; without it, today."""
    if not text:
        return date.today()
    from powermodel.model.values import parse_day

    found = parse_day(text)
    if found is None or not found.day:
        raise typer.BadParameter(f"“{text}”不是日期，例如 2026-11-22", param_hint="--today")
    return found.last


def one_of(value: str, words: tuple[str, ...], option: str) -> str:
    """The value, which must be one of some words; an empty word among them stands for an option not given."""
    if value not in words:
        raise typer.BadParameter(
            f"“{value}”不在可选的词里：{'、'.join(filter(None, words))}", param_hint=option
        )
    return value


def words(text: str) -> list[str]:
    """The words of a list, separated by commas of either kind or by blanks."""
    return [word for word in re.split(r"[,，、\s]+", text) if word]


def codes(texts: list[str] | None, option: str) -> tuple[str, ...]:
    """Codes of rules, or their beginnings."""
    from powermodel.rules.registry import AREA_TITLES, catalogue

    found = tuple(code.upper() for text in texts or () for code in words(text))
    for code in found:
        if not any(known.startswith(code) for known in catalogue()):
            same = [known for known in catalogue() if known[0] == code[0]]
            letters = "、".join(f"{letter}（{title}）" for letter, title in AREA_TITLES.items())
            there = f"{code[0]} 开头的有 {same[0]} 到 {same[-1]}" if same else f"开头的字母有 {letters}"
            raise typer.BadParameter(
                f"没有“{code}”这条规则，{there}；powermodel rules 可以看全部", param_hint=option
            )
    return found


def root_of(path: Path) -> Path:
    """The folder of the project that a path lies in."""
    from powermodel.project import find_root

    if not path.exists():
        raise typer.BadParameter(f"没有这个文件夹：{path}", param_hint="项目")
    return find_root(path)


def power_of(word: str, project: Path, today: str) -> tuple[Any, str]:
    """The project that a power is in, loaded, and the power's key."""
    from powermodel.project.select import power_of as selected

    found = selected(word, project, day(today))
    if isinstance(found, str):
        raise typer.BadParameter(found, param_hint="权力")
    return found
