"""What a project asks for (产品), as files that can be made one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from powermodel.model.project import Project
from powermodel.report import as_markdown
from powermodel.review import Report
from powermodel.rules.view import View
from render.build.files import Names, safe_name

FOLDERS = ("海报", "手册", "风险台账", "审查报告")
"""The products there are; each has a folder of its name."""
STYLES = {"risk": "风险防控图", "lanes": "泳道图"}


@dataclass(frozen=True, slots=True)
class Product:
    """One file to make. ``path``: inside the output folder; ``make`` gives its bytes."""

    kind: str
    title: str
    path: str
    make: Callable[[], bytes]


def products(
    project: Project, views: Mapping[str, View], report: Report, *, draft: bool = False
) -> Iterator[Product]:
    """The files of a project, in the order of ``产品``. A product nobody knows makes a Product that fails."""
    makers = {
        "海报": lambda: _posters(project, draft),
        "手册": lambda: _handbook(project, views, draft),
        "风险台账": lambda: _ledger(project, views, draft),
        "审查报告": lambda: _report(project, report),
    }
    for name in dict.fromkeys(project.settings.outputs):
        if name in makers:
            yield from makers[name]()
        else:
            yield Product(name, name, "", _unknown(name))


def _unknown(name: str) -> Callable[[], bytes]:
    def refuse() -> bytes:
        raise ValueError(f"不会做“{name}”。powermodel.yaml 的“产品”里可以写：{'、'.join(FOLDERS)}。")

    return refuse


def _posters(project: Project, draft: bool) -> Iterator[Product]:
    names = Names()
    for key, power in project.powers.items():
        head = " ".join(part for part in (power.code, power.name) if part)
        for style, label in STYLES.items():
            for paper in dict.fromkeys(project.settings.paper.poster):
                stem = names.take(f"{head}（{label}）{paper}")

                @cache
                def drawn(key: str = key, style: str = style, paper: str = paper):  # type: ignore[no-untyped-def]
                    from render.poster import poster

                    return poster(project, key, style=style, paper=paper, draft=draft)

                title = f"{head} {label} {paper}"
                yield Product("海报", title, f"海报/{stem}.pdf", lambda drawn=drawn: drawn().pdf())  # type: ignore[misc]
                yield Product("海报", title, f"海报/{stem}.svg", lambda drawn=drawn: drawn().svg().encode())  # type: ignore[misc]


def _handbook(project: Project, views: Mapping[str, View], draft: bool) -> Iterator[Product]:
    from render.handbook import fill, handbook_html, handbook_pdf

    stem = safe_name(f"{project.settings.name or ''}便民服务手册")
    fonts = [Path(font) for font in project.settings.fonts]

    @cache
    def book():  # type: ignore[no-untyped-def]
        return fill(project, views)

    yield Product(
        "手册", "便民服务手册（印刷）", f"手册/{stem} A5.pdf", lambda: handbook_pdf(book(), draft=draft, fonts=fonts)
    )
    yield Product(
        "手册", "便民服务手册（手机）", f"手册/{stem}.html", lambda: handbook_html(book(), draft=draft).encode()
    )


def _ledger(project: Project, views: Mapping[str, View], draft: bool) -> Iterator[Product]:
    from render.ledger import ledger, ledger_csv, ledger_html

    lines = cache(lambda: ledger(project, views))
    name = project.settings.name
    yield Product(
        "风险台账", "廉政风险台账（网页）", "风险台账/廉政风险台账.html",
        lambda: ledger_html(lines(), name, draft=draft).encode(),
    )  # fmt: skip
    yield Product("风险台账", "廉政风险台账（表格）", "风险台账/廉政风险台账.csv", lambda: ledger_csv(lines()))


def _report(project: Project, report: Report) -> Iterator[Product]:
    from render.report_html import report_html

    name = project.settings.name
    yield Product(
        "审查报告", "审查报告（网页）", "审查报告/审查报告.html", lambda: report_html(report, name).encode()
    )
    yield Product(
        "审查报告", "审查报告（文字）", "审查报告/审查报告.md",
        lambda: as_markdown(report, f"{name or ''}审查报告").encode(),
    )  # fmt: skip
