"""A file to data with marks. Broken input gives findings and as much data as can be saved, never an exception."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

import yaml

from powermodel.decode.diagnose import diagnose
from powermodel.decode.encoding import decode
from powermodel.decode.marks import Map, Seq, Text
from powermodel.finding import Finding, Fix, Place, Related

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MAX_BYTES = 1 << 20
MAX_OPENERS = 5_000
MAX_DEPTH = 64
MAX_NODES = 200_000
LINE_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")


@dataclass
class Document:
    """One file as read. ``root`` is None where nothing could be saved; ``text`` is what was decoded."""

    file: str
    text: str = ""
    root: Map | None = None
    findings: list[Finding] = field(default_factory=list)
    encoding: str = "utf-8"
    english: bool = False

    @property
    def lines(self) -> list[str]:
        """The lines as YAML counts them."""
        return LINE_BREAK.split(self.text)


class _Refused(Exception):
    def __init__(self, variant: str, place: Place, **args: object) -> None:
        self.variant, self.place, self.args_ = variant, place, args


def read(path: FilePath, name: str | None = None) -> Document:
    """Read a YAML file. ``name`` is the file's name in findings (default: the path)."""
    name = name or path.as_posix()
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            return Document(name, findings=[_at("F010", "size", Place(name), size=f"{size / (1 << 20):.1f}")])
        data = path.read_bytes()
    except OSError as error:
        return Document(name, findings=[_at("F001", "unreadable", Place(name), why=_reason(error))])
    return read_bytes(data, name)


def _reason(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "没有读取权限，或文件正被别的程序占用"
    if isinstance(error, FileNotFoundError):
        return "文件不在了"
    return "系统不让读"


def read_bytes(data: bytes, name: str) -> Document:
    """Read the bytes of a YAML file called ``name``."""
    if len(data) > MAX_BYTES:
        return Document(name, findings=[_at("F010", "size", Place(name), size=f"{len(data) / (1 << 20):.1f}")])
    decoded = decode(data)
    findings = []
    if decoded.variant:
        place = Place(name, decoded.line, decoded.column)
        findings.append(_at("F001", decoded.variant, place, what=decoded.what))
    if decoded.text is None:
        return Document(name, findings=findings)
    document = read_text(decoded.text, name)
    document.findings[:0] = findings
    if decoded.variant in ("gbk", "utf16"):
        document.encoding = decoded.variant
    return document


def read_text(text: str, name: str) -> Document:
    """Read YAML text. Lines that officers commonly break are mended in memory, reported, and read on."""
    document = Document(name, text)
    mended = _printable(text, document)
    for _ in range(30):
        error = _compose(mended, document)
        if error is None:
            break
        trouble = diagnose(mended, error)
        findings = document.findings
        place = Place(name, trouble.line, trouble.column)
        if any(f.code in ("F002", "F014") and f.place and f.place.line == trouble.line for f in findings):
            if trouble.mended is None:
                break
        else:
            fix = (_fix(text, name, trouble.line, trouble.mended_line),) if trouble.safe else ()
            findings.append(
                Finding(trouble.code, args=trouble.args, variant=trouble.variant, place=place, fix=fix)
            )
        if trouble.mended is None or trouble.mended == mended:
            break
        mended = trouble.mended
    if document.root is not None:
        from powermodel.decode.suspects import look

        look(document)
    return document


def _fix(text: str, name: str, line: int, mended_line: str) -> Fix:
    starts = [0, *(m.end() for m in LINE_BREAK.finditer(text))]
    start = starts[line - 1]
    found = LINE_BREAK.search(text, start)
    return Fix(name, start, found.start() if found else len(text), mended_line)


_UNPRINTABLE = re.compile("[^\x09\x0a\x0d\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|\ufeff")


def _printable(text: str, document: Document) -> str:
    """YAML refuses control characters (and byte order marks inside); they are named and blanked."""
    found = _UNPRINTABLE.search(text)
    if not found:
        return text
    line = len(LINE_BREAK.findall(text, 0, found.start())) + 1
    breaks = list(LINE_BREAK.finditer(text, 0, found.start()))
    column = found.start() - (breaks[-1].end() if breaks else 0) + 1
    document.findings.append(
        _at("F002", "control", Place(document.file, line, column), code=f"U+{ord(found[0]):04X}")
    )
    return _UNPRINTABLE.sub(" ", text)


def _at(code: str, variant: str, place: Place, **args: object) -> Finding:
    return Finding(code, args=args, variant=variant, place=place)


def _compose(text: str, document: Document) -> yaml.MarkedYAMLError | None:
    """Compose and convert; None when that went well or was refused for good (the finding is then written)."""
    name = document.file
    document.root = None
    try:
        _refuse_depth(text, name)
        loader = Loader(text)
        try:
            node = loader.get_node() if loader.check_node() else None
            if node is not None and loader.check_node():
                _second_document(document, loader.peek_event())
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        return error
    except yaml.YAMLError:
        document.findings.append(_at("F002", "", Place(name)))
        return None
    except _Refused as refused:
        document.findings.append(_at("F010", refused.variant, refused.place, **refused.args_))
        return None
    except (RecursionError, MemoryError):
        document.findings.append(_at("F010", "deep", Place(name, 1, 1), limit=MAX_DEPTH))
        return None
    if node is None:
        document.findings.append(_at("F005", "empty", Place(name)))
        return None
    try:
        root = _Converter(document).convert(node, 0)
    except _Refused as refused:
        document.findings.append(_at("F010", refused.variant, refused.place, **refused.args_))
        return None
    if isinstance(root, Map):
        document.root = root
    elif isinstance(root, Text):
        from powermodel.decode.suspects import one_sentence

        return one_sentence(document, root)
    else:
        document.findings.append(_at("F006", "root", Place(name, node.start_mark.line + 1, 1)))
    return None


def _second_document(document: Document, event: Any) -> None:
    line = event.start_mark.line + 1
    place = Place(document.file, line, 1)
    if not any(f.code == "F016" for f in document.findings):
        document.findings.append(_at("F016", "", place))


def _refuse_depth(text: str, name: str) -> None:
    """Count depth on events before composing: the composer recurses in C and would end the process."""
    if sum(text.count(c) for c in "[{-?") <= MAX_OPENERS:
        return
    depth = 0
    for event in yaml.parse(text, Loader=Loader):
        if isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
            depth += 1
            if depth > MAX_DEPTH:
                mark = event.start_mark
                raise _Refused("deep", Place(name, mark.line + 1, mark.column + 1), limit=MAX_DEPTH)
        elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            depth -= 1


class _Converter:
    """YAML nodes to data with marks: every scalar as its text, duplicate keys found, bombs refused."""

    def __init__(self, document: Document) -> None:
        self.document, self.count = document, 0

    def convert(self, node: Any, depth: int) -> Any:
        mark = node.start_mark
        place = Place(self.document.file, mark.line + 1, mark.column + 1)
        self.count += 1
        if depth > MAX_DEPTH:
            raise _Refused("deep", place, limit=MAX_DEPTH)
        if self.count > MAX_NODES:
            raise _Refused("bomb", place)
        if isinstance(node, yaml.ScalarNode):
            self._tagged(node, place)
            end = node.end_mark
            return Text(node.value, place, node.style is None, (end.line + 1, end.column + 1))
        if isinstance(node, yaml.SequenceNode):
            return Seq((self.convert(entry, depth + 1) for entry in node.value), place, bool(node.flow_style))
        return self._mapping(node, place, depth)

    def _mapping(self, node: Any, place: Place, depth: int) -> Map:
        made = Map((), place, bool(node.flow_style))
        for key_node, value_node in node.value:
            key = self.convert(key_node, depth + 1)
            if not isinstance(key, Text):
                self.document.findings.append(_at("F006", "key", key.place))
                continue
            value = self.convert(value_node, depth + 1)
            name = str(key).strip() if key.plain else str(key)
            if name in made:
                first = made.at[name]
                self.document.findings.append(
                    Finding(
                        "F003", args={"key": name, "line": first.line}, place=key.place,
                        related=(Related("第一次写在这里", place=first),),
                    )
                )  # fmt: skip
                continue
            made.put(name, value, key.place)
        return made

    def _tagged(self, node: Any, place: Place) -> None:
        if not node.tag.startswith("tag:yaml.org,2002:") and node.tag != "!":
            self.document.findings.append(_at("F002", "tag", place, text=node.tag + node.value))
