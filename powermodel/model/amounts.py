"""Ranges of amounts as officers write them on the outcomes of a choice, read as the Civil Code reads them.

民法典 第一千二百五十九条: 以上, 以下, 以内, 届满 include the number; 不满, 超过, 以外 do not. A–B is A以上B以下.
"""

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cache, lru_cache
from typing import NamedTuple

from powermodel.model.values import chinese_number

CONTINUOUS = frozenset(("元", "%", "‰", "平方米", "亩", "米", "公里", "小时"))
"""Units of which there are parts; of all others (人, 户, 家, 件, 天) there are only whole ones."""


class Range(NamedTuple):
    """From ``low`` to ``high`` (None: no upper bound), with (``low_in``, ``high_in``) or without the numbers themselves.

    ``subject``: of what, where the label says it (单价, 超预算). The line is [0, ∞).
    """

    low: Fraction
    high: Fraction | None
    low_in: bool
    high_in: bool
    unit: str = "元"
    subject: str = ""

    def __contains__(self, number: object) -> bool:
        if not isinstance(number, (int, Fraction)):
            return False
        above = number > self.low or (self.low_in and number == self.low)
        return above and (self.high is None or number < self.high or (self.high_in and number == self.high))

    @property
    def empty(self) -> bool:
        """Whether no number is in it (50万元以上不满10万元)."""
        if self.high is None:
            return False
        return self.high < self.low or (self.high == self.low and not (self.low_in and self.high_in))

    def __str__(self) -> str:
        low, unit = spoken(self.low, self.unit), self.unit
        if self.high is None:
            return f"{low}以上" if self.low_in else f"超过{low}"
        high = spoken(self.high, unit)
        if self.low == self.high:
            return f"正好{low}"
        upper = f"{high}以下" if self.high_in else f"不满{high}"
        if self.low == 0 and self.low_in:
            return upper
        return f"{low}以上{upper}" if self.low_in else f"超过{low}、{upper}"


def spoken(number: Fraction, unit: str) -> str:
    """A number with its unit as officers write it: 100000 元 is 10万元."""
    for size, word in ((100_000_000, "亿"), (10_000, "万")):
        if unit == "元" and number >= size and (number / size * 100).denominator == 1:
            return f"{float(number / size):.10g}{word}{unit}"
    shown = str(number) if number.denominator == 1 else f"{float(number):.10g}"
    return f"{shown}{unit}"


# -- reading ---------------------------------------------------------------------------------------------------------

_NOT = r"(?:[不没未]|没有|尚未)"
_SIGNS = {
    (True, True): (
        r"≥|>=|[大高]于或?等于|达到或者?超过|至少|届满|(?:满足?|足?够|达到?)了?|足|够得上"
        rf"|{_NOT}(?:低于|少于|小于)"
    ),
    (True, False): r">|超过|超出|超|高于|大于|多于|逾",
    (False, True): rf"≤|<=|[小低]于或?等于|至多|最多|{_NOT}(?:超过|超出|超|高于|多于|大于)",
    (False, False): rf"<|低于|小于|少于|不及|[达够满]不[到上足]|{_NOT}(?:满足?|足?够|足|达到?|到)",
}
"""(lower bound?, number included?) → the words before a number that say so."""
_OTHER_WORDS = r"(?![意标格成期])"
"""满意, 达标, 够格, 达成, 逾期 say nothing of a number."""
_TAILS = {
    (True, True): r"及?以上|或以上|起",
    (True, False): r"以外",
    (False, True): r"及?以下|或以下|以内|之内|内",
}
"""The same for the words behind a number."""
_ALL_SIGNS = "|".join(_SIGNS.values())
_UNIT = r"元|块钱?|%|‰|个工作日|工作日|个月|小时|平方米|平米|公里|周岁|家|人|户|名|次|件|份|个|台|天|日|月|年|岁|亩|米|票|分|间|幢|辆"


@cache
def _pattern() -> re.Pattern[str]:
    """One number of a label with what stands around it; compiled when the first label with a number comes."""
    return re.compile(
        rf"(?P<sign>{_ALL_SIGNS})?"
        r"(?P<number>\d[\d.,]*|[〇零一二两三四五六七八九十百]+(?:千[〇零一二两三四五六七八九十百]*)?)"
        r"(?P<scale>[百千]?[万亿]|[百千])?"
        rf"(?P<unit>{_UNIT})?"
        r"(?P<told>\(不?含[^()]*\))?"
        rf"(?P<tail>{'|'.join(_TAILS.values())})?"
        r"(?P<told_after>\(不?含[^()]*\))?"
    )


_THROUGH = r"至|到|–|—|-|~"
_AND = r"且|并且|而且|并|,|、|和|而"
_WIDE = str.maketrans("０１２３４５６７８９．％，＜＞＝（）～－−", "0123456789.%,<>=()~--")
_SAME_UNIT = {
    "块": "元",
    "块钱": "元",
    "平米": "平方米",
    "个工作日": "工作日",
    "天": "日",
    "周岁": "岁",
    "名": "人",
}


class _Bound(NamedTuple):
    """One number of a label. ``lower``, ``included``: None where the label doesn't say."""

    number: Fraction
    scale: int
    unit: str
    lower: bool | None
    included: bool | None


def parse_range(text: str) -> Range | None:
    """The range that a label is; None where it is none, or says two things at once. 元 where it names no unit.

    >>> str(parse_range("10万元以上不满50万元")), str(parse_range("10万–50万")), parse_range("同意")
    ('10万元以上不满50万元', '10万元以上50万元以下', None)
    """
    found = _parse(text)
    return None if found is None else found._replace(unit=found.unit or "元")


def parse_choice(labels: Iterable[str]) -> tuple[Range, ...] | None:
    """The ranges of a choice by number, one a label; None where some label is no range.

    A label without a unit takes the unit that the others have.
    """
    ranges = [_parse(label) for label in labels]
    read = [found for found in ranges if found is not None]
    if len(read) < len(ranges) or all(found.low == found.high for found in read):
        return None
    units = {found.unit for found in read if found.unit}
    common = units.pop() if len(units) == 1 else "元"
    return tuple(found._replace(unit=found.unit or common) for found in read)


@lru_cache(maxsize=4096)
def _parse(text: str) -> Range | None:
    plain = re.sub(r"\s+", "", text.translate(_WIDE))
    if not re.search(r"[\d〇零一二两三四五六七八九十百]", plain):
        return None
    for start in range(len(plain)):
        if start and plain[start - 1].isdigit():
            return None
        bounds = _bounds(plain[start:])
        if bounds is not None:
            cut = any(sign.start() < start <= sign.end() for sign in re.finditer(_ALL_SIGNS, plain))
            return None if cut else _range(bounds, plain[:start])  # 不满10元以上 says two things
    return None


def _bounds(text: str) -> tuple[_Bound, ...] | None:
    """The one or two numbers of a label; None where something else stands in it."""
    first = _pattern().match(text)
    if first is None:
        return None
    rest = text[first.end() :]
    one = _bound(first)
    if not rest or one is None:
        return (one,) if one is not None else None
    through, both = re.match(_THROUGH, rest), re.match(_AND, rest)
    link = through or both
    second = _pattern().fullmatch(rest[link.end() :] if link else rest)
    other = _bound(second) if second else None
    if other is None:
        return None
    if through:
        one = one._replace(lower=one.lower if one.lower is not None else True)
        other = other._replace(lower=other.lower if other.lower is not None else False)
    return one, other


def _bound(found: re.Match[str]) -> _Bound | None:
    number = chinese_number(found["number"].rstrip(",."))
    said = [
        meaning
        for words, text in ((_SIGNS, found["sign"]), (_TAILS, found["tail"]))
        for meaning, pattern in words.items()
        if text and re.fullmatch(pattern, text)
    ]
    if number is None or len(set(said)) > 1:
        return None
    lower, included = said[0] if said else (None, None)
    told = found["told"] or found["told_after"]
    if told:
        included = not told.startswith("(不")
    unit = found["unit"] or ""
    return _Bound(number, _size(found["scale"] or ""), _SAME_UNIT.get(unit, unit), lower, included)


def _size(scale: str) -> int:
    size = 1
    for letter in scale:
        size *= {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}[letter]
    return size


def _range(bounds: Sequence[_Bound], subject: str) -> Range | None:
    if len(bounds) == 1:
        return _one_sided(bounds[0], subject)
    low, high = bounds if bounds[0].lower else (bounds[1], bounds[0])
    if not low.lower or high.lower is not False or (low.unit and high.unit and low.unit != high.unit):
        return None
    start, end = low.number * low.scale, high.number * high.scale
    last = bounds[1]
    if low is bounds[0] and low.scale == 1 and not low.unit and low.number * last.scale <= end:
        start = low.number * last.scale  # 10–50万: the unit after the last number holds for both
    return Range(
        start, end, low.included is not False, high.included is not False, low.unit or high.unit, subject
    )


def _one_sided(bound: _Bound, subject: str) -> Range | None:
    number = bound.number * bound.scale
    lower, included = bound.lower, bound.included
    if lower is None:
        said = next(
            (m for m, words in _SIGNS.items() if re.match(f"(?:{words}){_OTHER_WORDS}", subject)), None
        )
        if said is None:  # 3人: just that many, where there are only whole ones
            exact = bool(bound.unit) and bound.unit not in CONTINUOUS
            return Range(number, number, True, True, bound.unit, subject) if exact else None
        lower, included = said  # 超过预算10%
    if lower:
        return Range(number, None, included is not False, False, bound.unit, subject)
    return Range(Fraction(0), number, True, included is not False, bound.unit, subject)


# -- covering the line -----------------------------------------------------------------------------------------------

_Position = tuple[Fraction, int]
"""A cut of the line: just before (0) or just behind (1) a number."""


def gaps(ranges: Sequence[Range]) -> list[Range]:
    """What of [0, ∞) no range holds, from below; that nothing at all holds 0 is no gap."""
    found: list[Range] = []
    reached: _Position | None = (Fraction(0), 0)
    for each in sorted((r for r in map(_whole, ranges) if not r.empty), key=_start):
        if reached is not None and _start(each) > reached:
            found.append(_between(reached, _start(each), each.unit))
        reached = _later(reached, _end(each))
    if reached is not None and ranges:
        found.append(_between(reached, None, ranges[0].unit))
    return [gap for gap in found if gap.high != 0]


def overlaps(ranges: Sequence[Range]) -> list[tuple[int, int, Range]]:
    """Pairs of ranges (their numbers) that share something, and what; neighbours in the order of the line."""
    order = sorted(range(len(ranges)), key=lambda n: _start(_whole(ranges[n])))
    found: list[tuple[int, int, Range]] = []
    last: int | None = None
    for number in order:
        each = _whole(ranges[number])
        if each.empty:
            continue
        if last is not None:
            before = _whole(ranges[last])
            end = _end(before)
            if end is None or _start(each) < end:
                own = _end(each)
                shared = own if end is None else end if own is None else min(end, own)
                found.append(
                    (min(last, number), max(last, number), _between(_start(each), shared, each.unit))
                )
        if last is None or _later(_end(_whole(ranges[last])), _end(each)) != _end(_whole(ranges[last])):
            last = number
    return found


def _whole(each: Range) -> Range:
    """Of things that are only whole: 超过3人 is 4人以上, 不满3人 is 2人以下, up to just before the next one."""
    if each.unit in CONTINUOUS:
        return each
    low = (
        each.low
        if each.low_in and each.low.denominator == 1
        else Fraction(each.low.numerator // each.low.denominator + 1)
    )
    if each.high is None:
        return each._replace(low=low, low_in=True)
    below = Fraction(each.high.numerator // each.high.denominator)
    high = below if each.high_in or below != each.high else below - 1
    return each._replace(low=low, low_in=True, high=high + 1, high_in=False)


def _start(each: Range) -> _Position:
    return each.low, 0 if each.low_in else 1


def _end(each: Range) -> _Position | None:
    return None if each.high is None else (each.high, 1 if each.high_in else 0)


def _later(one: _Position | None, other: _Position | None) -> _Position | None:
    return None if one is None or other is None else max(one, other)


def _between(start: _Position, end: _Position | None, unit: str) -> Range:
    whole = unit not in CONTINUOUS
    if end is None:
        return Range(start[0], None, start[1] == 0, False, unit)
    high, high_in = (end[0] - 1, True) if whole else (end[0], end[1] == 1)
    return Range(start[0], high, start[1] == 0, high_in, unit)
