"""G103: steps that no case ever comes to because nothing leads there."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding, Related
from powermodel.net.flow import Flow
from powermodel.rules.reach import following, traps
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View


@rule(
    "G103",
    "步骤走不到",
    "错误",
    preset="correctness",
    message="没有哪一步通到“{step}”，事情永远办不到这里{more}",
    help="在前面某一步的“下一步”里写上“{step}”；用不着就删掉；如果事情也可以从这里开始，给它写上“类型: 开始”",
)
def unreachable(view: View) -> Iterator[Finding]:
    flow = view.flow
    covered = following(flow, flow.starts)
    lost = [key for key in flow.nodes if key not in covered]
    for root in _roots(flow, lost):
        behind = [key for key in following(flow, [root]) if key not in covered and key != root]
        behind.sort(key=flow.order.__getitem__)
        covered.update(dict.fromkeys((root, *behind)))
        titles = "、".join(flow.title(key) for key in behind)
        yield hit(
            flow.nodes[root].path,
            step=flow.title(root),
            more=f"；它后面的{titles}也跟着走不到" if behind else "",
            related=[Related("也跟着走不到", flow.nodes[key].path) for key in behind],
            follows_from=_cause(flow),
        )


def _roots(flow: Flow, lost: list[str]) -> list[str]:
    """Of the lost steps those that would bring back the others: nothing leads there, or the first of a ring."""
    heads = [key for key in lost if all(edge.source == key for edge in flow.into[key])]
    behind = following(flow, heads)
    for key in lost:
        if key not in behind:
            heads.append(key)
            behind |= following(flow, [key])
    return heads


def _cause(flow: Flow) -> str | None:
    """The finding that a step gets lost by: the file begins with an end, what leads there breaks off or goes in a
    ring, a decision has one outcome."""
    if all(flow.nodes[key].is_end for key in flow.starts):
        return "G101"
    if traps(flow):
        return "G104"
    # A choice that has lost an outcome has lost the steps behind it too.
    lost = any(len(choices) == 1 and any(choices) for choices in flow.out.values())
    return "G105" if lost else None
