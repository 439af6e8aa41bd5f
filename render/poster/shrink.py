"""Small pictures of large sheets: a PNG of true colours made one of at most 256."""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from collections.abc import Iterator

Colour = tuple[int, int, int]
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def shrink(png: bytes) -> bytes:
    """The same picture with a palette, about a quarter as large; always the same bytes.

    ``png``: 8 bits a channel, RGBA without transparency, not interlaced, as a sheet is. Each colour is exact where it
    is one of the 256 that matter most, else the nearest of them. Raises ValueError for any other PNG.
    """
    width, height, data = _read(png)
    rows = list(_rows(data, width))
    reds, greens, blues = (b"".join(row[n] for row in rows) for n in range(3))
    counts = Counter(zip(reds, greens, blues, strict=True))
    palette = _palette(counts)
    place = {colour: n for n, colour in enumerate(palette)}
    for colour in counts:
        if colour not in place:
            place[colour] = min(range(len(palette)), key=lambda n: _apart(colour, palette[n]))
    indexed = bytes(map(place.__getitem__, zip(reds, greens, blues, strict=True)))
    lines = b"".join(b"\0" + indexed[y * width : (y + 1) * width] for y in range(height))
    chunks = [
        _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        _chunk(b"PLTE", bytes(value for colour in palette for value in colour)),
        _chunk(b"IDAT", zlib.compress(lines, 9)),
        _chunk(b"IEND", b""),
    ]
    return _SIGNATURE + b"".join(chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _read(png: bytes) -> tuple[int, int, bytes]:
    """Width, height and the filtered lines."""
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", png[16:29])
    if not png.startswith(_SIGNATURE) or (depth, colour, interlaced) != (8, 6, 0):
        raise ValueError("not a PNG of 8 bits a channel, RGBA, not interlaced")
    at, packed = 8, b""
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            packed += png[at + 8 : at + 8 + length]
        at += 12 + length
    return width, height, zlib.decompress(packed)


def _rows(data: bytes, width: int) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Red, green and blue of every line, the filters undone (PNG specification, clause 9)."""
    long = 4 * width + 1
    above = (bytes(width),) * 3
    for start in range(0, len(data), long):
        kind, line = data[start], data[start + 1 : start + long]
        if kind in (2, 4) and not any(line):
            yield above
            continue
        above = tuple(_undone(kind, line[n::4], above[n]) for n in range(3))  # type: ignore[assignment]
        yield above


def _undone(kind: int, line: bytes, above: bytes) -> bytes:
    """One channel of one line."""
    if kind == 0:
        return line
    made = bytearray(len(line))
    left = corner = 0
    for n, (value, up) in enumerate(zip(line, above, strict=True)):
        if kind == 1:
            guess = left
        elif kind == 2:
            guess = up
        elif kind == 3:
            guess = (left + up) // 2
        else:
            over, under, across = abs(up - corner), abs(left - corner), abs(left + up - 2 * corner)
            guess = left if over <= under and over <= across else up if under <= across else corner
            corner = up
        made[n] = left = (value + guess) & 255
    return bytes(made)


def _palette(counts: Counter[Colour]) -> list[Colour]:
    """The colours that matter most, at most one in each small cube of colours unless there is room for more."""
    order = sorted(counts, key=lambda colour: (-counts[colour], colour))
    cubes: dict[Colour, Colour] = {}
    for red, green, blue in order:
        cubes.setdefault((red >> 4, green >> 4, blue >> 4), (red, green, blue))
    first = order[:96]
    return list(dict.fromkeys([*first, *cubes.values()]))[:256]


def _apart(one: Colour, other: Colour) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))
