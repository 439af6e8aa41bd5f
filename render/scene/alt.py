"""The chart in words, for those who hear it read: every step, what follows, every risk."""

from __future__ import annotations

from powermodel.rules.view import View


def alternative(view: View, kind: str) -> str:
    """A text of the whole chart, made from the graph."""
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
    risks = [f"{n}.{at.name}（{at.grade or '未定级'}）" for n, at in enumerate(view.risks, 1)]
    if risks:
        parts.append(f"廉政风险点{len(risks)}个：" + "，".join(risks) + "。")
    return "".join(parts)
