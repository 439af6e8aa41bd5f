"""H703: a material of which one doesn't know how many, in what form, or where from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View

_ASKED = r"申请人|本人|自备|居民|家庭|自行"


@rule(
    "H703",
    "材料没有写清",
    preset="strict",
    message="申请材料“{material}”没有写{missing}",
    help="补上“份数”“形式”（原件、复印件、电子）“来源”（窗口领取、申请人自备、某部门）",
    variants={
        "shared": (
            "“{material}”能从别的部门查到（共享: 是），却还要居民自己带",
            "来源改成“系统查询”或共享的部门，不再要求居民提供",
        ),
    },
)
def unclear_material(view: View) -> Iterator[Finding]:
    for material in view.power.guide.materials if view.power.guide else ():
        path = ("指南", "申请材料", material.title)
        missing = [
            name
            for name, given in (
                ("份数", material.copies),
                ("形式", material.form),
                ("来源", material.source or material.shared),
            )
            if not given
        ]
        if missing and not material.shared:
            yield hit(path, material=material.title, missing="、".join(missing))
        if material.shared and re.search(_ASKED, material.source or ""):
            yield hit(path, "shared", material=material.title)
