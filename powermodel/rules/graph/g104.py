"""G104: steps from which a case never comes to an end."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding, Related
from powermodel.net.flow import Flow
from powermodel.rules.reach import traps
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View


@rule(
    "G104",
    "步骤到不了结束",
    "错误",
    preset="correctness",
    variants={
        "": (
            "“{step}”这一步之后去哪里？没有写下一步",
            "写上“下一步: …”；如果事情到这里就办完了，写“下一步: 结束”",
        ),
        "trap": (
            "事情进了{steps}就出不来，永远到不了结束",
            "给其中一步加一个出去的结果，例如“下一步: {{合格: 下一个步骤, 不合格: 退回的步骤}}”",
        ),
    },
)
def endless(view: View) -> Iterator[Finding]:
    flow = view.flow
    for trap in traps(flow):
        first = flow.nodes[trap[0]]
        dead = len(trap) == 1 and not flow.out[trap[0]]
        yield hit(
            first.path,
            "" if dead else "trap",
            step=first.title,
            steps="、".join(f"“{flow.title(key)}”" for key in trap),
            related=[Related("也出不来", flow.nodes[key].path) for key in trap[1:]],
            follows_from=_cause(flow, trap),
        )


def _cause(flow: Flow, trap: list[str]) -> str | None:
    """The finding that a trap only follows from: there is no end at all, or a decision in it has lost an outcome."""
    if not flow.ends:
        return "G102"
    lost = any(len(flow.out[key]) == 1 and any(flow.out[key]) for key in trap)
    return "G105" if lost else None
