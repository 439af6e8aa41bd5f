"""Write sounds.txt, the table by which the index is ordered: python -m render.handbook.make_sounds

Needs pypinyin, which only those who change the table install: its dictionary of phrases takes half a second to read,
ten times as long as the index takes. What is kept: the sound of every character of GBK, and of the phrases of two
and three characters that are read otherwise than their characters one by one (长期 chang, 会计 kuai).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pypinyin import Style, lazy_pinyin
from pypinyin.constants import PHRASES_DICT

TABLE = Path(__file__).with_name("sounds.txt")
HEAD = """\
# How characters are read, with tone numbers: a sound and its characters; then phrases that are read otherwise.
# Made by make_sounds.py from the dictionaries of pypinyin (MIT licence, Copyright (c) mozillazg).
"""
SANDHI = frozenset("一不")
"""Their tone changes with what follows; a dictionary orders them as they are read alone."""


def main() -> None:
    """Write the table."""
    alone = {sign: _sounds(sign)[0] for sign in _signs()}
    by_sound: dict[str, list[str]] = {}
    for sign, sound in alone.items():
        by_sound.setdefault(sound, []).append(sign)
    lines = [f"{sound} {''.join(signs)}" for sound, signs in sorted(by_sound.items())]
    kept: dict[str, list[str]] = {}
    for phrase in sorted((p for p in PHRASES_DICT if 2 <= len(p) <= 3), key=lambda p: (len(p), p)):
        if all(sign in alone for sign in phrase) and not SANDHI & set(phrase):
            sounds = _sounds(phrase)
            if any(
                a != b and not a.endswith("5")
                for a, b in zip(sounds, _known(phrase, alone, kept), strict=True)
            ):
                kept[phrase] = sounds
    lines += [f"{phrase} {' '.join(sounds)}" for phrase, sounds in kept.items()]
    TABLE.write_text(HEAD + "\n".join(lines) + "\n", "utf-8")


def _signs() -> Iterator[str]:
    for code in range(0x4E00, 0xA000):
        try:
            chr(code).encode("gbk")
        except UnicodeEncodeError:
            continue
        yield chr(code)


def _sounds(text: str) -> list[str]:
    return lazy_pinyin(text, style=Style.TONE3, neutral_tone_with_five=True)


def _known(phrase: str, alone: dict[str, str], kept: dict[str, list[str]]) -> list[str]:
    """How the table so far reads a phrase, the longest parts first."""
    found: list[str] = []
    while len(found) < len(phrase):
        rest = phrase[len(found) :]
        part = next((rest[:n] for n in range(len(rest), 1, -1) if rest[:n] in kept), rest[0])
        found += kept.get(part, [alone[part[0]]])
    return found


if __name__ == "__main__":
    main()
