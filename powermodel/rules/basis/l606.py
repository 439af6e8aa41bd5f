"""L606: the community decides what is for others to decide."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.net.flow import Node
from powermodel.rules.matters import concerns
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View

OWN = ("个人", "集体")
"""Natures of the community's own posts."""


@rule(
    "L606",
    "替上级作决定",
    "错误",
    message="“{step}”由{post}审批，{matter}却应当由{level}决定，社区只协助",
    help="审批改由{level}办；社区的岗位写受理协助、调查、公示这些步骤。权限已经下放的，改 powermodel.yaml“数据表”里的“权限”。依据：{source}",
    variants={
        "mode": (
            "行使方式写着“决定”，{matter}却应当由{level}决定",
            "“行使方式”改成“协助”或“初核”。依据：{source}",
        ),
    },
)
def usurped(view: View) -> Iterator[Finding]:
    for row in view.table("权限"):
        if not concerns(view, row["词"], bases=True):
            continue
        args = {
            "matter": row["事项"],
            "level": row["归"],
            "source": row.get("来源", "powermodel.yaml 的数据表"),
        }
        deciding = [(node, post) for node in view.flow.of_stage("审批") if (post := _own(view, node))]
        for node, post in deciding:
            yield hit((*node.path, "岗位"), step=node.title, post=post, **args)
        if not deciding and view.power.mode == "决定" and not view.flow.of_stage("审批"):
            yield hit(("行使方式",), "mode", **args)
        return


def _own(view: View, node: Node) -> str | None:
    """The community's own post that decides; None where all who do are of another level, unknown, or supervise (O205)."""
    owners = () if node.is_end else node.owners
    known = ((name, view.post(name)) for name in owners if not view.supervises(name))
    return next((name for name, post in known if post is not None and post.nature in OWN), None)
