"""The course of a finding on the chart: which steps in which order, and the lines between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from powermodel.finding import WitnessStep
from powermodel.net.flow import Edge, Flow
from render.layout.build import outcomes
from render.layout.chart import Mark

SEPARATOR = "、"


@dataclass(frozen=True, slots=True)
class Course:
    """What is drawn strong. ``steps``: key → its numbers in the course (none: only passed through); ``edges``:
    (source, target, what the outcome is called on the chart). ``words``: the events as read; ``title``, ``message``,
    ``help``: what the finding says.
    """

    code: str
    title: str
    message: str
    help: str
    steps: dict[str, tuple[int, ...]]
    edges: frozenset[tuple[str, str, str]]
    words: tuple[str, ...]

    def marks(self) -> dict[str, list[Mark]]:
        """The numbers as marks at the steps."""
        return {
            key: [Mark(numbers[0], "", "走法", "".join(f"{SEPARATOR}{n}" for n in numbers[1:]))]
            for key, numbers in self.steps.items()
            if numbers
        }


def trace(
    flow: Flow, witness: Sequence[WitnessStep]
) -> tuple[dict[str, tuple[int, ...]], frozenset[tuple[str, str, str]]]:
    """The numbers of every step of a course, and the edges it takes.

    An event comes along every edge whose source was last left that way; a join along all of them, any other step
    along the latest. Where a witness leaves out steps (those without time), the shortest way between is taken.
    """
    keys = {node.title: key for key, node in flow.nodes.items()}
    numbers: dict[str, tuple[int, ...]] = {}
    edges: set[tuple[str, str, str]] = set()
    left: dict[str, tuple[int, str]] = {}  # step → when it was last done, and its outcome
    for number, event in enumerate(witness, 1):
        key = keys.get(event.step, event.step)
        if key not in flow.nodes:
            continue
        came = sorted(
            (e for e in flow.into[key] if e.source in left and left[e.source][1] in ("", e.label)),
            key=lambda e: -left[e.source][0],
        )
        if not came and left:
            start = max(left, key=lambda k: left[k][0])
            came = _way(flow, start, left[start][1], key)
        elif flow.nodes[key].step.join != "全部":
            came = came[:1]
        for edge in came:
            edges.add((edge.source, edge.target, outcomes(flow, edge.source)[edge.label]))
            numbers.setdefault(edge.source, ())
        numbers[key] = (*numbers.get(key, ()), number)
        left[key] = (number, event.outcome or "")
    return numbers, frozenset(edges)


def _way(flow: Flow, start: str, outcome: str, goal: str) -> list[Edge]:
    """The edges of the shortest way without returns that leaves ``start`` by ``outcome``; nothing where there is none."""
    came: dict[str, Edge] = {}
    work = [start]
    for key in work:
        for edge in flow.leaving(key):
            if key == start and outcome not in ("", edge.label):
                continue
            if not edge.back and edge.target not in came and edge.target != start:
                came[edge.target] = edge
                work.append(edge.target)
    way: list[Edge] = []
    at = goal
    while at in came and at != start:
        way.append(came[at])
        at = came[at].source
    return way if at == start else []


def course(
    flow: Flow, code: str, title: str, message: str, help_: str, witness: Iterable[WitnessStep]
) -> Course:
    """The course of a finding with the words it says."""
    events = tuple(witness)
    steps, edges = trace(flow, events)
    words = tuple(map(str, events))
    return Course(code, title, message, help_, steps, edges, words)
