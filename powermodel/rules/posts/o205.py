"""O205: a supervisor who does the work that is to be supervised."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View

CARRYING_OUT = ("采购", "签约", "实施", "验收", "付款", "发放", "盖章", "审批", "受理")
"""Stages in which power is used. 监督, 登记, 告知, 公布, 评议 are a supervisor's own."""


@rule(
    "O205",
    "监督岗位自己动手办",
    by_stage=True,
    message="“{post}”是监督岗位，却主办“{step}”（{stage}）：自己办的事没法监督",
    help="“岗位”换成执行的岗位，监督岗位改写在“见证”或“协办”里",
)
def supervisor_acts(view: View) -> Iterator[Finding]:
    for node in view.flow.of_stage(*CARRYING_OUT):
        for post in node.owners if not node.is_end else ():
            if view.supervises(post):
                yield hit((*node.path, "岗位", post), post=post, step=node.title, stage=node.stage)
