"""One power on paper: PDF, SVG or PNG of every sheet it needs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from powermodel.model.project import Project
from powermodel.rules.view import View
from render.layout import Style
from render.layout.keep import Shelf
from render.metrics import typeface
from render.scene.course import Course
from render.scene.frame import LEAST, Sheet
from render.scene.sheet import Composer
from render.scene.theme import shipped, stated

Format = Literal["pdf", "svg", "png"]
PAPERS = {
    "A5": (148, 210),
    "A4": (210, 297),
    "A3": (297, 420),
    "A2": (420, 594),
    "A1": (594, 841),
    "A0": (841, 1189),
}
DISTANCES = {"A5": 0.3, "A4": 0.5, "A3": 0.5, "A2": 1.0, "A1": 1.5, "A0": 2.0}
BOARD_DISTANCE = 1.5
PER_METRE = 1000 / 300  # mm of a character for a metre of distance
SHORTEST = 16
"""Characters that the shorter side must hold: with fewer, not one step and its arrows have room."""


class Refused(ValueError):
    """What was asked for can't be made; the message is Chinese and says why."""


@dataclass(frozen=True, slots=True)
class Poster:
    """One sheet. ``svg`` is the drawing itself without its font; ``data`` the file in the format asked for.

    ``number`` of ``count`` sheets; ``missing``: characters that no font has, the project's included (K903). ``flow``: how many sheets the flow
    takes, ``after``: the step of the main course behind which this one breaks off. ``left_out``: what all of them
    together had no room for.
    """

    data: bytes
    svg: str
    title: str
    alt: str
    sheet: Sheet
    style: Style
    number: int
    count: int
    missing: str
    flow: int = 1
    after: str = ""
    left_out: tuple[str, ...] = ()


def make_sheet(paper: str = "A3", portrait: bool | None = None, distance: float | None = None) -> Sheet:
    """The sheet called ``paper`` (A4 … A0, or WIDTHxHEIGHTmm), read from ``distance`` m away (default by paper).

    ``portrait``: None leaves A sizes landscape and free sizes as they are given. Raises Refused.
    """
    name = paper.strip().upper().replace("×", "X").removesuffix("MM")
    if name in PAPERS:
        short, long = PAPERS[name]
        wide, high = (short, long) if portrait else (long, short)
        metres = DISTANCES[name]
    else:
        found = re.fullmatch(r"(\d{2,4})X(\d{2,4})", name)
        if not found:
            raise Refused(f"没有“{paper}”这种纸张。可以写 A4、A3、A2、A1、A0，或写尺寸，如 600x900mm")
        wide, high = int(found[1]), int(found[2])
        if not (100 <= wide <= 3000 and 100 <= high <= 3000):
            raise Refused(f"纸张“{paper}”太小或太大：每边 100 到 3000 毫米")
        if portrait is not None and portrait != (high > wide):
            wide, high = high, wide
        metres = BOARD_DISTANCE if min(wide, high) >= 500 else 0.5
        name = f"{wide}x{high}mm"
    metres = distance if distance is not None else metres
    if not 0.2 <= metres <= 20:
        raise Refused(f"阅读距离 {metres:g} 米不合适：0.2 到 20 米之间")
    readable = max(LEAST, metres * PER_METRE)
    if readable > min(wide, high) / SHORTEST:
        most = min(wide, high) / SHORTEST / PER_METRE
        raise Refused(
            f"{name} 太小，印不了 {metres:g} 米外看得清的图：字至少 {readable:.1f} 毫米高，一行只写得下"
            f" {int(min(wide, high) / readable)} 个字。换大一些的纸，或者把 --distance 写到 {int(10 * most) / 10:g}m 以内"
        )
    return Sheet(name, float(wide), float(high), metres, readable)


def poster(
    project: Project,
    power_key: str,
    *,
    style: Style = "risk",
    paper: str = "A3",
    portrait: bool | None = None,
    distance: float | None = None,
    fmt: Format = "pdf",
    draft: bool = False,
    ppi: float = 150,
    fonts: Sequence[str] = (),
    theme: str = "",
    course: Course | None = None,
    shelf: Shelf | None = None,
) -> list[Poster]:
    """All sheets of the power ``power_key`` of ``project``: the chart, and its risks on a second one if they must.

    ``distance`` in metres; ``draft`` prints 草稿 across. ``fonts``: files of the project's own fonts.
    ``theme``: one of `powermodel.model.theme.THEMES`; the project's where empty. ``course``: of a finding, drawn strong.
    ``shelf``: where layouts are kept.
    Raises Refused for a paper or distance that can't be, KeyError for a power that isn't there.
    """
    sheet = make_sheet(paper, portrait, distance)
    view = View(power_key, project.powers[power_key], project)
    colours = shipped(theme) if theme else stated(project.settings.theme)
    drawn = Composer(view, style, sheet, colours, course, shelf).sheets(draft)
    flow = sum(d.plan is not None for d in drawn)
    paths = [Path(font) for font in fonts]
    face = typeface(*paths).regular
    return [
        Poster(
            _made(d.svg, sheet, d.title, d.alt, fmt, ppi, paths), d.svg, d.title, d.alt, sheet, style, n, len(drawn),
            face.missing(d.missing), flow, d.plan.after if d.plan else "", d.left_out,
        )
        for n, d in enumerate(drawn, 1)
    ]  # fmt: skip


def _made(
    svg: str, sheet: Sheet, title: str, alt: str, fmt: Format, ppi: float, paths: Sequence[Path]
) -> bytes:
    """The file of one sheet."""
    from render.pdf import embed_font, sheet_pdf, sheet_png

    if fmt == "svg":
        return embed_font(svg, paths).encode()
    if fmt == "png":
        return sheet_png(svg, sheet.width, sheet.height, ppi, paths)
    return sheet_pdf(svg, sheet.width, sheet.height, title, alt, paths)
