"""Why a YAML file doesn't parse, in the words of whoever typed it.

The parser names a line that is often too late, in words for programmers. Here the lines up to it are searched for
what officers do; where the mend is mechanical it is made in memory, so that the rest of the file is read too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

_WIDE = str.maketrans("：，｛｝［］“”‘’＂", ":,{}[]\"\"''\"")


@dataclass(frozen=True)
class Trouble:
    """What is wrong in ``line`` (from 1). ``mended``: the whole text with that line mended; None: no mechanical mend.

    ``safe``: the mend only changes punctuation of keys, so ``--fix`` may write it.
    """

    line: int
    column: int
    variant: str
    args: dict[str, object] = field(default_factory=dict)
    mended: str | None = None
    mended_line: str = ""
    safe: bool = False
    code: str = "F002"


@dataclass(frozen=True)
class _Suspect:
    column: int
    variant: str
    mend: str | None = None
    safe: bool = False
    args: dict[str, object] = field(default_factory=dict)
    code: str = "F002"


def diagnose(text: str, error: yaml.MarkedYAMLError) -> Trouble:
    """The first line at or before the parser's that looks as officers break lines; else the parser's own place."""
    lines = re.split("(\r\n|[\r\n\x85\u2028\u2029])", text)
    rows = lines[::2]
    mark = error.problem_mark or error.context_mark
    last = min(mark.line if mark else len(rows) - 1, len(rows) - 1)
    while last > 0 and not rows[last].strip():
        last -= 1
    for number in _candidates(rows, last):
        suspect = _suspect(rows, number)
        if suspect is None:
            continue
        mended = None
        if suspect.mend is not None and suspect.mend != rows[number]:
            lines[2 * number] = suspect.mend
            mended = "".join(lines)
        return Trouble(
            number + 1, suspect.column + 1, suspect.variant, suspect.args, mended, suspect.mend or "",
            suspect.safe, suspect.code,
        )  # fmt: skip
    return _from_parser(rows, error, lines)


def _candidates(rows: list[str], last: int) -> Iterator[int]:
    """Lines worth a look: from the top to the parser's line (and one more, since it may stop early)."""
    block: int | None = None
    for number in range(min(last + 2, len(rows))):
        row = rows[number]
        stripped = row.strip()
        indent = len(row) - len(row.lstrip(" "))
        if block is not None:
            if not stripped or indent > block:
                continue
            block = None
        if not stripped or stripped.startswith("#"):
            continue
        yield number
        if re.search(r":\s*[|>][+-]?\d*\s*(#.*)?$", row):
            block = indent


_KEY = r"[^\s:：#\[\]{}\"'“”，,&*!|>%@`-][^:：#\[\]{}\"'“”，,]{0,30}?"


def _suspect(rows: list[str], number: int) -> _Suspect | None:
    row = rows[number]
    indent = re.match(r"[\s\u3000\xa0\u2000-\u200b\ufeff]*", row)[0]  # type: ignore[index]
    body = row[len(indent) :]
    if re.match(r"(<{7}|={7}|>{7}|\|{7})( |$)", row):
        return _Suspect(0, "merge", "")
    for char, variant in (("\t", "tab"), ("\u3000", "wide_space"), ("\xa0", "nbsp")):
        if char in indent:
            plain = indent.replace("\t", "  ").replace("\u3000", "  ").replace("\xa0", " ")
            return _Suspect(indent.index(char), variant, _align(rows, number, plain) + body)
    return _wide_punctuation(row, indent, body) or _ascii_slips(rows, number, row, indent, body)


def _align(rows: list[str], number: int, plain: str) -> str:
    """An indent that fits: that of the nearest line above which is near the mended width."""
    if number:
        above = rows[number - 1]
        width = len(above) - len(above.lstrip(" "))
        step = 2 if above.rstrip().endswith(":") else 0
        if abs(width + step - len(plain)) <= 2:
            return " " * (width + step)
    return plain


def _wide_punctuation(row: str, indent: str, body: str) -> _Suspect | None:
    at = len(indent)
    if found := re.match(rf"(- +)?({_KEY})\s*：\s*(.*)$", body):
        rest = found[3]
        mend = f"{indent}{found[1] or ''}{found[2]}: {rest}".rstrip()
        if not re.match(rf"(- +)?{_KEY}:(\s|$)", body):
            colon = at + body.index("：")
            return _Suspect(colon, "wide_colon", mend, True, {"key": found[2]})
    if found := re.search(r"[｛｝［］]", row):
        return _Suspect(found.start(), "wide_bracket", row.translate(str.maketrans("｛｝［］", "{}[]")))
    if re.search(r"[\[{]", body) and (found := _wide_in_flow(row)):
        return found
    if found := re.search(r":\s+(\"[^\"]*[”“]|[“”][^“”\"]*\")\s*$", body):
        mended = row[: at + found.start(1)] + '"' + found[1].strip('"“”') + '"'
        return _Suspect(at + found.start(1), "mixed_quotes", mended)
    if found := re.match(r"(－|—|–|·|•|\*)\s*\S", body):
        if "：" in body or ":" in body or found[1] != "*":
            return _Suspect(at, "wide_dash", f"{indent}- {body[len(found[1]) :].lstrip()}", args={"text": found[1]})
    return None


def _wide_in_flow(row: str) -> _Suspect | None:
    """Inside brackets on one line: a full-width colon or comma that stands where the ASCII one must."""
    depth, quote = 0, ""
    for at, char in enumerate(row):
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char in "[{":
            depth += 1
        elif char in "]}":
            depth -= 1
        elif depth and char == "：" and re.search(rf"[{{,，]\s*{_KEY}$", row[:at]):
            return _Suspect(at, "wide_colon", f"{row[:at]}: {row[at + 1 :].lstrip()}", True, {"key": _word(row, at)})
        elif depth and char == "，" and re.match(rf"\s*{_KEY}\s*[:：]", row[at + 1 :]):
            return _Suspect(
                at, "pairs", f"{row[:at]}, {row[at + 1 :].lstrip()}", args={"text": row.strip()[:40]}, code="F014"
            )
    return None


def _word(row: str, at: int) -> str:
    return re.split(r"[{,，\s]", row[:at])[-1]


def _ascii_slips(rows: list[str], number: int, row: str, indent: str, body: str) -> _Suspect | None:
    at = len(indent)
    if found := re.match(rf"((?:- +)?)({_KEY}):(?![\s/])(\S.*)$", body):
        if not re.match(r"\d", found[2]) and not re.search(r":\s", body[: len(found[1]) + len(found[2]) + 1]):
            colon = at + len(found[1]) + len(found[2])
            mend = f"{indent}{found[1]}{found[2]}: {found[3]}"
            return _Suspect(colon, "no_space", mend, False, {"key": found[2], "value": found[3][:20]})
    if found := re.match(rf"(?:- +)?{_KEY}:\s+([@`%|>&*!])(.*)$", body):
        sign, start = found[1], at + found.start(1)
        if sign in "@`%" or (sign in "|>" and found[2].strip()) or sign in "&*!":
            quoted = '"' + row[start:].rstrip().replace('"', "'") + '"'
            return _Suspect(start, "sign", row[:start] + quoted, args={"sign": sign, "text": row[start:].strip()[:24]})
    if found := re.match(r"-\s*([@`%])(.*)$", body):
        return _Suspect(
            at + found.start(1), "sign", f"{indent}- \"{body[found.start(1) :].rstrip()}\"",
            args={"sign": found[1], "text": body[found.start(1) :][:24]},
        )  # fmt: skip
    if body.startswith("%"):
        return _Suspect(at, "sign", f'{indent}"{body}"' if ":" not in body else None, args={"sign": "%", "text": body[:24]})
    if found := re.match(rf"((?:- +)?{_KEY}: +)(?![\[{{\"'|>#&*!@%`])(.*?: .*)$", body):
        start = at + len(found[1])
        return _Suspect(start, "second_colon", row[:start] + '"' + found[2].replace('"', "'") + '"', args={"text": found[2][:30]})
    if found := re.match(r"-([^\s-].*)$", body):
        near = [r.strip() for r in rows[max(number - 1, 0) : number + 2] if r is not row]
        if any(r.startswith("-") or r.endswith(":") for r in near):
            return _Suspect(at, "dash", f"{indent}- {found[1]}")
    return None


def _from_parser(rows: list[str], error: yaml.MarkedYAMLError, lines: list[str]) -> Trouble:
    """Nothing suspicious: brackets and quotes that are never closed, indentation that fits nowhere, else the place."""
    mark = error.problem_mark or error.context_mark
    line = min(mark.line if mark else 0, len(rows) - 1)
    column = mark.column if mark else 0
    said = f"{error.context or ''} {error.problem or ''}"
    where = error.context_mark
    if where is not None and "quoted scalar" in said:
        return Trouble(where.line + 1, where.column + 1, "open_quote")
    if where is not None and ("flow sequence" in said or "flow mapping" in said):
        bracket = rows[where.line][where.column : where.column + 1] if where.line < len(rows) else ""
        closing = {"[": "]", "{": "}"}.get(bracket, "]")
        if found := _comma_missing(rows, line, column):
            return found
        return Trouble(
            where.line + 1, where.column + 1, "open_bracket", {"open": bracket or "[", "close": closing},
        )  # fmt: skip
    if "undefined alias" in said:
        return Trouble(line + 1, column + 1, "sign", {"sign": "*", "text": rows[line][column : column + 20]})
    if "block mapping" in said or "block collection" in said or "block end" in said or "mapping values" in said:
        wrong = _odd_indent(rows, line)
        if wrong is not None:
            number, indent = wrong
            mended = None
            expected = _nearest_indent(rows, number)
            if expected is not None and expected != indent:
                lines[2 * number] = " " * expected + rows[number].lstrip(" ")
                mended = "".join(lines)
            return Trouble(number + 1, indent + 1, "indent", {"indent": indent}, mended)
    if "could not find expected ':'" in said:
        number = (where.line if where is not None else line)
        return Trouble(number + 1, 1, "no_colon", {"text": rows[number].strip()[:24]})
    if line < len(rows) and (rest := re.search(r"[\]}]\s*\S|[\"'”]\s*[^\s,\]}#:]", rows[line])):
        return Trouble(line + 1, rest.start() + 1, "after_close", {"text": rows[line].strip()[:30]})
    return Trouble(line + 1, column + 1, "", {"text": rows[line].strip()[:30]})


def _comma_missing(rows: list[str], line: int, column: int) -> Trouble | None:
    """A key inside braces behind a value without comma: {岗位: 窗口 时限: 当场}."""
    row = rows[line]
    if found := re.search(r"([^\s,{\[:：]+):\s*([^,{}\[\]]*?)\s+([^\s,{}\[\]:]+):\s", row):
        return Trouble(line + 1, found.start(3) + 1, "no_comma", {"key": found[3]})
    return None


def _odd_indent(rows: list[str], line: int) -> tuple[int, int] | None:
    """The first line at or before ``line`` whose indent fits no level that is open there."""
    levels: list[int] = []
    opened = True
    for number, row in enumerate(rows[: line + 1]):
        stripped = row.strip()
        if not stripped or stripped.startswith("#"):
            continue
        indent = len(row) - len(row.lstrip(" "))
        if not levels:
            levels = [indent]
        elif indent > levels[-1]:
            if not opened:
                return number, indent
            levels.append(indent)
        else:
            while levels and levels[-1] > indent:
                levels.pop()
            if not levels or levels[-1] != indent:
                return number, indent
        dash = re.match(r"(- +)+", stripped)
        if dash:
            levels.append(indent + len(dash[0]))
        opened = stripped.endswith(":") or stripped.endswith((",", "[", "{")) or bool(re.search(r":\s+#", stripped))
    return None


def _nearest_indent(rows: list[str], number: int) -> int | None:
    indent = len(rows[number]) - len(rows[number].lstrip(" "))
    seen = {len(r) - len(r.lstrip(" ")) for r in rows[:number] if r.strip() and not r.strip().startswith("#")}
    near = sorted(seen, key=lambda i: (abs(i - indent), i))
    return near[0] if near and abs(near[0] - indent) <= 2 else None
