"""Without its characters in the embedded fonts a name vanishes; with wrong figures text leaves its box."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from render.fonts import BOLD, FOLDER, REGULAR, table
from render.fonts.cut import embedded
from render.metrics import typeface


@cache
def font(bold: bool) -> Any:
    return TTFont(BOLD if bold else REGULAR, lazy=True)


@pytest.mark.parametrize("bold", [False, True])
def test_the_table_is_that_of_the_font(bold: bool) -> None:
    metrics = typeface().weight(bold)
    advances = font(bold)["hmtx"].metrics
    cmap = {chr(code): glyph for code, glyph in font(bold).getBestCmap().items()}
    assert len(cmap) > 22_000
    for character, glyph in cmap.items():
        assert metrics.advance(character) * 1000 == pytest.approx(advances[glyph][0], abs=1e-6)
    assert {chr(code) for code in range(1, 0x30000) if metrics.has(chr(code))} == cmap.keys()


@pytest.mark.parametrize("bold", [False, True])
def test_no_program_may_set_text_wider_or_narrower(bold: bool) -> None:
    """Kerning, ligatures and half-width marks would; the dash of two ems is the one feature left."""
    assert "GPOS" not in font(bold) and "kern" not in font(bold)
    features = font(bold)["GSUB"].table.FeatureList.FeatureRecord
    assert {record.FeatureTag for record in features} == {"ccmp"}
    advances = font(bold)["hmtx"].metrics
    for lookup in font(bold)["GSUB"].table.LookupList.Lookup:
        for part in lookup.SubTable:
            for first, joined in getattr(part, "ExtSubTable", part).ligatures.items():
                for ligature in joined:
                    parts = [first, *ligature.Component]
                    assert sum(advances[glyph][0] for glyph in parts) == advances[ligature.LigGlyph][0]


def test_the_characters_of_names_places_and_papers_are_there() -> None:
    chinese = "一龥堃喆玥囍萬歲䶮㛃㙍𫖯𬀩𬭛𬱖䲢" + "〔〕【】《》“”‘’——……·、，。；：？！％℃№㎡①⑳㈠Ⅳ→✓☎□■○●▲★"
    signs = bytes(range(0xA1, 0xFF))
    rows = "".join(
        bytes([row, cell]).decode("gb2312", "ignore") for row in range(0xA1, 0xAA) for cell in signs
    )
    assert typeface().regular.missing(chinese + rows + "".join(map(chr, range(0x20, 0x7F)))) == ""
    gbk = "".join(bytes([high, low]).decode("gbk", "ignore") for high in range(0x81, 0xFF) for low in signs)
    assert typeface().regular.missing("".join(char for char in gbk if "一" <= char <= "\u9fff")) == ""


@pytest.mark.parametrize("bold", [False, True])
def test_the_font_bears_its_own_name_and_its_licence(bold: bool) -> None:
    names = {record.nameID: str(record) for record in font(bold)["name"].names}
    assert names[1] == table.FAMILY and names[2] == ("Bold" if bold else "Regular")
    assert "Adobe" in names[0] and "Open Font License" in names[13]
    assert "Noto" not in "".join(names[number] for number in (1, 3, 4, 6))
    assert "Noto" not in font(bold)["CFF "].cff.fontNames[0]
    assert "SIL OPEN FONT LICENSE" in (FOLDER / "OFL.txt").read_text(encoding="utf-8")


def test_a_cut_font_has_what_was_asked_and_the_same_bytes_each_time() -> None:
    data = embedded("提出申请——A", bold=False)
    assert data == embedded("A——请申出提", bold=False)
    cut = TTFont(BytesIO(data))
    assert {chr(code) for code in cut.getBestCmap()} == set("提出申请—A")
    assert "GSUB" in cut and len(data) < 20_000


@pytest.mark.parametrize("bold", [False, True])
def test_glyph_numbers_have_no_gaps(bold: bool) -> None:
    """With gaps a sheet takes more than twice as long: the charset is read again for every glyph."""
    names = font(bold)["CFF "].cff.topDictIndex[0].charset
    assert names == [".notdef", *(f"cid{number:05}" for number in range(1, len(names)))]
