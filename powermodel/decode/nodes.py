"""YAML nodes to data with marks: every scalar as its text, duplicate keys found, bombs refused."""

from __future__ import annotations

from functools import partial
from sys import intern
from typing import Any

import yaml

from powermodel.decode.document import MAX_NODES, Document, Refused
from powermodel.decode.marks import Map, Seq, Text
from powermodel.decode.sheet import MAX_DEPTH, TEXT
from powermodel.finding import Finding, Place, Related

_PLACE = partial(tuple.__new__, Place)
"""A place of a triple, at half the cost of naming its parts: a file has as many places as words."""


def convert(document: Document, node: Any) -> Any:
    """The data of a node of ``document``, with the findings F003, F004 and F006 about it. Raises `Refused`."""
    return _Converter(document).convert(node)


class _Converter:
    """YAML nodes to data with marks: every scalar as its text, duplicate keys found, bombs refused."""

    def __init__(self, document: Document) -> None:
        self.document, self.count = document, 0
        self.mended = bool(document.sheet.edited)
        self.open: set[int] = set()
        self.path: list[str | int] = []

    def convert(self, node: Any) -> Any:
        place = self._begin(node)
        if type(node) is yaml.ScalarNode:
            end = node.end_mark
            if end.line >= place.line and not node.style:
                self.document.folded = True
            return Text(node.value, place, not node.style, (end.line + 1, end.column + 1))
        if id(node) in self.open:
            raise Refused("circle", node.start_mark)
        if len(self.open) >= MAX_DEPTH:
            raise Refused("deep", node.start_mark, limit=MAX_DEPTH)
        self.open.add(id(node))
        made: Map | Seq
        if isinstance(node, yaml.SequenceNode):
            made = Seq((), place, bool(node.flow_style))
            for number, entry in enumerate(node.value, 1):
                self.path.append(number)
                made.append(self.convert(entry))
                self.path.pop()
        else:
            made = self._mapping(node, place)
        self.open.remove(id(node))
        return made

    def _begin(self, node: Any) -> Place:
        """Count a node; returns where it begins."""
        self.count += 1
        if self.count > MAX_NODES:
            raise Refused("bomb", node.start_mark)
        place = self._place(node.start_mark)
        if node.tag is not TEXT:
            self._tagged(node, place)
        return place

    def _place(self, mark: Any) -> Place:
        if self.mended:
            return self.document.place(mark.line + 1, mark.column + 1)
        return _PLACE((self.document.file, mark.line + 1, mark.column + 1))

    def _mapping(self, node: Any, place: Place) -> Map:
        made = Map((), place, bool(node.flow_style))
        path, at = self.path, made.at
        for key_node, value_node in node.value if node.flow_style else self._levelled(node.value):
            if type(key_node) is not yaml.ScalarNode:
                self._say("F006", "key", self.convert(key_node).place, {})
                continue
            key_place = self._begin(key_node)
            name = intern(key_node.value)
            if name.isascii() and name.replace("_", "").isalpha():
                self.document.english = True
            path.append(name)
            value = self.convert(value_node)
            if name in made:
                first = at[name]
                related = (Related("第一次写在这里", place=first),)
                second = name == "权力" and len(path) == 1 and "步骤" in made
                variant = "two" if second else ""
                self._say("F003", variant, key_place, {"key": name, "line": first.line}, related)
                if second:
                    path.pop()
                    break
            else:
                made[name], at[name] = value, key_place
            path.pop()
        return made

    def _levelled(self, pairs: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
        """The pairs, with what was typed on the level of its heading put below it."""
        if not any(isinstance(value, yaml.ScalarNode) and not value.value for _, value in pairs[:-1]):
            return pairs
        from powermodel.decode.levels import levelled

        pairs, moved = levelled(pairs)
        for each in moved:
            args = {"key": each.heading, "first": each.first.value, "count": each.count}
            self._say("F004", "not_indented", self._place(each.first.start_mark), args)
        return pairs

    def _say(
        self,
        code: str,
        variant: str,
        place: Place,
        args: dict[str, object],
        related: tuple[Related, ...] = (),
    ) -> None:
        self.document.findings.append(
            Finding(code, tuple(map(str, self.path)), args, variant, place=place, related=related)
        )

    def _tagged(self, node: Any, place: Place) -> None:
        """A tag that is no YAML type is a text that somebody began with an exclamation mark."""
        if not node.tag.startswith("tag:yaml.org,2002:") and node.tag != "!":
            text = node.tag + (" " + node.value[:16] if isinstance(node, yaml.ScalarNode) else " …")
            self._say("F002", "sign", place, {"sign": "!", "text": text})
