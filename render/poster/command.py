"""What `powermodel poster` does: make the files of a power, or measure its sheets."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from powermodel.finding import Severity
from powermodel.model.settings import STYLES
from powermodel.project import Loaded
from powermodel.report.text import as_text
from powermodel.review import Options, review
from powermodel.rules.print.k904 import too_faint
from powermodel.rules.registry import catalogue
from powermodel.rules.view import ProjectView, View
from render.build.files import Folder, safe_name
from render.layout import Style
from render.measure import Measures, measure
from render.poster.make import Format, Poster, Refused, poster
from render.poster.verdict import line, verdict
from render.scene.course import Course, course

_WORDS = {
    "overlaps": "重叠", "through_boxes": "线穿过框", "through_labels": "线穿过文字", "shared_tracks": "线并在一起",
    "shared_ports": "出入同口", "texts_too_wide": "文字超出框", "texts_off_sheet": "文字出纸", "crossings": "线交叉",
    "bends": "拐弯", "fill": "占满（0 到 1）", "smallest_type": "最小字（毫米）", "title_type": "标题字（毫米）",
    "steps": "步骤", "edges": "箭头", "labels": "结果", "risks": "风险点",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for. ``distance`` in metres, None: by the paper; ``portrait`` None: by the paper; ``theme``
    empty: the project's. ``witness``: code of a finding whose course is drawn."""

    style: Style = "risk"
    paper: str = "A3"
    portrait: bool | None = None
    distance: float | None = None
    draft: bool = False
    theme: str = ""
    witness: str = ""


def metres(text: str) -> float | None:
    """A reading distance: 1.5m, 1.5 米, 150cm or 1.5; None for an empty text. Raises Refused for anything else."""
    if not text.strip():
        return None
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(m|米|cm|厘米)?", text.strip().lower())
    if not found:
        raise Refused(f"“{text}”不是距离，例如 1.5m")
    return float(found[1]) / (100 if found[2] in ("cm", "厘米") else 1)


FORMATS: tuple[Format, ...] = ("pdf", "svg", "png")


def destination(out: Path, fmt: str, powers: int) -> tuple[Path, str, Format]:
    """The folder, the name without ending and the format that ``-o`` and ``--format`` ask for.

    ``out`` is a file where it ends in a format, else a folder and the name empty: each sheet gets its own.
    Raises Refused where the two contradict each other or several powers would be one file.
    """
    ending = out.suffix.lower().removeprefix(".")
    if ending not in FORMATS or out.is_dir():
        return out, "", fmt or "pdf"  # type: ignore[return-value]
    if fmt and fmt != ending:
        raise Refused(f"“{out.name}”的结尾和 --format {fmt} 对不上，去掉一个")
    if powers > 1:
        raise Refused(f"一次出 {powers} 项权力的图，-o 要写文件夹，不能写一个文件（{out.name}）")
    return out.parent, out.stem, ending


def make_posters(
    loaded: Loaded, key: str, request: Request, fmt: Format, out: Path, name: str = ""
) -> tuple[str, bool]:
    """Write every sheet of a power into the folder ``out``. Returns what to say, and whether that is bad news.

    ``name``: of the file, without ending; empty: power, style and paper. A power with 错误 is only printed with
    ``draft``, or with the course of a finding on it.
    """
    shown = course_of(loaded, key, request.witness) if request.witness else None
    if isinstance(shown, str):
        return shown, True
    if not (shown or request.draft) and (said := _errors(loaded, key)):
        return said, True
    sheets = _sheets(loaded, key, request, fmt, shown)
    power = loaded.project.powers[key]
    lines, bad = [], False
    with Folder(out) as folder:
        for sheet in sheets:
            number = f"（{sheet.number}）" if sheet.count > 1 else ""
            what = f"{request.witness.upper()}走法" if shown else STYLES[request.style]
            what += "，草稿" * request.draft  # it must not take the place of the sheet on the wall
            stem = f"{power.code or ''} {power.name}（{what}）{sheet.sheet.name}{number}".strip()
            stem = f"{name}{number}" if name else stem
            written = folder.write(f"{safe_name(stem)}.{fmt}", sheet.data)
            bad = bad or bool(written.message)
            lines.append(
                f"没写成 {written.path}：{written.message}" if written.message else f"已写出：{written.path}"
            )
    lines += _judged(loaded, key, sheets, own_theme=not request.theme)
    return "\n".join(lines), bad


def measure_posters(asked: Iterable[tuple[Loaded, str]], request: Request, fmt: str) -> tuple[str, bool]:
    """The measures of every sheet of these powers, as text or one JSON, and whether one that must be zero is not.

    Raises Refused where a power does not have the finding whose course is asked for.
    """
    rows: list[tuple[str, Poster, Measures]] = []
    for loaded, key in asked:
        shown = course_of(loaded, key, request.witness) if request.witness else None
        if isinstance(shown, str):
            raise Refused(shown)
        rows += [(key, sheet, measure(sheet.svg)) for sheet in _sheets(loaded, key, request, "svg", shown)]
    bad = any(found.faults for _, _, found in rows)
    if fmt == "json":
        sheets = [
            {
                "power": key,
                "style": request.style,
                "paper": sheet.sheet.name,
                "sheet": sheet.number,
                "of": sheet.count,
                **found.numbers(),
            }
            for key, sheet, found in rows
        ]
        whole = {"schema": "powermodel.measures/1", "sheets": sheets}
        return json.dumps(whole, ensure_ascii=False, indent=2) + "\n", bad
    lines = []
    for _, sheet, found in rows:
        lines.append(f"{sheet.title}　{sheet.sheet.name}　第 {sheet.number} 张，共 {sheet.count} 张")
        lines += [f"  {_WORDS.get(name, name)}：{value:g}" for name, value in found.numbers().items()]
        lines += [f"  {detail}" for detail in found.details]
    return "\n".join(lines), bad


def _errors(loaded: Loaded, key: str) -> str:
    report = review(loaded, Options())
    report.findings = [
        f for f in report.findings if key in f.powers or (not f.powers and f.place.file.endswith(key))
    ]
    if report.worst() is not Severity.ERROR:
        return ""
    return as_text(report) + "还有错误，没有出图。改好再出，或者加 --draft 先出草稿。"


def _judged(loaded: Loaded, key: str, sheets: Sequence[Poster], own_theme: bool) -> list[str]:
    """What the K rules say of the sheets (and of the project's colours, where they are used), one line each."""
    found = verdict(loaded.project, key, sheets)
    if own_theme:
        found += [f._replace(code="K904") for f in too_faint(ProjectView(loaded.project, {}))]
    return [line(finding) for finding in found]


def course_of(loaded: Loaded, key: str, code: str) -> Course | str:
    """The course of a power's finding ``code``; where there is none, what to say."""
    # of a finding that powers share, only one power's course is kept
    alone = replace(loaded, asked=frozenset({key}))
    drawable = [f for f in review(alone, Options("strict")).findings if f.witness and key in f.powers]
    for finding in drawable:
        if finding.code == code.upper():
            flow = View(key, loaded.project.powers[key], loaded.project).flow
            title = catalogue()[finding.code].title
            return course(flow, finding.code, title, finding.message, finding.help, finding.witness)
    name, known = loaded.project.powers[key].name, "、".join(sorted({f.code for f in drawable}))
    everything = review(loaded, Options("strict")).findings
    if any(f.code == code.upper() and key in f.powers for f in everything):
        return f"“{name}”有 {code.upper()} 的问题，但它不在哪一种走法上，图上画不出来" + (
            f"。画得出的有：{known}" * bool(known)
        )
    return f"“{name}”没有 {code.upper()} 的问题。" + (
        f"画得出走法的有：{known}" if known else "没有画得出走法的问题"
    )


def _sheets(
    loaded: Loaded, key: str, request: Request, fmt: Format, course: Course | None = None
) -> list[Poster]:
    return poster(
        loaded.project, key, style=request.style, paper=request.paper, portrait=request.portrait,
        distance=request.distance, fmt=fmt, draft=request.draft, theme=request.theme, course=course,
        fonts=[str(loaded.root / font) for font in loaded.project.settings.fonts],
    )  # fmt: skip
