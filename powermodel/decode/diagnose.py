"""Why a YAML file doesn't parse, in the words of whoever typed it, and the text mended so that the rest is read.

The parser names a line that is often too late, in words for programmers. Here every habit that `slips` suspects near
that line is put right in memory and the parser is asked again: the mend that brings it furthest tells what was wrong.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import yaml

from powermodel.decode.sheet import MAX_DEPTH, Loader, Sheet, Slip
from powermodel.decode.slips import TEXTUAL, indent_of, line, no_space, odd_indent, prose, wide_colon

BUDGET = 600_000
"""Characters that may be parsed while looking for the mends of one file."""
NEAR = 12
"""Suspicions that are tried one by one, the nearest to the parser's line first."""
BACK = 300
"""Lines before the parser's that are searched."""
ROUNDS = 60
LARGE = 60_000
"""Characters beyond which a file is not mended, only its first error told: such a file was not typed by hand."""
EVERYWHERE = frozenset(
    (
        "tab",
        "wide_space",
        "nbsp",
        "open_quote",
        "wide_colon",
        "no_space",
        "blank_after",
        "dash",
        "wide_dash",
        "wide_bracket",
        "pairs",
    )
)
"""Habits of the keyboard: who has one has it in every line, so they are also mended all over the file at once."""
Point = tuple[int, int]
_GOAL: Point = (1 << 40, 0)


def failure(text: str) -> yaml.MarkedYAMLError | None:
    """The first error of a text, or None where there is none before it is refused as too deep."""
    anchors: set[str | None] = set()
    documents = depth = 0
    try:
        for event in yaml.parse(text, Loader=Loader):
            if isinstance(event, yaml.NodeEvent) and event.anchor:
                # The composer refuses an alias of nothing, and an anchor that is there twice.
                if isinstance(event, yaml.AliasEvent) != (event.anchor in anchors):
                    mark: Any = event.start_mark
                    return yaml.MarkedYAMLError(problem="anchor", problem_mark=mark)
                anchors.add(event.anchor)
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            documents += isinstance(event, yaml.DocumentStartEvent)
            if documents > 1 or depth > MAX_DEPTH:
                return None
    except yaml.MarkedYAMLError as error:
        return error
    return None


def repaired(sheet: Sheet) -> tuple[Sheet, list[Slip]]:
    """Mend a text until it parses or nothing helps any more.

    Returns the sheet as mended and what was wrong, in the order found, columns as typed. A slip without edits is
    an error that could not be mended: then the sheet still doesn't parse.
    """
    found: list[Slip] = []
    search = _Search(sheet)
    for _ in range(ROUNDS):
        search.left -= len(sheet.text)
        error = failure(search.sheet.text)
        if error is None:
            break
        if len(sheet.text) > LARGE:
            slips = [replace(slip, edits={}) for slip in search.near(error)[:1]]
        else:
            slips = search.better(error) if search.left > 0 else []
        slips = slips or [_own_words(search.sheet, error)]
        found += [_as_typed(slip, search.sheet) for slip in slips]
        if not slips[0].edits:
            break
        search.take(slips)
    return search.sheet, found


def split_sentence(sheet: Sheet, rows: Iterable[int] | None = None) -> tuple[Sheet, list[Slip]]:
    """Mend every colon of a text (or some rows of it) that YAML reads as one sentence; of a large one none."""
    slips = []
    for row in (range(len(sheet.rows)) if rows is None else rows) if len(sheet.text) <= LARGE else ():
        if at := line(sheet, row):
            slips += [slip for habit in (wide_colon, no_space) for slip in habit(at)][:1]
    return sheet.mended(*slips), [_as_typed(slip, sheet) for slip in slips]


def _as_typed(slip: Slip, sheet: Sheet) -> Slip:
    """The same with its columns as in the file."""
    edits = {
        row: tuple((sheet.origin(row, start), sheet.origin(row, end), text) for start, end, text in changes)
        for row, changes in slip.edits.items()
    }
    return replace(slip, column=sheet.origin(slip.row, slip.column), edits=edits)


class _Search:
    """Tries mends within a budget; ``sheet`` is the text as mended so far."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.left = sheet, BUDGET
        self.prose = prose(sheet)
        self.suspected: dict[int, list[Slip]] = {}
        self.indents = Counter(indent_of(row) for row in sheet.rows if row.strip())

    def take(self, slips: list[Slip]) -> None:
        self.sheet = self.sheet.mended(*slips)
        for row in {row for slip in slips for row in slip.edits}:
            for near in (row - 1, row, row + 1):
                self.suspected.pop(near, None)

    def better(self, error: yaml.MarkedYAMLError) -> list[Slip]:
        """The slips whose mend brings the parser furthest beyond ``error``; empty where none does."""
        at = _point(error)
        near = self.near(error)
        best, reached = self._furthest([[slip] for slip in near], at)
        if reached < _GOAL:
            # What one mend did not do the same habit mended all over the file may do.
            habits = {slip.variant for slip in best or near} & EVERYWHERE
            groups, _ = self._furthest(self._groups(near, habits), max(at, reached))
            best = groups or best
        if not best:
            # Another indent of a line must bring the parser beyond that line: a step within it proves nothing.
            indents = self._indents(at[0])
            best, _ = self._furthest([[slip] for slip in indents], (at[0], 1 << 30))
            best = best or self._furthest([[slip] for slip in indents if slip.row < at[0]], at)[0]
        if not best:
            best, _ = self._furthest(([slip] for slip in self._without(error, at[0])), at)
        return best

    def _furthest(self, trials: Iterable[list[Slip]], at: Point) -> tuple[list[Slip], Point]:
        best: list[Slip] = []
        for slips in trials:
            if self.left < 0 or at == _GOAL:
                break
            text = self.sheet.mended(*slips).text
            self.left -= len(text)
            point = _point(failure(text))
            if point > at:
                best, at = slips, point
        return best, at

    def _rows(self, last: int) -> Iterator[int]:
        for row in range(min(last, len(self.sheet.rows) - 1), max(last - BACK, -1), -1):
            if row not in self.prose:
                yield row

    def _slips(self, row: int) -> list[Slip]:
        if row not in self.suspected:
            at = line(self.sheet, row)
            self.suspected[row] = [slip for habit in TEXTUAL for slip in habit(at)] if at else []
        return self.suspected[row]

    def near(self, error: yaml.MarkedYAMLError) -> list[Slip]:
        """What is suspected in the line where the parser saw the thing begin, where it gave up, and those above."""
        found: dict[tuple[int, str, str], Slip] = {}
        last = _point(error)[0]
        context = [error.context_mark.line] if error.context_mark else []
        given_up = error.problem_mark.line if error.problem_mark else last
        for row in dict.fromkeys(
            (last, *context, *range(given_up, max(last, given_up - 3), -1), *self._rows(last))
        ):
            if row >= len(self.sheet.rows) or row in self.prose:
                continue
            for slip in self._slips(row):
                found.setdefault((slip.row, slip.variant, slip.way), slip)
            if len(found) >= NEAR:
                break
        return list(found.values())

    def _groups(self, near: list[Slip], habits: set[str]) -> Iterator[list[Slip]]:
        """The same habit all over the file, in each way to mend it, where it stands in more than one line."""
        kinds = dict.fromkeys((slip.variant, slip.way) for slip in near if slip.variant in habits)
        everywhere: dict[tuple[str, str], list[Slip]] = {}
        for row in range(len(self.sheet.rows)):
            if row not in self.prose:
                for slip in self._slips(row):
                    everywhere.setdefault((slip.variant, slip.way), []).append(slip)
        yield from (everywhere[kind] for kind in kinds if len(everywhere.get(kind, ())) > 1)

    def _indents(self, last: int) -> list[Slip]:
        """Other indents for the parser's line and those before it; a line whose indent is rare in the file first."""
        rows = [row for row in self._rows(last) if self.sheet.rows[row].strip()][:4]
        rows.sort(key=lambda row: self.indents[indent_of(self.sheet.rows[row])])
        lines = [at for row in rows if (at := line(self.sheet, row)) is not None]
        return [slip for at in lines for slip in odd_indent(at)]

    def _without(self, error: yaml.MarkedYAMLError, last: int) -> Iterator[Slip]:
        """Last resort: leave the parser's line out, or the one before."""
        said = _own_words(self.sheet, error)
        for row in dict.fromkeys((said.row, last, last - 1)):
            if 0 <= row < len(self.sheet.rows) and self.sheet.rows[row].strip():
                yield replace(said, edits={row: ((0, len(self.sheet.rows[row]), ""),)}, way=str(row))


def _point(error: yaml.MarkedYAMLError | None) -> Point:
    """How far the parser came. Of a quote or bracket that is not closed in its line the beginning counts."""
    if error is None:
        return _GOAL
    mark, context = error.problem_mark or error.context_mark, error.context_mark
    if context and mark and context.line < mark.line and re.search("quoted scalar|flow ", str(error.context)):
        mark = context
    return (mark.line, mark.column) if mark else (0, 0)


def _own_words(sheet: Sheet, error: yaml.MarkedYAMLError) -> Slip:
    """The parser's own place, with the plainest words for its class of error."""
    problem, context = error.problem_mark or error.context_mark, error.context_mark
    said = f"{error.context or ''} {error.problem or ''}"
    row, column = (problem.line, problem.column) if problem else (0, 0)
    row = min(row, len(sheet.rows) - 1)
    while row > 0 and not sheet.rows[row].strip():
        row, column = row - 1, len(sheet.rows[row - 1])
    if (
        context is not None
        and ("quoted scalar" in said or "flow " in said)
        and context.line < len(sheet.rows)
    ):
        sign = sheet.rows[context.line][context.column : context.column + 1]
        if "quoted" in said:
            return Slip(context.line, context.column, "open_quote", {}, {"text": sign})
        return Slip(
            context.line,
            context.column,
            "open_bracket",
            {},
            {"open": sign, "close": {"{": "}"}.get(sign, "]")},
        )
    return Slip(row, column, "", {}, {"text": sheet.rows[row].strip()[:24]})
