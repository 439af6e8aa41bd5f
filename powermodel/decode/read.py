"""A file to data with marks. Broken input gives findings and as much data as can be saved, never an exception."""

from __future__ import annotations

import errno
import re
import stat
from collections.abc import Iterable
from functools import cache
from pathlib import Path as FilePath
from typing import Any

import yaml

from powermodel.decode.document import MAX_NODES, Document, Refused
from powermodel.decode.encoding import CONVERTIBLE, decode
from powermodel.decode.marks import Map, Seq, Text
from powermodel.decode.nodes import convert
from powermodel.decode.sheet import COLONS, LINE_BREAK, MAX_DEPTH, Loader, Sheet, Slip
from powermodel.decode.suspects import look, wants_mapping
from powermodel.finding import Finding

MAX_BYTES = 1 << 20
MAX_OPENERS = 1_000
MAX_CHARACTERS = 50_000
"""Beyond these a text is measured before it is composed: libyaml recurses, and nodes are large."""
ALIKE = 4
"""Findings of one kind in one file that are told one by one; more are told as one."""


_PAIR = re.compile(rf"\s*(?:- +)?[^\s,，。；{{}}\[\]\"'{COLONS}]{{1,12}}[{COLONS}]")
"""A line that begins with a key and a colon that is none."""
_WIDTHLESS = re.compile("[\u200b\u200c\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+")


def read(path: FilePath, name: str | None = None) -> Document:
    """Read a YAML file. ``name`` is the file's name in findings (default: the path)."""
    document = Document(name or path.as_posix())
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            document.say("F001", "unreadable", why="它不是普通文件")
        elif status.st_size > MAX_BYTES:
            document.say("F010", "size", size=f"{status.st_size / (1 << 20):.1f}")
        else:
            return read_bytes(path.read_bytes(), document.file)
    except OSError as error:
        document.say("F001", "unreadable", why=_reason(error))
    return document


def _reason(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "没有读取权限，或文件正被别的程序占用"
    if isinstance(error, FileNotFoundError):
        return "文件不在了，或快捷方式指向的文件不在了"
    if error.errno == errno.ELOOP:
        return "快捷方式绕成了圈"
    return "系统不让读"


def read_bytes(data: bytes, name: str) -> Document:
    """Read the bytes of a YAML file called ``name``."""
    document = Document(name)
    if len(data) > MAX_BYTES:
        document.say("F010", "size", size=f"{len(data) / (1 << 20):.1f}")
        return document
    decoded = decode(data)
    if decoded.variant:
        document.say("F001", decoded.variant, decoded.line, decoded.column, what=decoded.what)
    if decoded.text is None:
        return document
    inner = read_text(decoded.text, name)
    inner.findings[:0] = document.findings
    if decoded.variant:
        inner.encoding = decoded.variant if decoded.variant in CONVERTIBLE else ""
    return inner


def read_text(text: str, name: str) -> Document:
    """Read YAML text. Lines that officers commonly break are mended in memory, reported, and read on."""
    document = Document(name, text)
    document.sheet = _visible(Sheet.of(_printable(text, document)), document)
    try:
        node = _composed(document)
        root = None if node is None else convert(document, node)
        if isinstance(root, Text):
            root = _sentence(document, root)
        elif root is not None:
            root = _unfolded(document, root)
    except Refused as refused:
        document.say("F010", refused.variant, refused.line, refused.column, **refused.args_)
        root = None
    if isinstance(root, Map):
        document.root = root
        look(document)
        if document.findings:  # what was mended may have got keys that nobody has looked at
            document.english = True
    elif isinstance(root, Seq):
        document.say("F006", "root", root.place.line, root.place.column)
    document.findings = _gathered(document.findings)
    return document


# -- text -------------------------------------------------------------------------------------------------------


@cache
def _unprintable() -> re.Pattern[str]:
    """What YAML takes for no text; compiled when a text first holds something odd, since that takes 6 ms."""
    return re.compile(
        "[^\x09\x0a\x0d\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
    )


def _printable(text: str, document: Document) -> str:
    """YAML refuses control characters (and byte order marks inside); they are named and blanked."""
    if text.replace("\n", "").replace("\r", "").isprintable():
        return text
    found = _unprintable().search(text)
    if not found:
        return text
    before = LINE_BREAK.split(text[: found.start()])
    count = len(_unprintable().findall(text)) - 1
    more = f"；还有 {count} 处" if count else ""
    document.say(
        "F002", "control", len(before), len(before[-1]) + 1, code=f"U+{ord(found[0]):04X}", more=more
    )
    return _unprintable().sub(" ", text)


def _visible(sheet: Sheet, document: Document) -> Sheet:
    """Signs without width, which come from web pages and chats, are named and taken out."""
    if document.text.isprintable():
        return sheet
    slips = [
        Slip(row, found[0].start(), "invisible", {row: tuple((m.start(), m.end(), "") for m in found)})
        for row, text in enumerate(sheet.rows)
        if not text.isprintable() and (found := list(_WIDTHLESS.finditer(text)))
    ]
    for slip in slips:
        sign = sheet.rows[slip.row][slip.column]
        document.say("F002", "invisible", slip.row + 1, slip.column + 1, code=f"U+{ord(sign):04X}")
    return sheet.mended(*slips)


def _sentence(document: Document, sentence: Text) -> Any:
    """A file whose whole content is one scalar: its colons are all glued or full-width."""
    if not sentence.strip():
        document.say("F005", "empty")
        return None
    from powermodel.decode.diagnose import split_sentence

    sheet, slips = split_sentence(document.sheet)
    fixes = tuple(fix for slip in slips if slip.safe for fix in document.fixes(slip))
    document.findings.append(
        Finding("F015", args={"text": sentence[:20]}, variant="sentence", place=sentence.place, fix=fixes)
    )
    if not slips:
        return None
    document.sheet = sheet
    node = _composed(document)
    return None if node is None else convert(document, node)


def _unfolded(document: Document, root: Any) -> Any:
    """The data, read again where lines with full-width colons below a key were taken for one text."""
    if not document.folded:
        return root
    rows: list[int] = []
    todo: list[tuple[str, Any]] = [("", root)]
    while todo:
        key, value = todo.pop()
        if isinstance(value, Map):
            todo += value.items()
        elif isinstance(value, Seq):
            todo += ((key, entry) for entry in value)
        elif value.plain and value.end[0] > value.place.line:
            inside = range(value.place.line - 1, value.end[0])
            pairs = sum(bool(_PAIR.match(document.sheet.rows[row])) for row in inside)
            if 2 * pairs > len(inside) and wants_mapping(key):
                rows += inside
    if not rows:
        return root
    from powermodel.decode.diagnose import split_sentence

    sheet, slips = split_sentence(document.sheet, sorted(rows))
    before, document.sheet = document.sheet, sheet
    try:
        node = _compose(document)
    except yaml.YAMLError:
        document.sheet = before
        return root
    document.tell(slips)
    return None if node is None else convert(document, node)


def _composed(document: Document) -> yaml.Node | None:
    """The nodes of the document's sheet, which is mended where it doesn't parse; None: nothing in it can be read."""
    text = document.sheet.text
    if len(text) > MAX_CHARACTERS or sum(text.count(sign) for sign in "[{-?") > MAX_OPENERS:
        _measure(text)
    try:
        return _compose(document)
    except yaml.YAMLError:
        _measure(text)
        # What tells why a file is broken is only loaded for files that are: a cold check of a good one is quick.
        from powermodel.decode.diagnose import repaired

        document.sheet, slips = repaired(document.sheet)
    document.tell(slips)
    _measure(document.sheet.text)
    try:
        return _compose(document)
    except yaml.YAMLError:
        return None


def _compose(document: Document) -> yaml.Node | None:
    """The nodes of the first document. A `---` between two parts of one power is told and overlooked."""
    loader = Loader(document.sheet.text)
    try:
        node: yaml.Node | None = loader.get_node() if loader.check_node() else None
        try:
            second = node is not None and loader.check_node()
        except yaml.YAMLError:
            if isinstance(node, yaml.ScalarNode):
                raise  # a heading over the file, which is what can't be read
            second = True
    finally:
        loader.dispose()
    if second:
        row = _second(document.sheet)
        sign = document.sheet.rows[row][:3]
        if joined := _joined(document.sheet, row):
            document.say("F016", "joined", row + 1, 1, sign=sign)
            document.sheet = joined
            return _compose(document)
        document.say("F016", "", row + 1, 1, sign=sign)
    if node is None:
        document.say("F005", "empty")
    return node


def _second(sheet: Sheet) -> int:
    """The row where a second document begins."""
    content = False
    for number, row in enumerate(sheet.rows):
        if content and re.match(r"(---|\.\.\.)(\s|$)", row):
            return number
        content = content or (bool(row.strip()) and not row.startswith(("#", "---", "%")))
    return len(sheet.rows) - 1


def _joined(sheet: Sheet, row: int) -> Sheet | None:
    """The sheet without the separator in ``row``, where what follows only adds keys to what was before."""
    keys = [
        set(re.findall(r"(?m)^([^\s#:-][^:]*):", "\n".join(rows)))
        for rows in (sheet.rows[:row], sheet.rows[row + 1 :])
    ]
    if keys[0] & keys[1] or not keys[1] or len(sheet.rows[row].rstrip()) > 3:
        return None
    joined = sheet.mended(Slip(row, 0, "", {row: ((0, len(sheet.rows[row]), ""),)}))
    loader = Loader(joined.text)
    try:
        loader.get_single_node()
    except yaml.YAMLError:
        return None
    finally:
        loader.dispose()
    return joined


def _measure(text: str) -> None:
    """Count depth and nodes on events before composing: the composer recurses in C and would end the process."""
    depth = nodes = 0
    try:
        for event in yaml.parse(text, Loader=Loader):
            if isinstance(event, yaml.NodeEvent):
                nodes += 1
                if nodes > MAX_NODES:
                    raise Refused("nodes", event.start_mark, limit=MAX_NODES)
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > MAX_DEPTH:
                    raise Refused("deep", event.start_mark, limit=MAX_DEPTH)
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
    except yaml.YAMLError:
        return


def _gathered(findings: Iterable[Finding]) -> list[Finding]:
    """Findings of one kind that fill a file (a full-width colon on every line) told as one, at the first of them."""
    kinds: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        kinds.setdefault((finding.code, finding.variant), []).append(finding)
    told: list[Finding] = []
    for alike in kinds.values():
        if len(alike) <= ALIKE or alike[0].place is None:
            told += alike
            continue
        alike.sort(key=lambda f: (f.place.line, f.place.column) if f.place else (0, 0))
        lines = list(dict.fromkeys(str(f.place.line) for f in alike[1:] if f.place))
        shown = "、".join(lines[:6]) + ("……" if len(lines) > 6 else "")
        args = {**alike[0].args, "more": f"；同样的还有 {len(alike) - 1} 处（第 {shown} 行）"}
        told.append(alike[0]._replace(args=args, fix=tuple(fix for f in alike for fix in f.fix)))
    return told
