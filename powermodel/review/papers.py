"""YAML that the program writes itself: read with the same care as everybody's, written whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import yaml

from powermodel.decode import Document, Map, read, validate
from powermodel.finding import Finding
from powermodel.model.base import Model
from powermodel.project.files import shown

M = TypeVar("M", bound=Model)


class PaperError(Exception):
    """What can't be done with a paper or a decision; the message says why, in Chinese."""


def read_paper(path: Path, model: type[M]) -> tuple[M | None, Document, Map | None, list[Finding]]:
    """The model of a file, its text, the data it was made of, and what is wrong with it (F)."""
    document = read(path, shown(path))
    if document.root is None:
        return None, document, None, document.findings
    made, data, findings = validate(document.root, model, document.file)
    return made, document, data, document.findings + findings


def write_paper(path: Path, data: Any) -> None:
    """Write plain data (texts, lists, mappings in their order) as YAML.

    Every text is written plain where YAML allows it: this project reads scalars as they are typed. Raises PaperError.
    """
    text = yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1_000_000)
    put_in_place(path, text.encode())


def put_in_place(path: Path, content: bytes) -> None:
    """Write a file whole or not at all. Raises PaperError."""
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        why = "可能正被别的程序打开，关掉以后再试" if isinstance(error, PermissionError) else error.strerror
        raise PaperError(f"写不进去：{shown(path)}（{why}）") from error


class _Dumper(yaml.SafeDumper):
    """Writes 2026-11-22 and 是 without quotes, and never aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _plain(dumper: _Dumper, text: str) -> yaml.Node:
    tag = dumper.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    return dumper.represent_scalar(tag, text)


_Dumper.add_representer(str, _plain)
