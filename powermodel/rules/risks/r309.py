"""R309: a post that is watched by itself."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding, Related
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View

KINDS = ("监督", "核查", "分权", "公开")


@rule(
    "R309",
    "自己监督自己",
    message="“{step}”由“{post}”办，防它出事的“{measure}”也归“{post}”，等于自己监督自己",
    help="把这条措施交给另一个岗位（居务监督委员会、上级或不经手的人）",
)
def self_supervision(view: View) -> Iterator[Finding]:
    for at, key, measure in view.all_measures():
        if measure.kind not in KINDS or view.outside(at.node):
            continue
        carriers = [view.flow.nodes[s] for c in measure.carriers for s in c.steps if s in view.flow.nodes]
        posts = {measure.post} if measure.post else {o for n in carriers for o in n.owners}
        own = {view.project.post_name(o) for o in at.node.owners}
        mine = sorted(p for p in posts if p and view.project.post_name(p) in own)
        if posts and len(mine) == len(posts):
            yield hit(
                at.measure_path(key), step=at.node.title, post="、".join(mine), measure=measure.title or key,
                related=[Related("风险在这一步", at.node.path)],
            )  # fmt: skip
