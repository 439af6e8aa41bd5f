"""Cutting fonts down to the characters a page needs.

The only code that needs a font library: import it late.
"""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.ttLib import TTFont, TTLibError

from render.fonts import BOLD, REGULAR, FontError

UNNEEDED = ["BASE", "GDEF", "GPOS", "VORG", "vhea", "vmtx", "DSIG", "kern", "morx", "feat", "EBDT", "EBLC"]


def cut(font: TTFont, characters: Iterable[str]) -> None:
    """Reduce `font` in place to `characters`, without hints and without layout features but `ccmp`.

    So the width of a text is the sum of the widths of its characters.
    """
    options = subset.Options()
    options.hinting = False
    options.layout_features = ["ccmp"]
    options.name_IDs = ["*"]
    options.name_languages = [0x409]
    options.notdef_outline = True
    options.drop_tables += UNNEEDED
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=sorted(map(ord, characters)))
    subsetter.subset(font)


def embedded(characters: Iterable[str], bold: bool) -> bytes:
    """An OpenType font with those of `characters` that the embedded font of that weight has."""
    return _saved(_opened(BOLD if bold else REGULAR), characters)


def from_file(path: Path, characters: Iterable[str]) -> bytes:
    """An OpenType font with `characters` from a font file; raises FontError."""
    return _saved(_opened(path), characters)


def advances(path: Path) -> dict[str, float]:
    """Every character of a font file and its advance in em; raises FontError."""
    font = _opened(path)
    try:
        em, widths = font["head"].unitsPerEm, font["hmtx"].metrics
        return {chr(code): widths[glyph][0] / em for code, glyph in (font.getBestCmap() or {}).items()}
    except (TTLibError, KeyError, AssertionError) as error:
        raise FontError(f"{path} 不是可用的字体文件：{error}") from error


def _opened(path: Path) -> Any:
    try:
        return TTFont(path, fontNumber=0, recalcTimestamp=False, lazy=True)
    except OSError as error:
        raise FontError(f"读不到字体文件 {path}：{error.strerror or error}") from error
    except (TTLibError, AssertionError) as error:
        raise FontError(f"{path} 不是可用的字体文件：{error}") from error


def _saved(font: Any, characters: Iterable[str]) -> bytes:
    cut(font, characters)
    out = BytesIO()
    font.save(out)
    return out.getvalue()
