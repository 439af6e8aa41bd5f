"""G108: a join that waits for a branch that never comes."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding, Related
from powermodel.net.flow import Flow
from powermodel.net.soundness import Defect
from powermodel.rules.graph.running import shown
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View


@rule(
    "G108",
    "汇合等不齐，流程卡住",
    "错误",
    preset="correctness",
    variants={
        "": (
            "“{step}”要等 {waits} 条来路到齐，只等得到 {come} 条：若“{choice}”选“{outcome}”，流程卡住",
            "把判断移到汇合之后；几个结果本来只走一路的，先让它们走到同一步，再一起去汇合",
        ),
        "outcomes": (
            "“{step}”要等 {waits} 条来路到齐，“{choice}”的{outcomes}却各是一条，每次最多来其中一条，流程卡住",
            "先让“{choice}”的这几种结果走到同一步，再从那一步去“{step}”汇合；没有别的路要等的，去掉“汇合: 全部”",
        ),
        "return": (
            "“{step}”要等 {waits} 条来路到齐，只等得到 {come} 条：若“{choice}”选“{outcome}”，只退回到其中一路，别的路不再来，流程卡住",
            "让“{outcome}”退回到分开办之前的一步，几路重新来过；或者把“{choice}”放在汇合之前那一路里",
        ),
        "always": (
            "“{step}”写了“汇合: 全部”，要等 {waits} 路，却从来等不齐（只来 {come} 路），流程卡住",
            "本来就只走一路的，去掉“汇合: 全部”；要同时办的，前面的“下一步”写成清单",
        ),
    },
)
def waits_in_vain(view: View) -> Iterator[Finding]:
    for defect, words in shown(view, "卡住"):
        node = view.flow.nodes[defect.step]
        related = []
        if defect.choice is not None:
            path = ("步骤", defect.choice.step, "下一步", defect.choice.label)
            related = [Related(f"选“{defect.choice.label}”就不来了", path)]
        outcomes = _outcomes(view.flow, defect)
        variant = "always" if defect.choice is None else "outcomes" if len(outcomes) > 1 else ""
        if not variant and _returns(view.flow, defect):
            variant = "return"
        shown_outcomes = "".join(f"“{label}”" for label in outcomes)
        yield hit((*node.path, "汇合"), variant, related=related, outcomes=shown_outcomes, **words)


def _returns(flow: Flow, defect: Defect) -> bool:
    """Whether the choice that starves the join is a return into one of its branches."""
    choice = defect.choice
    return choice is not None and any(e.back for e in flow.out[choice.step].get(choice.label, ()))


def _outcomes(flow: Flow, defect: Defect) -> list[str]:
    """The outcomes of the choice that lead straight into the join."""
    source = defect.choice.step if defect.choice else None
    return [e.label for e in flow.into[defect.step] if e.source == source and not e.back]
