"""Where lines of Chinese break.

GB/T 15834-2011 §5.1 (no closing mark begins a line, no opening one ends it, `——` and `……` stay whole);
numbers, Latin words and amounts are kept whole; lines come out even.

All ways to break a text are compared by one cost, and the cheapest wins. What weighs more stands a step of
1000 above what weighs less, so that a text is broken badly only where nothing better fits:
inside a number or word > against the marks > inside an amount (28个工作日) > between an amount and what limits it
(不满10万元) > more lines > compounds broken > uneven lines. Inside a word: where lines are balanced as between an
amount and what limits it, in a paragraph as a compound.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Protocol

from render.metrics.words import TORN, seams

OPENING = frozenset("（([｛{〔【〖《〈「『“‘＄$￥¥￡£＃#№§@＠±≥≤≈＜<〝")
CLOSING = frozenset("，,。．.、；;：:？?！!）)]｝}〕】〗》〉」』”’％%‰℃°·・…—–～~-－々〃＞>〞′″’")
NEITHER = frozenset("/／\"'\u00a0")  # neither begins nor ends a line
INSEPARABLE = frozenset("—…─―‥")  # two of a kind are one mark
SPACES = frozenset(" \u3000")

_DIGITS = "0-9０-９"
_LATIN = f"A-Za-zＡ-Ｚａ-ｚÀ-ÖØ-öø-ÿΑ-ωА-я{_DIGITS}"
# Phone numbers, clock times, dates in figures, decimals, thousands, mail and web addresses included.
_WORD = rf"[{_LATIN}]+(?:[-.:,/@_&+=?#~%']+[{_LATIN}]+)*"
_NUMBER = rf"(?:[{_DIGITS}]+(?:[.,:：][{_DIGITS}]+)*|[〇零一二两三四五六七八九十百千万亿半]+)"
_UNIT = (
    "(?:个?(?:工作日|自然日|交易日|小时|半?月|季度|学期|半天|年度|人|户|项|环节|步骤|部门|社区)|(?:百|千|万|亿)?元|"
    "平方米|平方公里|立方米|公里|公斤|分钟|周年|周岁|单元|"
    "[个年月日天周时分秒号点条款项章节编目届期次人名户家件份步级类种处幢栋楼层室页张台套辆米亩吨元角票岁倍成折批])"
)
_AMOUNT = rf"{_NUMBER}分之{_NUMBER}|[第每前后]?{_NUMBER} ?(?:多|余)?{_UNIT}(?:{_NUMBER}{_UNIT})*"
_AMOUNTS = (  # compiled at first use: it takes 3 ms
    rf"[一-龥]{{0,4}}[〔\[（(][{_DIGITS}]{{4}}[〕\]）)]第?[{_DIGITS}]+号"  # 民发〔2021〕57号
    rf"|{_AMOUNT}"  # 28个工作日, 第十一条
    r"|〔[^〔〕]{1,9}〕"  # 〔未核实〕, and whose work a measure is: 〔居务监督委员会〕
    rf"|{_NUMBER} ?[-–—～~至] ?{_NUMBER}(?: ?{_UNIT})?"  # 8:30–12:00, 3至5天
    r"|[A-Z]{1,4}(?:/[A-Z])? ?[0-9]+(?:[-.][0-9]+)*"  # GB/T 36114-2018
)
_FIGURE = "[〇零一二两三四五六七八九十百千万亿]+"  # where 二十四小时 has no room, 小时 comes below
_LIMITED = (  # 不满10万元, 3家以上
    rf"(?:不(?:满|足|到|少于|超过|低于|高于|多于)|少于|多于|低于|高于|大于|小于|超过?|至少|最多|达到?|年?满|[近约等])?"
    rf"(?:{_AMOUNT}|[{_DIGITS}]+[%％])(?:及?以[上下内外]|左右)?"
)

_WORD_BROKEN, _MARKS, _AMOUNT_BROKEN, _LIMIT, _LINE = 10**18, 10**15, 10**12, 10**10, 10**9
_PLAIN, _SEAM = 2000, 1500  # thousandths of em² of an uneven paragraph, hundredths of balanced lines
_ALONE = 6 * _SEAM  # a character alone on one of balanced lines: more than to break a compound
_STOPS = frozenset("，。、；：！？）》〕】” ")


class Widths(Protocol):
    """What line breaking asks of a font."""

    @property
    def words(self) -> frozenset[str]:
        """Words besides those that are always known."""

    def advance(self, character: str) -> float:
        """The advance of a character in em."""


@lru_cache(maxsize=8192)
def broken(text: str, widths: Widths, width: float, balance: bool) -> tuple[str, ...]:
    """`text` in lines of at most `width` em: spaces at a break go, `\\n` begins a line, "" has no line."""
    if not text:
        return ()
    parts = (part.strip(" \u3000") for part in text.split("\n"))
    return tuple(line for part in parts for line in _paragraph(part, widths, width, balance))


def _paragraph(text: str, widths: Widths, width: float, balance: bool) -> list[str]:
    """One paragraph in lines, by the cheapest chain of breaks."""
    reach = [0.0, *accumulate(widths.advance(character) for character in text)]
    limit = width + 1e-6
    if reach[-1] <= limit:
        return [text]
    count = len(text)
    costs = break_costs(text, balance, widths.words)
    # A line that ends at i leaves its trailing spaces out; no break stands before a space.
    ends = [index for index in range(1, count) if text[index] not in SPACES] + [count]
    inked = {index: index - (len(text[:index]) - len(text[:index].rstrip(" \u3000"))) for index in ends}
    best: dict[int, tuple[int, int]] = {0: (0, 0)}  # end of a line -> (cost so far, where that line began)
    order = [0, *ends]
    for position, start in enumerate(order[:-1]):
        so_far = best[start][0]
        for end in ends[position:]:
            used = reach[inked[end]] - reach[start]
            if used > limit and end != ends[position]:
                break
            cost = so_far + costs[end] + _LINE + _evenness(used, width, end == count, balance) + count - end
            if end not in best or cost < best[end][0]:
                best[end] = (cost, start)
    chain = [count]
    while chain[-1]:
        chain.append(best[chain[-1]][1])
    return [text[start : inked[end]] for start, end in pairwise(reversed(chain))]


def _evenness(used: float, width: float, last: bool, balance: bool) -> int:
    """What a line of `used` of `width` em costs."""
    if balance:  # the sum of squares is least where all are equal
        return round(used * used * 100) + (_ALONE if used < 1.9 else 0)
    if last:  # a paragraph may end anywhere, but not with a single character
        return round(width * width * 250) if used < 1.9 else 0
    return round(max(width - used, 0.0) ** 2 * 1000)


@lru_cache(maxsize=2048)
def break_costs(text: str, balance: bool, words: frozenset[str]) -> Sequence[int]:
    """The cost of breaking before each character of `text`, and 0 for its end. `words`: further ones."""
    costs = [0] * (len(text) + 1)
    joins = seams(text, words)
    for index in range(1, len(text)):
        torn, join = divmod(joins[index], TORN)
        costs[index] = _between(text, index) + join * _SEAM + torn * (_LIMIT if balance else 4 * _SEAM)
    for pattern, cost in (
        (_LIMITED, _LIMIT),
        (_AMOUNTS, _AMOUNT_BROKEN),
        (_FIGURE, _AMOUNT_BROKEN),
        (_WORD, _WORD_BROKEN),
    ):
        for match in re.finditer(pattern, text):
            for index in range(match.start() + 1, match.end()):
                costs[index] += cost
    return costs


def whole(text: str, words: frozenset[str] = frozenset()) -> list[str]:
    """`text` in the pieces that had better stand on one line whatever the width: amounts, numbers, marks."""
    costs = break_costs(text, True, words)
    cuts = [0, *(index for index in range(1, len(text)) if costs[index] < _LIMIT), len(text)]
    return [text[a:b] for a, b in pairwise(cuts)]


def _between(text: str, index: int) -> int:
    """The cost of a break before `index` by the marks around it, spaces skipped."""
    after = text[index]
    before = text[:index].rstrip(" \u3000")[-1:]
    spaced = text[index - 1] in SPACES
    if before in OPENING or before in NEITHER or after in CLOSING or after in NEITHER:
        # A sign between spaces is a word of its own: `a - b`.
        return 0 if spaced and after not in CLOSING and before not in OPENING else _MARKS
    if before == after and after in INSEPARABLE:
        return _WORD_BROKEN
    if before in _STOPS or spaced:
        return 0
    return _PLAIN
