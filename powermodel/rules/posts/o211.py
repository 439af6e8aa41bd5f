"""O211: who proposes a matter in one power audits it in another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from powermodel.finding import Finding, Related
from powermodel.net.flow import Node
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import ProjectView, View

PROPOSING = ("申请", "编制")
AUDITING = ("审核", "监督")


@rule(
    "O211",
    "同一件事这边提、那边审",
    preset="strict",
    of="project",
    message="“{post}”在“{other}”里提出（{proposed}），又在“{name}”里审核同一类事项（{audited}）",
    help="提出和审核分给两个岗位；两项权力其实互不相干的，用不同的类别",
)
def proposes_and_audits(view: ProjectView) -> Iterator[Finding]:
    proposals: dict[tuple[str, str], list[tuple[View, Node]]] = defaultdict(list)
    for each in view.views.values():
        for node in each.flow.nodes.values():
            if node.stage in PROPOSING or node.step.deliberation == "提议":
                for post in _own(each, node):
                    proposals[each.power.category or "", post].append((each, node))
    for each in view.views.values():
        for node in each.flow.of_stage(*AUDITING):
            for post in _own(each, node):
                others = proposals[each.power.category or "", post]
                found = next((pair for pair in others if pair[0].key != each.key), None)
                if found is not None:
                    there, proposal = found
                    yield hit(
                        (*node.path, "岗位"),
                        power=each.key,
                        post=post,
                        name=each.power.name,
                        audited=node.title,
                        other=there.power.name,
                        proposed=proposal.title,
                        related=[Related("在这里提出", proposal.path, power=there.key)],
                    )


def _own(view: View, node: Node) -> list[str]:
    """The community's own single posts that do a step (bodies have many people; higher levels audit by office)."""
    named = [view.project.post_name(post) for post in node.owners]
    return [post for post in named if view.nature(post) == "个人"] if view.power.category else []
