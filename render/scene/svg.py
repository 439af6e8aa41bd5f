"""A small writer of SVG in mm. Everything is written where it is, without transformations, so that it can be measured."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from html import escape
from itertools import starmap

from render.fonts.table import FAMILY
from render.layout.model import Line, Point, Rect
from render.metrics import clean, typeface


@lru_cache(maxsize=16384, typed=True)
def number(value: float) -> str:
    """A length in mm, to a thousandth, without needless digits."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


class Canvas:
    """Collects elements. Attribute names are written with `_` for `-`; None leaves an attribute out."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.missing: dict[str, None] = {}  # characters that the embedded fonts lack
        self.smallest = math.inf

    def tag(self, name: str, content: str | None = None, /, **attributes: object) -> None:
        """One element. ``content`` is text, not markup."""
        body = "/>" if content is None else f">{escape(content, quote=False)}</{name}>"
        self.parts.append(f"<{name}{_attributes(attributes)}{body}")

    @contextmanager
    def group(self, **attributes: object) -> Iterator[None]:
        """Elements in a group."""
        self.parts.append(f"<g{_attributes(attributes)}>")
        yield
        self.parts.append("</g>")

    def rect(self, rect: Rect, radius: float = 0.0, **attributes: object) -> None:
        """A rectangle."""
        self.tag("rect", x=rect.x, y=rect.y, width=rect.w, height=rect.h, rx=radius or None, **attributes)

    def polygon(self, points: Sequence[Point], **attributes: object) -> None:
        """A closed shape."""
        self.tag("polygon", points=" ".join(f"{number(x)},{number(y)}" for x, y in points), **attributes)

    def path(self, d: str, **attributes: object) -> None:
        """A path."""
        self.tag("path", d=d, **attributes)

    def text(
        self,
        text: str,
        x: float,
        y: float,
        size: float,
        *,
        bold: bool = False,
        anchor: str = "start",
        **attributes: object,
    ) -> None:
        """One line of text, its Chinese characters' middle at height ``y``."""
        plain, missing = _printable(text)
        for character in missing:
            self.missing[character] = None
        self.smallest = min(self.smallest, size)
        self.tag(
            "text", plain, x=x, y=y + typeface().regular.baseline(size), font_size=size,
            font_weight="bold" if bold else None, text_anchor=None if anchor == "start" else anchor, **attributes,
        )  # fmt: skip

    def line(self, line: Line, **attributes: object) -> None:
        """A line of a layout."""
        start = line.x + (1.2 * line.size if line.icon else 0.0)
        self.text(line.text, start, line.y, line.size, bold=line.bold, **attributes)  # type: ignore[arg-type]

    def document(self, width: float, height: float, title: str, description: str) -> str:
        """The whole SVG, ``width`` × ``height`` mm."""
        w, h = number(width), number(height)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{w}mm" height="{h}mm" viewBox="0 0 {w} {h}" '
            f'role="img" lang="zh-CN" font-family="{FAMILY}" aria-labelledby="title desc">'
            f'<title id="title">{escape(title, quote=False)}</title>'
            f'<desc id="desc">{escape(description, quote=False)}</desc>' + "".join(self.parts) + "</svg>\n"
        )


def _attributes(attributes: dict[str, object]) -> str:
    return "".join(starmap(_attribute, attributes.items()))


@lru_cache(maxsize=16384, typed=True)
def _attribute(name: str, value: object) -> str:
    """One attribute; nothing for None."""
    if value is None:
        return ""
    said = number(value) if isinstance(value, float) else escape(str(value))
    return f' {name.rstrip("_").replace("_", "-")}="{said}"'


@lru_cache(maxsize=4096)
def _printable(text: str) -> tuple[str, str]:
    """A text as it is set, and the characters that the embedded fonts lack; a font of the project may have them."""
    plain = clean(text)
    return plain, typeface().regular.missing(plain)


def rounded(points: Sequence[Point], radius: float) -> str:
    """Path data of a polyline with rounded corners; a corner takes at most half of its shorter side."""
    x, y = points[0]
    parts = [f"M{number(x)} {number(y)}"]
    for (ax, ay), (bx, by), (cx, cy) in zip(points, points[1:], points[2:], strict=False):
        before, after = math.hypot(bx - ax, by - ay), math.hypot(cx - bx, cy - by)
        r = min(radius, before / 2, after / 2)
        if r < 1e-6:
            parts.append(f"L{number(bx)} {number(by)}")
            continue
        sx, sy = bx - (bx - ax) / before * r, by - (by - ay) / before * r
        ex, ey = bx + (cx - bx) / after * r, by + (cy - by) / after * r
        parts.append(f"L{number(sx)} {number(sy)}Q{number(bx)} {number(by)} {number(ex)} {number(ey)}")
    x, y = points[-1]
    parts.append(f"L{number(x)} {number(y)}")
    return "".join(parts)
