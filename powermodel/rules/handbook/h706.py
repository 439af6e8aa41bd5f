"""H706: one visit is promised, and the flow asks for more."""

from __future__ import annotations

import re
from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.model.values import chinese_number
from powermodel.net.flow import Flow
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View

_PROMISE = r"(?:最多|只|只需|仅需)跑([0-9零一二两三])[次趟回]|(零)跑腿|(一)次不用跑|不用跑"


@rule(
    "H706",
    "说只跑一次，流程要跑几趟",
    message="说好最多跑{promised}次，流程里申请人要办{visits}步：{steps}",
    help="能网上办的写“网办: 是”，能送上门的改由社区送达；确实要跑的，改“到现场次数”",
)
def more_visits(view: View) -> Iterator[Finding]:
    promised = _promised(view)
    if promised is None:
        return
    flow = view.flow
    own = [k for k, n in flow.nodes.items() if not n.is_end and view.by_resident(n) and not n.step.online]
    way = _most(flow, set(own))
    if len(way) > promised:
        steps = "、".join(flow.title(key) for key in way)
        yield hit(("指南", "到现场次数"), promised=promised, visits=len(way), steps=steps)


def _promised(view: View) -> int | None:
    """How many visits are promised: by 到现场次数, else in the words of the power."""
    power, guide = view.power, view.power.guide
    if guide is None:
        return None
    if guide.visits:
        found = re.search(r"[0-9]+|[零一二两三四五]", guide.visits)
        number = chinese_number(found[0]) if found else None
        return None if number is None else int(number)
    texts = [power.summary or "", *power.tags, *guide.rights, guide.online or ""]
    for text in texts:
        if found := re.search(_PROMISE, text):
            return int(chinese_number(found[1] or "零") or 0)
    return None


def _most(flow: Flow, own: set[str]) -> list[str]:
    """The residents' steps on the course without returns that has most of them (memoised depth-first search)."""
    best: dict[str, list[str]] = {}
    for start in flow.starts:
        todo = [start]
        while todo:
            key = todo[-1]
            ahead = [e.target for e in flow.leaving(key) if not e.back]
            waiting = [target for target in ahead if target not in best and target not in todo]
            if key not in best and waiting:
                todo += waiting
                continue
            todo.pop()
            longest = max((best.get(target, []) for target in ahead), key=len, default=[])
            best.setdefault(key, [key, *longest] if key in own else longest)
    return max((best[start] for start in flow.starts), key=len, default=[])
