"""What `powermodel handbook` does: one file, whole or not at all."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from powermodel.finding import Severity
from powermodel.project import load
from powermodel.report.text import as_text
from powermodel.review import Report, blocking
from powermodel.scaffold import without_examples
from render.build.files import Folder, safe_name, why
from render.handbook import fill, handbook_html, handbook_pdf, other_paper, undrawn
from render.layout.keep import Shelf, user_folder


def make_handbook(
    root: Path, fmt: str, out: Path | None, *, draft: bool = False, today: date | None = None
) -> tuple[str, bool]:
    """Write the handbook of the project in ``root``; ``fmt``: pdf or html. Returns what to say, and whether it is bad."""
    loaded = load(root, today=today)
    report = Report() if draft else blocking(loaded)
    if report.worst() is Severity.ERROR:
        return as_text(report) + "还有错误，没有做手册。改好再做，或者加 --draft 先出草稿。", True
    project = without_examples(loaded)
    if fmt == "pdf" and (refusal := other_paper(project.settings.paper.handbook)):
        return f"没有做：{refusal}", True
    views = {key: view.within(project) for key, view in report.views.items()} or None
    book = fill(project, views, Shelf(user_folder()))
    name = safe_name(f"{project.settings.name or ''}便民服务手册")
    path = out or Path(f"{name} A5.pdf" if fmt == "pdf" else f"{name}.html")
    if path.is_dir():
        path = path / (f"{name} A5.pdf" if fmt == "pdf" else f"{name}.html")
    fonts = [root / font for font in project.settings.fonts]
    data = (
        handbook_pdf(book, draft=draft, fonts=fonts)
        if fmt == "pdf"
        else handbook_html(book, draft=draft).encode()
    )
    try:
        with Folder(path.parent) as folder:
            written = folder.write(path.name, data)
    except OSError as error:
        return f"没写成 {path}：{why(error)}", True
    if written.message:
        return f"没写成 {path}：{written.message}", True
    hint = undrawn(book)
    return f"已写出：{path}" + (f"\n提示：{hint}" if hint else ""), False
