"""Cutting fonts down to the characters a page needs.

The only code that needs a font library: import it late.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.ttLib import TTFont

from render.fonts import BOLD, REGULAR, FontError

UNNEEDED = ["BASE", "GDEF", "GPOS", "VORG", "vhea", "vmtx", "DSIG", "kern", "morx", "feat", "EBDT", "EBLC"]


def cut(font: TTFont, characters: Iterable[str], plain: bool = False) -> None:
    """Reduce `font` in place to `characters`, without hints and without layout features but `ccmp`.

    `plain`: it was cut before, and has neither hints nor glyphs made of others; to look for them takes half of the
    time. So the width of a text is the sum of the widths of its characters.
    """
    options = subset.Options()
    options.hinting = plain
    options.layout_features = ["ccmp"]
    options.name_IDs = ["*"]
    options.name_languages = [0x409]
    options.notdef_outline = True
    options.drop_tables += UNNEEDED
    subsetter = subset.Subsetter(options)
    if plain:
        font["CFF "].closure_glyphs = lambda subsetter: None
    subsetter.populate(unicodes=sorted(map(ord, characters)))
    subsetter.subset(font)


def embedded(characters: Iterable[str], bold: bool) -> bytes:
    """An OpenType font with those of `characters` that the embedded font of that weight has."""
    return _subset(BOLD if bold else REGULAR, characters, plain=True)


def from_file(path: Path, characters: Iterable[str]) -> bytes:
    """An OpenType font with `characters` from a font file; raises FontError."""
    with _readable(path):
        return _subset(path, characters)


@cache
def advances(path: Path) -> dict[str, float]:
    """Every character of a font file and its advance in em; raises FontError."""
    with _readable(path), _opened(path) as font:
        em, widths = font["head"].unitsPerEm, font["hmtx"].metrics
        return {chr(code): widths[glyph][0] / em for code, glyph in font.getBestCmap().items()}


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Turn whatever a font file of unknown make can raise into a FontError that names it."""
    try:
        yield
    except OSError as error:
        raise FontError(f"读不到字体文件 {path}：{error.strerror or error}") from error
    except Exception as error:  # the library has no common error for broken fonts
        raise FontError(f"{path} 不是可用的字体文件：{type(error).__name__} {error}") from error


def _opened(path: Path) -> Any:
    # Of a collection its first font. Boxes around all glyphs may be larger than what is left: nothing is set by them.
    return TTFont(path, fontNumber=0, recalcTimestamp=False, recalcBBoxes=False, lazy=True)


def _subset(path: Path, characters: Iterable[str], plain: bool = False) -> bytes:
    with _opened(path) as font:
        cut(font, characters, plain)
        out = BytesIO()
        font.save(out)
        return out.getvalue()
