"""What is drawn: every flow by every tool, once down the sheet and once across where the tool can."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from benchmarks.peers.activity import plantuml
from benchmarks.peers.graph import Graph, graph, titles_only
from benchmarks.peers.write import bpmn, dot, elk, mermaid
from powermodel.rules.view import View
from render.layout import Area, Style, layout
from render.scene.drawing import Painter
from render.scene.svg import Canvas
from render.scene.theme import OFFICIAL

Sheet = tuple[float, float]  # mm
SHEETS: dict[str, Sheet] = {"A3": (420.0, 297.0), "A1": (841.0, 594.0), "800×1200": (800.0, 1200.0)}
MARGIN = 10.0  # mm around every drawing
LARGEST = 1000.0  # mm: no upper limit of type, the others have none


@dataclass(frozen=True, slots=True)
class Way:
    """One way to draw. ``tool``: its key; ``lanes``: with posts as lanes; ``reader``: how draw.mjs reads its SVG."""

    tool: str
    lanes: bool
    reader: str
    title: str

    @property
    def name(self) -> str:
        return f"{self.tool}-lanes" if self.lanes else self.tool


WAYS = (
    Way("ours", True, "ours", "清权图"),
    Way("swimlane", True, "mermaid", "Mermaid 泳道图"),
    Way("mermaid", True, "mermaid", "Mermaid 子图"),
    Way("plantuml", True, "plantuml", "PlantUML"),
    Way("elk", True, "elk", "ELK"),
    Way("dot", True, "dot", "Graphviz"),
    Way("ours", False, "ours", "清权图"),
    Way("mermaid", False, "mermaid", "Mermaid"),
    Way("plantuml", False, "plantuml", "PlantUML"),
    Way("bpmn", False, "bpmn", "bpmn.io"),
    Way("elk", False, "elk", "ELK"),
    Way("dot", False, "dot", "Graphviz"),
)


def jobs(name: str, view: View) -> list[dict[str, Any]]:
    """All drawings of one flow, for draw.mjs: ``name`` (flow.way.variant), ``tool`` that reads it, and its text."""
    one = graph(name, view.flow)
    return [
        {"name": f"{name}.{way.name}.{variant}", "tool": way.reader, "way": way.name, "flow": name} | body
        for way in WAYS
        for variant, body in _variants(way, one, view).items()
    ]


def _variants(way: Way, one: Graph, view: View) -> dict[str, dict[str, Any]]:
    match way.tool:
        case "ours":
            return _ours(view, "lanes" if way.lanes else "simple")
        case "swimlane" | "mermaid":
            kind = "swimlane-beta" if way.tool == "swimlane" else "flowchart"
            return {d: {"text": mermaid(one, f"{kind} {d}", way.lanes)} for d in ("TB", "LR")}
        case "plantuml":
            text, jumps = plantuml(one, way.lanes)
            return {"TB": {"text": text, "jumps": jumps}}
        case "bpmn":
            return {"LR": {"text": bpmn(one)}}
        case "elk":
            return {d: {"graph": elk(one, d, way.lanes)} for d in ("DOWN", "RIGHT")}
        case _:
            return {d: {"text": dot(one, d, way.lanes)} for d in ("TB", "LR")}


def _ours(view: View, style: Style) -> dict[str, dict[str, Any]]:
    """The flow alone, upright and across, on an A3 and on 800 × 1200 (A1 is an A3 twice as large).

    We lay out for the sheet; the others draw once and are scaled.
    """
    chart = titles_only(view.flow, style)
    made = {}
    for sheet in ("A3", "800×1200"):
        short, long = sorted(SHEETS[sheet])
        for word, w, h in (("across", long, short), ("upright", short, long)):
            drawn = layout(chart, Area(w - 2 * MARGIN, h - 2 * MARGIN, 2.5, LARGEST))
            canvas = Canvas()
            Painter(canvas, drawn, OFFICIAL, -drawn.used.x, -drawn.used.y).paint()
            svg = canvas.document(drawn.used.w, drawn.used.h, view.key, "")
            circles = [box for box in drawn.boxes if box.shape == "connector"]
            jumps = len(circles) - sum(wire.rest for wire in drawn.wires)
            made[f"{sheet}-{word}"] = {"text": svg, "unit": drawn.size / 14, "jumps": jumps}
    return made
