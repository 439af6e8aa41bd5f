"""Bytes to text: UTF-8 is what is wanted; GBK/GB18030 and UTF-16 are recognised, named and read all the same."""

import codecs
from typing import NamedTuple

from powermodel.decode.sheet import LINE_BREAK

_FORMATS = {
    b"PK\x03\x04": "Word、Excel 或压缩",
    b"\xd0\xcf\x11\xe0": "旧版 Word、Excel",
    b"%PDF": "PDF",
    b"\x89PNG": "图片",
    b"\xff\xd8\xff": "图片",
    b"{\\rtf": "写字板（RTF）",
    b"<html": "网页",
    b"<!doctype": "网页",
    b"\x1f\x8b": "压缩",
}
CONVERTIBLE = frozenset(("gbk", "utf16"))
"""Variants of F001 where every character was read, so that the file can be written again as UTF-8."""


class Decoded(NamedTuple):
    """``text`` is None where the file is no text. ``variant``: the message of F001, empty where all is well.

    ``line``, ``column`` (from 1): where the trouble is; 0: the whole file. ``what``: the format of a file that is
    no text.
    """

    text: str | None
    variant: str = ""
    line: int = 0
    column: int = 0
    what: str = ""


def decode(data: bytes) -> Decoded:
    """Read the bytes of a file as text, whatever an editor on Windows made of it."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and not data.startswith(b"\xff\xd8\xff"):
        return _utf16(data, "utf-16")
    data = data.removeprefix(codecs.BOM_UTF8)
    head = data[:16].lstrip().lower()
    for magic, what in _FORMATS.items():
        if head.startswith(magic.lower()):
            return Decoded(None, "binary", what=what)
    if b"\0" in data:
        return _with_zeros(data)
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        return _not_utf8(data, error)


def _utf16(data: bytes, codec: str) -> Decoded:
    text = data.decode(codec, errors="replace")
    if "�" in text:
        return _broken(text, "utf16_broken")
    return Decoded(text, "utf16")


def _with_zeros(data: bytes) -> Decoded:
    """A few zeros in good UTF-8 are damage; many may be UTF-16 without a mark."""
    if data.count(0) * 10 <= len(data):
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            line, column = _position(text[: text.index("\0") + 1])
            return Decoded(text.replace("\0", " "), "nul", line, column)
    for codec in ("utf-16-le", "utf-16-be"):
        if _plausible(data[:4000].decode(codec, errors="ignore")):
            return _utf16(data, codec)
    return Decoded(None, "binary", what="二进制")


def _plausible(text: str) -> bool:
    """Whether a text is of the characters that Chinese files are made of."""
    usual = sum(
        1
        for c in text
        if " " <= c <= "~" or c in "\r\n\t" or "一" <= c <= "龥" or "\u3000" <= c <= "〗" or "！" <= c <= "～"
    )
    return usual * 10 >= len(text) * 9


def _not_utf8(data: bytes, error: UnicodeDecodeError) -> Decoded:
    """Mostly UTF-8 with a few broken bytes, or GBK? Broken bytes are counted against whole Chinese characters."""
    mended = data.decode("utf-8", errors="replace")
    if error.reason == "unexpected end of data" and mended.count("�") == 1:
        return _broken(mended, "cut")
    whole = sum(1 for c in mended if ord(c) > 0x7FF and c != "�")
    if mended.count("�") * 4 <= whole:
        return _broken(mended, "broken")
    text = data.decode("gb18030", errors="replace")
    strange = text.count("�")
    if not strange:
        return Decoded(text, "gbk")
    if strange * 10 > len(text):
        return Decoded(None, "binary", what="二进制")
    return _broken(text, "gbk_broken")


def _broken(text: str, variant: str) -> Decoded:
    line, column = _position(text[: text.index("�") + 1])
    return Decoded(text, variant, line, column)


def _position(until: str) -> tuple[int, int]:
    """Line and column (from 1) of the last character of ``until``."""
    lines = LINE_BREAK.split(until)
    return len(lines), len(lines[-1])
