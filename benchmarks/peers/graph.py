"""The flow as every tool gets it: steps with their titles, posts and outcomes; nothing else that our charts know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from powermodel.net.flow import Flow
from render.layout import Chart, Style, build_chart
from render.layout.chart import connected
from render.metrics import typeface

FONT = "Powermodel Sans SC"
CHARS = 8.0  # em of a line of text, for tools that break no lines themselves


@dataclass(frozen=True, slots=True)
class Node:
    """A step. ``kind``: start, end, process, decision or predefined; ``lines``: its title, broken for those who can't."""

    id: str
    key: str
    title: str
    kind: str
    lane: int
    lines: tuple[str, ...]
    join: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """A line between two nodes. Lines of one source and one label start together."""

    id: str
    source: str
    target: str
    label: str
    back: bool


@dataclass(frozen=True)
class Graph:
    """A flow. ``lanes``: the posts in the order of the file."""

    name: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    lanes: tuple[str, ...]

    @cached_property
    def node(self) -> dict[str, Node]:
        return {n.id: n for n in self.nodes}

    def leaving(self, node: str) -> list[Edge]:
        return [e for e in self.edges if e.source == node]

    def entering(self, node: str) -> list[Edge]:
        return [e for e in self.edges if e.target == node]

    def outcomes(self, node: str) -> dict[str, list[Edge]]:
        """Label → the edges that start together."""
        found: dict[str, list[Edge]] = {}
        for edge in self.leaving(node):
            found.setdefault(edge.label, []).append(edge)
        return found


def titles_only(flow: Flow, style: Style) -> Chart:
    """Our chart of a flow with no more text than the others get: no limits, records, helpers or risks."""
    full = build_chart(flow, style)
    items = tuple(replace(item, notes=(), marks=()) for item in full.items)
    return connected(items, full.links, full.posts, full.of_step, style, frozenset())


def graph(name: str, flow: Flow) -> Graph:
    """The flow for the others. The small diamond and the bar behind a step with outcomes are ours alone and left out."""
    chart = titles_only(flow, "lanes")
    step = {item.id: chart.of_step[item.key] for item in chart.items}
    nodes = []
    for item in chart.items:
        if item.shape in ("gate", "fork"):
            continue
        kind = "end" if item.end else "start" if item.shape == "terminator" else item.shape
        nodes.append(
            Node(f"n{item.id}", item.key, item.title, kind, item.lane, broken(item.title), item.join)
        )
    edges = [
        Edge(f"e{k.id}", f"n{step[k.source]}", f"n{step[k.target]}", k.label or k.said, k.back or k.dashed)
        for k in chart.links
        if not k.within
    ]
    return Graph(name, tuple(nodes), tuple(edges), chart.posts)


def broken(text: str, chars: float = CHARS) -> tuple[str, ...]:
    """A text in lines of at most ``chars`` em, as our own charts break it."""
    return tuple(typeface().bold.break_lines(text, chars))


def block(lines: Sequence[str], size: float) -> tuple[float, float]:
    """Width and height of lines of text of ``size``."""
    face = typeface().regular
    return max((face.width(t, size) for t in lines), default=0.0), 1.25 * size * len(lines)
