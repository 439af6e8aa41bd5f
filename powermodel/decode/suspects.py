"""Slips that parse: keys glued to values, commas that split nothing, text lost behind #, quotes that are no quotes."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

import yaml

from powermodel.decode.marks import Map, Seq, Text
from powermodel.decode.sheet import BLANKS, COLONS, Loader
from powermodel.finding import Finding, Fix, Place

_NAMES = frozenset(
    re.findall(
        r"\S+",
        "岗位 协办 见证 下一步 到 引用 子流程 起算 止算 从 全程监督 责任领导 危害步骤 落实步骤 步骤 受理岗位 异议 标签 启用 停用 "
        "产出 地点 形式 先于 随后 紧接 互斥 不同岗 必经 至多一次 环节 成员 姓名 别名 适用 之前 之后 风险点",
    )
)
"""Keys whose values are names or lists of names, not prose."""
_PROSE = frozenset(("办理时间", "时段", "说明", "概要", "表现", "hours", "note", "summary", "signs"))
_GLUED = re.compile(rf"([^\s:{COLONS}]{{1,20}})[ {BLANKS}]*([:{COLONS}])[ \t{BLANKS}]*(\S.*)", re.S)
_DASHES = "-－—–·•●○■◆*＊"
_DASH = re.compile(rf"([{_DASHES}])[ {BLANKS}]*(?=\S)")
_BULLET = re.compile(
    rf"(?:[-－—–·•●○■◆*＊]|\d+[.、)）．]|[（(][\d一二三四五六七八九十]+[)）]|[一二三四五六七八九十]+、|[①-⑳])[ {BLANKS}]*"
)
_QUOTED = re.compile('[“”「『‘’"](.+)[“”」』‘’"]')
_LISTED = re.compile("[，、；;]")
_COLON = re.compile(f"[:{COLONS}]")
_BRACKETED = re.compile(r"[【［｛](.*)[】］｝]")
_ROUND = re.compile("[（(](.+[，、,；;].+)[）)]")
_EDGES = (
    f"{BLANKS.replace('-', '')}\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c \t"
)
_ENDS = frozenset(_EDGES)
_BEGINNINGS = _ENDS | frozenset(_DASHES + '“”「『‘’"【［｛（(')


def look(document: Any) -> None:
    """Walk the data of a `Document`, write what is suspicious to its findings, and mend it in memory."""
    walk = _Look(document)
    walk.value(document.root, "")
    if "&" in document.text:
        walk.anchors()


def _is_name(key: str) -> bool:
    """Whether a key, in either language, holds names."""
    return key in _NAMES or (key.isascii() and key in _english_names())


@cache
def _english_names() -> frozenset[str]:
    from powermodel.decode.keys import in_english

    return frozenset(word for key in _NAMES for word in in_english(key))


def _is_key(word: str) -> bool:
    """Whether a word is a key of the format, in either language."""
    from powermodel.decode.keys import all_keys

    return word in all_keys()


def wants_mapping(key: str) -> bool:
    """Whether a key holds mappings, as names of steps and posts do; else a text with a colon is just a text."""
    from powermodel.decode.keys import holds_mappings

    return holds_mappings(key) or not _is_key(key)


def _plain(text: str) -> bool:
    """Whether nothing is odd in a text of one line: quick, since nearly all texts are so."""
    return text == "" or not (text[0] in _BEGINNINGS or text[-1] in _ENDS or _COLON.search(text))


_plain_key = lru_cache(maxsize=4096)(_plain)


class _Look:
    def __init__(self, document: Any) -> None:
        self.document = document
        self.braces = 0  # how many brackets are open around the value
        self.comments = " #" in document.sheet.text

    def say(
        self, code: str, place: Place, variant: str = "", fix: tuple[Fix, ...] = (), **args: object
    ) -> None:
        self.document.findings.append(Finding(code, args=args, variant=variant, place=place, fix=fix))

    def value(self, value: Any, key: str) -> Any:
        """The value as it was meant; containers are changed in place where they can be."""
        if isinstance(value, Text):
            return self.text(value, key)
        self.braces += value.flow
        if isinstance(value, Map):
            if not self.mapping(value):
                value = self.dashed(value)
        else:
            self.sequence(value, key)
        self.braces -= value.flow
        return value

    # -- mappings -----------------------------------------------------------------------------------------------

    def mapping(self, mapping: Map) -> bool:
        """The values of a mapping, and its keys; returns whether all of the keys are plain."""
        plain = True
        for key in list(mapping):
            if not _plain_key(key):
                plain = False
                key = self.key(mapping, key)
            value = mapping[key]
            made = self.text(value, key) if isinstance(value, Text) else self.value(value, key)
            if made is not value:
                mapping[key] = made
            if mapping.flow and isinstance(made, Text) and made.plain:
                self.swallowed_pair(mapping, key, made)
                self.torn(mapping.at[key], key, made)
        return plain

    def key(self, mapping: Map, key: str) -> str:
        """A key with blanks or quotes around it, or with its value glued to it."""
        place = mapping.at[key]
        stripped = key.strip(_EDGES)
        if stripped != key and stripped and stripped not in mapping:
            self.say("F015", place, "blank", key=stripped)
            mapping.renamed(key, stripped)
            key = stripped
        if (found := _QUOTED.fullmatch(key)) and _is_key(found[1]) and found[1] not in mapping:
            self.say("F017", place, "key", name=found[1], text=key)
            mapping.renamed(key, found[1])
            return str(found[1])
        found = _GLUED.fullmatch(key)
        if found and mapping[key] == "" and found[1] not in mapping:
            self.glued(place, found)
            value = Text(found[3].strip(), place)
            mapping.renamed(key, found[1])
            mapping[found[1]] = value
            return str(found[1])
        return key

    def glued(self, place: Place, found: re.Match[str]) -> None:
        self.say("F015", place, "glued", self.colon_fix(place, found), key=found[1], value=found[3][:20])

    def colon_fix(self, place: Place, found: re.Match[str]) -> tuple[Fix, ...]:
        """Replace a full-width colon behind a key, where the file as typed has exactly this text."""
        document = self.document
        start = document.starts[place.line - 1] + place.column - 1
        if found[2] not in COLONS:
            return ()
        if document.text[start : start + found.start(3)] != found[0][: found.start(3)]:
            return ()
        return (Fix(document.file, start + found.end(1), start + found.start(3), ": "),)

    def swallowed_pair(self, mapping: Map, key: str, value: Text) -> None:
        """``{岗位: 窗口，时限：当场}``: a pair behind a full-width comma that became part of the value before."""
        if not _COLON.search(value):
            return
        found = re.search(rf"[，、；;]\s*([^\s:，、；{COLONS}]{{1,12}})\s*[:{COLONS}]\s*(.+)$", value)
        if found and _is_key(found[1]) and found[1] not in mapping and key not in _PROSE:
            line, column = value.place.line, value.place.column + found.start()
            self.say(
                "F014",
                Place(value.place.file, line, column),
                "pairs",
                sign=found[0][0],
                text=value[max(found.start() - 8, 0) :][:20],
            )
            mapping[key] = value.moved(value[: found.start()])
            mapping.put(found[1], value.moved(found[2]), Place(value.place.file, line, column + 1))

    def torn(self, place: Place, key: str, value: Text) -> None:
        """``{程序: 审核后, 由社区张贴}``: an English comma inside a sentence makes a key of its end."""
        if value:
            return
        row = self.document.lines[place.line - 1]
        behind = row[place.column - 1 + len(key) :].lstrip()[:1]
        if row.startswith(key, place.column - 1) and behind in (",", "}"):
            self.say("F014", place, "alone", text=key)

    def dashed(self, mapping: Map) -> Any:
        """A mapping whose keys begin with a dash that is none: a list of mappings."""
        if mapping.flow or not any(_DASH.match(key) for key in mapping):
            return mapping
        made = Seq((), mapping.place)
        for key, value in mapping.items():
            at = mapping.at[key]
            if found := _DASH.match(key):
                self.say("F002", at, "dash" if found[1] == "-" else "wide_dash", text=found[1])
                made.append(Map((), at))
                key = key[found.end() :]
            elif not made:
                return mapping
            made[-1].put(key, value, at)
        return made

    # -- texts --------------------------------------------------------------------------------------------------

    def text(self, text: Text, key: str) -> Any:
        if not text.plain:
            return text
        if self.comments:
            self.lost(text)
        if not text or (text.end[0] == text.place.line and _plain(text)):
            return text
        if (bare := text.strip(_EDGES)) != text:
            text = text.moved(bare)  # a blank at the edge means nothing, however wide it is
        names = _is_name(key)
        lines = self.document.sheet.rows[text.place.line - 1 : text.end[0]]
        if len(lines) > 1 and not self.braces and (names or all(_BULLET.match(row.strip()) for row in lines)):
            return self.joined(text, lines)
        if names and (found := _DASH.match(text)):
            self.say("F002", text.place, "dash" if found[1] == "-" else "wide_dash", text=found[1])
            return Seq([text.moved(text[found.end() :])], text.place)
        if names and (found := _QUOTED.fullmatch(text)):
            self.say("F017", text.place, name=found[1], text=str(text))
            return text.moved(found[1])
        if found := _BRACKETED.fullmatch(text) or (_ROUND.fullmatch(text) if names else None):
            return self.bracketed(text, found[1])
        found = _GLUED.fullmatch(text)
        if found and not names and _is_key(found[1]) and wants_mapping(key):
            self.glued(text.place, found)
            made = Map((), text.place)
            made.put(found[1], text.moved(found[3].strip()), text.place)
            return made
        return text

    def joined(self, text: Text, rows: tuple[str, ...]) -> Text | Seq:
        """Several lines without dashes that YAML took for one text."""
        entries = []
        for number, row in enumerate((rows[0][rows[0].find(text.split()[0]) :], *rows[1:])):
            entry = _BULLET.sub("", re.sub(r"\s#.*$", "", row).strip(), count=1)
            if entry and not entry.startswith("#"):
                column = len(row) - len(row.lstrip()) + 1
                place = self.document.place(text.place.line + number, column) if number else text.place
                entries.append(Text(entry, place, True, (place.line, place.column + len(entry))))
        if not entries:
            return text
        names = "、".join(entries)[:24]
        self.say("F015", text.place, "joined", count=len(entries), text=names, first=entries[0][:12])
        return Seq(entries, text.place)

    def bracketed(self, text: Text, inner: str) -> Any:
        """A list or mapping in full-width brackets."""
        parts = [part.strip() for part in re.split("[，,、；;]", inner) if part.strip()]
        if text[0] == "【" and len(parts) < 2:
            return text
        self.say("F002", text.place, "wide_bracket", sign=text[0])
        pairs = [re.fullmatch(rf"([^:{COLONS}]+)[:{COLONS}]\s*(.*)", part) for part in parts]
        if text[0] == "｛" and all(pairs):
            made = Map((), text.place, True)
            for pair in pairs:
                made.put(pair[1].strip(), text.moved(pair[2]), text.place)  # type: ignore[index]
            return made
        return Seq((text.moved(part) for part in parts), text.place, True)

    def sequence(self, entries: Seq, key: str) -> None:
        for number in range(len(entries) - 1, -1, -1):
            entry = entries[number]
            made = self.value(entry, key)
            if isinstance(made, Seq) and isinstance(entry, Text):
                entries[number : number + 1] = made
            elif made is not entry:
                entries[number] = made
            elif entries.flow and isinstance(entry, Text) and entry.plain:
                self.split(entries, number, entry, key)

    def split(self, entries: Seq, number: int, entry: Text, key: str) -> None:
        """Full-width commas inside brackets that make one entry of several."""
        found = _LISTED.search(entry)
        if found is None:
            return
        parts = [part.strip() for part in _LISTED.split(entry) if part.strip()]
        alone = len(entries) == 1 and all(len(part) <= 8 for part in parts)
        if len(parts) < 2 or not (_is_name(key) or alone):
            return
        place = Place(entry.place.file, entry.place.line, entry.place.column + found.start())
        self.say("F014", place, sign=found[0], count=len(parts), want="[" + ", ".join(parts) + "]")
        entries[number : number + 1] = [entry.moved(part) for part in parts]

    # -- what YAML took away --------------------------------------------------------------------------------------

    def lost(self, text: Text) -> None:
        """Text behind ` #` that was meant, not a comment: no blank behind the #, a single one before."""
        line, column = text.end
        rows = self.document.sheet.rows
        if not (0 < line <= len(rows) and rows[line - 1].startswith(" #", column - 1)):
            return
        found = re.match(r" (#[^\s#!][^#]*)$", rows[line - 1][column - 1 :])
        if found:
            place = self.document.place(line, column + found.start(1))
            self.say("F013", place, text=found[1].rstrip()[:40])

    def anchors(self) -> None:
        """A word behind & is an anchor to YAML; one that no * asks for was meant as text."""
        anchors: dict[str, Any] = {}
        for event in yaml.parse(self.document.sheet.text, Loader=Loader):
            if isinstance(event, yaml.AliasEvent):
                anchors.pop(str(event.anchor), None)
            elif isinstance(event, yaml.NodeEvent) and event.anchor:
                anchors[event.anchor] = event.start_mark
            elif isinstance(event, yaml.DocumentEndEvent):
                break
        for name, mark in anchors.items():
            self.say(
                "F002", self.document.place(mark.line + 1, mark.column + 1), "sign", sign="&", text=f"&{name}"
            )
