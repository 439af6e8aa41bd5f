"""D502: a publication that nobody can find, read or object to."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.model.power import Publicity
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View


@rule(
    "D502",
    "公示公布没有写全",
    by_stage=True,
    message="“{step}”没有写{missing}",
    help="写上“公示: {{期限: 7天, 地点: 社区公示栏, 内容: [公示什么], 异议: 向哪个岗位提}}”；公布不用写异议",
)
def incomplete_publication(view: View) -> Iterator[Finding]:
    for node in view.flow.of_stage("公示", "公布"):
        if node.is_end or view.by_resident(node):
            continue
        said = node.step.publicity or Publicity()
        missing = [
            name
            for name, given in (("期限", said.period), ("地点", said.places), ("内容", said.content))
            if not given
        ]
        if node.stage == "公示" and not said.objections:
            missing.append("异议（向谁提）")
        if missing:
            path = (*node.path, "公示") if node.step.publicity else node.path
            yield hit(path, step=node.title, missing="、".join(missing))
