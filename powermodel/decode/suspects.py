"""Slips that parse: keys glued to values, commas that split nothing, text lost behind #, quotes that are not quotes."""

from __future__ import annotations

import re
from typing import Any

import yaml

from powermodel.decode.marks import Map, Seq, Text
from powermodel.finding import Finding, Fix, Place

REFERENCES = frozenset(
    ["岗位", "协办", "见证", "下一步", "到", "引用", "子流程", "起算", "止算", "从", "全程监督", "责任领导", "危害步骤", "落实步骤", "步骤", "受理岗位", "异议", "标签", "启用", "停用", "产出", "地点", "形式", "先于", "随后", "紧接", "互斥", "不同岗", "必经", "至多一次", "环节", "成员", "姓名", "别名", "适用", "之前", "之后", "owners", "assists", "witnesses", "next", "to", "calls", "risks", "owner", "records", "places"]
)
"""Keys whose values are names, not prose."""
_BLANKS = "\u3000\xa0\u2000\u2001\u2002\u2003\u2009\u200b\u200c\u200d\ufeff \t"
_GLUED = re.compile(r"^([^\s:：]{1,12})[:：](\S.*)?$", re.S)


def look(document: Any) -> None:
    """Walk the data of ``document``, write what is suspicious to its findings, and mend it in memory."""
    _Look(document).value(document.root, "")


def one_sentence(document: Any, root: Text) -> yaml.MarkedYAMLError | None:
    """A file whose whole content is one scalar: full-width colons all through (F015), or no YAML at all.

    Mends the text line by line where that gives a mapping, so that the rest is checked too.
    """
    from powermodel.decode.read import read_text

    place = root.place
    document.findings.append(Finding("F015", args={"text": str(root)[:20]}, variant="sentence", place=place))
    mended = re.sub(r"(?m)^([ ]*(?:- +)?[^\s:：#\"'“\[{]{1,20})\s*[:：][ \t\u3000]*", r"\1: ", document.text)
    if mended != document.text:
        again = read_text(mended, document.file)
        if again.root is not None:
            document.root = again.root
            document.findings += again.findings
    return None


class _Look:
    def __init__(self, document: Any) -> None:
        self.document = document
        self.lines: list[str] = document.lines

    def say(self, code: str, place: Place, variant: str = "", fix: tuple[Fix, ...] = (), **args: object) -> None:
        self.document.findings.append(Finding(code, args=args, variant=variant, place=place, fix=fix))

    def value(self, value: Any, key: str) -> Any:
        if isinstance(value, Map):
            self.mapping(value)
            return value
        if isinstance(value, Seq):
            self.sequence(value, key)
            return value
        return self.text(value, key)

    def mapping(self, mapping: Map) -> None:
        for key in list(mapping):
            key = self.key(mapping, key)
            value = mapping[key]
            made = self.value(value, key)
            if made is not value:
                mapping[key] = made

    def key(self, mapping: Map, key: str) -> str:
        place = mapping.at[key]
        stripped = key.strip(_BLANKS)
        if stripped != key and stripped and stripped not in mapping:
            self.say("F015", place, "blank", key=stripped)
            mapping.renamed(key, stripped)
            return stripped
        found = _GLUED.match(key)
        if found and mapping[key] == "" and found[1] not in mapping and found[2]:
            self.say("F015", place, "glued", key=found[1], value=found[2][:20])
            value = Text(found[2].strip(), place)
            mapping.renamed(key, found[1])
            mapping[found[1]] = value
            return found[1]
        return key

    def text(self, text: Text, key: str) -> Any:
        if not text:
            return text
        self.lost(text)
        if text.plain and (found := _GLUED.match(text)) and key not in ("办理时间", "时段", "说明") and "\n" not in text:
            if found[1] in _known_keys() and key not in REFERENCES | {"当", "规则", "位置"} and found[2]:
                self.say("F015", text.place, "glued", key=found[1], value=found[2][:20])
                made = Map((), text.place)
                made.put(found[1], text.moved(found[2].strip()), text.place)
                return made
        if key in REFERENCES and text.plain and (found := re.fullmatch(r"[“”「『‘](.+)[“”」』’]", text)):
            self.say("F017", text.place, name=found[1], text=str(text))
            return text.moved(found[1])
        return text

    def sequence(self, entries: Seq, key: str) -> None:
        for number, entry in enumerate(list(entries)):
            made = self.value(entry, key)
            if made is not entry:
                entries[number] = made
        if not entries.flow:
            return
        for number in range(len(entries) - 1, -1, -1):
            entry = entries[number]
            if not isinstance(entry, Text) or not entry.plain or not re.search("[，、]", entry):
                continue
            parts = [part.strip() for part in re.split("[，、]", entry) if part.strip()]
            alone = len(entries) == 1 and all(len(part) <= 8 for part in parts)
            if len(parts) > 1 and (key in REFERENCES or alone):
                sign = "、" if "、" in entry else "，"
                at = entry.place.column + entry.index(sign)
                place = Place(entry.place.file, entry.place.line, at)
                self.say("F014", place, sign=sign, count=len(parts), want="[" + ", ".join(parts) + "]")
                entries[number : number + 1] = [entry.moved(part) for part in parts]

    def lost(self, text: Text) -> None:
        """Text behind ` #` that was meant, not a comment: no blank behind the #, a single one before."""
        line, column = text.end
        if not text.plain or line != text.place.line or line > len(self.lines):
            return
        rest = self.lines[line - 1][column - 1 :]
        found = re.match(r"[\s,\]}]* (#[^\s#!].*)$", rest)
        if found and not rest.startswith("  "):
            at = column + found.start(1)
            self.say("F013", Place(text.place.file, line, at), text=found[1].rstrip()[:40])


_KEYS: frozenset[str] = frozenset()


def _known_keys() -> frozenset[str]:
    global _KEYS
    if not _KEYS:
        from powermodel.decode.keys import all_keys

        _KEYS = all_keys()
    return _KEYS

