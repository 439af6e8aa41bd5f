"""G115: a refusal that nobody explains to the applicant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.net.flow import Edge, Node
from powermodel.rules.reach import following, reached, shortest, witness
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View

_DOCUMENT = r"告知书|告知单|通知书|通知单|决定书|答复|回复|复函|函告|转办函|理由"
_REASON = r"理由|原因|告知书|通知书|决定书"
_REFUSED = r"不予|不同意|不批准|不通过|未通过|不符合|不受理|驳回|终止|停发|取消"
_OWN_WISH = r"撤回|撤销申请|取消申请|放弃|不再申请|不申请了|不办了|不再补正|自愿|本人退出|主动退出"
"""Ends that the applicant brought about."""
_PASSED_ON = r"^((告知|另|已)?转(?!为|正|账)|移交|移送|并入)|接管"
"""Ends with another body, which the applicant must know of."""
_INVESTIGATED = r"纪检|纪委|监委|监察|公安|检察|司法机关"
"""Bodies that investigate: told beforehand, who is investigated would be warned."""


@rule(
    "G115",
    "不予办理没有告知理由",
    preset="correctness",
    message="事情可能在“{end}”结束，却没有一步把结果和理由告诉当事人",
    help="在“{end}”前面加一步，如“书面告知理由: {{岗位: …, 时限: 3个工作日, 产出: 告知书（写明结果和理由）, 下一步: {end}}}”",
    variants={
        "reason": (
            "“{step}”只说告知，没有写要讲明理由，当事人不知道为什么办不成",
            "在步骤名称、产出或说明里写明“理由”，如“产出: 告知书（写明理由）”",
        ),
        "passed_on": (
            "事情可能转走，在“{end}”结束，却没有一步告诉当事人转给了谁、为什么",
            "在“{end}”前面加一步，如“告知转办去向: {{岗位: …, 时限: 当场, 产出: 转办告知单（写明理由、转给谁、电话）, 下一步: {end}}}”",
        ),
    },
)
def unexplained_refusal(view: View) -> Iterator[Finding]:
    flow = view.flow
    notices = [node for node in flow.nodes.values() if _tells(view, node)]
    untold = reached(flow, {node.key for node in notices})
    for end in flow.ends:
        title = flow.title(end)
        if re.match(_PASSED_ON, title) and re.search(_INVESTIGATED, title):
            continue
        if flow.nodes[end].done is False:
            silent = [e for e in flow.into[end] if e.source in untold and not _excused(view, e)]
            if silent:
                way = shortest(flow, flow.starts, {silent[0].source}, untold)
                course = witness(flow, [*way, silent[0], end])
                variant = "passed_on" if re.match(_PASSED_ON, title) else ""
                yield hit(flow.nodes[end].path, variant, end=title, witness=course)
            continue
        for edge in flow.into[end]:
            if re.search(_REFUSED, edge.label) and edge.source in untold and not _excused(view, edge):
                way = shortest(flow, flow.starts, {edge.source}, untold)
                yield hit(edge.path, end=title, witness=witness(flow, [*way, edge, end]))
    for node in notices:
        if not re.search(_REASON, _text(node)) and not _passes_on(view, node):
            yield hit(node.path, "reason", step=node.title)


def _excused(view: View, edge: Edge) -> bool:
    """Whether the applicant brought the end about, or another power (a subprocess) said no and gave the reasons."""
    source = view.flow.nodes[edge.source]
    wish = re.search(_OWN_WISH, edge.label) or re.search(_OWN_WISH, view.flow.title(edge.target))
    return bool(wish) or view.by_resident(source) or source.kind == "子流程"


def _passes_on(view: View, node: Node) -> bool:
    """Whether a notice says where the matter goes, not why it is refused: it can only end with another body."""
    ends = [key for key in following(view.flow, [node.key]) if view.flow.nodes[key].is_end]
    return bool(ends) and all(re.match(_PASSED_ON, view.flow.title(key)) for key in ends)


def _tells(view: View, node: Node) -> bool:
    """Whether a step gives the refused their answer: it speaks of a refusal, or the matter can only end refused."""
    text = _text(node)
    if node.is_end or not (node.stage == "告知" or re.search(_DOCUMENT, text)):
        return False
    ends = [key for key in following(view.flow, [node.key]) if view.flow.nodes[key].is_end]
    only_refused = bool(ends) and all(view.flow.nodes[key].done is False for key in ends)
    return only_refused or (
        bool(re.search(_REFUSED, text) or re.search(_REASON, text)) and "补正" not in text
    )


def _text(node: Node) -> str:
    records = (text for record in node.step.records for text in (record.title, *record.fields))
    return " ".join((node.title, node.step.note or "", *records))
