"""Who adds a step finds the chart again: the next edition must not look like another power."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest

from powermodel.model.project import Project
from powermodel.project import library_root, load
from powermodel.rules.view import View
from render.layout import Area, Chart, Layout, Style, build_chart, layout, place
from render.layout.chart import Item, connected

AREA = Area(560, 380, 5.0, 15.0)
NEW = "新加的步骤"


@cache
def library() -> Project:
    return load(library_root() / "flows", today=date(2026, 11, 22)).project


def with_step(chart: Chart, number: int) -> Chart:
    """The chart with one step more, by the same post, on the line ``number``."""
    cut = chart.links[number]
    at = cut.source + 1

    def moved(item: int) -> int:
        return item + (item >= at)

    new = Item(at, NEW, "process", chart.items[cut.source].lane, NEW)
    items = [replace(i, id=moved(i.id)) for i in chart.items]
    links = [replace(k, source=moved(k.source), target=moved(k.target)) for k in chart.links]
    items.insert(at, new)
    after = replace(links[number], source=at, label="")
    links[number] = replace(links[number], target=at)
    links.insert(number + 1, after)
    links = [replace(k, id=n) for n, k in enumerate(links)]
    of_step = {i.key: i.id for i in items if i.shape != "gate"}
    return connected(tuple(items), tuple(links), chart.posts, of_step, chart.style, chart.supervising)


def columns(chart: Chart, drawn: Layout) -> dict[str, list[str]]:
    """The steps of every lane along the flow."""
    found: dict[str, list[str]] = {lane.post: [] for lane in drawn.lanes}
    along = {
        b.key: b.rect.middle[:: 1 if drawn.rows else -1]
        for b in drawn.boxes
        if b.shape not in ("gate", "connector")
    }
    for key in sorted(along, key=lambda key: tuple(round(v, 3) for v in along[key])):
        found[chart.posts[chart.items[chart.of_step[key]].lane]].append(key)
    return found


def kept(before: Sequence[str], after: Sequence[str]) -> float:
    """The share of ``before`` that stands in the same order in ``after``: the longest common sequence."""
    place = {key: n for n, key in enumerate(after)}
    ends: list[int] = []
    for value in (place[key] for key in before):
        at = bisect_left(ends, value)
        ends[at : at + 1] = [value]
    return len(ends) / len(before)


def lines(style: Style) -> list[Any]:
    """For every power of the library one line without a choice, in the middle of its flow."""
    found = []
    for key, power in library().powers.items():
        chart = build_chart(View(key, power, library()).flow, style)
        plain = [k.id for k in chart.links if not (k.back or k.up or k.link or k.label)]
        if plain:
            found.append(pytest.param(chart, plain[len(plain) // 2], id=key))
    return found


@pytest.mark.parametrize(("chart", "number"), lines("lanes"))
def test_a_step_more_leaves_the_lanes_as_they_were(chart: Chart, number: int) -> None:
    """At least four fifths of the boxes keep their lane and their order in it, and the lanes theirs."""
    other = with_step(chart, number)
    before, after = columns(chart, layout(chart, AREA)), columns(other, layout(other, AREA))
    assert kept(list(before), list(after)) >= 0.8
    same = sum(kept(steps, after[post]) * len(steps) for post, steps in before.items() if steps)
    assert same >= 0.8 * len(chart.of_step)


@pytest.mark.parametrize(("chart", "number"), lines("risk"))
def test_a_step_more_leaves_the_spine_and_its_sides_as_they_were(chart: Chart, number: int) -> None:
    """The order from top to bottom, before the course is folded to the sheet."""

    def order(chart: Chart) -> list[str]:
        placement = place(chart)[0]
        steps = [i for i in chart.items if i.shape != "gate"]
        return [i.key for i in sorted(steps, key=lambda i: (placement.row[i.id], placement.col[i.id]))]

    assert kept(order(chart), order(with_step(chart, number))) >= 0.8
