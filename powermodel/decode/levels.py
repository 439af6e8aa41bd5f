"""Content that was typed on the level of its heading: put back below it before the data is made.

    步骤:
    提出申请:          ← should be indented
      岗位: 申请家庭

Done on YAML nodes, where keys that repeat (every step has its 岗位) are not lost yet.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

import yaml

from powermodel.decode.keys import all_keys, in_english, shapes, to_chinese
from powermodel.model.power import Step

Pair = tuple[Any, Any]
_HOLDERS = frozenset(("步骤", "风险点", "防控措施", "绑定"))


@dataclass
class Moved:
    """What was moved: the heading's name, the node of the first key, how many keys."""

    heading: str
    first: yaml.ScalarNode
    count: int = 1


@dataclass
class _Open:
    """A heading without content of its own, and what was found for it."""

    key: yaml.ScalarNode
    names: bool
    pairs: list[Pair] = field(default_factory=list)


@cache
def _holders() -> frozenset[str]:
    return _HOLDERS | {word for key in _HOLDERS for word in in_english(key)}


@cache
def _fields() -> frozenset[str]:
    return frozenset(shapes(Step)) | frozenset(to_chinese(Step))


def levelled(pairs: list[Pair]) -> tuple[list[Pair], list[Moved]]:
    """The pairs of one mapping with misplaced content put below its heading, and what was moved."""
    made: list[Pair] = []
    opened: list[_Open] = []
    moved: dict[int, Moved] = {}
    for number, (key, value) in enumerate(pairs):
        while opened and not _belongs(opened[-1], key, value):
            opened.pop()
        if opened:
            holder = opened[-1]
            if id(holder) in moved:
                moved[id(holder)].count += 1
            elif len(opened) == 1 and not any(_is_field(k) for k, _ in made):
                moved[id(holder)] = Moved(holder.key.value, key)
            holder.pairs.append((key, value))
        else:
            made.append((key, value))
        if (
            _blank(value)
            and isinstance(key, yaml.ScalarNode)
            and (key.value in _holders() or key.value not in all_keys())
            and (not any(_is_field(k) for k, _ in made) or _again(pairs, number))
        ):
            heading = _Open(key, key.value in _holders())
            target = opened[-1].pairs if opened else made
            node = yaml.MappingNode("tag:yaml.org,2002:map", heading.pairs, value.start_mark, value.end_mark)
            target[-1] = (key, _Late(node, value))
            opened.append(heading)
    return _settled(made), list(moved.values())


@dataclass
class _Late:
    """The value of a heading: the mapping if anything came for it, else the blank that was there."""

    node: yaml.MappingNode
    blank: yaml.ScalarNode


def _settled(pairs: list[Pair]) -> list[Pair]:
    made = []
    for key, value in pairs:
        if isinstance(value, _Late):
            value.node.value = _settled(value.node.value)
            value = value.node if value.node.value else value.blank
        made.append((key, value))
    return made


def _blank(value: Any) -> bool:
    return isinstance(value, yaml.ScalarNode) and value.value == "" and not value.style


def _is_field(key: Any) -> bool:
    """Whether a key is one of a step: then a heading beside it is a step too deep, and is told as that."""
    return isinstance(key, yaml.ScalarNode) and key.value in _fields()


def _again(pairs: list[Pair], number: int) -> bool:
    """Whether a key before a heading comes again behind it: then another step begins there."""
    before = {key.value for key, _ in pairs[:number] if isinstance(key, yaml.ScalarNode)}
    return any(isinstance(key, yaml.ScalarNode) and key.value in before for key, _ in pairs[number + 1 :])


def _belongs(heading: _Open, key: Any, value: Any) -> bool:
    if not isinstance(key, yaml.ScalarNode):
        return False
    if heading.names:
        return key.value not in all_keys() and (_blank(value) or _like_a_step(value))
    return key.value in _fields() and not _like_a_step(value)


def _like_a_step(value: Any) -> bool:
    """Whether a value is a mapping of keys of the format."""
    return isinstance(value, yaml.MappingNode) and any(
        isinstance(key, yaml.ScalarNode)
        and key.value in ("岗位", "下一步", "类型", "措施", "表现", "owner", "owners", "next", "kind")
        for key, _ in value.value
    )
