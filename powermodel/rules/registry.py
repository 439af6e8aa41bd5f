"""The catalogue of rules: every code with its title, severity, messages and, where it looks at a model, its check.

A rule is a module ``powermodel/rules/<area>/<code>.py`` that calls `rule`, a page ``<CODE>.md`` beside it, and
cases in ``tests/rules/<CODE>.yaml``. Findings of the file (F) are raised while reading and only declared here.
Patterns stand in a rule as text, not compiled: every run imports all rules, and most patterns are never asked.
"""

import importlib
import os
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path as FilePath
from typing import Any, NamedTuple, TypeVar

from powermodel.finding import Finding, Path, Related, Severity, WitnessStep

_SEVERITIES = {"错误": Severity.ERROR, "警告": Severity.WARNING, "提示": Severity.INFO}
PRESETS = ("correctness", "recommended", "strict")
Check = Callable[[Any], Iterable[Finding]]
F = TypeVar("F", bound=Check)


class Rule(NamedTuple):
    """One rule. ``messages``: variant → (message, help), filled with the finding's arguments.

    ``preset``: the smallest preset it belongs to. ``of``: what ``check`` takes, a ``power`` or the whole ``project``.
    ``needs_sound``: held back while the power has an 错误 of area G. ``by_stage``: its findings rest on the stage of
    the step they are at.
    """

    code: str
    title: str
    severity: Severity
    preset: str
    messages: Mapping[str, tuple[str, str]]
    check: Check | None = None
    of: str = "power"
    needs_sound: bool = False
    waivable: bool = True
    by_stage: bool = False

    @property
    def page(self) -> FilePath:
        """The page that explains the rule (markdown)."""
        return FilePath(__file__).parent / _AREAS[self.code[0]] / f"{self.code}.md"

    def say(self, finding: Finding) -> tuple[str, str]:
        """Message and help of a finding, in Chinese."""
        message, help_ = self.messages[finding.variant]
        args = _Blank(finding.args)
        return message.format_map(args), help_.format_map(args)


class _Blank(dict[str, Any]):
    """A missing argument must not hide a finding."""

    def __missing__(self, name: str) -> str:
        return ""


_RULES: dict[str, Rule] = {}


def rule(
    code: str,
    title: str,
    severity: str = "警告",
    *,
    message: str = "",
    help: str = "",
    variants: Mapping[str, tuple[str, str]] | None = None,
    preset: str = "recommended",
    of: str = "power",
    needs_sound: bool = False,
    waivable: bool = True,
    by_stage: bool = False,
) -> Callable[[F], F]:
    """Register a rule; decorate its check. ``message``/``help`` are the words of the variant ``""``."""

    def register(check: F) -> F:
        _add(
            code, title, severity, message, help, variants, preset, check, of, needs_sound, waivable, by_stage
        )
        return check

    return register


def declare(
    code: str,
    title: str,
    severity: str = "错误",
    *,
    message: str = "",
    help: str = "",
    variants: Mapping[str, tuple[str, str]] | None = None,
    preset: str = "correctness",
    waivable: bool = False,
) -> None:
    """Register a code whose findings are raised while reading (F), drawing (K) or waiving (W)."""
    _add(code, title, severity, message, help, variants, preset, None, "file", False, waivable)


def _add(
    code: str,
    title: str,
    severity: str,
    message: str,
    help_: str,
    variants: Mapping[str, tuple[str, str]] | None,
    preset: str,
    check: Check | None,
    of: str,
    needs_sound: bool,
    waivable: bool,
    by_stage: bool = False,
) -> None:
    messages = {**({"": (message, help_)} if message else {}), **(variants or {})}
    _RULES[code] = Rule(
        code, title, _SEVERITIES[severity], preset, messages, check, of, needs_sound, waivable, by_stage
    )


_AREAS = {
    "F": "file", "G": "graph", "O": "posts", "R": "risks", "T": "time", "A": "amounts", "D": "disclosure",
    "L": "basis", "V": "votes", "H": "handbook", "C": "catalogue", "P": "constraints", "W": "waivers", "K": "print",
}  # fmt: skip
AREA_TITLES = {
    "F": "文件", "G": "流程图", "O": "岗位", "R": "风险点", "T": "时限", "A": "金额", "D": "公开", "L": "依据",
    "V": "表决", "H": "手册", "C": "目录", "P": "自定规则", "W": "豁免", "K": "印制",
}  # fmt: skip

AREA_ACTORS = {
    "F": "录入文件的人", "G": "编制流程的人", "O": "定岗位的人（社区两委）", "R": "社区纪检委员", "T": "承办岗位和编制流程的人",
    "A": "定额度的会议和编制流程的人", "D": "负责公开的人", "L": "编制流程的人", "V": "召集会议的人", "H": "便民服务岗位",
    "C": "管职权目录的人", "P": "定规矩的会议和编制流程的人", "W": "批准豁免的人", "K": "印制的人",
}  # fmt: skip


def hit(
    path: Path,
    variant: str = "",
    *,
    witness: Iterable[WitnessStep] = (),
    related: Iterable[Related] = (),
    severity: Severity | None = None,
    follows_from: str | None = None,
    power: str | None = None,
    **args: Any,
) -> Finding:
    """What a check yields: the place in the model and the words for the message. The engine adds code and power."""
    return Finding(
        "", path, args, variant, power=power, severity=severity, witness=tuple(witness), related=tuple(related),
        follows_from=follows_from,
    )  # fmt: skip


_whole: list[bool] = []
"""Not empty once all modules are imported: a single rule may have been imported before, for its check."""


def catalogue() -> Mapping[str, Rule]:
    """All rules by code, sorted; their modules are imported on the first call."""
    if not _whole:
        for area in dict.fromkeys(_AREAS.values()):
            for name in sorted(os.listdir(FilePath(__file__).parent / area)):  # noqa: PTH208  200 paths cost 2 ms
                if re.fullmatch(r"[a-z]\d{3}\.py", name):
                    importlib.import_module(f"powermodel.rules.{area}.{name[:4]}")
        ordered = dict(sorted(_RULES.items()))
        _RULES.clear()
        _RULES.update(ordered)
        _whole.append(True)
    return _RULES
