"""C752: one power that stands in the project under two names."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping

from powermodel.finding import Finding, Related
from powermodel.model.project import Project
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import ProjectView

ENOUGH = 6
"""Flows of fewer steps may be alike by chance."""


@rule(
    "C752",
    "同一项权力有两个名称",
    of="project",
    variants={
        "": ("“{name}”和“{other}”像是同一项权力", "是同一项就合成一个；确实不同，就改成看得出区别的名称"),
        "steps": (
            "“{name}”和“{other}”的步骤一模一样，像是同一项权力",
            "是同一项就合成一个；有差别的，把差别写进步骤里",
        ),
        "code": (
            "编号 {code} 有两个名称：“{other}”和“{name}”",
            "两处用同一个名称；确实是两项权力，就改其中一个的编号",
        ),
    },
)
def two_names(view: ProjectView) -> Iterator[Finding]:
    project = view.project
    names = {key: power.name for key, power in project.powers.items()}
    steps = {k: frozenset(p.steps) for k, p in project.powers.items() if len(p.steps) >= ENOUGH}
    said: set[tuple[str, str]] = set()
    for variant, marks in (
        ("", {key: _core(project, name) for key, name in names.items()}),
        ("steps", steps),
    ):
        for one, other in _alike(marks):
            if names[one] != names[other] and (one, other) not in said:
                said.add((one, other))
                related = [Related("另一个在这里", ("权力",), power=one)]
                yield hit(
                    ("权力",), variant, name=names[other], other=names[one], power=other, related=related
                )
    yield from _in_catalogue(project, names)


def _in_catalogue(project: Project, names: Mapping[str, str]) -> Iterator[Finding]:
    entries = project.catalogue or ()
    by_code: dict[str, str] = {}
    by_core: dict[str, str] = {}
    for entry in entries:
        path, core = ("职权目录", entry.name), _core(project, entry.name)
        if entry.code and by_code.setdefault(entry.code, entry.name) != entry.name:
            yield hit(path, "code", name=entry.name, other=by_code[entry.code], code=entry.code)
        elif by_core.setdefault(core, entry.name) != entry.name:
            yield hit(path, name=entry.name, other=by_core[core])
    for key, power in project.powers.items():
        if power.code in by_code and by_code[power.code] != names[key]:
            other = by_code[power.code]
            yield hit(("权力",), "code", name=names[key], other=other, code=power.code, power=key)


def _alike(marks: Mapping[str, Hashable]) -> Iterator[tuple[str, str]]:
    """Every power with the first before it that has the same mark."""
    first: dict[Hashable, str] = {}
    for key, mark in marks.items():
        if first.setdefault(mark, key) != key:
            yield first[mark], key


def _core(project: Project, name: str) -> str:
    """What a name speaks of: abbreviations written out, words that go with any power left away."""
    for row in project.tables["简称"]:
        if row["全称"] not in name:
            name = name.replace(row["简称"], row["全称"])
    return re.sub(r"[\s《》“”]|社区|居委会|居民委员会|办理|流程图?|事项|工作|权力|的|权$", "", name) or name
