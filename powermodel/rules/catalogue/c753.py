"""C753: a power that belongs nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.nearest import suggestion
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View


@rule(
    "C753",
    "职权类别没写或者不认识",
    message="这项权力没有写类别，目录和手册里不知道放在哪一类",
    help="写上“类别”，例如社会救助、采购、民主决策",
    variants={
        "unknown": (
            "类别“{category}”不在项目的类别里{near}",
            "改成项目的类别，或者在 powermodel.yaml 的“类别”里加上它",
        ),
    },
)
def uncategorised(view: View) -> Iterator[Finding]:
    category = (view.power.category or "").strip()
    known = view.project.settings.categories
    if not category:
        yield hit(("类别",))
    elif known and category not in known:
        yield hit(("类别",), "unknown", category=category, near=suggestion(category, known))
