"""Large flows come out as clean as small ones: 80 steps, 12 lanes, blocks in blocks, loops in loops, 25 risks."""

from __future__ import annotations

import random
from typing import Any

import pytest

from render.poster import make_sheet
from render.scene.sheet import Composer
from tests.render.test_layout_random import CHARACTERS, LABELS, LIMITS, assert_clean, assert_whole, view_of


class Flow:
    """A flow grown from a seed by putting blocks into blocks."""

    def __init__(self, seed: int, posts: int, most: int) -> None:
        self.dice = random.Random(seed)
        self.posts = [f"{self.words(2, 7)}{n}" for n in range(posts)]
        self.most = most
        self.steps: dict[str, dict[str, Any]] = {}

    def words(self, least: int, longest: int) -> str:
        return "".join(self.dice.choices(CHARACTERS, k=self.dice.randint(least, longest)))

    def step(self, **more: Any) -> str:
        title = f"{self.words(3, 22)}{len(self.steps)}"
        self.steps[title] = {"岗位": self.dice.choice(self.posts), "时限": self.dice.choice(LIMITS), **more}
        return title

    def block(self, depth: int, after: str) -> str:
        """A block that goes on to ``after``; gives its first step."""
        if depth == 0 or len(self.steps) > self.most:
            return self.step(下一步=after)
        form = self.dice.choice(("chain", "chain", "parallel", "choice", "loop"))
        if form == "chain":
            return self.block(depth - 1, self.block(depth - 1, after))
        if form == "parallel":
            join = self.step(汇合="全部", 下一步=after)
            return self.step(下一步=[self.block(depth - 1, join) for _ in range(self.dice.randint(2, 3))])
        count = self.dice.randint(2, 5)
        labels = self.dice.sample(LABELS, count)
        if form == "choice":
            ways = [self.block(depth - 1, after), *(self.block(0, after) for _ in labels[2:]), "不予办理"]
            return self.step(
                下一步=dict(zip(labels, ways, strict=True)), 类型=self.dice.choice(("办理", "判断"))
            )
        check = self.step(类型="判断", 下一步={})
        first = self.block(depth - 1, check)
        self.steps[check]["下一步"] = {labels[0]: after, labels[1]: first}
        return first

    def read(self, first: str) -> list[str]:
        """The steps as an officer writes them down: with the flow, a branch after the other."""
        waiting = dict.fromkeys(self.steps, 0)
        follows = {}
        for title, step in self.steps.items():
            after = step["下一步"]
            ways = after.values() if isinstance(after, dict) else [after] if isinstance(after, str) else after
            follows[title] = [way for way in ways if way in waiting]
        closes = self.returns(first, follows)
        for title, ways in follows.items():
            for way in ways:
                waiting[way] += (title, way) not in closes
        order, ready = [], [first]
        while ready:
            title = ready.pop()
            order.append(title)
            for way in reversed(follows[title]):
                if (title, way) not in closes:
                    waiting[way] -= 1
                    if not waiting[way]:
                        ready.append(way)
        return order

    def returns(self, first: str, follows: dict[str, list[str]]) -> set[tuple[str, str]]:
        """The lines that close a loop."""
        found, path, done = set(), set(), set()

        def visit(title: str) -> None:
            path.add(title)
            for way in follows[title]:
                if way in path:
                    found.add((title, way))
                elif way not in done:
                    visit(way)
            path.discard(title)
            done.add(title)

        visit(first)
        return found

    def raw(self, risks: int) -> dict[str, Any]:
        first = self.block(5, "办结")
        while len(self.steps) < self.most:
            first = self.block(4, first)
        steps = {title: self.steps[title] for title in self.read(first)}
        steps |= {"办结": {"类型": "结束", "结果": "办成"}, "不予办理": {"类型": "结束", "结果": "未办成"}}
        titles = [title for title in steps if "岗位" in steps[title]]
        for number in range(risks):
            measures = [{"措施": f"{self.words(4, 14)}{k}", "岗位": self.posts[0]} for k in range(2)]
            risk = {"风险": f"风险{number}", "等级": self.dice.choice("高中低"), "表现": self.words(4, 20)}
            steps[self.dice.choice(titles)].setdefault("风险点", []).append(risk | {"防控措施": measures})
        return {"权力": "样本", "编号": "YB-01", "步骤": steps}


@pytest.mark.parametrize(
    ("seed", "posts", "steps", "risks", "style", "paper"),
    [
        (1, 12, 80, 25, "lanes", "A1"),
        (2, 9, 60, 25, "risk", "A3"),
        (3, 12, 80, 10, "risk", "800x1200mm"),
        (4, 9, 45, 25, "lanes", "A3"),
        (8, 7, 16, 25, "lanes", "A3"),
        (7, 7, 24, 25, "lanes", "A4"),
    ],
)
def test_a_large_flow_is_clean(seed: int, posts: int, steps: int, risks: int, style: Any, paper: str) -> None:
    """The longest powers are those where a wrong line does most harm."""
    view = view_of(Flow(seed, posts, steps).raw(risks))
    assert len(view.flow.nodes) >= steps
    sheet = make_sheet(paper)
    drawn = Composer(view, style, sheet).sheets()
    assert_clean(drawn, sheet.readable)
    assert_whole(drawn, view)
