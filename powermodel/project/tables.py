"""The data tables: what the library knows (powermodel/rules/tables), with the rows of the project laid over it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import powermodel
from powermodel.decode.marks import Map, Seq, Text, entry_name
from powermodel.finding import Finding
from powermodel.finding import Path as ModelPath
from powermodel.model.base import describe
from powermodel.nearest import suggestion
from powermodel.project.files import our_own

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
    return our_own(path)["行"]


def names() -> list[str]:
    """The names of all tables."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


_ABOUT = frozenset(("来源", "核实"))
"""Columns that say where a row is from; a place's own row may do without."""


def fitted(own: Map) -> tuple[dict[str, Any], list[Finding]]:
    """A project's 数据表 as plain data that has the shape of the shipped tables.

    What has not is left out and is F004 (unknown column), F005 (missing column), F006 (wrong kind of value) or F007
    (unknown table).
    """
    made: dict[str, Any] = {}
    findings: list[Finding] = []
    for name, value in own.items():
        path = ("数据表", name)
        place = getattr(value, "place", own.at.get(name, own.place))
        if name not in names():
            args = {"kind": "数据表", "name": name, "near": suggestion(name, names())}
            findings.append(Finding("F007", path, args, place=own.at.get(name, place)))
            continue
        rows = shipped(name)
        if isinstance(rows, dict):
            kind = (
                {key: rows.get(key, next(iter(rows.values()), [])) for key in value}
                if isinstance(value, Map)
                else {}
            )
            made[name] = _row(value, kind, frozenset(), path, findings)
            continue
        columns = {key: cell for row in rows for key, cell in row.items()}
        needed = frozenset.intersection(*(frozenset(row) for row in rows)) - _ABOUT if rows else frozenset()
        entries = value if isinstance(value, Seq) else Seq([value], place)
        found = [
            _row(entry, columns, needed, (*path, entry_name(entry) or str(number)), findings)
            for number, entry in enumerate(entries, 1)
        ]
        made[name] = [row for row in found if row]
    return made, findings


def _row(
    row: Any, columns: dict[str, Any], needed: frozenset[str], path: ModelPath, findings: list[Finding]
) -> dict[str, Any]:
    """One row as plain data; empty where it can't serve."""
    if not isinstance(row, Map):
        args = {"key": path[1], "found": describe(row), "wanted": "一组“键: 值”", "example": ""}
        findings.append(Finding("F006", path, args, place=getattr(row, "place", None)))
        return {}
    made: dict[str, Any] = {}
    for key, cell in row.items():
        at = (*path, key)
        many = isinstance(columns.get(key), list)
        if key not in columns:
            args = {
                "key": key,
                "where": path[1],
                "near": suggestion(key, columns),
                "known": "、".join(columns),
            }
            findings.append(Finding("F004", at, args, place=row.at.get(key, row.place)))
        elif isinstance(cell, Text):
            made[key] = [str(cell)] if many and cell != "删除" else str(cell)
        elif isinstance(cell, Seq) and many and all(isinstance(each, Text) for each in cell):
            made[key] = [str(each) for each in cell]
        else:
            wanted = "一个清单" if many else "一段文字"
            args = {"key": key, "found": describe(cell), "wanted": wanted, "example": ""}
            findings.append(Finding("F006", at, args, place=getattr(cell, "place", None)))
    for key in sorted(needed - set(row)):
        args = {"key": key, "where": f"“{path[1]}”的这一行里", "example": "…"}
        findings.append(Finding("F005", (*path, key), args, place=row.place))
        return {}
    return made


class DataTables:
    """Tables by name, read when asked for. ``own``: the project's 数据表 as `fitted`.

    Rows of a mapping are laid over by key (删除 takes one away); rows of a list are added in front, and one with
    the same first value as a shipped row replaces it.
    """

    def __init__(self, own: Mapping[str, Any] | None = None) -> None:
        self.own = own or {}
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._made:
            rows = _laid(shipped(name), self.own.get(name))
            self._made[name] = _stage_words(rows) if name == "环节词" else rows
        return self._made[name]


def _laid(rows: Any, own: Any) -> Any:
    if not own:
        return rows
    if isinstance(rows, dict):
        return {k: v for k, v in {**rows, **own}.items() if v != "删除"}
    replaced = {_first(row) for row in own}
    return [*own, *(row for row in rows if _first(row) not in replaced)]


def _first(row: Any) -> Any:
    return next(iter(row.values()), None)


def _stage_words(rows: dict[str, list[str]]) -> dict[str, str]:
    return {word: stage for stage, words in rows.items() for word in words}
