"""The data tables: what the library knows (powermodel/rules/tables), with the rows of the project laid over it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import powermodel
from powermodel.decode import read
from powermodel.decode.marks import Map, Seq

FOLDER = Path(powermodel.__file__).parent / "rules" / "tables"


def plain(value: Any) -> Any:
    """Data without marks."""
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [plain(v) for v in value]
    return str(value) if isinstance(value, str) else value


@cache
def shipped(name: str) -> Any:
    """The rows of one table of the library; KeyError where there is no such table."""
    path = FOLDER / f"{name}.yaml"
    if not path.is_file():
        raise KeyError(name)
    document = read(path)
    return plain((document.root or Map()).get("行", Seq()))


def names() -> list[str]:
    """The names of all tables."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


class DataTables:
    """Tables by name, read when asked for. ``own``: the project's 数据表.

    Rows of a mapping are laid over by key (删除 takes one away); rows of a list are added in front, and one with
    the same first value as a shipped row replaces it.
    """

    def __init__(self, own: Any = None) -> None:
        self.own = plain(own or {})
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._made:
            rows = _laid(shipped(name), self.own.get(name))
            self._made[name] = _stage_words(rows) if name == "环节词" else rows
        return self._made[name]


def _laid(rows: Any, own: Any) -> Any:
    if not own:
        return rows
    if isinstance(rows, dict) and isinstance(own, dict):
        return {k: v for k, v in {**rows, **own}.items() if v != "删除"}
    if isinstance(rows, list):
        mine = own if isinstance(own, list) else [own]
        replaced = {_first(row) for row in mine}
        return [*mine, *(row for row in rows if _first(row) not in replaced)]
    return own


def _first(row: Any) -> Any:
    return next(iter(row.values()), None) if isinstance(row, dict) else row


def _stage_words(rows: dict[str, Any]) -> dict[str, str]:
    return {word: stage for stage, words in rows.items() for word in ([words] if isinstance(words, str) else words)}
