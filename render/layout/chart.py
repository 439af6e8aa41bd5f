"""What is drawn of a flow: the things that take room, their words, and the lines between them. No sizes yet."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from render.layout.model import Shape

Style = Literal["risk", "lanes", "simple"]
LETTERS = "甲乙丙丁戊庚辛壬癸子丑寅卯辰午申酉亥"
"""What connectors are called: without 己, 巳, 未 and 戌, which are taken for 已, 末 and 戊."""
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

    @property
    def returns(self) -> bool:
        """Whether it does not lead on, for who follows the flow."""
        return self.back or self.up or self.dashed


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
