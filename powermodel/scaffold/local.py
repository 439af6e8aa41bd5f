"""What only the community knows: the library's example values of it are never printed as the community's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from powermodel.decode import Map
from powermodel.decode.marks import Text, walk
from powermodel.finding import Path as ModelPath
from powermodel.finding import Place
from powermodel.model.power import Power
from powermodel.model.project import Project
from powermodel.project import Loaded, library_root
from powermodel.rules.view import View

EXAMPLES: tuple[ModelPath, ...] = (
    ("指南", "办理时间"),
    ("指南", "咨询电话"),
    ("指南", "监督电话"),
    ("监督", "举报电话"),
    ("制定", "日期"),
    ("制定", "版本"),
)
"""Values that the library's flows can only give as examples: phones, hours, the date of passing."""


@cache
def _in_library(file: str) -> bool:
    return Path(file).resolve().is_relative_to((library_root() / "flows").resolve())


def inherited(loaded: Loaded, key: str, path: ModelPath) -> Place | None:
    """Where the library says this value of a power of the project; None where the project says it itself, or nobody.

    Powers that stand in the library (its own review) inherit nothing.
    """
    if _in_library(loaded.project.files.get(key, "")):
        return None
    tree = loaded.trees.get(key)
    place = written(tree, path) if tree is not None else None
    return place if place is not None and _in_library(place.file) else None


def written(tree: Map, path: ModelPath) -> Place | None:
    """Where the value at ``path`` is written; None where it isn't, or is left blank."""
    trail = walk(tree, path)
    if len(trail) < len(path):
        return None
    container, key = trail[-1]
    value = container[key]
    if isinstance(value, Text):
        return value.place if value else None
    return container.at.get(key, container.place) if isinstance(container, Map) else container.place


def without_examples(loaded: Loaded) -> Project:
    """The project as it may be printed: what the library only exemplifies is blank, so that a hand fills it in."""
    powers = {key: _own(loaded, key, power) for key, power in loaded.project.powers.items()}
    return replace(loaded.project, powers=powers)


def _own(loaded: Loaded, key: str, power: Power) -> Power:
    borrowed = {path for path in EXAMPLES if inherited(loaded, key, path)}
    if not borrowed:
        return power
    fields = {"办理时间": "hours", "咨询电话": "phone", "监督电话": "complaint_phone", "举报电话": "phone",
              "日期": "date", "版本": "edition"}  # fmt: skip
    update = {}
    for name, attribute in (("指南", "guide"), ("监督", "oversight"), ("制定", "provenance")):
        part = getattr(power, attribute)
        blank = {fields[path[1]]: None for path in borrowed if path[0] == name}
        if part is not None and blank:
            update[attribute] = part.model_copy(update=blank)
    return power.model_copy(update=update)


def posts_named(view: View) -> Iterator[str]:
    """Every post that a power names as it was typed: owners, assistants, witnesses, who takes objections and calls."""
    power = view.power
    yield from power.supervision
    if power.oversight and power.oversight.receiver:
        yield power.oversight.receiver
    for node in view.flow.nodes.values():
        yield from (*node.owners, *node.step.assists, *node.step.witnesses)
        if node.step.publicity:
            yield from node.step.publicity.objections
    for event in power.anytime:
        yield from event.owner
