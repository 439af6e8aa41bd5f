"""The rows of a chart as layers, with a place in every row for each line that passes through it, and few crossings.

After Sugiyama, Tagawa, Toda (1981) with the weighted medians and transpositions of Gansner, Koutsofios, North, Vo (1993).
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Sequence

from render.layout.chart import Chart
from render.layout.place import Placement

GATE = 8  # crossings: what one of the short line between a step and its diamond is worth
ROUNDS, PATIENCE, SWAPS = 24, 6, 8


class Layers:
    """Nodes 0 … n-1 are the items, further ones stand for lines that pass a row.

    ``held``: items keep the order that ``cols`` gives them, and only the passing lines find their places.
    """

    def __init__(self, chart: Chart, rows: Sequence[int], cols: Sequence[int] | None = None) -> None:
        self.items = len(chart.items)
        self.row = list(rows)
        self.held = cols is not None
        self.up: list[list[tuple[int, int]]] = [[] for _ in rows]  # neighbours with weights
        self.down: list[list[tuple[int, int]]] = [[] for _ in rows]
        self.chain: dict[int, list[int]] = {}  # of a link: the nodes at which it passes rows, downwards
        aim = [float(c) for c in cols] if cols else [0.0] * self.items
        for link in chart.links:
            top, bottom = link.source, link.target
            if rows[top] == rows[bottom]:
                continue
            if rows[top] > rows[bottom]:
                top, bottom = bottom, top
            before, chain = top, []
            long = rows[bottom] - rows[top]
            for n in range(1, long):
                chain.append(len(self.row))
                self.row.append(rows[top] + n)
                aim.append(aim[top] + (aim[bottom] - aim[top]) * n / long + (0.3 if link.back else 0.0))
                self.up.append([])
                self.down.append([])
                self._join(before, chain[-1], GATE if link.link else 1)
                before = chain[-1]
            self._join(before, bottom, GATE if link.link else 1)
            self.chain[link.id] = chain
        self.layers: list[list[int]] = [[] for _ in range(max(self.row) + 1)]
        for node, r in enumerate(self.row):
            self.layers[r].append(node)
        if cols:
            for layer in self.layers:
                layer.sort(key=lambda node: (aim[node], node))
        self.pos = [0] * len(self.row)
        self._number()

    @classmethod
    def of(cls, chart: Chart, placement: Placement) -> Layers:
        """The layers of a placement, before it was folded, in the order that it knows; else in the best that is found."""
        flat = placement.unfolded
        layers = cls(chart, flat.row, flat.col)
        if flat.layers:
            layers.stand(flat.layers)
        else:
            layers.solve()
        return layers

    def _join(self, top: int, bottom: int, weight: int) -> None:
        self.down[top].append((bottom, weight))
        self.up[bottom].append((top, weight))

    def _number(self) -> None:
        for layer in self.layers:
            for n, node in enumerate(layer):
                self.pos[node] = n

    def stand(self, layers: Sequence[Sequence[int]]) -> None:
        """Take this order of every layer."""
        self.layers = [list(layer) for layer in layers]
        self._number()

    def solve(self, starts: Sequence[Sequence[int]] = ()) -> int:
        """Order all layers so that few lines cross; returns how many do. ``starts``: items in orders to begin with."""
        best: tuple[int, list[list[int]]] | None = None
        for start in starts or [()]:
            if start:
                self._begin(start)
            found = 0
            for n in range(ROUNDS):
                if n:
                    self._sweep(n % 2 == 1, n % 4 < 2)
                self._transpose(n % 4 < 2)
                count = self.crossings()
                if best is None or count < best[0]:
                    best, found = (count, [list(layer) for layer in self.layers]), n
                if not count or n - found > PATIENCE:
                    break
            if best and not best[0]:
                break
        assert best is not None
        self.stand(best[1])
        return best[0]

    def crossings(self) -> int:
        """How many lines cross."""
        total = 0
        for layer in self.layers[:-1]:
            seen: list[int] = []
            for node in layer:
                ends = sorted((self.pos[other], weight) for other, weight in self.down[node])
                total += sum(weight * (len(seen) - bisect_right(seen, end)) for end, weight in ends)
                for end, weight in ends:
                    for _ in range(weight):
                        insort(seen, end)
        return total

    def _begin(self, order: Sequence[int]) -> None:
        """Nodes in the order in which a walk in depth meets them."""
        seen: set[int] = set()
        self.layers = [[] for _ in self.layers]
        stack = list(reversed(order))
        while stack:
            node = stack.pop()
            if node not in seen:
                seen.add(node)
                self.layers[self.row[node]].append(node)
                stack += [other for other, _ in reversed(self.down[node])]
        self._number()

    def _sweep(self, downwards: bool, turned: bool) -> None:
        """Every layer in the order of its medians in the layer before. ``turned``: equals change places."""
        near = self.up if downwards else self.down
        for layer in self.layers[1:] if downwards else self.layers[-2::-1]:
            key = {node: _median([self.pos[other] for other, _ in near[node]]) for node in layer}
            loose = [node for node in layer if key[node] >= 0]
            loose.sort(key=lambda node: (key[node], -self.pos[node] if turned else self.pos[node]))
            if self.held:
                layer[:] = self._among(layer, [node for node in loose if node >= self.items])
            else:
                following = iter(loose)
                layer[:] = [next(following) if key[node] >= 0 else node for node in layer]
            for n, node in enumerate(layer):
                self.pos[node] = n

    def _among(self, layer: Sequence[int], passing: Sequence[int]) -> list[int]:
        """The items of a layer in their order, and passing lines in theirs, where they cross least."""
        items = [node for node in layer if node < self.items]
        found: list[int] = []
        done = 0
        for node in passing:
            costs = [self._pair(node, item) for item in items[done:]]
            price = [
                sum(d for _, d in costs[:n]) + sum(c for c, _ in costs[n:]) for n in range(len(costs) + 1)
            ]
            slot = done + price.index(min(price))
            found += [*items[done:slot], node]
            done = slot
        return [*found, *items[done:]]

    def _pair(self, left: int, right: int) -> tuple[int, int]:
        """Crossings of the lines of two nodes of one layer as they stand, and if they changed places."""
        pos, now, turned = self.pos, 0, 0
        for near in (self.up, self.down):
            for a, v in near[left]:
                for b, w in near[right]:
                    if pos[a] > pos[b]:
                        now += v * w
                    elif pos[a] < pos[b]:
                        turned += v * w
        return now, turned

    def _transpose(self, turned: bool) -> None:
        """Let neighbours change places while that helps. ``turned``: also where it makes no difference."""
        for _ in range(SWAPS):
            better = False
            for layer in self.layers:
                for n in range(len(layer) - 1):
                    left, right = layer[n], layer[n + 1]
                    if self.held and left < self.items and right < self.items:
                        continue
                    now, then = self._pair(left, right)
                    if now > then or (turned and now == then > 0):
                        layer[n], layer[n + 1] = right, left
                        self.pos[left], self.pos[right] = n + 1, n
                        better |= now > then
            if not better:
                break


def _median(places: list[int]) -> float:
    """The median, of an even number weighted towards the side where they lie closer; -1 of none."""
    if not places:
        return -1
    places.sort()
    middle = len(places) // 2
    if len(places) % 2:
        return places[middle]
    if len(places) == 2:
        return (places[0] + places[1]) / 2
    left, right = places[middle - 1] - places[0], places[-1] - places[middle]
    if left + right == 0:
        return (places[middle - 1] + places[middle]) / 2
    return (places[middle - 1] * right + places[middle] * left) / (left + right)
