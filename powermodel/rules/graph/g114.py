"""G114: a subprocess that comes back to itself."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding, Related
from powermodel.model.project import Project
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View


@rule(
    "G114",
    "子流程绕回自己",
    "错误",
    preset="correctness",
    variants={
        "": (
            "“{step}”的子流程就是这项权力自己，永远办不完",
            "把“子流程”改成真正要走的那项权力，或者删掉这一行",
        ),
        "round": (
            "子流程绕了一圈又回到自己：{circle}，永远办不完",
            "在这一圈里断开一处：把其中一步的“子流程”改成普通步骤",
        ),
    },
)
def calls_itself(view: View) -> Iterator[Finding]:
    for node in view.flow.nodes.values():
        if not node.step.calls:
            continue
        circle = _circle(view.project, view.key, node.step.calls)
        if circle is None or min((view.key, *circle), key=list(view.project.powers).index) != view.key:
            continue
        names = " → ".join(view.project.powers[key].name for key in (view.key, *circle))
        related = [Related("这一圈经过这项权力", ("步骤",), power=key) for key in circle[:-1]]
        yield hit(
            (*node.path, "子流程"),
            "round" if circle[:-1] else "",
            step=node.title,
            circle=names,
            related=related,
        )


def _circle(project: Project, home: str, name: str) -> list[str] | None:
    """The shortest chain of calls from ``name`` back to ``home`` (which ends it); None where there is none."""
    first = project.power_key(name)
    came: dict[str, str | None] = {} if first is None else {first: None}
    todo = list(came)
    for key in todo:
        if key == home:
            chain = [key]
            while (before := came[chain[-1]]) is not None:
                chain.append(before)
            return chain[::-1]
        calls = (step.calls for step in project.powers[key].steps.values() if step.calls)
        for callee in filter(None, (project.power_key(call) for call in calls)):
            if callee not in came:
                came[callee] = key
                todo.append(callee)
    return None
