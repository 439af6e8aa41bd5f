"""One power on paper: PDF, SVG or PNG of every sheet it needs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from powermodel.model.project import Project
from powermodel.rules.print.judge import Printed
from powermodel.rules.view import View
from render.layout import Style
from render.layout.keep import Shelf
from render.measure import measure
from render.scene.course import Course
from render.scene.frame import Sheet
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
LEAST = 2.5  # mm: no character is smaller, whatever the distance
PER_METRE = 1000 / 300  # mm of a character for a metre of distance


class Refused(ValueError):
    """What was asked for can't be made; the message is Chinese and says why."""


@dataclass(frozen=True, slots=True)
class Poster:
    """One sheet. ``svg`` is the drawing itself without its font; ``data`` the file in the format asked for.

    ``number`` of ``count`` sheets; ``missing``: characters that no font has (K903). ``flow``: how many sheets the flow
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
    return Sheet(name, float(wide), float(high), metres, max(LEAST, metres * PER_METRE))


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
    return [
        Poster(
            _made(d.svg, sheet, d.title, d.alt, fmt, ppi, fonts), d.svg, d.title, d.alt, sheet, style, n, len(drawn),
            d.missing, flow, d.plan.after if d.plan else "", d.left_out,
        )
        for n, d in enumerate(drawn, 1)
    ]  # fmt: skip


def printed(project: Project, power_key: str, sheets: Sequence[Poster]) -> list[Printed]:
    """The sheets as the numbers that the K rules judge (`powermodel.rules.print.judge.judge`)."""
    found = []
    for poster in sheets:
        measures = measure(poster.svg)
        sheet = poster.sheet
        small = measures.smallest_type < sheet.readable - 0.005
        larger = larger_paper(project, power_key, poster.style, sheet) if small or poster.flow > 1 else ""
        found.append(
            Printed(
                sheet.name, sheet.distance, sheet.readable, round(measures.smallest_type, 3), poster.missing,
                measures.cut_texts, poster.flow, tuple(p.after for p in sheets if p.after), larger, poster.count,
                "办事须知" if poster.style == "simple" else "风险点", poster.left_out,
            )
        )  # fmt: skip
    return found


def larger_paper(project: Project, power_key: str, style: Style, sheet: Sheet) -> str:
    """The smallest A paper larger than ``sheet`` that holds the flow on one, read from the same distance; or nothing."""
    view = View(power_key, project.powers[power_key], project)
    for name, (short, long) in PAPERS.items():
        if short * long <= sheet.width * sheet.height:
            continue
        for wide, high in ((long, short), (short, long)):
            tried = replace(sheet, name=name, width=float(wide), height=float(high))
            if Composer(view, style, tried).fits_on_one():
                return name
    return ""


def _made(
    svg: str, sheet: Sheet, title: str, alt: str, fmt: Format, ppi: float, fonts: Sequence[str]
) -> bytes:
    """The file of one sheet."""
    from pathlib import Path

    from render.pdf import embed_font, sheet_pdf, sheet_png

    paths = [Path(f) for f in fonts]
    if fmt == "svg":
        return embed_font(svg, paths).encode()
    if fmt == "png":
        return sheet_png(svg, sheet.width, sheet.height, ppi, paths)
    return sheet_pdf(svg, sheet.width, sheet.height, title, alt, paths)
