"""What officers do to a line of YAML: each recogniser names one habit and offers the edits that would mend it.

They only suspect. Whether a suspicion is right is tried by `diagnose`: the mend must let the parser get further.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from powermodel.decode.keys import all_keys
from powermodel.decode.sheet import BLANKS, COLONS, Edit, Sheet, Slip

_KEY = rf"[^\s{COLONS}:#\[\]{{}}\"'”，,&*!|>%@`-][^{COLONS}:#\[\]{{}}\"'，,]{{0,30}}?"
_MARKER = re.compile(r"(<{7}|={7}|>{7}|\|{7})( |$)")
_WIDE_BRACKETS = str.maketrans("｛｝［］【】", "{}[][]")
_CLOSING = {"[": "]", "{": "}"}
LONGEST_KEY = 8
"""Characters of the longest key of the format, about; a longer line at the margin is prose."""
LONGEST = 4_000
"""Characters of the longest line that is searched: beyond it nobody typed by hand."""


@dataclass(frozen=True)
class Line:
    """One line under suspicion: its indent (blanks of any kind), and the rest of it, its ``body``."""

    sheet: Sheet
    row: int
    text: str
    indent: str
    body: str

    def slip(
        self,
        column: int,
        variant: str,
        *edits: Edit,
        code: str = "F002",
        way: str = "",
        safe: bool = False,
        **args: object,
    ) -> Slip:
        return Slip(self.row, column, variant, {self.row: tuple(sorted(edits))}, args, code, way, safe)


def line(sheet: Sheet, row: int) -> Line | None:
    """The line to be searched; None for blank and endless lines and comments."""
    text = sheet.rows[row]
    if len(text) > LONGEST or not text.strip():
        return None
    indent = re.match(rf"[\s{BLANKS}]*", text)[0]  # type: ignore[index]
    body = text[len(indent) :]
    return None if not body or body.startswith("#") else Line(sheet, row, text, indent, body)


def prose(sheet: Sheet) -> set[int]:
    """Lines inside ``|`` and ``>`` texts, where anything may stand."""
    inside: set[int] = set()
    block: int | None = None
    for number, row in enumerate(sheet.rows):
        indent = len(row) - len(row.lstrip(" "))
        if block is not None:
            if not row.strip() or indent > block:
                inside.add(number)
                continue
            block = None
        if re.search(r"[:-] +[|>][+-]?\d?[ ]*(#.*)?$", row[-80:]) and not row.lstrip().startswith("#"):
            block = indent
    return inside


def quoted(text: str) -> str:
    """A text in quotes that YAML reads back unchanged."""
    return "'" + text.replace("'", "''") + "'"


# -- foreign matter ---------------------------------------------------------------------------------------------


def merge(at: Line) -> Iterator[Slip]:
    """The markers of two versions that were not merged: the first version is kept for this run."""
    if not _MARKER.match(at.text):
        return
    rows = at.sheet.rows
    first = at.row
    while first > 0 and not rows[first].startswith("<<<<<<<"):
        first -= 1
    first = first if rows[first].startswith("<<<<<<<") else at.row
    edits: dict[int, tuple[Edit, ...]] = {}
    ours = True
    for number in range(first, len(rows)):
        marker = _MARKER.match(rows[number])
        ours = ours and not rows[number].startswith(("=======", "|||||||"))
        if marker or not ours:
            edits[number] = ((0, len(rows[number]), ""),)
        if rows[number].startswith(">>>>>>>"):
            break
    yield Slip(first, 0, "merge", edits)


def fence(at: Line) -> Iterator[Slip]:
    """Code fences, from a chat or a web page."""
    if at.body.startswith("```"):
        rows = at.sheet.rows
        fences = [n for n, row in enumerate(rows) if row.strip().startswith("```")]
        yield Slip(fences[0], 0, "fence", {n: ((0, len(rows[n]), ""),) for n in fences})


# -- blanks and indents -----------------------------------------------------------------------------------------


def strange_indent(at: Line) -> Iterator[Slip]:
    """Tab, full-width or no-break space before the text."""
    strange = {"\t": "tab", "\u3000": "wide_space", "\xa0": "nbsp"}
    column = next((column for column, char in enumerate(at.indent) if char in strange), None)
    if column is None:
        return
    variant = strange[at.indent[column]]
    fit = _fitting(at)
    if fit is not None:
        yield at.slip(column, variant, (0, len(at.indent), " " * fit), way="fit")
    for width in (2, 1, 4, 8):
        plain = re.sub(r"[^ ]", " " * width, at.indent)
        yield at.slip(column, variant, (0, len(at.indent), plain), way=str(width))


def _fitting(at: Line) -> int | None:
    """The indent of a neighbour that a strange one most likely means: below an opening line one level deeper."""
    above = next((r for r in at.sheet.rows[max(at.row - 1, 0) : at.row][::-1] if r.strip()), None)
    if above is None:
        return None
    width = len(above) - len(above.lstrip(" "))
    return width + 2 if above.rstrip().endswith(":") else width


def indent_of(row: str) -> int:
    return len(row) - len(row.lstrip(" "))


def odd_indent(at: Line) -> Iterator[Slip]:
    """An indent that fits no level: the levels that are open here are tried, the nearest first."""
    if at.indent.strip(" ") or not any(r.strip() and r[0] != "#" for r in at.sheet.rows[: at.row]):
        return
    here = len(at.indent)
    levels = {
        indent_of(r)
        for r in at.sheet.rows[max(at.row - 60, 0) : at.row]
        if r.strip() and r.lstrip()[0] != "#"
    }
    above = next((r for r in reversed(at.sheet.rows[: at.row]) if r.strip() and r.lstrip()[0] != "#"), "")
    levels.add(indent_of(above) + 2)
    if dash := re.match(r" *(?:- +)+", above):
        levels.add(len(dash[0]))
    variant = "deeper" if here > indent_of(above) and not above.rstrip().endswith(":") else "indent"
    said = above.strip().removeprefix("- ").split(":")[0][:20]
    for width in sorted(levels - {here}, key=lambda w: (abs(w - here), -w))[:5]:
        slip = at.slip(here, variant, (0, here, " " * width), way=str(width), indent=here, above=said)
        yield slip
        if len(block := _block(at.sheet, at.row)) > 1:
            shift: Edit = (0, 0, " " * (width - here)) if width > here else (0, here - width, "")
            yield replace(slip, edits=dict.fromkeys(block, (shift,)), way=f"block{width}")


def _block(sheet: Sheet, row: int) -> list[int]:
    """A line and those after it that are indented as much or more."""
    rows = [row]
    for number in range(row + 1, len(sheet.rows)):
        if sheet.rows[number].strip():
            if indent_of(sheet.rows[number]) < indent_of(sheet.rows[row]):
                break
            rows.append(number)
    return rows


# -- colons -----------------------------------------------------------------------------------------------------


def wide_colon(at: Line) -> Iterator[Slip]:
    """A full-width colon behind a key, at the head of the line or inside brackets."""
    found = re.match(rf"(?:- +)*({_KEY})\s*([{COLONS}])[ \t{BLANKS}]*", at.body)
    start = len(at.indent)
    if found:
        column = start + found.start(2)
        blank = " " if found.end() < len(at.body) else ""
        yield at.slip(
            column, "wide_colon", (column, start + found.end(), ":" + blank), safe=True, key=found[1]
        )
    if not re.search(r"[\[{]", at.body):
        return
    edits, first = [], None
    for found in re.finditer(rf"(?<=[{{,，\[])\s*({_KEY})\s*([{COLONS}])[ \t{BLANKS}]*", at.text):
        edits.append((found.start(2), found.end(), ": "))
        first = first or found
    if first:
        yield at.slip(first.start(2), "wide_colon", *edits, safe=True, key=first[1], way="flow")


def no_space(at: Line) -> Iterator[Slip]:
    """A colon without a blank behind it (or with one that is none)."""
    found = re.match(rf"(?:- +)*({_KEY}):([{BLANKS}]*)(?![\s/:])(\S.*)$", at.body)
    if not found or re.match(r"\d", found[1]):
        return
    start = len(at.indent)
    column = start + found.end(1)
    variant = "blank_after" if found[2] else "no_space"
    yield at.slip(
        column,
        variant,
        (column, start + found.end(2), ": "),
        safe=bool(found[2]),
        key=found[1],
        value=found[3][:20],
    )


def second_colon(at: Line) -> Iterator[Slip]:
    """Two times colon and blank in one line: the value wants quotes."""
    start = len(at.indent)
    if found := re.match(rf"(?:- +)*{_KEY}: +(?![\[{{\"'|>#&*!@%`])(.*?:( .*|)?)$", at.body):
        yield at.slip(
            start + found.start(1), "second_colon",
            (start + found.start(1), len(at.text), quoted(found[1].rstrip())), text=found[1][:30],
        )  # fmt: skip
    if not re.search(r"[\[{]", at.body):
        return
    for found in re.finditer(
        rf"(?<=[{{,])\s*{_KEY}: +([^\s,\[\]{{}}\"'][^,\[\]{{}}\"']*?: [^,\[\]{{}}]*)", at.text
    ):
        yield at.slip(
            found.start(1),
            "second_colon",
            (*found.span(1), quoted(found[1].strip())),
            way="flow",
            text=found[1][:30],
        )


def no_colon(at: Line) -> Iterator[Slip]:
    """A key without its colon, or with another sign in its place."""
    start = len(at.indent)
    dash = re.match(r"(?:- +)*", at.body)[0]  # type: ignore[index]
    rest = at.body[len(dash) :]
    found = re.match(r"([^\s=＝;；.。、,，:：]+)\s*([ =＝;；.。、,，])\s*(\S.*)$", rest)
    if found and found[1] in all_keys():
        head = start + len(dash)
        mend = (head + found.end(1), head + found.start(3), ": ")
        yield at.slip(head + found.end(1), "no_colon", mend, way="value", key=found[1], value=found[3][:20])
    if not re.search(r"[:：\[\]{}\"'#]", rest):
        end = len(at.text.rstrip())
        below = next((r for r in at.sheet.rows[at.row + 1 :] if r.strip()), "")
        deeper = indent_of(below) > start
        way, name = "head" if deeper else "end", rest.strip()[:24]
        first = not any(r.strip() and r[0] != "#" for r in at.sheet.rows[: at.row])
        said = first or re.search("[，。、；！？（）]", rest) or (start == 0 and len(rest) > LONGEST_KEY)
        if not deeper and name not in all_keys() and said:
            yield at.slip(start, "stray", (0, len(at.text), ""), text=name)
            return
        yield at.slip(end, "no_colon", (end, len(at.text), ":"), way=way, key=name, value="…")


# -- signs ------------------------------------------------------------------------------------------------------


def sign(at: Line) -> Iterator[Slip]:
    """A value (or a key) that begins with a sign which means something else in YAML."""
    start = len(at.indent)
    found = re.match(rf"((?:- +)*{_KEY}: +|(?:- *)*)([@`%|>&*!?,\]}}])(.*?)(?:\s+#.*)?$", at.body)
    if found and not (found[2] in "|>" and re.fullmatch(r"[+-]?\d?", found[3])):
        begin, end = start + found.start(2), start + found.end(3)
        text = at.text[begin:end]
        key = re.match(r"(.[^:]*)(:(?: .*)?)$", text) if ":" not in found[1] else None
        mend = key[1].strip("@`%&*!? ") + key[2] if key else quoted(text)
        blank = " " if found[1].endswith("-") else ""
        yield at.slip(begin, "sign", (begin, end, blank + mend), sign=found[2], text=text[:24])
    for found in re.finditer(rf"(?:(?<=[\[,])|(?<=[{{,])\s*{_KEY}:)\s*([@`%|>&*!?][^,\[\]{{}}]*)", at.text):
        mend = quoted(found[1].strip())
        text = found[1].strip()
        yield at.slip(
            found.start(1), "sign", (*found.span(1), mend), way="flow", sign=text[0], text=text[:24]
        )


def dash(at: Line) -> Iterator[Slip]:
    """A list's dash without a blank, or something else in its place."""
    start = len(at.indent)
    if found := re.match(r"([－—–·•●○■◆*＊]|-(?![\s-]))\s*(?=\S)", at.body):
        variant = "dash" if found[1] == "-" else "wide_dash"
        yield at.slip(start, variant, (start, start + found.end(), "- "), text=found[1])
    if found := re.match(rf"(?:- +)*{_KEY}: +(- .*)$", at.body):
        entries = [e.strip() for e in re.split(r"(?:^|\s)- +", found[1]) if e.strip()]
        edit = (start + found.start(1), len(at.text), "[" + ", ".join(entries) + "]")
        yield at.slip(start + found.start(1), "inline_dash", edit, text=found[1][:24], want=edit[2])


def stray_dash(at: Line) -> Iterator[Slip]:
    """A dash before one of several keys of a mapping."""
    start = len(at.indent)
    found = re.match(rf"-\s+({_KEY})(:(?:\s.*)?)?$", at.body)
    level = (r for r in reversed(at.sheet.rows[: at.row]) if r.strip() and indent_of(r) <= start)
    if found and indent_of(above := next(level, "-")) == start and not above.lstrip().startswith("-"):
        colon: tuple[Edit, ...] = () if found[2] else ((len(at.text), len(at.text), ":"),)
        yield at.slip(start, "stray_dash", (start, start + found.start(1), ""), *colon, key=found[1])


def escape(at: Line) -> Iterator[Slip]:
    """A backslash inside double quotes, as in a path of Windows."""
    found = re.search(r'"[^"]*\\[^"]*"', at.text)
    if found:
        edits = [
            (found.start() + m.start(), found.start() + m.end(), "\\\\")
            for m in re.finditer(r"\\+", found[0])
        ]
        yield at.slip(edits[0][0], "escape", *edits, text=found[0][:24])


# -- quotes and brackets ----------------------------------------------------------------------------------------


def quotes(at: Line) -> Iterator[Slip]:
    """A quote that is opened in this line and never closed, or closed with a Chinese one."""
    for found in re.finditer(r"(?:^|(?<=[\s\[{,:]))([\"'])", at.text):
        mark, begin = found[1], found.start(1)
        rest = at.text[begin + 1 :]
        if mark in rest.replace("''", "") if mark == "'" else re.search(r'(?<!\\)"', rest):
            continue
        if wide := re.search("[”“’‘]", rest):
            column = begin + 1 + wide.start()
            yield at.slip(begin, "mixed_quotes", (column, column + 1, mark))
        body = re.match(r"[^,\[\]{}]*", rest)[0].rstrip()  # type: ignore[index]
        for way, end in (("end", begin + 1 + len(rest.rstrip())), ("comma", begin + 1 + len(body))):
            yield at.slip(begin, "open_quote", (end, end, mark), way=way, text=at.text[begin : begin + 12])


def after_close(at: Line) -> Iterator[Slip]:
    """Text behind a closing quote or bracket: the whole value wants quotes."""
    start = len(at.indent)
    found = re.match(
        rf"(?:- +)*(?:{_KEY}: +)?((?:'.*?'|\".*?\"|\[.*?\]|\{{.*?\}})\s*(?! #)[^\s,\]}}#:].*)$", at.body
    )
    if found:
        text = found[1].rstrip()
        inner = text[1:-1] if text[0] == text[-1] and text[0] in "\"'" else text
        edit = (start + found.start(1), len(at.text), quoted(inner))
        yield at.slip(start + found.start(1), "after_close", edit, text=text[:24])


def wide_brackets(at: Line) -> Iterator[Slip]:
    """Full-width brackets around a list or mapping."""
    found = re.search("[｛｝［］【】]", at.text)
    if found:
        edits = [
            (m.start(), m.end(), m[0].translate(_WIDE_BRACKETS))
            for m in re.finditer("[｛｝［］【】]", at.text)
        ]
        yield at.slip(found.start(), "wide_bracket", *edits, sign=found[0])


def hash_inside(at: Line) -> Iterator[Slip]:
    """`` #`` inside brackets: YAML takes it and the closing bracket for a comment."""
    found = re.search(
        r"(?<=[\[{,:])\s*([^\s,\[\]{}\"'#:][^,\[\]{}\"'#:]*? #[^\s,\[\]{}][^,\[\]{}]*)(?=[,\]}])", at.text
    )
    if found:
        text = found[1].rstrip()
        begin = found.start(1)
        edit = (begin, begin + len(text), quoted(text))
        yield at.slip(begin + text.index(" #") + 1, "hash", edit, text=text[:24])


def brackets(at: Line) -> Iterator[Slip]:
    """Brackets of this line that don't match: one too few, one too many, or of the wrong kind."""
    opened: list[tuple[str, int]] = []
    quote = ""
    text = re.sub(r"\s#.*$", "", at.text).rstrip()
    for column, char in enumerate(text):
        if quote or (char in "\"'" and re.search(r"[\s\[{,:]$", text[:column])):
            quote = "" if char == quote else quote or char
        elif char in "[{":
            opened.append((char, column))
        elif char in "]}":
            if not opened:
                yield at.slip(column, "extra_bracket", (column, column + 1, ""), sign=char)
                return
            mark, begin = opened.pop()
            if _CLOSING[mark] != char:
                want = _CLOSING[mark]
                yield at.slip(
                    column, "bracket_pair", (column, column + 1, want), open=mark, close=char, want=want
                )
                yield at.slip(
                    begin, "open_bracket", (column, column, want), way="inner", open=mark, close=want
                )
                return
    if opened:
        closing = "".join(_CLOSING[mark] for mark, _ in reversed(opened))
        column, mark = opened[-1][1], opened[-1][0]
        yield at.slip(
            column, "open_bracket", (len(text), len(text), closing), open=mark, close=_CLOSING[mark]
        )
        tail = text.rstrip("，、,")
        yield at.slip(
            column,
            "open_bracket",
            (len(tail), len(text), closing),
            way="cut",
            open=mark,
            close=_CLOSING[mark],
        )


def commas(at: Line) -> Iterator[Slip]:
    """Inside braces: a full-width comma, or none, between two pairs."""
    if not re.search(r"[\[{]", at.body):
        return
    wide = [m.start(1) for m in re.finditer(rf"(?<=\S)([，、；;])(?=\s*{_KEY}\s*[:：])", at.text)]
    if wide:
        edits = [(column, column + 1, ", ") for column in wide]
        near = at.text[max(wide[0] - 8, 0) : wide[0] + 9].strip()
        yield at.slip(wide[0], "pairs", *edits, code="F014", sign=at.text[wide[0]], text=near)
    for found in re.finditer(rf"(?<=[^\s,{{\[:])( +)({_KEY}):(?: |$)", at.text):
        yield _comma(at, found, found[2])
    for found in re.finditer(r"(?<=[\]}\"'])(\s*)(?=[\[{\"'][^,])", at.text):
        yield _comma(at, found, at.text[found.end() : found.end() + 8])
    for found in re.finditer(r"(?<=[\[{,，])\s*([,，])", at.text):
        yield at.slip(found.start(1), "double_comma", (found.start(1), found.end(1), ""), sign=found[1])


def comma_at_end(at: Line) -> Iterator[Slip]:
    """Inside braces that go over several lines: no comma at the end of one of them."""
    below = next((r.strip() for r in at.sheet.rows[at.row + 1 :] if r.strip()), "")
    found = re.match(rf"({_KEY}):(?: |$)", below)
    if found and re.search(r"[^\s\[{,，:]\s*$", at.text) and _in_brackets(at):
        end = len(at.text.rstrip())
        yield at.slip(end, "no_comma", (end, end, ","), way="end", key=found[1])


def _in_brackets(at: Line) -> bool:
    """Whether a bracket is open at the end of the line; one that was opened more than ten lines before is not seen."""
    opened = 0
    for row in reversed(at.sheet.rows[max(at.row - 10, 0) : at.row + 1]):
        opened += sum(row.count(sign) for sign in "[{") - sum(row.count(sign) for sign in "]}")
        if opened > 0:
            return True
    return False


def _comma(at: Line, gap: re.Match[str], behind: str) -> Slip:
    way = str(gap.start())
    return at.slip(gap.end(1), "no_comma", (gap.start(1), gap.end(1), ", "), way=way, key=behind)


TEXTUAL: tuple[Callable[[Line], Iterator[Slip]], ...] = (
    merge, fence, strange_indent, wide_colon, wide_brackets, quotes, hash_inside, brackets, commas, comma_at_end, no_space, sign, second_colon,
    after_close, dash, stray_dash, escape, no_colon,
)  # fmt: skip
"""The habits that can be read off a line, the likeliest first."""
