"""Themes: the colours of the sheets, and how well they stand out from each other in colour and in grey."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from powermodel.model.theme import Theme as Stated

TEXT, STROKE = 4.5, 3.0
"""The least contrast of text and of lines on their ground (WCAG 2.2, 1.4.3 and 1.4.11)."""
_FOLDER = Path(__file__).parent / "themes"
_KEYS: Mapping[str, str] = {
    str(info.alias): name for name, info in Stated.model_fields.items() if name != "base"
}


class Theme(NamedTuple):
    """Colours as #rrggbb, by what they are for; ``weight``: lines are so much wider than usual."""

    paper: str
    ink: str
    quiet: str
    head: str
    head_text: str
    head_soft: str
    heading: str
    accent: str
    line: str
    back: str
    box: str
    box_line: str
    done: str
    undone: str
    end_line: str
    decision: str
    decision_line: str
    public: str
    public_line: str
    lane_head: str
    lane_text: str
    lane: str
    lane_line: str
    watch: str
    card: str
    rule: str
    foot: str
    high: str
    medium: str
    low: str
    grade_text: str
    course: str
    course_text: str
    faded: str
    faded_line: str
    weight: float = 1.0

    def grade(self, grade: str) -> str:
        """The colour of 高, 中 or 低; of what has no grade yet, that of small text."""
        return {"高": self.high, "中": self.medium, "低": self.low}.get(grade, self.quiet)


@cache
def shipped(name: str) -> Theme:
    """One of the themes there are (`powermodel.model.theme.THEMES`)."""
    rows = yaml.load((_FOLDER / f"{name}.yaml").read_bytes(), Loader=yaml.BaseLoader)
    weight = float(rows.pop("线宽"))
    return Theme(**{_KEYS[key]: colour for key, colour in rows.items()}, weight=weight)


def stated(setting: Stated) -> Theme:
    """The theme of a project: the one it starts from, with its own colours."""
    return changed(shipped(setting.base), own(setting))


def changed(theme: Theme, colours: Mapping[str, str]) -> Theme:
    """A theme with some other colours, by name."""
    return Theme(**{**theme._asdict(), **colours})


def own(setting: Stated) -> dict[str, str]:
    """The colours that a project states itself, by name."""
    named = {name: getattr(setting, name) for name in _KEYS.values()}
    return {name: colour for name, colour in named.items() if colour}


def chinese(name: str) -> str:
    """What a colour is called in powermodel.yaml."""
    return str(Stated.model_fields[name].alias)


# -- what stands on what ----------------------------------------------------------------------------------------------

_GROUNDS = ("paper", "lane", "watch")
"""What the flow is drawn on: the sheet, or lanes."""
_BOXES = ("box", "done", "undone", "decision", "public")


def pairs() -> Iterator[tuple[str, str, float]]:
    """Every colour with every ground it may stand on, and the least contrast: (colour, ground, ratio)."""
    texts: dict[str, tuple[str, ...]] = {
        "head_text": ("head",), "head_soft": ("head",), "heading": ("paper", "foot"),
        "ink": ("paper", "foot", "card", "watch", *_BOXES), "quiet": ("paper", "foot", "card", *_BOXES),
        "public_line": ("public",), "lane_text": ("lane_head",), "line": _GROUNDS, "back": _GROUNDS,
        "grade_text": ("high", "medium", "low", "quiet"), "course_text": ("course",), "course": _GROUNDS,
        "faded": ("paper", "lane", "watch", "box"),
    }  # fmt: skip
    strokes: dict[str, tuple[str, ...]] = {
        "accent": ("paper", "watch"), "line": (*_GROUNDS, "undone"), "back": _GROUNDS, "box_line": (*_GROUNDS, "box"),
        "end_line": (*_GROUNDS, "done"), "decision_line": (*_GROUNDS, "decision"),
        "public_line": (*_GROUNDS, "public"), "lane_line": _GROUNDS, "lane_text": ("lane_head",), "rule": ("paper", "card", "foot"),
        "high": (*_GROUNDS, *_BOXES, "card"), "medium": (*_GROUNDS, *_BOXES, "card"),
        "low": (*_GROUNDS, *_BOXES, "card"), "course": (*_GROUNDS, *_BOXES), "faded_line": (*_GROUNDS, "box"),
    }  # fmt: skip
    for least, table in ((TEXT, texts), (STROKE, strokes)):
        for colour, grounds in table.items():
            for ground in grounds:
                yield colour, ground, least


# -- contrast ---------------------------------------------------------------------------------------------------------


def contrast(one: str, other: str) -> float:
    """How far two colours stand apart, 1 to 21: the contrast ratio of WCAG 2.2."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def in_grey(colour: str) -> str:
    """A colour as a copier or a black-and-white printer prints it: the luma of ITU-R BT.601."""
    red, green, blue = _channels(colour)
    return "#" + f"{round(0.299 * red + 0.587 * green + 0.114 * blue):02x}" * 3


def least_contrast(one: str, other: str) -> float:
    """The contrast of two colours, in colour or in grey, whichever is less."""
    return min(contrast(one, other), contrast(in_grey(one), in_grey(other)))


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2)."""
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (v / 255 for v in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def nearest_that_does(theme: Theme, name: str) -> str:
    """The colour nearest to ``theme``'s own, darker or lighter, that stands out in all its pairs; or nothing."""
    told: str = getattr(theme, name)
    red, green, blue = _channels(told)
    for step in range(1, 101):
        for end in (0, 255):
            mixed = (round(c + (end - c) * step / 100) for c in (red, green, blue))
            tried = "#" + "".join(f"{c:02x}" for c in mixed)
            if not any(name in (c, g) for c, g, _, _ in failing(changed(theme, {name: tried}))):
                return tried
    return ""


def failing(theme: Theme) -> Iterator[tuple[str, str, float, float]]:
    """The pairs of a theme that don't stand out: (colour, ground, contrast, the least there must be)."""
    for colour, ground, least in pairs():
        found = least_contrast(getattr(theme, colour), getattr(theme, ground))
        if found < least:
            yield colour, ground, found, least
