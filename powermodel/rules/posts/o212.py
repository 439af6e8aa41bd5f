"""O212: who does a step is its witness."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.rules.posts.apart import hands
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View


@rule(
    "O212",
    "自己给自己作见证",
    message="“{step}”由“{post}”{doing}，见证的也是“{post}”，等于没有见证",
    help="换一个不经手的岗位来见证（居务监督委员会、居民代表），或者删去这个见证",
)
def own_witness(view: View) -> Iterator[Finding]:
    for node in view.flow.nodes.values():
        owners = hands(view, node.key)
        for post in dict.fromkeys(map(view.project.post_name, node.step.witnesses)):
            if post in hands(view, node.key, assists=True):
                doing = "办" if post in owners else "协办"
                yield hit((*node.path, "见证"), step=node.title, post=post, doing=doing)
