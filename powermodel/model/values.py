"""Values that officers write as words: durations, dates, numbers, majorities, conditions. Parsing never guesses."""

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Annotated

from powermodel.model.base import Scalar, wrong

_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_WIDE = str.maketrans(
    "０１２３４５６７８９．％，壹贰叁肆伍陆柒捌玖拾佰仟", "0123456789.%,一二三四五六七八九十百千"
)


@lru_cache(maxsize=1024)
def chinese_number(text: str) -> Fraction | None:
    """The number a text is, in Arabic (full-width too, 1,000 too) or Chinese numerals with 万 and 亿; None if none.

    >>> chinese_number("十二"), chinese_number("1.5万"), chinese_number("三五")
    (Fraction(12, 1), Fraction(15000, 1), None)
    """
    text = text.strip().translate(_WIDE).replace(",", "").replace(" ", "")
    for big, size in (("亿", 100_000_000), ("万", 10_000)):
        if big in text:
            head, _, tail = text.partition(big)
            first = chinese_number(head)
            rest = chinese_number(tail) if tail else Fraction(0)
            return None if first is None or rest is None or rest >= size else first * size + rest
    if re.fullmatch(r"\d{1,15}(\.\d{1,6})?", text):
        return Fraction(text)
    return _chinese_below_10000(text)


def _chinese_below_10000(text: str) -> Fraction | None:
    if not text or any(c not in _DIGITS and c not in _UNITS for c in text):
        return None
    total, digit, last_unit = 0, None, 10_000
    for c in text:
        if c in _DIGITS:
            if digit not in (None, 0):
                return None  # 三五: two digits side by side are no number
            digit = _DIGITS[c]
        else:
            unit = _UNITS[c]
            if unit >= last_unit:
                return None
            total += (1 if digit is None else digit) * unit
            digit, last_unit = None, unit
    return Fraction(total + (digit or 0))


@dataclass(frozen=True)
class Duration:
    """A time limit as typed.

    ``unit``: 小时, 日 (calendar days), 工作日, 周, 月, 年; empty for words without a number.
    ``word``: one of the words that stand for a limit without days (当场, 次月起, 长期, 另有规定, 及时 …).
    """

    text: str
    number: Fraction = Fraction(0)
    unit: str = ""
    word: str = ""

    @property
    def vague(self) -> bool:
        """Whether nobody can say how many days it is (T401)."""
        return self.word in VAGUE

    @cached_property
    def working_days(self) -> Fraction | None:
        """Length in working days; None where the word has no length (长期, 次月起, 另有规定, 及时).

        7 calendar days are 5 working days, a month is 30 days, rounded up to whole working days
        (up to 8 hours are parts of one working day, more are parts of calendar days).
        """
        if self.word:
            return Fraction(0) if self.word in _NO_TIME else None
        if self.unit == "工作日":
            return self.number
        if self.unit == "小时":
            return self.number / 8 if self.number <= 8 else Fraction(-((-self.number * 5) // (24 * 7)))
        days = self.number * {"日": 1, "周": 7, "月": 30, "年": 365}[self.unit]
        return Fraction(-((-days * 5) // 7))

    @property
    def calendar(self) -> bool:
        """Whether it counts calendar days (天, 日, 周, 月, 年) rather than working days or hours."""
        return self.unit in ("日", "周", "月", "年")

    def __str__(self) -> str:
        return self.text


_NO_TIME = ("当场", "即时", "当日", "随到随办", "现场")
_OPEN = ("当月起", "次月起", "长期", "另有规定")
VAGUE = (
    "及时",
    "尽快",
    "按规定",
    "适时",
    "按期",
    "限期",
    "抓紧",
    "随时",
    "近期",
    "适当时间",
    "规定时间",
    "按时",
)
_DURATION = re.compile(
    r"(?:不少于|不超过|不低于|至少|最多|最长|不得少于|≥|≤|>=|<=)?"
    r"(?P<n>[0-9０-９.．,]+|[〇零一二两三四五六七八九十百千]+|半)个?(?P<u>小时|工作日|自然日|日历日|天|日|周|星期|月|年)"
    r"(?:以内|之内|内|以上|前)?"
)
_UNIT_NAMES = {"天": "日", "自然日": "日", "日历日": "日", "星期": "周"}


@lru_cache(maxsize=1024)
def parse_duration(text: str) -> Duration | None:
    """Read a time limit; None where it is none.

    >>> parse_duration("28个工作日内").working_days, parse_duration("7天").working_days, parse_duration("及时").vague
    (Fraction(28, 1), Fraction(5, 1), True)
    """
    plain = re.sub(r"\s+", "", text)
    for word in (*_NO_TIME, *_OPEN, *VAGUE):
        if plain in (word, word + "办理", word + "办结", word + "公布", word + "公开"):
            return Duration(text, word=word)
    found = _DURATION.fullmatch(plain)
    if not found:
        return None
    number = Fraction(1, 2) if found["n"] == "半" else chinese_number(found["n"])
    unit = _UNIT_NAMES.get(found["u"], found["u"])
    if number is None:
        return None
    if found["n"] == "半" and unit in ("日", "工作日", "周"):
        number, unit = (Fraction(4), "小时") if unit != "周" else (Fraction(7, 2), "日")
    return Duration(text, number, unit)


def _duration(value: object) -> Duration:
    if isinstance(value, Duration):
        return value
    made = parse_duration(str(value)) if isinstance(value, str) else None
    if made is None:
        wrong(value, "时间：几小时、几天、几个工作日、几个月，或当场、次月起、长期", "5个工作日")
    return made


Limit = Annotated[Duration, Scalar(_duration, {"type": "string", "examples": ["5个工作日"]})]


@dataclass(frozen=True)
class Day:
    """A date as typed; ``day`` is 0 where only year and month are given (2026-11)."""

    text: str
    year: int
    month: int
    day: int = 0

    @property
    def last(self) -> date:
        """The date, or the last day of the month where only that is given."""
        if self.day:
            return date(self.year, self.month, self.day)
        following = date(self.year + self.month // 12, self.month % 12 + 1, 1)
        return date.fromordinal(following.toordinal() - 1)

    def __str__(self) -> str:
        return self.text


def parse_day(text: str) -> Day | None:
    """Read 2026-11-22, 2026-11, 2026.11.22, 2026/11/22 or 2026年11月22日; None where it is no date."""
    found = re.fullmatch(r"(\d{4})[-./年](\d{1,2})(?:[-./月](\d{1,2})日?|月)?", text.strip().translate(_WIDE))
    if not found:
        return None
    year, month, day = int(found[1]), int(found[2]), int(found[3] or 0)
    try:
        date(year, month, day or 1)
    except ValueError:
        return None
    return Day(text, year, month, day)


def _day(value: object) -> Day:
    if isinstance(value, Day):
        return value
    made = parse_day(value) if isinstance(value, str) else None
    if made is None:
        wrong(value, "日期：年-月-日", "2026-11-22")
    return made


Date = Annotated[Day, Scalar(_day, {"type": "string", "examples": ["2026-11-22"]})]


@dataclass(frozen=True)
class Majority:
    """A quorum or majority as typed: the share ``fraction`` of ``of`` (应到, 到会, 全体 or empty).

    ``strict``: more than the share (过半数), else at least it (半数以上; 民法典 第一千二百五十九条).
    """

    text: str
    of: str
    fraction: Fraction
    strict: bool = False

    def __str__(self) -> str:
        return self.text


def parse_majority(text: str) -> Majority | None:
    """Read 应到半数以上, 三分之二以上, 全体过半数, 一致, 80%; None where it is none."""
    plain = re.sub(r"\s+", "", text)
    of = next((word for word in ("应到", "到会", "全体", "参会", "出席") if plain.startswith(word)), "")
    rest = re.sub(r"^(人数|人员|成员|代表|党员|居民)?的?", "", plain[len(of) :])
    rest = re.sub(r"(同意|通过|赞成|到会|出席|参加)$", "", rest)
    of = {"参会": "到会", "出席": "到会"}.get(of, of)
    if rest in ("过半数", "过半", "超过半数"):
        return Majority(text, of, Fraction(1, 2), True)
    if rest in ("半数以上", "半数及以上"):
        return Majority(text, of, Fraction(1, 2))
    if rest in ("一致", "全票"):
        return Majority(text, of, Fraction(1))
    if found := re.fullmatch(r"(超过)?(.{1,3}?)分之(.{1,3}?)(以上)?", rest):
        below, above = chinese_number(found[2]), chinese_number(found[3])
        if below and above and above <= below:
            return Majority(text, of, above / below, bool(found[1]))
    if found := re.fullmatch(r"(超过)?(\d+(?:\.\d+)?)%(以上)?", rest.translate(_WIDE)):
        return Majority(text, of, Fraction(found[2]) / 100, bool(found[1]))
    return None


def _majority(value: object) -> Majority:
    if isinstance(value, Majority):
        return value
    made = parse_majority(value) if isinstance(value, str) else None
    if made is None:
        wrong(value, "比例：过半数、半数以上、三分之二以上、四分之三以上、一致或百分之几", "应到半数以上")
    return made


Share = Annotated[Majority, Scalar(_majority, {"type": "string", "examples": ["应到半数以上"]})]


@dataclass(frozen=True)
class Condition:
    """An outcome of a decision, written 判断〔结果〕."""

    step: str
    outcome: str

    def __str__(self) -> str:
        return f"{self.step}〔{self.outcome}〕"


def _condition(value: object) -> Condition:
    if isinstance(value, Condition):
        return value
    found = (
        re.fullmatch(r"\s*(.+?)\s*[〔\[(（]\s*(.+?)\s*[〕\])）]\s*", value)
        if isinstance(value, str)
        else None
    )
    if not found:
        wrong(value, "判断步骤和它的结果，写成“步骤〔结果〕”", "是否近亲属〔是〕")
    return Condition(found[1], found[2])


When = Annotated[Condition, Scalar(_condition, {"type": "string", "examples": ["是否近亲属〔是〕"]})]
