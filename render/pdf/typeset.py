"""Sheets and documents set by Typst with the embedded fonts and no others.

Always tagged PDF/UA-1, always the same bytes for the same input: no date of the day, no font of the machine.
Text reaches Typst as data, cleaned of controls and of marks that turn the direction of writing. A character
that no font has is set as □ here, so that a rare name never stops a document; whoever calls asks
`Metrics.missing` first and reports it (K903).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import fields
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from render.fonts import FOLDER
from render.fonts.table import FAMILY
from render.metrics import Metrics, clean, typeface

if TYPE_CHECKING:
    import typst

SHEET = Path(__file__).with_name("sheet.typ")
INCH = 25.4  # mm
TIMESTAMP = 1_767_225_600  # 2026-01-01 00:00 UTC; the true dates stand on the page


class TypesetError(RuntimeError):
    """Typst refused a page: a fault of a template or drawing, since what users write is checked before."""


def sheet_pdf(
    svg: str, width: float, height: float, title: str, alt: str, fonts: Iterable[Path] = ()
) -> bytes:
    """A PDF of one page of `width` x `height` mm with the drawing `svg` over all of it.

    `title` names the document, `alt` tells in words what the drawing shows; neither may be empty (PDF/UA-1).
    `fonts` are files that have what the embedded fonts lack. Raises TypesetError, and FontError for a font.
    """
    data = {"width": width, "height": height, "title": title, "alt": alt}
    return _compile(SHEET, data, fonts, svg, format="pdf", pdf_standards=["ua-1"])


def sheet_png(svg: str, width: float, height: float, ppi: float = 150, fonts: Iterable[Path] = ()) -> bytes:
    """A PNG of the sheet of `width` x `height` mm at `ppi` pixels per inch; else as `sheet_pdf`."""
    wide, high = (max(1, round(length * ppi / INCH)) for length in (width, height))
    # a drawing that is no whole pixels is drawn a little larger, and loses a row and a column
    whole = f'<svg\\1 width="{wide}" height="{high}" preserveAspectRatio="none"'
    svg = re.sub(r'^<svg([^>]*?) width="[^"]*" height="[^"]*"', whole, svg)
    data = {"width": wide * INCH / ppi, "height": high * INCH / ppi, "title": "", "alt": ""}
    return _compile(SHEET, data, fonts, svg, format="png", ppi=ppi)


def document_pdf(template: Path, data: dict[str, Any], fonts: Iterable[Path] = ()) -> bytes:
    """A PDF of the Typst file `template`, which reads `data` by `json(bytes(sys.inputs.data))`.

    The template may include files beside it, and sets `data.family`, which is added. `data` is what JSON can
    hold, and dataclasses; drawings in it are SVG texts. Raises TypesetError, and FontError for a font.
    """
    return _compile(template, data, fonts, format="pdf", pdf_standards=["ua-1"])


def _json(data: dict[str, Any], metrics: Metrics) -> str:
    """`data` as JSON with nothing in it that can't be printed. It is looked through text by text only if need be."""
    text = json.dumps(data, ensure_ascii=False, default=_fields)
    controls = "\\" in text.replace(r"\"", "").replace(r"\n", "")
    if controls or clean(text) != text or metrics.missing(text):
        text = json.dumps(_printable(json.loads(text), metrics), ensure_ascii=False)
    return text


def _fields(value: Any) -> dict[str, Any]:
    """A dataclass as what JSON can hold."""
    return {name: getattr(value, name) for name in _names(value.__class__)}


@cache
def _names(record: Any) -> tuple[str, ...]:
    """The names of the fields of a dataclass: a thick book is thousands of records."""
    return tuple(field.name for field in fields(record))


def _printable(value: Any, metrics: Metrics) -> Any:
    """`value` with every text in it cleaned, and □ for what no font has."""
    if isinstance(value, str):
        return metrics.substitute(clean(value))[0]
    if isinstance(value, dict):
        return {key: _printable(item, metrics) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(item, metrics) for item in value]
    return value


def _compile(
    template: Path, data: dict[str, Any], fonts: Iterable[Path], svg: str = "", **options: Any
) -> bytes:
    """One run of Typst. `svg` goes beside `data`, since in JSON it would be escaped and parsed again."""
    import typst

    fonts = tuple(fonts)
    metrics = typeface(*fonts).regular
    text = _json({**data, "family": FAMILY}, metrics)
    inputs = {"data": text, "svg": _printable(svg, metrics)}
    rare = "".join(sorted(metrics.extra.keys() & set(text + inputs["svg"]))) if metrics.extra else ""
    try:
        out = _compiler(rare, fonts if rare else ()).compile(
            template.read_bytes(), root=template.parent, sys_inputs=inputs, timestamp=TIMESTAMP, **options
        )
    except typst.TypstError as error:
        raise TypesetError(f"{template.name}: {error.message}\n{error.diagnostic}") from error
    if not isinstance(out, bytes):
        raise TypesetError(f"{template.name}: {len(out or [])} pages instead of one")
    return out


@cache
def _compiler(rare: str, fonts: tuple[Path, ...]) -> typst.Compiler:
    """The compiler for the embedded fonts, and for the characters `rare` taken from `fonts`.

    Of a foreign font only the characters that ours lack are given to Typst: in a drawing it would set the
    whole line from a font that has all of its characters, and the line would have another width.
    """
    import typst

    folders = [FOLDER]
    if rare:
        folder = TemporaryDirectory(prefix="powermodel-", ignore_cleanup_errors=True)
        _KEPT.append(folder)
        folders.append(Path(folder.name))
        _cut_into(Path(folder.name), rare, fonts)
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    return typst.Compiler(font_paths=found)


_KEPT: list[TemporaryDirectory[str]] = []  # removed when the process ends: Typst opens font files late


def _cut_into(folder: Path, rare: str, fonts: tuple[Path, ...]) -> None:
    """Write the characters `rare` of `fonts`, each from the first that has it, as fonts into `folder`."""
    from render.fonts.cut import advances, from_file

    wanted = set(rare)
    for number, path in enumerate(fonts):
        here = wanted & advances(path).keys()
        if here:
            (folder / f"{number:03}.otf").write_bytes(from_file(path, here))
        wanted -= here
