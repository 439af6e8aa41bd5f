"""The choices of a power that go by number."""

from __future__ import annotations

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


def bands(view: View) -> list[Bands]:
    """Every choice whose outcomes are all ranges, in the order of the file."""
    found: list[Bands] | None = view.notes.get("bands")
    if found is None:
        found = [
            Bands(node, labels, ranges)
            for node in view.flow.nodes.values()
            if len(labels := tuple(node.step.next)) > 1 and (ranges := parse_choice(labels)) is not None
        ]
        view.notes["bands"] = found
    return found


def of_money(found: Bands) -> bool:
    """Whether a choice is by amounts of money."""
    return any(each.unit == "元" for each in found.ranges)
