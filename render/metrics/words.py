"""Which characters belong together: a preference for where lines break, no grammar.

A text is cut into the fewest pieces that `words.txt`, and the words learned from the texts beside it, know. What they
don't know is taken in pairs, as most words of Chinese have two characters: a pair between known words is one itself;
the odd one goes with the word that it is a prefix or suffix of.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection
from functools import cache, lru_cache
from pathlib import Path

TORN = 100  # what a break inside a word costs
_JOINT = 4  # between the words of a compound, once for every compound around it: 居务监督|委员会
_PAIR = 2  # inside what is only supposed to be a word, as it stands next to what is not known either
_LEANING = 1  # between a word and the one it leans on: 是否|齐全, 公示|结果
_LEARNED = 4  # characters of a word that is learned, at most
_SINGLE = frozenset("的地得了着和与或及并而但在对向由将把被按经从为至等后前内外中时可须应拟已各每该其就都仍")
_NOT = frozenset("不未无非没")
_PREFIXES = _NOT | frozenset("再复重初预总副新旧老首第超")
_SUFFIXES = frozenset(  # 低差: 水压低, 质量差
    "员会表书单组费金证站栏簿册室所局处科办款率期者方户图法案权量价区县市街级式性化类件项桩梯人"
    "点队机器物品牌师箱柜灯函状店商车本卡岗低差"
)
_AFFIXES = _PREFIXES | _SUFFIXES
_LEANS_ON = frozenset("和与或及并在对向由将把被按经从为至可须应拟已各每") | {
    "是否", "能否", "可否", "有无", "不予", "不得", "不能", "不再",
}  # fmt: skip
_LEANS_BACK = frozenset("的地得了着等时后前内中") | {
    "事项", "人员", "人数", "企业", "材料", "标准", "部门", "程序", "窗口", "单位", "档案", "方案", "凭证", "公告",
    "公司", "过程", "合同", "机构", "计划", "记录", "结果", "金额", "理由", "名单", "目录", "情况", "情形", "清单",
    "申请", "数额", "台账", "条件", "小组", "项目", "协议", "需求", "意见", "资料", "措施", "成绩", "报告",
}  # fmt: skip
_HAN = re.compile("[一-龥]+")


@cache
def _listed() -> tuple[frozenset[str], int]:
    """The words of words.txt, and the length of the longest."""
    text = Path(__file__).with_name("words.txt").read_text(encoding="utf-8")
    words = frozenset(word for line in text.splitlines() if line[:1] != "#" for word in line.split())
    return words, max(map(len, words))


def seams(text: str, more: Collection[str] = ()) -> list[int]:
    """What a break before each character of ``text``, and at its end, costs. ``more``: words besides words.txt."""
    costs = [0] * (len(text) + 1)
    for run in _HAN.finditer(text):
        at, pieces = run.start(), _pieces(run[0], more, _listed()[1])
        sure = [True, *(known or piece in _AFFIXES for piece, known in pieces), True]
        for number, (piece, known) in enumerate(pieces):
            size = len(piece)
            if known:
                costs[at + 1 : at + size] = _inside(piece, more)
                costs[at] += _LEANING * (piece in _LEANS_BACK)
                costs[at + size] += _LEANING * (piece in _LEANS_ON)
            elif size == 2:
                costs[at + 1] = TORN if sure[number] and sure[number + 2] else _PAIR
            elif number and piece in _SUFFIXES:
                costs[at] += TORN
            else:
                costs[at + 1] += TORN if piece in _PREFIXES else _PAIR
            at += size
    return costs


def _inside(word: str, more: Collection[str]) -> list[int]:
    """What breaks inside a word cost: least between words of two characters and more that it is made of."""
    pieces = _pieces(word, more, len(word) - 1) if len(word) > 3 else []
    if not pieces or any(len(piece) == 1 for piece, _ in pieces):
        return [TORN] * (len(word) - 1)
    costs: list[int] = []
    for piece, _ in pieces:
        costs += [0, *_inside(piece, more)]
    return [_JOINT + cost for cost in costs[1:]]


def _pieces(text: str, more: Collection[str], most: int) -> list[tuple[str, bool]]:
    """``text`` in the fewest pieces: words of at most ``most`` characters, else pairs and what is left; if it is known."""
    words, count = _listed()[0], len(text)
    best = [(0, count, True)] * (
        count + 1
    )  # from here on: what the pieces cost, where the first ends, if it is known
    for start in range(count - 1, -1, -1):
        single, spare = text[start] in _SINGLE, text[start] in _SUFFIXES | _PREFIXES
        found = (best[start + 1][0] + (3 if single else 8 if spare else 9), start + 1, single)
        for end in range(start + 2, min(count, start + max(most, 2)) + 1):
            word = text[start:end]
            known = end - start <= most and (word in words or word in more)
            if not known and (end > start + 2 or single or word[1] in _SINGLE | _NOT):
                continue
            cost = best[end][0] + (2 if known else 15)
            if cost < found[0] or (cost == found[0] and not found[2]):
                found = (cost, end, known)
        best[start] = found
    made, start = [], 0
    while start < count:
        end, known = best[start][1:]
        made.append((text[start:end], known))
        start = end
    return made


@lru_cache(maxsize=256)
def learned(texts: tuple[str, ...]) -> frozenset[str]:
    """The words that ``texts`` (of one flow) share and words.txt does not know: pairs, and texts within others.

    A word stands next to different characters, or at an end, in two texts or more.
    """
    runs = {run for text in texts for run in _HAN.findall(text)}
    before: dict[str, set[str]] = defaultdict(set)
    after: dict[str, set[str]] = defaultdict(set)
    for run in runs:
        costs = seams(run)
        for start in range(len(run) - 1):
            for end in range(start + 2, min(start + _LEARNED, len(run)) + 1):
                word = run[start:end]
                if (end == start + 2 or word in runs) and max(costs[start], costs[end]) < _JOINT:
                    before[word].add(run[start - 1] if start else f"^{run}")
                    after[word].add(run[end] if end < len(run) else f"{run}$")
    return frozenset(
        word
        for word in before
        if min(len(before[word]), len(after[word])) > 1
        and not _SINGLE & {word[0], word[-1]}
        and word[-1] not in _PREFIXES
        and not all(known for _, known in _pieces(word, (), _LEARNED))
    )
