"""What kind of matter a power is about: looked up in the tables' words, never guessed from prose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from powermodel.rules.view import View


def matters(view: View) -> dict[str, Mapping[str, Any]]:
    """Rows of the table 事项 whose words stand in the power's name, category, tags or procedure: 事项 → row."""
    return {row["事项"]: row for row in view.table("事项") if concerns(view, row["词"])}


def matter_marked(view: View, mark: str) -> str | None:
    """The first matter of the power whose row says ``mark`` (监督, 惠民): 是; None where there is none."""
    return next((name for name, row in matters(view).items() if row.get(mark) == "是"), None)


def concerns(view: View, words: Iterable[str], *, bases: bool = False) -> bool:
    """Whether one of ``words`` stands in the power's name, code, category, tags or procedure.

    ``bases``: or in the title of one of its bases (a power by the 最低生活保障审核确认办法 is about 最低生活保障).
    """
    power = view.power
    said = [power.name, power.code, power.category, power.procedure, *power.tags]
    said += [basis.title for basis in power.basis] if bases else []
    return any(word in text for word in words for text in said if text)
