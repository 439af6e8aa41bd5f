"""V653: a vote that leaves no trace."""

from __future__ import annotations

import re
from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View
from powermodel.rules.votes.deciding import decisions

_RECORD = r"记录|纪要|票|决议|表决"
"""What shows how a vote came out; a sheet signed at the door does not."""


@rule(
    "V653",
    "表决没有留记录",
    message="“{step}”表决以后没有留下记录，多少人到会、多少人同意事后查不到",
    help="在“产出”写上会议签到表、票决记录、会议决议",
)
def unrecorded(view: View) -> Iterator[Finding]:
    decided = {node.key for node, _ in decisions(view)}
    for node in view.flow.nodes.values():
        records = (record.title for record in node.step.records)
        if (node.step.vote or node.key in decided) and not any(re.search(_RECORD, text) for text in records):
            yield hit(node.path, step=node.title)
