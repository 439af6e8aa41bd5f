"""A second, naive reading of what a flow means: tokens counted in a multiset, every order of events played.

Shares no code with powermodel.net but the graph; used to judge verdicts and witnesses.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from hypothesis import strategies as st

from powermodel.model.power import Power
from powermodel.net.flow import Flow, build_flow

Marking = frozenset[tuple[tuple[str, object], int]]


def waits(flow: Flow, key: str) -> list[int]:
    """Edges that the join of a step waits for."""
    if flow.nodes[key].step.join != "全部":
        return []
    edges = [e.index for e in flow.into[key] if not e.back]
    return edges if len(edges) > 1 else []


def starts(flow: Flow) -> list[Counter[tuple[str, object]]]:
    return [Counter({("at", key): 1}) for key in flow.starts]


def settle(flow: Flow, tokens: Counter[tuple[str, object]]) -> Counter[tuple[str, object]]:
    """Let joins take what has come."""
    changed = True
    while changed:
        changed = False
        for key in flow.nodes:
            need = waits(flow, key)
            while need and all(tokens[("edge", i)] > 0 for i in need):
                for i in need:
                    tokens[("edge", i)] -= 1
                tokens[("at", key)] += 1
                changed = True
    return +tokens


def moves(
    flow: Flow, tokens: Counter[tuple[str, object]]
) -> Iterator[tuple[str, str, Counter[tuple[str, object]]]]:
    """Every event that can happen now: step, label, tokens after it."""
    for (kind, key), count in sorted(tokens.items(), key=str):
        if kind != "at" or count < 1:
            continue
        assert isinstance(key, str)
        if not flow.out[key]:
            after = tokens.copy()
            after[("at", key)] -= 1
            if not flow.nodes[key].step.branch_end:
                after[("done", "")] += 1
            yield key, "", +after
        for label, edges in flow.out[key].items():
            after = tokens.copy()
            after[("at", key)] -= 1
            for edge in edges:
                waited = edge.index in waits(flow, edge.target)
                after[("edge", edge.index) if waited else ("at", edge.target)] += 1
            yield key, label, settle(flow, after)


def freeze(tokens: Counter[tuple[str, object]]) -> Marking:
    return frozenset(tokens.items())


class TooMany(Exception):
    """The space is larger than the oracle plays."""


def space(flow: Flow, cap: int = 6_000) -> tuple[dict[Marking, list[tuple[str, str, Marking]]], set[Marking]]:
    """All markings with the moves out of them; markings with two tokens in one place are not left."""
    graph: dict[Marking, list[tuple[str, str, Marking]]] = {}
    todo = [freeze(t) for t in starts(flow)]
    first = set(todo)
    while todo:
        here = todo.pop()
        if here in graph:
            continue
        if len(graph) > cap:
            raise TooMany
        tokens = Counter(dict(here))
        graph[here] = []
        if any(n > 1 for n in tokens.values()) or tokens[("done", "")]:
            continue
        for step, label, after in moves(flow, tokens):
            graph[here].append((step, label, freeze(after)))
            todo.append(freeze(after))
    return graph, first


def good_end(here: Marking) -> bool:
    return here in (frozenset(), frozenset({(("done", ""), 1)}))


def is_sound(flow: Flow) -> bool:
    """Option to complete, proper completion, no dead step, 1-safe: by looking at all markings."""
    graph, _ = space(flow)
    done = {step for out in graph.values() for step, _, _ in out}
    if done != set(flow.nodes):
        return False
    for here in graph:
        tokens = Counter(dict(here))
        if any(n > 1 for n in tokens.values()):
            return False
        if tokens[("done", "")] and not good_end(here):
            return False
    back: dict[Marking, set[Marking]] = {}
    for here, out in graph.items():
        for _, _, after in out:
            back.setdefault(after, set()).add(here)
    can_end = {h for h in graph if good_end(h)}
    todo = list(can_end)
    while todo:
        for before in back.get(todo.pop(), ()):
            if before not in can_end:
                can_end.add(before)
                todo.append(before)
    return can_end == set(graph)


def play(flow: Flow, course: list[tuple[str, str]]) -> Counter[tuple[str, object]] | None:
    """The tokens after a course; None where it is no run."""
    for tokens in starts(flow):
        here: Counter[tuple[str, object]] | None = tokens
        for step, label in course:
            assert here is not None
            here = next((a for s, lab, a in moves(flow, here) if (s, lab) == (step, label)), None)
            if here is None:
                break
        if here is not None:
            return here
    return None


# -- random flows ----------------------------------------------------------------------------------------------------


class Builder:
    """Builds a sound flow from nested blocks, from the end to the start: chains, choices, parallel parts, loops."""

    def __init__(self) -> None:
        self.steps: dict[str, dict[str, object]] = {}

    def new(self, after: object, **more: object) -> str:
        name = f"s{len(self.steps)}"
        self.steps[name] = {"岗位": "甲", "下一步": after, **more}
        return name

    def block(self, draw: st.DrawFn, depth: int, follows: str) -> str:
        """A block whose only way out leads to ``follows``; returns its first step."""
        kind = draw(
            st.sampled_from(["step", "step", "chain", "choice", "parallel", "loop"] if depth else ["step"])
        )
        if kind == "chain":
            return self.block(draw, depth - 1, self.block(draw, depth - 1, follows))
        if kind == "choice":
            merge = self.new(follows)
            ways = draw(st.integers(2, 3))
            return self.new({f"k{n}": self.block(draw, depth - 1, merge) for n in range(ways)})
        if kind == "parallel":
            join = self.new(follows, 汇合="全部")
            ways = draw(st.integers(2, 3))
            return self.new([self.block(draw, depth - 1, join) for _ in range(ways)])
        if kind == "loop":
            check = self.new("")
            entry = self.new(self.block(draw, depth - 1, check))
            self.steps[check]["下一步"] = {"好": follows, "退": {"到": entry, "退回": "是"}}
            return entry
        return self.new(follows)


def make(steps: dict[str, dict[str, object]], first: str) -> Flow:
    """The graph of steps in the order of the flow (an edge to an earlier step of the file would be a return)."""
    ordered = {first: steps[first], **{k: steps[k] for k in reversed(steps)}, "完": {"类型": "结束"}}
    return build_flow(Power.model_validate({"权力": "测", "步骤": ordered}), {})


@st.composite
def sound_flows(draw: st.DrawFn, depth: int = 3) -> tuple[dict[str, dict[str, object]], str]:
    """Steps of a sound flow and the first of them."""
    builder = Builder()
    return builder.steps, builder.block(draw, draw(st.integers(1, depth)), "完")


@st.composite
def mutated_flows(draw: st.DrawFn, depth: int = 3) -> tuple[dict[str, dict[str, object]], str]:
    """A sound flow with one thing changed: an edge led elsewhere, a join forgotten or put in."""
    steps, first = draw(sound_flows(depth))
    key = draw(st.sampled_from(sorted(steps)))
    target = draw(st.sampled_from([*sorted(steps), "完"]))
    follows = steps[key]["下一步"]
    what = draw(st.sampled_from(["lead", "join", "split"]))
    if what == "join":
        steps[key]["汇合"] = "任一" if steps[key].get("汇合") == "全部" else "全部"
    elif isinstance(follows, dict) and "到" not in follows:
        follows[draw(st.sampled_from(sorted(follows)))] = target
    elif isinstance(follows, list) and what == "lead":
        follows[draw(st.integers(0, len(follows) - 1))] = target
    elif what == "split" and isinstance(follows, str):
        steps[key]["下一步"] = [follows, target]
    else:
        steps[key]["下一步"] = target
    return steps, first
