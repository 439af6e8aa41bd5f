"""Lines as they are painted: where they are interrupted, and their dashes."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from render.layout.model import Point
from render.layout.worth import length
from render.scene.strokes import dash, may_part, parted
from render.scene.symbols import OFF

BENT: list[Point] = [(0, 0), (0, 20), (30, 20)]


@given(st.lists(st.tuples(st.floats(2, 28), st.floats(0.3, 3)), max_size=5))
def test_the_pieces_of_a_line_are_the_line_without_its_gaps(gaps: list[tuple[float, float]]) -> None:
    """Nothing is drawn in a gap, and nothing is missing elsewhere, though gaps may overlap."""
    pieces = parted(BENT, [((x, 20.0), half) for x, half in gaps])
    drawn = [(a[0], b[0]) for piece in pieces for a, b in pairwise(piece) if a[1] == b[1] == 20]
    for n in range(1, 300):
        x = n / 10 + 1e-3
        hidden = any(abs(x - at) < half for at, half in gaps)
        near = any(math.isclose(abs(x - at), half, abs_tol=1e-5) for at, half in gaps)
        assert near or any(low <= x <= high for low, high in drawn) != hidden


@pytest.mark.parametrize(
    ("at", "may"),
    [
        ((0, 10), True),
        ((0, 1.2), False),  # its start would be a dot
        ((0, 18.9), False),  # the corner would be cut in two
        ((1.1, 20), False),
        ((15, 20), True),
        ((28, 20), False),  # its head would float
    ],
)
def test_a_line_is_interrupted_where_enough_of_it_is_left(at: Point, may: bool) -> None:
    assert may_part(BENT, (at, 1.0), 1.5) is may


@given(st.floats(0.5, 400), st.floats(1, 8))
def test_the_last_dash_ends_at_the_head(long: float, em: float) -> None:
    """A short return to a letter is dashed too, and no arrow head floats after a gap."""
    piece: list[Point] = [(0, 0), (0, long)]
    one, head = dash([piece], em, 0.5), 0.5
    seen = max(0.2 * em, length(piece) - 0.9 * head)
    count = (seen / one + OFF) / (1 + OFF)
    assert count == pytest.approx(round(count)) and count > 1.5
    assert one < 0.75 * em
