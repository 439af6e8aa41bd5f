"""Risk points that a power's steps could take: from the library, and the project's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from powermodel.decode import locate
from powermodel.finding import Place
from powermodel.model.risk import GRADES, Risk
from powermodel.net.flow import Node
from powermodel.project import Loaded, library_root, load
from powermodel.rules.risks.r301 import without_risk
from powermodel.rules.view import View

MOST = 3
"""Proposals a step: more are not read aloud."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A risk point that fits a step. ``category``: the name of the file it stands in; ``grade``: 高, 中, 低 or None."""

    name: str
    category: str
    grade: str | None
    risk: Risk


@dataclass(frozen=True, slots=True)
class Bare:
    """A step known for risks that has none, where it is written, and what fits it best, best first."""

    step: Node
    place: Place
    proposals: tuple[Proposal, ...]


def suggest(loaded: Loaded, key: str) -> list[Bare]:
    """For every step of the power ``key`` that R301 speaks of: at most three risk points whose 适用 names its stage.

    Those of the power's own category, or where it has none those of all others; the worse grade before the milder,
    what is of few stages before what is of many. What the power names already at another step is not proposed again.
    Steps of 上级, 外部 and 相对人 are not the community's to mend.
    """
    view = View(key, loaded.project.powers[key], loaded.project)
    named = {at.name for at in view.risks}
    known = [p for p in _known(loaded) if p.name not in named]
    return [_bare(loaded, view, view.flow.nodes[f.path[1]], known) for f in without_risk(view)]


def _bare(loaded: Loaded, view: View, step: Node, known: list[Proposal]) -> Bare:
    fitting = sorted((p for p in known if step.stage in p.risk.stages), key=_fit)
    own = [p for p in fitting if p.category == view.power.category]
    place = locate(loaded.trees[view.key], step.path) or Place(loaded.project.files[view.key])
    return Bare(step, place, tuple((own or fitting)[:MOST]))


def _fit(proposal: Proposal) -> tuple[int, int, str, str]:
    grade = GRADES.index(proposal.grade) if proposal.grade else len(GRADES)
    return grade, len(proposal.risk.stages), proposal.risk.code or "", proposal.name


def _known(loaded: Loaded) -> Iterator[Proposal]:
    """All risk points that can be referred to; the project's own one replaces the library's of that name."""
    own = loaded.project.own_risks
    for source, names in ((_library(), _library().project.risks.keys() - own), (loaded, own)):
        for name in names:
            risk = source.project.risks[name]
            category = Path(source.trees[f"风险点/{name}"].place.file).stem
            yield Proposal(name, category, loaded.project.grade(risk), risk)


@cache
def _library() -> Loaded:
    return load(library_root() / "riskpoints")
