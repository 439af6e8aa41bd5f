"""The graph of a power: its steps with everything derived from them, and its edges, in the order of the file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from powermodel.finding import Path
from powermodel.model.power import END, Power, Step, Target

REFUSALS = ("不予", "不通过", "不批准", "不符合", "终止", "撤回")
"""Words that make an end a refusal when its title or the only label leading to it holds them."""
_QUESTION = re.compile(r"是否|有无|能否|可否|[？?]$")


@dataclass(frozen=True, slots=True)
class Edge:
    """One edge. ``label``: the outcome it belongs to, empty without a choice. ``back``: it is a return.

    Edges of one step with one label start together (a split); different labels exclude each other (a choice).
    """

    index: int
    source: str
    target: str
    label: str = ""
    back: bool = False
    at_most: int | None = None
    counts: bool | None = None
    procedure: str | None = None

    @property
    def path(self) -> Path:
        """Where the edge stands in the model."""
        return ("步骤", self.source, "下一步", *((self.label,) if self.label else ()), self.target)


class Node(NamedTuple):
    """A step with what is derived. ``kind``: 开始, 办理, 判断, 子流程 or 结束. ``stage``: 环节 or None.

    ``done``: for an end, whether the matter is 办成; None for all others.
    """

    key: str
    title: str
    kind: str
    stage: str | None
    step: Step
    done: bool | None = None

    @property
    def path(self) -> Path:
        """Where the step stands in the model."""
        return ("步骤", self.key)

    @property
    def owners(self) -> tuple[str, ...]:
        return self.step.owners

    @property
    def is_end(self) -> bool:
        return self.kind == "结束"

    @property
    def only_chooses(self) -> bool:
        """A diamond that does no work of its own: no stage, no limit, no record. It owes no limit and no risk."""
        step = self.step
        return self.kind == "判断" and not (step.stage or step.limit or step.records)


class _Raw(NamedTuple):
    """An edge as it is written."""

    source: str
    label: str
    target: str
    spec: Target


class Flow(NamedTuple):
    """The graph. ``out[key]``: the choices of a step, label → edges that start together.

    ``operands``: what constraints may name (环节:公示, 岗位:社区报账员, 标签:资金) → the steps meant.
    """

    nodes: Mapping[str, Node]
    edges: tuple[Edge, ...]
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    out: Mapping[str, Mapping[str, tuple[Edge, ...]]]
    into: Mapping[str, tuple[Edge, ...]]
    order: Mapping[str, int] = {}
    operands: Mapping[str, frozenset[str]] = {}

    def title(self, key: str) -> str:
        return self.nodes[key].title

    def leaving(self, key: str) -> tuple[Edge, ...]:
        """All edges out of a step."""
        return tuple(chain.from_iterable(self.out[key].values()))

    def matching(self, operand: str) -> frozenset[str]:
        """Steps that an operand names: a title, 环节:…, 岗位:…, 标签:…"""
        if operand in self.nodes:
            return frozenset({operand})
        kind, mark, word = operand.replace("：", ":", 1).partition(":")
        return self.operands.get(f"{kind}:{word.strip()}" if mark else operand, frozenset())

    def of_stage(self, *stages: str) -> list[Node]:
        """Steps of these stages, in the order of the file."""
        return [node for node in self.nodes.values() if node.stage in stages]


def derive_stage(title: str, words: Mapping[str, str]) -> str | None:
    """The stage a title speaks of: the longest word of the table wins, among equals the last in the title.

    ``words``: word → stage; ``…`` in a word stands for anything (签…合同). None where the title holds no word of the table. What is only said to come later (签批前汇总,
    约定施工时间) is not what the step does, nor what stands inside a word of no stage (the 发放 of 制定发放方案).
    """
    found = [
        (len(word.replace(GAP, "")), *match.span(), stage)
        for word, stage in words.items()
        if all(part in title for part in word.split(GAP))
        for match in re.finditer(".*?".join(map(re.escape, word.split(GAP))), title)
    ]
    done = [
        (size, start, stage)
        for size, start, end, stage in found
        if stage != NO_STAGE
        and not _LATER.match(title, end)
        and not any(a <= start and end <= b and more > size for more, a, b, _ in found)
    ]
    return max(done)[2] if done else None


NO_STAGE, GAP = "无", "…"
_LATER = re.compile("前|时间|日期")
"""After the word for a stage: it is to be done another time."""


def build_flow(power: Power, stage_words: Mapping[str, str], post_name: Callable[[str], str] = str) -> Flow:
    """The graph of ``power``. Edges to steps that do not exist are left out (they are F007).

    ``stage_words``: the table 环节词, word → stage. ``post_name``: what a post is called that goes by several names.
    """
    steps = dict(power.steps)
    if any(target.to == END for step in steps.values() for ts in step.next.values() for target in ts):
        steps.setdefault(END, Step.model_construct(kind="结束"))
    order = {key: n for n, key in enumerate(steps)}
    raw = [
        _Raw(source, label, target.to, target)
        for source, step in steps.items()
        for label, targets in step.next.items()
        for target in targets
        if target.to in steps
    ]
    first = next(iter(steps), None)
    starts = tuple(k for k, step in steps.items() if k == first or step.kind == "开始")
    component = _components(list(steps), _onwards(starts, raw))
    edges = tuple(
        Edge(
            index,
            edge.source,
            edge.target,
            edge.label,
            _is_return(edge, order, component),
            edge.spec.at_most,
            edge.spec.counts,
            edge.spec.procedure,
        )
        for index, edge in enumerate(raw)
    )
    out: dict[str, dict[str, tuple[Edge, ...]]] = {key: {} for key in steps}
    into: dict[str, list[Edge]] = {key: [] for key in steps}
    for edge in edges:
        out[edge.source][edge.label] = (*out[edge.source].get(edge.label, ()), edge)
        into[edge.target].append(edge)
    nodes = {
        key: _node(key, step, key == first, out[key], into[key], stage_words) for key, step in steps.items()
    }
    return Flow(
        nodes=nodes,
        edges=edges,
        starts=starts,
        ends=tuple(k for k, node in nodes.items() if node.is_end),
        out=out,
        into={key: tuple(value) for key, value in into.items()},
        order=order,
        operands=operands(nodes.values(), post_name),
    )


def operands(nodes: Iterable[Node], post_name: Callable[[str], str] = str) -> dict[str, frozenset[str]]:
    """What constraints may name, and the steps meant. A post is found by the name in the flow and by its own."""
    found: dict[str, set[str]] = {}
    for node in nodes:
        names = [f"环节:{node.stage}"] if node.stage else []
        names += [f"岗位:{name}" for owner in node.owners for name in (owner, post_name(owner))]
        names += [f"标签:{tag}" for tag in node.step.tags]
        for name in names:
            found.setdefault(name, set()).add(node.key)
    return {name: frozenset(keys) for name, keys in found.items()}


def _onwards(starts: Iterable[str], raw: Sequence[_Raw]) -> list[tuple[str, str]]:
    """The edges among which cycles are looked for: all but marked returns to steps that the case comes to without them.

    A step that lies before its predecessor in the file is not gone back to only because there is a return elsewhere.
    """
    follows: dict[str, list[str]] = {}
    for edge in raw:
        if not edge.spec.back:
            follows.setdefault(edge.source, []).append(edge.target)
    known, work = set(starts), list(starts)
    for key in work:
        fresh = [target for target in follows.get(key, ()) if target not in known]
        known.update(fresh)
        work += fresh
    return [(edge.source, edge.target) for edge in raw if not (edge.spec.back and edge.target in known)]


def _is_return(edge: _Raw, order: Mapping[str, int], component: Mapping[str, int]) -> bool:
    """Marked as one; or to the same or an earlier step of the file on a cycle."""
    source, target, said = edge.source, edge.target, edge.spec.back
    if said is not None:
        return bool(said)
    return order[target] <= order[source] and (target == source or component[target] == component[source])


def _node(
    key: str,
    step: Step,
    first: bool,
    out: Mapping[str, tuple[Edge, ...]],
    into: list[Edge],
    stage_words: Mapping[str, str],
) -> Node:
    title = step.title or key
    kind = _kind(title, step, first)
    stage: str | None = step.stage
    if stage is None:
        if step.publicity is not None:
            stage = "公示"
        elif kind not in ("判断", "结束"):
            stage = derive_stage(title, stage_words)
    if stage == NO_STAGE:
        stage = None
    done = None
    if kind == "结束":
        labels = {edge.label for edge in into}
        label = labels.pop() if len(labels) == 1 else ""
        refused = any(word in title or word in label for word in REFUSALS)
        done = step.outcome == "办成" if step.outcome else not refused
    return Node(key, title, kind, stage, step, done)


def _kind(title: str, step: Step, first: bool) -> str:
    if step.kind:
        return str(step.kind)
    if step.calls:
        return "子流程"
    if _QUESTION.search(title) and (step.next or step.owners):
        return "判断"
    if not step.owners and not step.next:
        return "结束"
    return "开始" if first else "办理"


def _components(keys: list[str], pairs: list[tuple[str, str]]) -> dict[str, int]:
    """Strongly connected components (Tarjan 1972, iterative): key → number of its component."""
    follows: dict[str, list[str]] = {key: [] for key in keys}
    for source, target in pairs:
        follows[source].append(target)
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    component: dict[str, int] = {}
    stack: list[str] = []
    for root in keys:
        if root in index:
            continue
        work = [(root, iter(follows[root]))]
        index[root] = low[root] = len(index)
        stack.append(root)
        while work:
            key, rest = work[-1]
            for nxt in rest:
                if nxt not in index:
                    index[nxt] = low[nxt] = len(index)
                    stack.append(nxt)
                    work.append((nxt, iter(follows[nxt])))
                    break
                if nxt not in component:
                    low[key] = min(low[key], index[nxt])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[key])
                if low[key] == index[key]:
                    while key not in component:
                        component[stack.pop()] = index[key]
    return component
