"""A text under repair: its lines and what was changed in them, so that every column leads back to the file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import yaml

_Parser: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
TEXT = "tag:yaml.org,2002:str"
"""The tag of whatever has none in the file."""
MAX_DEPTH = 64
"""Levels of nesting beyond which a file is not read."""
LINE_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
"""What YAML takes for the end of a line."""
COLONS = "：﹕∶︰"
"""Signs that look like a colon and are none."""
BLANKS = "\u3000\xa0\u2000-\u200d\u202f\u205f\u2060\ufeff"
"""Blanks and invisible signs that YAML takes for letters (as a regular expression's class)."""
Edit = tuple[int, int, str]
"""Replace the columns ``start`` to ``end`` (from 0, end exclusive) of one line by a text."""


class Loader(_Parser):  # type: ignore[misc]  # its base is known at run time only
    """Composes nodes and takes every scalar for a text: to ask what else it may be is a third of composing."""

    def resolve(self, kind: object, value: object, implicit: object) -> str:
        return TEXT

    def descend_resolver(self, parent: object, index: object) -> None: ...

    def ascend_resolver(self) -> None: ...


@dataclass(frozen=True)
class Slip:
    """What somebody did wrong in line ``row`` (from 0), at ``column`` (from 0), and the edits that mend it.

    ``variant``, ``args``, ``code``: the words of the finding. ``way``: which of several mends of the variant this is.
    ``safe``: the edits only touch the punctuation of keys, so ``--fix`` may write them.
    """

    row: int
    column: int
    variant: str
    edits: Mapping[int, tuple[Edit, ...]]
    args: Mapping[str, object] = field(default_factory=dict)
    code: str = "F002"
    way: str = ""
    safe: bool = False


@dataclass(frozen=True)
class Sheet:
    """The lines of a text, the breaks between them, and all edits so far by line, oldest first."""

    rows: tuple[str, ...]
    breaks: tuple[str, ...]
    edited: Mapping[int, tuple[tuple[Edit, ...], ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str) -> Sheet:
        """The sheet of a text as typed."""
        breaks = tuple(LINE_BREAK.findall(text))
        plain = breaks.count("\n") == len(breaks)
        return cls(tuple(text.split("\n") if plain else LINE_BREAK.split(text)), breaks)

    @cached_property
    def text(self) -> str:
        """The text as mended so far."""
        return "".join(row + end for row, end in zip(self.rows, (*self.breaks, ""), strict=True))

    def mended(self, *slips: Slip) -> Sheet:
        """The sheet after the edits of some slips (of one line the first slip alone, edits must not overlap)."""
        rows, edited = list(self.rows), dict(self.edited)
        done: set[int] = set()
        for slip in slips:
            for number, edits in slip.edits.items():
                if number in done:
                    continue
                done.add(number)
                for start, end, text in reversed(edits):
                    rows[number] = rows[number][:start] + text + rows[number][end:]
                edited[number] = (*edited.get(number, ()), edits)
        return Sheet(tuple(rows), self.breaks, edited)

    def origin(self, row: int, column: int) -> int:
        """The column in the file as typed of a column in the text as mended (both from 0)."""
        for edits in reversed(self.edited.get(row, ())):
            column = _before(column, edits)
        return column


def _before(column: int, edits: tuple[Edit, ...]) -> int:
    shift = 0
    for start, end, text in edits:
        at = start + shift
        if column < at:
            break
        if column < at + len(text):
            return min(start + column - at, end)
        shift += len(text) - (end - start)
    return column - shift
