"""The chart in words, for those who hear it read: every step, what follows, where lines go on, every risk."""

from __future__ import annotations

from collections import Counter

from powermodel.rules.view import View
from render.layout import Layout
from render.layout.chart import LETTERS
from render.layout.model import Box, Point


def alternative(view: View, kind: str, layout: Layout | None = None) -> str:
    """A text of the whole chart, made from the graph; of ``layout``, what a sheet shows in another way than the graph."""
    power, flow = view.power, view.flow
    parts = [f"{power.name}{kind}。"]
    if power.promised:
        parts.append(f"承诺时限{power.promised}。")
    for key, node in flow.nodes.items():
        said = [node.title]
        if node.owners:
            said.append(
                f"（{'、'.join(node.owners)}{'，' + str(node.step.limit) if node.step.limit else ''}）"
            )
        if node.is_end:
            said.append(f"：结束，{'办成' if node.done else '未办成'}")
        followed = []
        for label, edges in flow.out[key].items():
            targets = "、".join(("退回" if e.back else "") + flow.title(e.target) for e in edges)
            together = "同时" if len(edges) > 1 else ""
            followed.append(f"{label}：{together}{targets}" if label else f"下一步{together}{targets}")
        if followed:
            said.append("，" + "；".join(followed))
        parts.append("".join(said) + "。")
    parts += _broken(view, layout) if layout else []
    risks = [f"{n}.{at.name}（{at.grade or '未定级'}）" for n, at in enumerate(view.risks, 1)]
    if risks:
        parts.append(f"廉政风险点{len(risks)}个：" + "，".join(risks) + "。")
    return "".join(parts)


def _broken(view: View, layout: Layout) -> list[str]:
    """What the circles of a sheet lead to, and which ends it shows more than once."""
    here = {box.key for box in layout.boxes}
    leads: dict[str, str] = {}
    for box in layout.boxes:
        if box.shape != "connector":
            continue
        letter, _, elsewhere = "".join(line.text for line in box.lines).partition(" ")
        for wire in layout.wires:
            if _touches(wire.points[-1], box) or (wire.rest and _touches(wire.points[0], box)):
                where = f"（在{elsewhere}）" if elsewhere and wire.target not in here else ""
                leads[letter] = f"{letter}接“{view.flow.title(wire.target)}”{where}"
    said = (
        [
            f"线在圆圈处断开，同字相接：{'；'.join(leads[letter] for letter in sorted(leads, key=LETTERS.find))}。"
        ]
        if leads
        else []
    )
    ends = Counter(box.key for box in layout.boxes if box.end and box.shape != "connector")
    again = [
        f"“{view.flow.title(key)}”画了{count}处，是同一个结果。" for key, count in ends.items() if count > 1
    ]
    return said + again


def _touches(point: Point, box: Box) -> bool:
    x, y = point
    near = 1e-6  # mm
    return (
        box.rect.x - near <= x <= box.rect.right + near and box.rect.y - near <= y <= box.rect.bottom + near
    )
