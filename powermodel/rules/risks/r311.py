"""R311: risks and measures copied from power to power, word for word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from powermodel.finding import Finding, Path, Related
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import ProjectView

MANY = 3
"""In how many powers the same words are too many."""


@rule(
    "R311",
    "风险点或措施到处照抄",
    "提示",
    preset="strict",
    of="project",
    message="{what}“{text}”在{count}项权力里一字不差，多半是照抄的，没有对着这项权力想过",
    help="几项权力真有同样的风险，写进风险库再引用；不一样的，写出各自的做法",
)
def copied(view: ProjectView) -> Iterator[Finding]:
    places: dict[tuple[str, str], dict[str, Path]] = defaultdict(dict)
    for each in view.views.values():
        for at in each.risks:
            if at.risk.reference:
                continue
            if at.risk.signs:
                places["风险点", at.risk.signs].setdefault(each.key, at.path)
            for key, measure in at.risk.measures.items():
                places["防控措施", measure.title or key].setdefault(each.key, at.measure_path(key))
    for (what, text), found in places.items():
        if len(found) >= MANY:
            (power, path), *others = found.items()
            related = [Related("一字不差", other, power=key) for key, other in others]
            yield hit(path, power=power, what=what, text=text, count=len(found), related=related)
