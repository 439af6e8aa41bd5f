"""What the library offers to begin with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from powermodel.nearest import suggestion
from powermodel.project.files import library_root, scan

STARTERS = ("JZ-01", "JC-01", "CG-01", "YZ-02")
"""Codes of the powers that nearly every community has; a project begun without saying which gets these."""


class ScaffoldError(Exception):
    """A wish that can't be fulfilled; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A power of the library. ``service``: residents come for it, so it has a page in the handbook.

    ``path``: its flow file; ``place``: that path below the library's flows, without ending (社会救助/低保初核).
    """

    name: str
    code: str
    category: str
    summary: str
    service: bool
    path: Path
    place: str


def offers() -> tuple[Offer, ...]:
    """All powers of the library, by category and code."""
    flows = library_root() / "flows"
    found = [
        Offer(
            e.name, e.code, _value(e.text, "类别"), _value(e.text, "概要"),
            bool(re.search(r"^指南\s*:", e.text, re.M)), e.path, e.path.relative_to(flows).with_suffix("").as_posix(),
        )
        for e in scan(library_root(), [flows]).of("flow")
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda o: (o.category, o.code, o.name)))


def _value(text: str, key: str) -> str:
    found = re.search(rf"^{key}\s*:[ \t]*(.*?)[ \t]*$", text, re.M)
    return found[1].strip("\"'") if found else ""


def choose(words: tuple[str, ...] | None) -> tuple[Offer, ...]:
    """The powers called by name, code or category; 全部 is all of them, None the usual first ones.

    Raises ScaffoldError for a word that is none of these.
    """
    every = offers()
    chosen: dict[str, Offer] = {}
    for word in STARTERS if words is None else words:
        fitting = (
            every if word == "全部" else [o for o in every if word in (o.name, o.code, o.place, o.category)]
        )
        if not fitting and words is not None:
            near = suggestion(word, [o.name for o in every])
            kinds = "、".join(dict.fromkeys(o.category for o in every))
            raise ScaffoldError(
                f"库里没有叫“{word}”的权力{near or '。'}可以写名称、编号或类别（{kinds}），或写“全部”。"
            )
        chosen.update({o.place: o for o in fitting})
    return tuple(chosen.values())
