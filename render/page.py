"""Web pages from templates: one file each, everything in it escaped, nothing fetched from anywhere."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment


def page(template: Path, **data: Any) -> str:
    """The page of a Jinja2 template filled with ``data``, all of it escaped.

    A style sheet (.css) and a script (.js) of the template's name beside it are given to it as ``style`` and
    ``script``.
    """
    from markupsafe import Markup

    stem = template.name.split(".")[0]
    for name, ending in (("style", ".css"), ("script", ".js")):
        file = template.with_name(stem + ending)
        data[name] = Markup(file.read_text("utf-8")) if file.is_file() else ""
    return _environment(template.parent).get_template(template.name).render(**data)


@cache
def _environment(folder: Path) -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(folder, encoding="utf-8"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
