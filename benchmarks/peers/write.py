"""One graph in the language of each tool (PlantUML's, which knows blocks only, has files of its own)."""

from __future__ import annotations

from html import escape
from typing import Any

from benchmarks.peers.graph import FONT, Graph, Node, block, broken

EM = 14.0  # px: the type of what we size ourselves
SMALL = 0.8  # of it: the words at lines, as in our charts


def mermaid(graph: Graph, head: str, lanes: bool) -> str:
    """A flow chart; ``head``: its first line (flowchart TB, swimlane-beta LR …); posts as subgraphs."""
    lines = [head]
    marks = {
        "process": '["{}"]', "decision": '{{"{}"}}', "predefined": '[["{}"]]', "start": '(["{}"])', "end": '(["{}"])'
    }  # fmt: skip

    def node(n: Node) -> str:
        text = "<br/>".join(escape(t) for t in n.lines)
        left, right = marks[n.kind].replace("{{", "{").replace("}}", "}").split('"{}"')
        return f'{n.id}{left}"{text}"{right}'

    if lanes:
        for number, post in enumerate(graph.lanes):
            lines.append(f'subgraph L{number}["{post or "—"}"]')
            lines += [node(n) for n in graph.nodes if n.lane == number]
            lines.append("end")
    else:
        lines += [node(n) for n in graph.nodes]
    for e in graph.edges:
        label = f'|"{escape(e.label)}"|' if e.label else ""
        lines.append(f"{e.source} {'-.->' if e.back else '-->'}{label} {e.target}")
    return "\n".join(lines) + "\n"


def dot(graph: Graph, direction: str, lanes: bool) -> str:
    """A digraph with right-angled lines; posts as clusters."""
    size = EM * 0.75  # points
    lines = [
        "digraph G {",
        f'graph [rankdir={direction} splines=ortho nodesep=0.35 ranksep=0.45 forcelabels=true fontname="{FONT}"'
        f" fontsize={size}]",
        f'node [fontname="{FONT}" fontsize={size} fixedsize=true]',
        f'edge [fontname="{FONT}" fontsize={size * SMALL} arrowsize=0.7]',
    ]

    def node(n: Node) -> str:
        w, h = box_size(n)
        looks = {"decision": "diamond", "predefined": "box peripheries=2", "process": "box"}
        look = looks.get(n.kind, "box style=rounded")
        text = "\\n".join(n.lines)
        return f'{n.id} [shape={look} width={w / 96:.3f} height={h / 96:.3f} label="{text}"]'

    for number, post in enumerate(graph.lanes if lanes else ()):
        lines.append(f'subgraph cluster_{number} {{ label="{post or "—"}"')
        lines += [node(n) for n in graph.nodes if n.lane == number]
        lines.append("}")
    if not lanes:
        lines += [node(n) for n in graph.nodes]
    for e in graph.edges:
        dash = " style=dashed" if e.back else ""
        lines.append(f'{e.source} -> {e.target} [id={e.id} xlabel="{e.label}"{dash}]')
    return "\n".join([*lines, "}"]) + "\n"


def box_size(n: Node) -> tuple[float, float]:
    """Width and height of a step, px: its words and some air, as in our charts."""
    w, h = block(n.lines, EM)
    if n.kind == "decision":
        high = h + 2.4 * EM
        return (w + 0.6 * EM) / (1 - h / high) + EM, high
    return max(w, 4 * EM) + 1.4 * EM, h + 0.9 * EM


def elk(graph: Graph, direction: str, lanes: bool) -> dict[str, Any]:
    """A graph for the layered algorithm; posts as nodes that hold their steps."""
    spacing = {
        "elk.spacing.nodeNode": 24, "elk.spacing.edgeNode": 14, "elk.spacing.edgeEdge": 10, "elk.spacing.edgeLabel": 3,
        "elk.layered.spacing.nodeNodeBetweenLayers": 26, "elk.layered.spacing.edgeNodeBetweenLayers": 14,
        "elk.layered.spacing.edgeEdgeBetweenLayers": 10,
    }  # fmt: skip
    options = {
        "elk.algorithm": "layered", "elk.direction": direction, "elk.edgeRouting": "ORTHOGONAL",
        "elk.hierarchyHandling": "INCLUDE_CHILDREN", "elk.layered.thoroughness": 50, **spacing,
    }  # fmt: skip
    head = {"elk.padding": "[top=32,left=14,bottom=14,right=14]", **spacing}

    def node(n: Node) -> dict[str, Any]:
        w, h = box_size(n)
        return {"id": n.id, "width": w, "height": h, "kind": n.kind, "lines": n.lines}

    def edge(e: Any) -> dict[str, Any]:
        lines = broken(e.label, 4.6) if e.label else ()
        w, h = block(lines, EM * SMALL)
        labels = [{"text": e.label, "lines": lines, "width": w, "height": h}] if lines else []
        return {"id": e.id, "sources": [e.source], "targets": [e.target], "labels": labels, "back": e.back}

    if lanes:
        children = [
            {
                "id": f"L{number}", "post": post or "—", "layoutOptions": head,
                "children": [node(n) for n in graph.nodes if n.lane == number],
            }
            for number, post in enumerate(graph.lanes)
        ]  # fmt: skip
    else:
        children = [node(n) for n in graph.nodes]
    edges = [edge(e) for e in graph.edges]
    return {"id": "root", "layoutOptions": options, "children": children, "edges": edges}


def bpmn(graph: Graph) -> str:
    """A process; a step with outcomes is followed by an exclusive gateway, a split and a join by parallel ones."""
    things: dict[str, tuple[str, str]] = {}
    flows: dict[str, tuple[str, str, str]] = {}
    out: dict[str, str] = {}  # where the lines of a node start
    into: dict[str, str] = {}  # where they end

    def thing(tag: str, name: str, text: str = "") -> str:
        things[name] = tag, text
        return name

    def flow(name: str, source: str, target: str, text: str = "") -> None:
        flows[name] = source, target, text

    for n in graph.nodes:
        tag = {"start": "startEvent", "end": "endEvent", "decision": "exclusiveGateway"}.get(n.kind, "task")
        into[n.id] = out[n.id] = thing(tag, n.id, n.title)
        if n.join:
            into[n.id] = thing("parallelGateway", f"{n.id}_join")
            flow(f"{n.id}_joined", into[n.id], n.id)
        outcomes = graph.outcomes(n.id)
        if n.kind != "decision" and any(outcomes):
            out[n.id] = thing("exclusiveGateway", f"{n.id}_choice")
            flow(f"{n.id}_chosen", n.id, out[n.id])
    for n in graph.nodes:
        for number, (label, edges) in enumerate(graph.outcomes(n.id).items()):
            source, text = out[n.id], label
            if len(edges) > 1:
                source = thing("parallelGateway", f"{n.id}_split{number}")
                flow(f"{n.id}_fork{number}", out[n.id], source, label)
                text = ""
            for e in edges:
                flow(e.id, source, e.target if e.back else into[e.target], text)
    parts = []
    for name, (tag, text) in things.items():
        inner = "".join(f"<incoming>{key}</incoming>" for key, f in flows.items() if f[1] == name)
        inner += "".join(f"<outgoing>{key}</outgoing>" for key, f in flows.items() if f[0] == name)
        parts.append(f'<{tag} id="{name}" name="{escape(text)}">{inner}</{tag}>')
    for name, (source, target, text) in flows.items():
        label = f' name="{escape(text)}"' if text else ""
        parts.append(f'<sequenceFlow id="{name}" sourceRef="{source}" targetRef="{target}"{label}/>')
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="flow">'
        f'<process id="p" isExecutable="false">{"".join(parts)}</process></definitions>'
    )
