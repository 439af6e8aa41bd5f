"""D501: money paid, a contract signed or a benefit granted, and the residents never see it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.net.flow import Flow, Node
from powermodel.rules.matters import matter_marked
from powermodel.rules.reach import escaping, reached, shortest, witness
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View

SPENT = ("付款", "发放", "签约")
SHOWN = ("公布", "公示")
_PAPERS = "(证|牌|册|表|选票|通知书|告知书)$"
"""What is handed out and is neither money nor goods: 发放选民证, 发放犬牌."""
_URGENT = "应急|紧急|急难|先行"
"""What is granted at once; a publication before would come too late (社会救助暂行办法 §47–49: urgent cases are simplified)."""


@rule(
    "D501",
    "钱花了、合同签了却不公开",
    by_stage=True,
    variants={
        "after": (
            "“{step}”之后可以一直不公布就{ended}，居民看不到结果",
            "在“{step}”之后加一步公布，写明地点、内容、期限；几条路都要经过它",
        ),
        "before": (
            "没有公示就可以办到“{step}”，居民没有机会提异议",
            "在“{step}”之前加一步公示，写明期限、地点、内容和向谁提异议；几条路都要经过它",
        ),
        "decided": (
            "“{decision}”的结果没有公示，就可以办到“{step}”",
            "在“{decision}”和“{step}”之间加一步公示",
        ),
    },
)
def undisclosed(view: View) -> Iterator[Finding]:
    flow = view.flow
    paid_for_others = view.power.mode in ("初核", "协助") and bool(flow.of_stage("发放"))
    benefit = paid_for_others or matter_marked(view, "惠民") is not None
    shown = {node.key for node in flow.of_stage(*SHOWN)}
    yield from _never_shown(flow, shown, benefit)
    if benefit:
        yield from _granted_unseen(flow)
    yield from _decided_unseen(flow, shown)


def _spent(flow: Flow, *stages: str) -> list[Node]:
    """Steps of these stages at which something of value leaves the community's hands."""
    nodes = flow.of_stage(*stages)
    return [node for node in nodes if not (node.stage == "发放" and re.search(_PAPERS, node.title))]


def _never_shown(flow: Flow, shown: set[str], benefit: bool) -> Iterator[Finding]:
    """Courses that end with nothing published after the money, the contract or the grant."""
    quiet = escaping(flow, flow.ends, shown)
    granted = [e for e in flow.ends if flow.nodes[e].done or flow.nodes[e].step.branch_end]
    done = escaping(flow, granted, shown)
    unnamed = reached(flow, {node.key for node in flow.of_stage("公布")})
    for node in _spent(flow, *SPENT, *(("审批",) if benefit else ())):
        key = node.key
        ends, unseen = (granted, done) if node.stage == "审批" else (flow.ends, quiet)
        if node.is_end or key not in unseen:
            continue
        if benefit and node.stage in ("发放", "付款") and key not in unnamed:
            continue  # the list was published when the benefit was granted
        way = shortest(flow, flow.starts, {key}, flow.nodes)
        on = shortest(flow, [key], ends, unseen)
        ended = "结束" if flow.nodes[str(on[-1])].done is False else "办完"
        yield hit(node.path, "after", step=node.title, ended=ended, witness=witness(flow, way, on))
        return


def _granted_unseen(flow: Flow) -> Iterator[Finding]:
    """Benefits that are granted for good, or paid, before anybody could object."""
    unseen = reached(flow, {node.key for node in flow.of_stage("公示")})
    granting = {node.key for node in flow.of_stage("审批")}
    done = [e for e in flow.ends if flow.nodes[e].done]
    final = escaping(flow, done, granting)
    for node in _spent(flow, "审批", "发放", "付款", "签约"):
        last = node.stage != "审批" or any(edge.target in final for edge in flow.leaving(node.key))
        if node.key in unseen and last and not (node.is_end or re.search(_URGENT, node.title)):
            way = shortest(flow, flow.starts, {node.key}, unseen)
            yield hit(node.path, "before", step=node.title, witness=witness(flow, way))
            return


def _decided_unseen(flow: Flow, shown: set[str]) -> Iterator[Finding]:
    """Decisions of an assembly that are carried out before they were published."""
    for decision in flow.of_stage("决议"):
        ahead = reached(flow, shown, [decision.key])
        spent = [node for node in _spent(flow, *SPENT) if node.key in ahead]
        if spent:
            way = shortest(flow, flow.starts, {decision.key}, flow.nodes)
            on = shortest(flow, [decision.key], {spent[0].key}, ahead)
            course = witness(flow, way, on)
            yield hit(spent[0].path, "decided", step=spent[0].title, decision=decision.title, witness=course)
            return
