"""Document numbers and titles of legal bases, as they are compared."""

from __future__ import annotations

import re
from functools import lru_cache

_BRACKETS = str.maketrans({**dict.fromkeys("[［【(（〈", "〔"), **dict.fromkeys("]］】)）〉", "〕")})
_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_ISSUED = r"[^\d〔〕]{1,30}〔(\d{4})〕[1-9]\d{0,4}号"
_ORDER = r"[^\d〔〕]{1,40}(?:令|公告)(?:〔?(\d{4})〕?年?)?第(?:[1-9]\d{0,4}|[〇零一二三四五六七八九十百]+)号"
_STANDARD = r"(?:GB|DB\d{0,4}|MZ|[A-Z]{2,4})(?:/[TZ])?\s*\d[\d.]*[-—]\d{4}"


@lru_cache(maxsize=2048)
def plain_number(number: str) -> str:
    """A document number with its brackets as 〔〕, half-width digits and no spaces."""
    return re.sub(r"\s+", "", number).translate(_BRACKETS).translate(_DIGITS)


@lru_cache(maxsize=2048)
def plain_title(title: str) -> str:
    """A title without 《》, 中华人民共和国 and （试行）."""
    return re.sub(r"[《》\s]|中华人民共和国|[（(](试行|暂行|修订|修正)[）)]", "", title)


def well_formed(number: str, this_year: int) -> bool:
    """Whether it is written as 机关代字〔年份〕n号, …令第n号 or the number of a standard, of a year that has come."""
    if re.fullmatch(_STANDARD, number):
        return True
    found = re.fullmatch(_ISSUED, number) or re.fullmatch(_ORDER, number)
    return found is not None and (found[1] is None or 1949 <= int(found[1]) <= this_year)


def mended(number: str, this_year: int) -> str | None:
    """The number in its proper form where what was meant is plain; else None."""
    text = plain_number(number)
    text = re.sub(
        r"^(\D+?)(?:第(\d+)号令|令(\d+)号?|令第(\d+))$", lambda m: f"{m[1]}令第{m[2] or m[3] or m[4]}号", text
    )
    if "令" not in text:
        text = re.sub(r"^(\D+?)〔?((?:19|20)\d{2})〕?年?(?:第|0)*([1-9]\d*)号?$", r"\1〔\2〕\3号", text)
    return text if text != number and well_formed(text, this_year) else None
