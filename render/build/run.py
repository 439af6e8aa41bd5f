"""The build: check, make, write, say what was made."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from powermodel.finding import Place, Severity
from powermodel.project import load
from powermodel.review import PlacedFinding, Report, review
from powermodel.scaffold import without_examples
from render.build.files import Folder, Written, why
from render.build.products import FOLDERS, Product, products
from render.build.site import INDEX, index_page
from render.build.workers import Crew

Progress = Callable[[int, int, str], None]
"""Told before every paper: how many are done, how many there will be, the title of the next; empty at the end."""


@dataclass(frozen=True, slots=True)
class Made:
    """One file of a build. ``path``: inside the output folder, with forward slashes; empty where nothing was tried.

    ``status``: 新, 更新, 没变, 没写成 (the place refused it) or 没做成 (it could not be drawn). ``message``: why, or
    what else to know of the file. ``size``: bytes.
    """

    kind: str
    title: str
    path: str
    status: str
    size: int = 0
    message: str = ""

    @property
    def failed(self) -> bool:
        return self.status in ("没写成", "没做成")


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did. ``refused``: the project has 错误 and no draft was asked for; nothing was written.

    ``left``: files of earlier builds that belong to nothing any more (paths inside ``out``); they are not touched.
    """

    out: Path
    report: Report
    made: tuple[Made, ...] = ()
    refused: bool = False
    left: tuple[str, ...] = field(default=())

    @property
    def failed(self) -> tuple[Made, ...]:
        return tuple(each for each in self.made if each.failed)


def build(
    root: Path,
    out: Path,
    *,
    draft: bool = False,
    today: date | None = None,
    community: str | None = None,
    progress: Progress | None = None,
) -> Built:
    """Make everything that ``产品`` of the project in folder ``root`` names, into the folder ``out``.

    With 错误 nothing is made, unless ``draft``, which prints 草稿 over everything. Every file is old or new at any
    moment, whatever happens; one that can't be written or drawn is a line of the result, and the rest is made.
    ``community``: one of the project's communities. Where ``out`` can't be made, that is the only line.
    """
    loaded = load(root, today=today, community=community)
    report = review(loaded)
    if report.worst() is Severity.ERROR and not draft:
        return Built(out, report, refused=True)
    project = without_examples(loaded)
    views = {key: view.within(project) for key, view in report.views.items()}
    wanted = list(products(project, views, from_root(report, root), root, draft=draft))
    made: list[Made] = []
    try:
        place = Folder(out)
    except OSError as error:
        return Built(out, report, (Made("输出文件夹", str(out), "", "没写成", message=why(error)),))
    with place as folder, Crew(project, (root, today, community)) as crew:
        crew.begin(wanted)
        for number, product in enumerate(wanted):
            if progress:
                progress(number, len(wanted) + 1, product.title)
            made += _make(folder, crew, product)
        if progress:
            progress(len(wanted), len(wanted) + 1, "网页目录")
        index = index_page(project, made, draft=draft)
        made.append(_entry(folder.write(INDEX, index.encode()), out, "网页", "目录页，从这里打开"))
        left = folder.others((out / each.path for each in made if each.path), FOLDERS)
    if progress:
        progress(len(wanted) + 1, len(wanted) + 1, "")
    return Built(out, report, tuple(made), left=tuple(p.relative_to(out).as_posix() for p in left))


def _make(folder: Folder, crew: Crew, product: Product) -> list[Made]:
    kind, title = product.kind, product.title
    try:
        files = crew.make(product)
    except Exception as error:  # one paper that can't be drawn must not cost the others
        return [Made(kind, title, "", "没做成", message=str(error) or type(error).__name__)]
    return [
        _entry(folder.write(f"{kind}/{f.name}", f.content), folder.root, kind, title, f.note) for f in files
    ]


def _entry(written: Written, out: Path, kind: str, title: str, note: str = "") -> Made:
    path = written.path.relative_to(out).as_posix()
    return Made(kind, title, path, written.status, written.size, written.message or note)


def from_root(report: Report, root: Path) -> Report:
    """The report with files named from the project's folder, wherever it was run from."""
    return replace(report, findings=_from_root(report.findings, root), waived=_from_root(report.waived, root))


def _from_root(findings: Iterable[PlacedFinding], root: Path) -> list[PlacedFinding]:
    base = root.resolve()

    def inside(place: Place) -> Place:
        path = Path(place.file).resolve()
        return place._replace(file=path.relative_to(base).as_posix()) if path.is_relative_to(base) else place

    return [
        f._replace(place=inside(f.place), related=tuple(r._replace(place=inside(r.place)) for r in f.related))
        for f in findings
    ]
