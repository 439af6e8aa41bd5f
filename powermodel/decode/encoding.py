"""Bytes to text: UTF-8 is what is wanted; GBK/GB18030 and UTF-16 are recognised, named and read all the same."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

_OFFICE = {b"PK\x03\x04": "Word/Excel/压缩", b"\xd0\xcf\x11\xe0": "旧版 Word/Excel", b"%PDF": "PDF", b"\x89PNG": "图片"}


@dataclass(frozen=True, slots=True)
class Decoded:
    """``text`` is None where the file is no text. ``variant``/``args``: the message of F001, empty where all is well."""

    text: str | None
    variant: str = ""
    line: int = 0
    column: int = 0
    what: str = ""


def decode(data: bytes) -> Decoded:
    """Read the bytes of a file as text, whatever an editor on Windows made of it."""
    if data.startswith(codecs.BOM_UTF8):
        data = data[3:]
    for magic, what in _OFFICE.items():
        if data.startswith(magic):
            return Decoded(None, "binary", what=what)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = data.decode("utf-16", errors="replace")
        return Decoded(text, "utf16")
    try:
        return _without_nul(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    zeros = data[:4000].count(0)
    if zeros > len(data[:4000]) // 5:
        return _utf16_without_mark(data)
    return _not_utf8(data)


def _without_nul(text: str) -> Decoded:
    if "\0" not in text:
        return Decoded(text)
    if text.count("\0") > len(text) // 5:
        return _utf16_without_mark(text.encode())
    line, column = _position(text, text.index("\0"))
    return Decoded(text.replace("\0", " "), "nul", line, column)


def _utf16_without_mark(data: bytes) -> Decoded:
    for name in ("utf-16-le", "utf-16-be"):
        text = data.decode(name, errors="replace")
        if text.count("�") * 20 < len(text) and text.isprintable() or ":" in text[:4000] and "\n" in text:
            if "\0" not in text:
                return Decoded(text, "utf16")
    return Decoded(None, "binary", what="二进制")


def _not_utf8(data: bytes) -> Decoded:
    """Mostly UTF-8 with a few broken bytes, or GBK? Broken bytes are counted against whole Chinese characters."""
    mended = data.decode("utf-8", errors="replace")
    broken = mended.count("�")
    whole = sum(1 for c in mended if ord(c) > 0x7FF and c != "�")
    if broken * 4 > whole:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError as error:
            if error.start > len(data) // 2 and len(data) > 200 or broken > 8:
                text = data.decode("gb18030", errors="replace")
                line, column = _position(text, text.find("�"))
                return Decoded(text, "gbk_broken", line, column)
        else:
            return Decoded(text, "gbk")
    line, column = _position(mended, mended.index("�"))
    return Decoded(mended, "broken", line, column)


def _position(text: str, index: int) -> tuple[int, int]:
    before = text[: max(index, 0)]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
