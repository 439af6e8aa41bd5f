"""O208: relatives may judge relatives."""

from __future__ import annotations

import re
from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.net.flow import Node
from powermodel.rules.matters import matter_marked
from powermodel.rules.reach import leading
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View

_KIN = r"回避|近亲属|亲属|利害关系"


@rule(
    "O208",
    "评议审核前没有回避",
    message="“{step}”之前没有问过是不是近亲属、要不要回避：亲戚可以评亲戚、审亲戚",
    help="在前面加一步判断“是否近亲属”，是的单独登记备案；或者给这一步的风险点加一条“回避”类的措施",
)
def no_recusal(view: View) -> Iterator[Finding]:
    if matter_marked(view, "惠民") is None:
        return
    if any(measure.kind == "回避" for _, _, measure in view.all_measures()):
        return
    flow = view.flow
    asked = {key for key, node in flow.nodes.items() if re.search(_KIN, _text(node))}
    for node in flow.of_stage("评议", "审核"):
        if not node.is_end and not asked & leading(flow, [node.key]).keys():
            yield hit(node.path, step=node.title)
            return


def _text(node: Node) -> str:
    step = node.step
    return " ".join((node.title, step.note or "", *step.next, *(record.title for record in step.records)))
