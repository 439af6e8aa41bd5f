"""A project for meetings: one power with a known number of defects, and the tools to mend them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from powermodel.project import load
from powermodel.review.meeting import Meeting
from powermodel.rules.registry import catalogue
from tests.rules.running import dump

FIRST = date(2026, 11, 22)
STEPS = tuple(f"第{n}次登记" for n in "一二三四五六七八九十")


def project(folder: Path, without_limit: Iterable[str] = STEPS) -> Path:
    """Ten steps, each without a limit where it is named: so many findings T401, and nothing else is spoken of."""
    steps: dict[str, Any] = {}
    for step, following in zip(STEPS, (*STEPS[1:], "结束"), strict=True):
        steps[step] = {"岗位": "社区文书", "下一步": following}
        if step not in without_limit:
            steps[step]["时限"] = "1个工作日"
    (folder / "flows").mkdir(exist_ok=True)
    (folder / "flows" / "案例.yaml").write_text(dump({"权力": "案例", "步骤": steps}), "utf-8")
    levels = {code: "关" for code in catalogue() if code[0] not in "FW" and code != "T401"}
    settings = {"名称": "示例社区", "规则设置": {"级别": levels}}
    (folder / "powermodel.yaml").write_text(dump(settings), "utf-8")
    posts = {"岗位": {"社区文书": {"姓名": "张三", "电话": "0700-5550101"}}}
    (folder / "posts.yaml").write_text(dump(posts), "utf-8")
    return folder


def meeting(folder: Path, today: date = FIRST, **options: Any) -> Meeting:
    return Meeting(load(folder, today=today), **options)


def id_of(step: str) -> str:
    return f"T401:案例:步骤.{step}"


class Room:
    """Somebody who answers the dialogue's questions in turn, and hears what it says."""

    def __init__(self, *answers: str) -> None:
        self.answers: Iterator[str] = iter(answers)
        self.asked: list[str] = []
        self.told: list[str] = []

    def ask(self, question: str) -> str:
        self.asked.append(question)
        try:
            return next(self.answers)
        except StopIteration:
            raise EOFError from None

    def tell(self, text: str) -> None:
        self.told.append(text)

    @property
    def heard(self) -> str:
        return "\n".join(self.told)
