"""K904: a colour of the project's own theme that does not stand out from what it is printed on."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.rules.print.theme import (
    TEXT,
    chinese,
    contrast,
    failing,
    in_grey,
    nearest_that_does,
    own,
    stated,
)  # fmt: skip
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import ProjectView


@rule(
    "K904",
    "颜色分不清",
    of="project",
    message="主题里“{colour}”（{told}）印在“{ground}”（{under}）上，{what}看不清：对比度彩色 {ratio}、黑白 {grey}，"
    "至少要 {least}",
    help="{advice}；“主题”里不写的颜色照“基于”的那一套，那几套都是够的",
)
def too_faint(view: ProjectView) -> Iterator[Finding]:
    setting = view.project.settings.theme
    theme, told = stated(setting), own(setting)
    wrong = sorted(failing(theme), key=lambda pair: pair[2] / pair[3]) if told else []
    done: set[str] = set()
    for name, colour in told.items():
        pair = next((p for p in wrong if name in p[:2] and not done & {*p[:2]}), None)
        if pair is None:
            continue
        done.add(name)
        above, below, _, least = pair
        one, other = getattr(theme, above), getattr(theme, below)
        better = nearest_that_does(theme, name)
        yield hit(
            ("主题", chinese(name)),
            colour=chinese(above), told=one, ground=chinese(below), under=other,
            what="字" if least == TEXT else "线",
            ratio=f"{contrast(one, other):.1f}", grey=f"{contrast(in_grey(one), in_grey(other)):.1f}",
            least=f"{least:g}",
            advice=f"把“{chinese(name)}”改成 '{better}' 这样" + ("深一些" if _darker(better, colour) else "浅一些") + "的颜色就够了"
            if better
            else f"单改“{chinese(name)}”不够，把“{chinese(below if above == name else above)}”一起改",
        )  # fmt: skip


def _darker(one: str, other: str) -> bool:
    return contrast(one, "#000000") < contrast(other, "#000000")
