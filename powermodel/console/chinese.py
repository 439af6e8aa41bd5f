"""Typer's own words in Chinese: help pages and complaints about wrong usage."""

from __future__ import annotations

import re
from typing import Any

from typer.core import TyperCommand, TyperGroup

from powermodel.width import columns, padded


def _metavar(param: Any) -> str:
    choices = getattr(getattr(param, "type", None), "choices", None)
    if choices:
        return "|".join(str(getattr(c, "value", c)) for c in choices)
    return str(param.metavar or "")


def _arguments(command: Any, ctx: Any) -> list[Any]:
    return [
        p
        for p in command.get_params(ctx)
        if p.param_type_name == "argument" and not getattr(p, "hidden", False)
    ]


def _argument_usage(param: Any) -> str:
    name = str(param.metavar or param.name)
    many = "…" if param.nargs == -1 else ""
    return f"<{name}>{many}" if param.required else f"[{name}]{many}"


def usage(command: Any, ctx: Any) -> str:
    """One line: how the command is called."""
    parts = [f"用法：{ctx.command_path} [选项]"]
    if isinstance(command, TyperGroup):
        parts.append("<命令> …")
    parts += [_argument_usage(p) for p in _arguments(command, ctx)]
    return " ".join(parts)


def _rows(rows: list[tuple[str, str]]) -> list[str]:
    width = min(max((columns(left) for left, _ in rows), default=0) + 2, 34)
    lines = []
    for left, right in rows:
        if columns(left) >= width:
            lines += [f"  {left}", f"  {' ' * width}{right}"]
        else:
            lines.append(f"  {padded(left, width)}{right}")
    return lines


def help_page(command: Any, ctx: Any) -> str:
    """The help of a command or of the whole program."""
    lines = [usage(command, ctx), ""]
    if command.help:
        lines += [line.strip() for line in command.help.strip().splitlines()] + [""]
    arguments = [(_argument_usage(p), str(getattr(p, "help", "") or "")) for p in _arguments(command, ctx)]
    if arguments:
        lines += ["参数：", *_rows(arguments), ""]
    options = []
    for param in command.get_params(ctx):
        if param.param_type_name == "argument" or getattr(param, "hidden", False):
            continue
        names = ", ".join([*param.opts, *param.secondary_opts])
        told = "显示这一页" if param.name == "help" else str(getattr(param, "help", "") or "")
        flag = getattr(param, "is_flag", False)
        options.append((f"{names} {'' if flag else _metavar(param)}".rstrip(), told))
    if options:
        lines += ["选项：", *_rows(options), ""]
    if isinstance(command, TyperGroup):
        rows = []
        for name in command.list_commands(ctx):
            sub = command.get_command(ctx, name)
            if sub is not None and not sub.hidden:
                rows.append((name, (sub.help or "").strip().split("\n")[0]))
        lines += ["命令：", *_rows(rows), ""]
    return "\n".join(lines).rstrip() + "\n"


class ChineseCommand(TyperCommand):
    """A command whose help page is Chinese."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        formatter.write(help_page(self, ctx))


class ChineseGroup(TyperGroup):
    """The program, with a Chinese help page and its commands in the order of the file."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(self.commands)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        formatter.write(help_page(self, ctx))


_PATTERNS = [
    (r"No such command '?([^']+)'?\.?(?: *Did you mean (.+)\?)?", "没有“{0}”这个命令{1}"),
    (r"Missing command\.?", "缺少命令"),
    (r"No such option: (\S+).*", "没有“{0}”这个选项"),
    (r"Got unexpected extra argument(?:s|\(s\))? \((.+)\)", "多出了参数：{0}"),
    (r"Option '?(\S+?)'? requires an argument\.?", "选项“{0}”后面要跟一个值"),
    (r"Option '?(\S+?)'? does not take a value\.?", "选项“{0}”后面不跟值"),
    (r"(?:Value )?'?(.+?)'? is not one of (.+?)\.?", "“{0}”不在可选的词里：{1}"),
    (r"'?(.+?)'? is not a valid (?:integer|float|number).*", "“{0}”不是数字"),
    (r"Value '?(.+?)'? is not a valid .+", "“{0}”写法不对"),
]


def _filled(words: str, found: re.Match[str]) -> str:
    """The Chinese words with what the pattern caught; a list of suggestions becomes 是不是想写…？"""
    first, *rest = found.groups()
    if "Did you mean" in found[0]:
        rest = ["，是不是想写 " + (rest[0] or "").replace("'", "").replace(", ", "、") + "？"]
    return words.format(first, *(r or "" for r in rest))


def complaint(error: Any) -> str:
    """A Chinese sentence for an error of usage, with how to get help."""
    name = type(error).__name__
    message = str(getattr(error, "message", "") or "")
    param = getattr(error, "param", None)
    which = ""
    if param is not None:
        which = param.opts[0] if param.param_type_name == "option" else str(param.metavar or param.name)
    if name == "MissingParameter":
        text = f"缺少{'选项' if which.startswith('-') else '参数'} {which}"
    else:
        text = next(
            (
                _filled(words, found)
                for pattern, words in _PATTERNS
                if (found := re.fullmatch(pattern, message))
            ),
            message,
        )
        if which and which not in text:
            text = f"{which}：{text}"
    possible = getattr(error, "possibilities", None)
    if possible:
        text += "，是不是想写 " + "、".join(sorted(possible)) + "？"
    ctx = getattr(error, "ctx", None)
    lines = [text]
    if ctx is not None:
        lines = [usage(ctx.command, ctx), text, f"看帮助：{ctx.command_path} --help"]
    return "\n".join(lines)
