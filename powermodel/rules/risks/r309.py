"""R309: a post that is watched by itself."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding, Related
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View

KINDS = ("监督", "核查", "分权")
"""Kinds of measure that only another hand can carry out; what is 公开 the residents watch, whoever puts it up."""


@rule(
    "R309",
    "自己监督自己",
    message="“{step}”由“{post}”办，防它出事的“{measure}”也归“{post}”，等于自己监督自己",
    help="把这条措施交给另一个岗位（{others}）",
)
def self_supervision(view: View) -> Iterator[Finding]:
    for at, key, measure in view.all_measures():
        if measure.kind not in KINDS or view.outside(at.node):
            continue
        posts = view.in_charge(measure)
        own = {view.project.post_name(owner) for owner in at.node.owners}
        if posts and all(view.project.post_name(post) in own for post in posts):
            others = (
                "上级或不经手的人" if any(map(view.supervises, posts)) else "居务监督委员会、上级或不经手的人"
            )
            yield hit(
                at.use_path(key), others=others, step=at.node.title, post="、".join(sorted(posts)), measure=measure.title or key,
                related=[Related("风险在这一步", at.node.path), *at.told(key)],
            )  # fmt: skip
