"""One file as read: its text, what was found in it, and what was made of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from powermodel.decode.marks import Map
from powermodel.decode.sheet import LINE_BREAK, Sheet, Slip
from powermodel.finding import Finding, Fix, Place

MAX_NODES = 20_000
"""Keys and values of one file: ten times the largest file that anybody needs."""


@dataclass
class Document:
    """One file as read. ``root`` is None where nothing could be saved; ``text`` is what was decoded.

    ``sheet``: the text as mended in memory, which is what ``root`` was made of. ``encoding``: utf-8, gbk or utf16
    where every character was read, else empty. ``english``: whether a key may be English; ``folded``: whether a text
    without quotes goes over several lines.
    """

    file: str
    text: str = ""
    root: Map | None = None
    findings: list[Finding] = field(default_factory=list)
    encoding: str = "utf-8"
    sheet: Sheet = field(default_factory=lambda: Sheet.of(""))
    english: bool = False
    folded: bool = False

    @cached_property
    def lines(self) -> list[str]:
        """The lines as YAML counts them."""
        return LINE_BREAK.split(self.text)

    @cached_property
    def starts(self) -> list[int]:
        """Offsets in ``text`` at which the lines begin."""
        return [0, *(found.end() for found in LINE_BREAK.finditer(self.text))]

    def say(self, code: str, variant: str, line: int = 0, column: int = 0, /, **args: object) -> None:
        """Write a finding about a point of the text as mended; line and column from 1, 0: the whole file."""
        self.findings.append(Finding(code, args=args, variant=variant, place=self.place(line, column)))

    def place(self, line: int, column: int) -> Place:
        """The place in the file as typed of a point of the text as mended."""
        if line and column and self.sheet.edited:
            typed = self.lines[line - 1] if line <= len(self.lines) else ""
            column = min(self.sheet.origin(line - 1, column - 1), len(typed)) + 1
        return Place(self.file, line, column)

    def fixes(self, slip: Slip) -> tuple[Fix, ...]:
        """The edits of a slip as replacements in the file as typed."""
        return tuple(
            Fix(self.file, self.starts[row] + start, self.starts[row] + end, text)
            for row, edits in slip.edits.items()
            for start, end, text in edits
        )

    def tell(self, slips: Iterable[Slip]) -> None:
        """Write what was mended to the findings, at the places in the file as typed."""
        for slip in slips:
            place = Place(self.file, slip.row + 1, min(slip.column, len(self.lines[slip.row])) + 1)
            fix = self.fixes(slip) if slip.safe else ()
            self.findings.append(
                Finding(slip.code, args=slip.args, variant=slip.variant, place=place, fix=fix)
            )


class Refused(Exception):
    """A file that is not read on (F010): why, and where."""

    def __init__(self, variant: str, mark: Any, **args: object) -> None:
        self.variant, self.line, self.column, self.args_ = variant, mark.line + 1, mark.column + 1, args
