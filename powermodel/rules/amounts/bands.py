"""The choices of a power that go by number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from powermodel.finding import Path
from powermodel.model.amounts import Range, parse_choice
from powermodel.net.flow import Node
from powermodel.rules.view import View


class Bands(NamedTuple):
    """A choice by number: its step, and its labels with the range each one is."""

    node: Node
    labels: tuple[str, ...]
    ranges: tuple[Range, ...]

    @property
    def path(self) -> Path:
        return (*self.node.path, "下一步")

    def at(self, number: int) -> Path:
        return (*self.path, self.labels[number])


def bands(view: View) -> Iterator[Bands]:
    """Every choice whose outcomes are all ranges, in the order of the file."""
    for node in view.flow.nodes.values():
        labels = tuple(node.step.next)
        if len(labels) > 1 and (ranges := parse_choice(labels)) is not None:
            yield Bands(node, labels, ranges)


def of_money(found: Bands) -> bool:
    """Whether a choice is by amounts of money."""
    return any(each.unit == "元" for each in found.ranges)
