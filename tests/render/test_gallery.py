"""The gallery is what a community leafs through before it starts: every power, every style, and pictures that exist."""

from __future__ import annotations

import re
import struct
import zlib
from pathlib import Path

import pytest

from powermodel.model.settings import STYLES
from powermodel.report.library import picture, powers
from render.pdf import sheet_png
from render.poster.shrink import shrink

DOCS = Path(__file__).parents[2] / "docs"


def linked(page: str) -> list[str]:
    return re.findall(r"\((gallery/[^)]+\.png)\)", (DOCS / page).read_text("utf-8"))


def test_gallery_shows_every_power_in_every_style() -> None:
    """`make gallery` writes it anew."""
    shown = set(linked("gallery.md"))
    assert {picture(row.code, style) for row in powers() for style in STYLES} <= shown
    there = {path.relative_to(DOCS).as_posix() for path in (DOCS / "gallery").glob("*")}
    assert shown == there, "pictures nobody shows, or links to nothing"


def test_every_power_of_the_library_page_has_its_pictures() -> None:
    links = linked("library.md")
    assert len(links) == len(STYLES) * len(powers())
    assert all((DOCS / link).is_file() for link in links)


def test_gallery_measures_every_chart_and_nothing_collides() -> None:
    rows = [line.strip("| ").split(" | ") for line in (DOCS / "gallery.md").read_text("utf-8").splitlines()]
    measured = {(row[1], row[2]): row for row in rows if len(row) == 11 and re.match(r"[A-Z]{2}-\d", row[0])}
    assert set(measured) == {(row.name, label) for row in powers() for label in STYLES.values()}
    assert all(row[5] == "0" for row in measured.values())
    assert all(float(row[9]) >= 2.5 for row in measured.values())


SVG = """<svg xmlns="http://www.w3.org/2000/svg" width="20mm" height="10mm" viewBox="0 0 20 10">
<rect width="20" height="10" fill="#f5f8fa"/><rect x="2" y="2" width="6" height="6" fill="#b4141a"/>
<circle cx="14" cy="5" r="3.3" fill="#1f5fa8"/></svg>"""


def pixels(png: bytes) -> tuple[int, int, list[bytes]]:
    """Width, height and the colour of every pixel of a PNG with a palette and no filters."""
    width, height = struct.unpack(">II", png[16:24])
    at, chunks = 8, dict[bytes, bytes]()
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        chunks[png[at + 4 : at + 8]] = png[at + 8 : at + 8 + length]
        assert (
            zlib.crc32(png[at + 4 : at + 8 + length])
            == struct.unpack(">I", png[at + 8 + length : at + 12 + length])[0]
        )
        at += 12 + length
    lines, palette = zlib.decompress(chunks[b"IDAT"]), chunks[b"PLTE"]
    found = [lines[y * (width + 1) + 1 + x] for y in range(height) for x in range(width)]
    return width, height, [palette[3 * n : 3 * n + 3] for n in found]


def test_small_picture_shows_the_same() -> None:
    """Flat colours are exact, the size is kept, and the file is always the same."""
    png = sheet_png(SVG, 20, 10, 72)
    small = shrink(png)
    width, height, found = pixels(small)
    assert (width, height) == struct.unpack(">II", png[16:24])

    def at(x: float, y: float) -> str:
        return found[int(y / 10 * height) * width + int(x / 20 * width)].hex()

    assert (at(1, 1), at(5, 5), at(14, 5), at(19, 9)) == ("f5f8fa", "b4141a", "1f5fa8", "f5f8fa")
    assert shrink(png) == small and len(small) < len(png)


@pytest.mark.parametrize("size", [(297, 210), (420, 297)])
def test_no_row_of_pixels_is_lost(size: tuple[int, int]) -> None:
    """A hairline, or the foot of a circle, would be missing somewhere in the middle of a picture."""
    wide, high = (round(length * 96 / 25.4) for length in size)
    bars = "".join(f'<rect y="{4 * n}" width="{wide}" height="2"/>' for n in range(high // 4 + 1))
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size[0]}mm" height="{size[1]}mm" '
        f'viewBox="0 0 {wide} {high}">{bars}</svg>'
    )
    width, height, found = pixels(shrink(sheet_png(svg, *size, 96)))
    dark = [found[y * width + width // 2][0] < 128 for y in range(height)]
    assert (width, height) == (wide, high) and dark == [n % 4 < 2 for n in range(high)]


def test_other_pictures_are_refused() -> None:
    with pytest.raises(ValueError, match="RGBA"):
        shrink(shrink(sheet_png(SVG, 20, 10, 72)))
