"""The chart of a flow: what of its steps is drawn, in which words, and which lines."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from powermodel.net.flow import Flow, Node
from render.layout.chart import FULL, SHORT, Chart, Item, Link, Mark, Note, Style, connected
from render.layout.course import marked
from render.layout.model import Shape


def build_chart(
    flow: Flow,
    style: Style,
    marks: Mapping[str, Sequence[Mark]] | None = None,
    codes: Mapping[str, str] | None = None,
    supervising: Collection[str] = (),
) -> Chart:
    """The chart of ``flow``. ``marks``: risks by step key; ``codes``: codes of the powers that are called."""
    marks, codes = marks or {}, codes or {}
    lanes = _lanes(flow)
    posts = tuple(dict.fromkeys(lanes[key] for key in flow.nodes))
    place = {post: n for n, post in enumerate(posts)}
    items: list[Item] = []
    of_step: dict[str, int] = {}
    leaves: dict[str, int] = {}
    bars: dict[tuple[str, str], int] = {}
    links: list[Link] = []
    names = {key: outcomes(flow, key) for key in flow.nodes}
    for key, node in flow.nodes.items():
        of_step[key] = leaves[key] = len(items)
        items.append(_item(flow, node, len(items), place[lanes[key]], style, marks.get(key, ()), codes))
        if node.kind != "判断" and any(flow.out[key]) and not node.is_end:
            leaves[key] = len(items)
            items.append(Item(len(items), key, "gate", place[lanes[key]]))
            links.append(Link(len(links), of_step[key], leaves[key], link=True))
        for label, name in names[key].items():
            edges = flow.out[key][label]
            if label and len(edges) > 1 and (key, name) not in bars:
                bars[key, name] = len(items)
                back = all(edge.back for edge in edges)
                links.append(Link(len(links), leaves[key], len(items), name, dashed=back, lead=True))
                fork = Item(len(items), key, "fork", place[lanes[key]], join=True, split=True, outcome=name)
                items.append(fork)
    drawn: set[tuple[str, str, str]] = set()
    for edge in flow.edges:
        name = names[edge.source][edge.label]
        if (edge.source, name, edge.target) in drawn:
            continue
        drawn.add((edge.source, name, edge.target))
        bar, to = bars.get((edge.source, name)), of_step[edge.target]
        if bar is None:
            links.append(Link(len(links), leaves[edge.source], to, name, edge.back))
        else:
            links.append(Link(len(links), bar, to, "", edge.back, said=name))
    _lead_in(items, links)
    ups = _against(len(items), links)
    final = tuple(replace(k, up=True) if k.id in ups and not k.back else k for k in links)
    return marked(connected(tuple(items), final, posts, of_step, style, frozenset(supervising)))


def outcomes(flow: Flow, key: str) -> dict[str, str]:
    """The outcomes of a step, and what each is called on the chart.

    Those that lead to the same steps in the same way are one line with all their names: 外出务工、其他.
    """
    alike: dict[frozenset[tuple[str, bool]], list[str]] = {}
    for label, edges in flow.out[key].items():
        alike.setdefault(frozenset((edge.target, edge.back) for edge in edges), []).append(label)
    return {label: "、".join(labels) for labels in alike.values() for label in labels}


def _lead_in(items: Sequence[Item], links: list[Link]) -> None:
    """Lay out one return as a plain line to each step that nothing else leads to, so that it stands where it follows.

    Among several, that to a step with no plain line into it at all, then the first of the file.
    """
    follows: list[list[int]] = [[] for _ in items]
    entered = {k.target for k in links if not k.back}
    for k in links:
        if not k.back:
            follows[k.source].append(k.target)
    found: set[int] = set()
    work = [item.id for item in items if item.start]
    while True:
        while work:
            item = work.pop()
            if item not in found:
                found.add(item)
                work += follows[item]
        waiting = [n for n, k in enumerate(links) if k.back and k.source in found and k.target not in found]
        if not waiting:
            return
        n = min(waiting, key=lambda n: links[n].target in entered)
        links[n] = replace(links[n], back=False, dashed=True)
        work.append(links[n].target)


def _lanes(flow: Flow) -> dict[str, str]:
    """The lane of every step: its first owner; without one, the lane of the step before (or after) it."""
    lanes = {key: node.owners[0] for key, node in flow.nodes.items() if node.owners}
    for _ in flow.nodes:
        missing = [key for key in flow.nodes if key not in lanes]
        if not missing:
            break
        for key in missing:
            near = [e.source for e in flow.into[key] if not e.back] + [e.target for e in flow.leaving(key)]
            known = next((lanes[n] for n in near if n in lanes), None)
            if known is not None:
                lanes[key] = known
    return {key: lanes.get(key, "") for key in flow.nodes}


def _item(
    flow: Flow,
    node: Node,
    number: int,
    lane: int,
    style: Style,
    marks: Sequence[Mark],
    codes: Mapping[str, str],
) -> Item:
    shape: Shape = "process"
    if node.is_end or node.kind == "开始":
        shape = "terminator"
    elif node.kind == "判断":
        shape = "decision"
    elif node.kind == "子流程":
        shape = "predefined"
    forward_in = [e for e in flow.into[node.key] if not e.back]
    together = [e for e in flow.out[node.key].get("", ()) if not e.back]
    return Item(
        number, node.key, shape, lane, node.title, _notes(node, style, codes, node.key in flow.starts), tuple(marks),
        end="" if not node.is_end else "办成" if node.done else "未办成",
        start=node.key in flow.starts,
        public=node.step.publicity is not None,
        join=node.step.join == "全部" and len(forward_in) > 1,
        split=len(together) > 1 and len(flow.out[node.key]) == 1,
    )  # fmt: skip


def _notes(node: Node, style: Style, codes: Mapping[str, str], starts: bool) -> tuple[Note, ...]:
    step = node.step
    people = f"（{step.people}人）" if step.people and int(step.people) > 1 else ""
    notes: list[Note] = []
    if style == "simple":
        if node.owners and not node.is_end:
            notes.append(Note("owner", "、".join(node.owners), FULL, what="岗位"))
    elif style == "risk" and node.owners:
        notes.append(Note("owner", "、".join(node.owners) + people))
    elif len(node.owners) > 1:
        notes.append(Note("owner", f"会同{'、'.join(node.owners[1:])}{people}"))
    elif people:
        notes.append(Note("owner", f"{step.people}人办理", SHORT, what="办理人数"))
    if style != "simple":
        if step.assists:
            notes.append(Note("owner", f"协办 {'、'.join(step.assists)}", FULL, what="协办"))
        if step.witnesses:
            notes.append(Note("owner", f"见证 {'、'.join(step.witnesses)}", FULL, what="见证"))
    if step.calls:
        code = codes.get(step.calls)
        notes.append(Note("call", f"见 {code}" if code else f"见《{step.calls}》"))
    if step.limit and not (step.publicity and str(step.limit) == str(step.publicity.period)):
        notes.append(Note("limit", str(step.limit)))
    if step.recurs:
        notes.append(Note("recurs", step.recurs, icon="recurs"))
    if step.publicity:
        word = "公布" if node.stage == "公布" else "公示"
        notes.append(Note("public", f"{word} {step.publicity.period or ''}".strip(), icon="public"))
    if step.records and (style != "simple" or starts):  # for residents only what they hand in
        first, more = step.records[0].title, len(step.records)
        first = first.split("（")[0]
        text, what = (
            f"{first}等{more}件" if more > 1 else first,
            "要带的材料" if style == "simple" else "记录",
        )
        notes.append(Note("record", text, FULL, "record", what))
    return tuple(notes)


def _against(count: int, links: Sequence[Link]) -> set[int]:
    """Numbers of links that close a circle though they are no returns (depth-first search in file order)."""
    follows: list[list[int]] = [[] for _ in range(count)]
    for n, link in enumerate(links):
        if not link.back:
            follows[link.source].append(n)
    state = [0] * count
    found: set[int] = set()
    for root in range(count):
        if state[root]:
            continue
        state[root] = 1
        work = [(root, iter(follows[root]))]
        while work:
            node, rest = work[-1]
            for n in rest:
                target = links[n].target
                if state[target] == 1:
                    found.add(n)
                elif not state[target]:
                    state[target] = 1
                    work.append((target, iter(follows[target])))
                    break
            else:
                state[node] = 2
                work.pop()
    return found
