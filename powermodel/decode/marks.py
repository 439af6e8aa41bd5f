"""Plain data that remembers where it was typed: texts, mappings and lists with file, line and column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from powermodel.finding import Path, Place

NAME_KEYS = ("名称", "风险", "引用", "措施", "规则", "文件", "事由", "问", "步骤", "到", "编号")
"""Keys that name an entry of a list in a path, in this order of preference."""


class Text(str):
    """A scalar as typed. ``plain``: without quotes; ``end``: (line, column) behind it."""

    __slots__ = ("end", "place", "plain")
    place: Place
    plain: bool
    end: tuple[int, int]

    def __new__(cls, text: str, place: Place, plain: bool = True, end: tuple[int, int] = (0, 0)) -> Text:
        made = str.__new__(cls, text)
        made.place, made.plain, made.end = place, plain, end
        return made

    def moved(self, text: str) -> Text:
        """Another text at the same place."""
        return Text(text, self.place, self.plain, self.end)


class Map(dict[str, Any]):
    """A mapping; ``at[key]`` is the place of the key. ``flow``: written in braces."""

    __slots__ = ("at", "flow", "place")

    def __init__(
        self,
        items: Iterable[tuple[str, Any]] | Mapping[str, Any] = (),
        place: Place = Place(""),
        flow: bool = False,
    ) -> None:
        super().__init__(items)
        self.place, self.flow = place, flow
        self.at: dict[str, Place] = {}

    def put(self, key: str, value: Any, at: Place) -> None:
        """Set a value and the place of its key."""
        self[key] = value
        self.at[key] = at

    def renamed(self, old: str, new: str) -> None:
        """Give a key another name where it stands, keeping the order."""
        items = list(self.items())
        self.clear()
        for key, value in items:
            self[new if key == old else key] = value
        self.at[new] = self.at.pop(old, self.place)


class Seq(list[Any]):
    """A list. ``flow``: written in brackets."""

    __slots__ = ("flow", "place")

    def __init__(self, items: Iterable[Any] = (), place: Place = Place(""), flow: bool = False) -> None:
        super().__init__(items)
        self.place, self.flow = place, flow


def copy(value: Any) -> Any:
    """A deep copy of the containers; texts are shared, they never change."""
    if isinstance(value, Map):
        made = Map(value, value.place, value.flow)
        made.at = dict(value.at)
        for key, inner in value.items():
            if not isinstance(inner, Text):
                made[key] = copy(inner)
        return made
    if isinstance(value, Seq):
        entries = (entry if isinstance(entry, Text) else copy(entry) for entry in value)
        return Seq(entries, value.place, value.flow)
    return value


def entry_name(entry: Any) -> str | None:
    """The name of a list's entry in a path; None where it has none."""
    if isinstance(entry, str):
        return str(entry)
    if isinstance(entry, dict):
        for key in NAME_KEYS:
            if isinstance(entry.get(key), str):
                return str(entry[key])
    return None


def walk(root: Any, path: Iterable[str | int]) -> list[tuple[Any, Any]]:
    """Follow a model path through the data as typed: (container, key) pairs as far as it goes.

    Segments that the model adds to what was typed (the empty label, the number of what stands alone where a list
    may stand) are skipped; an entry of a list is found by its name or by its number.
    """
    trail: list[tuple[Any, Any]] = []
    here = root
    for segment in path:
        if isinstance(here, dict):
            if segment in here:
                trail.append((here, segment))
                here = here[segment]
            elif segment not in ("", "1") and not isinstance(segment, int) and entry_name(here) != segment:
                break
        elif isinstance(here, list):
            number = _index(here, segment)
            if number is None:
                if segment == "":
                    continue
                break
            trail.append((here, number))
            here = here[number]
        elif segment != "" and not isinstance(segment, int):
            break
    return trail


def _index(entries: list[Any], segment: str | int) -> int | None:
    for number, entry in enumerate(entries):
        if entry_name(entry) == segment:
            return number
    if isinstance(segment, int) and 0 <= segment < len(entries):
        return segment
    if isinstance(segment, str) and segment.isdigit() and 1 <= int(segment) <= len(entries):
        return int(segment) - 1
    return None


def locate(root: Any, path: Path) -> Place | None:
    """The place of a model path: the value where it is a text, else its key; the nearest one above if it isn't there."""
    trail = walk(root, path)
    if not trail:
        return getattr(root, "place", None)
    container, key = trail[-1]
    value = container[key]
    if isinstance(value, Text) and value:
        return value.place
    if isinstance(container, Map):
        return container.at.get(key, container.place)
    place: Place | None = getattr(value, "place", None) or getattr(container, "place", None)
    return place
