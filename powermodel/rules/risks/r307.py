"""R307: a countermeasure that can be passed by."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding, Related, Severity
from powermodel.rules.registry import hit, rule
from powermodel.rules.risks.verdicts import words
from powermodel.rules.view import MeasureVerdict, View


@rule(
    "R307",
    "防控措施可以绕过",
    "错误",
    preset="correctness",
    needs_sound=True,
    variants={
        "绕过": (
            "“{control}”可以绕过：{course}（{count} 步，未经{control}），措施“{measure}”落空",
            "把“{control}”放到每一种走法都要经过的地方；只在某种情况下才需要的，写“当: 判断〔结果〕”{derived}",
        ),
        "重做": (
            "“{control}”可以绕过：{course}（{risky}重做以后，没有再经{control}），措施“{measure}”落空",
            "让退回的路也经过“{control}”，或者退回到“{risky}”之后",
        ),
        "没查完": ("“{control}”能不能绕过还没有查完：流程的走法太多", "把并行的部分拆成子流程，再查一遍"),
    },
)
def bypassed(view: View) -> Iterator[Finding]:
    passed: set[str] = set()
    for found in view.verdicts:
        if found.verdict.how in ("绕过", "重做"):
            duty, harm = found.verdict.duty, _harm(found)
            related = [
                Related("风险在这一步", view.flow.nodes[duty.risky].path),
                Related("该由这一步控制", view.flow.nodes[duty.control].path),
                *([Related("做到这一步，危害已经造成", view.flow.nodes[harm].path)] if harm else ()),
                *found.at.told(found.key),
            ]
            follows = "R307" if duty.control in passed else None
            passed.add(duty.control)
            said = words(view, found)
            if harm and not found.at.risk.harm_steps:
                title = view.flow.title(harm)
                said["derived"] = f"；“{title}”造成危害，是按环节推出来的，推错了就在风险点里写上“危害步骤”"
            yield hit(found.path, found.verdict.how, related=related, follows_from=follows, **said)
        elif found.verdict.capped:
            yield hit(found.path, "没查完", severity=Severity.WARNING, **words(view, found))


def _harm(found: MeasureVerdict) -> str:
    """Where the course ends: the step whose harm the measure comes too late for, if that is another than the risky one."""
    duty, witness = found.verdict.duty, found.verdict.witness
    last = witness.course[-1].step if witness else ""
    return last if last in duty.harms and last != duty.risky else ""
