"""What is drawn of a flow: the things that take room, their words, and the lines between them. No sizes yet."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from powermodel.net.flow import Flow, Node
from render.layout.model import Shape

Style = Literal["risk", "lanes", "simple"]
LETTERS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
"""What connectors are called."""
FULL, SHORT, BARE = 2, 1, 0
"""How much stands in a box: everything; without helpers and records; the title, post and limit."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A risk at a step: its number on the sheet, its grade (高, 中, 低 or empty), its key in the step.

    ``label``: how the grade is printed here (高, 一级, ★ …).
    """

    number: int
    grade: str
    risk: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A small line under a title; ``level``: the least detail that still shows it; ``what``: what it is called."""

    role: str
    text: str
    level: int = BARE
    icon: str = ""
    what: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A step; or the small diamond (shape gate) that follows a step with outcomes which is no diamond itself; or the
    parallel bar (shape fork) behind an outcome that starts several steps at once.

    ``join``: all lines come in together, above; ``split``: all leave together, below. A fork is both; ``outcome`` is
    the one that it stands behind.
    """

    id: int
    key: str
    shape: Shape
    lane: int
    title: str = ""
    notes: tuple[Note, ...] = ()
    marks: tuple[Mark, ...] = ()
    end: str = ""
    start: bool = False
    public: bool = False
    join: bool = False
    split: bool = False
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A line to draw. ``back``: a return. ``up``: runs against the flow though it is none (kept out of ordering).

    ``link``: joins a step to its own diamond. ``ends``: the steps it truly joins, where one of its items is a
    connector; ``rest``: its second half; ``dashed``: drawn as a return though it is laid out as a plain line.
    ``stub``: which of its ends (source, target) is a connector that has no cell but stands beside the other end.
    ``lead``: goes from an outcome to the bar that starts its steps; ``said``: the outcome whose label stands before
    the bar that the line comes from. ``main``: of the main course, or of a branch beside it.
    """

    id: int
    source: int
    target: int
    label: str = ""
    back: bool = False
    up: bool = False
    link: bool = False
    ends: tuple[str, str] | None = None
    rest: bool = False
    dashed: bool = False
    stub: Literal["", "source", "target"] = ""
    lead: bool = False
    said: str = ""
    main: bool = False

    @property
    def within(self) -> bool:
        """Whether it joins two signs of one step: nothing comes between them."""
        return self.link or self.lead


@dataclass(frozen=True, slots=True)
class Chart:
    """All that is drawn. ``posts``: the lanes in the order of the file. ``of_step``: step key → its item.

    ``forward[i]`` / ``backward[i]``: links that leave and enter item i with the flow.
    """

    items: tuple[Item, ...]
    links: tuple[Link, ...]
    posts: tuple[str, ...]
    of_step: Mapping[str, int]
    style: Style
    supervising: frozenset[str] = frozenset()
    forward: tuple[tuple[Link, ...], ...] = field(default=())
    backward: tuple[tuple[Link, ...], ...] = field(default=())


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
    return connected(tuple(items), final, posts, of_step, style, frozenset(supervising))


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


def connected(
    items: tuple[Item, ...], links: tuple[Link, ...], posts: tuple[str, ...], of_step: Mapping[str, int],
    style: Style, supervising: frozenset[str],
) -> Chart:  # fmt: skip
    """A chart with its forward and backward links."""
    forward: list[list[Link]] = [[] for _ in items]
    backward: list[list[Link]] = [[] for _ in items]
    for link in links:
        if not (link.back or link.up):
            forward[link.source].append(link)
            backward[link.target].append(link)
    return Chart(
        items,
        links,
        posts,
        of_step,
        style,
        supervising,
        tuple(map(tuple, forward)),
        tuple(map(tuple, backward)),
    )


def letters(taken: Collection[str]) -> Iterator[str]:
    """Names for connectors, besides those whose keys are ``taken``."""
    return (letter for letter in (*LETTERS, *map(str, range(1, 999))) if f"○{letter}" not in taken)


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
