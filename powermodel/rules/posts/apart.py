"""What O203 and O204 share: pairs of steps whose duties may not be in one hand."""

from __future__ import annotations

from itertools import product
from typing import NamedTuple

from powermodel.model.post import Incompatible
from powermodel.rules.view import View


class Pair(NamedTuple):
    """Two steps of one power whose duties are incompatible, and why."""

    first: str
    second: str
    why: Incompatible

    @property
    def duties(self) -> tuple[str, str]:
        """The two duties in words, e.g. 采购 and 验收."""
        a, b = self.why.pair[:2]
        return a.split(":", 1)[-1], b.split(":", 1)[-1]

    @property
    def of_posts(self) -> bool:
        """Whether it is two posts that must be apart, and not two duties."""
        return all(operand.startswith("岗位:") for operand in self.why.pair[:2])


def pairs(view: View) -> list[Pair]:
    """All pairs of steps of a power with incompatible duties, in the order of posts.yaml and of the flow."""
    found: list[Pair] | None = view.notes.get("pairs")
    if found is None:
        place = view.flow.order.__getitem__
        found = [
            Pair(first, second, why)
            for why in view.project.incompatible
            if len(operands := why.pair) > 1
            if (one := view.flow.matching(operands[0])) and (other := view.flow.matching(operands[1]))
            for first, second in product(sorted(one, key=place), sorted(other, key=place))
            if first != second
        ]
        view.notes["pairs"] = found
    return found


def hands(view: View, key: str, assists: bool = False) -> frozenset[str]:
    """The posts that do a step (with ``assists``: those that help), by their own names."""
    step = view.flow.nodes[key].step
    named = (*step.owners, *step.assists) if assists else step.owners
    return frozenset(view.project.post_name(post) for post in named)
