"""The flow of a power as a numbered list that a resident can follow with a finger."""

from __future__ import annotations

import re

from powermodel.model.power import Step
from powermodel.net.flow import Edge, Node
from powermodel.rules.view import View
from render.handbook.book import Branch, StepLine

_LEFT_OPEN = re.compile(r"未核实(，?按本地规定(填写|修改))?$|^按本地规定(填写|修改)$")

_HANDED_OUT = re.compile(r"(告知书|通知书|决定书|告知单|受理单|回执|收据|凭条)(（.*）)?$")


def step_lines(view: View) -> tuple[StepLine, ...]:
    """All steps but the ends, numbered in the order of the file."""
    working = [node for node in view.flow.nodes.values() if not node.is_end]
    numbers = {node.key: n for n, node in enumerate(working, 1)}
    return tuple(_line(view, node, numbers) for node in working)


def _line(view: View, node: Node, numbers: dict[str, int]) -> StepLine:
    step = node.step
    note, unverified = _note(step.note)
    kind = _kind(view, node)
    return StepLine(
        number=numbers[node.key],
        title=node.title,
        who=_who(step, yours=kind == "yours"),
        kind=kind,
        limit=_limit(step),
        unverified=unverified,
        details=tuple(d for d in (*_details(view, node, numbers, yours=kind == "yours"), note) if d),
        branches=tuple(_branches(view, node, numbers)),
    )


def _kind(view: View, node: Node) -> str:
    if view.by_resident(node):
        return "yours"
    if node.kind == "判断":
        return "choice"
    return "publish" if node.step.publicity else "work"


def _who(step: Step, *, yours: bool) -> str:
    who = "、".join(step.owners)
    if yours:
        who = f"您（{who}）"
    if step.people and int(step.people) > 1:
        who += f"，{step.people} 人以上"
    if step.assists:
        who += f"，{'、'.join(step.assists)}协助"
    if step.witnesses:
        who += f"，{'、'.join(step.witnesses)}在场监督"
    return who


def _limit(step: Step) -> str | None:
    parts = [str(step.limit)] if step.limit else []
    if step.recurs:
        parts.append(f"{step.recurs}一次" if step.recurs.startswith("每") else step.recurs)
    return "，".join(parts) or None


def _note(note: str | None) -> tuple[str | None, bool]:
    """What a resident may read of a note, and whether it leaves something to the local rules."""
    parts = re.split(r"[；;]", note or "")
    kept = [part for part in parts if part.strip() and not _LEFT_OPEN.search(part.strip())]
    return "；".join(kept) or None, len(kept) < len([p for p in parts if p.strip()])


def _details(view: View, node: Node, numbers: dict[str, int], *, yours: bool) -> list[str]:
    step, found = node.step, []
    if step.trigger:
        found.append(step.trigger)
    if step.join == "全部":
        waits = [numbers[e.source] for e in view.flow.into[node.key] if not e.back and e.source in numbers]
        if len(waits) > 1:
            found.append(f"第 {_numbers(waits)} 步都做完才开始")
    if step.calls:
        found.append(f"按“{step.calls}”办理")
    found += _papers(step, yours=yours)
    if step.publicity:
        found.append(_publicity(view, node))
    if step.vote and (step.vote.quorum or step.vote.majority):
        rules = [
            f"{word}{share}"
            for word, share in (("到会", step.vote.quorum), ("", step.vote.majority))
            if share
        ]
        found.append("表决：" + "，".join(rules) + ("" if "通过" in rules[-1] else "通过"))
    if step.online:
        found.append(f"网上办：{step.online}")
    if step.overdue and step.overdue.deemed in view.flow.nodes:
        found.append(f"到期没有答复的，视为“{view.flow.title(step.overdue.deemed)}”")
    return found


def _papers(step: Step, *, yours: bool) -> list[str]:
    """What the resident hands in, or is handed. What stays in the file is on the chart and in the ledger."""
    titles = [record.title for record in step.records]
    if yours:
        return ["您要交：" + "、".join(titles)] if titles else []
    handed = [title for title in titles if _HANDED_OUT.search(title)]
    return ["您会拿到：" + "、".join(handed)] if handed else []


def _publicity(view: View, node: Node) -> str:
    shown = node.step.publicity
    assert shown is not None
    word = "公布" if node.stage == "公布" else "公示"
    text = word + (f" {shown.period}" if shown.period and str(shown.period) != "长期" else "")
    text = "长期" + word if shown.period and str(shown.period) == "长期" else text
    if shown.places:
        text += f"，贴在{'、'.join(shown.places)}"
    if shown.content:
        text += f"，能看到：{'、'.join(shown.content)}"
    if shown.objections:
        text += f"。有异议找{'、'.join(shown.objections)}"
    return text


def _branches(view: View, node: Node, numbers: dict[str, int]) -> list[Branch]:
    found = []
    for label, edges in view.flow.out[node.key].items():
        found += _branch(view, node, label, edges, numbers)
    return found


def _branch(
    view: View, node: Node, label: str, edges: tuple[Edge, ...], numbers: dict[str, int]
) -> list[Branch]:
    onward = [numbers[e.target] for e in edges if e.target in numbers and not e.back]
    found = [_back(edge, label, numbers) for edge in edges if _returns(edge, numbers)]
    if len(onward) > 1:
        found.append(Branch(label, f"同时做第 {_numbers(onward)} 步"))
    elif onward and (label or onward[0] != numbers[node.key] + 1):
        found.append(Branch(label, f"到第 {onward[0]} 步", to=onward[0]))
    for edge in edges:
        if edge.target not in numbers:
            end = view.flow.nodes[edge.target]
            done = end.done is not False
            name = "" if end.title == "结束" else f"：{end.title}"
            found.append(Branch(label, ("办结" if done else "没办成") + name, "done" if done else "refused"))
    return found


def _returns(edge: Edge, numbers: dict[str, int]) -> bool:
    """Whether an edge is a return to a numbered step."""
    return edge.back and edge.target in numbers


def _back(edge: Edge, label: str, numbers: dict[str, int]) -> Branch:
    times = f"（最多 {edge.at_most} 次）" if edge.at_most else ""
    number = numbers[edge.target]
    return Branch(label, f"回到第 {number} 步{times}", "back", number)


def _numbers(numbers: list[int]) -> str:
    return "、".join(str(n) for n in sorted(numbers))
