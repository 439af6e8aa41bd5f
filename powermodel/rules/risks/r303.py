"""R303: a countermeasure of which nobody knows who, when, or how it shows."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.rules.registry import hit, rule
from powermodel.rules.risks.talk import talk
from powermodel.rules.view import View

_WANTED = {
    "岗位": "“岗位”（谁做）",
    "时点": "“时点”（事前、事中、事后、结果后）",
    "凭证": "“凭证”（留下什么）",
}
_HELP = "补上{wanted}；由流程里的一步来做的，"


@rule(
    "R303",
    "防控措施没有落到人、时间、凭证",
    message="“{step}”的防控措施“{measure}”没有写{missing}",
    help=_HELP + "写“落实步骤: 步骤名称”，岗位就是那一步的岗位",
    variants={
        "entry": (
            "“{risk}”的防控措施“{measure}”没有写{missing}",
            _HELP + "在引用的地方写“落实: {{{measure}: 步骤名称}}”，岗位就是那一步的岗位",
        ),
    },
)
def unassigned_measure(view: View) -> Iterator[Finding]:
    empty = talk(view).empty
    for at, key, measure in view.all_measures():
        missing = [
            name
            for name, given in (
                ("岗位", view.in_charge(measure)),
                ("时点", measure.timing),
                ("凭证", measure.evidence),
            )
            if not given
        ]
        if missing:
            entry = view.entry(at, key)
            yield hit(
                at.measure_path(key),
                "entry" if entry else "",
                step=at.node.title,
                risk=at.name,
                measure=key,
                missing="、".join(missing),
                wanted="、".join(_WANTED[name] for name in missing),
                follows_from="R304" if empty(measure.title or key) else None,
                entry=entry,
            )
