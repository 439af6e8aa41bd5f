"""The votes of a power: which steps are decisions by a body, and by what rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from powermodel.net.flow import Node
from powermodel.rules.view import View


def decisions(view: View) -> Iterator[tuple[Node, str]]:
    """(step, body) for every 决议 of a body of the community or the collective."""
    for node in view.flow.nodes.values():
        if node.is_end or not (node.stage == "决议" or node.step.deliberation in ("审议", "决议")):
            continue
        body = next((post for post in node.owners if view.nature(post) == "集体"), None)
        if body is not None and node.kind != "子流程":
            yield node, body


def rule_of(view: View, body: str) -> Mapping[str, str] | None:
    """The row of the table 表决规则 for a body, by the name typed, else by the post's own name."""
    rows = view.table("表决规则")
    for name in (body, view.project.post_name(body)):
        for row in rows:
            if name in row["岗位"]:
                found: Mapping[str, str] = row
                return found
    return None
