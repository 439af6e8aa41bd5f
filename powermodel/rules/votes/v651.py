"""V651: a body decides, and nobody knows how many must come and agree."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.model.power import Vote
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View
from powermodel.rules.votes.deciding import decisions, rule_of


@rule(
    "V651",
    "决议没有写到会和通过比例",
    message="“{step}”由{body}决定，却没有写{missing}",
    help="写上“表决: {{应到: …, 到会: {quorum}, 通过: {majority}, 计票: [应到人数, 到会人数, 同意票数]}}”",
)
def without_majority(view: View) -> Iterator[Finding]:
    for node, body in decisions(view):
        vote = node.step.vote or Vote()
        missing = [
            name for name, given in (("到会比例", vote.quorum), ("通过比例", vote.majority)) if not given
        ]
        if missing:
            known = rule_of(view, body) or {}
            yield hit(
                (*node.path, "表决") if node.step.vote else node.path,
                step=node.title,
                body=body,
                missing="、".join(missing),
                quorum=known.get("到会", "三分之二以上"),
                majority=known.get("通过", "应到半数以上"),
            )
