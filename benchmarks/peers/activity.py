"""PlantUML's activity diagrams (new syntax): nested blocks, and jumps where a flow is none."""

from __future__ import annotations

from benchmarks.peers.graph import FONT, Graph, broken
from benchmarks.peers.structure import Choice, Fork, Item, Jump, Loop, Step, jumps, structured


def plantuml(graph: Graph, lanes: bool) -> tuple[str, int]:
    """An activity diagram of nested blocks, and how many lines it has to give up for a pair of lettered circles."""
    body = structured(graph)
    letters = {key: chr(ord("A") + n) for n, key in enumerate(dict.fromkeys(j.target for j in jumps(body)))}
    writer = _Activity(graph, letters, lanes)
    writer.items(body)
    head = ["@startuml", f'skinparam defaultFontName "{FONT}"']
    order = [f"|{post or '—'}|" for post in graph.lanes] if lanes else []
    return "\n".join([*head, *order, *writer.lines, "@enduml"]) + "\n", len(jumps(body))


class _Activity:
    """Writes nested blocks in the syntax of activity diagrams."""

    def __init__(self, graph: Graph, letters: dict[str, str], lanes: bool) -> None:
        self.graph, self.letters, self.lanes = graph, letters, lanes
        self.lines: list[str] = []

    def _title(self, key: str) -> str:
        return "\\n".join(self.graph.node[key].lines)

    def _at(self, key: str) -> None:
        """The lane of a step."""
        if self.lanes:
            self.lines.append(f"|{self.graph.lanes[self.graph.node[key].lane] or '—'}|")

    def _label(self, text: str) -> str:
        return "\\n".join(broken(text, 6.0))

    def items(self, items: list[Item]) -> None:
        for item in items:
            match item:
                case Step(key):
                    self._step(key)
                case Choice():
                    self._choice(item)
                case Fork(branches):
                    for n, branch in enumerate(branches):
                        self.lines.append("fork again" if n else "fork")
                        self.items(branch)
                    self.lines.append("end fork")
                case Loop():
                    self._loop(item)
                case Jump(target):
                    self.lines += [f"({self.letters[target]})", "detach"]

    def _landing(self, key: str) -> None:
        """The circle that a jump to a step leads to."""
        self._at(key)
        if key in self.letters:
            self.lines.append(f"({self.letters[key]})")

    def _step(self, key: str) -> None:
        self._landing(key)
        self.lines.append(f":{self._title(key)};")
        if self.graph.node[key].kind == "end":
            self.lines.append("stop")

    def _choice(self, choice: Choice) -> None:
        """Two outcomes as if, more as switch, or over lanes as elseif."""
        asks = self.graph.node[choice.key].kind == "decision"
        if asks:
            self._landing(choice.key)
        else:
            self._step(choice.key)
        question = self._title(choice.key) if asks else ""
        if (
            self.lanes or len(choice.branches) == 2
        ):  # a switch over lanes fails where a branch of it ends for good
            self._chain(question, choice)
            return
        self.lines.append(f"switch ({question})")
        for label, branch in choice.branches:
            self.lines.append(f"case ({self._label(label)})")
            self.items(branch)
        self.lines.append("endswitch")

    def _chain(self, question: str, choice: Choice) -> None:
        *firsts, (label, final) = choice.branches
        opening = f"if ({question})"
        for name, branch in firsts:
            self.lines.append(f"{opening} then ({self._label(name)})")
            self.items(branch)
            opening = "elseif ()"
        self.lines.append(f"else ({self._label(label)})")
        self.items(final)
        self.lines.append("endif")

    def _loop(self, loop: Loop) -> None:
        self._at(loop.first)
        self.lines.append("repeat")
        self.items(loop.body)
        asks = self.graph.node[loop.key].kind == "decision"
        if not asks:
            self._step(loop.key)
        if loop.detour:
            self._at(loop.detour)
            self.lines.append(f"backward:{self._title(loop.detour)};")
        if asks:
            self._landing(loop.key)
        else:
            self._at(loop.key)
        question = self._title(loop.key) if asks else ""
        self.lines.append(
            f"repeat while ({question}) is ({self._label(loop.again)}) not ({self._label(loop.on)})"
        )
