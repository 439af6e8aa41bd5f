"""R307: a countermeasure that can be passed by."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding, Related, Severity
from powermodel.net.flow import Node
from powermodel.rules.registry import hit, rule
from powermodel.rules.risks.verdicts import words
from powermodel.rules.view import View


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
        "太晚": (
            "“{control}”来得太晚：{course}，做到“{harm}”危害已经造成，措施“{measure}”来不及",
            "把“{control}”移到“{harm}”之前；只能在出事以后做的，时点写“结果后”{derived}",
        ),
        "没查完": ("“{control}”能不能绕过还没有查完：流程的走法太多", "把并行的部分拆成子流程，再查一遍"),
    },
)
def bypassed(view: View) -> Iterator[Finding]:
    passed: set[str] = set()
    for found in view.verdicts:
        if found.verdict.how in ("绕过", "重做"):
            duty, harm = found.verdict.duty, found.verdict.harm
            related = [
                Related("风险在这一步", view.flow.nodes[duty.risky].path),
                Related("该由这一步控制", view.flow.nodes[duty.control].path),
                *([Related("做到这一步，危害已经造成", view.flow.nodes[harm].path)] if harm else ()),
                *found.at.told(found.key),
            ]
            follows = "R307" if duty.control in passed else None
            passed.add(duty.control)
            said = words(view, found) | {"harm": view.flow.title(harm) if harm else ""}
            if harm and not found.at.risk.harm_steps:
                said["derived"] = _derived(view.flow.nodes[harm])
            variant = "太晚" if found.verdict.always_late(view.flow) else found.verdict.how
            yield hit(found.path, variant, related=related, follows_from=follows, **said)
        elif found.verdict.capped:
            yield hit(found.path, "没查完", severity=Severity.WARNING, **words(view, found))


def _derived(harm: Node) -> str:
    """What the advice adds where nobody wrote that a step does the damage."""
    if not harm.stage or harm.step.stage:
        stage = f"是{harm.stage}环节" if harm.stage else "是办成的一步"
        return f"；“{harm.title}”{stage}，所以当作造成危害的一步，不是的话在风险点里写上“危害步骤”"
    return (
        f"；从步骤名称推出“{harm.title}”是{harm.stage}环节，所以当作造成危害的一步，"
        "推错了就写上对的“环节”，或者在风险点里写上“危害步骤”"
    )
