"""H702: “bring whatever else is needed”."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View


@rule(
    "H702",
    "材料写了兜底",
    preset="strict",
    message="申请材料里的“{material}”是兜底的话，居民不知道该带什么，窗口想要什么就是什么",
    help="写明是哪一样；说不出是哪一样的，删掉",
)
def catch_all(view: View) -> Iterator[Finding]:
    guide = view.power.guide
    words = [word for row in view.table("兜底材料") for word in row["词"]] if guide else []
    for material in guide.materials if guide else ():
        if any(word in material.title for word in words):
            yield hit(("指南", "申请材料", material.title), material=material.title)
