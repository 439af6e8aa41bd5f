"""Two ways to find a page: by the sound of a word, and by what one wants to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from powermodel.decode import read
from render.handbook.book import Entry, Pointer, Shelf

MOST_PAGES = 3
"""A word that stands in more entries than this helps nobody to find one (身份证)."""


def by_pinyin(entries: Sequence[Entry]) -> tuple[Shelf, ...]:
    """Names of services, what one gets and what one brings, by initial letter of their sound.

    Order: sound of every character, then the word itself. Words without a Chinese or Latin beginning go under #.
    """
    found: dict[str, list[str]] = {}
    for entry in entries:
        for word in (entry.name, entry.result, *(need.title for need in entry.materials)):
            if word and entry.id not in found.setdefault(word, []):
                found[word].append(entry.id)
    names = {entry.name for entry in entries}
    kept = {w: ids for w, ids in found.items() if w in names or len(ids) <= MOST_PAGES}
    shelves: dict[str, list[Pointer]] = {}
    for word in sorted(kept, key=lambda w: (sound(w), w)):
        first = sound(word)[0][:1].upper()
        head = first if "A" <= first <= "Z" else "#"
        shelves.setdefault(head, []).append(Pointer(word, tuple(kept[word])))
    ordered = sorted(shelves, key=lambda head: (head == "#", head))
    return tuple(Shelf(head, tuple(shelves[head])) for head in ordered)


@cache
def sound(word: str) -> tuple[str, ...]:
    """The pinyin of a word with tone numbers, a text for each character; other signs as they are.

    Of phrases that sounds.txt knows, the longest one that begins at a character says how it is read.
    """
    signs, phrases = _sounds()
    rest = word.lstrip("《“（〔 ") or word
    found: list[str] = []
    while rest:
        known = next((phrases[rest[:n]] for n in (3, 2) if rest[:n] in phrases), None)
        known = known or (signs.get(rest[0], rest[0].lower()),)
        found += known
        rest = rest[len(known) :]
    return tuple(found)


@cache
def _sounds() -> tuple[Mapping[str, str], Mapping[str, tuple[str, ...]]]:
    """sounds.txt: character → sound, phrase → sounds."""
    signs: dict[str, str] = {}
    phrases: dict[str, tuple[str, ...]] = {}
    for line in Path(__file__).with_name("sounds.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        first, *rest = line.split(" ")
        if first.isascii():
            signs.update(dict.fromkeys(rest[0], first))
        else:
            phrases[first] = tuple(rest)
    return signs, phrases


def by_wish(entries: Sequence[Entry], tags: Mapping[str, Sequence[str]]) -> tuple[Shelf, ...]:
    """Services under what a resident would say (我要…). ``tags``: entry id → the power's tags.

    The words are data (wishes.yaml): a service goes under every wish one of whose words its name, category or tags
    hold; one that no wish knows goes under its category.
    """
    shelves: dict[str, list[Pointer]] = {wish: [] for wish in wishes()}
    for entry in entries:
        text = " ".join((entry.name, entry.category, *tags.get(entry.id, ())))
        fitting = [wish for wish, words in wishes().items() if any(word in text for word in words)]
        for wish in fitting or [entry.category]:
            shelves.setdefault(wish, []).append(Pointer(entry.name, (entry.id,)))
    return tuple(Shelf(wish, tuple(pointers)) for wish, pointers in shelves.items() if pointers)


@cache
def wishes() -> Mapping[str, tuple[str, ...]]:
    """wishes.yaml: wish → words."""
    root: Any = read(Path(__file__).with_name("wishes.yaml")).root
    return {str(wish): tuple(map(str, words)) for wish, words in root["我要"].items()}
