"""Write the embedded fonts and the table of their advance widths.

For maintainers only; nothing imports it. It needs fonttools and two Debian packages: `fonts-noto-cjk` (the
source fonts) and `unicode-data` (the field kTGH of Unihan, which is the 通用规范汉字表 of 2013). Run it as
`python -m render.fonts.make_fonts`; the same sources and the same fonttools give the same bytes.

README.md says what goes in. All layout features go but one, the two-em dash: kerning, ligatures and
half-width alternates would make the width of a line depend on the program that sets it, and every box of a
chart is sized from the table written here.
"""

from __future__ import annotations

import bz2
import re
import statistics
import sys
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont

from render.fonts import BOLD, FOLDER, REGULAR
from render.fonts.cut import cut

NOTO = Path("/usr/share/fonts/opentype/noto")
UNIHAN = Path("/usr/share/unicode/Unihan_OtherMappings.txt.bz2")
COLLECTION_INDEX = 2  # Simplified Chinese
FAMILY = "Powermodel Sans SC"

# Signs beyond GB 2312 rows 1-9 that officers type or that a chart draws as text.
MORE_SIGNS = (
    "–—―‥…‰′″‹›•‣⁃€№℃℉℅℡™Ω㎎㎏㎜㎝㎞㎡㏄㏎㏑㏒㏕㈱㊣〇〒〓〖〗〝〞·・﹑﹒﹔﹕﹖﹗﹟﹠﹡＂＇－～￠￡￢￣￤￥"
    "⅓⅔⅛⅜⅝⅞⓪❶❷❸❹❺❻❼❽❾❿←↑→↓↔↕↖↗↘↙↺↻⇒⇔⇄▪▫▶◀▷◁△▽◆◇○◎●◯☆★☎☏✓"
)
CIRCLED = "".join(
    map(chr, [*range(0x2460, 0x2500), *range(0x3220, 0x3244), *range(0x3251, 0x3260), *range(0x3280, 0x32C0)])
)
LATIN_1 = "".join(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0xAD), *range(0xAE, 0x100)]))


def gb_rows() -> set[str]:
    """The signs of GB 2312 rows 1 to 9."""
    cells = (bytes([0xA0 + row, 0xA0 + cell]) for row in range(1, 10) for cell in range(1, 95))
    return {text for text in (cell.decode("gb2312", "ignore") for cell in cells) if text}


def gbk() -> set[str]:
    """Every two-byte character of GBK."""
    cells = (bytes([high, low]) for high in range(0x81, 0xFF) for low in range(0x40, 0xFF) if low != 0x7F)
    return {
        text for text in (cell.decode("gbk", "ignore") for cell in cells) if len(text) == 1 and text > "\x7f"
    }


def tgh() -> set[str]:
    """The 8,105 characters of the 通用规范汉字表 (国发〔2013〕23号)."""
    lines = bz2.decompress(UNIHAN.read_bytes()).decode("utf-8").splitlines()
    found = {
        chr(int(match[1], 16)) for match in (re.match(r"U\+(\w+)\tkTGH\t", line) for line in lines) if match
    }
    if len(found) != 8105:
        raise SystemExit(f"kTGH: expected 8105 characters, found {len(found)}")
    return found


def load(weight: str) -> TTFont:
    """The source font of one weight, with — a whole em wide at mid-height (`ccmp` joins two of them)."""
    font = TTFont(NOTO / f"NotoSansCJK-{weight}.ttc", fontNumber=COLLECTION_INDEX, recalcTimestamp=False)
    for cmap in font["cmap"].tables:
        if 0x2014 in getattr(cmap, "cmap", {}):
            cmap.cmap[0x2014] = cmap.cmap[0x2015]
    return font


def rename(font: TTFont, weight: str) -> None:
    """Give `font` our family name everywhere a font says its name; copyright and licence stay as they are."""
    postscript = f"{FAMILY.replace(' ', '')}-{weight}"
    names = {1: FAMILY, 2: weight, 3: postscript, 4: f"{FAMILY} {weight}", 6: postscript}
    table = font["name"]
    table.names = [record for record in table.names if record.nameID != 7]  # the trademark of another name
    for record in table.names:
        if record.nameID in names:
            record.string = names[record.nameID]
        elif record.nameID == 5:
            record.string = "Version 2.004; subset"
    cff = font["CFF "].cff
    cff.fontNames = [postscript]
    top = cff.topDictIndex[0]
    top.FullName, top.FamilyName = f"{FAMILY} {weight}", FAMILY
    if hasattr(top, "Notice"):
        del top.rawDict["Notice"]
        del top.Notice


def ranges(codes: Iterable[int]) -> str:
    """`codes` as one string of first and last characters of its unbroken runs."""
    ends: list[int] = []
    for code in sorted(codes):
        if ends and ends[-1] == code - 1:
            ends[-1] = code
        else:
            ends += [code, code]
    return "".join(map(chr, ends))


def heights(font: TTFont) -> tuple[float, float, float]:
    """Lowest and highest ink of any glyph, and the middle of the ink of the common characters, in em."""
    glyphs, cmap = font.getGlyphSet(), font.getBestCmap()
    bounds = {}
    for code, name in cmap.items():
        pen = BoundsPen(glyphs)
        glyphs[name].draw(pen)
        if pen.bounds:
            bounds[code] = pen.bounds
    middles = [(box[1] + box[3]) / 2 for code, box in bounds.items() if 0x4E00 <= code <= 0x9FFF]
    lowest, highest = min(box[1] for box in bounds.values()), max(box[3] for box in bounds.values())
    return lowest / 1000, highest / 1000, round(statistics.median(middles)) / 1000


def literal(text: str, indent: str = "    ") -> str:
    """`text` as a parenthesised, ASCII-only Python string over as many lines as it needs."""
    pieces = [ascii(text[start : start + 16]) for start in range(0, len(text), 16)]
    return "(\n" + "".join(f"{indent}{piece}\n" for piece in pieces) + ")"


def odd_advances(font: TTFont) -> str:
    """The Python source of a mapping: thousandths of an em -> the characters of `font` that advance by it."""
    advances = font["hmtx"].metrics
    odd: dict[int, str] = {}
    for code, name in sorted(font.getBestCmap().items()):
        if advances[name][0] != 1000:
            odd[advances[name][0]] = odd.get(advances[name][0], "") + chr(code)
    return "{\n" + "".join(f"    {width}: {text!a},\n" for width, text in sorted(odd.items())) + "}"


def table(regular: TTFont, bold: TTFont) -> str:
    """The Python source of table.py."""
    os2, extremes = regular["OS/2"], [heights(regular), heights(bold)]
    figures = {
        "FAMILY": f'"{FAMILY}"',
        "ASCENT": os2.sTypoAscender / 1000,
        "DESCENT": os2.sTypoDescender / 1000,
        "CAP_HEIGHT": os2.sCapHeight / 1000,
        "X_HEIGHT": os2.sxHeight / 1000,
        "INK_BOTTOM": min(lowest for lowest, _, _ in extremes),
        "INK_TOP": max(highest for _, highest, _ in extremes),
        "HAN_MIDDLE": extremes[0][2],
        "COVERAGE": literal(ranges(regular.getBestCmap())),
        "REGULAR_ADVANCES": odd_advances(regular),
        "BOLD_ADVANCES": odd_advances(bold),
    }
    head = (
        '"""The embedded fonts in figures. Written by make_fonts.py; do not edit.\n\n'
        "Heights in em, upwards from the baseline. COVERAGE: the first and last character of each run of\n"
        "characters that both weights have. *_ADVANCES: thousandths of an em -> the characters that advance\n"
        'by it; all others advance 1 em.\n"""\n\n# ruff: noqa\n# fmt: off\n\n'
    )
    return head + "".join(f"{name} = {value}\n" for name, value in figures.items())


def renumber(font: TTFont) -> None:
    """Give the glyphs of `font` (just opened) the CIDs 1, 2, 3 … in their order.

    With the gaps that cutting leaves, the charset has thousands of ranges, and the library that draws text in
    SVG reads them all again for every glyph: a sheet took three times as long.
    """
    top = font["CFF "].cff.topDictIndex[0]
    names = [".notdef", *(f"cid{number:05}" for number in range(1, len(top.charset)))]
    top.charset = top.CharStrings.charset = names
    top.CharStrings.charStrings = {name: index for index, name in enumerate(names)}
    top.CIDCount = len(names)
    font.setGlyphOrder(names)


def make(weight: str, characters: set[str], path: Path) -> TTFont:
    """Write one weight to `path` and return it as it can be read there."""
    font: Any = load(weight)
    cut(font, characters)
    rename(font, weight)
    draft = BytesIO()
    font.save(draft)
    font = TTFont(draft, recalcTimestamp=False)
    renumber(font)
    font.save(path)
    print(f"{path.name}: {len(characters)} characters, {path.stat().st_size / 1e6:.1f} MB")
    return TTFont(path)


def main() -> int:
    """Write both fonts and `table.py` beside this script; print what was written."""
    wanted = gb_rows() | set(MORE_SIGNS) | set(CIRCLED) | set(LATIN_1) | gbk() | tgh()
    have = set.intersection(*(set(map(chr, load(weight).getBestCmap())) for weight in ("Regular", "Bold")))
    print(f"not in the source: {' '.join(sorted(wanted - have))}")
    regular = make("Regular", wanted & have, REGULAR)
    bold = make("Bold", wanted & have, BOLD)
    (FOLDER / "table.py").write_text(table(regular, bold), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
