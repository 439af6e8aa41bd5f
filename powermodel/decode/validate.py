"""Data to models. What a model refuses becomes a finding at its line; it is mended or left out, and the rest read on."""

from __future__ import annotations

from operator import is_
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from powermodel.decode.marks import Map, Seq, Text
from powermodel.finding import Finding, Place
from powermodel.model.base import Model

if TYPE_CHECKING:
    from powermodel.decode.complaints import Complaints
    from powermodel.decode.document import Document

M = TypeVar("M", bound=Model)
ROUNDS = 12
MOST = 100
"""Findings told of one file; a file with more gets one line that counts the others."""
_HOLDERS = {"Power": "步骤", "PostFile": "岗位"}
"""Keys under which a name alone says something."""
_FORBIDDEN = "：:→〔〕，,"
"""Signs that may not stand in the name of a step: courses and conditions are written with them."""


def chinese(document: Document, model: type[Model]) -> list[Finding]:
    """Turn the English keys of a file into Chinese ones, in place."""
    if document.root is None or not document.english:
        return []
    # The table of keys is built from all models: only files with English keys, or with errors, pay for it.
    from powermodel.decode.keys import translate

    return translate(document.root, model)


def without_blanks(value: Any) -> Any:
    """The data without keys that have no value: a key left blank is not filled in yet.

    What has no such key is not copied.
    """
    if isinstance(value, Map):
        kept = {}
        whole = True
        for key, inner in value.items():
            if isinstance(inner, Text):
                if inner == "":
                    whole = False
                    continue
                kept[key] = inner
            else:
                kept[key] = without_blanks(inner)
                whole = whole and kept[key] is inner
        if whole:
            return value
        made = Map(kept, value.place, value.flow)
        made.at = value.at
        return made
    if isinstance(value, Seq):
        entries = [entry if isinstance(entry, Text) else without_blanks(entry) for entry in value]
        if all(map(is_, entries, value)):
            return value
        return Seq(entries, value.place, value.flow)
    return value


def validate(
    root: Map, model: type[M], file: str, power: str | None = None
) -> tuple[M | None, Map, list[Finding]]:
    """Make a model of the data of a file.

    Returns the model (None where nothing could be saved), the data it was made of (what was refused is mended or
    left out), and the findings F004, F005, F006. Findings carry their model path, for waivers and folding.
    """
    data = without_blanks(root)
    findings: list[Finding] = []
    if holder := _HOLDERS.get(model.__name__):
        _blank_entries(root, data, holder)
    if model.__name__ == "Power":
        findings += _step_names(data, power)
    complaints: Complaints | None = None
    for _ in range(ROUNDS):
        try:
            made = model.model_validate(data)
        except ValidationError as error:
            if complaints is None:
                from powermodel.decode.complaints import Complaints

                complaints = Complaints(model, file, power)
            data = complaints.mended(data, error.errors(include_url=False))
        except RecursionError:
            break
        else:
            return made, data, told(findings + (complaints.findings if complaints else []), file, power)
    return None, data, told(findings + (complaints.findings if complaints else []), file, power)


def told(findings: list[Finding], file: str, power: str | None) -> list[Finding]:
    """The findings of a file; of very many the first, and one line that counts the others."""
    if len(findings) <= MOST:
        return findings
    findings.sort(key=lambda f: (f.place.line, f.place.column) if f.place else (0, 0))
    args = {"shown": MOST, "count": len(findings) - MOST}
    return [*findings[:MOST], Finding("F010", (), args, "many", power=power, place=Place(file, 1, 1))]


def _step_names(data: Map, power: str | None) -> list[Finding]:
    """F006 for names of steps with signs that courses, conditions and constraints are written with."""
    found: list[Finding] = []
    steps = data.get("步骤")
    if not isinstance(steps, Map):
        return found
    for name in steps:
        sign = next((s for s in _FORBIDDEN if s in name), "") or next(
            (word for word in ("环节", "岗位", "标签") if name.startswith(word)), ""
        )
        if sign:
            args = {"name": name, "sign": sign}
            found.append(Finding("F006", ("步骤", name), args, "name", power=power, place=steps.at.get(name)))
    return found


def _blank_entries(root: Map, data: Map, holder: str) -> None:
    """A step (an end) or a post without anything under it is there all the same."""
    entries = root.get(holder)
    if isinstance(entries, Map) and data.get(holder) is not entries:
        made = Map((), entries.place, entries.flow)
        made.at = entries.at
        kept = data.get(holder, {})
        for key in entries:
            made[key] = kept[key] if key in kept else Map((), entries.at.get(key, entries.place))
        data[holder] = made
