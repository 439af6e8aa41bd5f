"""What G107 to G111 share: the defects of the net, with the words for how their witness was found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from powermodel.net.flow import Flow
from powermodel.net.soundness import Defect
from powermodel.rules.reach import following, traps
from powermodel.rules.view import View

CODES = {"不汇合": "G107", "卡住": "G108", "重复": "G109", "未清": "G110", "做不到": "G111"}


def shown(view: View, kind: str) -> Iterator[tuple[Defect, dict[str, Any]]]:
    """The defects of one kind with what every message of them needs."""
    for defect in view.soundness.defects:
        if defect.kind != kind:
            continue
        choice = defect.choice
        yield (
            defect,
            {
                "step": view.flow.title(defect.step),
                "choice": view.flow.title(choice.step) if choice else "",
                "outcome": choice.label if choice else "",
                "open": "、".join(f"“{view.flow.title(key)}”" for key in defect.open_steps),
                "waits": defect.waits,
                "come": defect.come,
                "least": "最短的经过" if defect.shortest else "经过里没有多余的步骤",
                "witness": view.witness(defect.course),
                "follows_from": CODES.get(defect.cause or "") or _cause(view.flow, defect),
            },
        )


def _cause(flow: Flow, defect: Defect) -> str | None:
    """The finding about the steps of a graph that a failure of its net only follows from."""
    if traps(flow):
        return "G104"
    found = following(flow, flow.starts)
    waits_for_lost = any(edge.source not in found and not edge.back for edge in flow.into[defect.step])
    return "G103" if defect.kind in ("卡住", "做不到") and waits_for_lost else None
