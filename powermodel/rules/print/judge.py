"""Judge a printed sheet by plain numbers. What measures it lives elsewhere; nothing here draws."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from powermodel.finding import Finding, Path, Severity
from powermodel.model.base import Model
from powermodel.model.power import Power

SAME = 0.005  # mm: sizes nearer than this are the same


class Printed(NamedTuple):
    """One sheet of a power as numbers.

    ``paper``: its name; ``distance``: m; ``readable``, ``smallest``: mm of the least character that can be read and of
    the least one there is. ``missing``: characters that no font has. ``cut``: texts that leave their box or the sheet.
    ``sheets``: how many the flow alone takes, ``after``: the steps behind which it was cut, ``would_do``: the smallest
    paper that holds it on one (empty: none does), ``total``: sheets of the power, those without a flow included,
    which hold ``beside``. ``left_out``: what the sheets had no room for.
    """

    paper: str
    distance: float
    readable: float
    smallest: float
    missing: str = ""
    cut: tuple[str, ...] = ()
    sheets: int = 1
    after: tuple[str, ...] = ()
    would_do: str = ""
    total: int = 1
    beside: str = "风险点"
    left_out: tuple[str, ...] = ()


def judge(printed: Sequence[Printed], key: str, power: Power) -> list[Finding]:
    """The K findings of all sheets of one power, each said once; ``key``: the power's in its project."""
    found: dict[tuple[str, Path, str], Finding] = {}
    for sheet in sorted(printed, key=lambda sheet: sheet.smallest):
        for finding in _sheet(sheet, key, power):
            what = str(finding.args.get("character") or finding.args.get("text") or "")
            found.setdefault((finding.code, finding.path, what), finding)
    return list(found.values())


def _sheet(sheet: Printed, key: str, power: Power) -> Iterator[Finding]:
    where = {"paper": sheet.paper, "distance": f"{sheet.distance:g}", "readable": f"{sheet.readable:.1f}"}
    small = sheet.smallest and sheet.smallest < sheet.readable - SAME
    if small:
        yield Finding("K901", (), {**where, "smallest": f"{sheet.smallest:.1f}"}, power=key)
    if small or sheet.sheets > 1:
        advice = f"换成 {sheet.would_do}（阅读距离不变），流程一张就能印下；" if sheet.would_do else ""
        args = {
            **where,
            "sheets": sheet.sheets,
            "all": f"（连同{sheet.beside}共 {sheet.total} 张）" if sheet.total > sheet.sheets else "",
            "after": f"，在{'、'.join(f'“{a}”' for a in sheet.after)}之后断开" if sheet.after else "",
            "advice": advice,
        }
        if small:
            yield Finding("K902", ("步骤",), args, power=key)
        else:
            yield Finding("K902", ("步骤",), args, "cut", power=key, severity=Severity.WARNING)
    for character in sheet.missing:
        path = _where(character, power)
        yield Finding("K903", path, {"character": character, "code": f"U+{ord(character):04X}"}, power=key)
    if sheet.left_out:
        yield Finding("K906", ("步骤",), {**where, "what": "、".join(sheet.left_out)}, power=key)
    for text in sheet.cut:
        path = _where(text, power)
        yield Finding("K905", path, {**where, "text": text}, power=key)


def _where(text: str, value: object) -> Path:
    """The path of the first text of a model that holds ``text``; the empty path where none does."""
    return _inside(text, value) or ()


def _inside(text: str, value: object) -> Path | None:
    if isinstance(value, Model):
        named = {str(info.alias): getattr(value, name) for name, info in type(value).model_fields.items()}
        return _inside(text, named)
    if isinstance(value, Mapping):
        for name, entry in value.items():
            if text in str(name) or (rest := _inside(text, entry)) is not None:
                return (str(name), *(() if text in str(name) else rest or ()))
        return None
    if isinstance(value, tuple):
        for number, entry in enumerate(value, 1):
            if (rest := _inside(text, entry)) is not None:
                return (str(number), *rest) if isinstance(entry, Model) or len(value) > 1 else rest
        return None
    return () if value is not None and text in str(value) else None
