"""G106: outcomes that nobody can tell apart."""

from __future__ import annotations

import re
from collections.abc import Iterator

from powermodel.finding import Finding, Related
from powermodel.net.flow import Node
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View


@rule(
    "G106",
    "判断的结果写得不清",
    "错误",
    preset="correctness",
    variants={
        "": (
            "“{step}”有一种结果没有写名称，不知道什么情况下走这条路",
            "给每种结果写上名称，如“同意”“不同意”",
        ),
        "twice": ("“{step}”有两种结果其实是一个：“{first}”和“{label}”", "两种结果要用不同的名称"),
        "called": (
            "“{step}”调用“{callee}”，它的结果是{results}，这里的“下一步”{wrong}",
            "照它结束步骤的名称写：“下一步: {{{sample}}}”",
        ),
        "mixed": (
            "“{step}”的结果{labels}不是对同一个问题的回答：“{said}”和“{other}”混在一起",
            "同一个判断只用一套说法，如“是/否”或“同意/不同意”；问的是两件事就拆成两个判断",
        ),
    },
)
def unclear_outcomes(view: View) -> Iterator[Finding]:
    for node in view.flow.nodes.values():
        labels = list(node.step.next)
        if node.step.calls:
            yield from _other_results(view, node, labels)
        if len(labels) < 2:
            continue
        path = (*node.path, "下一步")
        seen: dict[str, str] = {}
        for label in labels:
            plain = re.sub(_MARKS, "", label)
            if not plain:
                yield hit(path, step=node.title)
            elif plain in seen:
                yield hit((*path, label), "twice", step=node.title, first=seen[plain], label=label)
            seen.setdefault(plain, label)
        if pair := _mixed(list(seen), view.table("结果用词")):
            said, other = (seen[word] for word in pair)
            shown = "、".join(f"“{label}”" for label in labels)
            yield hit((*path, other), "mixed", step=node.title, labels=shown, said=said, other=other)


_MARKS = r"[\s“”\"'。，、；;,!！?？…·_—-]+"


def _other_results(view: View, node: Node, labels: list[str]) -> Iterator[Finding]:
    """The outcomes of a step that calls another power, where they are not the ends that power has."""
    callee = view.called(node)
    if callee is None or callee.key == view.key or (len(labels) == 1 and labels[0]):  # G114, G105
        return
    flow = callee.flow
    results = list(dict.fromkeys(flow.title(end) for end in flow.ends if not flow.nodes[end].step.branch_end))
    strange = [label for label in labels if label and label not in results]
    missing = [result for result in results if result not in labels]
    if len(results) < 2 or not (strange or missing):
        return
    parts = [f"写了{_quoted(strange)}"] if strange else []
    parts += ["没有分开写"] if labels == [""] else [f"没有{_quoted(missing)}"] if missing else []
    yield hit(
        (*node.path, "下一步"), "called", step=node.title, callee=callee.power.name, results=_quoted(results),
        wrong="，".join(parts), sample=", ".join(f"{result}: …" for result in results),
        related=[Related("它的这些结果", flow.nodes[end].path, power=callee.key) for end in flow.ends],
    )  # fmt: skip


def _quoted(words: list[str]) -> str:
    return "".join(f"“{word}”" for word in words)


def _mixed(labels: list[str], answers: list[dict[str, list[str]]]) -> tuple[str, str] | None:
    """Two labels that answer different questions (是 beside 同意), the odd one second."""
    for row in answers:
        if "独用" in row:
            own = [label for label in labels if label in row["结果"]]
            strange = [
                label for label in labels for other in answers if other is not row and label in other["结果"]
            ]
            if own and strange:
                return own[0], strange[0]
    return None
