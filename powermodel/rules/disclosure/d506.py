"""D506: 四议两公开 with a meeting left out, or held in the wrong order, or a publication missing."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from powermodel.finding import Finding, Path
from powermodel.net.flow import Flow, Node
from powermodel.rules.matters import matter_marked
from powermodel.rules.reach import following, reached, shortest, witness
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View

NAME = "四议两公开"
MEETINGS = {
    "提议": "党组织提议",
    "商议": "两委商议",
    "审议": "党员大会审议",
    "决议": "居民（代表）会议决议",
}
"""The four in their order, and who holds them."""


@rule(
    "D506",
    "四议两公开不完整",
    "错误",
    needs_sound=True,
    variants={
        "": (
            "写着四议两公开，却缺少{missing}",
            "补上缺的会；在那一步写上“议: 提议|商议|审议|决议”，或者用“子流程: 四议两公开”",
        ),
        "order": (
            "没有经过{before}就可以到“{step}”，四议的次序乱了",
            "按党组织提议、两委商议、党员大会审议、居民（代表）会议决议的次序走，一步也不能绕过",
        ),
        "past": ("没有经过{before}就可以办成", "每条办成的路都要经过四议；不需要的，在另一种结果里写清楚"),
        "decision": ("“{step}”以后没有公开就可以往下办", "决议之后、实施之前加一步公布，写明决议全文和票数"),
        "result": (
            "办完以后没有公开结果",
            "实施之后再加一步公布，写明完成情况和资金使用；决议公开和结果公开是两次",
        ),
        "required": (
            "这是{matter}，应当走四议两公开，流程里没有",
            "写上“程序: 四议两公开”并画出四议和两次公开，或者加一步“子流程: 四议两公开”",
        ),
    },
)
def incomplete_deliberation(view: View) -> Iterator[Finding]:
    flow, power = view.flow, view.power
    elsewhere = {
        key for key, node in flow.nodes.items() if node.step.calls and _deliberates(view, node.step.calls)
    }
    edges = [edge for edge in flow.edges if NAME in (edge.procedure or "")]
    if NAME in (power.procedure or ""):
        yield from _whole(flow, elsewhere, flow.starts, ("程序",))
    elif edges:
        for edge in edges:
            yield from _whole(flow, elsewhere, [edge.target], edge.path)
    elif matter := matter_marked(view, "四议"):
        if elsewhere or len({_meeting(flow, node) for node in flow.nodes.values()} & MEETINGS.keys()) == len(
            MEETINGS
        ):
            yield from _whole(flow, elsewhere, flow.starts, ("程序",))
        else:
            yield hit(("程序",), "required", matter=matter)


def _deliberates(view: View, name: str) -> bool:
    """Whether a step calls a power that is 四议两公开 itself."""
    key = view.project.power_key(name)
    return NAME in name or (key is not None and NAME in (view.project.powers[key].procedure or ""))


def _meeting(flow: Flow, node: Node) -> str | None:
    """Which of the four a step is: as said by 议; from its title only in a flow that says it of no step."""
    if any(other.step.deliberation for other in flow.nodes.values()):
        return str(node.step.deliberation) if node.step.deliberation else None
    return next((word for word in MEETINGS if word in node.title), None) if not node.is_end else None


def _whole(flow: Flow, elsewhere: set[str], sources: Collection[str], path: Path) -> Iterator[Finding]:
    """The first thing that is wrong with the deliberation of what follows ``sources``."""
    inside = following(flow, sources)
    steps = {word: {k for k in inside if _meeting(flow, flow.nodes[k]) == word} for word in MEETINGS}
    good = [key for key in flow.ends if flow.nodes[key].done]
    missing = [MEETINGS[word] for word, found in steps.items() if not found]
    outside = elsewhere & inside.keys()
    if missing and not outside:
        yield hit(path, missing="、".join(missing))
        return
    before = MEETINGS["提议"] if not missing else NAME
    for word, title in MEETINGS.items():
        without = reached(flow, steps[word] | outside, sources)
        later = [key for after in list(MEETINGS)[list(MEETINGS).index(word) + 1 :] for key in steps[after]]
        skipped = [key for key in later if key in without] if steps[word] else []
        if skipped:
            way = shortest(flow, sources, skipped, without)
            node = flow.nodes[str(way[-1])]
            yield hit(node.path, "order", before=title, step=node.title, witness=witness(flow, way))
            return
        past = [key for key in good if key in without]
        if past and (steps[word] or outside):
            way = shortest(flow, sources, past, without)
            yield hit(path, "past", before=title if not missing else before, witness=witness(flow, way))
            return
    yield from _published(flow, steps["决议"], good, path)


def _published(flow: Flow, decisions: Collection[str], good: list[str], path: Path) -> Iterator[Finding]:
    """Both publications: of the decision before it is carried out, of the result before the end."""
    shown = {node.key for node in flow.of_stage("公示", "公布")}
    doing = {node.key for node in flow.of_stage("实施", "付款", "发放", "签约")}
    for decision in sorted(decisions, key=flow.order.__getitem__):
        silent = reached(flow, shown, [decision])
        hidden = [key for key in (*good, *doing) if key in silent]
        if hidden:
            way = shortest(flow, [decision], hidden, silent)
            yield hit(
                flow.nodes[decision].path, "decision", step=flow.title(decision), witness=witness(flow, way)
            )
            return
        firsts = {e.target for key in silent for e in flow.leaving(key) if e.target in shown}
        for first in sorted(firsts, key=flow.order.__getitem__):
            behind = [edge.target for edge in flow.leaving(first)]
            once = reached(flow, shown, [key for key in behind if key not in shown])
            ended = [key for key in good if key in once]
            if ended:
                way = shortest(flow, [key for key in behind if key in once], ended, once)
                yield hit(path, "result", witness=witness(flow, way))
                return
