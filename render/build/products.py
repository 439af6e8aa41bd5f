"""What a project asks for (产品), as papers that can be made one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from powermodel.model.project import Project
from powermodel.model.settings import STYLES
from powermodel.report.markdown import as_markdown
from powermodel.review import Report
from powermodel.rules.view import View
from render.build.files import Names, safe_name

if TYPE_CHECKING:
    from render.layout.keep import Shelf

FOLDERS = ("海报", "手册", "风险台账", "审查报告")
"""The products there are; each has a folder of its name."""


@dataclass(frozen=True, slots=True)
class File:
    """One file that was made. ``name``: inside the product's folder; ``note``: what to know of it (Chinese)."""

    name: str
    content: bytes
    note: str = ""


@dataclass(frozen=True, slots=True)
class ChartJob:
    """What `draw` needs to know besides the project; it travels to other processes."""

    key: str
    style: str
    paper: str
    stem: str
    draft: bool


@dataclass(frozen=True, slots=True)
class Product:
    """One paper to make, in one or more files (PDF and SVG, several sheets): by calling ``make``, or by `draw`."""

    kind: str
    title: str
    make: Callable[[], Sequence[File]] | ChartJob


def products(
    project: Project, views: Mapping[str, View], report: Report, root: Path, *, draft: bool = False
) -> Iterator[Product]:
    """The papers of a project, in the order of ``产品``. A word nobody knows gives a product that can't be made.

    ``root``: the project's folder, from which the files of its ``字体`` are named.
    """
    makers: Mapping[str, Callable[[], Iterator[Product]]] = {
        "海报": lambda: _posters(project, draft),
        "手册": lambda: _handbook(project, views, font_files(project, root), draft),
        "风险台账": lambda: _ledger(project, views, draft),
        "审查报告": lambda: _report(project, report),
    }
    for name in dict.fromkeys(project.settings.outputs):
        if name in makers:
            yield from makers[name]()
        else:
            yield Product(name, name, _unknown(name))


def _unknown(name: str) -> Callable[[], Sequence[File]]:
    def refuse() -> Sequence[File]:
        raise ValueError(f"不会做“{name}”。powermodel.yaml 的“产品”里可以写：{'、'.join(FOLDERS)}")

    return refuse


def _posters(project: Project, draft: bool) -> Iterator[Product]:
    names = Names()
    for key, power in project.powers.items():
        head = " ".join(part for part in (power.code, power.name) if part)
        for style in dict.fromkeys(project.settings.style):
            label = STYLES[style]
            for paper in dict.fromkeys(project.settings.paper.poster):
                stem = names.take(f"{head}（{label}）{paper}")
                job = ChartJob(str(key), style, str(paper), stem, draft)
                yield Product("海报", f"{head} {label} {paper}", job)


def draw(project: Project, job: ChartJob, root: Path) -> Sequence[File]:
    """The sheets of one power in one style on one paper, as PDF and SVG. Raises Refused for a paper nobody knows."""
    from render.pdf import embed_font
    from render.poster import poster
    from render.poster.verdict import telling

    fonts = font_files(project, root)
    sheets = poster(
        project, job.key, style=job.style, paper=job.paper, draft=job.draft, fonts=[*map(str, fonts)],  # type: ignore[arg-type]
        shelf=_shelf(),
    )  # fmt: skip
    files = []
    for sheet in sheets:
        stem = job.stem if sheet.count == 1 else f"{job.stem} 第{sheet.number}张"
        note = "\n".join(telling(project, job.key, sheets)) if sheet is sheets[0] else ""
        files.append(File(f"{stem}.pdf", sheet.data, note))
        files.append(File(f"{stem}.svg", embed_font(sheet.svg, fonts).encode()))
    return files


@cache
def _shelf() -> Shelf:
    """Where layouts are kept from one build to the next."""
    from render.layout.keep import Shelf, user_folder

    return Shelf(user_folder())


def font_files(project: Project, root: Path) -> tuple[Path, ...]:
    """The files of ``字体``, named from the project's folder."""
    return tuple(root / font for font in project.settings.fonts)


def _boxes(text: str, fonts: Sequence[Path]) -> str:
    """What to know of a paper that has □ in the place of characters (K903); empty where it has none."""
    from render.metrics import typeface

    missing = typeface(*fonts).regular.missing(text)
    if not missing:
        return ""
    signs = "、".join(f"“{sign}”" for sign in missing)
    return f"K903 字体里没有{signs}，印成了“□”。把有这个字的字体文件写进 powermodel.yaml 的“字体”"


def _handbook(
    project: Project, views: Mapping[str, View], fonts: Sequence[Path], draft: bool
) -> Iterator[Product]:
    from render.handbook import fill, handbook_html, handbook_pdf, handbook_text, other_paper, undrawn

    stem = safe_name(f"{project.settings.name or ''}便民服务手册")
    book = cache(lambda: fill(project, views, _shelf()))

    def paper() -> Sequence[File]:
        if refusal := other_paper(project.settings.paper.handbook):
            raise ValueError(refusal)
        content = handbook_pdf(book(), draft=draft, fonts=fonts)
        notes = (undrawn(book()), _boxes(handbook_text(book()), fonts))
        return [File(f"{stem} A5.pdf", content, "；".join(note for note in notes if note))]

    def phone() -> Sequence[File]:
        return [File(f"{stem}.html", handbook_html(book(), draft=draft).encode())]

    yield Product("手册", "便民服务手册（手机）", phone)
    yield Product("手册", "便民服务手册（印刷）", paper)


def _ledger(project: Project, views: Mapping[str, View], draft: bool) -> Iterator[Product]:
    from render.ledger import ledger, ledger_csv, ledger_html

    name = project.settings.name

    def make() -> Sequence[File]:
        lines = ledger(project, views)
        return [
            File("廉政风险台账.html", ledger_html(lines, name, draft=draft).encode()),
            File("廉政风险台账.csv", ledger_csv(lines)),
        ]

    yield Product("风险台账", "廉政风险台账", make)


def _report(project: Project, report: Report) -> Iterator[Product]:
    from render.report_html import report_html

    name = project.settings.name

    def make() -> Sequence[File]:
        return [
            File("审查报告.html", report_html(report, name).encode()),
            File("审查报告.md", as_markdown(report, f"{name or ''}审查报告").encode()),
        ]

    yield Product("审查报告", "审查报告", make)
