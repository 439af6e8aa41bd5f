"""T401: a step of which nobody can say how long it takes."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding, Path
from powermodel.model.values import Duration
from powermodel.net.flow import Node
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View


@rule(
    "T401",
    "步骤没有时限",
    message="“{step}”没有写时限，可以一直拖下去",
    help="写上“时限: n个工作日”；当时就办的写“当场”；定期做的写“周期”",
    variants={
        "split": (
            "“{step}”没有写时限，可以一直拖下去",
            "这一步只是分头去办、自己不花时间的，写“时限: 当场”；自己也要办的，写上“时限: n个工作日”",
        ),
        "vague": (
            "“{limit}”说不出多少天的时限，等于没有时限",
            "改成几个工作日、几天，或者当场、当日、次月起",
        ),
        "open": (
            "“{step}”的时限写“另有规定”，却没有说明是哪里规定的",
            "在这一步的“说明”里写明按什么规定、多长时间",
        ),
    },
)
def without_limit(view: View) -> Iterator[Finding]:
    for node in view.flow.nodes.values():
        step = node.step
        if step.limit is None and _owes_limit(view, node):
            splits = any(len(targets) > 1 for targets in step.next.values())
            yield hit(node.path, "split" if splits else "", step=node.title)
        elif step.limit is not None and step.limit.word == "另有规定" and not step.note:
            yield hit((*node.path, "时限"), "open", step=node.title)
    for path, limit in _written(view):
        if limit is not None and limit.vague:
            yield hit(path, "vague", limit=limit.text)


def _owes_limit(view: View, node: Node) -> bool:
    """Work that has neither a limit, nor recurs by the calendar, nor takes as long as its publication."""
    step = node.step
    if node.is_end or node.only_chooses or node.kind == "子流程" or view.by_resident(node):
        return False
    if step.recurs or step.publicity or node.stage in ("公示", "公布"):
        return False
    return node.kind != "开始" or bool(step.records) or node.stage not in (None, "申请")


def _written(view: View) -> Iterator[tuple[Path, Duration | None]]:
    """Every limit that is written in the power, with its place."""
    power = view.power
    yield ("法定时限",), power.statutory
    yield ("承诺时限",), power.promised
    for number, span in enumerate(power.spans, 1):
        yield ("分段时限", str(number), "时限"), span.limit
    for key, step in power.steps.items():
        yield ("步骤", key, "时限"), step.limit
        if step.publicity:
            yield ("步骤", key, "公示", "期限"), step.publicity.period
    if power.oversight:
        yield ("监督", "答复时限"), power.oversight.reply
