"""SVG files that look the same anywhere: the font goes into the file."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree

from render.fonts.table import FAMILY
from render.metrics import typeface

_ROOT = re.compile(r"""<svg\b(?:[^>"']|"[^"]*"|'[^']*')*>""")
_STYLED = re.compile(r"<style\b[^<]*font-weight")
_WEIGHT = re.compile(r"font-weight\s*:\s*(\w+)")


def embed_font(svg: str, fonts: Iterable[Path] = ()) -> str:
    """`svg` with the characters it uses as fonts of its own: data URIs in a style element after the root tag; □ for
    those that none has.

    `fonts` are files that have what the embedded fonts lack. Raises ValueError when `svg` is no SVG,
    FontError for a font.
    """
    from render.fonts.cut import advances, embedded, from_file

    metrics = typeface(*fonts).regular
    svg, _ = metrics.substitute(svg)
    root = _ROOT.search(svg)
    if not root:
        raise ValueError("no <svg> in the text")
    used: dict[bool, set[str]] = {False: set(), True: set()}
    _collect(ElementTree.fromstring(svg), False, used)
    if _STYLED.search(svg):  # which texts its rules make bold is not worked out
        used = dict.fromkeys(used, used[False] | used[True])
    faces = []
    for bold, characters in used.items():
        own = {char for char in characters if char >= " " and metrics.has(char) and char not in metrics.extra}
        if own:
            faces.append(_face(embedded(own, bold), 700 if bold else 400))
    rare = (used[False] | used[True]) & metrics.extra.keys()
    for path in fonts:
        here = rare & advances(path).keys()
        if here:
            ranges = ",".join(f"U+{ord(char):X}" for char in sorted(here))
            faces.append(_face(from_file(path, here), 400, f";unicode-range:{ranges}"))
        rare -= here
    style = f"<style>{''.join(faces)}</style>"
    return svg[: root.end()] + style + svg[root.end() :]


def _collect(element: ElementTree.Element, bold: bool, used: dict[bool, set[str]]) -> None:
    """Add the characters of `element` and what is in it to the weight they are set in."""
    said = _WEIGHT.search(element.get("style", ""))
    weight = said[1] if said else element.get("font-weight", "")
    if weight:
        bold = weight == "bold" or (weight.isdigit() and int(weight) >= 600)
    used[bold] |= set(element.text or "")
    for child in element:
        _collect(child, bold, used)
        used[bold] |= set(child.tail or "")


def _face(font: bytes, weight: int, rest: str = "") -> str:
    """The CSS of one font."""
    data = b64encode(font).decode("ascii")
    return (
        f'@font-face{{font-family:"{FAMILY}";font-weight:{weight};'
        f'src:url(data:font/otf;base64,{data}) format("opentype"){rest}}}'
    )
