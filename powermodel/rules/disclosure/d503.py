"""D503: residents may object, and nothing comes of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.net.flow import Edge, Flow, Node
from powermodel.rules.reach import reached, shortest, witness
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View

_OBJECTION = r"异议|举报|反映|投诉|质疑|意见"
_NONE = r"无|没有|未|不成立|不属实|不实"
_BASELESS = r"不成立|不属实|不实|驳回|维持|无异议|理由不足|(?<!不)合[规法]|无误|不采纳|不予采纳|不调整"
_CALL = r"招租|招标|招聘|招募|征集|报名|挂牌|拍卖|竞价"
"""Publications that call for offers; who objects to what comes of them does so when the result is published."""
_YES = ("是", "有", "成立", "属实")


@rule(
    "D503",
    "有异议没有回头路",
    needs_sound=True,
    variants={
        "": (
            "“{step}”没有写有异议怎么办，公示只是走一遍",
            "写成“下一步: {{无异议: …, 有异议: 复核的步骤}}”，复核后回到公示",
        ),
        "past": (
            "“{step}”有异议的，不再公示就可以办成",
            "有异议的先复核，复核之后回到“{step}”再公示；或者不再办理并告知理由",
        ),
        "unheard": (
            "“{step}”有异议的，没有人复核就又公示",
            "在有异议和再公示之间加一步复核，写明谁复核、几天内、留什么记录",
        ),
    },
)
def objection_lost(view: View) -> Iterator[Finding]:
    flow = view.flow
    events = [event for event in view.power.anytime if "异议" in event.event and event.then]
    for node in flow.of_stage("公示"):
        if node.is_end or view.by_resident(node) or re.search(_CALL, node.title):
            continue
        objecting = _objections(flow, node)
        if objecting is None:
            if not events:
                yield hit(node.path, step=node.title)
            continue
        for edge in objecting:
            if edge.target == node.key:
                yield hit(edge.path, "unheard", step=node.title)
            elif way := _past(flow, node, edge):
                course = shortest(flow, flow.starts, {edge.source}, flow.nodes)
                yield hit(edge.path, "past", step=node.title, witness=witness(flow, [*course, edge, *way]))


def _objections(flow: Flow, node: Node) -> list[Edge] | None:
    """The outcomes taken when somebody objects, here or at the choice right behind; None: nothing is said of it."""
    chooser, seen = node.key, {node.key}
    while len(flow.leaving(chooser)) == 1 and not flow.leaving(chooser)[0].label:
        chooser = flow.leaving(chooser)[0].target
        if chooser in seen or not (re.search(_OBJECTION, flow.title(chooser)) or len(flow.out[chooser]) > 1):
            return None
        seen.add(chooser)
    asked = chooser != node.key and re.search(_OBJECTION, flow.title(chooser))
    objecting = [
        edge for edge in flow.leaving(chooser) if _objects(edge.label) or (asked and edge.label in _YES)
    ]
    return objecting if objecting or len(flow.out[node.key]) > 1 else None


def _objects(label: str) -> bool:
    return bool(re.search(_OBJECTION, label)) and not re.search(_NONE, label)


def _past(flow: Flow, node: Node, edge: Edge) -> list[str | Edge]:
    """A way from the objection to a good end without another publication; empty where there is none.

    Going back to a step before the publication is a way back; so is leaving it aside because it proved baseless.
    """
    before = _before(flow, node.key) | {n.key for n in flow.of_stage("公示")}
    baseless = {e.index for e in flow.edges if re.search(_BASELESS, e.label)}
    ahead = reached(flow, before, [edge.target], baseless)
    good = {key for key in ahead if flow.nodes[key].done}
    return shortest(flow, [edge.target], good, ahead, baseless) if good else []


def _before(flow: Flow, key: str) -> set[str]:
    """The steps that come before ``key`` on courses without returns."""
    found: set[str] = set()
    todo = [key]
    while todo:
        for edge in flow.into[todo.pop()]:
            if not edge.back and edge.source not in found:
                found.add(edge.source)
                todo.append(edge.source)
    return found
