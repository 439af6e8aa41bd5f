"""What O203 and O204 share: pairs of steps whose duties may not be in one hand."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from powermodel.model.post import Incompatible
from powermodel.net.controls import matching
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


def pairs(view: View) -> Iterator[Pair]:
    """All pairs of steps of a power with incompatible duties, in the order of posts.yaml and of the flow."""
    for why in view.project.incompatible:
        if len(why.pair) < 2:
            continue
        one, other = (matching(view.flow, operand) for operand in why.pair[:2])
        for first, second in product(
            (k for k in view.flow.nodes if k in one), (k for k in view.flow.nodes if k in other)
        ):
            if first != second:
                yield Pair(first, second, why)


def hands(view: View, key: str, assists: bool = False) -> frozenset[str]:
    """The posts that do a step (with ``assists``: those that help), by their own names."""
    step = view.flow.nodes[key].step
    named = (*step.owners, *step.assists) if assists else step.owners
    return frozenset(view.project.post_name(post) for post in named)
