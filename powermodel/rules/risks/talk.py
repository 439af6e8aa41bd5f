"""Countermeasures that are only talk."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache

from powermodel.rules.view import View


class Talk:
    """Recognises measures in which nobody does anything that can be seen.

    ``urging``: words that urge (加强, 严格). ``filling``: words that go with them (教育, 意识, 干部, 的) and the names
    of posts. A measure is empty when each of its clauses is made of these alone and at least one of them urges.
    """

    def __init__(self, urging: frozenset[str], filling: frozenset[str]) -> None:
        self._urging, self._filling = urging, filling

    @cached_property
    def _words(self) -> re.Pattern[str]:
        """All the words, the longest first; made when the first measure that urges is met."""
        ordered = sorted(self._urging | self._filling, key=lambda word: (-len(word), word))
        return re.compile("|".join(map(re.escape, ordered)) or "(?!)")

    def empty(self, text: str) -> bool:
        """Whether a measure says nothing that could be checked."""
        if not any(word in text for word in self._urging):
            return False
        clauses = [clause for clause in re.split(r"[，,、；;。\s]+", text) if clause]
        left = max((len(self._words.sub("", clause)) for clause in clauses), default=0)
        return bool(clauses) and left <= 1


@lru_cache(maxsize=4)
def _talk(urging: frozenset[str], filling: frozenset[str]) -> Talk:
    return Talk(urging, filling)


def talk(view: View) -> Talk:
    """The recogniser of this project: its table 空话 and the names of its posts."""
    groups: dict[bool, set[str]] = {True: set(), False: set(view.project.posts)}
    for row in view.table("空话"):
        words = row["词"]
        groups[row["类"] == "号召"].update([words] if isinstance(words, str) else words)
    return _talk(frozenset(groups[True]), frozenset(groups[False]))
