"""Labels: read beside their own line, and not as a word of the box that it leads to."""

from __future__ import annotations

from itertools import pairwise
from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from powermodel.project import library_root, load
from powermodel.rules.view import View
from render.layout import Area, Fitter, Layout, Style, build_chart
from render.layout.fit import LABEL_CHARS
from render.layout.model import Label, Rect, Wire
from render.metrics import typeface
from tests.render.test_layout_random import CHARACTERS

LIBRARY = load(library_root()).project
SHEET = Area(380, 200, 2.5, 7.5)  # about what A3 leaves for the flow
CROWDED: list[tuple[str, Style]] = [
    ("社区工程建设", "simple"), ("集体三资处置", "simple"), ("集体三资处置", "lanes"), ("财务报销", "simple"),
    ("财务报销", "lanes"), ("物资服务采购", "risk"), ("低保初核", "simple"), ("社会捐赠款物", "risk"),
    ("公益性岗位选聘", "risk"), ("发展党员", "risk"),
]  # fmt: skip
"""Flows with many outcomes, where labels stood as near as 0.05 em to the next box."""


def drawn(power: str, style: Style) -> Layout:
    chart = build_chart(View(power, LIBRARY.powers[power], LIBRARY).flow, style)
    return Fitter(chart, typeface()).best(SHEET)


def away(one: Rect, two: Rect) -> float:
    """How far apart two rectangles are."""
    return hypot(
        max(one.x - two.right, two.x - one.right, 0.0), max(one.y - two.bottom, two.y - one.bottom, 0.0)
    )


def words(label: Label) -> list[Rect]:
    """Where the characters of a label are, line by line."""
    return [Rect(line.x, line.y - line.size / 2, line.width, line.size) for line in label.lines]


def from_line(label: Label, wire: Wire) -> float:
    """How far the words of a label are from a line, in their own em."""
    pieces = [Rect(min(a, c), min(b, d), abs(a - c), abs(b - d)) for (a, b), (c, d) in pairwise(wire.points)]
    return min(away(word, piece) for word in words(label) for piece in pieces) / label.lines[0].size


@pytest.mark.parametrize(("power", "style"), CROWDED)
def test_labels_stand_free_and_beside_their_own_line(power: str, style: Style) -> None:
    """`不需要了解双方诉求` is read in one go where a label touches a box; a label between two lines names either."""
    layout = drawn(power, style)
    for label in layout.labels:
        size = label.lines[0].size
        for box in layout.boxes:
            if box.shape not in ("decision", "gate"):
                assert min(away(word, box.rect) for word in words(label)) >= 0.3 * size, (label.text, box.key)
        own = [
            w
            for w in layout.wires
            if (w.source, w.target, w.label) == (label.source, label.target, label.text)
        ]
        riders = [
            box.rect for box in layout.boxes if box.shape == "connector"
        ]  # a label stands beside the one on its line
        near = min(
            [
                *(from_line(label, wire) for wire in own),
                *(away(word, rider) / size for word in words(label) for rider in riders),
            ]
        )
        for wire in layout.wires:
            assert wire in own or from_line(label, wire) > near + 0.1, (label.text, wire.source, wire.target)


FITTER = Fitter(build_chart(View("低保初核", LIBRARY.powers["低保初核"], LIBRARY).flow, "simple"), typeface())


@given(st.text(CHARACTERS, min_size=1, max_size=30))
def test_a_name_has_the_fewest_lines_that_its_width_allows(text: str) -> None:
    """One line more pushes the rows of the whole chart apart; a longer line runs into the next one's name."""
    lines = FITTER.label_lines(text)
    face = FITTER.typeface.regular
    assert "".join(line.text for line in lines) == text
    assert all(line.width <= max(LABEL_CHARS) * FITTER.small + 1e-9 for line in lines)
    assert all(len(lines) <= len(face.break_lines(text, most)) for most in LABEL_CHARS)


@pytest.mark.parametrize(("text", "count"), [("材料齐备", 1), ("需要补正材料", 1), ("情况特殊需集体研究", 2)])
def test_a_name_of_six_characters_is_one_line(text: str, count: int) -> None:
    """需要补正材料 in two lines is read as two outcomes."""
    assert len(FITTER.label_lines(text)) == count
