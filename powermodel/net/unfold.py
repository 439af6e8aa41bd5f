"""A power with its subprocesses drawn in: the callee's steps where the caller has one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from powermodel.net.flow import Edge, Flow, Node, operands

MARK = "／"
"""Stands between the caller's step and the callee's in the key of a step that was drawn in."""
DEEPEST = 4


def unfold(flow: Flow, callee: Callable[[str], Flow | None], depth: int = DEEPEST) -> Flow:
    """The graph with every 子流程 step replaced by the callee's steps (and theirs, to ``depth`` levels).

    ``callee``: the graph of the power of that name; None leaves the step as it is. The callee's ends become steps
    that lead on with the caller's outcome of their title; where the caller has no outcomes, all of them lead on.
    Keys of drawn-in steps are 步骤／callee's step, so findings still name the caller's step first.
    """
    inner = {
        key: unfold(found, callee, depth - 1)
        for key, node in flow.nodes.items()
        if node.step.calls and depth > 0 and (found := callee(node.step.calls)) is not None
    }
    if not inner:
        return flow
    nodes: dict[str, Node] = {}
    edges: list[Edge] = []
    first: dict[str, str] = {}
    for key, node in flow.nodes.items():
        if key not in inner:
            nodes[key] = node
            continue
        first[key] = _key(key, inner[key].starts[0])
        for name, drawn in inner[key].nodes.items():
            nodes[_key(key, name)] = _drawn_in(key, node, drawn, _key(key, name) == first[key])
    for key in flow.nodes:
        if key not in inner:
            edges += [replace(e, target=first.get(e.target, e.target)) for e in flow.leaving(key)]
            continue
        edges += [
            replace(e, source=_key(key, e.source), target=_key(key, e.target)) for e in inner[key].edges
        ]
        edges += _onward(flow, key, inner[key], first)
    return _assembled(flow, nodes, edges, first)


def _key(caller: str, step: str) -> str:
    return f"{caller}{MARK}{step}"


def _drawn_in(caller: str, node: Node, drawn: Node, is_first: bool) -> Node:
    """A callee's step in the caller: its ends are ends no more, its first step joins what the caller's step joined."""
    step = drawn.step.model_copy(update={"join": node.step.join}) if is_first else drawn.step
    kind = "办理" if drawn.is_end or drawn.kind == "开始" else drawn.kind
    return Node(_key(caller, drawn.key), drawn.title, kind, drawn.stage, step)


def _onward(flow: Flow, key: str, inner: Flow, first: dict[str, str]) -> list[Edge]:
    """Edges from the callee's ends along the caller's outcomes."""
    made = []
    choices = flow.out[key]
    for end in inner.ends:
        title = inner.nodes[end].title
        label = title if title in choices else next(iter(choices)) if len(choices) == 1 else None
        for edge in choices.get(label, ()) if label is not None else ():
            made.append(
                replace(edge, source=_key(key, end), target=first.get(edge.target, edge.target), label="")
            )
    return made


def _assembled(flow: Flow, nodes: dict[str, Node], edges: list[Edge], first: dict[str, str]) -> Flow:
    numbered = tuple(replace(e, index=n) for n, e in enumerate(edges))
    out: dict[str, dict[str, tuple[Edge, ...]]] = {key: {} for key in nodes}
    into: dict[str, tuple[Edge, ...]] = dict.fromkeys(nodes, ())
    meant = operands(nodes.values())
    for name, keys in [*flow.operands.items(), *((key, frozenset({key})) for key in first)]:
        # Who names the calling step means where the callee begins.
        begins = {first[key] for key in keys if key in first}
        meant[name] = meant.get(name, frozenset()) | begins if begins else meant.get(name, frozenset())
    for edge in numbered:
        out[edge.source][edge.label] = (*out[edge.source].get(edge.label, ()), edge)
        into[edge.target] = (*into[edge.target], edge)
    return Flow(
        nodes=nodes,
        edges=numbered,
        starts=tuple(first.get(key, key) for key in flow.starts),
        ends=tuple(key for key, node in nodes.items() if node.is_end),
        out=out,
        into=into,
        order={key: n for n, key in enumerate(nodes)},
        operands=meant,
    )
