"""“是不是想写…”: the names nearest to what was typed."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, names: Iterable[str], most: int = 3) -> list[str]:
    """Up to ``most`` names like ``word``, the likest first; ties in the order given.

    Like: a common part of at least half, one inside the other, or the same characters in another order.
    """
    from difflib import SequenceMatcher

    word = word.strip()
    scored: list[tuple[float, int, str]] = []
    for number, name in enumerate(dict.fromkeys(names)):
        if name == word or set(word).isdisjoint(name):
            continue
        score = SequenceMatcher(None, word, name).ratio()
        if word and (word in name or name in word):
            score = max(score, 0.55)
        if len(word) > 1 and sorted(word) == sorted(name):
            score = max(score, 0.8)
        if score >= 0.5:
            scored.append((-score, number, name))
    return [name for _, _, name in sorted(scored)[:most]]


def suggestion(word: str, names: Iterable[str]) -> str:
    """A Chinese half-sentence to append to a message; empty where nothing is near."""
    near = nearest(word, names)
    return "，是不是想写" + "、".join(f"“{n}”" for n in near) + "？" if near else ""
