"""Advance widths, coverage and heights of the embedded fonts."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache
from pathlib import Path

from render.fonts import table
from render.metrics import lines
from render.metrics.words import learned

SUBSTITUTE = "□"  # stands for a character that no font has

# Controls, marks that turn the direction of writing, zero-width and other invisible characters, halves of
# pairs, code points without a character: none of them may reach a page.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff"
    "\U000e0000-\U000e0fff]"
)


def clean(text: str) -> str:
    """`text` as it may be printed: composed (NFC), line ends `\\n`, tabs as spaces, nothing invisible."""
    text = re.sub("\r\n?|[\u2028\u2029\x85]", "\n", text).replace("\t", " ")
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))


@dataclass(frozen=True)
class Metrics:
    """The figures of one weight.

    Sizes are in mm per em (a Chinese character is one em wide); widths come back in the unit of the size.
    `extra` holds the advances, in em, of characters that only a font named by the project has; `words` what lines
    had better not break besides the words of words.txt.
    """

    bold: bool
    extra: Mapping[str, float] = field(default_factory=dict, repr=False, hash=False)
    words: frozenset[str] = frozenset()

    ascent = table.ASCENT  # em: the box a Chinese character stands in, above and below the baseline
    descent = table.DESCENT
    cap_height = table.CAP_HEIGHT
    x_height = table.X_HEIGHT
    han_middle = table.HAN_MIDDLE  # em above the baseline: the middle of a Chinese character's ink
    ink_top = table.INK_TOP  # em: no glyph's ink leaves these
    ink_bottom = table.INK_BOTTOM

    @cached_property
    def _em(self) -> dict[str, float]:
        advances = table.BOLD_ADVANCES if self.bold else table.REGULAR_ADVANCES
        odd = {char: width / 1000 for width, chars in advances.items() for char in chars}
        return {**odd, **self.extra}

    def advance(self, character: str) -> float:
        """The advance of one character in em. What no font has counts one em, the width of □."""
        return self._em.get(character, 1.0)

    def width(self, text: str, size: float = 1.0) -> float:
        """The width of `text` set in one line at `size` mm, in mm."""
        em = self._em
        return sum([em.get(character, 1.0) for character in text]) * size

    def has(self, character: str) -> bool:
        """Whether the embedded fonts, or a font the project names, have the character."""
        runs, position = table.COVERAGE, bisect_right(table.COVERAGE, character)
        return position % 2 == 1 or runs[position - 1 : position] == character or character in self.extra

    def missing(self, text: str) -> str:
        """The characters of `text` (as `clean` gives it) that can't be printed, each once, in their order."""
        absent = {char for char in set(text) if char != "\n" and not self.has(char)}
        return "".join(char for char in dict.fromkeys(text) if char in absent) if absent else ""

    def substitute(self, text: str) -> tuple[str, str]:
        """`text` with □ for every character that can't be printed, and those characters, each once."""
        missing = self.missing(text)
        if not missing:
            return text, ""
        return text.translate({ord(char): SUBSTITUTE for char in missing}), missing

    def baseline(self, size: float) -> float:
        """How far, in mm, the baseline lies under the middle of a line of Chinese text set at `size` mm."""
        return self.han_middle * size

    def break_lines(self, text: str, width: float, size: float = 1.0, *, balance: bool = True) -> list[str]:
        """`text` in lines of at most `width` mm at `size` mm; see `render.metrics.lines` for the rules.

        With `balance` the lines come out as even as they can (titles, boxes); without it they are filled as
        a paragraph is. `size` 1 makes `width` a number of Chinese characters. A single character wider than
        `width` still gets its line. Raises ValueError for a width or size that is not positive.
        """
        if not width > 0 or not size > 0:
            raise ValueError(f"width and size must be positive, not {width} and {size}")
        return list(lines.broken(text, self, width / size, balance))

    def widest(self, text: str) -> float:
        """The width, in em, of the widest part of `text` that is never broken where there is room for it: 28个工作日."""
        return max((self.width(part) for part in lines.whole(text, self.words)), default=0.0)


@dataclass(frozen=True)
class Typeface:
    """Both weights, and the fonts the project names for what the embedded ones lack."""

    regular: Metrics
    bold: Metrics
    fonts: tuple[Path, ...] = ()

    def weight(self, bold: bool) -> Metrics:
        """The figures of the weight asked for."""
        return self.bold if bold else self.regular

    def knowing(self, texts: Sequence[str]) -> Typeface:
        """The same fonts, which don't break the words that `texts` share (titles, posts and records of one flow)."""
        return _knowing(self, learned(tuple(texts)))


@lru_cache(maxsize=64)
def _knowing(face: Typeface, words: frozenset[str]) -> Typeface:
    """One typeface for the same words, so that what was broken once is not broken again."""
    return replace(face, regular=replace(face.regular, words=words), bold=replace(face.bold, words=words))


@cache
def typeface(*fonts: Path) -> Typeface:
    """The embedded fonts, and `fonts` (the first that has a character wins) for what they lack.

    Raises FontError when one of `fonts` can't be read.
    """
    embedded = Metrics(False)
    extra: dict[str, float] = {}
    if fonts:
        from render.fonts.cut import advances  # needs a font library: only when a project names fonts

        for path in reversed(fonts):
            extra |= {char: width for char, width in advances(path).items() if not embedded.has(char)}
    return Typeface(Metrics(False, extra), Metrics(True, extra), fonts)
